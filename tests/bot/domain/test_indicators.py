"""The target path, off it or not, silent or not, and what readings come to. Today is 25 November 2026."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.indicators import (
    Counting,
    Direction,
    Indicator,
    Point,
    Reading,
    Shape,
    check_amount,
    check_key,
    check_names,
    check_path,
    check_undo,
    check_unit,
    corrections,
    course,
    current,
    far_off,
    is_off,
    parts,
    period_of,
    period_to_read,
    pick,
    target_at,
    term_of,
    watched,
)
from bot.domain.indicators.units import currency
from bot.domain.periods import Cadence, Period, containing
from bot.domain.words import DEFAULT_VOCABULARY, Facet
from bot.refusals import Refusal

D = dt.date
TODAY = D(2026, 11, 25)
MADE = dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC)
EXPORTS = Indicator(
    1, "exports", "수출", "exports", "USD", Decimal(365), D(2026, 1, 1), D(2026, 12, 31), MADE, "U0EUN",
    by_sector=True, by_region=True,
)  # fmt: skip
RATE = replace(
    EXPORTS, number=2, key="margin", ko="예비율", en="reserve margin", unit="%", counting=Counting.LATEST,
    shape=Shape.LEVEL, target=Decimal(100),
)  # fmt: skip
BORN: dict[str, int] = {"last": 0}


def reading(month: int, value: int | str, sector: str = "", region: str = "", **more: Any) -> Reading:
    """One of 2026, recorded after all that were made before it."""
    BORN["last"] += 1
    period = containing(Cadence.MONTHLY, D(2026, month, 1))
    return Reading(1, period, Decimal(value), "U0BOM", MADE, sector, region, BORN["last"], **more)


def months(*values: int | str) -> list[Reading]:
    return [reading(month, value) for month, value in enumerate(values, 1)]


class TestPath:
    """A unit a day: 365 in 2026."""

    @pytest.mark.parametrize(
        ("day", "wanted"),
        [
            (D(2025, 12, 31), 0),
            (D(2026, 1, 1), 1),
            (D(2026, 1, 31), 31),
            (D(2026, 12, 30), 364),
            (D(2026, 12, 31), 365),
            (D(2027, 1, 1), 365),
            (D(2025, 1, 1), 0),
        ],
    )
    def test_is_a_straight_line_over_the_period(self, day: dt.date, wanted: int) -> None:
        assert target_at(EXPORTS, day) == wanted

    def test_begins_where_it_is_said_to(self) -> None:
        falling = replace(EXPORTS, start=Decimal(730))
        assert [target_at(falling, D(2026, 1, day)) for day in (1, 2)] == [729, 728]

    def test_may_be_level(self) -> None:
        assert {target_at(RATE, day) for day in (D(2025, 1, 1), D(2026, 6, 1), D(2030, 1, 1))} == {100}

    def test_runs_through_points_of_its_own_and_to_the_target(self) -> None:
        found = replace(
            EXPORTS,
            shape=Shape.POINTS,
            points=(Point(D(2026, 3, 31), Decimal(9)), Point(D(2026, 6, 30), Decimal(100))),
        )
        assert target_at(found, D(2026, 3, 31)) == 9
        assert target_at(found, D(2026, 4, 1)) == 10
        assert target_at(found, D(2026, 6, 30)) == 100
        assert target_at(found, D(2026, 12, 31)) == 365

    def test_a_point_on_the_last_day_is_its_end(self) -> None:
        found = replace(EXPORTS, shape=Shape.POINTS, points=(Point(D(2026, 12, 31), Decimal(50)),))
        assert target_at(found, D(2026, 12, 31)) == target_at(found, D(2027, 5, 1)) == 50

    def test_nothing_that_grows_is_level(self) -> None:
        check_path(Shape.LEVEL, Counting.LATEST)
        with pytest.raises(Refusal, match="level"):
            check_path(Shape.LEVEL, Counting.SUM)


class TestOffThePath:
    @pytest.mark.parametrize(("reached", "off"), [("95", False), ("94.99", True), ("200", False)])
    def test_only_beyond_the_tolerance(self, reached: str, off: bool) -> None:
        assert is_off(RATE, Decimal(reached), Decimal(100)) is off

    @pytest.mark.parametrize(("reached", "off"), [("105", False), ("105.01", True), ("1", False)])
    def test_the_other_way_round_where_less_is_better(self, reached: str, off: bool) -> None:
        assert is_off(replace(RATE, direction=Direction.DOWN), Decimal(reached), Decimal(100)) is off

    def test_without_tolerance_every_bit_counts(self) -> None:
        strict = replace(RATE, tolerance=0)
        assert is_off(strict, Decimal("99.999"), Decimal(100))
        assert not is_off(strict, Decimal(100), Decimal(100))

    def test_of_a_negative_path(self) -> None:
        deficit = replace(RATE, target=Decimal(-100))
        assert not is_off(deficit, Decimal(-105), Decimal(-100))
        assert is_off(deficit, Decimal("-105.1"), Decimal(-100))


class TestCourse:
    def test_months_are_added_up(self) -> None:
        found = course(EXPORTS, months(31, 28, 20), TODAY)
        assert [(int(step.reached), int(step.expected), step.off) for step in found.steps] == [
            (31, 31, False),
            (59, 59, False),
            (79, 90, True),
        ]
        assert found.off_since == containing(Cadence.MONTHLY, D(2026, 3, 1))

    def test_a_gap_is_left_out_on_both_sides_and_named(self) -> None:
        found = course(EXPORTS, [reading(1, 31), reading(3, 31)], TODAY)
        assert [(int(step.reached), int(step.expected)) for step in found.steps] == [(31, 31), (62, 62)]
        assert [period.key for period in found.missing] == ["2026-02"]

    def test_what_stands_alone_is_compared_alone(self) -> None:
        found = course(RATE, months(120, 90, 96), TODAY)
        assert [step.off for step in found.steps] == [False, True, False]
        assert not found.off

    def test_off_since_the_first_of_the_present_stretch(self) -> None:
        found = course(RATE, months(90, 100, 90, 80, 90), TODAY)
        assert found.off_since is not None
        assert found.off_since.key == "2026-03"

    def test_a_correction_takes_the_place_of_what_was_before(self) -> None:
        found = [reading(1, 31), reading(1, 30), reading(1, 29)]
        assert [one.value for one in current(found)] == [29]
        assert {number: one.value for number, one in corrections(found).items()} == {
            found[1].number: 31,
            found[2].number: 30,
        }
        found[2] = replace(found[2], undone=MADE)
        assert [one.value for one in current(found)] == [30]

    def test_nothing_was_read(self) -> None:
        found = course(EXPORTS, [], D(2026, 2, 1))
        assert (found.latest, found.newest, found.missing, found.off) == (None, None, (), False)


class TestParts:
    def test_a_reading_of_the_whole_goes_before_its_parts(self) -> None:
        found = course(EXPORTS, [reading(1, 10, "steel"), reading(1, 31)], TODAY)
        assert found.latest is not None
        assert found.latest.value == 31

    def test_without_one_the_fullest_split_is_the_whole_and_nothing_counts_twice(self) -> None:
        split = [reading(1, 10, "steel"), reading(1, 5, "power"), reading(1, 14, region="busan")]
        found = course(EXPORTS, split, TODAY)
        assert found.latest is not None
        assert found.latest.value == 15

    def test_rates_of_parts_make_no_whole(self) -> None:
        found = course(RATE, [reading(1, 10, "steel")], D(2026, 2, 20))
        assert found.latest is None
        assert found.newest is not None

    def test_sectors_and_regions_are_added_up_over_the_period(self) -> None:
        split = [
            reading(1, 10, "steel"), reading(2, 12, "steel"), reading(2, 30, "power"),
            reading(3, 4, "steel", "busan"), reading(3, 3, "steel", "ulsan"),
        ]  # fmt: skip
        assert [(part.key, int(part.value)) for part in parts(EXPORTS, split, Facet.SECTOR)] == [
            ("power", 30),
            ("steel", 29),
        ]
        assert [(part.key, int(part.value)) for part in parts(EXPORTS, split, Facet.REGION)] == [
            ("busan", 4),
            ("ulsan", 3),
        ]

    def test_of_what_stands_alone_the_latest_counts(self) -> None:
        split = [reading(1, 10, "steel"), reading(2, 12, "steel"), reading(1, 99, "power")]
        assert [(part.key, int(part.value)) for part in parts(RATE, split, Facet.SECTOR)] == [
            ("power", 99),
            ("steel", 12),
        ]


class TestSilence:
    """Read monthly. September is there: October's could be made from 1 November, and is wanting on 1 December."""

    @pytest.mark.parametrize(
        ("today", "stale"), [(D(2026, 11, 29), False), (D(2026, 11, 30), False), (D(2026, 12, 1), True)]
    )
    def test_after_a_whole_cadence(self, today: dt.date, stale: bool) -> None:
        found = course(EXPORTS, [reading(9, 30)], today)
        assert found.stale is stale
        assert (found.due.key if found.due else "") == ("2026-10" if stale else "")

    def test_counted_from_its_beginning_when_nothing_was_ever_read(self) -> None:
        late = replace(EXPORTS, created=dt.datetime(2026, 9, 20, tzinfo=dt.UTC))
        assert [course(late, [], day).stale for day in (D(2026, 10, 31), D(2026, 11, 1))] == [False, True]

    def test_what_has_come_to_its_end_wants_no_more(self) -> None:
        assert not course(EXPORTS, [reading(12, 30)], D(2027, 1, 31)).stale

    @pytest.mark.parametrize(
        ("today", "there"),
        [(D(2025, 12, 31), False), (D(2026, 1, 1), True), (D(2027, 1, 31), True), (D(2027, 2, 1), False)],
    )
    def test_it_is_watched_one_cadence_longer_than_its_period(self, today: dt.date, there: bool) -> None:
        assert watched(EXPORTS, today) is there
        assert course(EXPORTS, months(1), today).off is there
        assert not watched(replace(EXPORTS, deleted=MADE), today)


class TestWhichPeriod:
    @pytest.mark.parametrize(
        ("today", "key"),
        [
            (D(2026, 11, 25), "2026-10"),
            (D(2026, 11, 30), "2026-10"),
            (D(2026, 12, 1), "2026-11"),
            (D(2027, 1, 5), "2026-12"),
            (D(2028, 1, 5), "2026-12"),
            (D(2026, 1, 20), "2026-01"),
        ],
    )
    def test_the_last_that_has_ended_unless_it_is_named(self, today: dt.date, key: str) -> None:
        assert period_to_read(EXPORTS, today).key == key
        assert period_of(EXPORTS, None, today).key == key

    def test_days_stand_for_the_period_that_they_are_in(self) -> None:
        assert period_of(EXPORTS, Period(D(2026, 10, 5), D(2026, 10, 9)), TODAY).key == "2026-10"
        assert (
            period_of(replace(EXPORTS, cadence=Cadence.QUARTERLY), Period(D(2026, 8, 1), D(2026, 8, 31)), TODAY).key
            == "2026-Q3"
        )

    @pytest.mark.parametrize(
        ("first", "last", "why"),
        [
            (D(2026, 1, 1), D(2026, 3, 31), "no month"),
            (D(2026, 12, 1), D(2026, 12, 31), "not begun"),
            (D(2025, 12, 1), D(2025, 12, 31), "outside"),
        ],
    )
    def test_others_are_refused(self, first: dt.date, last: dt.date, why: str) -> None:
        with pytest.raises(Refusal, match=why):
            period_of(EXPORTS, Period(first, last), TODAY)


class TestWhichOne:
    def test_by_key_or_either_name_despite_case_and_spaces(self) -> None:
        every = [EXPORTS, RATE]
        assert [pick(every, typed).number for typed in ("EXPORTS", "수 출", "Reserve Margin", "예비율")] == [1, 1, 2, 2]
        with pytest.raises(Refusal) as caught:
            pick(every, "imports")
        assert caught.value.values == {"name": "imports", "keys": "exports, margin"}

    def test_a_key_goes_before_a_name(self) -> None:
        other = replace(RATE, key="수출")
        assert pick([EXPORTS, other], "수출").number == 2

    @pytest.mark.parametrize("key", ["", "two words", "list", "목록", "Exports", "-x", "x" * 31])
    def test_a_key_can_be_typed_and_means_nothing_else(self, key: str) -> None:
        with pytest.raises(Refusal):
            check_key(key, ["exports"], ["list", "목록"])

    def test_no_two_answer_to_one_name(self) -> None:
        check_names(EXPORTS, [EXPORTS, RATE])
        with pytest.raises(Refusal, match="called that already"):
            check_names(replace(RATE, en="EXPORTS"), [EXPORTS])


class TestReadings:
    def test_a_percentage_is_a_reading_of_percent_alone(self) -> None:
        check_unit(RATE, "%")
        check_unit(RATE, "")
        with pytest.raises(Refusal, match="measured in"):
            check_unit(EXPORTS, "%")

    @pytest.mark.parametrize("unit", ["원", "₩", "유로", "엔", "KRW"])
    def test_a_currency_is_a_reading_of_that_currency_alone(self, unit: str) -> None:
        check_unit(replace(EXPORTS, unit=f"억 {unit}"), unit)
        for other in (EXPORTS, RATE, replace(EXPORTS, unit=""), replace(EXPORTS, unit="인원")):
            with pytest.raises(Refusal, match="measured in"):
                check_unit(other, unit)

    @pytest.mark.parametrize(
        ("unit", "code"),
        [
            ("USD", "USD"),
            ("US$ bn", "USD"),
            ("억달러", "USD"),
            ("조 원", "KRW"),
            ("명", ""),
            ("인원", ""),
            ("병원", ""),
            ("", ""),
        ],
    )
    def test_which_currency_a_unit_is(self, unit: str, code: str) -> None:
        assert currency(unit) == code

    @pytest.mark.parametrize(
        ("before", "now", "far"),
        [
            ((14, 15), 150, True),
            ((14, 15), 149, False),
            ((14, 15), 139, False),
            ((14, 15), "1.4", True),
            ((14, 15), "1.5", False),
            ((1, 14), 15, False),
            ((), 15, False),
            ((0,), 15, False),
            ((14,), 0, False),
        ],
    )
    def test_what_is_ten_times_the_last_few_is_far_off(
        self, before: tuple[int, ...], now: int | str, far: bool
    ) -> None:
        last = [reading(month, value) for month, value in enumerate(before, 8)]
        found = far_off(reading(10, now), last)
        assert (found is not None) is far
        assert far_off(reading(10, now, sector="steel"), last) is None

    @pytest.mark.parametrize("value", ["1e18", "-1e18", "0.00000000001"])
    def test_what_is_too_large_or_too_fine_is_refused(self, value: str) -> None:
        with pytest.raises(Refusal, match="too large"):
            check_amount(Decimal(value))

    @pytest.mark.parametrize(
        ("value", "kept"), [("999999999999999999", "999999999999999999"), ("1.50", "1.5"), ("0.0", "0")]
    )
    def test_what_is_kept_has_no_needless_zeros(self, value: str, kept: str) -> None:
        assert format(check_amount(Decimal(value)), "f") == kept

    def test_sectors_are_known_words_of_indicators_that_have_them(self) -> None:
        assert term_of(EXPORTS, DEFAULT_VOCABULARY, Facet.SECTOR, "반도체").key == "semiconductors"
        assert term_of(EXPORTS, DEFAULT_VOCABULARY, Facet.REGION, "Busan").key == "busan"
        for typed in ("수출", "Busan"):  # a kind of visit, a region
            with pytest.raises(Refusal, match="no sector here"):
                term_of(EXPORTS, DEFAULT_VOCABULARY, Facet.SECTOR, typed)
        with pytest.raises(Refusal, match="not read by sector"):
            term_of(replace(EXPORTS, by_sector=False), DEFAULT_VOCABULARY, Facet.SECTOR, "steel")

    def test_only_what_was_just_recorded_is_taken_back(self) -> None:
        within = dt.timedelta(minutes=10)
        one = reading(1, 1)
        assert check_undo(one, MADE + within, within) == one
        for gone, now in (
            (one, MADE + within + dt.timedelta(seconds=1)),
            (replace(one, undone=MADE), MADE),
            (None, MADE),
        ):
            with pytest.raises(Refusal, match="taken back"):
                check_undo(gone, now, within)
