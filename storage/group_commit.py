"""Group commit: who writes at the same moment shares one COMMIT, which waits once for the disk and writes a page once.

SQLite has one writer, so transactions wait for each other anyway. Each is what lies behind a savepoint of one that they
share, so it is undone alone; the last in the row commits for all, and nobody is told "stored" before.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.refusals import NotSaved
from storage.sqlite import Turns

LONGEST: Final = 0.1  # seconds after which a group takes in nobody else: those before wait for its COMMIT


class GroupCommit:
    """Write transactions of one process on one file, in turn."""

    def __init__(self, writer: Engine, turns: Turns, lost: Callable[[], None], longest: float = LONGEST) -> None:
        """`lost` is called when a group was not stored, before anybody else writes: nothing of it may be kept.

        After `longest` seconds a group takes in nobody else.
        """
        self._writer: Final = writer
        self._turns: Final = turns
        self._lost: Final = lost
        self._longest: Final = longest
        self._connection: Connection | None = None  # always the same: what it has read of the file stays true
        self._group: _Group | None = None

    @contextmanager
    def transaction(self, seconds: float, *, together: bool) -> Iterator[Connection]:
        """One transaction: stored when this ends, undone by any exception.

        `together`: others may join the same COMMIT, for whose work this one then waits. Raises NotSaved when it is not
        our turn within so many seconds; SQLAlchemy's errors when the COMMIT failed, whoever made it.
        """
        if not self._turns.acquire(seconds, together=together):
            raise NotSaved
        group = None
        try:
            group = self._group = self._group or self._begun()
            with group.member():
                yield group.connection
        finally:
            if group is None or not (together and group.young and self._turns.hand_over()):
                self._settle()
                self._turns.release()
        group.wait()

    def close(self, seconds: float = LONGEST) -> None:
        """Close the connection; the next transaction opens another.

        Never under somebody's hands: who still writes after so many seconds keeps it, and it is closed with them.
        """
        if self._turns.acquire(seconds):
            self._let_go()
            self._turns.release()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _begun(self) -> "_Group":
        if self._connection is None:
            self._connection = self._writer.connect()
        return _Group(self._connection, time.monotonic() + self._longest)

    def _settle(self) -> None:
        """Whoever has the turn commits what the group's members wrote, and tells them."""
        group, self._group = self._group, None
        if group is not None and not group.settled():
            group.connection.invalidate()  # whatever it still has open goes with it
            self._let_go()
            self._lost()


class _Group:
    """Transactions that are stored together or not at all."""

    def __init__(self, connection: Connection, until: float) -> None:
        """It takes in others until that moment. Raises DBAPIError when another process writes for too long."""
        self.connection: Final = connection
        self._transaction: Final = connection.begin()
        self._driver: Final[Any] = connection.connection.driver_connection
        self._until: Final = until
        self._members = 0
        self._over: Final = threading.Event()
        self._error: sqlite3.Error | None = None

    @property
    def young(self) -> bool:
        """Whether another member may still come."""
        return self._members > 0 and self._error is None and time.monotonic() < self._until

    @contextmanager
    def member(self) -> Iterator[None]:
        """One of the transactions. The first needs no savepoint: without it there is no group."""
        if not self._members:
            yield
        else:
            self._driver.execute("SAVEPOINT member")
            stays = False
            try:
                yield
                stays = True
            finally:
                self._end(*(() if stays else ("ROLLBACK TO member",)), "RELEASE member")
        self._members += 1

    def settled(self) -> bool:
        """Whether all is well: stored, or nothing to store. Never raises what the database says: `wait` does."""
        try:
            if not self._members:
                self._transaction.rollback()
            elif self._error is None:
                self._check()
                self._transaction.commit()
        except sqlite3.Error as error:
            self._error = error
        except SQLAlchemyError as error:
            cause = error.__cause__
            self._error = cause if isinstance(cause, sqlite3.Error) else sqlite3.OperationalError(str(error))
        finally:
            self._over.set()
        return self._error is None

    def _end(self, *words: str) -> None:
        """The end of a savepoint. Where it is gone, so is what the members before wrote."""
        try:
            self._check()
            for one in words:
                self._driver.execute(one)
        except sqlite3.Error as error:
            self._error = error

    def _check(self) -> None:
        """Raises OperationalError when a full disk has ended the transaction: COMMIT would find nothing to do."""
        if not (self._transaction.is_active and self._driver.in_transaction):
            raise sqlite3.OperationalError("the transaction is gone")

    def wait(self) -> None:
        """Until the COMMIT. Raises DBAPIError when it failed."""
        self._over.wait()
        if self._error is not None:
            raise DBAPIError.instance("COMMIT", None, self._error, sqlite3.Error) from self._error
