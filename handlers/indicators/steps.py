"""What every listener of indicators does: find the one, ask whether it may be, draw its card."""

from bot.blocks import indicators as blocks
from bot.blocks.kit import Card
from bot.domain import indicators as rules
from bot.domain.indicators import Indicator, Reading
from bot.domain.permissions import Subject, check, may, subject
from bot.domain.refs import Ref
from bot.domain.words import Facet
from bot.i18n import Md
from bot.refusals import Refusal
from bot.speech import ids
from handlers.asks import Ask
from storage import indicators


def meant(ask: Ask) -> Indicator:
    """The one that a button or a form is about, or that was typed by number, key or name."""
    if isinstance(ask.args, str):
        return named(ask, ask.args)
    return numbered(ask, ask.ref.number if ask.ref else 0)


def named(ask: Ask, typed: str) -> Indicator:
    ref = ids.ref(typed)
    if ref is not None and ref.prefix == "I":
        return numbered(ask, ref.number)
    return rules.pick(indicators.all_of(ask.session, ask.ws), typed, may_add=may(ask.actor, "indicators.create"))


def numbered(ask: Ask, number: int) -> Indicator:
    found = indicators.get(ask.session, ask.ws, number)
    if found is None or found.deleted:
        raise Refusal("There is no indicator {ref}. `/indicator list` shows them.", ref=str(Ref("I", number)))
    return found


def held(ask: Ask, one: Indicator) -> Indicator:
    """The same, and nobody else changes it until the request is done."""
    return indicators.locked(ask.session, ask.ws, one.number) or one


def about(one: Indicator, reading: Reading | None = None) -> Subject:
    return subject(author=reading.person if reading else one.created_by, owner=one.owner, teams=one.teams)


def allowed(ask: Ask, permission: str) -> Indicator:
    """The one that is meant, when the person may do that with it."""
    one = meant(ask)
    check(ask.actor, permission, about(one))
    return one


def card_of(ask: Ask, one: Indicator, said: Md | None = None, fresh: Reading | None = None) -> Card:
    """Its card as things stand."""
    found = indicators.readings(ask.session, ask.ws, one.number)
    current = rules.current(found)
    facts = blocks.Facts(
        rules.course(one, found, ask.today),
        tuple(current),
        rules.corrections(found),
        tuple(rules.parts(one, current, Facet.SECTOR)),
        tuple(rules.parts(one, current, Facet.REGION)),
        fresh,
        may_record=may(ask.actor, "indicators.record", about(one)),
        may_change=may(ask.actor, "indicators.change", about(one)),
    )
    return blocks.card(ask.t, facts, ask.directory, said)
