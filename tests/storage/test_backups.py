"""A copy while people write: whole, of one moment; and a copy in the place of the database."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage import Database, backups, connect
from storage.migrating import head, migrate
from storage.numbers import following
from tests.cast import BOM, WS, Stage, furnish, words
from tests.doubles.workspace import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast, in a database as `muster run` makes it."""
    file = tmp_path_factory.mktemp("backups") / "muster.db"
    db = connect(f"sqlite:///{file}")
    migrate(db)
    furnish(db)
    db.close()
    return file


@pytest.fixture
def here(template: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copyfile(template, tmp_path / "muster.db")
    db = connect(f"sqlite:///{tmp_path}/muster.db")
    yield db
    db.close()


def silent(_done: int, _total: int) -> None:
    """Nobody listens."""


def write(db: Database) -> int:
    """Something new, committed."""
    with db.begin() as session:
        return following(session, WS, "V")


def written(file: Path) -> int:
    """How much of it there is."""
    with closing(sqlite3.connect(file)) as found:
        return sum(last for (last,) in found.execute("SELECT last FROM counter WHERE noun = 'V'"))


def whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as found:
        return bool(found.execute("PRAGMA integrity_check").fetchone() == ("ok",))


class TestBackingUp:
    def test_is_of_the_moment_when_it_began_whatever_is_written_meanwhile(self, here: Database, tmp_path: Path) -> None:
        before = write(here)
        meanwhile: list[int] = []
        backups.back_up(here, tmp_path / "copy.db", lambda _done, _total: meanwhile.append(write(here)), pages=2)
        assert len(meanwhile) > 20
        assert (written(tmp_path / "copy.db"), written(tmp_path / "muster.db")) == (before, meanwhile[-1])
        assert whole(tmp_path / "copy.db")

    def test_has_every_visit_that_another_process_was_told_is_logged(self, here: Database, tmp_path: Path) -> None:
        with visiting(here) as logged:
            for round_ in range(3):
                said = [next(logged) for _ in range(8)]
                file = tmp_path / f"copy{round_}.db"
                backups.back_up(here, file, silent, pages=1)
                assert whole(file)
                assert [line for line in said if line not in shown(file, line)] == []

    def test_is_one_file_that_only_its_owner_may_read(self, here: Database, tmp_path: Path) -> None:
        size = backups.back_up(here, tmp_path / "copy.db", silent)
        assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
        found = (tmp_path / "copy.db").stat()
        assert (found.st_mode & 0o777, found.st_size) == (0o600, size)

    def test_takes_the_database_as_it_is(self, here: Database, tmp_path: Path) -> None:
        backups.back_up(here, tmp_path / "copy.db", silent)
        assert backups.check(tmp_path / "copy.db") == head()

    def test_leaves_the_earlier_copy_when_it_fails(self, here: Database, tmp_path: Path) -> None:
        (tmp_path / "copy.db").write_text("the one of yesterday")

        def breaks(_done: int, _total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            backups.back_up(here, tmp_path / "copy.db", breaks)
        assert (tmp_path / "copy.db").read_text() == "the one of yesterday"
        assert not [*tmp_path.glob("*.part")]

    def test_says_when_there_is_nothing_to_copy(self, tmp_path: Path) -> None:
        with pytest.raises(backups.Unfit, match="no database at"):
            backups.back_up(connect(f"sqlite:///{tmp_path}/none.db"), tmp_path / "copy.db", silent)
        assert not [*tmp_path.iterdir()]

    def test_is_never_the_database_itself(self, here: Database, tmp_path: Path) -> None:
        with pytest.raises(backups.Unfit, match="the database itself"):
            backups.back_up(here, tmp_path / "muster.db", silent)


def spoil(file: Path) -> None:
    """A page in the middle is lost."""
    content = bytearray(file.read_bytes())
    content[8 * 4096 : 24 * 4096] = bytes(16 * 4096)
    file.write_bytes(content)


def empty_database(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE notes (text)")


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as made:
        made.execute("UPDATE alembic_version SET version_num = '9999'")


class TestRestoring:
    def test_brings_back_what_was_and_keeps_what_is(self, here: Database, tmp_path: Path) -> None:
        before = write(here)
        backups.back_up(here, tmp_path / "copy.db", silent)
        after = write(here)
        here.close()
        assert backups.put_in_place(here, tmp_path / "copy.db", tmp_path / "kept.db")
        assert (written(tmp_path / "muster.db"), written(tmp_path / "kept.db")) == (before, after)
        assert write(here) == before + 1

    def test_waits_for_nobody_who_has_it_open(self, here: Database, tmp_path: Path) -> None:
        backups.back_up(here, tmp_path / "copy.db", silent)
        write(here)  # a bot keeps its connections
        with pytest.raises(backups.Unfit, match="Stop it first"):
            backups.put_in_place(here, tmp_path / "copy.db", tmp_path / "kept.db")
        assert write(here) == 2
        assert sorted(path.name for path in tmp_path.glob("*.db")) == ["copy.db", "muster.db"]

    def test_on_a_fresh_machine_there_is_nothing_to_keep(self, here: Database, tmp_path: Path) -> None:
        backups.back_up(here, tmp_path / "copy.db", silent)
        fresh = connect(f"sqlite:///{tmp_path}/fresh.db")
        assert not backups.put_in_place(fresh, tmp_path / "copy.db", tmp_path / "kept.db")
        assert whole(tmp_path / "fresh.db")
        assert not (tmp_path / "kept.db").exists()

    def test_a_damaged_database_is_replaced_too(self, here: Database, tmp_path: Path) -> None:
        backups.back_up(here, tmp_path / "copy.db", silent)
        here.close()
        (tmp_path / "muster.db").write_bytes(b"\0" * 8192)
        assert backups.put_in_place(here, tmp_path / "copy.db", tmp_path / "kept.db")
        assert whole(tmp_path / "muster.db")
        assert (tmp_path / "kept.db").read_bytes() == b"\0" * 8192

    @pytest.mark.parametrize(
        ("harm", "sentence"),
        [
            (spoil, "is damaged|cannot be read|can be read"),
            (lambda file: file.write_text("a letter"), "not a database that can be read"),
            (empty_database, "not a database of Muster"),
            (newer, "of a newer version of Muster"),
            (lambda file: file.unlink(), "There is no file"),
        ],
        ids=["damaged", "no database", "another program's", "newer", "not there"],
    )
    def test_takes_nothing_that_is_not_a_whole_database_of_ours(
        self, here: Database, tmp_path: Path, harm: Callable[[Path], object], sentence: str
    ) -> None:
        backups.back_up(here, tmp_path / "copy.db", silent)
        harm(tmp_path / "copy.db")
        with pytest.raises(backups.Unfit, match=sentence):
            backups.check(tmp_path / "copy.db")


def shown(file: Path, id: str) -> str:
    """The card of this visit, in a database that is a copy."""
    db = connect(f"sqlite:///{file}")
    card = words(Stage(db, Workspace()).types(BOM, f"/visit show {id}"))
    db.close()
    return card


@contextmanager
def visiting(db: Database) -> Iterator[Iterator[str]]:
    """A process logs visits all the time; yields the number of each once it is acknowledged."""
    command = [sys.executable, "-m", "tests.storage.writer", db.url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield (line.strip() for line in process.stdout if re.fullmatch(r"V-\d+\n", line))
    finally:
        process.kill()
        process.wait()
