"""Files that came with a form, fetched with the bot's token before the transaction begins."""

import http.client
import time
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.i18n import N_
from bot.refusals import Refusal
from handlers.answering import Unreachable, Wire
from handlers.asks import File
from handlers.payloads import Heard

Stopwatch = Callable[[], float]

LARGEST: Final = 5 * 1024 * 1024
MOST: Final = 3
SECONDS: Final = 2.0  # for all of them together: whoever sent the form waits, and Slack wants its ack within three
CALL: Final = 1.0  # of them that a question about a file may take
CHUNK: Final = 64 * 1024
_SILENT = N_("Slack did not give me the file ({error}). Please try again in a moment.")


def fetch(wire: Wire, heard: Heard, field: str, stopwatch: Stopwatch = time.monotonic) -> tuple[File, ...]:
    """The files of a form's field, or those that the form kept under its name. Raises Unreachable and Refusal."""
    ids = heard.values.get(field) or heard.state.get(field) or ()
    until = stopwatch() + SECONDS

    def left() -> float:
        return until - stopwatch()

    return tuple(_fetch(wire, heard.workspace, str(id), left) for id in list(ids)[:MOST])


def _fetch(wire: Wire, workspace: str, id: str, left: Callable[[], float]) -> File:
    if left() < CALL:
        raise Unreachable("timeout", _SILENT)
    info: Mapping[str, Any] = wire.call(workspace, "files_info", file=id)["file"]
    name, url = str(info.get("name") or id), str(info.get("url_private_download") or info.get("url_private") or "")
    _check_size(name, int(info.get("size") or 0))
    if not url:
        raise Unreachable("no_url", _SILENT)
    try:
        content = (wire.download or download)(wire.client(workspace), url, LARGEST + 1, left())
    except (http.client.HTTPException, OSError) as error:
        raise Unreachable(type(error).__name__, _SILENT) from error
    _check_size(name, len(content))
    return File(name, content)


def _check_size(name: str, size: int) -> None:
    if size > LARGEST:
        raise Refusal("{name} is larger than {limit} MB. Send a smaller file.", name=name, limit=LARGEST // 1024**2)


def download(client: WebClient, url: str, most: int, seconds: float, stopwatch: Stopwatch = time.monotonic) -> bytes:
    """At most so many bytes of a private file, in so many seconds; OSError when it takes longer.

    The token goes to Slack alone, and nowhere that it redirects to.
    """
    if seconds <= 0:
        raise TimeoutError
    until = stopwatch() + seconds
    host, ours = urlsplit(url), urlsplit(client.base_url)
    slack = host.scheme == "https" and (host.hostname or "").endswith(".slack.com")
    if not slack and (host.scheme, host.netloc) != (ours.scheme, ours.netloc):
        raise OSError("an address that is not Slack's")
    request = urllib.request.Request(url)  # noqa: S310 the scheme is checked above
    request.add_unredirected_header("Authorization", f"Bearer {client.token}")
    timeout = min(client.timeout, seconds)
    with urllib.request.urlopen(request, timeout=timeout) as answered:  # noqa: S310 the same
        if "text/html" in (answered.headers.get("Content-Type") or ""):  # Slack's sign-in page: the scope is missing
            raise OSError("a page instead of the file")
        content = b""
        while len(content) < most and (more := answered.read1(min(CHUNK, most - len(content)))):
            content += more
            if stopwatch() > until:  # drop by drop
                raise TimeoutError
    return content
