"""What is remembered of people, one thing at a time."""

import datetime as dt

from bot.domain.leaves import Leave
from bot.domain.people import Person
from storage import Database, directories, people, workspaces
from tests.cast import ARA, BOM, CHAN, WS
from tests.doubles.fixtures import NOW


def person(db: Database, id: str = BOM) -> Person:
    with db.read() as session:
        found = people.get(session, WS, id)
    assert found is not None
    return found


def test_a_choice_of_language_changes_nothing_else(db: Database) -> None:
    before = person(db)
    with db.begin() as session:
        people.choose_language(session, WS, BOM, "ko")
        people.mute(session, WS, BOM, ["nudge", "digest"])
    after = person(db)
    assert after.language == "ko"
    assert after.muted == frozenset({"digest", "nudge"})
    assert (after.grade, after.role, after.team) == (before.grade, before.role, before.team)


def test_direct_messages_that_wait_to_be_opened(db: Database) -> None:
    with db.begin() as session:
        people.remember_dms(session, WS, {ARA: "D0ARA"})
        people.save(session, WS, Person("U0GONE", "gone", active=False))
        waiting = people.without_dm(session, WS, 10)
    assert ARA not in waiting
    assert "U0GONE" not in waiting
    assert "U0GIL" not in waiting  # guests hear nothing unasked
    assert BOM in waiting


def test_a_directory_is_read_anew_only_after_a_change(db: Database) -> None:
    with db.read() as session:
        first = directories.directory(session, WS, NOW)
        assert directories.directory(session, WS, NOW) is first
    with db.begin() as session:
        people.choose_language(session, WS, BOM, "ko")
    with db.read() as session:
        again = directories.directory(session, WS, NOW)
    assert again is not first
    assert again is not None
    assert again.people[BOM].language == "ko"


def test_deputies_are_those_of_the_day(db: Database) -> None:
    day = dt.date(2026, 11, 26)
    with db.begin() as session:
        people.away(session, WS, Leave(ARA, day, day, deputy=CHAN))
    for days, deputies in ((0, {}), (1, {ARA: CHAN}), (2, {})):
        with db.read() as session:
            found = directories.directory(session, WS, NOW + dt.timedelta(days=days))
        assert found is not None
        assert found.deputies == deputies
    with db.read() as session:
        undated = directories.directory(session, WS)
    assert undated is not None
    assert undated.deputies == {}


def test_departed_people_are_kept(db: Database) -> None:
    with db.begin() as session:
        assert people.deactivate_others(session, WS, [ARA], NOW) == 6
        assert people.deactivate_others(session, WS, [ARA], NOW) == 0
    assert not person(db).active


def test_settings_come_back_as_they_were(db: Database) -> None:
    with db.begin() as session:
        before = workspaces.get(session, WS)
        assert before is not None
        kept = workspaces.change(session, before, BOM, NOW)
    with db.read() as session:
        assert workspaces.get(session, WS) == kept
    assert kept.version == before.version + 1
