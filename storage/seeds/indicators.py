"""What the demo's organisation measures: a year's targets, of which ten months are over whenever the demo begins."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.indicators import Counting, Indicator, Reading, Shape
from bot.domain.people import Role
from bot.domain.periods import DAY, Cadence, Period, containing, preceding
from storage import indicators
from storage.seeds import read
from storage.seeds.quarter import Act, Quarter

MONTHS_OVER: Final = 10
Slot = tuple[Period, Decimal, str, str]  # period, value, sector, region


def watch(quarter: Quarter, session: Session) -> None:
    """Make them on the first day of their year; each reading is put on the list for some days after its period."""
    named = {one["key"]: one for one in read("ministry")["indicators"]}
    for row in read("ministry_indicators")["indicators"]:
        draft = _draft(quarter, named.get(row["key"], {}) | row)
        one = indicators.add(session, quarter.workspace, draft, draft.created_by, draft.created)
        for slot in _slots(quarter, one, row):
            day = quarter.calendar.add_working(slot[0].last, 3)
            quarter.put(quarter.at(day, 10), _record(quarter, one, slot))


def _draft(quarter: Quarter, row: Mapping[str, Any]) -> Indicator:
    first = _first(quarter)
    last = (first + 366 * DAY).replace(day=1) - DAY
    members = [one for one in quarter.members(row["team"]) if one.role is Role.MEMBER]
    return Indicator(
        number=0,
        key=row["key"],
        ko=row["name"]["ko"],
        en=row["name"]["en"],
        unit=row["unit"],
        target=_amount(str(row["target"])),
        first=first,
        last=last,
        created=quarter.at(first, 9),
        created_by=quarter.directory.teams[row["team"]].lead or "",
        shape=Shape(row.get("shape", Shape.LINEAR)),
        counting=Counting(row.get("counting", Counting.SUM)),
        cadence=Cadence(row.get("cadence", Cadence.MONTHLY)),
        start=_amount(row.get("start", "0")),
        by_sector="sectors" in row,
        by_region="regions" in row,
        owner=members[-1].id,
        team=row["team"],
    )


def _first(quarter: Quarter) -> dt.date:
    """So many months before this one."""
    year, month = divmod(quarter.today.year * 12 + quarter.today.month - 1 - MONTHS_OVER, 12)
    return dt.date(year, month + 1, 1)


def _slots(quarter: Quarter, one: Indicator, row: Mapping[str, Any]) -> Iterator[Slot]:
    newest = preceding(one.cadence, containing(one.cadence, quarter.today))
    for _ in range(row.get("silent", 0)):
        newest = preceding(one.cadence, newest)
    if "corrected" in row:
        yield newest, _amount(row["corrected"]), "", ""
    for period, value in _ending(one, newest, row["readings"]):
        yield period, value, "", ""
    for key, values in row.get("sectors", {}).items():
        for period, value in _ending(one, newest, values):
            yield period, value, key, ""
    for key, values in row.get("regions", {}).items():
        for period, value in _ending(one, newest, values):
            yield period, value, "", key


def _ending(one: Indicator, newest: Period, values: Sequence[str]) -> Iterator[tuple[Period, Decimal]]:
    """Each value with its period, the newest first; none of before the target's."""
    period = newest
    for value in reversed(values):
        if period.last < one.first:
            return
        yield period, _amount(value)
        period = preceding(one.cadence, period)


def _record(quarter: Quarter, one: Indicator, slot: Slot) -> Act:
    def act(session: Session, moment: dt.datetime) -> None:
        period, value, sector, region = slot
        new = Reading(one.number, period, value, one.owner or "", moment, sector, region)
        indicators.record(session, quarter.workspace, new)

    return act


def _amount(text: str) -> Decimal:
    """`1.3bn`, `240`: the file knows no other words."""
    return Decimal(text.removesuffix("bn")) * (10**9 if text.endswith("bn") else 1)
