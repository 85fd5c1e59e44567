"""Three months of the demo's organisation: what happened is lived through in order, up to now.

Everything that happens is put on one list by its moment; each thing that is done may put what follows from it there.
The same seed and the same `now` make the same quarter.
"""

import dataclasses
import datetime as dt
import heapq
import itertools
import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain import difficulties as life
from bot.domain.agendas import Decision, Item, Outcome, weeks
from bot.domain.calendars import DAY
from bot.domain.difficulties import Difficulty, Note, Step
from bot.domain.directory import Directory
from bot.domain.events import EventKind
from bot.domain.organisations import OrganisationKind
from bot.domain.people import Person
from bot.domain.visits import Visit, VisitState
from storage import agendas, difficulties, events, organisations, visits
from storage.seeds import read
from storage.seeds.ministry import SECTORS

WEEKS: Final = 13
WEEK: Final = 7 * DAY
SEED: Final = 20010129  # the day of the plan
EVERYWHERE: Final = ("labour", "other")  # difficulties that any company may have

BEFORE: Final = dt.datetime.min.replace(tzinfo=dt.UTC)

Act = Callable[[Session, dt.datetime], None]
Row = Sequence[str]


@dataclass
class Quarter:
    """What is known while it is lived through. `language` 0 for Korean, 1 for English."""

    directory: Directory
    now: dt.datetime
    language: int
    since: dt.datetime = BEFORE  # what was before has been lived through
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 content, not a secret
    _list: list[tuple[dt.datetime, int, Act]] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        content = read("ministry_content")
        self.content: Mapping[str, list[Row]] = content
        self.workspace = self.directory.workspace.id
        self.calendar = self.directory.workspace.calendar
        self.zone = ZoneInfo(self.directory.workspace.zone)
        self.today = self.now.astimezone(self.zone).date()
        monday = self.today - self.today.weekday() * DAY
        self.first = monday - WEEKS * WEEK
        everybody = self.directory.people.values()
        self.people = sorted((one for one in everybody if one.active), key=lambda one: one.handle)
        self.places: dict[str, int] = {}
        self.told: dict[tuple[str, str], None] = {}  # organisation, summary: nobody reports the same twice
        self._decks: dict[str, deque[Row]] = {}

    def members(self, team: str) -> list[Person]:
        """The people of a team, in the same order in every language."""
        return sorted(self.directory.members(team), key=lambda one: one.handle)

    def say(self, row: Row, at: int) -> str:
        """The words of a row that begin in that column, in the language of this organisation."""
        return row[at + self.language]

    def at(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour, minute), self.zone).astimezone(dt.UTC)

    def hour(self, day: dt.date) -> dt.datetime:
        """Some moment of a working day."""
        return self.at(day, self.rng.randrange(9, 17), self.rng.randrange(60))

    def later(self, after: dt.datetime, working_days: int) -> dt.datetime:
        """Some moment so many working days after."""
        day = after.astimezone(self.zone).date()
        moment = self.hour(self.calendar.add_working(day, working_days) if working_days else day)
        return max(moment, after + dt.timedelta(minutes=20))

    def put(self, moment: dt.datetime, act: Act) -> None:
        """This happens then, if then is not yet to come."""
        if self.since <= moment < self.now:
            heapq.heappush(self._list, (moment, next(self._count), act))

    def draw(self, deck: str, rows: Sequence[Row]) -> Row:
        """The next card of a shuffled deck: none comes twice before all have come."""
        cards = self._decks.setdefault(deck, deque())
        if not cards:
            cards.extend(self.rng.sample(list(rows), len(rows)))
        return cards.popleft()

    def live(self, session: Session, until: dt.datetime) -> None:
        """Everything that happened before `until`."""
        while self._list and self._list[0][0] < until:
            moment, _, act = heapq.heappop(self._list)
            act(session, moment)

    def weeks(self) -> Iterator[dt.date]:
        """The Mondays, the one after this week included: its visits are planned."""
        return (self.first + number * WEEK for number in range(WEEKS + 2))


# visits ---------------------------------------------------------------------------------------------------------------


def go_on(quarter: Quarter, session: Session) -> None:
    """What happens between `since` and `now` after the quarter: people visit."""
    known, _ = organisations.listing(session, quarter.workspace, limit=1000)
    quarter.places = {one.name: one.number for one in known}
    rows = quarter.content["organisations"]
    # what was written stays in its language, whatever the bot speaks by now
    quarter.language = max((0, 1), key=lambda at: sum(row[at] in quarter.places for row in rows))
    if not any(row[quarter.language] in quarter.places for row in rows):
        return  # not this ministry
    day = quarter.since.astimezone(quarter.zone).date()
    monday = day - day.weekday() * DAY
    while monday <= quarter.today:
        quarter.rng.seed(monday.toordinal())  # a week has one plan, in however many steps it is lived
        plan_visits(quarter, monday)
        monday += WEEK
    quarter.live(session, quarter.now)


def meet_everybody(quarter: Quarter, session: Session) -> None:
    """The directory of organisations."""
    who = quarter.people[0].id
    for row in quarter.content["organisations"]:
        name, (kind, sector, region, partner) = quarter.say(row, 0), row[2:6]
        met, _ = organisations.meet(
            session, quarter.workspace, name, who, quarter.at(quarter.first, 9), OrganisationKind(kind)
        )
        known = dataclasses.replace(
            met,
            partner=bool(partner),
            sectors=(sector,) if sector else (),
            regions=(region,) if region else (),
            homepage=row[6] if len(row) > 6 else "",
        )
        organisations.save(session, quarter.workspace, known, who, quarter.at(quarter.first, 9))
        quarter.places[name] = met.number


def plan_visits(quarter: Quarter, monday: dt.date) -> None:
    """A week's visits of everybody who has a quota; most meet it."""
    days = [monday + count * DAY for count in range(5) if quarter.calendar.is_working(monday + count * DAY)]
    for person in quarter.people:
        if not person.quota or not days:
            continue
        number = min(quarter.rng.choices((0, 1, 2, 3), (4, 14, 66, 16))[0], len(days))
        for day in sorted(quarter.rng.sample(days, number)):
            _plan_visit(quarter, person, day)


def _plan_visit(quarter: Quarter, person: Person, day: dt.date) -> None:
    row = _place(quarter, person)
    seen = _seen(quarter, row)
    at = quarter.at(day, quarter.rng.randrange(10, 18), quarter.rng.randrange(60))
    announced = quarter.rng.random() < 0.4
    if day > quarter.today:
        if not announced:
            return
        at = quarter.hour(quarter.calendar.previous_working(quarter.today - DAY))
    quarter.put(at, lambda session, moment: _visit(quarter, session, moment, person, day, row, seen))


def _place(quarter: Quarter, person: Person) -> Row:
    """An organisation that this person's teams look after."""
    teams = quarter.directory.teams_of(person.id)
    sectors = {sector for team in teams for sector in SECTORS.get(team, ())}
    rows = quarter.content["organisations"]
    rows = [row for row in rows if quarter.say(row, 0) in quarter.places]
    fitting = [row for row in rows if row[3] in sectors or (not row[3] and quarter.rng.random() < 0.25)]
    return quarter.rng.choice(fitting or rows)


def _seen(quarter: Quarter, row: Row) -> Row:
    where = (row[3], "*") if row[2] == "company" else ("",)
    fitting = [one for one in quarter.content["visits"] if one[0] in where]
    fresh = [one for one in fitting if (row[0], one[2]) not in quarter.told] or fitting
    chosen = quarter.rng.choice(fresh)
    quarter.told[row[0], chosen[2]] = None
    return chosen


def _visit(
    quarter: Quarter, session: Session, moment: dt.datetime, person: Person, day: dt.date, row: Row, seen: Row
) -> None:
    name = quarter.say(row, 0)
    planned = day > moment.astimezone(quarter.zone).date()
    draft = Visit(
        0,
        person.id,
        quarter.places[name],
        name,
        day,
        VisitState.PLANNED if planned else VisitState.DONE,
        summary="" if planned else quarter.say(seen, 2),
        met="" if planned else quarter.say(quarter.rng.choice(quarter.content["met"]), 0),
        kinds=(seen[1],),
        sectors=(row[3],) if row[3] else (),
        regions=(row[4],) if row[4] else (),
        companions=_companions(quarter, person),
    )
    visit = visits.record(session, quarter.workspace, draft, moment)
    if planned:
        return
    teams = [team for one in visit.people for team in quarter.directory.teams_of(one)]
    events.tell(session, quarter.workspace, EventKind.VISIT_DONE, [visit.ref], teams, moment)
    if row[2] == "company" and quarter.rng.random() < 0.3:
        _raise(quarter, session, moment, visit, seen[1])


def _companions(quarter: Quarter, person: Person) -> tuple[str, ...]:
    if quarter.rng.random() > 0.12 or person.team is None:
        return ()
    others = [one.id for one in quarter.members(person.team) if one.id != person.id]
    return (quarter.rng.choice(others),) if others else ()


# difficulties ---------------------------------------------------------------------------------------------------------


def _raise(quarter: Quarter, session: Session, moment: dt.datetime, visit: Visit, kind: str) -> None:
    rows = [row for row in quarter.content["difficulties"] if row[0] == kind or row[0] in EVERYWHERE]
    row = quarter.draw(f"difficulties:{kind}", rows)
    draft = life.draft(
        quarter.say(row, 2),
        workspace=quarter.directory.workspace,
        now=moment,
        today=visit.day,
        raised_by=visit.person,
        team=row[1],
        visit=visit.number,
        organisation=visit.organisation,
        organisation_name=visit.organisation_name,
        categories=(row[0],),
        urgent=quarter.rng.random() < 0.1,
    )
    [raised] = difficulties.raise_(session, quarter.workspace, [draft], visit.person, moment)
    events.tell(session, quarter.workspace, EventKind.DIFFICULTY_RAISED, [raised.ref], [row[1]], moment)
    _live_on(quarter, raised, row, moment)


def _live_on(quarter: Quarter, raised: Difficulty, row: Row, moment: dt.datetime) -> None:
    """What will be done about it, and when; the most of it before the day when it is due."""
    rng, number = quarter.rng, raised.number
    recent = (quarter.now - moment) < 9 * DAY
    if recent and rng.random() < 0.35:
        return  # nobody has it yet
    owner = rng.choice([one.id for one in quarter.members(row[1])])
    assigned = quarter.later(moment, rng.randrange(0, 3))
    quarter.put(assigned, _step(quarter, number, Step.ASSIGN, owner))
    started = quarter.later(assigned, rng.randrange(0, 3))
    quarter.put(started, _step(quarter, number, Step.START, owner))
    if rng.random() < 0.5:
        note = quarter.say(rng.choice(quarter.content["notes"]), 0)
        quarter.put(quarter.later(started, 1), _step(quarter, number, Step.NOTE, owner, note))
    days = rng.randrange(1, 3) if raised.urgent else rng.randrange(3, 9)
    if rng.random() < 0.25:
        days += 9  # late
    told = quarter.later(started, days)
    if rng.random() < 0.06:
        words = quarter.say(rng.choice(quarter.content["declined"]), 0)
        quarter.put(told, _step(quarter, number, Step.DECLINE, owner, words))
        return
    quarter.put(told, _step(quarter, number, Step.ANSWER, owner, quarter.say(row, 4)))
    quarter.put(quarter.later(told, rng.randrange(0, 4)), _step(quarter, number, Step.CLOSE, owner))


_HAPPENED: Final = {
    Step.ANSWER: EventKind.DIFFICULTY_ANSWERED,
    Step.CLOSE: EventKind.DIFFICULTY_CLOSED,
    Step.DECLINE: EventKind.DIFFICULTY_DECLINED,
}


def _step(quarter: Quarter, number: int, step: Step, owner: str, words: str = "") -> Act:
    """One step of its life, as its listener would store it."""

    def act(session: Session, moment: dt.datetime) -> None:
        one = difficulties.get(session, quarter.workspace, number)
        assert one is not None
        entry = Note(owner, moment, step, words, owner if step is Step.ASSIGN else "")
        if step is not Step.NOTE:
            changed = _changed(quarter, one, step, owner, words, moment)
            one = difficulties.save(session, quarter.workspace, changed, owner, moment, step.value)
        difficulties.note(session, quarter.workspace, number, entry)
        if step in _HAPPENED:
            events.tell(session, quarter.workspace, _HAPPENED[step], [one.ref], one.teams, moment)

    return act


def _changed(quarter: Quarter, one: Difficulty, step: Step, owner: str, words: str, moment: dt.datetime) -> Difficulty:
    today = moment.astimezone(quarter.zone).date()
    match step:
        case Step.ASSIGN:
            return life.assign(one, owner, None, today)
        case Step.START:
            return life.start(one, owner)
        case Step.ANSWER:
            return life.answer(one, words, owner, today, moment)
        case Step.DECLINE:
            return life.decline(one, words, owner, today, moment)
    return life.close(one)


# the weekly agendas ---------------------------------------------------------------------------------------------------


def plan_agendas(quarter: Quarter, monday: dt.date) -> None:
    """What people add, the lead confirms, the clock freezes and the meeting settles."""
    for team in quarter.directory.teams.values():
        week = weeks.of_week(quarter.directory, team, monday)
        if week is None:
            continue
        rows = [row for row in quarter.content["agenda_items"] if row[0] == team.key]
        if rows and quarter.rng.random() < 0.3:
            row = quarter.draw(f"agenda:{team.key}", rows)
            quarter.put(quarter.hour(monday + DAY), _add_item(quarter, team.key, quarter.say(row, 1)))
        if team.lead and quarter.rng.random() < 0.8:
            quarter.put(week.due - dt.timedelta(minutes=70), _confirm(quarter, team.key, week.key, team.lead))
        quarter.put(week.due, _freeze(quarter, team.key, week.key))
        quarter.put(week.due + 3 * DAY, _settle(quarter, team.key, week.key))


def _add_item(quarter: Quarter, team: str, text: str) -> Act:
    who = quarter.rng.choice([one.id for one in quarter.members(team)])

    def act(session: Session, moment: dt.datetime) -> None:
        there = agendas.open_items(session, quarter.workspace, team)
        if text not in {item.text for item in there}:
            item = Item(0, team, text, moment, added_by=who, presenter=who)
            agendas.add_item(session, quarter.workspace, item, moment)

    return act


def _confirm(quarter: Quarter, team: str, week: str, lead: str) -> Act:
    def act(session: Session, moment: dt.datetime) -> None:
        agendas.confirm(session, quarter.workspace, team, week, lead, moment)

    return act


def _freeze(quarter: Quarter, team: str, week: str) -> Act:
    def act(session: Session, moment: dt.datetime) -> None:
        agendas.freeze(session, quarter.directory, quarter.directory.teams[team], week, moment, moment)

    return act


def _settle(quarter: Quarter, team: str, week: str) -> Act:
    """The meeting decides on most of what stood there; matters without a text of their own settle themselves."""

    def act(session: Session, moment: dt.datetime) -> None:
        lead = quarter.directory.teams[team].lead or ""
        for item in agendas.shown_items(session, quarter.workspace, team, week):
            if item.outcome is not None or item.ref or quarter.rng.random() < 0.35:
                continue
            words = quarter.say(quarter.rng.choice(quarter.content["decisions"]), 0)
            decision = Decision(0, team, week, words, lead, moment, owner=item.presenter, item=item.number)
            agendas.decide(session, quarter.workspace, decision)
            agendas.settle(session, quarter.workspace, item, Outcome.DECIDED, lead, moment)

    return act
