"""What may follow what in a task's life, and what each step makes of it. The table is `ARROWS`, and nothing else."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.people import Person, Role
from bot.domain.tasks.values import UNFINISHED, Health, Programme, Said, Step, Task, TaskState, Wanted
from bot.domain.words import folded
from bot.refusals import Refusal

KEY: Final = re.compile(r"[^\W_][\w-]{0,29}")

_DONE: Final = frozenset({TaskState.DONE, TaskState.DROPPED})
ARROWS: Final[Mapping[tuple[TaskState, Step], TaskState]] = {
    **{(state, step): state for state in UNFINISHED for step in (Step.UPDATE, Step.MOVE, Step.ASSIGN, Step.EDIT)},
    **{(state, Step.FINISH): TaskState.DONE for state in UNFINISHED},
    **{(state, Step.BLOCK): TaskState.BLOCKED for state in UNFINISHED},
    **{(state, Step.DROP): TaskState.DROPPED for state in UNFINISHED},
    **{(state, Step.REOPEN): TaskState.OPEN for state in _DONE | {TaskState.BLOCKED}},
}


def may(task: Task, step: Step) -> bool:
    """Whether its state allows this; who may do it is a matter of permissions."""
    return (task.state, step) in ARROWS


def following(task: Task, step: Step) -> TaskState:
    """Its state after `step`; a Refusal that says what to do instead when there is no such arrow."""
    if may(task, step):
        return ARROWS[task.state, step]
    if task.state is TaskState.DONE:
        raise Refusal("{ref} is done. `/task reopen {ref} REASON` opens it again.", ref=task.ref)
    if task.state is TaskState.DROPPED:
        raise Refusal("{ref} was dropped. `/task reopen {ref} REASON` opens it again.", ref=task.ref)
    raise Refusal("{ref} is open, so there is nothing to reopen. `/task {ref} 60% …` updates it.", ref=task.ref)


# a new one ------------------------------------------------------------------------------------------------------------


def draft(wanted: Wanted, *, who: str, now: dt.datetime) -> Task:
    """A new task before it has a number. Its first due date is its baseline, past or not."""
    check_days(wanted.start, wanted.due)
    return Task(
        number=0,
        title=wanted.title,
        state=TaskState.OPEN,
        created=now,
        created_by=who,
        owner=wanted.owner,
        team=wanted.team,
        start=wanted.start,
        due=wanted.due,
        baseline=wanted.due,
        programme=wanted.programme,
        parent=wanted.parent,
        last_note=wanted.note,
        permalink=wanted.permalink,
    )


def check_days(start: dt.date | None, due: dt.date | None) -> None:
    """A task does not end before it starts."""
    if start is not None and due is not None and start > due:
        raise Refusal(
            "It would be due on {due}, before it starts on {start}. Change one of them.", due=due, start=start
        )


def check_owner(person: Person) -> Person:
    """Somebody who works here."""
    if person.role is Role.GUEST:
        raise Refusal("{name} is a guest and cannot own a task. Choose somebody who works here.", name=person.name)
    return person


def check_parent(task: Task, parent: Task, above: Collection[int]) -> None:
    """`above` are the numbers of all that stand above `parent`. Nothing stands above itself, and what ended holds."""
    if parent.number == task.number or task.number in above:
        raise Refusal(
            "{parent} is {ref} itself or stands below it, so it cannot be its parent. Choose another one.",
            parent=parent.ref,
            ref=task.ref,
        )
    if not parent.unfinished:
        raise Refusal(
            "{parent} has ended, so nothing goes under it. `/task reopen {parent} REASON` opens it again.",
            parent=parent.ref,
        )


def progress(children: Iterable[Task]) -> int | None:
    """The mean of those that were not dropped, in whole percent, halves up; None without any."""
    found = [child.percent for child in children if child.state is not TaskState.DROPPED]
    return (2 * sum(found) + len(found)) // (2 * len(found)) if found else None


# what is done with one ------------------------------------------------------------------------------------------------


def update(task: Task, said: Said, now: dt.datetime) -> Task:
    """How it goes. Health is set only when it was said; on track or at risk also ends a block."""
    state = following(task, Step.UPDATE)
    if said.percent is not None and task.children and said.percent != task.percent:
        raise Refusal(
            "{ref} has tasks under it, and its progress is their mean. Leave out the percentage, or update those.",
            ref=task.ref,
        )
    return replace(
        task,
        state=TaskState.OPEN if said.health else state,
        percent=task.percent if said.percent is None else said.percent,
        at_risk=task.at_risk if said.health is None else said.health is Health.AT_RISK,
        blocked_reason="" if said.health else task.blocked_reason,
        last_note=said.text or task.last_note,
        next_step=task.next_step if said.next_step is None else said.next_step,
        updated=now,
    )


def finish(task: Task, now: dt.datetime, waiting: Sequence[Task] = ()) -> Task:
    """It is done. `waiting` are the unfinished ones under it: they come first."""
    state = following(task, Step.FINISH)
    check_alone(task, waiting)
    return replace(task, state=state, percent=100, at_risk=False, blocked_reason="", finished=now, updated=now)


def block(task: Task, reason: str, now: dt.datetime) -> Task:
    """Nothing goes on until somebody clears the way; a second block corrects the reason of the first."""
    return replace(task, state=following(task, Step.BLOCK), blocked_reason=reason, last_note=reason, updated=now)


def move(task: Task, due: dt.date, reason: str, now: dt.datetime) -> Task:
    """Another due date; the first that it ever had stays its baseline."""
    following(task, Step.MOVE)
    if due == task.due:
        raise Refusal("{ref} is due on {due} already. Name another date.", ref=task.ref, due=due)
    check_days(task.start, due)
    return replace(task, due=due, baseline=task.baseline or due, last_note=reason, updated=now)


def assign(task: Task, owner: str) -> Task:
    """Somebody else sees to it."""
    following(task, Step.ASSIGN)
    if owner == task.owner:
        raise Refusal("They have {ref} already. Name somebody else.", ref=task.ref)
    return replace(task, owner=owner)


def drop(task: Task, reason: str, waiting: Sequence[Task] = ()) -> Task:
    """It will not be done. What is under it is finished, dropped or moved first."""
    state = following(task, Step.DROP)
    check_alone(task, waiting)
    return replace(task, state=state, blocked_reason="", last_note=reason)


def reopen(task: Task, reason: str, percent: int, now: dt.datetime) -> Task:
    """It goes on; `percent` is what it was before it was finished. The due date and the baseline stay."""
    return replace(
        task,
        state=following(task, Step.REOPEN),
        percent=percent,
        blocked_reason="",
        last_note=reason,
        finished=None,
        updated=now,
    )


def edit(task: Task, wanted: Wanted) -> Task:
    """Other words or another place. A due date that is there is moved, not edited; a first one is the baseline."""
    following(task, Step.EDIT)
    due = task.due or wanted.due
    check_days(wanted.start, due)
    return replace(
        task,
        title=wanted.title,
        team=wanted.team,
        start=wanted.start,
        due=due,
        baseline=task.baseline or due,
        programme=wanted.programme,
        parent=wanted.parent,
    )


def check_alone(task: Task, waiting: Sequence[Task]) -> None:
    """A Refusal when unfinished tasks stand under it."""
    if waiting:
        refs = ", ".join(child.ref for child in waiting[:8])
        raise Refusal(
            "Tasks under {ref} are not finished: {refs}. Finish, drop or move them first.", ref=task.ref, refs=refs
        )


def check_undo(task: Task, now: dt.datetime, within: dt.timedelta) -> None:
    """Only what was just added by mistake can be taken back, as long as nobody has done anything with it."""
    if task.version > 1 or task.children or task.difficulty is not None or now - task.created > within:
        raise Refusal(
            "{ref} can no longer be taken back: too much time has passed, or somebody has worked with it. "
            "`/task drop {ref} REASON` ends it.",
            ref=task.ref,
        )


# programmes -----------------------------------------------------------------------------------------------------------


def check_key(key: str, taken: Iterable[str], words: Iterable[str]) -> None:
    """A programme's key can be typed behind `list`: one word that means nothing else there, and no other programme."""
    if not KEY.fullmatch(key):
        raise Refusal("A key is one short word of letters, digits and hyphens, such as `export`.")
    if folded(key) in {folded(word) for word in words}:
        raise Refusal("`{key}` is a word of this command. Choose another key.", key=key)
    if folded(key) in {folded(one) for one in taken}:
        raise Refusal("The key `{key}` is taken by another programme. Choose another key.", key=key)


def check_names(programme: Programme, others: Iterable[Programme]) -> None:
    """No two programmes answer to one name."""
    for other in others:
        if other.key != programme.key and other.spellings() & programme.spellings():
            raise Refusal("The programme `{key}` is called that already. Choose another name.", key=other.key)


def find_programme(programmes: Sequence[Programme], typed: str) -> Programme | None:
    """The programme of this key or name, spaces and case aside; keys before names."""
    wanted = folded(typed)
    found = [one for one in programmes if wanted in one.spellings()]
    return min(found, key=lambda one: folded(one.key) != wanted, default=None)


def pick_programme(programmes: Sequence[Programme], typed: str) -> Programme:
    """The programme of this key or name. Unknown ones are refused."""
    found = find_programme(programmes, typed)
    if found is None:
        if not programmes:
            raise Refusal(
                "There is no programme “{name}”, nor any other. `/task help` shows what you can type.", name=typed
            )
        keys = ", ".join(one.key for one in programmes[:20])
        raise Refusal(
            "There is no programme “{name}”. These keys are known: {keys}. `/task programmes` lists them.",
            name=typed,
            keys=keys,
        )
    return found
