"""Somebody else writes, for longer than anybody waits; and whoever waits, until they do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from storage import Database, connect
from storage.sqlite import Turns


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


def until_waiting(turns: Turns, number: int) -> None:
    """Comes back when so many wait for their turn."""
    never = threading.Event()
    while turns.waiting < number:
        never.wait(0.001)
