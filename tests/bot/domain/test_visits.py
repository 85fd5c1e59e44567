"""The rules of a visit: when it is planned, when it is the same once more, and who was there."""

import datetime as dt

import pytest

from bot.domain.visits import AGAIN, Visit, VisitState, is_again, state_on

TODAY = dt.date(2026, 11, 25)
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def visit(person: str = "U1", *companions: str) -> Visit:
    return Visit(7, person, 1, "대한정밀", TODAY, VisitState.DONE, companions=companions)


@pytest.mark.parametrize(
    ("day", "state"),
    [(TODAY - DAY, VisitState.DONE), (TODAY, VisitState.DONE), (TODAY + DAY, VisitState.PLANNED)],
    ids=["yesterday", "today", "tomorrow"],
)
def test_only_a_day_to_come_is_planned(day: dt.date, state: VisitState) -> None:
    assert state_on(day, TODAY) is state


class TestAgain:
    def test_is_asked_within_ten_minutes(self) -> None:
        def said(ago: dt.timedelta) -> int | None:
            return is_again([(7, "U1", TODAY, NOW - ago)], "U1", TODAY, NOW)

        assert dt.timedelta(minutes=10) == AGAIN
        assert said(AGAIN - SECOND) == 7  # 9:59
        assert said(dt.timedelta()) == 7
        assert said(AGAIN) is None
        assert said(AGAIN + SECOND) is None

    @pytest.mark.parametrize(
        ("person", "day"), [("U2", TODAY), ("U1", TODAY - DAY), ("U1", TODAY + DAY)], ids=["who", "before", "after"]
    )
    def test_is_about_one_person_and_one_day(self, person: str, day: dt.date) -> None:
        assert is_again([(7, "U1", TODAY, NOW - SECOND)], person, day, NOW) is None

    def test_names_the_first_that_fits(self) -> None:
        lately = [
            (9, "U2", TODAY, NOW),
            (8, "U1", TODAY - DAY, NOW),
            (7, "U1", TODAY, NOW - SECOND),
            (6, "U1", TODAY, NOW - 2 * SECOND),
        ]
        assert is_again(lately, "U1", TODAY, NOW) == 7
        assert is_again([], "U1", TODAY, NOW) is None


class TestPeople:
    def test_who_logged_it_comes_first(self) -> None:
        assert visit("U3", "U1", "U2").people == ("U3", "U1", "U2")
        assert visit("U3").people == ("U3",)

    def test_each_is_there_once(self) -> None:
        assert visit("U1", "U2", "U1", "U2").people == ("U1", "U2")
