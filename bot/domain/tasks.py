"""Units of planned work, and the programmes that they belong to."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class TaskState(StrEnum):
    """What is stored. Whether an open one is late is computed (`health`)."""

    OPEN = "open"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


class Health(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


STALE = dt.timedelta(days=14)  # without an update for this long


@dataclass(frozen=True)
class Task:
    """`baseline` is the first due date that it ever had; `percent` is 0 to 100; `updated` the last update."""

    number: int
    title: str
    state: TaskState
    created: dt.datetime
    created_by: str
    owner: str | None = None
    team: str | None = None
    start: dt.date | None = None
    due: dt.date | None = None
    baseline: dt.date | None = None
    percent: int = 0
    at_risk: bool = False
    blocked_reason: str = ""
    programme: str | None = None
    parent: int | None = None
    children: int = 0
    next_step: str = ""
    last_note: str = ""
    updated: dt.datetime | None = None
    finished: dt.datetime | None = None
    difficulty: int | None = None
    permalink: str = ""
    version: int = 1

    @property
    def ref(self) -> str:
        return f"T-{self.number}"


@dataclass(frozen=True)
class Programme:
    key: str
    ko: str
    en: str
    evaluated: bool = True

    def name(self, lang: str) -> str:
        return self.ko if lang == "ko" else self.en


def health(task: Task, today: dt.date) -> Health:
    """Late is computed: an open task whose due date has passed."""
    if task.state is TaskState.DONE:
        return Health.DONE
    if task.state is TaskState.DROPPED:
        return Health.DROPPED
    if task.state is TaskState.BLOCKED:
        return Health.BLOCKED
    if task.due is not None and task.due < today:
        return Health.LATE
    return Health.AT_RISK if task.at_risk else Health.ON_TRACK
