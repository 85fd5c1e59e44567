"""Saying one post to Slack, and what the answer means for it."""

import errno
import http.client
import logging
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError

from bot.domain.ledger import OPENING, UPLOADING, Answer, File, Happened, Message, Outcome, Post, judge

EVENT_TYPE: Final = "muster_post"
# All that slack_sdk lets through when the line or the answer is broken: a body that is not text, not JSON, not a dict.
BROKEN: Final = (SlackClientError, OSError, http.client.HTTPException, ValueError, LookupError, AttributeError)
_NEVER_LEFT: Final = frozenset({errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


def posting_client(token: str | None, base_url: str, seconds: float) -> WebClient:
    """The client that posts: it never tries again by itself, because slack_sdk's would post twice."""
    quiet = logging.getLogger("slack_sdk.posting")
    quiet.setLevel(logging.INFO)  # at debug it would write what is said into the log
    client = WebClient(token=token, base_url=base_url, retry_handlers=[], logger=quiet)
    client.timeout = seconds  # type: ignore[assignment]  # urllib takes decimals
    return client


def meaning(error: Exception) -> Outcome:
    """What an exception of slack_sdk tells about the post."""
    if isinstance(error, SlackApiError):
        return judge(_facts(error))
    if isinstance(error, SlackRequestError) or _never_left(error):
        return Outcome(Happened.UNSENT, type(error).__name__)
    return Outcome(Happened.UNCLEAR, type(error).__name__)


def say(
    client: WebClient,
    post: Post,
    payload: Message | File,
    *,
    late: Callable[[], bool],
    keep_upload: Callable[[str | None], bool],
) -> Outcome:
    """Send a claimed post, unless it is too `late` for that. `keep_upload` stores a file's id before it is shared."""
    if isinstance(payload, File):
        return _say_file(client, post, payload, late, keep_upload)
    if late():
        return Outcome(Happened.TOO_LATE)
    return _say_message(client, post, payload)


def open_dm(client: WebClient, person: str) -> str | Outcome:
    """The direct message channel with a person. Opening it twice gives the same one, so a failure leaves nothing."""
    try:
        opened = client.conversations_open(users=person)
        channel = opened["channel"]["id"]
    except BROKEN as error:
        return before_sending(meaning(error), OPENING)
    return str(channel)


def before_sending(outcome: Outcome, way: str = "") -> Outcome:
    """An outcome of something that goes before the message: nothing was said yet, whatever happened."""
    if outcome.happened not in (Happened.UNCLEAR, Happened.LIMITED):
        return outcome
    limited = way if outcome.happened is Happened.LIMITED else ""
    return Outcome(Happened.UNSENT, outcome.code, wait=outcome.wait, way=limited)


def _say_message(client: WebClient, post: Post, message: Message) -> Outcome:
    try:
        answer = client.chat_postMessage(
            channel=post.channel or "",
            text=message.text,
            blocks=list(message.blocks) or None,
            thread_ts=post.thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": post.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        ts = answer.get("ts")
    except BROKEN as error:
        return meaning(error)
    return Outcome(Happened.OK, ts=ts) if ts else Outcome(Happened.UNCLEAR, "no_ts")


def _say_file(
    client: WebClient, post: Post, file: File, late: Callable[[], bool], keep_upload: Callable[[str | None], bool]
) -> Outcome:
    id = post.file
    if id is None:
        uploaded = _upload(client, file)
        if isinstance(uploaded, Outcome):
            return before_sending(uploaded, UPLOADING)
        id = uploaded
        if not keep_upload(id):
            return Outcome(Happened.TOO_LATE, "lost claim")
    if late():
        return Outcome(Happened.TOO_LATE)
    try:
        client.files_completeUploadExternal(
            files=[{"id": id, "title": file.title}],
            channel_id=post.channel,
            thread_ts=post.thread_ts,
            initial_comment=file.comment or None,
        )
    except BROKEN as error:
        outcome = meaning(error)
        if outcome.happened is Happened.REFUSED and outcome.code == "file_not_found":
            keep_upload(None)  # an upload that nobody shared is forgotten by Slack: begin anew
            return Outcome(Happened.UNSENT, outcome.code)
        return outcome
    return Outcome(Happened.OK)


def _upload(client: WebClient, file: File) -> str | Outcome:
    """Slack's id of the uploaded bytes; nobody sees them yet."""
    try:
        ticket = client.files_getUploadURLExternal(
            filename=file.filename, length=len(file.content), alt_txt=file.alt or None
        )
        result = client._upload_file(  # the step of files_upload_v2 that has no public name
            url=ticket["upload_url"],
            data=file.content,
            logger=client._logger,
            timeout=client.timeout,
            proxy=client.proxy,
            ssl=client.ssl,
        )
        id = str(ticket["file_id"])
    except BROKEN as error:
        return meaning(error)
    return id if result.status == 200 else Outcome(Happened.UNSENT, f"upload_{result.status}")


def _facts(error: SlackApiError) -> Answer:
    response = error.response
    status = int(getattr(response, "status_code", None) or 200)
    headers: Mapping[str, Any] = getattr(response, "headers", None) or {}
    data = response if isinstance(response, dict) else getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return Answer(status, code if isinstance(code, str) else None, _retry_after(headers))


def _retry_after(headers: Mapping[str, Any]) -> float | None:
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    if isinstance(given, list):
        given = given[0] if given else None
    try:
        return max(0.0, float(given)) if given is not None else None
    except ValueError:
        return None


def _never_left(error: Exception) -> bool:
    """Certainly not a byte of the request reached Slack."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, (socket.gaierror, ssl.SSLCertVerificationError, ConnectionRefusedError)):
        return True
    return isinstance(reason, OSError) and reason.errno in _NEVER_LEFT
