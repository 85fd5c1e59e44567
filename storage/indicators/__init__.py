"""Indicators and their readings.

Indicators: all_of, get, locked, search, courses (how each goes), add, save, remove
Readings:   readings, latest, record, take_back
Many:       add_many, save_many, lock_many, everything_read, ever_read, record_many, take_back_many
"""

from typing import Final

from storage.indicators.many import (
    add_many,
    ever_read,
    everything_read,
    lock_many,
    record_many,
    save_many,
    take_back_many,
)
from storage.indicators.reading import all_of, courses, get, latest, locked, reading, readings, search
from storage.indicators.rows import IndicatorRow, ReadingRow
from storage.indicators.writing import add, record, remove, save, take_back

ALARM: Final = "indicator-alarm"  # the series of what owners hear; its maker is in schedules/indicators.py

__all__ = [
    "ALARM",
    "IndicatorRow",
    "ReadingRow",
    "add",
    "add_many",
    "all_of",
    "courses",
    "ever_read",
    "everything_read",
    "get",
    "latest",
    "lock_many",
    "locked",
    "reading",
    "readings",
    "record",
    "record_many",
    "remove",
    "save",
    "save_many",
    "search",
    "take_back",
    "take_back_many",
]
