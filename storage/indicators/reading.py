"""One indicator or many, their readings, and how they go."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.domain.indicators import Course, Indicator, Reading, course
from storage.indicators.rows import INDICATOR, READING, IndicatorRow, reading_value, value
from storage.searching import holds


def get(session: Session, workspace: str, number: int) -> Indicator | None:
    """Deleted ones too: what they were stands in the audit."""
    found = _find(session, workspace, INDICATOR.c.number == number)
    return found[0] if found else None


def locked(session: Session, workspace: str, number: int) -> Indicator | None:
    """The same, and nobody else changes it until this transaction ends."""
    where = (IndicatorRow.workspace == workspace, IndicatorRow.number == number)
    session.execute(select(IndicatorRow.number).where(*where).with_for_update())
    return get(session, workspace, number)


def all_of(session: Session, workspace: str, *, team: str | None = None, owner: str | None = None) -> list[Indicator]:
    """Those that are watched, by number: everybody's, or of a team or an owner."""
    where: list[ColumnElement[bool]] = [INDICATOR.c.deleted.is_(None)]
    if team is not None:
        where.append(INDICATOR.c.team == team)
    if owner is not None:
        where.append(INDICATOR.c.owner == owner)
    return _find(session, workspace, *where)


def search(session: Session, workspace: str, part: str, limit: int = 10) -> list[Indicator]:
    """Those with `part` in their key or a name."""
    named = holds(part, INDICATOR.c.key, INDICATOR.c.ko, INDICATOR.c.en)
    return _find(session, workspace, INDICATOR.c.deleted.is_(None), named)[:limit]


def courses(session: Session, workspace: str, indicators: Iterable[Indicator], today: dt.date) -> list[Course]:
    """How each of these goes."""
    wanted = list(indicators)
    by_number: dict[int, list[Reading]] = {one.number: [] for one in wanted}
    for one in _readings(session, workspace, READING.c.indicator.in_(sorted(by_number))) if by_number else ():
        by_number[one.indicator].append(one)
    return [course(one, by_number[one.number], today) for one in wanted]


def readings(session: Session, workspace: str, indicator: int) -> list[Reading]:
    """All of them in the order in which they were recorded, those corrected or taken back too."""
    return _readings(session, workspace, READING.c.indicator == indicator)


def reading(session: Session, workspace: str, number: int) -> Reading | None:
    found = _readings(session, workspace, READING.c.number == number)
    return found[0] if found else None


def latest(session: Session, workspace: str, indicator: int) -> Reading | None:
    """The one that was recorded last and not taken back."""
    query = (
        select(READING)
        .where(READING.c.workspace == workspace, READING.c.indicator == indicator, READING.c.undone.is_(None))
        .order_by(READING.c.number.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else reading_value(row)


def _find(session: Session, workspace: str, *where: ColumnElement[bool]) -> list[Indicator]:
    query = select(INDICATOR).where(INDICATOR.c.workspace == workspace, *where).order_by(INDICATOR.c.number)
    return [value(row) for row in session.execute(query)]


def _readings(session: Session, workspace: str, *where: ColumnElement[bool]) -> list[Reading]:
    query = select(READING).where(READING.c.workspace == workspace, *where).order_by(READING.c.number)
    return [reading_value(row) for row in session.execute(query)]
