"""Looking for a post that may be there already: by its key in the channel's history, or where its file is shared."""

import logging
from collections.abc import Iterator
from typing import Any, Final

from slack_sdk import WebClient

from bot.domain.ledger import Deed, File, Happened, Outcome, Payload, Post
from bot.values import frozen
from schedules.speaking import BROKEN, meaning

log = logging.getLogger(__name__)
PAGES: Final = 10
PAGE: Final = 200


@frozen
class Look:
    """What was found: FOUND with the ts that stays, ABSENT, UNREADABLE, or LATER. `copies`: to be deleted."""

    outcome: Outcome
    copies: tuple[str, ...] = ()


def look(client: WebClient, post: Post, payload: Payload | None, after_ts: str | None) -> Look:
    """Is this post in its channel? After `after_ts` at the earliest, which is a moment on Slack's own clock."""
    if isinstance(payload, File):
        return _look_for_file(client, post)
    # a deed is done again and finds itself done; where no direct message channel was opened, nothing can be
    if isinstance(payload, Deed) or post.channel is None:
        return Look(Outcome(Happened.ABSENT))
    stamps: set[str] = set()
    missing = Outcome(Happened.ABSENT)
    try:
        for message in _messages(client, post, after_ts):
            if _key(message) == post.key:
                stamps.add(message["ts"])
    except _TooLongError:  # what was seen until then is there all the same
        missing = Outcome(Happened.UNREADABLE, "history_too_long")
    except BROKEN as error:
        return Look(_unreadable(meaning(error)))
    if not stamps:
        return Look(missing)
    first, *copies = sorted(stamps)
    return Look(Outcome(Happened.FOUND, ts=first), tuple(copies))


def delete_copies(client: WebClient, channel: str | None, copies: tuple[str, ...]) -> None:
    """The first stays; whoever read a later copy has read the same."""
    for ts in copies:
        try:
            client.chat_delete(channel=channel or "", ts=ts)
        except BROKEN as error:
            log.warning("a second copy could not be deleted: %s", meaning(error).code)


class _TooLongError(Exception):
    """More history than we are willing to read."""


def _messages(client: WebClient, post: Post, after_ts: str | None) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    for _page in range(PAGES):
        if post.thread_ts:
            answer = client.conversations_replies(
                channel=post.channel or "",
                ts=post.thread_ts,
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor,
            )
        else:
            answer = client.conversations_history(
                channel=post.channel or "",
                oldest=after_ts,
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor,
            )
        yield from answer["messages"]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
    raise _TooLongError


def _key(message: dict[str, Any]) -> str | None:
    key = ((message.get("metadata") or {}).get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None


def _look_for_file(client: WebClient, post: Post) -> Look:
    """An upload has no metadata, but Slack says where it is shared."""
    if post.file is None:
        return Look(Outcome(Happened.ABSENT))
    try:
        file = client.files_info(file=post.file)["file"]
    except BROKEN as error:
        outcome = meaning(error)
        if outcome.happened is Happened.REFUSED and outcome.code in ("file_not_found", "file_deleted"):
            return Look(Outcome(Happened.ABSENT, outcome.code))
        return Look(_unreadable(outcome))
    kinds = (file.get("shares") or {}).values()
    shares = [share for kind in kinds for share in kind.get(post.channel, ())]
    if shares:
        return Look(Outcome(Happened.FOUND, ts=min(share["ts"] for share in shares)))
    listed = any(post.channel in (file.get(name) or ()) for name in ("channels", "groups", "ims"))
    return Look(Outcome(Happened.FOUND if listed else Happened.ABSENT))


def _unreadable(outcome: Outcome) -> Outcome:
    """A history that is closed to us, or one that only does not answer at the moment."""
    if outcome.happened is Happened.REFUSED:
        return Outcome(Happened.UNREADABLE, outcome.code)
    if outcome.happened is Happened.LIMITED:
        return outcome
    return Outcome(Happened.LATER, outcome.code, wait=outcome.wait)
