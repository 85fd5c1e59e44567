"""The demo's organisation, or one of any size for load, written through the verbs of storage.

seed_ministry(db, workspace, now, language)             people, teams and three months of records
seed_synthetic(db, workspace, people, weeks, now)       two visits a person a week up to now
seed(db, workspace, now, people=…, weeks=…)             one of the two; a workspace that has records stays as it is
"""

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.domain.directory import Directory
from bot.domain.people import Person, Role
from bot.values import frozen
from storage import Database, visits, workspaces
from storage.directories import directory
from storage.seeds import duty, forces, indicators, meetings, ministry, plan, programme, quarter, surveys, synthetic
from storage.seeds import told as heard
from storage.seeds.quarter import WEEK, Quarter
from storage.visits import Choice

Told = Callable[[int, int], None]
LANGUAGES: Final = ("ko", "en")


@frozen
class SeededPerson:
    """`lead`: whether they lead their team."""

    id: str
    team: str
    lead: bool


@frozen
class SeededTeam:
    key: str
    channel: str
    lead: str


@frozen
class Seeded:
    """What there is now: the last line of `muster seed --json`."""

    workspace: str
    admin: str
    people: tuple[SeededPerson, ...]
    teams: tuple[SeededTeam, ...]
    visits: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def seed(db: Database, workspace: str, now: dt.datetime, *, people: int = 0, weeks: int = 0) -> Seeded:
    """What `muster seed` does, with a progress bar on stderr. Without `people` and `weeks` the ministry."""
    with _bar() as told:
        if people or weeks:
            return seed_synthetic(db, workspace, people or synthetic.PEOPLE, weeks or synthetic.WEEKS, now, told)
        with db.read() as session:
            settings = workspaces.get(session, workspace)
        language = settings.language if settings else LANGUAGES[0]
        return seed_ministry(db, workspace, now, language, told)


def seed_ministry(
    db: Database, workspace: str, now: dt.datetime, language: str = "ko", told: Told | None = None
) -> Seeded:
    """The ministry of storage/seeds and its last three months. `language` is that of what people wrote."""
    if _empty(db, workspace):
        with db.begin() as session:
            settings = workspaces.get(session, workspace)
            assert settings is not None, "the workspace is stored before it is seeded"
            ministry.found(session, settings, language)
        _live(db, workspace, now, LANGUAGES.index(language), told or _silent)
    return describe(db, workspace)


def seed_synthetic(
    db: Database, workspace: str, people: int, weeks: int, now: dt.datetime, told: Told | None = None
) -> Seeded:
    """So many people, twenty to a team or fewer, and so many weeks of their visits."""
    if _empty(db, workspace):
        synthetic.make(db, workspace, people, weeks, now, told or _silent)
    return describe(db, workspace)


def go_on(db: Database, workspace: str, since: dt.datetime, now: dt.datetime) -> None:
    """The ministry goes on visiting from `since` to `now`: for a demo whose clock is moved."""
    with db.begin() as session:
        found = directory(session, workspace)
        assert found is not None
        quarter.go_on(Quarter(found, now, 0, since), session)


def describe(db: Database, workspace: str) -> Seeded:
    """Who and what there is: for whoever drives the organisation from outside."""
    with db.read() as session:
        found = directory(session, workspace)
        assert found is not None
        total = visits.count(session, workspace, Choice())
    active = [person for person in found.people.values() if person.active]
    admins = sorted(person.id for person in active if person.role is Role.ADMIN)
    order = sorted(found.teams.values(), key=lambda team: (team.kind.value, team.parent or "", team.key))
    return Seeded(
        workspace,
        admins[0] if admins else "",
        tuple(_placed(found, person) for person in sorted(active, key=lambda one: one.id) if found.home(person.id)),
        tuple(SeededTeam(team.key, team.channel or "", team.lead or "") for team in order if team.active),
        total,
    )


def _placed(found: Directory, person: Person) -> SeededPerson:
    home = found.home(person.id)
    assert home is not None
    return SeededPerson(person.id, home.key, home.lead == person.id)


def _live(db: Database, workspace: str, now: dt.datetime, language: int, told: Told) -> None:
    """A transaction a week, so that a bot that runs meanwhile is never kept waiting for long."""
    with db.begin() as session:
        found = directory(session, workspace)
        assert found is not None
        life = Quarter(found, now, language)
        quarter.meet_everybody(life, session)
        programme.add_tasks(life, session)
        indicators.watch(life, session)
        plan.plan(life, session)
        forces.charter(life, session)
        meetings.found(life, session)
        surveys.ask(life, session)
    programme.plan_evaluations(life)
    duty.staff(life)
    for number, monday in enumerate(life.weeks(), 1):
        quarter.plan_visits(life, monday)
        quarter.plan_agendas(life, monday)
        with db.begin() as session:
            life.live(session, life.at(monday, 0) + WEEK)
        told(number, quarter.WEEKS + 2)
    with db.begin() as session:
        heard.remember(life, session)


def _empty(db: Database, workspace: str) -> bool:
    with db.read() as session:
        return visits.count(session, workspace, Choice()) == 0


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


class _bar:  # noqa: N801 a context manager that reads as a verb
    """A progress bar on stderr."""

    def __enter__(self) -> Told:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(file=sys.stderr))
        self._progress.start()
        self._task = self._progress.add_task("Weeks lived", total=None)
        return lambda done, total: self._progress.update(self._task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
