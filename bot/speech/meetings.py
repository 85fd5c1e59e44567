"""What people type after `/meeting`."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from bot.domain.refs import Ref
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.commands import HELP, Parse, Subcommand, nearest
from bot.speech.dates import Look, longest
from bot.speech.filters import MINE, team
from bot.speech.markers import Grammar, Key, scan
from bot.speech.people import QUOTES, Mention, at_most_one, has_words, unquoted
from bot.speech.text import ORGANISATION, TEXT, TITLE, brief, gives_back, limited, readable
from bot.speech.times import time
from bot.values import frozen

ITEM: Final = Grammar("@")
DECISION: Final = Grammar("@", (Key.BY,), until=True)
MOST: Final = 100  # names of one line
MOST_HEADS: Final = 100_000
_HEADS = re.compile(r"(\d{1,9}) ?(?:명|인|people|persons?)?", re.IGNORECASE)
_ALL = re.compile(
    r"(?:all|everybody|everyone|전원|모두)(?![^\s,(])[ ,(]*"
    r"(?:(?:except|but|without|제외)[: ]*(?P<but>.*)|(?P<ko>.*?) ?제외)?\)?",
    re.IGNORECASE,
)
_TO = re.compile(r"^(?:(?:to|on)(?:[:：] ?| )|날짜[:：]? ?)", re.IGNORECASE)  # not the beginning of "today"
_LEGAL: Final = frozenset({"ltd", "inc", "llc", "corp", "co ltd", "gmbh"})  # what stands behind a comma of one name
_SEPARATORS: Final = ",;、，；\n"


@frozen
class Attended:
    """`M-4 NAME, NAME, @person, 120명` or `M-4 all except NAME`: `heads` None when nobody counted."""

    ref: Ref
    names: tuple[str, ...]
    people: tuple[Mention, ...]
    everybody: bool
    heads: int | None
    typed: str


@frozen
class Item:
    """`M-4 TEXT [@presenter]`"""

    ref: Ref
    text: str
    presenter: Mention | None
    typed: str


@frozen
class Decision:
    """`M-4 TEXT [@owner] [by: DATE]`"""

    ref: Ref
    text: str
    owner: Mention | None
    by: dt.date | None
    typed: str


@frozen
class Minutes:
    """`M-4 [TEXT]`: what else was said, to be kept."""

    ref: Ref
    text: str


@frozen
class Move:
    """`M-4 DATE [TIME] [REASON]`; no time: the same as before."""

    ref: Ref
    day: dt.date
    time: dt.time | None
    reason: str


@frozen
class Cancel:
    """`M-4 REASON`"""

    ref: Ref
    reason: str


class Which(StrEnum):
    ALL = "all"
    MINE = "mine"
    TEAM = "team"
    NAMED = "named"


@frozen
class Listing:
    """`[mine|team KEY|NAME]`; `name` is the team or the series as typed."""

    which: Which = Which.ALL
    name: str = ""


@frozen
class Said:
    """`M-4 WORD …`: the word of this command, and its arguments."""

    word: str
    args: object


ATTENDED: Final = N_(
    "Who was there? Type the organisations after the number, such as `attended {ref} Korea Traders Association, @kim`."
)
ITEMS: Final = N_("What is the item? Type it after the number, such as `add {ref} Certification costs @kim`.")
DECIDES: Final = N_(
    "What was decided? Type it after the number, such as `decide {ref} Ask the ministry for berths @kim by: fri`."
)
CANCELS: Final = N_(
    "Why is it cancelled? Type the reason after the number, such as `cancel {ref} the chair is abroad`."
)


@gives_back
def new(text: str) -> str:
    """A name, or nothing: both open the form."""
    return limited(readable(unquoted(text)), TITLE)


@gives_back
def named(text: str) -> Ref | str:
    """`M-4`, or the key or name of a series."""
    found = ids.ref(text)
    if found is not None and found.prefix == "M":
        return found
    name = readable(unquoted(text))
    if not has_words(name):
        raise Refusal("Which meeting? Type its number, such as `M-4`, or the key or name of the series.")
    return limited(name, TITLE)


@gives_back
def listing(text: str) -> Listing:
    """Which series; anything that is no filter is a name or a part of one."""
    if key := team(text):
        return Listing(Which.TEAM, key)
    if text.casefold() in MINE:
        return Listing(Which.MINE)
    if text.casefold() in ("", "all", "전체"):
        return Listing()
    name = readable(unquoted(text))
    if not has_words(name):
        raise Refusal("I cannot read this filter. Type `list mine`, `list team KEY` or a part of the name.")
    return Listing(Which.NAMED, limited(name, TITLE))


@gives_back
def feed(text: str) -> Ref | Listing:
    """Whose calendar: a filter, nothing being one's own; or the series of a sitting."""
    found = ids.ref(text)
    if found is not None and found.prefix == "M":
        return found
    return listing(text) if text else Listing(Which.MINE)


@gives_back
def attended(text: str) -> Attended:
    """Organisations, people of ours and a number of heads, with commas between them."""
    ref, rest = ids.head(text, "M")
    everybody = _ALL.fullmatch(rest)
    pieces = _joined(_pieces((everybody["but"] or everybody["ko"] or "") if everybody else rest))
    names: list[str] = []
    people: list[Mention] = []
    heads: int | None = None
    for piece in pieces:
        if counted := _HEADS.fullmatch(piece):
            heads = _heads(counted[1])
            continue
        parts = scan(piece, ITEM)
        people += parts.people
        if has_words(parts.head):
            names.append(limited(parts.head, ORGANISATION))
    if not (names or people or everybody or heads is not None):
        raise Refusal(ATTENDED, ref=str(ref))
    if len(names) + len(people) > MOST:
        raise Refusal("Up to {n} names fit here. Send the others in a second line: they are added.", n=MOST)
    unique = tuple(dict.fromkeys(names)), tuple(dict.fromkeys(people))
    return Attended(ref, *unique, everybody is not None, heads, readable(text))


@gives_back
def item(text: str) -> Item:
    """What a sitting shall talk about, and who presents it."""
    ref, rest = ids.head(text, "M")
    parts = scan(rest, ITEM)
    if not has_words(parts.head):
        raise Refusal(ITEMS, ref=str(ref))
    return Item(ref, limited(parts.head, TEXT), at_most_one(parts.people), readable(text))


@gives_back
def decide(text: str, today: dt.date) -> Decision:
    """What a sitting settled, who does it, and by when."""
    ref, rest = ids.head(text, "M")
    parts = scan(rest, DECISION, today)
    if not has_words(parts.head):
        raise Refusal(DECIDES, ref=str(ref))
    owner = at_most_one(parts.people)
    return Decision(ref, limited(parts.head, TEXT), owner, parts.get(Key.BY, dt.date), readable(text))


@gives_back
def minutes(text: str) -> Minutes:
    """The minutes of a sitting; with a text, what is added to them."""
    ref, rest = ids.head(text, "M")
    return Minutes(ref, limited(readable(rest), TEXT) if has_words(rest) else "")


@gives_back
def move(text: str, today: dt.date) -> Move:
    """Another day, another time if one is typed, and the reason."""
    ref, rest = ids.head(text, "M")
    found = longest(_TO.sub("", readable(rest)), today, Look.LEAVE)
    if found is None:
        raise Refusal(
            "To which date? Type the date after the number, such as `move {ref} 12/24 15:00 the chair is abroad`.",
            ref=str(ref),
        )
    day, behind = found
    at, reason = _time(behind)
    return Move(ref, day, at, limited(reason, TEXT) if has_words(reason) else "")


@gives_back
def cancel(text: str) -> Cancel:
    """Refuses a number without a reason: whoever has it in their calendar will ask."""
    ref, rest = ids.head(text, "M")
    if not has_words(rest):
        raise Refusal(CANCELS, ref=str(ref))
    return Cancel(ref, limited(readable(rest), TEXT))


@gives_back
def line(text: str, today: dt.date) -> Said | Ref | str:
    """`M-4 attended …` is `attended M-4 …`; a name alone is what to show."""
    first, _, rest = text.partition(" ")
    ref = ids.ref(first.rstrip(":,"))
    if ref is None or ref.prefix != "M" or not rest:
        return named(text)
    word, _, behind = rest.partition(" ")
    sub = next((sub for sub in subcommands(today) if word.casefold() in sub.names and sub.word in NUMBERED), None)
    if sub is None:
        spelled = (name for one in subcommands(today) if one.word in NUMBERED for name in one.names)
        near = nearest(word.casefold(), spelled)
        raise Refusal(
            "`{word}` is no word behind a meeting's number. Did you mean `{near}`?"
            if near
            else "`{word}` is no word behind a meeting's number. "
            "Type one of these: attended, add, decide, minutes, move, cancel, edit, show.",
            word=brief(word),
            near=near or "",
        )
    return Said(sub.word, sub.read(f"{ref} {behind}".strip()))


def _pieces(text: str) -> Iterator[str]:
    """What stands between commas that are not within quotes; `Co., Ltd.` is one name."""
    held, quoted = "", False
    for letter in f"{text},":
        quoted ^= letter in QUOTES
        if letter not in _SEPARATORS or quoted:
            held += letter
            continue
        held = held.strip()
        if held:
            yield held
        held = ""
    if held.strip(f" {_SEPARATORS}"):
        yield held.strip(f" {_SEPARATORS}")


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    before = ""
    for piece in pieces:
        if before and piece.casefold().replace(".", "").strip() in _LEGAL:
            before = f"{before}, {piece}"
            continue
        if before:
            yield before
        before = piece
    if before:
        yield before


def _heads(digits: str) -> int:
    if int(digits) > MOST_HEADS:
        raise Refusal("{n} people are more than I can believe. Type how many were there.", n=int(digits))
    return int(digits)


def _time(text: str) -> tuple[dt.time | None, str]:
    """The time that a text begins with, up to three words long, and the rest. A bare number is no time."""
    words = text.split(" ")
    for count in (3, 2, 1):
        said = " ".join(words[:count])
        found = time(said) if not said.isdigit() else None
        if found is not None and len(words) >= count:
            return found, " ".join(words[count:])
    return None, text


def _or_form(parse: Parse) -> Parse:
    """A number alone asks for the form, where the rest is typed."""

    def read(text: str) -> object:
        alone = ids.ref(text)
        return alone if alone and alone.prefix == "M" else parse(text)

    return read


NUMBERED: Final = frozenset({"attended", "add", "decide", "minutes", "move", "cancel", "edit", "show", "ics"})
"""Words that may stand behind a number: `M-4 decide …`."""


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/meeting`; anything else is a `line`. Resolve with `prose=False`."""
    return (
        HELP,
        Subcommand("new", ("신규", "신설", "등록", "create"), new),
        Subcommand("next", ("다음",), listing),
        Subcommand("list", ("목록",), listing),
        Subcommand("show", ("보기",), named),
        Subcommand("edit", ("수정",), named),
        Subcommand("attended", ("참석", "attendance"), _or_form(attended)),
        Subcommand("add", ("안건",), _or_form(item)),
        Subcommand("decide", ("결정",), _or_form(partial(decide, today=today))),
        Subcommand("minutes", ("회의록",), minutes),
        Subcommand("move", ("기한변경", "일정변경", "연기"), _or_form(partial(move, today=today))),
        Subcommand("cancel", ("취소",), _or_form(cancel)),
        Subcommand("ics", ("달력", "구독", "calendar"), feed),
        Subcommand("close", ("종료", "종결", "마감"), named),
        Subcommand("reopen", ("재개",), named),
    )
