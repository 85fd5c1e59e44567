"""The running clock: jobs come at once, a commit wakes delivery, stopping finishes what was begun."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.domain.ledger import Message, Payload, Post, State
from bot.settings import DeliverySettings
from schedules import MAKERS, JobFailed, build, tick
from schedules.sweeps import Sweep, sweep_round
from storage import Database, ledger
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Workspace
from tests.watching import Seen

T = "T0MUSTER"


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def say(session: Session, post: Post, at: dt.datetime) -> Payload:
    return Message("said")


def breaks(session: Session, workspace: str, at: dt.datetime) -> None:
    raise ZeroDivisionError


def plan(db: Database, occurrence: str) -> None:
    with db.begin() as session:
        ledger.plan(
            session,
            T,
            series="visit-told",
            occurrence=occurrence,
            channel="C0EXPORT",
            due=now(),
            expires=now() + dt.timedelta(days=1),
            maker="say",
            now=now(),
        )


def soon(question: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not question() and time.monotonic() < until:
        time.sleep(0.02)
    return question()


def test_a_commit_wakes_delivery_and_stopping_ends_it(db: Database, workspace: Workspace) -> None:
    workspace.now = now
    settings = DeliverySettings(deliver_every=3600, plan_every=3600)
    clockwork = build(db, lambda _: FakeSlack(workspace), MAKERS | {"say": say}, now, settings)
    plan(db, "V-1")
    clockwork.start()
    assert soon(lambda: len(workspace.messages["C0EXPORT"]) == 1)  # the first round comes at once
    plan(db, "V-2")
    assert soon(lambda: len(workspace.messages["C0EXPORT"]) == 2)
    clockwork.stop()
    plan(db, "V-3")
    time.sleep(0.3)
    assert len(workspace.messages["C0EXPORT"]) == 2
    with db.read() as session:
        assert ledger.counts(session, T)[State.PLANNED] >= 1


def test_a_sweep_that_fails_stops_no_other(db: Database) -> None:
    ran: list[str] = []

    def fails(session: Session, workspace: str, at: dt.datetime) -> None:
        ran.append("fails")
        breaks(session, workspace, at)

    def works(session: Session, workspace: str, at: dt.datetime) -> None:
        ran.append("works")

    hour = dt.timedelta(hours=1)
    sweeps = [Sweep("fails", hour, fails), Sweep("works", hour, works)]
    for _round in range(2):
        with pytest.raises(JobFailed):
            sweep_round(db, sweeps, now)
    assert ran == ["fails", "works", "fails"]  # what failed is tried again, what worked waits for its time


def test_a_tick_whose_sweep_failed_says_so_after_all_was_posted(db: Database, workspace: Workspace) -> None:
    workspace.now = now
    plan(db, "V-1")
    sweeps = [Sweep("fails", dt.timedelta(hours=1), breaks)]
    with pytest.raises(JobFailed), capture_logs() as told:
        tick(db, lambda _: FakeSlack(workspace), MAKERS | {"say": say}, now, DeliverySettings(), sweeps=sweeps)
    assert [line["job"] for line in told if line["event"] == "job_failed"] == ["fails"]
    assert len(workspace.messages["C0EXPORT"]) == 1


def test_whoever_watches_hears_of_every_round_and_every_try(db: Database, workspace: Workspace) -> None:
    def fails() -> None:
        raise ZeroDivisionError

    workspace.now, seen = now, Seen()
    settings = DeliverySettings(deliver_every=3600, plan_every=3600)
    slack = FakeSlack(workspace)
    more = [("breaks", 3600.0, fails)]
    clockwork = build(db, lambda _: slack, MAKERS | {"say": say}, now, settings, more=more, observer=seen)
    plan(db, "V-1")
    clockwork.start()
    assert soon(lambda: {"plan", "sweep", "tell", "deliver", "breaks"} <= {name for name, _ in seen.jobs})
    assert soon(lambda: seen.tries == ["ok"])
    clockwork.stop()
    assert {name for name, well in seen.jobs if not well} == {"breaks"}


def test_whoever_watches_hears_of_a_sweep_and_of_a_delivery_that_failed(db: Database, workspace: Workspace) -> None:
    def unreachable(_workspace: str) -> FakeSlack:
        raise ZeroDivisionError

    seen = Seen()
    settings = DeliverySettings(deliver_every=3600, plan_every=3600)
    sweeps = [Sweep("fails", dt.timedelta(hours=1), breaks)]
    clockwork = build(db, unreachable, MAKERS | {"say": say}, now, settings, sweeps, observer=seen)
    plan(db, "V-1")
    clockwork.start()
    assert soon(lambda: {("sweep", False), ("deliver", False)} <= set(seen.jobs))
    clockwork.stop()
    assert ("plan", False) not in seen.jobs
