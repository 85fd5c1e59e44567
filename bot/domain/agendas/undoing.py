"""A decision is taken back: soon, and as long as nobody has worked on what became of it."""

import datetime as dt
from dataclasses import replace
from typing import Final

from bot.domain.agendas.values import Decision, Item
from bot.domain.tasks import Task, TaskState
from bot.refusals import Refusal

_QUOTED: Final = 60  # characters of a decision that a refusal repeats


def check_undo(decision: Decision, task: Task | None, now: dt.datetime, within: dt.timedelta) -> None:
    """`task` is what it became, None where that is none or was taken back before; a dropped one is in nobody's way."""
    if now - decision.at > within:
        raise _too_late(decision, task, int(within.total_seconds() // 60))
    if task is not None and not goes_along(task) and task.state is not TaskState.DROPPED:
        raise Refusal(
            "The decision became {ref}, and somebody has worked with that since. "
            "End it first: `/task drop {ref} REASON`. Then `/agenda undo` takes the decision back.",
            ref=task.ref,
        )


def goes_along(task: Task) -> bool:
    """Whether nobody has touched the task, so that it is taken back with its decision; a dropped one stays."""
    return task.version == 1 and not task.children and task.difficulty is None


def reopened(item: Item) -> Item:
    """On the agenda again, in so many weeks as before."""
    return replace(item, outcome=None, settled=None, settled_by="")


def longer(item: Item, before: Item) -> Item:
    """An item of the same record that an agenda made meanwhile: it has stood there in the weeks of both."""
    return replace(item, weeks=item.weeks + before.weeks)


def _too_late(decision: Decision, task: Task | None, minutes: int) -> Refusal:
    said = " ".join(decision.text.split())
    said = said if len(said) <= _QUOTED else f"{said[: _QUOTED - 1]}…"
    if task is not None and task.state is not TaskState.DROPPED:
        return Refusal(
            "“{text}” was decided more than {n} minutes ago, and stays. `/task drop {ref} REASON` ends its task; "
            "`/agenda decide TEXT` records what holds instead.",
            text=said,
            n=minutes,
            ref=task.ref,
        )
    return Refusal(
        "“{text}” was decided more than {n} minutes ago, and stays. `/agenda decide TEXT` records what holds instead; "
        "`/agenda add TEXT` puts the matter on the agenda again.",
        text=said,
        n=minutes,
    )
