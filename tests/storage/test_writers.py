"""Several processes write at once: in one workspace one after the other, on SQLite and on PostgreSQL."""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from bot.domain.ledger import State
from bot.domain.workspaces import Workspace
from bot.refusals import NotSaved
from storage import Database, connect, people, workspaces
from storage.organisations import OrganisationRow
from tests.cast import ARA, BOM, CHAN, DANA, HANA, WS, Stage, words
from tests.conftest import ON_POSTGRESQL
from tests.delivery.stand import Stand
from tests.doubles.fixtures import NOW, cast
from tests.doubles.workspace import Workspace as Slack

MOMENT = 0.2  # seconds in which somebody who need not wait would be done
CALLERS = (ARA, BOM, CHAN, DANA, HANA)


@pytest.fixture
def other(db: Database) -> Iterator[Database]:
    """Another process."""
    there = connect(db.url)
    yield there
    there.close()


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator["Future[object]"]:
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(act)


def waits(future: "Future[object]") -> bool:
    threading.Event().wait(MOMENT)
    return not future.done()


def name_it(db: Database, name: str, workspace: str = WS) -> None:
    """Read, then written: as a listener changes settings."""
    with db.begin() as session:
        workspaces.lock(session, workspace)
        known = workspaces.get(session, workspace)
        assert known is not None
        workspaces.change(session, dataclasses.replace(known, name=known.name + name))


def test_who_writes_in_a_workspace_waits_for_who_does_already(db: Database, other: Database) -> None:
    with db.begin() as session:
        workspaces.lock(session, WS)
        known = workspaces.get(session, WS)
        assert known is not None
        with meanwhile(lambda: name_it(other, " two")) as second:
            assert waits(second)
            workspaces.change(session, dataclasses.replace(known, name=known.name + " one"))
            session.commit()
            second.result(5)
    with db.read() as session:
        found = workspaces.get(session, WS)
    assert found is not None
    assert found.name == "Muster one two", "the second began with what the first had written"


@pytest.mark.postgresql
def test_another_workspace_does_not_wait(db: Database, other: Database) -> None:
    with db.begin() as session:
        workspaces.ensure(session, Workspace("T0OTHER", "Other"))
    with db.begin() as session:
        workspaces.lock(session, WS)
        name_it(other, "!", "T0OTHER")


def test_a_workspace_that_stays_locked_is_not_waited_for_long(db: Database, other: Database) -> None:
    with db.begin() as session:
        workspaces.lock(session, WS)
        began = time.monotonic()
        with pytest.raises(NotSaved):
            name_it(other, "late")
        assert time.monotonic() - began < 2


def test_what_is_read_stays_as_it_was_until_the_end(db: Database, other: Database) -> None:
    with db.read() as session:
        before = people.everybody(session, WS)
        with other.begin() as writing:
            people.save(writing, WS, dataclasses.replace(before[0], name="somebody else"))
        assert people.everybody(session, WS) == before
    with db.read() as session:
        assert people.everybody(session, WS) != before


def test_everybody_names_the_same_new_company_at_once_and_it_is_one(db: Database, other: Database) -> None:
    doors = [Stage(db, cast(Slack())), Stage(other, cast(Slack()))]
    together = threading.Barrier(len(CALLERS))

    def call(number: int) -> str:
        together.wait(10)
        while "Not saved" in (said := words(doors[number % 2].types(CALLERS[number], "/visit 새한정공: 수주 회복"))):
            pass  # a busy machine: they would type it again
        return said

    with ThreadPoolExecutor(len(CALLERS)) as pool:
        said = list(pool.map(call, range(len(CALLERS))))
    assert [one for one in said if "O-1" in one or "새한정공" in one] == said
    with db.read() as session:
        names = select(func.count()).select_from(OrganisationRow).where(OrganisationRow.workspace == WS)
        assert session.execute(names).scalar_one() == 1


def test_posts_give_way_to_people_and_come_a_little_later(db: Database, other: Database) -> None:
    """Making a post may write: with somebody writing already, delivery lets go at once and comes again."""
    stand = Stand(other)
    key = stand.plan()
    with db.begin() as session:
        workspaces.lock(session, WS)
        began = time.monotonic()
        stand.round()
        took = time.monotonic() - began
        assert stand.slack.messages["C0EXPORT"] == []
    assert took < 1 if ON_POSTGRESQL else took < 2
    stand.round()
    assert (stand.state(key), stand.post(key).attempt) == (State.POSTED, 1)
    assert len(stand.slack.messages["C0EXPORT"]) == 1
    assert stand.clock() == NOW
