"""What the bot knows of its own place in Slack: scopes, channels, when it last listed everybody."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.workspaces import Connection
from storage import upsert
from storage.base import Base, UtcDateTime, WorkspaceId


class ConnectionRow(Base):
    __tablename__ = "connection"

    workspace: Mapped[WorkspaceId]
    bot: Mapped[str] = mapped_column(String(32))
    scopes: Mapped[list[str] | None] = mapped_column(JSON)
    channels: Mapped[dict[str, str] | None] = mapped_column(JSON)
    people: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(80))


def get(session: Session, workspace: str) -> Connection:
    """An empty Connection while nothing is known."""
    row = session.get(ConnectionRow, workspace, populate_existing=True)
    if row is None:
        return Connection()
    scopes = None if row.scopes is None else frozenset(row.scopes)
    return Connection(row.bot, scopes, row.channels, row.people, row.fault)


def save(session: Session, workspace: str, connection: Connection) -> None:
    """Store what is known now."""
    upsert(
        session,
        ConnectionRow,
        {"workspace": workspace},
        bot=connection.bot,
        scopes=None if connection.scopes is None else sorted(connection.scopes),
        channels=None if connection.channels is None else dict(connection.channels),
        people=connection.people,
        fault=connection.fault[:80],
    )


def joined(session: Session, workspace: str, channel: str, name: str = "") -> None:
    """The bot was taken into a channel."""
    known = get(session, workspace)
    channels: Mapping[str, str] = {**(known.channels or {}), channel: name}
    if known.channels is not None:  # before the first look a single channel would pass for all of them
        save(session, workspace, dataclasses.replace(known, channels=channels))


def left(session: Session, workspace: str, channel: str) -> None:
    """The bot is no longer in a channel."""
    known = get(session, workspace)
    if known.channels is not None and channel in known.channels:
        rest = {id: name for id, name in known.channels.items() if id != channel}
        save(session, workspace, dataclasses.replace(known, channels=rest))
