"""Tasks as an import stores them: with their histories, their audit, and what an agenda tells of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.events import EventKind
from bot.domain.sheets import Entry, Known, Undone
from bot.domain.tasks import Step, Task
from storage import events, tasks
from storage.sheets.fields import changed, restored
from storage.sheets.keeping import Keeper, Line, Moment, numbers

_HAPPENS: Final[Mapping[Step, EventKind]] = {
    Step.UPDATE: EventKind.TASK_UPDATED,
    Step.REOPEN: EventKind.TASK_UPDATED,
    Step.MOVE: EventKind.TASK_MOVED,
    Step.BLOCK: EventKind.TASK_BLOCKED,
    Step.FINISH: EventKind.TASK_FINISHED,
}


def known(session: Session, around: Known) -> None:
    """All tasks, finished and dropped ones too, in the order of their numbers."""
    workspace = around.directory.workspace.id
    found = tasks.everything(session, workspace)
    around.things |= {task.ref: task for task in found}
    around.programmes = tuple(tasks.programmes(session, workspace))
    around.percents = partial(tasks.percents_before_end, session, workspace)


def lock(session: Session, workspace: str, refs: Iterable[str]) -> None:
    tasks.lock_many(session, workspace, numbers(refs))


def apply(moment: Moment, entries: Sequence[Entry]) -> list[Line]:
    """New tasks are added, the others changed, each with the steps that its row took."""
    session, workspace = moment.session, moment.workspace
    new = [entry for entry in entries if entry.before is None]
    old = [entry for entry in entries if entry.before is not None]
    drafts = [replace(entry.after, created=moment.at, created_by=moment.who) for entry in new]
    added = tasks.add_many(session, workspace, drafts, moment.who, moment.at)
    pairs = [(entry.before, entry.after) for entry in old]
    saved = tasks.save_many(session, workspace, pairs, moment.who, moment.at, "import")
    every = [*zip(new, added, strict=True), *zip(old, saved, strict=True)]
    steps = [replace(step, task=task.number, at=moment.at) for entry, task in every for step in entry.steps]
    tasks.append_many(session, workspace, steps)
    _tell(moment, every)
    return [Line(task.ref, *changed(entry.before, task)) for entry, task in every]


def _tell(moment: Moment, every: Iterable[tuple[Entry, Task]]) -> None:
    told: dict[tuple[EventKind, tuple[str, ...]], list[str]] = {}
    for entry, task in every:
        kinds = {_HAPPENS[step.what] for step in entry.steps if step.what in _HAPPENS}
        if entry.before is None or (task.team and task.team != entry.before.team):
            kinds.add(EventKind.TASK_ADDED)
        for kind in kinds:
            told.setdefault((kind, task.teams), []).append(task.ref)
    happenings = [(kind, refs, teams) for (kind, teams), refs in told.items()]
    events.tell_all(moment.session, moment.workspace, happenings, moment.at)


def take_back(moment: Moment, lines: Sequence[Line], now: dt.datetime) -> Undone:
    """New ones go, changed ones are as they were; their histories and events forget the import."""
    session, workspace = moment.session, moment.workspace
    lock(session, workspace, [line.ref for line in lines])
    here = {task.ref: task for task in tasks.by_ids(session, workspace, numbers(line.ref for line in lines)).values()}
    back = [line for line in lines if line.ref in here and _untouched(line, here[line.ref])]
    refs = [line.ref for line in back]
    pairs = [(here[line.ref], restored(here[line.ref], _but_version(line.before))) for line in back if line.before]
    tasks.save_many(session, workspace, pairs, moment.who, now, "undo")
    for line in back:
        if not line.before:
            tasks.remove(session, workspace, here[line.ref], moment.who, now, "undo")
    tasks.take_back_lines(session, workspace, numbers(refs), moment.at)
    events.withdraw(session, workspace, refs, moment.at)
    return Undone(tuple(refs), tuple(line.ref for line in lines if line.ref not in set(refs)))


def _untouched(line: Line, task: Task) -> bool:
    """Its version is that of the import, and a new one has nothing of others' under it."""
    if task.version != line.after.get("version", 1):
        return False
    return bool(line.before) or not task.children


def _but_version(before: Mapping[str, object]) -> dict[str, object]:
    """A version never goes back: an old card must not pass for a new one."""
    return {name: was for name, was in before.items() if name != "version"}


TASKS: Final = Keeper(known, lock, apply, take_back)
