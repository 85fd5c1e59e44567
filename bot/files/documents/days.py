"""Days as papers write them: short, with the weekday."""

import datetime as dt

from bot.i18n import Translator

_KOREAN = "월화수목금토일"


def day(t: Translator, value: dt.date) -> str:
    """`11. 27.(금)`, `Fri 27 Nov`; with the year when it is not this year's."""
    if t.lang != "ko":
        return t.day(value)
    year = f"{value.year}. " if t.today is not None and value.year != t.today.year else ""
    return f"{year}{value.month}. {value.day}.({_KOREAN[value.weekday()]})"


def full(t: Translator, value: dt.date) -> str:
    """The same with the year."""
    if t.lang != "ko":
        return f"{t.day(value)} {value.year}" if t.today and t.today.year == value.year else t.day(value)
    return f"{value.year}. {value.month}. {value.day}.({_KOREAN[value.weekday()]})"


def span(t: Translator, first: dt.date, last: dt.date) -> str:
    """`11. 23.(월) ~ 11. 27.(금)`"""
    return f"{day(t, first)} ~ {day(t, last)}" if t.lang == "ko" else f"{day(t, first)} to {day(t, last)}"
