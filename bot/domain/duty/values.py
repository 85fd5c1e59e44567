"""What a roster is made of."""

import datetime as dt
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.values import frozen

# What a day weighs when it is shared out. Source: product.md, duty.
WEEKEND: Final = 1
HOLIDAY: Final = 2
FESTIVAL: Final = 3  # a day of Seollal or Chuseok

SEATS: Final = 5  # people at once, at most


@frozen
class Hours:
    """Times of day in `zone`: a shift lasts from `begins` to `ends`; on the day before people are asked to confirm."""

    zone: str = "Asia/Seoul"
    begins: dt.time = dt.time(9)
    ends: dt.time = dt.time(9)
    asked: dt.time = dt.time(10)
    escalated: dt.time = dt.time(16)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


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


@frozen
class DutyDay:
    """A day on which somebody is there; `weight` 1 to 3."""

    day: dt.date
    weight: int


@frozen
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


@frozen
class Burden:
    """What somebody has borne: the weights of their days, how many of them were of a festival, the last one."""

    points: int = 0
    festivals: int = 0
    last: dt.date | None = None


@frozen
class Share:
    """With what somebody began: as much as whoever had borne least by then, so that newcomers need not catch up."""

    person: str
    since: dt.date
    points: int = 0
    festivals: int = 0


@frozen
class Swap:
    """One asked another to take their day. `asked_by` had it then; `back` is the other's day that they take in return.

    `back_seat` is the other's seat on it, 0 where nothing is taken in return.
    """

    number: int
    day: dt.date
    seat: int
    asked_by: str
    asked: str
    at: dt.datetime
    state: SwapState = SwapState.OPEN
    settled: dt.datetime | None = None
    back: dt.date | None = None
    back_seat: int = 0

    @property
    def place(self) -> tuple[dt.date, int]:
        return self.day, self.seat

    @property
    def back_place(self) -> tuple[dt.date, int] | None:
        return (self.back, self.back_seat) if self.back else None


@frozen
class Entry:
    """A line of the duty log, for the shift of `day`; `refs` are the difficulties and tasks that it is about."""

    number: int
    day: dt.date
    person: str
    at: dt.datetime
    text: str
    refs: tuple[str, ...] = ()
    undone: dt.datetime | None = None


@frozen
class Shift:
    """One day of duty with who was there and what they logged."""

    day: dt.date
    there: tuple[Duty, ...] = ()
    entries: tuple[Entry, ...] = ()
