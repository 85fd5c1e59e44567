"""What a noun does for its sheet: reads all of it, stores what an import makes of it, and takes that back."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from bot.domain.sheets import Entry, Known, Undone


@dataclass(frozen=True)
class Line:
    """One thing that an import changed: its fields before (empty for a new one) and after, as JSON."""

    ref: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Moment:
    """An import: in which workspace, by whom, when it was applied."""

    session: Session
    directory: Directory
    who: str
    at: dt.datetime

    @property
    def workspace(self) -> str:
        return self.directory.workspace.id


@dataclass(frozen=True)
class Keeper:
    """A noun's part. `known` fills in the things; `lock` keeps the things of these refs for this transaction.

    `apply` stores entries and gives their lines; `take_back` undoes lines at `now`, those that nobody touched since.
    """

    known: Callable[[Session, Known], None]
    lock: Callable[[Session, str, Iterable[str]], None]
    apply: Callable[[Moment, Sequence[Entry]], list[Line]]
    take_back: Callable[[Moment, Sequence[Line], dt.datetime], Undone]


def numbers(refs: Iterable[str]) -> list[int]:
    """The numbers of refs such as `T-12`; what is no ref is passed over."""
    return [int(ref[2:]) for ref in refs if ref[1:2] == "-" and ref[2:].isdecimal()]
