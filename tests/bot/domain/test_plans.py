"""What counts for an item, when it is behind or overdue, and where nobody has been. Today is 25 November 2026."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.organisations import Organisation
from bot.domain.periods import Period
from bot.domain.plans import (
    Happening,
    Item,
    PlanField,
    Sieve,
    Word,
    check_field,
    check_names,
    check_target,
    check_undo,
    coverage,
    expected_by,
    near_the_end,
    pick,
    pick_field,
    progress,
    suggestions,
    takes,
)
from bot.refusals import Refusal

D = dt.date
TODAY = D(2026, 11, 25)
MARCH = D(2026, 3, 1)
MADE = dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC)
SITES = Item(
    3,
    "trade",
    "수출현장 점검",
    "Export sites",
    D(2026, 1, 1),
    D(2026, 12, 31),
    12,
    MADE,
    "U0EUN",
    sieve=Sieve(kinds=("export",)),
)


def visit(
    number: int, day: dt.date = MARCH, *kinds: str, done: bool = True, sectors: str = "", regions: str = ""
) -> Happening:
    return Happening(f"V-{number}", day, done, kinds or ("export",), tuple(sectors.split()), tuple(regions.split()))


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("day", "counts"),
        [(D(2025, 12, 31), False), (D(2026, 1, 1), True), (D(2026, 12, 31), True), (D(2027, 1, 1), False)],
    )
    def test_what_has_the_tags_within_the_period(self, day: dt.date, counts: bool) -> None:
        assert takes(SITES, visit(1, day)) is counts

    @pytest.mark.parametrize(
        ("sieve", "counts"),
        [
            (Sieve(), False),
            (Sieve(kinds=("export", "energy")), True),
            (Sieve(kinds=("energy",)), False),
            (Sieve(kinds=("export",), sectors=("steel",)), True),
            (Sieve(kinds=("export",), sectors=("power",)), False),
            (Sieve(regions=("busan",)), True),
            (Sieve(sectors=("steel",), regions=("seoul",)), False),
            (Sieve(series="council"), False),
        ],
    )
    def test_one_of_each_that_is_asked_for(self, sieve: Sieve, counts: bool) -> None:
        assert takes(replace(SITES, sieve=sieve), visit(1, sectors="steel", regions="busan")) is counts

    def test_by_hand_goes_before_the_tags_and_the_days(self) -> None:
        words = [
            Word(3, "V-1", False, "U0BOM", MADE),
            Word(3, "V-2", True, "U0BOM", MADE),
            Word(9, "V-3", False, "U0BOM", MADE),
        ]
        found = progress(SITES, [visit(1), visit(2, D(2025, 5, 5), "other"), visit(3)], words, TODAY)
        assert found.done == ("V-2", "V-3")

    def test_what_is_planned_stands_by_itself(self) -> None:
        found = progress(SITES, [visit(1), visit(2, D(2026, 12, 1), done=False)], [], TODAY)
        assert (found.done, found.planned, found.percent) == (("V-1",), ("V-2",), 8)

    def test_more_than_the_target_is_a_hundred_percent(self) -> None:
        found = progress(replace(SITES, target=1), [visit(1), visit(2)], [], TODAY)
        assert (found.count, found.percent) == (2, 100)


class TestTheStraightLine:
    @pytest.mark.parametrize(
        ("day", "wanted"),
        [
            (D(2025, 12, 31), 0),
            (D(2026, 1, 1), 0),
            (D(2026, 1, 30), 0),
            (D(2026, 1, 31), 1),
            (D(2026, 12, 30), 11),
            (D(2026, 12, 31), 12),
            (D(2027, 5, 1), 12),
        ],
    )
    def test_asks_for_whole_ones_only(self, day: dt.date, wanted: int) -> None:
        assert expected_by(SITES, day) == wanted

    @pytest.mark.parametrize(("day", "near"), [(D(2026, 9, 30), False), (D(2026, 10, 1), True)])
    def test_is_looked_at_from_three_quarters_on(self, day: dt.date, near: bool) -> None:
        """273.75 of 365 days: 1 October is the 274th."""
        assert near_the_end(SITES, day) is near

    def test_behind_only_near_the_end(self) -> None:
        few = [visit(number) for number in range(8)]
        assert not progress(SITES, few, [], D(2026, 9, 30)).behind
        assert progress(SITES, few, [], D(2026, 10, 1)).behind
        assert not progress(SITES, [*few, visit(8)], [], D(2026, 10, 1)).behind

    @pytest.mark.parametrize(
        ("day", "overdue"),
        [(D(2026, 12, 31), False), (D(2027, 1, 1), True), (D(2027, 1, 31), True), (D(2027, 2, 1), False)],
    )
    def test_overdue_once_its_period_has_passed_for_a_month(self, day: dt.date, overdue: bool) -> None:
        assert progress(SITES, [], [], day).overdue is overdue

    def test_what_reached_its_target_is_never_pressing(self) -> None:
        enough = [visit(number) for number in range(12)]
        assert not any(progress(SITES, enough, [], day).pressing for day in (D(2026, 12, 31), D(2027, 1, 1)))


class TestCoverage:
    PLACES = (
        Organisation(1, "한국조선", sectors=("shipbuilding",), regions=("ulsan",)),
        Organisation(2, "거제조선", sectors=("shipbuilding",), regions=("geoje",)),
        Organisation(3, "가나조선", sectors=("shipbuilding",), regions=("geoje",)),
        Organisation(4, "서울전자", sectors=("electronics", "software"), regions=("seoul",)),
    )
    SECTORS, REGIONS = ("shipbuilding", "electronics", "software"), ("ulsan", "geoje", "seoul")

    def test_counts_visits_by_their_tags_else_by_their_organisation(self) -> None:
        found = coverage(
            self.SECTORS,
            self.REGIONS,
            [(1, visit(1)), (1, visit(2, sectors="electronics", regions="seoul ulsan")), (9, visit(3))],
            self.PLACES,
            TODAY,
        )
        assert {place: cell.visits for place, cell in found.cells.items() if cell.visits} == {
            ("shipbuilding", "ulsan"): 1,
            ("electronics", "seoul"): 1,
            ("electronics", "ulsan"): 1,
        }
        assert (found.visits, found.untagged, found.visited) == (3, 1, 3)
        assert (found.first, found.last) == (D(2026, 8, 28), TODAY)

    def test_suggests_who_was_not_visited_where_nobody_has_been(self) -> None:
        found = coverage(
            self.SECTORS,
            self.REGIONS,
            [(1, visit(1)), (2, visit(2, sectors="software", regions="ulsan"))],
            self.PLACES,
            TODAY,
        )
        told = [(cell.sector, cell.region, cell.unvisited) for cell in suggestions(found, 9)]
        assert told == [
            ("electronics", "seoul", ((4, "서울전자"),)),
            ("shipbuilding", "geoje", ((3, "가나조선"),)),
            ("software", "seoul", ((4, "서울전자"),)),
        ]
        assert len(suggestions(found, 1)) == 1

    def test_words_that_the_workspace_no_longer_has_are_passed_over(self) -> None:
        found = coverage(("shipbuilding",), ("ulsan",), [(4, visit(1))], self.PLACES, TODAY)
        assert set(found.cells) == {("shipbuilding", "ulsan")}
        assert found.at("shipbuilding", "ulsan").visits == 0


class TestWhichOne:
    OTHER = replace(SITES, number=4, ko="에너지현장 점검", en="Energy sites")

    def test_by_name_number_or_a_part_that_is_only_ones(self) -> None:
        both = [SITES, self.OTHER]
        assert [
            pick(both, typed).number for typed in ("export sites", "수출현장점검", "P-4", "p4", "에너지", "Energy")
        ] == [3, 3, 4, 4, 4, 4]
        for typed in ("sites", "현장", "nothing", "P-9"):
            with pytest.raises(Refusal, match="no single item"):
                pick(both, typed)

    def test_of_one_name_the_period_that_ends_last(self) -> None:
        assert pick([SITES, replace(SITES, number=9, last=D(2027, 12, 31))], "export sites").number == 9

    def test_one_name_once_in_a_period(self) -> None:
        check_names(SITES, [SITES, self.OTHER])
        check_names(replace(SITES, number=0, first=D(2027, 1, 1), last=D(2027, 12, 31)), [SITES])
        with pytest.raises(Refusal, match="called that already"):
            check_names(replace(SITES, number=0), [SITES])

    def test_fields_by_key_name_or_a_part(self) -> None:
        fields = [
            PlanField("trade", "무역 및 투자", "trade and investment"),
            PlanField("energy", "자원 및 에너지", "resources and energy"),
        ]
        assert [pick_field(fields, typed).key for typed in ("TRADE", "무역", "에너지", "resources")] == [
            "trade",
            "trade",
            "energy",
            "energy",
        ]
        for typed in ("및", "nothing"):
            with pytest.raises(Refusal, match="no field"):
                pick_field(fields, typed)
        for wrong in (PlanField("two words", "a", "a"), PlanField("new", "", "Trade and investment")):
            with pytest.raises(Refusal):
                check_field(wrong, fields)
        check_field(PlanField("trade", "무역", "trade"), fields)


@pytest.mark.parametrize(("target", "fine"), [(0, False), (1, True), (9999, True), (10000, False), (-3, False)])
def test_targets(target: int, fine: bool) -> None:
    if fine:
        assert check_target(target) == target
    else:
        with pytest.raises(Refusal, match="whole number"):
            check_target(target)


def test_only_what_was_just_added_is_taken_back() -> None:
    within = dt.timedelta(minutes=10)
    check_undo(SITES, MADE + within, within, counted=False)
    for one, now, counted in (
        (SITES, MADE + within + dt.timedelta(seconds=1), False),
        (SITES, MADE, True),
        (replace(SITES, version=2), MADE, False),
    ):
        with pytest.raises(Refusal, match="no longer be taken back"):
            check_undo(one, now, within, counted=counted)


def test_an_item_knows_its_days() -> None:
    assert SITES.period == Period(D(2026, 1, 1), D(2026, 12, 31))
