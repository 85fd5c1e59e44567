"""What the rows of a file would change of the things that there are: compared field by field, and three ways.

A row that was exported carries the mark of what its cells were. So a cell that the file did not touch never takes back
what somebody changed here meanwhile, and one that both changed is a clash, which nobody decides but a person.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.domain.sheets.cells import digest, marked, shown
from bot.domain.sheets.values import (
    MARK,
    Change,
    Clash,
    Column,
    Entry,
    Fault,
    Given,
    Known,
    Outcome,
    Plan,
    Sheet,
    Sort,
    Wrong,
)
from bot.refusals import Refusal
from bot.values import frozen

ROUNDS: Final = 8  # how deep rows of one file may wait for each other: a parent is done once its tasks are


@dataclass
class _Reading:
    """What was found so far."""

    entries: list[Entry] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0
    newer: int = 0
    seen: dict[str, int] = field(default_factory=dict)  # ref → row


def plan(sheet: Sheet, rows: Sequence[Given], known: Known, strangers: Sequence[str] = ()) -> Plan:
    """What these rows would do. Rows that cannot be are faults, never guesses; `known.things` is as it would be."""
    found = _Reading()
    waiting: list[_Row] = [one for row in rows if (one := _opened(sheet, row, known, found)) is not None]
    for _round in range(ROUNDS):
        refused = [(one, fault) for one in waiting if (fault := _taken(sheet, one, known, found)) is not None]
        if len(refused) == len(waiting):
            break
        waiting = [one for one, _ in refused]
    found.faults += [fault for _, fault in refused] if waiting else []
    return Plan(
        sheet.key,
        tuple(found.entries),
        tuple(found.clashes),
        tuple(sorted(found.faults, key=lambda fault: fault.row)),
        found.same,
        found.newer,
        tuple(strangers),
        any(row.typed.get(MARK) for row in rows) or not rows,
        of_entries(found.entries),
    )


def of_entries(entries: Iterable[Entry]) -> str:
    """A few letters that are the same for the same changes."""
    said = repr([(entry.sort, entry.ref, entry.changes, entry.reason) for entry in entries])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@frozen
class _Row:
    """A row that would do something: which thing, and the plain cells that it wants."""

    given: Given
    before: Any
    wanted: Mapping[str, str]
    cells: Mapping[str, str]


def _opened(sheet: Sheet, row: Given, known: Known, found: _Reading) -> _Row | None:
    """The row, if it would change anything; what it is instead goes to `found`."""
    try:
        before = sheet.find(row, known)
        cells = sheet.cells(before, known) if before is not None else {}
        faults = [one for one in row.faults if not _as_it_was(sheet, row, one, cells, known)]
        if faults:
            found.faults += faults
            return None
        if before is not None:
            _check_once(sheet, row, before, found)
    except Wrong as wrong:
        found.faults.append(_fault(row, wrong))
        return None
    wanted, clashes = _wanted(sheet, row, before, cells, found)
    if clashes:
        found.clashes += clashes
    elif not wanted:
        found.same += 1
    else:
        asides = {one.key: row.cells[one.key] for one in sheet.columns if one.aside and row.cells.get(one.key)}
        return _Row(row, before, {**wanted, **asides}, cells)
    return None


def _check_once(sheet: Sheet, row: Given, before: Any, found: _Reading) -> None:
    ref = sheet.ref(before)
    if ref in found.seen:
        name = ref if sheet.column("number") else sheet.label(before)
        raise Wrong("", Refusal("{name} stands in row {row} already.", name=name, row=found.seen[ref]), ref)
    found.seen[ref] = row.number


def _as_it_was(sheet: Sheet, row: Given, fault: Fault, cells: Mapping[str, str], known: Known) -> bool:
    """Whether what cannot be read is what stands here anyway, such as the name of somebody who left."""
    column = sheet.column(fault.column)
    plain = cells.get(fault.column, "")
    if column is None or not plain:
        return False
    return row.typed.get(fault.column) in {shown(column, plain, known, lang) for lang in ("en", "ko")}


def _wanted(
    sheet: Sheet, row: Given, before: Any, cells: Mapping[str, str], found: _Reading
) -> tuple[dict[str, str], list[Clash]]:
    """The cells that the file means to change, and those that somebody changed here meanwhile."""
    base = marked(sheet, row.typed.get(MARK, "")) if before is not None else None
    passed_over = sheet.follows(before) if before is not None else frozenset()
    if before is not None and not row.cells.get("number"):
        passed_over |= {sheet.found_by}
    wanted: dict[str, str] = {}
    clashes: list[Clash] = []
    for column in sheet.taken:
        given, here = row.cells.get(column.key), cells.get(column.key, "")
        if given is None or column.key in passed_over or given == here or row.typed.get(column.key) == here:
            continue
        if not given and base is None:
            continue  # without a mark nobody knows whether it was emptied: it stays as it is
        if base is not None and digest(here) != base[column.key]:
            if base[column.key] in (digest(given), digest(row.typed.get(column.key, ""))):
                found.newer += 1
            else:
                ref, label = sheet.ref(before), sheet.label(before)
                clashes.append(Clash(row.number, ref, label, column.key, here, given))
            continue
        wanted[column.key] = given
    return wanted, clashes


def _taken(sheet: Sheet, row: _Row, known: Known, found: _Reading) -> Fault | None:
    """The row's entry, or why it cannot be; another round may see it otherwise."""
    try:
        for column in sheet.taken:
            _check_kept(column, row)
        made = sheet.change(row.before, row.wanted, known)
    except Wrong as wrong:
        return _fault(row.given, wrong)
    except Refusal as refusal:
        return Fault(row.given.number, "", "", refusal)
    changes = _changes(sheet, row, sheet.cells(made.after, known))
    if not changes:
        found.same += 1
        return None
    ref = sheet.ref(made.after) if row.before is not None else f"new {row.given.number}"
    known.things[ref] = made.after
    found.entries.append(_entry(sheet, row, ref, made, changes))
    return None


def _changes(sheet: Sheet, row: _Row, after: Mapping[str, str]) -> tuple[Change, ...]:
    """What becomes of the cells that were wanted."""
    pairs = [(one.key, row.cells.get(one.key, ""), after[one.key]) for one in sheet.taken if one.key in row.wanted]
    return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])


def _entry(sheet: Sheet, row: _Row, ref: str, made: Outcome, changes: tuple[Change, ...]) -> Entry:
    sort = Sort.NEW if row.before is None else Sort.MOVED if made.moved else Sort.CHANGED
    reason = next((row.wanted[one.key] for one in sheet.columns if one.aside and one.key in row.wanted), "")
    label = sheet.label(row.before if row.before is not None else made.after)
    return Entry(sort, row.given.number, ref, label, changes, row.before, made.after, made.steps, reason)


def _check_kept(column: Column, row: _Row) -> None:
    if column.keeps and row.before is not None and row.wanted.get(column.key) == "":
        raise Wrong(column.key, Refusal("This can be changed, but not emptied."))


def _fault(row: Given, wrong: Wrong) -> Fault:
    return Fault(row.number, wrong.column, wrong.text or row.typed.get(wrong.column, ""), wrong.why)
