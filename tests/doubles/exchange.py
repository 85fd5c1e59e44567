"""One call and its answer, for whichever transport: the client in this process or the real server."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

from tests.doubles.faults import Broken, Fault, Garbage, Hang, RateLimited, Refusal, Reset, Unreachable
from tests.doubles.workspace import Json, Workspace

# arguments that are JSON inside a form: https://docs.slack.dev/apis/web-api, "POST bodies"
NESTED = {"blocks", "attachments", "view", "metadata", "files", "unfurled_attachments"}
NOT_JSON = "<html><body>upstream connect error or disconnect/reset before headers</body></html>"


@dataclass(frozen=True)
class Answer:
    """What comes back; with `lost` nothing does."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: Hang | Reset | Unreachable | None = None


def arguments(body: bytes, content_type: str) -> Json:
    """The arguments of a call as Slack reads them from a JSON or form body."""
    if "json" in content_type:
        return dict(json.loads(body or b"{}"))
    fields: dict[str, Any] = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {name: json.loads(value) if name in NESTED else value for name, value in fields.items() if name != "token"}


def call(workspace: Workspace, method: str, given: Json) -> Answer:
    """The Web API call, with the fault that was planned for it."""
    fault = workspace.receive(method, given)
    data = workspace.answer(method, given) if _lands(fault) else {}
    answer = _answer(fault, json.dumps(data))
    said = {
        "X-OAuth-Scopes": ",".join(sorted(workspace.scopes)),
        "Date": format_datetime(workspace.now().astimezone(dt.UTC), usegmt=True),
    }
    return replace(answer, headers={**said, **answer.headers})


def respond(workspace: Workspace, url: str, body: Json) -> Answer:
    """A post to a response URL."""
    fault = workspace.receive("response_url", body)
    word = workspace.respond(url, body) if _lands(fault) else ""
    return _answer(fault, word) if word in ("ok", "") else Answer(404, json.dumps({"ok": False, "error": word}))


def upload(workspace: Workspace, url: str, content: bytes) -> Answer:
    """The bytes of a file."""
    fault = workspace.receive("upload", {"url": url, "bytes": len(content)})
    if _lands(fault):
        workspace.upload(url, content)
    return _answer(fault, f"OK - {len(content)}")


def _lands(fault: Fault | None) -> bool:
    return fault is None or type(fault) is Fault or bool(getattr(fault, "landed", False))


def _answer(fault: Fault | None, body: str) -> Answer:
    match fault:
        case Refusal(error=error, needed=needed):
            more = {"needed": needed, "provided": "commands"} if needed else {}
            return Answer(200, json.dumps({"ok": False, "error": error, **more}))
        case RateLimited(retry_after=seconds):
            return Answer(429, json.dumps({"ok": False, "error": "ratelimited"}), {"Retry-After": str(seconds)})
        case Broken(status=status):
            return Answer(status, NOT_JSON)
        case Garbage():
            return Answer(200, NOT_JSON)
        case Hang() | Reset() | Unreachable():
            return Answer(0, "", lost=fault)
        case _:
            return Answer(200, body)
