"""Plans what the timetable says, 48 hours ahead; re-dates it when rules change; shows what will come.

    plan_round(db, keys, clock)                          the job: an idle one reads two rows a workspace, writes nothing
    preview(session, workspace, now, days, keys, …)      rows {"key", "series", "occurrence", "part", "channel", "due"}

`keys` are the series that can be said: those whose maker there is.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from bot.domain.directory import Directory
from bot.domain.ledger import DONE, Payload, Post, State
from bot.domain.ledger import key as ledger_key
from bot.domain.timetable import BY_KEY, SERIES
from schedules.targets import Target, Wanted, next_due, wanted
from storage import Database, Session, ledger, workspaces
from storage.directories import directory
from storage.ledger.planning import RULE

Clock = Callable[[], dt.datetime]

AHEAD: Final = dt.timedelta(hours=48)
LOOK_BACK: Final = dt.timedelta(days=62)  # what a bot that was off for longer has missed before that is not counted
WEEK: Final = dt.timedelta(days=8)
STEP: Final = dt.timedelta(days=1)
ROWS: Final = 200  # a transaction, so that nobody waits long for planning
SKEW: Final = dt.timedelta(hours=1)  # of the clocks of two processes, at most

# How many parts of a post would say something if it were made now: 0 for a post that would be skipped.
Speaks = Callable[[Session, Directory, Target, dt.datetime], int]

# Posts that are certain and that no timetable has, due after the first moment up to the second.
Foresees = Callable[[Session, Directory, dt.datetime, dt.datetime], Iterable[Post]]


def plan_round(db: Database, keys: Collection[str], clock: Clock) -> int:
    """Plan every workspace up to 48 hours ahead. Gives how many posts are new or were moved."""
    with db.read() as session:
        ids = workspaces.all_ids(session)
    return sum(_plan_workspace(db, workspace, keys, clock()) for workspace in ids)


def preview(
    session: Session,
    workspace: str,
    now: dt.datetime,
    days: int,
    keys: Collection[str],
    speaks: Mapping[str, Speaks],
    questions: int | None = None,
    foresees: Iterable[Foresees] = (),
) -> list[dict[str, Any]]:
    """What will be posted in the next `days`: where, to whom. Nothing is named that would say nothing as things are.

    With `questions` only so many posts are asked whether they would say anything, for who cannot wait; the others are
    named. `foresees` adds what follows for certain from what people have set up.
    """
    people = directory(session, workspace)
    if people is None:
        return []
    last = now + dt.timedelta(days=days)
    rows = {post.key: post for post in ledger.ahead(session, workspace, now - WEEK, last)}
    listed = {key: _line(post, people) for key, post in rows.items() if post.state not in DONE}
    parts: dict[tuple[str, str, dt.datetime], int] = {}
    for one in wanted(people, keys, now, last):
        key = one.key(workspace)
        asked = (one.series.key, one.target.name, one.occurrence.due)
        if asked not in parts:
            says = speaks.get(one.series.key) if questions is None or len(parts) < questions else None
            parts[asked] = says(session, people, one.target, one.occurrence.due) if says else one.series.parts
        if one.part >= parts[asked]:
            listed.pop(key, None)
        elif key not in rows or (rows[key].state is State.CANCELLED and rows[key].error == RULE):
            listed[key] = _line(_as_post(workspace, one), people)
    certain = (post for find in foresees for post in find(session, people, now, last))
    listed |= {post.key: _line(post, people) for post in certain if post.key not in rows}
    return sorted(listed.values(), key=lambda line: (line["due"], line["series"], line["part"]))


def asking(maker: Callable[[Session, Post, dt.datetime], Payload | None]) -> Speaks:
    """Would a post of one part say anything? For a maker that only reads: it is made, as things are."""

    def speaks(session: Session, people: Directory, target: Target, due: dt.datetime) -> int:
        args = {"target": target.name}
        post = Post(
            people.workspace.id, "", "", "", 0, due, due, State.PLANNED, "", args, target.channel, target.person
        )
        return int(maker(session, post, due) is not None)

    return speaks


def certain(
    workspace: str,
    series: str,
    occurrence: str,
    due: dt.datetime,
    *,
    channel: str | None = None,
    person: str | None = None,
) -> Post:
    """A post that is not planned yet and will be."""
    key = ledger_key(workspace, series, occurrence)
    return Post(workspace, key, series, occurrence, 0, due, due, State.PLANNED, "", {}, channel, person)


def rules_version(keys: Collection[str], directory_version: int) -> str:
    """Changes when anything does that decides what is planned: settings, people, teams, or this program's timetable."""
    program = hashlib.sha256(repr((SERIES, sorted(keys))).encode()).hexdigest()[:16]
    return f"{directory_version}/{program}"


def _plan_workspace(db: Database, workspace: str, keys: Collection[str], now: dt.datetime) -> int:
    horizon = now + AHEAD
    with db.read() as session:
        mark = ledger.watermark(session, workspace)
        version = rules_version(keys, workspaces.version(session, workspace))
        fresh = mark is None or mark.version != version or mark.until > horizon + SKEW
        if mark is not None and not fresh and horizon < mark.next_due:
            return 0
        people = directory(session, workspace)
    if people is None:
        return 0
    start = now if mark is None or mark.until > horizon + SKEW else min(mark.until, now if fresh else horizon)
    changed = _replan(db, people, keys, now, horizon) if fresh and mark is not None else 0
    begin = max(start, now - LOOK_BACK)
    while begin < horizon:
        end = min(begin + STEP, horizon)
        changed += _plan_all(db, workspace, wanted(people, keys, begin, end), now)
        begin = end
    with db.begin() as session:
        coming = next_due(people, keys, horizon)
        ledger.planned_until(session, workspace, ledger.Watermark(horizon, version, coming))
    return changed


def _plan_all(db: Database, workspace: str, posts: list[Wanted], now: dt.datetime) -> int:
    changed = 0
    for bite in bites(posts):
        with db.begin() as session:
            changed += sum(_plan(session, workspace, one, now) for one in bite)
    return changed


def bites(posts: list[Wanted]) -> Iterator[list[Wanted]]:
    """What is planned in one transaction: about ROWS posts, each whole, with all of its parts."""
    first = 0
    while first < len(posts):
        last = first + ROWS
        while last < len(posts) and posts[last].part:
            last += 1
        yield posts[first:last]
        first = last


def _plan(session: Session, workspace: str, one: Wanted, now: dt.datetime) -> bool:
    """Planned, or moved where it is planned already."""
    new = ledger.plan(
        session,
        workspace,
        series=one.name,
        occurrence=one.occurrence.key,
        part=one.part,
        channel=one.target.channel,
        person=one.target.person,
        thread=one.part > 0,
        due=one.occurrence.due,
        expires=one.expires,
        maker=one.series.maker or one.series.key,
        args={"target": one.target.name} if one.target.name else {},
        now=now,
        latest_only=one.series.latest_only,
        shifted_from=one.occurrence.shifted_from,
    )
    if new or one.occurrence.due <= now:
        return new
    return ledger.re_date(
        session,
        workspace,
        one.key(workspace),
        due=one.occurrence.due,
        expires=one.expires,
        channel=one.target.channel,
        person=one.target.person,
        shifted_from=one.occurrence.shifted_from,
        now=now,
    )


def _replan(db: Database, people: Directory, keys: Collection[str], now: dt.datetime, horizon: dt.datetime) -> int:
    """The rules changed: what the timetable no longer has is cancelled.

    A post whose new moment has passed already keeps its old one: a change counts from its next moment on, and what
    people saw announced does not vanish.
    """
    workspace = people.workspace.id
    there = {one.key(workspace) for one in wanted(people, keys, now - WEEK, horizon)}
    with db.read() as session:
        planned = [post for post in ledger.ahead(session, workspace, now, horizon) if post.state is State.PLANNED]
    gone = [post for post in planned if _of_timetable(post) and post.key not in there]
    for first in range(0, len(gone), ROWS):
        with db.begin() as session:
            for post in gone[first : first + ROWS]:
                ledger.cancel(session, workspace, post.key, reason=RULE, now=now)
    return len(gone)


def _of_timetable(post: Post) -> bool:
    return post.series.partition(":")[0] in BY_KEY and post.attempt == 0


def _as_post(workspace: str, one: Wanted) -> Post:
    return Post(
        workspace=workspace,
        key=one.key(workspace),
        series=one.name,
        occurrence=one.occurrence.key,
        part=one.part,
        due=one.occurrence.due,
        expires=one.expires,
        state=State.PLANNED,
        maker=one.series.maker or one.series.key,
        channel=one.target.channel,
        person=one.target.person,
    )


def _line(post: Post, people: Directory) -> dict[str, Any]:
    person = people.person(post.person)
    return {
        "key": post.key,
        "series": post.series,
        "occurrence": post.occurrence,
        "part": post.part,
        "channel": post.channel or (person.dm if person else None) or post.person,
        "due": post.due.isoformat(),
    }
