"""Duty on holidays and weekends: who is there for key issues and difficulties, shared out fairly over the years.

values     Duty, Swap, Entry …                         what a roster is made of
days       duty_days, weigh, hours, begins, ends       which days, how heavy, from when to when
drafting   draft, concerned, start                     who gets which day
rules      checks of what people ask for               swapping, volunteering, the log
"""

from bot.domain.duty.days import begins, duty_days, ends, eve, holds, hours, shift_day, weigh
from bot.domain.duty.drafting import concerned, draft, pool, restored, serves, start, staying
from bot.domain.duty.rules import (
    able,
    ask_swap,
    check_day,
    check_months,
    confirmed,
    in_return,
    mine,
    named,
    relieved,
    settle,
    swapped,
    take_back,
    theirs,
    volunteered,
)
from bot.domain.duty.values import (
    FESTIVAL,
    HOLIDAY,
    SEATS,
    WEEKEND,
    Burden,
    Duty,
    DutyDay,
    Entry,
    Hours,
    Share,
    Shift,
    Swap,
    SwapState,
    Why,
)

__all__ = [
    "FESTIVAL",
    "HOLIDAY",
    "SEATS",
    "WEEKEND",
    "Burden",
    "Duty",
    "DutyDay",
    "Entry",
    "Hours",
    "Share",
    "Shift",
    "Swap",
    "SwapState",
    "Why",
    "able",
    "ask_swap",
    "begins",
    "check_day",
    "check_months",
    "concerned",
    "confirmed",
    "draft",
    "duty_days",
    "ends",
    "eve",
    "holds",
    "hours",
    "in_return",
    "mine",
    "named",
    "pool",
    "relieved",
    "restored",
    "serves",
    "settle",
    "shift_day",
    "start",
    "staying",
    "swapped",
    "take_back",
    "theirs",
    "volunteered",
    "weigh",
]
