"""Indicators and readings, many at once: as an import stores them and takes them back."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.domain.indicators import Indicator, Reading
from storage import audit, run
from storage.indicators.rows import (
    INDICATOR,
    READING,
    IndicatorRow,
    ReadingRow,
    columns,
    reading_columns,
    reading_value,
)
from storage.indicators.writing import told, told_reading
from storage.numbers import following
from storage.prepared import new_row, saving

CHUNK = 500  # numbers in one IN list


def everything_read(session: Session, workspace: str) -> dict[int, list[Reading]]:
    """By number of the indicator all its readings that were not taken back, in the order of recording."""
    where = (READING.c.workspace == workspace, READING.c.undone.is_(None))
    found: dict[int, list[Reading]] = {}
    for row in session.execute(select(READING).where(*where).order_by(READING.c.number)):
        found.setdefault(row.indicator, []).append(reading_value(row))
    return found


def ever_read(session: Session, workspace: str) -> frozenset[int]:
    """Numbers of those that have a reading, be it one that was taken back."""
    query = select(READING.c.indicator).where(READING.c.workspace == workspace).distinct()
    return frozenset(session.execute(query).scalars())


def lock_many(session: Session, workspace: str, numbers: Iterable[int]) -> None:
    """Nobody else changes these until this transaction ends. One order of locking: no two wait for each other."""
    for chunk in _chunks(numbers):
        wanted = (INDICATOR.c.workspace == workspace, INDICATOR.c.number.in_(chunk))
        session.execute(select(INDICATOR.c.number).where(*wanted).order_by(INDICATOR.c.number).with_for_update())


def add_many(
    session: Session, workspace: str, drafts: Sequence[Indicator], who: str, now: dt.datetime
) -> list[Indicator]:
    """Make new ones at once, numbered in a row; gives them back numbered."""
    if not drafts:
        return []
    first = following(session, workspace, "I", len(drafts))
    new = [dataclasses.replace(draft, number=first + n) for n, draft in enumerate(drafts)]
    session.execute(insert(IndicatorRow), [{"workspace": workspace, **columns(one)} for one in new])
    audit.record_new(session, workspace, who, now, ((one.ref, told(one)) for one in new))
    return new


def save_many(
    session: Session,
    workspace: str,
    pairs: Iterable[tuple[Indicator, Indicator]],
    who: str,
    now: dt.datetime,
    action: str,
) -> list[Indicator]:
    """Store indicators that changed, each before and after, at once; gives them back with their new versions."""
    both = [(before, dataclasses.replace(after, version=before.version + 1)) for before, after in pairs]
    if both:
        run(session, _SAVE, [new_row(columns(new), workspace=workspace, number=new.number) for _, new in both])
    audit.record_changes(session, workspace, who, now, action, ((new.ref, told(old), told(new)) for old, new in both))
    return [new for _, new in both]


def record_many(
    session: Session, workspace: str, new: Sequence[tuple[Reading, str]], who: str, now: dt.datetime
) -> list[Reading]:
    """Keep readings, each with the reason why it corrects another ("" when it corrects none); gives them numbered."""
    if not new:
        return []
    values = [{"workspace": workspace, **reading_columns(reading)} for reading, _ in new]
    statement = insert(ReadingRow).returning(READING.c.number, sort_by_parameter_order=True)
    numbers = session.execute(statement, values).scalars().all()
    made = [dataclasses.replace(reading, number=number) for (reading, _), number in zip(new, numbers, strict=True)]
    rows = [
        (f"I-{one.indicator}", None, told_reading(one) | {"reason": reason})
        for one, (_, reason) in zip(made, new, strict=True)
    ]
    audit.record_changes(session, workspace, who, now, "record", rows)
    return made


def take_back_many(session: Session, workspace: str, readings: Sequence[Reading], who: str, now: dt.datetime) -> None:
    """They do not count any more; what they had corrected counts again."""
    for chunk in _chunks(one.number for one in readings):
        where = (ReadingRow.workspace == workspace, ReadingRow.number.in_(chunk))
        session.execute(update(ReadingRow).where(*where).values(undone=now))
    rows = [(f"I-{one.indicator}", told_reading(one), None) for one in readings]
    audit.record_changes(session, workspace, who, now, "undo", rows)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(set(numbers))
    return (every[first : first + CHUNK] for first in range(0, len(every), CHUNK))


_SAVE = saving(INDICATOR)
