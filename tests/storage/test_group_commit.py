"""Who writes at the same moment shares a COMMIT: each is undone alone, stored with all, and told so after it."""

import dataclasses
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bot.refusals import NotSaved
from storage import Database, connect, directories, people
from storage.group_commit import GroupCommit
from storage.sqlite import Turns, engine
from tests.blocking import until_waiting
from tests.cast import BOM, WS
from tests.doubles.fixtures import NOW

PATIENCE = 30.0
FULL = "a disk without room"


class Base(DeclarativeBase):
    pass


class Word(Base):
    __tablename__ = "word"

    word: Mapped[str] = mapped_column(primary_key=True)


class Stand:
    """A file with one table, and threads that write into it at once."""

    def __init__(self, url: str, longest: float = PATIENCE) -> None:
        self.turns = Turns()
        self.writer: Engine = engine(url, 1.5, self.turns)
        self.reader: Engine = engine(url, 1.5)
        self.commits: list[str] = []
        self.groups = GroupCommit(self.writer, self.turns, longest)
        self.pool = ThreadPoolExecutor(8)
        with self.groups.transaction(PATIENCE, together=False) as connection:
            connection.execute(text("CREATE TABLE word (word TEXT PRIMARY KEY)"))
        event.listen(self.writer, "commit", lambda _connection: self.commits.append("COMMIT"))

    def says(self, word: str, *, together: bool = True, then: Callable[[Connection], object] | None = None) -> None:
        with self.groups.transaction(PATIENCE, together=together) as connection:
            connection.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})
            if then is not None:
                then(connection)

    def queue(
        self, word: str, *, together: bool = True, then: Callable[[Connection], object] | None = None
    ) -> "Future[None]":
        """Somebody who waits for their turn, behind all who do already."""
        before = self.turns.waiting
        future = self.pool.submit(self.says, word, together=together, then=then)
        until_waiting(self.turns, before + 1)
        return future

    def at_once(
        self, *words: str, then: Mapping[str, Callable[[Connection], object]] | None = None
    ) -> "list[Future[None]]":
        """All of them wait in this order, then they go."""
        assert self.turns.acquire(0)
        going = [self.queue(word, then=(then or {}).get(word)) for word in words]
        self.turns.release()
        wait(going, PATIENCE)
        return going

    @property
    def words(self) -> list[str]:
        """What somebody else reads."""
        with self.reader.begin() as connection:
            return sorted(connection.execute(text("SELECT word FROM word")).scalars())

    def close(self) -> None:
        self.pool.shutdown()
        self.groups.close()
        self.writer.dispose()
        self.reader.dispose()


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    there = Stand(f"sqlite:///{tmp_path}/words.db")
    yield there
    there.close()


def breaks(_connection: Connection) -> None:
    raise ZeroDivisionError


def is_full(_connection: Connection) -> None:
    raise OperationalError("COMMIT", None, Exception(FULL))


def test_those_who_wait_for_each_other_are_stored_by_one_commit(stand: Stand) -> None:
    going = stand.at_once("first", "second", "third")
    for one in going:
        one.result(PATIENCE)
    assert stand.words == ["first", "second", "third"]
    assert stand.commits == ["COMMIT"]


def test_nobody_is_told_before_the_commit(stand: Stand) -> None:
    seen: list[tuple[bool, list[str]]] = []
    assert stand.turns.acquire(0)
    first = stand.queue("first")
    second = stand.queue("second", then=lambda _connection: seen.append((first.done(), stand.words)))
    stand.turns.release()
    first.result(PATIENCE)
    second.result(PATIENCE)
    assert seen == [(False, [])]


def test_whoever_fails_is_undone_alone(stand: Stand) -> None:
    going = stand.at_once("1", "2 fails", "3", "4 fails", then={"2 fails": breaks, "4 fails": breaks})
    for one, fails in zip(going, (False, True, False, True), strict=True):
        assert (one.exception(PATIENCE) is not None) == fails
    assert stand.words == ["1", "3"]
    assert stand.commits == ["COMMIT"]


def test_the_first_may_fail_and_the_next_begins_anew(stand: Stand) -> None:
    first, second = stand.at_once("first", "second", then={"first": breaks})
    with pytest.raises(ZeroDivisionError):
        first.result(PATIENCE)
    second.result(PATIENCE)
    assert stand.words == ["second"]


def test_when_the_commit_fails_all_are_told_and_nothing_is_stored(stand: Stand) -> None:
    event.listen(stand.writer, "commit", is_full)
    going = stand.at_once("first", "second", "third")
    for one in going:
        assert isinstance(said := one.exception(PATIENCE), OperationalError)
        assert FULL in str(said)
    assert len({id(one.exception()) for one in going}) == len(going), "an exception belongs to one thread"
    assert stand.words == []
    event.remove(stand.writer, "commit", is_full)
    stand.says("later")
    assert stand.words == ["later"]


def test_whatever_breaks_the_commit_nobody_is_told_stored_and_others_go_on(stand: Stand) -> None:
    event.listen(stand.writer, "commit", breaks)
    going = stand.at_once("first", "second", "third")
    assert [type(one.exception(PATIENCE)) for one in going] == [OperationalError, OperationalError, ZeroDivisionError]
    event.remove(stand.writer, "commit", breaks)
    stand.says("later")
    assert stand.words == ["later"]


def test_whatever_breaks_the_begin_others_go_on(stand: Stand) -> None:
    event.listen(stand.writer, "begin", breaks)
    with pytest.raises(ZeroDivisionError):
        stand.says("first")
    event.remove(stand.writer, "begin", breaks)
    stand.says("later")
    assert stand.words == ["later"]


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_an_object_that_the_database_refuses_is_undone_alone(stand: Stand, broken: int) -> None:
    """SQLAlchemy rolls back what it knows of: that must not be what the others wrote."""
    stand.says("there already")

    def adds(connection: Connection) -> None:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            session.add(Word(word="there already"))
            session.flush()

    going = stand.at_once("0", "1", "2", then={str(broken): adds})
    for at, one in enumerate(going):
        assert isinstance(one.exception(PATIENCE), IntegrityError) == (at == broken)
    assert stand.words == sorted({"0", "1", "2", "there already"} - {str(broken)})


def test_where_the_file_cannot_grow_who_is_told_so_is_stored_and_nobody_else(stand: Stand) -> None:
    """SQLite may take a whole transaction back by itself then; what is stored is what was said to be."""
    stand.says("before")

    def limited(connection: Connection) -> None:
        connection.execute(text("PRAGMA max_page_count = 3"))

    def too_much(connection: Connection) -> None:
        connection.execute(text("INSERT INTO word SELECT hex(randomblob(1000)) || value FROM generated"), {})

    with stand.groups.transaction(PATIENCE, together=False) as connection:
        connection.execute(text("CREATE TABLE generated (value INTEGER)"))
        connection.execute(text("INSERT INTO generated VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11)"))
    names = ("first", "second", "third")
    going = stand.at_once(*names, then={"first": limited, "second": too_much})
    told = {word for word, one in zip(names, going, strict=True) if one.exception() is None}
    assert "second" not in told
    assert set(stand.words) == {"before", *told}


def ends_it(connection: Connection) -> None:
    """As SQLite does by itself when the disk is full, and somebody who passes over it."""
    connection.connection.cursor().execute("ROLLBACK")


@pytest.mark.parametrize("ended", [0, 1, 2])
def test_a_transaction_that_the_database_ended_by_itself_is_not_called_stored(stand: Stand, ended: int) -> None:
    """Nor is what was written before in the same group; who comes after begins anew."""
    going = stand.at_once("0", "1", "2", then={str(ended): ends_it})
    for at, one in enumerate(going):
        assert (one.exception(PATIENCE) is None) == (at > ended)
    assert stand.words == [str(at) for at in range(3) if at > ended]


def test_who_takes_long_keeps_nobody_waiting_for_their_commit(stand: Stand) -> None:
    told = threading.Event()
    assert stand.turns.acquire(0)
    first = stand.queue("first")
    job = stand.queue("job", together=False, then=lambda _connection: told.wait(PATIENCE))
    stand.turns.release()
    first.result(PATIENCE)
    assert stand.words == ["first"]
    told.set()
    job.result(PATIENCE)
    assert stand.commits == ["COMMIT", "COMMIT"]


def test_a_group_takes_in_nobody_when_it_has_gone_on_for_long(tmp_path: Path) -> None:
    stand = Stand(f"sqlite:///{tmp_path}/words.db", longest=0.0)
    going = stand.at_once("first", "second", "third")
    for one in going:
        one.result(PATIENCE)
    assert stand.words == ["first", "second", "third"]
    assert stand.commits == ["COMMIT"] * 3
    stand.close()


def test_whoever_gives_up_waiting_is_passed_over(stand: Stand) -> None:
    assert stand.turns.acquire(0)
    with pytest.raises(NotSaved), stand.groups.transaction(0.01, together=True):
        pass
    second = stand.queue("second")
    stand.turns.release()
    second.result(PATIENCE)
    assert stand.words == ["second"]


def test_a_connection_is_not_closed_under_the_hands_of_who_writes(stand: Stand) -> None:
    def is_closed(connection: Connection) -> None:
        stand.groups.close(seconds=0)
        connection.execute(text("INSERT INTO word VALUES ('on')"))

    stand.says("goes", then=is_closed)
    assert stand.words == ["goes", "on"]
    stand.groups.close(seconds=0)
    stand.says("anew")
    assert stand.words == ["anew", "goes", "on"]


@pytest.mark.sqlite
class TestInTheDatabase:
    def test_what_may_yet_be_lost_is_not_remembered(self, db: Database) -> None:
        """A member sees what those before it wrote; whoever comes later does not hear of it from the cache."""
        here, seen = connect(db.url), list[str]()

        def rename(name: str) -> None:
            with here.begin(together=True) as session:
                found = directories.directory(session, WS, NOW)
                assert found is not None
                seen.append(found.people[BOM].name)
                people.save(session, WS, dataclasses.replace(found.people[BOM], name=name))

        turns = here._turns
        assert turns is not None
        event.listen(here.writer, "commit", is_full)
        with ThreadPoolExecutor(2) as pool:
            assert turns.acquire(0)
            going = [pool.submit(rename, name) for name in ("하나", "둘")]
            until_waiting(turns, 2)
            turns.release()
            for one in going:
                assert isinstance(one.exception(PATIENCE), NotSaved)
        assert sorted(seen) in (["둘", "봄"], ["봄", "하나"])
        kept = directories.kept(here, WS, NOW)
        assert kept is not None
        assert kept.people[BOM].name == "봄"
        here.close()

    def test_objects_of_a_session_are_stored_too(self, db: Database) -> None:
        here = connect(db.url)
        with here.begin(together=True) as session:
            row = session.get(people.PersonRow, (WS, BOM))
            assert row is not None
            row.name = "다른 이름"
        with here.read() as session:
            found = people.get(session, WS, BOM)
        assert found is not None
        assert found.name == "다른 이름"
        here.close()
