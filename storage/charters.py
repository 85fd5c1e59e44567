"""The charters of task forces: what they have to bring about by when, and what became of all they had."""

import dataclasses
import datetime as dt
from typing import Any, Final

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.forces import Charter, Fate
from storage import audit, upsert
from storage.base import Base, Day, Instant, JsonList, LongText, WorkspaceId
from storage.teams import named


class CharterRow(Base):
    """One team's. `fates` are what became of all that it had, in the order in which it was decided."""

    __tablename__ = "charter"

    workspace: Mapped[WorkspaceId]
    team: Mapped[str] = mapped_column(String(40), primary_key=True)
    ends: Mapped[Day | None]
    since: Mapped[Day | None]
    deliverables: Mapped[LongText]
    fates: Mapped[JsonList]
    result: Mapped[LongText]
    ended: Mapped[Instant | None]
    ended_by: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]

    __table_args__ = (Index("ix_charter_workspace_ended", "workspace", "ended", "ends"),)


_NAMES: Final = tuple(item.name for item in dataclasses.fields(Charter))


def get(session: Session, workspace: str, team: str) -> Charter | None:
    row = session.get(CharterRow, (workspace, team), populate_existing=True)
    return None if row is None else _value(row)


def locked(session: Session, workspace: str, team: str) -> Charter | None:
    """The same, and nobody else changes it until this transaction ends."""
    where = (CharterRow.workspace == workspace, CharterRow.team == team)
    session.execute(select(CharterRow.team).where(*where).with_for_update())
    return get(session, workspace, team)


def running(session: Session, workspace: str) -> list[Charter]:
    """Those with an end that were not wound up, the nearest end first."""
    where = (CharterRow.workspace == workspace, CharterRow.ended.is_(None), CharterRow.ends.is_not(None))
    rows = session.execute(select(CharterRow).where(*where).order_by(CharterRow.ends, CharterRow.team))
    return [_value(row) for row in rows.scalars()]


def written(session: Session, workspace: str, charter: Charter, who: str, now: dt.datetime, action: str) -> Charter:
    """Store a charter, with its audit under the team; gives it back with its new version."""
    before = get(session, workspace, charter.team)
    after = dataclasses.replace(charter, version=charter.version + 1)
    values = {name: getattr(after, name) for name in _NAMES}
    values |= {"fates": [dataclasses.asdict(fate) for fate in after.fates]}
    del values["team"]
    upsert(session, CharterRow, {"workspace": workspace, "team": charter.team}, **values)
    audit.record(session, workspace, who, now, action, named(charter.team), _told(before), _told(after))
    return after


def _told(charter: Charter | None) -> dict[str, Any] | None:
    """As the audit keeps it; each fate stands with the thing that it is about."""
    names = ("ends", "deliverables", "result")
    return None if charter is None else {name: getattr(charter, name) for name in names}


def _value(row: CharterRow) -> Charter:
    values = {name: getattr(row, name) for name in _NAMES}
    return Charter(**values | {"fates": tuple(Fate(**one) for one in row.fates)})
