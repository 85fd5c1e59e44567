"""A due day in ordinary words at the end of a text: `크레인 정비 12/24까지`, `ask the harbour office by friday`."""

import datetime as dt
import re
from typing import Final

from bot.speech.dates import Look, longest
from bot.speech.patterns import pattern

_TOKENS: Final = 7  # of the longest: `due by the day after tomorrow`
_UNTIL: Final = "까지"
_HINT: Final = rf"{_UNTIL}|(?<!\w)(?:by|until|till|due|기한|마감일?|기일)(?!\w)"
_WORD: Final = r"(?:by|until|till|due(?: (?:by|on))?|(?:기한|마감일?|기일)[은는]?)(?: ?[:：] ?| )(?:on )?"


def at_end(text: str, today: dt.date) -> tuple[str, dt.date] | None:
    """The text without the due day that it ends with, and that day; None when it ends with none."""
    if not pattern(_HINT).search(text):
        return None
    whole = text.rstrip(" .,;)")
    ends = whole.endswith(_UNTIL)
    body = whole.removesuffix(_UNTIL).rstrip()
    for start in [0, *(place + 1 for place, letter in enumerate(body) if letter in " (")][-_TOKENS:]:
        word = pattern(_WORD).match(body, start)
        if word is None and not ends:
            continue
        found = longest(body[word.end() if word else start :], today, Look.DUE)
        if found is not None and not found[1]:
            return body[:start].rstrip(" ,;("), found[0]
    return None


def somewhere(text: str, today: dt.date) -> str | None:
    """A day with 까지 amid the text, as it stands there: `12/24까지` of `12/24까지 크레인 정비`."""
    for until in re.finditer(_UNTIL, text):
        body = text[: until.start()].rstrip()
        for start in [0, *(place + 1 for place, letter in enumerate(body) if letter == " ")][-_TOKENS:]:
            found = longest(body[start:], today, Look.DUE)
            if found is not None and not found[1]:
                return text[start : until.end()]
    return None
