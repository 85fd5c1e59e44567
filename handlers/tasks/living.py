"""A task's life: updated, finished, blocked, moved, assigned, dropped, reopened."""

import datetime as dt

from bot.blocks import tasks as blocks
from bot.domain import tasks as rules
from bot.domain.events import EventKind
from bot.domain.tasks import Said, Step, Task, TaskState
from bot.refusals import Refusal, beside
from bot.speech.difficulties import Assign, Worded
from bot.speech.tasks import Move, TaskUpdate
from handlers.asks import Ask, Reply
from handlers.tasks.steps import (
    allowed,
    drawn,
    happened,
    keep,
    newest,
    numbered,
    opened,
    owner_of,
    passed,
    tell_owner,
)
from storage import tasks


def update(ask: Ask) -> Reply:
    """`/task T-12 60% …`; *Update* and `/task update T-12` open the form."""
    one = allowed(ask, "tasks.update")
    if not isinstance(ask.args, TaskUpdate):
        return opened(one, Step.UPDATE, blocks.update_form(ask.t, one))
    line = ask.args
    return told(ask, one, Said(line.percent, line.text, line.health, line.next), besides=line.besides)


def save_update(ask: Ask) -> Reply:
    one = newest(ask, allowed(ask, "tasks.update"))
    return told(ask, one, blocks.read_update(ask.values, one))


def told(ask: Ask, one: Task, said: Said, permalink: str = "", besides: str = "") -> Reply:
    """Somebody said how it goes; `permalink` is the message in which that was.

    `besides` is a percentage in the text that set nothing.
    """
    changed = rules.update(one, said, ask.now)
    coming = said.next_step if said.next_step and said.next_step != one.next_step else ""
    after = keep(ask, one, changed, Step.UPDATE, said.text, next_step=coming, health=said.health, permalink=permalink)
    happened(ask, EventKind.TASK_UPDATED, after)
    stays = besides if not one.children else ""
    return drawn(ask, after, lambda t: blocks.percent_stays(t, after, stays) if stays else None)


def finish(ask: Ask) -> Reply:
    """*Done*, or `/task done T-12`."""
    one = allowed(ask, "tasks.direct")
    after = keep(ask, one, rules.finish(one, ask.now, _waiting(ask, one)), Step.FINISH)
    happened(ask, EventKind.TASK_FINISHED, after)
    return drawn(ask, after)


def block(ask: Ask) -> Reply:
    """*Block*, or `/task block T-12 REASON`."""
    one = allowed(ask, "tasks.direct")
    if not isinstance(ask.args, Worded):
        return opened(one, Step.BLOCK, blocks.block_form(ask.t, one))
    return _blocked(ask, one, ask.args.text)


def save_block(ask: Ask) -> Reply:
    return _blocked(ask, newest(ask, allowed(ask, "tasks.direct")), blocks.read_reason(ask.values))


def _blocked(ask: Ask, one: Task, reason: str) -> Reply:
    after = keep(ask, one, rules.block(one, reason, ask.now), Step.BLOCK, reason)
    happened(ask, EventKind.TASK_BLOCKED, after)
    return drawn(ask, after)


def move(ask: Ask) -> Reply:
    """*Move*, or `/task move T-12 DATE REASON`; without a reason the form asks for it."""
    one = allowed(ask, "tasks.direct")
    if not isinstance(ask.args, Move) or not ask.args.reason:
        day = ask.args.due if isinstance(ask.args, Move) else None
        return opened(one, Step.MOVE, blocks.move_form(ask.t, one, day))
    return _moved(ask, one, ask.args.due, ask.args.reason)


def save_move(ask: Ask) -> Reply:
    one = newest(ask, allowed(ask, "tasks.direct"))
    day, reason = blocks.read_move(ask.values)
    return beside("day", lambda: _moved(ask, one, day, reason))


def _moved(ask: Ask, one: Task, day: dt.date, reason: str) -> Reply:
    after = keep(ask, one, rules.move(one, day, reason, ask.now), Step.MOVE, reason)
    happened(ask, EventKind.TASK_MOVED, after)
    return drawn(ask, after, passed(after, ask.today))


def assign(ask: Ask) -> Reply:
    """*Assign*, or `/task assign T-12 @person`."""
    one = allowed(ask, "tasks.direct")
    if not isinstance(ask.args, Assign):
        return opened(one, Step.ASSIGN, blocks.assign_form(ask.t, one))
    if ask.args.by is not None and ask.args.by != one.due:
        raise Refusal("Assigning changes no due date. `/task move {ref} DATE REASON` does.", ref=one.ref)
    return _assigned(ask, one, owner_of(ask, ask.args.person.id, ask.args.person.name))


def save_assignment(ask: Ask) -> Reply:
    one = newest(ask, allowed(ask, "tasks.direct"))
    return beside("owner", lambda: _assigned(ask, one, owner_of(ask, blocks.read_owner(ask.values))))


def _assigned(ask: Ask, one: Task, owner: str) -> Reply:
    after = keep(ask, one, rules.assign(one, owner), Step.ASSIGN, about=owner)
    tell_owner(ask, after)
    return drawn(ask, after)


def drop(ask: Ask) -> Reply:
    """`/task drop T-12 REASON`."""
    one = allowed(ask, "tasks.direct")
    if not isinstance(ask.args, Worded):
        return opened(one, Step.DROP, blocks.drop_form(ask.t, one))
    return _dropped(ask, one, ask.args.text)


def save_drop(ask: Ask) -> Reply:
    return _dropped(ask, newest(ask, allowed(ask, "tasks.direct")), blocks.read_reason(ask.values))


def _dropped(ask: Ask, one: Task, reason: str) -> Reply:
    return drawn(ask, keep(ask, one, rules.drop(one, reason, _waiting(ask, one)), Step.DROP, reason))


def reopen(ask: Ask) -> Reply:
    """*Reopen*, *Unblock*, or `/task reopen T-12 REASON`."""
    one = allowed(ask, "tasks.direct")
    if not isinstance(ask.args, Worded):
        return opened(one, Step.REOPEN, blocks.reopen_form(ask.t, one))
    return _reopened(ask, one, ask.args.text)


def save_reopened(ask: Ask) -> Reply:
    return _reopened(ask, newest(ask, allowed(ask, "tasks.direct")), blocks.read_reason(ask.values))


def _reopened(ask: Ask, one: Task, reason: str) -> Reply:
    if one.parent is not None and not one.unfinished:
        rules.check_parent(one, numbered(ask, one.parent), ())
    after = keep(ask, one, rules.reopen(one, reason, _percent(ask, one), ask.now), Step.REOPEN, reason)
    happened(ask, EventKind.TASK_UPDATED, after)
    return drawn(ask, after)


def _percent(ask: Ask, one: Task) -> int:
    """How far it was before it was finished."""
    if one.state is not TaskState.DONE:
        return one.percent
    mean = rules.progress(tasks.children(ask.session, ask.ws, one.number))
    return tasks.percent_before_end(ask.session, ask.ws, one.number) if mean is None else mean


def _waiting(ask: Ask, one: Task) -> list[Task]:
    """What stands under it and is not finished."""
    if not one.children:
        return []
    return [child for child in tasks.children(ask.session, ask.ws, one.number) if child.unfinished]
