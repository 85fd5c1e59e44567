"""The declarative base and the column types that every table uses."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class _SqliteDate(sqlite.DATE):
    """A date as text, in the same form as SQLAlchemy's and at a fifth of its cost: each row has several."""

    def bind_processor(self, dialect: Dialect) -> Callable[[dt.date | None], str | None]:
        def process(value: dt.date | None) -> str | None:
            if value is None:
                return None
            if type(value) is not dt.date:
                raise TypeError(f"no date: {value!r}")
            return value.isoformat()

        return process


_SQLITE_DATE = _SqliteDate()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects carry no types


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware moment, stored in UTC and given back in UTC. A naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[dt.datetime | None], Any] | None:
        if dialect.name == "sqlite":
            return lambda value: None if value is None else _written(value)
        return super().bind_processor(dialect)

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else _utc(value)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {moment!r}")
    return moment.astimezone(dt.UTC)


@lru_cache(maxsize=256)
def _written(moment: dt.datetime) -> str:
    """As SQLAlchemy writes it for SQLite. Remembered: a transaction writes its own moment a dozen times."""
    return _utc(moment).replace(tzinfo=None).isoformat(" ", "microseconds")


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number with all its digits, as text: SQLite has only floats. Nothing is summed by the database."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """Every table. Primary keys start with the workspace, so that nothing joins two of them."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar = {dt.date: Date().with_variant(_SQLITE_DATE, "sqlite")}


WorkspaceId = Annotated[str, mapped_column(String(32), primary_key=True)]
Number = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False)]
Instant = Annotated[dt.datetime, mapped_column(UtcDateTime)]
Exact = Annotated[Decimal, mapped_column(ExactDecimal)]
Day = Annotated[dt.date, mapped_column(Date().with_variant(_SQLITE_DATE, "sqlite"))]
Word = Annotated[str, mapped_column(String(40))]
Title = Annotated[str, mapped_column(String(150))]
LongText = Annotated[str, mapped_column(Text)]
Json = Annotated[dict[str, Any], mapped_column(JSON)]
JsonList = Annotated[list[Any], mapped_column(JSON)]
