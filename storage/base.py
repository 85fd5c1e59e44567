"""The declarative base and the column types that every table uses."""

import datetime as dt
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware moment, stored in UTC and given back in UTC. A naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

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


class Base(DeclarativeBase):
    """Every table. Primary keys start with the workspace, so that nothing joins two of them."""

    metadata = MetaData(naming_convention=_NAMES)


WorkspaceId = Annotated[str, mapped_column(String(32), primary_key=True)]
PersonId = Annotated[str, mapped_column(String(32))]
TeamKey = Annotated[str, mapped_column(String(40))]
Number = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False)]
Instant = Annotated[dt.datetime, mapped_column(UtcDateTime)]
Day = Annotated[dt.date, mapped_column(Date)]
Word = Annotated[str, mapped_column(String(40))]
Title = Annotated[str, mapped_column(String(150))]
LongText = Annotated[str, mapped_column(Text)]
Json = Annotated[dict[str, Any], mapped_column(JSON)]
JsonList = Annotated[list[Any], mapped_column(JSON)]
