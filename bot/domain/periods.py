"""Stretches of days that plans and readings are made for: a week, a month, a quarter, a half, a year, or any days."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DAY: Final = dt.timedelta(days=1)


class Cadence(StrEnum):
    """How often something comes round, the shortest first. Weeks are ISO weeks, the others the calendar's."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


_MONTHS: Final = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}


@dataclass(frozen=True, order=True)
class Period:
    """From the first day to the last, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    @property
    def cadence(self) -> Cadence | None:
        """What kind of period it is; None for days of somebody's choice."""
        return next((cadence for cadence in Cadence if containing(cadence, self.first) == self), None)

    @property
    def key(self) -> str:
        """`2026-W48`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`, or both days: also what people may type."""
        year, month = self.first.year, self.first.month
        match self.cadence:
            case Cadence.WEEKLY:
                iso = self.first.isocalendar()
                return f"{iso.year}-W{iso.week:02d}"
            case Cadence.MONTHLY:
                return f"{year}-{month:02d}"
            case Cadence.QUARTERLY:
                return f"{year}-Q{(month + 2) // 3}"
            case Cadence.HALF_YEARLY:
                return f"{year}-H{(month + 5) // 6}"
            case Cadence.YEARLY:
                return str(year)
        return f"{self.first}~{self.last}"


def containing(cadence: Cadence, day: dt.date) -> Period:
    """The week, month, quarter, half or year that this day is in."""
    if cadence is Cadence.WEEKLY:
        monday = day - day.weekday() * DAY
        return Period(monday, monday + 6 * DAY)
    count = _MONTHS[cadence]
    first = dt.date(day.year, (day.month - 1) // count * count + 1, 1)
    year, month = divmod(first.month - 1 + count, 12)
    return Period(first, dt.date(first.year + year, month + 1, 1) - DAY)


def following(cadence: Cadence, period: Period) -> Period:
    return containing(cadence, period.last + DAY)


def preceding(cadence: Cadence, period: Period) -> Period:
    return containing(cadence, period.first - DAY)


def over(cadence: Cadence, first: dt.date, last: dt.date) -> Iterator[Period]:
    """The periods that these days touch, in order."""
    period = containing(cadence, first)
    while period.first <= last:
        yield period
        period = following(cadence, period)
