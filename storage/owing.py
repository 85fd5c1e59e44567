"""Gathers what one person owes."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.domain.difficulties import lead_hears_on
from bot.domain.directory import Directory
from bot.domain.duty import holds, hours, shift_day
from bot.domain.forces import endings, with_an_end
from bot.domain.owing import InHand, Owing
from bot.domain.people import Person
from bot.domain.plans import answers_for
from bot.domain.quotas import Absence, tally, week_of
from bot.domain.surveys import SurveyState
from bot.domain.tasks import Health, Task, health
from bot.domain.visits import Tally, Visit, VisitState
from storage import charters, difficulties, duty, indicators, meetings, people, plans, surveys, tasks, visits
from storage.evaluations.owing import owed
from storage.visits import Choice

DUTY_NEAR = dt.timedelta(days=31)  # days of duty further ahead are in the roster
MEETINGS_AHEAD = dt.timedelta(days=14)
PLANNED = 500  # visits of one person that are looked at
SURVEYS = 500  # open ones that are looked at
LOOK_BACK = dt.timedelta(days=60)  # an older planned visit is history


def owing(session: Session, directory: Directory, person: Person, now: dt.datetime, today: dt.date) -> Owing:
    """All that `person` owes on `today` (the day in their zone), for those whose deputy they are too."""
    ws, calendar = directory.workspace.id, directory.workspace.calendar
    sunday, here = week_of(today)[1], directory.workspace.today(now)
    absent = directory.acts_for(person.id)
    names = (person.id, *absent)
    mine = [one for name in names for one in difficulties.of_owner(session, ws, name)]
    work = _work(session, ws, names, today)
    stale = {task.number for name in names for task in tasks.stale(session, ws, now, here, name)}
    led = directory.leads_of(person.id)
    led_open = [one for team in led for one in difficulties.open_of(session, ws, team)]
    led_late = tuple(
        one
        for one in led_open
        if one.owner not in names and one.late(today) and lead_hears_on(one.clock, calendar) <= today
    )
    forces = [one for one in endings(charters.running(session, ws), directory, today) if one.team.key in led]
    rating = owed(session, ws, person.id, now)
    times = hours(directory.workspace)
    shift = shift_day(now, times)
    prepare, record = meetings.owed_to(session, directory, person.id, now, today)
    to_come = meetings.to_come(session, directory, person.id, now, now + MEETINGS_AHEAD)
    return Owing(
        person=person.id,
        acts_for=tuple(directory.people[one].name for one in absent if one in directory.people),
        tally=my_tally(session, directory, person, *week_of(today)),
        difficulties_open=len(mine),
        tasks_open=len(work),
        visits_to_confirm=tuple(to_confirm(session, ws, person, today)),
        difficulties_late=tuple(one for one in mine if one.late(today) and not one.referred),
        difficulties_due=tuple(one for one in mine if today <= one.clock <= sunday and not one.referred),
        referrals_late=tuple(one for one in mine if one.late(today) and one.referred),
        tasks_late=tuple(task for task in work if task.due is not None and task.due < today),
        tasks_due=tuple(task for task in work if task.due is not None and today <= task.due <= sunday),
        tasks_stale=tuple(task for task in work if task.number in stale and not (task.due and task.due < today)),
        to_rate=rating.mine,
        to_rate_until=rating.until,
        rating_reminder=rating.reminder,
        duties=tuple(
            one for one in duty.between(session, ws, shift, today + DUTY_NEAR, person.id) if holds(one.day, now, times)
        ),
        swaps=tuple(duty.asks_open(session, ws, shift, person.id)),
        led_late=led_late,
        led_unassigned=tuple(one for one in led_open if one.owner is None and one not in led_late),
        led_missing_ratings=rating.missing_of_led,
        plan=tuple(plans.pressing(session, ws, today, only=lambda item: answers_for(item, person.id, led))),
        forces_ending=tuple(one for one in forces if not one.over),
        forces_over=tuple(one for one in forces if one.over),
        sittings_to_prepare=tuple(prepare),
        sittings_to_record=tuple(record),
        sittings_to_come=tuple(to_come),
        indicators=tuple(
            one
            for one in indicators.courses(session, ws, indicators.all_of(session, ws, owner=person.id), today)
            if one.alarming
        ),
        surveys=tuple(surveys.waiting(session, directory, person.id, now)),
    )


def in_hand(session: Session, directory: Directory, person: Person, owed: Owing, today: dt.date) -> InHand:
    """What `person` has to do with on `today` beyond what they owe, which is `owed`."""
    ws, sunday = directory.workspace.id, week_of(today)[1]
    names, led = (person.id, *directory.acts_for(person.id)), directory.leads_of(person.id)
    said = {one.ref for one in (*owed.difficulties_late, *owed.difficulties_due, *owed.referrals_late)}
    said |= {one.ref for one in (*owed.tasks_late, *owed.tasks_due, *owed.tasks_stale)}
    said |= {one.item.ref for one in owed.plan} | {one.indicator.ref for one in owed.indicators}
    planned = Choice(author=person.id, first=today, last=sunday, states=frozenset({VisitState.PLANNED}))
    mine = directory.teams_of(person.id)
    asked = surveys.listing(session, ws, (SurveyState.OPEN,), SURVEYS)
    forces = with_an_end(charters.running(session, ws), directory, today)
    return InHand(
        visits=tuple(reversed(visits.find(session, ws, planned, PLANNED))),
        difficulties=tuple(
            one for name in names for one in difficulties.of_owner(session, ws, name) if one.ref not in said
        ),
        tasks=tuple(one for one in _work(session, ws, names, today) if one.ref not in said),
        plan=tuple(
            one
            for one in plans.all_of(session, ws, since=today)
            if answers_for(one, person.id, led) and one.ref not in said
        ),
        indicators=tuple(one for one in indicators.all_of(session, ws, owner=person.id) if one.ref not in said),
        surveys=tuple(one for one in asked if one.author == person.id),
        forces=tuple(one for one in forces if one.team.key in mine),
    )


def _work(session: Session, ws: str, names: Iterable[str], today: dt.date) -> list[Task]:
    """Their unfinished tasks."""
    found = [task for name in names for task in tasks.of_owner(session, ws, name)]
    return [task for task in found if health(task, today) not in (Health.DONE, Health.DROPPED)]


def my_tally(session: Session, directory: Directory, person: Person, first: dt.date, last: dt.date) -> Tally | None:
    """These days against the quota; None for who has none."""
    if not person.quota:
        return None
    ws = directory.workspace
    counted = visits.counted_one(session, ws.id, person.id, first, last, ws.counted_kinds)
    away = [Absence(one.person, one.first, one.last, one.half) for one in people.leaves(session, ws.id, first, last)]
    return tally(person, counted, first, last, ws.calendar.is_working, away)


def to_confirm(session: Session, workspace: str, person: Person, today: dt.date) -> list[Visit]:
    """Planned visits of this person whose day has passed, the longest waiting first."""
    days = (today - LOOK_BACK, today - dt.timedelta(days=1))
    choice = Choice(author=person.id, first=days[0], last=days[1], states=frozenset({VisitState.PLANNED}))
    return list(reversed(visits.find(session, workspace, choice, PLANNED)))
