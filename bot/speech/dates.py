"""Dates in the words people use, in Korean and English.

`today` is the day in the person's zone. Nonsense (2026-02-30, 13/45) is None here; callers refuse. Of a library's
guesses none are wanted: each form below is listed, and everything else is no date.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Final

from bot.domain.calendars import month_end

Reader = Callable[[re.Match[str], dt.date, "Look"], dt.date | None]

FIRST: Final = dt.date(2000, 1, 1)
LAST: Final = dt.date(2099, 12, 31)  # a date outside is a slip of the finger
DAY: Final = dt.timedelta(days=1)
WEEK: Final = dt.timedelta(days=7)
LATE: Final = dt.timedelta(days=31)  # a due date that passed longer ago is named with its year


class Look(Enum):
    """Where a weekday, a day of a month and a date without a year are looked for; today is included everywhere.

    Of dates without a year the nearest that is allowed is meant; `ON` and `LEAVE` allow the past and the future.
    """

    BACK = ("back", "back", "back")  # since, results
    AHEAD = ("ahead", "ahead", "ahead")  # until, later
    ON = ("back", "near", "near")  # the day of a visit: fri is the latest, 12/24 may be planned
    LEAVE = ("ahead", "near", "near")  # leave and starts: fri is the next, 11/20 may have been
    DUE = ("ahead", "ahead", "late")  # by, due: the next, but 11/20 may have passed in the last weeks

    @property
    def weekday(self) -> str:
        return self.value[0]

    @property
    def date(self) -> str:
        return self.value[1]

    @property
    def year(self) -> str:
        """Where a month and a day are looked for."""
        return self.value[2]


_ENGLISH_DAYS: Final = (
    ("mon", "monday"), ("tue", "tues", "tuesday"), ("wed", "weds", "wednesday"), ("thu", "thur", "thurs", "thursday"),
    ("fri", "friday"), ("sat", "saturday"), ("sun", "sunday"),
)  # fmt: skip
_WEEKDAYS: Final = {word: n for n, words in enumerate(_ENGLISH_DAYS) for word in words} | {
    day + tail: n for n, day in enumerate("월화수목금토일") for tail in ("", "요일")
}
_MONTHS: Final = {
    word: n
    for n, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), 1,
    )
    for word in (name, name[:3], *(("sept",) if n == 9 else ()))
}  # fmt: skip
_DAYS_AWAY: Final = {
    "today": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1, "day after tomorrow": 2, "the day after tomorrow": 2,
    "day before yesterday": -2, "the day before yesterday": -2,
    "오늘": 0, "금일": 0, "내일": 1, "명일": 1, "모레": 2, "내일모레": 2, "글피": 3,
    "어제": -1, "작일": -1, "그제": -2, "그저께": -2, "엊그제": -2, "그끄제": -3,
}  # fmt: skip
_WEEKS_AWAY: Final = {
    "this week": 0, "next week": 1, "last week": -1,
    "이번주": 0, "이번 주": 0, "금주": 0, "다음주": 1, "다음 주": 1, "담주": 1, "차주": 1, "내주": 1,
    "다다음주": 2, "다다음 주": 2,
    "지난주": -1, "지난 주": -1, "저번주": -1, "저번 주": -1, "지지난주": -2, "지지난 주": -2,
}  # fmt: skip
_MONTHS_AWAY: Final = {
    "this month": 0, "next month": 1, "last month": -1,
    "이번달": 0, "이번 달": 0, "이달": 0, "금월": 0, "당월": 0, "다음달": 1, "다음 달": 1, "내달": 1, "익월": 1,
    "지난달": -1, "지난 달": -1, "저번달": -1, "저번 달": -1, "전월": -1,
}  # fmt: skip
DAY_WORDS: Final = tuple(_DAYS_AWAY)
"""Words that mean a day, whatever stands around them: `어제`, `tomorrow`."""
WEEKDAY_WORDS: Final = tuple(_WEEKDAYS)
PERIOD_WORDS: Final = (*_WEEKS_AWAY, *_MONTHS_AWAY)
"""Words that mean a week or a month, and no day."""
_COUNTED: Final = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "열흘": 10,
    "일주일": 7,
    "a day": 1,
    "a week": 7,
}


def either(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def made(year: int, month: int, day: int) -> dt.date | None:
    """That date, or None when the calendar has no such day in this century."""
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date if FIRST <= date <= LAST else None


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def shifted(month: dt.date, n: int) -> dt.date:
    """The first day of the month `n` months after that of `month`."""
    years, index = divmod(month.month - 1 + n, 12)
    return dt.date(month.year + years, index + 1, 1)


def nearest(candidates: Iterator[dt.date | None], today: dt.date, way: str) -> dt.date | None:
    """Of the days that exist, the nearest that `way` (back, ahead, late, near) allows; the past wins a tie."""
    first = {"ahead": today, "late": today - LATE}.get(way, FIRST)
    last = today if way == "back" else LAST
    allowed = [day for day in candidates if day is not None and first <= day <= last]
    return min(allowed, key=lambda day: (abs(day - today), day), default=None)


def in_some_year(month: int, day: int, today: dt.date, way: str) -> dt.date | None:
    """Month and day of the nearest allowed year; 29 February may be eight years away."""
    return nearest((made(today.year + n, month, day) for n in range(-8, 9)), today, way)


def in_some_month(day: int, today: dt.date, way: str) -> dt.date | None:
    """A day of the nearest allowed month that has it."""
    months = (shifted(today, n) for n in range(-2, 3))
    return nearest((made(first.year, first.month, day) for first in months), today, way)


def _full(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    del today, look
    return made(int(m[1]), int(m[2]), int(m[3]))


def _short_year(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    del today, look
    return made(2000 + int(m[1]), int(m[2]), int(m[3]))


def _month_day(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    return in_some_year(int(m[1]), int(m[2]), today, look.year)


def _named(month: str, day: str, year: str | None, today: dt.date, look: Look) -> dt.date | None:
    number = _MONTHS[month.lower()]
    return made(int(year), number, int(day)) if year else in_some_year(number, int(day), today, look.year)


def _month_first(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    return _named(m[1], m[2], m[3], today, look)


def _day_first(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    return _named(m[2], m[1], m[3], today, look)


def _day_of_month(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    return in_some_month(int(m[1]), today, look.date)


def _word(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    del look
    return today + _DAYS_AWAY[m[1].lower()] * DAY


def _weekday(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    """`fri`: the latest or the next one, today included."""
    ahead = (_WEEKDAYS[m[1].lower()] - today.weekday()) % 7
    return today + ahead * DAY if look.weekday == "ahead" or not ahead else today + (ahead - 7) * DAY


def _weekday_of_week(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    """`다음주 화`, `next tue`, `this fri`: of the calendar week, Monday to Sunday."""
    del look
    weeks = _WEEKS_AWAY.get(m[1].lower(), _WEEKS_AWAY.get(f"{m[1].lower()} week", 1 if m[1] == "다음" else 0))
    return monday(today) + weeks * WEEK + _WEEKDAYS[m[2].lower()] * DAY


def _weekday_before(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    """`last fri`, `지난 금요일`: the latest one before today."""
    del look
    return today - ((today.weekday() - _WEEKDAYS[m[1].lower()] - 1) % 7 + 1) * DAY


def _week(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    """`next week` as a day: its Monday for what happens, its Friday for what is due; no day of a past week."""
    weeks = _WEEKS_AWAY[m[1].lower()]
    start = monday(today) + weeks * WEEK
    if look in (Look.AHEAD, Look.DUE) and weeks >= 0:
        return max(start + 4 * DAY, today)
    return start if weeks > 0 else None


def _counted(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    """`in 3 days`, `2주 전`, `사흘 뒤`, `a week ago`."""
    del look
    kinds = m.groupdict("")
    days = _COUNTED.get(kinds["word"].lower()) or int(kinds["n"] or 0) * (
        7 if kinds["unit"].lower()[:1] in "w주" else 1
    )
    if days > 3660:
        return None
    return today + (-days if kinds["way"].lower() in ("ago", "전") else days) * DAY


def _month_end(m: re.Match[str], today: dt.date, look: Look) -> dt.date | None:
    """`월말`, `end of month`: of the nearest allowed month. `다음달 말`: of that one."""
    word = m.groupdict("").get("month", "").lower().removeprefix("the ")
    if word in ("", "month"):
        return nearest((month_end(shifted(today, n)) for n in (-1, 0, 1)), today, look.date)
    away = _MONTHS_AWAY.get(word, _MONTHS_AWAY.get(f"{word} month"))
    if away is not None:
        return month_end(shifted(today, away))
    number = _MONTHS.get(word) or int(word.rstrip("월 "))
    if not 1 <= number <= 12:
        return None
    return nearest((month_end(dt.date(today.year + n, number, 1)) for n in (-1, 0, 1)), today, look.date)


_YEAR = r"(?:,? (\d{4}))?"
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAY_NAME = f"({either(_WEEKDAYS)})"
_MONTH_NAME = rf"({either(_MONTHS)})\.?"
_MONTH_WORDS = either(_MONTHS_AWAY)
_AFTER = r"(?P<way>뒤|후|전)"
_FORMS: Final[tuple[tuple[str, Reader], ...]] = (
    (r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?", lambda m, *_: made(int(m[1]), int(m[3]), int(m[4]))),
    (r"(\d{4})\. (\d{1,2})\. (\d{1,2})\.?", _full),
    (r"(\d{4})(\d{2})(\d{2})", _full),
    (r"(\d{4})년 ?(\d{1,2})월 ?(\d{1,2})일", _full),
    (r"['’‘](\d{2})\. ?(\d{1,2})\. ?(\d{1,2})\.?", _short_year),
    (r"(\d{1,2})/(\d{1,2})", _month_day),
    (r"(\d{1,2})\.(\d{1,2})\.?", _month_day),
    (r"(\d{1,2})\. (\d{1,2})\.", _month_day),
    (r"(\d{1,2})월 ?(\d{1,2})일", _month_day),
    (rf"{_MONTH_NAME} {_NTH}{_YEAR}", _month_first),
    (rf"{_NTH} (?:of )?{_MONTH_NAME}{_YEAR}", _day_first),
    (r"(\d{1,2})일", _day_of_month),
    (r"(?:the )?(\d{1,2})(?:st|nd|rd|th)", _day_of_month),
    (f"({either(_DAYS_AWAY)})", _word),
    (_DAY_NAME, _weekday),
    (rf"({either(_WEEKS_AWAY)}|this|next|이번|다음) ?{_DAY_NAME}", _weekday_of_week),
    (rf"(?:last|지난) ?{_DAY_NAME}", _weekday_before),
    (f"({either(_WEEKS_AWAY)})", _week),
    (r"in (?:(?P<n>\d{1,4}) (?P<unit>days?|weeks?)|(?P<word>a day|a week))(?P<way>)", _counted),
    (r"(?:(?P<n>\d{1,4}) (?P<unit>days?|weeks?)|(?P<word>a day|a week)) (?P<way>ago)", _counted),
    (rf"(?:(?P<n>\d{{1,4}}) ?(?P<unit>일|주일|주)|(?P<word>하루|이틀|사흘|나흘|닷새|열흘|일주일)) ?{_AFTER}", _counted),
    (rf"(?:the )?end of (?P<month>the month|month|(?:this|next|last) month|{either(_MONTHS)})", _month_end),
    (rf"(?:월말|말일|(?P<month>{_MONTH_WORDS}|\d{{1,2}}월) ?말)", _month_end),
)  # fmt: skip
_NAMED_DAY = r"(?: ?\((?P<named>[월화수목금토일]|mon|tue|wed|thu|fri|sat|sun)\))?"
_PARTICLE = r"(?:까지|에)?"
_EDGE = r"(?![\w%~]|[./-]\d)"


@cache
def _readers() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """Compiled for the first date that is read, not at the start."""
    return tuple((re.compile(form + _NAMED_DAY + _PARTICLE + _EDGE, re.IGNORECASE), read) for form, read in _FORMS)


def longest(text: str, today: dt.date, look: Look) -> tuple[dt.date, str] | None:
    """The longest date at the start of the text, and the rest; None when it starts with none or with nonsense."""
    found = max(
        ((m.end(), m, read) for pattern, read in _readers() if (m := pattern.match(text))),
        key=lambda f: f[0],
        default=None,
    )
    if found is None:
        return None
    end, match, read = found
    date = read(match, today, look)
    named = match["named"]
    if date is None or not FIRST <= date <= LAST or (named and _WEEKDAYS[named.lower()] != date.weekday()):
        return None
    return date, text[end:].lstrip(" ,")


def day(text: str, today: dt.date, look: Look) -> dt.date | None:
    """The date that the whole text is."""
    found = longest(text.strip(), today, look)
    return found[0] if found and not found[1] else None


_YEAR_MONTH = re.compile(r"(\d{4})(?:[-/]|\. ?|년 ?)(\d{1,2})(?:월|\.)?")
_KOREAN_MONTH = re.compile(r"(\d{1,2})월")
_ENGLISH_MONTH = re.compile(rf"({either(_MONTHS)})\.?(?: (\d{{4}}))?", re.IGNORECASE)


def month(text: str, today: dt.date, look: Look = Look.BACK) -> dt.date | None:
    """The first day of the month that the whole text is; this month counts as past and as future."""
    word = " ".join(text.lower().split())
    if word in _MONTHS_AWAY:
        return shifted(today, _MONTHS_AWAY[word])
    if found := _YEAR_MONTH.fullmatch(word):
        return made(int(found[1]), int(found[2]), 1)
    if found := _KOREAN_MONTH.fullmatch(word):
        return _some_month(int(found[1]), today, look)
    if found := _ENGLISH_MONTH.fullmatch(word):
        number = _MONTHS[found[1]]
        return made(int(found[2]), number, 1) if found[2] else _some_month(number, today, look)
    return None


def _some_month(number: int, today: dt.date, look: Look) -> dt.date | None:
    return nearest((made(today.year + n, number, 1) for n in (-1, 0, 1)), today.replace(day=1), look.date)


def week_word(text: str) -> int | None:
    """0 for `this week`, -1 for `지난주` and so on; None when it is no word for a week."""
    return _WEEKS_AWAY.get(text.lower())


def month_word(text: str) -> int | None:
    """0 for `this month`, -1 for `지난달` and so on."""
    return _MONTHS_AWAY.get(text.lower())
