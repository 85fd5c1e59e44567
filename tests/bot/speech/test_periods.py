"""Periods as people type them. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest

from bot.refusals import Refusal
from bot.speech.periods import coming, demand, period

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2026", "2026"), ("2026년", "2026"), ("올해", "2026"), ("last year", "2025"), ("내년", "2027"),
        ("상반기", "2026-H1"), ("2025년 하반기", "2025-H2"), ("2026-H2", "2026-H2"), ("second half of 2027", "2027-H2"),
        ("3분기", "2026-Q3"), ("2026-q3", "2026-Q3"), ("Q1 2027", "2027-Q1"), ("2025년 4분기", "2025-Q4"),
        ("2026-10", "2026-10"), ("10월", "2026-10"), ("october", "2026-10"), ("last month", "2026-10"),
        ("지난달", "2026-10"),
        ("12월", "2025-12"), ("2026. 3.", "2026-03"),
        ("2026-W48", "2026-W48"), ("지난주", "2026-W47"), ("this week", "2026-W48"),
        ("11/2~11/13", "2026-11-02~2026-11-13"), ("2026-03~2026-05", "2026-03-01~2026-05-31"),
        ("11월~2월", "2026-11-01~2027-02-28"),
        ("2026-11-02 to 2026-11-13", "2026-11-02~2026-11-13"), ("today", "2026-11-25~2026-11-25"),
    ],
)  # fmt: skip
def test_what_people_type(typed: str, key: str) -> None:
    found = period(typed, TODAY)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nonsense",
        "2026-13",
        "2026-00",
        "Q5",
        "2026-H3",
        "9999",
        "2026-W60",
        "99/99",
        "~",
        "11/13~11/2~11/1",
        "5월~",
    ],
)
def test_nonsense_is_none_and_refused_with_an_example(typed: str) -> None:
    assert period(typed, TODAY) is None
    with pytest.raises(Refusal, match="no period"):
        demand(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("상반기", "2027-H1"), ("하반기", "2026-H2"), ("first half", "2027-H1"), ("H1", "2027-H1"),
        ("3분기", "2027-Q3"), ("Q4", "2026-Q4"), ("10월", "2027-10"), ("11월", "2026-11"), ("12월", "2026-12"),
        ("january", "2027-01"),
        ("11/2~11/13", "2027-11-02~2027-11-13"), ("11/24~11/25", "2026-11-24~2026-11-25"),
        ("1월~3월", "2027-Q1"), ("nov 2 to nov 13", "2027-11-02~2027-11-13"),
        ("2026-H1", "2026-H1"), ("first half of 2026", "2026-H1"), ("2026년 1분기", "2026-Q1"), ("2025", "2025"),
        ("작년", "2025"), ("last month", "2026-10"), ("지난주", "2026-W47"),
        ("yesterday", "2026-11-24~2026-11-24"), ("내년", "2027"),
    ],
)  # fmt: skip
def test_what_is_new_is_to_come_unless_its_year_is_typed(typed: str, key: str) -> None:
    assert coming(typed, TODAY).key == key


def test_what_is_new_on_a_day_that_the_next_year_lacks() -> None:
    assert coming("1월", dt.date(2028, 2, 29)).key == "2029-01"
