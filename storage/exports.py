"""Everything of a workspace, noun by noun, for one workbook. A new table is a line in `NOUNS` or in `LEFT_OUT`."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, FromClause, Integer, Select, Table, and_, case, func, not_, select
from sqlalchemy.orm import Session

from bot.domain import exports
from bot.domain.exports import Column, Kind
from bot.domain.surveys import LEAST
from bot.values import frozen
from storage.base import ExactDecimal, UtcDateTime
from storage.schema import metadata

SERIES: Final = "everything"  # a direct message with the file; its maker is in schedules/exports.py
ROWS: Final = 500  # fetched at a time
WITHOUT: Final = frozenset({"workspace", "version", "changed", "sequence", "touched"})
"""Columns that are for the program, in every table. Those of one table stand in its line."""

LEFT_OUT: Final = {
    "channel_gate": "the pace of posts",
    "connection": "what Slack allows",
    "counter": "the last number of each noun",
    "duty_former": "what stood before a roster, while that can be undone",
    "event": "what the next agenda tells, found again from the nouns",
    "feed": "secret addresses",
    "forgotten": "fingerprints",
    "homepage": "what was last seen of them: `/org links` shows it",
    "inbound": "requests of the last days",
    "organisation_merge": "what can be taken apart again: the directory says which one each is now",
    "planned_post": "posts: `/muster ledger` shows them",
    "planning_watermark": "how far posts are planned",
    "post_attempt": "tries of posts",
    "post_file": "files on their way",
    "sheet_import": "files that wait for a yes, a day at most",
    "sheet_import_line": "what an import can take back, a day at most",
    "survey_turnout": "who has answered an anonymous survey",
    "sweep": "when jobs ran",
    "visit_person": "follows from the visits",
    "workspace": "the settings: `/muster settings` shows them",
}
_SURVEY: Final = metadata.tables["survey"]
_WAVE: Final = metadata.tables["survey_wave"]
_ANSWER: Final = metadata.tables["survey_answer"]


@frozen
class Noun:
    """A table as a sheet; `without` are columns that nobody reads, or nobody may."""

    table: str
    letter: str = ""
    without: tuple[str, ...] = ()


NOUNS: Final = (
    Noun("visit", "V"),
    Noun("difficulty", "D"),
    Noun("difficulty_note", without=("number",)),
    Noun("referral", without=("number",)),
    Noun("task", "T"),
    Noun("task_update", without=("number",)),
    Noun("programme"),
    Noun("agenda", without=("pages",)),
    Noun("agenda_item", "A"),
    Noun("decision", without=("number",)),
    Noun("evaluation"),
    Noun("evaluation_task"),
    Noun("evaluation_answer"),
    Noun("meeting_series"),
    Noun("meeting_seat"),
    Noun("meeting", "M"),
    Noun("meeting_item", without=("number",)),
    Noun("meeting_attendance"),
    Noun("survey", "S", without=("secret",)),
    Noun("survey_wave"),
    Noun("survey_answer", without=("key",)),
    Noun("indicator", "I"),
    Noun("reading", without=("number",)),
    Noun("plan_field", without=("place",)),
    Noun("plan_item", "P"),
    Noun("plan_word"),
    Noun("duty"),
    Noun("duty_share"),
    Noun("duty_swap", without=("number", "back_seat")),
    Noun("duty_entry", without=("number",)),
    Noun("organisation", "O", without=("matching", "initials")),
    Noun("person", without=("dm", "muted")),
    Noun("leave"),
    Noun("team"),
    Noun("membership"),
    Noun("charter"),
    Noun("personnel_move", without=("number", "held")),
    Noun("audit", without=("number",)),
)


def tables(session: Session, workspace: str) -> Iterator[exports.Table]:
    """A table a noun. Their rows are read while they are written: they are never all in memory."""
    for noun in NOUNS:
        table = metadata.tables[noun.table]
        names = [one.name for one in table.columns if one.name not in WITHOUT and one.name not in noun.without]
        columns = tuple(Column(name, _kind(table.c[name].type)) for name in names)
        yield exports.Table(noun.table, columns, _rows(session, _query(table, names, workspace)), noun.letter)


def count(session: Session, workspace: str) -> int:
    """How many rows these tables have, at most."""
    found = 0
    for noun in NOUNS:
        table = metadata.tables[noun.table]
        query = select(func.count()).select_from(table).where(table.c.workspace == workspace)
        found += session.execute(query).scalar_one()
    return found


def _query(table: Table, names: list[str], workspace: str) -> Select[Any]:
    """The rows of a workspace in the order of their keys. What an anonymous survey must not tell is not read."""
    query = select(*(_shown(table, name) for name in names)).where(table.c.workspace == workspace)
    if table is _ANSWER:
        query = query.where(_same_survey(table), _SURVEY.c.anonymous.is_(False))
    if table is _WAVE:
        query = query.where(_same_survey(table))
    return query.order_by(*table.primary_key.columns)


def _shown(table: Table, name: str) -> ColumnElement[Any]:
    """How many answered an anonymous survey is not told while they are few."""
    if table is _WAVE and name == "answered":
        few = and_(_SURVEY.c.anonymous.is_(True), _WAVE.c.answered < LEAST)
        return case((not_(few), _WAVE.c.answered))
    return table.c[name]


def _same_survey(table: FromClause) -> ColumnElement[bool]:
    return and_(_SURVEY.c.workspace == table.c.workspace, _SURVEY.c.number == table.c.survey)


def _rows(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    for row in session.execute(query.execution_options(yield_per=ROWS)):
        yield tuple(row)


def _kind(of: Any) -> Kind:
    kinds = {Date: Kind.DAY, UtcDateTime: Kind.MOMENT, Integer: Kind.NUMBER, ExactDecimal: Kind.NUMBER}
    return next((kind for known, kind in kinds.items() if isinstance(of, known)), Kind.TEXT)
