"""Calendar feeds: of each series, team and person the id of its present address."""

import datetime as dt

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.feeds import Feed, Scope, new_id
from storage import audit, upsert
from storage.base import Base, Instant, Word, WorkspaceId


class FeedRow(Base):
    __tablename__ = "feed"

    workspace: Mapped[WorkspaceId]
    scope: Mapped[Word] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(40), primary_key=True)
    address: Mapped[str] = mapped_column(String(32))
    made: Mapped[Instant]
    made_by: Mapped[str] = mapped_column(String(32))

    # does not begin with the workspace: whoever asks by HTTP names none, and may learn none
    __table_args__ = (Index("ix_feed_address", "address", unique=True),)


_TABLE = FeedRow.__table__


def of(session: Session, workspace: str, scope: Scope, about: str) -> Feed | None:
    """The feed of a series, a team or a person, if anybody has asked for it."""
    where = (_TABLE.c.workspace == workspace, _TABLE.c.scope == scope.value, _TABLE.c.about == about)
    row = session.execute(select(_TABLE).where(*where)).one_or_none()
    return None if row is None else Feed(Scope(row.scope), row.about, row.address, row.made, row.made_by)


def renew(session: Session, workspace: str, scope: Scope, about: str, who: str, now: dt.datetime) -> Feed:
    """An address, from now on the only one: the one before, if there was one, opens nothing any more."""
    new = Feed(scope, about, new_id(), now, who)
    key = {"workspace": workspace, "scope": scope.value, "about": about}
    upsert(session, FeedRow, key, address=new.id, made=now, made_by=who)
    audit.record(session, workspace, who, now, "address", f"feed:{scope.value}:{about}", None, {"made": now})
    return new


def at(session: Session, id: str) -> tuple[str, Feed] | None:
    """The workspace and the feed that an address leads to."""
    row = session.execute(select(_TABLE).where(_TABLE.c.address == id)).one_or_none()
    if row is None:
        return None
    return row.workspace, Feed(Scope(row.scope), row.about, row.address, row.made, row.made_by)
