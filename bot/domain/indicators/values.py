"""A number that is watched, its readings, and how it goes."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.domain.periods import Cadence, Period
from bot.domain.words import folded
from bot.values import frozen

TOLERANCE: Final = 5  # percent of what was expected that a new indicator may miss without an alarm
PERCENT: Final = "%"
READ_EVERY: Final = (Cadence.WEEKLY, Cadence.MONTHLY, Cadence.QUARTERLY)


class Direction(StrEnum):
    UP = "up"  # the more the better
    DOWN = "down"


class Shape(StrEnum):
    """How the target path runs to the target."""

    LINEAR = "linear"
    LEVEL = "level"
    POINTS = "points"


class Alarm(StrEnum):
    OFF = "off"  # its path
    STALE = "stale"  # nobody has measured it for a whole cadence


class Counting(StrEnum):
    """What a reading is. Exports of a month are part of the year's sum; an unemployment rate stands alone."""

    SUM = "sum"
    LATEST = "latest"


@frozen
class Point:
    """What shall be reached by the end of this day."""

    day: dt.date
    value: Decimal


@frozen
class Indicator:
    """`first` to `last` are the days that the target is for; `start` is where a straight line begins.

    `tolerance`: percent of the expected value that it may miss. `by_sector`, `by_region`: how readings may be split.
    """

    number: int
    key: str
    ko: str
    en: str
    unit: str
    target: Decimal
    first: dt.date
    last: dt.date
    created: dt.datetime
    created_by: str
    direction: Direction = Direction.UP
    shape: Shape = Shape.LINEAR
    counting: Counting = Counting.SUM
    cadence: Cadence = Cadence.MONTHLY
    start: Decimal = Decimal(0)
    points: tuple[Point, ...] = ()
    by_sector: bool = False
    by_region: bool = False
    tolerance: int = TOLERANCE
    owner: str | None = None
    team: str | None = None
    deleted: dt.datetime | None = None  # when it was given up; its readings stay
    version: int = 1

    @property
    def ref(self) -> str:
        return f"I-{self.number}"

    @property
    def teams(self) -> tuple[str, ...]:
        return (self.team,) if self.team else ()

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    def name(self, lang: str) -> str:
        return (self.ko or self.en) if lang == "ko" else (self.en or self.ko)

    def spellings(self) -> frozenset[str]:
        """What people may type for it, folded."""
        return frozenset(folded(name) for name in (self.key, self.ko, self.en) if name)


@frozen
class Reading:
    """What was measured for one period: of the whole, or of a sector, a region or both. Append only.

    The newest of the same period, sector and region counts; those before it were corrected.
    """

    indicator: int
    period: Period
    value: Decimal
    person: str
    at: dt.datetime
    sector: str = ""
    region: str = ""
    number: int = 0
    undone: dt.datetime | None = None

    @property
    def place(self) -> tuple[dt.date, str, str]:
        """Readings of one place follow each other."""
        return self.period.first, self.sector, self.region

    @property
    def whole(self) -> bool:
        return not (self.sector or self.region)


@frozen
class Step:
    """One period with a value: `value` is its own, `reached` and `expected` what was and should be by its end."""

    period: Period
    value: Decimal
    reached: Decimal
    expected: Decimal
    off: bool


@frozen
class Course:
    """How an indicator goes, as of a day.

    `newest` is the latest period with any reading, `missing` are earlier ones without a value, `due` the period whose
    reading has been wanting for a whole cadence. `off_since`: the first period of the present stretch off the path.
    """

    indicator: Indicator
    steps: tuple[Step, ...] = ()
    newest: Period | None = None
    missing: tuple[Period, ...] = ()
    due: Period | None = None
    off_since: Period | None = None

    @property
    def latest(self) -> Step | None:
        return self.steps[-1] if self.steps else None

    @property
    def off(self) -> bool:
        return self.off_since is not None

    @property
    def stale(self) -> bool:
        return self.due is not None

    @property
    def alarming(self) -> bool:
        return self.off or self.stale

    @property
    def alarms(self) -> tuple[tuple[Alarm, str], ...]:
        """What its owner should hear of, each with the name of that one time that it became so."""
        found = ((Alarm.OFF, self.off_since), (Alarm.STALE, self.due))
        return tuple((what, f"{self.indicator.ref}.{what.value}.{period.key}") for what, period in found if period)


@frozen
class Part:
    """What one sector or region comes to: the sum of its readings, or its latest."""

    key: str
    value: Decimal


@frozen
class Wanted:
    """What a form says of an indicator."""

    ko: str
    en: str
    unit: str
    target: Decimal
    period: Period
    direction: Direction
    shape: Shape
    counting: Counting
    cadence: Cadence
    start: Decimal = Decimal(0)
    points: tuple[Point, ...] = ()
    by_sector: bool = False
    by_region: bool = False
    tolerance: int = TOLERANCE
    owner: str | None = None
    team: str | None = None
