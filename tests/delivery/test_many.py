"""Several `muster run` on one PostgreSQL: nothing is done twice, nothing is forgotten, and each may leave."""

import datetime as dt
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.domain.ledger import State
from schedules.sweeps import Sweep, sweep_round
from storage import Database, Session, connect, ledger
from storage.migrating import migrate
from storage.visits import VisitRow
from tests import postgres
from tests.cast import ARA, BOM, EXPORT, WS, furnish
from tests.delivery.bots import NOT_THERE, Bot, Got, bots, typed
from tests.delivery.chaos.commands import NOT_SAVED
from tests.delivery.chaos.posts import Run, Storm
from tests.doubles.fixtures import NOW, cast
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Workspace
from tests.story.local_slack import PROGRAM, Channel, LocalSlack, User

pytestmark = pytest.mark.postgresql
MOST_SECONDS = 10.0  # a process that was told to end is gone by then
POSTS = 40  # of four processes; `make chaos` has 160
PATIENCE = 40.0  # a busy machine is slow
SWIFT = {"MUSTER_DELIVER_EVERY_SECONDS": "0.5", "MUSTER_PLAN_EVERY_SECONDS": "0.5", "MUSTER_UNDO_SECONDS": "0.1"}


def until(holds: Callable[[], bool], what: str) -> None:
    end, never = time.monotonic() + PATIENCE, threading.Event()
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        never.wait(0.05)


def log_visit(number: int, *ways: Bot) -> str:
    """A visit, tried as Slack would: by the next way when one is closed, the same again when it was not saved."""
    body = typed(f"업체{number:05} 정밀: 수주 회복", f"trigger-{number}")
    for way in ways * 20:
        try:
            got = way.post(body)
        except NOT_THERE:
            continue
        if got.status == 200 and not NOT_SAVED.search(got.said):
            return number_in(got)
    raise AssertionError(f"visit {number} was never acknowledged")


def log_in(slack: LocalSlack, db: Database, name: str) -> None:
    """A visit, typed in the local Slack; again whenever the answer says that a busy machine did not save it."""
    before = stored(db)
    for _ in range(20):
        slack.command(EXPORT, BOM, "/visit", f"{name}: 수주 회복")
        if stored(db) > before:
            return
        answers = [str(one["text"]) for one in slack.messages(EXPORT) if one.get("ephemeral_to")]
        assert NOT_SAVED.search(answers[-1]), f"{name} is not stored, and the answer does not say so: {answers}"
    raise AssertionError(f"{name} was never saved")


def number_in(got: Got) -> str:
    """The number that was acknowledged."""
    return "".join(re.findall(r"V-\d+", got.body)[:1])


def stored(db: Database) -> int:
    with db.read() as session:
        return session.query(VisitRow).count()


def told(db: Database) -> list[State]:
    """How the posts stand that tell a team's channel of a visit."""
    with db.read() as session:
        posts = ledger.listing(session, WS, limit=1000)
    return [post.state for post in posts if post.series.startswith("visit-told")]


def test_four_plan_and_deliver_the_same_posts_and_each_is_said_once(migrated: Database) -> None:
    result = Run(migrated, Storm(POSTS, 0, 0, processes=4, all_plan=True)).conduct("replicas")
    assert result.faults_found == []
    assert result.things == POSTS
    with migrated.read() as session:
        assert ledger.counts(session, WS) == {State.POSTED: POSTS}


def test_four_that_start_together_list_everybody_once_and_open_each_direct_message_once(
    migrated: Database, tmp_path: Path
) -> None:
    slack = cast(Workspace())
    furnish(migrated)
    with http_slack(slack) as url, bots(4, migrated.url, url, tmp_path, **SWIFT):
        until(lambda: len(slack.sent("conversations.open")) >= 5, "everybody but the guest")
        threading.Event().wait(1.5)  # three more rounds of each
    assert len(slack.sent("users.list")) == 1
    written = {call["channel"] for call in slack.sent("chat.postMessage")}  # whoever posts may be quicker, and opens it
    opened = Counter(call["users"] for call in slack.sent("conversations.open"))
    assert {person for person, times in opened.items() if times > 1} <= {
        person for person in slack.users if slack.dm(person).id in written
    }


def test_of_four_that_look_at_once_one_sweeps(migrated: Database) -> None:
    furnish(migrated)
    swept: list[str] = []
    together = threading.Barrier(4)

    def sweep(_session: Session, workspace: str, _now: dt.datetime) -> None:
        swept.append(workspace)

    def look(_number: int) -> None:
        db = connect(migrated.url)
        together.wait(10)
        sweep_round(db, [Sweep("looking", dt.timedelta(minutes=5), sweep)], lambda: NOW)
        db.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))
    assert swept == [WS]


def test_one_leaves_while_people_type_and_the_other_goes_on(migrated: Database, tmp_path: Path) -> None:
    slack = cast(Workspace())
    furnish(migrated)
    with http_slack(slack) as url, bots(2, migrated.url, url, tmp_path, **SWIFT) as (leaving, staying):
        with ThreadPoolExecutor(4) as pool:
            ways = (leaving, staying), (staying, leaving)
            going = [pool.submit(log_visit, number, *ways[number % 2]) for number in range(12)]
            going[2].result(PATIENCE)
            assert leaving.leave() < MOST_SECONDS
            said = [one.result(PATIENCE) for one in going]
        assert staying.ask("GET", "/readyz", b"", {}).status == 200
        assert stored(migrated) == len(set(said)) == 12
        until(lambda: set(told(migrated)) <= {State.POSTED}, "every visit is told")
    texts = Counter(message["text"] for message in slack.messages[EXPORT])
    assert (len(told(migrated)), sum(texts.values())) == (stored(migrated), stored(migrated))


def test_while_the_database_stands_still_nobody_is_ready_nothing_is_saved_and_then_all_is_well(tmp_path: Path) -> None:
    with postgres.cluster() as server, server.database() as address:
        db = connect(address)
        migrate(db)
        furnish(db)
        with http_slack(cast(Workspace())) as url, bots(2, address, url, tmp_path) as two:
            assert log_visit(1, *two) == "V-1"
            with server.frozen():
                for bot in two:
                    assert NOT_SAVED.search(bot.post(typed("대한정밀: 회의 2", f"lost-{bot.port}")).said)
                    assert bot.ask("GET", "/readyz", b"", {}).status == 503
                    assert bot.ask("GET", "/healthz", b"", {}).status == 200
            for bot in two:
                until(lambda: bot.ask("GET", "/readyz", b"", {}).status == 200, "ready again")  # noqa: B023 called at once
            assert stored(db) == 1
            assert log_visit(3, *two)
        db.close()


@pytest.mark.story
@pytest.mark.skipif(not PROGRAM.exists(), reason="the local Slack is not installed: make install")
def test_in_socket_mode_what_two_hear_at_once_is_one_and_one_may_leave(migrated: Database, tmp_path: Path) -> None:
    """The local Slack gives every envelope to every connection, so all that is typed comes twice at the same moment."""
    furnish(migrated)
    people = [User(ARA, "ara", "아라"), User(BOM, "bom", "봄")]
    with LocalSlack(people, [Channel(EXPORT, "export", (ARA, BOM))]) as slack:
        with bots(2, migrated.url, slack.api_url, tmp_path, **{**SWIFT, **slack.environment()}) as (leaving, staying):
            for name in ("대한정밀", "서울전자", "거제조선"):
                log_in(slack, migrated, name)
            assert stored(migrated) == 3
            took: list[float] = []
            gone = threading.Thread(target=lambda: took.append(leaving.leave()))
            gone.start()
            for name in ("울산화학", "인천기계", "광주광학"):
                log_in(slack, migrated, name)
            gone.join(MOST_SECONDS + 5)
            assert took[0] < MOST_SECONDS
            assert stored(migrated) == 6
            until(lambda: told(migrated) == [State.POSTED] * 6, "every visit is told")
            assert staying.ask("GET", "/readyz", b"", {}).status == 200
        said = [one["text"] for one in slack.messages(EXPORT) if not one.get("ephemeral_to")]
    assert len(said) == len(set(said)) == 6
