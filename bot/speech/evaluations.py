"""What people type after `/evaluate`."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache, partial

from bot.refusals import Refusal
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.dates import month, shifted
from bot.speech.filters import team
from bot.speech.text import brief, gives_back
from bot.values import frozen

_TEAM = re.compile(r"(?:^|\s)(?=(?:team|팀|부서)[:：\s])", re.IGNORECASE)
_WITH_YEAR = re.compile(r"\d{4}")


@frozen
class MonthAndTeam:
    """A month's first day and a team (key or name), each None when it was not typed."""

    month: dt.date | None = None
    team: str | None = None


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


@gives_back
def to_open(text: str, today: dt.date) -> dt.date | None:
    """`[MONTH]` to open, whose name without a year means this month or the last: an older one is opened on purpose."""
    found = maybe_month(text, today)
    this = today.replace(day=1)
    if found is None or found >= shifted(this, -1) or _WITH_YEAR.search(text):
        return found
    if found.year < this.year and found < shifted(this, -6):
        return found.replace(year=this.year)  # the nearer one, which has not begun
    raise Refusal(
        "Without a year only this month or the last one is opened. For {month} type `/evaluate open {month}`.",
        month=f"{found:%Y-%m}",
    )


@gives_back
def month_and_team(text: str, today: dt.date) -> MonthAndTeam:
    """`[MONTH] [team KEY]`."""
    when, *rest = _TEAM.split(text, maxsplit=1)
    named = team(rest[0]) if rest else None
    if rest and named is None:
        raise Refusal("I cannot read `{given}` here. Type a month, a team or both.", given=brief(text))
    return MonthAndTeam(maybe_month(when.strip(), today), named)


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/evaluate`; nothing at all opens one's own form. Resolve with `prose=False`."""
    some_month = partial(maybe_month, today=today)
    return (
        HELP,
        Subcommand("status", ("현황",), nothing),
        Subcommand("results", ("결과",), partial(month_and_team, today=today)),
        Subcommand("file", ("파일",), partial(month_and_team, today=today)),
        Subcommand("open", ("열기",), partial(to_open, today=today)),
        Subcommand("close", ("마감",), some_month),
    )
