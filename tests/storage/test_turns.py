"""Whoever has waited longest writes next, in a process and between several, and whoever gives up is passed over."""

import fcntl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.domain.workspaces import Workspace
from storage import Database, connect, workspaces
from storage.sqlite import Turns, Turnstile
from tests.blocking import until_waiting
from tests.conftest import ON_POSTGRESQL

PATIENCE = 30.0


def test_turns_come_in_the_order_of_asking() -> None:
    turns, order = Turns(), list[int]()
    assert turns.acquire(0)

    def write(number: int) -> None:
        assert turns.acquire(PATIENCE)
        order.append(number)
        turns.release()

    with ThreadPoolExecutor(8) as pool:
        going = []
        for number in range(8):
            going.append(pool.submit(write, number))
            until_waiting(turns, number + 1)
        turns.release()
        for one in going:
            one.result(PATIENCE)
    assert order == list(range(8))
    assert turns.acquire(0)


def test_whoever_gives_up_is_passed_over() -> None:
    turns = Turns()
    assert turns.acquire(0)
    assert not turns.acquire(0.01)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(turns.acquire, PATIENCE)
        until_waiting(turns, 1)
        turns.release()
        assert second.result(PATIENCE)
    assert not turns.acquire(0)
    turns.release()
    assert turns.acquire(0)


@pytest.mark.skipif(ON_POSTGRESQL, reason="SQLite's file")
def test_a_process_that_waits_for_the_file_is_next(db: Database) -> None:
    """The one that has just written begins again at once; with SQLite's own waiting it would go on for a second."""
    other, order = connect(db.url), list[str]()

    def write(there: Database, name: str) -> None:
        with there.begin() as session:
            workspaces.ensure(session, Workspace(name))
            order.append(name)

    with ThreadPoolExecutor(1) as pool:
        with db.begin() as session:
            workspaces.ensure(session, Workspace("T1"))
            second = pool.submit(write, other, "T2")
            _until_somebody_waits(Path(f"{db.writer.url.database}-turn"))
        for _ in range(5):
            write(db, "T1")
        second.result(PATIENCE)
    other.close()
    assert order == ["T2", *["T1"] * 5]


def test_whoever_waits_for_a_process_that_does_not_answer_goes_on_without(tmp_path: Path) -> None:
    first, second = Turnstile(f"{tmp_path}/file"), Turnstile(f"{tmp_path}/file")
    with first.passed(time.monotonic()), second.passed(time.monotonic() + 0.01):
        assert _taken(tmp_path / "file-turn"), "the first has it still"
    assert not _taken(tmp_path / "file-turn")


def test_whoever_closes_leaves_no_file_open_and_may_begin_again(tmp_path: Path) -> None:
    turnstile, before = Turnstile(f"{tmp_path}/file"), _open_files()
    for _ in range(2):
        with turnstile.passed(time.monotonic()):
            assert _open_files() == before + 1
        turnstile.close()
        assert _open_files() == before
    with turnstile.passed(time.monotonic()):
        turnstile.close()
        assert _open_files() == before + 1, "somebody still needs it"
    assert _open_files() == before
    with turnstile.passed(time.monotonic()):
        pass
    del turnstile
    assert _open_files() == before


def test_without_its_file_a_turnstile_stands_open(tmp_path: Path) -> None:
    with Turnstile(f"{tmp_path}/missing/file").passed(time.monotonic() + PATIENCE):
        assert not list(tmp_path.iterdir())


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _taken(path: Path) -> bool:
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _until_somebody_waits(path: Path) -> None:
    never, until = threading.Event(), time.monotonic() + PATIENCE
    while not (path.exists() and _taken(path)):
        assert time.monotonic() < until, "nobody waits"
        never.wait(0.001)
