"""Files that came with a form, fetched with the bot's token before the transaction begins."""

import http.client
import urllib.request
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.i18n import N_
from bot.refusals import Refusal
from handlers.answering import Unreachable, Wire
from handlers.asks import File
from handlers.payloads import Heard

LARGEST: Final = 5 * 1024 * 1024
MOST: Final = 3
_SILENT = N_("Slack did not give me the file ({error}). Please try again in a moment.")


def fetch(wire: Wire, heard: Heard, field: str) -> tuple[File, ...]:
    """The files of a form's field, or those that the form kept under its name. Raises Unreachable and Refusal."""
    ids = heard.values.get(field) or heard.state.get(field) or ()
    return tuple(_fetch(wire, heard.workspace, str(id)) for id in list(ids)[:MOST])


def _fetch(wire: Wire, workspace: str, id: str) -> File:
    info: Mapping[str, Any] = wire.call(workspace, "files_info", file=id)["file"]
    name, url = str(info.get("name") or id), str(info.get("url_private_download") or info.get("url_private") or "")
    _check_size(name, int(info.get("size") or 0))
    if not url:
        raise Unreachable("no_url", _SILENT)
    try:
        content = (wire.download or download)(wire.client(workspace), url, LARGEST + 1)
    except (http.client.HTTPException, OSError) as error:
        raise Unreachable(type(error).__name__, _SILENT) from error
    _check_size(name, len(content))
    return File(name, content)


def _check_size(name: str, size: int) -> None:
    if size > LARGEST:
        raise Refusal("{name} is larger than {limit} MB. Send a smaller file.", name=name, limit=LARGEST // 1024**2)


def download(client: WebClient, url: str, most: int) -> bytes:
    """At most so many bytes of a private file. The token goes to Slack alone, and nowhere that it redirects to."""
    host, ours = urlsplit(url), urlsplit(client.base_url)
    slack = host.scheme == "https" and (host.hostname or "").endswith(".slack.com")
    if not slack and (host.scheme, host.netloc) != (ours.scheme, ours.netloc):
        raise OSError("an address that is not Slack's")
    request = urllib.request.Request(url)  # noqa: S310 the scheme is checked above
    request.add_unredirected_header("Authorization", f"Bearer {client.token}")
    with urllib.request.urlopen(request, timeout=client.timeout) as answered:  # noqa: S310 the same
        if "text/html" in (answered.headers.get("Content-Type") or ""):  # Slack's sign-in page: the scope is missing
            raise OSError("a page instead of the file")
        content: bytes = answered.read(most)
    return content
