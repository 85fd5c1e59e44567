"""What was said, what will be, and what administrators should hear of."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.ledger import Happened, Post, State
from bot.values import frozen
from storage.ledger.rows import AttemptRow, PostRow, value

_WITHIN = (PostRow.series, PostRow.part, PostRow.key)  # the order of what is due at one moment, on every page


@frozen
class Attempt:
    """One try or look at a post."""

    fence: int
    at: dt.datetime
    outcome: Happened
    code: str
    ts: str | None


def listing(
    session: Session,
    workspace: str,
    *,
    states: Iterable[State] = (),
    limit: int = 20,
    offset: int = 0,
    until: dt.datetime | None = None,
) -> list[Post]:
    """Posts by when they were due, newest first; parts that had nothing to say are left out.

    With `until` only what was due by then.
    """
    query = select(PostRow).where(PostRow.workspace == workspace)
    if wanted := [state.value for state in states]:
        query = query.where(PostRow.state.in_(wanted))
    if until is not None:
        query = query.where(PostRow.due <= until)
    query = query.where(or_(PostRow.part == 0, PostRow.state != State.SKIPPED.value))
    query = query.order_by(PostRow.due.desc(), *_WITHIN).limit(limit).offset(offset)
    return [value(row) for row in session.execute(query).scalars()]


def held(session: Session, workspace: str, limit: int = 50) -> list[Post]:
    return listing(session, workspace, states=[State.HELD], limit=limit)


def missed(session: Session, workspace: str, limit: int = 50) -> list[Post]:
    return listing(session, workspace, states=[State.MISSED], limit=limit)


def ahead(session: Session, workspace: str, first: dt.datetime, last: dt.datetime) -> list[Post]:
    """Everything due after `first`, up to `last`, whatever its state, in order."""
    query = select(PostRow).where(PostRow.workspace == workspace, PostRow.due > first, PostRow.due <= last)
    rows = session.execute(query.order_by(PostRow.due, *_WITHIN)).scalars()
    return [value(row) for row in rows]


def history_of(session: Session, workspace: str, key: str) -> Sequence[Attempt]:
    """Every try and look, oldest first."""
    query = (
        select(AttemptRow).where(AttemptRow.workspace == workspace, AttemptRow.key == key).order_by(AttemptRow.fence)
    )
    return [
        Attempt(row.fence, row.at, Happened(row.outcome), row.code, row.ts) for row in session.execute(query).scalars()
    ]


def parts_of(session: Session, workspace: str, series: str, occurrence: str) -> list[Post]:
    query = select(PostRow).where(
        PostRow.workspace == workspace, PostRow.series == series, PostRow.occurrence == occurrence
    )
    return [value(row) for row in session.execute(query.order_by(PostRow.part)).scalars()]


def counts(session: Session, workspace: str) -> dict[State, int]:
    """How many posts are in each state."""
    query = select(PostRow.state, func.count()).where(PostRow.workspace == workspace).group_by(PostRow.state)
    return {State(state): count for state, count in session.execute(query)}


def untold(session: Session, workspace: str) -> dt.datetime | None:
    """Since when there is something that administrators have not heard of, or None."""
    query = select(func.min(PostRow.untold_at)).where(PostRow.workspace == workspace, PostRow.untold_at.is_not(None))
    found: dt.datetime | None = session.execute(query).scalar_one()
    return found


def told_by(session: Session, workspace: str, alert: str) -> None:
    """The alert of this occurrence tells of all that is untold."""
    session.execute(
        update(PostRow)
        .where(PostRow.workspace == workspace, PostRow.untold_at.is_not(None))
        .values(untold_at=None, alert=alert)
        .execution_options(synchronize_session=False)
    )


def in_alert(session: Session, workspace: str, alert: str) -> list[Post]:
    """What an alert tells of, in order."""
    query = select(PostRow).where(PostRow.workspace == workspace, PostRow.alert == alert)
    return [value(row) for row in session.execute(query.order_by(PostRow.due, *_WITHIN)).scalars()]
