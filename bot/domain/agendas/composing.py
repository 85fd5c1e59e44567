"""The rules that make an agenda of its facts."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.agendas.values import (
    Agenda,
    AgendaFacts,
    Item,
    Need,
    Outcome,
    Plan,
    Quota,
    Reason,
    Record,
    Remark,
    Results,
    Standing,
)
from bot.domain.difficulties import UNSETTLED, Difficulty, DifficultyState
from bot.domain.events import EventKind
from bot.domain.meetings import Sitting
from bot.domain.tasks import Health, Task, TaskState, health
from bot.domain.visits import Tally, Visit, VisitState

_ENDS: Final = " .,:;!?…"  # marks that end an item, and may be missing where a decision repeats it


def compose(facts: AgendaFacts) -> Agenda:
    """The agenda that these facts make."""
    return Agenda(
        team=facts.team,
        record=facts.record,
        since=facts.since,
        until=facts.until,
        today=facts.today,
        last_week=facts.last_week,
        this_week=facts.this_week,
        results=_results(facts),
        plan=_plan(facts),
        needs=_needs(facts),
        items=tuple(item for item in facts.items if item.fresh),
        standing=standing(facts.difficulties, facts.tasks, facts.team.key, facts.today),
        indicators=tuple(one for one in facts.indicators if one.alarming),
        inspections=facts.inspections,
        charter=facts.charter,
    )


def carried(
    items: Iterable[Item], records: Iterable[Record], team: str, occurrence: str, now: dt.datetime
) -> list[Item]:
    """The open `items` as the next agenda shows them: each a week older, with new ones (number 0) for `records`.

    An item whose record no longer stands is resolved. Numbers stay, so that storage knows which rows to write.
    """
    stands = {record.ref: record for record in records}
    shown: list[Item] = []
    for item in items:
        if item.ref and item.ref not in stands:
            shown.append(replace(item, outcome=Outcome.RESOLVED, settled=now, version=item.version + 1))
        else:
            stands.pop(item.ref, None)
            shown.append(replace(item, weeks=item.weeks + 1, agenda=occurrence, version=item.version + 1))
    new = [Item(0, team, "", now, ref=ref, weeks=1, agenda=occurrence) for ref in stands]
    return [*shown, *new]


def stands(record: Record, team: str, today: dt.date) -> Reason | None:
    """Why a record needs a decision of its team, if it does."""
    if isinstance(record, Task):
        return Reason.BLOCKED if record.state is TaskState.BLOCKED else None
    if record.state not in UNSETTLED:
        return None
    if record.escalated_to is not None:
        return Reason.ESCALATED
    return Reason.LATE if record.late(today) and record.team == team else None


def standing(difficulties: Iterable[Difficulty], tasks: Iterable[Task], team: str, today: dt.date) -> Standing:
    """What the team has open, counted."""
    own = [one for one in difficulties if one.state in UNSETTLED and one.team == team]
    every = list(tasks)
    healths = [health(task, today) for task in every]
    return Standing(
        open=len(own),
        late=sum(one.late(today) for one in own),
        on_track=healths.count(Health.ON_TRACK),
        at_risk=healths.count(Health.AT_RISK),
        tasks_late=healths.count(Health.LATE),
        blocked=healths.count(Health.BLOCKED),
        blocked_late=sum(task.state is TaskState.BLOCKED and task.late(today) for task in every),
    )


def quota(tallies: Iterable[Tally], visits: int, planned: int, first: dt.date, last: dt.date) -> Quota:
    """The people's weeks added up. `visits` and `planned` are counted by visit, not by person."""
    rows = [one for one in tallies if one.due]
    due, met = sum(one.due for one in rows), sum(one.met for one in rows)
    return Quota(first, last, visits, planned, due, len(rows), met)


# last week's results --------------------------------------------------------------------------------------------------

_ANSWERED = (EventKind.DIFFICULTY_ANSWERED, EventKind.DIFFICULTY_CLOSED, EventKind.DIFFICULTY_DECLINED)
_GONE = (DifficultyState.UNDONE, DifficultyState.MERGED)


def _results(facts: AgendaFacts) -> Results:
    raised = _difficulties(facts, (EventKind.DIFFICULTY_RAISED,))
    answered = _difficulties(facts, _ANSWERED)
    finished = [task for task in _tasks(facts, EventKind.TASK_FINISHED) if task.state is TaskState.DONE]
    told = {task.ref for task in finished}
    moved = [task for task in _tasks(facts, EventKind.TASK_MOVED) if task.ref not in told]
    told |= {task.ref for task in moved}
    slipped = [*moved, *(task for task in _newly_late(facts) if task.ref not in told)]
    told |= {task.ref for task in slipped}
    updated = [task for task in _tasks(facts, EventKind.TASK_UPDATED) if task.ref not in told]
    closed = {task.ref for task in finished} | {one.ref for one in answered}
    return Results(
        visits=tuple(_visits(facts)),
        raised=tuple(one for one in raised if one.state not in _GONE),
        answered=tuple(one for one in answered if one.state not in (*_GONE, *UNSETTLED)),
        referred=tuple(one for one in _difficulties(facts, (EventKind.DIFFICULTY_REFERRED,)) if one.referred),
        finished=tuple(finished),
        slipped=tuple(slipped),
        moved=facts.moved,
        updated=tuple(updated),
        decided=tuple(one for one in facts.decisions if one.became in closed),
        sittings=tuple(_held(facts)),
        surveys=tuple(facts.surveys[ref] for ref in _refs(facts, (EventKind.SURVEY_CLOSED,)) if ref in facts.surveys),
    )


def _held(facts: AgendaFacts) -> list[Sitting]:
    told = [facts.held[ref] for ref in _refs(facts, (EventKind.MEETING_HELD,)) if ref in facts.held]
    return sorted(told, key=lambda one: (one.meeting.starts, one.meeting.number))


def _visits(facts: AgendaFacts) -> list[Visit]:
    told = _refs(facts, (EventKind.VISIT_DONE,))
    found = [facts.visits[ref] for ref in told if ref in facts.visits]
    return sorted((one for one in found if one.state is VisitState.DONE), key=lambda one: (one.day, one.number))


def _difficulties(facts: AgendaFacts, kinds: Iterable[EventKind]) -> list[Difficulty]:
    found = (facts.records.get(ref) for ref in _refs(facts, kinds))
    return [one for one in found if isinstance(one, Difficulty)]


def _tasks(facts: AgendaFacts, kind: EventKind) -> list[Task]:
    found = (facts.records.get(ref) for ref in _refs(facts, (kind,)))
    return [one for one in found if isinstance(one, Task)]


def _refs(facts: AgendaFacts, kinds: Iterable[EventKind]) -> list[str]:
    """What these events are about, each once, the oldest first."""
    wanted = frozenset(kinds)
    return list(dict.fromkeys(event.ref for event in facts.events if event.kind in wanted))


def _newly_late(facts: AgendaFacts) -> list[Task]:
    """Tasks whose due date passed since the last agenda."""
    before = facts.since.astimezone(facts.until.tzinfo).date()
    return [
        task
        for task in facts.tasks
        if task.due is not None and before <= task.due < facts.today and health(task, facts.today) is Health.LATE
    ]


# next week's plan -----------------------------------------------------------------------------------------------------


def _plan(facts: AgendaFacts) -> Plan:
    first = facts.today + dt.timedelta(days=1)
    due = [task for task in facts.tasks if task.due is not None and first <= task.due <= facts.plan_last]
    told = {task.ref for task in due}
    steps = [task for task in facts.tasks if task.next_step and task.ref not in told and task.state is TaskState.OPEN]
    visits = [one for one in facts.planned if first <= one.day <= facts.plan_last]
    return Plan(
        first,
        facts.plan_last,
        due=tuple(sorted(due, key=lambda task: (task.due or first, task.number))),
        steps=tuple(sorted(steps, key=lambda task: (task.owner or "", task.due or dt.date.max, task.number))),
        visits=tuple(sorted(visits, key=lambda one: (one.day, one.number))),
        duty=facts.duties,
        sittings=facts.sittings,
        unsat=facts.unsat,
    )


# what needs a decision ------------------------------------------------------------------------------------------------


def _needs(facts: AgendaFacts) -> tuple[Need, ...]:
    found = [need for item in facts.items if (need := _need(item, facts)) is not None]
    return tuple(sorted(_each_task_once(found, facts), key=pressing))


def remark(item: Item, task: Task) -> Remark | None:
    """What an item says about a task: it begins with its number and title. One that was escalated stands for itself."""
    begins = f"{task.ref} {task.title}: "
    if item.ref or item.raised or not item.text.startswith(begins):
        return None
    return Remark(item, item.text.removeprefix(begins))


def item_about(items: Iterable[Item], text: str) -> Item | None:
    """The added matter whose words a decision is or begins with: the longest; None where two say the same."""
    begins = _folded(text)
    words = {one: _folded(one.text).rstrip(_ENDS) for one in items if not one.ref}
    found = [one for one, said in words.items() if said and re.match(rf"{re.escape(said)}(?!\w)", begins)]
    longest = max((len(words[one]) for one in found), default=0)
    named = [one for one in found if len(words[one]) == longest]
    return named[0] if len(named) == 1 else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _each_task_once(needs: Sequence[Need], facts: AgendaFacts) -> list[Need]:
    """What else is said about a task stands in the line of the task, else in that of the first who says it."""
    lines = {need.item.ref or str(need.item.number): need for need in needs}
    for need in needs:
        task = facts.records.get(need.item.text.partition(" ")[0]) if not need.item.ref else None
        said = remark(need.item, task) if isinstance(task, Task) else None
        if said is None or task is None:
            continue
        line = lines.get(task.ref)
        if line is None:
            lines[task.ref] = lines.pop(str(need.item.number))
        else:
            del lines[str(need.item.number)]
            lines[task.ref] = replace(line, remarks=(*line.remarks, said))
    return list(lines.values())


def _need(item: Item, facts: AgendaFacts) -> Need | None:
    if item.outcome is not None:
        return None
    if not item.ref:
        return None if item.fresh else Need(item, Reason.ESCALATED if item.raised else Reason.CARRIED)
    record = facts.records.get(item.ref)
    if record is None:
        return None
    reason = stands(record, facts.team.key, facts.today) or Reason.CARRIED
    due = record.clock if isinstance(record, Difficulty) else record.due
    late = (facts.today - due).days if due is not None else 0
    return Need(item, reason, record, max(0, late))


def pressing(need: Need) -> tuple[bool, int, int, int, int]:
    """Forced first, then by reason, the longest-standing and the latest first."""
    order = list(Reason).index(need.reason)
    return not need.forced, order, -need.weeks, -need.days_late, need.item.number
