"""Which week an agenda is about. Its occurrence is the ISO week of the team's zone, whatever day it is posted on."""

import datetime as dt
from collections.abc import Collection
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.directory import Directory
from bot.domain.quotas import week_of
from bot.domain.teams import Team
from bot.domain.timetable import BY_KEY, Occurrence, Series, Times, moment, occurrences

TEAM: Final = BY_KEY["agenda"]
LEADERSHIP: Final = BY_KEY["agenda-leadership"]
AHEAD: Final = dt.timedelta(weeks=8)  # no calendar has so many weeks without a working day


def of_week(directory: Directory, team: Team | None, day: dt.date) -> Occurrence | None:
    """The agenda of the week that `day` is in (no team: the gathered one); None when that week has no working day."""
    monday, sunday = week_of(day)
    zone = directory.zone_of_team(team)
    before = moment(monday, dt.time(), zone) - dt.timedelta(microseconds=1)
    found = _between(directory, team, before, moment(sunday, dt.time.max, zone))
    return found[0] if found else None


def named(directory: Directory, team: Team | None, occurrence: str) -> Occurrence | None:
    """The agenda called `2026-W48`; None for a week without a working day and for what is no week."""
    try:
        monday = dt.datetime.strptime(f"{occurrence}-1", "%G-W%V-%u").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
    return of_week(directory, team, monday)


def coming(directory: Directory, team: Team | None, now: dt.datetime, frozen: Collection[str] = ()) -> Occurrence:
    """The next agenda that is yet to be posted, past those that are `frozen`: where what is added now will stand."""
    found = [one for one in weeks_ahead(directory, team, now) if one.key not in frozen]
    if not found:
        raise LookupError("no working day in eight weeks: the calendar was filled in wrongly")
    return found[0]


def weeks_ahead(directory: Directory, team: Team | None, now: dt.datetime) -> list[Occurrence]:
    """The agendas that are due after `now`."""
    return _between(directory, team, now, now + AHEAD)


def today(directory: Directory, team: Team | None, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(directory.zone_of_team(team))).date()


def series(team: Team | None) -> Series:
    return LEADERSHIP if team is None else TEAM


def name(team: Team | None) -> str:
    """The series of its posts in the ledger."""
    return LEADERSHIP.key if team is None else f"{TEAM.key}:{team.key}"


def _between(directory: Directory, team: Team | None, start: dt.datetime, end: dt.datetime) -> list[Occurrence]:
    line = series(team)
    rule = Times(team.times if team else {}, directory.workspace.times).rule(line)
    zone = directory.zone_of_team(team)
    return occurrences(rule, line.holiday, directory.workspace.calendar, zone, start, end)
