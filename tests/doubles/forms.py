"""What a person does to a card or a form, as the JSON that Slack makes of it.

Fields and buttons are named as a person sees them (label, button text) or as the code names them (block id, action id);
both the payload builders and the local Slack use these, so that a test reads the same everywhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

# element type → (key in view.state.values, key of the initial value in the element)
# source: Slack's reference of block elements and of the view_submission payload
STATE: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", ""),
}
MANY = {"selected_options", "selected_users", "selected_channels", "selected_conversations", "files"}


def filled(view: Json, typed: Mapping[str, Any] | None = None) -> Json:
    """`view.state.values` as Slack sends it: what the form held at first, changed by what was typed.

    `typed` maps a field (label, block id or action id) to its value; `None` empties it. Options are named by their
    value or text. LookupError when there is no such field or option, because nobody could have typed it.
    """
    left = dict(typed or {})
    values: Json = {}
    for block, element in _fields(view):
        key, initial = STATE[element["type"]]
        named = next((name for name in _names(block, element) if name in left), None)
        value = element.get(initial) if named is None else _value(element, key, left.pop(named))
        if key in MANY and value is None:
            value = []
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], key: value}
    if left:
        there = [_names(block, element)[0] for block, element in _fields(view)]
        raise LookupError(f"no field {sorted(left)} in this form; there are {there}")
    return values


def pressed(blocks: list[Json], name: str, choice: str = "") -> Json:
    """The entry of `actions` for the button, menu or overflow called `name` (its text or action id).

    `choice` names an option of a menu by value or text. LookupError when there is none, or more than one of that name.
    """
    found = [(block, element) for block, element in elements(blocks) if name in _names(block, element, action=True)]
    if len(found) != 1:
        there = [_names(block, element, action=True)[0] for block, element in elements(blocks)]
        raise LookupError(f"{len(found)} elements called {name!r}; there are {there}")
    block, element = found[0]
    action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block.get("block_id", "b0")}
    if element["type"] == "button":
        return action | {"value": element.get("value"), "text": element["text"]}
    key = STATE.get(element["type"], ("selected_option", ""))[0]
    return action | {key: _value(element, key, [choice] if key in MANY else choice)}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element with an action id, and the block that it stands in."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
        yield from ((block, element) for element in inside if isinstance(element, dict) and "action_id" in element)


def _fields(view: Json) -> Iterator[tuple[Json, Json]]:
    return ((block, element) for block, element in elements(view["blocks"]) if element["type"] in STATE)


def _names(block: Json, element: Json, *, action: bool = False) -> list[str]:
    """How this element may be called, the words that a person sees first."""
    seen = [block.get("label"), element.get("text"), element.get("placeholder") if action else None]
    words = [text["text"] for text in seen if text]
    return [*words, element["action_id"], *([] if action else [block.get("block_id", "")])]


def _value(element: Json, key: str, typed: Any) -> Any:
    if typed is None or not key.startswith("selected_option"):
        return typed
    if key == "selected_options":
        return [_option(element, one) for one in typed]
    return _option(element, typed)


def _option(element: Json, typed: Any) -> Json:
    if isinstance(typed, dict):  # an external menu: its options came from a suggestion, not from the form
        return typed
    groups = element.get("option_groups", [])
    options = element.get("options") or [option for group in groups for option in group["options"]]
    for option in options:
        if typed in (option["value"], option["text"]["text"]):
            return dict(option)
    raise LookupError(f"no option {typed!r}; there are {[option['text']['text'] for option in options]}")
