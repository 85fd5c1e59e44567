"""Is the database well? Small questions, asked by /readyz, /metrics and `muster doctor`."""

import dataclasses
import datetime as dt
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.checkups import ENDED, LIVE, RECENT, Standing, Store
from bot.domain.ledger import State
from bot.refusals import NotSaved
from storage import Database, Session, backups, migrating, workspaces
from storage.ledger.rows import PostRow


class Silent(Exception):  # noqa: N818 it says what the database is
    """The database does not answer, or not as it should; the name of why."""


@contextmanager
def asked() -> Iterator[None]:
    """Whatever keeps the database from answering is Silent."""
    try:
        yield
    except NotSaved as error:
        raise Silent(type(error.__cause__ or error).__name__) from error
    except (SQLAlchemyError, OSError) as error:
        raise Silent(type(getattr(error, "orig", None) or error).__name__) from error


def fault(db: Database) -> str:
    """Why the database does not answer, "" when it does."""
    try:
        with asked(), db.read() as session:
            workspaces.all_ids(session)
    except Silent as silent:
        return str(silent)
    return ""


def standing(db: Database, now: dt.datetime) -> Standing:
    """How the posts of all workspaces stand: two questions of an index for each. Raises Silent."""
    began = time.perf_counter()
    with asked(), db.read() as session:
        found = standing_of(session, workspaces.all_ids(session), now, RECENT)
    return dataclasses.replace(found, seconds=time.perf_counter() - began)


def standing_of(session: Session, ids: Iterable[str], now: dt.datetime, lately: dt.timedelta) -> Standing:
    """The same of these workspaces; those that ended are counted when they were due `lately`."""
    live: dict[State, int] = {}
    ended: dict[State, int] = {}
    due: list[dt.datetime] = []
    for workspace in ids:
        for state, count in _counted(session, workspace, now - lately):
            into = live if state in LIVE else ended
            into[state] = into.get(state, 0) + count
        if first := session.execute(_queued(workspace, now)).scalar_one():
            due.append(first)
    return Standing(live, ended, min(due, default=None))


def said(session: Session, ids: Iterable[str]) -> dt.datetime | None:
    """When the last of the posts that are there was due."""
    posted = PostRow.state == State.POSTED.value
    last = [
        session.execute(select(func.max(PostRow.due)).where(PostRow.workspace == workspace, posted)).scalar_one()
        for workspace in ids
    ]
    return max((moment for moment in last if moment is not None), default=None)


def store(db: Database) -> Store:
    """What the database is, as the doctor of the terminal sees it: its version, its room, and whether it is whole."""
    kind = "SQLite" if db.dialect == "sqlite" else "PostgreSQL"
    path = backups.path_of(db) if db.dialect == "sqlite" else None
    if path is not None and not path.is_file():  # looking must not make one
        return Store(kind, absent=str(path))
    try:
        with asked():
            version = migrating.revision(db)
            damage = _damage(db) if path is not None else None
    except Silent as silent:
        return Store(kind, fault=str(silent))
    size, log, free = _room(path) if path is not None else (None, None, None)
    return Store(kind, "", version, migrating.head(), migrating.known(), size, log, free, damage)


def _damage(db: Database) -> str:
    with db.reader.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    return "" if found == "ok" else str(found)


def _room(path: Path) -> tuple[int, int, int]:
    """Bytes of the file and of its log, and those that are free beside it."""
    log = path.with_name(path.name + "-wal")
    size = log.stat().st_size if log.exists() else 0
    return path.stat().st_size, size, shutil.disk_usage(path.parent).free


def _counted(session: Session, workspace: str, since: dt.datetime) -> list[tuple[State, int]]:
    """State and how many; of the ended ones those that were due lately."""
    # two questions in one: with "or" between them, the index would be read from end to end
    live = PostRow.state.in_([state.value for state in LIVE])
    lately = and_(PostRow.state.in_([state.value for state in ENDED]), PostRow.due >= since)
    asked_for = union_all(*(_tally(workspace, condition) for condition in (live, lately)))
    return [(State(row[0]), row[1]) for row in session.execute(asked_for)]


def _tally(workspace: str, condition: ColumnElement[bool]) -> Select[str, int]:
    found = select(PostRow.state, func.count())
    return found.where(PostRow.workspace == workspace, condition).group_by(PostRow.state)


def _queued(workspace: str, now: dt.datetime) -> Select[dt.datetime | None]:
    """Since when the first that delivery could go on with has been due; a part waits for the one before it."""
    queue = PostRow.state.in_([state.value for state in LIVE if state is not State.HELD])
    goes = or_(PostRow.state != State.PLANNED.value, PostRow.next_at.is_not(None))
    return select(func.min(PostRow.due)).where(PostRow.workspace == workspace, queue, PostRow.due <= now, goes)
