"""To whom each series of the timetable speaks, and every post that follows from it.

wanted(directory, keys, start, end) -> list[Wanted]     each post of these series that is due after start, up to end
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Final

from bot.domain import ledger
from bot.domain.calendars import Calendar
from bot.domain.directory import Directory
from bot.domain.people import Person, Role
from bot.domain.timetable import SERIES, Audience, Holiday, Occurrence, Rule, Series, Times, occurrences
from bot.domain.workspaces import Workspace
from bot.values import frozen


@frozen
class Target:
    """One recipient of a series: a channel or a person. `name` ends the series of its posts; empty for the only one."""

    name: str
    zone: str
    channel: str | None = None
    person: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)  # its own times, series → "thu 16:00"


@frozen
class Wanted:
    """A post that the timetable has."""

    series: Series
    target: Target
    occurrence: Occurrence
    part: int = 0

    @property
    def name(self) -> str:
        return f"{self.series.key}:{self.target.name}" if self.target.name else self.series.key

    @property
    def expires(self) -> dt.datetime:
        return self.occurrence.due + self.series.expires

    def key(self, workspace: str) -> str:
        return ledger.key(workspace, self.name, self.occurrence.key, self.part)


Targets = Callable[[Directory, Series], Iterable[Target]]


def team_channels(directory: Directory, _series: Series) -> Iterator[Target]:
    for team in directory.teams.values():
        if team.active and team.channel:
            yield Target(team.key, directory.zone_of_team(team), channel=team.channel, own=team.times)


def team_leads(directory: Directory, _series: Series) -> Iterator[Target]:
    for team in directory.teams.values():
        lead = directory.person(team.lead)
        if team.active and lead is not None and lead.works_here:
            yield Target(team.key, directory.zone_of_team(team), person=lead.id, own=team.times)


def leadership(directory: Directory, _series: Series) -> Iterator[Target]:
    workspace = directory.workspace
    if workspace.leadership_channel:
        yield Target("", workspace.zone, channel=workspace.leadership_channel)


def everybody(directory: Directory, series: Series) -> Iterator[Target]:
    """Everybody who works here and has not switched this kind off."""
    for person in directory.people.values():
        if person.works_here and series.key not in person.muted:
            yield Target(person.id, person.zone, person=person.id)


def secretariat(directory: Directory, _series: Series) -> Iterator[Target]:
    for person in directory.people.values():
        if person.active and person.role is Role.SECRETARIAT:
            yield Target(person.id, person.zone, person=person.id)


def administrators(directory: Directory) -> list[Target]:
    """Who hears of what went wrong: the admin channel, else every administrator."""
    workspace = directory.workspace
    if workspace.admin_channel:
        return [Target("", workspace.zone, channel=workspace.admin_channel)]
    admins: list[Person] = [one for one in directory.people.values() if one.active and one.role is Role.ADMIN]
    return [Target(person.id, person.zone, person=person.id) for person in admins]


TARGETS: Final[Mapping[Audience, Targets]] = {
    Audience.TEAM_CHANNEL: team_channels,
    Audience.TEAM_LEAD: team_leads,
    Audience.LEADERSHIP: leadership,
    Audience.PERSON: everybody,
    Audience.SECRETARIAT: secretariat,
}


def wanted(directory: Directory, keys: Collection[str], start: dt.datetime, end: dt.datetime) -> list[Wanted]:
    """Every part of every post of the series named by `keys`, in the order of their moments."""
    found = [
        Wanted(series, target, occurrence, part)
        for series, target, rule in _rules(directory, keys)
        for occurrence in _occurrences(rule, series.holiday, calendar_of(directory.workspace), target.zone, start, end)
        for part in range(series.parts)
    ]
    return sorted(found, key=lambda one: (one.occurrence.due, one.name, one.part))


def next_due(directory: Directory, keys: Collection[str], after: dt.datetime) -> dt.datetime:
    """When the timetable has something next; a month ahead at the latest, to look again."""
    latest = after + dt.timedelta(days=31)
    moments = [
        found[0].due
        for rule, holiday, zone in {(rule, series.holiday, to.zone) for series, to, rule in _rules(directory, keys)}
        if (found := _occurrences(rule, holiday, calendar_of(directory.workspace), zone, after, latest))
    ]
    return min(moments, default=latest)


def calendar_of(workspace: Workspace) -> Calendar:
    return Calendar(workspace.holidays, workspace.extra_holidays, workspace.worked_holidays)


def _rules(directory: Directory, keys: Collection[str]) -> Iterator[tuple[Series, Target, Rule]]:
    for series in SERIES:
        if series.key in keys:
            for target in TARGETS[series.audience](directory, series):
                yield series, target, Times(target.own, directory.workspace.times).rule(series)


@lru_cache(maxsize=4096)
def _occurrences(
    rule: Rule, holiday: Holiday, calendar: Calendar, zone: str, start: dt.datetime, end: dt.datetime
) -> tuple[Occurrence, ...]:
    """The same for all who share a rule and a zone: 300 people's digests are one."""
    return tuple(occurrences(rule, holiday, calendar, zone, start, end))
