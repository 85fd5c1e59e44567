"""What keeps a process from being ready, and how long posts have waited."""

import datetime as dt

import pytest

from bot.domain.checkups import SILENCE, SKEW, Greeting, Standing, unready
from bot.domain.ledger import State

NOW = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
WELL = Greeting("T1", skew=0.0)


@pytest.mark.parametrize(
    ("database", "socket", "greeting", "silent", "said"),
    [
        ("", None, WELL, 0, ""),
        ("", True, WELL, SILENCE, ""),
        ("TimeoutError", True, WELL, 0, "the database does not answer (TimeoutError)"),
        ("", True, None, 0, "Slack has not been asked yet"),
        ("", True, Greeting(fault="token_revoked", refused=True), 0, "Slack refuses the token (token_revoked)"),
        ("", True, Greeting(fault="URLError"), SILENCE, ""),
        ("", True, Greeting(fault="URLError"), SILENCE + 1, "Slack has not answered for 181 s (URLError)"),
        ("", True, Greeting("T1", skew=SKEW), 0, ""),
        ("", True, Greeting("T1", skew=-SKEW - 1), 0, "the clock is 61 s behind Slack's"),
        ("", True, Greeting("T1", skew=None), 0, ""),
        ("", False, WELL, 0, "Socket Mode is not connected"),
        ("locked", False, None, 999, "the database does not answer (locked)"),
    ],
)
def test_the_first_thing_that_is_not_well_is_said(
    database: str, socket: bool | None, greeting: Greeting | None, silent: float, said: str
) -> None:
    assert unready(database, socket, greeting, silent) == said


@pytest.mark.parametrize(("oldest", "waits"), [(None, 0), (NOW, 0), (NOW - dt.timedelta(minutes=5), 300)])
def test_the_queue_is_as_old_as_its_oldest_due_post(oldest: dt.datetime | None, waits: float) -> None:
    assert Standing({State.PLANNED: 1}, {}, oldest).waits(NOW) == waits
