"""What changes a task, and with it the progress of all that stands above it."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from bot.domain.tasks import UNFINISHED, Task, TaskState, Update, progress
from storage import audit
from storage.numbers import following
from storage.tasks.reading import above, children, get
from storage.tasks.rows import TaskRow, TaskUpdateRow, columns, one


def add(session: Session, workspace: str, draft: Task, who: str, now: dt.datetime) -> Task:
    """Record a new task (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "T"))
    session.execute(insert(TaskRow), {"workspace": workspace, **columns(new)})
    audit.record(session, workspace, who, now, "add", new.ref, None, new)
    _roll_up(session, workspace, [new.parent])
    return new


def save(session: Session, workspace: str, changed: Task, who: str, now: dt.datetime, action: str) -> Task:
    """Store a changed task, with its audit; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    session.execute(update(TaskRow).where(*one(workspace, changed.number)).values(**columns(after)))
    audit.record(session, workspace, who, now, action, after.ref, before, after)
    if before is not None and _counts_above(before) != _counts_above(after):
        _roll_up(session, workspace, dict.fromkeys((before.parent, after.parent)))
    return after


def append(session: Session, workspace: str, entry: Update) -> None:
    """Add a line to a task's history. Nothing ever changes or removes one."""
    values = dataclasses.asdict(entry) | {
        "what": entry.what.value,
        "health": entry.health.value if entry.health else "",
    }
    session.execute(insert(TaskUpdateRow), {"workspace": workspace, **values})


def remove(session: Session, workspace: str, task: Task, who: str, now: dt.datetime, action: str) -> None:
    """Forget a task that was added by mistake; its audit stays, and its number is never used again."""
    session.execute(
        delete(TaskUpdateRow).where(TaskUpdateRow.workspace == workspace, TaskUpdateRow.task == task.number)
    )
    session.execute(delete(TaskRow).where(*one(workspace, task.number)))
    audit.record(session, workspace, who, now, action, task.ref, task, None)
    _roll_up(session, workspace, [task.parent])


def _counts_above(task: Task) -> tuple[int | None, int, bool]:
    """What its parent's progress depends on."""
    return task.parent, task.percent, task.state is TaskState.DROPPED


def _roll_up(session: Session, workspace: str, parents: Iterable[int | None]) -> None:
    """The progress of these parents, and of all above them, is the mean of their children. No news, so no version."""
    for number in parents:
        if number is None:
            continue
        for parent in (number, *above(session, workspace, number)):
            mean = progress(children(session, workspace, parent))
            unfinished = TaskRow.state.in_(sorted(state.value for state in UNFINISHED))
            if mean is not None:
                session.execute(update(TaskRow).where(*one(workspace, parent), unfinished).values(percent=mean))
