"""Periods and times as people read them: `October 2026`, `2026년 3분기`, `Friday 17:00`."""

from typing import Final

from bot.domain.periods import Cadence, Period
from bot.i18n import N_, Translator

CADENCES = {
    Cadence.WEEKLY: N_("every week"),
    Cadence.MONTHLY: N_("every month"),
    Cadence.QUARTERLY: N_("every quarter"),
    Cadence.HALF_YEARLY: N_("every half-year"),
    Cadence.YEARLY: N_("every year"),
}

WEEKDAYS: Final = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}


def period_name(t: Translator, period: Period) -> str:
    """Its name where it has one, else both of its days."""
    year, month = str(period.first.year), period.first.month
    match period.cadence:
        case Cadence.WEEKLY:
            iso = period.first.isocalendar()
            return t.plain("week {n} of {year}", n=iso.week, year=str(iso.year))
        case Cadence.MONTHLY:
            return t.month(period.first)
        case Cadence.QUARTERLY:
            return t.plain("Q{n} {year}", n=(month + 2) // 3, year=year)
        case Cadence.HALF_YEARLY:
            first = t.plain("first half of {year}", year=year)
            return first if month == 1 else t.plain("second half of {year}", year=year)
        case Cadence.YEARLY:
            return t.plain("the year {year}", year=year)
    return t.plain("{first} to {last}", first=period.first, last=period.last)


def weekly_time(t: Translator, kept: str) -> str:
    """`fri 17:00` as people of this language say it."""
    day, _, time = kept.partition(" ")
    return f"{t.plain(WEEKDAYS[day])} {time}" if day in WEEKDAYS else kept
