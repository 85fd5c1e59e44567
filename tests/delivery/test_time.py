"""Clocks that change, and clocks that are wrong; zones and holidays that somebody changes: each post is said once."""

import datetime as dt

import pytest

from bot.domain.ledger import State
from schedules.alerts import tell
from storage import ledger
from tests.delivery.stand import FOREVER, Stand, T
from tests.delivery.week import Week, at
from tests.doubles.faults import Fault, Hang, RateLimited, Reset

AGENDA = ["agenda:export 2026-W48 0", "agenda:export 2026-W48 1"]
THURSDAY, FRIDAY = "2026-11-26 10:00", "2026-11-27 16:00"


def agendas(week: Week) -> list[dt.datetime]:
    """When the export team's agendas were due that have been posted."""
    posted = week.all_posts(State.POSTED)
    return sorted(post.due for post in posted if post.series == "agenda:export" and post.part == 0)


class TestNightsOfTheChange:
    @pytest.mark.parametrize(
        ("zone", "sunday", "said"),
        [
            ("America/New_York", "2027-03-14", "2027-03-14 03:30"),  # there is no half past two
            ("America/New_York", "2026-11-01", "2026-11-01 02:30"),
            ("Europe/Berlin", "2026-10-25", "2026-10-25 02:30"),  # there are two of them
            ("Australia/Lord_Howe", "2027-04-04", "2027-04-04 02:30"),  # by half an hour
            ("Africa/Casablanca", "2027-03-14", "2027-03-14 02:30"),  # for Ramadan
        ],
    )
    def test_what_is_due_in_the_hour_that_is_skipped_or_repeated_is_said_once(
        self, week: Week, zone: str, sunday: str, said: str
    ) -> None:
        week.clock.now = at(f"{sunday} 00:00", zone) - dt.timedelta(hours=2)
        week.change_team("export", zone=zone, times={"agenda": "sun 02:30"})
        week.live(hours=8)
        assert [due.astimezone(at(said, zone).tzinfo) for due in agendas(week)] == [at(said, zone)]
        assert len([text for text in week.texts("C0EXPORT") if text.startswith("agenda")]) == 2

    def test_nine_in_the_morning_stays_nine_in_the_morning(self, week: Week) -> None:
        week.change(holidays="US", zone="America/New_York")
        week.change_person("U0BOM", zone="America/New_York")
        week.clock.now = at("2027-03-11 12:00", "America/New_York")
        week.live(days=5)
        dues = [post.due for post in week.all_posts(State.POSTED) if post.series == "bundle:U0BOM"]
        assert sorted(dues) == [at(f"2027-03-{day} 09:00", "America/New_York") for day in (12, 15, 16)]


class TestZones:
    def test_another_zone_before_posting_moves_the_post(self, week: Week) -> None:
        week.clock.now = at(THURSDAY)
        week.plan_all()
        week.change_team("export", zone="America/New_York")
        week.live(days=3)
        assert agendas(week) == [at("2026-11-27 17:00", "America/New_York")]

    def test_a_zone_where_the_hour_has_passed_already_keeps_what_was_announced(self, week: Week) -> None:
        week.clock.now = at(FRIDAY)
        week.plan_all()
        week.change_team("export", zone="Pacific/Auckland")
        week.live(hours=30)
        assert agendas(week) == [at("2026-11-27 17:00")]
        assert week.texts("C0EXPORT") == AGENDA

    @pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Pacific/Kiritimati"])
    def test_another_zone_after_posting_says_nothing_again(self, week: Week, zone: str) -> None:
        week.clock.now = at(FRIDAY)
        week.live(hours=2)
        week.change_team("export", zone=zone)
        week.live(days=2)
        assert agendas(week) == [at("2026-11-27 17:00")]

    def test_there_and_back_again_changes_nothing(self, week: Week) -> None:
        week.clock.now = at(THURSDAY)
        for zone in ("America/New_York", "Pacific/Kiritimati", "Asia/Seoul"):
            week.change_team("export", zone=zone)
            week.plan_all()
            week.clock.go(60)
        week.live(days=2)
        assert agendas(week) == [at("2026-11-27 17:00")]
        assert week.texts("C0EXPORT") == AGENDA


class TestHolidays:
    def test_a_holiday_that_is_taken_back_moves_the_post_back(self, week: Week) -> None:
        week.clock.now = at(THURSDAY)
        week.change(extra_holidays=frozenset({dt.date(2026, 11, 27)}))
        week.plan_all()
        week.clock.go(60)
        week.change(extra_holidays=frozenset())
        week.live(days=3)
        assert agendas(week) == [at("2026-11-27 17:00")]

    def test_a_holiday_on_the_day_itself_after_posting_says_nothing_again(self, week: Week) -> None:
        week.clock.now = at(FRIDAY)
        week.live(hours=2)
        week.change(extra_holidays=frozenset({dt.date(2026, 11, 27)}))
        week.live(days=2)
        assert agendas(week) == [at("2026-11-27 17:00")]

    def test_a_holiday_whose_day_before_has_passed_keeps_what_was_announced(self, week: Week) -> None:
        """The agenda would move to yesterday: it is said when everybody expects it."""
        week.clock.now = at(FRIDAY)
        week.plan_all()
        week.change(extra_holidays=frozenset({dt.date(2026, 11, 27)}))
        week.live(days=2)
        assert agendas(week) == [at("2026-11-27 17:00")]

    def test_a_week_off_is_cancelled_and_comes_back_with_its_working_days(self, week: Week) -> None:
        week.clock.now = at(THURSDAY)
        week.plan_all()
        whole_week = frozenset(dt.date(2026, 11, 23) + dt.timedelta(days=count) for count in range(5))
        week.change(extra_holidays=whole_week)
        week.plan_all()
        assert "agenda:export" in {post.series for post in week.all_posts(State.CANCELLED)}
        week.clock.go(60)
        week.change(extra_holidays=frozenset())
        week.live(days=2)
        assert agendas(week) == [at("2026-11-27 17:00")]
        assert week.texts("C0EXPORT") == AGENDA

    def test_the_holidays_of_another_country(self, week: Week) -> None:
        """Thanksgiving is on that Thursday, and the agenda of a team that has it then moves."""
        week.clock.now = at("2026-11-25 10:00")
        week.change_team("export", times={"agenda": "thu 17:00"})
        week.plan_all()
        week.change(holidays="US")
        week.live(days=3)
        assert agendas(week) == [at("2026-11-25 17:00")]


class TestClocksThatStep:
    @pytest.mark.parametrize("hours", [-1, 1, -26, 26])
    @pytest.mark.parametrize("fault", [Fault, Reset, Hang, RateLimited])
    def test_while_a_post_is_under_way(self, stand: Stand, fault: type[Fault], hours: int) -> None:
        """Its lease, its settling and the gates are by a clock that is no more; it is said once all the same."""
        landed = {"landed": True} if fault in (Reset, Hang) else {}
        stand.slack.misbehave("chat.postMessage", fault(during=lambda: stand.clock.go(hours * 3600), **landed))
        key = stand.plan(expires=stand.clock() + dt.timedelta(days=3))
        stand.run(5)
        stand.run(2 * FOREVER + 900)
        assert stand.state(key) is State.POSTED
        assert len(stand.messages()) == 1

    @pytest.mark.parametrize("hours", [-1, 1])
    def test_while_it_is_unclear_where_a_post_is(self, stand: Stand, hours: int) -> None:
        stand.slack.misbehave("chat.postMessage", Hang(lands_later=True))
        key = stand.plan()
        stand.run(30)
        assert stand.state(key) is State.UNCERTAIN
        stand.clock.go(hours * 3600)
        stand.slack.land()
        stand.run(2 * FOREVER)
        assert stand.state(key) is State.POSTED
        assert len(stand.messages()) == 1

    @pytest.mark.parametrize("hours", [-1, 1])
    def test_to_and_fro_over_the_hour_itself(self, week: Week, hours: int) -> None:
        week.clock.now = at("2026-11-27 16:58")
        for _ in range(3):
            week.live(hours=0.1)
            week.clock.go(hours * 3600)
            week.live(hours=0.1)
            week.clock.go(-hours * 3600)
        week.live(hours=2)
        assert week.texts("C0EXPORT") == AGENDA
        assert not week.all_posts(State.MISSED, State.FAILED, State.HELD)


class TestOffForAMonth:
    def test_what_was_missed_is_told_once_however_many_bots_come_back(self, week: Week) -> None:
        week.live(hours=1)
        week.clock.now = at("2026-12-30 08:00")
        for _ in range(3):  # each plans, delivers and tells, as it does when it starts
            week.plan_all()
            week.run(1)
            tell(week.db, week.clock, week.terms, at_once=True)
        week.live(hours=2)
        told = [text for text in week.texts("D0DANA") if text == "Posts that were not sent"]
        assert len(told) == 1
        assert not week.texts("C0EXPORT")
        missed = week.all_posts(State.MISSED)
        agendas = {post.occurrence for post in missed if post.series == "agenda:export" and post.part == 0}
        assert agendas == {f"2026-W{number}" for number in (48, 49, 50, 51, 52)}
        with week.db.read() as session:
            assert ledger.untold(session, T) is None

    def test_the_next_friday_is_as_ever(self, week: Week) -> None:
        week.live(hours=1)
        week.clock.now = at("2026-12-31 18:00")  # Friday is New Year's Day, so the agenda was due an hour ago
        week.live(hours=1)
        assert agendas(week) == [at("2026-12-31 17:00")]
