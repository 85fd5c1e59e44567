"""From all that is shown of an anonymous survey no number of 1 to 4 can be computed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.surveys import (
    LEAST,
    OTHERS,
    Answer,
    Counted,
    Kind,
    Outcome,
    Question,
    Row,
    Survey,
    SurveyState,
    Wave,
    outcome,
)
from bot.domain.surveys.hiding import hidden, small, together
from bot.domain.surveys.results import FACETS
from bot.domain.words import Facet

NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 25)
ONE = Question("How is business?", Kind.SINGLE, ("good", "same", "bad"))
MANY = Question("What hurts?", Kind.MULTIPLE, ("costs", "people", "rules"))
MARK = Question("How is our help?", Kind.SCALE)
QUESTIONS = (ONE, MANY, MARK)


def survey(*questions: Question, anonymous: bool = True) -> Survey:
    return Survey(3, "Business", "U0ARA", SurveyState.CLOSED, NOW, DAY, questions, anonymous=anonymous, wave=1)


def shown(answers: Sequence[Answer], *questions: Question, anonymous: bool = True) -> Outcome:
    return outcome(survey(*questions, anonymous=anonymous), Wave(3, 1, NOW, NOW, NOW, len(answers)), answers)


def answer(one: int, sector: str | None = None, region: str | None = None) -> Answer:
    return Answer(3, 1, (one,), DAY, sector=sector, region=region)


# what somebody can do who sees everything and knows the rule ----------------------------------------------------------


def fillings(
    table: Sequence[Sequence[int | None]], rows: Sequence[int], columns: Sequence[int], low: int
) -> Iterator[list[list[int]]]:
    """Every table of whole numbers that fits: what is shown, the sums, and that a hidden cell is at least `low`."""
    width = len(columns)

    def fill(at: int, left: list[int], filled: list[list[int]]) -> Iterator[list[list[int]]]:
        if at == len(rows):
            if not any(left):
                yield [list(row) for row in filled]
            return
        for row in _rows(table[at], rows[at], left, low):
            yield from fill(at + 1, [left[c] - row[c] for c in range(width)], [*filled, row])

    yield from fill(0, list(columns), [])


def _rows(cells: Sequence[int | None], size: int, left: Sequence[int], low: int) -> Iterator[list[int]]:
    if not cells:
        if size == 0:
            yield []
        return
    values = [cells[0]] if cells[0] is not None else range(low, min(size, left[0]) + 1)
    for value in values:
        if value <= min(size, left[0]):
            for rest in _rows(cells[1:], size - value, left[1:], low):
                yield [value, *rest]


def computed(table: Sequence[Sequence[int]], gone: frozenset[tuple[int, int]]) -> list[tuple[int, int]]:
    """Small cells of which only one value fits. It is enough to find another filling for each."""
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    seen: list[list[int | None]] = [
        [None if (r, c) in gone else cell for c, cell in enumerate(row)] for r, row in enumerate(table)
    ]
    whole = len(gone) == len(rows) * len(columns)
    doubtful = {(r, c) for r, row in enumerate(table) for c, cell in enumerate(row) if small(cell)}
    for filling in fillings(seen, rows, columns, 0 if whole else 1):
        doubtful = {(r, c) for r, c in doubtful if filling[r][c] == table[r][c]}
        if not doubtful:
            break
    return sorted(doubtful)


def large(table: list[list[int]]) -> bool:
    sums = [*map(sum, table), *map(sum, zip(*table, strict=True))]
    return not any(small(number) for number in sums)


TABLES = (
    st.integers(1, 4)
    .flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 8), min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    )
    .filter(large)
)


class TestATable:
    @settings(max_examples=200)
    @given(TABLES)
    @example([[1, 4], [4, 1]])
    @example([[5, 1], [1, 5]])
    @example([[1, 1, 1, 1, 1], [5, 5, 5, 5, 5]])
    @example([[0, 6, 1], [7, 0, 4], [0, 5, 5]])
    def test_gives_no_small_cell_away(self, table: list[list[int]]) -> None:
        gone = hidden(table)
        assert {(r, c) for r, row in enumerate(table) for c, cell in enumerate(row) if small(cell)} <= gone
        assert computed(table, gone) == []

    def test_of_large_cells_hides_nothing(self) -> None:
        assert hidden([[5, 0], [6, 9]]) == frozenset()

    def test_with_one_small_cell_hides_a_rectangle_of_the_smallest(self) -> None:
        assert hidden([[4, 9, 20], [9, 9, 20], [20, 20, 20]]) == {(0, 0), (0, 1), (1, 0), (1, 1)}

    def test_the_attack_of_these_tests_works(self) -> None:
        """Without the complement everything can be computed."""
        assert computed([[4, 9], [9, 9]], frozenset({(0, 0)})) == [(0, 0)]
        assert computed([[4, 9], [9, 9]], frozenset({(0, 0), (0, 1)})) == [(0, 0)]


class TestNumbersThatAddUp:
    @pytest.mark.parametrize(
        ("numbers", "joined"),
        [
            ([5, 6, 0], set()),
            ([4, 6, 9], {0, 1}),
            ([2, 2, 9, 9], {0, 1, 2}),  # four are too few to be shown together
            ([3, 2, 9], {0, 1}),
            ([1, 1, 1, 1, 1, 9], {0, 1, 2, 3, 4, 5}),  # five ones would be known to be ones
            ([4, 1], {0, 1}),
            ([3, 0, 9], {0, 2}),
            ([3, 1], {0, 1}),
        ],
    )
    def test_small_ones_are_joined_until_they_are_enough(self, numbers: list[int], joined: set[int]) -> None:
        assert together(numbers) == joined

    @given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
    def test_no_part_of_what_is_joined_can_be_computed(self, numbers: list[int]) -> None:
        joined = together(numbers)
        if len(joined) == len(numbers):
            return  # nothing is shown but the grand total, which is large, or nothing at all
        parts = [numbers[at] for at in joined]
        fitting = (
            [one for one in product(range(1, 46), repeat=len(parts)) if sum(one) == sum(parts)]
            if len(parts) < 4
            else []
        )
        assert not fitting or all(len({one[at] for one in fitting}) > 1 for at in range(len(parts)))
        assert all(not small(number) for at, number in enumerate(numbers) if at not in joined)
        assert not parts or (sum(parts) >= LEAST and sum(parts) > len(parts))


# the whole of what is shown -------------------------------------------------------------------------------------------

PLACES = st.sampled_from([None, "parts", "steel", "bio"])
REGIONS = st.sampled_from([None, "ansan", "geoje"])
ANSWERS = st.lists(
    st.builds(
        lambda one, many, mark, sector, region: Answer(
            3, 1, (one, tuple(sorted(many)), mark), DAY, sector=sector, region=region
        ),
        st.sampled_from([0, 0, 0, 1, 2]),
        st.sets(st.integers(0, 2), min_size=1),
        st.sampled_from([5, 5, 4, 4, 4, 2, 1]),
        PLACES,
        REGIONS,
    ),
    max_size=40,
)


def told(facet: Facet, one: Answer, rows: Sequence[Row]) -> str:
    """The group that somebody is counted in."""
    key = (one.sector if facet is Facet.SECTOR else one.region) or ""
    return key if key in {row.key for row in rows} else OTHERS


def exchanged(answers: Sequence[Answer], first: int, second: int) -> list[Answer]:
    world = list(answers)
    world[first] = replace(answers[first], values=answers[second].values)
    world[second] = replace(answers[second], values=answers[first].values)
    return world


def numbers(answers: Sequence[Answer], one: Counted) -> Counter[tuple[Facet, str, int]]:
    """The first question's tables as they are behind what is shown."""
    return Counter(
        (facet, told(facet, a, rows), next(c for c, column in enumerate(one.columns) if a.values[0] in column))
        for facet, rows in one.by.items()
        for a in answers
    )


class TestWhatIsShown:
    @settings(max_examples=100)
    @given(ANSWERS)
    def test_holds_no_small_number(self, answers: list[Answer]) -> None:
        found = shown(answers, *QUESTIONS)
        assert found.answered is None or not small(found.answered)
        for one in found.questions:
            for row in (one.total, *(row for rows in one.by.values() for row in rows)):
                assert not small(row.size)
                assert not any(small(cell) for cell in row.cells if cell is not None)

    @settings(max_examples=100)
    @given(ANSWERS)
    def test_gives_no_small_cell_away(self, answers: list[Answer]) -> None:
        """Each facet's table of each question against the sums that are shown beside it."""
        found = shown(answers, *QUESTIONS)
        for at, one in enumerate(found.questions):
            for facet, rows in one.by.items():
                if one.question.kind is Kind.MULTIPLE:
                    for option in range(one.question.columns):
                        if one.total.cells[option] is not None:
                            self.attack_pairs(answers, at, option, facet, rows)
                else:
                    self.attack(answers, at, one.columns, facet, rows)

    @settings(max_examples=100)
    @given(ANSWERS)
    def test_leaves_another_world_possible_for_every_small_cell(self, answers: list[Answer]) -> None:
        """Both tables at once: two people who exchange answers change nothing that is shown, whatever else is known."""
        found = shown([replace(one, values=one.values[:1]) for one in answers], ONE)
        if not found.questions or len(found.questions[0].by) < len(FACETS):
            return
        one = found.questions[0]
        cells = {
            (facet, row.key, at): cell
            for facet, rows in one.by.items()
            for row in rows
            for at, cell in enumerate(row.cells)
        }
        whole = {facet for facet in FACETS if all(cells[key] is None for key in cells if key[0] is facet)}
        if whole:
            return  # of one table alone the exact test above speaks
        truth = numbers(answers, one)
        doubtful = {key for key in cells if small(truth[key])}
        for first, second in combinations(range(len(answers)), 2):
            world = numbers(exchanged(answers, first, second), one)
            if all(world[key] == cell if cell is not None else world[key] for key, cell in cells.items()):
                doubtful -= {key for key in doubtful if world[key] != truth[key]}
        assert doubtful == set()

    def attack(
        self, answers: Sequence[Answer], at: int, columns: Sequence[tuple[int, ...]], facet: Facet, rows: Sequence[Row]
    ) -> None:
        base = 1 if QUESTIONS[at].kind is Kind.SCALE else 0
        chosen = [next(c for c, one in enumerate(columns) if a.values[at] - base in one) for a in answers]  # type: ignore[operator]
        self.attack_coded(answers, chosen, [row.cells for row in rows], len(columns), facet, rows)

    def attack_pairs(self, answers: Sequence[Answer], at: int, option: int, facet: Facet, rows: Sequence[Row]) -> None:
        chosen = [int(option not in a.values[at]) for a in answers]  # type: ignore[operator]
        cells = [(cell, None if cell is None else row.size - cell) for row in rows for cell in [row.cells[option]]]
        self.attack_coded(answers, chosen, cells, 2, facet, rows)

    def attack_coded(
        self,
        answers: Sequence[Answer],
        chosen: Sequence[int],
        cells: Sequence[Sequence[int | None]],
        wide: int,
        facet: Facet,
        rows: Sequence[Row],
    ) -> None:
        truth = [[0] * wide for _ in rows]
        keys = [row.key for row in rows]
        for one, column in zip(answers, chosen, strict=True):
            truth[keys.index(told(facet, one, rows))][column] += 1
        gone = frozenset((r, c) for r, row in enumerate(cells) for c, cell in enumerate(row) if cell is None)
        assert all(cell == truth[r][c] for r, row in enumerate(cells) for c, cell in enumerate(row) if cell is not None)
        assert computed(truth, gone) == []
