"""Workspaces and their settings."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import JSON, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.people import Grade
from bot.domain.words import Facet, Term, Vocabulary
from bot.domain.workspaces import Workspace
from storage import audit, insert_once, postgresql, run
from storage.base import Base, Json

TOUCHED: Final = "directory_touched"
SETTINGS: Final = "settings"  # their name in the audit
_DUTY_TIMES: Final = ("duty_begins", "duty_ends", "duty_asked", "duty_escalated")


class WorkspaceRow(Base):
    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    settings: Mapped[Json] = mapped_column(JSON)
    # Counts every change of settings, people and teams: whoever keeps a Directory looks here before trusting it.
    directory_version: Mapped[int] = mapped_column(default=0)


# By its table: the first statement of the ORM configures the mappers of every noun, and a start waits for this one.
_TABLE = WorkspaceRow.__table__
_SETTINGS = select(_TABLE.c.settings).where(_TABLE.c.id == bindparam("ws"))


def get(session: Session, workspace: str) -> Workspace | None:
    settings = run(session, _SETTINGS, {"ws": workspace}).scalar_one_or_none()
    return None if settings is None else _value(workspace, settings)


def lock(session: Session, workspace: str, *, yielding: bool = False) -> None:
    """Nobody else writes in this workspace until this transaction ends: what it reads from here on stays as it is.

    On SQLite that is so anyway. To be taken before any other lock, or with `yielding`, where it cannot be: then it
    waits only briefly.
    """
    if yielding:
        postgresql.yielding(session.connection())
    session.execute(select(WorkspaceRow.id).where(WorkspaceRow.id == workspace).with_for_update(key_share=True))


def ensure(session: Session, workspace: Workspace) -> Workspace:
    """The stored workspace of this id; stored now, as given, if it is new."""
    insert_once(session, WorkspaceRow, id=workspace.id, settings=_stored(workspace), directory_version=1)
    found = get(session, workspace.id)
    assert found is not None
    return found


def change(
    session: Session, workspace: Workspace, who: str = "", now: dt.datetime | None = None, action: str = "edit"
) -> Workspace:
    """Store these settings; with `now`, who changed what. Gives them back with their new version."""
    kept = dataclasses.replace(workspace, version=workspace.version + 1)
    if now is not None:
        before = get(session, workspace.id)
        audit.record(
            session, workspace.id, who, now, action, SETTINGS, _stored(before) if before else None, _stored(kept)
        )
    session.execute(update(WorkspaceRow).where(WorkspaceRow.id == workspace.id).values(settings=_stored(kept)))
    touch(session, workspace.id)
    return kept


def rename(session: Session, id: str, name: str, domain: str) -> None:
    """Slack's name and address of the workspace."""
    known = get(session, id)
    if known is not None and (known.name, known.domain) != (name, domain):
        settings = _stored(dataclasses.replace(known, name=name, domain=domain))
        session.execute(update(WorkspaceRow).where(WorkspaceRow.id == id).values(settings=settings))
        touch(session, id)


def touch(session: Session, workspace: str) -> None:
    """Whoever keeps a Directory of this workspace must read it anew."""
    session.info[TOUCHED] = True
    session.execute(
        update(WorkspaceRow)
        .where(WorkspaceRow.id == workspace)
        .values(directory_version=WorkspaceRow.directory_version + 1)
    )


def version(session: Session, workspace: str) -> int:
    """Grows with every change of settings, people and teams; 0 while we do not know the workspace."""
    query = select(WorkspaceRow.directory_version).where(WorkspaceRow.id == workspace)
    return session.execute(query).scalar_one_or_none() or 0


def all_ids(session: Session) -> list[str]:
    return list(session.execute(select(WorkspaceRow.id).order_by(WorkspaceRow.id)).scalars())


def _stored(workspace: Workspace) -> dict[str, Any]:
    found: dict[str, Any] = {
        item.name: getattr(workspace, item.name) for item in dataclasses.fields(workspace) if item.name != "id"
    }
    return found | {
        "extra_holidays": sorted(day.isoformat() for day in workspace.extra_holidays),
        "worked_holidays": sorted(day.isoformat() for day in workspace.worked_holidays),
        "quiet_until": workspace.quiet_until.isoformat("minutes"),
        "quiet_from": workspace.quiet_from.isoformat("minutes"),
        **{name: getattr(workspace, name).isoformat("minutes") for name in _DUTY_TIMES},
        "counted_kinds": sorted(workspace.counted_kinds),
        "duty_teams": sorted(workspace.duty_teams),
        "duty_people": sorted(workspace.duty_people),
        "grades": [dataclasses.asdict(grade) for grade in workspace.grades],
        "times": dict(workspace.times),
        "vocabulary": [dataclasses.asdict(term) for term in workspace.vocabulary.terms],
    }


def _value(id: str, settings: Mapping[str, Any]) -> Workspace:
    names = {item.name for item in dataclasses.fields(Workspace)}
    known = {name: value for name, value in settings.items() if name in names}  # a newer version's are passed over
    known |= {
        "extra_holidays": frozenset(dt.date.fromisoformat(day) for day in settings["extra_holidays"]),
        "worked_holidays": frozenset(dt.date.fromisoformat(day) for day in settings["worked_holidays"]),
        "quiet_until": dt.time.fromisoformat(settings["quiet_until"]),
        "quiet_from": dt.time.fromisoformat(settings["quiet_from"]),
        **{name: dt.time.fromisoformat(settings[name]) for name in _DUTY_TIMES if name in settings},
        "counted_kinds": frozenset(settings["counted_kinds"]),
        "duty_teams": frozenset(settings.get("duty_teams", ())),
        "duty_people": frozenset(settings.get("duty_people", ())),
        "grades": tuple(Grade(**grade) for grade in settings["grades"]),
        "vocabulary": Vocabulary(
            tuple(
                Term(Facet(term["facet"]), term["key"], term["ko"], term["en"], tuple(term["aliases"]))
                for term in settings["vocabulary"]
            )
        ),
    }
    return Workspace(id=id, **known)
