"""Numbers people use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech.amounts import LARGEST, amount, unit, whole


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14.2bn", 14_200_000_000),
        ("142억", 14_200_000_000),
        ("1.5조", 1_500_000_000_000),
        ("3천만", 30_000_000),
        ("60%", 60),
        ("1,234", 1234),
        ("1조 5천억", 1_500_000_000_000),
        ("2만5천", 25_000),
        ("1억 2천만 원", 120_000_000),
        ("142억 달러", 14_200_000_000),
        ("USD 191.0 bn", 191_000_000_000),
        ("$3m", 3_000_000),
        ("₩1,000,000", 1_000_000),
        ("12k", 12_000),
        ("2 million", 2_000_000),
        ("-5", -5),
        ("−5", -5),
        ("△3.5", Decimal("-3.5")),
        ("+2", 2),
        ("１２", 12),
        ("0", 0),
        ("백만", 1_000_000),
        ("3.14", Decimal("3.14")),
        ("60 퍼센트", 60),
        ("5천", 5000),
    ],
)
def test_amounts(typed: str, meant: Decimal | int) -> None:
    assert amount(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "abc", "1,23", "1e5", "억", "만", "1억 2조", "5 6", "nan", "inf", "1.2.3", "--5", "5xyz", "9" * 61]
)
def test_no_amounts(typed: str) -> None:
    assert amount(typed) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_finite_number_or_none(typed: str) -> None:
    found = amount(typed)
    assert found is None or found.is_finite()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0", 0), ("100", 100), ("101", None), ("007", 7), (" 60 ", 60), ("６０", 60), ("000099999", None), ("²", None),
     ("-1", None), ("+1", None), ("1_0", None), ("1.0", None), ("", None), ("9" * 5000, None), ("0" * 5000, None)],
)  # fmt: skip
def test_whole_numbers_within_bounds(typed: str, meant: int | None) -> None:
    assert whole(typed, 0, 100) == meant


def test_the_number_of_a_thing_fits_every_database() -> None:
    assert whole(str(LARGEST)) == LARGEST
    assert whole(str(LARGEST + 1)) is None
    assert whole("4", 5, 600) is None


@pytest.mark.parametrize("typed", ["-$5", "\u2212$5", "-5달러"])
def test_a_negative_amount_has_its_unit(typed: str) -> None:
    assert (amount(typed), bool(unit(typed))) == (Decimal(-5), True)
