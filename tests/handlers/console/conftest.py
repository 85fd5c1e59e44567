"""A folder without a .env, settings of nobody, and a Slack on the wire."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.fixtures import cast
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Workspace
from tests.logs import put_back


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("SLACK_", "MUSTER_", "DATABASE_", "PUBLIC_")) and not name.startswith("MUSTER_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///muster.db")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")  # nobody's
    with put_back():
        yield


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The cast's Slack, which the settings point to."""
    slack = cast(Workspace())
    slack.add_channel("C0LEAD", "leadership")
    with http_slack(slack) as url:
        monkeypatch.setenv("SLACK_API_URL", url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "0123456789abcdef0123456789abcdef")
        yield slack
