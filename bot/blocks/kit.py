"""The shapes that all cards and forms share, within Slack's limits.

Only `Md` enters mrkdwn, so that text from people is escaped on its way in; plain_text elements show any text literally.
Source of the limits: Slack's Block Kit reference.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Final

from bot.domain.people import Person
from bot.domain.refs import Ref
from bot.i18n import Md, Translator, escape
from bot.values import frozen

Block = dict[str, Any]
Element = dict[str, Any]

SECTION: Final = 3000
HEADER: Final = 150
BUTTON: Final = 75
OPTION: Final = 75
VIEW_TITLE: Final = 24
MESSAGE_BLOCKS: Final = 50
MESSAGE_BYTES: Final = 9000  # `msg_blocks_too_long` was seen near 13,200; Korean is 3 bytes a letter


@frozen
class Card:
    """One message: `text` is what notifications and screen readers say, `blocks` what is seen.

    Slack understands mentions in `text` too: what is no `Md` is escaped.
    """

    text: str
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.text, Md):
            object.__setattr__(self, "text", escape(self.text))

    def message(self) -> dict[str, Any]:
        """Arguments of chat.postMessage and of answers to commands and response URLs."""
        return {"text": self.text, "blocks": list(self.blocks)} if self.blocks else {"text": self.text}


@frozen
class Form:
    """A modal. `callback` is the binding that reads it; `state` is kept for the reader, along with `ref`."""

    callback: str
    title: str
    submit: str
    close: str
    blocks: tuple[Block, ...]
    ref: Ref | None = None
    state: Mapping[str, Any] = field(default_factory=dict)

    def view(self, origin: Mapping[str, Any]) -> dict[str, Any]:
        """The view as `views.open` takes it; `origin` travels along and comes back with the submission."""
        kept: dict[str, Any] = {"o": dict(origin)}
        if self.ref:
            kept["r"] = self.ref.value
        if self.state:
            kept["s"] = dict(self.state)
        view: dict[str, Any] = {
            "type": "modal",
            "callback_id": self.callback,
            "title": plain(self.title, VIEW_TITLE),
            "close": plain(self.close, VIEW_TITLE),
            "blocks": list(self.blocks),
            "private_metadata": json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
        }
        if self.submit:
            view["submit"] = plain(self.submit, VIEW_TITLE)
        return view


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with … where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def cut_md(text: Md, limit: int) -> Md:
    """The same for mrkdwn: never inside an entity or a link."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    for opening, closing in (("&", ";"), ("<", ">")):
        at = kept.rfind(opening)
        if at >= 0 and closing not in kept[at:]:
            kept = kept[:at]
    return Md(kept.rstrip() + "…")


def plain(text: str, limit: int) -> Element:
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": True}


def mrkdwn(text: Md, limit: int = SECTION) -> Element:
    # verbatim: Slack must not turn what people typed into links and mentions
    return {"type": "mrkdwn", "text": cut_md(text, limit) or " ", "verbatim": True}


def lines(*parts: Md | None) -> Md:
    """The parts that there are, a line each."""
    return Md("\n".join(part for part in parts if part))


def joined(parts: Iterable[Md | None], between: str = " · ") -> Md:
    return Md(between.join(part for part in parts if part))


def bold(text: str) -> Md:
    """Bold, with what would end it taken out of foreign text."""
    safe = text if isinstance(text, Md) else escape(text.replace("*", "∗"))
    return Md(f"*{safe}*")


def mention(person: str) -> Md:
    """A mention of a person of ours by Slack id: notifies them."""
    return Md(f"<@{person}>")


def named(person: Person | None, unknown: str = "?") -> Md:
    """Somebody's name, without notifying them."""
    return escape(person.name if person else unknown)


def channel(id: str) -> Md:
    return Md(f"<#{id}>")


def link(url: str, label: str) -> Md:
    """A link that we made (a permalink or a stored homepage): the address must have come from `escape`-free sources."""
    safe = url.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C").replace(" ", "%20")
    return Md(f"<{escape(safe)}|{escape(label.replace('|', '¦'))}>")


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: Md, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    return block


def fields(*cells: Md) -> Block:
    """Two columns of short cells, at most ten."""
    return {"type": "section", "fields": [mrkdwn(cell, 2000) for cell in cells[:10]]}


def context(*parts: Md) -> Block:
    return {"type": "context", "elements": [mrkdwn(part) for part in parts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Element) -> Block:
    return {"type": "actions", "elements": list(elements[:25])}


def button(
    label: str, action: str, value: str | Ref = "", *, style: str = "", confirm: Element | None = None
) -> Element:
    """A button. `action` is a binding such as `visits:undo`; two of one in a block need `#1`, `#2` behind it."""
    element: Element = {"type": "button", "action_id": action, "text": plain(label, BUTTON)}
    carried = value.value if isinstance(value, Ref) else value
    if carried:
        element["value"] = carried
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    return element


def confirm(t: Translator, question: str, yes: str) -> Element:
    """The dialog in front of something that cannot be taken back."""
    return {
        "title": plain(t.plain("Are you sure?"), 100),
        "text": plain(question, 300),
        "confirm": plain(yes, 30),
        "deny": plain(t.plain("Cancel"), 30),
    }


def option(label: str, value: str) -> Element:
    return {"text": plain(label, OPTION), "value": value[:150]}


def overflow(action: str, options: Sequence[Element]) -> Element:
    return {"type": "overflow", "action_id": action, "options": list(options[:5])}


def menu(action: str, placeholder: str, options: Sequence[Element], chosen: str | None = None) -> Element:
    """A static select, at most 100 options."""
    element: Element = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": list(options[:100]),
    }
    return _chosen(element, "initial_option", [one for one in element["options"] if one["value"] == chosen][:1])


def many_menu(action: str, placeholder: str, options: Sequence[Element], chosen: Iterable[str] = ()) -> Element:
    element: Element = {
        "type": "multi_static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": list(options[:100]),
    }
    wanted = set(chosen)
    return _chosen(element, "initial_options", [one for one in element["options"] if one["value"] in wanted])


def radio(action: str, options: Sequence[Element], chosen: str | None = None) -> Element:
    element: Element = {"type": "radio_buttons", "action_id": action, "options": list(options[:10])}
    return _chosen(element, "initial_option", [one for one in element["options"] if one["value"] == chosen][:1])


def checkboxes(action: str, options: Sequence[Element], chosen: Iterable[str] = ()) -> Element:
    element: Element = {"type": "checkboxes", "action_id": action, "options": list(options[:10])}
    wanted = set(chosen)
    return _chosen(element, "initial_options", [one for one in element["options"] if one["value"] in wanted])


def text_input(action: str, initial: str = "", *, limit: int = 0, long: bool = False, placeholder: str = "") -> Element:
    element: Element = {"type": "plain_text_input", "action_id": action, "multiline": long}
    if initial:
        element["initial_value"] = initial
    if limit:
        element["max_length"] = limit
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def number_input(action: str, initial: str = "", *, low: int | None = None, high: int | None = None) -> Element:
    element: Element = {"type": "number_input", "action_id": action, "is_decimal_allowed": False}
    if initial:
        element["initial_value"] = initial
    if low is not None:
        element["min_value"] = str(low)
    if high is not None:
        element["max_value"] = str(high)
    return element


def day_input(action: str, initial: str | None = None) -> Element:
    return {"type": "datepicker", "action_id": action, **({"initial_date": initial} if initial else {})}


def people_input(action: str, initial: Iterable[str] = (), placeholder: str = "") -> Element:
    element: Element = {"type": "multi_users_select", "action_id": action}
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _chosen(element, "initial_users", list(initial))


def person_input(action: str, initial: str | None = None) -> Element:
    return {"type": "users_select", "action_id": action, **({"initial_user": initial} if initial else {})}


def channel_input(action: str, initial: str | None = None) -> Element:
    """Public and private channels; direct messages are no place for a team."""
    element: Element = {"type": "conversations_select", "action_id": action}
    element["filter"] = {"include": ["public", "private"], "exclude_bot_users": True}
    return {**element, **({"initial_conversation": initial} if initial else {})}


def channels_input(action: str, initial: Iterable[str] = ()) -> Element:
    """Several channels that this person can see, shared ones among them."""
    element: Element = {"type": "multi_conversations_select", "action_id": action}
    element["filter"] = {"include": ["public", "private"], "exclude_bot_users": True}
    return _chosen(element, "initial_conversations", list(initial))


def files_input(action: str, limit: int = 5, types: Sequence[str] = ()) -> Element:
    element: Element = {"type": "file_input", "action_id": action, "max_files": limit}
    if types:
        element["filetypes"] = list(types)
    return element


def field_block(name: str, label: str, element: Element, *, optional: bool = False, hint: str = "") -> Block:
    """An input named `name`: the reader finds its value, and faults stand beside it, under this name."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    return block


def weight(card: Card) -> int:
    """The bytes of a card as Slack receives it."""
    return len(json.dumps(card.message(), ensure_ascii=False).encode())


def fits(card: Card) -> bool:
    return len(card.blocks) <= MESSAGE_BLOCKS and weight(card) <= MESSAGE_BYTES


def fitted(card: Card, more: Block) -> Card:
    """The card, or as many of its first blocks as fit, followed by `more` (where the rest is to be found)."""
    if fits(card):
        return card
    kept: list[Block] = []
    room = MESSAGE_BYTES - len(card.text.encode()) - len(json.dumps(more, ensure_ascii=False).encode()) - 200
    for block in card.blocks[: MESSAGE_BLOCKS - 1]:
        room -= len(json.dumps(block, ensure_ascii=False).encode()) + 2
        if room < 0:
            break
        kept.append(block)
    return replace(card, blocks=(*kept, more))


def pages(text: str, blocks: Sequence[Block]) -> list[Card]:
    """As many cards as it takes, each within the limits: for a thread."""
    cards: list[Card] = []
    held: list[Block] = []
    for block in blocks:
        if held and not fits(Card(text, (*held, block))):
            cards.append(Card(text, tuple(held)))
            held = []
        held.append(block)
    return [*cards, Card(text, tuple(held))] if held else cards


def _chosen(element: Element, key: str, chosen: Sequence[Any]) -> Element:
    """Slack refuses an empty choice: it is left out."""
    if chosen:
        element[key] = chosen[0] if key == "initial_option" else list(chosen)
    return element
