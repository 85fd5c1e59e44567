"""Socket Mode: what comes while Slack renews the connection is handed out at once."""

import json
import threading
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.websocket_client import SocketModeClient

from handlers.bolt import app
from handlers.socket import Socket
from tests.bench.acks import authorize
from tests.cast import Stage
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Json

PATIENCE = 20
COMMAND = {"type": "slash_commands", "envelope_id": "e-1", "payload": {"command": "/visit"}}


class Listening(Socket):
    """Says what was handed out, and answers nothing."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]  # as they come
        self.heard = threading.Event()

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        self.heard.set()


@pytest.fixture
def asked() -> threading.Event:
    """Slack was asked for a new address."""
    return threading.Event()


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    """Until then Slack does not answer that."""
    event = threading.Event()
    yield event
    event.set()


def test_a_renewed_connection_keeps_nobody_waiting(
    stage: Stage, asked: threading.Event, go_on: threading.Event
) -> None:
    answer = stage.slack.answer

    def slowly(method: str, given: Json) -> Json:
        if method == "apps.connections.open":
            asked.set()
            go_on.wait(PATIENCE)
            return {"ok": False, "error": "internal_error"}
        return answer(method, given)

    stage.slack.answer = slowly  # type: ignore[method-assign,assignment]  # one Slack that takes its time
    with http_slack(stage.slack) as url:
        bolt = app(stage.door, authorize)
        socket = Listening(bolt, "xapp-1", WebClient(base_url=url, timeout=PATIENCE, retry_handlers=[]))
        socket.client.enqueue_message(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        assert asked.wait(PATIENCE)
        socket.client.enqueue_message(json.dumps(COMMAND))
        assert socket.heard.wait(PATIENCE / 4), "it waits for Slack's address"
        assert not go_on.is_set()
        go_on.set()
        socket.client.close()
