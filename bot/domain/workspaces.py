"""One Slack workspace and what its administrators decided."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.calendars import Calendar
from bot.domain.people import DEFAULT_GRADES, Grade
from bot.domain.words import DEFAULT_VOCABULARY, Vocabulary


@dataclass(frozen=True)
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
    counted_kinds: frozenset[str] = frozenset()  # kinds of visit that count for the quota; empty: all
    grades: tuple[Grade, ...] = DEFAULT_GRADES
    times: Mapping[str, str] = field(default_factory=dict)  # series → "fri 17:00", where it differs from the timetable
    vocabulary: Vocabulary = DEFAULT_VOCABULARY
    setup_done: bool = False
    version: int = 0

    @property
    def calendar(self) -> Calendar:
        """Its working days."""
        return Calendar(self.holidays, self.extra_holidays, self.worked_holidays)

    def grade(self, key: str | None) -> Grade | None:
        return next((grade for grade in self.grades if grade.key == key), None)
