"""One file, one writer at a time: WAL, every commit on the disk, readers that never wait."""

import fcntl
import os
import sqlite3
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.encoding import read, write

BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")
PAUSE: Final = 0.0005  # seconds between two looks whether another process has written


def engine(url: str, seconds: float, turns: "Turns | None" = None) -> Engine:
    """An engine that reads, or with `turns` writes.

    Who writes waits for another process as long as their turn may take; without one, at most so many seconds.
    """
    made = create_engine(
        url,
        connect_args={"timeout": seconds, "check_same_thread": False},
        pool_size=8,
        max_overflow=8,
        pool_timeout=0.5,
        hide_parameters=True,  # an error must not carry what people typed into the log
        json_serializer=write,
        json_deserializer=read,
    )

    def on_connect(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # sqlite3 must not begin by itself: BEGIN is ours, below
        cursor = connection.cursor()
        if turns is not None:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-16000")
        # who waits to write does so below, and not in SQLite
        cursor.execute("PRAGMA query_only=ON" if turns is None else "PRAGMA busy_timeout=0")
        cursor.close()

    event.listen(made, "connect", on_connect)
    if turns is None:
        event.listen(made, "begin", lambda connection: _begun(connection, "BEGIN"))
    else:
        _write_in_turn(made, turns, seconds)
    return made


def _write_in_turn(made: Engine, turns: "Turns", seconds: float) -> None:
    turnstile = Turnstile(made.url.database or "")

    def on_begin(connection: Connection) -> None:
        until = turns.until or time.monotonic() + seconds
        with turnstile.passed(until):
            while not _begun(connection, "BEGIN IMMEDIATE", patient=time.monotonic() < until):
                time.sleep(PAUSE)  # SQLite tells nobody that it is free

    event.listen(made, "begin", on_begin)
    event.listen(made, "engine_disposed", lambda _engine: turnstile.close())


def _begun(connection: Connection, words: str, *, patient: bool = False) -> bool:
    """False when another process writes and somebody is `patient`, who will ask again. Raises DBAPIError.

    Straight to the driver: through SQLAlchemy it costs as much as the statement of a visit.
    """
    try:
        connection.connection.cursor().execute(words)
    except sqlite3.Error as error:
        if patient and getattr(error, "sqlite_errorname", "").startswith(BUSY):  # the module raises some without
            return False
        raise cast("DBAPIError", DBAPIError.instance(words, None, error, sqlite3.Error)) from error
    return True


class Turnstile:
    """Between processes: only one of those that wait for the file asks it, so it is next.

    Left to SQLite, it goes to whoever asks at the right moment, which is mostly the process that has just written: with
    two that log visits without a pause, some waited for more than a second. It is a file beside the database that the
    kernel locks, and unlocks when a process is killed.
    """

    def __init__(self, database: str) -> None:
        self._path: Final = f"{database}-turn"
        self._lock: _Lock | None = None

    @contextmanager
    def passed(self, until: float) -> Iterator[None]:
        """Ours meanwhile; at `until`, a moment of `time.monotonic`, also without. Without its file it stands open."""
        try:
            lock = self._lock = self._lock or _Lock(self._path)
        except OSError:  # not ours to write, or no room: who writes does so in any order
            yield
            return
        while not lock.taken() and time.monotonic() < until:
            time.sleep(PAUSE)  # the kernel would wait without end
        try:
            yield
        finally:
            lock.give_back()

    def close(self) -> None:
        """The file is closed when nobody waits any more, and opened again when it is needed."""
        self._lock = None


class _Lock:
    """An empty file that the kernel locks for one process at a time. Raises OSError when it cannot be opened."""

    def __init__(self, path: str) -> None:
        self._file: Final = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        weakref.finalize(self, os.close, self._file)

    def taken(self) -> bool:
        """Whether it is ours now."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give_back(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)


class _Turn:
    """Somebody who waits, until `come` can be acquired."""

    def __init__(self, together: bool) -> None:
        self.come: Final = threading.Lock()
        self.together: Final = together


class Turns:
    """A lock that goes to whoever has waited longest.

    Python's own goes to whoever comes at the right moment, which is mostly the thread that has just given it back: of
    sixteen who log visits without a pause some waited for more than a second while others had ten turns.
    """

    def __init__(self) -> None:
        self.until: float | None = None  # the moment of `time.monotonic` at which whoever has it gives up
        self._mutex: Final = threading.Lock()
        self._waiting: Final[deque[_Turn]] = deque()
        self._taken = False

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def acquire(self, timeout: float, *, together: bool = False) -> bool:
        """Whether it is ours within so many seconds. `together` with others, who may hand it over."""
        until = time.monotonic() + timeout
        if not self._acquired(timeout, together):
            return False
        self.until = until
        return True

    def release(self) -> None:
        with self._mutex:
            self.until = None
            if self._waiting:
                self._waiting.popleft().come.release()
            else:
                self._taken = False

    def hand_over(self) -> bool:
        """Release it to whoever is next if they come together with us; False, and still ours, otherwise."""
        with self._mutex:
            if not self._waiting or not self._waiting[0].together:
                return False
            self.until = None
            self._waiting.popleft().come.release()
            return True

    def _acquired(self, timeout: float, together: bool) -> bool:
        turn = _Turn(together)
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            turn.come.acquire()
            self._waiting.append(turn)
        if turn.come.acquire(timeout=timeout):
            return True
        with self._mutex:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # it was given at the last moment
