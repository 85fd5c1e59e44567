"""Charters are kept as they were agreed, in their workspace, with their fates in order."""

import datetime as dt
from dataclasses import replace

from bot.domain.forces import Charter, Fate
from storage import Database, audit, charters
from tests.cast import ARA, WS

NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ONE = Charter(
    "tf",
    dt.date(2026, 12, 24),
    dt.date(2026, 11, 25),
    "40 companies\na fair",
    (Fate("T-1", "find them", "energy", "U0CHAN"), Fate("T-2", "the hall", reason="no money")),
)


def write(db: Database, one: Charter, workspace: str = WS) -> Charter:
    with db.begin() as session:
        return charters.written(session, workspace, one, ARA, NOW, "edit")


def test_a_charter_comes_back_as_it_was_written(db: Database) -> None:
    write(db, ONE)
    with db.read() as session:
        assert charters.get(session, WS, "tf") == replace(ONE, version=1)
        assert charters.get(session, "T0OTHER", "tf") is None
    again = write(db, replace(ONE, version=1, deliverables="50 companies"))
    assert again.version == 2
    with db.begin() as session:
        assert charters.locked(session, WS, "tf") == again


def test_those_that_run_come_the_nearest_end_first(db: Database) -> None:
    write(db, replace(ONE, team="later", ends=ONE.ends and ONE.ends + DAY))
    write(db, ONE)
    write(db, replace(ONE, team="endless", ends=None))
    write(db, replace(ONE, team="over", ended=NOW, ended_by=ARA))
    write(db, replace(ONE, team="elsewhere"), "T0OTHER")
    with db.read() as session:
        assert [one.team for one in charters.running(session, WS)] == ["tf", "later"]


def test_the_audit_of_the_team_tells_what_changed(db: Database) -> None:
    write(db, ONE)
    write(db, replace(ONE, ends=dt.date(2026, 12, 31)))
    with db.read() as session:
        newest = audit.changes(session, WS, "team:tf")[0]
    assert (newest.before, newest.after) == ({"ends": "2026-12-24"}, {"ends": "2026-12-31"})
