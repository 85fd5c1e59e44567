"""A question of a survey: its answers as bars of a whole, for everybody, by sector, by region and by wave."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.charts.canvas import (
    ACCENT,
    BODY,
    CALM,
    HAIRLINE,
    INK,
    MARGIN,
    MUTED,
    PAPER,
    SAND,
    SLATE,
    SMALL,
    SOFT,
    STEEL,
    TRACK,
    WIDTH,
    Chart,
    Heading,
    Sheet,
)
from bot.charts.lettering import shorten, width
from bot.domain.charts import SurveyBar, SurveyChart, SurveyPart
from bot.i18n import Translator

ROWS: Final = 12  # of a part; more would be unreadable beside a message
BAR: Final = 24
ROW: Final = 40
NAME: Final = (MARGIN, 198.0)  # where the names start and how wide they are
BARS: Final = (235.0, 470.0)
END: Final = 715.0  # where a row's number of answers stands
OPTIONS: Final = ((CALM, PAPER), (SAND, INK), (SLATE, PAPER), (SOFT, INK), (ACCENT, PAPER), (STEEL, INK))
MARKS: Final = ((ACCENT, PAPER), (SAND, INK), (TRACK, INK), (SOFT, INK), (CALM, PAPER))


def survey_chart(t: Translator, facts: SurveyChart) -> Chart:
    """The question with its bars, and the numbers in words."""
    head = Heading.of(facts.title, facts.question)
    legend = list(_legend_rows(facts))
    parts = [SurveyPart(part.name, part.bars[:ROWS]) for part in facts.parts if part.bars]
    height = head.height + 26 * len(legend) + 14 + sum(40 + ROW * len(part.bars) for part in parts) + MARGIN
    sheet = Sheet(height)
    head.draw(sheet)
    y = head.height
    for row in legend:
        _key(sheet, y, row)
        y += 26
    y += 14
    for part in parts:
        y = _part(t, sheet, y, facts, part)
    return sheet.chart(facts.title, (f"{facts.title}. {facts.question}", *_words(t, facts, parts)))


def _colours(facts: SurveyChart) -> Sequence[tuple[str, str]]:
    return MARKS if facts.marks else OPTIONS


def _legend_rows(facts: SurveyChart) -> Iterator[list[tuple[str, str]]]:
    """The key to the colours, as many to a line as fit."""
    row: list[tuple[str, str]] = []
    x = float(MARGIN)
    for name, (colour, _) in zip(facts.legend, _colours(facts), strict=False):
        said = shorten(name, 230, SMALL)
        wide = 18 + width(said, SMALL) + 18
        if row and x + wide > WIDTH - MARGIN:
            yield row
            row, x = [], float(MARGIN)
        row.append((said, colour))
        x += wide
    if row:
        yield row


def _key(sheet: Sheet, y: float, row: Sequence[tuple[str, str]]) -> None:
    x = float(MARGIN)
    for name, colour in row:
        sheet.box(x, y - 12, 13, 13, colour)
        sheet.text(x + 18, y, name, SMALL, colour=MUTED)
        x += 18 + width(name, SMALL) + 18


def _part(t: Translator, sheet: Sheet, y: float, facts: SurveyChart, part: SurveyPart) -> float:
    sheet.line([(MARGIN, y), (WIDTH - MARGIN, y)], HAIRLINE)
    sheet.text(MARGIN, y + 27, part.name, BODY, bold=True)
    y += 40
    for bar in part.bars:
        _bar(t, sheet, y + ROW / 2, facts, bar)
        y += ROW
    return y


def _bar(t: Translator, sheet: Sheet, middle: float, facts: SurveyChart, bar: SurveyBar) -> None:
    baseline = middle + SMALL * 0.36
    sheet.text(NAME[0], baseline, shorten(bar.name, NAME[1], BODY), BODY)
    x, wide = BARS
    sheet.box(x, middle - BAR / 2, wide, BAR, "#F0F2F5")
    for number, (colour, ink) in zip(bar.cells, _colours(facts), strict=False):
        if not number or not bar.size:
            continue
        part = wide * number / bar.size
        sheet.box(x, middle - BAR / 2, part - 1.5, BAR, colour)
        percent = t.plain("{n}%", n=round(100 * number / bar.size))
        if width(percent, SMALL) < part - 6:
            sheet.text(x + (part - 1.5) / 2, baseline, percent, SMALL, colour=ink, align="center")
        x += part
    hidden = BARS[0] + wide - x
    if any(cell is None for cell in bar.cells) and hidden > 60:
        sheet.text(x + hidden / 2, baseline, t.plain("hidden"), SMALL, colour=MUTED, align="center")
    said = t.number(bar.size) if bar.mean is None else t.plain("⌀ {mean}", mean=round(bar.mean, 1))
    sheet.text(END, baseline, said, BODY, bold=True)


def _words(t: Translator, facts: SurveyChart, parts: Sequence[SurveyPart]) -> Iterator[str]:
    names = facts.legend or ("",)
    for part in parts:
        for bar in part.bars:
            cells = ", ".join(
                f"{name} {'–' if cell is None else cell}".strip() for name, cell in zip(names, bar.cells, strict=False)
            )
            yield t.plain("{part}, {group} ({n}): {cells}.", part=part.name, group=bar.name, n=bar.size, cells=cells)
