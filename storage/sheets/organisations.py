"""Organisations as an import stores them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.sheets import Entry, Known, Undone
from bot.domain.sheets.organisations import NAMES
from storage import organisations
from storage.base import Base
from storage.organisations import CHUNK
from storage.sheets.keeping import Keeper, Line, Moment, as_before, numbers, stored, undone, untouched

_NAMED: Final = frozenset({"organisation", "referred_to"})  # columns that hold an organisation's number


def known(session: Session, around: Known) -> None:
    """All of the directory, in the order of their numbers, and every spelling that leads to one of them."""
    workspace = around.directory.workspace.id
    around.things |= {one.ref: one for one in organisations.everything(session, workspace)}
    around.memo[NAMES] = organisations.spellings(session, workspace)


def lock(session: Session, workspace: str, refs: Iterable[str]) -> None:
    organisations.lock_many(session, workspace, numbers(refs))


def apply(moment: Moment, entries: Sequence[Entry]) -> list[Line]:
    return stored(moment, entries, organisations.add_many, organisations.save_many)


def take_back(moment: Moment, lines: Sequence[Line], now: dt.datetime) -> Undone:
    """Changed ones are as they were; new ones go, unless a visit or a difficulty names them already."""
    session, workspace = moment.session, moment.workspace
    lock(session, workspace, [line.ref for line in lines])
    found = organisations.by_ids(session, workspace, numbers(line.ref for line in lines))
    here = {one.ref: one for one in found.values()}
    kept = untouched(lines, here)
    pairs = [(here[line.ref], as_before(here[line.ref], line)) for line in kept if line.before]
    organisations.save_many(session, workspace, pairs, moment.who, now, "undo")
    new = [here[line.ref] for line in kept if not line.before]
    used = _used(session, workspace, [one.number for one in new])
    for one in new:
        if one.number not in used:
            organisations.remove(session, workspace, one, moment.who, now, "undo")
    back = {line.ref for line in kept} - {f"O-{number}" for number in used}
    return undone(lines, back)


def _used(session: Session, workspace: str, wanted: Sequence[int]) -> set[int]:
    """Those of these numbers that any other noun names, whatever noun it is."""
    found: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for name in _NAMED & set(table.c.keys()):
            for at in range(0, len(wanted), CHUNK):
                chunk = wanted[at : at + CHUNK]
                query = select(table.c[name]).where(table.c.workspace == workspace, table.c[name].in_(chunk)).distinct()
                found |= set(session.execute(query).scalars())
    return found


ORGANISATIONS: Final = Keeper(known, lock, apply, take_back)
