"""Gathers how a team, or the whole organisation, stands."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.charts import Week
from bot.domain.difficulties import Counts
from bot.domain.directory import Directory
from bot.domain.people import Person
from bot.domain.quotas import Absence, tallies, week_of
from bot.domain.status import State
from bot.domain.tasks import Health
from bot.domain.teams import TeamKind
from bot.domain.visits import VisitState
from bot.values import frozen
from storage import difficulties, people, tasks, visits
from storage.visits import Choice

WEEK = dt.timedelta(days=7)
_ORDER = {TeamKind.DIVISION: 0, TeamKind.RESPONSE: 1, TeamKind.TASK_FORCE: 2}
_SEEN = (VisitState.DONE, VisitState.PLANNED)


@frozen
class _Days:
    """What happened from `first` to `last`: read once, asked for each team."""

    first: dt.date
    last: dt.date
    counted: Mapping[str, tuple[int, int]]
    there: Sequence[tuple[int, str, VisitState]]
    away: Sequence[Absence]


def team_state(
    session: Session, directory: Directory, team: str, first: dt.date, last: dt.date, today: dt.date, weeks: int = 0
) -> State:
    """A team's state over the days from `first` to `last`, with so many weeks of visits up to this one."""
    ws, members = directory.workspace, directory.visitors(team)
    ids = frozenset(person.id for person in members)
    return _state(
        directory,
        team,
        members,
        ids,
        _read(session, directory, first, last, ids),
        difficulties.counts(session, ws.id, today, ZoneInfo(ws.zone), team=team),
        tasks.counts_by_health(session, ws.id, team, today),
        _weeks(session, directory, ids, members, today, weeks),
    )


def organisation_state(
    session: Session, directory: Directory, first: dt.date, last: dt.date, today: dt.date, weeks: int = 0
) -> State:
    """Everybody's; a visit counts once, whoever was there."""
    ws = directory.workspace
    everybody = [person for person in directory.people.values() if person.active]
    return _state(
        directory,
        "",
        everybody,
        None,
        _read(session, directory, first, last, None),
        difficulties.counts(session, ws.id, today, ZoneInfo(ws.zone)),
        tasks.counts_by_health(session, ws.id, None, today),
        _weeks(session, directory, None, everybody, today, weeks),
    )


def team_states(session: Session, directory: Directory, first: dt.date, last: dt.date, today: dt.date) -> list[State]:
    """The state of each team that has people, divisions first. A visit of two teams stands with both."""
    ws = directory.workspace
    found = [team for team in directory.teams.values() if team.active and directory.members(team.key)]
    days = _read(session, directory, first, last, None)
    unsettled = difficulties.counts_by_team(session, ws.id, today, ZoneInfo(ws.zone))
    health = tasks.counts_by_team(session, ws.id, today)
    return [
        _state(
            directory,
            team.key,
            (members := directory.visitors(team.key)),
            frozenset(person.id for person in members),
            days,
            unsettled.get(team.key, Counts()),
            health.get(team.key, {}),
        )
        for team in sorted(found, key=lambda team: (_ORDER[team.kind], team.key))
    ]


def _read(session: Session, directory: Directory, first: dt.date, last: dt.date, ids: frozenset[str] | None) -> _Days:
    ws = directory.workspace
    leaves = people.leaves(session, ws.id, first, last)
    return _Days(
        first,
        last,
        visits.counted(session, ws.id, first, last, ws.counted_kinds, ids),
        visits.attended(session, ws.id, first, last),
        [Absence(one.person, one.first, one.last, one.half) for one in leaves],
    )


def _state(
    directory: Directory,
    team: str,
    members: Sequence[Person],
    ids: frozenset[str] | None,
    days: _Days,
    unsettled: Counts,
    health: Mapping[Health, int],
    weeks: Iterable[Week] = (),
) -> State:
    """`ids`: whose visits are shown; None for anybody's, those who left among them."""
    working = directory.workspace.calendar.is_working
    rows = tallies(members, days.counted, days.first, days.last, working, days.away)
    seen = {
        state: {n for n, who, what in days.there if what is state and (ids is None or who in ids)} for state in _SEEN
    }
    return State(
        key=team,
        first=days.first,
        last=days.last,
        met=sum(one.met for one in rows),
        with_quota=sum(one.due > 0 for one in rows),
        visits=len(seen[VisitState.DONE]),
        expected=sum(one.due for one in rows),
        planned=len(seen[VisitState.PLANNED]),
        difficulties=unsettled,
        tasks=health,
        weeks=tuple(weeks),
    )


def _weeks(
    session: Session,
    directory: Directory,
    ids: frozenset[str] | None,
    members: Sequence[Person],
    today: dt.date,
    weeks: int,
) -> list[Week]:
    """So many weeks of visits up to this one, oldest first; each visit once."""
    if not weeks:
        return []
    expected = float(sum(person.quota for person in members))
    monday, sunday = week_of(today)
    start = monday - (weeks - 1) * WEEK
    choice = Choice(ids, first=start, last=sunday, states=frozenset({VisitState.DONE}))
    made: dict[dt.date, int] = {}
    for day, number in visits.by_day(session, directory.workspace.id, choice).items():
        made[week_of(day)[0]] = made.get(week_of(day)[0], 0) + number
    mondays = [start + at * WEEK for at in range(weeks)]
    return [Week(first, made.get(first, 0), expected, so_far=first == monday) for first in mondays]
