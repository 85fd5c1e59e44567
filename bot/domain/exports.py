"""Everything as one workbook: what a noun's sheet is before a language gives it words."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from bot.values import frozen


class Kind(StrEnum):
    """How a column is written, so that it can be sorted."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"


@frozen
class Column:
    name: str
    kind: Kind = Kind.TEXT


@frozen
class Table:
    """A noun: its columns, and its rows as they are stored, one after the other. `letter` is that of its numbers."""

    key: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Any, ...]]
    letter: str = ""


@frozen
class Sheet:
    """The same in somebody's language: headings with the kind of their column, and cells as text.

    A day is `2026-12-24`, a moment `2026-12-24T10:00` without a zone, a number digits.
    """

    title: str
    heads: tuple[tuple[str, Kind], ...]
    rows: Iterable[Sequence[str]]
    numbered: bool = False
