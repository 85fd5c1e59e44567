"""How the posts stand, asked in small questions of an index."""

import datetime as dt

import pytest
from sqlalchemy import event

from bot.domain.ledger import Happened, Outcome, State, Terms
from storage import Database, checkups, connect, ledger
from tests.cast import EXPORT, WS

NOW = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def plan(db: Database, occurrence: str, due: dt.datetime, part: int = 0) -> None:
    with db.begin() as session:
        ledger.plan(
            session,
            WS,
            series="visit-told",
            occurrence=occurrence,
            part=part,
            channel=EXPORT,
            due=due,
            expires=due + dt.timedelta(days=3),
            maker="visit-told",
            now=min(due, NOW),
        )


def settle(db: Database, outcome: Outcome, now: dt.datetime) -> None:
    with db.begin() as session:
        claimed = ledger.claim(session, WS, now, Terms())
        assert isinstance(claimed, ledger.Claimed)
        ledger.settle(session, claimed.post, outcome, now, Terms())


def test_what_waits_is_counted_and_the_oldest_due_of_it_is_named(db: Database) -> None:
    plan(db, "V-1", NOW - 5 * MINUTE)
    plan(db, "V-2", NOW + 5 * MINUTE)
    found = checkups.standing(db, NOW)
    assert (found.live, found.ended) == ({State.PLANNED: 2}, {})
    assert found.oldest == NOW - 5 * MINUTE
    assert 0 < found.seconds < 5


def test_what_is_to_come_has_not_waited(db: Database) -> None:
    plan(db, "V-1", NOW + MINUTE)
    assert checkups.standing(db, NOW).oldest is None


def test_what_is_held_waits_for_a_person_and_not_in_the_queue(db: Database) -> None:
    plan(db, "V-1", NOW - 5 * MINUTE)
    settle(db, Outcome(Happened.UNCLEAR, "TimeoutError"), NOW)
    assert checkups.standing(db, NOW).live == {State.UNCERTAIN: 1}
    settle(db, Outcome(Happened.UNREADABLE, "missing_scope"), NOW + 2 * MINUTE)
    found = checkups.standing(db, NOW)
    assert (found.live, found.oldest) == ({State.HELD: 1}, None)


def test_a_part_waits_for_the_one_before_it_and_not_in_the_queue(db: Database) -> None:
    """Its parent is held until a person says what became of it."""
    plan(db, "V-1", NOW - 5 * MINUTE)
    plan(db, "V-1", NOW - 5 * MINUTE, part=1)
    settle(db, Outcome(Happened.UNCLEAR, "TimeoutError"), NOW)
    settle(db, Outcome(Happened.UNREADABLE, "missing_scope"), NOW + 2 * MINUTE)
    found = checkups.standing(db, NOW)
    assert (found.live, found.oldest) == ({State.HELD: 1, State.PLANNED: 1}, None)
    plan(db, "V-2", NOW - MINUTE)
    assert checkups.standing(db, NOW).oldest == NOW - MINUTE


def test_what_is_under_way_waits_in_the_queue(db: Database) -> None:
    plan(db, "V-1", NOW - 5 * MINUTE)
    with db.begin() as session:
        ledger.claim(session, WS, NOW, Terms())
    found = checkups.standing(db, NOW)
    assert (found.live, found.oldest) == ({State.SENDING: 1}, NOW - 5 * MINUTE)


@pytest.mark.parametrize(("hours", "counted"), [(23, {State.POSTED: 1}), (24, {State.POSTED: 1}), (25, {})])
def test_what_has_ended_is_counted_for_a_day(db: Database, hours: int, counted: dict[State, int]) -> None:
    plan(db, "V-1", NOW)
    settle(db, Outcome(Happened.OK, ts="1.1"), NOW)
    assert checkups.standing(db, NOW + dt.timedelta(hours=hours)).ended == counted


@pytest.mark.sqlite
def test_asking_finds_its_place_in_an_index(db: Database) -> None:
    """However many posts there are: only those that have not ended, and those of the last day."""
    asked: list[tuple[str, tuple[object, ...]]] = []
    event.listen(db.reader, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    checkups.standing(db, NOW)
    ((tally, of), (queue, in_it)) = [one for one in asked if "planned_post" in one[0]]
    index = "INDEX ix_planned_post_state (workspace=? AND state=?"
    assert searches(db, tally, of) == [f"COVERING {index})", f"COVERING {index} AND due>?)"]
    assert searches(db, queue, in_it) == [f"{index} AND due<?)"]  # and of the rows only what is due


def searches(db: Database, question: str, bound: tuple[object, ...]) -> list[str]:
    """Through which indexes SQLite finds the posts that are asked for."""
    with db.reader.connect() as connection:
        steps = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}", bound)]
    return [step.removeprefix("SEARCH planned_post USING ") for step in steps if "planned_post" in step]


def test_a_database_that_is_not_there_is_silent() -> None:
    gone = connect("sqlite:////nowhere/at/all.db")
    assert checkups.fault(gone) == "OperationalError"
    with pytest.raises(checkups.Silent, match="OperationalError"):
        checkups.standing(gone, NOW)
