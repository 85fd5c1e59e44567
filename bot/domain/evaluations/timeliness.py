"""Timeliness: 5, less 0–3 for lateness, less 1 for a moved due date, less 1 for silence; at least 1.

Source: the plan's monthly evaluation of the 100 tasks.
"""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from fractions import Fraction
from typing import Final

from bot.domain.tasks import STALE, Task, TaskState
from bot.values import frozen

BEST: Final = 5
LEAST: Final = 1


class Why(StrEnum):
    """What a deduction from timeliness is for."""

    LATE = "late"  # amount: days after the due date
    BEHIND = "behind"  # amount: percentage points behind the straight line from start to due
    MOVED = "moved"
    SILENT = "silent"  # amount: days without an update


@frozen
class Deduction:
    points: int
    why: Why
    amount: float = 0


@frozen
class Timeliness:
    """The computed mark, 1–5, and how it came about: `BEST` less every part, never below `LEAST`."""

    score: int
    parts: tuple[Deduction, ...] = ()


@frozen
class Course:
    """How a task went. `due` as it stood at the previous opening; `as_of` the day of the opening, or of completion.

    `percent` is 0–100; `moved`: the due date was changed since the previous opening; `updated`: day of the last update.
    """

    start: dt.date
    due: dt.date
    as_of: dt.date
    percent: int
    finished: bool = False
    moved: bool = False
    updated: dt.date | None = None


def timeliness(course: Course) -> Timeliness:
    """The mark that the rule gives, each deduction with its reason."""
    parts = tuple(part for part in (_lateness(course), _move(course), _silence(course)) if part is not None)
    return Timeliness(max(LEAST, BEST - sum(part.points for part in parts)), parts)


def _lateness(course: Course) -> Deduction | None:
    """The worse of days and points; said by the days when they are as bad."""
    late, behind = max(0, (course.as_of - course.due).days), points_behind(course)
    by_days = 3 if late > 30 else 2 if late > 7 else 1 if late else 0
    by_points = 2 if behind > 25 else 1 if behind >= 10 else 0
    if by_days and by_days >= by_points:
        return Deduction(by_days, Why.LATE, late)
    return Deduction(by_points, Why.BEHIND, round(float(behind), 1)) if by_points else None


def points_behind(course: Course) -> Fraction:
    """Percentage points behind the straight line from start to due; 0 for a finished task. Exact, for its limits."""
    if course.finished:
        return Fraction(0)
    days, passed = (course.due - course.start).days, (course.as_of - course.start).days
    if days > 0:
        expected = min(Fraction(100), max(Fraction(0), Fraction(100 * passed, days)))
    else:
        expected = Fraction(100 if course.as_of >= course.due else 0)
    return max(Fraction(0), expected - course.percent)


def _move(course: Course) -> Deduction | None:
    return Deduction(1, Why.MOVED) if course.moved else None


def _silence(course: Course) -> Deduction | None:
    """No update in the 14 days before, unless it started or finished within them."""
    since = course.as_of - STALE
    if course.finished or course.start >= since or (course.updated is not None and course.updated >= since):
        return None
    return Deduction(1, Why.SILENT, (course.as_of - (course.updated or course.start)).days)


def is_rated(
    task: Task, previous: dt.datetime, opened: dt.date, unrated_programmes: Collection[str], ends: dt.datetime
) -> bool:
    """Whether a task is evaluated: with a due date, begun by plan, not done before the previous opening, no parent.

    `ends` is the end of the month: what was recorded only afterwards is no task of that month.
    """
    return (
        task.due is not None
        and task.children == 0
        and task.state is not TaskState.DROPPED
        and started(task) <= opened
        and task.created < ends
        and (task.finished is None or task.finished >= previous)
        and task.programme not in unrated_programmes
    )


def started(task: Task) -> dt.date:
    """The start by plan; without one, the day that the task was recorded."""
    return task.start or task.created.date()
