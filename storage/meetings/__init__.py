"""Meetings that come again, their sittings, who has a seat, who was there, and what is on the agenda.

rows      the tables                          reading   series, sittings, attendance, lists, what waits
writing   save_series, schedule, save …       every change, with its audit
"""

from storage.meetings.reading import (
    attendance,
    coming,
    everything,
    get,
    get_series,
    items,
    locked,
    mine,
    of_organisation,
    of_period,
    of_series,
    owed_to,
    search,
    sitting,
    sittings,
    sittings_by_ref,
    unsat,
    waiting,
)
from storage.meetings.writing import (
    CLOCK,
    add_item,
    attend,
    ensure_next,
    follow_series,
    named,
    save,
    save_series,
)

__all__ = [
    "CLOCK",
    "add_item",
    "attend",
    "attendance",
    "coming",
    "ensure_next",
    "everything",
    "follow_series",
    "get",
    "get_series",
    "items",
    "locked",
    "mine",
    "named",
    "of_organisation",
    "of_period",
    "of_series",
    "owed_to",
    "save",
    "save_series",
    "search",
    "sitting",
    "sittings",
    "sittings_by_ref",
    "unsat",
    "waiting",
]
