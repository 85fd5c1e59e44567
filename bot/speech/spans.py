"""Stretches of days: `this week`, `지난주`, `since fri`, `11/2~11/13`, `2026-W48`."""

import datetime as dt
import re
from typing import Final

from bot.domain.calendars import month_end
from bot.refusals import Refusal
from bot.speech.dates import DAY, FIRST, LAST, WEEK, Look, day, made, monday, month, month_word, week_word
from bot.values import frozen

LONGEST_FORWARD: Final = dt.timedelta(days=200)  # mon~fri and 12/24~1/5, but not 11/24~11/20


@frozen
class Span:
    """From the first day to the last, both included."""

    first: dt.date
    last: dt.date


_SINCE = re.compile(r"(?:since:? ?(?P<since>.+)|(?P<from>.+?) ?(?:부터|이후))", re.IGNORECASE)
_BETWEEN = re.compile(r" ?[~～〜] ?| [-–—] |(?:(?<=/\d)|(?<=/\d\d))[-–—](?=\d)| to |부터 ?", re.IGNORECASE)
_UNTIL = re.compile(r"까지$")
_BARE_DAY = re.compile(r"(\d{1,2})일?")
_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


def week(text: str, today: dt.date, look: Look = Look.BACK) -> Span | None:
    """A calendar week, Monday to Sunday: a word for it, `2026-W48`, or any date in it."""
    away = week_word(text)
    if away is not None:
        return whole_week(today + away * WEEK)
    if found := _ISO_WEEK.fullmatch(text):
        try:
            return whole_week(dt.date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError:
            return None
    date = day(text, today, look)
    return whole_week(date) if date else None


def whole_week(date: dt.date) -> Span | None:
    start = monday(date)
    return Span(start, start + 6 * DAY) if FIRST <= start <= LAST - 6 * DAY else None


def whole_month(text: str, today: dt.date) -> Span | None:
    """`november`, `11월`, `2026-11`: the nearest, the past first."""
    first = month(text, today)
    return Span(first, month_end(first)) if first else None


def span(text: str, today: dt.date, look: Look = Look.BACK, since_until: dt.date | None = None) -> Span | None:
    """The days that the whole text names, or None. `since` ends today, unless told otherwise."""
    text = text.strip()
    if week_word(text) is not None:
        return week(text, today)
    if month_word(text) is not None:
        return whole_month(text, today)
    if found := _SINCE.fullmatch(text):
        start = day(found["since"] or found["from"], today, Look.BACK)
        last = since_until or today
        return Span(start, last) if start and start <= last else None
    parts = _BETWEEN.split(text)
    if len(parts) == 2:
        return between(parts[0], _UNTIL.sub("", parts[1]), today, look)
    date = day(text, today, look)
    return Span(date, date) if date else None


def backwards(text: str, today: dt.date, look: Look = Look.BACK) -> Span | None:
    """The days of a stretch that is written with its end first; None for any other text."""
    parts = _BETWEEN.split(text.strip())
    if len(parts) != 2:
        return None
    first = day(parts[0], today, look)
    last = _end(_UNTIL.sub("", parts[1]), first, today, look) if first else None
    return Span(last, first) if first and last and last < first else None


def wrong_way_round(turned: Span, today: dt.date, look: Look = Look.BACK) -> Refusal:
    """What to say to `12/26~12/24`: the same days, typed with the earlier one first."""
    short = f"{turned.first.month}/{turned.first.day}~{turned.last.month}/{turned.last.day}"
    return Refusal(
        "{last} comes before {first}: the end is before the beginning. Type the earlier day first, `{instead}`.",
        first=turned.last,
        last=turned.first,
        instead=short if span(short, today, look) == turned else f"{turned.first}~{turned.last}",
    )


def between(start: str, end: str, today: dt.date, look: Look) -> Span | None:
    """Two dates; the second may be a bare day of the first's month, and comes after the first."""
    first = day(start, today, look)
    last = _end(end, first, today, look) if first else None
    if first and last and last < first and not _BARE_DAY.fullmatch(end):
        last = day(end, first, Look.AHEAD)
        last = last if last and last - first <= LONGEST_FORWARD else None
    return Span(first, last) if first and last and last >= first else None


def _end(text: str, first: dt.date, today: dt.date, look: Look) -> dt.date | None:
    """A date, or a bare day of the month of `first`."""
    bare = _BARE_DAY.fullmatch(text)
    return made(first.year, first.month, int(bare[1])) if bare else day(text, today, look)
