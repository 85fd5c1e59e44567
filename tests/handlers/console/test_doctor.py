"""`muster doctor`, as it is typed: on a healthy installation, and on broken ones."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from muster import main
from storage import connect
from storage.migrating import migrate
from tests.cast import furnish
from tests.doubles.faults import Hang, Refusal
from tests.doubles.workspace import BOT, SCOPES, Workspace

Said = pytest.CaptureFixture[str]


@pytest.fixture
def installed() -> None:
    db = connect("sqlite:///muster.db")
    migrate(db)
    furnish(db)
    db.close()


def doctor(said: Said, code: int) -> list[str]:
    """The lines, without the width of the first column."""
    assert main(["doctor"]) == code
    return [" ".join(line.split()) for line in said.readouterr().out.splitlines()]


@pytest.mark.usefixtures("installed")
def test_a_healthy_installation(wired: Workspace, capsys: Said) -> None:
    lines = doctor(capsys, 0)
    assert lines[0].startswith("✓ Token I am ")
    assert "✓ Permissions All 10 that are needed." in lines
    assert "✓ Connection HTTP: requests are checked with the signing secret." in lines
    assert "✓ Clock 0 s from Slack's." in lines
    assert "✓ Database The file is whole." in lines
    assert "✓ Channels I am in all 3 that I post to." in lines
    assert "✓ Posts Nothing was posted yet, and nothing is late." in lines
    assert not [line for line in lines if line.startswith("✗")]


@pytest.mark.usefixtures("installed")
def test_a_channel_is_named_and_a_permission_has_its_cost(wired: Workspace, capsys: Said) -> None:
    wired.rooms["C0ENERGY"].members.remove(BOT)
    wired.scopes = SCOPES - {"files:write", "channels:history"}
    lines = doctor(capsys, 1)
    assert "✗ Channels I am not in #energy (Energy division). Type there: /invite @muster" in lines
    assert [line for line in lines if "files:write" in line] == [
        "✗ Permissions files:write is missing: no charts and exports. "
        "Add it under OAuth & Permissions and install the app again."
    ]
    assert [line[0] for line in lines if "channels:history" in line] == ["!"]


@pytest.mark.usefixtures("wired")
def test_a_new_installation_has_no_database_yet_and_looking_makes_none(capsys: Said) -> None:
    assert "! Database There is no muster.db yet." in " ".join(doctor(capsys, 0))
    assert not Path("muster.db").exists()


@pytest.mark.usefixtures("installed")
def test_a_token_that_is_refused(wired: Workspace, capsys: Said) -> None:
    wired.break_down("auth.test", Refusal("invalid_auth"))
    lines = doctor(capsys, 1)
    assert lines[0].startswith("✗ Token Slack refuses the token: invalid_auth. Install the app again")


def test_neither_slack_nor_the_database_answers(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-test")
    Path("muster.db").write_text("not a database at all")
    lines = doctor(capsys, 1)
    assert [line[0] for line in lines] == ["✗", "✗"]
    assert "Slack does not answer: URLError." in lines[0]
    assert "SQLite does not answer: DatabaseError." in lines[1]


@pytest.mark.usefixtures("installed", "wired")
def test_a_database_of_another_version_is_left_as_it_is(capsys: Said) -> None:
    with closing(sqlite3.connect("muster.db", isolation_level=None)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "which this program does not know" in " ".join(doctor(capsys, 1))
    with closing(sqlite3.connect("muster.db")) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


@pytest.mark.usefixtures("installed")
def test_the_app_token_opens_a_connection(wired: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-test")
    assert "✓ Connection Socket Mode: the app token opens connections." in doctor(capsys, 0)
    wired.break_down("apps.connections.open", Refusal("invalid_auth"))
    assert "opens no connection: invalid_auth." in " ".join(doctor(capsys, 1))


@pytest.mark.usefixtures("installed", "wired")
@pytest.mark.parametrize(("says", "code", "mark"), [(b"ok\n", 0, "✓"), (b"Welcome to nginx!", 1, "✗")])
def test_the_address_leads_here(
    monkeypatch: pytest.MonkeyPatch, capsys: Said, says: bytes, code: int, mark: str
) -> None:
    with answering(says) as url:
        monkeypatch.setenv("PUBLIC_URL", url)
        lines = doctor(capsys, code)
    assert [line[0] for line in lines if "Address" in line] == [mark]


@pytest.mark.usefixtures("installed")
def test_for_programs(wired: Workspace, capsys: Said) -> None:
    wired.break_down("users.conversations", Hang())
    assert main(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["level"] == "warning"
    assert {"part", "level", "what", "says", "todo"} == set(told["findings"][0])


@contextmanager
def answering(says: bytes) -> Iterator[str]:
    """A server that answers everything with this."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(says)))
            self.end_headers()
            self.wfile.write(says)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
