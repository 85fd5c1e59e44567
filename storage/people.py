"""Slack users as we know them, and when they are away."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Index, String, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.forgetting import fingerprint
from bot.domain.leaves import Leave
from bot.domain.people import Person, Role, met
from storage import audit, forgotten, run, upsert, workspaces
from storage.base import Base, Day, JsonList, Word, WorkspaceId

_NOTED: Final = ("name", "role", "active", "outside")


class PersonRow(Base):
    __tablename__ = "person"

    workspace: Mapped[WorkspaceId]
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    handle: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Word]
    grade: Mapped[str | None] = mapped_column(String(40))
    quota: Mapped[int]
    team: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(8))
    locale: Mapped[str | None] = mapped_column(String(20))
    zone: Mapped[str] = mapped_column(String(64))
    active: Mapped[bool]
    dm: Mapped[str | None] = mapped_column(String(32))
    outside: Mapped[bool]
    muted: Mapped[JsonList]


class LeaveRow(Base):
    """A stretch of days that somebody is away; `half` "am" or "pm" counts each day as half."""

    __tablename__ = "leave"

    workspace: Mapped[WorkspaceId]
    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    first: Mapped[Day] = mapped_column(primary_key=True)
    last: Mapped[Day]
    half: Mapped[str] = mapped_column(String(2))
    deputy: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (Index("ix_leave_workspace_last", "workspace", "last"),)


_TABLE = PersonRow.__table__
# every job and every tenth request reads them all: without an object of the ORM for each
_EVERYBODY = select(_TABLE).where(_TABLE.c.workspace == bindparam("ws")).order_by(_TABLE.c.name)


def save(session: Session, workspace: str, person: Person) -> None:
    """Store a person as given."""
    _store(session, workspace, person)
    workspaces.touch(session, workspace)


def change(session: Session, workspace: str, person: Person, who: str, now: dt.datetime, action: str = "edit") -> None:
    """Store a changed person, and who changed what of them."""
    audit.record(session, workspace, who, now, action, person.id, get(session, workspace, person.id), person)
    save(session, workspace, person)


def change_many(
    session: Session,
    workspace: str,
    changed: Iterable[tuple[Person, Person]],
    who: str,
    now: dt.datetime,
    action: str = "edit",
) -> None:
    """The same for several, each before and after."""
    pairs = list(changed)
    audit.record_changes(session, workspace, who, now, action, ((new.id, old, new) for old, new in pairs))
    for _, new in pairs:
        _store(session, workspace, new)
    workspaces.touch(session, workspace)


def learn(
    session: Session,
    workspace: str,
    users: Iterable[Mapping[str, Any]],
    now: dt.datetime,
    *,
    admins: Iterable[str] = (),
    zone: str = "Asia/Seoul",
) -> list[Person]:
    """What Slack says of these users, stored where it is new. Gives the people who are new or changed.

    Bots are left out, and so are people of other workspaces whom nobody here has met, and those who were forgotten.
    """
    known = {person.id: person for person in everybody(session, workspace)}
    gone = forgotten.known(session, workspace)
    news = []
    for user in users:
        before = known.get(str(user["id"]))
        if before is None and user.get("team_id", workspace) != workspace:
            continue
        if fingerprint(workspace, str(user["id"])) in gone:
            continue
        after = met(user, before, workspace=workspace, admins=admins, zone=zone)
        if after is None or after == before:
            continue
        _store(session, workspace, after)
        _note(session, workspace, before, after, now)
        news.append(after)
    if news:
        workspaces.touch(session, workspace)
    return news


def deactivate_others(session: Session, workspace: str, present: Iterable[str], now: dt.datetime) -> int:
    """People whom Slack no longer has are kept, as departed. Gives how many that is new of.

    Slack's list has this workspace's people only: those from outside are left as they are.
    """
    here = set(present)
    gone = [one for one in everybody(session, workspace) if one.active and not one.outside and one.id not in here]
    for person in gone:
        after = dataclasses.replace(person, active=False)
        _store(session, workspace, after)
        _note(session, workspace, person, after, now)
    if gone:
        workspaces.touch(session, workspace)
    return len(gone)


def choose_language(session: Session, workspace: str, id: str, language: str | None) -> None:
    """Somebody's own choice of language, before Slack's locale; None takes it back."""
    _set(session, workspace, id, language=language)


def mute(session: Session, workspace: str, id: str, kinds: Iterable[str]) -> None:
    """Switch off these kinds of unasked message (such as `digest`), and no others."""
    _set(session, workspace, id, muted=sorted(kinds))


def get(session: Session, workspace: str, id: str) -> Person | None:
    row = session.get(PersonRow, (workspace, id))
    return None if row is None else _value(row)


def everybody(session: Session, workspace: str) -> list[Person]:
    """All people, departed ones too, in the order of their names."""
    return [_value(row) for row in run(session, _EVERYBODY, {"ws": workspace})]


def remember_dm(session: Session, workspace: str, id: str, channel: str) -> None:
    """The direct message channel with this person, so that posting needs no look-up."""
    _set(session, workspace, id, dm=channel)


def remember_dms(session: Session, workspace: str, opened: Mapping[str, str]) -> None:
    """The same for several: person → channel."""
    for id, channel in opened.items():
        session.execute(
            update(PersonRow).where(PersonRow.workspace == workspace, PersonRow.id == id).values(dm=channel)
        )
    workspaces.touch(session, workspace)


def without_dm(session: Session, workspace: str, limit: int | None = None) -> list[str]:
    """Ids of active people to whom the bot could not write at once: their direct messages are not open yet."""
    query = select(PersonRow.id).where(
        PersonRow.workspace == workspace,
        PersonRow.active.is_(True),
        PersonRow.dm.is_(None),
        PersonRow.role != Role.GUEST.value,
    )
    return list(session.execute(query.order_by(PersonRow.id).limit(limit)).scalars())


def follow_grade(session: Session, workspace: str, grade: str, before: int, after: int) -> int:
    """A grade's weekly quota changed: it is that of its people, but of those whose own was set. Gives how many."""
    rows = session.execute(
        update(PersonRow)
        .where(PersonRow.workspace == workspace, PersonRow.grade == grade, PersonRow.quota == before)
        .values(quota=after)
        .returning(PersonRow.id)
    ).all()
    workspaces.touch(session, workspace)
    return len(rows)


def away(session: Session, workspace: str, leave: Leave) -> None:
    """Somebody is away; the same first day again replaces what was said."""
    key = {"workspace": workspace, "person": leave.person, "first": leave.first}
    upsert(session, LeaveRow, key, last=leave.last, half=leave.half, deputy=leave.deputy)
    workspaces.touch(session, workspace)


def back(session: Session, workspace: str, person: str, first: dt.date) -> None:
    """Forget the leave that begins on this day."""
    where = (LeaveRow.workspace == workspace, LeaveRow.person == person, LeaveRow.first == first)
    session.execute(delete(LeaveRow).where(*where))
    workspaces.touch(session, workspace)


def leave_on(session: Session, workspace: str, person: str, first: dt.date) -> Leave | None:
    """The leave that begins on this day."""
    return next((one for one in leaves_of(session, workspace, person, first) if one.first == first), None)


_AWAY = LeaveRow.__table__
_LEAVES = (  # asked for with each visit: built once
    select(_AWAY)
    .where(_AWAY.c.workspace == bindparam("ws"), _AWAY.c.last >= bindparam("first_day"))
    .where(_AWAY.c.first <= bindparam("last_day"))
    .order_by(_AWAY.c.first)
)


def leaves(session: Session, workspace: str, first: dt.date, last: dt.date) -> Sequence[Leave]:
    """Everybody's leaves that touch these days."""
    rows = run(session, _LEAVES, {"ws": workspace, "first_day": first, "last_day": last})
    return [Leave(row.person, row.first, row.last, row.half, row.deputy) for row in rows]


def leaves_of(session: Session, workspace: str, person: str, since: dt.date) -> Sequence[Leave]:
    """Somebody's leaves that end on that day or later, the nearest first."""
    return [one for one in leaves(session, workspace, since, dt.date.max) if one.person == person]


def _store(session: Session, workspace: str, person: Person) -> None:
    values = {item.name: getattr(person, item.name) for item in dataclasses.fields(person) if item.name != "id"}
    values |= {"role": person.role.value, "muted": sorted(person.muted)}
    upsert(session, PersonRow, {"workspace": workspace, "id": person.id}, **values)


def _set(session: Session, workspace: str, id: str, **values: object) -> None:
    session.execute(update(PersonRow).where(PersonRow.workspace == workspace, PersonRow.id == id).values(**values))
    workspaces.touch(session, workspace)


def _note(session: Session, workspace: str, before: Person | None, after: Person, now: dt.datetime) -> None:
    """In the audit, what Slack told stands under nobody's name; only what decides rights and names is kept there."""
    old, new = ({name: getattr(one, name) for name in _NOTED} if one else None for one in (before, after))
    if old != new:
        audit.record(session, workspace, "", now, "slack", after.id, old, new)


def _value(row: Any) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        handle=row.handle,
        email=row.email,
        role=Role(row.role),
        grade=row.grade,
        quota=row.quota,
        team=row.team,
        language=row.language,
        locale=row.locale,
        zone=row.zone,
        active=row.active,
        dm=row.dm,
        outside=row.outside,
        muted=frozenset(row.muted),
    )
