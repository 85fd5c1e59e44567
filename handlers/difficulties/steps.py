"""What every listener of difficulties does: find the one, ask whether it may be, keep what was done, say it."""

import dataclasses
from collections.abc import Callable
from typing import Final

from bot.blocks import difficulties as blocks
from bot.blocks.kit import Card, Form
from bot.domain import difficulties as rules
from bot.domain.difficulties import Difficulty, DifficultyState, Facts, Note, Step, Wanted
from bot.domain.events import EventKind
from bot.domain.people import Role
from bot.domain.permissions import Subject, check, subject
from bot.domain.referrals import ReferralState
from bot.domain.refs import Ref
from bot.i18n import Md, Translator
from bot.refusals import Refusal, beside
from handlers.asks import Ask, Listener, Open, Redraw, Reply
from storage import difficulties, events, ledger, referrals

ASSIGNED: Final = "difficulty-assigned"  # direct messages; their makers are in schedules/difficulties.py
ESCALATED: Final = "difficulty-escalated"
# Steps after which no partner has it any more, and what became of the asking
_ENDS: Final = {
    Step.START: ReferralState.WITHDRAWN,
    Step.DECLINE: ReferralState.WITHDRAWN,
    Step.WITHDRAW: ReferralState.WITHDRAWN,
    Step.ANSWER: ReferralState.ANSWERED,
}
NEEDS: Final = {  # permissions of the steps that a card offers
    **dict.fromkeys((Step.CLOSE, Step.DECLINE), "difficulties.settle"),
    **dict.fromkeys((Step.START, Step.ANSWER, Step.REFER, Step.WITHDRAW), "difficulties.work"),
    **dict.fromkeys((Step.REOPEN, Step.EDIT, Step.ESCALATE), "difficulties.work"),
    Step.ASSIGN: "difficulties.assign",
}
_GONE: Final = Refusal("There is no difficulty {ref}. `/difficulty list` shows those that are open.")
_OLD: Final = Refusal("{ref} was changed meanwhile. Close this form and open it again to see the newest.")


def one_of(ask: Ask, ref: Ref | None = None, *, look: bool = False) -> Difficulty:
    """The difficulty that a button, a form or the words are about.

    Nobody else changes it until the request is done, unless this is only a `look`, in a read-only transaction.
    """
    meant = ref or (ask.args if isinstance(ask.args, Ref) else getattr(ask.args, "ref", None)) or ask.ref
    number = meant.number if meant else 0
    found = (difficulties.get if look else difficulties.locked)(ask.session, ask.ws, number)
    if found is None:
        raise Refusal(_GONE.message, ref=f"D-{number}")
    return found


def about(one: Difficulty) -> Subject:
    return subject(author=one.raised_by, owner=one.owner, teams=one.teams)


def check_for(ask: Ask, permission: str, one: Difficulty) -> None:
    check(ask.actor, permission, about(one))


def allowed(ask: Ask, permission: str, *, look: bool = False) -> Difficulty:
    """The same, when the person may do that with it."""
    one = one_of(ask, look=look)
    check_for(ask, permission, one)
    return one


def newest(ask: Ask, one: Difficulty) -> Difficulty:
    """A form that was drawn before somebody else's change overwrites nothing."""
    if ask.ref and ask.ref.version and ask.ref.version != one.version:
        raise Refusal(_OLD.message, ref=one.ref)
    return one


def opened(one: Difficulty, step: Step, form: Form) -> Reply:
    """The form of a step, if its state allows that step."""
    rules.following(one, step)
    return Open(form)


def owner_of(ask: Ask, person: str) -> str:
    """Somebody who works here."""
    found = ask.directory.pick(person, "")
    if found.role is Role.GUEST:
        raise Refusal("{name} is a guest and cannot own a difficulty. Choose somebody who works here.", name=found.name)
    return found.id


def teller(ask: Ask, told: blocks.Told) -> blocks.Told:
    return dataclasses.replace(told, by=beside("person", lambda: owner_of(ask, told.by)))


def keep(ask: Ask, changed: Difficulty, step: Step, text: str = "", about: str = "") -> Difficulty:
    """Store a step: the difficulty, its audit and a line of its history; a partner that had it no longer does."""
    if step in _ENDS:
        ended = _ENDS[step]
        on = changed.told if ended is ReferralState.ANSWERED else None
        answer = text if ended is ReferralState.ANSWERED else ""
        referrals.end(ask.session, ask.ws, changed.number, ended, ask.who.id, ask.now, answer, on)
    after = difficulties.save(ask.session, ask.ws, changed, ask.who.id, ask.now, step.value)
    difficulties.note(ask.session, ask.ws, after.number, Note(ask.who.id, ask.now, step, text, about))
    return after


def tell_company(ask: Ask, one: Difficulty, told: blocks.Told) -> Reply:
    """The company was told: its answer is recorded."""
    after = keep(ask, rules.answer(one, told.text, told.by, told.on, ask.now), Step.ANSWER, told.text)
    if one.state is not DifficultyState.ANSWERED:  # a corrected answer is no second one
        happened(ask, EventKind.DIFFICULTY_ANSWERED, after)
    return drawn(ask, after)


def happened(ask: Ask, kind: EventKind, one: Difficulty) -> None:
    events.tell(ask.session, ask.ws, kind, [one.ref], one.teams, ask.now)


def tell_owner(ask: Ask, one: Difficulty) -> None:
    """Somebody else gave it to them: a direct message."""
    if one.owner and one.owner != ask.who.id:
        plan(ask, ASSIGNED, one, one.owner)


def plan(ask: Ask, series: str, one: Difficulty, person: str) -> None:
    """Within their hours; what is urgent at once."""
    ledger.tell(
        ask.session,
        ask.directory,
        series=series,
        occurrence=f"{one.ref}.{one.version}",
        person=person,
        args={"difficulty": one.number, "by": ask.who.id},
        now=ask.now,
        urgent=one.urgent,
    )


def card_of(ask: Ask, one: Difficulty, t: Translator, said: Md | None = None, history: int = blocks.HISTORY) -> Card:
    """Its card as things stand."""
    facts = Facts(
        one,
        tuple(difficulties.notes(ask.session, ask.ws, one.number)),
        tuple(difficulties.merged_into(ask.session, ask.ws, one.number)),
        referrals=tuple(referrals.of_difficulty(ask.session, ask.ws, one.number)),
        barred=ask.barred(NEEDS, about(one)),
    )
    return blocks.card(t, facts, ask.directory, ask.today, said, history)


def drawn(ask: Ask, one: Difficulty, said: Callable[[Translator], Md | None] = lambda _t: None) -> Reply:
    t = ask.tongue(one.team)
    return Redraw(card_of(ask, one, t, said(t)))


def on_old_cards(run: Listener) -> Listener:
    """An old card's button asks for something of the present state; when that is refused, the new card says why."""

    def pressed(ask: Ask) -> Reply:
        try:
            return run(ask)
        except Refusal as refused:
            one = difficulties.get(ask.session, ask.ws, ask.ref.number) if ask.ref else None
            if one is None or ask.ref is None or not ask.ref.version or ask.ref.version == one.version:
                raise
            t = ask.tongue(one.team)
            return Redraw(card_of(ask, one, t, t(refused.message, **refused.values)))

    return pressed


def checked(ask: Ask, wanted: Wanted) -> Wanted:
    """What a form says, with a team and an owner that there are."""
    team, owner = wanted.team, wanted.owner
    return dataclasses.replace(
        wanted,
        team=beside("team", lambda: ask.directory.pick_team(team).key) if team else None,
        owner=beside("owner", lambda: owner_of(ask, owner)) if owner else None,
    )
