"""What people type after `/plan`."""

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from bot.domain.periods import Period
from bot.domain.refs import Ref
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import ids, periods
from bot.speech.amounts import amount
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.filters import MINE, team
from bot.speech.markers import Grammar, Key, scan
from bot.speech.patterns import pattern
from bot.speech.people import Mention, at_most_one, has_words, unquoted
from bot.speech.sheets import importing
from bot.speech.text import TAG, TITLE, Limit, brief, gives_back, limited, readable
from bot.values import frozen

ADD: Final = Grammar("#@", (Key.FIELD, Key.PERIOD, Key.TARGET, Key.TEAM))
NAME: Final = Limit(
    150,
    N_("The name of an item takes up to {limit} characters; this one has {length}. Type its number, such as `P-3`."),
)
_HANGUL = re.compile(r"[가-힣]")
_TIMES: Final = r"(?<=\S)[ ,]+(\d{1,6} ?(?:회|번|건|times|visits))$"  # at the end: the target
_FIELD = re.compile(r"(?:field|분야)(?:[:：] ?| )(.+)", re.IGNORECASE)


@frozen
class ItemLine:
    """`ITEM [field: F] [period: P] [target: N] [team: KEY] [@owner] [#tag]…`; what was not typed is None."""

    ko: str
    en: str
    field: str | None
    period: Period | None
    target: int | None
    team: str | None
    owner: Mention | None
    tags: tuple[str, ...]
    typed: str


@frozen
class FieldLine:
    """`KEY NAME [/ NAME]`: a name in either language, or one in each."""

    key: str
    ko: str
    en: str


@frozen
class CountLine:
    """`V-12 ITEM`: what counts, and the item as typed; without one the form asks."""

    ref: Ref
    item: str


class Which(StrEnum):
    ALL = "all"
    BEHIND = "behind"
    MINE = "mine"
    TEAM = "team"
    FIELD = "field"


@frozen
class PlanFilter:
    """`[behind|mine|team KEY|field F]`, nothing is all; `name` is the team or the field as typed."""

    which: Which = Which.ALL
    name: str = ""


_WHICH: Final = {
    "": Which.ALL, "all": Which.ALL, "전체": Which.ALL,
    "behind": Which.BEHIND, "late": Which.BEHIND, "지연": Which.BEHIND, **dict.fromkeys(MINE, Which.MINE),
}  # fmt: skip


@gives_back
def item(text: str) -> str:
    """An item by its name, a part of it, or `P-3`."""
    name = readable(unquoted(text))
    if not has_words(name):
        raise Refusal("Which item? Type its number, such as `P-3`, or its name. `/plan` shows them all.")
    return limited(name, NAME)


@gives_back
def add(text: str, today: dt.date) -> ItemLine:
    """Refuses a line without a name, a period that is none, and a target that is no whole number."""
    parts = scan(text, ADD)
    if not has_words(parts.head):
        raise Refusal(
            "What is to be inspected? Type it first, "
            "such as `add Export sites field: trade period: 2026-H2 target: 24`."
        )
    when, many = parts.get(Key.PERIOD, str), parts.get(Key.TARGET, str)
    name = parts.head
    if many is None and (times := pattern(_TIMES).search(name)):
        name, many = name[: times.start()], times[1]
    ko, en = _names(limited(name, TITLE))
    return ItemLine(
        ko=ko,
        en=en,
        field=parts.get(Key.FIELD, str),
        period=periods.coming(when, today) if when else None,
        target=whole(many) if many else None,
        team=parts.get(Key.TEAM, str),
        owner=at_most_one(parts.people),
        tags=tuple(limited(tag, TAG) for tag in parts.tags),
        typed=readable(text),
    )


def whole(text: str) -> int:
    """A whole number, `24` or `24회`; whether it is a target is said elsewhere."""
    found = amount(re.sub(r" ?(?:회|건|번|times|visits)$", "", text.strip()))
    if found is None or found != int(found):
        raise Refusal("`{given}` is no whole number. Type one such as `target: 24`.", given=brief(text))
    return int(found)


@gives_back
def field(text: str) -> FieldLine | None:
    """Nothing: all of them. A key and a name: record one."""
    key, _, rest = readable(text).partition(" ")
    if not key:
        return None
    if not has_words(rest):
        raise Refusal("What is the field called? Type its name after the key, such as `field trade 무역 / trade`.")
    return FieldLine(limited(key, NAME), *_names(limited(rest, TITLE)))


@gives_back
def count(text: str) -> CountLine:
    """Something that took place, and the item that it counts for."""
    first, _, rest = text.partition(" ")
    ref = ids.ref(first.rstrip(":,"))
    if ref is None or ref.prefix not in COUNTED:
        raise Refusal("What counts? Type its number first, such as `count V-12 P-3`.")
    return CountLine(ref, item(rest) if rest.strip() else "")


COUNTED: Final = ("V", "M", "S")
"""Letters of what an item may count."""


@gives_back
def filters(text: str) -> PlanFilter:
    """Which part of the plan."""
    if key := team(text):
        return PlanFilter(Which.TEAM, key)
    if found := _FIELD.fullmatch(text):
        return PlanFilter(Which.FIELD, limited(readable(unquoted(found[1])), NAME))
    which = _WHICH.get(text.casefold())
    if which is None:
        raise Refusal(
            "I cannot read `{given}` here. Type `list behind`, `list mine`, `list team KEY` or `list field trade`.",
            given=brief(text),
        )
    return PlanFilter(which)


@gives_back
def line(text: str, today: dt.date) -> str:
    """An item alone: what to show."""
    del today  # every noun's line is read alike
    return item(text)


def _names(text: str) -> tuple[str, str]:
    """Korean and English: one name, or one in each language with a `/` between them."""
    parts = [unquoted(part.strip()) for part in re.split(r" [/／] ", text, maxsplit=1) if part.strip()]
    korean = [part for part in parts if _HANGUL.search(part)]
    other = [part for part in parts if not _HANGUL.search(part)]
    if len(korean) > 1 or len(other) > 1:
        return (text, "") if _HANGUL.search(text) else ("", text)
    return "".join(korean), "".join(other)


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/plan`; anything else is a `line`. Resolve with `prose=False`."""
    return (
        HELP,
        Subcommand("list", ("목록",), filters),
        Subcommand("show", ("보기",), item),
        Subcommand("add", ("등록", "new"), partial(add, today=today), form=True, line=True),
        Subcommand("edit", ("수정",), item),
        Subcommand("count", ("반영",), count),
        Subcommand("uncount", ("제외",), count),
        Subcommand("field", ("fields", "분야"), field),
        Subcommand("coverage", ("분포",), nothing),
        Subcommand("undo", ("취소",), item),
        Subcommand("delete", ("삭제",), item),
        Subcommand("import", ("가져오기",), importing, yields=True),
        Subcommand("export", ("내보내기",), nothing, yields=True),
    )
