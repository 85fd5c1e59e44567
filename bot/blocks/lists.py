"""A list that is typed a thing a line: in as many inputs as it takes, so that none of it is lost."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block
from bot.i18n import Translator

LONG: Final = 3000  # characters that Slack's inputs take
FILLED: Final = 2500  # of them at the beginning, where there are several: something can be added to each


def fields(
    t: Translator, name: str, label: str, rows: Sequence[str], *, optional: bool = False, hint: str = ""
) -> list[Block]:
    """The inputs `name`, `name#2` … and their labels."""
    blocks = []
    for at, (first, text) in enumerate(_pieces(rows), 1):
        called = label if at == 1 else t.plain("{list}, from line {line}", list=label, line=first)
        element = kit.text_input(_named(name, at), text, limit=LONG, long=True)
        blocks.append(kit.field_block(_named(name, at), called, element, optional=optional or at > 1, hint=hint))
    return blocks


def typed(values: Mapping[str, Any], name: str) -> str:
    """What stands in all of them."""
    found, at = [], 1
    while _named(name, at) in values:
        found.append(str(values[_named(name, at)] or ""))
        at += 1
    return "\n".join(found)


def _named(name: str, at: int) -> str:
    return name if at == 1 else f"{name}#{at}"


def _pieces(rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The number of the first line, and lines that fit an input."""
    whole = "\n".join(rows)
    if len(whole) <= LONG:
        yield 1, whole
        return
    # a line fits as it was typed, which may have been without the spaces
    rows = [row if len(row) <= LONG else row.replace(", ", ",") for row in rows]
    first, held = 1, ""
    for number, row in enumerate(rows, 1):
        if held and len(held) + 1 + len(row) > FILLED:
            yield first, held
            first, held = number, ""
        held = f"{held}\n{row}" if held else row
    yield first, held
