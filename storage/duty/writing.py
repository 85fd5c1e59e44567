"""Every change of a roster, a swap or the log, with its audit."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import and_, delete, insert, or_, update
from sqlalchemy.orm import Session

from bot.domain.duty import Duty, Entry, Share, Swap, SwapState
from storage import audit, upsert
from storage.duty.rows import (
    ENTRY,
    DutyEntryRow,
    DutyFormerRow,
    DutyRow,
    DutyShareRow,
    DutySwapRow,
    columns,
    entry_columns,
    share_columns,
    swap_columns,
)
from storage.numbers import following

KEPT: Final = dt.timedelta(days=1)  # what stood before a roster was shared out anew; its undo is over by then


def named(day: dt.date) -> str:
    """A day of duty in the audit."""
    return f"duty:{day.isoformat()}"


def enlist(
    session: Session, workspace: str, new: Iterable[Duty], who: str, now: dt.datetime, action: str = "add"
) -> None:
    """Duties on seats that nobody has."""
    found = list(new)
    if found:
        rows = [{"workspace": workspace, "day": one.day, "seat": one.seat, **columns(one)} for one in found]
        session.execute(insert(DutyRow), rows)
        told = [(named(one.day), None, _told(one)) for one in found]
        audit.record_changes(session, workspace, who, now, action, told)


def put(
    session: Session, workspace: str, before: Duty | None, after: Duty, who: str, now: dt.datetime, action: str
) -> None:
    """A duty as it is now, in the place of the one before it on its seat."""
    key = {"workspace": workspace, "day": after.day, "seat": after.seat}
    upsert(session, DutyRow, key, **columns(after))
    if before is not None and before.person != after.person:
        _withdraw(session, workspace, before, now)
    audit.record(session, workspace, who, now, action, named(after.day), before and _told(before), _told(after))


def put_aside(
    session: Session, workspace: str, gone: Iterable[Duty], first: dt.date, last: dt.date, now: dt.datetime
) -> None:
    """Keep what stood on these days before `now`, for an undo; what was kept of them before, or for long, goes."""
    kept = DutyFormerRow
    old = or_(kept.gone < now - KEPT, and_(kept.day >= first, kept.day <= last))
    session.execute(delete(kept).where(kept.workspace == workspace, old))
    rows = [{"workspace": workspace, "day": one.day, "seat": one.seat, "gone": now, **columns(one)} for one in gone]
    if rows:
        session.execute(insert(kept), rows)


def forget_aside(session: Session, workspace: str, gone: dt.datetime) -> None:
    """What was put aside at that moment stands again."""
    where = (DutyFormerRow.workspace == workspace, DutyFormerRow.gone == gone)
    session.execute(delete(DutyFormerRow).where(*where))


def dismiss(session: Session, workspace: str, gone: Iterable[Duty], who: str, now: dt.datetime, action: str) -> None:
    """Their seats are empty again."""
    for one in gone:
        where = (DutyRow.workspace == workspace, DutyRow.day == one.day, DutyRow.seat == one.seat)
        session.execute(delete(DutyRow).where(*where))
        _withdraw(session, workspace, one, now)
        audit.record(session, workspace, who, now, action, named(one.day), _told(one), None)


def welcome(session: Session, workspace: str, shares: Iterable[Share]) -> None:
    """New people of the rotation, with what they begin with."""
    rows = [{"workspace": workspace, **share_columns(one)} for one in shares]
    if rows:
        session.execute(insert(DutyShareRow), rows)


def unwelcome(session: Session, workspace: str, since: dt.date) -> None:
    """Whoever came into the rotation on that day did not: the roster that brought them is taken back."""
    session.execute(delete(DutyShareRow).where(DutyShareRow.workspace == workspace, DutyShareRow.since == since))


def ask(session: Session, workspace: str, new: Swap) -> Swap:
    """Keep that somebody was asked (its number is ignored); an older question about the same day is withdrawn."""
    withdraw(session, workspace, new.day, new.seat, new.at)
    made = dataclasses.replace(new, number=following(session, workspace, "duty-swap"))
    session.execute(insert(DutySwapRow), {"workspace": workspace, **swap_columns(made)})
    return made


def withdraw(session: Session, workspace: str, day: dt.date, seat: int, at: dt.datetime) -> None:
    """Nobody waits for an answer about this day any more."""
    open_now = (DutySwapRow.workspace == workspace, DutySwapRow.day == day, DutySwapRow.seat == seat)
    session.execute(
        update(DutySwapRow)
        .where(*open_now, DutySwapRow.state == SwapState.OPEN.value)
        .values(state=SwapState.WITHDRAWN.value, settled=at)
    )


def settle(session: Session, workspace: str, settled: Swap) -> None:
    """Keep what the one who was asked answered."""
    where = (DutySwapRow.workspace == workspace, DutySwapRow.number == settled.number)
    values = {"state": settled.state.value, "settled": settled.settled}
    session.execute(update(DutySwapRow).where(*where).values(**values))


def log(session: Session, workspace: str, new: Entry) -> Entry:
    """Keep a line of the log (its number is ignored)."""
    values = {"workspace": workspace, **entry_columns(new)}
    number = session.execute(insert(DutyEntryRow).values(values).returning(ENTRY.c.number)).scalar_one()
    made = dataclasses.replace(new, number=number)
    audit.record(session, workspace, new.person, new.at, "log", named(made.day), None, _line(made))
    return made


def take_back(session: Session, workspace: str, undone: Entry, now: dt.datetime) -> None:
    """The line counts no more."""
    where = (DutyEntryRow.workspace == workspace, DutyEntryRow.number == undone.number)
    session.execute(update(DutyEntryRow).where(*where).values(undone=undone.undone))
    audit.record(session, workspace, undone.person, now, "undo", named(undone.day), _line(undone), None)


def _withdraw(session: Session, workspace: str, gone: Duty, now: dt.datetime) -> None:
    """Nobody is asked any more about a day that is somebody else's by now."""
    swap = DutySwapRow
    about = or_(
        and_(swap.day == gone.day, swap.seat == gone.seat), and_(swap.back == gone.day, swap.back_seat == gone.seat)
    )
    session.execute(
        update(swap)
        .where(swap.workspace == workspace, swap.state == SwapState.OPEN.value, about)
        .values(state=SwapState.WITHDRAWN.value, settled=now)
    )


def _told(one: Duty) -> dict[str, Any]:
    """As the audit keeps it."""
    return {
        "person": one.person,
        "seat": one.seat if one.seat > 1 else None,
        "why": one.why.value,
        "refs": list(one.refs),
        "confirmed": one.confirmed.isoformat() if one.confirmed else None,
    }


def _line(one: Entry) -> dict[str, Any]:
    return {"text": one.text, "refs": list(one.refs)}
