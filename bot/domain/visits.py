"""Somebody saw an organisation, or will."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from bot.domain.difficulties import Difficulty
from bot.domain.organisations import Organisation
from bot.domain.plans import Item
from bot.values import frozen


class VisitState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    UNDONE = "undone"  # taken back within the undo time, or deleted: kept for the audit, counted nowhere


@frozen
class Visit:
    """`person` logged it; `companions` are co-visitors of ours; `met` is whom they met; `difficulties` are numbers."""

    number: int
    person: str
    organisation: int
    organisation_name: str
    day: dt.date
    state: VisitState
    summary: str = ""
    met: str = ""
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unknown_tags: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    difficulties: tuple[int, ...] = ()
    photos: tuple[str, ...] = ()
    permalink: str = ""
    recorded: dt.datetime | None = None
    version: int = 1

    @property
    def ref(self) -> str:
        return f"V-{self.number}"

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody of ours who was there, the one who logged it first, each once."""
        return tuple(dict.fromkeys((self.person, *self.companions)))


@frozen
class NewVisit:
    """A visit before it has a number."""

    person: str
    organisation: str
    day: dt.date
    summary: str = ""
    met: str = ""
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unknown_tags: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    permalink: str = ""
    urgent: bool = False  # its difficulties are


AGAIN = dt.timedelta(minutes=10)  # the same organisation, day and person within this time asks "again?"
FURTHEST = dt.timedelta(days=366)  # from today, either way: a day beyond it is a slip of the fingers
RECENT = dt.timedelta(days=14)  # a visit of another team this lately is worth saying

Lately = tuple[int, str, dt.date, dt.datetime]  # number, person, day and moment of recording of a visit


def is_again(lately: Sequence[Lately], person: str, day: dt.date, now: dt.datetime) -> int | None:
    """The number of the visit that this would be once more: of the same person and day, recorded a moment ago."""
    found = (
        number for number, who, when, recorded in lately if (who, when) == (person, day) and recorded > now - AGAIN
    )
    return next(found, None)


def state_on(day: dt.date, today: dt.date) -> VisitState:
    """A future day makes a planned visit."""
    return VisitState.PLANNED if day > today else VisitState.DONE


def state_after(was: VisitState, day: dt.date, today: dt.date) -> VisitState:
    """An edit moves a visit that was done into the future; one that was planned is done when somebody says so."""
    return VisitState.PLANNED if was is VisitState.PLANNED else state_on(day, today)


@frozen
class Tally:
    """A person's week: visits that count against the quota that was due. `due` 0 shows as –."""

    person: str
    done: int
    due: int
    planned: int = 0

    @property
    def met(self) -> bool:
        return self.due > 0 and self.done >= self.due

    @property
    def behind(self) -> int:
        return max(0, self.due - self.done)


def quota_due(quota: int, half_days_present: int) -> int:
    """quota × working days present ÷ 5, halves up. Source: the plan's quota, pro-rated for holidays and leave.

    `half_days_present` counts half working days (10 in a whole week), so that half-day leave is ½.
    """
    return (quota * half_days_present + 5) // 10


@frozen
class Logged:
    """What a person learns when a visit is logged. `elsewhere` is another team's recent visit to the organisation.

    `plan` has the items of the inspection plan that it counts for by hand; None where there is nothing to choose from.
    """

    visit: Visit
    difficulties: tuple[Difficulty, ...] = ()
    new_organisation: bool = False
    similar: tuple[Organisation, ...] = ()
    elsewhere: Visit | None = None
    tally: Tally | None = None
    undo_until: dt.datetime | None = None
    plan: tuple[Item, ...] | None = None
