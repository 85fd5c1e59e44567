"""Which division somebody's visits stand with: the one that was their home on the visit's day.

Who moves, or leaves, takes nothing away: what was done in a division stays there. The day of a move is still the old
division's. A quota is of a whole week: the week of a move, or of leaving, is owed to the division that it began in.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Final

from bot.domain.directory import Directory
from bot.domain.people import Person
from bot.domain.quotas import Absence, week_of
from bot.domain.teams import TeamKind
from bot.values import frozen

DAY: Final = dt.timedelta(days=1)


@frozen
class Stay:
    """Days for which somebody's visits stand with a team, both ends included; None: without an end."""

    person: str
    first: dt.date | None = None
    last: dt.date | None = None

    def has(self, person: str, day: dt.date) -> bool:
        return (
            person == self.person
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )

    def touches(self, first: dt.date, last: dt.date) -> bool:
        return max(self.first or first, first) <= min(self.last or last, last)

    @property
    def always(self) -> bool:
        return self.first is None and self.last is None

    @property
    def weeks(self) -> "Stay":
        """The whole weeks that began in it; one that begins behind its end has none."""
        first = self.first + (-self.first.weekday() % 7) * DAY if self.first else None
        return Stay(self.person, first, week_of(self.last)[1] if self.last else None)


@frozen
class Whose:
    """Whose visits: of `people` on any day, of those who came or went in their stays."""

    people: frozenset[str]
    stays: tuple[Stay, ...] = ()

    def has(self, person: str, day: dt.date) -> bool:
        return person in self.people or any(one.has(person, day) for one in self.stays)


@frozen
class Homing:
    """Somebody's home became another on `day`: a team's key, or None."""

    day: dt.date
    before: str | None
    after: str | None


@frozen
class Homes:
    """Who was at home where, of those who moved; and the last day of those who have left, where it is known."""

    directory: Directory
    moves: Mapping[str, Sequence[Homing]] = field(default_factory=dict)
    left: Mapping[str, dt.date] = field(default_factory=dict)

    def whose(self, team: str) -> Whose:
        """Whose visits a team shows: a division's own, whoever has left too; of any other team all who belong to it."""
        return _whose(self._stays.get(team, ()))

    def quota_of(self, team: str) -> Whose:
        """Whose visits count against the quotas of a team: by whole weeks."""
        return _whose(one.weeks for one in self._stays.get(team, ()))

    def owing(self, team: str | None, first: dt.date, last: dt.date) -> Sequence[Person]:
        """Who owes the quotas of these days to a team (None: to any): who has left too, up to their last week."""
        always, limited = self._owed.get(team, ((), ()))
        there = {one.person for one in limited if one.touches(first, last)}
        if not there:
            return always
        return sorted((*always, *(self.directory.people[id] for id in there)), key=lambda one: self._order[one.id])

    def owed_to(self, person: str, first: dt.date, last: dt.date) -> str | None:
        """The team to which somebody who moved owes the quota of these days; None: to their home, as everybody."""
        for team, (_, limited) in self._owed.items():
            if team is not None and any(one.person == person and one.touches(first, last) for one in limited):
                return team
        return None

    def elsewhere(self, team: str | None, first: dt.date, last: dt.date) -> list[Absence]:
        """The days on which those owe nothing there, as if they were away."""
        stays: dict[str, list[Stay]] = {}
        for one in self._owed.get(team, ((), ()))[1]:
            if one.touches(first, last):
                stays.setdefault(one.person, []).append(one)
        days = [first + number * DAY for number in range((last - first).days + 1)] if stays else []
        return [
            Absence(person, day, day)
            for person, there in stays.items()
            for day in days
            if not any(one.has(person, day) for one in there)
        ]

    @cached_property
    def _order(self) -> dict[str, int]:
        return {id: at for at, id in enumerate(self.directory.people)}

    @cached_property
    def _stays(self) -> dict[str, list[Stay]]:
        """Team → whose visits stand with it, and when."""
        found: dict[str, list[Stay]] = {key: [] for key in self.directory.teams}
        for person in self.directory.people.values():
            for key, stay in _homes(person, self.moves.get(person.id, ())):
                found.setdefault(key, []).append(stay)
        for team in self.directory.teams.values():
            if team.kind is not TeamKind.DIVISION:
                home = {person.id for person in self.directory.people.values() if person.team == team.key}
                there = home.union(team.members, [team.lead] if team.lead else [])
                found[team.key] = [Stay(id) for id in sorted(there) if id in self.directory.people]
        return found

    @cached_property
    def _owed(self) -> dict[str | None, tuple[tuple[Person, ...], tuple[Stay, ...]]]:
        """Team (None: any) → who owes their quota to it in every week, and when the others do."""
        everybody = [Stay(person) for person in self.directory.people]
        found: dict[str | None, tuple[tuple[Person, ...], tuple[Stay, ...]]] = {}
        for team, stays in (*self._stays.items(), (None, everybody)):
            weeks = [one for stay in stays if (one := self._while_here(stay)) is not None]
            always = (self.directory.people[one.person] for one in weeks if one.always)
            limited = tuple(one for one in weeks if not one.always)
            found[team] = tuple(sorted(always, key=lambda one: self._order[one.id])), limited
        return found

    def _while_here(self, stay: Stay) -> Stay | None:
        """The weeks of a stay for which its person owes a quota: none after that in which they left."""
        if self.directory.people[stay.person].active:
            return stay if stay.always else stay.weeks
        gone = self.left.get(stay.person)
        if gone is None:
            return None
        last = min(stay.last, gone) if stay.last else gone
        return Stay(stay.person, stay.first, last).weeks


def _homes(person: Person, moves: Sequence[Homing]) -> list[tuple[str, Stay]]:
    """Where they were at home, and when. The first home is no move: it was theirs before anybody wrote it down."""
    ends: dict[dt.date, str | None] = {one.day: one.after for one in moves}  # the last word of each day
    known = moves[0].before if moves else person.team
    spans: list[tuple[str | None, dt.date | None]] = [(known, None)]  # a home, and the day after which it began
    for day, after in sorted(ends.items()):
        home, since = spans[-1]
        if home is None and since is None:
            spans[-1] = (after, None)
        elif after != home:
            spans.append((after, day))
    spans[-1] = (person.team, spans[-1][1])  # whatever the records say, that is true now
    stays: list[tuple[str, Stay]] = []
    for at, (home, since) in enumerate(spans):
        until = spans[at + 1][1] if at + 1 < len(spans) else None
        if home is not None:
            stays.append((home, Stay(person.id, since + DAY if since else None, until)))
    return stays


def _whose(stays: Iterable[Stay]) -> Whose:
    every = list(stays)
    people = frozenset(one.person for one in every if one.always)
    return Whose(people, tuple(one for one in every if not one.always))
