"""What makes an indicator and what makes a reading of it; which one is meant."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.domain.indicators.courses import period_to_read
from bot.domain.indicators.units import currency
from bot.domain.indicators.values import PERCENT, Counting, Indicator, Point, Reading, Shape, Wanted
from bot.domain.periods import Cadence, Period, containing
from bot.domain.words import Facet, Term, Vocabulary, folded
from bot.refusals import Refusal

KEY: Final = re.compile(r"[^\W_][\w-]{0,29}")
LARGEST: Final = Decimal(10) ** 18  # what a column takes, and more than anything that is counted
FINEST: Final = -10  # decimals that are kept
FAR: Final = 10  # times as much as before: rather a slip in the unit than a change
LATELY: Final = 3  # readings that the new one is compared with


def pick(indicators: Sequence[Indicator], typed: str, *, may_add: bool = False) -> Indicator:
    """The one of this key or name, spaces and case aside; keys before names. Unknown ones are refused.

    Who `may_add` one is told how.
    """
    wanted = folded(typed)
    found = [one for one in indicators if wanted in one.spellings()]
    if not found:
        if not indicators:
            if may_add:
                raise Refusal("There is no indicator “{name}”, nor any other. `/indicator new` adds one.", name=typed)
            raise Refusal(
                "There is no indicator “{name}”, nor any other. Leads, the secretariat and administrators add them.",
                name=typed,
            )
        keys = ", ".join(one.key for one in indicators[:20])
        raise Refusal(
            "There is no indicator “{name}”. These keys are known: {keys}. `/indicator list` shows them.",
            name=typed,
            keys=keys,
        )
    return min(found, key=lambda one: (folded(one.key) != wanted, one.number))


def check_key(key: str, taken: Iterable[str], words: Iterable[str]) -> None:
    """A key can be typed behind every word: one word that means nothing else there, and no other indicator."""
    if not KEY.fullmatch(key):
        raise Refusal("A key is one short word of letters, digits and hyphens, such as `exports`.")
    if folded(key) in {folded(word) for word in words}:
        raise Refusal("`{key}` is a word of this command. Choose another key.", key=key)
    if folded(key) in {folded(one) for one in taken}:
        raise Refusal("The key `{key}` is taken by another indicator. Choose another key.", key=key)


def check_names(indicator: Indicator, others: Iterable[Indicator]) -> None:
    """No two indicators answer to one name."""
    for other in others:
        if other.number != indicator.number and other.spellings() & indicator.spellings():
            raise Refusal("{ref} (`{key}`) is called that already. Choose another name.", ref=other.ref, key=other.key)


def draft(key: str, wanted: Wanted, *, who: str, now: dt.datetime) -> Indicator:
    """A new one before it has a number."""
    blank = Indicator(0, key, "", "", "", Decimal(0), wanted.period.first, wanted.period.last, now, who)
    return edit(blank, wanted)


def edit(indicator: Indicator, wanted: Wanted) -> Indicator:
    """The same with what the form says; its key and its readings stay."""
    return replace(
        indicator,
        ko=wanted.ko,
        en=wanted.en,
        unit=wanted.unit,
        target=wanted.target,
        first=wanted.period.first,
        last=wanted.period.last,
        direction=wanted.direction,
        shape=wanted.shape,
        counting=wanted.counting,
        cadence=wanted.cadence,
        start=wanted.start,
        points=wanted.points if wanted.shape is Shape.POINTS else (),
        by_sector=wanted.by_sector,
        by_region=wanted.by_region,
        tolerance=wanted.tolerance,
        owner=wanted.owner,
        team=wanted.team,
    )


def check_path(shape: Shape, counting: Counting) -> None:
    """A sum grows, so nothing level can be its path."""
    if shape is Shape.LEVEL and counting is Counting.SUM:
        raise Refusal(
            "A sum grows over the period, so its path cannot be level. Choose another path or way of counting."
        )


def check_points(points: tuple[Point, ...], within: Period) -> tuple[Point, ...]:
    """A path leads to the target's last day at most, and begins with its first."""
    outside = next((point for point in points if not within.holds(point.day)), None)
    if outside is not None:
        raise Refusal("`{given}` lies outside the period of the target.", given=outside.day.isoformat())
    return points


def check_cadence(indicator: Indicator, cadence: Cadence, *, has_readings: bool) -> None:
    """Readings of months do not become readings of weeks."""
    if has_readings and cadence is not indicator.cadence:
        raise Refusal("It has readings, so how often it is read can no longer change. Make a new indicator instead.")


def check_amount(value: Decimal) -> Decimal:
    """The number without needless zeros; what is larger or finer than anybody counts is refused."""
    plain = value.normalize()
    if abs(plain) >= LARGEST or int(plain.as_tuple().exponent) < FINEST:
        raise Refusal("This number is too large or too fine to be kept. Type one such as `14.2bn`, `142억` or `3.5%`.")
    return plain if plain else Decimal(0)


def check_unit(indicator: Indicator, unit: str) -> None:
    """A percentage is a reading only of what is measured in percent, and won none of what is measured in dollars."""
    money = currency(unit)
    if money and money != currency(indicator.unit):
        raise Refusal(
            "`{key}` is measured in {unit}, and this number is in {given}. Type it in {unit}, or without a currency.",
            key=indicator.key,
            unit=indicator.unit or "1",
            given=unit,
        )
    if unit == PERCENT and indicator.unit != PERCENT:
        raise Refusal(
            "`{key}` is measured in {unit}, so a percentage is no reading of it. Type a number such as `14.2bn`.",
            key=indicator.key,
            unit=indicator.unit or "1",
        )


def far_off(new: Reading, readings: Iterable[Reading]) -> Reading | None:
    """The last reading of the same part, when all of the last few are at least ten times more or less than the new."""
    same = [one for one in readings if one.place[1:] == new.place[1:] and one.place != new.place and one.value]
    before = sorted(same, key=lambda one: one.place)[-LATELY:]
    far = all(max(abs(new.value), abs(one.value)) >= FAR * min(abs(new.value), abs(one.value)) for one in before)
    return before[-1] if before and new.value and far else None


def term_of(indicator: Indicator, vocabulary: Vocabulary, facet: Facet, typed: str) -> Term:
    """The sector or region of a reading; refused when the indicator is not read by it, or nobody knows the word."""
    by_sector = facet is Facet.SECTOR
    if not (indicator.by_sector if by_sector else indicator.by_region):
        raise Refusal(
            "`{key}` is not read by sector. Leave the sector out, or change it with `/indicator edit {key}`."
            if by_sector
            else "`{key}` is not read by region. Leave the region out, or change it with `/indicator edit {key}`.",
            key=indicator.key,
        )
    found = vocabulary.named(facet, typed)
    if found is None:
        known = ", ".join(term.key for term in vocabulary.of(facet)[:30])
        raise Refusal(
            "“{word}” is no sector here. These are known: {known}."
            if by_sector
            else "“{word}” is no region here. These are known: {known}.",
            word=typed,
            known=known or "–",
        )
    return found


def period_of(indicator: Indicator, named: Period | None, today: dt.date) -> Period:
    """The period that a reading is of: the one that was named, else the last that has ended."""
    if named is None:
        return period_to_read(indicator, today)
    period = containing(indicator.cadence, named.first)
    if not period.holds(named.last):
        raise Refusal(_TOO_LONG[indicator.cadence], given=named.key)
    if period.first > today:
        raise Refusal("{given} has not begun yet, so there is nothing to measure.", given=period.key)
    if period.last < indicator.first or period.first > indicator.last:
        raise Refusal(
            "{given} lies outside the target's period, {first} to {last}. Name another one, or edit the indicator.",
            given=period.key,
            first=indicator.first,
            last=indicator.last,
        )
    return period


_TOO_LONG: Final = {
    Cadence.WEEKLY: Refusal("It is read every week, and {given} is longer. Name a week such as `2026-W48`.").message,
    Cadence.MONTHLY: Refusal("It is read every month, and {given} is no month. Name one such as `2026-10`.").message,
    Cadence.QUARTERLY: Refusal("It is read every quarter, and {given} is longer. Name one such as `2026-Q3`.").message,
}


def check_undo(reading: Reading | None, now: dt.datetime, within: dt.timedelta) -> Reading:
    """Only what was just recorded can be taken back; later a correction is recorded instead."""
    if reading is None or reading.undone is not None or now - reading.at > within:
        raise Refusal(
            "There is no reading that can still be taken back. Record the right number: it takes the other's place."
        )
    return reading
