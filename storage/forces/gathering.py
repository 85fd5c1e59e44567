"""All that a team has, looked for in every noun: a noun that belongs to teams has its line in `SOURCES`."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.difficulties import DifficultyState
from bot.domain.directory import Directory
from bot.domain.forces import Kind, Loose, deepest_first, left_alone
from bot.domain.surveys import SurveyState
from bot.domain.teams import Team
from bot.domain.visits import VisitState
from storage import agendas, difficulties, indicators, meetings, plans, surveys, tasks, visits

MOST: Final = 500  # planned visits and surveys that are looked at
ALIVE: Final = (SurveyState.DRAFT, SurveyState.OPEN, SurveyState.RESTING)

Source = Callable[[Session, Directory, Team, dt.date], Iterable[Loose]]


def loose(session: Session, directory: Directory, team: Team, today: dt.date) -> list[Loose]:
    """Everything that would have nobody if the team were gone: tasks first, each under its parent before it."""
    return [one for source in SOURCES for one in source(session, directory, team, today)]


def _tasks(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    for one in deepest_first(tasks.of_team(session, directory.workspace.id, team.key)):
        yield Loose(Kind.TASK, one.ref, one.title, one.owner, one.due)


def _difficulties(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    for one in difficulties.open_of(session, directory.workspace.id, team.key):
        yield Loose(Kind.DIFFICULTY, one.ref, one.text, one.owner, one.due)


def _answered(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    choice = difficulties.Choice(states=frozenset({DifficultyState.ANSWERED}), team=team.key)
    for one in difficulties.find_chosen(session, directory.workspace.id, choice, MOST):
        yield Loose(Kind.ANSWERED, one.ref, one.text, one.owner, one.due)


def _escalated(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    for one in difficulties.escalated_to(session, directory.workspace.id, team.key):
        if one.team != team.key:
            yield Loose(Kind.ESCALATED, one.ref, one.text, one.owner, one.due)


def _visits(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    people = frozenset(team.members | {person.id for person in directory.members(team.key)})
    choice = visits.Choice(people=people, states=frozenset({VisitState.PLANNED}))
    found = visits.find(session, directory.workspace.id, choice, MOST) if people else ()
    for one in sorted(left_alone(found, team.key, directory), key=lambda visit: (visit.day, visit.number)):
        if one.person in people:
            yield Loose(Kind.VISIT, one.ref, one.organisation_name, one.person, one.day)


def _items(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    for one in agendas.open_items(session, directory.workspace.id, team.key):
        if not one.ref:  # what stands there for a record follows that one
            yield Loose(Kind.ITEM, f"A-{one.number}", one.text, one.presenter or one.added_by)


def _indicators(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    for one in indicators.all_of(session, directory.workspace.id, team=team.key):
        yield Loose(Kind.INDICATOR, one.ref, one.name(directory.workspace.language), one.owner, one.last)


def _plan(session: Session, directory: Directory, team: Team, today: dt.date) -> Iterable[Loose]:
    for one in plans.all_of(session, directory.workspace.id, team=team.key, since=today):
        yield Loose(Kind.PLAN, one.ref, one.name(directory.workspace.language), one.owner, one.last)


def _surveys(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    for one in surveys.listing(session, directory.workspace.id, ALIVE, MOST):
        if one.team == team.key:
            yield Loose(Kind.SURVEY, one.ref, one.title, one.author, one.closes)


def _meetings(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    for one in meetings.everything(session, directory.workspace.id, active=True, team=team.key):
        yield Loose(Kind.MEETING, one.key, one.name(directory.workspace.language), one.secretary)


def _teams(session: Session, directory: Directory, team: Team, _today: dt.date) -> Iterable[Loose]:
    del session  # teams stand in the directory
    for one in directory.teams.values():
        if one.active and one.parent == team.key:
            yield Loose(Kind.TEAM, one.key, one.name(directory.workspace.language), one.lead)


SOURCES: Final[tuple[Source, ...]] = (
    _tasks,
    _difficulties,
    _answered,
    _escalated,
    _visits,
    _items,
    _indicators,
    _plan,
    _surveys,
    _meetings,
    _teams,
)
