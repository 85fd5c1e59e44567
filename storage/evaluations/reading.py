"""Evaluations as they stand."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.domain.evaluations import (
    Answer,
    Asked,
    Assessment,
    Evaluation,
    Part,
    Results,
    asked_of,
    month_key,
    month_of,
)
from storage.evaluations.rows import (
    AnswerRow,
    AssessmentRow,
    EvaluationRow,
    answer_value,
    assessment_value,
    evaluation_value,
)


def get(session: Session, workspace: str, month: dt.date) -> Evaluation | None:
    """The evaluation of this month, if it was opened."""
    return _first(session, EvaluationRow.workspace == workspace, EvaluationRow.month == month_key(month))


def latest(session: Session, workspace: str, before: dt.date | None = None) -> Evaluation | None:
    """That of the newest month, or of the newest before `before`."""
    where = [EvaluationRow.workspace == workspace]
    if before is not None:
        where.append(EvaluationRow.month < month_key(before))
    return _first(session, *where)


def unlocked(session: Session, workspace: str) -> list[Evaluation]:
    """Every evaluation whose results are not out yet, the newest month first."""
    query = select(EvaluationRow).where(EvaluationRow.workspace == workspace, EvaluationRow.locked.is_(None))
    return [evaluation_value(row) for row in session.execute(query.order_by(EvaluationRow.month.desc())).scalars()]


def running(session: Session, workspace: str, now: dt.datetime) -> list[Evaluation]:
    """Those that still take answers, the newest month first."""
    return [one for one in unlocked(session, workspace) if not one.closed(now)]


def assessments(session: Session, workspace: str, month: dt.date, *where: Any) -> list[Assessment]:
    """The tasks of a month by number, with their answers. `where` chooses among rows; for this folder only."""
    key = month_key(month)
    chosen = (AssessmentRow.workspace == workspace, AssessmentRow.month == key, *where)
    rows = session.execute(
        select(AssessmentRow).where(*chosen).order_by(AssessmentRow.task).execution_options(populate_existing=True)
    ).scalars()
    answers: dict[int, dict[Part, Answer]] = {}
    query = select(AnswerRow).where(AnswerRow.workspace == workspace, AnswerRow.month == key)
    for row in session.execute(query.execution_options(populate_existing=True)).scalars():
        answers.setdefault(row.task, {})[Part(row.part)] = answer_value(row)
    return [assessment_value(row, answers.get(row.task, {})) for row in rows]


def of_tasks(session: Session, workspace: str, numbers: Collection[int]) -> list[Assessment]:
    """Every month that these tasks were evaluated in, the oldest first."""
    where = (AssessmentRow.workspace == workspace, AssessmentRow.task.in_(sorted(numbers)))
    months = session.execute(select(AssessmentRow.month).where(*where).distinct().order_by(AssessmentRow.month))
    return [
        one
        for key in months.scalars()
        for one in assessments(session, workspace, month_of(key), AssessmentRow.task.in_(sorted(numbers)))
    ]


def asked(
    session: Session, workspace: str, month: Evaluation, person: str, leads: Collection[str], today: dt.date
) -> list[Asked]:
    """All that this person is asked about."""
    concerned = or_(AssessmentRow.owner == person, AssessmentRow.lead == person, AssessmentRow.team.in_(sorted(leads)))
    return asked_of(month, assessments(session, workspace, month.month, concerned), person, leads, today)


def count_given(session: Session, workspace: str, person: str) -> int:
    """How many answers somebody gave, in all months."""
    where = (AnswerRow.workspace == workspace, AnswerRow.person == person)
    return session.execute(select(func.count()).select_from(AnswerRow).where(*where)).scalar_one()


def results(session: Session, workspace: str, month: Evaluation) -> Results:
    """A month with the one before it."""
    earlier = latest(session, workspace, before=month.month)
    before = assessments(session, workspace, earlier.month) if earlier else []
    now = tuple(assessments(session, workspace, month.month))
    return Results(month, now, {one.task: one for one in before})


def _first(session: Session, *where: Any) -> Evaluation | None:
    query = select(EvaluationRow).where(*where).order_by(EvaluationRow.month.desc()).limit(1)
    row = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    return None if row is None else evaluation_value(row)
