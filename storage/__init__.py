"""What the bot remembers.

SQLite and PostgreSQL differ here, in sqlite.py, group_commit.py and postgresql.py, and nowhere else.
"""

import threading
from collections import ChainMap
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Engine, Executable, Table, make_url
from sqlalchemy.dialects import postgresql as postgresql_words
from sqlalchemy.dialects import sqlite as sqlite_words
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.session import JoinTransactionMode

from bot.refusals import NotSaved
from storage import postgresql, sqlite
from storage.group_commit import GroupCommit
from storage.prepared import Rows, Values, prepared

__all__ = ["CACHE", "PREFIX", "Database", "Session", "connect", "insert_once", "run", "upsert", "wake"]

BUSY_SECONDS: Final = 1.5  # a definite "not saved" well before Slack's 3 s
_WAKES = "wakes_delivery"
CACHE: Final = "cache"
PREFIX: Final = "command_prefix"
_CONNECTION: Final = "connection"


@dataclass(eq=False)
class Database:
    """A place to remember. `begin()` to write, `read()` to look; both give a Session of one transaction.

    `woken` is set after a commit that planned a post for now, so that delivery need not wait for its next round.
    """

    url: str
    writer: Engine
    reader: Engine
    woken: threading.Event = field(default_factory=threading.Event)
    cache: dict[str, Any] = field(default_factory=dict)  # what storage.directories remembers between transactions
    prefix: str = ""  # before each command's name in this installation; a Directory says it to whoever speaks
    _turns: sqlite.Turns | None = None
    _groups: GroupCommit | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self._turns is not None:
            self._groups = GroupCommit(self.writer, self._turns)

    @contextmanager
    def begin(self, *, together: bool = False) -> Iterator[Session]:
        """One write transaction: committed at the end, rolled back by any exception. Raises NotSaved after 1.5 s.

        `together`: what is quick and asked for by many at once may share its COMMIT with others (storage.group_commit).
        """
        with self._definite(), self._transaction(together) as connection, self._session(connection) as session:
            session.info[_CONNECTION] = connection
            if self._groups is not None and self._groups.joined:  # what it reads may yet be lost, and is not kept
                session.info[CACHE] = ChainMap({}, self.cache)
            yield session
            if session.in_transaction():
                session.commit()  # what its objects changed; the transaction is the connection's
            if session.info.get(_WAKES) and self.dialect == "postgresql":
                connection.execute(postgresql.NOTIFY)
        if session.info.get(_WAKES):
            self.woken.set()

    def _transaction(self, together: bool) -> AbstractContextManager[Connection]:
        if self._groups is None:
            return self.writer.begin()
        return self._groups.transaction(BUSY_SECONDS, together=together)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One read-only transaction: a steady picture, never waiting for a writer."""
        with self._definite(), self._session(self.reader) as session:
            yield session

    @contextmanager
    def patiently(self, seconds: float) -> Iterator[None]:
        """On SQLite whoever uses `writer` meanwhile waits as long as this for other processes. Raises NotSaved."""
        if self._turns is None:
            yield
            return
        if not self._turns.acquire(timeout=seconds):
            raise NotSaved
        try:
            yield
        finally:
            self._turns.release()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Meanwhile `woken` is set by what other processes commit, too. On SQLite the rounds of delivery find it."""
        if self.dialect != "postgresql":
            yield
            return
        stopping = threading.Event()
        postgresql.listen(self.url, self.woken.set, stopping)
        try:
            yield
        finally:
            stopping.set()

    @contextmanager
    def _definite(self) -> Iterator[None]:
        """A database that does not answer in time is a sentence, not a stack trace."""
        try:
            with postgresql.one_try():
                yield
        except PoolTimeout as slow:
            raise NotSaved from slow
        except OperationalError as error:
            if _busy(error):
                raise NotSaved from error
            raise

    def _session(self, bind: Engine | Connection) -> Session:
        info = {CACHE: self.cache, PREFIX: self.prefix}
        # what fails in a member of a group must not roll back the others
        join: JoinTransactionMode = "conditional_savepoint" if self._groups is None else "create_savepoint"
        return Session(bind, expire_on_commit=False, autoflush=False, info=info, join_transaction_mode=join)

    def close(self) -> None:
        if self._groups is not None:
            self._groups.close()
        self.writer.dispose()
        self.reader.dispose()

    @property
    def dialect(self) -> str:
        return self.writer.dialect.name


def wake(session: Session) -> None:
    """After this session's commit, delivery looks at once."""
    session.info[_WAKES] = True


def connect(url: str, prefix: str = "") -> Database:
    """The database at `url` (`sqlite:///file` or `postgresql://…`). Connects when first used, not here.

    `prefix` is this installation's COMMAND_PREFIX.

    Raises ModuleNotFoundError when PostgreSQL's driver is not installed.
    """
    url = url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url
    if make_url(url).get_backend_name() == "sqlite":
        turns = sqlite.Turns()
        return Database(
            url,
            writer=sqlite.engine(url, BUSY_SECONDS, turns),
            reader=sqlite.engine(url, BUSY_SECONDS),
            prefix=prefix,
            _turns=turns,
        )
    return Database(
        url,
        writer=postgresql.engine(url, BUSY_SECONDS, read_only=False),
        reader=postgresql.engine(url, BUSY_SECONDS, read_only=True),
        prefix=prefix,
    )


def insert_once(session: Session, entity: type[DeclarativeBase], **row: Any) -> bool:
    """Insert a row unless one with its key is there. True when it was inserted."""
    return bool(run(session, _insert_once(entity, session.get_bind().dialect.name), row).rowcount)


def upsert(session: Session, entity: type[DeclarativeBase], key: dict[str, Any], **values: Any) -> None:
    """Insert `key | values`, or give the row with this primary key these values."""
    build = postgresql_words.insert if session.get_bind().dialect.name == "postgresql" else sqlite_words.insert
    statement = build(_table(entity)).values(**key, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))


def run(session: Session, statement: Executable, values: Values | Sequence[Values]) -> Rows:
    """Execute a statement that was built once, with bound values: a tenth of the cost of building it anew.

    A list of values executes it for each of them.
    """
    connection = session.info.get(_CONNECTION)  # finding a session's connection costs as much as a small statement
    if connection is None:
        connection = session.info[_CONNECTION] = session.connection()
    return prepared(statement, connection.dialect, values).run(connection, values)


@cache
def _insert_once(entity: type[DeclarativeBase], dialect: str) -> Executable:
    build = postgresql_words.insert if dialect == "postgresql" else sqlite_words.insert
    return build(_table(entity)).on_conflict_do_nothing()


def _table(entity: type[DeclarativeBase]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)
    return table


def _busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", "") or ""
    return code.startswith((*sqlite.BUSY, *postgresql.BUSY)) or error.connection_invalidated or not code
