"""Tasks, their updates and their programmes."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, case, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.tasks import STALE, Health, Programme, Task, TaskState, health
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


# what others ask ------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class TaskUpdate:
    """One entry of a task's history. `what`: update, block, move, finish, assign, reopen, drop."""

    task: int
    person: str
    at: dt.datetime
    what: str
    percent: int = 0
    text: str = ""
    next_step: str = ""
    due_before: dt.date | None = None
    due_after: dt.date | None = None


_OPEN = (TaskState.OPEN.value, TaskState.BLOCKED.value)
_UPDATE = TaskUpdateRow.__table__
_ENTRY = tuple(item.name for item in dataclasses.fields(TaskUpdate))


def append_update(session: Session, workspace: str, entry: TaskUpdate) -> None:
    """Add to a task's history."""
    row = {"workspace": workspace, **{name: getattr(entry, name) for name in _ENTRY}}
    session.execute(insert(_UPDATE), row)  # type: ignore[arg-type]  # a Table, declared as FromClause


def updates(session: Session, workspace: str, number: int, limit: int = 20) -> list[TaskUpdate]:
    """A task's history, the newest first."""
    return _updates(session, workspace, _UPDATE.c.task == number, limit=limit)


def updates_between(
    session: Session, workspace: str, numbers: Iterable[int], since: dt.datetime, until: dt.datetime
) -> list[TaskUpdate]:
    """What happened to these tasks in [since, until), the newest first."""
    wanted = sorted(set(numbers))
    return _updates(session, workspace, _UPDATE.c.task.in_(wanted), _UPDATE.c.at >= since, _UPDATE.c.at < until)


def due_at(session: Session, workspace: str, task: Task, moment: dt.datetime) -> dt.date | None:
    """The due date as it stood at a past moment."""
    moved = (_UPDATE.c.task == task.number, _UPDATE.c.what == "move", _UPDATE.c.at > moment)
    later = _updates(session, workspace, *moved)
    return later[-1].due_before if later else task.due


def by_ids(session: Session, workspace: str, numbers: Iterable[int]) -> dict[int, Task]:
    """Tasks by number; those that are not there are left out."""
    wanted = sorted(set(numbers))
    return {task.number: task for task in find(session, workspace, _TABLE.c.number.in_(wanted))} if wanted else {}


def children(session: Session, workspace: str, number: int) -> list[Task]:
    """The tasks right under this one."""
    return find(session, workspace, _TABLE.c.parent == number)


def of_owner(session: Session, workspace: str, owner: str) -> list[Task]:
    """What one person has to do: neither done nor dropped, the soonest due first."""
    return find(session, workspace, _TABLE.c.owner == owner, _TABLE.c.state.in_(_OPEN))


def of_team(session: Session, workspace: str, team: str, limit: int | None = None, offset: int = 0) -> list[Task]:
    """What a team has to do: neither done nor dropped, the soonest due first."""
    return find(session, workspace, _TABLE.c.team == team, _TABLE.c.state.in_(_OPEN), limit=limit, offset=offset)


def late(session: Session, workspace: str, today: dt.date, team: str | None = None) -> list[Task]:
    """Open or blocked ones whose due date has passed, the longest late first."""
    mine = () if team is None else (_TABLE.c.team == team,)
    return find(session, workspace, _TABLE.c.state.in_(_OPEN), _TABLE.c.due < today, *mine)


def stale(
    session: Session, workspace: str, now: dt.datetime, *, team: str | None = None, owner: str | None = None
) -> list[Task]:
    """Open ones without a word for two weeks, that are not still to begin."""
    told = func.coalesce(_TABLE.c.updated, _TABLE.c.created)
    begun = _TABLE.c.start.is_(None) | (_TABLE.c.start <= now.date())
    narrowed = [
        column == value for column, value in ((_TABLE.c.team, team), (_TABLE.c.owner, owner)) if value is not None
    ]
    return find(session, workspace, _TABLE.c.state == TaskState.OPEN.value, told < now - STALE, begun, *narrowed)


def due_between(session: Session, workspace: str, team: str, first: dt.date, last: dt.date) -> list[Task]:
    """What a team has to finish on these days, both ends included."""
    return find(session, workspace, _TABLE.c.team == team, _TABLE.c.state.in_(_OPEN), _TABLE.c.due.between(first, last))


def search(session: Session, workspace: str, part: str, limit: int = 20) -> list[Task]:
    """Tasks with `part` in their title, the newest first."""
    wanted = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = find(session, workspace, _TABLE.c.title.ilike(wanted, escape="\\"), limit=200)
    return sorted(found, key=lambda task: -task.number)[:limit]


def counts_by_health(session: Session, workspace: str, team: str | None, today: dt.date) -> dict[Health, int]:
    """How many tasks of a team (None: of all) are in which health; dropped ones are not counted."""
    found: dict[Health, int] = {}
    for key, counted in counts_by_team(session, workspace, today).items():
        if team is None or key == team:
            for name, number in counted.items():
                found[name] = found.get(name, 0) + number
    return found


def counts_by_team(session: Session, workspace: str, today: dt.date) -> dict[str | None, dict[Health, int]]:
    """The same for every team that has any, in one look."""
    is_late = case((_TABLE.c.due < today, 1), else_=0)
    rows = session.execute(
        select(_TABLE.c.team, _TABLE.c.state, _TABLE.c.at_risk, is_late.label("late"), func.count())
        .where(_TABLE.c.workspace == workspace, _TABLE.c.state != TaskState.DROPPED.value)
        .group_by(_TABLE.c.team, _TABLE.c.state, _TABLE.c.at_risk, is_late)
    )
    found: dict[str | None, dict[Health, int]] = {}
    for team, state, at_risk, past, number in rows:
        counted = found.setdefault(team, {})
        name = _health(TaskState(state), at_risk=at_risk, past=bool(past))
        counted[name] = counted.get(name, 0) + number
    return found


def _health(state: TaskState, *, at_risk: bool, past: bool) -> Health:
    """`bot.domain.tasks.health`, of counted rows."""
    yesterday, today = dt.date(2000, 1, 1), dt.date(2000, 1, 2)  # only their order matters
    made = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    return health(Task(0, "", state, made, "", due=yesterday if past else None, at_risk=at_risk), today)


def _updates(session: Session, workspace: str, *where: Any, limit: int | None = None) -> list[TaskUpdate]:
    rows = session.execute(
        select(_UPDATE)
        .where(_UPDATE.c.workspace == workspace, *where)
        .order_by(_UPDATE.c.at.desc(), _UPDATE.c.number.desc())
        .limit(limit)
    )
    return [TaskUpdate(**{name: getattr(row, name) for name in _ENTRY}) for row in rows]
