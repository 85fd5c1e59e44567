"""The tables of meetings, and the way from rows to values."""

import dataclasses
import datetime as dt
from typing import Any, Final

from sqlalchemy import BigInteger, Index, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.meetings import (
    Audience,
    Cadence,
    Every,
    Item,
    Meeting,
    MeetingState,
    Seat,
    Series,
    SeriesKind,
)
from bot.domain.organisations import OrganisationKind
from storage.base import Base, Instant, Json, LongText, Number, Word, WorkspaceId


class SeriesRow(Base):
    __tablename__ = "meeting_series"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    ko: Mapped[str] = mapped_column(String(150))
    en: Mapped[str] = mapped_column(String(150))
    kind: Mapped[Word]
    cadence: Mapped[Json]
    time: Mapped[dt.time] = mapped_column(Time)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(150))
    team: Mapped[str] = mapped_column(String(40))
    secretary: Mapped[str | None] = mapped_column(String(32))
    audience: Mapped[Json]
    active: Mapped[bool]
    created: Mapped[Instant]
    changed: Mapped[Instant]
    version: Mapped[int]

    __table_args__ = (Index("ix_meeting_series_workspace_team", "workspace", "team"),)


class SeatRow(Base):
    """Who has a seat, in the order in which they were named: an organisation or a person."""

    __tablename__ = "meeting_seat"

    workspace: Mapped[WorkspaceId]
    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation: Mapped[int | None] = mapped_column(BigInteger)
    person: Mapped[str | None] = mapped_column(String(32))
    chair: Mapped[bool]

    __table_args__ = (
        Index("ix_meeting_seat_workspace_organisation", "workspace", "organisation"),
        Index("ix_meeting_seat_workspace_person", "workspace", "person"),
    )


class MeetingRow(Base):
    """One sitting. A series has one of each occurrence."""

    __tablename__ = "meeting"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    series: Mapped[str] = mapped_column(String(40))
    occurrence: Mapped[str] = mapped_column(String(20))
    starts: Mapped[Instant]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(150))
    state: Mapped[Word]
    moved: Mapped[bool]
    reason: Mapped[LongText]
    heads: Mapped[int]
    notes: Mapped[LongText]
    sequence: Mapped[int]
    changed: Mapped[Instant]
    version: Mapped[int]

    __table_args__ = (
        Index("ix_meeting_workspace_series_occurrence", "workspace", "series", "occurrence", unique=True),
        Index("ix_meeting_workspace_state_starts", "workspace", "state", "starts"),
        Index("ix_meeting_workspace_series_starts", "workspace", "series", "starts"),
    )


class ItemRow(Base):
    """A matter of one sitting's agenda."""

    __tablename__ = "meeting_item"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    meeting: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[LongText]
    added: Mapped[Instant]
    added_by: Mapped[str] = mapped_column(String(32))
    presenter: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (Index("ix_meeting_item_workspace_meeting", "workspace", "meeting", "number"),)


class AttendanceRow(Base):
    """Who was there: an organisation (number) or a person of ours; the other is 0 or empty."""

    __tablename__ = "meeting_attendance"

    workspace: Mapped[WorkspaceId]
    meeting: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    organisation: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(String(32), primary_key=True)

    __table_args__ = (
        Index("ix_meeting_attendance_workspace_organisation", "workspace", "organisation", "meeting"),
        Index("ix_meeting_attendance_workspace_person", "workspace", "person", "meeting"),
    )


SERIES: Final = SeriesRow.__table__
SEAT: Final = SeatRow.__table__
MEETING: Final = MeetingRow.__table__
ITEM: Final = ItemRow.__table__
THERE: Final = AttendanceRow.__table__
_MEETING_FIELDS: Final = tuple(item.name for item in dataclasses.fields(Meeting))
_ITEM_FIELDS: Final = tuple(item.name for item in dataclasses.fields(Item))


def series_columns(one: Series) -> dict[str, Any]:
    names = ("key", "ko", "en", "time", "minutes", "place", "team", "secretary", "active", "created", "changed")
    return {name: getattr(one, name) for name in names} | {
        "kind": one.kind.value,
        "cadence": cadence_json(one.cadence),
        "audience": {
            "sectors": list(one.audience.sectors),
            "regions": list(one.audience.regions),
            "kinds": [kind.value for kind in one.audience.kinds],
        },
        "version": one.version,
    }


def cadence_json(cadence: Cadence) -> dict[str, Any]:
    values = dataclasses.asdict(cadence)
    return values | {"every": cadence.every.value, "dates": [day.isoformat() for day in cadence.dates]}


def series_value(row: Any, seats: tuple[Seat, ...]) -> Series:
    cadence, audience = row.cadence, row.audience
    return Series(
        key=row.key,
        ko=row.ko,
        en=row.en,
        kind=SeriesKind(row.kind),
        cadence=Cadence(
            **cadence | {"every": Every(cadence["every"]), "dates": tuple(map(dt.date.fromisoformat, cadence["dates"]))}
        ),
        time=row.time,
        team=row.team,
        created=row.created,
        changed=row.changed,
        minutes=row.minutes,
        place=row.place,
        secretary=row.secretary,
        seats=seats,
        audience=Audience(
            tuple(audience["sectors"]), tuple(audience["regions"]), tuple(map(OrganisationKind, audience["kinds"]))
        ),
        active=row.active,
        version=row.version,
    )


def meeting_columns(one: Meeting) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _MEETING_FIELDS} | {"state": one.state.value}


def meeting_value(row: Any) -> Meeting:
    return Meeting(**{name: getattr(row, name) for name in _MEETING_FIELDS} | {"state": MeetingState(row.state)})


def item_columns(one: Item) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _ITEM_FIELDS}


def item_value(row: Any) -> Item:
    return Item(**{name: getattr(row, name) for name in _ITEM_FIELDS})
