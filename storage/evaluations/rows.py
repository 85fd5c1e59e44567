"""The tables of the evaluations."""

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.evaluations import (
    Answer,
    Assessment,
    Deduction,
    Evaluation,
    Objection,
    Part,
    Timeliness,
    Why,
    month_of,
)
from storage.base import Base, Day, Instant, JsonList, LongText, Title, Word, WorkspaceId


class EvaluationRow(Base):
    """One month, `2026-11`. `opened_by` is null when the clock did it, `locked_by` likewise."""

    __tablename__ = "evaluation"

    workspace: Mapped[WorkspaceId]
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    opened: Mapped[Instant]
    opened_on: Mapped[Day]
    opened_by: Mapped[str | None] = mapped_column(String(32))
    previous: Mapped[Instant]
    owner_by: Mapped[Day]
    lead_by: Mapped[Day]
    locks: Mapped[Instant]
    locks_on: Mapped[Day]
    locked: Mapped[Instant | None]
    locked_by: Mapped[str | None] = mapped_column(String(32))


class AssessmentRow(Base):
    """A task as it stood at the opening. `parts` are the deductions, `objected` the lead's timeliness."""

    __tablename__ = "evaluation_task"

    workspace: Mapped[WorkspaceId]
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    task: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    title: Mapped[Title]
    team: Mapped[str | None] = mapped_column(String(40))
    owner: Mapped[str | None] = mapped_column(String(32))
    lead: Mapped[str | None] = mapped_column(String(32))
    score: Mapped[int]
    parts: Mapped[JsonList]
    as_of: Mapped[Day]
    due: Mapped[Day]
    percent: Mapped[int]
    finished: Mapped[bool]
    objected: Mapped[int | None]
    objected_by: Mapped[str | None] = mapped_column(String(32))
    objected_at: Mapped[Instant | None]
    reason: Mapped[LongText]

    __table_args__ = (Index("ix_evaluation_task_workspace_task", "workspace", "task", "month"),)


class AnswerRow(Base):
    """Somebody's word on a task's effectiveness. `part` is owner or lead."""

    __tablename__ = "evaluation_answer"

    workspace: Mapped[WorkspaceId]
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    task: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    part: Mapped[Word] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(32))
    effectiveness: Mapped[int]
    evidence: Mapped[LongText]
    at: Mapped[Instant]
    late: Mapped[bool]
    version: Mapped[int]


def columns(one: Assessment) -> dict[str, Any]:
    """A freshly opened assessment."""
    return {
        "month": f"{one.month:%Y-%m}",
        "task": one.task,
        "title": one.title,
        "team": one.team,
        "owner": one.owner,
        "lead": one.lead,
        "score": one.computed.score,
        "parts": [{"points": p.points, "why": p.why.value, "amount": p.amount} for p in one.computed.parts],
        "as_of": one.as_of,
        "due": one.due,
        "percent": one.percent,
        "finished": one.finished,
        "reason": "",
    }


def evaluation_value(row: EvaluationRow) -> Evaluation:
    return Evaluation(
        month=month_of(row.month),
        opened=row.opened,
        opened_on=row.opened_on,
        opened_by=row.opened_by,
        previous=row.previous,
        owner_by=row.owner_by,
        lead_by=row.lead_by,
        locks=row.locks,
        locks_on=row.locks_on,
        locked=row.locked,
        locked_by=row.locked_by,
    )


def assessment_value(row: AssessmentRow, answers: dict[Part, Answer]) -> Assessment:
    return Assessment(
        month=month_of(row.month),
        task=row.task,
        title=row.title,
        team=row.team,
        owner=row.owner,
        lead=row.lead,
        computed=Timeliness(
            row.score, tuple(Deduction(part["points"], Why(part["why"]), part["amount"]) for part in row.parts)
        ),
        as_of=row.as_of,
        due=row.due,
        percent=row.percent,
        finished=row.finished,
        objection=_objection(row),
        by_owner=answers.get(Part.OWNER),
        by_lead=answers.get(Part.LEAD),
    )


def answer_value(row: AnswerRow) -> Answer:
    return Answer(Part(row.part), row.person, row.effectiveness, row.evidence, row.at, row.late, row.version)


def _objection(row: AssessmentRow) -> Objection | None:
    if row.objected is None:
        return None
    at: dt.datetime | None = row.objected_at
    assert at is not None
    assert row.objected_by is not None
    return Objection(row.objected_by, row.objected, row.reason, at)
