"""Taking a post to send or to look for. The caller commits the claim, and only then talks to Slack."""

import datetime as dt
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.ledger import (
    GAP,
    LONGEST_WAIT,
    WORKSPACE_GAP,
    Happened,
    Outcome,
    Payload,
    Post,
    State,
    Terms,
    following,
)
from bot.values import frozen
from storage.ledger import gates, planning
from storage.ledger.rows import ORDINARY, URGENT, AttemptRow, PostRow, store, stored, value

BATCH: Final = 25


@frozen
class Claimed:
    """A post of ours until the lease ends. `look`: it may be there already and must be looked for.

    `only_look` ones are uncertain; the others are sent when they are not found. `after_ts`: it cannot be older.
    """

    post: Post
    payload: Payload | None
    look: bool
    only_look: bool
    after_ts: str | None


@frozen
class Pause:
    """There is something to do, at this moment and not before."""

    until: dt.datetime


def workspaces_with_work(session: Session) -> list[str]:
    """Workspaces that delivery has anything to do for, ever: one index step each, however many rows they have."""
    found: list[str] = []
    while True:
        query = select(func.min(PostRow.workspace)).where(PostRow.next_at.is_not(None))
        if found:
            query = query.where(PostRow.workspace > found[-1])
        next_one: str | None = session.execute(query).scalar_one()
        if next_one is None:
            return found
        found.append(next_one)


def waiting(session: Session, workspace: str, now: dt.datetime, terms: Terms) -> bool:
    """Is there anything to claim? Asked without waiting for a writer."""
    due = [
        select(PostRow.key).where(PostRow.workspace == workspace, PostRow.rank == rank, PostRow.next_at <= now).limit(1)
        for rank in (URGENT, ORDINARY)
    ]
    ahead = select(PostRow.key).where(PostRow.workspace == workspace, _too_far_ahead(now, terms)).limit(1)
    return any(session.execute(query).first() for query in (*due, ahead))


def next_moment(session: Session, workspace: str, now: dt.datetime, until: dt.datetime) -> dt.datetime | None:
    """When delivery can go on with what is due by now, if that is at `until` or before."""
    query = select(func.min(PostRow.next_at)).where(
        PostRow.workspace == workspace,
        PostRow.rank.in_((URGENT, ORDINARY)),
        PostRow.next_at <= until,
        PostRow.due <= now,
    )
    found: dt.datetime | None = session.execute(query).scalar_one()
    return found


def claim(session: Session, workspace: str, now: dt.datetime, terms: Terms) -> Claimed | Pause | None:
    """The first post that may go now, or a Pause while the workspace's pace does not allow it, or None.

    On the way, leases that ended become uncertain, what has expired is missed, and closed channels are passed over.
    """
    _forget_moved_clocks(session, workspace, now, terms)
    for rank in (URGENT, ORDINARY):
        if rank == ORDINARY:
            shut = gates.closed(session, workspace, [gates.EVERYWHERE], now).get(gates.EVERYWHERE)
            if shut is not None:
                return Pause(shut) if _due(session, workspace, rank, now) else None
        while rows := _due(session, workspace, rank, now):
            claimed = _first(session, rows, now, terms)
            session.flush()
            if claimed is not None:
                return claimed
    return None


def freeze(session: Session, post: Post, payload: Payload) -> bool:
    """Keep what a claimed post says. False when the claim is no longer ours."""
    row = held_by(session, post)
    if row is None:
        return False
    store(session, row, payload)
    session.flush()
    return True


def uploaded(session: Session, post: Post, file: str | None) -> bool:
    """Keep the id of an upload before it is shared; None forgets one that Slack no longer knows."""
    row = held_by(session, post)
    if row is None:
        return False
    row.file = file
    session.flush()
    return True


def opened(session: Session, post: Post, channel: str) -> bool:
    """Keep the direct message channel of a claimed post before anything is sent there."""
    row = held_by(session, post)
    if row is None:
        return False
    row.channel, row.after_ts = channel, gates.last_ts(session, post.workspace, channel)
    session.flush()
    return True


def held_by(session: Session, post: Post) -> PostRow | None:
    """The row, locked, if this claim still holds it: same fence, same state."""
    query = select(PostRow).where(
        PostRow.workspace == post.workspace,
        PostRow.key == post.key,
        PostRow.fence == post.fence,
        PostRow.state == post.state.value,
    )
    return session.execute(query.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def note(session: Session, row: PostRow, outcome: Outcome, now: dt.datetime) -> None:
    """One more line in the history of a post."""
    session.add(
        AttemptRow(
            workspace=row.workspace,
            key=row.key,
            fence=row.fence,
            at=now,
            outcome=outcome.happened.value,
            code=outcome.code[:200],
            ts=outcome.ts,
        )
    )


def _first(session: Session, rows: list[PostRow], now: dt.datetime, terms: Terms) -> Claimed | Pause | None:
    places = {place for row in rows if (place := row.channel or row.person)}
    shut = gates.closed(session, rows[0].workspace, {*places, gates.LOOKING}, now)
    for row in rows:
        if row.state == State.SENDING:
            _abandoned(session, row, now, terms)
        elif row.state == State.UNCERTAIN:
            if gates.LOOKING in shut:
                row.next_at = row.lease = shut[gates.LOOKING]
            else:
                return _claimed(session, row, now, terms, only_look=True)
        elif row.expires <= now:
            planning.miss(row, now)
            _lost(session, row, now)
        elif _superseded(session, row, now):
            planning.miss(row, now, "superseded")
            _lost(session, row, now)
        elif (place := row.channel or row.person or "") in shut:
            row.next_at = shut[place]
        elif _parent_is_gone(session, row):
            row.next_at, row.error = None, planning.PARENT
            row.state, row.settled_at = following(State.PLANNED, Happened.DROPPED).value, now
        elif (found := _in_its_turn(session, row, place, now, terms)) is not None:
            return found
    return None


def _in_its_turn(session: Session, row: PostRow, place: str, now: dt.datetime, terms: Terms) -> Claimed | Pause | None:
    """Through the gates of the workspace and of the place; None when the place has just been written to."""
    if row.rank == ORDINARY and not gates.take(session, row.workspace, gates.EVERYWHERE, now, WORKSPACE_GAP):
        turn = gates.closed(session, row.workspace, [gates.EVERYWHERE], now).get(gates.EVERYWHERE, now + WORKSPACE_GAP)
        return Pause(turn)  # another process was faster: the other posts wait as well
    if not gates.take(session, row.workspace, place, now, GAP):
        if row.rank == ORDINARY:
            gates.give_back(session, row.workspace, gates.EVERYWHERE, now, WORKSPACE_GAP)
        row.next_at = now + GAP
        return None
    if row.rank != ORDINARY:  # who has asked does not wait for those who have not
        gates.push(session, row.workspace, gates.EVERYWHERE, now, WORKSPACE_GAP)
    return _claimed(session, row, now, terms, only_look=False)


def _claimed(session: Session, row: PostRow, now: dt.datetime, terms: Terms, *, only_look: bool) -> Claimed:
    if not only_look:
        row.state = following(State.PLANNED, Happened.CLAIMED).value
        row.attempt += 1
        if row.after_ts is None and row.channel is not None and row.attempt == 1:
            row.after_ts = gates.last_ts(session, row.workspace, row.channel)
    row.fence += 1
    row.lease = row.next_at = now + dt.timedelta(seconds=terms.lease)
    payload = stored(session, row)
    post = value(row, _thread_ts(session, row))
    return Claimed(post, payload, only_look or row.looks_first, only_look, row.after_ts)


def _abandoned(session: Session, row: PostRow, now: dt.datetime, terms: Terms) -> None:
    """Its sender has not been heard of until the lease ended."""
    has_file = row.payload is not None and "filename" in row.payload
    if row.payload is None or (has_file and row.file is None):  # nothing can have been sent
        happened, wait = Happened.UNSENT, 0.0
    else:
        happened, wait = Happened.UNCLEAR, terms.settle
        row.absent = 0
    row.state = following(State.SENDING, happened).value
    row.error = "crash"
    note(session, row, Outcome(happened, "crash"), now)
    row.fence += 1  # whoever had it is late, whatever it says
    row.next_at = row.lease = now + dt.timedelta(seconds=wait)


def _lost(session: Session, row: PostRow, now: dt.datetime) -> None:
    """A part that is not said: those behind it go on, unless it was the first."""
    if row.part == 0:
        planning.drop_parts(session, row, now)
    else:
        planning.release(session, row, now)


def _superseded(session: Session, row: PostRow, now: dt.datetime) -> bool:
    """Of a series that only the latest matters of, a later one is due as well, and this one was never tried."""
    if not row.latest_only or row.attempt or row.part:
        return False
    later = aliased(PostRow)
    return bool(
        session.execute(
            select(
                exists().where(
                    later.workspace == row.workspace,
                    later.series == row.series,
                    later.part == 0,
                    later.due > row.due,
                    later.due <= now,
                    later.state != State.CANCELLED.value,
                )
            )
        ).scalar_one()
    )


def _parent_is_gone(session: Session, row: PostRow) -> bool:
    """A reply needs the ts of the first part; an upload or a word of an administrator leaves none."""
    return row.thread and row.part > 0 and _thread_ts(session, row) is None


def _thread_ts(session: Session, row: PostRow) -> str | None:
    if not row.thread:
        found = row.args.get("thread_ts")
        return str(found) if found else None
    return session.execute(
        select(PostRow.ts).where(
            PostRow.workspace == row.workspace,
            PostRow.series == row.series,
            PostRow.occurrence == row.occurrence,
            PostRow.part == 0,
        )
    ).scalar_one_or_none()


def _due(session: Session, workspace: str, rank: int, now: dt.datetime) -> list[PostRow]:
    query = (
        select(PostRow)
        .where(PostRow.workspace == workspace, PostRow.rank == rank, PostRow.next_at <= now)
        .order_by(PostRow.next_at, PostRow.due)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return list(session.execute(query.execution_options(populate_existing=True)).scalars())


def _too_far_ahead(now: dt.datetime, terms: Terms) -> ColumnElement[bool]:
    """Leases that no clock of ours can have given: the clock was set back, or a rehearsal ran ahead."""
    # twice: a neighbour's clock may be some seconds ahead of ours
    longest = {
        State.SENDING: dt.timedelta(seconds=2 * terms.lease),
        State.UNCERTAIN: max(dt.timedelta(seconds=2 * max(terms.lease, terms.settle)), LONGEST_WAIT),
        State.PLANNED: LONGEST_WAIT,
    }
    ahead = [and_(PostRow.state == state.value, PostRow.lease > now + wait) for state, wait in longest.items()]
    return and_(PostRow.lease.is_not(None), or_(*ahead))


def _forget_moved_clocks(session: Session, workspace: str, now: dt.datetime, terms: Terms) -> None:
    query = select(PostRow).where(PostRow.workspace == workspace, _too_far_ahead(now, terms)).limit(BATCH)
    for row in session.execute(query.with_for_update(skip_locked=True)).scalars():
        row.lease = row.next_at = now if row.state != State.PLANNED else max(now, row.due)
    session.flush()
