"""What every listener of the plan does: find the item, ask whether it may be, draw its card."""

from bot.blocks import plans as blocks
from bot.blocks.kit import Card
from bot.domain import plans as rules
from bot.domain.permissions import Subject, check, may, subject
from bot.domain.plans import Item
from bot.domain.refs import Ref
from bot.i18n import Md
from bot.refusals import Refusal
from bot.speech import ids
from handlers.asks import Ask
from storage import plans


def meant(ask: Ask) -> Item:
    """The one that a button or a form is about, or that was typed by number or name."""
    if isinstance(ask.args, str):
        return named(ask, ask.args)
    return numbered(ask, ask.ref.number if ask.ref else 0)


def named(ask: Ask, typed: str) -> Item:
    ref = ids.ref(typed)
    if ref is not None and ref.prefix == "P":
        return numbered(ask, ref.number)
    return rules.pick(plans.all_of(ask.session, ask.ws), typed)


def numbered(ask: Ask, number: int) -> Item:
    found = plans.get(ask.session, ask.ws, number)
    if found is None or found.deleted:
        raise Refusal("There is no item {ref} in the plan. `/plan` shows them.", ref=str(Ref("P", number)))
    return found


def held(ask: Ask, one: Item) -> Item:
    """The same, and nobody else changes it until the request is done."""
    return plans.locked(ask.session, ask.ws, one.number) or one


def about(one: Item) -> Subject:
    return subject(author=one.created_by, owner=one.owner, teams=one.teams)


def allowed(ask: Ask, permission: str) -> Item:
    """The one that is meant, when the person may do that with it."""
    one = meant(ask)
    check(ask.actor, permission, about(one))
    return one


def card_of(ask: Ask, one: Item, said: Md | None = None) -> Card:
    """Its card as things stand."""
    [progress] = plans.progress(ask.session, ask.ws, [one], ask.today)
    field = next((each for each in plans.fields(ask.session, ask.ws) if each.key == one.field), None)
    return blocks.card(
        ask.t, progress, field, ask.directory, said, may_change=may(ask.actor, "plans.change", about(one))
    )
