"""Spreadsheets as people send them, XLSX or CSV: rows of text, each cell under the words of its column."""

import csv
import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.refusals import Refusal

MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 60
UNPACKED: Final = 60 * 1024 * 1024  # bytes of an XLSX when unpacked; more is a bomb
HEAD: Final = 10  # rows in which the column names are looked for
_ENCODINGS: Final = ("utf-8-sig", "cp949")  # Korean Excel still writes cp949
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True)
class Row:
    """`number` is the row as the spreadsheet shows it; `cells`: column, as it is spelled in the head → text."""

    number: int
    cells: dict[str, str]


def rows(name: str, content: bytes) -> list[Row]:
    """The rows under the first row that has at least two words. Refuses what is no table, or too much of one."""
    table = list(_xlsx(content) if content.startswith(_ZIP) else _csv(name, content))
    start = next((at for at, row in enumerate(table[:HEAD]) if sum(bool(cell) for cell in row) >= 2), None)
    if start is None:
        raise Refusal(
            "I find no columns in {name}. The first row names them, the others are people or things.", name=name
        )
    head = table[start]
    found = []
    for at, row in enumerate(table[start + 1 :], start + 2):
        cells = {column: cell for column, cell in zip(head, row, strict=False) if column and cell}
        if cells:
            found.append(Row(at, cells))
    return found


def folded(word: str) -> str:
    """A column's name without the differences that people do not mean."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _xlsx(content: bytes) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook  # 0.2 s: only who imports waits for it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Refusal("This spreadsheet is too large when unpacked. Send the rows that matter only.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from _counted([_text(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.iter_rows(values_only=True))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise Refusal("I cannot read this spreadsheet. Save it as XLSX or CSV and send it again.") from error


def _csv(name: str, content: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(name, content)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        yield from _counted(
            [_text(cell) for cell in row[:MOST_COLUMNS]] for row in csv.reader(io.StringIO(text), dialect)
        )
    except csv.Error as error:
        raise Refusal("I cannot read this spreadsheet. Save it as XLSX or CSV and send it again.") from error


def _decoded(name: str, content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal("{name} is neither XLSX nor CSV. Save it as one of them and send it again.", name=name)


def _counted(table: Iterator[list[str]]) -> Iterator[Sequence[str]]:
    for number, row in enumerate(table, 1):
        if number > MOST_ROWS:
            raise Refusal("There are more than {most} rows. Send them in several files.", most=MOST_ROWS)
        yield row


def _text(cell: object) -> str:
    """A cell as text: one line, no letters that cannot be seen, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFC", str(cell))
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
