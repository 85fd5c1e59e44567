"""Any card, form or home as text that a person can read in a terminal.

`drawn` gives something for a rich console (colours, a frame), `words` a plain string. Korean letters take two columns,
which rich counts when it wraps and aligns.
"""

import html
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.emoji import Emoji
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

Json = dict[str, Any]
Names = Mapping[str, str]

TOKEN = re.compile(
    r"```(?P<block>.+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<link>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>[^*\n]+)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^_\n]+)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^~\n]+)~(?![\w~])",
    re.DOTALL,
)
STYLES = {"block": "cyan", "code": "cyan", "bold": "bold", "italic": "italic", "strike": "strike"}
BUTTON_STYLES = {"primary": "bold green", "danger": "bold red"}
MENUS = ("select", "overflow")
CIRCLES = {":large_green_circle:": "🟢", ":large_yellow_circle:": "🟡"}  # Slack's names that rich does not know


def names(state: Json) -> dict[str, str]:
    """Who and what the ids of a local Slack's state stand for: `@name`, `#channel`."""
    people = {user["id"]: "@" + (user.get("real_name") or user["name"]) for user in state["users"]}
    return people | {channel["id"]: "#" + channel["name"] for channel in state["channels"]}


def drawn(shape: Json, known: Names | None = None, *, title: str = "", style: str = "blue") -> RenderableType:
    """A message, modal or home in a frame; `title` stands on the frame (a modal brings its own)."""
    known = known or {}
    body = Group(*_body(shape, known))
    ends = shape.get("type") == "modal"
    if ends:
        title = " · ".join(filter(None, (title, shape["title"]["text"])))
    buttons = [shape[end]["text"] for end in ("close", "submit") if ends and shape.get(end)]
    foot = Text("  ".join(f"[ {text} ]" for text in buttons))
    return Panel(body, title=Text(title), title_align="left", subtitle=foot, box=ROUNDED, border_style=style)


def words(shape: Json, known: Names | None = None, *, title: str = "", width: int = 88) -> str:
    """The same without colours, for a file or an assertion."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    console.print(drawn(shape, known, title=title))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def mrkdwn(text: str, known: Names | None = None) -> Text:
    """Slack's mrkdwn with its marks turned into styles, ids into names and entities into letters."""
    known, out, end = known or {}, Text(), 0
    for found in TOKEN.finditer(text):
        out.append(_letters(text[end : found.start()]))
        kind, inside = found.lastgroup or "", found.group(found.lastgroup or 0)
        if kind == "link":
            out.append(_link(inside, known))
        elif kind in ("block", "code"):
            out.append(html.unescape(inside.strip("\n")), STYLES[kind])
        else:
            inner = mrkdwn(inside, known)
            inner.stylize(STYLES[kind])
            out.append(inner)
        end = found.end()
    return out.append(_letters(text[end:]))


def _body(shape: Json, known: Names) -> Iterator[RenderableType]:
    if shape.get("blocks"):
        for block in shape["blocks"]:
            yield _block(block, known)
    elif shape.get("text"):
        yield mrkdwn(shape["text"], known)
    for file in shape.get("files", []):
        yield Text(f"📎 {file.get('title') or file.get('name')}", "magenta")


def _block(block: Json, known: Names) -> RenderableType:
    draw = BLOCKS.get(block["type"])
    return draw(block, known) if draw else Text(f"[{block['type']}]", "dim")


def _context(block: Json, known: Names) -> Text:
    parts = [_image(one) if one["type"] == "image" else _text(one, known) for one in block["elements"]]
    whole = Text("  ").join(parts)
    whole.stylize("dim")
    return whole


def _section(block: Json, known: Names) -> RenderableType:
    parts: list[RenderableType] = [_text(block["text"], known)] if block.get("text") else []
    if block.get("fields"):
        cells = [_text(one, known) for one in block["fields"]]
        grid = Table.grid(expand=True, padding=(0, 2))
        grid.add_column(ratio=1)
        grid.add_column(ratio=1)
        for left, right in zip(cells[::2], [*cells[1::2], Text()], strict=False):
            grid.add_row(left, right)
        parts.append(grid)
    if not block.get("accessory"):
        return Group(*parts)
    beside = Table.grid(expand=True, padding=(0, 2))
    beside.add_column(ratio=1)
    beside.add_column(justify="right")
    beside.add_row(Group(*parts), _element(block["accessory"], known))
    return beside


def _input(block: Json, known: Names) -> RenderableType:
    label = Text(block["label"]["text"], "bold")
    if block.get("optional"):
        label.append(" (optional)", "dim")
    rows: list[RenderableType] = [label, Padding(_element(block["element"], known), (0, 0, 0, 2))]
    if block.get("hint"):
        rows.append(Padding(Text(block["hint"]["text"], "dim italic"), (0, 0, 0, 2)))
    return Group(*rows)


def _element(element: Json, known: Names) -> Text:
    kind = element["type"]
    if kind == "button":
        return Text(f"[ {_letters(element['text']['text'])} ]", BUTTON_STYLES.get(element.get("style", ""), "bold"))
    if kind == "image":
        return _image(element)
    if kind in ("checkboxes", "radio_buttons"):
        return _choices(element, "[x]" if kind == "checkboxes" else "(•)", "[ ]" if kind == "checkboxes" else "( )")
    shown = "  ".join(_chosen(element, known)) or element.get("placeholder", {}).get("text", "")
    if any(mark in kind for mark in MENUS):
        return Text(f"( {_letters(shown) or '⋯'} ▾ )")
    return Text(f"▏{_letters(shown)}", "" if _chosen(element, known) else "dim")


def _choices(element: Json, on: str, off: str) -> Text:
    first = element.get("initial_options") or [element.get("initial_option")]
    chosen = [option["value"] for option in first if option]
    lines = (f"{on if one['value'] in chosen else off} {_letters(one['text']['text'])}" for one in element["options"])
    return Text("\n".join(lines))


def _chosen(element: Json, known: Names) -> list[str]:
    """What a field holds at first, in words."""
    held = [value for name, value in element.items() if name.startswith("initial_")]
    values = [one for value in held for one in (value if isinstance(value, list) else [value])]
    return [
        one["text"]["text"] if isinstance(one, dict) and "text" in one else known.get(str(one), str(one))
        for one in values
    ]


def _table(rows: Sequence[Sequence[Json]], known: Names) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for cell in rows[0]:
        table.add_column(_rich(cell, known))
    for row in rows[1:]:
        table.add_row(*(_rich(cell, known) for cell in row))
    return table


def _rich(shape: Json, known: Names) -> str:
    """The words of a rich text element, whatever it is made of."""
    match shape.get("type"):
        case "user" | "channel":
            return known.get(shape.get("user_id") or shape["channel_id"], "@?")
        case "emoji":
            return _letters(f":{shape['name']}:")
        case "link":
            return str(shape.get("text") or shape["url"])
        case "rich_text_list":
            return "\n".join("• " + _rich(one, known) for one in shape["elements"])
    if "elements" in shape:
        return "".join(_rich(one, known) for one in shape["elements"])
    return _letters(shape.get("text", ""))


def _text(shape: Json, known: Names) -> Text:
    return mrkdwn(shape["text"], known) if shape["type"] == "mrkdwn" else Text(_letters(shape["text"]))


def _image(shape: Json) -> Text:
    title = shape.get("title", {}).get("text") or shape.get("alt_text", "")
    return Text(f"🖼  {title}", "magenta")


def _link(inside: str, known: Names) -> Text:
    target, _, label = inside.partition("|")
    if target.startswith(("@", "#")):
        return Text(known.get(target[1:], target[0] + (label or target[1:])), "bold blue")
    if target.startswith("!"):
        return Text(label or "@" + target[1:].split("^")[0], "bold blue")
    return Text(html.unescape(label or target), "underline blue")


def _letters(text: str) -> str:
    for name, letter in CIRCLES.items():
        text = text.replace(name, letter)
    return Emoji.replace(html.unescape(text))


BLOCKS: dict[str, Callable[[Json, Names], RenderableType]] = {
    "header": lambda block, _: Text(_letters(block["text"]["text"]), "bold underline"),
    "divider": lambda _, __: Rule(style="dim"),
    "section": _section,
    "context": _context,
    "actions": lambda block, known: Text("  ").join(_element(one, known) for one in block["elements"]),
    "input": _input,
    "image": lambda block, _: _image(block),
    "table": lambda block, known: _table(block["rows"], known),
    "rich_text": lambda block, known: Text("\n").join(Text(_rich(one, known)) for one in block["elements"]),
    "markdown": lambda block, _: Markdown(block["text"]),
}
