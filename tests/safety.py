"""Whether what was shown can do anything but be read: mention, link, hide or turn around."""

import re
from collections.abc import Iterator
from typing import Any, Final

from tests.cast import PEOPLE, Json
from tests.doubles import checks

OURS: Final = {f"@{person.id}" for person in PEOPLE} | {"#C0EXPORT", "#C0ENERGY", "#C0LEAD"}
CONTROL: Final = re.compile(r"<([^<>|]*)(?:\|[^<>]*)?>")
TWICE: Final = re.compile("&amp;(?:amp|lt|gt);")
# what cannot be seen or turns the line around, by Unicode's bidi and format characters; joiners may hold emoji together
HIDDEN: Final = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


def dangers(message: Any) -> list[str]:
    """What is wrong with a message, a view or an acknowledgement; empty when it can only be read."""
    found = [f"hidden letters: {text!r}" for text in checks.texts(message) if HIDDEN.search(text)]
    for text in marked_up(message):
        found += [f"{one[0]} in {text!r}" for one in CONTROL.finditer(text) if one[1] not in OURS]
        found += [f"escaped twice: {text!r}"] if TWICE.search(text) else []
        bare = CONTROL.sub("", text)
        if "<" in bare or ">" in bare.replace("\n>", "").removeprefix(">"):
            found.append(f"a bracket in {text!r}")
    return found


def marked_up(shape: Any) -> Iterator[str]:
    """Every text in which Slack understands control sequences: mrkdwn, and the text of a message."""
    if isinstance(shape, list):
        for one in shape:
            yield from marked_up(one)
    elif isinstance(shape, dict):
        if shape.get("type") == "mrkdwn" or ("blocks" in shape and isinstance(shape.get("text"), str)):
            yield shape["text"]
        for value in shape.values():
            if isinstance(value, dict | list):
                yield from marked_up(value)


def apology(message: Json) -> bool:
    """Whether something broke."""
    return "did not work" in "\n".join(checks.texts(message))
