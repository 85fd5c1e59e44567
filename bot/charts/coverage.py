"""Sector by region: how many visits there were, and where nobody has been."""

from typing import Final

from bot.charts.canvas import (
    BODY,
    CALM,
    HAIRLINE,
    INK,
    MARGIN,
    MUTED,
    PAPER,
    SAND,
    SMALL,
    SOFT,
    WIDTH,
    Chart,
    Heading,
    Sheet,
    notice,
)
from bot.charts.lettering import shorten, width
from bot.domain.charts import CoverageChart
from bot.i18n import Translator

ROWS: Final = 24  # regions that are drawn, those with the most visits if there are more
COLUMNS: Final = 14  # sectors
ROW: Final = 31.0
SUM: Final = 52.0  # the column and the row of the sums
GAP: Final = 2.0
TURN: Final = 38.0  # degrees by which the names of the columns lean
DEEP: Final = 5  # visits from which a cell is darkest


def coverage_chart(t: Translator, facts: CoverageChart) -> Chart:
    """A cell for each sector in each region, the darker the more visits; sand where nobody went but somebody could."""
    title = t.plain("Visits by sector and region")
    under = t.plain("{first} to {last}", first=facts.first, last=facts.last)
    if not facts.regions or not facts.sectors:
        nothing = t.plain("This workspace has no sectors or no regions yet.")
        return notice(title, under, nothing).chart(title, (f"{title}.", nothing))
    rows, columns = _shown(facts)
    head = Heading.of(title, under)
    longest = max(width(facts.sectors[column], SMALL) for column in columns)
    top = head.height + min(longest, 170) * 0.62 + 24
    sheet = Sheet(top + len(rows) * ROW + SUM + 34 + MARGIN)
    head.draw(sheet)
    _Grid(t, sheet, facts, rows, columns, top).draw()
    return sheet.chart(title, (f"{title}, {under}.", *_words(t, facts)))


def _shown(facts: CoverageChart) -> tuple[list[int], list[int]]:
    """Rows and columns that have room, in their order: where there are too many, those with the most visits."""
    by_row = sorted(range(len(facts.regions)), key=lambda row: -sum(facts.visits[row]))[:ROWS]
    by_column = sorted(range(len(facts.sectors)), key=lambda at: -sum(row[at] for row in facts.visits))[:COLUMNS]
    return sorted(by_row), sorted(by_column)


def _words(t: Translator, facts: CoverageChart) -> list[str]:
    seen = sum(value > 0 for row in facts.visits for value in row)
    cells = len(facts.regions) * len(facts.sectors)
    said = [t.plain("Visited: {n} of {cells} cells.", n=seen, cells=cells)]
    for row, region in enumerate(facts.regions):
        parts = [f"{sector} {n}" for sector, n in zip(facts.sectors, facts.visits[row], strict=True) if n]
        if parts:
            said.append(f"{region}: {', '.join(parts)}.")
    return said


class _Grid:
    """The cells between the names of the regions on the left and the sums on the right."""

    def __init__(
        self, t: Translator, sheet: Sheet, facts: CoverageChart, rows: list[int], columns: list[int], top: float
    ) -> None:
        self.t, self.sheet, self.facts = t, sheet, facts
        self.rows, self.columns, self.top = rows, columns, top
        names = max(width(facts.regions[row], BODY) for row in rows)
        self.left = MARGIN + min(names, 190) + 14
        self.cell = (WIDTH - MARGIN - SUM - self.left - 46) / len(columns)  # the last leaning name needs room

    def draw(self) -> None:
        for at, column in enumerate(self.columns):
            x = self.left + (at + 0.5) * self.cell
            name = shorten(self.facts.sectors[column], 170, SMALL)
            self.sheet.text(x, self.top - 10, name, SMALL, colour=MUTED, turn=TURN)
        for at, row in enumerate(self.rows):
            self._row(at, row)
        self._sums()
        self._legend(self.top + len(self.rows) * ROW + SUM)

    def _row(self, at: int, row: int) -> None:
        y = self.top + at * ROW
        self.sheet.text(
            self.left - 12, y + ROW * 0.68, shorten(self.facts.regions[row], 190, BODY), BODY, align="right"
        )
        for place, column in enumerate(self.columns):
            n = self.facts.visits[row][column]
            x = self.left + place * self.cell
            waiting = (row, column) in self.facts.waiting
            self.sheet.box(x + GAP / 2, y + GAP / 2, self.cell - GAP, ROW - GAP, _colour(n, waiting=waiting))
            if n:
                ink = PAPER if n >= DEEP else INK
                self.sheet.text(
                    x + self.cell / 2, y + ROW * 0.68, self.t.number(n), BODY, bold=True, colour=ink, align="center"
                )
        total = sum(self.facts.visits[row][column] for column in self.columns)
        self._sum(self.left + len(self.columns) * self.cell + SUM / 2, y + ROW * 0.68, total)

    def _sums(self) -> None:
        y = self.top + len(self.rows) * ROW + 22
        for at, column in enumerate(self.columns):
            self._sum(self.left + (at + 0.5) * self.cell, y, sum(self.facts.visits[row][column] for row in self.rows))
        self.sheet.text(self.left - 12, y, self.t.plain("Sum"), BODY, colour=MUTED, align="right")

    def _sum(self, x: float, y: float, total: int) -> None:
        self.sheet.text(x, y, self.t.number(total) if total else "–", BODY, colour=MUTED, align="center")

    def _legend(self, y: float) -> None:
        x = float(MARGIN)
        for colour, words in (
            (_colour(1, waiting=False), self.t.number(1)),
            (_colour(2, waiting=False), self.t.plain("2 to 4")),
            (_colour(DEEP, waiting=False), self.t.plain("5 or more visits")),
            (SAND, self.t.plain("nobody yet, organisations are there")),
        ):
            self.sheet.box(x, y - 13, 18, 18, colour)
            self.sheet.text(x + 25, y + 2, words, SMALL, colour=MUTED)
            x += 25 + width(words, SMALL) + 22


def _colour(n: int, *, waiting: bool) -> str:
    if not n:
        return SAND if waiting else HAIRLINE
    return CALM if n >= DEEP else "#7FA6CB" if n > 1 else SOFT
