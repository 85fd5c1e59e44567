"""How many tasks are how."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import Session

from bot.domain.tasks import UNFINISHED, Health, ProgrammeState, TaskState
from storage.tasks.programmes import programmes
from storage.tasks.rows import TASK


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
    for row in _counted(session, workspace, today, TASK.c.programme.is_not(None), by=TASK.c.programme):
        by_key.setdefault(row.key, []).append((row.health, row.n))
    means = _means(session, workspace)
    return [
        ProgrammeState(one, _sums(by_key.get(one.key, ())), means.get(one.key, 0))
        for one in programmes(session, workspace)
    ]


def _means(session: Session, workspace: str) -> dict[str, int]:
    """Programme → mean progress in whole percent, halves up. Parents only repeat their children."""
    alive = TASK.c.state != TaskState.DROPPED.value
    parents = select(TASK.c.parent).where(TASK.c.workspace == workspace, TASK.c.parent.is_not(None), alive)
    query = (
        select(TASK.c.programme, func.avg(TASK.c.percent))
        .where(TASK.c.workspace == workspace, TASK.c.programme.is_not(None), alive)
        .where(TASK.c.number.not_in(parents))
        .group_by(TASK.c.programme)
    )
    return {key: int(float(mean) + 0.5) for key, mean in session.execute(query)}


def _counted(
    session: Session, workspace: str, today: dt.date, *where: Any, by: ColumnElement[Any] | None = None
) -> list[Any]:
    """Rows of health, n (and key): the health of `domain.tasks.health`, told by the database; dropped ones not.

    What is done is most of it, and counted by the index alone.
    """
    told = case(
        (TASK.c.state == TaskState.BLOCKED.value, Health.BLOCKED.value),
        (TASK.c.due < today, Health.LATE.value),
        (TASK.c.at_risk, Health.AT_RISK.value),
        else_=Health.ON_TRACK.value,
    )
    unfinished = TASK.c.state.in_(sorted(state.value for state in UNFINISHED))
    done = TASK.c.state == TaskState.DONE.value
    rows: list[Any] = []
    for health, state in ((told, unfinished), (literal(Health.DONE.value), done)):
        columns = [health.label("health"), func.count().label("n"), *([by.label("key")] if by is not None else [])]
        # by name: PostgreSQL takes an expression with parameters for another one each time
        grouped: list[Any] = ["health", *([by] if by is not None else [])]
        query = select(*columns).where(TASK.c.workspace == workspace, state, *where).group_by(*grouped)
        rows += session.execute(query)
    return rows


def _sums(rows: Iterable[tuple[str, int]]) -> dict[Health, int]:
    return {Health(name): n for name, n in rows}
