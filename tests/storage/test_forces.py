"""Nothing of a team that is wound up is forgotten: a table that knows of teams has a source, or a reason for none."""

from typing import Final

from bot.blocks.forces.forms import DROPS, KINDS
from bot.domain.forces import Kind
from storage.base import Base
from storage.forces import gathering, settling

WALKED: Final = {
    ("task", "team"): {Kind.TASK},
    ("difficulty", "team"): {Kind.DIFFICULTY, Kind.ANSWERED},
    ("difficulty", "escalated_to"): {Kind.ESCALATED},
    ("agenda_item", "team"): {Kind.ITEM},
    ("indicator", "team"): {Kind.INDICATOR},
    ("plan_item", "team"): {Kind.PLAN},
    ("survey", "team"): {Kind.SURVEY},
    ("meeting_series", "team"): {Kind.MEETING},
    ("team", "parent"): {Kind.TEAM},
}
OF_PEOPLE: Final = {Kind.VISIT}  # planned by people of the team who have no other one

EXEMPT: Final = {
    ("agenda", "team"): "agendas that were posted stay as they are",
    ("agenda_item", "origin"): "only tells where it was escalated from",
    ("charter", "team"): "the team's own: the result is written there",
    ("decision", "team"): "what is to be done about it became a task or a difficulty",
    ("evaluation_task", "team"): "a month's list of tasks is rated by those who had them then",
    ("event", "team"): "what happened, for agendas that the team has no more",
    ("membership", "team"): "ends with the team",
    ("person", "team"): "whose home it was find it in the team above",
    ("difficulty_note", "origin"): "the number of a difficulty that was merged",
    ("task", "parent"): "the number of a task",
}
NAMES: Final = {"team", "parent", "origin", "escalated_to"}  # of columns that hold a team's key, or sound like it


def columns() -> set[tuple[str, str]]:
    return {(name, column.name) for name, table in Base.metadata.tables.items() for column in table.columns}


def test_every_column_of_a_team_is_walked_through_or_has_its_reason() -> None:
    there = {(table, column) for table, column in columns() if column in NAMES or column.endswith("_team")}
    assert there == set(WALKED) | set(EXEMPT)
    assert not set(WALKED) & set(EXEMPT)


def test_every_kind_is_walked_through_handed_on_dropped_and_named() -> None:
    kinds = set(Kind)
    assert kinds == set().union(OF_PEOPLE, *WALKED.values())
    assert set(settling._HAND) == set(settling._DROP) == set(KINDS) == set(DROPS) == kinds
    assert len(gathering.SOURCES) == len(kinds)
