"""How many tasks are how."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from bot.domain.tasks import Health, ProgrammeState, TaskState
from storage.tasks.programmes import programmes
from storage.tasks.rows import TASK, children_of


def counts_by_health(session: Session, workspace: str, team: str | None, today: dt.date) -> dict[Health, int]:
    """How many tasks of a team, or of all (None), are how; dropped ones do not count, healths of none are missing."""
    where = (TASK.c.team == team,) if team is not None else ()
    return _sums((row.health, row.n) for row in _counted(session, workspace, today, *where))


def counts_by_team(session: Session, workspace: str, today: dt.date) -> Mapping[str | None, Mapping[Health, int]]:
    """The same for every team that has any, in one look; None for those of no team."""
    by_team: dict[str | None, list[tuple[str, int]]] = {}
    for row in _counted(session, workspace, today, by=TASK.c.team):
        by_team.setdefault(row.key, []).append((row.health, row.n))
    return {team: _sums(rows) for team, rows in by_team.items()}


def programme_states(session: Session, workspace: str, today: dt.date) -> list[ProgrammeState]:
    """Every programme by key, with its tasks by health and the mean progress of those without children."""
    by_key: dict[str | None, list[tuple[str, int]]] = {}
    for row in _counted(session, workspace, today, by=TASK.c.programme):
        by_key.setdefault(row.key, []).append((row.health, row.n))
    where = (TASK.c.workspace == workspace, TASK.c.state != TaskState.DROPPED.value, children_of() == 0)
    query = select(TASK.c.programme, func.avg(TASK.c.percent)).where(*where).group_by(TASK.c.programme)
    means = {row[0]: int(float(row[1]) + 0.5) for row in session.execute(query)}
    return [
        ProgrammeState(one, _sums(by_key.get(one.key, ())), means.get(one.key, 0))
        for one in programmes(session, workspace)
    ]


def _counted(
    session: Session, workspace: str, today: dt.date, *where: Any, by: ColumnElement[Any] | None = None
) -> list[Any]:
    """Rows of health, n (and key): the health of `domain.tasks.health`, told by the database."""
    open_ = TASK.c.state == TaskState.OPEN.value
    told = case(
        (and_(open_, TASK.c.due < today), Health.LATE.value),
        (and_(open_, TASK.c.at_risk), Health.AT_RISK.value),
        (open_, Health.ON_TRACK.value),
        else_=TASK.c.state,
    ).label("health")
    # by name: PostgreSQL takes an expression with parameters for another one each time
    grouped: list[Any] = ["health", *([by] if by is not None else [])]
    columns = [told, func.count().label("n"), *([by.label("key")] if by is not None else [])]
    there = (TASK.c.workspace == workspace, TASK.c.state != TaskState.DROPPED.value)
    query = select(*columns).where(*there, *where).group_by(*grouped)
    return list(session.execute(query))


def _sums(rows: Iterable[tuple[str, int]]) -> dict[Health, int]:
    return {Health(name): n for name, n in rows}
