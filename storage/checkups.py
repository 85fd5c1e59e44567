"""Is the database well? Small questions, asked by /readyz, /metrics and `muster doctor`."""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.checkups import ENDED, LIVE, RECENT, Standing
from bot.domain.ledger import State
from bot.refusals import NotSaved
from storage import Database, Session, workspaces
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
    """How the posts stand: one question of an index for each workspace. Raises Silent."""
    began = time.perf_counter()
    live: dict[State, int] = {}
    ended: dict[State, int] = {}
    due: list[dt.datetime] = []
    with asked(), db.read() as session:
        for workspace in workspaces.all_ids(session):
            for state, count, first in _counted(session, workspace, now):
                into = live if state in LIVE else ended
                into[state] = into.get(state, 0) + count
                if state in LIVE and state is not State.HELD and first <= now:
                    due.append(first)
    return Standing(live, ended, min(due, default=None), time.perf_counter() - began)


def _counted(session: Session, workspace: str, now: dt.datetime) -> list[tuple[State, int, dt.datetime]]:
    """State, how many, and the earliest due of them; of the ended ones those that were due lately."""
    live = PostRow.state.in_([state.value for state in LIVE])
    lately = and_(PostRow.state.in_([state.value for state in ENDED]), PostRow.due >= now - RECENT)
    query = select(PostRow.state, func.count(), func.min(PostRow.due)).where(
        PostRow.workspace == workspace, or_(live, lately)
    )
    return [(State(state), count, first) for state, count, first in session.execute(query.group_by(PostRow.state))]
