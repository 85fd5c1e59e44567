"""Real `muster run` processes over signed HTTP: what was acknowledged is stored, and the same twice is one.

The short versions of `make chaos`.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage import Database
from storage.inbound import InboundRow
from storage.visits import VisitRow
from tests.cast import furnish, words
from tests.delivery.bots import Bot, Got, bots, typed
from tests.delivery.chaos.commands import NOT_SAVED, Run
from tests.doubles.fixtures import cast
from tests.doubles.http_slack import http_slack
from tests.doubles.payloads import SECRET, sign
from tests.doubles.workspace import Workspace


@pytest.fixture
def two(migrated: Database, tmp_path: Path) -> Iterator[list[Bot]]:
    """Two processes on one database, with the cast."""
    furnish(migrated)
    with http_slack(cast(Workspace())) as url, bots(2, migrated.url, url, tmp_path) as made:
        yield made


def test_what_was_acknowledged_is_stored_under_kill_9(migrated: Database, tmp_path: Path) -> None:
    result = Run(migrated, 60, tmp_path, processes=3).conduct("short")
    assert result.faults_found == []
    assert result.things == 60
    assert result.kills > 0


def test_the_same_body_ten_times_at_two_processes_is_one_visit_and_ten_answers_that_name_it(
    migrated: Database, two: list[Bot]
) -> None:
    body = typed("대한정밀: 수주 ! 부족", "t1")
    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(lambda number: saved(two[number % 2], body), range(10)))
    assert [one.status for one in got] == [200] * 10
    assert [one.message for one in got if "V-1" not in words(one.message)] == []
    assert [count(migrated, VisitRow), count(migrated, InboundRow)] == [1, 1]


def test_who_did_not_sign_is_refused_by_every_route_and_a_large_body_before_it_is_parsed(
    migrated: Database, two: list[Bot]
) -> None:
    body = typed("대한정밀: 수주", "t2")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    signed = {**form, **sign(SECRET, body.decode())}
    bot = two[0]
    assert bot.post(body, headers=form).status == 401
    assert bot.post(body + b"x", headers=signed).status == 401
    assert bot.post(body, headers={**form, **sign("another", body.decode())}).status == 401
    assert bot.post(body, age=301).status == 401
    assert bot.post(b"x" * (256 * 1024 + 1)).status == 413  # signed well
    assert count(migrated, VisitRow) == 0
    assert saved(bot, body, age=295).status == 200  # the seconds around 300: tests/handlers/test_http.py
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        for path in ("/", "/slack/events", "/healthz", "/readyz", "/metrics", "/slack/install", "/feeds/x.ics", "/s/x"):
            got = bot.ask(method, path, body, form)
            assert 400 <= got.status < 500, (method, path)
    assert count(migrated, VisitRow) == 1


def saved(bot: Bot, body: bytes, age: int = 0) -> Got:
    """The answer; on a busy machine the first may be that it was not saved."""
    while NOT_SAVED.search((got := bot.post(body, age=age)).said):
        pass
    return got


def count(db: Database, entity: type[VisitRow | InboundRow]) -> int:
    with db.read() as session:
        return session.query(entity).count()
