"""The weekly agenda: what a team did, what it will do, what must be decided. Nobody has to write it.

What stands undealt-with carries over from agenda to agenda with a counter, and at `FORCED_AT` it asks for a decision.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Final

from bot.domain.difficulties import Difficulty
from bot.domain.duty import Duty, Shift
from bot.domain.events import Event
from bot.domain.forces import Charter, Ending
from bot.domain.indicators import Course
from bot.domain.meetings import Sitting, Unsat
from bot.domain.plans import Progress
from bot.domain.surveys import Summary
from bot.domain.tasks import Task
from bot.domain.teams import Team
from bot.domain.visits import Visit
from bot.values import frozen

FORCED_AT: Final = 3  # in its third agenda a matter asks for a decision: do, drop, split or escalate
FIRST_LOOK: Final = dt.timedelta(days=7)  # how far back a team's first agenda looks
SHORT: Final = 3  # matters that the post itself names; the thread names them all
LONGEST: Final = 5  # weeks whose quota one agenda adds up, when there was none for longer

Record = Difficulty | Task


class Outcome(StrEnum):
    """How a matter left the agenda."""

    DECIDED = "decided"
    DROPPED = "dropped"
    SPLIT = "split"
    ESCALATED = "escalated"
    RESOLVED = "resolved"  # the difficulty was answered, the task goes on: nothing was left to decide


class Reason(StrEnum):
    """Why something needs a decision, the most pressing first."""

    ESCALATED = "escalated"
    LATE = "late"
    BLOCKED = "blocked"
    CARRIED = "carried"


@frozen
class Item:
    """A matter of a team's agenda: a text that somebody added, or (`ref`) a record that stands by itself.

    `weeks` counts the agendas that it stood in, `agenda` is the latest of them; `origin` the team that escalated it.
    """

    number: int
    team: str
    text: str
    added: dt.datetime
    added_by: str = ""
    presenter: str | None = None
    ref: str = ""
    origin: str = ""
    escalated: bool = False
    weeks: int = 0
    agenda: str = ""
    outcome: Outcome | None = None
    settled: dt.datetime | None = None
    settled_by: str = ""
    version: int = 1

    @property
    def value(self) -> str:
        """What a button carries: number and version."""
        return f"{self.number}.{self.version}"

    @property
    def forced(self) -> bool:
        return self.outcome is None and self.weeks >= FORCED_AT

    @property
    def fresh(self) -> bool:
        """New in this agenda, and added by somebody of the team."""
        return not self.ref and self.weeks <= 1 and not self.raised

    @property
    def raised(self) -> bool:
        """Escalated: by the team below, or by its own to the leadership."""
        return bool(self.origin) or self.escalated


@frozen
class Decision:
    """What a meeting settled; `became` names the task or the difficulty that it went to."""

    number: int
    team: str
    agenda: str
    text: str
    by: str
    at: dt.datetime
    owner: str | None = None
    due: dt.date | None = None
    became: str = ""
    item: int | None = None


@frozen
class AgendaRecord:
    """One team's agenda as it is remembered. Frozen, it told what was recorded in [since, until)."""

    team: str
    occurrence: str
    note: str = ""
    note_by: str = ""
    confirmed_by: str = ""
    confirmed: dt.datetime | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    frozen: dt.datetime | None = None


@frozen
class Quota:
    """Visits of these days: `visits` made, each once; of the `people` who have a quota (`due` in sum) `met` met it."""

    first: dt.date
    last: dt.date
    visits: int = 0
    planned: int = 0
    due: int = 0
    people: int = 0
    met: int = 0


@frozen
class AgendaFacts:
    """All that an agenda is composed of. `records` holds every difficulty and task that is named, by ref.

    `difficulties` and `tasks` are the team's open ones; `moved` has the due dates of tasks before they were moved;
    `today` is the day of `until` in the team's zone; of a preview, the day on which it is looked at.
    """

    team: Team
    record: AgendaRecord
    since: dt.datetime
    until: dt.datetime
    today: dt.date
    last_week: Quota
    this_week: Quota
    plan_last: dt.date
    events: tuple[Event, ...] = ()
    visits: Mapping[str, Visit] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    difficulties: tuple[Difficulty, ...] = ()
    tasks: tuple[Task, ...] = ()
    moved: Mapping[str, dt.date] = field(default_factory=dict)
    planned: tuple[Visit, ...] = ()
    duties: tuple[Duty, ...] = ()  # of the team's people, on the days that are planned
    items: tuple[Item, ...] = ()
    decisions: tuple[Decision, ...] = ()
    held: Mapping[str, Sitting] = field(default_factory=dict)  # the sittings that the events name, by ref
    sittings: tuple[Sitting, ...] = ()  # planned from tomorrow to `plan_last`
    unsat: tuple[Unsat, ...] = ()
    indicators: tuple[Course, ...] = ()
    inspections: tuple[Progress, ...] = ()
    charter: Charter | None = None
    surveys: Mapping[str, Summary] = field(default_factory=dict)


@frozen
class Results:
    visits: tuple[Visit, ...] = ()
    raised: tuple[Difficulty, ...] = ()
    answered: tuple[Difficulty, ...] = ()
    referred: tuple[Difficulty, ...] = ()
    finished: tuple[Task, ...] = ()
    slipped: tuple[Task, ...] = ()
    moved: Mapping[str, dt.date] = field(default_factory=dict)  # task → the due date that it had before
    updated: tuple[Task, ...] = ()
    decided: tuple[Decision, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    surveys: tuple[Summary, ...] = ()  # those that closed


@frozen
class Plan:
    first: dt.date
    last: dt.date
    due: tuple[Task, ...] = ()
    steps: tuple[Task, ...] = ()  # each owner's "next:", of tasks that are not due yet
    visits: tuple[Visit, ...] = ()
    duty: tuple[Duty, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    unsat: tuple[Unsat, ...] = ()  # series that have not sat in their quarter or half-year


@frozen
class Remark:
    """What another item says about the same task, such as that it was rated low; `text` is without the task's name."""

    item: Item
    text: str


@frozen
class Need:
    """A matter that needs a decision; `record` is the difficulty or task behind it, if any.

    `remarks` stand in its line: they leave the agenda together with it.
    """

    item: Item
    reason: Reason
    record: Record | None = None
    days_late: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def weeks(self) -> int:
        """In how many agendas it stood, for whichever reason."""
        return max(self.item.weeks, *(one.item.weeks for one in self.remarks)) if self.remarks else self.item.weeks

    @property
    def carried(self) -> bool:
        """It stood in an agenda before, and is remembered."""
        return self.item.number > 0 and self.weeks > 1

    @property
    def forced(self) -> bool:
        return self.item.forced or any(one.item.forced for one in self.remarks)


@frozen
class Standing:
    """How things stand when the agenda is composed; `open` includes `late`, the task counts exclude each other.

    What is blocked counts as that and not as late; `blocked_late` are those of `blocked` that are past due as well.
    """

    open: int = 0
    late: int = 0
    on_track: int = 0
    at_risk: int = 0
    tasks_late: int = 0
    blocked: int = 0
    blocked_late: int = 0


@frozen
class Agenda:
    """One team's agenda, composed."""

    team: Team
    record: AgendaRecord
    since: dt.datetime
    until: dt.datetime
    today: dt.date
    last_week: Quota
    this_week: Quota
    results: Results
    plan: Plan
    needs: tuple[Need, ...]
    items: tuple[Item, ...]
    standing: Standing
    indicators: tuple[Course, ...] = ()  # the team's that are off their path or silent
    inspections: tuple[Progress, ...] = ()  # items of the inspection plan that are behind or overdue
    charter: Charter | None = None  # of a task force that has an end

    @property
    def forced(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.forced)

    @property
    def carried(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.carried)

    @property
    def detailed(self) -> bool:
        """There is something to tell behind the numbers."""
        plan = self.plan
        planned = plan.due or plan.steps or plan.visits or plan.duty or plan.sittings or plan.unsat
        watched = self.indicators or self.inspections
        return bool(self.needs or self.items or planned or watched or self.results != Results())

    @property
    def silent(self) -> bool:
        """Nothing happened, nothing is planned, nothing waits, and nobody has a quota."""
        return (
            not (self.detailed or self.record.note)
            and not (self.last_week.people or self.this_week.people or self.last_week.visits or self.this_week.visits)
            and self.standing == Standing()
        )


@frozen
class Gathered:
    """All teams' agendas of one week. In the totals a visit that two teams show counts once, and so does a record."""

    occurrence: str
    until: dt.datetime
    agendas: tuple[Agenda, ...]
    last_week: Quota
    this_week: Quota
    raised: int
    answered: int
    finished: int
    slipped: int
    standing: Standing
    needs: tuple[tuple[Team, Need], ...]
    indicators: tuple[Course, ...] = ()  # of every team and of none
    inspections: tuple[Progress, ...] = ()  # the same
    forces: tuple[Ending, ...] = ()  # whose end is near or has passed
    surveys: tuple[Summary, ...] = ()
    duty: tuple[Duty, ...] = ()  # who is on over the days off that come
    last_shift: Shift | None = None  # the newest that is over, with its log
