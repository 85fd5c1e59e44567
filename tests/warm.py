"""One database of PostgreSQL for test after test: what a test wrote is taken away again, and the connections stay warm.

A new database costs a test two hundred milliseconds: its files are copied, its servers start with empty memories, and
every statement is prepared anew. Emptying the few tables that a test has filled takes five.

    warm = Warm(server, template)
    with warm.lent() as db:             as the template is, whoever had it before

Whoever leaves more behind than rows (a thread, a process or a transaction that still holds it, another schema) spoils
it: the next one has a new database, made from the template.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import Engine, event

from storage import Database, connect
from tests.postgres import Server

Share = Callable[[Engine], None]  # what new engines have in common with all others

# Another schema is noticed; what the template holds is kept beside it
SETUP: Final = """
CREATE SCHEMA pristine;
CREATE TABLE pristine.changed (tag text);
CREATE FUNCTION pristine.notice() RETURNS event_trigger LANGUAGE plpgsql
AS 'BEGIN INSERT INTO pristine.changed VALUES (tg_tag); END';
CREATE EVENT TRIGGER pristine ON ddl_command_end EXECUTE FUNCTION pristine.notice();
SET lock_timeout = 1000;
"""
TABLES: Final = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
SEQUENCES: Final = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
OTHERS: Final = """
SELECT pid, state FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
# For each table: the statement that empties it, where it is not as it was
# (truncated: where rows were deleted, new ones would lie in another order than in a new table)
EMPTY: Final = "CASE WHEN {} THEN {} END"
DIFFERS: Final = """
(SELECT string_agg(row::text, '|' ORDER BY row::text) FROM {} AS row) IS DISTINCT FROM
(SELECT string_agg(row::text, '|' ORDER BY row::text) FROM {} AS row)
"""


class Warm:
    """A database of this process, like the template, for one test at a time."""

    def __init__(self, server: Server, template: str, share: Share) -> None:
        self._server, self._template, self._share = server, template, share
        self._made: _Made | None = None

    @contextmanager
    def lent(self) -> Iterator[Database]:
        """The database, with engines of the borrower's own on connections that others have used before."""
        made = self._made = self._made or _Made(self._server, self._template, self._share)
        threads = set(threading.enumerate())
        yield made.as_new()
        if not (set(threading.enumerate()) <= threads and made.restored()):
            self.close()

    def close(self) -> None:
        """Drops it; the next borrower has a new one."""
        if self._made is not None:
            self._made.close()
        self._made = None


class _Made:
    """The database while it lasts: our own connection to it, the engines, and what it was like in the beginning."""

    def __init__(self, server: Server, template: str, share: Share) -> None:
        self._serving: set[int] = set()  # the server's processes for our engines
        self._open = ExitStack()
        url = self._open.enter_context(server.database(template))
        self._there = self._open.enter_context(psycopg.connect(url, autocommit=True))
        self._there.execute(SETUP)
        self._db = connect(url)
        self._open.callback(self._db.close)
        for engine in (self._db.writer, self._db.reader):
            share(engine)
            event.listen(engine, "connect", self._remember)
        differences = sql.SQL(",").join(self._difference(name) for (name,) in self._rows(TABLES))
        self._look = self._said("SELECT EXISTS (SELECT FROM pristine.changed), ARRAY[{}]", differences)
        counts = sql.SQL(",").join(
            sql.SQL("setval({}, {}, {})").format(f"public.{name}", last or 1, last is not None)
            for name, last in self._rows(SEQUENCES)
        )
        self._count = self._said("SELECT {}", counts)
        self._rows("DELETE FROM pristine.changed RETURNING tag")

    def as_new(self) -> Database:
        """Engines that share the connections and nothing else: who listens to them is gone after the test."""
        db = self._db
        return Database(db.url, writer=db.writer.execution_options(), reader=db.reader.execution_options())

    def restored(self) -> bool:
        """Takes away what was written. False when that is not enough."""
        try:
            if any(pid not in self._serving or state != "idle" for pid, state in self._rows(OTHERS)):
                return False
            ((other_schema, statements),) = self._rows(self._look.encode())
            self._there.execute(";".join(filter(None, [*statements, self._count])).encode())
        except psycopg.Error:
            return False
        return not other_schema

    def close(self) -> None:
        self._open.close()

    def _difference(self, name: str) -> sql.Composed:
        """Asks whether the table is not as it was: what to do then, or null."""
        table, kept = sql.Identifier("public", name), sql.Identifier("pristine", name)
        differs, refill = sql.SQL("EXISTS (SELECT FROM {})").format(table), sql.Composed([])
        if self._rows(sql.SQL("SELECT FROM {} LIMIT 1").format(table)):
            self._there.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, table))
            differs = sql.SQL(DIFFERS).format(table, kept)
            refill = sql.SQL("; INSERT INTO {} TABLE {}").format(table, kept)
        return sql.SQL(EMPTY).format(differs, self._said("TRUNCATE {}{}", table, refill))

    def _rows(self, question: LiteralString | bytes | sql.Composed) -> list[tuple[Any, ...]]:
        return self._there.execute(question).fetchall()

    def _said(self, statement: LiteralString, *parts: sql.Composable) -> str:
        return sql.SQL(statement).format(*parts).as_string(self._there)

    def _remember(self, connection: Any, _record: object) -> None:
        self._serving.add(connection.info.backend_pid)
