"""Socket Mode: requests over a connection that we open. Closing it loses no acknowledgement."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.websocket_client import SocketModeClient

log = structlog.get_logger(__name__)

CLOSE_SECONDS: Final = 1.0


class Busy:
    """How many requests are being answered, and a way to wait until there are none."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._idle:
            self._count += 1
        try:
            yield
        finally:
            with self._idle:
                self._count -= 1
                self._idle.notify_all()

    def wait(self, seconds: float) -> bool:
        """True when nothing was under way within `seconds`."""
        with self._idle:
            return self._idle.wait_for(lambda: self._count == 0, seconds)


class Socket(SocketModeHandler):
    """Bolt's handler on websocket-client (the builtin one stalls when a connection is refreshed), with a gentle end."""

    def __init__(self, app: App, app_token: str, client: WebClient) -> None:
        super().__init__(app, app_token, web_client=client)
        self.busy = Busy()
        self.closing = False
        self._renew = self.client.connect_to_new_endpoint
        self.client.connect_to_new_endpoint = self._renew_aside  # type: ignore[method-assign]  # see there

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as its own client gives it
        """Requests that come while closing are not acknowledged: Slack gives them to another connection."""
        if self.closing:
            return
        with self.busy.one():
            super().handle(client, req)

    def connected(self) -> bool:
        return bool(self.client.is_connected())

    def connect_and_wait(self, seconds: float) -> bool:
        """Open the connection; False when it is not there after `seconds` (the SDK goes on trying)."""
        # Its monitor takes a connection that is being opened for a lost one and opens a second: it comes in later.
        self.client.default_auto_reconnect_enabled = False
        self.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
        end = time.monotonic() + seconds
        while not self.connected() and time.monotonic() < end:
            time.sleep(0.02)  # the SDK offers no event for this
        self.client.default_auto_reconnect_enabled = self.client.auto_reconnect_enabled = True
        return self.connected()

    def _renew_aside(self, force: bool = False) -> None:
        """When Slack wants a new connection (`force`), its address is asked for beside what is handed out meanwhile.

        The SDK asks in the thread that hands out requests: each of them would wait as long as Slack takes to answer.
        """
        if force:
            threading.Thread(target=self._renewed, name="renew", daemon=True).start()
        else:
            self._renew()

    def _renewed(self) -> None:
        try:
            self._renew(force=True)
        except (SlackClientError, OSError) as error:  # the SDK's monitor tries again when the old connection ends
            log.warning("connection_not_renewed", error=type(error).__name__)

    def drain(self, seconds: float) -> None:
        """Take no more, let what is under way be acknowledged, then close: close() drops what is in flight."""
        self.closing = True
        self.busy.wait(seconds)
        closing = threading.Thread(target=self.close, daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)  # websocket-client waits up to 10 s for a sign of the server; nothing depends on it
