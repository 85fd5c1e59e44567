"""The month's evaluation as a picture: effectiveness across, timeliness upwards, a bubble a point."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
    TRACK,
    WASH,
    WIDTH,
    Chart,
    Heading,
    Run,
    Sheet,
    leading,
    notice,
)
from bot.charts.lettering import width, wrap
from bot.domain.charts import EvaluationChart, Rated
from bot.i18n import Translator

Point = tuple[int, int]

MARKS: Final = range(1, 6)
LEFT: Final = 66.0
CELL: Final = (94.0, 104.0)
BAND: Final = 30.0  # above and below the grid, for the quadrants' names
AXIS: Final = 62.0
SIDE: Final = 568.0  # where the list of the lowest starts
RADIUS: Final = (10.0, 28.0)
LIFT: Final = 16.0  # a bubble sits above its cell's middle and leaves room for ids
NAMED: Final = 3
ARROWS: Final = 12
ARROW: Final = "#B4BFCB"
ID: Final = SMALL - 1


def evaluation_chart(t: Translator, facts: EvaluationChart) -> Chart:
    """Effectiveness × timeliness of a month's tasks, with last month's marks as arrows and the lowest five by name."""
    title = t.plain("Evaluation of {month}", month=t.month(facts.month))
    if not facts.rated:
        nothing = t.plain("No task has both marks yet.")
        missing = _unrated(t, facts.unrated)
        return notice(title, missing, nothing).chart(title, (f"{title}.", nothing, missing))
    under = _under(t, facts)
    head = Heading.of(title, under)
    sheet = Sheet(head.height + 3 * BAND + 5 * CELL[1] + AXIS)
    head.draw(sheet)
    _Plot(t, sheet, head.height + 2 * BAND - 6, facts).draw()
    return sheet.chart(title, (f"{title}.", f"{under}.", *_words(t, facts)))


def _under(t: Translator, facts: EvaluationChart) -> str:
    count = len(facts.rated)
    said = t.many_plain(
        "{n} task, on average effectiveness {effect} and timeliness {time}",
        "{n} tasks, on average effectiveness {effect} and timeliness {time}",
        count,
        effect=f"{sum(task.effectiveness for task in facts.rated) / count:.1f}",
        time=f"{sum(task.timeliness for task in facts.rated) / count:.1f}",
    )
    return " · ".join(part for part in (said, _unrated(t, facts.unrated)) if part)


def _unrated(t: Translator, unrated: int) -> str:
    return t.many_plain("{n} without marks", "{n} without marks", unrated) if unrated else ""


def _words(t: Translator, facts: EvaluationChart) -> list[str]:
    """The lowest first, then every point: what a reader of the picture would look at, in that order."""
    lowest = [
        t.plain(
            "{task} {title}: effectiveness {effect}, timeliness {time}.",
            task=task.task,
            title=task.title,
            effect=task.effectiveness,
            time=task.timeliness,
        )
        for task in _lowest(facts)
    ]
    points = [
        t.many_plain(
            "Effectiveness {effect}, timeliness {time}: {n} task.",
            "Effectiveness {effect}, timeliness {time}: {n} tasks.",
            count,
            effect=effect,
            time=time,
        )
        for (effect, time), count in sorted(Counter(task.point for task in facts.rated).items())
    ]
    return [*lowest, *points]


def _lowest(facts: EvaluationChart) -> list[Rated]:
    by_id = {task.task: task for task in facts.rated}
    return [by_id[task] for task in facts.lowest if task in by_id]


class _Plot:
    """The grid with its bubbles; `top` is the y of its upper edge."""

    def __init__(self, t: Translator, sheet: Sheet, top: float, facts: EvaluationChart) -> None:
        self.t = t
        self.sheet = sheet
        self.top = top
        self.facts = facts
        self.bottom = top + 5 * CELL[1]
        self.right = LEFT + 5 * CELL[0]
        self.points: dict[Point, list[Rated]] = {}
        for task in facts.rated:
            self.points.setdefault(task.point, []).append(task)
        self.most = max(len(tasks) for tasks in self.points.values())

    def draw(self) -> None:
        self._grid()
        self._quadrants()
        self._axes()
        moves = chosen_moves(self.facts.rated, set(self.facts.lowest))
        for (before, now), count in moves.items():
            self._arrow(before, now, count, (now, before) in moves)
        for point in self.points:
            self._bubble(point)
        self._side(bool(moves))

    def _grid(self) -> None:
        """Two by two cells a quadrant; a middle mark belongs to none of them."""
        wide, high = CELL
        for column in (0, 3):
            for row in (0, 3):
                self.sheet.box(LEFT + column * wide, self.top + row * high, 2 * wide, 2 * high, WASH)
        for step in range(6):
            x, y = LEFT + step * wide, self.top + step * high
            self.sheet.line([(x, self.top), (x, self.bottom)], HAIRLINE)
            self.sheet.line([(LEFT, y), (self.right, y)], HAIRLINE)

    def _quadrants(self) -> None:
        t, above, below = self.t, self.top - 10, self.bottom + 20
        self.sheet.text(LEFT, above, t.plain("timely, little effect"), SMALL, colour=MUTED)
        self.sheet.text(self.right, above, t.plain("timely and effective"), SMALL, colour=MUTED, align="right")
        self.sheet.text(LEFT, below, t.plain("late, little effect"), SMALL, colour=MUTED)
        self.sheet.text(self.right, below, t.plain("effective but late"), SMALL, colour=MUTED, align="right")

    def _axes(self) -> None:
        baseline = self.bottom + BAND + 22
        for mark in MARKS:
            x, y = self._cell((mark, mark))
            self.sheet.text(x, baseline, str(mark), BODY, bold=True, align="center")
            self.sheet.text(LEFT - 14, y - LIFT + BODY * 0.36, str(mark), BODY, bold=True, align="right")
        self.sheet.text(MARGIN, self.top - BAND - 6, self.t.plain("Timeliness ↑"), BODY, bold=True)
        self.sheet.text(self.right, baseline + 26, self.t.plain("Effectiveness →"), BODY, bold=True, align="right")

    def _cell(self, point: Point) -> tuple[float, float]:
        """The middle of a point's cell."""
        return LEFT + (point[0] - 0.5) * CELL[0], self.bottom - (point[1] - 0.5) * CELL[1]

    def _centre(self, point: Point) -> tuple[float, float]:
        x, y = self._cell(point)
        return x, y - LIFT

    def _radius(self, point: Point) -> float:
        """Areas are as the counts, but never too small for the number inside; 0 where no task is."""
        count = len(self.points.get(point, ()))
        least = RADIUS[0] if count == 1 else RADIUS[0] + 5
        return max(least, RADIUS[1] * math.sqrt(count / max(self.most, 4))) if count else 0

    def _labels(self, point: Point) -> list[str]:
        """The ids below a bubble: those of the lowest, where there are none of a few all."""
        ids = [task.task for task in self.points.get(point, ())]
        low = [task for task in ids if task in self.facts.lowest]
        return packed(low or (ids if len(ids) <= NAMED else []), CELL[0] - 6)

    def _arrow(self, before: Point, now: Point, count: int, both_ways: bool) -> None:
        """From bubble to bubble, beside what is written below them; two that meet keep to their right."""
        (x0, y0), (x1, y1) = self._centre(before), self._centre(now)
        length = math.hypot(x1 - x0, y1 - y0)
        along, aside = ((x1 - x0) / length, (y1 - y0) / length), 7 if both_ways else 0
        x0, y0 = x0 - along[1] * aside, y0 + along[0] * aside
        covered = self._cover(before), self._cover(now)
        clear = [
            far
            for far in range(int(length))
            if not any(covers(x0 + along[0] * far, y0 + along[1] * far) for covers in covered)
        ]
        if len(clear) < 12:
            return
        start, end = ((x0 + along[0] * far, y0 + along[1] * far) for far in (clear[0], clear[-1]))
        self.sheet.arrow(start, end, ARROW, 1.8 + min(count, 5) * 0.2)
        if before not in self.points:
            self.sheet.disc(*start, 5, ARROW)

    def _cover(self, point: Point) -> Callable[[float, float], bool]:
        """Whether a point's bubble or ids lie at x, y: asked all along an arrow, so they are measured once."""
        middle, radius, labels = self._centre(point), self._radius(point), self._labels(point)
        wide = max((width(label, ID) for label in labels), default=0) / 2 + 3
        high = radius + 8 + len(labels) * leading(ID)

        def covers(x: float, y: float) -> bool:
            across, down = x - middle[0], y - middle[1]
            if radius and math.hypot(across, down) <= radius + 4:
                return True
            return bool(labels) and 0 <= down <= high and abs(across) <= wide

        return covers

    def _bubble(self, point: Point) -> None:
        x, y = self._centre(point)
        tasks = self.points[point]
        low = sum(task.task in self.facts.lowest for task in tasks)
        radius = self._radius(point)
        self.sheet.disc(x, y, radius, ACCENT if low == len(tasks) else CALM)
        if len(tasks) > 1:
            self.sheet.text(x, y + BODY * 0.36, str(len(tasks)), BODY, colour=PAPER, bold=True, align="center")
        colour = ACCENT if low else INK
        self.sheet.lines(x, y + radius + ID + 3, self._labels(point), ID, colour=colour, align="center", halo=PAPER)

    def _side(self, moved: bool) -> None:
        lowest = _lowest(self.facts)
        y = self.top
        if lowest:
            self.sheet.text(SIDE, y - 10, self.t.plain("Lowest rated"), BODY, bold=True)
            self.sheet.text(SIDE, y + 13, self.t.plain("effectiveness · timeliness"), SMALL, colour=MUTED)
            y += 42
            for task in lowest:
                y = self._low(y, task)
        if moved:
            y = self.bottom - 6
            self.sheet.arrow((SIDE, y), (SIDE + 34, y), ARROW, 2.4)
            self.sheet.text(SIDE + 44, y + 6, self.t.plain("since last month"), SMALL, colour=MUTED)

    def _low(self, y: float, task: Rated) -> float:
        marks = [
            Run(f"{task.effectiveness}", INK, bold=True),
            Run("·", MUTED),
            Run(f"{task.timeliness}", INK, bold=True),
        ]
        self.sheet.text(SIDE, y + 6, task.task, BODY, colour=ACCENT, bold=True)
        self.sheet.run(WIDTH - MARGIN, y + 6, marks, BODY, align="right")
        title = wrap(task.title, WIDTH - MARGIN - SIDE, SMALL)
        self.sheet.lines(SIDE, y + 6 + leading(BODY), title, SMALL, colour=INK)
        bottom = y + 6 + leading(BODY) + len(title) * leading(SMALL)
        self.sheet.line([(SIDE, bottom), (WIDTH - MARGIN, bottom)], TRACK)
        return bottom + 20


def chosen_moves(rated: Sequence[Rated], lowest: set[str]) -> Mapping[tuple[Point, Point], int]:
    """Who went from where to where, and how many: the lowest's ways and the commonest, at most `ARROWS`."""
    moved = [task for task in rated if task.before is not None and task.before != task.point]
    count = Counter((task.before, task.point) for task in moved if task.before)
    low = {(task.before, task.point) for task in moved if task.task in lowest}
    ranked = sorted(count, key=lambda move: (move not in low, -count[move], move))
    return {move: count[move] for move in ranked[:ARROWS]}


def packed(ids: Sequence[str], room: float) -> list[str]:
    """The ids in two lines of `room` units; an id is never broken, and those that have no room are counted: `+1`."""
    lines: list[str] = []
    for at, task in enumerate(ids):
        if lines and width(f"{lines[-1]} {task}", ID) <= room:
            lines[-1] += f" {task}"
        elif len(lines) < 2:
            lines.append(task)
        else:
            lines[-1] += f" +{len(ids) - at}"
            break
    return lines
