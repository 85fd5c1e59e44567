"""The quota rule at its borders: quota × working days present ÷ 5, halves up."""

import datetime as dt

import pytest

from bot.domain.calendars import Calendar
from bot.domain.people import Person
from bot.domain.quotas import Absence, half_days_present, tallies, week_of
from bot.domain.visits import is_again, quota_due, state_on

MONDAY, SUNDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 29)
KOREA = Calendar("KR")
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("quota", "halves", "due"),
    [(2, 10, 2), (2, 8, 2), (2, 7, 1), (2, 3, 1), (2, 2, 0), (2, 0, 0), (3, 5, 2), (3, 4, 1), (1, 5, 1), (1, 4, 0)],
)
def test_halves_go_up(quota: int, halves: int, due: int) -> None:
    assert quota_due(quota, halves) == due


@pytest.mark.parametrize(
    ("day", "monday"), [(MONDAY, MONDAY), (SUNDAY, MONDAY), (SUNDAY + dt.timedelta(1), dt.date(2026, 11, 30))]
)
def test_a_week_is_monday_to_sunday(day: dt.date, monday: dt.date) -> None:
    assert week_of(day) == (monday, monday + dt.timedelta(days=6))


@pytest.mark.parametrize(
    ("away", "halves"),
    [
        ([], 10),
        ([Absence("U1", MONDAY, MONDAY)], 8),
        ([Absence("U1", MONDAY, MONDAY, "am")], 9),
        ([Absence("U1", MONDAY, MONDAY, "am"), Absence("U1", MONDAY, MONDAY, "pm")], 8),
        ([Absence("U1", MONDAY, MONDAY, "am"), Absence("U1", MONDAY, SUNDAY)], 0),
        ([Absence("U1", dt.date(2026, 11, 28), SUNDAY)], 10),  # a weekend off takes nothing
    ],
)
def test_leave_takes_its_half_days(away: list[Absence], halves: int) -> None:
    assert half_days_present(MONDAY, SUNDAY, KOREA.is_working, away) == halves


def test_holidays_count_as_nobody_s_days() -> None:
    """Chuseok 2026: Thursday 24 and Friday 25 September."""
    assert half_days_present(dt.date(2026, 9, 21), dt.date(2026, 9, 27), KOREA.is_working, []) == 6


def test_each_person_has_their_own_week() -> None:
    two = [Person("U1", "가", quota=2), Person("U2", "나", quota=2)]
    found = tallies(two, {"U1": (2, 0)}, MONDAY, SUNDAY, KOREA.is_working, [Absence("U2", MONDAY, SUNDAY)])
    assert [(one.person, one.done, one.due, one.met, one.behind) for one in found] == [
        ("U1", 2, 2, True, 0),
        ("U2", 0, 0, False, 0),
    ]


@pytest.mark.parametrize(("days", "state"), [(-1, "done"), (0, "done"), (1, "planned")])
def test_only_a_day_to_come_is_planned(days: int, state: str) -> None:
    assert state_on(MONDAY + dt.timedelta(days), MONDAY) == state


@pytest.mark.parametrize(
    ("person", "day", "minutes", "number"),
    [("U1", MONDAY, 9.99, 7), ("U1", MONDAY, 10, None), ("U2", MONDAY, 1, None), ("U1", SUNDAY, 1, None)],
)
def test_the_same_visit_again(person: str, day: dt.date, minutes: float, number: int | None) -> None:
    lately = [(7, "U1", MONDAY, NOON - dt.timedelta(minutes=minutes))]
    assert is_again(lately, person, day, NOON) == number
