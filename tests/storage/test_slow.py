"""A database that is locked, frozen, stopped or full: a definite "not saved" in time, and no row later."""

import threading
import time
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from bot.refusals import NotSaved
from storage import Database, connect, wake
from storage.schema import metadata
from tests import postgres
from tests.blocking import somebody_writes
from tests.cast import BOM, Stage, words

HANGS = 10.0  # seconds: far more than the 1.7 that it takes on a quiet machine, far less than forever
only_postgresql = pytest.mark.postgresql


def visits(db: Database) -> int:
    with db.read() as session:
        return int(session.execute(text("SELECT count(*) FROM visit")).scalar_one())


def test_while_somebody_else_writes_nothing_is_saved_and_it_is_said(stage: Stage) -> None:
    with somebody_writes(stage.db):
        began = time.monotonic()
        said = words(stage.types(BOM, "/visit Hankook Precision"))
        took = time.monotonic() - began
    assert "Not saved" in said
    assert "/visit Hankook Precision".removeprefix("/visit ") in said  # what was typed is given back
    assert took < HANGS
    assert visits(stage.db) == 0
    assert "V-1" in words(stage.types(BOM, "/visit Hankook Precision"))


@only_postgresql
def test_a_frozen_server_is_given_up_and_writes_nothing_later() -> None:
    with postgres.cluster() as server, server.database() as url:
        db = connect(url)
        metadata.create_all(db.writer)
        began = time.monotonic()
        with server.frozen():
            with pytest.raises(NotSaved), db.begin() as session:
                session.execute(text("INSERT INTO counter (workspace, noun, last) VALUES ('T', 'V', 1)"))
            took = time.monotonic() - began
        assert took < HANGS
        with db.read() as session:
            assert session.execute(text("SELECT count(*) FROM counter")).scalar_one() == 0
        db.close()


@only_postgresql
def test_a_server_that_freezes_at_the_commit_does_not_commit_when_it_goes_on() -> None:
    with postgres.cluster() as server, server.database() as url, ExitStack() as frost:
        db = connect(url)
        metadata.create_all(db.writer)

        def freezes_at_the_end() -> None:
            with db.begin() as session:
                session.execute(text("INSERT INTO counter (workspace, noun, last) VALUES ('T', 'V', 1)"))
                frost.enter_context(server.frozen())

        began = time.monotonic()
        with pytest.raises(NotSaved):
            freezes_at_the_end()
        assert time.monotonic() - began < HANGS
        frost.close()  # the commit lies in its socket
        until, never = time.monotonic() + 10, threading.Event()
        while busy(db) and time.monotonic() < until:  # until it has read that, and seen that we are gone
            never.wait(0.02)
        with db.read() as session:
            assert session.execute(text("SELECT count(*) FROM counter")).scalar_one() == 0
        db.close()


def busy(db: Database) -> bool:
    """Does another connection of this database do anything, or stand in a transaction?"""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with db.read() as session:
        return bool(session.execute(text(f"{others} AND state <> 'idle'")).scalar_one())


@only_postgresql
def test_a_server_that_is_gone_is_not_saved_either(stage: Stage) -> None:
    gone = connect("postgresql://muster@/nowhere?host=/nowhere")
    with pytest.raises(NotSaved), gone.begin() as session:
        session.execute(text("SELECT 1"))
    gone.close()


@only_postgresql
def test_connections_that_a_restart_has_cut_are_replaced(db: Database) -> None:
    with db.begin() as session:
        own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with connect(db.url).writer.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
    with db.begin() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1


@only_postgresql
def test_a_commit_wakes_the_other_processes(db: Database) -> None:
    other = connect(db.url)
    with other.listening():
        assert other.woken.wait(10)  # it looks once when it begins to listen
        other.woken.clear()
        with db.begin() as session:
            wake(session)
        assert other.woken.wait(5)
        other.woken.clear()
        with db.begin() as session:  # nothing was planned for now
            session.execute(text("UPDATE counter SET last = last"))
        assert not other.woken.wait(0.3)
    other.close()


@only_postgresql
def test_statements_and_waits_for_locks_end(db: Database) -> None:
    began = time.monotonic()
    with pytest.raises(NotSaved), db.begin() as session:
        session.execute(text("SELECT pg_sleep(20)"))
    assert time.monotonic() - began < HANGS


def test_a_pool_that_is_used_up_is_said_too(db: Database) -> None:
    held, enough = threading.Barrier(17), threading.Event()

    def hold() -> None:
        with db.read() as session:
            session.execute(text("SELECT 1"))
            held.wait(10)
            enough.wait(10)

    threads = [threading.Thread(target=hold) for _ in range(16)]
    for thread in threads:
        thread.start()
    held.wait(10)
    with pytest.raises(NotSaved), db.read() as session:
        session.execute(text("SELECT 1"))
    enough.set()
    for thread in threads:
        thread.join()
