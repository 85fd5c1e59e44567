"""What every listener of tasks does: find the one, ask whether it may be, keep what was done, say it."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from bot.blocks import tasks as blocks
from bot.blocks.kit import Card, Form
from bot.domain import tasks as rules
from bot.domain.events import EventKind
from bot.domain.permissions import Subject, check, subject
from bot.domain.refs import Ref
from bot.domain.tasks import Facts, Health, Step, Task, Update
from bot.i18n import Md, Translator
from bot.refusals import Refusal
from handlers.asks import Ask, Listener, Open, Redraw, Reply
from storage import difficulties, events, ledger, tasks

ASSIGNED: Final = "task-assigned"  # direct messages; their maker is in schedules/tasks.py
_GONE: Final = Refusal("There is no task {ref}. `/task list mine` shows yours.")
_OLD: Final = Refusal("{ref} was changed meanwhile. Close this form and open it again to see the newest.")
NEEDS: Final = {step: "tasks.update" if step is Step.UPDATE else "tasks.direct" for step in Step}  # permissions


def one_of(ask: Ask, *, look: bool = False) -> Task:
    """The task that a button, a form or the words are about.

    Nobody else changes it until the request is done, unless this is only a `look`, in a read-only transaction.
    """
    meant = (ask.args if isinstance(ask.args, Ref) else getattr(ask.args, "ref", None)) or ask.ref
    return numbered(ask, meant.number if meant else 0, look=look)


def numbered(ask: Ask, number: int, *, look: bool = False) -> Task:
    found = (tasks.get if look else tasks.locked)(ask.session, ask.ws, number)
    if found is None:
        raise Refusal(_GONE.message, ref=f"T-{number}")
    return found


def allowed(ask: Ask, permission: str, *, look: bool = False) -> Task:
    """The same, when the person may do that with it."""
    one = one_of(ask, look=look)
    check(ask.actor, permission, about(one))
    return one


def about(one: Task) -> Subject:
    return subject(author=one.created_by, owner=one.owner, teams=one.teams)


def newest(ask: Ask, one: Task) -> Task:
    """A form that was drawn before somebody else's change overwrites nothing."""
    if ask.ref and ask.ref.version and ask.ref.version != one.version:
        raise Refusal(_OLD.message, ref=one.ref)
    return one


def opened(one: Task, step: Step, form: Form) -> Reply:
    """The form of a step, if its state allows that step."""
    rules.following(one, step)
    return Open(form)


def owner_of(ask: Ask, id: str | None, name: str = "") -> str:
    """Somebody who works here."""
    return rules.check_owner(ask.directory.pick(id, name)).id


def keep(
    ask: Ask,
    before: Task,
    changed: Task,
    step: Step,
    text: str = "",
    *,
    next_step: str = "",
    health: Health | None = None,
    about: str = "",
    permalink: str = "",
) -> Task:
    """Store a step: the task, its audit, its parents' progress and a line of its history."""
    after = tasks.save(ask.session, ask.ws, changed, ask.who.id, ask.now, step.value)
    entry = Update(
        task=after.number,
        person=ask.who.id,
        at=ask.now,
        what=step,
        percent=after.percent,
        text=text,
        next_step=next_step,
        due_before=before.due,
        due_after=after.due,
        health=health,
        about=about,
        permalink=permalink,
    )
    tasks.append(ask.session, ask.ws, entry)
    return after


def happened(ask: Ask, kind: EventKind, one: Task) -> None:
    events.tell(ask.session, ask.ws, kind, [one.ref], one.teams, ask.now)


def tell_owner(ask: Ask, one: Task) -> None:
    """Somebody else gave it to them: a direct message."""
    if one.owner is None or one.owner == ask.who.id:
        return
    ledger.tell(
        ask.session,
        ask.directory,
        series=ASSIGNED,
        occurrence=f"{one.ref}.{one.version}",
        person=one.owner,
        args={"task": one.number, "by": ask.who.id},
        now=ask.now,
    )


def card_of(
    ask: Ask, one: Task, t: Translator, said: Md | None = None, *, history: int = blocks.HISTORY, fresh: bool = False
) -> Card:
    """Its card as things stand."""
    known = tasks.programmes(ask.session, ask.ws) if one.programme else []
    facts = Facts(
        one,
        tuple(tasks.history(ask.session, ask.ws, one.number)),
        tuple(tasks.children(ask.session, ask.ws, one.number)) if one.children else (),
        parent=tasks.get(ask.session, ask.ws, one.parent) if one.parent else None,
        programme=next((each for each in known if each.key == one.programme), None),
        difficulty=difficulties.get(ask.session, ask.ws, one.difficulty) if one.difficulty else None,
        fresh=fresh,
        barred=ask.barred(NEEDS, about(one)),
    )
    return blocks.card(t, facts, ask.directory, ask.today, said, history)


def drawn(ask: Ask, one: Task, said: Callable[[Translator], Md | None] = lambda _t: None) -> Reply:
    t = ask.tongue(one.team)
    return Redraw(card_of(ask, one, t, said(t)))


def passed(one: Task, today: dt.date) -> Callable[[Translator], Md | None]:
    """A due date in the past is stored, and pointed out."""
    return lambda t: t("The new due date has passed already, so it is shown late.") if one.late(today) else None


def on_old_cards(run: Listener) -> Listener:
    """An old card's button asks for something of the present state; when that is refused, the new card says why."""

    def pressed(ask: Ask) -> Reply:
        try:
            return run(ask)
        except Refusal as refused:
            one = tasks.get(ask.session, ask.ws, ask.ref.number) if ask.ref else None
            if one is None or ask.ref is None or not ask.ref.version or ask.ref.version == one.version:
                raise
            t = ask.tongue(one.team)
            return Redraw(card_of(ask, one, t, t(refused.message, **refused.values)))

    return pressed
