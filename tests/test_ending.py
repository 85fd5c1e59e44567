"""SIGTERM, to a real process: what was begun is finished, within ten seconds, and nothing is lost or said twice."""

import datetime as dt
import os
import queue
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.ledger import Post, State
from bot.settings import NAMES
from storage import connect, ledger
from storage.migrating import migrate
from tests.cast import BOM, EXPORT, WS, furnish
from tests.doubles import payloads
from tests.doubles.faults import Hang, RateLimited
from tests.doubles.fixtures import cast
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Json, Workspace

ROOT = Path(__file__).parents[1]
MOST_SECONDS = 10.0
PATIENCE = 150.0  # with a machine that others use too


@dataclass
class Bot:
    """`muster run` over HTTP, on a SQLite file."""

    process: subprocess.Popen[str]
    lines: "queue.Queue[str]"
    url: str = ""

    def says(self, word: str, seconds: float = PATIENCE) -> str:
        """The next line of its log with this word."""
        until = time.monotonic() + seconds
        while True:
            line = self.lines.get(timeout=max(0.1, until - time.monotonic()))
            if word in line:
                return line

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answered:
                return answered.status, answered.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def logs(self, text: str) -> None:
        """Logs a visit; on a machine that is busy with others a first try may not be saved in time, and says so."""
        until = time.monotonic() + PATIENCE
        while not self.visit(text) and time.monotonic() < until:
            assert self.process.poll() is None

    def visit(self, text: str) -> str:
        """A signed `/visit`: the number that was acknowledged, "" when the answer says that it was not saved."""
        trigger = f"t.{time.monotonic_ns()}"
        body, headers = payloads.http(payloads.command("/visit", text, user=BOM, trigger_id=trigger))
        given = {name: str(value) for name, value in headers.items()}
        request = urllib.request.Request(f"{self.url}/slack/events", body.encode(), given)
        with urllib.request.urlopen(request, timeout=30) as answered:
            said = answered.read().decode()
        assert "V-" in said or "not saved" in said or "저장" in said, said
        return "".join(re.findall(r"V-\d+", said)[:1])

    def ends(self) -> float:
        """SIGTERM: the seconds until it is gone, with exit code 0."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0
        return time.monotonic() - began


@pytest.fixture
def slack() -> Workspace:
    return cast(Workspace())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with the cast."""
    db = connect(f"sqlite:///{tmp_path}/muster.db")
    migrate(db)
    furnish(db)
    db.close()
    return tmp_path / "muster.db"


@pytest.fixture
def bot(slack: Workspace, file: Path) -> Iterator[Bot]:
    with http_slack(slack, hang_seconds=3) as url:
        ours = {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_SIGNING_SECRET": payloads.SECRET,
            "SLACK_API_URL": url,
            "DATABASE_URL": f"sqlite:///{file}",
            "PORT": "0",
            "LOG_FORMAT": "json",
            "MUSTER_UNDO_SECONDS": "0.1",
        }
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "muster.py"), "run"],
            cwd=file.parent,
            env={**os.environ, **dict.fromkeys(NAMES, ""), **ours},
            stderr=subprocess.PIPE,
            text=True,
        )
        lines: queue.Queue[str] = queue.Queue()
        assert process.stderr is not None
        threading.Thread(target=_read, args=(process.stderr, lines), daemon=True).start()
        running = Bot(process, lines)
        try:
            found = re.search(r"http://[\d.:]+", running.says('"ready"'))
            assert found is not None
            running.url = found[0]
            yield running
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def patience(slack: Workspace) -> None:
    """Slack asks whoever lists its people to wait, from the start."""
    slack.misbehave("users.list", RateLimited(retry_after=45))


def _read(pipe: Iterator[str], lines: "queue.Queue[str]") -> None:
    for line in pipe:
        lines.put(line)


def stored(file: Path) -> int:
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as found:
        return int(found.execute("SELECT count(*) FROM visit").fetchone()[0])


def test_a_process_that_has_started_is_ready_and_one_that_ends_leaves_at_once(bot: Bot) -> None:
    until, never = time.monotonic() + PATIENCE, threading.Event()
    while bot.get("/readyz") != (200, "ready\n") and time.monotonic() < until:
        never.wait(0.1)
    assert bot.get("/readyz") == (200, "ready\n")
    assert bot.get("/healthz") == (200, "ok\n")
    ran = 'muster_job_last_success_timestamp_seconds{job="greet"}'  # the first rounds come when it is ready
    while ran not in bot.get("/metrics")[1] and time.monotonic() < until:
        never.wait(0.1)
    status, page = bot.get("/metrics")
    assert status == 200
    assert "muster_ready 1.0" in page
    assert ran in page
    assert bot.ends() < MOST_SECONDS


@pytest.mark.usefixtures("patience")  # before the bot starts
def test_nobody_waits_for_a_job_that_slack_keeps_waiting(slack: Workspace, bot: Bot) -> None:
    until, never = time.monotonic() + PATIENCE, threading.Event()
    while not slack.sent("users.list") and time.monotonic() < until:
        never.wait(0.05)
    assert slack.sent("users.list")
    assert bot.ends() < MOST_SECONDS


def test_a_request_that_was_begun_is_answered_and_what_it_says_is_so(bot: Bot, file: Path) -> None:
    """Somebody else writes to the file, and the request waits for them; the end is told, and it is answered."""
    bot.logs("대한정밀: 수주 회복")
    before = stored(file)
    said: queue.Queue[str] = queue.Queue()
    with closing(sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)) as other:
        other.execute("BEGIN IMMEDIATE")
        asking = threading.Thread(target=lambda: said.put(bot.visit("거제조선: 도크가 찼음")), daemon=True)
        asking.start()
        asking.join(0.4)
        assert asking.is_alive(), "it waits"
        bot.process.send_signal(signal.SIGTERM)
        bot.says('"stopping"')
        other.execute("ROLLBACK")
    number = said.get(timeout=PATIENCE)
    assert bot.process.wait(PATIENCE) == 0
    assert stored(file) == before + bool(number)


def test_a_post_that_is_on_its_way_is_settled(bot: Bot, slack: Workspace, file: Path) -> None:
    """Slack takes its time with a post; the end waits for its answer."""
    sent = threading.Event()
    slow = threading.Event()

    def during() -> None:
        sent.set()
        slow.wait(1)

    slack.misbehave("chat.postMessage", Hang(landed=True, during=during))
    bot.logs("대한정밀: 수주 회복")
    assert sent.wait(PATIENCE), "the channel hears of it"
    bot.ends()
    post = told(file)
    assert post.state in (State.SENDING, State.UNCERTAIN), "Slack never answered: it is looked for, not sent again"
    assert len(slack.messages[EXPORT]) == 1


def test_a_post_whose_answer_comes_is_posted(bot: Bot, slack: Workspace, file: Path) -> None:
    sent, go_on = threading.Event(), threading.Event()
    answer = slack.answer

    def slowly(method: str, given: Json) -> Json:
        if method == "chat.postMessage":
            sent.set()
            go_on.wait(10)
        return answer(method, given)

    slack.answer = slowly  # type: ignore[method-assign,assignment]  # one Slack that takes its time
    bot.logs("대한정밀: 수주 회복")
    assert sent.wait(PATIENCE)
    bot.process.send_signal(signal.SIGTERM)
    bot.says('"stopping"')
    go_on.set()
    assert bot.process.wait(PATIENCE) == 0
    assert told(file).state is State.POSTED
    assert len(slack.messages[EXPORT]) == 1


def told(file: Path) -> Post:
    db = connect(f"sqlite:///{file}")
    with db.read() as session:
        found = ledger.listing(session, WS, until=dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    db.close()
    return next(post for post in found if post.series.startswith("visit-told"))
