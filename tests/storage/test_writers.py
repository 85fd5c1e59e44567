"""Several processes write at once: in one workspace one after the other, on SQLite and on PostgreSQL."""

import dataclasses
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.ledger import Happened, Outcome, Post, State
from bot.domain.workspaces import Workspace
from bot.refusals import NotSaved
from storage import Database, Session, connect, ledger, people, workspaces
from storage.organisations import OrganisationRow
from tests.cast import ARA, BOM, CHAN, DANA, HANA, WS, Stage, words
from tests.conftest import ON_POSTGRESQL
from tests.delivery.stand import DAY, Stand
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


def waits(future: "Future[Any]") -> bool:
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
    with ThreadPoolExecutor(1) as pool:
        with db.begin() as session:
            workspaces.lock(session, WS)
            known = workspaces.get(session, WS)
            assert known is not None
            second = pool.submit(name_it, other, " two")
            assert waits(second)
            workspaces.change(session, dataclasses.replace(known, name=known.name + " one"))
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


def test_whoever_waits_behind_somebody_who_waits_is_told_as_soon(db: Database, other: Database) -> None:
    """The wait for one's turn and for the other process are one wait."""

    def late() -> float:
        began = time.monotonic()
        with pytest.raises(NotSaved):
            name_it(other, "late")
        return time.monotonic() - began

    with db.begin() as session:
        workspaces.lock(session, WS)
        with ThreadPoolExecutor(4) as pool:
            took = []
            for _ in range(4):
                took.append(pool.submit(late))
                threading.Event().wait(MOMENT)
            assert max(one.result(10) for one in took) < 2


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


@pytest.mark.parametrize("parent", [Outcome(Happened.OK, ts="1.1"), Outcome(Happened.REFUSED, "is_archived")])
def test_a_part_is_planned_while_the_one_before_it_settles_and_does_not_wait_for_ever(
    db: Database, other: Database, parent: Outcome
) -> None:
    stand = Stand(db)
    stand.plan()
    post = claim(other, stand)

    def settle() -> None:
        with other.begin() as settling:
            assert ledger.settle(settling, post, parent, NOW, stand.terms)

    with ThreadPoolExecutor(1) as pool:
        with db.begin() as session:
            plan_detail(session)
            settled = pool.submit(settle)
            assert waits(settled)
        settled.result(5)
    detail = stand.parts("agenda:export", "2026-W48")[1]
    assert detail.state is (State.PLANNED if parent.happened is Happened.OK else State.CANCELLED)
    with db.read() as session:
        moment = ledger.next_moment(session, WS, NOW, NOW)
    assert (moment is not None) == (detail.state is State.PLANNED), "the part goes now, or never"


def test_a_part_that_is_planned_after_its_parent_settled_waits_until_that_is_certain(
    db: Database, other: Database
) -> None:
    stand = Stand(db)
    stand.plan()
    post = claim(other, stand)

    def plan() -> None:
        with db.begin() as planning:
            plan_detail(planning)

    with ThreadPoolExecutor(1) as pool:
        with other.begin() as session:
            assert ledger.settle(session, post, Outcome(Happened.OK, ts="1.1"), NOW, stand.terms)
            planned = pool.submit(plan)
            assert waits(planned)
        planned.result(5)
    with db.read() as session:
        assert ledger.next_moment(session, WS, NOW, NOW) is not None


def claim(db: Database, stand: Stand) -> Post:
    with db.begin() as session:
        claimed = ledger.claim(session, WS, NOW, stand.terms)
    assert isinstance(claimed, ledger.Claimed)
    return claimed.post


def plan_detail(session: Session) -> None:
    """The thread under the agenda of `Stand.plan`."""
    ledger.plan(
        session,
        WS,
        series="agenda:export",
        occurrence="2026-W48",
        part=1,
        channel="C0EXPORT",
        thread=True,
        due=NOW,
        expires=NOW + DAY,
        maker="say",
        now=NOW,
    )
