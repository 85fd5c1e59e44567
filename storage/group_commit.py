"""Group commit: who writes at the same moment shares one COMMIT, which waits once for the disk and writes a page once.

SQLite has one writer, so transactions wait for each other anyway. Each is what lies behind a savepoint of one that they
share, so it is undone alone; the last in the row commits for all, and nobody is told "stored" before.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.refusals import NotSaved
from storage.sqlite import Turns

LONGEST: Final = 0.1  # seconds after which a group takes in nobody else: those before wait for its COMMIT
_GONE: Final = "the transaction is gone"


class GroupCommit:
    """Write transactions of one process on one file, in turn."""

    def __init__(self, writer: Engine, turns: Turns, longest: float = LONGEST) -> None:
        """After `longest` seconds a group takes in nobody else."""
        self._writer: Final = writer
        self._turns: Final = turns
        self._longest: Final = longest
        self._connection: Connection | None = None  # always the same: what it has read of the file stays true
        self._group: _Group | None = None

    @property
    def joined(self) -> bool:
        """For whoever has the turn: what others wrote, and may yet be lost, is seen here."""
        return self._group is not None and self._group.members > 0

    @contextmanager
    def transaction(self, seconds: float, *, together: bool) -> Iterator[Connection]:
        """One transaction: stored when this ends, undone by any exception.

        `together`: others may join the same COMMIT, for whose work this one then waits. Raises NotSaved when it is not
        our turn within so many seconds; SQLAlchemy's errors when the COMMIT failed, whoever made it.
        """
        if not self._turns.acquire(seconds, together=together):
            raise NotSaved
        handed = False
        try:
            group = self._group = self._group or self._begun()
            try:
                with group.member():
                    yield group.connection
            finally:
                handed = together and group.young and self._turns.hand_over()
        finally:
            if not handed:
                self._settle()
        group.wait()

    def close(self, seconds: float = LONGEST) -> None:
        """Close the connection; the next transaction opens another.

        Never under somebody's hands: who still writes after so many seconds keeps it.
        """
        if self._turns.acquire(seconds):
            try:
                self._let_go()
            finally:
                self._turns.release()

    def _begun(self) -> "_Group":
        if self._connection is None:
            self._connection = self._writer.connect()
        begun = False
        try:
            group = _Group(self._connection, time.monotonic() + self._longest)
            begun = True
        finally:
            if not begun:  # whatever it is left in, nobody else gets it
                self._let_go()
        return group

    def _settle(self) -> None:
        """Whoever has the turn commits what the group's members wrote, tells them, and gives the turn back."""
        group, self._group = self._group, None
        stored = False
        try:
            stored = group is None or group.stored()
        finally:
            try:
                if not stored:
                    self._let_go()
            finally:
                self._turns.release()

    def _let_go(self) -> None:
        """Whatever the connection still has open goes with it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


class _Group:
    """Transactions that are stored together or not at all."""

    def __init__(self, connection: Connection, until: float) -> None:
        """It takes in others until that moment. Raises DBAPIError when another process writes for too long."""
        self.connection: Final = connection
        self.members = 0
        self._transaction: Final = connection.begin()
        self._driver: Final[Any] = connection.connection.driver_connection
        self._until: Final = until
        self._over: Final = threading.Event()
        self._error: sqlite3.Error | None = None
        self._stored = False

    @property
    def young(self) -> bool:
        """Whether another member may still come."""
        return self.members > 0 and self._error is None and time.monotonic() < self._until

    @contextmanager
    def member(self) -> Iterator[None]:
        """One of the transactions. The first needs no savepoint: without it there is no group."""
        if not self.members:
            yield
            self._end()
        else:
            self._begin()
            stays = False
            try:
                yield
                stays = True
            finally:
                self._end(*(() if stays else ("ROLLBACK TO member",)), "RELEASE member")
        self.members += 1

    def stored(self) -> bool:
        """Whether all is well: stored, or nothing to store. What the database says against it is raised by `wait`."""
        if not self.members:
            self._transaction.rollback()
            return True
        try:
            if self._error is None:
                self._check()
                self._transaction.commit()
                self._stored = True
        except sqlite3.Error as error:
            self._error = error
        except SQLAlchemyError as error:
            cause = error.__cause__
            self._error = cause if isinstance(cause, sqlite3.Error) else sqlite3.OperationalError(str(error))
        finally:
            self._over.set()
        return self._stored

    def wait(self) -> None:
        """Until the COMMIT. Raises DBAPIError when nothing was stored."""
        self._over.wait()
        if not self._stored:
            error = self._error or sqlite3.OperationalError(_GONE)
            raise DBAPIError.instance("COMMIT", None, error, sqlite3.Error) from error

    def _begin(self) -> None:
        try:
            self._driver.execute("SAVEPOINT member")
        except sqlite3.Error as error:
            self._error = error
            raise DBAPIError.instance("SAVEPOINT", None, error, sqlite3.Error) from error

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
            raise sqlite3.OperationalError(_GONE)
