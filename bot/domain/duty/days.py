"""Which days have duty, how heavy each is, and from when to when it lasts."""

import datetime as dt

from bot.domain.calendars import DAY, Calendar
from bot.domain.duty.values import FESTIVAL, HOLIDAY, WEEKEND, DutyDay, Hours
from bot.domain.timetable import moment
from bot.domain.workspaces import Workspace


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


def hours(workspace: Workspace) -> Hours:
    """From when to when a shift lasts there, and when people are asked."""
    ws = workspace
    return Hours(ws.zone, ws.duty_begins, ws.duty_ends, ws.duty_asked, ws.duty_escalated)


def shift_day(now: dt.datetime, hours: Hours) -> dt.date:
    """The day of the newest shift that has begun: before its hour that of the day before."""
    here = now.astimezone(hours.tz)
    return here.date() if here.time() >= hours.begins else here.date() - DAY


def begins(day: dt.date, hours: Hours) -> dt.datetime:
    return moment(day, hours.begins, hours.zone)


def ends(day: dt.date, hours: Hours) -> dt.datetime:
    """On the next day, unless a shift ends later in the day than it begins."""
    return moment(day if hours.ends > hours.begins else day + DAY, hours.ends, hours.zone)


def holds(day: dt.date, now: dt.datetime, hours: Hours) -> bool:
    """Whether that day's shift is not over."""
    return now < ends(day, hours)


def eve(day: dt.date, hours: Hours) -> tuple[dt.datetime, dt.datetime]:
    """When those on duty are asked to confirm, and when it is escalated that they did not."""
    return moment(day - DAY, hours.asked, hours.zone), moment(day - DAY, hours.escalated, hours.zone)
