"""/readyz: one line that says what is not well, from a small question to the database and Slack's last answer."""

import datetime as dt
from collections.abc import Callable

import pytest

from handlers.health import Health, greet
from storage import Database, connect
from tests.doubles.faults import Broken, Fault, Garbage, Hang, RateLimited, Refusal, Unreachable
from tests.doubles.fixtures import NOW
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import SCOPES, Workspace


class Watch:
    """A stopwatch that the test moves."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def health(db: Database, workspace: Workspace, watch: Watch) -> Health:
    return Health(db, lambda: FakeSlack(workspace), lambda: NOW, stopwatch=watch)


def test_is_ready_once_slack_and_the_database_have_answered(health: Health) -> None:
    assert health.unready() == "Slack has not been asked yet"
    health.ask()
    assert health.unready() == ""


def test_slack_is_asked_by_the_job_and_never_by_whoever_looks(health: Health, workspace: Workspace) -> None:
    health.ask()
    before = len(workspace.calls)
    for _ in range(20):
        health.unready()
    assert len(workspace.calls) == before


def test_a_token_that_is_refused_is_told_at_once(health: Health, workspace: Workspace) -> None:
    health.ask()
    workspace.misbehave("auth.test", Refusal("invalid_auth"))
    health.ask()
    assert health.unready() == "Slack refuses the token (invalid_auth)"


@pytest.mark.parametrize("fault", [Hang(), Unreachable(), Broken(), RateLimited(), Garbage()])
def test_a_slack_that_is_silent_for_a_while_is_no_fault_of_ours(
    health: Health, workspace: Workspace, watch: Watch, fault: Fault
) -> None:
    health.ask()
    workspace.break_down("auth.test", fault)
    watch.seconds = 180
    health.ask()
    assert health.unready() == ""
    watch.seconds = 181
    assert health.unready().startswith("Slack has not answered for 181 s")


@pytest.mark.parametrize(("seconds", "well"), [(0, True), (60, True), (61, False), (-60, True), (-61, False)])
def test_the_clock_may_be_a_minute_off(health: Health, seconds: int, well: bool) -> None:
    health.real = lambda: NOW + dt.timedelta(seconds=seconds)
    health.ask()
    assert (health.unready() == "") is well
    if not well:
        assert health.unready() == f"the clock is 61 s {'ahead of' if seconds > 0 else 'behind'} Slack's"


def test_a_database_that_does_not_answer(workspace: Workspace, watch: Watch) -> None:
    gone = connect("sqlite:////nowhere/at/all.db")
    health = Health(gone, lambda: FakeSlack(workspace), lambda: NOW, stopwatch=watch)
    health.ask()
    assert health.unready() == "the database does not answer (OperationalError)"


@pytest.mark.parametrize("connected", [True, False])
def test_socket_mode_is_connected(health: Health, connected: bool) -> None:
    health.connected = lambda: connected
    health.ask()
    assert health.unready() == ("" if connected else "Socket Mode is not connected")


def test_a_process_that_ends_gets_no_more_work(health: Health) -> None:
    health.ask()
    health.ending = True
    assert health.unready() == "it is ending"


class TestGreeting:
    def test_says_who_we_are_and_what_we_may(self, workspace: Workspace) -> None:
        found = greet(FakeSlack(workspace), lambda: NOW)
        assert (found.team, found.scopes, found.skew, found.fault) == ("T0MUSTER", SCOPES, 0.0, "")

    @pytest.mark.parametrize(
        ("clock", "skew"), [(NOW + dt.timedelta(seconds=0.9), 0.0), (NOW - dt.timedelta(seconds=30), -30.0)]
    )
    def test_an_http_date_has_no_parts_of_a_second(self, workspace: Workspace, clock: dt.datetime, skew: float) -> None:
        real: Callable[[], dt.datetime] = lambda: clock  # noqa: E731 its type is what matters
        assert greet(FakeSlack(workspace), real).skew == skew
