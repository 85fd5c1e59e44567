"""What people type after `/indicator`."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from bot.domain.periods import Period
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import ids, periods
from bot.speech.amounts import amount, unit
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.filters import MINE, team
from bot.speech.markers import Grammar, Key, scan
from bot.speech.people import has_words, unquoted
from bot.speech.sheets import importing
from bot.speech.text import TITLE, Limit, brief, gives_back, limited, readable
from bot.values import frozen

NAME: Final = Limit(
    150, N_("The name of an indicator takes up to {limit} characters; this one has {length}. Type its key.")
)
RECORD: Final = Grammar("", (Key.SECTOR, Key.REGION, Key.FOR))
_HANGUL = re.compile(r"[가-힣]")
_NUMERIC = re.compile(r"\d")


@frozen
class RecordLine:
    """`INDICATOR AMOUNT [sector: X] [region: Y] [for: PERIOD]`; without an amount the form asks for it.

    `unit`: what the amount was typed with, `%` or a currency; empty without one.
    """

    name: str
    value: Decimal | None
    unit: str
    sector: str | None
    region: str | None
    period: Period | None
    typed: str


@frozen
class NewLine:
    """`KEY [NAME [/ NAME]]`: a name in either language, or one in each."""

    key: str
    ko: str = ""
    en: str = ""


class Which(StrEnum):
    ALL = "all"
    OFF = "off"
    STALE = "stale"
    MINE = "mine"
    TEAM = "team"


@frozen
class IndicatorFilter:
    """`[off|stale|mine|team KEY]`, nothing is all; `team` (key or name) with Which.TEAM only."""

    which: Which = Which.ALL
    team: str | None = None


_WHICH: Final = {
    "": Which.ALL, "all": Which.ALL, "전체": Which.ALL,
    "off": Which.OFF, "off target": Which.OFF, "미달": Which.OFF,
    "stale": Which.STALE, "정체": Which.STALE, **dict.fromkeys(MINE, Which.MINE),
}  # fmt: skip


@gives_back
def indicator(text: str) -> str:
    """An indicator by its key, either name, or `I-2`."""
    name = readable(unquoted(text))
    if not has_words(name):
        raise Refusal("Which indicator? Type its key or name, such as `exports`. `list` shows them all.")
    return limited(name, NAME)


@gives_back
def record(text: str, today: dt.date) -> RecordLine:
    """Refuses a line without an indicator, and one whose end is no number."""
    parts = scan(text, RECORD)
    name, value, typed = _measured(parts.head)
    when = parts.get(Key.FOR, str)
    return RecordLine(
        name=indicator(name),
        value=value,
        unit=unit(typed),
        sector=parts.get(Key.SECTOR, str),
        region=parts.get(Key.REGION, str),
        period=periods.demand(when, today) if when else None,
        typed=readable(text),
    )


@gives_back
def new(text: str) -> NewLine:
    """What the form begins with; whether the key will do is said there."""
    key, _, rest = readable(text).partition(" ")
    names = [limited(unquoted(name.strip()), TITLE) for name in re.split(r" [/／] ", rest, maxsplit=1) if name.strip()]
    korean = [name for name in names if _HANGUL.search(name)]
    other = [name for name in names if not _HANGUL.search(name)]
    if len(korean) > 1 or len(other) > 1:
        raise Refusal("Two names are one in each language, such as `new exports 수출 / exports`.")
    return NewLine(limited(key, NAME), "".join(korean), "".join(other))


@gives_back
def filters(text: str) -> IndicatorFilter:
    """Which indicators to list."""
    if key := team(text):
        return IndicatorFilter(Which.TEAM, key)
    which = _WHICH.get(text.casefold())
    if which is None:
        raise Refusal(
            "I cannot read `{given}` here. Type `list off`, `list stale`, `list mine` or `list team KEY`.",
            given=brief(text),
        )
    return IndicatorFilter(which)


@gives_back
def line(text: str, today: dt.date) -> str:
    """An indicator alone: what to show."""
    del today  # every noun's line is read alike
    return indicator(text)


def _measured(text: str) -> tuple[str, Decimal | None, str]:
    """Name, amount, and the amount as typed: the longest one at the end. A name may have spaces and digits in it."""
    words = text.split(" ")
    for at in range(1, len(words)):
        said = " ".join(words[at:])
        value = amount(said)
        if value is not None:
            return " ".join(words[:at]), value, said
    if len(words) > 1 and _NUMERIC.search(words[-1]) and ids.ref(words[-1]) is None:
        raise Refusal(
            "I cannot read a number in `{given}`. Type one such as `record exports 14.2bn`, `142억` or `3.5%`.",
            given=brief(words[-1]),
        )
    return text, None, ""


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/indicator`; anything else is a `line`. Resolve with `prose=False`."""
    return (
        HELP,
        Subcommand("list", ("목록",), filters),
        Subcommand("show", ("보기",), indicator),
        Subcommand("new", ("등록", "add"), new, form=True),
        Subcommand("record", ("기록", "log"), partial(record, today=today), form=True),
        Subcommand("chart", ("그래프", "차트"), indicator),
        Subcommand("readings", ("측정값",), indicator),
        Subcommand("edit", ("수정",), indicator),
        Subcommand("undo", ("취소",), indicator),
        Subcommand("delete", ("삭제",), indicator),
        Subcommand("import", ("가져오기",), importing, yields=True),
        Subcommand("export", ("내보내기",), nothing, yields=True),
    )


WORDS: Final = frozenset(name for sub in subcommands(dt.date.min) for name in sub.names) | {"team", "팀", "부서"}
"""What no indicator may be called."""
