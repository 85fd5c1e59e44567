"""`muster` as it is typed: what it ends with, and that what fails is said in one sentence."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings import NAMES
from muster import main
from storage import connect, people
from tests.cast import WS
from tests.doubles.faults import Refusal
from tests.doubles.fixtures import cast
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Workspace

ROOT = Path(__file__).parents[1]


@pytest.fixture
def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Settings for a Slack of our own and a database that is not there yet."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    there = cast(Workspace())
    with http_slack(there) as url:
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
        monkeypatch.setenv("SLACK_API_URL", url)
        yield there


def test_a_tick_lists_the_people_first(slack: Workspace) -> None:
    """Whoever lets cron tick has no other process that would."""
    assert main(["tick"]) == 0
    db = connect("sqlite:///muster.db")
    with db.read() as session:
        assert people.everybody(session, WS)
    db.close()
    assert slack.sent("users.list")


def test_while_somebody_else_writes_a_tick_says_so(slack: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    with closing(sqlite3.connect("muster.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert main(["tick"]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1].startswith("muster: The database")
    assert not [line for line in said if "Traceback" in line]


def test_a_wrong_app_token_is_one_sentence(slack: Workspace) -> None:
    slack.misbehave("apps.connections.open", *[Refusal("invalid_auth")] * 5)
    environment = {**os.environ, "SLACK_APP_TOKEN": "xapp-wrong", "PORT": "0", "LOG_LEVEL": "error"}
    ran = subprocess.run(
        [sys.executable, str(ROOT / "muster.py"), "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "muster: Slack does not know SLACK_APP_TOKEN" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("preview week", "type 7d"),
        ("preview 1234d", "type 7d"),
        ("preview ٣d", "type 7d"),
        ("seed --people -5 --weeks 3", "-5 is no number from 1"),
        ("seed --people 5 --weeks many", "many is no number from 1"),
    ],
)
def test_numbers_that_are_none_are_wrong_usage(
    slack: Workspace, capsys: pytest.CaptureFixture[str], typed: str, says: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(typed.split())
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [("MUSTER_HOLIDAYS", "XX"), ("DATABASE_URL", "postgresql://u:p@h:zz/x"), ("MUSTER_CLOCK", "+1e12")],
)
def test_a_wrong_setting_is_told_by_its_name(
    slack: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["preview"]) == 2
    assert capsys.readouterr().err.startswith(f"muster: {name}: ")


def test_an_address_of_another_machine_is_told(slack: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "nonsense.invalid")
    ended = subprocess.run(
        [sys.executable, str(ROOT / "muster.py"), "run"], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert "nonsense.invalid is no address of this machine" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_settings_that_are_no_text_are_told(slack: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    Path(".env").write_bytes("MUSTER_LANGUAGE=한국어".encode("euc-kr"))
    assert main(["preview"]) == 2
    assert "Save it as UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("import", 2, "Name the file"),
        ("copy nonsense sqlite:///muster.db", 2, "is no address of a database"),
        ("copy sqlite:///muster.db postgresql://u:pw@h:zz/x", 2, "postgresql://…@h:zz/x is no address of a database"),
        ("backup /proc/muster.db", 1, "cannot be written"),
        ("copy sqlite:///none.db sqlite:///muster.db", 1, "There is no database at none.db"),
        ("copy sqlite:///muster.db postgresql://nobody@127.0.0.1:9/muster", 1, "does not answer"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    slack: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path, typed: str, code: int, says: str
) -> None:
    assert main(["tick"]) == 0
    capsys.readouterr()
    assert main(typed.split()) == code
    [said] = [line for line in capsys.readouterr().err.splitlines() if line.startswith("muster: ")]
    assert says in said
    assert not (tmp_path / "none.db").exists()
