"""The database that tests of PostgreSQL share has nothing of the test before."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import event, text

from storage import Database, connect
from tests import postgres
from tests.warm import Warm

pytestmark = pytest.mark.postgresql

SERVING = "SELECT pg_backend_pid()"
COUNTED = "INSERT INTO counter VALUES ('T', 'V', 1)"
MANY = "INSERT INTO counter SELECT 'T', 'V' || n, n FROM generate_series(1, 5000) AS n"


@pytest.fixture
def warm(templates: Mapping[str, str]) -> Iterator[Warm]:
    there = Warm(postgres.running(), templates["cast"], lambda _engine: None)
    yield there
    there.close()


def does(db: Database, statement: str) -> object:
    """Does it for good; the first value of what it says."""
    with db.writer.begin() as there:
        said = there.execute(text(statement))
        return said.scalar() if said.returns_rows else None


def everything(db: Database) -> dict[str, object]:
    """All rows, and where each count stands."""
    tables = (
        "SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    counts = "SELECT string_agg(sequencename || last_value, ' ') FROM pg_sequences WHERE schemaname = 'public'"
    found = {name: does(db, f"SELECT string_agg(t::text, '|') FROM {name} t") for name in str(does(db, tables)).split()}
    return found | {"counts": does(db, counts)}


@pytest.mark.parametrize(
    "statement",
    [
        COUNTED,
        MANY,
        "UPDATE person SET name = 'somebody else'",
        "DELETE FROM person WHERE name = '봄'",
        "SELECT nextval('audit_number_seq')",
        "TRUNCATE person, team, audit",
    ],
)
def test_what_was_written_is_gone_and_the_connection_is_the_same(warm: Warm, statement: str) -> None:
    with warm.lent() as db:
        before, serving = everything(db), does(db, SERVING)
        does(db, statement)
    with warm.lent() as db:
        assert everything(db) == before
        assert does(db, SERVING) == serving


def test_who_listened_to_its_engines_and_what_it_remembered_is_gone(warm: Warm) -> None:
    heard: list[object] = []
    with warm.lent() as db:
        event.listen(db.writer, "begin", heard.append)
        does(db, COUNTED)
        assert heard
        db.cache["people"] = heard
        db.woken.set()
    heard.clear()
    with warm.lent() as db:
        does(db, COUNTED)
        assert not heard
        assert not db.cache
        assert not db.woken.is_set()


def test_engines_that_were_closed_connect_again(warm: Warm) -> None:
    with warm.lent() as db:
        does(db, COUNTED)
        db.close()
    with warm.lent() as db:
        does(db, COUNTED)


def test_another_schema_is_not_handed_on(warm: Warm) -> None:
    with warm.lent() as db:
        url = db.url
        does(db, "ALTER TABLE counter ADD COLUMN first INTEGER")
    with warm.lent() as db:
        assert db.url != url
        does(db, COUNTED)


def test_what_somebody_still_holds_is_not_handed_on(warm: Warm) -> None:
    with warm.lent() as db:
        url, held = db.url, db.writer.connect()
        held.execute(text("LOCK TABLE counter"))
    with warm.lent() as db:
        assert db.url != url
        does(db, COUNTED)
    held.invalidate()  # its server is gone: at whatever moment it were given back, it would say so in the log
    held.close()


def test_nor_where_another_process_is_still_connected(warm: Warm) -> None:
    with warm.lent() as db:
        url, other = db.url, psycopg.connect(db.url)
    with closing(other), warm.lent() as db:
        assert db.url != url
        does(db, COUNTED)
    with warm.lent() as again, closing(connect(again.url)) as closed:
        does(closed, COUNTED)


def test_nor_where_a_thread_goes_on(warm: Warm) -> None:
    ending = threading.Event()
    with warm.lent() as db:
        url, thread = db.url, threading.Thread(target=ending.wait)
        thread.start()
    with warm.lent() as db:
        assert db.url != url
    ending.set()
    thread.join()
