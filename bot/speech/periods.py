"""Periods as people type them: `2026`, `상반기`, `2026-Q3`, `3분기`, `2026-10`, `2026-W48`, `11/2~11/13`."""

import datetime as dt
import re
from typing import Final

from bot.domain.periods import Cadence, Period, containing
from bot.refusals import Refusal
from bot.speech.dates import Look, made, month
from bot.speech.spans import Span, between, week
from bot.speech.text import brief, clean

_YEAR = re.compile(r"(?P<year>\d{4})년?")
_YEARS: Final = {
    "this year": 0, "last year": -1, "next year": 1,
    "올해": 0, "금년": 0, "작년": -1, "지난해": -1, "전년": -1, "내년": 1,
}  # fmt: skip
_HALF = re.compile(
    r"(?:(?P<year>\d{4})년?[- ]?)?(?:h(?P<n>[12])|(?P<word>상|하)반기|(?P<english>first|second) half)"
    r"(?: (?:of )?(?P<after>\d{4}))?"
)
_QUARTER = re.compile(r"(?:(?P<year>\d{4})년?[- ]?)?(?:q(?P<n>[1-4])|(?P<word>[1-4])/?4? ?분기)(?: (?P<after>\d{4}))?")
_YEARLESS: Final = re.compile(  # parts of years that have names; not `last month` or `3 days ago`
    r"반기|분기|\bhalf\b|\b[hq][1-4]\b|\d[./]\d|\d월|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r" ?[~～〜] ?| [-–—] | to ")


def period(text: str, today: dt.date) -> Period | None:
    """The period that the whole text is; without a year, this year's half or quarter, and the latest month."""
    word = " ".join(clean(text).lower().split())
    if found := _YEAR.fullmatch(word):
        return _of(Cadence.YEARLY, made(int(found["year"]), 1, 1))
    if word in _YEARS:
        return _of(Cadence.YEARLY, dt.date(today.year + _YEARS[word], 1, 1))
    if found := _HALF.fullmatch(word):
        second = "2" in (found["n"] or "") or found["word"] == "하" or found["english"] == "second"
        return _of(Cadence.HALF_YEARLY, made(_year(found, today), 7 if second else 1, 1))
    if found := _QUARTER.fullmatch(word):
        return _of(Cadence.QUARTERLY, made(_year(found, today), int(found["n"] or found["word"]) * 3 - 2, 1))
    if first := month(word, today):
        return containing(Cadence.MONTHLY, first)
    return _days(word, today)


def demand(text: str, today: dt.date) -> Period:
    """The same, or a refusal that shows how."""
    found = period(text, today)
    if found is None:
        raise Refusal(
            "`{given}` is no period. Type one such as `2026`, `2026-H1`, `2026-Q3`, `2026-10` or `11/2~11/13`.",
            given=brief(text),
        )
    return found


def coming(text: str, today: dt.date) -> Period:
    """The period of something new: one that is over and was typed without its year is next year's."""
    found = demand(text, today)
    if found.last >= today or not _YEARLESS.search(text) or _YEAR.search(text):
        return found
    later = period(text, made(today.year + 1, today.month, min(today.day, 28)) or today)
    return later if later and later.last >= today else found


def _days(word: str, today: dt.date) -> Period | None:
    """A week, or days from one to another; one date alone is that day."""
    parts = _BETWEEN.split(word)
    found: Span | None
    if len(parts) == 2:
        first = month(parts[0], today)
        if first is not None:
            ends = month(parts[1], first, Look.AHEAD)
            return Period(first, containing(Cadence.MONTHLY, ends).last) if ends and ends >= first else None
        found = between(parts[0], parts[1], today, Look.ON)
    else:
        found = week(word, today) if "w" in word or "주" in word else between(word, word, today, Look.ON)
    return Period(found.first, found.last) if found else None


def _year(found: re.Match[str], today: dt.date) -> int:
    return int(found["year"] or found["after"] or today.year)


def _of(cadence: Cadence, first: dt.date | None) -> Period | None:
    return containing(cadence, first) if first else None
