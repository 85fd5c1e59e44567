"""The WSGI routes: Slack's requests, and whether the process is well."""

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qs

import structlog
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.values import frozen
from handlers.bolt import UNREADABLE
from handlers.socket import Busy

log = structlog.get_logger(__name__)
MOST_BYTES: Final = 256 * 1024
LONGEST_NUMBER: Final = 20  # digits; Python reads no number of some thousand
CLOSING: Final = 1.0  # seconds in which its thread comes to it
# On SQLite those who wait for each other share a COMMIT; on PostgreSQL more of them only stand in each other's way.
THREADS: Final = MappingProxyType({"sqlite": 16, "postgresql": 8})

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Respond = tuple[str, dict[str, str], str]
_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


@frozen
class Page:
    """A page that is read by machines: its content type, and what makes it."""

    type: str
    made: Callable[[], str]


Room = Callable[[Mapping[str, Any]], Respond]  # answers every request below a path, whatever its method


def wsgi(
    app: App | None,
    secret: str,
    ready: Callable[[], str],
    busy: Busy,
    pages: Mapping[str, Page] = MappingProxyType({}),
    rooms: Mapping[str, Room] = MappingProxyType({}),
) -> Wsgi:
    """The application. `ready` gives "" when all is well, else what is not; `busy` counts what is under way.

    `app` answers Slack's requests, which are signed with `secret`; None where there are none: in Socket Mode without a
    secret none could be verified. Bolt parses a body before it verifies it: what is not signed is refused in front.

    `pages` by path: what else can be read here. `rooms` by the first part of a path: who answers all that is below it.
    """

    slack = partial(_slack, app, SignatureVerifier(secret)) if app is not None else None

    def serve(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        with busy.one():
            try:
                status, headers, body = _answer(slack, ready, pages, rooms, environ)
            except Exception:  # the server would log the path, which is a secret for surveys and calendars
                log.exception("request_failed", reference=(reference := secrets.token_hex(4)))
                status, headers, body = "500 Internal Server Error", _TEXT, f"Sorry, that did not work: {reference}\n"
        start_response(status, list(headers.items()))
        return [body.encode()]

    return serve


def _answer(
    slack: Room | None,
    ready: Callable[[], str],
    pages: Mapping[str, Page],
    rooms: Mapping[str, Room],
    environ: dict[str, Any],
) -> Respond:
    match environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/"):
        case "POST", "/slack/events" if slack is not None:
            return slack(environ)
        case (("GET" | "HEAD"), "/healthz"):
            return "200 OK", _TEXT, "ok\n"
        case (("GET" | "HEAD"), "/readyz"):
            wrong = ready()
            return ("503 Service Unavailable", _TEXT, wrong + "\n") if wrong else ("200 OK", _TEXT, "ready\n")
        case _, path if (room := rooms.get(_first(path))) is not None:
            return room(environ)
        case (("GET" | "HEAD"), path) if path in pages:
            return "200 OK", {"Content-Type": pages[path].type}, pages[path].made()
    return "404 Not Found", _TEXT, "There is nothing here.\n"


def _slack(app: App, verifier: SignatureVerifier, environ: Mapping[str, Any]) -> Respond:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not _number(length) or int(length) > MOST_BYTES:
        return "413 Content Too Large", _TEXT, "too large\n"
    body = environ["wsgi.input"].read(int(length)).decode("utf-8", "replace")
    if not _signed(verifier, body, environ):
        return "401 Unauthorized", _TEXT, "not signed\n"
    headers: dict[str, Any] = {
        name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")
    }
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    query: dict[str, Any] = parse_qs(environ.get("QUERY_STRING", ""))
    try:
        request = BoltRequest(body=body, query=query, headers=headers)
    except UNREADABLE as error:  # signed, and no object: an answer that is an error would only bring it again
        log.warning("unreadable", mode="http", error=type(error).__name__)
        return "200 OK", _TEXT, ""
    response = app.dispatch(request)
    reason = {200: "OK", 401: "Unauthorized"}.get(response.status, "OK" if response.status < 400 else "Error")
    return f"{response.status} {reason}", response.first_headers(), response.body or ""


class Server:
    """An HTTP server that runs in a thread of its own, and can tell when all that was answered has gone out."""

    def __init__(self, application: Wsgi, host: str, port: int, threads: int) -> None:
        """Raises OSError when the port is taken."""
        from waitress.server import create_server  # only who serves waits for the import

        made: Any = create_server(application, host=host, port=port, threads=threads, ident="muster")
        self._server = made
        self.port = int(self._server.effective_port)
        threading.Thread(target=self._server.run, name="http", daemon=True).start()

    def drain(self, seconds: float) -> bool:
        """Wait until nothing is being answered or sent; False when something still is after `seconds`."""
        until = time.monotonic() + seconds
        while self._unsent() and time.monotonic() < until:
            time.sleep(0.01)  # waitress offers no event for this
        return not self._unsent()

    def close(self) -> None:
        """Take no more connections. In the server's own thread: it would stumble over a socket that is gone."""
        gone = threading.Event()

        def close() -> None:
            self._server.close()
            gone.set()

        self._server.trigger.pull_trigger(close)
        gone.wait(CLOSING)

    def _unsent(self) -> bool:
        channels = list(self._server.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def _signed(verifier: SignatureVerifier, body: str, environ: Mapping[str, Any]) -> bool:
    """By Slack, within five minutes. The verifier breaks on what is no moment and no signature."""
    moment = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    return _number(moment) and signature.isascii() and verifier.is_valid(body, moment, signature)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _first(path: str) -> str:
    """The first part of a path that has more below it."""
    first, below, _ = path.removeprefix("/").partition("/")
    return first if below else ""
