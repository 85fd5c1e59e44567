"""The tables of indicators and their readings, and the way from rows to values."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.indicators import Counting, Direction, Indicator, Point, Reading, Shape
from bot.domain.periods import Cadence, Period
from storage.base import Base, Day, Exact, Instant, JsonList, Number, Word, WorkspaceId


class IndicatorRow(Base):
    __tablename__ = "indicator"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    key: Mapped[str] = mapped_column(String(40))
    ko: Mapped[str] = mapped_column(String(150))
    en: Mapped[str] = mapped_column(String(150))
    unit: Mapped[str] = mapped_column(String(20))
    target: Mapped[Exact]
    first: Mapped[Day]
    last: Mapped[Day]
    created: Mapped[Instant]
    created_by: Mapped[str] = mapped_column(String(32))
    direction: Mapped[Word]
    shape: Mapped[Word]
    counting: Mapped[Word]
    cadence: Mapped[Word]
    start: Mapped[Exact]
    points: Mapped[JsonList]
    by_sector: Mapped[bool]
    by_region: Mapped[bool]
    tolerance: Mapped[int]
    owner: Mapped[str | None] = mapped_column(String(32))
    team: Mapped[str | None] = mapped_column(String(40))
    deleted: Mapped[Instant | None]
    version: Mapped[int]


_LIVES: Final = IndicatorRow.deleted.is_(None)
Index(
    "ix_indicator_workspace_key",
    IndicatorRow.workspace,
    IndicatorRow.key,
    unique=True,
    sqlite_where=_LIVES,
    postgresql_where=_LIVES,
)


class ReadingRow(Base):
    """One reading, append only; what was taken back keeps its row and the moment of that."""

    __tablename__ = "reading"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    indicator: Mapped[int] = mapped_column(BigInteger)
    first: Mapped[Day]
    last: Mapped[Day]
    value: Mapped[Exact]
    person: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    sector: Mapped[Word]
    region: Mapped[Word]
    undone: Mapped[Instant | None]

    __table_args__ = (Index("ix_reading_workspace_indicator", "workspace", "indicator", "first"),)


INDICATOR: Final = IndicatorRow.__table__
READING: Final = ReadingRow.__table__
_STORED: Final = tuple(item.name for item in dataclasses.fields(Indicator))
_WORDS: Final = ("direction", "shape", "counting", "cadence")


def columns(one: Indicator) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _STORED}
    values |= {name: getattr(one, name).value for name in _WORDS}
    return values | {"points": [[point.day.isoformat(), str(point.value)] for point in one.points]}


def value(row: Any) -> Indicator:
    values = {name: getattr(row, name) for name in _STORED}
    return Indicator(
        **values
        | {
            "direction": Direction(row.direction),
            "shape": Shape(row.shape),
            "counting": Counting(row.counting),
            "cadence": Cadence(row.cadence),
            "points": tuple(Point(dt.date.fromisoformat(day), Decimal(at)) for day, at in row.points),
        }
    )


def reading_columns(one: Reading) -> dict[str, Any]:
    return {
        "indicator": one.indicator,
        "first": one.period.first,
        "last": one.period.last,
        "value": one.value,
        "person": one.person,
        "at": one.at,
        "sector": one.sector,
        "region": one.region,
        "undone": one.undone,
    }


def reading_value(row: Any) -> Reading:
    return Reading(
        row.indicator,
        Period(row.first, row.last),
        row.value,
        row.person,
        row.at,
        row.sector,
        row.region,
        row.number,
        row.undone,
    )
