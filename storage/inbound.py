"""What Slack sent, by key, with what it made: the same request again changes nothing and gets the same answer."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage import insert_once, run
from storage.base import Base, Instant, Json, WorkspaceId

KEPT = dt.timedelta(days=3)  # Slack redelivers for an hour at most


class InboundRow(Base):
    __tablename__ = "inbound"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[Instant]
    answer: Mapped[Json | None]

    __table_args__ = (Index("ix_inbound_at", "at"),)


_TABLE = InboundRow.__table__
_ANSWER = select(_TABLE.c.answer).where(
    _TABLE.c.workspace == bindparam("in_workspace"), _TABLE.c.key == bindparam("of_key")
)


def first_time(session: Session, workspace: str, key: str, at: dt.datetime) -> bool:
    """Note a request that makes no answer to keep. False when it was here before.

    On PostgreSQL the second of two at once waits here until the first has committed.
    """
    return insert_once(session, InboundRow, workspace=workspace, key=key, at=at, answer=None)


def answer(session: Session, workspace: str, key: str) -> dict[str, Any] | None:
    """What the request made when it was here before, empty when that was nothing to keep; None when it is new."""
    row = run(session, _ANSWER, {"in_workspace": workspace, "of_key": key}).one_or_none()
    return None if row is None else row.answer or {}


def remember(session: Session, workspace: str, key: str, at: dt.datetime, made: dict[str, Any]) -> None:
    """Note a new request with what it made. The transaction has locked the workspace since before `answer`."""
    insert_once(session, InboundRow, workspace=workspace, key=key, at=at, answer=made)


def forget_before(session: Session, now: dt.datetime) -> None:
    """Requests so old that Slack will not send them again."""
    session.execute(delete(InboundRow).where(InboundRow.at < now - KEPT))
