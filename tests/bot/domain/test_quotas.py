"""The quota rule at its borders: quota × working days present ÷ 5, halves up."""

import datetime as dt

import pytest

from bot.domain.calendars import Calendar
from bot.domain.people import Person
from bot.domain.quotas import Absence, half_days_present, tallies, tally, week_of
from bot.domain.visits import quota_due

MONDAY, SUNDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 29)
DAY = dt.timedelta(days=1)
KOREA = Calendar("KR")


@pytest.mark.parametrize(
    ("quota", "halves", "due"),
    [
        *((2, halves, 2) for halves in (10, 9, 8)),
        *((2, halves, 1) for halves in (7, 6, 5, 4, 3)),
        *((2, halves, 0) for halves in (2, 1, 0)),
        *((3, 5, 2), (3, 4, 1), (1, 5, 1), (1, 4, 0), (0, 10, 0)),
    ],
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
        ([Absence("U1", MONDAY, MONDAY + 2 * DAY), Absence("U1", MONDAY + DAY, MONDAY + 3 * DAY)], 2),  # once a day
        ([Absence("U1", MONDAY, SUNDAY, "pm")], 5),  # every afternoon
        ([Absence("U1", MONDAY - DAY, MONDAY), Absence("U1", SUNDAY + DAY, SUNDAY + DAY)], 8),
        ([Absence("U1", dt.date(2026, 11, 28), SUNDAY)], 10),  # a weekend off takes nothing
    ],
)
def test_leave_takes_its_half_days(away: list[Absence], halves: int) -> None:
    assert half_days_present(MONDAY, SUNDAY, KOREA.is_working, away) == halves


class TestHolidays:
    """Chuseok 2026 is Thursday 24 to Saturday 26 September."""

    FIRST, LAST = dt.date(2026, 9, 21), dt.date(2026, 9, 27)

    def test_are_nobody_s_days(self) -> None:
        assert half_days_present(self.FIRST, self.LAST, KOREA.is_working, []) == 6

    def test_and_leave_on_them_takes_nothing_more(self) -> None:
        away = [Absence("U1", dt.date(2026, 9, 23), dt.date(2026, 9, 25))]
        assert half_days_present(self.FIRST, self.LAST, KOREA.is_working, away) == 4

    @pytest.mark.parametrize(("quota", "due"), [(1, 1), (2, 1), (3, 2), (5, 3)])
    def test_lower_what_is_due(self, quota: int, due: int) -> None:
        (found,) = tallies([Person("U1", "가", quota=quota)], {}, self.FIRST, self.LAST, KOREA.is_working, [])
        assert found.due == due

    def test_of_a_whole_week_leave_nothing_due(self) -> None:
        ours = Calendar("KR", extra=frozenset(self.FIRST + n * DAY for n in range(3)))
        (found,) = tallies([Person("U1", "가", quota=2)], {"U1": (1, 0)}, self.FIRST, self.LAST, ours.is_working, [])
        assert (found.done, found.due, found.met, found.behind) == (1, 0, False, 0)


def test_each_person_has_their_own_week_in_the_order_of_the_people() -> None:
    people = [Person(id, id, quota=quota) for id, quota in (("U3", 2), ("U1", 2), ("U2", 2), ("U4", 0))]
    away = [
        Absence("U2", MONDAY, SUNDAY),
        Absence("U3", MONDAY, MONDAY + DAY),
        Absence("U3", MONDAY + 2 * DAY, SUNDAY, "am"),
    ]
    found = tallies(people, {"U1": (2, 0), "U4": (1, 3), "U9": (5, 5)}, MONDAY, SUNDAY, KOREA.is_working, away)
    assert [(one.person, one.done, one.due, one.planned, one.met, one.behind) for one in found] == [
        ("U3", 0, 1, 0, False, 1),
        ("U1", 2, 2, 0, True, 0),
        ("U2", 0, 0, 0, False, 0),
        ("U4", 1, 0, 3, False, 0),
    ]


def test_one_person_s_week_leaves_others_leave_aside() -> None:
    away = [Absence("U2", MONDAY, SUNDAY), Absence("U1", MONDAY, MONDAY + 3 * DAY)]
    found = tally(Person("U1", "가", quota=2), (0, 1), MONDAY, SUNDAY, KOREA.is_working, away)
    assert (found.person, found.done, found.due, found.planned) == ("U1", 0, 0, 1)
