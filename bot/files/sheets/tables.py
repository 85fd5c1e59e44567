"""A file's tables: rows of text under the first row that names columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.files.sheets import plain, xlsx
from bot.files.sheets.limits import LONGEST, MOST_ROWS, Cells
from bot.refusals import Refusal
from bot.values import frozen

HEAD: Final = 10  # rows in which the column names are looked for
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old XLS, or any Office file with a password


@frozen
class Table:
    """`name` is the sheet's ("" in a CSV), `head` the names of the columns; each row with the number that it has."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]


def tables(name: str, content: bytes) -> list[Table]:
    """The tables of a file that have columns. Refuses what is no spreadsheet, or too much of one."""
    if not content:
        raise Refusal("{name} is empty. Choose the file again.", name=name)
    if content.startswith(OLE):
        raise Refusal(
            "{name} has a password, or is an old XLS. Save it as XLSX without a password and send it again.", name=name
        )
    if content.startswith(ZIP):
        return [table for title, rows in xlsx.read(content) if (table := _table(title, rows)) is not None]
    one = _table("", plain.read(name, content))
    return [one] if one is not None else []


def _table(name: str, rows: Iterable[Cells]) -> Table | None:
    """The rows under the one that names columns, if there is one."""
    kept = list(_counted(rows))
    start = _start(kept)
    if start is None or kept[start][0] > HEAD:
        return None
    return Table(name, tuple(kept[start][1]), tuple(kept[start + 1 :]))


def _start(rows: Sequence[tuple[int, Cells]]) -> int | None:
    """The first of the first ten with two words, above which a title may stand; of a single column the first."""
    wide = next((at for at, (_, row) in enumerate(rows[:HEAD]) if sum(bool(cell.strip()) for cell in row) >= 2), None)
    return 0 if wide is None and len(rows) > 1 else wide


def _counted(rows: Iterable[Cells]) -> Iterator[tuple[int, Cells]]:
    """Rows that are not empty, with their numbers."""
    count = 0
    for number, row in enumerate(rows, 1):
        if not any(cell and not cell.isspace() for cell in row):
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise Refusal("There are more than {most} rows. Send them in several files.", most=MOST_ROWS)
        for at, cell in enumerate(row, 1):
            if len(cell) > LONGEST:
                raise Refusal(
                    "In row {row}, column {column} a cell has {length} characters; {most} at most.",
                    row=number,
                    column=at,
                    length=len(cell),
                    most=LONGEST,
                )
        yield number, row
