"""Numbers people use: `14.2bn`, `142억`, `1조 5천억`, `60%`, `1,234`; and whole ones within bounds."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

from bot.speech.patterns import pattern

LARGEST: Final = 999_999_999
"""The highest number that a thing may have."""

_DIGITS: Final = 20  # with zeros before it: more are no number that anybody types
_LATIN: Final = {
    "": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "mln": 6, "million": 6,
    "b": 9, "bn": 9, "bln": 9, "billion": 9, "t": 12, "tn": 12, "trn": 12, "trillion": 12,
}  # fmt: skip
_SMALL: Final = {"": 0, "십": 1, "백": 2, "천": 3}
_LARGE: Final = {"만": 4, "억": 8, "조": 12, "경": 16}
_MONEY: Final = r"(?:US\$|[$₩€¥]|(?:USD|KRW|EUR|JPY)\b)"
_BEFORE = re.compile(rf"{_MONEY}? ?(?P<sign>[-+△]?) ?{_MONEY}? ?", re.IGNORECASE)
_WORDS: Final = r"%|퍼센트|원|달러|불|유로|엔|won|dollars?|euros?|USD|KRW|EUR|JPY"
_AFTER = re.compile(rf" ?(?:{_WORDS})$", re.IGNORECASE)
_UNIT: Final = rf"^[-+△ ]*({_MONEY})|({_WORDS})$"
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d{1,20})(?:\.\d{1,10})?"
_PLAIN = re.compile(rf"({_NUMBER}) ?([a-z]*)", re.IGNORECASE | re.ASCII)
_KOREAN = re.compile(rf"({_NUMBER})? ?([십백천]?)([만억조경]?) ?", re.ASCII)


def amount(text: str) -> Decimal | None:
    """The number that the whole text is; None for anything else. A percentage is its number (`60%` → 60).

    A minus may be `-`, `−` or the `△` of Korean papers. `1,23` is nothing: nobody can tell what it means.
    """
    if len(text) > 60:
        return None
    said = _normal(text)
    found = _BEFORE.match(said)
    body = _AFTER.sub("", said[found.end() :] if found else said)
    value = _plain(body) if body.isascii() else _korean(body)
    return -value if value and found and found["sign"] in ("-", "△") else value


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).replace("\u2212", "-")).strip()


def unit(text: str) -> str:
    """The unit that an amount is typed with: `%`, or a currency as it stands there, such as `원`; empty without one."""
    said = _normal(text)
    found = pattern(_UNIT).search(said)
    named = (found[1] or found[2]) if found else ""
    return "%" if named == "퍼센트" else named


def whole(text: str, low: int = 0, high: int = LARGEST) -> int | None:
    """The whole number from `low` (0 or more) to `high` that the text is; None for anything else, such as `²` or `-1`.

    For what was typed into a field, and for the numbers of things that buttons carry.
    """
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > _DIGITS:
        return None
    number = int(digits)
    return number if low <= number <= high else None


def _plain(body: str) -> Decimal | None:
    found = _PLAIN.fullmatch(body)
    power = _LATIN.get(found[2].lower()) if found else None
    return None if found is None or power is None else _decimal(found[1]) * 10**power


def _korean(body: str) -> Decimal | None:
    """`1조 5천억`: thousands, hundreds and tens gather until 만, 억, 조 or 경, which must grow smaller."""
    total, gathered, ceiling, at = Decimal(0), Decimal(0), 99, 0
    while at < len(body):
        found = _KOREAN.match(body, at)
        if found is None or found.end() == at:
            return None
        number, small, large = found.groups("")
        if not number and not small and not gathered:
            return None  # 억 alone
        gathered += (_decimal(number) if number else Decimal(bool(small))) * 10 ** _SMALL[small]
        if large:
            if _LARGE[large] >= ceiling:
                return None
            ceiling = _LARGE[large]
            total, gathered = total + gathered * 10**ceiling, Decimal(0)
        at = found.end()
    return total + gathered


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
