"""Several real processes on one database and one Slack: nothing is said twice and nothing is lost."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.ledger import State
from storage import Database, ledger
from tests.delivery.stand import T
from tests.doubles.faults import Broken, Fault, Garbage, Hang, RateLimited, Reset, Unreachable
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Workspace

ROOT = Path(__file__).parents[2]
FAULTS: list[Callable[[bool], Fault]] = [
    lambda landed: Broken(503, landed=landed),
    lambda landed: Broken(500, landed=landed),
    lambda landed: Reset(landed=landed),
    lambda landed: Hang(landed=landed),
    lambda landed: Garbage(landed=landed),
    lambda _: RateLimited(retry_after=1),
    lambda _: Unreachable(),
]


@pytest.mark.parametrize(("posts", "kills", "faults"), [(30, 0, 0), (24, 8, 12)], ids=["well", "killed and faulty"])
def test_several_processes_say_each_post_once(empty_db: Database, posts: int, kills: int, faults: int) -> None:
    chance = random.Random(20261127)
    slack = Workspace()
    for number in range(posts):
        slack.add_channel(f"C0R{number:03d}", f"room-{number}")
    for _ in range(faults):
        slack.misbehave("chat.postMessage", chance.choice(FAULTS)(chance.random() < 0.5))
    with http_slack(slack, hang_seconds=0.6) as url:
        processes = [_start(empty_db, url, posts) for _ in range(3)]
        try:
            for _ in range(kills):
                time.sleep(0.3)
                victim = chance.randrange(3)
                processes[victim].kill()
                processes[victim].wait()
                processes[victim] = _start(empty_db, url, posts)
            _wait_for(empty_db, posts)
        finally:
            for process in processes:
                process.kill()
                process.wait()
    with empty_db.read() as session:
        assert ledger.counts(session, T) == {State.POSTED: posts}
    messages = Counter(
        message["metadata"]["event_payload"]["key"] for room in slack.messages.values() for message in room
    )
    assert len(messages) == posts
    assert set(messages.values()) == {1}
    assert not slack.complaints


def _start(db: Database, url: str, posts: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.delivery.replica", db.url, url, str(posts)], cwd=ROOT)


def _wait_for(db: Database, posts: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with db.read() as session:
            if ledger.counts(session, T).get(State.POSTED, 0) == posts:
                return
        time.sleep(0.1)
