"""One task or many."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.tasks import STALE, UNFINISHED, Step, Task, TaskState, Update
from bot.values import frozen
from storage import audit, run
from storage.searching import holds
from storage.tasks.rows import SOONEST, TASK, UPDATE, children_of, chunks, find, lines, selected, task_value

_OWN = 1000  # changes of one task that are looked through
_ENDS = frozenset({Step.FINISH.value, Step.REOPEN.value})

# What every change asks is built once: building a statement costs more than running it.
_THIS = (TASK.c.workspace == bindparam("of_workspace"), TASK.c.number == bindparam("of_number"))
_ONE = selected().where(*_THIS)
_PARENT = select(TASK.c.parent).where(*_THIS).with_for_update()
_UNDER = (TASK.c.workspace == bindparam("of_workspace"), TASK.c.parent == bindparam("of_number"))
_CHILDREN = selected().where(*_UNDER).order_by(*SOONEST)


_DAYS = ("due_before", "begun_by")  # of a Choice


@frozen
class Choice:
    """Which tasks: every field that is set must hold.

    `due_before`: due before that day; `told_before`: no word since, and no children that tell; `begun_by`: planned to
    have begun on that day.
    """

    states: frozenset[TaskState] = UNFINISHED
    team: str | None = None
    owner: str | None = None
    programme: str | None = None
    due_before: dt.date | None = None
    told_before: dt.datetime | None = None
    begun_by: dt.date | None = None
    newest_first: bool = False

    @classmethod
    def stale(cls, now: dt.datetime, today: dt.date, owner: str | None = None) -> "Choice":
        """Without a word for longer than 14 days, as `domain.tasks.is_stale` has it. `today` is the workspace's."""
        return cls(owner=owner, told_before=now - STALE, begun_by=today - STALE)

    def as_json(self) -> dict[str, Any]:
        """For the arguments of a post."""
        told = self.told_before.isoformat() if self.told_before else None
        days = {name: day.isoformat() if (day := getattr(self, name)) else None for name in _DAYS}
        return dataclasses.asdict(self) | {"states": sorted(self.states), "told_before": told, **days}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Choice":
        """The choice that `as_json` gave; of nothing at all, everything."""
        if not given:
            return cls(states=frozenset(TaskState))
        told = given["told_before"]
        days = {name: dt.date.fromisoformat(day) if (day := given.get(name)) else None for name in _DAYS}
        moment = {"told_before": dt.datetime.fromisoformat(told) if told else None}
        return cls(**{**given, **days, **moment, "states": frozenset(TaskState(state) for state in given["states"])})


def get(session: Session, workspace: str, number: int) -> Task | None:
    row = run(session, _ONE, {"of_workspace": workspace, "of_number": number}).one_or_none()
    return None if row is None else task_value(row)


def locked(session: Session, workspace: str, number: int) -> Task | None:
    """The same, and nobody else changes it until this transaction ends."""
    _parent(session, workspace, number)
    return get(session, workspace, number)


def history(session: Session, workspace: str, number: int, limit: int = 100) -> list[Update]:
    """The newest lines of its history, the oldest of them first."""
    rows = lines(session, workspace, UPDATE.c.task == number, limit=limit, newest_first=True)
    return rows[::-1]


def percent_before_end(session: Session, workspace: str, number: int) -> int:
    """Its progress (0–100) before it was finished: what the last update said, 0 if there was none."""
    where = (UPDATE.c.task == number, UPDATE.c.what != Step.FINISH.value)
    found = lines(session, workspace, *where, limit=1, newest_first=True)
    return found[0].percent if found else 0


def percents_before_end(session: Session, workspace: str) -> dict[int, int]:
    """The same of all that are done, by number; those that had no update before are missing."""
    newest = func.row_number().over(partition_by=UPDATE.c.task, order_by=(UPDATE.c.at.desc(), UPDATE.c.number.desc()))
    done = select(TASK.c.number).where(TASK.c.workspace == workspace, TASK.c.state == TaskState.DONE.value)
    where = (UPDATE.c.workspace == workspace, UPDATE.c.what != Step.FINISH.value, UPDATE.c.task.in_(done))
    told = select(UPDATE.c.task, UPDATE.c.percent, newest.label("newest")).where(*where).subquery()
    rows = session.execute(select(told.c.task, told.c.percent).where(told.c.newest == 1))
    return {row.task: row.percent for row in rows}


def own_percent(session: Session, workspace: str, number: int) -> int:
    """Its progress (0–100) as somebody said it last, 0 if nobody did: what it has with nothing under it any more.

    The audit knows; its history also tells what the mean of its children was. An end and its taking back say nothing.
    """
    for change in audit.changes(session, workspace, f"T-{number}", _OWN):
        if change.action not in _ENDS and "percent" in {**change.before, **change.after}:
            return int(change.after.get("percent", 0))
    return 0


def above(session: Session, workspace: str, number: int) -> list[int]:
    """Its parent, that one's parent and so on, the nearest first; locked until the transaction ends."""
    found: list[int] = []
    while (parent := _parent(session, workspace, number)) is not None and parent not in found:
        found.append(parent)
        number = parent
    return found


def find_chosen(session: Session, workspace: str, choice: Choice, limit: int = 10, offset: int = 0) -> list[Task]:
    """A page of the chosen ones."""
    return find(session, workspace, *_where(choice), limit=limit, offset=offset, newest_first=choice.newest_first)


def count(session: Session, workspace: str, choice: Choice) -> int:
    """How many `find_chosen` would give without a limit."""
    query = select(func.count()).select_from(TASK).where(TASK.c.workspace == workspace, *_where(choice))
    return session.execute(query).scalar_one()


def everything(session: Session, workspace: str) -> list[Task]:
    """All that there are, in any state, in the order of their numbers."""
    return sorted(find(session, workspace), key=lambda task: task.number)


def by_ids(session: Session, workspace: str, numbers: Iterable[int]) -> dict[int, Task]:
    """Number → task, in any state; numbers that are not there are missing."""
    found = [task for chunk in chunks(numbers) for task in find(session, workspace, TASK.c.number.in_(chunk))]
    return {task.number: task for task in found}


def children(session: Session, workspace: str, number: int) -> list[Task]:
    """The tasks right under one, in any state."""
    return [task_value(row) for row in run(session, _CHILDREN, {"of_workspace": workspace, "of_number": number})]


def search(session: Session, workspace: str, part: str, limit: int = 20) -> list[Task]:
    """Those with `part` in their title or in anything that was ever said of them, in any state, the newest first."""

    def told(word: str) -> ColumnElement[bool]:
        said_of_it = holds(word, UPDATE.c.text, UPDATE.c.next_step)
        return TASK.c.number.in_(select(UPDATE.c.task).where(UPDATE.c.workspace == workspace, said_of_it))

    said = holds(part, TASK.c.title, TASK.c.last_note, TASK.c.next_step, TASK.c.blocked_reason, also=told)
    return find(session, workspace, said, limit=limit, newest_first=True)


def of_team(session: Session, workspace: str, team: str, states: frozenset[TaskState] = UNFINISHED) -> list[Task]:
    """A team's tasks: unfinished ones, unless other states are asked for."""
    return find(session, workspace, *_where(Choice(states, team=team)))


def of_owner(session: Session, workspace: str, owner: str, states: frozenset[TaskState] = UNFINISHED) -> list[Task]:
    """What one person must see to: unfinished ones, unless other states are asked for."""
    return find(session, workspace, *_where(Choice(states, owner=owner)))


def late(
    session: Session, workspace: str, today: dt.date, *, team: str | None = None, owner: str | None = None
) -> list[Task]:
    """Unfinished (blocked ones too) and past due on `today`, of a team or an owner, or all: the longest late first."""
    return find(session, workspace, *_where(Choice(team=team, owner=owner, due_before=today)))


def pressing(session: Session, workspace: str, today: dt.date) -> list[Task]:
    """Blocked, or unfinished and past due on `today`, and somebody's: the longest late first."""
    blocked = TASK.c.state == TaskState.BLOCKED.value
    return find(session, workspace, *_where(Choice()), or_(blocked, TASK.c.due < today), TASK.c.owner.is_not(None))


def stale(session: Session, workspace: str, now: dt.datetime, today: dt.date, owner: str | None = None) -> list[Task]:
    return find(session, workspace, *_where(Choice.stale(now, today, owner)))


def evaluable(session: Session, workspace: str, since: dt.datetime) -> list[Task]:
    """What an evaluation may ask about: with a due date, not dropped, not a parent, not finished before `since`.

    `since` is the previous opening. Which of them have started and whose programme is rated, says
    `domain.evaluations.is_rated`.
    """
    found = find(
        session,
        workspace,
        TASK.c.due.is_not(None),
        TASK.c.state != TaskState.DROPPED.value,
        or_(TASK.c.finished.is_(None), TASK.c.finished >= since),
    )
    return [task for task in found if not task.children]


def moves_since(session: Session, workspace: str, numbers: Iterable[int], since: dt.datetime) -> list[Update]:
    """How the due dates of these tasks were set (no `due_before`) or moved after `since`, oldest first."""
    when = (UPDATE.c.at > since, _moved())
    found = [entry for chunk in chunks(numbers) for entry in lines(session, workspace, UPDATE.c.task.in_(chunk), *when)]
    return sorted(found, key=lambda entry: entry.at)


def _where(choice: Choice) -> tuple[ColumnElement[bool], ...]:
    where: list[ColumnElement[bool]] = [TASK.c.state.in_(sorted(state.value for state in choice.states))]
    equal = {"team": choice.team, "owner": choice.owner, "programme": choice.programme}
    where += [TASK.c[name] == value for name, value in equal.items() if value is not None]
    if choice.due_before is not None:
        where.append(TASK.c.due < choice.due_before)
    if choice.told_before is not None:
        where += [func.coalesce(TASK.c.updated, TASK.c.created) < choice.told_before, children_of() == 0]
    if choice.begun_by is not None:
        where.append(or_(TASK.c.start.is_(None), TASK.c.start <= choice.begun_by))
    return tuple(where)


def _parent(session: Session, workspace: str, number: int) -> int | None:
    """Its number, where it has one. The task is locked until the transaction ends."""
    found: int | None = run(session, _PARENT, {"of_workspace": workspace, "of_number": number}).scalar_one_or_none()
    return found


def _moved() -> ColumnElement[bool]:
    return UPDATE.c.due_before.is_distinct_from(UPDATE.c.due_after)
