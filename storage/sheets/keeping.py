"""What a noun does for its sheet: reads all of it, stores what an import makes of it, and takes that back."""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from bot.domain.sheets import Entry, Known, Undone
from bot.values import frozen
from storage.sheets.fields import changed, restored


@frozen
class Line:
    """One thing that an import changed: its fields before (empty for a new one) and after, as JSON."""

    ref: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@frozen
class Moment:
    """An import: in which workspace, by whom, when it was applied."""

    session: Session
    directory: Directory
    who: str
    at: dt.datetime

    @property
    def workspace(self) -> str:
        return self.directory.workspace.id


@frozen
class Keeper:
    """A noun's part. `known` fills in the things; `lock` keeps the things of these refs for this transaction.

    `apply` stores entries and gives their lines; `take_back` undoes lines at `now`, those that nobody touched since.
    """

    known: Callable[[Session, Known], None]
    lock: Callable[[Session, str, Iterable[str]], None]
    apply: Callable[[Moment, Sequence[Entry]], list[Line]]
    take_back: Callable[[Moment, Sequence[Line], dt.datetime], Undone]


def stored(
    moment: Moment,
    entries: Iterable[Entry],
    add: Callable[..., Sequence[Any]],
    save: Callable[..., Sequence[Any]],
    **new: Any,
) -> list[Line]:
    """Entries of a noun with numbers: new ones by its `add_many`, with `new` filled in, others by its `save_many`."""
    at = (moment.session, moment.workspace)
    every = list(entries)
    drafts = [replace(entry.after, **new) for entry in every if entry.before is None]
    pairs = [(entry.before, entry.after) for entry in every if entry.before is not None]
    added = add(*at, drafts, moment.who, moment.at)
    saved = save(*at, pairs, moment.who, moment.at, "import")
    lines = [Line(one.ref, *changed(None, one)) for one in added]
    return [*lines, *(Line(after.ref, *changed(pair[0], after)) for pair, after in zip(pairs, saved, strict=True))]


def untouched(lines: Iterable[Line], here: Mapping[str, Any]) -> list[Line]:
    """Those whose thing is there with the version that the import gave it."""
    return [line for line in lines if line.ref in here and line.after.get("version", 1) == here[line.ref].version]


def as_before(here: Any, line: Line) -> Any:
    """The thing as it was, but for its version: that never goes back."""
    return replace(restored(here, line.before), version=here.version)


def undone(lines: Sequence[Line], back: Container[str]) -> Undone:
    """What is as it was, and what stays."""
    refs = [line.ref for line in lines]
    return Undone(tuple(ref for ref in refs if ref in back), tuple(ref for ref in refs if ref not in back))


def numbers(refs: Iterable[str]) -> list[int]:
    """The numbers of refs such as `T-12`; what is no ref is passed over."""
    return [int(ref[2:]) for ref in refs if ref[1:2] == "-" and ref[2:].isdecimal()]
