"""How far each workspace is planned, and when its sweeps last ran."""

import datetime as dt

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from bot.values import frozen
from storage import insert_once, upsert
from storage.ledger.rows import SweepRow, WatermarkRow


@frozen
class Watermark:
    """Planned up to `until`, by this version of the rules; nothing is due before `next_due`, then."""

    until: dt.datetime
    version: str
    next_due: dt.datetime


def watermark(session: Session, workspace: str) -> Watermark | None:
    row = session.get(WatermarkRow, workspace, populate_existing=True)
    return None if row is None else Watermark(row.until, row.version, row.next_due)


def planned_until(session: Session, workspace: str, mark: Watermark) -> None:
    upsert(
        session,
        WatermarkRow,
        {"workspace": workspace},
        until=mark.until,
        version=mark.version,
        next_due=mark.next_due,
    )


def sweep_due(session: Session, workspace: str, name: str, now: dt.datetime, every: dt.timedelta) -> bool:
    """Would `take_sweep` give it now? Asked without waiting for a writer."""
    row = session.get(SweepRow, (workspace, name))
    return row is None or row.ran_at <= now - every or row.ran_at > now


def take_sweep(session: Session, workspace: str, name: str, now: dt.datetime, every: dt.timedelta) -> bool:
    """True for the one process that runs this sweep now; the next may once `every` has passed.

    A moment in the future is from a clock that was moved, and does not count.
    """
    if insert_once(session, SweepRow, workspace=workspace, name=name, ran_at=now):
        return True
    taken = session.execute(
        update(SweepRow)
        .where(SweepRow.workspace == workspace, SweepRow.name == name)
        .where(or_(SweepRow.ran_at <= now - every, SweepRow.ran_at > now))
        .values(ran_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(taken, CursorResult)
    return bool(taken.rowcount)
