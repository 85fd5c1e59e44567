"""Large numbers as people say them."""

from decimal import Decimal

import pytest

from bot.i18n import translator

KO, EN = translator("ko"), translator("en")


@pytest.mark.parametrize(
    ("value", "unit", "en", "ko"),
    [
        ("14200000000", "USD", "USD 14.2bn", "142억 달러"),
        ("191000000000", "USD", "USD 191bn", "1,910억 달러"),
        ("-14250000000", "USD", "USD -14.25bn", "-142.5억 달러"),
        ("1500000000000", "KRW", "KRW 1.5tn", "1.5조 원"),
        ("3.5", "%", "3.5%", "3.5%"),
        ("120", "건", "120 건", "120건"),
        ("999999", "", "999,999", "999,999"),
        ("1000000", "", "1m", "100만"),
        ("1234567", "sites", "1.235m sites", "123.5만 sites"),
        ("0.00123", "%", "0.00123%", "0.00123%"),
        ("0", "USD", "USD 0", "0달러"),
    ],
)
def test_amounts(value: str, unit: str, en: str, ko: str) -> None:
    assert (EN.amount(Decimal(value), unit), KO.amount(Decimal(value), unit)) == (en, ko)


def test_every_digit_where_somebody_checks_it() -> None:
    assert EN.exactly(Decimal("14234567890.5"), "USD") == "USD 14,234,567,890.5"
    assert KO.exactly(Decimal("14234567890"), "USD") == "14,234,567,890달러"


@pytest.mark.parametrize(
    ("n", "en", "ko"),
    [
        (1, "1st", "첫째"),
        (2, "2nd", "둘째"),
        (3, "3rd", "셋째"),
        (6, "6th", "여섯째"),
        (10, "10th", "열째"),
        (11, "11th", "11번째"),
        (12, "12th", "12번째"),
        (21, "21st", "21번째"),
    ],
)
def test_its_place_in_a_row(n: int, en: str, ko: str) -> None:
    assert (EN.nth(n), KO.nth(n)) == (en, ko)
