"""Times as people type them: of the day `17:00`, of the week `fri 17:00`, `금 오후 5시`; their zone, `Asia/Seoul`."""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.refusals import Refusal
from bot.speech.text import brief, clean

_DAYS: Final = {
    "mon": ("mon", "monday", "월", "월요일"),
    "tue": ("tue", "tues", "tuesday", "화", "화요일"),
    "wed": ("wed", "weds", "wednesday", "수", "수요일"),
    "thu": ("thu", "thur", "thurs", "thursday", "목", "목요일"),
    "fri": ("fri", "friday", "금", "금요일"),
    "sat": ("sat", "saturday", "토", "토요일"),
    "sun": ("sun", "sunday", "일", "일요일"),
}
_DAY_OF: Final = {word: day for day, words in _DAYS.items() for word in words}
_TIME = re.compile(
    r"(?P<early>오전|오후)? ?(?P<hour>\d{1,2})(?:[:시] ?(?P<minute>\d{1,2})?분?)? ?(?P<half>am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)


def time(text: str) -> dt.time | None:
    """A time of day, or None: `9:00`, `17`, `5pm`, `오후 5시 30분`."""
    found = _TIME.fullmatch(clean(text))
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()[:1] or {"오전": "a", "오후": "p"}.get(found["early"] or "", "")
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def time_of_day(text: str) -> dt.time:
    """The same, or a refusal that shows how."""
    found = time(text)
    if found is None:
        raise Refusal("`{given}` is no time of day. Type one such as `17:00`.", given=brief(text))
    return found


def weekly(text: str) -> str:
    """`fri 17:00` as the timetable keeps it, or a refusal that shows how."""
    first, _, rest = clean(text).partition(" ")
    day, at = _DAY_OF.get(first.casefold().rstrip(",")), time(rest)
    if day is None or at is None:
        raise Refusal("`{given}` is no weekday and time. Type them such as `fri 17:00`.", given=brief(text))
    return f"{day} {at:%H:%M}"


def zone_name(text: str) -> str:
    """The name of a time zone as the IANA database has it, or a refusal that shows how."""
    try:
        return ZoneInfo(clean(text)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("`{given}` is no time zone. Type one such as `Asia/Seoul`.", given=brief(text)) from None
