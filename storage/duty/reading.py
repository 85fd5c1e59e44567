"""Rosters, what each has borne, who waits for an answer, and the log."""

import datetime as dt

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from bot.domain import duty as rules
from bot.domain.duty import FESTIVAL, Burden, Duty, Entry, Shift, Swap, SwapState
from bot.domain.workspaces import Workspace
from storage.duty.rows import DUTY, ENTRY, FORMER, SHARE, SWAP, entry_value, swap_value, value
from storage.searching import holds


def between(session: Session, workspace: str, first: dt.date, last: dt.date, person: str | None = None) -> list[Duty]:
    """Who is on from `first` to `last`, the nearest day first; of one person only, if one is named."""
    whose = (DUTY.c.person == person,) if person is not None else ()
    query = (
        select(DUTY)
        .where(DUTY.c.workspace == workspace, DUTY.c.day >= first, DUTY.c.day <= last, *whose)
        .order_by(DUTY.c.day, DUTY.c.seat)
    )
    return [value(row) for row in session.execute(query)]


def former(session: Session, workspace: str, gone: dt.datetime) -> list[Duty]:
    """What stood before the roster was shared out anew at that moment, while it is kept."""
    query = select(FORMER).where(FORMER.c.workspace == workspace, FORMER.c.gone == gone)
    return [value(row) for row in session.execute(query.order_by(FORMER.c.day, FORMER.c.seat))]


def at(session: Session, workspace: str, day: dt.date) -> list[Duty]:
    """Who is on that day."""
    return between(session, workspace, day, day)


def burdens(session: Session, workspace: str) -> dict[str, Burden]:
    """Person → what they have borne, in all years and in the days that are shared out already."""
    heavy = func.sum(case((DUTY.c.weight == FESTIVAL, 1), else_=0))
    query = (
        select(DUTY.c.person, func.sum(DUTY.c.weight), heavy, func.max(DUTY.c.day))
        .where(DUTY.c.workspace == workspace)
        .group_by(DUTY.c.person)
    )
    found = {person: Burden(int(points), int(feasts), last) for person, points, feasts, last in session.execute(query)}
    for row in session.execute(select(SHARE).where(SHARE.c.workspace == workspace)):
        own = found.get(row.person, Burden())
        found[row.person] = Burden(own.points + row.points, own.festivals + row.festivals, own.last)
    return found


def known(session: Session, workspace: str) -> set[str]:
    """Who has been in the rotation."""
    return set(session.execute(select(SHARE.c.person).where(SHARE.c.workspace == workspace)).scalars())


def asks_open(session: Session, workspace: str, since: dt.date, asked: str | None = None) -> list[Swap]:
    """Swaps that wait for an answer, of days from `since` on; of one who was asked, if one is named."""
    whose = (SWAP.c.asked == asked,) if asked is not None else ()
    return _swaps(session, workspace, SWAP.c.day >= since, SWAP.c.state == SwapState.OPEN.value, *whose)


def swap_between(session: Session, workspace: str, number: int) -> Swap | None:
    found = _swaps(session, workspace, SWAP.c.number == number)
    return found[0] if found else None


def entries(session: Session, workspace: str, day: dt.date) -> list[Entry]:
    """The log of one shift, without what was taken back."""
    return _entries(session, workspace, ENTRY.c.day == day, ENTRY.c.undone.is_(None))


def entry(session: Session, workspace: str, number: int) -> Entry | None:
    found = _entries(session, workspace, ENTRY.c.number == number)
    return found[0] if found else None


def latest_entry(session: Session, workspace: str, person: str) -> Entry | None:
    """The last line that somebody wrote and did not take back."""
    query = select(func.max(ENTRY.c.number)).where(
        ENTRY.c.workspace == workspace, ENTRY.c.person == person, ENTRY.c.undone.is_(None)
    )
    number = session.execute(query).scalar_one_or_none()
    return entry(session, workspace, number) if number is not None else None


def last_shift(session: Session, workspace: Workspace, since: dt.date, now: dt.datetime) -> Shift | None:
    """The newest shift that is over, of a day from `since` on: who was on, and what they logged."""
    hours = rules.hours(workspace)
    found = between(session, workspace.id, since, rules.shift_day(now, hours))
    days = [one.day for one in found if not rules.holds(one.day, now, hours)]
    if not days:
        return None
    there = tuple(one for one in found if one.day == days[-1])
    return Shift(days[-1], there, tuple(entries(session, workspace.id, days[-1])))


def search(session: Session, workspace: str, part: str, limit: int = 20) -> list[Entry]:
    """Lines of the log with `part` in them, the newest first."""
    query = (
        select(ENTRY)
        .where(ENTRY.c.workspace == workspace, ENTRY.c.undone.is_(None), holds(part, ENTRY.c.text))
        .order_by(ENTRY.c.number.desc())
        .limit(limit)
    )
    return [entry_value(row) for row in session.execute(query)]


def _swaps(session: Session, workspace: str, *where: ColumnElement[bool]) -> list[Swap]:
    query = select(SWAP).where(SWAP.c.workspace == workspace, *where).order_by(SWAP.c.day, SWAP.c.number)
    return [swap_value(row) for row in session.execute(query)]


def _entries(session: Session, workspace: str, *where: ColumnElement[bool]) -> list[Entry]:
    query = select(ENTRY).where(ENTRY.c.workspace == workspace, *where).order_by(ENTRY.c.number)
    return [entry_value(row) for row in session.execute(query)]
