"""The tables of duty, and the way from rows to values."""

from typing import Any, Final

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.duty import Duty, Entry, Share, Swap, SwapState, Why
from storage.base import Base, Day, Instant, JsonList, LongText, Number, Word, WorkspaceId


class DutyRow(Base):
    """Somebody on a day. Past ones stay: they are the memory that the next roster is fair by."""

    __tablename__ = "duty"

    workspace: Mapped[WorkspaceId]
    day: Mapped[Day] = mapped_column(primary_key=True)
    seat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(String(32))
    weight: Mapped[int]
    why: Mapped[Word]
    made: Mapped[Instant]
    refs: Mapped[JsonList]
    confirmed: Mapped[Instant | None]

    __table_args__ = (Index("ix_duty_workspace_person", "workspace", "person", "day", unique=True),)


class DutyShareRow(Base):
    """With what somebody began in the rotation."""

    __tablename__ = "duty_share"

    workspace: Mapped[WorkspaceId]
    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[Day]
    points: Mapped[int]
    festivals: Mapped[int]


class DutySwapRow(Base):
    __tablename__ = "duty_swap"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    day: Mapped[Day]
    seat: Mapped[int]
    asked_by: Mapped[str] = mapped_column(String(32))
    asked: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    state: Mapped[Word]
    settled: Mapped[Instant | None]
    back: Mapped[Day | None]
    back_seat: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        Index("ix_duty_swap_workspace_day", "workspace", "day", "state"),
        Index("ix_duty_swap_workspace_asked", "workspace", "asked", "state"),
    )


class DutyFormerRow(Base):
    """What stood before days were shared out anew: kept while that can be undone. `gone` is when that was."""

    __tablename__ = "duty_former"

    workspace: Mapped[WorkspaceId]
    day: Mapped[Day] = mapped_column(primary_key=True)
    seat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gone: Mapped[Instant]
    person: Mapped[str] = mapped_column(String(32))
    weight: Mapped[int]
    why: Mapped[Word]
    made: Mapped[Instant]
    refs: Mapped[JsonList]
    confirmed: Mapped[Instant | None]


class DutyEntryRow(Base):
    """A line of the log; what was taken back keeps its row and the moment of that."""

    __tablename__ = "duty_entry"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    day: Mapped[Day]
    person: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    text: Mapped[LongText]
    refs: Mapped[JsonList]
    undone: Mapped[Instant | None]

    __table_args__ = (Index("ix_duty_entry_workspace_day", "workspace", "day", "number"),)


DUTY: Final = DutyRow.__table__
SHARE: Final = DutyShareRow.__table__
SWAP: Final = DutySwapRow.__table__
ENTRY: Final = DutyEntryRow.__table__
FORMER: Final = DutyFormerRow.__table__


def columns(one: Duty) -> dict[str, Any]:
    """Without the day and the seat, which are its key."""
    return {
        "person": one.person,
        "weight": one.weight,
        "why": one.why.value,
        "made": one.made,
        "refs": list(one.refs),
        "confirmed": one.confirmed,
    }


def value(row: Any) -> Duty:
    return Duty(row.day, row.seat, row.person, row.weight, Why(row.why), row.made, tuple(row.refs), row.confirmed)


def share_columns(one: Share) -> dict[str, Any]:
    return {"person": one.person, "since": one.since, "points": one.points, "festivals": one.festivals}


def swap_columns(one: Swap) -> dict[str, Any]:
    return {
        "number": one.number,
        "day": one.day,
        "seat": one.seat,
        "asked_by": one.asked_by,
        "asked": one.asked,
        "at": one.at,
        "state": one.state.value,
        "settled": one.settled,
        "back": one.back,
        "back_seat": one.back_seat,
    }


def swap_value(row: Any) -> Swap:
    state = SwapState(row.state)
    asked = (row.asked_by, row.asked, row.at)
    return Swap(row.number, row.day, row.seat, *asked, state, row.settled, row.back, row.back_seat)


def entry_columns(one: Entry) -> dict[str, Any]:
    return {
        "day": one.day,
        "person": one.person,
        "at": one.at,
        "text": one.text,
        "refs": list(one.refs),
        "undone": one.undone,
    }


def entry_value(row: Any) -> Entry:
    return Entry(row.number, row.day, row.person, row.at, row.text, tuple(row.refs), row.undone)
