"""Slack users as we know them, and when they are away."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Index, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.people import Person, Role
from storage import upsert, workspaces
from storage.base import Base, Day, JsonList, Word, WorkspaceId


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


@dataclasses.dataclass(frozen=True)
class Leave:
    person: str
    first: dt.date
    last: dt.date
    half: str = ""
    deputy: str | None = None


def save(session: Session, workspace: str, person: Person) -> None:
    """Store a person as given."""
    values = {item.name: getattr(person, item.name) for item in dataclasses.fields(person) if item.name != "id"}
    values |= {"role": person.role.value, "muted": sorted(person.muted)}
    upsert(session, PersonRow, {"workspace": workspace, "id": person.id}, **values)
    workspaces.touch(session, workspace)


def get(session: Session, workspace: str, id: str) -> Person | None:
    row = session.get(PersonRow, (workspace, id))
    return None if row is None else _value(row)


def everybody(session: Session, workspace: str) -> list[Person]:
    """All people, departed ones too, in the order of their names."""
    rows = session.execute(select(PersonRow).where(PersonRow.workspace == workspace).order_by(PersonRow.name)).scalars()
    return [_value(row) for row in rows]


def remember_dm(session: Session, workspace: str, id: str, channel: str) -> None:
    """The direct message channel with this person, so that posting needs no look-up."""
    session.execute(update(PersonRow).where(PersonRow.workspace == workspace, PersonRow.id == id).values(dm=channel))
    workspaces.touch(session, workspace)


def deactivate_others(session: Session, workspace: str, present: Iterable[str]) -> int:
    """People whom Slack no longer has are kept, as departed. Gives how many that is new of."""
    gone = [person for person in everybody(session, workspace) if person.active and person.id not in set(present)]
    for person in gone:
        save(session, workspace, dataclasses.replace(person, active=False))
    return len(gone)


def away(session: Session, workspace: str, leave: Leave) -> None:
    """Somebody is away; the same first day again replaces what was said."""
    key = {"workspace": workspace, "person": leave.person, "first": leave.first}
    upsert(session, LeaveRow, key, last=leave.last, half=leave.half, deputy=leave.deputy)
    workspaces.touch(session, workspace)


def back(session: Session, workspace: str, person: str, first: dt.date, last: dt.date) -> int:
    """Forget the leaves that touch these days. Gives how many."""
    touching = _touching(workspace, first, last)
    gone = session.execute(delete(LeaveRow).where(*touching, LeaveRow.person == person).returning(LeaveRow.first)).all()
    workspaces.touch(session, workspace)
    return len(gone)


def leaves(session: Session, workspace: str, first: dt.date, last: dt.date) -> Sequence[Leave]:
    """Everybody's leaves that touch these days."""
    rows = session.execute(
        select(LeaveRow).where(*_touching(workspace, first, last)).order_by(LeaveRow.first)
    ).scalars()
    return [Leave(row.person, row.first, row.last, row.half, row.deputy) for row in rows]


def _touching(workspace: str, first: dt.date, last: dt.date) -> tuple[ColumnElement[bool], ...]:
    return (LeaveRow.workspace == workspace, LeaveRow.last >= first, LeaveRow.first <= last)


def _value(row: PersonRow) -> Person:
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
        muted=frozenset(row.muted),
    )
