"""Nouns as files, and files as what they would change."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import Final

from bot.domain.sheets import SHEETS, Column, Given, Kind, Known, Looked, Sheet, book, mark, plan, shown
from bot.files.sheets import plain, xlsx
from bot.files.sheets.tables import Table, tables
from bot.files.sheets.xlsx import Field, Page
from bot.refusals import Refusal
from bot.speech import indicators
from bot.speech.sheets import MARK_COLUMN, Head, head, refs, rows
from bot.values import frozen

WORDS: Final = {"indicators": indicators.WORDS}  # what no key of such a noun may be
Row = Callable[[], object]  # called for each row that is done


@frozen
class Part:
    """A noun with what is known of it, and which of its things to write (None: all)."""

    sheet: Sheet
    known: Known
    chosen: Sequence[object] | None = None

    @property
    def count(self) -> int:
        return len(self.known.things if self.chosen is None else self.chosen)

    def things(self) -> Iterable[object]:
        return self.known.things.values() if self.chosen is None else self.chosen


# written --------------------------------------------------------------------------------------------------------------


def exported(filename: str, parts: Sequence[Part], lang: str, row: Row = lambda: None) -> bytes:
    """The file: a CSV of the first part when its name ends so, else XLSX, a worksheet a part."""
    if PurePath(filename).suffix.casefold() == ".csv":
        names = [*(column.name(lang) for column in parts[0].sheet.columns), MARK_COLUMN[lang == "ko"]]
        return plain.written(names, _rows(parts[0], lang, row))
    return xlsx.written(
        [Page(part.sheet.name(lang), _fields(part, lang), _rows(part, lang, row), part.count) for part in parts]
    )


def _fields(part: Part, lang: str) -> tuple[Field, ...]:
    as_ = {Kind.DAY: "day", Kind.PERCENT: "percent", Kind.WHOLE: "number", Kind.AMOUNT: "number"}
    fields = [
        Field(
            column.name(lang),
            column.width,
            as_.get(column.kind, "text"),
            _offered(column, part.known, lang),
            locked=not column.taken,
        )
        for column in part.sheet.columns
    ]
    return (*fields, Field(MARK_COLUMN[lang == "ko"], hidden=True, locked=True))


def _offered(column: Column, known: Known, lang: str) -> tuple[str, ...]:
    """The choices of a short list, to be picked in the spreadsheet."""
    names = column.names_of(known) if column.kind in (Kind.CHOICE, Kind.YES) and column.taken else {}
    return tuple(name for key in names if "," not in (name := shown(column, key, known, lang)) and '"' not in name)


def _rows(part: Part, lang: str, row: Row) -> Iterable[Sequence[str]]:
    sheet, known = part.sheet, part.known
    for thing in part.things():
        cells = sheet.cells(thing, known)
        yield [
            *(shown(column, cells.get(column.key, ""), known, lang) for column in sheet.columns),
            mark(sheet, cells),
        ]
        row()


# read -----------------------------------------------------------------------------------------------------------------


@frozen
class Found:
    """A table of a file and the noun that it is."""

    sheet: Sheet
    head: Head
    table: Table

    def refs(self) -> list[str]:
        """The numbers that stand in it."""
        return refs(self.sheet, self.head, self.table.rows)


Around = Callable[[str, Sequence[str]], Known]  # a noun's key and the refs in the file → what is known of it


def looked_at(
    name: str, content: bytes, keys: Sequence[str], around: Around, lang: str, row: Row = lambda: None
) -> tuple[Looked, ...]:
    """What a file would change of these nouns. Refuses what is no spreadsheet, or none of these nouns."""
    return planned(found_in(name, content, keys, lang), around, row)


def planned(found: Sequence[Found], around: Around, row: Row = lambda: None) -> tuple[Looked, ...]:
    """The same of tables that are read already. What one sheet makes, rows of the sheets after it may name."""
    looked: list[Looked] = []
    for one in found:
        known = around(one.sheet.key, one.refs())
        known.words = WORDS.get(one.sheet.key, frozenset())
        known.others |= {each.plan.sheet: each.known.things for each in looked}
        looked.append(_looked(one, known, row))
    return tuple(looked)


def found_in(name: str, content: bytes, keys: Sequence[str], lang: str) -> list[Found]:
    """The tables of a file that are named after these nouns, in the order in which they are taken.

    If none is, the first table is the first noun, or the sheet of its workbook of which it has the most columns.
    """
    every = tables(name, content)
    if not every:
        raise Refusal(
            "I find no columns in {name}. Its first row names them: {known}. "
            "An export of the same has them all: fill it in and send it back.",
            name=name,
            known=_names(SHEETS[keys[0]], lang),
        )
    named = [(sheet, table) for table in every for key in keys if (sheet := SHEETS[key]) and _is(sheet, table)]
    chosen = named or [(_like(every[0], keys), every[0])]
    chosen.sort(key=lambda pair: list(SHEETS).index(pair[0].key))
    return [Found(sheet, _head(name, sheet, table, lang), table) for sheet, table in chosen]


def _like(table: Table, keys: Sequence[str]) -> Sheet:
    """The sheet that a table without a name is."""
    return max((SHEETS[key] for key in book(keys[0]) if key in keys), key=lambda sheet: len(head(sheet, table.head).at))


def _is(sheet: Sheet, table: Table) -> bool:
    return table.name.strip().casefold() in {sheet.key, sheet.en.casefold(), sheet.ko}


def _head(name: str, sheet: Sheet, table: Table, lang: str) -> Head:
    found = head(sheet, table.head)
    if not any(column.key in found.at for column in sheet.taken):
        raise Refusal(
            "{name} has no column that I know of. These are known: {known}. It has: {columns}. "
            "An export of the same has them all: fill it in and send it back.",
            name=name,
            known=_names(sheet, lang),
            columns=", ".join(one.strip() for one in table.head if one.strip())[:300] or "–",
        )
    return found


def _names(sheet: Sheet, lang: str) -> str:
    return ", ".join(column.name(lang) for column in sheet.columns if column.taken)


def _looked(found: Found, known: Known, row: Row) -> Looked:
    read: list[Given] = []
    for one in rows(found.sheet, known, found.head, found.table.rows):
        read.append(one)
        row()
    return Looked(plan(found.sheet, read, known, found.head.strangers), known)
