"""Numbers as people write them: `14.2bn`, `142억`; the unit in its place: `USD 14.2bn`, `142억 달러`; ordinals."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

Scale = tuple[tuple[Decimal, str], ...]

_SCALES: Final[Mapping[str, Scale]] = {
    "en": ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m")),
    "ko": ((Decimal(10) ** 12, "조"), (Decimal(10) ** 8, "억"), (Decimal(10) ** 4, "만")),
}
_KOREAN: Final = {"USD": "달러", "KRW": "원", "EUR": "유로", "JPY": "엔", "CNY": "위안"}
_PLACES: Final = ("첫째", "둘째", "셋째", "넷째", "다섯째", "여섯째", "일곱째", "여덟째", "아홉째", "열째")
_TAILS: Final = {1: "st", 2: "nd", 3: "rd"}
_CURRENCY = re.compile(r"[A-Z]{3}|[$₩€¥]")
_HANGUL = re.compile(r"[가-힣]")
DIGITS: Final = 4  # that are shown of a number at least
IN_FULL: Final = Decimal(10) ** 6  # below this, no unit stands for zeros


def scaled(value: Decimal, lang: str) -> tuple[Decimal, str]:
    """The number in its largest unit, rounded to what is shown, and that unit."""
    for power, word in _SCALES[lang]:
        if abs(value) >= max(power, IN_FULL):
            return _rounded(value / power), word
    return _rounded(value), ""


def with_unit(number: str, unit: str, lang: str) -> str:
    """`3.5%`, `USD 14.2bn`, `142억 달러`, `120건`, `120 sites`."""
    if not unit:
        return number
    if lang == "ko":
        word = _KOREAN.get(unit, unit)
        return f"{number}{'' if word == '%' or (_HANGUL.match(word) and number[-1].isdecimal()) else ' '}{word}"
    if unit == "%":
        return f"{number}%"
    return f"{unit} {number}" if _CURRENCY.fullmatch(unit) else f"{number} {unit}"


def nth(n: int, lang: str) -> str:
    """`2nd`, `둘째`: Korean has words of its own up to ten, and counts from there on."""
    if lang == "ko":
        return _PLACES[n - 1] if 1 <= n <= len(_PLACES) else f"{n}번째"
    tail = _TAILS.get(n % 10, "th") if n % 100 not in (11, 12, 13) else "th"
    return f"{n}{tail}"


def _rounded(value: Decimal) -> Decimal:
    """At least `DIGITS` digits of it, and never less than its whole part."""
    decimals = max(0, DIGITS - value.adjusted() - 1) if value else 0
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP).normalize()
