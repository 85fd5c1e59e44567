"""What Slack sent, by key, with what it made: the same request again changes nothing and gets the same answer."""

import datetime as dt
from typing import Any

from sqlalchemy import CursorResult, Index, String, bindparam, delete, not_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage import insert_once, run
from storage.base import Base, Instant, Json, WorkspaceId

PAGE = "page:"  # begins the key of a survey's page
KEPT = dt.timedelta(days=3)  # Slack redelivers for an hour at most
PAGES_KEPT = dt.timedelta(days=366)  # a page stays open in a browser, and surveys are open for weeks
AT_ONCE = 5_000  # are forgotten in one transaction, in which nobody else writes


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


def forget(session: Session, workspace: str, now: dt.datetime) -> int:
    """The oldest requests that nobody will send again, so many that nobody waits long. Gives how many."""
    over = or_(not_(_TABLE.c.key.startswith(PAGE)), _TABLE.c.at < now - PAGES_KEPT)
    mine = _TABLE.c.workspace == workspace
    # by its moment alone, the index gives what is old and nothing else
    old = select(_TABLE.c.key).where(mine, _TABLE.c.at < now - KEPT, over).order_by(_TABLE.c.at).limit(AT_ONCE)
    gone = session.execute(delete(InboundRow).where(mine, _TABLE.c.key.in_(old)))
    assert isinstance(gone, CursorResult)
    return gone.rowcount
