"""What the charts are made of: plain values, counted elsewhere."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from bot.values import frozen

STEPS: Final = "▁▂▃▄▅▆▇█"


@frozen
class TeamBars:
    """One team's week, as the gathered agenda draws it.

    `visits` were made, `expected` is the sum of its people's quotas; `people` have a quota and `quota_met` of them met
    it. `open` counts every unclosed difficulty and includes the `late` ones; the four task counts exclude each other.
    """

    name: str
    people: int = 0
    quota_met: int = 0
    visits: int = 0
    expected: float = 0
    open: int = 0
    late: int = 0
    on_track: int = 0
    at_risk: int = 0
    tasks_late: int = 0
    blocked: int = 0

    @property
    def tasks(self) -> int:
        return self.on_track + self.at_risk + self.tasks_late + self.blocked

    @property
    def unmet(self) -> int:
        return self.people - self.quota_met

    @property
    def silent(self) -> bool:
        """Nothing at all to show."""
        return not (self.people or self.visits or self.open or self.tasks)


def together(name: str, teams: Iterable[TeamBars]) -> TeamBars:
    """Several teams as one row. A visit that two of them show counts twice (see `AgendaChart.total`)."""
    rows = list(teams)
    return TeamBars(
        name=name,
        people=sum(row.people for row in rows),
        quota_met=sum(row.quota_met for row in rows),
        visits=sum(row.visits for row in rows),
        expected=sum(row.expected for row in rows),
        open=sum(row.open for row in rows),
        late=sum(row.late for row in rows),
        on_track=sum(row.on_track for row in rows),
        at_risk=sum(row.at_risk for row in rows),
        tasks_late=sum(row.tasks_late for row in rows),
        blocked=sum(row.blocked for row in rows),
    )


@frozen
class AgendaChart:
    """The week of the gathered agenda: `first` to `last` are the days that the results cover.

    `teams` keep their order. `total` holds the organisation's own numbers, in which a visit that two teams show
    counts once; without it the teams are added up.
    """

    first: dt.date
    last: dt.date
    teams: tuple[TeamBars, ...]
    total: TeamBars | None = None


@frozen
class Rated:
    """One task's evaluation, both marks 1–5; `before` is last month's (effectiveness, timeliness)."""

    task: str
    title: str
    effectiveness: int
    timeliness: int
    before: tuple[int, int] | None = None

    @property
    def point(self) -> tuple[int, int]:
        return self.effectiveness, self.timeliness


@frozen
class EvaluationChart:
    """A month's results. `lowest` names tasks of `rated`, worst first; `unrated` were asked about and got no mark."""

    month: dt.date
    rated: tuple[Rated, ...]
    lowest: tuple[str, ...] = ()
    unrated: int = 0


@frozen
class Measured:
    """What had been reached by the end of `day`, on the path or off it."""

    day: dt.date
    value: Decimal
    off: bool = False


@frozen
class Bars:
    """What some parts come to, the largest first: of sectors, of regions."""

    name: str
    parts: tuple[tuple[str, Decimal], ...]


@frozen
class IndicatorChart:
    """An indicator's period, the corners of its target path, its readings oldest first, and its parts.

    `name` is that of the indicator; `at_most`: the path is a ceiling, not a floor.
    """

    name: str
    unit: str
    first: dt.date
    last: dt.date
    path: tuple[tuple[dt.date, Decimal], ...]
    readings: tuple[Measured, ...]
    target: Decimal
    expected: Decimal | None = None  # by the newest reading
    at_most: bool = False
    bars: tuple[Bars, ...] = ()


@frozen
class CoverageChart:
    """Visits of some days: a row a region, a column a sector. `waiting`: cells with organisations unseen."""

    first: dt.date
    last: dt.date
    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    visits: tuple[tuple[int, ...], ...]
    waiting: frozenset[tuple[int, int]] = frozenset()


@frozen
class Week:
    """Visits made in the week that starts on `monday`, against the quota."""

    monday: dt.date
    visits: int
    expected: float


def spark(weeks: Sequence[Week]) -> str:
    """The weeks as `▂▄█▆`, for a line of text; the tallest fills it, "" for none."""
    most = max((max(week.visits, week.expected) for week in weeks), default=0)
    return "".join(STEPS[min(7, int(week.visits * 8 / most))] if most else STEPS[0] for week in weeks)


@frozen
class SurveyBar:
    """A group's numbers, a cell a colour; None is hidden, and what the cells leave of `size` is drawn as hidden."""

    name: str
    size: int
    cells: tuple[int | None, ...]
    mean: float | None = None


@frozen
class SurveyPart:
    """Bars under a heading: all answers, by sector, by region, by wave."""

    name: str
    bars: tuple[SurveyBar, ...]


@frozen
class SurveyChart:
    """One question's results. `legend` names the cells, each a colour; `marks`: they go from bad to good."""

    title: str
    question: str
    legend: tuple[str, ...]
    parts: tuple[SurveyPart, ...]
    marks: bool = False
