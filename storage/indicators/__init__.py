"""Indicators and their readings.

Indicators: all_of, get, locked, search, courses (how each goes), add, save, remove
Readings:   readings, latest, record, take_back
"""

from typing import Final

from storage.indicators.reading import all_of, courses, get, latest, locked, reading, readings, search
from storage.indicators.rows import IndicatorRow, ReadingRow
from storage.indicators.writing import add, record, remove, save, take_back

ALARM: Final = "indicator-alarm"  # the series of what owners hear; its maker is in schedules/indicators.py

__all__ = [
    "ALARM",
    "IndicatorRow",
    "ReadingRow",
    "add",
    "all_of",
    "courses",
    "get",
    "latest",
    "locked",
    "reading",
    "readings",
    "record",
    "remove",
    "save",
    "search",
    "take_back",
]
