"""One Slack workspace and what its administrators decided."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendars import DAY, Calendar
from bot.domain.people import DEFAULT_GRADES, Grade
from bot.domain.timetable import moment
from bot.domain.words import DEFAULT_VOCABULARY, Vocabulary, folded
from bot.values import frozen


@frozen
class Workspace:
    """`id` is Slack's team id. Times of day are in `zone`; quotas, due days and lists have the plan's defaults."""

    id: str
    name: str = ""
    domain: str = ""
    language: str = "ko"
    zone: str = "Asia/Seoul"
    holidays: str = "KR"  # country code of the `holidays` library
    extra_holidays: frozenset[dt.date] = frozenset()
    worked_holidays: frozenset[dt.date] = frozenset()
    leadership_channel: str | None = None
    admin_channel: str | None = None
    quiet_until: dt.time = dt.time(9, 0)  # nothing unasked before this hour or after the next
    quiet_from: dt.time = dt.time(18, 0)
    due_days: int = 14
    urgent_due_days: int = 3
    referral_days: int = 14  # within which a partner answers
    checks_homepages: bool = True  # once a month: do the partners' homepages answer?
    counted_kinds: frozenset[str] = frozenset()  # kinds of visit that count for the quota; empty: all
    grades: tuple[Grade, ...] = DEFAULT_GRADES
    times: Mapping[str, str] = field(default_factory=dict)  # series → "fri 17:00", where it differs from the timetable
    vocabulary: Vocabulary = DEFAULT_VOCABULARY
    duty_weekends: bool = False  # are weekends staffed like holidays?
    duty_seats: int = 1  # how many are on duty at once
    duty_teams: frozenset[str] = frozenset()  # whose turn it may be; no team and nobody named: everybody
    duty_people: frozenset[str] = frozenset()
    duty_channel: str | None = None  # where the hand-over is posted; the leadership's without one
    duty_begins: dt.time = dt.time(9, 0)  # a shift lasts from here …
    duty_ends: dt.time = dt.time(9, 0)  # … to here: of the next day, unless this is later than its beginning
    duty_asked: dt.time = dt.time(10, 0)  # on the day before: please confirm
    duty_escalated: dt.time = dt.time(16, 0)  # on the day before: the secretariat hears that nobody did
    setup_done: bool = False
    version: int = 0

    @property
    def calendar(self) -> Calendar:
        """Its working days."""
        return Calendar(self.holidays, self.extra_holidays, self.worked_holidays)

    def quiet(self, zone: str, now: dt.datetime) -> bool:
        """Outside of working hours nobody in this zone is told anything unasked."""
        local = now.astimezone(ZoneInfo(zone))
        return not (self.calendar.is_working(local.date()) and self.quiet_until <= local.time() < self.quiet_from)

    def today(self, now: dt.datetime) -> dt.date:
        """The day that it is where the workspace is."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def unasked(self, zone: str, now: dt.datetime) -> dt.datetime:
        """When somebody in this zone may be told something unasked: `now`, or the next working day's first hour."""
        if not self.quiet(zone, now):
            return now
        local = now.astimezone(ZoneInfo(zone))
        day = local.date() + DAY if local.time() >= self.quiet_from else local.date()
        return moment(self.calendar.next_working(day), self.quiet_until, zone)

    def grade(self, key: str | None) -> Grade | None:
        return next((grade for grade in self.grades if grade.key == key), None)

    def find_grade(self, typed: str) -> Grade | None:
        """The grade of this key or name, or the only one that has it in its name (`실장급`, `1급`)."""
        wanted = folded(typed)
        spelled = {grade: [folded(name) for name in (grade.key, grade.ko, grade.en)] for grade in self.grades}
        exact = [grade for grade, names in spelled.items() if wanted in names]
        parts = [grade for grade, names in spelled.items() if wanted and any(wanted in name for name in names)]
        return exact[0] if exact else parts[0] if len(parts) == 1 else None


# What each scope that a workspace may do without is for; a sentence each in bot/blocks/settings.py.
OPTIONAL_SCOPES: Final = (
    "channels:history",
    "groups:history",
    "channels:manage",
    "groups:write",
    "users:read.email",
)
NEEDED_SCOPES: Final = (
    "commands",
    "chat:write",
    "app_mentions:read",
    "im:history",
    "im:write",
    "channels:read",
    "groups:read",
    "users:read",
    "files:write",
    "files:read",
)


@frozen
class Connection:
    """What the bot knows of its own place in Slack; None where nobody could tell.

    `bot` is its user id, `channels` are those it is a member of (id → name), `people` when everybody was last listed,
    `fault` Slack's word for why the last look failed.
    """

    bot: str = ""
    scopes: frozenset[str] | None = None
    channels: Mapping[str, str] | None = None
    people: dt.datetime | None = None
    fault: str = ""

    def hears(self, channel: str | None) -> bool:
        """Whether it can write there; in doubt it can."""
        return channel is None or self.channels is None or channel in self.channels

    def missing(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Those of the scopes that Slack did not grant; none while that is not known."""
        return () if self.scopes is None else tuple(scope for scope in wanted if scope not in self.scopes)
