"""What a meeting that comes again is made of, and one sitting of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.organisations import OrganisationKind
from bot.domain.words import folded
from bot.values import frozen

MOST_SEATS: Final = 60
LONGEST: Final = 12 * 60  # minutes of a sitting


class SeriesKind(StrEnum):
    COUNCIL = "council"  # 협의회
    FORUM = "forum"  # 포럼
    VISION = "vision-forum"  # 산업비전 토론회, of each response team
    ROUND_TABLE = "round-table"  # 간담회
    BRIEFING = "briefing"  # 설명회
    MEETING = "meeting"  # 회의


class Every(StrEnum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMI_ANNUAL = "semi-annual"
    DATES = "dates"


@frozen
class Cadence:
    """How often, and on which day: a `weekday`; in a month its `nth` (-1: the last) or the `day` of the month.

    A month that is shorter than `day` has its last day. `month` is that of the quarter (1–3) or of the half-year (1–6).
    """

    every: Every
    weekday: str = ""
    nth: int = 0
    day: int = 0
    month: int = 1
    dates: tuple[dt.date, ...] = ()


@frozen
class Seat:
    """Who sits on it: an organisation of the directory, or a person of ours. `name` is the organisation's."""

    organisation: int | None = None
    person: str | None = None
    chair: bool = False
    name: str = ""


@frozen
class Audience:
    """Whom a briefing is for: industries, regions, groups of organisations. Empty: it is not said."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[OrganisationKind, ...] = ()

    def fits(self, kind: OrganisationKind, sectors: Iterable[str], regions: Iterable[str]) -> bool:
        """Whether an organisation is meant. One without a sector or a region is not meant by these."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.sectors or bool(set(self.sectors) & set(sectors)))
            and (not self.regions or bool(set(self.regions) & set(regions)))
        )


NOBODY: Final = Audience()


@frozen
class Series:
    """A meeting that comes again. `key` is what people type; `time` and days are in the zone of its team.

    `secretary` prepares it, the lead of the team where nobody is named. `created` and `changed` are moments.
    """

    key: str
    ko: str
    en: str
    kind: SeriesKind
    cadence: Cadence
    time: dt.time
    team: str
    created: dt.datetime
    changed: dt.datetime
    minutes: int = 60
    place: str = ""
    secretary: str | None = None
    seats: tuple[Seat, ...] = ()
    audience: Audience = NOBODY
    active: bool = True
    version: int = 0

    def name(self, lang: str) -> str:
        return (self.ko or self.en) if lang == "ko" else (self.en or self.ko)

    def spellings(self) -> frozenset[str]:
        """What people may type for it, folded."""
        return frozenset(folded(name) for name in (self.key, self.ko, self.en) if name)

    @property
    def chairs(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.chair)


class MeetingState(StrEnum):
    PLANNED = "planned"  # and, once its time has passed, not recorded yet
    HELD = "held"
    CANCELLED = "cancelled"


@frozen
class Meeting:
    """One sitting, `M-4`. `occurrence` says which one of its series: a week, month, quarter, half-year or date.

    `moved` by somebody, the series' rule no longer dates it. `reason`: why it was moved or cancelled. `sequence` counts
    what calendars must hear of: time, place, state; `changed` is when that was. `heads` are people counted in the room.
    """

    number: int
    series: str
    occurrence: str
    starts: dt.datetime
    minutes: int
    place: str
    changed: dt.datetime
    state: MeetingState = MeetingState.PLANNED
    moved: bool = False
    reason: str = ""
    heads: int = 0
    notes: str = ""
    sequence: int = 0
    version: int = 1

    @property
    def ref(self) -> str:
        return f"M-{self.number}"

    @property
    def ends(self) -> dt.datetime:
        return self.starts + dt.timedelta(minutes=self.minutes)

    def day(self, zone: str) -> dt.date:
        return self.starts.astimezone(ZoneInfo(zone)).date()

    def waits(self, now: dt.datetime) -> bool:
        """It has passed and nobody has said who was there."""
        return self.state is MeetingState.PLANNED and self.ends <= now

    def ended_ahead(self, now: dt.datetime) -> bool:
        """Its series took it along when it ended, before its time; somebody who cancels one gives a reason."""
        return self.state is MeetingState.CANCELLED and not self.reason and now < self.starts

    def coming(self, now: dt.datetime) -> bool:
        return self.state is MeetingState.PLANNED and now < self.ends


@frozen
class Item:
    """A matter of one sitting's agenda."""

    number: int
    meeting: int
    text: str
    added: dt.datetime
    added_by: str
    presenter: str | None = None


@frozen
class Attendance:
    """Who was there: `organisations` number → name, `people` of ours by id."""

    organisations: dict[int, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.organisations or self.people)


@frozen
class Sitting:
    """A sitting with its series, and how many were there and what was decided, for lists and agendas.

    `seated` of those who have a seat came.
    """

    meeting: Meeting
    series: Series
    zone: str
    organisations: int = 0
    people: int = 0
    seated: int = 0
    decisions: int = 0
    items: int = 0

    @property
    def day(self) -> dt.date:
        return self.meeting.day(self.zone)


@frozen
class Period:
    """A quarter or a half-year: `2026-Q4`, `2026-H2`, from its first day to its last."""

    key: str
    first: dt.date
    last: dt.date


@frozen
class Unsat:
    """A series that has not sat in its period, with nothing planned in what is left of it; `next` is what comes."""

    series: Series
    period: Period
    next: Meeting | None = None

    def alarm(self, person: str) -> str:
        """The name of the one time that somebody hears of it."""
        return f"{self.series.key}.{self.period.key}:{person}"
