"""Indicators are added and changed, readings only added; each change with its audit."""

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from bot.domain.indicators import Indicator, Reading
from storage import audit
from storage.indicators.reading import get
from storage.indicators.rows import READING, IndicatorRow, ReadingRow, columns, reading_columns
from storage.numbers import following


def add(session: Session, workspace: str, draft: Indicator, who: str, now: dt.datetime) -> Indicator:
    """Record a new one (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "I"))
    session.execute(insert(IndicatorRow), {"workspace": workspace, **columns(new)})
    audit.record(session, workspace, who, now, "add", new.ref, None, told(new))
    return new


def save(
    session: Session, workspace: str, changed: Indicator, who: str, now: dt.datetime, action: str = "edit"
) -> Indicator:
    """Store a changed one; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    where = (IndicatorRow.workspace == workspace, IndicatorRow.number == changed.number)
    session.execute(update(IndicatorRow).where(*where).values(**columns(after)))
    audit.record(session, workspace, who, now, action, after.ref, before and told(before), told(after))
    return after


def remove(session: Session, workspace: str, one: Indicator, who: str, now: dt.datetime) -> None:
    """Forget one that was made by mistake and has no reading; its number is never used again."""
    where = (IndicatorRow.workspace == workspace, IndicatorRow.number == one.number)
    session.execute(delete(IndicatorRow).where(*where))
    audit.record(session, workspace, who, now, "undo", one.ref, told(one), None)


def record(session: Session, workspace: str, new: Reading) -> Reading:
    """Keep a reading (its number is ignored); it takes the place of the one before it, which stays."""
    values = {"workspace": workspace, **reading_columns(new)}
    number = session.execute(insert(ReadingRow).values(values).returning(READING.c.number)).scalar_one()
    made = dataclasses.replace(new, number=number)
    audit.record(session, workspace, new.person, new.at, "record", f"I-{new.indicator}", None, told_reading(made))
    return made


def take_back(session: Session, workspace: str, one: Reading, who: str, now: dt.datetime) -> None:
    """It does not count any more; what it had corrected counts again."""
    where = (ReadingRow.workspace == workspace, ReadingRow.number == one.number)
    session.execute(update(ReadingRow).where(*where).values(undone=now))
    audit.record(session, workspace, who, now, "undo", f"I-{one.indicator}", told_reading(one), None)


def told(one: Indicator) -> dict[str, Any]:
    """As the audit keeps it: numbers as text, the path as what a form takes."""
    values = {item.name: getattr(one, item.name) for item in dataclasses.fields(one)}
    points = [f"{point.day} {point.value}" for point in one.points]
    return values | {"target": str(one.target), "start": str(one.start) if one.start else "", "points": points}


def told_reading(one: Reading) -> dict[str, Any]:
    return {"period": one.period.key, "sector": one.sector, "region": one.region, "value": str(one.value)}
