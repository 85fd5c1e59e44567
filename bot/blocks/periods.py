"""Periods as people read them: `October 2026`, `2026년 3분기`."""

from bot.domain.periods import Cadence, Period
from bot.i18n import N_, Translator

CADENCES = {
    Cadence.WEEKLY: N_("every week"),
    Cadence.MONTHLY: N_("every month"),
    Cadence.QUARTERLY: N_("every quarter"),
    Cadence.HALF_YEARLY: N_("every half-year"),
    Cadence.YEARLY: N_("every year"),
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
