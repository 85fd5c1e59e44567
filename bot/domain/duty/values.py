"""What a roster is made of."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# What a day weighs when it is shared out. Source: product.md, duty.
WEEKEND: Final = 1
HOLIDAY: Final = 2
FESTIVAL: Final = 3  # a day of Seollal or Chuseok

SEATS: Final = 5  # people at once, at most


class Why(StrEnum):
    """How somebody came to a day."""

    CONCERNED = "concerned"  # has something urgent in hand
    ROTATION = "rotation"
    VOLUNTEER = "volunteer"
    SWAP = "swap"
    NAMED = "named"  # by the secretariat


class SwapState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class DutyDay:
    """A day on which somebody is there; `weight` 1 to 3."""

    day: dt.date
    weight: int


@dataclass(frozen=True)
class Duty:
    """Somebody on one day. `seat` counts from 1 where several are there; `refs` are what concerns them (`D-7`)."""

    day: dt.date
    seat: int
    person: str
    weight: int
    why: Why
    made: dt.datetime
    refs: tuple[str, ...] = ()
    confirmed: dt.datetime | None = None

    @property
    def place(self) -> tuple[dt.date, int]:
        return self.day, self.seat

    @property
    def agreed(self) -> bool:
        """Whether people settled it between them: what is generated anew leaves it alone."""
        return self.confirmed is not None or self.why in (Why.VOLUNTEER, Why.SWAP, Why.NAMED)


@dataclass(frozen=True)
class Burden:
    """What somebody has borne: the weights of their days, how many of them were of a festival, the last one."""

    points: int = 0
    festivals: int = 0
    last: dt.date | None = None


@dataclass(frozen=True)
class Share:
    """With what somebody began: as much as whoever had borne least by then, so that newcomers need not catch up."""

    person: str
    since: dt.date
    points: int = 0
    festivals: int = 0


@dataclass(frozen=True)
class Swap:
    """One asked another to take their day. `asked_by` had it then."""

    number: int
    day: dt.date
    seat: int
    asked_by: str
    asked: str
    at: dt.datetime
    state: SwapState = SwapState.OPEN
    settled: dt.datetime | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the duty log, for the shift of `day`; `refs` are the difficulties and tasks that it is about."""

    number: int
    day: dt.date
    person: str
    at: dt.datetime
    text: str
    refs: tuple[str, ...] = ()
    undone: dt.datetime | None = None
