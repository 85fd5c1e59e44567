"""What a program says to a database of another version, and who brings it to this one."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect, text

from muster import main
from storage import BUSY_SECONDS, connect
from storage.migrating import head, known, migrate, revision
from tests import postgres
from tests.conftest import ON_POSTGRESQL

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database, named in the settings."""
    if ON_POSTGRESQL:
        with postgres.running().database() as address:
            monkeypatch.setenv("DATABASE_URL", address)
            yield address
    else:
        address = f"sqlite:///{tmp_path}/muster.db"
        monkeypatch.setenv("DATABASE_URL", address)
        yield address


def stamp(url: str, version: str) -> None:
    db = connect(url)
    migrate(db)
    with db.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    db.close()


def test_a_newer_one_is_left_alone(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    stamp(url, "9999")
    for command in ("preview", "migrate"):
        assert main([command]) == 1
        said = capsys.readouterr().err
        assert "of a newer Muster (version 9999)" in said
        assert "Traceback" not in said


@pytest.mark.parametrize("address", ["sqlite:////nowhere/muster.db", "postgres://muster@/nowhere?host=/nowhere"])
def test_one_that_does_not_answer_is_a_sentence(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert main(["preview"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("muster: The database does not answer (OperationalError). Check DATABASE_URL")
    assert said.count("\n") == 1


@pytest.mark.postgresql
def test_an_empty_or_older_one_waits_for_migrate(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview"]) == 1
    assert "The database is empty. Run `muster migrate` first." in capsys.readouterr().err
    stamp(url, "0001")
    assert main(["preview"]) == 1
    assert "of an older Muster (version 0001). Run `muster migrate` first." in capsys.readouterr().err


def test_several_at_once_migrate_one_after_the_other(url: str) -> None:
    several_migrate(url)


@pytest.mark.postgresql
def test_several_at_once_migrate_one_after_the_other_on_a_server(url: str) -> None:
    several_migrate(url)


def several_migrate(url: str) -> None:
    processes = [subprocess.Popen([sys.executable, "muster.py", "migrate"], cwd=ROOT) for _ in range(3)]
    assert [one.wait(60) for one in processes] == [0, 0, 0]
    db = connect(url)
    assert revision(db) == head()
    db.close()
    assert main(["preview"]) == 0


@pytest.mark.skipif(ON_POSTGRESQL, reason="there an advisory lock is waited for, as long as it takes")
def test_who_migrates_waits_for_another_that_does_so_longer_than_a_request_would(url: str) -> None:
    db, never = connect(url), threading.Event()
    with (
        closing(sqlite3.connect(str(db.writer.url.database), isolation_level=None)) as other,
        ThreadPoolExecutor() as pool,
    ):
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        migrating = pool.submit(migrate, db)
        never.wait(BUSY_SECONDS + 0.3)
        assert not migrating.done()
        other.execute("ROLLBACK")
        assert migrating.result(60) == head()
    db.close()


def test_a_migration_that_ends_in_the_middle_has_done_nothing(url: str) -> None:
    db = connect(url)

    def end(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE indicator" in statement:
            raise KeyboardInterrupt

    event.listen(db.writer, "before_cursor_execute", end)
    with pytest.raises(KeyboardInterrupt):
        migrate(db)
    db.close()
    db = connect(url)
    assert not inspect(db.reader).get_table_names()
    assert migrate(db) == head()
    db.close()


def test_a_file_is_brought_to_this_version_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/own.db")
    assert main(["preview"]) == 0
    db = connect(f"sqlite:///{tmp_path}/own.db")
    assert revision(db) == head()
    db.close()


def test_versions_are_the_names_of_files_as_alembic_reads_them() -> None:
    scripts = ScriptDirectory(str(ROOT / "storage" / "migrations"))
    assert head() == scripts.get_current_head()
    assert known() == {script.revision for script in scripts.walk_revisions()}


STARTING = """
import sys
from sqlalchemy import event
from sqlalchemy.orm import Mapper
import storage.schema
from bot.domain.workspaces import Workspace
from storage import connect, migrating, workspaces

event.listen(Mapper, "before_configured", lambda: sys.exit("the mappers of every noun are configured"))
db = connect(sys.argv[1])
migrating.migrate(db)
migrating.check(db)
with db.begin() as session:
    workspaces.ensure(session, Workspace("T1", "MOTIE", "motie"))
sys.exit("Alembic is imported" if "alembic" in sys.modules else 0)
"""


def test_what_a_start_asks_of_its_database_is_asked_without_alembic_and_without_mappers(url: str) -> None:
    stamp(url, head())
    done = subprocess.run(
        [sys.executable, "-c", STARTING, url], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
