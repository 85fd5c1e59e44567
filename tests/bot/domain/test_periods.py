"""Weeks, months, quarters, halves and years, at their ends."""

import datetime as dt

import pytest

from bot.domain.periods import Cadence, Period, containing, following, over, preceding

D = dt.date


@pytest.mark.parametrize(
    ("cadence", "day", "first", "last", "key"),
    [
        (Cadence.WEEKLY, D(2026, 11, 25), D(2026, 11, 23), D(2026, 11, 29), "2026-W48"),
        (Cadence.WEEKLY, D(2027, 1, 1), D(2026, 12, 28), D(2027, 1, 3), "2026-W53"),
        (Cadence.MONTHLY, D(2028, 2, 29), D(2028, 2, 1), D(2028, 2, 29), "2028-02"),
        (Cadence.MONTHLY, D(2026, 12, 31), D(2026, 12, 1), D(2026, 12, 31), "2026-12"),
        (Cadence.QUARTERLY, D(2026, 9, 30), D(2026, 7, 1), D(2026, 9, 30), "2026-Q3"),
        (Cadence.QUARTERLY, D(2026, 10, 1), D(2026, 10, 1), D(2026, 12, 31), "2026-Q4"),
        (Cadence.HALF_YEARLY, D(2026, 6, 30), D(2026, 1, 1), D(2026, 6, 30), "2026-H1"),
        (Cadence.HALF_YEARLY, D(2026, 7, 1), D(2026, 7, 1), D(2026, 12, 31), "2026-H2"),
        (Cadence.YEARLY, D(2026, 7, 1), D(2026, 1, 1), D(2026, 12, 31), "2026"),
    ],
)
def test_the_period_that_a_day_is_in(cadence: Cadence, day: dt.date, first: dt.date, last: dt.date, key: str) -> None:
    period = containing(cadence, day)
    assert period == Period(first, last)
    assert (period.cadence, period.key) == (cadence, key)
    assert following(cadence, period).first == last + dt.timedelta(days=1)
    assert preceding(cadence, period).last == first - dt.timedelta(days=1)


def test_days_of_somebodys_choice_are_named_by_both_ends() -> None:
    period = Period(D(2026, 11, 2), D(2026, 11, 13))
    assert (period.cadence, period.key, period.days) == (None, "2026-11-02~2026-11-13", 12)
    assert [period.holds(D(2026, 11, day)) for day in (1, 2, 13, 14)] == [False, True, True, False]


def test_all_periods_that_some_days_touch() -> None:
    months = [period.key for period in over(Cadence.MONTHLY, D(2026, 11, 30), D(2027, 1, 1))]
    assert months == ["2026-11", "2026-12", "2027-01"]
