"""Whose turn it is, and what people may do with a roster. Christmas 2026 is a Friday; Chuseok is 24 to 26 September."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import duty as rules
from bot.domain.calendars import DAY, Calendar
from bot.domain.directory import Directory
from bot.domain.duty import Burden, Duty, DutyDay, Entry, Hours, Swap, SwapState, Why
from bot.domain.leaves import Leave
from bot.domain.people import Person, Role
from bot.domain.teams import Team
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal

NOW: Final = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)  # 10:00 in Seoul
SEOUL: Final = Hours("Asia/Seoul")
CHRISTMAS: Final = dt.date(2026, 12, 25)
KOREA: Final = Calendar()
PEOPLE: Final = {id: Person(id, id) for id in "ABCDE"} | {"G": Person("G", "G", role=Role.GUEST)}


def days(first: dt.date, last: dt.date, *, weekends: bool = True, calendar: Calendar = KOREA) -> list[DutyDay]:
    return rules.duty_days(calendar, first, last, weekends=weekends)


def on(day: dt.date, person: str, seat: int = 1, why: Why = Why.ROTATION, **known: Any) -> Duty:
    return Duty(day, seat, person, 2, why, NOW, **known)


def drafted(
    wanted: list[DutyDay],
    pool: Iterable[str] = "ABCDE",
    *,
    seats: int = 1,
    concerned: dict[str, tuple[str, ...]] | None = None,
    leaves: Iterable[Leave] = (),
    burdens: dict[str, Burden] | None = None,
    standing: Iterable[Duty] = (),
) -> list[Duty]:
    return rules.draft(wanted, seats, pool, concerned or {}, leaves, burdens or {}, standing, NOW)


class TestDays:
    @pytest.mark.parametrize(
        ("day", "weight"),
        [
            (dt.date(2026, 9, 23), 0),  # Wednesday, the day before
            (dt.date(2026, 9, 24), 3),  # the eve of Chuseok
            (dt.date(2026, 9, 26), 3),  # its second day, a Saturday
            (dt.date(2026, 9, 27), 1),  # a Sunday like any other
            (dt.date(2027, 2, 7), 3),  # Seollal, a Sunday
            (dt.date(2027, 2, 9), 2),  # its substitute day
            (dt.date(2026, 3, 2), 2),  # a substitute day of 1 March
            (CHRISTMAS, 2),
            (dt.date(2026, 12, 26), 1),
            (dt.date(2026, 12, 28), 0),
        ],
    )
    def test_what_a_day_weighs(self, day: dt.date, weight: int) -> None:
        assert rules.weigh(KOREA, day) == weight

    def test_a_day_that_an_administrator_adds_is_a_holiday_and_one_that_is_worked_is_none(self) -> None:
        calendar = Calendar(extra=frozenset({dt.date(2026, 12, 28)}), removed=frozenset({CHRISTMAS}))
        assert [rules.weigh(calendar, day) for day in (dt.date(2026, 12, 28), CHRISTMAS)] == [2, 0]

    def test_weekends_are_staffed_by_choice(self) -> None:
        december = (dt.date(2026, 12, 1), dt.date(2026, 12, 31))
        assert days(*december, weekends=False) == [DutyDay(CHRISTMAS, 2)]
        assert len(days(*december)) == 9

    def test_other_countries_have_no_feast_of_weight_3(self) -> None:
        wanted = days(dt.date(2026, 1, 1), dt.date(2026, 12, 31), calendar=Calendar("US"))
        assert {one.weight for one in wanted} == {1, 2}

    def test_a_shift_lasts_from_nine_to_nine(self) -> None:
        begins = rules.begins(CHRISTMAS, SEOUL)
        assert begins == dt.datetime(2026, 12, 25, 0, tzinfo=dt.UTC)
        second = dt.timedelta(seconds=1)
        at = (begins - second, begins, begins + DAY - second, begins + DAY)
        assert [rules.shift_day(now, SEOUL).day for now in at] == [24, 25, 25, 26]
        assert [rules.holds(CHRISTMAS, now, SEOUL) for now in at] == [True, True, True, False]

    def test_a_shift_that_ends_on_its_own_day_leaves_a_gap(self) -> None:
        hours = dataclasses.replace(SEOUL, begins=dt.time(9), ends=dt.time(18))
        assert rules.ends(CHRISTMAS, hours) == rules.begins(CHRISTMAS, hours) + dt.timedelta(hours=9)
        evening = rules.ends(CHRISTMAS, hours)
        assert not rules.holds(CHRISTMAS, evening, hours)
        assert rules.shift_day(evening, hours) == CHRISTMAS
        assert rules.shift_day(rules.begins(CHRISTMAS, hours) - dt.timedelta(seconds=1), hours) == CHRISTMAS - DAY

    def test_one_that_ends_earlier_in_the_day_than_it_begins_ends_on_the_next(self) -> None:
        hours = dataclasses.replace(SEOUL, begins=dt.time(18), ends=dt.time(8))
        assert rules.ends(CHRISTMAS, hours) - rules.begins(CHRISTMAS, hours) == dt.timedelta(hours=14)


class TestDraft:
    def test_who_has_borne_least_comes_first(self) -> None:
        burdens = {"A": Burden(4, 0, CHRISTMAS - 90 * DAY), "B": Burden(1, 0, CHRISTMAS - 200 * DAY)}
        [one] = drafted([DutyDay(CHRISTMAS, 2)], "AB", burdens=burdens)
        assert (one.person, one.why, one.weight) == ("B", Why.ROTATION, 2)

    def test_a_festival_is_not_the_same_persons_every_year(self) -> None:
        burdens = {"A": Burden(3, 1, CHRISTMAS - 90 * DAY), "B": Burden(9, 0, CHRISTMAS - 9 * DAY)}
        assert drafted([DutyDay(dt.date(2027, 2, 7), 3)], "AB", burdens=burdens)[0].person == "B"
        assert drafted([DutyDay(dt.date(2027, 2, 9), 2)], "AB", burdens=burdens)[0].person == "A"

    def test_those_concerned_take_the_nearest_days_one_each_and_say_why(self) -> None:
        wanted = days(dt.date(2026, 12, 19), dt.date(2026, 12, 27))
        made = drafted(wanted, "ABC", concerned={"E": ("D-7", "T-3"), "D": ("D-9",)})
        assert [(one.person, one.refs) for one in made[:2]] == [("E", ("D-7", "T-3")), ("D", ("D-9",))]
        assert {one.person for one in made[2:]} == {"A", "B", "C"}

    def test_who_is_concerned_and_on_duty_already_is_not_taken_twice(self) -> None:
        wanted = days(dt.date(2026, 12, 19), dt.date(2026, 12, 27))
        made = drafted(wanted, "ABC", concerned={"E": ("D-7",)}, standing=[on(wanted[-1].day, "E")])
        assert "E" not in {one.person for one in made}

    @pytest.mark.parametrize(("first", "last"), [(0, 0), (-1, 0), (0, 1), (-9, 9)])
    def test_nobody_is_on_while_away(self, first: int, last: int) -> None:
        leave = Leave("A", CHRISTMAS + first * DAY, CHRISTMAS + last * DAY)
        assert drafted([DutyDay(CHRISTMAS, 2)], "A", leaves=[leave]) == []

    @pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
    def test_the_day_before_and_the_day_after_a_leave_are_days_like_others(self, first: int, last: int) -> None:
        leave = Leave("A", CHRISTMAS + first * DAY, CHRISTMAS + last * DAY)
        assert [one.person for one in drafted([DutyDay(CHRISTMAS, 2)], "A", leaves=[leave])] == ["A"]

    def test_nobody_is_on_two_days_running_while_there_is_somebody_else(self) -> None:
        burdens = {"A": Burden(0), "B": Burden(50)}
        wanted = days(dt.date(2026, 12, 26), dt.date(2026, 12, 27))
        assert [one.person for one in drafted(wanted, "AB", burdens=burdens)] == ["A", "B"]

    def test_seats_that_somebody_has_stay_theirs(self) -> None:
        [one] = drafted([DutyDay(CHRISTMAS, 2)], "AB", seats=2, standing=[on(CHRISTMAS, "A", 2)])
        assert (one.seat, one.person) == (1, "B")

    def test_newcomers_begin_where_whoever_has_borne_least_stands(self) -> None:
        burdens = {"A": Burden(12, 2), "B": Burden(10, 3)}
        [share] = rules.start(["N"], burdens, ["A", "B"], CHRISTMAS)
        assert (share.points, share.festivals) == (10, 2)
        assert rules.start(["N"], {}, [], CHRISTMAS)[0].points == 0
        assert rules.start(["N"], burdens | {"N": Burden(3)}, ["A", "B"], CHRISTMAS)[0].points == 7


LEAVES = st.lists(
    st.builds(
        lambda person, start, length: Leave(
            person, dt.date(2026, 1, 1) + start * DAY, dt.date(2026, 1, 1) + (start + length) * DAY
        ),
        st.sampled_from("ABCDEFGH"),
        st.integers(0, 364),
        st.integers(0, 30),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(size=st.integers(1, 8), seats=st.integers(1, 3), leaves=LEAVES, shuffled=st.randoms())
def test_nobody_is_there_twice_or_while_away_and_no_seat_is_empty_that_could_be_taken(
    size: int, seats: int, leaves: list[Leave], shuffled: Any
) -> None:
    pool = list("ABCDEFGH"[:size])
    wanted = days(dt.date(2026, 9, 1), dt.date(2026, 12, 31))
    made = drafted(wanted, pool, seats=seats, leaves=leaves)
    taken = Counter((one.day, one.person) for one in made)
    assert set(taken.values()) <= {1}
    assert not [one for one in made for leave in leaves if leave.person == one.person and _covers(leave, one.day)]
    for one in wanted:
        here = [person for person in pool if not any(x.person == person and _covers(x, one.day) for x in leaves)]
        assert sum(duty.day == one.day for duty in made) == min(seats, len(here))
    shuffled.shuffle(pool)
    assert drafted(wanted, pool, seats=seats, leaves=leaves) == made  # the order of names decides nothing


@settings(max_examples=25)
@given(size=st.integers(4, 12), years=st.integers(1, 4), weekends=st.booleans())
def test_over_the_years_all_bear_the_same(size: int, years: int, weekends: bool) -> None:
    pool = "ABCDEFGHIJKL"[:size]
    burdens: dict[str, Burden] = {}
    before: list[Duty] = []
    for month in range(12 * years):
        first = dt.date(2026 + month // 12, month % 12 + 1, 1)
        last = (first + 31 * DAY).replace(day=1) - DAY
        before = drafted(days(first, last, weekends=weekends), pool, burdens=burdens, standing=before)
        burdens = _borne(burdens, before)
    points = [burdens.get(person, Burden()).points for person in pool]
    festivals = [burdens.get(person, Burden()).festivals for person in pool]
    assert max(points) - min(points) <= 6  # two festival days: what one month can still make good
    assert max(festivals) - min(festivals) <= 2


def _covers(leave: Leave, day: dt.date) -> bool:
    return leave.first <= day <= leave.last


def _borne(burdens: dict[str, Burden], made: list[Duty]) -> dict[str, Burden]:
    found = dict(burdens)
    for one in made:
        old = found.get(one.person, Burden())
        last = max(one.day, old.last or one.day)
        found[one.person] = Burden(old.points + one.weight, old.festivals + (one.weight == 3), last)
    return found


class TestWhoTakesTurns:
    def directory(self, **settings: Any) -> Directory:
        people = PEOPLE | {"E": dataclasses.replace(PEOPLE["E"], active=False)}
        teams = {"x": Team("x", "x", "x", members=frozenset({"A", "G"}))}
        return Directory(Workspace("W", **settings), people, teams)

    def test_everybody_active_but_guests(self) -> None:
        assert [one.id for one in rules.pool(self.directory())] == list("ABCD")

    def test_or_the_teams_and_people_that_are_named(self) -> None:
        named = self.directory(duty_teams=frozenset({"x"}), duty_people=frozenset({"C", "E"}))
        assert [one.id for one in rules.pool(named)] == ["A", "C"]

    def test_what_stays_when_days_are_shared_out_again(self) -> None:
        day = [DutyDay(CHRISTMAS, 2)]
        there = [on(CHRISTMAS, "A"), on(CHRISTMAS, "B", 2, Why.SWAP), on(CHRISTMAS, "E", 3, Why.SWAP)]

        def stay(**known: Any) -> list[str]:
            given: dict[str, Any] = {"days": day, "seats": 3, "leaves": [], "anew": False} | known
            return [one.person for one in rules.staying(there, directory=self.directory(), **given)]

        assert stay() == ["A", "B"]  # E has left
        assert stay(anew=True) == ["B"]
        assert stay(seats=1) == ["A"]
        assert stay(days=[]) == []
        assert stay(leaves=[Leave("B", CHRISTMAS, CHRISTMAS, "am")]) == ["A"]


class TestHands:
    MINE: Final = on(CHRISTMAS, "A")

    def asked(self, other: Person = PEOPLE["B"], now: dt.datetime = NOW, **known: Any) -> Swap:
        given: dict[str, Any] = {"there": [self.MINE], "leaves": []} | known
        return rules.ask_swap(self.MINE, other, now=now, hours=SEOUL, **given)

    def test_a_swap_is_asked_for_until_the_shift_begins(self) -> None:
        begins = rules.begins(CHRISTMAS, SEOUL)
        assert self.asked(now=begins - dt.timedelta(seconds=1)).asked == "B"
        with pytest.raises(Refusal, match="has begun"):
            self.asked(now=begins)

    @pytest.mark.parametrize(
        ("other", "known", "why"),
        [
            ("A", {}, "That is you"),
            ("G", {}, "cannot be on duty"),
            ("B", {"there": [on(CHRISTMAS, "A"), on(CHRISTMAS, "B", 2)]}, "already"),
            ("B", {"leaves": [Leave("B", CHRISTMAS, CHRISTMAS)]}, "is away"),
        ],
    )
    def test_not_everybody_can_be_asked(self, other: str, known: dict[str, Any], why: str) -> None:
        with pytest.raises(Refusal, match=why):
            self.asked(PEOPLE[other], **known)

    def test_only_who_was_asked_answers_once_and_about_a_day_that_is_still_the_others(self) -> None:
        swap = self.asked()
        yes = rules.settle(swap, self.MINE, None, "B", SwapState.ACCEPTED, NOW, SEOUL)
        assert (yes.state, yes.settled) == (SwapState.ACCEPTED, NOW)
        with pytest.raises(Refusal, match="Only who was asked"):
            rules.settle(swap, self.MINE, None, "C", SwapState.ACCEPTED, NOW, SEOUL)
        for gone in (yes, None):
            with pytest.raises(Refusal, match="Nobody waits"):
                rules.settle(gone, self.MINE, None, "B", SwapState.DECLINED, NOW, SEOUL)
        with pytest.raises(Refusal, match="Nobody waits"):
            rules.settle(swap, on(CHRISTMAS, "D"), None, "B", SwapState.ACCEPTED, NOW, SEOUL)

    def test_both_ways_each_takes_the_others_day_and_only_who_accepts_is_sure(self) -> None:
        newyear = dt.date(2027, 1, 1)
        theirs = on(newyear, "B")
        late = rules.eve(CHRISTMAS, SEOUL)[0]
        swap = rules.in_return(self.asked(), theirs, PEOPLE["A"], [theirs], [], late, SEOUL)
        assert swap.back_place == (newyear, 1)
        yes = rules.settle(swap, self.MINE, theirs, "B", SwapState.ACCEPTED, late, SEOUL)
        after = rules.swapped(self.MINE, yes, PEOPLE["B"], [self.MINE], [], SEOUL)
        back = rules.swapped(theirs, yes, PEOPLE["A"], [theirs], [], SEOUL, sure=False)
        assert [(one.person, one.why, one.confirmed) for one in (after, back)] == [
            ("B", Why.SWAP, late),
            ("A", Why.SWAP, None),
        ]
        with pytest.raises(Refusal, match="Nobody waits"):
            rules.settle(swap, self.MINE, on(newyear, "C"), "B", SwapState.ACCEPTED, late, SEOUL)
        with pytest.raises(Refusal, match="is away"):
            rules.in_return(swap, theirs, PEOPLE["A"], [theirs], [Leave("A", newyear, newyear)], late, SEOUL)

    def test_what_stood_before_stands_again_where_nobody_is(self) -> None:
        former = [on(CHRISTMAS, "A"), on(CHRISTMAS + DAY, "B"), on(CHRISTMAS + 2 * DAY, "C")]
        there = [on(CHRISTMAS, "D"), on(CHRISTMAS + DAY, "B", 2)]
        assert rules.restored(former, there) == [former[2]]

    @pytest.mark.parametrize(("hour", "confirmed"), [(9, False), (10, True)])
    def test_who_accepts_on_the_day_before_has_confirmed(self, hour: int, confirmed: bool) -> None:
        now = dt.datetime(2026, 12, 24, hour - 9, tzinfo=dt.UTC)
        yes = rules.settle(self.asked(), self.MINE, None, "B", SwapState.ACCEPTED, now, SEOUL)
        after = rules.swapped(self.MINE, yes, PEOPLE["B"], [self.MINE], [], SEOUL)
        assert (after.person, after.why, after.confirmed is not None) == ("B", Why.SWAP, confirmed)

    def test_a_volunteer_takes_a_free_seat_else_relieves_somebody_of_the_rotation(self) -> None:
        day, who = DutyDay(CHRISTMAS, 2), PEOPLE["B"]
        assert rules.volunteered(day, who, [], 1, [], NOW)[0].seat == 1
        after, before = rules.volunteered(day, who, [self.MINE], 1, [], NOW)
        assert (after.seat, after.why, before) == (1, Why.VOLUNTEER, self.MINE)
        with pytest.raises(Refusal, match="chose it or are concerned"):
            rules.volunteered(day, who, [on(CHRISTMAS, "A", why=Why.CONCERNED)], 1, [], NOW)

    def test_the_secretariat_names_somebody_on_the_seat_that_is_not_confirmed(self) -> None:
        there = [on(CHRISTMAS, "A", confirmed=NOW), on(CHRISTMAS, "C", 2)]
        after, before = rules.named(DutyDay(CHRISTMAS, 2), PEOPLE["B"], 0, there, 2, [], NOW)
        assert (after.seat, after.why, before) == (2, Why.NAMED, there[1])
        assert rules.named(DutyDay(CHRISTMAS, 2), PEOPLE["B"], 1, there, 2, [], NOW)[1] == there[0]

    def test_a_line_is_taken_back_by_who_wrote_it_while_it_is_fresh(self) -> None:
        entry, within = Entry(1, CHRISTMAS, "A", NOW, "x"), dt.timedelta(minutes=10)
        assert rules.take_back(entry, "A", NOW + within, within).undone == NOW + within
        for who, now in (("B", NOW), ("A", NOW + within + dt.timedelta(seconds=1))):
            with pytest.raises(Refusal):
                rules.take_back(entry, who, now, within)

    @pytest.mark.parametrize(("month", "fine"), [("2026-10", False), ("2026-11", True), ("2028-01", False)])
    def test_months_that_can_be_shared_out(self, month: str, fine: bool) -> None:
        first = dt.date.fromisoformat(f"{month}-01")
        last = (first + 31 * DAY).replace(day=1) - DAY
        if fine:
            assert rules.check_months(first, last, dt.date(2026, 11, 25))[0] == dt.date(2026, 11, 26)
        else:
            with pytest.raises(Refusal):
                rules.check_months(first, last, dt.date(2026, 11, 25))
