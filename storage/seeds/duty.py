"""Who was on duty on the demo's holidays, and what they logged. The coming month is left to whoever tries it."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from bot.domain import duty as rules
from bot.domain.calendars import DAY, month_end
from bot.domain.duty import Entry
from bot.domain.people import Role
from storage import duty
from storage.duty import writing
from storage.seeds import read
from storage.seeds.quarter import Act, Quarter

ASKED: Final = 10  # o'clock, on the day before
LOGGED: Final = 14


def staff(quarter: Quarter) -> None:
    """A month is shared out when it begins; on each holiday somebody confirms the day before, and logs a line."""
    month = quarter.first
    while month <= quarter.today:
        last = month_end(month)
        quarter.put(quarter.at(month, 0, 30), _share_out(quarter, month, last))
        month = last + DAY
    lines = read("ministry_duty")["lines"]
    days = rules.duty_days(quarter.calendar, quarter.first + DAY, quarter.today, weekends=False)
    for at, one in enumerate(days):
        quarter.put(quarter.at(one.day - DAY, ASKED, 20), _confirm(quarter, one.day))
        quarter.put(quarter.at(one.day, LOGGED), _log(quarter, one.day, lines[at % len(lines)][quarter.language]))


def _share_out(quarter: Quarter, first: dt.date, last: dt.date) -> Act:
    office = next(one.id for one in quarter.people if one.role is Role.SECRETARIAT)

    def act(session: Session, moment: dt.datetime) -> None:
        duty.share_out(session, quarter.directory, first, last, office, moment, first)

    return act


def _confirm(quarter: Quarter, day: dt.date) -> Act:
    def act(session: Session, moment: dt.datetime) -> None:
        for one in duty.at(session, quarter.workspace, day):
            sure = rules.confirmed(one, moment, rules.hours(quarter.directory.workspace))
            duty.confirm(session, quarter.workspace, one, sure, one.person, moment)

    return act


def _log(quarter: Quarter, day: dt.date, text: str) -> Act:
    def act(session: Session, moment: dt.datetime) -> None:
        for one in duty.at(session, quarter.workspace, day):
            said = " ".join((text, *one.refs))
            writing.log(session, quarter.workspace, Entry(0, day, one.person, moment, said, one.refs))

    return act
