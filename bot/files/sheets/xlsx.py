"""XLSX, read and written by openpyxl. Formulas, macros and links of a file are never run or followed.

openpyxl uses defusedxml where it is installed, which it is here: a document that declares entities is refused.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.files.sheets.limits import MOST_COLUMNS, Cells
from bot.refusals import Refusal
from bot.values import frozen

UNPACKED: Final = 60 * 1024 * 1024  # bytes when unpacked; more is a bomb
PARTS: Final = 500  # files in the package
_CODED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_CODED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EXACT: Final = 10**15  # spreadsheets keep fifteen digits
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_UNCOUNTED: Final = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)  # a formula that no program has worked out
_MERGED: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)"')
# What zipfile, zlib, the parser of XML and openpyxl make of a damaged file
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # a compression that there is not, or a part with a password
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    SyntaxError,
    OSError,
)


# read -----------------------------------------------------------------------------------------------------------------


def read(content: bytes) -> Iterator[tuple[str, Iterator[Cells]]]:
    """Each worksheet that is shown: its title and its rows. A formula counts as the value that was saved with it."""
    import openpyxl  # 0.2 s: only who imports waits for it

    assert openpyxl.DEFUSEDXML, "defusedxml is installed"
    with _readable():
        _check_package(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield sheet.title, _rows(sheet)


@contextmanager
def _readable() -> Iterator[None]:
    """A damaged file is refused with a sentence."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        yield
    except (InvalidFileException, *_DAMAGED) as error:
        raise Refusal("I cannot read this spreadsheet. Save it as XLSX or CSV and send it again.") from error


def _check_package(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        names = [part.filename.casefold() for part in parts]
        if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise Refusal("This spreadsheet is too large when unpacked. Send the rows that matter only.")
        if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
            raise Refusal("This spreadsheet has macros. Save it as XLSX, without macros, and send it again.")
        if any("/externallinks/" in name for name in names):
            raise Refusal(
                "This spreadsheet has links to other files. Paste their values, remove the links and send it again."
            )
        for part in parts:
            if part.filename.startswith("xl/worksheets/"):
                _check_sheet(packed.read(part))


def _check_sheet(part: bytes) -> None:
    """Cells whose value nobody can tell are refused: they would be read as empty, and empty means something."""
    if found := _UNCOUNTED.search(part):
        raise Refusal(
            "In {cell} stands a formula without a value, and formulas are not run. Paste its value and send it again.",
            cell=found[1].decode(),
        )
    over = next((each for each in _MERGED.finditer(part) if each[2] != each[4]), None)
    if over is not None:
        first, top, last, bottom = (piece.decode() for piece in over.groups())
        raise Refusal(
            "The cells {first} to {last} are merged, and only the first of them has a value. "
            "Unmerge them, fill in each row and send it again.",
            first=f"{first}{top}",
            last=f"{last}{bottom}",
        )


def _rows(sheet: Any) -> Iterator[Cells]:
    with _readable():  # the rows are read when somebody asks for them
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        for row in sheet.iter_rows():
            yield [_text(cell) if cell.value is not None else "" for cell in row[:MOST_COLUMNS]]


def _text(cell: Any) -> str:
    """A cell as it would be typed: a day as 2026-12-24, whole numbers without a point, progress as 60%."""
    value = cell.value
    if isinstance(value, str):
        return _CODED.sub(lambda found: chr(int(found[1], 16)), value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, (int, float)):
        percent = "%" in (cell.number_format or "")
        number = round(value * 100, 6) if percent else value
        whole = isinstance(number, int) or number.is_integer()
        shown = str(int(number)) if whole else f"{Decimal(repr(number)):f}"
        return f"{shown}%" if percent else shown
    return str(value)


# written --------------------------------------------------------------------------------------------------------------


@frozen
class Field:
    """How a column is written: `as_` is `text`, `day`, `percent` or `number`; `choices` are offered.

    A hidden one is for us.
    """

    name: str
    width: int = 14
    as_: str = "text"
    choices: tuple[str, ...] = ()
    hidden: bool = False
    locked: bool = False  # shown only: what is written there is not taken back


@frozen
class Page:
    """One worksheet. `count` of its rows, where it is known: who reads it need not look for its end."""

    title: str
    fields: tuple[Field, ...]
    rows: Iterable[Cells]
    count: int = 0


def written(pages: Sequence[Page]) -> bytes:
    """A workbook, a worksheet a page. Text stays text whatever it begins with; days and progress can be sorted."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for page in pages:
        _page(book.create_sheet(page.title), page)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _page(sheet: Any, page: Page) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, field in enumerate(page.fields, 1):
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width, dimension.hidden = field.width, field.hidden
        if field.choices and sum(len(one) + 1 for one in field.choices) < 250:
            letter = get_column_letter(at)
            offer = DataValidation("list", formula1='"{}"'.format(",".join(field.choices)), showErrorMessage=False)
            offer.add(f"{letter}2:{letter}10001")
            sheet.data_validations.append(offer)
    if page.count:
        sheet.calculate_dimension = lambda: f"A1:{get_column_letter(len(page.fields))}{page.count + 1}"
    sheet.freeze_panes = "C2"
    head = []
    for field in page.fields:
        cell = WriteOnlyCell(sheet, field.name)
        cell.font = Font(bold=True, color="FF7F7F7F" if field.locked else "FF000000")
        cell.fill = PatternFill("solid", fgColor="FFE8ECF2")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        head.append(cell)
    sheet.append(head)
    cells = [_made(sheet, field) for field in page.fields]
    count = 1
    for count, row in enumerate(page.rows, 2):  # noqa: B007 it says where the rows end
        sheet.append([_filled(*each) for each in zip(cells, page.fields, row, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(page.fields))}{count}"


_FORMATS: Final = {"text": "@", "day": "yyyy-mm-dd", "percent": "0%", "number": "General"}
_TYPES: Final = {"text": "s", "day": "d", "percent": "n", "number": "n"}


def _made(sheet: Any, field: Field) -> Any:
    """A cell of this column. Each row fills it anew: it is written when its row is, and making one costs more."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell: Any = WriteOnlyCell(sheet)
    cell.number_format = _FORMATS[field.as_]
    cell.alignment = Alignment(vertical="top", wrap_text=field.as_ == "text")
    cell.quotePrefix = field.as_ == "text"
    cell.data_type = _TYPES[field.as_]  # text stays text: "=1+1" is no formula
    return cell


def _filled(cell: Any, field: Field, text: str) -> Any:
    if not text:
        return None
    value: object = text
    if field.as_ == "day":
        value = dt.datetime.fromisoformat(text)
    elif field.as_ == "percent":
        value = int(text.rstrip("%")) / 100
    elif field.as_ == "number":
        value = _number(text)
        cell.data_type = "s" if isinstance(value, str) else "n"
        cell.number_format = "#,##0" if isinstance(value, int) else "General"
    else:
        value = _ILLEGAL.sub("\ufffd", _LOOKS_CODED.sub("_x005F_", text))
    cell._value = value
    return cell


def _number(text: str) -> int | float | str:
    """A number as spreadsheets keep it; as text where they would not keep all of its digits."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return text  # `3.5%`
    near = float(exact)
    if Decimal(repr(near)) != exact or abs(exact) >= _EXACT:
        return text
    return int(near) if near.is_integer() else near
