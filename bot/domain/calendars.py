"""Working days and holidays of a country, with the days that a workspace adds or takes away."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.values import frozen

if TYPE_CHECKING:
    from holidays import HolidayBase

DAY: Final = dt.timedelta(days=1)
LONGEST: Final = 60  # days without a working one: more is a calendar that was filled in wrongly
_FESTIVALS: Final = ("Korean New Year", "Chuseok")  # as the `holidays` library names them
_LANGUAGES: Final = {"ko": ("ko",), "en": ("en_US", "en_GB", "en")}


def month_end(day: dt.date) -> dt.date:
    """The last day of the month that `day` is in."""
    return (day.replace(day=1) + 31 * DAY).replace(day=1) - DAY


def months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The first day of each month that these days, both included, are in."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = month_end(month) + DAY


@frozen
class Calendar:
    """`country` is a code of the `holidays` library, with a subdivision behind a hyphen (`KR`, `US-CA`); empty: none.

    `extra` days are off too; `removed` days are worked although the country has them off.
    """

    country: str = "KR"
    extra: frozenset[dt.date] = frozenset()
    removed: frozenset[dt.date] = frozenset()

    def is_holiday(self, day: dt.date) -> bool:
        """A day off by name, whether or not it falls on a weekend."""
        return day in self.extra or (day not in self.removed and day in _days(self.country, "en"))

    def is_festival(self, day: dt.date) -> bool:
        """One of the three days of Seollal or of Chuseok; a substitute day is a holiday like any other."""
        name = self.name_of(day, "en") if self.country == "KR" else ""
        return any(feast in name for feast in _FESTIVALS) and "Alternative" not in name

    def is_working(self, day: dt.date) -> bool:
        if day in self.extra:
            return False
        return day in self.removed or _is_working(self.country, day)

    def working_days(self, first: dt.date, last: dt.date) -> int:
        """How many working days there are from `first` to `last`, both counted."""
        return sum(self.is_working(day) for day in _days_between(first, last))

    def add_working(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day`; before it when `count` is negative; `day` itself for 0."""
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day = self._nearest(day + step, step)
        return day

    def next_working(self, day: dt.date) -> dt.date:
        """`day`, or the first working day after it."""
        return self._nearest(day, DAY)

    def previous_working(self, day: dt.date) -> dt.date:
        """`day`, or the last working day before it."""
        return self._nearest(day, -DAY)

    def last_working_of_month(self, day: dt.date) -> dt.date:
        """The last working day of the month that `day` is in."""
        return self.previous_working(month_end(day))

    def name_of(self, day: dt.date, lang: str) -> str:
        """What the holiday is called, empty for a day that is none or that only the workspace has off."""
        return "" if day in self.removed else str(_days(self.country, lang).get(day) or "")

    def _nearest(self, day: dt.date, step: dt.timedelta) -> dt.date:
        for _ in range(LONGEST):
            if self.is_working(day):
                return day
            day += step
        return day


def _days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += DAY


@lru_cache(maxsize=32)
def _days(country: str, lang: str) -> "HolidayBase":
    import holidays  # 0.1 s, only when the first date is asked about

    code, _, part = country.partition("-")
    if not code:
        return holidays.HolidayBase()
    offered = getattr(holidays, code).supported_languages
    language = next((one for one in _LANGUAGES.get(lang, ()) if one in offered), None)
    return holidays.country_holidays(code, subdiv=part or None, language=language)


@lru_cache(maxsize=16384)
def _is_working(country: str, day: dt.date) -> bool:
    return bool(_days(country, "en").is_working_day(day))


def is_country(code: str) -> bool:
    """Whether the calendar of this country (and subdivision) is known; empty means none and is well."""
    import holidays  # 0.1 s, only when somebody changes the setting

    country, _, part = code.partition("-")
    known = holidays.list_supported_countries()
    return not code or (country in known and (not part or part in known[country]))
