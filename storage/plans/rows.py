"""The tables of the inspection plan, and the way from rows to values."""

import dataclasses
from typing import Any, Final

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.plans import Item, PlanField, Sieve, Source
from storage.base import Base, Day, Instant, JsonList, Number, Title, Word, WorkspaceId


class PlanFieldRow(Base):
    __tablename__ = "plan_field"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    ko: Mapped[Title]
    en: Mapped[Title]
    place: Mapped[int]  # its place in the order in which they were recorded


class PlanItemRow(Base):
    __tablename__ = "plan_item"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    field: Mapped[str] = mapped_column(String(40))  # a key of plan_field, or empty
    ko: Mapped[Title]
    en: Mapped[Title]
    first: Mapped[Day]
    last: Mapped[Day]
    target: Mapped[int]
    created: Mapped[Instant]
    created_by: Mapped[str] = mapped_column(String(32))
    source: Mapped[Word]
    kinds: Mapped[JsonList]
    sectors: Mapped[JsonList]
    regions: Mapped[JsonList]
    series: Mapped[Word]
    team: Mapped[str | None] = mapped_column(String(40))
    owner: Mapped[str | None] = mapped_column(String(32))
    deleted: Mapped[Instant | None]
    version: Mapped[int]

    __table_args__ = (Index("ix_plan_item_workspace_last", "workspace", "last"),)


class PlanWordRow(Base):
    """What somebody said by hand: this visit counts for that item, or does not. The newest word holds."""

    __tablename__ = "plan_word"

    workspace: Mapped[WorkspaceId]
    item: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    ref: Mapped[str] = mapped_column(String(20), primary_key=True)
    counts: Mapped[bool]
    person: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]

    __table_args__ = (Index("ix_plan_word_workspace_ref", "workspace", "ref"),)


ITEM: Final = PlanItemRow.__table__
FIELD: Final = PlanFieldRow.__table__
WORD: Final = PlanWordRow.__table__
_STORED: Final = tuple(item.name for item in dataclasses.fields(Item) if item.name not in ("sieve", "source"))


def columns(one: Item) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _STORED}
    return values | {
        "source": one.source.value,
        "kinds": list(one.sieve.kinds),
        "sectors": list(one.sieve.sectors),
        "regions": list(one.sieve.regions),
        "series": one.sieve.series,
    }


def value(row: Any) -> Item:
    sieve = Sieve(tuple(row.kinds), tuple(row.sectors), tuple(row.regions), row.series)
    return Item(**{name: getattr(row, name) for name in _STORED}, source=Source(row.source), sieve=sieve)


def field_value(row: Any) -> PlanField:
    return PlanField(row.key, row.ko, row.en)
