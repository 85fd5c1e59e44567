"""What an import would do, in plain sentences: a card and a terminal say the same."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.blocks import kit
from bot.blocks.periods import period_name
from bot.domain.indicators import PERCENT
from bot.domain.sheets import (
    SHEETS,
    Change,
    Clash,
    Entry,
    Fault,
    Kind,
    Known,
    Looked,
    Plan,
    Sheet,
    Sort,
    amount_of,
    period_of,
    shown,
)
from bot.i18n import Translator
from bot.values import frozen

VALUE: Final = 60  # characters of a value
LABEL: Final = 60
FIRST: Final = 20  # faults that are listed; the others are counted
NOTHING: Final = "–"


@frozen
class Group:
    """Rows of one kind under a heading; `most` of them are shown at most."""

    heading: str
    rows: Sequence[str]
    warns: bool = False
    most: int = 10_000


def summary(t: Translator, looked: Sequence[Looked]) -> str:
    """`3 rows would change something`."""
    count = sum(len(one.plan.entries) for one in looked)
    if not count:
        return t.plain("Nothing would change.")
    return t.many_plain("{n} row would change something", "{n} rows would change something", count)


def groups(t: Translator, one: Looked) -> list[Group]:
    """What a sheet would do, and what in it cannot be; empty groups are left out."""
    plan, known, sheet = one.plan, one.known, SHEETS[one.plan.sheet]
    entries = {sort: [_entry(t, sheet, known, entry) for entry in plan.of(sort)] for sort in Sort}
    found = [
        Group(_counted(t.plain("New"), entries[Sort.NEW]), entries[Sort.NEW]),
        Group(_counted(t.plain("Changed"), entries[Sort.CHANGED]), entries[Sort.CHANGED]),
        Group(_counted(t.plain("Moved to another due date"), entries[Sort.MOVED]), entries[Sort.MOVED]),
        _warning(t.plain("Unknown person"), [_fault(t, sheet, fault) for fault in plan.unknown]),
        _warning(
            t.plain("Changed here since the file was made; left as it is"),
            [_clash(t, sheet, known, clash) for clash in plan.clashes],
        ),
        _warning(t.plain("Cannot be taken"), [_fault(t, sheet, fault) for fault in plan.unreadable]),
    ]
    return [group for group in found if group.rows]


def all_groups(t: Translator, looked: Sequence[Looked]) -> list[Group]:
    """Those of every sheet; of several sheets each group with the name of its own."""
    every = [(SHEETS[one.plan.sheet].name(t.lang), group) for one in looked for group in groups(t, one)]
    if len(looked) == 1:
        return [group for _, group in every]
    return [
        replace(group, heading=t.plain("{sheet} · {what}", sheet=name, what=group.heading)) for name, group in every
    ]


def all_notes(t: Translator, looked: Sequence[Looked]) -> list[str]:
    """Those of every sheet, each once; of several sheets with the name of its own."""
    every = [(SHEETS[one.plan.sheet].name(t.lang), note) for one in looked for note in notes(t, one.plan)]
    if len(looked) == 1:
        return [note for _, note in every]
    return [t.plain("{sheet} · {what}", sheet=name, what=note) for name, note in every]


def notes(t: Translator, plan: Plan) -> Iterator[str]:
    """What else there is to know of a sheet."""
    if plan.same:
        yield t.many_plain("{n} row is so already.", "{n} rows are so already.", plan.same)
    if plan.newer:
        yield t.many_plain(
            "{n} value is newer here than in the file and stays.",
            "{n} values are newer here than in the file and stay.",
            plan.newer,
        )
    if plan.strangers:
        names = ", ".join(kit.cut(one, 30) for one in plan.strangers[:8])
        yield t.plain("Columns that I do not know are passed over: {columns}", columns=names)
    if not plan.marked:
        yield t.plain(
            "The file has no marks of an export: empty cells change nothing, and edits since it was made are not seen."
        )


def _counted(name: str, rows: Sequence[object]) -> str:
    return f"{name} ({len(rows)})"


def _warning(name: str, rows: Sequence[str]) -> Group:
    return Group(_counted(name, rows), rows, warns=True, most=FIRST)


def _entry(t: Translator, sheet: Sheet, known: Known, entry: Entry) -> str:
    label = kit.cut(entry.label, LABEL)
    new = entry.before is None
    told = [change for change in entry.changes if not (new and change.after == entry.label)]
    changes = ", ".join(said for change in told if (said := _change(t, sheet, known, change, new=new)))
    if new:
        return t.plain("Row {row} · {what}", row=entry.row, what=f"{label}: {changes or NOTHING}")
    reason = f" ({value(entry.reason)})" if entry.reason else ""
    return t.plain("Row {row} · {what}", row=entry.row, what=f"{_name(sheet, entry)}: {changes}{reason}")


def _name(sheet: Sheet, one: Entry | Clash) -> str:
    """`T-12 Repair the crane`; things without a number by their name alone."""
    label = kit.cut(one.label, LABEL)
    return f"{one.ref} {label}" if sheet.column("number") else label


def _change(t: Translator, sheet: Sheet, known: Known, change: Change, *, new: bool) -> str:
    name = _column(t, sheet, change.column)
    after = written(t, sheet, known, change.column, change.after)
    if new:
        return f"{name} {after}" if after not in (NOTHING, "0%") else ""
    return f"{name} {written(t, sheet, known, change.column, change.before)} → {after}"


def _clash(t: Translator, sheet: Sheet, known: Known, clash: Clash) -> str:
    return t.plain(
        "Row {row} · {name}: {column} is {here} here, {given} in the file",
        row=clash.row,
        name=_name(sheet, clash),
        column=_column(t, sheet, clash.column),
        here=written(t, sheet, known, clash.column, clash.here),
        given=written(t, sheet, known, clash.column, clash.given),
    )


def _fault(t: Translator, sheet: Sheet, fault: Fault) -> str:
    why = t.plain(fault.why.message, **fault.why.values)
    if not fault.column:
        return t.plain("Row {row}: {why}", row=fault.row, why=why)
    return t.plain(
        "Row {row}, {column} “{text}”: {why}",
        row=fault.row,
        column=_column(t, sheet, fault.column),
        text=value(fault.text),
        why=why,
    )


def _column(t: Translator, sheet: Sheet, key: str) -> str:
    column = sheet.column(key)
    return column.name(t.lang) if column else key


def written(t: Translator, sheet: Sheet, known: Known, key: str, plain: str) -> str:
    """A plain cell as people of this language write it."""
    column = sheet.column(key)
    if column is None or not (plain or column.kind is Kind.YES):
        return NOTHING
    if column.kind is Kind.DAY:
        return t.day(dt.date.fromisoformat(plain))
    if column.kind is Kind.PERIOD:
        return period_name(t, period_of(plain))
    if column.kind is Kind.AMOUNT:
        return t.exactly(amount_of(plain), PERCENT if plain.endswith(PERCENT) else "")
    return value(shown(column, plain, known, t.lang))


def value(text: str) -> str:
    """On one line, not too long."""
    return kit.cut(" ".join(text.split()), VALUE)
