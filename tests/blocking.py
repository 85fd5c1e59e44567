"""Somebody else writes, and goes on for longer than anybody waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from storage import Database, connect


@contextmanager
def somebody_writes(db: Database) -> Iterator[None]:
    """A transaction of another process: SQLite has one writer; on PostgreSQL it holds what each request needs."""
    if db.dialect == "sqlite":
        with db.begin():
            yield
        return
    other = connect(db.url)
    with other.writer.begin() as connection:
        connection.execute(text("LOCK TABLE inbound IN ACCESS EXCLUSIVE MODE"))
        yield
    other.close()
