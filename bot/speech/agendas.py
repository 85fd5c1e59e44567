"""What people type after `/agenda`."""

import datetime as dt
import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache, partial
from typing import Final

from bot.refusals import Refusal
from bot.speech.commands import HELP, Subcommand
from bot.speech.filters import maybe_team, team
from bot.speech.markers import Grammar, Key, scan
from bot.speech.people import Mention, at_most_one, has_words
from bot.speech.text import TEXT, brief, gives_back, limited, readable
from bot.values import frozen

ITEM: Final = Grammar("@", (Key.TEAM,))
NOTE: Final = Grammar("", (Key.TEAM,))
DECISION: Final = Grammar("@", (Key.BY, Key.TEAM), until=True)
ALL_WORDS: Final = frozenset({"all", "전체"})  # of `file`, of `show` and of `team`
_ROW = re.compile(r"#?([1-9]\d{0,3})(?:번|\.)?(?: |$)")
_NOW = re.compile(r"^(?:now|지금)(?: |$)", re.IGNORECASE)


@frozen
class Item:
    """`TEXT [@presenter] [team: KEY]`; team None is the person's own."""

    text: str
    presenter: Mention | None
    team: str | None
    typed: str


@frozen
class Note:
    """`TEXT [team: KEY]`"""

    text: str
    team: str | None
    typed: str


@frozen
class Decision:
    """`TEXT [@owner] [by: DATE] [team: KEY]`"""

    text: str
    owner: Mention | None
    by: dt.date | None
    team: str | None
    typed: str


@frozen
class Undo:
    """`[N] [team KEY]`: a number in the minutes, 0 for the newest; team None is the person's own."""

    row: int
    team: str | None


@gives_back
def item(text: str) -> Item:
    """What somebody wants to talk about."""
    parts = scan(text, ITEM)
    if not has_words(parts.head):
        raise Refusal("What is the item? Type it first, such as `add Shortage of welders in Geoje @kim`.")
    return Item(limited(parts.head, TEXT), at_most_one(parts.people), parts.get(Key.TEAM, str), readable(text))


@gives_back
def note(text: str) -> Note:
    """What the lead adds to the team's part."""
    parts = scan(text, NOTE)
    if not has_words(parts.head):
        raise Refusal("What shall be noted? Type it after the word, such as `note Two people are on leave next week`.")
    return Note(limited(parts.head, TEXT), parts.get(Key.TEAM, str), readable(text))


@gives_back
def decide(text: str, today: dt.date) -> Decision:
    """What the meeting settled, who does it, and by when."""
    parts = scan(text, DECISION, today)
    if not has_words(parts.head):
        raise Refusal(
            "What was decided? Type it first, such as `decide Ask the harbour office for berths @kim by: fri`."
        )
    return Decision(
        text=limited(parts.head, TEXT),
        owner=at_most_one(parts.people),
        by=parts.get(Key.BY, dt.date),
        team=parts.get(Key.TEAM, str),
        typed=readable(text),
    )


@gives_back
def undo(text: str) -> Undo:
    """Which decision to take back: the number that the minutes give it, or the newest."""
    found = _ROW.match(text)
    rest = text[found.end() :].strip() if found else text
    named = team(rest)
    if rest and named is None:
        raise Refusal(
            "I cannot read `{given}` here. Type the number that the decision has in `/agenda minutes`, such as "
            "`undo 2`, or `undo` alone for the newest.",
            given=brief(rest),
        )
    return Undo(int(found[1]) if found else 0, named)


@gives_back
def shown(text: str) -> str | None:
    """`[all|team KEY]`: whose agenda to look at, a word of `ALL_WORDS` for all teams, None for the person's own."""
    return text if text.casefold() in ALL_WORDS else maybe_team(text)


def line(text: str, _today: dt.date) -> str | None:
    """The same without a word before it."""
    return shown(text)


@gives_back
def post(text: str) -> str | None:
    """`[now] [team KEY]`: the team, None for the person's own."""
    return maybe_team(_NOW.sub("", text))


class Everybody(Enum):
    """`all`: the agenda of all teams."""

    ALL = "all"


@gives_back
def file(text: str) -> str | Everybody | None:
    """`[all|team KEY]`: whose agenda to print, None for the person's own."""
    return Everybody.ALL if text.casefold() in ALL_WORDS else maybe_team(text)


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/agenda`; `show` is the preview, as is a `line`. Resolve with `prose=False`."""
    return (
        HELP,
        Subcommand("show", ("보기",), shown),
        Subcommand("add", ("안건", "등록"), item, form=True, line=True),
        Subcommand("note", ("메모",), note, form=True, line=True),
        Subcommand("confirm", ("확정",), maybe_team),
        Subcommand("post", ("게시",), post),
        Subcommand("decide", ("결정",), partial(decide, today=today), form=True, line=True),
        Subcommand("undo", ("취소",), undo),
        Subcommand("minutes", ("회의록",), maybe_team),
        Subcommand("file", ("파일",), file),
    )
