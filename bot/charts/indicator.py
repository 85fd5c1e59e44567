"""An indicator over its period: the target path, what has been reached, and what its sectors and regions come to."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
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
    SMALL,
    SOFT,
    STEEL,
    WIDTH,
    Chart,
    Heading,
    Sheet,
    leading,
    notice,
)
from bot.charts.lettering import shorten, width
from bot.domain.calendars import DAY, month_end, months
from bot.domain.charts import Bars, IndicatorChart, Measured
from bot.i18n import Translator

PLOT: Final = 300.0
AXIS: Final = 110.0  # left of the plot, for the amounts
TARGET_ROOM: Final = 130.0  # right of it, for the target
GRID: Final = 4  # lines above the foot
PARTS: Final = 8  # bars of a kind
BAR: Final = 34.0
NAMES: Final = 190.0


def indicator_chart(t: Translator, facts: IndicatorChart) -> Chart:
    """The path as a line, the readings as discs on another; those off the path are red. Bars of the parts below."""
    title = t.plain("{name}: readings and target path", name=facts.name)
    if not facts.readings:
        nothing = t.plain("There is no reading of the whole yet.")
        return notice(title, "", nothing).chart(title, (f"{title}.", nothing))
    head = Heading.of(title, _under(t, facts))
    tops = [*_tops(facts, head.height + PLOT + 60)]
    sheet = Sheet((tops[-1] if tops else head.height + PLOT + 30) + MARGIN)
    head.draw(sheet)
    _Plot(t, sheet, facts, head.height + 10).draw()
    for bars, top in zip(facts.bars, tops, strict=False):
        _draw_bars(t, sheet, bars, facts.unit, top)
    return sheet.chart(title, (f"{title}.", *_words(t, facts)))


def _under(t: Translator, facts: IndicatorChart) -> str:
    """Where it stands, in words."""
    newest = facts.readings[-1]
    reached = t.amount(newest.value, facts.unit)
    if facts.expected is None:
        return reached
    values = {"reached": reached, "day": newest.day, "expected": t.amount(facts.expected, facts.unit)}
    if facts.at_most:
        return t.plain("{reached} by {day}, at most {expected} expected", **values)
    return t.plain("{reached} by {day}, expected {expected}", **values)


def _words(t: Translator, facts: IndicatorChart) -> list[str]:
    target = t.amount(facts.target, facts.unit)
    said = [f"{_under(t, facts)}.", t.plain("Target by {day}: {target}.", day=facts.last, target=target)]
    for one in facts.readings:
        values = {"day": one.day, "value": t.amount(one.value, facts.unit)}
        said.append(
            t.plain("{day}: {value}, off target.", **values) if one.off else t.plain("{day}: {value}.", **values)
        )
    for bars in facts.bars:
        parts = [f"{name} {t.amount(value, facts.unit)}" for name, value in bars.parts[:PARTS]]
        said.append(f"{bars.name}: {', '.join(parts)}.")
    return said


class _Plot:
    """The coordinates of one picture: days to the right, amounts upwards."""

    def __init__(self, t: Translator, sheet: Sheet, facts: IndicatorChart, top: float) -> None:
        self.t, self.sheet, self.facts = t, sheet, facts
        self.left, self.right = MARGIN + AXIS, WIDTH - MARGIN - TARGET_ROOM
        self.top, self.bottom = top, top + PLOT
        values = [value for _, value in facts.path] + [one.value for one in facts.readings]
        self.low, self.high = _bounds(min(values), max(values))

    def x(self, day: dt.date) -> float:
        days = max((self.facts.last - self.facts.first).days + 1, 1)
        share = ((day - self.facts.first).days + 1) / days
        return self.left + max(0.0, min(1.0, share)) * (self.right - self.left)

    def y(self, value: Decimal) -> float:
        return self.bottom - float((value - self.low) / (self.high - self.low)) * (self.bottom - self.top)

    def draw(self) -> None:
        self._grid()
        self._days()
        path = [(self.x(day), self.y(value)) for day, value in self.facts.path]
        self.sheet.line(path, STEEL, 2.4)
        self._target(path[-1])
        steps = [(self.x(one.day), self.y(one.value)) for one in self.facts.readings]
        if len(steps) > 1:
            self.sheet.line(steps, CALM, 3.4)
        for one, (x, y) in zip(self.facts.readings, steps, strict=True):
            self.sheet.disc(x, y, 6.5, ACCENT if one.off else CALM)
        self._newest(self.facts.readings[-1], steps[-1])

    def _grid(self) -> None:
        for number in range(GRID + 1):
            value = self.low + (self.high - self.low) * number / GRID
            y = self.y(value)
            self.sheet.line([(self.left, y), (self.right, y)], HAIRLINE, 1.2)
            label = shorten(self.t.amount(value), AXIS - 12, SMALL)
            self.sheet.text(self.left - 10, y + 5, label, SMALL, colour=MUTED, align="right")

    def _days(self) -> None:
        """The months below, as many as have room; a short period's first and last day."""
        firsts = list(months(self.facts.first, self.facts.last))
        if len(firsts) < 2:
            ends = ((self.facts.first, self.left, "left"), (self.facts.last, self.right, "right"))
            for day, x, align in ends:
                side = "left" if align == "left" else "right"
                self.sheet.text(x, self.bottom + 26, self.t.day(day), SMALL, colour=MUTED, align=side)  # type: ignore[arg-type]  # one of Align
            return
        every = -(-len(firsts) // 12)
        for first in firsts[::every]:
            middle = (self.x(first - DAY) + self.x(month_end(first))) / 2
            name = self.t.month_name(first) if len(firsts) <= 12 else f"{first:%Y-%m}"
            self.sheet.text(middle, self.bottom + 26, name, SMALL, colour=MUTED, align="center")

    def _target(self, end: tuple[float, float]) -> None:
        amount = shorten(self.t.amount(self.facts.target, self.facts.unit), TARGET_ROOM - 12, BODY, bold=True)
        self.sheet.text(end[0] + 12, end[1] + 2, self.t.plain("target"), SMALL, colour=MUTED)
        self.sheet.text(end[0] + 12, end[1] + 24, amount, BODY, bold=True)

    def _newest(self, one: Measured, at: tuple[float, float]) -> None:
        """Its amount beside the last disc, away from the line that leads there and from the target's name."""
        said = self.t.amount(one.value, self.facts.unit)
        colour = ACCENT if one.off else INK
        low = at[1] + 28 < self.bottom - 6
        if at[0] + 14 + width(said, BODY, bold=True) < self.right:
            self.sheet.text(at[0] + 14, at[1] + (26 if low else 5), said, BODY, bold=True, colour=colour, halo=PAPER)
        else:
            self.sheet.text(at[0] - 10, at[1] - 16, said, BODY, bold=True, colour=colour, align="right", halo=PAPER)


def _bounds(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Round ends of the axis: 0 is on it, unless everything lies far from 0."""
    bottom = low if low < 0 or low > high * Decimal("0.6") else Decimal(0)
    span = (high - bottom) or abs(high) or Decimal(1)
    step = _round(span / GRID)
    floor = (bottom / step).to_integral_value(rounding="ROUND_FLOOR") * step
    while floor + step * GRID < high:
        step = _round(step * Decimal("1.01"))
        floor = (bottom / step).to_integral_value(rounding="ROUND_FLOOR") * step
    return floor, floor + step * GRID


def _round(step: Decimal) -> Decimal:
    """The next of 1, 2, 2.5 and 5 times a power of ten."""
    power = Decimal(1).scaleb(step.adjusted())
    return next(power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10")) if power * factor >= step)


# the parts ------------------------------------------------------------------------------------------------------------


def _tops(facts: IndicatorChart, top: float) -> Iterator[float]:
    """Where each block of bars begins, and at last where the picture ends."""
    if not facts.bars:
        return
    for bars in facts.bars:
        yield top
        top += leading(BODY) + 18 + BAR * min(len(bars.parts), PARTS) + 14
    yield top


def _draw_bars(t: Translator, sheet: Sheet, bars: Bars, unit: str, top: float) -> None:
    """A bar for each part, the largest first, with its amount behind it."""
    sheet.text(MARGIN, top + BODY, bars.name, BODY, bold=True)
    shown = bars.parts[:PARTS]
    most = max((abs(value) for _, value in shown), default=Decimal(0)) or Decimal(1)
    amounts = [t.amount(value, unit) for _, value in shown]
    room = WIDTH - 2 * MARGIN - NAMES - max(width(amount, BODY) for amount in amounts) - 16
    for at, (name, value) in enumerate(shown):
        y = top + leading(BODY) + 18 + at * BAR
        long = max(2.0, float(abs(value) / most) * room)
        sheet.text(MARGIN, y + 19, shorten(name, NAMES - 14, BODY), BODY)
        sheet.box(MARGIN + NAMES, y + 3, long, BAR - 12, SOFT if value >= 0 else ACCENT)
        sheet.text(MARGIN + NAMES + long + 10, y + 19, amounts[at], BODY, colour=INK)
