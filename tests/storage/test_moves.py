"""What people hold: every column that names somebody is handed over, or stays with its reason."""

from collections.abc import Iterator
from typing import Final

import pytest
from sqlalchemy import JSON, String

from bot.domain.moves import Held, Holding
from storage import Database, Session, audit, duty, moves
from storage.directories import directory
from storage.moves import HOLDINGS, STAYS, Moving
from storage.schema import metadata
from tests.cast import ARA, BOM, CHAN, EUN, WS, Stage
from tests.rostering import CHRISTMAS, on_duty

LONGEST: Final = 40  # letters of a column that could hold somebody's id
NOBODY: Final = {
    "workspace", "channel", "dm", "thread", "after_ts", "ts", "last_ts", "file", "address", "place", "key", "bot",
    "kind", "state", "team", "ref", "origin", "agenda", "became", "month", "outcome", "action", "noun", "scope",
    "grade", "role", "language", "locale", "half", "field", "source", "series", "programme", "unit", "direction",
    "shape", "counting", "cadence", "sector", "region", "via", "repeat", "why", "what", "health", "part", "sheet",
    "occurrence", "alert", "parent", "escalated_to", "name", "target", "start", "value",
}  # fmt: skip
"""Names of short text columns that hold no person, whatever the table. A place is a channel's gate or a room."""
LISTS: Final = {"visit.companions", "survey_turnout.who"}
"""Of the JSON columns, those that hold people; the others hold words, times, questions, pictures of rows."""


def columns() -> Iterator[str]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            short = isinstance(column.type, String) and (column.type.length or 1000) <= LONGEST
            if name in LISTS or (
                short and not isinstance(column.type, JSON) and (column.name not in NOBODY) and name != "workspace.id"
            ):
                yield name


def test_every_column_that_names_somebody_is_handed_over_or_stays_for_a_reason() -> None:
    held = {column for source in HOLDINGS for column in source.columns}
    named = set(columns())
    assert named - held - set(STAYS) == set(), "a line in HOLDINGS, or a reason in STAYS"
    assert (held | set(STAYS)) - named == set(), "no such column any more"
    assert held & set(STAYS) == set()
    assert all(STAYS.values())


def test_every_kind_has_one_line() -> None:
    assert [source.kind for source in HOLDINGS] == list(Holding)


def moving(stage: Stage, session: Session, who: str = EUN) -> Moving:
    people = directory(session, WS)
    assert people is not None
    return Moving(session, people, who, stage.now, stage.now.date())


def test_what_went_over_is_kept_and_comes_back(stage: Stage) -> None:
    on_duty(stage, CHRISTMAS, BOM)
    with stage.db.begin() as session:
        given = moving(stage, session)
        move = moves.hand_over(given, BOM, CHAN, moves.held_by(given, BOM, CHAN))
    with stage.db.read() as session:
        assert moves.get(session, WS, move.number) == move
        assert moves.get(session, "T0OTHER", move.number) is None
        assert [one.person for one in duty.at(session, WS, CHRISTMAS)] == [CHAN]
    with stage.db.begin() as session:
        back, stays = moves.take_back(moving(stage, session), move)
    assert (back, stays) == (move.held, ())
    with stage.db.read() as session:
        known = moves.get(session, WS, move.number)
        assert known is not None
        assert known.undone == stage.now
        assert [one.person for one in duty.at(session, WS, CHRISTMAS)] == [BOM]
        assert [one.action for one in audit.changes(session, WS, BOM)][:2] == ["undo", "transfer"]


def test_a_half_done_move_is_no_move(stage: Stage) -> None:
    stage.types(ARA, "/task add find the companies @bom team:export")
    gone = Held(Holding.TASK, "T-99", "no such task")

    def hand_over(db: Database) -> None:
        with db.begin() as session:
            given = moving(stage, session)
            moves.hand_over(given, BOM, CHAN, [*moves.held_by(given, BOM, CHAN), gone])

    with pytest.raises(AssertionError):
        hand_over(stage.db)
    with stage.db.read() as session:
        assert [one.key for one in moves.held_by(moving(stage, session), BOM, CHAN)] == ["T-1"]
        assert moves.held_by(moving(stage, session), CHAN, BOM) == []
