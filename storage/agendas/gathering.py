"""All that an agenda is composed of, read from every noun; and the freezing, which claims what it tells."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain import agendas as rules
from bot.domain.agendas import (
    FIRST_LOOK,
    LONGEST,
    Agenda,
    AgendaFacts,
    AgendaRecord,
    Gathered,
    Item,
    Quota,
    Record,
    weeks,
)
from bot.domain.directory import Directory
from bot.domain.duty import Duty
from bot.domain.events import Event, EventKind
from bot.domain.forces import endings
from bot.domain.meetings import Sitting
from bot.domain.people import Person
from bot.domain.quotas import tallies, week_of
from bot.domain.teams import Team
from bot.domain.timetable import moment
from bot.domain.visits import Tally, Visit, VisitState
from storage import charters, difficulties, duty, events, indicators, meetings, plans, surveys, tasks, visits
from storage.agendas import items, records
from storage.homes import absences, homes
from storage.visits import Choice

DAY: Final = dt.timedelta(days=1)
WEEK: Final = 7 * DAY
DUTY_AHEAD: Final = 31 * DAY  # days of duty that the leadership's agenda looks ahead
PLANNED: Final = 500  # visits planned for one week that an agenda looks at


def gather(
    session: Session,
    directory: Directory,
    team: Team,
    occurrence: str,
    until: dt.datetime,
    as_of: dt.datetime | None = None,
) -> AgendaFacts:
    """The facts of a team's agenda. One that is not frozen yet tells what it would if it were frozen at `until`.

    With `as_of`, a moment before that, what is late and which week it is are as they are then.
    """
    workspace = directory.workspace.id
    record = records.record(session, workspace, team.key, occurrence)
    return _gather(session, directory, team, record, until, as_of)


def freeze(
    session: Session, directory: Directory, team: Team, occurrence: str, until: dt.datetime, now: dt.datetime
) -> AgendaFacts:
    """The facts of a team's agenda, frozen now if it was not before.

    It claims every event recorded before `until` (when it should be posted) that no agenda of the team tells, however
    late this is computed, and makes every item a week older. A second time changes nothing.
    """
    workspace = directory.workspace.id
    record = records.locked(session, workspace, team.key, occurrence)
    facts = _gather(session, directory, team, record, until)
    if record.frozen is not None:
        return facts
    floor = _floor(session, workspace, team.key, until)
    events.claim(session, workspace, team.key, occurrence, floor, until)
    kept = items.write_carried(session, workspace, facts.items)
    frozen = records.mark_frozen(session, workspace, record, facts.since, until, now)
    return dataclasses.replace(facts, record=frozen, items=kept)


def gather_all(
    session: Session,
    people: Directory,
    occurrence: str,
    due: dt.datetime,
    freeze_at: dt.datetime | None = None,
    as_of: dt.datetime | None = None,
) -> Gathered:
    """All teams' agendas of a week as of `due`; with `as_of` as `gather` has it.

    With `freeze_at` those that are due by then are frozen, and those without a channel, which nobody else freezes.
    """
    found: list[Agenda] = []
    for team in people.teams.values():
        own = weeks.named(people, team, occurrence) if team.active else None
        if own is None:
            continue
        until = min(own.due, due)
        if freeze_at is not None and (own.due <= due or not team.channel):
            facts = freeze(session, people, team, occurrence, until, freeze_at)
        else:
            facts = gather(session, people, team, occurrence, until, as_of)
        found.append(rules.compose(facts))
    today = weeks.today(people, None, min(as_of or due, due))
    last, this = _organisation_weeks(session, people, today, _first_open_week(found, today))
    watched = indicators.all_of(session, people.workspace.id)
    courses = indicators.courses(session, people.workspace.id, watched, today)
    behind = plans.pressing(session, people.workspace.id, today)
    forces = endings(charters.running(session, people.workspace.id), people, today)
    until = due.astimezone(ZoneInfo(people.workspace.zone))
    on_duty = duty.between(session, people.workspace.id, today + DAY, today + DUTY_AHEAD)
    over = duty.last_shift(session, people.workspace, last.first, due)
    return rules.gathered(occurrence, until, found, last, this, courses, behind, forces, on_duty, over)


def _organisation_weeks(session: Session, directory: Directory, today: dt.date, first: dt.date) -> tuple[Quota, Quota]:
    """Everybody's last weeks (from `first`) and this week against their quotas; each visit counts once."""
    monday, sunday = week_of(today)
    return (
        _quota(session, directory, None, first, monday - DAY),
        _quota(session, directory, None, monday, sunday),
    )


def _gather(
    session: Session,
    directory: Directory,
    team: Team,
    record: AgendaRecord,
    until: dt.datetime,
    as_of: dt.datetime | None = None,
) -> AgendaFacts:
    workspace = directory.workspace.id
    if record.frozen is not None and record.since and record.until:
        since, until, as_of = record.since, record.until, None
        told = events.told_in(session, workspace, team.key, record.occurrence)
    else:
        previous = records.latest(session, workspace, team.key)
        since = min(previous.until, until) if previous and previous.until else until - FIRST_LOOK
        told = events.untold(session, workspace, team.key, _floor(session, workspace, team.key, until), until)
    zone = ZoneInfo(directory.zone_of_team(team))
    today = min(as_of or until, until).astimezone(zone).date()
    monday, sunday = week_of(today)
    plan_last = _plan_last(directory, sunday)
    ours = _people(directory, team)
    own = difficulties.open_of(session, workspace, team.key)
    own += [one for one in difficulties.escalated_to(session, workspace, team.key) if one.team != team.key]
    open_tasks = tasks.of_team(session, workspace, team.key)
    known: dict[str, Record] = {one.ref: one for one in own}
    known |= {task.ref: task for task in open_tasks}
    needs = [one for one in known.values() if rules.stands(one, team.key, today)]
    matters = _matters(session, workspace, record, needs, until)
    known |= _records(session, workspace, {event.ref for event in told} | {one.ref for one in matters}, known)
    last_first = min(monday - WEEK, _weeks_since(since, zone, monday))
    return AgendaFacts(
        team=team,
        record=record,
        since=since.astimezone(zone),
        until=until.astimezone(zone),
        today=today,
        last_week=_quota(session, directory, team.key, last_first, monday - DAY),
        this_week=_quota(session, directory, team.key, monday, sunday),
        plan_last=plan_last,
        events=tuple(told),
        visits=_visits(session, workspace, told),
        records=known,
        difficulties=tuple(own),
        tasks=tuple(open_tasks),
        moved=_moved(session, workspace, told, since),
        planned=_planned(session, workspace, ours, today + DAY, plan_last),
        duties=_duties(session, workspace, ours, today + DAY, plan_last),
        items=tuple(matters),
        decisions=tuple(items.decisions_that_became(session, workspace, team.key, set(known))),
        inspections=tuple(plans.pressing(session, workspace, today, team=team.key)),
        held=_held(session, directory, team, told),
        sittings=tuple(_sittings(session, directory, team, today + DAY, plan_last)),
        unsat=tuple(meetings.unsat(session, directory, until, team.key)),
        indicators=tuple(
            indicators.courses(session, workspace, indicators.all_of(session, workspace, team=team.key), today)
        ),
        charter=charters.get(session, workspace, team.key),
        surveys=surveys.summaries(
            session, workspace, {event.ref for event in told if event.kind is EventKind.SURVEY_CLOSED}
        ),
    )


def _floor(session: Session, workspace: str, team: str, until: dt.datetime) -> dt.datetime:
    """What lies before the beginning of a team's agendas is never told; all since is told once."""
    found = records.beginning(session, workspace, team)
    return found if found is not None else until - FIRST_LOOK


def _matters(
    session: Session, workspace: str, record: AgendaRecord, needs: Iterable[Record], until: dt.datetime
) -> list[Item]:
    if record.frozen is not None:
        return items.shown_items(session, workspace, record.team, record.occurrence)
    before = items.open_items(session, workspace, record.team, until)
    return rules.carried(before, needs, record.team, record.occurrence, until)


def _records(session: Session, workspace: str, refs: Iterable[str], known: Mapping[str, Record]) -> dict[str, Record]:
    """Difficulties and tasks by ref, of those that are not known yet."""
    wanted = [ref for ref in refs if ref and ref not in known]
    numbers = {letter: [int(ref[2:]) for ref in wanted if ref.startswith(f"{letter}-")] for letter in "DT"}
    found: dict[str, Record] = {one.ref: one for one in difficulties.by_ids(session, workspace, numbers["D"]).values()}
    return found | {one.ref: one for one in tasks.by_ids(session, workspace, numbers["T"]).values()}


def _visits(session: Session, workspace: str, told: Iterable[Event]) -> dict[str, Visit]:
    numbers = {int(event.ref[2:]) for event in told if event.ref.startswith("V-")}
    return {one.ref: one for one in visits.many(session, workspace, numbers)}


def _held(session: Session, directory: Directory, team: Team, told: Iterable[Event]) -> dict[str, Sitting]:
    """The sittings that took place, with how many decisions each has made."""
    refs = [event.ref for event in told if event.kind is EventKind.MEETING_HELD]
    found = meetings.sittings_by_ref(session, directory, refs)
    counted = items.count_decisions(session, directory.workspace.id, team.key, sorted(found))
    return {ref: dataclasses.replace(one, decisions=counted.get(ref, 0)) for ref, one in found.items()}


def _sittings(session: Session, directory: Directory, team: Team, first: dt.date, last: dt.date) -> list[Sitting]:
    zone = directory.zone_of_team(team)
    bounds = moment(first, dt.time(), zone), moment(last + DAY, dt.time(), zone)
    return meetings.planned_between(session, directory, team.key, *bounds)


def _moved(session: Session, workspace: str, told: Iterable[Event], since: dt.datetime) -> dict[str, dt.date]:
    """Task → the due date that it had before it was moved."""
    numbers = {int(event.ref[2:]) for event in told if event.kind is EventKind.TASK_MOVED}
    found = tasks.moves_since(session, workspace, numbers, since) if numbers else []
    return {f"T-{one.task}": one.due_before for one in reversed(found) if one.due_before is not None}


def _planned(
    session: Session, workspace: str, ours: Iterable[Person], first: dt.date, last: dt.date
) -> tuple[Visit, ...]:
    states = frozenset({VisitState.PLANNED})
    choice = Choice(people=frozenset(person.id for person in ours), first=first, last=last, states=states)
    return tuple(visits.find(session, workspace, choice, limit=PLANNED))


def _duties(
    session: Session, workspace: str, ours: Iterable[Person], first: dt.date, last: dt.date
) -> tuple[Duty, ...]:
    ids = {person.id for person in ours}
    return tuple(one for one in duty.between(session, workspace, first, last) if one.person in ids)


def _first_open_week(found: Sequence[Agenda], today: dt.date) -> dt.date:
    """The Monday of the first week that the teams' agendas call last week: with a skipped one, both."""
    monday = today - dt.timedelta(days=today.weekday())
    return max((agenda.last_week.first for agenda in found), default=monday - dt.timedelta(days=7))


def _people(directory: Directory, team: Team) -> list[Person]:
    return list(directory.visitors(team.key))


def _plan_last(directory: Directory, sunday: dt.date) -> dt.date:
    """The Sunday of next week; of the week after, while next week has no working day and so no agenda."""
    last, working = sunday + WEEK, directory.workspace.calendar.working_days
    for _ in range(LONGEST):
        if working(last - 6 * DAY, last):
            break
        last += WEEK
    return last


def _weeks_since(since: dt.datetime, zone: ZoneInfo, monday: dt.date) -> dt.date:
    """The Monday from which quotas were not final in the last agenda; not longer ago than `LONGEST` weeks."""
    return max(week_of(since.astimezone(zone).date())[0], monday - LONGEST * WEEK)


def _quota(session: Session, directory: Directory, team: str | None, first: dt.date, last: dt.date) -> Quota:
    """The weeks from a Monday to a Sunday. `team`: whose visits are counted, None for anybody's."""
    workspace, known = directory.workspace, homes(session, directory)
    whose = known.whose(team) if team is not None else None
    counting = known.quota_of(team) if team is not None else None
    counted = visits.counted(session, workspace.id, first, last, workspace.counted_kinds, counting)
    away = [*absences(session, workspace.id, first, last), *known.elsewhere(team, first, last)]
    ours = known.owing(team, first, last)
    due = {person.id: 0 for person in ours}
    for monday in (first + n * WEEK for n in range(((last - first).days + 1) // 7)):
        for one in tallies(ours, {}, monday, monday + 6 * DAY, workspace.calendar.is_working, away):
            due[one.person] += one.due
    rows = [Tally(person.id, counted.get(person.id, (0, 0))[0], due[person.id]) for person in ours]
    made, planned = (
        visits.count(session, workspace.id, Choice.of(whose, first, last, states=frozenset({state})))
        for state in (VisitState.DONE, VisitState.PLANNED)
    )
    return rules.quota(rows, made, planned, first, last)
