"""How much of a spreadsheet is read."""

from collections.abc import Sequence
from typing import Final

MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 100
LONGEST: Final = 8000  # characters of a cell

Cells = Sequence[str]
