"""What every listener of duty does: which day is meant, who is on, how it stands afterwards."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.blocks import duty as blocks
from bot.blocks.kit import Card
from bot.domain import duty as rules
from bot.domain.calendars import DAY
from bot.domain.duty import Duty, DutyDay, Hours
from bot.domain.leaves import Leave
from bot.i18n import Md
from handlers.asks import Ask
from storage import duty, people

AHEAD: Final = 120 * DAY  # that a roster without a month, and a menu of days, show


def hours(ask: Ask) -> Hours:
    return rules.hours(ask.workspace)


def shift(ask: Ask) -> dt.date:
    """The day of the newest shift that has begun."""
    return rules.shift_day(ask.now, hours(ask))


def on_now(ask: Ask) -> list[Duty]:
    """Who is on at this moment: between two shifts nobody."""
    day = shift(ask)
    return duty.at(ask.session, ask.ws, day) if rules.holds(day, ask.now, hours(ask)) else []


def days(ask: Ask, first: dt.date, last: dt.date) -> list[DutyDay]:
    """The days of duty from `first` to `last`."""
    return rules.duty_days(ask.workspace.calendar, first, last, weekends=ask.workspace.duty_weekends)


def day_meant(ask: Ask, day: dt.date) -> DutyDay:
    """A day of duty that is not over; one on which somebody is stays one, whatever the settings say by now."""
    found = next(iter(days(ask, day, day)), None)
    there = duty.at(ask.session, ask.ws, day)
    if found is None and there:
        found = DutyDay(day, there[0].weight)
    return rules.check_day(found, day, ask.now, hours(ask))


def away(ask: Ask, day: dt.date) -> Sequence[Leave]:
    return people.leaves(ask.session, ask.ws, day, day)


def ahead(ask: Ask) -> list[DutyDay]:
    """The days of duty that begin after now."""
    return days(ask, shift(ask) + DAY, ask.today + AHEAD)


def my_days(ask: Ask) -> list[Duty]:
    """Those of who asks that are not over."""
    first = shift(ask)
    found = duty.between(ask.session, ask.ws, first, first + 400 * DAY, ask.who.id)
    return [one for one in found if rules.holds(one.day, ask.now, hours(ask))]


def others_days(ask: Ask) -> list[Duty]:
    """Days ahead that others have and who asks has not: what they may take in return for one of theirs."""
    first = shift(ask) + DAY
    found = duty.between(ask.session, ask.ws, first, first + AHEAD)
    mine = {one.day for one in found if one.person == ask.who.id}
    return [one for one in found if one.day not in mine]


def done(ask: Ask, said: Md, day: dt.date) -> Card:
    """What was done, and who is on that day now."""
    return blocks.taken_card(ask.t, ask.directory, said, duty.at(ask.session, ask.ws, day))


def carried_day(words: str) -> dt.date | None:
    """The day that a button carries, if it does."""
    try:
        return dt.date.fromisoformat(words.partition(":")[0])
    except ValueError:
        return None
