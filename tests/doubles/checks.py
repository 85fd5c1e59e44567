"""What Slack's reference says about a call, asked of every call that a test sees."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.doubles import blockkit

Json = dict[str, Any]

METHODS: dict[str, Json] = json.loads((Path(__file__).parent / "methods.json").read_text(encoding="utf-8"))

# Errors that any method may answer: https://docs.slack.dev/apis/web-api, "Errors"
ANY_METHOD = frozenset(
    {
        "account_inactive",
        "fatal_error",
        "internal_error",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
        "unknown_method",
    }
)
# msg_blocks_too_long was seen near 13,200 characters; Korean is three bytes a syllable, so this keeps well clear
TEXT_BYTES = 9_000
METADATA_BYTES = 8_000
RESPONSE_KEYS = {"response_type", "replace_original", "delete_original", "thread_ts", "unfurl_links", "unfurl_media"}


def complaints(method: str, arguments: Json) -> list[str]:
    """What Slack's reference forbids in this call; empty when it is well."""
    known = METHODS.get(method)
    if known is None:
        return [f"{method}: not a method that this bot may call (see methods.json)"]
    found = [f"{method}: no argument {name!r}" for name in arguments if name not in known["args"]]
    found += [f"{method}: {name!r} is missing" for name in known["required"] if arguments.get(name) in (None, "")]
    if method.startswith("views.") and isinstance(arguments.get("view"), dict):
        found += [f"{method}: {fault}" for fault in view_faults(arguments["view"])]
    if method.startswith("chat.") and not found and ("text" in arguments or "blocks" in arguments):
        found += [f"{method}: {fault}" for fault in message_faults(arguments)]
    return found


def message_faults(message: Json) -> list[str]:
    """What is wrong with a message's text, blocks and metadata: Block Kit's limits, bytes, no text to read aloud."""
    shown = {name: message[name] for name in ("text", "blocks") if message.get(name) is not None}
    found = blockkit.errors(shown, "message") if shown.get("blocks") else []
    if shown.get("blocks") and not shown.get("text"):
        found.append("/text: blocks without a text are read to nobody (notifications, screen readers)")
    if (size := weight(shown.get("blocks") or shown.get("text", ""))) > TEXT_BYTES:
        found.append(f"/: {size} bytes of text, at most {TEXT_BYTES}")
    if len(json.dumps(message.get("metadata") or {})) > METADATA_BYTES:
        found.append("/metadata: larger than 8 kB (metadata_too_large)")
    return found


def response_faults(body: Json) -> list[str]:
    """The same for what is sent to a response URL, or answered to a command."""
    if body.get("delete_original"):
        return []
    return message_faults({name: value for name, value in body.items() if name not in RESPONSE_KEYS})


def view_faults(view: Json) -> list[str]:
    """What is wrong with a modal or a home."""
    surface: blockkit.Surface = "home" if view.get("type") == "home" else "modal"
    return blockkit.errors(view, surface)


def weight(shape: Any) -> int:
    """How many bytes of text are in a payload, whatever is around them."""
    return sum(len(text.encode()) for text in texts(shape))


def texts(shape: Any) -> Iterator[str]:
    """Every text that a person would read in a payload."""
    if isinstance(shape, str):
        yield shape
    elif isinstance(shape, list):
        for one in shape:
            yield from texts(one)
    elif isinstance(shape, dict):
        for name, value in shape.items():
            if isinstance(value, dict | list) or name in ("text", "alt_text"):
                yield from texts(value)
