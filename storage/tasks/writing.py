"""What changes a task, and with it the progress of all that stands above it."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.tasks import UNFINISHED, Task, TaskState, Update, progress
from storage import audit, run
from storage.numbers import following
from storage.prepared import new_row, saving
from storage.tasks.reading import above, children, get, own_percent
from storage.tasks.rows import TASK, TaskRow, TaskUpdateRow, chunks, columns, one


def add(session: Session, workspace: str, draft: Task, who: str, now: dt.datetime) -> Task:
    """Record a new task (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "T"))
    run(session, _INSERT, {"workspace": workspace, **columns(new)})
    audit.record(session, workspace, who, now, "add", new.ref, None, new)
    _roll_up(session, workspace, [new.parent])
    return new


def save(session: Session, workspace: str, changed: Task, who: str, now: dt.datetime, action: str) -> Task:
    """Store a changed task, with its audit; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    run(session, _SAVE, new_row(columns(after), workspace=workspace, number=after.number))
    audit.record(session, workspace, who, now, action, after.ref, before, after)
    if before is not None and _counts_above(before) != _counts_above(after):
        _roll_up(session, workspace, dict.fromkeys((before.parent, after.parent)))
    return after


def add_many(session: Session, workspace: str, drafts: Sequence[Task], who: str, now: dt.datetime) -> list[Task]:
    """Record new tasks at once, numbered in a row; gives them back numbered."""
    if not drafts:
        return []
    first = following(session, workspace, "T", len(drafts))
    new = [dataclasses.replace(draft, number=first + n) for n, draft in enumerate(drafts)]
    run(session, _INSERT, [{"workspace": workspace, **columns(one)} for one in new])
    audit.record_new(session, workspace, who, now, ((one.ref, one) for one in new))
    _roll_up(session, workspace, dict.fromkeys(one.parent for one in new))
    return new


def save_many(
    session: Session, workspace: str, pairs: Iterable[tuple[Task, Task]], who: str, now: dt.datetime, action: str
) -> list[Task]:
    """Store tasks that changed, each before and after, at once; gives them back with their new versions."""
    both = [(before, dataclasses.replace(after, version=before.version + 1)) for before, after in pairs]
    if both:
        run(session, _SAVE, [new_row(columns(new), workspace=workspace, number=new.number) for _, new in both])
    audit.record_changes(session, workspace, who, now, action, ((new.ref, old, new) for old, new in both))
    counts = [(old, new) for old, new in both if _counts_above(old) != _counts_above(new)]
    _roll_up(
        session, workspace, dict.fromkeys(parent for pair in counts for parent in (pair[0].parent, pair[1].parent))
    )
    return [new for _, new in both]


def lock_many(session: Session, workspace: str, numbers: Iterable[int]) -> None:
    """Nobody else changes these until this transaction ends. One order of locking: no two wait for each other."""
    for chunk in chunks(numbers):
        wanted = (TaskRow.workspace == workspace, TaskRow.number.in_(chunk))
        session.execute(select(TaskRow.number).where(*wanted).order_by(TaskRow.number).with_for_update())


def append(session: Session, workspace: str, entry: Update) -> None:
    """Add a line to a task's history. Nothing ever changes one."""
    append_many(session, workspace, [entry])


def append_many(session: Session, workspace: str, entries: Sequence[Update]) -> None:
    """Add lines to the histories of several tasks."""
    if entries:
        run(session, _APPEND, [{"workspace": workspace, **_line(entry)} for entry in entries])


def take_back_lines(session: Session, workspace: str, numbers: Iterable[int], at: dt.datetime) -> None:
    """Forget what the histories of these tasks tell of that very moment: it was taken back."""
    for chunk in chunks(numbers):
        told = (TaskUpdateRow.workspace == workspace, TaskUpdateRow.task.in_(chunk), TaskUpdateRow.at == at)
        session.execute(delete(TaskUpdateRow).where(*told))


def remove(session: Session, workspace: str, task: Task, who: str, now: dt.datetime, action: str) -> None:
    """Forget a task that was added by mistake; its audit stays, and its number is never used again."""
    session.execute(
        delete(TaskUpdateRow).where(TaskUpdateRow.workspace == workspace, TaskUpdateRow.task == task.number)
    )
    session.execute(delete(TaskRow).where(*one(workspace, task.number)))
    audit.record(session, workspace, who, now, action, task.ref, task, None)
    _roll_up(session, workspace, [task.parent])


_INSERT = insert(TaskRow.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
_APPEND = insert(TaskUpdateRow.__table__)  # type: ignore[arg-type]  # the same
_SAVE = saving(TASK)
_ROLL_UP = (
    update(TaskRow.__table__)  # type: ignore[arg-type]  # the same
    .where(TASK.c.workspace == bindparam("of_workspace"), TASK.c.number == bindparam("of_number"))
    .where(or_(*(TASK.c.state == state.value for state in sorted(UNFINISHED))))
    .values(percent=bindparam("mean"))
)


def _line(entry: Update) -> dict[str, Any]:
    values = {item.name: getattr(entry, item.name) for item in dataclasses.fields(entry)}
    return values | {"what": entry.what.value, "health": entry.health.value if entry.health else ""}


def _counts_above(task: Task) -> tuple[int | None, int, bool]:
    """What its parent's progress depends on."""
    return task.parent, task.percent, task.state is TaskState.DROPPED


def _roll_up(session: Session, workspace: str, parents: Iterable[int | None]) -> None:
    """The progress of these parents, and of all above them, is the mean of their children. No news, so no version.

    One whose children were all dropped, moved or taken back has its own again.
    """
    for number in parents:
        if number is None:
            continue
        for parent in (number, *above(session, workspace, number)):
            mean = progress(children(session, workspace, parent))
            if mean is None:
                mean = own_percent(session, workspace, parent)
            run(session, _ROLL_UP, {"of_workspace": workspace, "of_number": parent, "mean": mean})
