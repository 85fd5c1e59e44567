"""The tables of tasks, their histories and their programmes, and the way from rows to values."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Index, Integer, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.tasks import Health, Step, Task, TaskState, Update
from storage.base import Base, Day, Instant, LongText, Number, Title, Word, WorkspaceId

CHUNK: Final = 500  # numbers in one IN list


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
    what: Mapped[Word]  # a Step
    percent: Mapped[int]
    text: Mapped[LongText]
    next_step: Mapped[LongText]
    due_before: Mapped[Day | None]
    due_after: Mapped[Day | None]
    health: Mapped[Word] = mapped_column(default="")  # on_track or at_risk, when the update said so
    about: Mapped[str] = mapped_column(String(40), default="")  # the person it was assigned to
    permalink: Mapped[str] = mapped_column(String(500), default="", server_default="")

    __table_args__ = (Index("ix_task_update_workspace_task_at", "workspace", "task", "at"),)


class ProgrammeRow(Base):
    __tablename__ = "programme"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    ko: Mapped[str] = mapped_column(String(150))
    en: Mapped[str] = mapped_column(String(150))
    evaluated: Mapped[bool]


TASK: Final = TaskRow.__table__
UPDATE: Final = TaskUpdateRow.__table__
SOONEST: Final = (TASK.c.due.is_(None), TASK.c.due, TASK.c.number)
_STORED = tuple(item.name for item in dataclasses.fields(Task) if item.name != "children")
_TOLD = tuple(item.name for item in dataclasses.fields(Update))


def find(
    session: Session,
    workspace: str,
    *where: Any,
    limit: int | None = None,
    offset: int = 0,
    newest_first: bool = False,
) -> list[Task]:
    """Tasks that fulfil `where` (conditions of this table), the soonest due first. For this folder only."""
    rows = session.execute(
        selected()
        .where(TASK.c.workspace == workspace, *where)
        .order_by(*((TASK.c.number.desc(),) if newest_first else SOONEST))
        .limit(limit)
        .offset(offset)
    )
    return [task_value(row) for row in rows]


def selected() -> Select[Any]:
    """All that `task_value` reads."""
    return select(TASK, children_of().label("children"))


def children_of() -> Any:
    """How many stand under a task and were not dropped."""
    child = TaskRow.__table__.alias("child")
    return (
        select(func.count())
        .select_from(child)
        .where(child.c.workspace == TASK.c.workspace, child.c.parent == TASK.c.number)
        .where(child.c.state != TaskState.DROPPED.value)
        .correlate(TASK)
        .scalar_subquery()
    )


def one(workspace: str, number: int) -> tuple[ColumnElement[bool], ...]:
    return (TaskRow.workspace == workspace, TaskRow.number == number)


def lines(
    session: Session, workspace: str, *where: Any, limit: int | None = None, newest_first: bool = False
) -> list[Update]:
    order = (UPDATE.c.at, UPDATE.c.number)
    rows = session.execute(
        select(UPDATE)
        .where(UPDATE.c.workspace == workspace, *where)
        .order_by(*((column.desc() for column in order) if newest_first else order))
        .limit(limit)
    )
    return [_update(row) for row in rows]


def chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(set(numbers))
    return (every[first : first + CHUNK] for first in range(0, len(every), CHUNK))


def columns(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in _STORED} | {"state": task.state.value}


def task_value(row: Any) -> Task:
    values = {name: getattr(row, name) for name in _STORED}
    return Task(**values | {"state": TaskState(row.state)}, children=row.children)


def _update(row: Any) -> Update:
    values = {name: getattr(row, name) for name in _TOLD}
    return Update(**values | {"what": Step(row.what), "health": Health(row.health) if row.health else None})
