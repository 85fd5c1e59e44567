"""Reply → what Slack is told: the ack, and before it at most one call of one second.

Files of a form are fetched before that, in two seconds altogether (`fetching`).
"""

import http.client
import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks import answers
from bot.blocks.kit import Card, Form
from bot.i18n import N_, Translator
from bot.values import frozen
from handlers.asks import Home, Kind, Offer, Open, Origin, Redraw, Reply, Say
from handlers.payloads import Heard

Answer = dict[str, Any]  # keyword arguments of Bolt's ack; empty: just "received"


class Unreachable(Exception):  # noqa: N818 it says what Slack was
    """Slack refused or did not answer the call that an answer needs. `sentence` is a message id."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


_SILENT = N_("Slack did not answer ({error}). What you sent is not lost: please try again in a moment.")
_SCOPE = N_(
    "Slack does not let me do this ({error}). An administrator can add the permission: `/muster setup` says how."
)
_LATE = N_("Slack's time for opening a form had run out ({error}). Please click or type it again.")
_SENTENCES = {
    "missing_scope": _SCOPE,
    "not_allowed_token_type": _SCOPE,
    "unknown_method": _SCOPE,
    "expired_trigger_id": _LATE,
    "exchanged_trigger_id": _LATE,
    "invalid_trigger_id": _LATE,
}
_CODE = re.compile(r"[a-z][a-z_]+")


@frozen
class Wire:
    """How the door reaches Slack: a client of a workspace with a deadline of one second and no retries."""

    client: Callable[[str], WebClient]
    post: Callable[[str, Mapping[str, Any]], int]  # to a response URL; gives the HTTP status
    download: Callable[[WebClient, str, int, float], bytes] | None = None  # a file's address; bytes, seconds at most

    def call(self, workspace: str, method: str, **arguments: Any) -> Mapping[str, Any]:
        try:
            answered = getattr(self.client(workspace), method)(**arguments)
        except SlackApiError as error:
            code = code_of(error)
            raise Unreachable(code, _SENTENCES.get(code, _SILENT)) from error
        except (SlackClientError, http.client.HTTPException, OSError) as error:
            raise Unreachable(type(error).__name__, _SILENT) from error
        data: Mapping[str, Any] = answered.data
        return data

    def user(self, workspace: str, person: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.call(workspace, "users_info", user=person, include_locale=True)["user"]
        return found

    def respond(self, url: str, payload: Mapping[str, Any]) -> None:
        try:
            status = self.post(url, payload)
        except (http.client.HTTPException, OSError) as error:
            raise Unreachable(type(error).__name__, _SILENT) from error
        if status >= 400:
            raise Unreachable(str(status), _SILENT)


def code_of(error: SlackApiError) -> str:
    """Slack's own word for what is wrong; the HTTP status where somebody else answered in its place."""
    said = str(error.response.get("error") or "")
    return said if _CODE.fullmatch(said) else str(error.response.status_code)


def answer(wire: Wire, heard: Heard, reply: Reply, t: Translator) -> Answer:
    """Carry a reply to where it belongs. Raises Unreachable when the call that it needs fails."""
    match heard.kind:
        case Kind.COMMAND:
            return _to_command(wire, heard, reply)
        case Kind.FORM:
            return _to_form(wire, heard, reply, t)
        case Kind.SUGGESTION:
            return {"options": list(reply.options)} if isinstance(reply, Offer) else {"options": []}
        case Kind.BUTTON | Kind.SHORTCUT:
            return _to_button(wire, heard, reply, t)
        case Kind.HOME:
            _to_home(wire, heard, reply)
    return {}


def _to_home(wire: Wire, heard: Heard, reply: Reply) -> None:
    """A Home, or a card in its place. What else is said there leaves it as it was."""
    match reply:
        case Home(view):
            wire.call(heard.workspace, "views_publish", user_id=heard.person, view=dict(view))
        case Redraw(card):
            wire.call(heard.workspace, "views_publish", user_id=heard.person, view=answers.home(card))


def _to_command(wire: Wire, heard: Heard, reply: Reply) -> Answer:
    match reply:
        case Say(card, aloud):
            return {**card.message(), "response_type": "in_channel" if aloud else "ephemeral"}
        case Redraw(card):
            return {**card.message(), "response_type": "ephemeral"}
        case Open(form):
            _open(wire, heard, form)
    return {}


def _to_form(wire: Wire, heard: Heard, reply: Reply, t: Translator) -> Answer:
    match reply:
        case Open(form, how):
            action = "push" if how == "push" else "update"
            return {"response_action": action, "view": form.view(heard.origin.travelling())}
        case Say(card) | Redraw(card):
            if _elsewhere(wire, heard, card, redraw=isinstance(reply, Redraw)):
                return {"response_action": "clear"}
            window = answers.window(t, card)  # nowhere else to say it, or Slack did not take it there
            return {"response_action": "update", "view": window.view(heard.origin.travelling())}
        case Home(view):
            wire.call(heard.workspace, "views_publish", user_id=heard.person, view=dict(view))
            return {"response_action": "clear"}
    return {"response_action": "clear"}


def _to_button(wire: Wire, heard: Heard, reply: Reply, t: Translator) -> Answer:
    origin = heard.origin
    match reply:
        case Open(form, how):
            if origin.view and origin.surface == "modal":
                _open(wire, heard, form, "views_update" if how == "update" else "views_push")
            else:
                _open(wire, heard, form)
        case Home(view):
            wire.call(heard.workspace, "views_publish", user_id=heard.person, view=dict(view))
        case Say(card) | Redraw(card):
            if origin.view:
                in_modal = heard.kind is Kind.BUTTON and origin.surface == "modal"
                _open(wire, heard, answers.window(t, card), "views_update" if in_modal else "views_open")
            elif not _elsewhere(wire, heard, card, redraw=isinstance(reply, Redraw)):
                _open(wire, heard, answers.window(t, card))
    return {}


def _open(wire: Wire, heard: Heard, form: Form, method: str = "views_open") -> None:
    view = form.view(heard.origin.travelling())
    where = {"view_id": heard.origin.view} if method == "views_update" else {"trigger_id": heard.origin.trigger}
    wire.call(heard.workspace, method, view=view, **where)


def _elsewhere(wire: Wire, heard: Heard, card: Card, *, redraw: bool) -> bool:
    """Say it through the response URL, else by a call; False when neither is possible."""
    origin = heard.origin
    replaces = redraw and bool(origin.message)
    try:
        if origin.response_url:
            wire.respond(origin.response_url, _response(card, origin, replaces=replaces))
        elif replaces and not origin.ephemeral and origin.channel:
            wire.call(heard.workspace, "chat_update", channel=origin.channel, ts=origin.message, **card.message())
        elif origin.channel:
            wire.call(
                heard.workspace, "chat_postEphemeral", channel=origin.channel, user=heard.person, **card.message()
            )
        else:
            return False
    except Unreachable:
        return False
    return True


def _response(card: Card, origin: Origin, *, replaces: bool) -> dict[str, Any]:
    if replaces:
        return {**card.message(), "replace_original": True}
    thread = {"thread_ts": origin.thread} if origin.thread else {}
    return {**card.message(), "response_type": "ephemeral", "replace_original": False, **thread}
