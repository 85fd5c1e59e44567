"""Which days have duty, how heavy each is, and from when to when it lasts."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendars import DAY, Calendar
from bot.domain.duty.values import FESTIVAL, HOLIDAY, WEEKEND, DutyDay
from bot.domain.timetable import moment

RELIEF: Final = dt.time(9)  # a shift lasts from here to the same hour of the next day
ASKED: Final = dt.time(10)  # on the day before: please confirm
ESCALATED: Final = dt.time(16)  # on the day before: nobody did


def duty_days(calendar: Calendar, first: dt.date, last: dt.date, *, weekends: bool) -> list[DutyDay]:
    """The days off from `first` to `last`: holidays, and weekends if they are staffed."""
    days = (first + n * DAY for n in range((last - first).days + 1))
    weighed = ((day, weigh(calendar, day)) for day in days)
    return [DutyDay(day, weight) for day, weight in weighed if weight >= (WEEKEND if weekends else HOLIDAY)]


def weigh(calendar: Calendar, day: dt.date) -> int:
    """3 for a day of Seollal or Chuseok, 2 for a holiday (a substitute or added one too), 1 for a weekend, else 0."""
    if calendar.is_festival(day):
        return FESTIVAL
    if calendar.is_holiday(day):
        return HOLIDAY
    return 0 if calendar.is_working(day) else WEEKEND


def shift_day(now: dt.datetime, zone: str) -> dt.date:
    """The day whose shift lasts at this moment: until 09:00 that of the day before."""
    here = now.astimezone(ZoneInfo(zone))
    return here.date() if here.time() >= RELIEF else here.date() - DAY


def begins(day: dt.date, zone: str) -> dt.datetime:
    return moment(day, RELIEF, zone)


def ends(day: dt.date, zone: str) -> dt.datetime:
    return begins(day + DAY, zone)


def holds(day: dt.date, now: dt.datetime, zone: str) -> bool:
    """Whether that day's shift is not over."""
    return now < ends(day, zone)


def eve(day: dt.date, zone: str) -> tuple[dt.datetime, dt.datetime]:
    """When those on duty are asked to confirm, and when it is escalated that they did not."""
    return moment(day - DAY, ASKED, zone), moment(day - DAY, ESCALATED, zone)
