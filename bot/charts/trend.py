"""Weekly visits against the quota: as a chart, and as a strip for a status."""

from collections.abc import Sequence
from typing import Final

from bot.charts.canvas import (
    BODY,
    CALM,
    FIGURE,
    HAIRLINE,
    INK,
    MARGIN,
    MUTED,
    PAPER,
    SMALL,
    SOFT,
    TRACK,
    WIDTH,
    Chart,
    Heading,
    Sheet,
    notice,
)
from bot.charts.lettering import shorten, width
from bot.domain.charts import TrendChart, Week, tallest
from bot.i18n import Translator

WEEKS: Final = 13
PLOT: Final = 230.0
QUOTA_ROOM: Final = 70.0  # right of the bars, for the quota's name
STRIP: Final = 150.0


def trend_chart(t: Translator, facts: TrendChart) -> Chart:
    """The last 8 to 13 weeks, a bar a week, the quota as a line over them."""
    title = t.plain("{name}: visits by week", name=facts.name)
    weeks = facts.weeks[-WEEKS:]
    if not _any(weeks):
        nothing = t.plain("No visits and no quota in these weeks.")
        return notice(title, "", nothing).chart(title, (f"{title}.", nothing))
    under = _under(t, weeks)
    head = Heading.of(title, under)
    sheet = Sheet(head.height + PLOT + 30 + MARGIN)
    head.draw(sheet)
    bars = _Bars(sheet, MARGIN, WIDTH - MARGIN - QUOTA_ROOM, head.height, head.height + PLOT, weeks)
    bars.draw()
    bars.numbers(t)
    _quota_name(t, sheet, bars, weeks[-1])
    return sheet.chart(title, (f"{title}.", *_words(t, weeks)))


def sparkline_chart(t: Translator, facts: TrendChart) -> Chart:
    """A strip for a status: the last whole week's number in large type, the weeks before it as small bars."""
    title = t.plain("{name}: visits by week", name=facts.name)
    weeks = facts.weeks[-WEEKS:]
    if not _any(weeks):
        nothing = t.plain("No visits and no quota in these weeks.")
        return notice(title, "", nothing).chart(title, (f"{title}.", nothing))
    last = _last_whole(weeks)
    sheet = Sheet(STRIP)
    sheet.text(MARGIN, MARGIN + 16, shorten(facts.name, 290, BODY, bold=True), BODY, bold=True)
    figure = t.plain("{visits}/{expected}", visits=last.visits, expected=_whole(last.expected))
    sheet.text(MARGIN, MARGIN + 62, figure, FIGURE, bold=True, colour=CALM)
    sheet.text(MARGIN, MARGIN + 92, t.plain("visits, last week"), SMALL, colour=MUTED)
    _Bars(sheet, 340, WIDTH - MARGIN, MARGIN, STRIP - MARGIN, weeks).draw()
    return sheet.chart(title, (f"{title}.", *_words(t, weeks)))


def _any(weeks: Sequence[Week]) -> bool:
    return tallest(weeks) > 0


def _last_whole(weeks: Sequence[Week]) -> Week:
    whole = [week for week in weeks if not week.so_far]
    return whole[-1] if whole else weeks[-1]


def _whole(value: float) -> float:
    return int(value) if value == int(value) else round(value, 1)


def _met(week: Week) -> bool:
    return week.visits >= week.expected


def _under(t: Translator, weeks: Sequence[Week]) -> str:
    whole = [week for week in weeks if not week.so_far]
    if not whole:
        return ""
    met = sum(_met(week) for week in whole)
    return t.many_plain(
        "The quota was reached in {met} of {n} week",
        "The quota was reached in {met} of {n} weeks",
        len(whole),
        met=met,
    )


def _words(t: Translator, weeks: Sequence[Week]) -> list[str]:
    under = _under(t, weeks)
    said = [f"{under}."] if under else []
    for week in weeks:
        values = {"day": week.monday, "visits": week.visits, "expected": _whole(week.expected)}
        if week.so_far:
            said.append(t.plain("Week of {day}, so far: visits {visits} (quota {expected}).", **values))
        else:
            said.append(t.plain("Week of {day}: visits {visits} (quota {expected}).", **values))
    return said


class _Bars:
    """Bars between two x and two y, with the quota's line on top."""

    def __init__(
        self, sheet: Sheet, left: float, right: float, top: float, bottom: float, weeks: Sequence[Week]
    ) -> None:
        self.sheet = sheet
        self.left, self.right, self.bottom = left, right, bottom
        self.weeks = weeks
        self.slot = min(90.0, (right - left) / len(weeks))
        self.scale = (bottom - top) / (tallest(weeks) * 1.04)

    def y(self, value: float) -> float:
        return self.bottom - value * self.scale

    def draw(self) -> None:
        for at, week in enumerate(self.weeks):
            colour = TRACK if week.so_far else CALM if _met(week) else SOFT
            gap = self.slot * 0.12
            self.sheet.box(
                self._x(at) + gap, self.y(week.visits), self.slot - 2 * gap, self.bottom - self.y(week.visits), colour
            )
        self.sheet.line([(self.left, self.bottom), (self._x(len(self.weeks)), self.bottom)], HAIRLINE, 1.5)
        steps = [(self._x(at + side), self.y(week.expected)) for at, week in enumerate(self.weeks) for side in (0, 1)]
        self.sheet.line(steps, INK, 2.2)

    def numbers(self, t: Translator) -> None:
        """Each bar's number stands at its foot, where the quota's line does not cross it."""
        for at, week in enumerate(self.weeks):
            x = self._x(at + 0.5)
            inside = self.bottom - self.y(week.visits) >= 28
            colour = PAPER if inside and not week.so_far and _met(week) else INK
            foot = self.bottom if inside else self.y(week.visits)
            number = t.number(week.visits)
            size = BODY * min(1, self.slot * 0.74 / width(number, BODY, bold=True))
            self.sheet.text(x, foot - 9, number, size, bold=True, colour=colour, align="center")
            name = (
                t.plain("now")
                if week.so_far
                else t.plain("{month}/{day}", month=week.monday.month, day=week.monday.day)
            )
            self.sheet.text(x, self.bottom + 24, name, SMALL, colour=MUTED, align="center")

    def end(self) -> float:
        return self._x(len(self.weeks))

    def _x(self, at: float) -> float:
        return self.left + at * self.slot


def _quota_name(t: Translator, sheet: Sheet, bars: _Bars, week: Week) -> None:
    """Beside the line's end, in place of a legend."""
    y = bars.y(week.expected)
    sheet.text(bars.end() + 10, y + 2, t.plain("quota"), SMALL, colour=MUTED)
    sheet.text(bars.end() + 10, y + 22, t.number(_whole(week.expected)), BODY, bold=True)
