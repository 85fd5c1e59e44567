"""The task, its states and steps, and the values that forms and cards are made of."""

import datetime as dt
from enum import StrEnum
from typing import Final

from bot.domain.difficulties import Difficulty
from bot.domain.words import folded
from bot.values import frozen


class TaskState(StrEnum):
    """What is stored. Whether an open one is late is computed (`health`)."""

    OPEN = "open"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


UNFINISHED: Final = frozenset({TaskState.OPEN, TaskState.BLOCKED})


class Health(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


class Step(StrEnum):
    """What can be done with a task; each leaves a line in its history."""

    UPDATE = "update"
    FINISH = "finish"
    BLOCK = "block"
    MOVE = "move"
    ASSIGN = "assign"
    EDIT = "edit"
    DROP = "drop"
    REOPEN = "reopen"


STALE = dt.timedelta(days=14)  # without an update for longer than this


@frozen
class Task:
    """`baseline` is the first due date that it ever had; `percent` is 0 to 100; `updated` the last word on how it goes.

    `children` counts those that were not dropped; with any, `percent` is their mean and kept by storage.
    """

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

    @property
    def teams(self) -> tuple[str, ...]:
        """The team that it belongs to, for permissions and events."""
        return (self.team,) if self.team else ()

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED

    def late(self, today: dt.date) -> bool:
        """Unfinished, blocked or not, and past its due date."""
        return self.unfinished and self.due is not None and self.due < today


@frozen
class Programme:
    """A named portfolio, such as the "100 tasks". `evaluated`: its tasks are rated every month."""

    key: str
    ko: str
    en: str
    evaluated: bool = True

    def name(self, lang: str) -> str:
        return (self.ko or self.en) if lang == "ko" else (self.en or self.ko)

    def spellings(self) -> frozenset[str]:
        """What people may type for it, folded."""
        return frozenset(folded(name) for name in (self.key, self.ko, self.en) if name)


@frozen
class Update:
    """One line of a task's history, append only. `due_before` and `due_after` differ when the due date changed.

    `health` is what the update said (ON_TRACK, AT_RISK), if it did; `about` the person it was assigned to.
    """

    task: int
    person: str
    at: dt.datetime
    what: Step
    percent: int
    text: str = ""
    next_step: str = ""
    due_before: dt.date | None = None
    due_after: dt.date | None = None
    health: Health | None = None
    about: str = ""
    permalink: str = ""  # of the message that said it

    @property
    def moved(self) -> bool:
        return self.due_before != self.due_after


@frozen
class Said:
    """What somebody says about a task; what was not said is None, the text may be empty.

    `health` is ON_TRACK or AT_RISK.
    """

    percent: int | None = None
    text: str = ""
    health: Health | None = None
    next_step: str | None = None


@frozen
class Wanted:
    """A task as a line or a form describes it; `parent` is the number as typed, `programme` a key."""

    title: str
    owner: str | None = None
    team: str | None = None
    start: dt.date | None = None
    due: dt.date | None = None
    programme: str | None = None
    parent: int | None = None
    note: str = ""
    permalink: str = ""


@frozen
class Facts:
    """All that a card tells: the task and its neighbours. `fresh`: it was added a moment ago and can be taken back.

    `barred`: what its only reader may not do with it.
    """

    task: Task
    history: tuple[Update, ...] = ()
    children: tuple[Task, ...] = ()
    parent: Task | None = None
    programme: Programme | None = None
    difficulty: Difficulty | None = None
    fresh: bool = False
    barred: frozenset[Step] = frozenset()


@frozen
class ProgrammeState:
    """How a programme stands: its tasks by health, and the mean progress (0–100) of those that were not dropped."""

    programme: Programme
    health: dict[Health, int]
    percent: int = 0


def health(task: Task, today: dt.date) -> Health:
    """Late is computed: an open task whose due date has passed.

    Each task has one health, and blocked comes before late: what must be cleared is said first. A list of what is late
    goes by the date, so it has the blocked ones too; whoever counts healths beside it says how many those are.
    """
    if task.state is TaskState.DONE:
        return Health.DONE
    if task.state is TaskState.DROPPED:
        return Health.DROPPED
    if task.state is TaskState.BLOCKED:
        return Health.BLOCKED
    if task.due is not None and task.due < today:
        return Health.LATE
    return Health.AT_RISK if task.at_risk else Health.ON_TRACK


def is_stale(task: Task, now: dt.datetime, today: dt.date) -> bool:
    """No word on how it goes for longer than 14 days; one that starts later, or that its children tell of, is not.

    `today` is the workspace's.
    """
    begun = task.start is None or task.start <= today - STALE
    return task.unfinished and not task.children and begun and (task.updated or task.created) < now - STALE
