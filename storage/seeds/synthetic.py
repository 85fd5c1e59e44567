"""An organisation of any size, for load: two visits a person a week, written many rows at a time.

Names are numbers, but the shape is that of a real one: a fifth of the visits raise a difficulty, nearly all of them are
answered and closed in time, everybody has tasks, older weeks have been told by agendas.
"""

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from bot.domain.agendas import weeks as agenda_weeks
from bot.domain.calendars import DAY
from bot.domain.difficulties import DifficultyState, Step
from bot.domain.directory import Directory
from bot.domain.events import EventKind
from bot.domain.people import DEFAULT_GRADES, Person, Role
from bot.domain.tasks import Programme, TaskState
from bot.domain.teams import Team
from bot.domain.visits import VisitState
from bot.domain.workspaces import Workspace
from storage import Database, agendas, connections, organisations, people, tasks, teams, workspaces
from storage.audit import AuditRow
from storage.base import Base
from storage.difficulties import DifficultyNoteRow, DifficultyRow
from storage.directories import directory
from storage.events import EventRow
from storage.numbers import following
from storage.seeds import read
from storage.tasks import TaskRow, TaskUpdateRow
from storage.visits import VisitPersonRow, VisitRow

PEOPLE: Final = 300
WEEKS: Final = 104
TEAM_SIZE: Final = 15
WEEK: Final = 7 * DAY
PROGRAMME: Final = "tasks-100"
_GRADES: Final = [grade.key for grade in DEFAULT_GRADES if grade.quota and grade.key != "minister"]
Rows = list[dict[str, Any]]


@dataclass
class Load:
    """What is known while rows are made, and the rows of the week at hand, by table."""

    directory: Directory
    now: dt.datetime
    places: Sequence[tuple[int, str]]
    rng: random.Random = field(default_factory=lambda: random.Random(20010129))  # noqa: S311 content, not a secret
    rows: dict[type[Base], Rows] = field(default_factory=dict)

    def __post_init__(self) -> None:
        workspace = self.directory.workspace
        self.workspace, self.zone = workspace.id, ZoneInfo(workspace.zone)
        self.language = 0 if workspace.language == "ko" else 1
        self.content = read("ministry_content")
        self.today = self.now.astimezone(self.zone).date()
        self.people = [person for person in self.directory.people.values() if person.active and person.team]

    def add(self, table: type[Base], **row: Any) -> None:
        self.rows.setdefault(table, []).append({"workspace": self.workspace, **row})

    def say(self, rows: str, at: int) -> str:
        return str(self.rng.choice(self.content[rows])[at + self.language])

    def store(self, session: Session) -> None:
        """The rows so far; one statement a table."""
        for table, rows in self.rows.items():
            made = table.__table__
            assert isinstance(made, Table)
            session.execute(insert(made), rows)
        self.rows.clear()


def make(
    db: Database, workspace: str, number: int, weeks: int, now: dt.datetime, told: Callable[[int, int], None]
) -> None:
    """Found the organisation and write its weeks, a transaction each."""
    with db.begin() as session:
        settings = workspaces.get(session, workspace)
        assert settings is not None, "the workspace is stored before it is seeded"
        _found(session, settings, number)
    with db.begin() as session:
        found = directory(session, workspace)
        assert found is not None
        load = Load(found, now, _meet(session, found, now))
    monday = load.today - load.today.weekday() * DAY
    for done in range(weeks):
        with db.begin() as session:
            _live(session, load, monday - (weeks - 1 - done) * WEEK)
        told(done + 1, weeks)
    with db.begin() as session:
        _plan_work(session, load)
    with db.begin() as session:
        _freeze(session, load, monday)


# the organisation -----------------------------------------------------------------------------------------------------


def _found(session: Session, settings: Workspace, number: int) -> None:
    """People of Slack first, in the order of their ids; the missing ones are invented."""
    channels = connections.get(session, settings.id).channels or {}
    keys = [f"team-{at:02d}" for at in range(1, max(1, round(number / TEAM_SIZE)) + 1)]
    staff = list(_staff(session, settings, number))
    for at, person in enumerate(staff):
        people.save(
            session,
            settings.id,
            dataclasses.replace(person, grade=_GRADES[at % len(_GRADES)], quota=2, team=keys[at % len(keys)]),
        )
    for at, key in enumerate(keys):
        named = next((id for id, name in channels.items() if name == key), None)
        team = Team(
            key,
            f"{at + 1}과",
            f"Division {at + 1}",
            parent=None if at == 0 else keys[0],
            lead=staff[at % len(staff)].id,
            channel=named or f"C0TEAM{at + 1:04d}",
            members=frozenset(person.id for person in staff[at :: len(keys)]),
        )
        teams.save(session, settings.id, team)
    leadership = settings.leadership_channel or next(iter(channels), "C0LEADERSHIP")
    workspaces.change(session, dataclasses.replace(settings, leadership_channel=leadership, setup_done=True))
    tasks.save_programme(session, settings.id, Programme(PROGRAMME, "100대 과제", "the 100 tasks"))


def _staff(session: Session, settings: Workspace, number: int) -> Iterator[Person]:
    there = [one for one in people.everybody(session, settings.id) if one.active and one.role is not Role.GUEST]
    there = sorted(there, key=lambda one: one.id)[:number]
    yield from there
    for at in range(len(there) + 1, number + 1):
        role = Role.ADMIN if at == number and not any(one.role is Role.ADMIN for one in there) else Role.MEMBER
        name = f"직원 {at:04d}" if settings.language == "ko" else f"Person {at:04d}"
        yield Person(f"U0P{at:06d}", name, f"person{at:04d}", role=role, zone=settings.zone)


def _meet(session: Session, found: Directory, now: dt.datetime) -> list[tuple[int, str]]:
    """Two organisations a person, at most two thousand."""
    who = next(iter(found.people))
    word = "업체" if found.workspace.language == "ko" else "Company"
    number = min(2000, 2 * len(found.people))
    met = (organisations.meet(session, found.workspace.id, f"{word} {at:04d}", who, now) for at in range(1, number + 1))
    return [(one.number, one.name) for one, _ in met]


# a week ---------------------------------------------------------------------------------------------------------------


def _live(session: Session, load: Load, monday: dt.date) -> None:
    """Two visits of everybody on two of the days, as far as those have come."""
    drafts = []
    for person in load.people:
        for day in sorted(load.rng.sample(range(5), 2)):
            moment = _moment(load, monday + day * DAY)
            if moment < load.now:
                drafts.append((moment, person))
    if not drafts:
        return
    first = following(session, load.workspace, "V", len(drafts))
    raised = []
    for number, (moment, person) in enumerate(sorted(drafts, key=lambda draft: draft[0]), first):
        if place := _visit(load, number, moment, person):
            raised.append((number, moment, person, place))
    if raised:
        first = following(session, load.workspace, "D", len(raised))
        for number, (visit, moment, person, organisation) in enumerate(raised, first):
            _difficulty(load, number, visit, moment, person, organisation)
    load.store(session)


def _moment(load: Load, day: dt.date) -> dt.datetime:
    time = dt.time(load.rng.randrange(9, 18), load.rng.randrange(60), load.rng.randrange(60))
    return dt.datetime.combine(day, time, load.zone).astimezone(dt.UTC)


def _visit(load: Load, number: int, moment: dt.datetime, person: Person) -> int | None:
    """The rows of one visit; its organisation when that has a difficulty."""
    organisation, name = load.rng.choice(load.places)
    day = moment.astimezone(load.zone).date()
    summary = load.say("visits", 2)
    load.add(
        VisitRow,
        number=number,
        person=person.id,
        organisation=organisation,
        day=day,
        state=VisitState.DONE.value,
        summary=summary,
        met="",
        kinds=["production"],
        sectors=["parts"],
        regions=["gyeonggi"],
        unknown_tags=[],
        companions=[],
        photos=[],
        permalink="",
        recorded=moment,
        version=1,
    )
    load.add(VisitPersonRow, person=person.id, day=day, visit=number)
    _event(load, EventKind.VISIT_DONE, f"V-{number}", person.team, moment)
    _audit(load, f"V-{number}", person.id, moment, {"organisation_name": name, "summary": summary})
    return organisation if load.rng.random() < 0.2 else None


def _difficulty(load: Load, number: int, visit: int, moment: dt.datetime, person: Person, organisation: int) -> None:
    age = (load.now - moment).days
    settled = age > 20 or load.rng.random() < age / 24
    told = min(moment + load.rng.randrange(2, 14) * DAY, load.now - dt.timedelta(minutes=1))
    row = load.rng.choice(load.content["difficulties"])
    text, answer = str(row[2 + load.language]), str(row[4 + load.language])
    owner = person.id if settled or load.rng.random() < 0.7 else None
    state = DifficultyState.CLOSED if settled else DifficultyState.ASSIGNED if owner else DifficultyState.OPEN
    load.add(
        DifficultyRow,
        number=number,
        text=text,
        state=state.value,
        due=moment.astimezone(load.zone).date() + 14 * DAY,
        raised=moment,
        raised_by=person.id,
        organisation=organisation,
        visit=visit,
        categories=[row[0]],
        urgent=load.rng.random() < 0.05,
        team=person.team,
        owner=owner,
        task=None,
        answer=answer if settled else "",
        answered_by=person.id if settled else None,
        answered=told if settled else None,
        told=told.astimezone(load.zone).date() if settled else None,
        merged_into=None,
        escalated_to=None,
        permalink="",
        touched=owner is not None,
        version=3 if settled else 1,
    )
    _event(load, EventKind.DIFFICULTY_RAISED, f"D-{number}", person.team, moment)
    _audit(load, f"D-{number}", person.id, moment, {"text": text})
    if settled:
        line = {"difficulty": number, "person": person.id, "about": "", "origin": None}
        load.add(DifficultyNoteRow, **line, at=told, what=Step.ANSWER.value, text=answer)
        load.add(DifficultyNoteRow, **line, at=told, what=Step.CLOSE.value, text="")
        _event(load, EventKind.DIFFICULTY_CLOSED, f"D-{number}", person.team, told)


def _event(load: Load, kind: EventKind, ref: str, team: str | None, at: dt.datetime) -> None:
    """What happened before last week was told by the agenda of its week."""
    day = at.astimezone(load.zone).date()
    year, week, _ = day.isocalendar()
    told = (load.today - day).days > 14
    load.add(EventRow, team=team, kind=kind.value, ref=ref, at=at, agenda=f"{year}-W{week:02d}" if told else None)


def _audit(load: Load, ref: str, who: str, at: dt.datetime, after: Mapping[str, Any]) -> None:
    load.add(AuditRow, ref=ref, person=who, at=at, action="add", before={}, after=dict(after))


# what is worked on ----------------------------------------------------------------------------------------------------


def _plan_work(session: Session, load: Load) -> None:
    """Four tasks a person, three updates each; a quarter of them done."""
    wanted = [(person, at) for person in load.people for at in range(4)]
    first = following(session, load.workspace, "T", len(wanted))
    for number, (person, at) in enumerate(wanted, first):
        _task(load, number, person, done=at == 0)
    load.store(session)


def _task(load: Load, number: int, person: Person, *, done: bool) -> None:
    due = load.today + load.rng.randrange(-60, -1) * DAY if done else load.today + load.rng.randrange(-4, 90) * DAY
    created = load.now - load.rng.randrange(60, 90) * DAY
    updated = load.now - load.rng.randrange(2, 16) * DAY
    note = load.say("updates", 1)
    load.add(
        TaskRow,
        number=number,
        title=f"{load.say('tasks', 1)} {number}",
        state=(TaskState.DONE if done else TaskState.OPEN).value,
        created=created,
        created_by=person.id,
        owner=person.id,
        team=person.team,
        start=created.astimezone(load.zone).date(),
        due=due,
        baseline=due,
        percent=100 if done else load.rng.randrange(1, 19) * 5,
        at_risk=False,
        blocked_reason="",
        programme=PROGRAMME,
        parent=None,
        next_step="",
        last_note=note,
        updated=updated,
        finished=updated if done else None,
        difficulty=None,
        permalink="",
        version=4,
    )
    for back in (30, 16, 0):
        load.add(
            TaskUpdateRow,
            task=number,
            person=person.id,
            at=updated - back * DAY,
            what="finish" if done and not back else "update",
            percent=max(5, 60 - back),
            text=note,
            next_step="",
            due_before=due,
            due_after=due,
            health="",
            about="",
        )
    _event(load, EventKind.TASK_UPDATED, f"T-{number}", person.team, updated)


def _freeze(session: Session, load: Load, monday: dt.date) -> None:
    """The agendas of the last week, so that this week's tells this week."""
    for team in load.directory.teams.values():
        week = agenda_weeks.of_week(load.directory, team, monday - WEEK)
        if week is not None:
            agendas.freeze(session, load.directory, team, week.key, week.due, week.due)
