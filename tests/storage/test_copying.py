"""From the file that was outgrown into PostgreSQL, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot.domain.workspaces import Workspace
from muster import main
from storage import Database, connect, workspaces
from storage.copying import Unfit, copy
from storage.directories import directory
from storage.events import EventRow
from storage.migrating import migrate
from storage.numbers import following
from storage.seed import seed
from tests import postgres
from tests.cast import WS
from tests.doubles.fixtures import NOW

pytestmark = pytest.mark.postgresql


@pytest.fixture
def outgrown(tmp_path: Path) -> Iterator[Database]:
    """A file with some people's weeks in it."""
    db = connect(f"sqlite:///{tmp_path}/outgrown.db")
    migrate(db)
    with db.begin() as session:
        workspaces.ensure(session, Workspace(WS, "Muster", "muster"))
    seed(db, WS, NOW, people=12, weeks=4)
    yield db
    db.close()


@pytest.fixture
def server() -> Iterator[Database]:
    """A migrated, empty database of PostgreSQL."""
    with postgres.running().database() as url:
        db = connect(url)
        migrate(db)
        yield db
        db.close()


def quiet(_done: int, _total: int) -> None:
    """Nobody looks."""


def test_everything_is_there_and_counting_goes_on(outgrown: Database, server: Database) -> None:
    steps: list[tuple[int, int]] = []
    tables = copy(outgrown, server, lambda done, total: steps.append((done, total)))
    assert all(one.equal for one in tables), [one for one in tables if not one.equal]
    assert {one.table: one.rows[1] for one in tables}["visit"] > 80
    assert steps[-1][0] == steps[-1][1] == sum(one.rows[0] for one in tables)
    with server.begin() as session, outgrown.begin() as old:
        assert following(session, WS, "V") == following(old, WS, "V")
        row = {"workspace": WS, "team": "team-01", "kind": "visit_done", "ref": "V-1", "at": NOW}
        session.execute(insert(EventRow), [row])  # gets a number that no other has


def test_the_server_knows_how_the_rows_are_spread_at_once(outgrown: Database, server: Database) -> None:
    """Until it looks by itself, a week's visits of somebody are looked for among all there are."""
    copy(outgrown, server, quiet)
    with server.read() as session:
        looked_at = session.execute(text("SELECT count(*) FROM pg_stats WHERE tablename = 'visit_person'")).scalar_one()
    assert looked_at > 0


def test_and_back_again_it_is_the_same(outgrown: Database, server: Database, tmp_path: Path) -> None:
    there = copy(outgrown, server, quiet)
    back = connect(f"sqlite:///{tmp_path}/back.db")
    migrate(back)
    again = copy(server, back, quiet)
    back.close()
    assert [one.checksums[0] for one in there] == [one.checksums[1] for one in again]


def test_the_ministry_goes_there_and_back(server: Database, tmp_path: Path) -> None:
    """Every table that the program fills, in Korean."""
    file, back = (connect(f"sqlite:///{tmp_path}/{name}.db") for name in ("ministry", "back"))
    migrate(file)
    migrate(back)
    with file.begin() as session:
        workspaces.ensure(session, Workspace(WS, "Muster", "muster"))
    seed(file, WS, NOW)
    there, again = copy(file, server, quiet), copy(server, back, quiet)
    assert all(one.equal for one in (*there, *again))
    assert [one.checksums for one in there] == [one.checksums for one in again]
    filled = {one.table for one in there if one.rows[0]}
    assert filled >= {"person", "team", "visit", "difficulty", "task", "organisation", "event", "audit"}
    with server.read() as here, file.read() as old:
        assert directory(here, WS, NOW) == directory(old, WS, NOW)
    file.close()
    back.close()


def test_what_postgresql_does_not_take_is_named_and_nothing_is_copied(outgrown: Database, server: Database) -> None:
    with outgrown.begin() as session:
        session.execute(text("UPDATE person SET handle = :long"), {"long": "k" * 101})
    with pytest.raises(Unfit, match="`person` holds what the second database does not take: value too long"):
        copy(outgrown, server, quiet)
    with server.read() as session:
        assert workspaces.all_ids(session) == []


def test_one_value_that_differs_is_seen(outgrown: Database, server: Database, tmp_path: Path) -> None:
    copy(outgrown, server, quiet)
    with server.begin() as session:
        session.execute(text("UPDATE visit SET summary = 'other' WHERE number = 1"))
    back = connect(f"sqlite:///{tmp_path}/back.db")
    migrate(back)
    first, second = copy(server, back, quiet), copy(outgrown, _another(tmp_path), quiet)
    back.close()
    different = [a.table for a, b in zip(first, second, strict=True) if a.checksums[0] != b.checksums[0]]
    assert different == ["visit"]


def test_a_database_with_rows_is_refused_and_left(outgrown: Database, server: Database) -> None:
    with server.begin() as session:
        workspaces.ensure(session, Workspace("T0OTHER", "Other", "other"))
    with pytest.raises(Unfit, match="not empty"):
        copy(outgrown, server, quiet)
    with server.read() as session:
        assert workspaces.all_ids(session) == ["T0OTHER"]


def test_an_older_one_is_refused(outgrown: Database) -> None:
    with postgres.running().database() as url, pytest.raises(Unfit, match="versions"):
        copy(outgrown, connect(url), quiet)


def test_the_command_reports_each_table(
    outgrown: Database, server: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["copy", outgrown.url, server.url]) == 0
    said = capsys.readouterr().out
    assert "visit_person" in said
    assert "DIFFERENT" not in said
    assert main(["copy", outgrown.url, server.url]) == 1  # not empty any more
    assert "not empty" in capsys.readouterr().err


def _another(folder: Path) -> Database:
    db = connect(f"sqlite:///{folder}/another.db")
    migrate(db)
    return db
