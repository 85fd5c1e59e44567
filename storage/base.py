"""The declarative base and the column types that every table uses."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeEngine

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


class _SqliteMoment(sqlite.DATETIME):
    """The same for a moment, which comes in UTC."""

    def bind_processor(self, dialect: Dialect) -> Callable[[dt.datetime | None], str | None]:
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


_SQLITE_DATE = _SqliteDate()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects carry no types
_SQLITE_MOMENT = _SqliteMoment()  # type: ignore[no-untyped-call]  # the same


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware moment, stored in UTC and given back in UTC. A naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_SQLITE_MOMENT if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


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
PersonId = Annotated[str, mapped_column(String(32))]
TeamKey = Annotated[str, mapped_column(String(40))]
Number = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False)]
Instant = Annotated[dt.datetime, mapped_column(UtcDateTime)]
Exact = Annotated[Decimal, mapped_column(ExactDecimal)]
Day = Annotated[dt.date, mapped_column(Date().with_variant(_SQLITE_DATE, "sqlite"))]
Word = Annotated[str, mapped_column(String(40))]
Title = Annotated[str, mapped_column(String(150))]
LongText = Annotated[str, mapped_column(Text)]
Json = Annotated[dict[str, Any], mapped_column(JSON)]
JsonList = Annotated[list[Any], mapped_column(JSON)]
