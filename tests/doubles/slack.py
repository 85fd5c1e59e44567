"""`FakeSlack`: a `slack_sdk.WebClient` whose network is a `Workspace` in memory.

Only the transport is replaced, below everything that slack_sdk does itself: arguments are encoded, bodies parsed,
errors raised and retries made by the real code, so every signature and every exception is the real one.
"""

import io
import json
import urllib.request
from email.message import Message
from http.client import RemoteDisconnected
from typing import Any, Never
from urllib.error import HTTPError, URLError

from slack_sdk import WebClient
from slack_sdk.http_retry import RetryHandler
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result
from slack_sdk.webhook import WebhookClient, WebhookResponse

from tests.doubles import exchange
from tests.doubles.exchange import Answer
from tests.doubles.faults import Hang, Reset, Unreachable
from tests.doubles.workspace import Workspace


class FakeSlack(WebClient):
    """`FakeSlack(workspace)` wherever the bot takes a `WebClient`; no retries unless handlers are given."""

    def __init__(
        self,
        workspace: Workspace | None = None,
        token: str | None = "xoxb-test",
        *,
        retry_handlers: list[RetryHandler] | None = None,
        **client: Any,
    ) -> None:
        super().__init__(token, retry_handlers=retry_handlers or [], **client)
        self.workspace = workspace or Workspace()

    def webhook(self, url: str) -> "FakeWebhook":
        """A `WebhookClient` for a response URL of the same workspace."""
        return FakeWebhook(self.workspace, url)

    def _perform_urllib_http_request_internal(self, url: str, req: urllib.request.Request) -> dict[str, Any]:
        method = url.removeprefix(self.base_url)
        given = exchange.arguments(_body(req), req.get_header("Content-type") or "")
        answer = _received(url, exchange.call(self.workspace, method, given))
        return {"status": answer.status, "headers": _headers(answer), "body": answer.body}

    def _upload_file(self, *, url: str, data: bytes, **_: Any) -> FileUploadV2Result:
        answer = _received(url, exchange.upload(self.workspace, url, data))
        return FileUploadV2Result(status=answer.status, body=answer.body)


class FakeWebhook(WebhookClient):
    """Posts to response URLs of a `Workspace`."""

    def __init__(self, workspace: Workspace, url: str, **client: Any) -> None:
        super().__init__(url, **{"retry_handlers": []} | client)
        self.workspace = workspace

    def _perform_http_request_internal(self, url: str, req: urllib.request.Request) -> WebhookResponse:
        answer = _received(url, exchange.respond(self.workspace, url, json.loads(_body(req))))
        return WebhookResponse(url=url, status_code=answer.status, body=answer.body, headers=dict(answer.headers))


def _received(url: str, answer: Answer) -> Answer:
    """The answer as urllib gives it: anything but 2xx is an HTTPError, a lost one an OSError."""
    if answer.lost:
        _lose(answer.lost)
    if answer.status >= 400:
        raise HTTPError(url, answer.status, "refused", _headers(answer), io.BytesIO(answer.body.encode()))
    return answer


def _lose(lost: Hang | Reset | Unreachable) -> Never:
    match lost:
        case Unreachable():
            raise URLError(ConnectionRefusedError(111, "Connection refused"))
        case Reset():
            raise RemoteDisconnected("Remote end closed connection without response")
        case Hang():
            raise TimeoutError("The read operation timed out")


def _headers(answer: Answer) -> Message:
    headers = Message()
    for name, value in answer.headers.items():
        headers[name] = value
    return headers


def _body(request: urllib.request.Request) -> bytes:
    return request.data if isinstance(request.data, bytes) else b""
