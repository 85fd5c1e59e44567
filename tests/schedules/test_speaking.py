"""What comes over the wire, however odd, has a meaning; only slack_sdk and a real socket know how it arrives."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot.domain.ledger import Happened, Message, Outcome, Post, State
from schedules.speaking import posting_client, say
from tests.doubles.fixtures import NOW

POST = Post("T1", "key", "s", "o", 0, NOW, NOW, State.SENDING, "m", channel="C1")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"


@contextmanager
def answering(raw: bytes) -> Iterator[str]:
    """A server whose only answer is these bytes."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):  # what is left of the request: closed on top of it, the answer would be lost
                pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/api/"
    thread.join(2)
    server.close()


def outcome(url: str, seconds: float = 2) -> Outcome:
    client = posting_client("xoxb-1", url, seconds)
    assert client.retry_handlers == []
    return say(client, POST, Message("x"), late=lambda: False, keep_upload=lambda _: True)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        OK + b"<html></html>",
        OK + b"[]",
        OK + b"null",
        OK + b'"ok"',
        OK + b"\xff\xfe\x00",
        OK + b'{"ok": true}',
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=none-such\r\nConnection: close\r\n\r\nx",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_an_answer_that_is_none_is_unclear(raw: bytes) -> None:
    with answering(raw) as url:
        assert outcome(url).happened is Happened.UNCLEAR


def test_a_message_that_slack_took() -> None:
    with answering(OK + b'{"ok": true, "ts": "1.2"}') as url:
        assert outcome(url) == Outcome(Happened.OK, ts="1.2")


def test_429_says_how_long_to_wait() -> None:
    with answering(b"HTTP/1.1 429 Slow\r\nretry-after: 7\r\nContent-Length: 0\r\n\r\n") as url:
        assert outcome(url) == Outcome(Happened.LIMITED, "ratelimited", wait=7.0)


def test_a_closed_door_was_never_passed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
    assert outcome(url).happened is Happened.UNSENT


def test_silence_is_unclear_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
        assert outcome(url, 0.2).happened is Happened.UNCLEAR


def test_nothing_is_begun_when_it_is_too_late() -> None:
    client = posting_client("xoxb-1", "http://127.0.0.1:1/api/", 1)
    said = say(client, replace(POST), Message("x"), late=lambda: True, keep_upload=lambda _: True)
    assert said.happened is Happened.TOO_LATE
