"""When a place may next be written to, shared by every process through the database."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import CursorResult, func, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.ledger import LONGEST_WAIT
from storage import insert_once
from storage.ledger.rows import GateRow

EVERYWHERE: Final = "*"
LOOKING: Final = "~look"


def closed(session: Session, workspace: str, places: Iterable[str], now: dt.datetime) -> Mapping[str, dt.datetime]:
    """Of these places, those that may not be written to yet, and when they may."""
    rows = session.execute(
        select(GateRow.place, GateRow.free_at).where(
            GateRow.workspace == workspace, GateRow.place.in_(set(places)), GateRow.free_at > now
        )
    )
    return {place: free_at for place, free_at in rows if free_at <= now + LONGEST_WAIT}


def take(session: Session, workspace: str, place: str, now: dt.datetime, gap: dt.timedelta) -> bool:
    """Write to a place now, and nobody else for `gap`. False when somebody was faster."""
    insert_once(session, GateRow, workspace=workspace, place=place, free_at=now, limited=False)
    free = or_(GateRow.free_at <= now, GateRow.free_at > now + LONGEST_WAIT)
    taken = session.execute(
        update(GateRow)
        .where(GateRow.workspace == workspace, GateRow.place == place, free)
        .values(free_at=now + gap, limited=False)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(taken, CursorResult)
    return bool(taken.rowcount)


def give_back(session: Session, workspace: str, place: str, now: dt.datetime, gap: dt.timedelta) -> None:
    """What was taken at `now` is not needed after all; what somebody else took stays."""
    session.execute(
        update(GateRow)
        .where(GateRow.workspace == workspace, GateRow.place == place, GateRow.free_at == now + gap)
        .values(free_at=now)
        .execution_options(synchronize_session=False)
    )


def keep_shut(session: Session, workspace: str, place: str, until: dt.datetime, *, limited: bool = False) -> None:
    """Nothing to this place before `until`; a later moment that was there already stays."""
    insert_once(session, GateRow, workspace=workspace, place=place, free_at=until, limited=limited)
    session.execute(
        update(GateRow)
        .where(GateRow.workspace == workspace, GateRow.place == place)
        .where(or_(GateRow.free_at < until, GateRow.free_at > until + LONGEST_WAIT))
        .values(free_at=until, limited=limited)
        .execution_options(synchronize_session=False)
    )


def push(session: Session, workspace: str, place: str, now: dt.datetime, gap: dt.timedelta) -> None:
    """Somebody wrote without waiting: who does wait waits a `gap` longer, so that all together keep the pace."""
    until = closed(session, workspace, [place], now).get(place, now)
    keep_shut(session, workspace, place, until + gap)


def others_limited(session: Session, workspace: str, place: str, now: dt.datetime) -> bool:
    """Does Slack make another channel wait too? Then it means the whole workspace."""
    count = session.execute(
        select(func.count())
        .select_from(GateRow)
        .where(
            GateRow.workspace == workspace,
            GateRow.place.not_in((place, EVERYWHERE, LOOKING)),
            GateRow.limited,
            GateRow.free_at > now,
        )
    ).scalar_one()
    return count > 0


def last_ts(session: Session, workspace: str, place: str) -> str | None:
    """The newest message of ours in a place, as far as we know: what is sent from now on comes after it."""
    return session.execute(
        select(GateRow.last_ts).where(GateRow.workspace == workspace, GateRow.place == place)
    ).scalar_one_or_none()


def saw(session: Session, workspace: str, place: str, ts: str, now: dt.datetime) -> None:
    """A message of ours is in a place under this ts."""
    insert_once(session, GateRow, workspace=workspace, place=place, free_at=now, limited=False)
    session.execute(
        update(GateRow)
        .where(GateRow.workspace == workspace, GateRow.place == place)
        .where(or_(GateRow.last_ts.is_(None), GateRow.last_ts < ts))
        .values(last_ts=ts)
        .execution_options(synchronize_session=False)
    )
