"""When a meeting comes again. An occurrence keeps its name when its day is moved: there is one in each period.

A day off moves to the next working day, but never out of its ISO week or month: there it moves to the one before.
Dates that somebody chose by name stay, and so does a weekend day: it is off only by name.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final

from bot.domain.calendars import DAY, Calendar, month_end
from bot.domain.meetings.values import Cadence, Every, Period
from bot.domain.timetable import WEEK, WEEKDAYS, moment
from bot.refusals import Refusal
from bot.values import frozen

NTHS: Final = (1, 2, 3, 4, -1)
MONTHS_OF: Final = {Every.MONTHLY: 1, Every.QUARTERLY: 3, Every.SEMI_ANNUAL: 6}
AHEAD: Final = dt.timedelta(days=400)  # a semi-annual one comes within a year, whatever was taken


@frozen
class Day:
    """One time that a series comes round: its name, and the day; `planned` is the day by the rule."""

    key: str
    day: dt.date
    planned: dt.date


def check_cadence(cadence: Cadence) -> None:
    """A cadence that has a day."""
    if cadence.every is Every.DATES:
        if not cadence.dates:
            raise Refusal("Type the dates, such as `12/3, 12/24`.")
    elif cadence.every is Every.WEEKLY:
        if cadence.weekday not in WEEKDAYS:
            raise Refusal("Choose the weekday.")
    elif not (1 <= cadence.day <= 31 or (cadence.nth in NTHS and cadence.weekday in WEEKDAYS)):
        raise Refusal("Choose which weekday of the month, or type a day from 1 to 31.")


def days(cadence: Cadence, calendar: Calendar, first: dt.date, last: dt.date) -> list[Day]:
    """Every occurrence whose day is from `first` to `last`, in order."""
    found = _weekly(cadence, calendar, first, last) if cadence.every is Every.WEEKLY else None
    if found is None and cadence.every is Every.DATES:
        found = (Day(day.isoformat(), day, day) for day in cadence.dates)
    if found is None:
        found = _monthly(cadence, calendar, first, last)
    return sorted((one for one in found if first <= one.day <= last), key=lambda one: (one.day, one.key))


def following(
    cadence: Cadence, calendar: Calendar, time: dt.time, zone: str, after: dt.datetime, taken: Collection[str] = ()
) -> Day | None:
    """The first occurrence that begins after this moment and is not among `taken`; None when no date is left."""
    start = after.date() - DAY  # whatever the zone
    last = max(cadence.dates, default=start) if cadence.every is Every.DATES else start + AHEAD
    for one in days(cadence, calendar, start, last):
        if one.key not in taken and moment(one.day, time, zone) > after:
            return one
    return None


def period(every: Every, day: dt.date) -> Period | None:
    """The quarter or half-year that a day is in, for what comes so seldom that it can be forgotten."""
    if every not in (Every.QUARTERLY, Every.SEMI_ANNUAL):
        return None
    length = MONTHS_OF[every]
    number = (day.month - 1) // length
    first = dt.date(day.year, number * length + 1, 1)
    last = month_end(_later(first, length - 1))
    return Period(_named(every, first), first, last)


def warned_from(one: Period) -> dt.date:
    """The first day of the last third of a period: from then on one that has not sat is missed."""
    length = (one.last.year - one.first.year) * 12 + one.last.month - one.first.month + 1
    return _later(one.first, length - length // 3)


def _weekly(cadence: Cadence, calendar: Calendar, first: dt.date, last: dt.date) -> Iterator[Day]:
    monday = first - first.weekday() * DAY
    while monday <= last:
        planned = monday + WEEKDAYS.index(cadence.weekday) * DAY
        year, week, _ = monday.isocalendar()
        found = _shifted(planned, calendar, monday, monday + 6 * DAY)
        if found is not None:
            yield Day(f"{year}-W{week:02d}", found, planned)
        monday += WEEK


def _monthly(cadence: Cadence, calendar: Calendar, first: dt.date, last: dt.date) -> Iterator[Day]:
    """One in each month, quarter or half-year; the day stays in its month, so whole periods around are enough."""
    length = MONTHS_OF[cadence.every]
    start = dt.date(first.year, (first.month - 1) // length * length + 1, 1)
    while start <= last:
        month = _later(start, min(max(cadence.month, 1), length) - 1)
        planned = _in_month(cadence, month)
        found = _shifted(planned, calendar, month, month_end(month), weekend=bool(cadence.day))
        if found is not None:
            yield Day(_named(cadence.every, start), found, planned)
        start = _later(start, length)


def _in_month(cadence: Cadence, month: dt.date) -> dt.date:
    last = month_end(month)
    if cadence.day:
        return month.replace(day=min(cadence.day, last.day))
    weekday = WEEKDAYS.index(cadence.weekday)
    if cadence.nth < 0:
        return last - (last.weekday() - weekday) % 7 * DAY
    return month + ((weekday - month.weekday()) % 7 + 7 * (cadence.nth - 1)) * DAY


def _shifted(
    planned: dt.date, calendar: Calendar, first: dt.date, last: dt.date, *, weekend: bool = False
) -> dt.date | None:
    """The day within these on which it is; None when none of them is worked.

    A weekend day was chosen by its name, and is off only as a holiday; the 15th was not (`weekend`: it moves).
    """
    chosen = planned.weekday() >= 5 and not weekend and not calendar.is_holiday(planned)
    if chosen or calendar.is_working(planned):
        return planned
    after = calendar.next_working(planned)
    if after <= last and calendar.is_working(after):
        return after
    before = calendar.previous_working(planned)
    return before if before >= first and calendar.is_working(before) else None


def _named(every: Every, first: dt.date) -> str:
    match every:
        case Every.QUARTERLY:
            return f"{first.year}-Q{(first.month - 1) // 3 + 1}"
        case Every.SEMI_ANNUAL:
            return f"{first.year}-H{(first.month - 1) // 6 + 1}"
    return f"{first:%Y-%m}"


def _later(month: dt.date, count: int) -> dt.date:
    years, index = divmod(month.month - 1 + count, 12)
    return dt.date(month.year + years, index + 1, 1)
