"""One file, one writer at a time: WAL, every commit on the disk, readers that never wait."""

import sqlite3
import threading
from collections import deque
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.encoding import read, write

BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")


def engine(url: str, seconds: float, *, read_only: bool) -> Engine:
    """Waits at most so many seconds for another process that writes."""
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
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-16000")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    begin: Final = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    def on_begin(connection: Connection) -> None:
        try:  # straight to the driver: through SQLAlchemy it costs as much as the statement of a visit
            connection.connection.cursor().execute(begin)
        except sqlite3.Error as error:
            raise cast("DBAPIError", DBAPIError.instance(begin, None, error, sqlite3.Error)) from error

    event.listen(made, "connect", on_connect)
    event.listen(made, "begin", on_begin)
    return made


class Turns:
    """A lock that goes to whoever has waited longest.

    Python's own goes to whoever comes at the right moment, which is mostly the thread that has just given it back: of
    sixteen who log visits without a pause some waited for more than a second while others had ten turns.
    """

    def __init__(self) -> None:
        self._mutex: Final = threading.Lock()
        self._waiting: Final[deque[threading.Lock]] = deque()
        self._taken = False

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def acquire(self, timeout: float) -> bool:
        """Whether it is ours within so many seconds."""
        turn = threading.Lock()
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=timeout):
            return True
        with self._mutex:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # it was given at the last moment

    def release(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
