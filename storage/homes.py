"""Who moved and who left, read from the audit: a team's visits of the past are those of whoever was there."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from bot.domain.homes import Homes, Homing
from bot.domain.quotas import Absence, tallies
from bot.domain.visits import Tally
from storage import CACHE, people, visits, workspaces
from storage.audit import AuditRow

_AUDIT: Final = AuditRow.__table__
_CHUNK: Final = 500  # people in one IN list
_KEY: Final = "homes of "
_NAMES: Final = ("team", "active")  # of what is kept of a changed person


def homes(session: Session, directory: Directory) -> Homes:
    """Asked once for each version of the workspace's people and teams."""
    cache = session.info.setdefault(CACHE, {})
    key = _KEY + directory.workspace.id
    version, found = cache.get(key, (None, None))
    if found is not None and version == directory.version and not session.info.get(workspaces.TOUCHED):
        kept: Homes = found
        return kept
    fresh = _read(session, directory)
    if not session.info.get(workspaces.TOUCHED):  # what may yet be rolled back is not kept
        cache[key] = (directory.version, fresh)
    return fresh


def tallied(session: Session, directory: Directory, team: str, first: dt.date, last: dt.date) -> list[Tally]:
    """A team's days against the quotas: one line for each who owes them there."""
    ws, known = directory.workspace, homes(session, directory)
    counted = visits.counted(session, ws.id, first, last, ws.counted_kinds, known.quota_of(team))
    away = [*absences(session, ws.id, first, last), *known.elsewhere(team, first, last)]
    return tallies(known.owing(team, first, last), counted, first, last, ws.calendar.is_working, away)


def absences(session: Session, workspace: str, first: dt.date, last: dt.date) -> list[Absence]:
    """Who is away in these days."""
    return [
        Absence(one.person, one.first, one.last, one.half) for one in people.leaves(session, workspace, first, last)
    ]


def _read(session: Session, directory: Directory) -> Homes:
    moves: dict[str, list[Homing]] = {}
    left: dict[str, dt.date] = {}
    zone = ZoneInfo(directory.workspace.zone)
    for person, at, before, after in _changes(session, directory.workspace.id, directory.people):
        day = at.astimezone(zone).date()
        if before.get("team") != after.get("team"):
            moves.setdefault(person, []).append(Homing(day, before.get("team"), after.get("team")))
        if before.get("active") and not after.get("active"):
            left[person] = day
    return Homes(directory, moves, left)


def _changes(session: Session, workspace: str, ids: Iterable[str]) -> Sequence[tuple[str, dt.datetime, Any, Any]]:
    """What was changed of their homes, or of whether they work here, oldest first."""
    told = [cast(column, Text).contains(f'"{name}"') for column in (_AUDIT.c.before, _AUDIT.c.after) for name in _NAMES]
    query = select(_AUDIT.c.number, _AUDIT.c.ref, _AUDIT.c.at, _AUDIT.c.before, _AUDIT.c.after).where(or_(*told))
    every = list(ids)
    found = [
        row
        for at in range(0, len(every), _CHUNK)
        for row in session.execute(
            query.where(_AUDIT.c.workspace == workspace, _AUDIT.c.ref.in_(every[at : at + _CHUNK]))
        )
    ]
    return [(row.ref, row.at, row.before, row.after) for row in sorted(found, key=lambda row: row.number)]
