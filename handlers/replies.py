"""Replies as JSON and back, so that a request that comes again is answered from what the first one made."""

from typing import Any

from bot.blocks.kit import Card, Form
from bot.domain.refs import from_value
from bot.i18n import Md
from handlers.asks import Done, Home, Offer, Open, Redraw, Reply, Say


def to_json(reply: Reply) -> dict[str, Any]:
    """What is stored beside the request."""
    match reply:
        case Say(card, aloud, kept):
            return {"kind": "say", "card": (kept or card).message(), "aloud": aloud}
        case Redraw(card, kept):
            return {"kind": "redraw", "card": (kept or card).message()}
        case Open(form, how):
            return {"kind": "open", "how": how, "form": _form_to_json(form)}
        case Home(view):
            return {"kind": "home", "view": dict(view)}
        case Offer(options):
            return {"kind": "offer", "options": list(options)}
        case Done():
            return {"kind": "done"}


def from_json(stored: dict[str, Any]) -> Reply:
    """The Reply that was stored."""
    match stored["kind"]:
        case "say":
            return Say(_card(stored["card"]), stored["aloud"])
        case "redraw":
            return Redraw(_card(stored["card"]))
        case "open":
            return Open(_form(stored["form"]), stored["how"])
        case "home":
            return Home(stored["view"])
        case "offer":
            return Offer(tuple(stored["options"]))
        case _:
            return Done()


def _card(stored: dict[str, Any]) -> Card:
    return Card(Md(stored["text"]), tuple(stored.get("blocks", ())))


def _form_to_json(form: Form) -> dict[str, Any]:
    return {
        "callback": form.callback,
        "title": form.title,
        "submit": form.submit,
        "close": form.close,
        "blocks": list(form.blocks),
        "ref": form.ref.value if form.ref else "",
        "state": dict(form.state),
    }


def _form(stored: dict[str, Any]) -> Form:
    return Form(**{**stored, "blocks": tuple(stored["blocks"]), "ref": from_value(stored["ref"])})
