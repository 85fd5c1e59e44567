"""When somebody is away, and who acts for them meanwhile."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.domain.people import Person, Role
from bot.refusals import Refusal
from bot.values import frozen

LONGEST: Final = dt.timedelta(days=732)  # parental leave is the longest there is; more is a slip of the finger


@frozen
class Leave:
    """Days away, both ends included; `half` "am" or "pm" takes half of a single day."""

    person: str
    first: dt.date
    last: dt.date
    half: str = ""
    deputy: str | None = None

    def touches(self, other: "Leave") -> bool:
        return self.first <= other.last and other.first <= self.last

    def covers(self, other: "Leave") -> bool:
        """Whether the other is told by this one too."""
        return self.first <= other.first and other.last <= self.last and (not self.half or self.half == other.half)


def check_deputy(leave: Leave, deputy: Person) -> None:
    """Somebody else, who may act here."""
    if deputy.id == leave.person:
        raise Refusal("Somebody else must be the deputy.")
    if deputy.role is Role.GUEST:
        raise Refusal("{name} is a guest of this workspace. Name a deputy who is not.", name=deputy.name)


def added(new: Leave, there: Iterable[Leave]) -> Leave:
    """What `new` becomes beside the leaves that are there: two halves are a day, a longer one takes in a shorter.

    One that only overlaps is a question for people, and refused.
    """
    if new.last - new.first > LONGEST:
        raise Refusal("That is more than two years. Choose a nearer last day.")
    for old in there:
        if not new.touches(old) or new.covers(old):
            continue
        if new.half and old.half and new.half != old.half:
            new = replace(new, half="", deputy=new.deputy or old.deputy)
            continue
        raise Refusal(
            "There is a leave from {first} to {last} already. Take it back first: `/muster away list`.",
            first=old.first,
            last=old.last,
        )
    return new
