"""Looking at series and sittings."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.domain import meetings as rules
from bot.domain.directory import Directory
from bot.domain.meetings import Attendance, Item, Meeting, MeetingState, Seat, Series, Sitting, Unsat
from bot.domain.words import folded
from storage.meetings.rows import (
    ITEM,
    MEETING,
    SEAT,
    SERIES,
    THERE,
    item_value,
    meeting_value,
    series_value,
)
from storage.organisations import OrganisationRow

_ORGANISATION: Final = OrganisationRow.__table__
_PLANNED: Final = MEETING.c.state == MeetingState.PLANNED.value
UNSAT: Final = "meeting-unsat"  # the ledger's series of those that have not sat in their period
_MOST: Final = 500  # sittings that one look may find


def everything(
    session: Session,
    workspace: str,
    *,
    active: bool = False,
    team: str | None = None,
    keys: Collection[str] | None = None,
) -> list[Series]:
    """Every series with its seats, in the order of the keys; those that have ended too, unless only `active`.

    Of one `team`, or of these `keys`, if they are given.
    """
    where = [SERIES.c.workspace == workspace, *([SERIES.c.active.is_(True)] if active else [])]
    where += [SERIES.c.team == team] if team is not None else []
    where += [SERIES.c.key.in_(sorted(keys))] if keys is not None else []
    rows = session.execute(select(SERIES).where(*where).order_by(SERIES.c.key)).all()
    seats = _seats(session, workspace, [row.key for row in rows])
    return [series_value(row, tuple(seats.get(row.key, ()))) for row in rows]


def get_series(session: Session, workspace: str, key: str) -> Series | None:
    row = session.execute(select(SERIES).where(SERIES.c.workspace == workspace, SERIES.c.key == key)).one_or_none()
    return None if row is None else series_value(row, tuple(_seats(session, workspace, [key]).get(key, ())))


def get(session: Session, workspace: str, number: int) -> Meeting | None:
    found = _meetings(session, workspace, MEETING.c.number == number)
    return found[0] if found else None


def locked(session: Session, workspace: str, number: int) -> Meeting | None:
    """The sitting, nobody else's until this transaction ends."""
    query = select(MEETING).where(MEETING.c.workspace == workspace, MEETING.c.number == number).with_for_update()
    row = session.execute(query).one_or_none()
    return None if row is None else meeting_value(row)


def of_series(session: Session, workspace: str, key: str, limit: int = _MOST) -> list[Meeting]:
    """The sittings of a series, the newest first."""
    return _meetings(session, workspace, MEETING.c.series == key, newest_first=True, limit=limit)


def since(session: Session, workspace: str, keys: Collection[str], first: dt.datetime) -> dict[str, list[Meeting]]:
    """Key → all sittings of that series that begin then or later, the soonest first; those without are missing."""
    found: dict[str, list[Meeting]] = {}
    for one in _meetings(session, workspace, MEETING.c.series.in_(sorted(keys)), MEETING.c.starts >= first, limit=None):
        found.setdefault(one.series, []).append(one)
    return found


def of_period(session: Session, workspace: str, key: str, first: dt.datetime, before: dt.datetime) -> list[Meeting]:
    """The sittings of a series that begin in [first, before)."""
    return _meetings(session, workspace, MEETING.c.series == key, MEETING.c.starts >= first, MEETING.c.starts < before)


def coming(session: Session, workspace: str, now: dt.datetime, keys: Collection[str] | None = None) -> list[Meeting]:
    """The sittings that are planned and have not begun, the soonest first; of these series, None for all."""
    where = [_PLANNED, MEETING.c.starts >= now]
    if keys is not None:
        where.append(MEETING.c.series.in_(sorted(keys)))
    return _meetings(session, workspace, *where)


def waiting(
    session: Session, workspace: str, keys: Collection[str], since: dt.datetime, now: dt.datetime
) -> list[Meeting]:
    """The sittings of these series that began since then and ended by now, of which nobody said who was there."""
    where = (_PLANNED, MEETING.c.series.in_(sorted(keys)), MEETING.c.starts >= since, MEETING.c.starts < now)
    return [one for one in _meetings(session, workspace, *where) if one.waits(now)]


def between(
    session: Session, workspace: str, first: dt.datetime, before: dt.datetime, numbers: Iterable[int] = ()
) -> list[tuple[Meeting, Series]]:
    """Sittings that begin in [first, before), and those of these numbers, each with its series; no cancelled ones."""
    wanted: ColumnElement[bool] = and_(MEETING.c.starts >= first, MEETING.c.starts < before)
    if listed := sorted(set(numbers)):
        wanted = or_(wanted, MEETING.c.number.in_(listed))
    found = _meetings(session, workspace, MEETING.c.state != MeetingState.CANCELLED.value, wanted, limit=None)
    known = {one.key: one for one in everything(session, workspace, keys={one.series for one in found})}
    return [(one, known[one.series]) for one in found]


def items(session: Session, workspace: str, number: int) -> list[Item]:
    """What stands on the agenda of a sitting, in the order of adding."""
    where = (ITEM.c.workspace == workspace, ITEM.c.meeting == number)
    return [item_value(row) for row in session.execute(select(ITEM).where(*where).order_by(ITEM.c.number))]


def items_of(session: Session, workspace: str, numbers: Sequence[int]) -> dict[int, list[Item]]:
    """The same for several sittings; those without are missing."""
    found: dict[int, list[Item]] = {}
    if numbers:
        where = (ITEM.c.workspace == workspace, ITEM.c.meeting.in_(numbers))
        for row in session.execute(select(ITEM).where(*where).order_by(ITEM.c.number)):
            found.setdefault(row.meeting, []).append(item_value(row))
    return found


def attendance(session: Session, workspace: str, number: int) -> Attendance:
    """Who was there."""
    rows = session.execute(
        select(THERE.c.organisation, THERE.c.person, _ORGANISATION.c.name)
        .select_from(THERE.outerjoin(_ORGANISATION, _same_organisation(THERE)))
        .where(THERE.c.workspace == workspace, THERE.c.meeting == number)
        .order_by(THERE.c.organisation, THERE.c.person)
    ).all()
    return Attendance(
        {row.organisation: row.name or "?" for row in rows if row.organisation},
        tuple(row.person for row in rows if row.person),
    )


def search(session: Session, workspace: str, words: str, limit: int = 10) -> list[Series]:
    """Living series with these words in a name."""
    wanted = [folded(word) for word in words.split()]
    found = [
        one
        for one in everything(session, workspace, active=True)
        if any(all(word in spelling for word in wanted) for spelling in one.spellings())
    ]
    return found[:limit]


# sittings with what a list shows of them ------------------------------------------------------------------------------


def sitting(session: Session, directory: Directory, one: Meeting) -> Sitting | None:
    """A sitting with its series and its counts."""
    found = sittings(session, directory, [one])
    return found[0] if found else None


def sittings(session: Session, directory: Directory, found: Sequence[Meeting]) -> list[Sitting]:
    """The same for several, in their order."""
    workspace = directory.workspace.id
    if not found:
        return []
    known = {one.key: one for one in everything(session, workspace, keys={one.series for one in found})}
    numbers = [one.number for one in found]
    there, on_agenda = _there(session, workspace, numbers), _items(session, workspace, numbers)
    made = []
    for one in found:
        series = known.get(one.series)
        if series is not None:
            zone = directory.zone_of_team(directory.team(series.team))
            came = there.get(one.number, set())
            seated = sum((seat.organisation or 0, seat.person or "") in came for seat in series.seats)
            people = sum(bool(person) for _, person in came)
            items = on_agenda.get(one.number, 0)
            made.append(Sitting(one, series, zone, len(came) - people, people, seated, items=items))
    return made


def sittings_by_ref(session: Session, directory: Directory, refs: Iterable[str]) -> dict[str, Sitting]:
    """`M-4` → the sitting."""
    numbers = sorted({int(ref[2:]) for ref in refs if ref.startswith("M-")})
    if not numbers:
        return {}
    found = _meetings(session, directory.workspace.id, MEETING.c.number.in_(numbers))
    return {one.meeting.ref: one for one in sittings(session, directory, found)}


def of_organisation(
    session: Session, workspace: str, number: int, limit: int = 3
) -> tuple[list[Series], list[Meeting]]:
    """The living series in which an organisation has a seat, and the newest sittings that it came to."""
    keys = session.execute(
        select(SEAT.c.series).where(SEAT.c.workspace == workspace, SEAT.c.organisation == number).distinct()
    ).scalars()
    here = set(keys)
    been = session.execute(
        select(THERE.c.meeting)
        .where(THERE.c.workspace == workspace, THERE.c.organisation == number)
        .order_by(THERE.c.meeting.desc())
        .limit(_MOST)
    ).scalars()
    numbers = list(been)
    came = (
        _meetings(session, workspace, MEETING.c.number.in_(numbers), newest_first=True, limit=limit) if numbers else []
    )
    return everything(session, workspace, active=True, keys=here) if here else [], came


def owed_to(
    session: Session, directory: Directory, person: str, now: dt.datetime, today: dt.date
) -> tuple[list[Sitting], list[Sitting]]:
    """What a person has to prepare in the next days, and the sittings of which they have not said who was there."""
    workspace = directory.workspace
    mine = {
        one.key: one
        for one in everything(session, workspace.id, active=True)
        if rules.responsible(one, directory) == person
    }
    if not mine:
        return [], []
    soon = [one for one in coming(session, workspace.id, now, mine) if one.starts - now < dt.timedelta(days=30)]
    since = now - dt.timedelta(days=rules.RECORD_DAYS)
    prepare = [
        one
        for one in sittings(session, directory, soon)
        if rules.to_prepare(one.meeting, one.items, today, one.zone, workspace.calendar)
    ]
    return prepare, sittings(session, directory, waiting(session, workspace.id, mine, since, now))


def to_come(session: Session, directory: Directory, person: str, now: dt.datetime, until: dt.datetime) -> list[Sitting]:
    """The sittings before `until` that concern somebody, the soonest first."""
    workspace = directory.workspace.id
    keys = {one.key for one in mine(session, workspace, person, directory.teams_of(person))}
    found = [one for one in coming(session, workspace, now, keys) if one.starts < until] if keys else []
    return sittings(session, directory, found)


def planned_between(
    session: Session, directory: Directory, team: str, first: dt.datetime, before: dt.datetime
) -> list[Sitting]:
    """The sittings of a team's series that are planned to begin in [first, before)."""
    workspace = directory.workspace.id
    where = (SERIES.c.workspace == workspace, SERIES.c.team == team, SERIES.c.active.is_(True))
    keys = session.execute(select(SERIES.c.key).where(*where)).scalars().all()
    found = [one for one in coming(session, workspace, first, keys) if one.starts < before] if keys else []
    return sittings(session, directory, found)


def unsat(session: Session, directory: Directory, now: dt.datetime, team: str | None = None) -> list[Unsat]:
    """The series (of a team) that have not sat in their quarter or half-year, with nothing planned in it."""
    found = []
    for series in everything(session, directory.workspace.id, active=True, team=team):
        zone = directory.zone_of_team(directory.team(series.team))
        today = rules.local_day(now, zone)
        here = rules.period(series.cadence.every, today)
        if here is None or today < rules.warned_from(here):
            continue
        after = rules.starts_on(series, here.first, zone) - dt.timedelta(days=1)
        later = _meetings(session, directory.workspace.id, MEETING.c.series == series.key, MEETING.c.starts >= after)
        missed = rules.unsat(series, later, today, zone)
        if missed is not None:
            found.append(missed)
    return found


# parts ----------------------------------------------------------------------------------------------------------------


def _meetings(
    session: Session, workspace: str, *where: ColumnElement[bool], newest_first: bool = False, limit: int | None = _MOST
) -> list[Meeting]:
    order = (MEETING.c.starts.desc(), MEETING.c.number.desc()) if newest_first else (MEETING.c.starts, MEETING.c.number)
    query = select(MEETING).where(MEETING.c.workspace == workspace, *where).order_by(*order).limit(limit)
    return [meeting_value(row) for row in session.execute(query)]


def _seats(session: Session, workspace: str, keys: Sequence[str]) -> Mapping[str, list[Seat]]:
    if not keys:
        return {}
    rows = session.execute(
        select(SEAT, _ORGANISATION.c.name)
        .select_from(SEAT.outerjoin(_ORGANISATION, _same_organisation(SEAT)))
        .where(SEAT.c.workspace == workspace, SEAT.c.series.in_(keys))
        .order_by(SEAT.c.series, SEAT.c.place)
    )
    found: dict[str, list[Seat]] = {}
    for row in rows:
        found.setdefault(row.series, []).append(Seat(row.organisation, row.person, row.chair, row.name or ""))
    return found


def _same_organisation(table: Any) -> Any:
    return (_ORGANISATION.c.workspace == table.c.workspace) & (_ORGANISATION.c.number == table.c.organisation)


def _there(session: Session, workspace: str, numbers: Sequence[int]) -> dict[int, set[tuple[int, str]]]:
    """Sitting → who came: organisations and people of ours, the other of the two empty."""
    if not numbers:
        return {}
    rows = session.execute(
        select(THERE.c.meeting, THERE.c.organisation, THERE.c.person).where(
            THERE.c.workspace == workspace, THERE.c.meeting.in_(numbers)
        )
    )
    found: dict[int, set[tuple[int, str]]] = {}
    for number, organisation, person in rows:
        found.setdefault(number, set()).add((organisation, person))
    return found


def _items(session: Session, workspace: str, numbers: Sequence[int]) -> dict[int, int]:
    if not numbers:
        return {}
    rows = session.execute(
        select(ITEM.c.meeting, func.count())
        .where(ITEM.c.workspace == workspace, ITEM.c.meeting.in_(numbers))
        .group_by(ITEM.c.meeting)
    )
    return {row[0]: row[1] for row in rows}


def mine(session: Session, workspace: str, person: str, teams: Iterable[str]) -> list[Series]:
    """The living series that concern somebody: prepared by them, with a seat for them, or of a team of theirs."""
    seated = select(SEAT.c.series).where(SEAT.c.workspace == workspace, SEAT.c.person == person)
    keys = session.execute(
        select(SERIES.c.key).where(
            SERIES.c.workspace == workspace,
            SERIES.c.active.is_(True),
            or_(SERIES.c.secretary == person, SERIES.c.team.in_(sorted(teams)), SERIES.c.key.in_(seated)),
        )
    ).scalars()
    wanted = set(keys)
    return everything(session, workspace, active=True, keys=wanted) if wanted else []
