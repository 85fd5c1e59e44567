"""Gathers how a team, or the whole organisation, stands."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.charts import Week
from bot.domain.difficulties import Counts
from bot.domain.directory import Directory
from bot.domain.people import Person
from bot.domain.quotas import Absence, tallies, week_of
from bot.domain.status import State
from bot.domain.teams import TeamKind
from bot.domain.visits import VisitState
from storage import difficulties, people, tasks, visits
from storage.visits import Choice

WEEK = dt.timedelta(days=7)


def team_state(
    session: Session, directory: Directory, team: str, first: dt.date, last: dt.date, today: dt.date, weeks: int = 0
) -> State:
    """A team's state over the days from `first` to `last`, with so many weeks of visits before them."""
    return _state(session, directory, team, directory.members(team), first, last, today, weeks)


def organisation_state(
    session: Session, directory: Directory, first: dt.date, last: dt.date, today: dt.date, weeks: int = 0
) -> State:
    """Everybody's; a visit counts once, whoever was there."""
    everybody = [person for person in directory.people.values() if person.active]
    return _state(session, directory, "", everybody, first, last, today, weeks)


def division_states(
    session: Session, directory: Directory, first: dt.date, last: dt.date, today: dt.date
) -> list[State]:
    """The teams that have people, in the order of their keys."""
    found = [team for team in directory.teams.values() if team.active and directory.members(team.key)]
    order = {TeamKind.DIVISION: 0, TeamKind.RESPONSE: 1, TeamKind.TASK_FORCE: 2}
    found.sort(key=lambda team: (order[team.kind], team.key))
    zone = ZoneInfo(directory.workspace.zone)
    ws = directory.workspace
    counted = visits.counted(session, ws.id, first, last, ws.counted_kinds)
    away = _absences(session, ws.id, first, last)
    open_by_team = difficulties.counts_by_team(session, ws.id, today, zone)
    health_by_team = tasks.counts_by_team(session, ws.id, today)
    states = []
    for team in found:
        week = tallies(directory.members(team.key), counted, first, last, ws.calendar.is_working, away)
        states.append(
            State(
                key=team.key,
                first=first,
                last=last,
                met=sum(one.met for one in week),
                with_quota=sum(one.due > 0 for one in week),
                visits=sum(one.done for one in week),
                expected=sum(one.due for one in week),
                planned=sum(one.planned for one in week),
                difficulties=open_by_team.get(team.key, Counts()),
                tasks=health_by_team.get(team.key, {}),
            )
        )
    return states


def _state(
    session: Session,
    directory: Directory,
    team: str,
    members: Sequence[Person],
    first: dt.date,
    last: dt.date,
    today: dt.date,
    weeks: int,
) -> State:
    ws = directory.workspace
    ids = frozenset(person.id for person in members)
    counted = visits.counted(session, ws.id, first, last, ws.counted_kinds, None if team == "" else ids)
    week = tallies(members, counted, first, last, ws.calendar.is_working, _absences(session, ws.id, first, last))
    choice = Choice(ids if team else None, first=first, last=last, states=frozenset({VisitState.DONE}))
    return State(
        key=team,
        first=first,
        last=last,
        met=sum(one.met for one in week),
        with_quota=sum(one.due > 0 for one in week),
        visits=visits.count(session, ws.id, choice),
        expected=sum(one.due for one in week),
        planned=sum(one.planned for one in week),
        difficulties=difficulties.counts(session, ws.id, today, ZoneInfo(ws.zone), team=team or None),
        tasks=tasks.counts_by_health(session, ws.id, team or None, today),
        weeks=tuple(_weeks(session, directory, ids if team else None, members, today, weeks)),
    )


def _weeks(
    session: Session,
    directory: Directory,
    ids: frozenset[str] | None,
    members: Sequence[Person],
    today: dt.date,
    weeks: int,
) -> list[Week]:
    """So many weeks of visits up to this one, oldest first."""
    expected = float(sum(person.quota for person in members))
    monday = week_of(today)[0]
    found = []
    for back in range(weeks - 1, -1, -1):
        start = monday - back * WEEK
        choice = Choice(ids, first=start, last=start + dt.timedelta(days=6), states=frozenset({VisitState.DONE}))
        count = visits.count(session, directory.workspace.id, choice)
        found.append(Week(start, count, expected, so_far=back == 0))
    return found


def _absences(session: Session, workspace: str, first: dt.date, last: dt.date) -> list[Absence]:
    return [
        Absence(one.person, one.first, one.last, one.half) for one in people.leaves(session, workspace, first, last)
    ]
