"""A workbook of everything: a worksheet a noun, written row by row, however many there are.

Text is text whatever it begins with, so that no cell runs as a formula.
"""

import datetime as dt
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from bot.domain.exports import Kind, Sheet
from bot.files.sheets.limits import Cells

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST: Final = 1_048_575  # rows of a worksheet below its head; source: Excel's limits
LONGEST: Final = 32_767  # characters of a cell; the same source
TITLE: Final = 31  # letters of a worksheet's name; the same source
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WIDTHS: Final = {Kind.TEXT: 24, Kind.DAY: 12, Kind.MOMENT: 17, Kind.NUMBER: 10}
_NARROW: Final = 12  # of a number such as V-12
_ROW_BY_ROW: Final = {"constant_memory": True}
_LOOKS: Final = {
    Kind.TEXT: {"num_format": "@", "quote_prefix": True, "valign": "top", "text_wrap": True},
    Kind.DAY: {"num_format": "yyyy-mm-dd"},
    Kind.MOMENT: {"num_format": "yyyy-mm-dd hh:mm"},
    Kind.NUMBER: {},
}


def workbook(sheets: Iterable[Sheet], row: Callable[[], object] = lambda: None, most: int = MOST) -> bytes:
    """The file; `row` is called for each row that is done, `most` of which a worksheet holds."""
    from xlsxwriter import Workbook  # only who exports waits for it

    packed = io.BytesIO()
    with Workbook(packed, _ROW_BY_ROW) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8ECF2"})
        looks = {kind: book.add_format(look) for kind, look in _LOOKS.items()}
        for sheet in sheets:
            for title, rows in _parts(sheet, most):
                _fill(book.add_worksheet(title), sheet, rows, head, looks, row)
    return packed.getvalue()


def _parts(sheet: Sheet, most: int) -> Iterator[tuple[str, Iterable[Cells]]]:
    """One worksheet, or several where one would not hold the rows."""
    rows = iter(sheet.rows)
    for part in itertools.count(1):
        first = next(rows, None)
        if first is None and part > 1:
            return
        ending = f" {part}" if part > 1 else ""
        title = sheet.title.translate(_FORBIDDEN)[: TITLE - len(ending)] + ending
        yield title, itertools.chain([] if first is None else [first], itertools.islice(rows, most - 1))


def _fill(
    there: "Worksheet",
    sheet: Sheet,
    rows: Iterable[Cells],
    head: "Format",
    looks: "dict[Kind, Format]",
    done: Callable[[], object],
) -> None:
    kinds = [kind for _, kind in sheet.heads]
    there.freeze_panes(1, 0)
    for at, (title, kind) in enumerate(sheet.heads):
        there.set_column(at, at, _NARROW if at == 0 and sheet.numbered else _WIDTHS[kind])
        there.write_string(0, at, title, head)
    count = 0
    for count, cells in enumerate(rows, 1):
        for at, (kind, text) in enumerate(zip(kinds, cells, strict=True)):
            if text:
                _write(there, count, at, kind, text, looks[kind])
        done()
    there.autofilter(0, 0, count, len(kinds) - 1)


def _write(there: "Worksheet", row: int, column: int, kind: Kind, text: str, look: "Format") -> None:
    match kind:
        case Kind.TEXT:
            there.write_string(row, column, _ILLEGAL.sub("\ufffd", text[:LONGEST]), look)
        case Kind.NUMBER:
            there.write_number(row, column, float(text), look)
        case _:
            there.write_datetime(row, column, dt.datetime.fromisoformat(text), look)
