"""Taking a post to send or to look for. The caller commits the claim, and only then talks to Slack."""

import datetime as dt
from typing import Final

from sqlalchemy import and_, bindparam, func, insert, or_, select
from sqlalchemy.orm import Session

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
from storage import run
from storage.ledger import gates, planning
from storage.ledger.rows import ORDINARY, URGENT, AttemptRow, PostRow, store, stored, value
from storage.prepared import Values

BATCH: Final = 25

# What every round asks, whether anything is due or not: built once
_POST: Final = PostRow.__table__
_DUE_BY: Final = and_(
    _POST.c.workspace == bindparam("ws"), _POST.c.rank == bindparam("of_rank"), _POST.c.next_at <= bindparam("now")
)
_ANY_DUE: Final = select(_POST.c.key).where(_DUE_BY).limit(1)
_DUE: Final = (
    select(PostRow)
    .where(_DUE_BY)
    .order_by(_POST.c.next_at, _POST.c.due)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)
_WORKSPACE: Final = select(func.min(_POST.c.workspace).label("next")).where(
    _POST.c.next_at.is_not(None), _POST.c.workspace > bindparam("last")
)
_NEXT_MOMENT: Final = select(func.min(_POST.c.next_at).label("next")).where(
    _POST.c.workspace == bindparam("ws"),
    or_(_POST.c.rank == URGENT, _POST.c.rank == ORDINARY),
    _POST.c.next_at <= bindparam("until"),
    _POST.c.due <= bindparam("now"),
)
# Leases that no clock of ours can have given: the clock was set back, or a rehearsal ran ahead
_AHEAD: Final = and_(
    _POST.c.workspace == bindparam("ws"),
    _POST.c.lease.is_not(None),
    or_(
        *(
            and_(_POST.c.state == state.value, _POST.c.lease > bindparam(f"{state.value}_until"))
            for state in (State.SENDING, State.UNCERTAIN, State.PLANNED)
        )
    ),
)
_ANY_AHEAD: Final = select(_POST.c.key).where(_AHEAD).limit(1)
_LATER: Final = (
    select(_POST.c.key)
    .where(_POST.c.workspace == bindparam("ws"), _POST.c.series == bindparam("of_series"), _POST.c.part == 0)
    .where(_POST.c.due > bindparam("after"), _POST.c.due <= bindparam("now"))
    .where(_POST.c.state != State.CANCELLED.value)
    .limit(1)
)
_FIRST_TS: Final = select(_POST.c.ts).where(
    _POST.c.workspace == bindparam("ws"),
    _POST.c.series == bindparam("of_series"),
    _POST.c.occurrence == bindparam("of_occurrence"),
    _POST.c.part == 0,
)
_HELD: Final = (
    select(PostRow)
    .where(_POST.c.workspace == bindparam("ws"), _POST.c.key == bindparam("of_key"))
    .where(_POST.c.fence == bindparam("of_fence"), _POST.c.state == bindparam("of_state"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_NOTE: Final = insert(AttemptRow)
_ALL_AHEAD: Final = select(PostRow).where(_AHEAD).limit(BATCH).with_for_update(skip_locked=True)


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
    found: list[str] = [""]
    while next_one := run(session, _WORKSPACE, {"last": found[-1]}).scalar_one():
        found.append(next_one)
    return found[1:]


def waiting(session: Session, workspace: str, now: dt.datetime, terms: Terms) -> bool:
    """Is there anything to claim? Asked without waiting for a writer."""
    due = any(_any_due(session, workspace, rank, now) for rank in (URGENT, ORDINARY))
    return due or _any_ahead(session, _ahead(workspace, now, terms))


def next_moment(session: Session, workspace: str, now: dt.datetime, until: dt.datetime) -> dt.datetime | None:
    """When delivery can go on with what is due by now, if that is at `until` or before."""
    values = {"ws": workspace, "now": now, "until": until}
    found: dt.datetime | None = run(session, _NEXT_MOMENT, values).scalar_one()
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
    values = {"ws": post.workspace, "of_key": post.key, "of_fence": post.fence, "of_state": post.state.value}
    return session.execute(_HELD, values).scalar_one_or_none()


def note(session: Session, row: PostRow, outcome: Outcome, now: dt.datetime) -> None:
    """One more line in the history of a post."""
    values = {
        "workspace": row.workspace,
        "key": row.key,
        "fence": row.fence,
        "at": now,
        "outcome": outcome.happened.value,
        "code": outcome.code[:200],
        "ts": outcome.ts,
    }
    run(session, _NOTE, values)


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
    if row.rank != ORDINARY:
        gates.hold(session, row.workspace, gates.EVERYWHERE, now)
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
    values = {"ws": row.workspace, "of_series": row.series, "after": row.due, "now": now}
    return run(session, _LATER, values).one_or_none() is not None


def _parent_is_gone(session: Session, row: PostRow) -> bool:
    """A reply needs the ts of the first part; an upload or a word of an administrator leaves none."""
    return row.thread and row.part > 0 and _thread_ts(session, row) is None


def _thread_ts(session: Session, row: PostRow) -> str | None:
    if not row.thread:
        found = row.args.get("thread_ts")
        return str(found) if found else None
    values = {"ws": row.workspace, "of_series": row.series, "of_occurrence": row.occurrence}
    ts: str | None = run(session, _FIRST_TS, values).scalar_one_or_none()
    return ts


def _due(session: Session, workspace: str, rank: int, now: dt.datetime) -> list[PostRow]:
    if not _any_due(session, workspace, rank, now):
        return []
    return list(session.execute(_DUE, {"ws": workspace, "of_rank": rank, "now": now}).scalars())


def _any_due(session: Session, workspace: str, rank: int, now: dt.datetime) -> bool:
    return run(session, _ANY_DUE, {"ws": workspace, "of_rank": rank, "now": now}).one_or_none() is not None


def _ahead(workspace: str, now: dt.datetime, terms: Terms) -> Values:
    """The values of `_AHEAD`. Twice what we give: a neighbour's clock may be some seconds ahead of ours."""
    longest = {
        State.SENDING: dt.timedelta(seconds=2 * terms.lease),
        State.UNCERTAIN: max(dt.timedelta(seconds=2 * max(terms.lease, terms.settle)), LONGEST_WAIT),
        State.PLANNED: LONGEST_WAIT,
    }
    return {"ws": workspace, **{f"{state.value}_until": now + wait for state, wait in longest.items()}}


def _any_ahead(session: Session, values: Values) -> bool:
    return run(session, _ANY_AHEAD, values).one_or_none() is not None


def _forget_moved_clocks(session: Session, workspace: str, now: dt.datetime, terms: Terms) -> None:
    values = _ahead(workspace, now, terms)
    if not _any_ahead(session, values):
        return
    for row in session.execute(_ALL_AHEAD, dict(values)).scalars():
        row.lease = row.next_at = now if row.state != State.PLANNED else max(now, row.due)
    session.flush()
