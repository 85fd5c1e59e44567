"""What Slack sends, as facts: one function for each kind of payload. Pure; the door calls them.

Shapes: Slack's reference for slash commands, interaction payloads and the Events API.
"""

import json
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from bot.domain.refs import Ref, from_value
from bot.values import frozen
from handlers.asks import Kind, Origin

Payload = Mapping[str, Any]


@frozen
class Heard:
    """A payload, read. `id` names the command, button, form, menu or event; `key` is the request's own."""

    kind: Kind
    key: str
    workspace: str
    person: str
    id: str
    origin: Origin
    words: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    ref: Ref | None = None
    first_input: str = ""  # of a form: where a failure is shown


def command(body: Payload) -> Heard:
    """A slash command. Its text comes with & < > escaped, and with people and channels as <@U…|name>."""
    return Heard(
        Kind.COMMAND,
        body.get("trigger_id", ""),
        body.get("team_id", ""),
        body.get("user_id", ""),
        body.get("command", "").lstrip("/"),
        Origin(
            channel=body.get("channel_id", ""),
            response_url=body.get("response_url", ""),
            trigger=body.get("trigger_id", ""),
            surface="message",
        ),
        words=body.get("text") or "",
    )


def button(body: Payload) -> Heard:
    """A click on a button, or a choice in a menu that stands in a message, a modal or the App Home."""
    action = (body.get("actions") or [{}])[0]
    container = body.get("container") or {}
    view = body.get("view") or {}
    message = body.get("message") or {}
    kept = _kept(view)
    words = chosen(action)
    shown = Origin(
        channel=container.get("channel_id") or (body.get("channel") or {}).get("id", ""),
        thread=message.get("thread_ts") or container.get("thread_ts") or "",
        message=container.get("message_ts") or message.get("ts", ""),
        ephemeral=bool(container.get("is_ephemeral", False)),
        response_url=body.get("response_url", ""),
        trigger=body.get("trigger_id", ""),
        view=view.get("id", ""),
        surface=view.get("type") or "message",
    )
    typed = words if isinstance(words, str) else ""
    return Heard(
        Kind.BUTTON,
        body.get("trigger_id") or f"{action.get('action_ts', '')}:{action.get('action_id', '')}",
        _workspace(body),
        _user(body),
        str(action.get("action_id", "")).split("#")[0],
        _within(shown, kept) if shown.surface == "modal" else shown,
        words=typed,
        values={**_values(view.get("state") or body.get("state") or {}), "chosen": words},
        state=kept.get("s", {}),
        ref=from_value(typed) or from_value(kept.get("r", "")),
    )


def form(body: Payload) -> Heard:
    """A submitted modal."""
    view = body.get("view") or {}
    kept = _kept(view)
    inputs = [block.get("block_id", "") for block in view.get("blocks", []) if block.get("type") == "input"]
    here = Origin(trigger=body.get("trigger_id", ""), view=view.get("id", ""), surface="modal")
    return Heard(
        Kind.FORM,
        body.get("trigger_id") or f"{view.get('id', '')}:{view.get('hash', '')}",
        _workspace(body),
        _user(body),
        view.get("callback_id", ""),
        _within(here, kept),
        values=_values(view.get("state") or {}),
        state=kept.get("s", {}),
        ref=from_value(kept.get("r", "")),
        first_input=inputs[0] if inputs else "",
    )


def suggestion(body: Payload) -> Heard:
    """Letters typed into a menu that asks us for its options."""
    view = body.get("view") or {}
    kept = _kept(view)
    return Heard(
        Kind.SUGGESTION,
        "",
        _workspace(body),
        _user(body),
        str(body.get("action_id", "")).split("#")[0],
        Origin(view=view.get("id", ""), surface="modal"),
        words=body.get("value") or "",
        state=kept.get("s", {}),
    )


def shortcut(body: Payload) -> Heard:
    """A shortcut, with the message that it was called on."""
    message = body.get("message") or {}
    ts = message.get("ts") or body.get("message_ts") or ""
    return Heard(
        Kind.SHORTCUT,
        body.get("trigger_id", ""),
        _workspace(body),
        _user(body),
        body.get("callback_id", ""),
        Origin(
            channel=(body.get("channel") or {}).get("id", ""),
            thread=message.get("thread_ts") or "",  # no `message`: it is somebody's, and no answer takes its place
            response_url=body.get("response_url", ""),
            trigger=body.get("trigger_id", ""),
            surface="message",
        ),
        words=_written(message),
        values={"ts": ts},
    )


def _written(message: Payload) -> str:
    """Its text; of what an app posted without one, that of its attachments. A message of files alone has none."""
    attached = (one.get("text") or one.get("fallback") or "" for one in message.get("attachments") or [])
    return message.get("text") or "\n".join(text for text in attached if text)


def event(body: Payload) -> Heard | None:
    """A mention, a direct message or an opened App Home; None for all that is not said to us."""
    what = body.get("event") or {}
    kind = {"app_mention": Kind.MENTION, "message": Kind.MESSAGE, "app_home_opened": Kind.HOME}.get(
        what.get("type", "")
    )
    if kind is None or what.get("bot_id") or what.get("subtype") or not what.get("user"):
        return None
    if kind is Kind.MESSAGE and what.get("channel_type") != "im":
        return None
    if kind is Kind.HOME and what.get("tab", "home") != "home":
        return None
    return Heard(
        kind,
        body.get("event_id", ""),
        body.get("team_id") or what.get("team", ""),
        what["user"],
        what["type"],
        Origin(
            channel=what.get("channel", ""),
            # a mention is answered in its thread, and in one of its own where there is none
            thread=what.get("thread_ts") or (what.get("ts", "") if kind is Kind.MENTION else ""),
            message=what.get("ts", ""),
            surface="home" if kind is Kind.HOME else "message",
        ),
        words=_said(what.get("text") or "", kind),
    )


def chosen(element: Payload) -> Any:
    """The value of one element's state: text, day, key, list of keys, list of file ids; None when empty."""
    kind = element.get("type", "")
    if kind == "button":
        return element.get("value") or ""
    if kind in ("static_select", "external_select", "radio_buttons", "overflow"):
        return (element.get("selected_option") or {}).get("value")
    if kind in ("multi_static_select", "multi_external_select", "checkboxes"):
        return [option["value"] for option in element.get("selected_options") or []]
    if kind == "file_input":
        return [file["id"] for file in element.get("files") or []]
    for name in (
        "value",
        "selected_date",
        "selected_time",
        "selected_user",
        "selected_users",
        "selected_conversation",
        "selected_conversations",
        "selected_channel",
        "selected_channels",
        "selected_date_time",
    ):
        if name in element:
            return element[name]
    return None


def _values(state: Payload) -> dict[str, Any]:
    """Field name → value. A field is a block with one element."""
    return {block: chosen(next(iter(elements.values()), {})) for block, elements in (state.get("values") or {}).items()}


def _kept(view: Payload) -> dict[str, Any]:
    """What we gave the view to carry; nothing if it is not ours."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except json.JSONDecodeError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _within(here: Origin, kept: Payload) -> Origin:
    """A form's origin: where it was opened from, with the trigger and view of now."""
    known = {name: value for name, value in (kept.get("o") or {}).items() if name in Origin.__dataclass_fields__}
    return replace(Origin(**{"surface": "", **known}), trigger=here.trigger, view=here.view)


def _workspace(body: Payload) -> str:
    """Ours. In a shared channel `team` may be that of who acts; a view says where the app is that opened it."""
    installed = (body.get("view") or {}).get("app_installed_team_id")
    return (
        installed
        or (body.get("team") or {}).get("id")
        or (body.get("user") or {}).get("team_id")
        or body.get("team_id")
        or ""
    )


def _user(body: Payload) -> str:
    return (body.get("user") or {}).get("id") or ""


def _said(text: str, kind: Kind) -> str:
    """A mention's text begins with the bot's name; it is taken off."""
    stripped = text.strip()
    if kind is Kind.MENTION and stripped.startswith("<@"):
        return stripped.partition(">")[2].strip()
    return stripped
