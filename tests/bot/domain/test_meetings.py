"""When a meeting comes again, what may be done with a sitting, and what waits: at the borders."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.domain import meetings as rules
from bot.domain.calendars import Calendar
from bot.domain.meetings import (
    Attendance,
    Audience,
    Cadence,
    Every,
    Meeting,
    MeetingState,
    Seat,
    Series,
    SeriesKind,
)
from bot.domain.organisations import OrganisationKind
from bot.refusals import Refusal

KR = Calendar("KR")
SEOUL = "Asia/Seoul"
KST = dt.timezone(dt.timedelta(hours=9))
D = dt.date
NOW = dt.datetime(2026, 11, 25, 10, tzinfo=KST)
THREE = dt.time(15)


def days(cadence: Cadence, first: D, last: D, calendar: Calendar = KR) -> list[tuple[str, D]]:
    return [(one.key, one.day) for one in rules.days(cadence, calendar, first, last)]


class TestCadences:
    def test_weekly(self) -> None:
        found = days(Cadence(Every.WEEKLY, weekday="fri"), D(2026, 11, 20), D(2026, 12, 4))
        assert found == [("2026-W47", D(2026, 11, 20)), ("2026-W48", D(2026, 11, 27)), ("2026-W49", D(2026, 12, 4))]

    def test_weekly_stays_in_its_week_when_the_day_is_off(self) -> None:
        """Christmas 2026 is a Friday: no working day is left in the week behind it."""
        assert days(Cadence(Every.WEEKLY, weekday="fri"), D(2026, 12, 21), D(2026, 12, 27)) == [
            ("2026-W52", D(2026, 12, 24))
        ]

    def test_weekly_goes_to_the_next_working_day(self) -> None:
        """9 October 2026, a Friday, is off; so is 5 October, a substitute for 3 October."""
        assert days(Cadence(Every.WEEKLY, weekday="mon"), D(2026, 10, 5), D(2026, 10, 11)) == [
            ("2026-W41", D(2026, 10, 6))
        ]

    def test_a_weekend_day_that_was_chosen_stays(self) -> None:
        assert days(Cadence(Every.WEEKLY, weekday="sat"), D(2026, 11, 23), D(2026, 11, 29))[0][1] == D(2026, 11, 28)

    @pytest.mark.parametrize(
        ("nth", "weekday", "day"),
        [(1, "tue", 3), (2, "tue", 10), (4, "mon", 23), (-1, "mon", 30), (-1, "fri", 27), (1, "sun", 1)],
    )
    def test_monthly_by_nth_weekday(self, nth: int, weekday: str, day: int) -> None:
        cadence = Cadence(Every.MONTHLY, weekday=weekday, nth=nth)
        assert days(cadence, D(2026, 11, 1), D(2026, 11, 30)) == [("2026-11", D(2026, 11, day))]

    @pytest.mark.parametrize(
        ("day", "month", "falls_on"),
        [
            (25, 11, D(2026, 11, 25)),
            (15, 11, D(2026, 11, 16)),  # a Sunday: the next working day
            (31, 11, D(2026, 11, 30)),  # a shorter month
            (31, 10, D(2026, 10, 30)),  # a Saturday at the end of its month: the day before
            (1, 1, D(2026, 1, 2)),
        ],
    )
    def test_monthly_by_day(self, day: int, month: int, falls_on: D) -> None:
        first = D(2026, month, 1)
        [found] = days(Cadence(Every.MONTHLY, day=day), first, first.replace(day=28) + dt.timedelta(3))
        assert found == (f"2026-{month:02d}", falls_on)

    def test_quarterly_and_semi_annual(self) -> None:
        quarterly = Cadence(Every.QUARTERLY, weekday="thu", nth=2, month=3)
        assert days(quarterly, D(2026, 1, 1), D(2026, 12, 31)) == [
            ("2026-Q1", D(2026, 3, 12)),
            ("2026-Q2", D(2026, 6, 11)),
            ("2026-Q3", D(2026, 9, 10)),
            ("2026-Q4", D(2026, 12, 10)),
        ]
        half = Cadence(Every.SEMI_ANNUAL, day=20, month=5)
        assert days(half, D(2026, 1, 1), D(2026, 12, 31)) == [("2026-H1", D(2026, 5, 20)), ("2026-H2", D(2026, 11, 20))]

    def test_a_month_that_the_period_does_not_have_is_its_last(self) -> None:
        assert days(Cadence(Every.QUARTERLY, day=10, month=6), D(2026, 1, 1), D(2026, 3, 31))[0][1] == D(2026, 3, 10)

    def test_dates_stay_as_they_were_chosen(self) -> None:
        cadence = Cadence(Every.DATES, dates=(D(2026, 12, 25), D(2026, 12, 26)))
        assert days(cadence, D(2026, 12, 1), D(2026, 12, 31)) == [
            ("2026-12-25", D(2026, 12, 25)),
            ("2026-12-26", D(2026, 12, 26)),
        ]

    @pytest.mark.parametrize(
        "cadence",
        [
            Cadence(Every.DATES),
            Cadence(Every.WEEKLY),
            Cadence(Every.MONTHLY),
            Cadence(Every.MONTHLY, nth=2),
            Cadence(Every.QUARTERLY, weekday="fri"),
            Cadence(Every.MONTHLY, day=32),
            Cadence(Every.MONTHLY, nth=5, weekday="fri"),
        ],
    )
    def test_without_a_day_is_none(self, cadence: Cadence) -> None:
        with pytest.raises(Refusal):
            rules.check_cadence(cadence)


class TestFollowing:
    cadence = Cadence(Every.MONTHLY, weekday="wed", nth=4)  # 25 November

    def after(self, now: dt.datetime, *taken: str, zone: str = SEOUL) -> D | None:
        found = rules.following(self.cadence, KR, THREE, zone, now, taken)
        return found.day if found else None

    def test_the_minute_before_the_minute_and_after(self) -> None:
        begins = dt.datetime(2026, 11, 25, 15, tzinfo=KST)
        assert self.after(begins - dt.timedelta(minutes=1)) == D(2026, 11, 25)
        assert self.after(begins) == D(2026, 12, 23)

    def test_what_is_taken_is_passed_over(self) -> None:
        assert self.after(NOW, "2026-11", "2026-12") == D(2027, 1, 27)

    def test_the_zone_decides_what_has_begun(self) -> None:
        evening = dt.datetime(2026, 11, 25, 19, tzinfo=KST)  # 05:00 in New York
        assert self.after(evening) == D(2026, 12, 23)
        assert self.after(evening, zone="America/New_York") == D(2026, 11, 25)

    def test_no_date_is_left(self) -> None:
        cadence = Cadence(Every.DATES, dates=(D(2026, 11, 25),))
        assert rules.following(cadence, KR, dt.time(9), SEOUL, NOW) is None
        assert rules.following(Cadence(Every.DATES), KR, THREE, SEOUL, NOW) is None

    def test_a_semi_annual_one_is_found_a_year_ahead(self) -> None:
        cadence = Cadence(Every.SEMI_ANNUAL, day=20, month=5)
        found = rules.following(cadence, KR, THREE, SEOUL, NOW, ("2027-H1",))
        assert found is not None
        assert found.key == "2027-H2"

    def test_is_strictly_later_each_time_over_ten_years(self) -> None:
        now, seen = NOW, []
        for _ in range(120):
            found = rules.following(self.cadence, KR, THREE, SEOUL, now)
            assert found is not None
            now = dt.datetime.combine(found.day, THREE, KST)
            seen.append(found.key)
        assert seen == sorted(set(seen))


def series(**known: Any) -> Series:
    cadence = Cadence(Every.SEMI_ANNUAL, weekday="thu", nth=2, month=6)
    draft = Series(
        "forum", "정책연구포럼", "Policy Forum", SeriesKind.FORUM, cadence, THREE, "export", NOW, NOW, secretary="U0ARA"
    )
    return replace(draft, **known)


TENTH = D(2026, 12, 10)


def sitting(day: D = TENTH, **known: Any) -> Meeting:
    starts = dt.datetime.combine(day, THREE, KST)
    return replace(Meeting(4, "forum", "2026-H2", starts, 60, "", NOW), **known)


class TestSitting:
    def test_is_held_from_its_beginning_on(self) -> None:
        one = sitting()
        with pytest.raises(Refusal):
            rules.hold(one, one.starts - dt.timedelta(minutes=1))
        assert rules.hold(one, one.starts).state is MeetingState.HELD

    def test_waits_from_its_end_on(self) -> None:
        one = sitting()
        assert not one.waits(one.ends - dt.timedelta(minutes=1))
        assert one.waits(one.ends)
        assert one.coming(one.ends - dt.timedelta(minutes=1))
        assert not one.coming(one.ends)

    def test_moved_tells_the_calendars(self) -> None:
        moved = rules.move(sitting(), NOW, "why", NOW)
        assert (moved.sequence, moved.moved, moved.reason, moved.changed) == (1, True, "why", NOW)

    def test_follows_its_series_only_when_something_differs(self) -> None:
        one, day = sitting(), rules.Day("2026-H2", D(2026, 12, 10), D(2026, 12, 10))
        assert rules.re_dated(one, series(), day, SEOUL, NOW) is one
        later = rules.re_dated(one, series(time=dt.time(16)), day, SEOUL, NOW)
        assert (later.sequence, later.starts.hour) == (1, 7)

    def test_seats_that_were_taken(self) -> None:
        council = series(seats=(Seat(1, name="A"), Seat(2, name="B"), Seat(person="U0BOM"), Seat(person="U0EUN")))
        came = Attendance({2: "B", 9: "Z"}, ("U0EUN",))
        assert [seat.organisation or seat.person for seat in rules.present_seats(council, came)] == [2, "U0EUN"]
        assert [seat.organisation or seat.person for seat in rules.absent(council, came)] == [1, "U0BOM"]


class TestWhatWaits:
    @pytest.mark.parametrize(
        ("today", "items", "waits"),
        [
            (D(2026, 12, 4), 0, False),  # Friday: four working days before Thursday the 10th
            (D(2026, 12, 7), 0, True),
            (D(2026, 12, 10), 0, True),
            (D(2026, 12, 11), 0, False),
            (D(2026, 12, 7), 1, False),
        ],
    )
    def test_to_prepare_three_working_days_before(self, today: D, items: int, waits: bool) -> None:
        assert rules.to_prepare(sitting(), items, today, SEOUL, KR) is waits

    @pytest.mark.parametrize(
        ("today", "missed"), [(D(2026, 10, 31), False), (D(2026, 11, 1), True), (D(2026, 12, 31), True)]
    )
    def test_a_half_year_without_a_sitting_is_missed_in_its_last_third(self, today: D, missed: bool) -> None:
        old = series(created=dt.datetime(2026, 1, 5, tzinfo=KST))
        assert (rules.unsat(old, [], today, SEOUL) is not None) is missed

    @pytest.mark.parametrize(("today", "missed"), [(D(2026, 11, 30), False), (D(2026, 12, 1), True)])
    def test_a_quarter_in_its_last_month(self, today: D, missed: bool) -> None:
        cadence = Cadence(Every.QUARTERLY, day=3, month=1)
        old = series(cadence=cadence, created=dt.datetime(2026, 1, 5, tzinfo=KST))
        assert (rules.unsat(old, [], today, SEOUL) is not None) is missed

    @pytest.mark.parametrize(
        ("one", "missed"),
        [
            (sitting(), False),  # planned in it
            (sitting(D(2027, 1, 7)), True),  # the next half-year
            (sitting(D(2026, 7, 1), state=MeetingState.HELD), False),
            (sitting(D(2026, 6, 30), state=MeetingState.HELD), True),
            (sitting(D(2026, 11, 24)), True),  # passed, and nobody said that it took place
            (sitting(state=MeetingState.CANCELLED), True),
        ],
    )
    def test_by_what_there_is(self, one: Meeting, missed: bool) -> None:
        old = series(created=dt.datetime(2026, 1, 5, tzinfo=KST))
        assert (rules.unsat(old, [one], D(2026, 11, 25), SEOUL) is not None) is missed

    def test_not_of_a_new_series_an_ended_one_or_a_monthly_one(self) -> None:
        old = dt.datetime(2026, 1, 5, tzinfo=KST)
        assert rules.unsat(series(), [], D(2026, 12, 1), SEOUL) is None
        assert rules.unsat(series(created=old, active=False), [], D(2026, 12, 1), SEOUL) is None
        monthly = series(created=old, cadence=Cadence(Every.MONTHLY, day=1))
        assert rules.unsat(monthly, [], D(2026, 12, 1), SEOUL) is None

    def test_names_what_comes(self) -> None:
        old = series(created=dt.datetime(2026, 1, 5, tzinfo=KST))
        found = rules.unsat(old, [sitting(D(2027, 1, 7))], D(2026, 11, 25), SEOUL)
        assert found is not None
        assert (found.period.key, found.next) == ("2026-H2", sitting(D(2027, 1, 7)))


class TestNames:
    known = (series(), series(key="council", ko="수출협의회", en="Export Council"), series(key="old", active=False))

    @pytest.mark.parametrize("typed", ["forum", "정책연구포럼", "정책 연구 포럼", "policy", "FORUM"])
    def test_by_key_name_or_a_part(self, typed: str) -> None:
        assert rules.pick_series(self.known, typed).key == "forum"

    @pytest.mark.parametrize("typed", ["nothing", "🙂"])
    def test_the_unknown_is_refused(self, typed: str) -> None:
        with pytest.raises(Refusal, match="There is no meeting"):
            rules.pick_series(self.known, typed)

    def test_the_ambiguous_is_asked_about(self) -> None:
        both = (series(key="a", ko="수출협의회 1", en="x"), series(key="b", ko="수출협의회 2", en="y"))
        with pytest.raises(Refusal, match="could be one of these"):
            rules.pick_series(both, "수출")

    @pytest.mark.parametrize(
        ("person", "teams", "mine"),
        [("U0ARA", (), True), ("U0BOM", (), True), ("U0CHAN", ("export",), True), ("U0CHAN", ("energy",), False)],
    )
    def test_whom_it_concerns(self, person: str, teams: tuple[str, ...], mine: bool) -> None:
        assert rules.concerns(series(seats=(Seat(person="U0BOM"),)), person, teams) is mine


@pytest.mark.parametrize(
    ("audience", "fits"),
    [
        (Audience(), True),
        (Audience(sectors=("parts",)), True),
        (Audience(sectors=("steel",)), False),
        (Audience(regions=("busan", "ansan")), True),
        (Audience(kinds=(OrganisationKind.LOCAL,)), False),
        (Audience(("parts",), ("busan",), (OrganisationKind.COMPANY,)), True),
        (Audience(("parts",), ("seoul",), (OrganisationKind.COMPANY,)), False),
    ],
)
def test_audience(audience: Audience, fits: bool) -> None:
    assert audience.fits(OrganisationKind.COMPANY, ("parts",), ("busan",)) is fits
