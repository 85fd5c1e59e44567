"""The tables of the surveys.

An anonymous answer is a row that nothing leads to. Its key is random and its table is stored in the order of the keys
(on SQLite there is no row number that would count up); it has the day, and no moment; who it came from, and how, stands
nowhere. Who has answered is one sorted list a wave, kept only while the wave takes answers, so that it has no order in
time either. Neither the audit nor the record of requests knows of it. Whoever watches the database while somebody
answers can always see what changes; what lies in it tells nothing.
"""

from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.surveys import Answer, Kind, Question, Repeat, Survey, SurveyState, Via, Wave
from storage.base import Base, Day, Instant, JsonList, Number, Title, Word, WorkspaceId


class SurveyRow(Base):
    """`secret` is the digest of the page's address: what lies here does not open the page."""

    __tablename__ = "survey"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    title: Mapped[Title]
    author: Mapped[str] = mapped_column(String(32))
    state: Mapped[Word]
    created: Mapped[Instant]
    closes: Mapped[Day]
    questions: Mapped[JsonList]
    channels: Mapped[JsonList]
    web: Mapped[bool]
    anonymous: Mapped[bool]
    live: Mapped[bool]
    repeat: Mapped[Word]
    team: Mapped[str | None] = mapped_column(String(40))
    wave: Mapped[int]
    days: Mapped[int]
    next_on: Mapped[Day | None]
    secret: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int]

    __table_args__ = (
        Index("ix_survey_workspace_state", "workspace", "state"),
        Index("ix_survey_secret", "secret", unique=True),  # an address names no workspace: it leads to one
    )


class SurveyWaveRow(Base):
    __tablename__ = "survey_wave"

    workspace: Mapped[WorkspaceId]
    survey: Mapped[Number]
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opened: Mapped[Instant]
    closes: Mapped[Instant]
    closed: Mapped[Instant | None]
    answered: Mapped[int]


class SurveyAnswerRow(Base):
    """`said` has a value a question. Of an anonymous one all from `person` to `via` is null."""

    __tablename__ = "survey_answer"

    workspace: Mapped[WorkspaceId]
    survey: Mapped[Number]
    wave: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    person: Mapped[str | None] = mapped_column(String(32))
    organisation: Mapped[int | None] = mapped_column(BigInteger)
    recorded_by: Mapped[str | None] = mapped_column(String(32))
    via: Mapped[str | None] = mapped_column(String(10))
    sector: Mapped[str | None] = mapped_column(String(80))
    region: Mapped[str | None] = mapped_column(String(80))
    said: Mapped[JsonList]
    day: Mapped[Day]

    __table_args__ = (
        Index("ix_survey_answer_workspace_person", "workspace", "person", "survey", "wave"),
        {"sqlite_with_rowid": False},
    )


class SurveyTurnoutRow(Base):
    """Who has answered an anonymous wave, sorted: people's ids and organisations' `O-9`."""

    __tablename__ = "survey_turnout"

    workspace: Mapped[WorkspaceId]
    survey: Mapped[Number]
    wave: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    who: Mapped[JsonList]


def columns(survey: Survey) -> dict[str, Any]:
    """All but the secret, which has verbs of its own."""
    names = ("number", "title", "author", "created", "closes", "web", "anonymous", "live", "team", "wave", "days")
    return {name: getattr(survey, name) for name in names} | {
        "state": survey.state.value,
        "repeat": survey.repeat.value,
        "questions": [{"text": q.text, "kind": q.kind.value, "options": list(q.options)} for q in survey.questions],
        "channels": list(survey.channels),
        "next_on": survey.next_on,
        "version": survey.version,
    }


def survey_value(row: SurveyRow) -> Survey:
    return Survey(
        number=row.number,
        title=row.title,
        author=row.author,
        state=SurveyState(row.state),
        created=row.created,
        closes=row.closes,
        questions=tuple(Question(q["text"], Kind(q["kind"]), tuple(q["options"])) for q in row.questions),
        channels=tuple(row.channels),
        web=row.web,
        anonymous=row.anonymous,
        live=row.live,
        repeat=Repeat(row.repeat),
        team=row.team,
        wave=row.wave,
        days=row.days,
        next_on=row.next_on,
        linked=row.secret is not None,
        version=row.version,
    )


def wave_value(row: SurveyWaveRow) -> Wave:
    return Wave(row.survey, row.number, row.opened, row.closes, row.closed, row.answered)


def answer_value(row: SurveyAnswerRow, organisation_name: str = "") -> Answer:
    return Answer(
        survey=row.survey,
        wave=row.wave,
        values=tuple(tuple(one) if isinstance(one, list) else one for one in row.said),
        day=row.day,
        key=row.key,
        sector=row.sector,
        region=row.region,
        person=row.person,
        organisation=row.organisation,
        organisation_name=organisation_name,
        recorded_by=row.recorded_by,
        via=Via(row.via) if row.via else None,
    )
