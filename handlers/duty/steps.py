"""What every listener of duty does: which day is meant, who is on, how it stands afterwards."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from bot.blocks import duty as blocks
from bot.blocks.kit import Card
from bot.domain import duty as rules
from bot.domain.calendars import DAY
from bot.domain.duty import Duty, DutyDay
from bot.domain.leaves import Leave
from bot.i18n import Md
from bot.refusals import Faults, Refusal
from handlers.asks import Ask
from storage import duty, people

T = TypeVar("T")

AHEAD: Final = 120 * DAY  # that a roster without a month, and a menu of days, show


def shift(ask: Ask) -> dt.date:
    """The day whose shift lasts now."""
    return rules.shift_day(ask.now, ask.workspace.zone)


def days(ask: Ask, first: dt.date, last: dt.date) -> list[DutyDay]:
    """The days of duty from `first` to `last`."""
    return rules.duty_days(ask.workspace.calendar, first, last, weekends=ask.workspace.duty_weekends)


def day_meant(ask: Ask, day: dt.date) -> DutyDay:
    """A day of duty that is not over; one on which somebody is stays one, whatever the settings say by now."""
    found = next(iter(days(ask, day, day)), None)
    there = duty.at(ask.session, ask.ws, day)
    if found is None and there:
        found = DutyDay(day, there[0].weight)
    return rules.check_day(found, day, ask.now, ask.workspace.zone)


def away(ask: Ask, day: dt.date) -> Sequence[Leave]:
    return people.leaves(ask.session, ask.ws, day, day)


def ahead(ask: Ask) -> list[DutyDay]:
    """The days of duty that begin after now."""
    return days(ask, shift(ask) + DAY, ask.today + AHEAD)


def my_days(ask: Ask, first: dt.date | None = None) -> list[Duty]:
    """Those of who asks, from this shift on."""
    first = first or shift(ask)
    return duty.between(ask.session, ask.ws, first, first + 400 * DAY, ask.who.id)


def done(ask: Ask, said: Md, day: dt.date) -> Card:
    """What was done, and who is on that day now."""
    return blocks.taken_card(ask.t, ask.directory, said, duty.at(ask.session, ask.ws, day))


def beside(field: str, run: Callable[[], T]) -> T:
    """What a rule refuses stands beside the field that it is about."""
    try:
        return run()
    except Refusal as refusal:
        raise Faults({field: refusal}) from refusal


def carried_day(words: str) -> dt.date | None:
    """The day that a button carries, if it does."""
    try:
        return dt.date.fromisoformat(words.partition(":")[0])
    except ValueError:
        return None
