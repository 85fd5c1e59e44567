"""Where visits stand when people move or leave: the day before, the day, and the day after."""

import datetime as dt
from typing import Final

import pytest

from bot.domain.directory import Directory
from bot.domain.homes import Homes, Homing, Stay, Whose
from bot.domain.people import Person
from bot.domain.teams import Team, TeamKind
from bot.domain.workspaces import Workspace

DAY: Final = dt.timedelta(days=1)
MONDAY: Final = dt.date(2026, 11, 23)
WEDNESDAY, SUNDAY = MONDAY + 2 * DAY, MONDAY + 6 * DAY
NEXT: Final = MONDAY + 7 * DAY


def homes(team: str | None, *moves: tuple[dt.date, str | None, str | None], left: dt.date | None = None) -> Homes:
    """Of `kim`, whose home is `team` by now; `lee` has always been in `a`, and leads the task force."""
    people = {
        "kim": Person("kim", "Kim", quota=2, team=team, active=left is None),
        "lee": Person("lee", "Lee", quota=2, team="a"),
    }
    teams = {key: Team(key, key, key, TeamKind.DIVISION) for key in "abc"}
    teams["tf"] = Team("tf", "tf", "tf", TeamKind.TASK_FORCE, lead="lee", members=frozenset({"kim"}))
    given = {"kim": [Homing(*one) for one in moves]} if moves else {}
    return Homes(Directory(Workspace("W"), people, teams), given, {"kim": left} if left else {})


def owing(known: Homes, team: str | None, monday: dt.date) -> list[str]:
    return [person.id for person in known.owing(team, monday, monday + 6 * DAY)]


def test_who_never_moved_stands_with_their_home() -> None:
    known = homes("a")
    assert known.whose("a") == known.quota_of("a") == Whose(frozenset({"kim", "lee"}))
    assert known.whose("b") == Whose(frozenset())
    assert owing(known, "a", MONDAY) == owing(known, None, MONDAY) == ["kim", "lee"]
    assert known.elsewhere("a", MONDAY, SUNDAY) == []


def test_the_day_of_a_move_is_the_old_divisions() -> None:
    known = homes("b", (WEDNESDAY, "a", "b"))
    assert known.whose("a") == Whose(frozenset({"lee"}), (Stay("kim", last=WEDNESDAY),))
    assert known.whose("b") == Whose(frozenset(), (Stay("kim", first=WEDNESDAY + DAY),))
    days = [WEDNESDAY, WEDNESDAY + DAY]
    assert [known.whose("a").has("kim", day) for day in days] == [True, False]
    assert [known.whose("b").has("kim", day) for day in days] == [False, True]
    assert all(known.whose("a").has("lee", day) and not known.whose("b").has("lee", day) for day in days)


@pytest.mark.parametrize("day", [MONDAY, WEDNESDAY, SUNDAY])
def test_the_week_of_a_move_is_owed_where_it_began(day: dt.date) -> None:
    known = homes("b", (day, "a", "b"))
    assert owing(known, "a", MONDAY) == ["kim", "lee"]
    assert owing(known, "b", MONDAY) == []
    assert owing(known, "a", NEXT) == ["lee"]
    assert owing(known, "b", NEXT) == ["kim"]
    assert known.quota_of("a").stays == (Stay("kim", last=SUNDAY),)
    assert known.quota_of("b").stays == (Stay("kim", first=NEXT),)
    assert (known.owed_to("kim", MONDAY, SUNDAY), known.owed_to("kim", NEXT, NEXT)) == ("a", "b")
    assert known.owed_to("lee", MONDAY, SUNDAY) is None


def test_of_a_month_each_owes_its_weeks() -> None:
    known = homes("b", (WEDNESDAY, "a", "b"))
    assert [one.first for one in known.elsewhere("a", SUNDAY, NEXT + DAY)] == [NEXT, NEXT + DAY]
    assert [one.first for one in known.elsewhere("b", SUNDAY, NEXT + DAY)] == [SUNDAY]
    assert known.elsewhere(None, SUNDAY, NEXT + DAY) == []


def test_the_first_home_is_no_move() -> None:
    assert homes("a", (WEDNESDAY, None, "a")).whose("a") == Whose(frozenset({"kim", "lee"}))


def test_a_slip_that_is_mended_the_same_day_is_no_move() -> None:
    known = homes("a", (WEDNESDAY, "a", "b"), (WEDNESDAY, "b", "a"))
    assert known.whose("a") == Whose(frozenset({"kim", "lee"}))
    assert known.whose("b") == Whose(frozenset())


def test_there_and_back() -> None:
    known = homes("a", (WEDNESDAY, "a", "b"), (NEXT, "b", None), (NEXT + 2 * DAY, None, "a"))
    assert known.whose("a").stays == (Stay("kim", last=WEDNESDAY), Stay("kim", first=NEXT + 3 * DAY))
    assert known.whose("b").stays == (Stay("kim", WEDNESDAY + DAY, NEXT),)
    assert owing(known, "b", NEXT) == ["kim"]
    assert owing(known, "a", NEXT + 7 * DAY) == ["kim", "lee"]


def test_what_nobody_wrote_down_is_as_it_is_now() -> None:
    assert homes("c", (WEDNESDAY, "a", "b")).whose("c").stays == (Stay("kim", first=WEDNESDAY + DAY),)


@pytest.mark.parametrize("day", [MONDAY, WEDNESDAY, SUNDAY])
def test_who_leaves_stays_in_what_is_shown_and_owes_nothing_from_the_next_week_on(day: dt.date) -> None:
    known = homes("a", left=day)
    assert known.whose("a") == Whose(frozenset({"kim", "lee"}))
    assert owing(known, "a", MONDAY - 7 * DAY) == owing(known, None, MONDAY) == ["kim", "lee"]
    assert owing(known, "a", MONDAY) == ["kim", "lee"]
    assert owing(known, "a", NEXT) == owing(known, None, NEXT) == ["lee"]
    assert [one.first for one in known.elsewhere("a", SUNDAY, NEXT)] == [NEXT]


def test_of_a_task_force_all_are_shown_who_belong_to_it() -> None:
    assert homes("a").whose("tf") == Whose(frozenset({"kim", "lee"}))
    assert homes("a", left=WEDNESDAY).whose("tf") == Whose(frozenset({"kim", "lee"}))
    assert owing(homes("a", left=WEDNESDAY), "tf", NEXT) == ["lee"]


def test_a_team_that_there_is_not_has_nobody() -> None:
    assert homes("a").whose("x") == Whose(frozenset())
    assert owing(homes("a"), "x", MONDAY) == []
