"""Readings of indicators as a sheet: those that count. Another number for the same place corrects, and says why."""

from collections.abc import Mapping
from typing import Final

from bot.domain import indicators as rules
from bot.domain.indicators import PERCENT, Indicator, Reading
from bot.domain.periods import Period, containing
from bot.domain.permissions import subject
from bot.domain.sheets.called import Called
from bot.domain.sheets.cells import amount_of, of_period, period_of
from bot.domain.sheets.indicators import by_key, written
from bot.domain.sheets.values import Column, Given, Kind, Known, Names, Outcome, Sheet, Wrong
from bot.domain.sheets.wanted import beside, terms
from bot.domain.words import Facet
from bot.refusals import Refusal
from bot.values import frozen

Place = tuple[str, Period, str, str]  # key of the indicator, period, sector, region


@frozen
class Measured:
    """A reading with the indicator that it is of, which has no number yet when the same file makes it."""

    reading: Reading
    indicator: Indicator

    @property
    def place(self) -> Place:
        return self.indicator.key, self.reading.period, self.reading.sector, self.reading.region

    @property
    def ref(self) -> str:
        return f"{self.indicator.key} {self.reading.period.key} {self.reading.sector}/{self.reading.region}"

    @property
    def name(self) -> str:
        """`exports 2026-10 parts`."""
        parts = (self.indicator.key, self.reading.period.key, self.reading.sector, self.reading.region)
        return " ".join(part for part in parts if part)


def _indicators(known: Known) -> Mapping[str, Names]:
    every = known.others.get("indicators", {}).values()
    return {
        one.key: (one.name("en"), one.name("ko"), one.ref, *(name for name in (one.en, one.ko) if name))
        for one in every
    }


COLUMNS: Final = (
    Column(
        "indicator",
        "Indicator",
        "지표",
        Kind.CHOICE,
        ("key", "지표명", "키"),
        choices=_indicators,
        keeps=True,
        width=26,
    ),
    Column("period", "Period", "기간", Kind.PERIOD, ("when", "for", "시점", "월", "분기"), keeps=True, width=14),
    Column(
        "sector", "Sector", "업종", Kind.CHOICE, choices=lambda known: terms(Facet.SECTOR, known), keeps=True, width=16
    ),
    Column(
        "region", "Region", "지역", Kind.CHOICE, choices=lambda known: terms(Facet.REGION, known), keeps=True, width=16
    ),
    Column("value", "Reading", "측정값", Kind.AMOUNT, ("value", "amount", "실적", "값"), keeps=True, width=20),
    Column("unit", "Unit", "단위", taken=False, width=9),
    Column("reason", "Reason", "사유", Kind.TEXT, ("why", "정정사유", "정정 사유"), limit=500, aside=True, width=30),
    Column("person", "Recorded by", "기록자", Kind.PERSON, taken=False, width=16),
    Column("day", "Recorded", "기록일", Kind.DAY, taken=False, width=12),
)


def cells(one: Measured, known: Known) -> dict[str, str]:
    reading = one.reading
    return {
        "indicator": one.indicator.key,
        "period": of_period(reading.period),
        "sector": reading.sector,
        "region": reading.region,
        "value": written(reading.value, one.indicator.unit),
        "unit": one.indicator.unit,
        "person": reading.person,
        "day": reading.at.astimezone(known.now.tzinfo).date().isoformat(),
    }


def find(row: Given, known: Known) -> Measured | None:
    """What was recorded for the same period, sector and region; else it is a new one."""
    for column, missing in _MISSING.items():
        if column not in row.cells and row.typed.get(column):
            return None  # it cannot be read, which is said; what the row is about nobody knows
        if not row.cells.get(column):
            raise Wrong(column, missing)
    places: Mapping[Place, Measured] = known.once(
        "readings by place", lambda: {one.place: one for one in known.things.values()}
    )
    indicator, named = _indicator(row.cells["indicator"], known), period_of(row.cells["period"])
    period = containing(indicator.cadence, named.first)
    return places.get(
        (
            indicator.key,
            period if period.holds(named.last) else named,
            _word(row, "sector"),
            _word(row, "region"),
        )
    )


def _word(row: Given, column: str) -> str:
    """The key of a sector or region; one that the workspace no longer has stands in a file as it is."""
    return row.cells.get(column, row.typed.get(column, ""))


_MISSING: Final = {
    "indicator": Refusal("Of which indicator? Write its key or its name."),
    "period": Refusal("Of which period? Write one such as 2026-10, 2026-Q3 or 2026-W48."),
}


def _indicator(key: str, known: Known) -> Indicator:
    return by_key(known, known.others["indicators"].values())[key.casefold()]


def change(before: Measured | None, wanted: Mapping[str, str], known: Known) -> Outcome:
    """A reading, or the correction of one."""
    one = before.indicator if before else _indicator(wanted["indicator"], known)
    known.check("indicators.record", subject(author=one.created_by, owner=one.owner, teams=one.teams))
    if not wanted.get("value"):
        if before is None:
            raise Wrong("value", Refusal("What was measured? Write a number such as 14.2bn, 142억 or 3.5%."))
        return Outcome(before)  # its period, spelled otherwise
    value = amount_of(wanted["value"])
    beside("value", lambda: rules.check_unit(one, PERCENT if wanted["value"].endswith(PERCENT) else ""))
    if before is not None:
        if value == before.reading.value:
            return Outcome(before)
        if not wanted.get("reason"):
            raise Wrong("value", Refusal("Write in the column for reasons why the reading is corrected."))
        period, sector, region = before.reading.period, before.reading.sector, before.reading.region
    else:
        period = beside("period", lambda: rules.period_of(one, period_of(wanted["period"]), known.today))
        sector, region = _term(one, Facet.SECTOR, wanted, known), _term(one, Facet.REGION, wanted, known)
    made = Measured(Reading(one.number, period, value, known.who, known.now, sector, region), one)
    if before is None:
        _check_once(made, known)
    return Outcome(made)


def _term(one: Indicator, facet: Facet, wanted: Mapping[str, str], known: Known) -> str:
    """The sector or region of a new reading, if it is read by such."""
    key = wanted.get(facet.value, "")
    if key:
        beside(facet.value, lambda: rules.term_of(one, known.directory.workspace.vocabulary, facet, key))
    return key


def _check_once(made: Measured, known: Known) -> None:
    called = Called(known, lambda: ((one.name, [one.place]) for one in known.things.values()))
    if called.other([made.place], ""):
        raise Wrong("", Refusal("{name} stands in another row already.", name=made.name))
    called.rename((), [made.place], made.name)


READINGS: Final = Sheet(
    "readings",
    "Readings",
    "측정값",
    COLUMNS,
    cells,
    find,
    change,
    ref=lambda one: one.ref,
    label=lambda one: one.name,
)
