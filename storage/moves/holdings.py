"""All that a person can hold, noun by noun. A new noun that somebody owns is a line in `HOLDINGS`."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from bot.domain.calendars import DAY
from bot.domain.difficulties import UNSETTLED, DifficultyState, Note
from bot.domain.difficulties import Step as DifficultyStep
from bot.domain.directory import Directory
from bot.domain.evaluations import Part
from bot.domain.moves import ONE_CHAIR, TWO_CHAIRS, Held, Holding, handed_seats
from bot.domain.surveys import SurveyState
from bot.domain.tasks import Step, Update
from bot.domain.visits import VisitState
from bot.values import frozen
from storage import (
    agendas,
    audit,
    difficulties,
    duty,
    evaluations,
    indicators,
    meetings,
    people,
    plans,
    surveys,
    tasks,
    teams,
    visits,
)

T = TypeVar("T")
MOST: Final = 10_000  # planned visits and surveys that are looked at
AHEAD: Final = 500 * DAY  # no roster goes further
ALIVE: Final = (SurveyState.DRAFT, SurveyState.OPEN, SurveyState.RESTING)
ACTION: Final = "transfer"  # in the audit
JOINS: Final = "joins"  # the note of a lead: the other was no member before


@frozen
class Moving:
    """Who hands over, and when: `today` is the day of who does, `lang` the language in which things are named."""

    session: Session
    directory: Directory
    who: str
    now: dt.datetime
    today: dt.date
    lang: str = "ko"

    @property
    def ws(self) -> str:
        return self.directory.workspace.id


Found = Callable[[Moving, str, str], Iterable[Held]]  # all that `giver` holds, with regard to `receiver`
Hand = Callable[[Moving, Held, str, str], None]  # from the first to the second


@frozen
class Source:
    """A noun: the columns in which its holder stands, how it is found, how it goes from one to another."""

    kind: Holding
    columns: tuple[str, ...]
    found: Found
    hand: Hand


def held_by(moving: Moving, giver: str, receiver: str) -> list[Held]:
    """All that `giver` holds; what `receiver` cannot have is marked."""
    return [one for source in HOLDINGS for one in source.found(moving, giver, receiver)]


def _number(held: Held) -> int:
    return int(held.key.partition("-")[2])


def _there(found: T | None) -> T:
    assert found is not None, "it was found in this transaction"
    return found


# tasks, difficulties, visits ------------------------------------------------------------------------------------------


def _tasks(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    for one in tasks.of_owner(moving.session, moving.ws, giver):
        yield Held(Holding.TASK, one.ref, one.title, one.team)


def _hand_task(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    before = _there(tasks.locked(moving.session, moving.ws, _number(held)))
    after = tasks.save(moving.session, moving.ws, replace(before, owner=receiver), moving.who, moving.now, ACTION)
    line = Update(
        after.number,
        moving.who,
        moving.now,
        Step.ASSIGN,
        after.percent,
        due_before=after.due,
        due_after=after.due,
        about=receiver,
    )
    tasks.append(moving.session, moving.ws, line)


def _difficulties(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    states = UNSETTLED | {DifficultyState.ANSWERED}
    for one in difficulties.of_owner(moving.session, moving.ws, giver, states):
        yield Held(Holding.DIFFICULTY, one.ref, one.text, one.team)


def _hand_difficulty(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    before = _there(difficulties.locked(moving.session, moving.ws, _number(held)))
    changed = replace(before, owner=receiver)
    after = difficulties.save(moving.session, moving.ws, changed, moving.who, moving.now, ACTION)
    note = Note(moving.who, moving.now, DifficultyStep.ASSIGN, "", receiver)
    difficulties.note(moving.session, moving.ws, after.number, note)


def _visits(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    choice = visits.Choice(people=frozenset({giver}), states=frozenset({VisitState.PLANNED}))
    for one in visits.find(moving.session, moving.ws, choice, MOST):
        if one.person == giver:
            yield Held(Holding.VISIT, one.ref, one.organisation_name)


def _hand_visit(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    before = _there(visits.get(moving.session, moving.ws, _number(held)))
    along = tuple(one for one in before.companions if one != receiver)
    changed = replace(before, person=receiver, companions=along)
    visits.save(moving.session, moving.ws, changed, moving.who, moving.now, ACTION)


# duty, and acting for somebody ----------------------------------------------------------------------------------------


def _duty(moving: Moving, giver: str, receiver: str) -> Iterable[Held]:
    """Days to come; on one day nobody is on twice."""
    last = moving.today + AHEAD
    taken = {one.day for one in duty.between(moving.session, moving.ws, moving.today, last, receiver)}
    for one in duty.between(moving.session, moving.ws, moving.today, last, giver):
        key = f"{one.day.isoformat()}.{one.seat}"
        yield Held(Holding.DUTY, key, one.day.isoformat(), barred=one.day in taken)


def _hand_duty(moving: Moving, held: Held, giver: str, receiver: str) -> None:
    day, _, seat = held.key.partition(".")
    there = duty.at(moving.session, moving.ws, dt.date.fromisoformat(day))
    before = _there(next((one for one in there if one.seat == int(seat) and one.person == giver), None))
    duty.hand_over(moving.session, moving.ws, before, receiver, moving.who, moving.now, ACTION)


def _deputies(moving: Moving, giver: str, receiver: str) -> Iterable[Held]:
    for one in people.leaves(moving.session, moving.ws, moving.today, dt.date.max):
        if one.deputy == giver:
            person = moving.directory.person(one.person)
            key, title = f"{one.person}.{one.first.isoformat()}", person.name if person else one.person
            own = one.person == receiver
            yield Held(Holding.DEPUTY, key, title, person.team if person else None, barred=own)


def _hand_deputy(moving: Moving, held: Held, giver: str, receiver: str) -> None:
    person, _, first = held.key.rpartition(".")
    leave = _there(people.leave_on(moving.session, moving.ws, person, dt.date.fromisoformat(first)))
    people.away(moving.session, moving.ws, replace(leave, deputy=receiver))
    before, after = {"deputy": giver}, {"deputy": receiver}
    audit.record(moving.session, moving.ws, moving.who, moving.now, ACTION, person, before, after)


# meetings and agendas -------------------------------------------------------------------------------------------------


def _series(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    for one in meetings.everything(moving.session, moving.ws, active=True):
        if one.secretary == giver:
            yield Held(Holding.SERIES, one.key, one.name(moving.lang), one.team)


def _hand_series(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    one = _there(meetings.get_series(moving.session, moving.ws, held.key))
    meetings.save_series(moving.session, moving.ws, replace(one, secretary=receiver), moving.who, moving.now, ACTION)


def _seats(moving: Moving, giver: str, receiver: str) -> Iterable[Held]:
    for one in meetings.everything(moving.session, moving.ws, active=True):
        mine = next((seat for seat in one.seats if seat.person == giver), None)
        if mine is not None:
            theirs = next((seat for seat in one.seats if seat.person == receiver), None)
            both = theirs is not None and theirs.chair
            note = "" if not mine.chair else TWO_CHAIRS if both else ONE_CHAIR
            name = one.name(moving.lang)
            yield Held(Holding.SEAT, one.key, name, one.team, theirs is not None, note)


def _hand_seat(moving: Moving, held: Held, giver: str, receiver: str) -> None:
    one = _there(meetings.get_series(moving.session, moving.ws, held.key))
    seats = handed_seats(one.seats, giver, receiver, held)
    meetings.save_series(moving.session, moving.ws, replace(one, seats=seats), moving.who, moving.now, ACTION)


def _matters(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    coming = meetings.coming(moving.session, moving.ws, moving.now)
    found = {one.number: one for one in coming}
    team = {one.key: one.team for one in meetings.everything(moving.session, moving.ws)}
    for number, items in meetings.items_of(moving.session, moving.ws, sorted(found)).items():
        for item in items:
            if item.presenter == giver:
                sitting = found[number]
                yield Held(Holding.MATTER, f"{sitting.ref}.{item.number}", item.text, team.get(sitting.series))


def _hand_matter(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    ref, _, number = held.key.partition(".")
    meetings.name_presenter(moving.session, moving.ws, ref, int(number), receiver, moving.who, moving.now, ACTION)


def _items(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    for team in moving.directory.teams:
        for one in agendas.open_items(moving.session, moving.ws, team):
            if one.presenter == giver:
                yield Held(Holding.ITEM, f"A-{one.number}", one.text, team)


def _hand_item(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    one = _there(agendas.item(moving.session, moving.ws, _number(held)))
    changed = replace(one, presenter=receiver)
    agendas.change_item(moving.session, moving.ws, changed, moving.who, moving.now, ACTION)


# teams ----------------------------------------------------------------------------------------------------------------


def _leads(moving: Moving, giver: str, receiver: str) -> Iterable[Held]:
    for one in moving.directory.teams.values():
        if one.active and one.lead == giver:
            note = "" if receiver in one.members else JOINS
            yield Held(Holding.LEAD, one.key, one.name(moving.lang), one.key, note=note)


def _hand_lead(moving: Moving, held: Held, giver: str, receiver: str) -> None:
    """A lead is a member; given back, who joined for it is one no longer."""
    one = _there(teams.get(moving.session, moving.ws, held.key))
    back = held.note == JOINS and receiver in one.members
    members = (one.members - {giver} if back else one.members) | {receiver}
    changed = replace(one, lead=receiver, members=members)
    teams.change(moving.session, moving.ws, changed, moving.who, moving.now, ACTION)


def _members(moving: Moving, giver: str, receiver: str) -> Iterable[Held]:
    """The teams that they belong to beside their own division, where they stay until somebody moves them."""
    person = moving.directory.person(giver)
    home = person.team if person is not None else None
    for one in moving.directory.teams.values():
        if one.active and giver in one.members and one.key != home:
            there = receiver in one.members
            yield Held(Holding.MEMBER, one.key, one.name(moving.lang), one.key, there)


def _hand_member(moving: Moving, held: Held, giver: str, receiver: str) -> None:
    """Where both belong to it, one goes; given back, both are there again."""
    one = _there(teams.get(moving.session, moving.ws, held.key))
    back = held.there and receiver not in one.members
    changed = replace(one, members=(one.members if back else one.members - {giver}) | {receiver})
    teams.change(moving.session, moving.ws, changed, moving.who, moving.now, ACTION)


# indicators, the plan, surveys, ratings -------------------------------------------------------------------------------


def _indicators(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    for one in indicators.all_of(moving.session, moving.ws):
        if one.owner == giver:
            yield Held(Holding.INDICATOR, one.ref, one.name(moving.lang), one.team)


def _hand_indicator(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    one = _there(indicators.locked(moving.session, moving.ws, _number(held)))
    indicators.save(moving.session, moving.ws, replace(one, owner=receiver), moving.who, moving.now, ACTION)


def _plan(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    for one in plans.all_of(moving.session, moving.ws, since=moving.today):
        if one.owner == giver:
            yield Held(Holding.PLAN, one.ref, one.name(moving.lang), one.team)


def _hand_plan(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    one = _there(plans.locked(moving.session, moving.ws, _number(held)))
    plans.save(moving.session, moving.ws, replace(one, owner=receiver), moving.who, moving.now, ACTION)


def _surveys(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    for one in surveys.listing(moving.session, moving.ws, ALIVE, MOST):
        if one.author == giver:
            yield Held(Holding.SURVEY, one.ref, one.title, one.team)


def _hand_survey(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    one = _there(surveys.locked(moving.session, moving.ws, _number(held)))
    surveys.save(moving.session, moving.ws, replace(one, author=receiver), moving.who, moving.now, ACTION)


def _ratings(moving: Moving, giver: str, _receiver: str) -> Iterable[Held]:
    for month in evaluations.running(moving.session, moving.ws, moving.now):
        for one in evaluations.assessments(moving.session, moving.ws, month.month):
            for part in one.waiting_for(giver):
                key = f"{month.key}.{one.task}.{part.value}"
                yield Held(Holding.RATING, key, f"T-{one.task} {one.title}", one.team)


def _hand_rating(moving: Moving, held: Held, _giver: str, receiver: str) -> None:
    month, task, part = held.key.split(".")
    evaluations.ask_another(moving.session, moving.ws, month, int(task), Part(part), receiver, moving.who, moving.now)


HOLDINGS: Final = (
    Source(Holding.TASK, ("task.owner",), _tasks, _hand_task),
    Source(Holding.DIFFICULTY, ("difficulty.owner",), _difficulties, _hand_difficulty),
    Source(Holding.VISIT, ("visit.person",), _visits, _hand_visit),
    Source(Holding.DUTY, ("duty.person",), _duty, _hand_duty),
    Source(Holding.SERIES, ("meeting_series.secretary",), _series, _hand_series),
    Source(Holding.SEAT, ("meeting_seat.person",), _seats, _hand_seat),
    Source(Holding.MATTER, ("meeting_item.presenter",), _matters, _hand_matter),
    Source(Holding.ITEM, ("agenda_item.presenter",), _items, _hand_item),
    Source(Holding.LEAD, ("team.lead",), _leads, _hand_lead),
    Source(Holding.MEMBER, ("membership.person",), _members, _hand_member),
    Source(Holding.INDICATOR, ("indicator.owner",), _indicators, _hand_indicator),
    Source(Holding.PLAN, ("plan_item.owner",), _plan, _hand_plan),
    Source(Holding.SURVEY, ("survey.author",), _surveys, _hand_survey),
    Source(Holding.RATING, ("evaluation_task.owner", "evaluation_task.lead"), _ratings, _hand_rating),
    Source(Holding.DEPUTY, ("leave.deputy",), _deputies, _hand_deputy),
)
