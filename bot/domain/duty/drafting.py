"""Who gets which day: those concerned first, then a rotation that remembers what each has borne over the years.

The same facts give the same roster, in whatever order people are named.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.calendars import DAY
from bot.domain.difficulties import Difficulty
from bot.domain.directory import Directory
from bot.domain.duty.values import FESTIVAL, Burden, Duty, DutyDay, Share, Why
from bot.domain.leaves import Leave
from bot.domain.people import Person
from bot.domain.tasks import Task

REFS = 5  # of what concerns somebody, at most


def pool(directory: Directory) -> tuple[Person, ...]:
    """Whose turn it may be: everybody active, unless the workspace names teams or people."""
    ws = directory.workspace
    here = [one for one in directory.people.values() if serves(one)]
    if not (ws.duty_people or ws.duty_teams):
        return tuple(here)
    there = ws.duty_people | {one.id for team in ws.duty_teams for one in directory.members(team)}
    return tuple(one for one in here if one.id in there)


def serves(person: Person | None) -> bool:
    """Guests and those who left are never on duty."""
    return person is not None and person.works_here


def concerned(
    difficulties: Iterable[Difficulty], tasks: Iterable[Task], directory: Directory
) -> dict[str, tuple[str, ...]]:
    """Owners of what is urgent → what that is, whoever has the most pressing first. Both come in that order."""
    found: dict[str, list[str]] = {}
    pressing: list[Difficulty | Task] = [*difficulties, *tasks]
    for one in pressing:
        if one.owner is not None and serves(directory.person(one.owner)):
            found.setdefault(one.owner, []).append(one.ref)
    return {person: tuple(refs[:REFS]) for person, refs in found.items()}


def start(newcomers: Iterable[str], burdens: Mapping[str, Burden], known: Iterable[str], today: dt.date) -> list[Share]:
    """Newcomers begin where whoever has borne least stands, so that years before their time are not theirs.

    `known` have been in the rotation already; `burdens` count their beginnings.
    """
    standing = [burdens.get(person, Burden()) for person in known]
    points = min((one.points for one in standing), default=0)
    festivals = min((one.festivals for one in standing), default=0)
    shares = []
    for person in sorted(set(newcomers)):
        own = burdens.get(person, Burden())
        shares.append(Share(person, today, max(0, points - own.points), max(0, festivals - own.festivals)))
    return shares


def staying(
    there: Iterable[Duty],
    days: Iterable[DutyDay],
    seats: int,
    leaves: Iterable[Leave],
    directory: Directory,
    *,
    anew: bool,
) -> list[Duty]:
    """What stays when days are shared out again: not of who is away or gone, nor a day or seat that there is no more.

    `anew`: of what is left, only what people agreed on.
    """
    dates = {one.day for one in days}
    away = list(leaves)
    return [
        duty
        for duty in there
        if duty.day in dates
        and duty.seat <= seats
        and serves(directory.person(duty.person))
        and not any(one.person == duty.person and one.first <= duty.day <= one.last for one in away)
        and (duty.agreed or not anew)
    ]


def restored(former: Iterable[Duty], there: Iterable[Duty]) -> list[Duty]:
    """Of what stood before a roster that is taken back, what can stand again: not where somebody is by now."""
    taken, on = {one.place for one in there}, {(one.day, one.person) for one in there}
    return [one for one in former if one.place not in taken and (one.day, one.person) not in on]


def draft(
    days: Sequence[DutyDay],
    seats: int,
    pool: Iterable[str],
    concerned: Mapping[str, tuple[str, ...]],
    leaves: Iterable[Leave],
    burdens: Mapping[str, Burden],
    standing: Iterable[Duty],
    made: dt.datetime,
) -> list[Duty]:
    """New duties for the seats that nobody has; a seat stays empty when everybody is away or there already.

    Those concerned take the nearest day that they can, one each; the rest goes by turns, the heaviest days first.
    `standing` are duties that stay, those of the neighbouring days too; `burdens` count them already.
    """
    roster = _Roster(seats, leaves, burdens, standing, made)
    inside = {one.day for one in days}
    for person, refs in concerned.items():
        nearest = next((one for one in _by_date(days) if roster.room(one.day) and roster.can(person, one.day)), None)
        if nearest is not None and not roster.days_of(person) & inside:
            roster.give(nearest, person, Why.CONCERNED, refs)
    people = sorted(set(pool))
    for one in sorted(days, key=lambda one: (-one.weight, one.day)):
        while roster.room(one.day):
            able = [person for person in people if roster.can(person, one.day)]
            if not able:
                break
            roster.give(one, min(able, key=lambda person: roster.turn(person, one)), Why.ROTATION)
    return sorted(roster.new, key=lambda duty: duty.place)


def _by_date(days: Iterable[DutyDay]) -> list[DutyDay]:
    return sorted(days, key=lambda one: one.day)


class _Roster:
    """A roster while it is drafted: who has which day, and what each has borne with it."""

    def __init__(
        self,
        seats: int,
        leaves: Iterable[Leave],
        burdens: Mapping[str, Burden],
        standing: Iterable[Duty],
        made: dt.datetime,
    ) -> None:
        self.seats = seats
        self.made = made
        self.burdens = dict(burdens)
        self.new: list[Duty] = []
        self._taken: dict[dt.date, dict[int, str]] = {}
        self._days: dict[str, set[dt.date]] = {}
        self._away: dict[str, list[Leave]] = {}
        for leave in leaves:
            self._away.setdefault(leave.person, []).append(leave)
        for duty in standing:
            self._sit(duty)

    def room(self, day: dt.date) -> list[int]:
        """The seats that nobody has."""
        return [seat for seat in range(1, self.seats + 1) if seat not in self._taken.get(day, {})]

    def days_of(self, person: str) -> set[dt.date]:
        return self._days.get(person, set())

    def can(self, person: str, day: dt.date) -> bool:
        """Not away for any part of it, and not there already."""
        away = any(one.first <= day <= one.last for one in self._away.get(person, ()))
        return not away and day not in self.days_of(person)

    def turn(self, person: str, one: DutyDay) -> tuple[bool, int, int, bool, dt.date, str]:
        """Whose turn it is, the smallest first: not two days running; then who has borne least; then whose is longest
        ago. A festival goes by festivals before points, so that it is not the same people every year.
        """
        borne = self.burdens.get(person, Burden())
        running = bool(self.days_of(person) & {one.day - DAY, one.day + DAY})
        festivals = borne.festivals if one.weight == FESTIVAL else 0
        return running, festivals, borne.points, borne.last is not None, borne.last or one.day, person

    def give(self, one: DutyDay, person: str, why: Why, refs: tuple[str, ...] = ()) -> None:
        duty = Duty(one.day, self.room(one.day)[0], person, one.weight, why, self.made, refs)
        self._sit(duty)
        self.new.append(duty)
        borne = self.burdens.get(person, Burden())
        last = max(one.day, borne.last) if borne.last else one.day
        self.burdens[person] = Burden(borne.points + one.weight, borne.festivals + (one.weight == FESTIVAL), last)

    def _sit(self, duty: Duty) -> None:
        self._taken.setdefault(duty.day, {})[duty.seat] = duty.person
        self._days.setdefault(duty.person, set()).add(duty.day)
