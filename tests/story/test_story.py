"""The story of `make demo HEADLESS=1`, asserted: the same scenes in Socket Mode and over signed HTTP.

The scenes hold their own facts; here everything that was seen passes Slack's limits, and nothing went wrong unseen.
"""

from pathlib import Path

import pytest

from bot.domain.ledger import State
from storage import ledger
from tests.story.acting import Act, Sight, Story
from tests.story.local_slack import PROGRAM
from tests.story.running import demo
from tests.story.scenes import BEGIN, SCENES

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not PROGRAM.exists(), reason="the local Slack is not installed: make install"),
]


@pytest.mark.parametrize(("http", "language"), [(False, "ko"), (True, "en")], ids=["socket-korean", "http-english"])
def test_a_week_and_a_month_end(tmp_path: Path, http: bool, language: str) -> None:
    heard: list[Act | Sight] = []
    with demo(tmp_path, at=BEGIN, language=language, http=http) as running:
        story = Story(running, heard.append)
        for scene in SCENES:
            story.tell(Act("", "", scene.en))
            scene.play(story)
        story.look()
        with running.db.read() as session:
            counts = ledger.counts(session, running.workspace)
        said = sum(len(story.said_by_bot(channel["id"])) for channel in story.slack.page.state["channels"])
        log = running.log_text()
        calls = [entry for entry in story.slack.log() if entry["kind"] == "web_api"]
    assert not set(counts) & {State.FAILED, State.HELD, State.MISSED, State.UNCERTAIN}
    assert said == counts[State.POSTED]
    assert "rror" not in log, log[-3000:]
    assert "Traceback" not in log
    assert calls
    assert len(story.sights) > 100
