"""What is measured, as people write it in forms and files: a number, and a path to a target."""

import datetime as dt
from decimal import Decimal
from typing import Final

from bot.domain.indicators import PERCENT, Point, check_amount
from bot.refusals import Refusal
from bot.speech import periods
from bot.speech.amounts import amount
from bot.speech.text import TEXT, brief, limited

POINTS: Final = 60  # points of a path


def number(typed: str) -> tuple[Decimal, bool]:
    """The number, and whether it was typed as a percentage."""
    found = amount(typed)
    if found is None:
        raise Refusal(
            "`{given}` is no number. Type one such as `191bn`, `1,910억`, `3.5%` or `1,234`.", given=brief(typed) or "–"
        )
    return check_amount(found), typed.endswith((PERCENT, "％", "퍼센트"))


def points(typed: str, today: dt.date) -> tuple[Point, ...]:
    """A line each: a period or a day, and what shall be reached by its end."""
    limited(typed, TEXT)
    found: dict[dt.date, Point] = {}
    for row in filter(None, (row.strip() for row in typed.split("\n"))):
        when, _, value = row.partition(" ")
        day = periods.demand(when.rstrip(":,"), today).last
        found[day] = Point(day, number(value.strip())[0])
    if len(found) > POINTS:
        raise Refusal("A path takes up to {most} points.", most=POINTS)
    return tuple(found[day] for day in sorted(found))
