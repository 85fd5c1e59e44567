"""Gathers how a team, or the whole organisation, stands."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.charts import Week
from bot.domain.difficulties import Counts
from bot.domain.directory import Directory
from bot.domain.homes import Homes, Whose
from bot.domain.people import Person
from bot.domain.quotas import Absence, tallies, week_of
from bot.domain.status import State
from bot.domain.tasks import Health
from bot.domain.teams import TeamKind
from bot.domain.visits import VisitState
from bot.values import frozen
from storage import difficulties, tasks, visits
from storage.homes import absences, homes
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
    there: Sequence[tuple[int, str, VisitState, dt.date]]
    away: Sequence[Absence]


def team_state(
    session: Session, directory: Directory, team: str, first: dt.date, last: dt.date, today: dt.date, weeks: int = 0
) -> State:
    """A team's state over the days from `first` to `last`, with so many weeks of visits up to this one."""
    ws, known = directory.workspace, homes(session, directory)
    whose = known.whose(team)
    return _state(
        known,
        team,
        whose,
        _read(session, directory, first, last, known.quota_of(team)),
        difficulties.counts(session, ws.id, today, ZoneInfo(ws.zone), team=team),
        tasks.counts_by_health(session, ws.id, team, today),
        _weeks(session, directory, whose, directory.visitors(team), today, weeks),
    )


def organisation_state(
    session: Session, directory: Directory, first: dt.date, last: dt.date, today: dt.date, weeks: int = 0
) -> State:
    """Everybody's; a visit counts once, whoever was there."""
    ws = directory.workspace
    everybody = [person for person in directory.people.values() if person.works_here]
    return _state(
        homes(session, directory),
        None,
        None,
        _read(session, directory, first, last, None),
        difficulties.counts(session, ws.id, today, ZoneInfo(ws.zone)),
        tasks.counts_by_health(session, ws.id, None, today),
        _weeks(session, directory, None, everybody, today, weeks),
    )


def team_states(session: Session, directory: Directory, first: dt.date, last: dt.date, today: dt.date) -> list[State]:
    """The state of each team that has people, divisions first. A visit of two teams stands with both."""
    ws, known = directory.workspace, homes(session, directory)
    found = [team for team in directory.teams.values() if team.active and directory.members(team.key)]
    days = _read(session, directory, first, last, None)
    unsettled = difficulties.counts_by_team(session, ws.id, today, ZoneInfo(ws.zone))
    health = tasks.counts_by_team(session, ws.id, today)
    return [
        _state(
            known,
            team.key,
            known.whose(team.key),
            _with_stays(session, directory, days, known.quota_of(team.key)),
            unsettled.get(team.key, Counts()),
            health.get(team.key, {}),
        )
        for team in sorted(found, key=lambda team: (_ORDER[team.kind], team.key))
    ]


def _read(session: Session, directory: Directory, first: dt.date, last: dt.date, whose: Whose | None) -> _Days:
    ws = directory.workspace
    return _Days(
        first,
        last,
        visits.counted(session, ws.id, first, last, ws.counted_kinds, whose),
        visits.attended(session, ws.id, first, last),
        absences(session, ws.id, first, last),
    )


def _with_stays(session: Session, directory: Directory, days: _Days, whose: Whose) -> _Days:
    """What was read of everybody, with those who came or went counted in their weeks here alone."""
    stays = tuple(one for one in whose.stays if one.touches(days.first, days.last))
    if not stays:
        return days
    ws, none = directory.workspace, {one.person: (0, 0) for one in stays}
    theirs = visits.counted(session, ws.id, days.first, days.last, ws.counted_kinds, Whose(frozenset(), stays))
    return replace(days, counted={**days.counted, **none, **theirs})


def _state(
    known: Homes,
    team: str | None,
    whose: Whose | None,
    days: _Days,
    unsettled: Counts,
    health: Mapping[Health, int],
    weeks: Iterable[Week] = (),
) -> State:
    """`whose` visits are shown; None for anybody's, those who left among them."""
    working, first, last = known.directory.workspace.calendar.is_working, days.first, days.last
    away = [*days.away, *known.elsewhere(team, first, last)]
    rows = tallies(known.owing(team, first, last), days.counted, first, last, working, away)
    seen = {
        state: {
            number for number, who, what, day in days.there if what is state and (whose is None or whose.has(who, day))
        }
        for state in _SEEN
    }
    return State(
        key=team or "",
        first=first,
        last=last,
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
    whose: Whose | None,
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
    choice = Choice.of(whose, first=start, last=sunday, states=frozenset({VisitState.DONE}))
    made: dict[dt.date, int] = {}
    for day, number in visits.by_day(session, directory.workspace.id, choice).items():
        made[week_of(day)[0]] = made.get(week_of(day)[0], 0) + number
    mondays = [start + at * WEEK for at in range(weeks)]
    return [Week(first, made.get(first, 0), expected) for first in mondays]
