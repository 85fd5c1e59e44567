"""The Directory of a workspace, read when somebody changed something and kept meanwhile.

A request begins with the one that is kept, without asking, and confirms it in its own transaction: what it then does
rests on people and teams as they are, and an unchanged Directory costs one small read, not a transaction of its own.
"""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from bot.refusals import NotSaved
from storage import CACHE, PREFIX, Database, people, run, teams, workspaces
from storage.workspaces import WorkspaceRow

_TABLE = WorkspaceRow.__table__
_VERSION = select(_TABLE.c.directory_version).where(_TABLE.c.id == bindparam("ws"))  # asked by each request: built once

_VERSION_LOCKED = _VERSION.with_for_update(key_share=True)  # as `workspaces.lock` does, in the same look


class Outdated(NotSaved):
    """The Directory that a request began with is no longer the newest: it begins again with that one."""


def kept(db: Database, workspace: str, now: dt.datetime) -> Directory | None:
    """The Directory as it was last read, for the day of `now`; None when there is none. To be confirmed."""
    _version, by_day = db.cache.get(workspace, (None, {}))
    found: Directory | None = next(iter(by_day.values()), None)
    return by_day.get(found.workspace.today(now)) if found else None


def confirm(session: Session, began_with: Directory, *, writes: bool = False) -> None:
    """Nothing changed since this one was read; Outdated otherwise. With `writes` nobody else writes from here on."""
    asked = _VERSION_LOCKED if writes else _VERSION
    if run(session, asked, {"ws": began_with.workspace.id}).scalar_one_or_none() != began_with.version:
        raise Outdated


def confirmed(session: Session, began_with: Directory, now: dt.datetime, *, writes: bool = False) -> Directory:
    """Itself where nothing changed. Who looks takes it as it is then; who writes gets what is true from here on.

    It is read while nobody else writes: for a request whose Directory was outdated before, as people and teams go on
    changing, and what it changes would undo what others changed in between.
    """
    try:
        confirm(session, began_with, writes=writes)
    except Outdated:
        if writes and (newest := directory(session, began_with.workspace.id, now)) is not None:
            return newest
    return began_with


def directory(session: Session, workspace: str, now: dt.datetime | None = None) -> Directory | None:
    """Everybody and every team of `workspace`; None while we do not know it. With `now`, who acts for whom that day.

    One look at a version when nothing changed. A session that changed something itself sees its own changes.
    """
    version = run(session, _VERSION, {"ws": workspace}).scalar_one_or_none()
    if version is None:
        return None
    cache = session.info.setdefault(CACHE, {})
    kept = cache.get(workspace)
    by_day: dict[dt.date | None, Directory] = kept[1] if kept is not None and kept[0] == version else {}
    found = next(iter(by_day.values()), None)
    zone = ZoneInfo(found.workspace.zone) if found else None
    day = now.astimezone(zone).date() if now and zone else None
    if found is not None and day in by_day:
        return by_day[day]
    fresh = _read(session, workspace, version, now)
    day = fresh.workspace.today(now) if now else None
    if not session.info.get(workspaces.TOUCHED):  # what may yet be rolled back is not kept
        undated = by_day.get(None)  # that of yesterday is not asked for again
        kept_now: dict[dt.date | None, Directory] = {day: fresh}
        if undated is not None and day is not None:
            kept_now[None] = undated
        cache[workspace] = (version, kept_now)
    return fresh


def _read(session: Session, workspace: str, version: int, now: dt.datetime | None) -> Directory:
    settings = workspaces.get(session, workspace)
    assert settings is not None
    return Directory(
        workspace=settings,
        people={person.id: person for person in people.everybody(session, workspace)},
        teams={team.key: team for team in teams.everything(session, workspace)},
        deputies=_deputies(session, workspace, settings.today(now)) if now else {},
        version=version,
        prefix=session.info.get(PREFIX, ""),
    )


def _deputies(session: Session, workspace: str, today: dt.date) -> Mapping[str, str]:
    """Who is away today, for any part of it → who acts for them."""
    return {one.person: one.deputy for one in people.leaves(session, workspace, today, today) if one.deputy}
