"""The tables of the ledger."""

import dataclasses
import datetime as dt
from typing import Any, Final

from sqlalchemy import JSON, Index, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.ledger import ALERT_SERIES, Act, Deed, File, Message, Payload, Post, State
from storage import upsert
from storage.base import Base, Instant, Json, Word, WorkspaceId

URGENT: Final = 0
ORDINARY: Final = 1


class PostRow(Base):
    """One post. `next_at` is the only "act now" column: null when nothing is to be done by delivery.

    `lease`: until then nobody else touches it. `untold_at`: since when administrators should hear of it.
    """

    __tablename__ = "planned_post"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    series: Mapped[str] = mapped_column(String(120))
    occurrence: Mapped[str] = mapped_column(String(120))
    part: Mapped[int]
    channel: Mapped[str | None] = mapped_column(String(32))
    person: Mapped[str | None] = mapped_column(String(32))
    thread: Mapped[bool]
    due: Mapped[Instant]
    expires: Mapped[Instant]
    state: Mapped[Word]
    rank: Mapped[int]  # URGENT goes before ORDINARY: answers never wait behind the queue
    latest_only: Mapped[bool]  # a later occurrence that is due too makes this one stale
    attempt: Mapped[int]
    fence: Mapped[int]
    absent: Mapped[int]
    looks_first: Mapped[bool]  # a try that was refused may have landed all the same
    lease: Mapped[Instant | None]
    next_at: Mapped[Instant | None]
    maker: Mapped[str] = mapped_column(String(80))
    args: Mapped[Json]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after_ts: Mapped[str | None] = mapped_column(String(32))  # the channel's last message of ours before the first try
    ts: Mapped[str | None] = mapped_column(String(32))
    file: Mapped[str | None] = mapped_column(String(32))
    error: Mapped[str] = mapped_column(String(200))
    shifted_from: Mapped[dt.date | None]
    settled_at: Mapped[Instant | None]
    untold_at: Mapped[Instant | None]
    alert: Mapped[str | None] = mapped_column(String(40))  # the occurrence of the alert that told of it

    __table_args__ = (UniqueConstraint("workspace", "series", "occurrence", "part"),)


def _partial(name: str, *columns: str, where: str) -> Index:
    given = getattr(PostRow, where).is_not(None)
    found = [getattr(PostRow, column) for column in ("workspace", *columns)]
    return Index(name, *found, sqlite_where=given, postgresql_where=given)


_partial("ix_planned_post_next_at", "rank", "next_at", where="next_at")
_partial("ix_planned_post_lease", "lease", where="lease")
_partial("ix_planned_post_untold", "untold_at", where="untold_at")
_partial("ix_planned_post_alert", "alert", where="alert")
Index("ix_planned_post_due", PostRow.workspace, PostRow.due)
Index("ix_planned_post_state", PostRow.workspace, PostRow.state, PostRow.due)


class AttemptRow(Base):
    """One try or one look, as it ended. Only ever added to."""

    __tablename__ = "post_attempt"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    fence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[Instant]
    outcome: Mapped[Word]
    code: Mapped[str] = mapped_column(String(200))
    ts: Mapped[str | None] = mapped_column(String(32))


class FileRow(Base):
    """A chart's or document's bytes, from the first claim until they are shared."""

    __tablename__ = "post_file"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class GateRow(Base):
    """When a place may next be written to. The place "*" is the whole workspace, "~look" reading back."""

    __tablename__ = "channel_gate"

    workspace: Mapped[WorkspaceId]
    place: Mapped[str] = mapped_column(String(32), primary_key=True)
    free_at: Mapped[Instant]
    limited: Mapped[bool]  # Slack itself asked to wait
    last_ts: Mapped[str | None] = mapped_column(String(32))


class WatermarkRow(Base):
    """How far a workspace is planned, by which version of its directory, and when its next occurrence comes."""

    __tablename__ = "planning_watermark"

    workspace: Mapped[WorkspaceId]
    until: Mapped[Instant]
    version: Mapped[str] = mapped_column(String(80))
    next_due: Mapped[Instant]


class SweepRow(Base):
    """When a sweep last ran, so that of many processes one does it."""

    __tablename__ = "sweep"

    workspace: Mapped[WorkspaceId]
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    ran_at: Mapped[Instant]


def value(row: PostRow, thread_ts: str | None = None) -> Post:
    return Post(
        workspace=row.workspace,
        key=row.key,
        series=row.series,
        occurrence=row.occurrence,
        part=row.part,
        due=row.due,
        expires=row.expires,
        state=State(row.state),
        maker=row.maker,
        args=row.args,
        channel=row.channel,
        person=row.person,
        thread=row.thread,
        attempt=row.attempt,
        fence=row.fence,
        absent=row.absent,
        next_at=row.next_at,
        ts=row.ts,
        thread_ts=thread_ts,
        file=row.file,
        error=row.error,
        shifted_from=row.shifted_from,
        settled_at=row.settled_at,
    )


def told(row: PostRow) -> bool:
    """Do administrators hear of this one's failure? Not of the post that tells them of failures."""
    return not row.series.startswith(ALERT_SERIES)


def store(session: Session, row: PostRow, payload: Payload) -> None:
    """Keep what is said, so that every later try says the same."""
    if isinstance(payload, Message):
        row.payload = {"text": payload.text, "blocks": list(payload.blocks)}
        return
    if isinstance(payload, Deed):
        row.payload = dataclasses.asdict(payload) | {"act": payload.act.value, "people": list(payload.people)}
        return
    row.payload = {name: getattr(payload, name) for name in ("filename", "title", "alt", "comment")}
    upsert(session, FileRow, {"workspace": row.workspace, "key": row.key}, content=payload.content)


def stored(session: Session, row: PostRow) -> Payload | None:
    """What was kept by `store`, or None."""
    kept = row.payload
    if kept is None:
        return None
    if "act" in kept:
        return Deed(Act(kept["act"]), kept["name"], kept["private"], tuple(kept["people"]))
    if "filename" not in kept:
        return Message(kept["text"], tuple(kept["blocks"]))
    content = session.execute(
        select(FileRow.content).where(FileRow.workspace == row.workspace, FileRow.key == row.key)
    ).scalar_one_or_none()
    return None if content is None else File(**kept, content=content)


def forget_content(session: Session, row: PostRow) -> None:
    """The bytes of a file that is shared, or never will be, are not kept."""
    found = session.get(FileRow, (row.workspace, row.key))
    if found is not None:
        session.delete(found)
