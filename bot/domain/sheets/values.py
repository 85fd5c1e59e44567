"""A noun as a sheet: its columns, the rows of a file, and what a file would change.

A cell is *plain* text here: what is stored, and not how a language writes it. A day is `2026-12-24`, progress `60`, a
person their id, a team its key, a choice its key, a list its keys with commas between, a period its two days with a `~`
between; nothing is "".
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from bot.domain.directory import Directory
from bot.domain.permissions import NOTHING, Actor, Subject, check
from bot.domain.tasks import Programme
from bot.refusals import Refusal
from bot.values import frozen

T = TypeVar("T")

OPERATOR: Final = "terminal"
"""Who changes things from the command line: nobody of the workspace."""

MARK: Final = "mark"
"""The key of the column that remembers what the other cells were when they were written."""


class Kind(StrEnum):
    """How a cell is written and read."""

    LINE = "line"
    TEXT = "text"  # with line breaks
    DAY = "day"
    PERCENT = "percent"
    WHOLE = "whole"  # a whole number, 0 or more
    AMOUNT = "amount"  # any number, with `%` behind one that was written as a percentage
    PATH = "path"  # a line each: a day and an amount
    PERIOD = "period"  # `2026-H2`
    REF = "ref"  # `T-12`
    PERSON = "person"
    TEAM = "team"
    YES = "yes"
    CHOICE = "choice"
    CHOICES = "choices"


Names = tuple[str, ...]  # of a choice: English, Korean, further spellings
YES_NAMES: Final[Names] = ("yes", "예", "y", "o", "1", "true", "네", "ㅇ", "○", "v", "✓")
NO_NAMES: Final[Names] = ("no", "아니요", "n", "x", "0", "false", "아니오", "-", "–")

_YES: Final[Mapping[str, Names]] = {"yes": YES_NAMES, "": NO_NAMES}


@dataclass
class Known:
    """What the rows of a file may mean: everybody, all things of the noun by ref, and who imports when.

    `actor` is None for the operator in a terminal, who may do all. A row that is understood takes its thing's place in
    `things`, so that the rows after it see what it would do. `others` are the things of other nouns that rows name, by
    noun and ref; those of a sheet of the same file as that sheet would make them. `words` are those of the noun's
    command: no key of a thing is one of them.
    """

    directory: Directory
    now: dt.datetime
    today: dt.date
    actor: Actor | None = None
    things: dict[str, Any] = field(default_factory=dict)
    programmes: tuple[Programme, ...] = ()
    words: frozenset[str] = frozenset()
    others: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)
    percents: Callable[[], Mapping[int, int]] = dict  # how far tasks were before they were finished, by number

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What is worked out once for all rows."""
        if name not in self.memo:
            self.memo[name] = make()
        found: T = self.memo[name]
        return found

    @property
    def who(self) -> str:
        """The id of who imports."""
        return self.actor.person.id if self.actor else OPERATOR

    def check(self, action: str, about: Subject = NOTHING) -> None:
        """Raise the Refusal that says who may."""
        if self.actor is not None:
            check(self.actor, action, about)


@frozen
class Column:
    """`taken`: what stands there is read back; `aside`: it explains a change and is none (a reason).

    `keeps`: once something stands there it can be changed, never emptied. `letter` is that of a REF.
    """

    key: str
    en: str
    ko: str
    kind: Kind = Kind.LINE
    words: tuple[str, ...] = ()
    limit: int = 150
    taken: bool = True
    aside: bool = False
    keeps: bool = False
    letter: str = ""
    width: int = 14
    choices: Callable[[Known], Mapping[str, Names]] | None = None

    def name(self, lang: str) -> str:
        return self.ko if lang == "ko" else self.en

    def names_of(self, known: Known) -> Mapping[str, Names]:
        """Its choices as they are called, by key."""
        choices = self.choices
        if self.kind is Kind.YES:
            return _YES
        return known.once(f"names of {self.key}", lambda: choices(known)) if choices else {}


@frozen
class Fault:
    """What in a row cannot be: the column's key ("" for the row), what stands there, and why not. The row is left out.

    `who`: the cell names somebody whom nobody knows.
    """

    row: int
    column: str
    text: str
    why: Refusal
    who: bool = False


class Wrong(Exception):  # noqa: N818 it carries a fault to the row that it belongs to
    """A cell that cannot be, whoever finds out."""

    def __init__(self, column: str, why: Refusal, text: str = "") -> None:
        super().__init__(column)
        self.column, self.why, self.text = column, why, text


@frozen
class Given:
    """A row as it was read: plain cells by key, the same as they were typed, and what of them cannot be read.

    `number` is the row as the spreadsheet shows it; columns that the file does not have are missing.
    """

    number: int
    cells: Mapping[str, str]
    typed: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@frozen
class Change:
    """One field, before and after, as plain cells."""

    column: str
    before: str
    after: str


class Sort(StrEnum):
    NEW = "new"
    MOVED = "moved"  # to another due date, whatever else changes with it
    CHANGED = "changed"


@frozen
class Entry:
    """What a row would do: to which thing, which fields of it; `after` and `steps` are for who does it."""

    sort: Sort
    row: int
    ref: str
    label: str
    changes: tuple[Change, ...]
    before: Any
    after: Any
    steps: tuple[Any, ...] = ()
    reason: str = ""


@frozen
class Clash:
    """A field that the file and somebody here changed, each otherwise, since the file was written. The row waits."""

    row: int
    ref: str
    label: str
    column: str
    here: str
    given: str


@frozen
class Plan:
    """What a sheet would do.

    `same` rows change nothing; `newer` fields were changed here and not in the file, and stay so. `strangers` are
    columns that nobody knows. `marked`: the file says what it was when it was written, so a newer edit is seen.
    """

    sheet: str
    entries: tuple[Entry, ...] = ()
    clashes: tuple[Clash, ...] = ()
    faults: tuple[Fault, ...] = ()
    same: int = 0
    newer: int = 0
    strangers: tuple[str, ...] = ()
    marked: bool = True
    digest: str = field(default="", compare=False)

    def of(self, sort: Sort) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.sort is sort)

    @property
    def unknown(self) -> tuple[Fault, ...]:
        """Rows that name somebody whom nobody knows."""
        return tuple(fault for fault in self.faults if fault.who)

    @property
    def unreadable(self) -> tuple[Fault, ...]:
        """Rows that cannot be taken for any other reason."""
        return tuple(fault for fault in self.faults if not fault.who)


@frozen
class Looked:
    """A plan, with what it takes to say it in words."""

    plan: Plan
    known: Known


def digest(looked: Sequence[Looked]) -> str:
    """The same for the same changes: what somebody says yes to."""
    return ".".join(one.plan.digest for one in looked)[:64]


@frozen
class Outcome:
    """What a row makes of a thing, and the steps that lead there."""

    after: Any
    steps: tuple[Any, ...] = ()
    moved: bool = False


@frozen
class Sheet:
    """A noun that can be exported and imported: one value for each.

    `cells` gives a thing's plain cells; `find` the thing that a row is about, None for a new one, or raises Wrong;
    `change` what the wanted cells make of it, or raises Wrong or Refusal; `ref` and `label` name it.
    `follows` are columns of a thing that follow from elsewhere: what a file says of them is passed over. `found_by` is
    the column that names a thing in rows without its number; such a row does not spell it otherwise.
    """

    key: str
    en: str
    ko: str
    columns: tuple[Column, ...]
    cells: Callable[[Any, Known], dict[str, str]]
    find: Callable[[Given, Known], Any]
    change: Callable[[Any, Mapping[str, str], Known], Outcome]
    ref: Callable[[Any], str]
    label: Callable[[Any], str]
    follows: Callable[[Any], frozenset[str]] = lambda _thing: frozenset()
    found_by: str = ""

    def name(self, lang: str) -> str:
        return self.ko if lang == "ko" else self.en

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    @property
    def taken(self) -> tuple[Column, ...]:
        """The columns that an import reads and compares."""
        return tuple(column for column in self.columns if column.taken and not column.aside)
