"""What is said unasked, and when: one list. `/muster preview` and the schedules read the same one.

An occurrence is a local date (`2026-11-27`), an ISO week (`2026-W48`) or a month (`2026-11`) of the series' zone, so
that changing a time, a zone or a holiday never makes it a second one.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendars import DAY, Calendar, month_end, months
from bot.values import frozen

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK: Final = 7 * DAY


class Holiday(StrEnum):
    """Where a post goes whose day is off: never out of its ISO week; a week without working days is skipped."""

    EARLIER = "earlier"
    LATER = "later"
    SKIP = "skip"


@frozen
class Weekly:
    """Once a week. `weekday` by name: numbers mean different days to different programs."""

    weekday: str
    time: dt.time


@frozen
class WorkingDaily:
    """Every working day."""

    time: dt.time


@frozen
class MonthlyLastWorkingDay:
    """The last working day of the month."""

    time: dt.time


@frozen
class After:
    """So many working days after the day of another rule; the occurrence keeps that rule's name."""

    rule: "Weekly | MonthlyLastWorkingDay"
    working_days: int
    time: dt.time


Rule = Weekly | WorkingDaily | MonthlyLastWorkingDay | After


class Audience(StrEnum):
    """To whom a series speaks: one series of posts for each of them."""

    TEAM_LEAD = "team-lead"
    TEAM_CHANNEL = "team-channel"
    LEADERSHIP = "leadership"
    PERSON = "person"
    SECRETARIAT = "secretariat"


@frozen
class Series:
    """One line of the timetable. `parts` are the messages of a post: the first, its detail in the thread, a chart.

    `leads`: it goes so long before another series (or along with it), also when that one's time is changed.
    `latest_only`: of several that are late only the last is said. `maker` is the name of the function that makes its
    words, the key itself if empty.
    """

    key: str
    rule: Rule
    audience: Audience
    expires: dt.timedelta
    holiday: Holiday = Holiday.LATER
    parts: int = 1
    leads: tuple[str, dt.timedelta] | None = None
    latest_only: bool = True
    maker: str = ""


HOUR: Final = dt.timedelta(hours=1)
_NINE, _TEN = dt.time(9), dt.time(10)
_MONTH_END: Final = MonthlyLastWorkingDay(_TEN)

SERIES: Final[tuple[Series, ...]] = (
    Series(
        "agenda-draft",
        Weekly("fri", dt.time(15)),
        Audience.TEAM_LEAD,
        expires=2 * HOUR,
        holiday=Holiday.EARLIER,
        leads=("agenda", 2 * HOUR),
    ),
    Series(
        "agenda",
        Weekly("fri", dt.time(17)),
        Audience.TEAM_CHANNEL,
        expires=3 * DAY,
        holiday=Holiday.EARLIER,
        parts=12,  # the post, and at most eleven messages of detail
    ),
    Series(
        "agenda-leadership",
        Weekly("fri", dt.time(17)),
        Audience.LEADERSHIP,
        expires=3 * DAY,
        holiday=Holiday.EARLIER,
        parts=8,  # the post, the chart, and at most six messages of detail
        leads=("agenda", 0 * HOUR),  # so that it gathers what the teams' channels read
    ),
    Series("digest", Weekly("mon", _NINE), Audience.PERSON, expires=6 * HOUR),
    Series("nudge", Weekly("thu", dt.time(14)), Audience.PERSON, expires=6 * HOUR, holiday=Holiday.EARLIER),
    Series("bundle", WorkingDaily(_NINE), Audience.PERSON, expires=6 * HOUR),
    Series("evaluation-open", _MONTH_END, Audience.TEAM_CHANNEL, expires=5 * DAY, holiday=Holiday.EARLIER),
    Series("evaluation-results", After(_MONTH_END, 7, _TEN), Audience.TEAM_CHANNEL, expires=5 * DAY, parts=2),
    Series(
        "evaluation-leadership",
        After(_MONTH_END, 7, _TEN),
        Audience.LEADERSHIP,
        expires=5 * DAY,
        parts=3,
        leads=("evaluation-results", 0 * HOUR),
    ),
)
BY_KEY: Final = {series.key: series for series in SERIES}


@frozen
class Occurrence:
    """One time that a rule comes round. `shifted_from`: the day it should have been, when that one is off."""

    key: str
    due: dt.datetime
    shifted_from: dt.date | None = None


@frozen
class Times:
    """Changed times: series key → `thu 16:00`, or `16:00` for a series without a weekday. A team's go before all."""

    own: Mapping[str, str] = field(default_factory=dict)
    workspace: Mapping[str, str] = field(default_factory=dict)

    def rule(self, series: Series) -> Rule:
        """The rule of a series as this team or workspace has it.

        A team's own agenda has its draft before it, whenever the workspace has its drafts.
        """
        other, before = series.leads or ("", dt.timedelta())
        theirs = "" if other in self.own else self.workspace.get(series.key)
        if changed := self.own.get(series.key) or theirs:
            return changed_rule(series.rule, changed)
        return _ahead_of(self.rule(BY_KEY[other]), before) if other else series.rule


def moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """A wall-clock time as a moment, in UTC. In the hour that a clock skips or repeats it is exactly one moment too."""
    return dt.datetime.combine(day, time, ZoneInfo(zone)).astimezone(dt.UTC)


def occurrences(
    rule: Rule, holiday: Holiday, calendar: Calendar, zone: str, start: dt.datetime, end: dt.datetime
) -> list[Occurrence]:
    """Every occurrence that is due after `start`, up to `end`, in order."""
    local = ZoneInfo(zone)
    # a shifted day stays in its ISO week, so a week more on both sides is enough
    first, last = start.astimezone(local).date() - WEEK, end.astimezone(local).date() + WEEK
    found = [
        Occurrence(key, moment(day, rule.time, zone), planned if planned != day else None)
        for key, planned, day in _days_of(rule, holiday, calendar, first, last)
    ]
    return sorted((one for one in found if start < one.due <= end), key=lambda one: (one.due, one.key))


def comes_on(rule: Rule, holiday: Holiday, calendar: Calendar, day: dt.date) -> bool:
    """Whether an occurrence is on this day, a local one."""
    return any(found == day for _, _, found in _days_of(rule, holiday, calendar, day, day))


@lru_cache(maxsize=1024)
def changed_rule(rule: Rule, text: str) -> Rule:
    """The same kind of rule at another time: `thu 16:00`, `16:00`. ValueError when it cannot be read."""
    words = text.lower().split()
    time = dt.time.fromisoformat(words[-1].zfill(5)) if words else None
    weekday = words[0][:3] if len(words) == 2 else ""
    if time is None or time.tzinfo or len(words) > 2 or (weekday and weekday not in WEEKDAYS):
        raise ValueError(f"{text!r} is no time such as 'thu 16:00'")
    match rule:
        case Weekly():
            return Weekly(weekday or rule.weekday, time)
        case WorkingDaily() if not weekday:
            return WorkingDaily(time)
        case MonthlyLastWorkingDay() if not weekday:
            return MonthlyLastWorkingDay(time)
        case After() if not weekday:
            return After(rule.rule, rule.working_days, time)
    raise ValueError(f"{text!r}: only weekly posts have a weekday")


def _ahead_of(rule: Rule, before: dt.timedelta) -> Rule:
    """So long before, on the same day: at midnight at the earliest."""
    at = max(dt.datetime.combine(dt.date(2000, 1, 2), rule.time) - before, dt.datetime(2000, 1, 2))  # noqa: DTZ001  # a time of day
    return replace(rule, time=at.time())


Day = tuple[str, dt.date, dt.date]  # occurrence, the day by the rule, the day that it is


def _days_of(rule: Rule, holiday: Holiday, calendar: Calendar, first: dt.date, last: dt.date) -> Iterator[Day]:
    match rule:
        case Weekly(weekday=weekday):
            yield from _weekly(weekday, holiday, calendar, first, last)
        case WorkingDaily():
            for count in range((last - first).days + 1):
                day = first + count * DAY
                if calendar.is_working(day):
                    yield day.isoformat(), day, day
        case MonthlyLastWorkingDay():
            for month in months(first, last):
                day = calendar.last_working_of_month(month)
                yield f"{month:%Y-%m}", _last_weekday(month), day
        case After(rule=base, working_days=count):
            # twice the working days and a long holiday before, so that the day it counts from is among them
            early = first - (2 * count + 14) * DAY
            for key, _, opened in _days_of(base, holiday, calendar, early, last):
                day = calendar.add_working(opened, count)
                yield key, day, day


def _weekly(weekday: str, holiday: Holiday, calendar: Calendar, first: dt.date, last: dt.date) -> Iterator[Day]:
    monday = first - first.weekday() * DAY
    while monday <= last:
        planned = monday + WEEKDAYS.index(weekday) * DAY
        day = _shifted(planned, monday, holiday, calendar)
        if day is not None:
            year, week, _ = monday.isocalendar()
            yield f"{year}-W{week:02d}", planned, day
        monday += WEEK


def _shifted(planned: dt.date, monday: dt.date, holiday: Holiday, calendar: Calendar) -> dt.date | None:
    """The day in its week on which it is said. A weekend day that somebody chose is off only by name."""
    week = [monday + count * DAY for count in range(7)]
    working = [day for day in week if calendar.is_working(day)]
    if not working:
        return None
    chosen_weekend = planned.weekday() >= 5 and not calendar.is_holiday(planned)
    if planned in working or chosen_weekend:
        return planned
    if holiday is Holiday.SKIP:
        return None
    before, after = [day for day in working if day < planned], [day for day in working if day > planned]
    if holiday is Holiday.EARLIER:
        return before[-1] if before else after[0]
    return after[0] if after else before[-1]


def _last_weekday(month: dt.date) -> dt.date:
    """The last Monday to Friday of a month: the day that only a holiday moves."""
    day = month_end(month)
    return day - max(0, day.weekday() - 4) * DAY
