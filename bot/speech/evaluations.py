"""What people type after `/evaluate`."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache, partial

from bot.refusals import Refusal
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.dates import month
from bot.speech.text import brief, gives_back


@gives_back
def maybe_month(text: str, today: dt.date) -> dt.date | None:
    """`[MONTH]`: its first day; None when nothing was typed."""
    if not text:
        return None
    found = month(text, today)
    if found is None:
        raise Refusal(
            "`{given}` is no month. Type one such as `2026-10`, `october` or `last month`.", given=brief(text)
        )
    return found


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/evaluate`; nothing at all opens one's own form. Resolve with `prose=False`."""
    some_month = partial(maybe_month, today=today)
    return (
        HELP,
        Subcommand("status", ("현황",), nothing),
        Subcommand("results", ("결과",), some_month),
        Subcommand("open", ("열기",), some_month),
        Subcommand("close", ("마감",), some_month),
    )
