"""Teams and who belongs to them."""

import dataclasses
import datetime as dt

from sqlalchemy import Index, String, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.teams import Team, TeamKind
from storage import audit, upsert, workspaces
from storage.base import Base, Json, JsonList, LongText, Word, WorkspaceId


class TeamRow(Base):
    __tablename__ = "team"

    workspace: Mapped[WorkspaceId]
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    ko: Mapped[str] = mapped_column(String(150))
    en: Mapped[str] = mapped_column(String(150))
    kind: Mapped[Word]
    parent: Mapped[str | None] = mapped_column(String(40))
    lead: Mapped[str | None] = mapped_column(String(32))
    channel: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(8))
    zone: Mapped[str | None] = mapped_column(String(64))
    tells_visits: Mapped[bool]
    sectors: Mapped[JsonList]
    regions: Mapped[JsonList]
    mandate: Mapped[LongText]
    times: Mapped[Json]
    active: Mapped[bool]
    version: Mapped[int]


class MembershipRow(Base):
    __tablename__ = "membership"

    workspace: Mapped[WorkspaceId]
    team: Mapped[str] = mapped_column(String(40), primary_key=True)
    person: Mapped[str] = mapped_column(String(32), primary_key=True)

    __table_args__ = (Index("ix_membership_workspace_person", "workspace", "person"),)


def save(session: Session, workspace: str, team: Team) -> Team:
    """Store a team as given, with its members; gives it back with its new version."""
    kept = dataclasses.replace(team, version=team.version + 1)
    values = {item.name: getattr(kept, item.name) for item in dataclasses.fields(kept)}
    values |= {"kind": kept.kind.value, "sectors": list(kept.sectors), "regions": list(kept.regions)}
    values |= {"times": dict(kept.times)}
    del values["key"], values["members"]
    upsert(session, TeamRow, {"workspace": workspace, "key": team.key}, **values)
    session.execute(delete(MembershipRow).where(MembershipRow.workspace == workspace, MembershipRow.team == team.key))
    if team.members:
        rows = [{"workspace": workspace, "team": team.key, "person": person} for person in sorted(team.members)]
        session.execute(insert(MembershipRow), rows)
    workspaces.touch(session, workspace)
    return kept


def change(session: Session, workspace: str, team: Team, who: str, now: dt.datetime, action: str = "edit") -> Team:
    """Store a new or changed team, and who changed what of it."""
    audit.record(session, workspace, who, now, action, named(team.key), get(session, workspace, team.key), team)
    return save(session, workspace, team)


def named(key: str) -> str:
    """A team's name in the audit."""
    return f"team:{key}"


def everything(session: Session, workspace: str) -> list[Team]:
    """All teams, closed ones too, in the order of their keys."""
    belongs: dict[str, set[str]] = {}
    for team, person in session.execute(
        select(MembershipRow.team, MembershipRow.person).where(MembershipRow.workspace == workspace)
    ):
        belongs.setdefault(team, set()).add(person)
    rows = session.execute(select(TeamRow).where(TeamRow.workspace == workspace).order_by(TeamRow.key)).scalars()
    return [_value(row, frozenset(belongs.get(row.key, ()))) for row in rows]


def get(session: Session, workspace: str, key: str) -> Team | None:
    return next((team for team in everything(session, workspace) if team.key == key), None)


def _value(row: TeamRow, members: frozenset[str]) -> Team:
    return Team(
        key=row.key,
        ko=row.ko,
        en=row.en,
        kind=TeamKind(row.kind),
        parent=row.parent,
        lead=row.lead,
        channel=row.channel,
        language=row.language,
        zone=row.zone,
        tells_visits=row.tells_visits,
        sectors=tuple(row.sectors),
        regions=tuple(row.regions),
        mandate=row.mandate,
        times=row.times,
        members=members,
        active=row.active,
        version=row.version,
    )
