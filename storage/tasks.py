"""Tasks, their updates and their programmes."""

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.tasks import Programme, Task, TaskState
from storage import audit, upsert
from storage.base import Base, Day, Instant, LongText, Number, Title, Word, WorkspaceId
from storage.numbers import following


class TaskRow(Base):
    __tablename__ = "task"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    title: Mapped[Title]
    state: Mapped[Word]
    created: Mapped[Instant]
    created_by: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(String(32))
    team: Mapped[str | None] = mapped_column(String(40))
    start: Mapped[Day | None]
    due: Mapped[Day | None]
    baseline: Mapped[Day | None]
    percent: Mapped[int]
    at_risk: Mapped[bool]
    blocked_reason: Mapped[LongText]
    programme: Mapped[str | None] = mapped_column(String(40))
    parent: Mapped[int | None] = mapped_column(BigInteger)
    next_step: Mapped[LongText]
    last_note: Mapped[LongText]
    updated: Mapped[Instant | None]
    finished: Mapped[Instant | None]
    difficulty: Mapped[int | None] = mapped_column(BigInteger)
    permalink: Mapped[str] = mapped_column(String(500))
    version: Mapped[int]

    __table_args__ = (
        Index("ix_task_workspace_team_state", "workspace", "team", "state", "due"),
        Index("ix_task_workspace_owner_state", "workspace", "owner", "state", "due"),
        Index("ix_task_workspace_programme", "workspace", "programme", "state"),
        Index("ix_task_workspace_parent", "workspace", "parent"),
        Index("ix_task_workspace_state_due", "workspace", "state", "due"),
    )


class TaskUpdateRow(Base):
    """One update, block, move or finish of a task, append only: what the evaluation counts."""

    __tablename__ = "task_update"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    task: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    what: Mapped[Word]  # update, block, move, finish, assign, reopen, drop
    percent: Mapped[int]
    text: Mapped[LongText]
    next_step: Mapped[LongText]
    due_before: Mapped[Day | None]
    due_after: Mapped[Day | None]

    __table_args__ = (Index("ix_task_update_workspace_task_at", "workspace", "task", "at"),)


class ProgrammeRow(Base):
    __tablename__ = "programme"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    ko: Mapped[str] = mapped_column(String(150))
    en: Mapped[str] = mapped_column(String(150))
    evaluated: Mapped[bool]


_TABLE = TaskRow.__table__
_STORED = tuple(item.name for item in dataclasses.fields(Task) if item.name != "children")


def add(session: Session, workspace: str, draft: Task, who: str, now: dt.datetime) -> Task:
    """Record a new task (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "T"))
    session.execute(insert(TaskRow), {"workspace": workspace, **_columns(new)})
    audit.record(session, workspace, who, now, "add", new.ref, None, new)
    return new


def get(session: Session, workspace: str, number: int) -> Task | None:
    found = find(session, workspace, _TABLE.c.number == number)
    return found[0] if found else None


def save(session: Session, workspace: str, changed: Task, who: str, now: dt.datetime, action: str) -> Task:
    """Store a changed task, with its audit; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    where = (TaskRow.workspace == workspace, TaskRow.number == changed.number)
    session.execute(update(TaskRow).where(*where).values(**_columns(after)))
    audit.record(session, workspace, who, now, action, after.ref, before, after)
    return after


def find(session: Session, workspace: str, *where: Any, limit: int | None = None, offset: int = 0) -> list[Task]:
    """Tasks that fulfil `where` (conditions of this table), the soonest due first. For this folder only."""
    child = TaskRow.__table__.alias("child")
    children = (
        select(func.count())
        .select_from(child)
        .where(child.c.workspace == _TABLE.c.workspace, child.c.parent == _TABLE.c.number)
        .correlate(_TABLE)
        .scalar_subquery()
    )
    rows = session.execute(
        select(_TABLE, children.label("children"))
        .where(_TABLE.c.workspace == workspace, *where)
        .order_by(_TABLE.c.due.is_(None), _TABLE.c.due, _TABLE.c.number)
        .limit(limit)
        .offset(offset)
    )
    return [_value(row) for row in rows]


def save_programme(session: Session, workspace: str, programme: Programme) -> None:
    values = {"ko": programme.ko, "en": programme.en, "evaluated": programme.evaluated}
    upsert(session, ProgrammeRow, {"workspace": workspace, "key": programme.key}, **values)


def programmes(session: Session, workspace: str) -> list[Programme]:
    where = ProgrammeRow.workspace == workspace
    rows = session.execute(select(ProgrammeRow).where(where).order_by(ProgrammeRow.key)).scalars()
    return [Programme(row.key, row.ko, row.en, row.evaluated) for row in rows]


def _columns(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in _STORED} | {"state": task.state.value}


def _value(row: Any) -> Task:
    values = {name: getattr(row, name) for name in _STORED}
    return Task(**values | {"state": TaskState(row.state)}, children=row.children)
