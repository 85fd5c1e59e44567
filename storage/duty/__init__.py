"""Duty: who is on which day, who asked whom to swap, what each has borne, and the log.

rows       the tables             reading    rosters, burdens, swaps, the log, who is concerned
writing    each change with its audit         making     a month is shared out; whoever hears of it is planned
"""

from storage.duty.making import (
    ASKED,
    HANDOVER,
    TOLD,
    ask,
    confirm,
    generate,
    give,
    hand_over,
    settle,
    share_out,
    take_back_roster,
)
from storage.duty.reading import (
    asks_open,
    at,
    between,
    burdens,
    entries,
    entry,
    last_shift,
    latest_entry,
    search,
    swap_between,
)
from storage.duty.writing import log, named, take_back

__all__ = [
    "ASKED",
    "HANDOVER",
    "TOLD",
    "ask",
    "asks_open",
    "at",
    "between",
    "burdens",
    "confirm",
    "entries",
    "entry",
    "generate",
    "give",
    "hand_over",
    "last_shift",
    "latest_entry",
    "log",
    "named",
    "search",
    "settle",
    "share_out",
    "swap_between",
    "take_back",
    "take_back_roster",
]
