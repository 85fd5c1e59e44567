"""How many visits are expected of whom: the rule, the week, and what holidays and leave take off."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from bot.domain.people import Person
from bot.domain.visits import Tally, quota_due
from bot.values import frozen

IsWorking = Callable[[dt.date], bool]


@frozen
class Absence:
    """Days away, both ends included; `half` "am" or "pm" takes half of each."""

    person: str
    first: dt.date
    last: dt.date
    half: str = ""


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of the week that `day` is in."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def half_days_present(first: dt.date, last: dt.date, is_working: IsWorking, absences: Iterable[Absence]) -> int:
    """Half working days between two dates that somebody is here: 10 in a week without holidays and leave."""
    away = list(absences)
    return sum(_halves(day, away) for day in _days(first, last) if is_working(day))


def tally(
    person: Person,
    counted: tuple[int, int],
    first: dt.date,
    last: dt.date,
    is_working: IsWorking,
    away: Iterable[Absence],
) -> Tally:
    """One person's week: `counted` are their visits done and planned."""
    present = half_days_present(first, last, is_working, [one for one in away if one.person == person.id])
    return Tally(person.id, counted[0], quota_due(person.quota, present), counted[1])


def tallies(
    people: Iterable[Person],
    counted: Mapping[str, tuple[int, int]],
    first: dt.date,
    last: dt.date,
    is_working: IsWorking,
    absences: Iterable[Absence],
) -> list[Tally]:
    """The week of each of these people, in their order."""
    by_person: dict[str, list[Absence]] = {}
    for absence in absences:
        by_person.setdefault(absence.person, []).append(absence)
    return [
        tally(person, counted.get(person.id, (0, 0)), first, last, is_working, by_person.get(person.id, ()))
        for person in people
    ]


def _halves(day: dt.date, away: Iterable[Absence]) -> int:
    lost = {"am", "pm"} & {
        half for one in away if one.first <= day <= one.last for half in ((one.half,) if one.half else ("am", "pm"))
    }
    return 2 - len(lost)


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
