"""CSV: as people's programs write it, and as no program runs it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.files.sheets.limits import MOST_COLUMNS, Cells
from bot.refusals import Refusal

BOM: Final = "\ufeff"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS: Final = ("utf-8-sig", "cp949")  # Korean Excel still writes cp949
# What spreadsheets take for the beginning of a formula, wide forms too; an apostrophe in front makes it text.
_RUNS: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_KEPT: Final = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def written(head: Cells, rows: Iterable[Cells]) -> bytes:
    """A CSV with a byte-order mark, so that every Excel reads its Korean. No cell begins a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in (head, *rows))
    return (BOM + text.getvalue()).encode()


def safe(cell: str) -> str:
    """A cell that nothing runs; `taken_back` gives the same text again."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def taken_back(cell: str) -> str:
    return cell[1:] if _KEPT.match(cell) else cell


def read(name: str, content: bytes) -> Iterator[Cells]:
    """The rows, whatever encoding and delimiter they come in."""
    text = _decoded(name, content)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False):
            yield [taken_back(cell.replace("\r\n", "\n")) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Refusal("I cannot read this spreadsheet. Save it as XLSX or CSV and send it again.") from error


def _decoded(name: str, content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal("{name} is neither XLSX nor CSV. Save it as one of them and send it again.", name=name)


def _delimiter(text: str) -> str:
    """The sign that parts the first line into the most columns; a comma when none does."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return max(",;\t", key=lambda sign: (len(next(csv.reader([first], delimiter=sign), [])), sign == ","))
