"""How a try ended: written only by whoever still holds the claim."""

import datetime as dt

from sqlalchemy.orm import Session

from bot.domain.ledger import (
    GAP,
    LONGEST_WAIT,
    MAKER_TRIES,
    WORKSPACE_GAP,
    Happened,
    Outcome,
    Post,
    State,
    Terms,
    following,
)
from storage.ledger import gates, planning
from storage.ledger.claiming import held_by, note
from storage.ledger.rows import PostRow, forget_content, told


def settle(session: Session, post: Post, outcome: Outcome, now: dt.datetime, terms: Terms) -> bool:
    """Write the outcome of a claim. False when the claim is no longer ours: then nothing is written."""
    row = held_by(session, post)
    if row is None:
        return False
    note(session, row, outcome, now)
    if row.state == State.UNCERTAIN and outcome.happened in (Happened.ABSENT, Happened.LATER, Happened.LIMITED):
        _look_again(session, row, outcome, now, terms)
    else:
        _move(session, row, outcome, now, terms)
    session.flush()
    return True


def settle_late(session: Session, post: Post, ts: str, now: dt.datetime) -> bool:
    """Slack took it, but the lease had ended meanwhile. True when this copy is one too many and should be deleted."""
    row = planning.locked(session, post.workspace, post.key)  # the same package
    if row is None:
        return False
    if row.state in (State.UNCERTAIN, State.PLANNED, State.HELD):
        row.fence += 1
        note(session, row, Outcome(Happened.OK, "late", ts), now)
        _move(session, row, Outcome(Happened.OK, ts=ts), now, Terms())
        session.flush()
        return False
    return row.state in (State.POSTED, State.SENDING) and row.ts != ts


def maker_failed(session: Session, post: Post, reference: str, now: dt.datetime, terms: Terms) -> bool:
    """What makes the post raised. Tried again a few times; then it failed, and nobody else waited for it."""
    last = post.attempt >= MAKER_TRIES
    happened = Happened.BROKEN if last else Happened.UNSENT
    return settle(session, post, Outcome(happened, f"maker {reference}"), now, terms)


def _move(session: Session, row: PostRow, outcome: Outcome, now: dt.datetime, terms: Terms) -> None:
    state = following(State(row.state), outcome.happened)
    row.state, row.error = state.value, outcome.code[:200]
    row.lease = row.next_at = None
    if state is State.POSTED:
        _posted(session, row, outcome, now)
    elif state is State.PLANNED:
        _later(session, row, outcome, now, terms)
    elif state is State.UNCERTAIN:
        row.absent = 0
        row.next_at = row.lease = now + dt.timedelta(seconds=terms.settle)
        _shut(session, row, now + GAP)
    else:
        _ended(session, row, now)


def _posted(session: Session, row: PostRow, outcome: Outcome, now: dt.datetime) -> None:
    row.ts, row.settled_at, row.payload, row.error = outcome.ts, now, None, ""
    row.args = {name: given for name, given in row.args.items() if name != "message"}  # Slack has it, we need not
    forget_content(session, row)
    _shut(session, row, now + GAP)
    if outcome.ts and row.channel:
        gates.saw(session, row.workspace, row.channel, outcome.ts, now)
    planning.release(session, row, now)


def _later(session: Session, row: PostRow, outcome: Outcome, now: dt.datetime, terms: Terms) -> None:
    if outcome.happened is Happened.TOO_LATE:
        wait = dt.timedelta()
    elif outcome.happened is Happened.ABSENT:
        wait, row.looks_first = dt.timedelta(), True
    elif outcome.wait is not None:
        wait = min(dt.timedelta(seconds=outcome.wait), LONGEST_WAIT)
    else:
        wait = terms.backoff(row.attempt)
    row.absent = 0
    row.next_at = row.lease = now + wait
    if outcome.happened in (Happened.LIMITED, Happened.LATER):
        row.looks_first = True
    if outcome.happened is Happened.LIMITED:
        _limited(session, row, now + wait, now)
    elif outcome.way and outcome.wait is not None:
        gates.keep_shut(session, row.workspace, outcome.way, now + wait)


def _limited(session: Session, row: PostRow, until: dt.datetime, now: dt.datetime) -> None:
    """Slack asks to wait: this channel does, and the whole workspace when another channel had to already."""
    place = row.channel or row.person or ""
    if gates.others_limited(session, row.workspace, place, now):
        gates.keep_shut(session, row.workspace, gates.EVERYWHERE, until, limited=True)
    gates.keep_shut(session, row.workspace, place, until, limited=True)


def _look_again(session: Session, row: PostRow, outcome: Outcome, now: dt.datetime, terms: Terms) -> None:
    """Not found for the first time, or the history does not answer at the moment."""
    if outcome.happened is Happened.ABSENT:
        if row.absent:
            _move(session, row, outcome, now, terms)
            return
        row.absent = 1
        wait = dt.timedelta(seconds=terms.settle)
    else:
        wait = dt.timedelta(seconds=outcome.wait) if outcome.wait is not None else terms.backoff(row.fence)
        if outcome.happened is Happened.LIMITED:
            gates.keep_shut(session, row.workspace, gates.LOOKING, now + min(wait, LONGEST_WAIT), limited=True)
    row.error = outcome.code[:200]
    row.next_at = row.lease = now + min(wait, LONGEST_WAIT)


def _ended(session: Session, row: PostRow, now: dt.datetime) -> None:
    """Failed, held or skipped."""
    row.settled_at = now
    loud = row.state in (State.FAILED, State.HELD) and told(row)
    row.untold_at = now if loud else None
    if row.state == State.HELD:
        return  # its parts wait for an administrator's word
    if row.state == State.SKIPPED:
        row.payload = None
        forget_content(session, row)
        gates.give_back(session, row.workspace, gates.EVERYWHERE, now, WORKSPACE_GAP)
        gates.give_back(session, row.workspace, row.channel or row.person or "", now, GAP)
    if row.part == 0:
        planning.drop_parts(session, row, now)
    else:
        planning.release(session, row, now)


def _shut(session: Session, row: PostRow, until: dt.datetime) -> None:
    if row.channel:
        gates.keep_shut(session, row.workspace, row.channel, until)
