"""A difficulty's life: assigned, begun, answered, closed; declined, reopened, merged, escalated, made a task of."""

import dataclasses
import datetime as dt
from typing import Final

from bot.blocks import difficulties as blocks
from bot.blocks.kit import cut
from bot.domain import difficulties as rules
from bot.domain.difficulties import Difficulty, Note, Step
from bot.domain.events import EventKind
from bot.domain.tasks import Task, TaskState
from bot.refusals import Faults, Refusal
from bot.speech.difficulties import Assign, Escalate, Worded
from handlers.asks import Ask, Reply, Say
from handlers.difficulties.steps import (
    ESCALATED,
    allowed,
    check_for,
    drawn,
    happened,
    keep,
    newest,
    one_of,
    opened,
    owner_of,
    plan,
    tell_company,
    tell_owner,
    teller,
)
from storage import difficulties, events, referrals, tasks

TITLE: Final = 150


def assign(ask: Ask) -> Reply:
    """*Assign*, or `/difficulty assign D-7 @person [by: DATE]`."""
    one = allowed(ask, "difficulties.assign")
    if not isinstance(ask.args, Assign):
        return opened(one, Step.ASSIGN, blocks.assign_form(ask.t, one))
    person = ask.directory.pick(ask.args.person.id, ask.args.person.name)
    return _assigned(ask, one, person.id, ask.args.by)


def save_assignment(ask: Ask) -> Reply:
    one = newest(ask, allowed(ask, "difficulties.assign"))
    owner, day = blocks.read_assignment(ask.values)
    try:
        return _assigned(ask, one, owner, day)
    except Refusal as refusal:
        raise Faults({"day" if "day" in refusal.values else "owner": refusal}) from refusal


def _assigned(ask: Ask, one: Difficulty, person: str, day: dt.date | None) -> Reply:
    owner = owner_of(ask, person)
    changed = rules.assign(one, owner, day, ask.today)
    after = keep(ask, changed, Step.ASSIGN, about=owner)
    if owner != one.owner:
        tell_owner(ask, after)
    return drawn(ask, after)


def start(ask: Ask) -> Reply:
    one = allowed(ask, "difficulties.work")
    return drawn(ask, keep(ask, rules.start(one, ask.who.id), Step.START))


def answer(ask: Ask) -> Reply:
    """*Answer*, or `/difficulty answer D-7 TEXT`: today I told the company this."""
    one = allowed(ask, "difficulties.work")
    if not isinstance(ask.args, Worded):
        if one.referred:
            return opened(one, Step.REPLY, blocks.reply_form(ask.t, one, ask.today))
        known = referrals.of_difficulty(ask.session, ask.ws, one.number)
        said = next((asked.answer for asked in reversed(known) if asked.answer), "")
        return opened(one, Step.ANSWER, blocks.answer_form(ask.t, one, ask.who.id, ask.today, said))
    return tell_company(ask, one, blocks.Told(ask.args.text, ask.who.id, ask.today))


def save_answer(ask: Ask) -> Reply:
    one = newest(ask, allowed(ask, "difficulties.work"))
    return tell_company(ask, one, teller(ask, blocks.read_told(ask.values, ask.who.id, ask.today)))


def close(ask: Ask) -> Reply:
    """It ends here: only after the company was told."""
    one = allowed(ask, "difficulties.settle")
    after = keep(ask, rules.close(one), Step.CLOSE)
    happened(ask, EventKind.DIFFICULTY_CLOSED, after)
    return drawn(ask, after)


def decline(ask: Ask) -> Reply:
    """*Decline*, or `/difficulty decline D-7 REASON`: today I told the company why not."""
    one = allowed(ask, "difficulties.settle")
    if not isinstance(ask.args, Worded):
        return opened(one, Step.DECLINE, blocks.decline_form(ask.t, one, ask.who.id, ask.today))
    return _declined(ask, one, blocks.Told(ask.args.text, ask.who.id, ask.today))


def save_declined(ask: Ask) -> Reply:
    one = newest(ask, allowed(ask, "difficulties.settle"))
    return _declined(ask, one, teller(ask, blocks.read_told(ask.values, ask.who.id, ask.today)))


def _declined(ask: Ask, one: Difficulty, told: blocks.Told) -> Reply:
    after = keep(ask, rules.decline(one, told.text, told.by, told.on, ask.now), Step.DECLINE, told.text)
    happened(ask, EventKind.DIFFICULTY_DECLINED, after)
    return drawn(ask, after)


def reopen(ask: Ask) -> Reply:
    one = allowed(ask, "difficulties.work")
    if not isinstance(ask.args, Worded):
        return opened(one, Step.REOPEN, blocks.reopen_form(ask.t, one))
    return _reopened(ask, one, ask.args.text)


def save_reopened(ask: Ask) -> Reply:
    return _reopened(ask, newest(ask, allowed(ask, "difficulties.work")), blocks.read_words(ask.values))


def _reopened(ask: Ask, one: Difficulty, reason: str) -> Reply:
    due = rules.due_day(ask.today, one.urgent, ask.workspace)
    return drawn(ask, keep(ask, rules.reopen(one, due), Step.REOPEN, reason))


def merge(ask: Ask) -> Reply:
    """`/difficulty merge D-7 D-9`: D-7 goes into D-9, with its notes."""
    first, second = ask.args
    held = {
        ref: one_of(ask, ref) for ref in sorted((first, second), key=lambda ref: ref.number)
    }  # always locked in order
    gone, into = held[first], held[second]
    check_for(ask, "difficulties.settle", gone)
    check_for(ask, "difficulties.work", into)
    merged, kept = rules.merge(gone, into)
    difficulties.carry_over(ask.session, ask.ws, gone.number, into.number)
    difficulties.save(ask.session, ask.ws, merged, ask.who.id, ask.now, Step.MERGE.value)
    return drawn(ask, keep(ask, kept, Step.MERGE, about=gone.ref))


def escalate(ask: Ask) -> Reply:
    """The team above decides, or the one that is named; its lead hears of it."""
    one = allowed(ask, "difficulties.work")
    typed = ask.args.team if isinstance(ask.args, Escalate) else None
    own = ask.directory.team(one.team)
    to = ask.directory.pick_team(typed).key if typed else (own.parent if own else None)
    after = keep(ask, rules.escalate(one, to), Step.ESCALATE, about=to or "")
    happened(ask, EventKind.DIFFICULTY_ESCALATED, after)
    above = ask.directory.team(to)
    if above is not None and above.lead and above.lead != ask.who.id:
        plan(ask, ESCALATED, after, above.lead)
    return drawn(ask, after)


def make_task(ask: Ask) -> Reply:
    """A task with the same words, team, owner and day; both know each other."""
    one = allowed(ask, "difficulties.work")
    before = tasks.get(ask.session, ask.ws, one.task) if one.task else None
    if before is None or before.state is TaskState.DROPPED:  # taken back or dropped: another may be made
        one = dataclasses.replace(one, task=None)
    rules.task_free(one)
    draft = Task(
        number=0,
        title=cut(" ".join(one.text.split()), TITLE),
        state=TaskState.OPEN,
        created=ask.now,
        created_by=ask.who.id,
        owner=one.owner,
        team=one.team,
        start=ask.today if one.due >= ask.today else None,
        due=one.due,
        baseline=one.due,
        difficulty=one.number,
        permalink=one.permalink,
    )
    task = tasks.add(ask.session, ask.ws, draft, ask.who.id, ask.now)
    teams = [one.team] if one.team else []
    events.tell(ask.session, ask.ws, EventKind.TASK_ADDED, [task.ref], teams, ask.now)
    keep(ask, rules.link_task(one, task.number), Step.TASK, about=task.ref)
    return Say(blocks.task_card(ask.t, one, task.ref))


def note(ask: Ask) -> Reply:
    """Anybody may add what they know."""
    one = one_of(ask)
    if not isinstance(ask.args, Worded):
        return opened(one, Step.NOTE, blocks.note_form(ask.t, one))
    return _noted(ask, one, ask.args.text)


def save_note(ask: Ask) -> Reply:
    return _noted(ask, one_of(ask), blocks.read_words(ask.values))


def _noted(ask: Ask, one: Difficulty, text: str) -> Reply:
    rules.following(one, Step.NOTE)
    difficulties.note(ask.session, ask.ws, one.number, Note(ask.who.id, ask.now, Step.NOTE, text))
    return drawn(ask, one)
