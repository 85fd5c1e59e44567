"""What Slack sends, built from a few words; modelled on recorded payloads, field by field.

`http(payload)` gives the body and headers of the signed request, `envelope(payload)` the Socket Mode message.
`recorded()` reads the recorded payloads themselves where they are at hand.
"""

import hashlib
import hmac
import itertools
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.doubles.forms import Json, filled, pressed

Headers = dict[str, str | Sequence[str]]  # as Bolt takes them

SECRET = "test-signing-secret"
TEAM, APP, BOT, TOKEN = "T0MUSTER", "A0MUSTER", "U0MUSTER", "verification-token"
# Where recorded payloads are: a folder beside the repository unless this setting names another
RECORDED = Path(os.environ.get("MUSTER_PAYLOADS") or Path(__file__).parents[3] / "shared/slack/payloads")
# What stands in for the fields that were blanked in a recording
BLANKED = {
    "token": TOKEN,
    "team_id": TEAM,
    "app_installed_team_id": TEAM,
    "api_app_id": APP,
    "app_id": APP,
    "user_id": "U0ARA",
    "user": "U0ARA",
    "channel_id": "C0EXPORT",
    "channel": "C0EXPORT",
    "command": "/visit",
    "text": "words",
    "trigger_id": "1.2.recorded",
    "event_id": "Ev0RECORDED",
    "event_ts": "1795474622.000100",
    "ts": "1795474622.000100",
    "message_ts": "1795474622.000100",
    "action_ts": "1795474622.000100",
    "response_url": "https://hooks.slack.com/actions/T0MUSTER/1/recorded",
    "callback_id": "unknown:form",
    "action_id": "unknown:button",
    "block_id": "block",
    "view_id": "V0RECORDED",
}
BLANKED_IDS = {"team": TEAM, "channel": "C0EXPORT", "view": "V0RECORDED", "bot_profile": "B0MUSTER"}
_numbers = itertools.count(1)


def sign(secret: str, body: str, timestamp: int | None = None) -> Headers:
    """The two headers that prove a body came from Slack at `timestamp` (seconds; now by default)."""
    at = str(int(time.time()) if timestamp is None else timestamp)
    digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def http(payload: Json, *, secret: str = SECRET, timestamp: int | None = None) -> tuple[str, Headers]:
    """The body and the signed headers with which Slack would post this payload."""
    match kind(payload):
        case "events_api":
            body, content = json.dumps(payload), "application/json"
        case "slash_commands":
            body, content = urlencode(payload), "application/x-www-form-urlencoded"
        case _:
            body, content = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
    return body, {"Content-Type": content, **sign(secret, body, timestamp)}


def envelope(payload: Json) -> Json:
    """The Socket Mode message that carries this payload."""
    accepts = kind(payload) != "events_api"
    return {
        "envelope_id": f"envelope-{next(_numbers)}",
        "type": kind(payload),
        "payload": payload,
        "accepts_response_payload": accepts,
    }


def kind(payload: Json) -> str:
    """Socket Mode's word for the kind of payload: events_api, slash_commands or interactive."""
    if "command" in payload and "type" not in payload:
        return "slash_commands"
    return "events_api" if payload.get("type") in ("event_callback", "url_verification") else "interactive"


# commands and interactions


def command(command: str, text: str = "", *, user: str = "U0ARA", channel: str = "C0EXPORT", **more: Any) -> Json:
    """A slash command; `more` overrides any field (`trigger_id`, `response_url` of a `Workspace`, say)."""
    where = {"team_id": TEAM, "team_domain": "muster", "channel_id": channel, "channel_name": "channel"}
    who = {"user_id": user, "user_name": user.removeprefix("U0").lower(), "command": command, "text": text}
    return {"token": TOKEN, **where, **who, "api_app_id": APP, "is_enterprise_install": "false", **_answers()} | more


def button(
    message: Json, name: str, choice: str = "", *, user: str = "U0ARA", channel: str = "C0EXPORT", **more: Any
) -> Json:
    """`block_actions` of a button or menu (named by its text or action id) on a message with `ts` and `blocks`."""
    ephemeral = bool(message.get("ephemeral_to"))
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": ephemeral}
    thread = {"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}
    where = {"container": container | thread, "channel": {"id": channel, "name": "channel"}}
    shown = {} if ephemeral else {"message": message}  # Slack leaves an ephemeral message out
    acted = {"actions": [_action(message["blocks"], name, choice)], "state": {"values": {}}}
    return _interaction("block_actions", user) | where | shown | acted | _answers() | more


def view_button(view: Json, name: str, choice: str = "", *, user: str = "U0ARA", **more: Any) -> Json:
    """`block_actions` of a button or menu inside a modal or a home: no channel, no response URL."""
    acted = {"actions": [_action(view["blocks"], name, choice)], "container": {"type": "view", "view_id": view["id"]}}
    return _interaction("block_actions", user) | {"view": view | _state(view, {})} | acted | _trigger() | more


def submission(view: Json, typed: Mapping[str, Any] | None = None, *, user: str = "U0ARA", **more: Any) -> Json:
    """`view_submission` of a form, filled as `forms.filled` says."""
    return (
        _interaction("view_submission", user)
        | {"view": view | _state(view, typed)}
        | _trigger()
        | {"response_urls": []}
        | more
    )


def closed(view: Json, *, user: str = "U0ARA", cleared: bool = False, **more: Any) -> Json:
    """`view_closed`: none of our forms asks for it, and one from before an update may still bring it."""
    return _interaction("view_closed", user) | {"view": view | _state(view, {}), "is_cleared": cleared} | more


def suggestion(view: Json, action: str, typed: str, *, block: str = "block", user: str = "U0ARA", **more: Any) -> Json:
    """`block_suggestion`: somebody types into an external menu; Slack gives neither trigger nor response URL."""
    container = {"type": "view", "view_id": view["id"]}
    asked = {"action_id": action, "block_id": block, "value": typed, "container": container, "view": view}
    return _interaction("block_suggestion", user) | asked | more


def shortcut(
    callback: str, text: str, *, user: str = "U0ARA", author: str = "U0BOM", channel: str = "C0EXPORT", **more: Any
) -> Json:
    """`message_action`: a message shortcut on somebody's message."""
    ts = _ts()
    message = {"type": "message", "user": author, "ts": ts, "text": text, "team": TEAM, "client_msg_id": f"c-{ts}"}
    where = {"channel": {"id": channel, "name": "channel"}, "message_ts": ts, "message": message}
    return _interaction("message_action", user) | {"callback_id": callback, "action_ts": ts} | where | _answers() | more


# events


def event(event: Json, *, user: str = "U0ARA", **more: Any) -> Json:
    """An event in its wrapping, with an id of its own."""
    number = next(_numbers)
    granted = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
    wrapping = {"token": TOKEN, "team_id": TEAM, "api_app_id": APP, "type": "event_callback", "event": event}
    tail = {"event_id": f"Ev{number:08d}", "event_time": int(time.time()), "is_ext_shared_channel": False}
    return wrapping | tail | {"authorizations": [granted], "event_context": f"1-{event['type']}-{user}"} | more


def mention(text: str, *, user: str = "U0ARA", channel: str = "C0EXPORT", thread: str = "", **more: Any) -> Json:
    """`app_mention`: `text` follows the bot's name."""
    return event(_said("app_mention", f"<@{BOT}> {text}", user, channel, thread), **more)


def message(text: str, *, user: str = "U0ARA", channel: str = "", thread: str = "", **more: Any) -> Json:
    """`message` in the direct messages with the bot, or in `channel`."""
    where = channel or f"D{user[1:]}"
    kind = {"C": "channel", "G": "group", "D": "im"}[where[0]]
    return event(_said("message", text, user, where, thread) | {"channel_type": kind}, **more)


def home_opened(user: str = "U0ARA", *, tab: str = "home", **more: Any) -> Json:
    """`app_home_opened`, on its home or messages tab."""
    opened = {"type": "app_home_opened", "user": user, "channel": f"D{user[1:]}", "tab": tab, "event_ts": _ts()}
    return event(opened, **more)


def team_join(user: Json, **more: Any) -> Json:
    """`team_join` of a user object (see `Workspace.add_person`)."""
    return event({"type": "team_join", "user": user, "cache_ts": 1, "event_ts": _ts()}, **more)


def user_change(user: Json, **more: Any) -> Json:
    """`user_change`: a new name, a deactivation, another zone."""
    return event({"type": "user_change", "user": user, "cache_ts": 1, "event_ts": _ts()}, **more)


# recordings


def recorded() -> Iterator[tuple[str, Json]]:
    """Every recorded payload that Slack would send to an app, by name, blanks filled; none where there is none."""
    for path in sorted(RECORDED.rglob("*.json")):
        if path.parent.name in ("fixtures", "web_api"):
            continue  # answers of the Web API and views, not requests
        found = json.loads(path.read_text(encoding="utf-8"))
        for number, one in enumerate(found if isinstance(found, list) else [found]):
            payload = one.get("payload", one)
            payload = payload.get("payload", payload) if isinstance(payload, dict) else None
            if isinstance(payload, dict) and ({"command", "event"} & set(payload) or "team" in payload):
                yield f"{path.relative_to(RECORDED).with_suffix('')}-{number}", _refilled(payload)


def _refilled(payload: Json) -> Json:
    """A recording whose blanks have been filled, and whose outermost type is what it was."""
    whole: Json = _unblanked(payload)
    if "event" in whole:
        whole["type"] = "event_callback"
    elif "command" in whole:
        whole["is_enterprise_install"] = "false"
    return whole


def _unblanked(shape: Any, name: str = "", around: str = "") -> Any:
    if isinstance(shape, dict):
        inside = {key: _unblanked(value, key, name) for key, value in shape.items()}
        return inside | ({"enterprise": None} if "enterprise" in inside else {})
    if isinstance(shape, list):
        return [_unblanked(value, name, around) for value in shape]
    if shape != "":
        return shape
    return BLANKED_IDS.get(around, "U0ARA") if name == "id" else BLANKED.get(name, "")


# pieces


def _interaction(type: str, user: str) -> Json:
    name = user.removeprefix("U0").lower()
    who = {"id": user, "username": name, "name": name, "team_id": TEAM}
    return {"type": type, "user": who, "team": {"id": TEAM, "domain": "muster"}, "api_app_id": APP, "token": TOKEN} | {
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _action(blocks: list[Json], name: str, choice: str) -> Json:
    return pressed(blocks, name, choice) | {"action_ts": _ts()}


def _state(view: Json, typed: Mapping[str, Any] | None) -> Json:
    return {"state": {"values": filled(view, typed)}}


def _said(type: str, text: str, user: str, channel: str, thread: str) -> Json:
    ts = _ts()
    said = {"type": type, "user": user, "text": text, "ts": ts, "event_ts": ts, "channel": channel, "team": TEAM}
    return said | {"client_msg_id": f"c-{ts}"} | ({"thread_ts": thread} if thread else {})


def _trigger() -> Json:
    return {"trigger_id": f"{next(_numbers)}.{TEAM}.built"}


def _answers() -> Json:
    return _trigger() | {"response_url": f"https://hooks.slack.com/commands/{TEAM}/{next(_numbers)}/built"}


def _ts() -> str:
    return f"{int(time.time())}.{next(_numbers):06d}"
