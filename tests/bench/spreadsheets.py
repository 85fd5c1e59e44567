"""What a spreadsheet of five thousand tasks costs, by the commands of a terminal: out, looked at, and back.

Seconds of CPU: one process does it all and waits for nobody.
"""

import contextlib
import io
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from openpyxl import load_workbook

from tests.bench.measuring import Line
from tests.bench.places import stage
from tests.cast import Stage
from tests.handlers.console.test_sheets import muster
from tests.handlers.console.test_sheets_many import MANY, add_tasks

PROMISED: Final = 10.0  # seconds, there and back


def round_trip(url: str) -> Iterator[Line]:
    """An export, the same looked at, and the same changed in every row and applied."""
    with stage(url) as there, TemporaryDirectory() as folder:
        with there.db.begin() as session:
            add_tasks(session, there.now, MANY)
        for name in ("tasks.xlsx", "tasks.csv"):
            file = Path(folder) / name
            out = _seconds(there, f"export {file} --noun tasks")
            looked = _seconds(there, f"import {file} --dry-run")
            yield Line(f"{MANY:,} tasks to {name}", f"{out:.1f} s")
            yield Line("the same looked at, nothing to change", f"{looked:.1f} s")
            yield Line("both", f"{out + looked:.1f} s", f"{PROMISED:.0f} s", (out + looked) / PROMISED, "≤ 1")
        file = Path(folder) / "tasks.xlsx"
        _change(file)
        yield Line("every row changed and applied", f"{_seconds(there, f'import {file}'):.1f} s")


def _seconds(there: Stage, line: str) -> float:
    began = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        muster(there, line)
    return time.process_time() - began


def _change(file: Path) -> None:
    """Another next step in every row."""
    book = load_workbook(file)
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("Next step") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = f"step {row}"
    book.save(file)
