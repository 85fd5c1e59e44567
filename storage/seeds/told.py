"""What people of the demo have heard of already: that a number left its path was said when it did, not at the start."""

from sqlalchemy.orm import Session

from bot.domain.ledger import key
from bot.domain.meetings import warned
from storage import indicators, ledger, meetings, plans
from storage.seeds.quarter import WEEK, Quarter


def remember(quarter: Quarter, session: Session) -> None:
    """A row of the ledger for every alarm there is now, which nobody sends any more."""
    watched = indicators.all_of(session, quarter.workspace)
    courses = indicators.courses(session, quarter.workspace, watched, quarter.today)
    _tell(quarter, session, indicators.ALARM, [name for course in courses for _, name in course.alarms])
    behind = plans.pressing(session, quarter.workspace, quarter.today)
    _tell(quarter, session, plans.ALARM, [one.alarm for one in behind])
    missed = meetings.unsat(session, quarter.directory, quarter.now)
    heard = [one.alarm(person) for one in missed for person in warned(one.series, quarter.directory)]
    _tell(quarter, session, meetings.UNSAT, heard)


def _tell(quarter: Quarter, session: Session, series: str, names: list[str]) -> None:
    for name in names:
        ledger.plan(
            session,
            quarter.workspace,
            series=series,
            occurrence=name,
            person=quarter.people[0].id,
            due=quarter.now,
            expires=quarter.now + WEEK,
            maker=series,
            now=quarter.now,
        )
        ledger.cancel(session, quarter.workspace, key(quarter.workspace, series, name), reason="seed", now=quarter.now)
