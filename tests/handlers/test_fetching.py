"""Files are fetched from Slack alone, and no more of them than is wanted."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from slack_sdk import WebClient

from handlers.answering import Unreachable, Wire
from handlers.asks import Kind, Origin
from handlers.fetching import download, fetch
from handlers.payloads import Heard
from tests.cast import BOM, WS
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Workspace


class Slack(BaseHTTPRequestHandler):
    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(self.headers.get("Authorization", ""))
        page = self.path == "/sign-in"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8" if page else "text/csv")
        self.end_headers()
        self.wfile.write(b"name,grade\n" * 3)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    Slack.heard = []
    server = HTTPServer(("127.0.0.1", 0), Slack)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_with_the_token_and_at_most_so_much(address: str) -> None:
    client = WebClient("xoxb-test", base_url=f"{address}/api/", timeout=2)
    assert download(client, f"{address}/files/F1", 11, 2) == b"name,grade\n"
    assert Slack.heard == ["Bearer xoxb-test"]


def test_a_sign_in_page_is_no_file(address: str) -> None:
    with pytest.raises(OSError, match="page"):
        download(WebClient("xoxb-test", base_url=f"{address}/api/", timeout=2), f"{address}/sign-in", 11, 2)


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/f", "http://files.slack.com/f", "https://slack.com.evil.example/f", "file:///etc/hosts"],
)
def test_the_token_goes_to_nobody_else(address: str, url: str) -> None:
    with pytest.raises(OSError, match="not Slack's"):
        download(WebClient("xoxb-test", base_url=f"{address}/api/", timeout=2), url, 11, 2)
    assert Slack.heard == []


def test_a_file_that_comes_drop_by_drop_is_given_up(address: str) -> None:
    seconds = iter((0.0, 3.0))
    client = WebClient("xoxb-test", base_url=f"{address}/api/", timeout=2)
    with pytest.raises(TimeoutError):
        download(client, f"{address}/files/F1", 11, 2, lambda: next(seconds))
    with pytest.raises(TimeoutError):
        download(client, f"{address}/files/F1", 11, 0)


def test_several_have_one_deadline_together(slack: FakeSlack, workspace: Workspace) -> None:
    """Of three files that take 0.7 seconds each to come, the third is not asked for."""
    for id in ("F1", "F2", "F3"):
        workspace.files[id] = {"id": id, "name": f"{id}.csv", "size": 3, "shares": {}, "content": b"a,b"}
    now = [0.0]
    given: list[float] = []

    def slow(_client: WebClient, _url: str, _most: int, seconds: float) -> bytes:
        given.append(seconds)
        now[0] += 0.7
        return b"a,b"

    wire = Wire(lambda _workspace: slack, lambda _url, _payload: 200, slow)
    heard = Heard(Kind.FORM, "k", WS, BOM, "sheets:read", Origin(), values={"file": ["F1", "F2", "F3"]})
    with pytest.raises(Unreachable, match="timeout"):
        fetch(wire, heard, "file", lambda: now[0])
    assert given == pytest.approx([2.0, 1.3])
