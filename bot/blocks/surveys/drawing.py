"""Results as their chart is made of them."""

from collections.abc import Sequence
from typing import Final

from bot.blocks.surveys.answering import FACETS
from bot.blocks.surveys.parts import option_name
from bot.blocks.surveys.results import FACET_NAMES, group_name
from bot.domain.charts import SurveyBar, SurveyChart, SurveyPart
from bot.domain.surveys import Columns, Counted, Kind, Outcome
from bot.domain.words import Vocabulary
from bot.i18n import Translator

COLOURS: Final = 6  # options that can be told apart in one bar


def chart_facts(t: Translator, shown: Sequence[Outcome], vocabulary: Vocabulary) -> SurveyChart | None:
    """The first question of the newest of these waves that can be drawn; None when nothing may be shown."""
    if not shown:
        return None
    newest = shown[-1]
    drawable = [at for at, one in enumerate(newest.questions) if any(cell is not None for cell in one.total.cells)]
    if not drawable:
        return None
    at = drawable[0]
    one = newest.questions[at]
    title = f"{newest.survey.ref} {newest.survey.title}"
    names = tuple(option_name(t, one.question, column) for column in one.columns)
    if one.question.kind is Kind.MULTIPLE or len(one.columns) > COLOURS:
        options = zip(names, one.total.cells, strict=True)
        bars = tuple(SurveyBar(name, one.total.size, (cell,)) for name, cell in options)
        return SurveyChart(title, one.question.text, (), (SurveyPart(t.plain("All answers"), bars),))
    parts = [
        SurveyPart(t.plain("All answers"), (_total(t.plain("All"), one, one.columns),)),
        *_groups(t, one, vocabulary),
    ]
    waves = [wave for wave in shown if wave.questions]
    if len(waves) > 1:
        rows = [_total(t.plain("wave {n}", n=wave.wave.number), wave.questions[at], one.columns) for wave in waves]
        parts.append(SurveyPart(t.plain("By wave"), tuple(rows)))
    return SurveyChart(title, one.question.text, names, tuple(parts), marks=_marks(one))


def _marks(one: Counted) -> bool:
    return one.question.kind is Kind.SCALE and all(len(column) == 1 for column in one.columns)


def _total(name: str, one: Counted, columns: Columns) -> SurveyBar:
    """A wave in the columns of another: what is counted there differently is not drawn."""
    cells = dict(zip(one.columns, one.total.cells, strict=True))
    return SurveyBar(name, one.total.size, tuple(cells.get(column) for column in columns), one.total.mean)


def _groups(t: Translator, one: Counted, vocabulary: Vocabulary) -> list[SurveyPart]:
    found = []
    for facet in FACETS:
        rows = [row for row in one.by.get(facet, ()) if any(cell is not None for cell in row.cells)]
        bars = tuple(
            SurveyBar(group_name(t, vocabulary, facet, row.key), row.size, row.cells, row.mean) for row in rows
        )
        if bars:
            found.append(SurveyPart(t.plain(FACET_NAMES[facet]), bars))
    return found
