"""How an indicator goes: the target path, what its readings come to, off the path or not, silent or not.

Readings that are parts of a sum are added up over the target's period and compared with the path as it stands at the
end of the newest of them. A period without a reading is left out on both sides, so that a gap is no shortfall.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from bot.domain.indicators.values import (
    Counting,
    Course,
    Direction,
    Indicator,
    Part,
    Point,
    Reading,
    Shape,
    Step,
)
from bot.domain.periods import DAY, Period, containing, following, over
from bot.domain.words import Facet

NOTHING: Final = Decimal(0)
_FINEST: Final = 6  # decimals of what the path asks for: what dividing by days leaves behind them is no shortfall


def target_at(indicator: Indicator, day: dt.date) -> Decimal:
    """What the path asks for by the end of `day`: its beginning before the period, its end after it."""
    if indicator.shape is Shape.LEVEL:
        return indicator.target
    corners = _corners(indicator)
    for before, after in itertools.pairwise(corners):
        if day < after.day:
            passed, all_days = max(0, (day - before.day).days), (after.day - before.day).days
            return before.value + (after.value - before.value) * passed / all_days
    return corners[-1].value


def path(indicator: Indicator) -> tuple[Point, ...]:
    """The corners of the path, for a picture."""
    if indicator.shape is Shape.LEVEL:
        return (Point(indicator.first, indicator.target), Point(indicator.last, indicator.target))
    return tuple(_corners(indicator))


def _corners(indicator: Indicator) -> list[Point]:
    """The day before the period stands for its beginning. Points of one's own end at the target, unless they say so."""
    given = indicator.points if indicator.shape is Shape.POINTS else ()
    last = () if given and given[-1].day >= indicator.last else (Point(indicator.last, indicator.target),)
    return [Point(indicator.first - DAY, indicator.start), *given, *last]


def is_off(indicator: Indicator, reached: Decimal, expected: Decimal) -> bool:
    """Further from the path, on the wrong side, than its tolerance allows; just as far is still on it."""
    allowed = abs(expected) * indicator.tolerance / 100
    short = expected - reached if indicator.direction is Direction.UP else reached - expected
    return short > allowed


def course(indicator: Indicator, readings: Iterable[Reading], today: dt.date) -> Course:
    """How it goes as of `today`."""
    now = current(readings)
    by_period: dict[Period, list[Reading]] = {}
    for reading in now:
        by_period.setdefault(reading.period, []).append(reading)
    values = {period: value for period, found in by_period.items() if (value := whole(indicator, found)) is not None}
    newest = max(by_period, default=None)
    steps = _steps(indicator, values)
    live = watched(indicator, today)
    return Course(
        indicator,
        steps,
        newest,
        _missing(indicator, values),
        _due(indicator, newest, today) if live else None,
        _off_since(steps) if live else None,
    )


def current(readings: Iterable[Reading]) -> list[Reading]:
    """Those that count: the newest of each period, sector and region that was not taken back, in that order."""
    found: dict[tuple[dt.date, str, str], Reading] = {}
    for reading in sorted(readings, key=lambda one: one.number):
        if reading.undone is None:
            found[reading.place] = reading
    return [found[place] for place in sorted(found)]


def corrections(readings: Iterable[Reading]) -> dict[int, Reading]:
    """By number of a reading: the one of the same place whose place it took."""
    found: dict[int, Reading] = {}
    before: dict[tuple[dt.date, str, str], Reading] = {}
    for reading in sorted(readings, key=lambda one: one.number):
        if reading.undone is None:
            if reading.place in before:
                found[reading.number] = before[reading.place]
            before[reading.place] = reading
    return found


def whole(indicator: Indicator, readings: Iterable[Reading]) -> Decimal | None:
    """What the current readings of one period come to: that of the whole, else a sum's fullest split, counted once.

    A split that is no sum (rates of sectors) makes no whole: then None.
    """
    found = list(readings)
    for reading in found:
        if reading.whole:
            return reading.value
    splits: dict[tuple[bool, bool], list[Decimal]] = {}
    for reading in found:
        splits.setdefault((bool(reading.sector), bool(reading.region)), []).append(reading.value)
    if not splits or indicator.counting is not Counting.SUM:
        return None
    fullest = max((len(values), values) for values in splits.values())
    return sum(fullest[1], NOTHING)


def parts(indicator: Indicator, readings: Iterable[Reading], facet: Facet) -> list[Part]:
    """What each sector (or region) comes to within the target's period, the largest first."""
    by_part: dict[str, dict[Period, Decimal]] = {}
    for period, found in _by_period(readings).items():
        for key, value in _split(found, facet).items():
            by_part.setdefault(key, {})[period] = value
    made = [Part(key, _together(indicator, values)) for key, values in by_part.items()]
    return sorted(made, key=lambda part: (-part.value, part.key))


def watched(indicator: Indicator, today: dt.date) -> bool:
    """From its first day until one cadence after its last: by then its last reading should be there."""
    end = following(indicator.cadence, containing(indicator.cadence, indicator.last))
    return indicator.deleted is None and indicator.first <= today <= end.last


def period_to_read(indicator: Indicator, today: dt.date) -> Period:
    """Which period a reading is of that names none: the last one that has ended, within the target's period."""
    running = containing(indicator.cadence, today)
    ended = containing(indicator.cadence, running.first - DAY)
    earliest = containing(indicator.cadence, indicator.first)
    latest = containing(indicator.cadence, indicator.last)
    return max(min(ended, latest), earliest)


def _steps(indicator: Indicator, values: Mapping[Period, Decimal]) -> tuple[Step, ...]:
    steps: list[Step] = []
    reached = expected = NOTHING
    adds = indicator.counting is Counting.SUM
    for period in sorted(values):
        reached = reached + values[period] if adds else values[period]
        by_then = target_at(indicator, period.last)
        expected = expected + by_then - target_at(indicator, period.first - DAY) if adds else by_then
        wanted = round(expected, _FINEST)
        steps.append(Step(period, values[period], reached, wanted, is_off(indicator, reached, wanted)))
    return tuple(steps)


def _missing(indicator: Indicator, values: Mapping[Period, Decimal]) -> tuple[Period, ...]:
    """Periods without a value before the newest one that has one."""
    newest = max(values, default=None)
    if newest is None:
        return ()
    return tuple(period for period in over(indicator.cadence, indicator.first, newest.first) if period not in values)


def _due(indicator: Indicator, newest: Period | None, today: dt.date) -> Period | None:
    """The period whose reading is wanting although a whole cadence has passed since its end."""
    begun = containing(indicator.cadence, max(indicator.first, indicator.created.date()))
    wanting = following(indicator.cadence, newest) if newest else begun
    over_by = following(indicator.cadence, wanting).last
    return wanting if wanting.first <= indicator.last and today > over_by else None


def _off_since(steps: Sequence[Step]) -> Period | None:
    since = None
    for step in reversed(steps):
        if not step.off:
            break
        since = step.period
    return since


def _by_period(readings: Iterable[Reading]) -> dict[Period, list[Reading]]:
    found: dict[Period, list[Reading]] = {}
    for reading in current(readings):
        found.setdefault(reading.period, []).append(reading)
    return found


def _split(readings: Iterable[Reading], facet: Facet) -> dict[str, Decimal]:
    """One period's value of each sector: read by itself, else the sum over its regions (and the other way round)."""
    alone: dict[str, Decimal] = {}
    crossed: dict[str, Decimal] = {}
    for reading in readings:
        key, other = (reading.sector, reading.region) if facet is Facet.SECTOR else (reading.region, reading.sector)
        if key and not other:
            alone[key] = reading.value
        elif key:
            crossed[key] = crossed.get(key, NOTHING) + reading.value
    return crossed | alone


def _together(indicator: Indicator, values: Mapping[Period, Decimal]) -> Decimal:
    return sum(values.values(), NOTHING) if indicator.counting is Counting.SUM else values[max(values)]
