"""A difficulty is referred to a partner (이관): asked until a day, with a letter; answered, or taken back."""

import datetime as dt

from bot.blocks import difficulties as blocks
from bot.domain import difficulties as rules
from bot.domain import referrals as partners
from bot.domain.difficulties import Difficulty, Step
from bot.domain.events import EventKind
from bot.domain.organisations import Organisation
from bot.domain.referrals import Referral, ReferralState
from bot.refusals import Faults, Refusal
from bot.speech import ids
from bot.speech.difficulties import Refer
from handlers.asks import Ask, Reply, Say
from handlers.difficulties.steps import allowed, drawn, happened, keep, newest, one_of, opened, tell_company
from storage import organisations, referrals

MENU = 100  # partners that a menu takes


def refer(ask: Ask) -> Reply:
    """*Refer*, or `/difficulty refer D-7 ORGANISATION [by: DATE]`."""
    one = allowed(ask, "difficulties.work")
    usual = partners.due_day(ask.today, one.urgent, ask.workspace)
    if not isinstance(ask.args, Refer):
        known, _ = organisations.listing(ask.session, ask.ws, (), MENU, partners=True)
        return opened(one, Step.REFER, blocks.refer_form(ask.t, one, known, one.referred_until or usual))
    return _referred(ask, one, _named(ask, ask.args.organisation), ask.args.by or usual)


def save_referral(ask: Ask) -> Reply:
    """The form, filled in."""
    one = newest(ask, allowed(ask, "difficulties.work"))
    asked = blocks.read_referral(ask.values)
    day = asked.day or partners.due_day(ask.today, one.urgent, ask.workspace)
    try:
        return _referred(ask, one, _named(ask, f"O-{asked.number}" if asked.number else asked.name), day, asked.request)
    except Refusal as refusal:
        field = "day" if "day" in refusal.values else "organisation"
        raise Faults({field: refusal}) from refusal


def _referred(ask: Ask, one: Difficulty, to: Organisation, day: dt.date, request: str = "") -> Reply:
    changed = rules.refer(one, to.number, to.name, day, ask.who.id, ask.today)
    draft = Referral(0, one.number, to.number, ask.today, day, ask.who.id, to.name, request=request)
    referrals.ask(ask.session, ask.ws, draft, ask.now)
    after = keep(ask, changed, Step.REFER, to.name, to.ref)
    happened(ask, EventKind.DIFFICULTY_REFERRED, after)
    return drawn(ask, after)


def save_reply(ask: Ask) -> Reply:
    """The partner answered. Has the company been told, this is its answer; else it is to be told now."""
    one = newest(ask, allowed(ask, "difficulties.work"))
    said = blocks.read_reply(ask.values, ask.today)
    rules.following(one, Step.REPLY)
    referrals.end(ask.session, ask.ws, one.number, ReferralState.ANSWERED, ask.who.id, ask.now, said.text, said.on)
    if said.told:
        return tell_company(ask, one, blocks.Told(said.text, ask.who.id, said.on))
    return drawn(ask, keep(ask, rules.reply(one), Step.REPLY, said.text))


def withdraw(ask: Ask) -> Reply:
    """*Take it back*: the partner is no longer asked."""
    one = allowed(ask, "difficulties.work")
    return drawn(ask, keep(ask, rules.withdraw(one), Step.WITHDRAW, one.referred_name, f"O-{one.referred_to}"))


def letter(ask: Ask) -> Reply:
    """The draft of the letter to the partner that has it; a reminder when its answer is overdue."""
    one = one_of(ask, look=True)
    asked = referrals.open_of(ask.session, ask.ws, one.number)
    if asked is None or not one.referred:
        raise Refusal("{ref} is with no partner. `/difficulty refer {ref} ORGANISATION` asks one.", ref=one.ref)
    return Say(blocks.letter_card(ask.tongue(one.team), one, asked, ask.directory, ask.today))


def _named(ask: Ask, typed: str) -> Organisation:
    """One that stands in the directory, by number or name: nobody is asked because of a slip of the pen."""
    ref = ids.ref(typed)
    numbered = ref is not None and ref.prefix == "O"
    found = (
        organisations.standing(ask.session, ask.ws, ref.number)
        if ref is not None and numbered
        else organisations.find(ask.session, ask.ws, typed)
    )
    if found is not None:
        return found
    if numbered:
        raise Refusal("There is no organisation {ref}. `/org find NAME` looks for one.", ref=str(ref))
    close = organisations.similar(ask.session, ask.ws, typed)
    if close:
        raise Refusal(
            "“{name}” is not in the directory. Did you mean {names}?",
            name=typed,
            names=", ".join(f"{one.ref} {one.name}" for one in close),
        )
    raise Refusal("“{name}” is not in the directory. Add it first: `/org add {name} #partner`", name=typed)
