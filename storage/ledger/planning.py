"""What shall be said, before it is: planned once, re-dated, taken back, sent again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from bot.domain.ledger import (
    ANSWER_SERIES,
    DONE,
    LOST,
    NOTICE_EXPIRES,
    RESENDABLE,
    Happened,
    Post,
    State,
    following,
    key,
)
from storage import insert_once, wake
from storage.ledger.rows import ORDINARY, URGENT, PostRow, told, value

PARENT: Final = "parent"  # the error of parts whose first part was lost
RULE: Final = "rule"  # the error of posts that the timetable no longer has


def plan(
    session: Session,
    workspace: str,
    *,
    series: str,
    occurrence: str,
    part: int = 0,
    channel: str | None = None,
    person: str | None = None,
    thread: bool = False,
    due: dt.datetime,
    expires: dt.datetime,
    maker: str,
    args: Mapping[str, Any] | None = None,
    now: dt.datetime,
    latest_only: bool = False,
    shifted_from: dt.date | None = None,
) -> bool:
    """Plan a post, once: True when it is new. Delivery looks at once when it is due.

    A part above 0 waits for the one before it; with `thread` it goes under part 0. One that has expired already is
    `missed` from the start, and administrators hear of it.
    """
    assert (channel is None) != (person is None), "a post goes to a channel or to a person"
    state, waits = (State.MISSED, False) if expires <= now else _beginning(session, workspace, series, occurrence, part)
    late = state is State.MISSED
    new = insert_once(
        session,
        PostRow,
        workspace=workspace,
        key=key(workspace, series, occurrence, part),
        series=series,
        occurrence=occurrence,
        part=part,
        channel=channel,
        person=person,
        thread=thread,
        due=due,
        expires=expires,
        state=state.value,
        rank=URGENT if series == ANSWER_SERIES else ORDINARY,
        latest_only=latest_only,
        attempt=0,
        fence=0,
        absent=0,
        looks_first=False,
        next_at=due if state is State.PLANNED and not waits else None,
        maker=maker,
        args=dict(args or {}),
        error=PARENT if state is State.CANCELLED else "",
        shifted_from=shifted_from,
        settled_at=None if state is State.PLANNED else now,
        untold_at=now if late and part == 0 else None,
    )
    if new and due <= now:
        wake(session)
    return new


def tell(
    session: Session,
    directory: Directory,
    *,
    series: str,
    occurrence: str,
    person: str,
    args: Mapping[str, Any],
    now: dt.datetime,
    maker: str = "",
    ready: dt.datetime | None = None,
    urgent: bool = False,
    before: dt.datetime | None = None,
) -> bool:
    """Plan a direct message that nobody asked for, once: within the working hours of who reads it.

    At once what is `urgent`, and what would come only when it is over (`before`). Not earlier than it is `ready`.
    """
    reader = directory.person(person)
    soon = ready or now
    due = directory.workspace.unasked(reader.zone if reader else directory.workspace.zone, soon)
    if urgent or (before is not None and due >= before):
        due = soon
    return plan(
        session,
        directory.workspace.id,
        series=series,
        occurrence=occurrence,
        person=person,
        due=due,
        expires=due + NOTICE_EXPIRES,
        maker=maker or series,
        args=args,
        now=now,
    )


def re_date(
    session: Session,
    workspace: str,
    key: str,
    *,
    due: dt.datetime,
    expires: dt.datetime,
    channel: str | None = None,
    person: str | None = None,
    shifted_from: dt.date | None = None,
    now: dt.datetime | None = None,
) -> bool:
    """Move a post that has never been tried. A post that the timetable had dropped comes back. True when it changed.

    With `now`, one that is due by then stays: somebody has just asked for it.
    """
    row = _untried(session, workspace, key)
    if row is None or (now is not None and row.due <= now and row.state == State.PLANNED):
        return False
    back = row.state == State.CANCELLED and row.error == RULE
    same = (row.due, row.expires, row.channel, row.person) == (due, expires, channel, person)
    if not back and (same or row.state != State.PLANNED):
        return False
    if back:
        row.state, row.error, row.settled_at = following(State.CANCELLED, Happened.RESENT).value, "", None
    row.due, row.expires, row.channel, row.person, row.shifted_from = due, expires, channel, person, shifted_from
    row.next_at = due if row.part == 0 else None
    session.flush()
    return True


def cancel(session: Session, workspace: str, key: str, *, reason: str, now: dt.datetime) -> bool:
    """Take back a post that is still planned, and its parts. False when it is too late for that.

    A post that is planned again after a try that may have landed cannot be taken back either.
    """
    row = locked(session, workspace, key)
    if row is None or row.state != State.PLANNED or row.looks_first:
        return False
    _drop(row, reason, now)
    drop_parts(session, row, now, reason)
    session.flush()
    return True


def resend(session: Session, workspace: str, key: str, *, now: dt.datetime, good_for: dt.timedelta) -> State | None:
    """An administrator sends a post again that was held, failed or missed.

    Gives which of these it was; None when it is in no such state.
    """
    row = locked(session, workspace, key)
    before = State(row.state) if row is not None else None
    if row is None or before not in RESENDABLE:
        return None
    row.looks_first = row.looks_first or before is State.HELD
    _revive(row, now, good_for)
    row.next_at = now
    if row.part == 0:
        for part in _parts(session, row):
            if part.state == State.CANCELLED and part.error == PARENT:
                _revive(part, now, good_for)
                part.next_at = None
    session.flush()
    wake(session)
    return before


def seen(session: Session, workspace: str, key: str, *, now: dt.datetime) -> bool:
    """An administrator says that a held post is there. Its parts need its ts, which nobody knows: they are dropped."""
    row = locked(session, workspace, key)
    if row is None or row.state != State.HELD:
        return False
    row.state, row.settled_at, row.error, row.payload = following(State.HELD, Happened.SEEN).value, now, "", None
    drop_parts(session, row, now)
    session.flush()
    return True


def restored(session: Session, workspace: str, now: dt.datetime) -> None:
    """The database is an old copy: what was due meanwhile may be there already and is looked for before it is sent."""
    due = (PostRow.workspace == workspace, PostRow.state == State.PLANNED.value, PostRow.due <= now)
    session.execute(update(PostRow).where(*due).values(looks_first=True))


def drop_parts(session: Session, parent: PostRow, now: dt.datetime, reason: str = PARENT) -> None:
    """The first part is lost: what would follow it is cancelled."""
    if parent.part == 0:
        for part in _parts(session, parent):
            if part.state == State.PLANNED:
                _drop(part, reason, now)


def release(session: Session, row: PostRow, now: dt.datetime) -> None:
    """A part is done: the next one may go."""
    following_part = (
        update(PostRow)
        .where(
            PostRow.workspace == row.workspace,
            PostRow.series == row.series,
            PostRow.occurrence == row.occurrence,
            PostRow.part == row.part + 1,
            PostRow.state == State.PLANNED.value,
            PostRow.next_at.is_(None),
        )
        .values(next_at=now)
        .returning(PostRow.key)
    )
    if session.execute(following_part.execution_options(synchronize_session=False)).all():
        wake(session)


def miss(row: PostRow, now: dt.datetime, code: str = "") -> None:
    """Too late to say it. Administrators hear of it."""
    row.state = following(State(row.state), Happened.EXPIRED).value
    row.next_at, row.lease, row.payload, row.settled_at, row.error = None, None, None, now, code
    row.untold_at = now if told(row) else None


def _beginning(session: Session, workspace: str, series: str, occurrence: str, part: int) -> tuple[State, bool]:
    """The state of a new post, and whether it waits for the part before it.

    Whoever settles that part stands behind us, and finds the new one when releasing it.
    """
    if part == 0:
        return State.PLANNED, False
    before = (
        select(PostRow.part, PostRow.state)
        .where(
            PostRow.workspace == workspace,
            PostRow.series == series,
            PostRow.occurrence == occurrence,
            PostRow.part.in_({0, part - 1}),
        )
        .order_by(PostRow.part)
        .with_for_update()
    )
    states = {found: State(state) for found, state in session.execute(before)}
    if states.get(0) in LOST:
        return State.CANCELLED, False
    return State.PLANNED, states.get(part - 1, State.POSTED) not in DONE


def _revive(row: PostRow, now: dt.datetime, good_for: dt.timedelta) -> None:
    row.state = following(State(row.state), Happened.RESENT).value
    row.attempt, row.absent, row.error, row.settled_at = 0, 0, "", None
    row.untold_at, row.lease, row.alert = None, None, None
    row.expires = max(row.expires, now + good_for)
    row.latest_only = False


def _drop(row: PostRow, reason: str, now: dt.datetime) -> None:
    row.state = following(State(row.state), Happened.DROPPED).value
    row.next_at, row.lease, row.payload, row.settled_at, row.error = None, None, None, now, reason


def _parts(session: Session, parent: PostRow) -> list[PostRow]:
    query = select(PostRow).where(
        PostRow.workspace == parent.workspace,
        PostRow.series == parent.series,
        PostRow.occurrence == parent.occurrence,
        PostRow.part > 0,
    )
    return list(session.execute(query.order_by(PostRow.part).with_for_update()).scalars())


def locked(session: Session, workspace: str, key: str) -> PostRow | None:
    query = select(PostRow).where(PostRow.workspace == workspace, PostRow.key == key)
    return session.execute(query.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def _untried(session: Session, workspace: str, key: str) -> PostRow | None:
    row = locked(session, workspace, key)
    return row if row is not None and row.attempt == 0 and row.payload is None else None


def post(session: Session, workspace: str, key: str) -> Post | None:
    row = session.get(PostRow, (workspace, key), populate_existing=True)
    return None if row is None else value(row)
