"""From answers to what is shown of them. Of an anonymous survey small numbers are hidden: see `hiding`.

What is shown of a wave hangs together in three ways only: options add up to those who answered, sectors and regions add
up to the same total, and options within a group to the group. Each is one of the sums that `hiding` reckons with. That
is why a question with one answer must be answered, and why everybody is counted in one sector and one region.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final

from bot.domain.surveys.hiding import LEAST, Cell, hidden, hidden_in_both, small, table, together
from bot.domain.surveys.values import SCALE, Answer, Headline, Kind, Question, Survey, Value, Wave
from bot.domain.words import Facet
from bot.values import frozen

OTHERS: Final = "\0others"  # the key of the row of small groups, which are shown together
FACETS: Final = (Facet.SECTOR, Facet.REGION)

Columns = tuple[tuple[int, ...], ...]  # indexes of the options that each column counts


@frozen
class Row:
    """A group's numbers. `key` is a sector's or region's, "" of those who named none; a cell is None when hidden."""

    key: str
    size: int
    cells: tuple[int | None, ...]
    mean: float | None = None


@frozen
class Counted:
    """One question. `by` has a facet only where groups can be told apart."""

    question: Question
    columns: Columns = ()
    total: Row = Row("", 0, ())
    by: Mapping[Facet, tuple[Row, ...]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()


@frozen
class Outcome:
    """A wave's results. `answered` is None, and there are no questions, when too few answered."""

    survey: Survey
    wave: Wave
    answered: int | None
    questions: tuple[Counted, ...] = ()


def outcome(survey: Survey, wave: Wave, answers: Sequence[Answer]) -> Outcome:
    """What everybody may see of a wave, whoever they are."""
    if survey.anonymous and len(answers) < LEAST:
        return Outcome(survey, wave, None if answers else 0)
    groups = {facet: found for facet in FACETS if (found := _groups(survey, facet, answers)) is not None}
    counted = [_counted(survey, at, question, answers, groups) for at, question in enumerate(survey.questions)]
    return Outcome(survey, wave, len(answers), tuple(counted))


def headline(found: Outcome) -> Headline:
    """The first question that can be counted; an empty Headline when nothing may be said."""
    for one in found.questions:
        if one.total.mean is not None:
            return Headline(one.question.text, mean=one.total.mean)
        options = _alone(one)
        if options and found.answered:
            number, option = max(options, key=lambda pair: pair[0])
            return Headline(one.question.text, option, round(100 * number / found.answered))
    return Headline()


def labels(question: Question) -> tuple[str, ...]:
    """What each column is called, before columns are joined."""
    return tuple(str(mark) for mark in SCALE) if question.kind is Kind.SCALE else question.options


def _alone(one: Counted) -> list[tuple[int, str]]:
    """The options that stand by themselves, with their numbers."""
    names = labels(one.question)
    cells = zip(one.columns, one.total.cells, strict=True)
    return [(number, names[column[0]]) for column, number in cells if len(column) == 1 and number]


# groups ---------------------------------------------------------------------------------------------------------------


@frozen
class Groups:
    """The rows of a facet's tables: their keys and sizes, and in which row each answer is counted."""

    keys: tuple[str, ...]
    sizes: Mapping[str, int]
    rows: tuple[int, ...]


def _groups(survey: Survey, facet: Facet, answers: Sequence[Answer]) -> Groups | None:
    """None when there is nothing to tell apart. Those who named none come last, and the small ones that are joined."""
    named = [(answer.sector if facet is Facet.SECTOR else answer.region) or "" for answer in answers]
    sizes = Counter(named)
    order = sorted(sizes, key=lambda key: (not key, -sizes[key], key))
    joined = together([sizes[key] for key in order]) if survey.anonymous else frozenset()
    small_ones = {order[at] for at in joined}
    called = [OTHERS if key in small_ones else key for key in named]
    keys = (*(key for key in order if key not in small_ones), *([OTHERS] if small_ones else []))
    if len(keys) < 2:
        return None
    return Groups(keys, Counter(called), tuple(keys.index(key) for key in called))


# counting -------------------------------------------------------------------------------------------------------------


def _counted(
    survey: Survey, at: int, question: Question, answers: Sequence[Answer], groups: Mapping[Facet, Groups]
) -> Counted:
    values = [answer.values[at] for answer in answers]
    match question.kind:
        case Kind.TEXT:
            texts = [value for value in values if isinstance(value, str) and value]
            return Counted(question, texts=() if survey.anonymous and len(texts) < LEAST else tuple(texts))
        case Kind.MULTIPLE:
            return _of_many(survey, question, values, groups)
    return _of_one(survey, question, values, groups)


def _of_one(survey: Survey, question: Question, values: Sequence[Value], groups: Mapping[Facet, Groups]) -> Counted:
    """Everybody chose one option: all of a row's cells add up to its size."""
    base = SCALE[0] if question.kind is Kind.SCALE else 0
    chosen = [value - base for value in values if isinstance(value, int)]
    sizes = Counter(chosen)
    joined = together([sizes[option] for option in range(question.columns)]) if survey.anonymous else frozenset()
    if len(joined) == question.columns:  # one column of everything says nothing
        return Counted(question)
    apart: Columns = tuple((option,) for option in range(question.columns) if option not in joined)
    columns: Columns = (*apart, tuple(sorted(joined))) if joined else apart
    column_of = {option: at for at, column in enumerate(columns) for option in column}
    total = _row(question, "", columns, [sum(sizes[option] for option in column) for column in columns], len(values))
    cells = _by_group(survey, [column_of[option] for option in chosen], len(columns), groups)
    by = {
        facet: tuple(
            _row(question, key, columns, row, found.sizes[key])
            for key, row in zip(found.keys, cells[facet], strict=True)
        )
        for facet, found in groups.items()
    }
    return Counted(question, columns, total, by)


def _of_many(survey: Survey, question: Question, values: Sequence[Value], groups: Mapping[Facet, Groups]) -> Counted:
    """Everybody chose some options, or none: each option is a table of its own, chosen or not."""
    chose = [frozenset(value if isinstance(value, tuple) else ()) for value in values]
    columns = tuple((option,) for option in range(question.columns))
    numbers = [sum(option in one for one in chose) for option in range(question.columns)]
    seen = [not survey.anonymous or not (small(number) or small(len(values) - number)) for number in numbers]
    total = Row("", len(values), tuple(number if seen[at] else None for at, number in enumerate(numbers)))
    tables = [_by_group(survey, [int(option not in one) for one in chose], 2, groups) for (option,) in columns]
    by = {
        facet: tuple(
            Row(key, found.sizes[key], tuple(one[facet][row][0] if seen[at] else None for at, one in enumerate(tables)))
            for row, key in enumerate(found.keys)
        )
        for facet, found in groups.items()
    }
    return Counted(question, columns, total, by)


def _by_group(
    survey: Survey, chosen: Sequence[int], wide: int, groups: Mapping[Facet, Groups]
) -> Mapping[Facet, list[list[int | None]]]:
    """For each facet the rows of its table; None in place of what is hidden."""
    tables = {facet: table(one.rows, chosen, len(one.keys), wide) for facet, one in groups.items()}
    gone: dict[Facet, frozenset[Cell]] = {facet: frozenset() for facet in tables}
    if survey.anonymous and len(tables) == len(FACETS):
        rows = [groups[facet].rows for facet in FACETS]
        places = list(zip(rows[0], rows[1], chosen, strict=True))
        gone[FACETS[0]], gone[FACETS[1]] = hidden_in_both(places, tables[FACETS[0]], tables[FACETS[1]])
    elif survey.anonymous:
        gone = {facet: hidden(one) for facet, one in tables.items()}
    return {
        facet: [
            [None if (row, column) in gone[facet] else number for column, number in enumerate(cells)]
            for row, cells in enumerate(one)
        ]
        for facet, one in tables.items()
    }


def _row(question: Question, key: str, columns: Columns, cells: Sequence[int | None], size: int) -> Row:
    """With its mean, where every mark is shown by itself."""
    numbers = [number for number in cells if number is not None]
    mean = None
    if question.kind is Kind.SCALE and len(numbers) == len(cells) == question.columns and size:
        mean = sum(SCALE[column[0]] * number for column, number in zip(columns, numbers, strict=True)) / size
    return Row(key, size, tuple(cells), mean)
