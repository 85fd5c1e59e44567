"""In what an indicator is measured: which currency a unit is, if it is one."""

import re
from typing import Final

_WORDS: Final = {
    "USD": ("usd", "us$", "$", "달러", "미달러", "불", "dollar", "dollars"),
    "KRW": ("krw", "₩", "원", "원화", "won"),
    "EUR": ("eur", "€", "유로", "euro", "euros"),
    "JPY": ("jpy", "¥", "엔", "yen"),
}
_CURRENCY: Final = {word: code for code, words in _WORDS.items() for word in words}
_SCALE: Final = re.compile(r"^[\d십백천만억조경]+")


def currency(unit: str) -> str:
    """The code of the currency that a unit is, such as USD of `달러`, `$` or `억 달러`; empty for any other unit."""
    for word in re.split(r"[\s/]+", unit.casefold()):
        if found := _CURRENCY.get(word) or _CURRENCY.get(_SCALE.sub("", word)):
            return found
    return ""
