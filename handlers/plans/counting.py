"""What counts for an item by hand: `/plan count V-12 P-3`, a tag such as `#P-3` on a visit, or the visit's card."""

from bot.blocks import plans as blocks
from bot.domain.permissions import check, subject
from bot.domain.plans import SAID_FOR, Item
from bot.domain.refs import Ref
from bot.domain.visits import Visit, VisitState
from bot.domain.words import folded
from bot.refusals import Refusal
from bot.speech.plans import CountLine
from handlers.asks import Ask, Open, Reply, Say
from handlers.plans.steps import card_of, held, named, numbered
from storage import plans, visits


def count(ask: Ask) -> Reply:
    """It counts, whatever its tags are; without an item the form asks for which."""
    return _say(ask, counts=True)


def uncount(ask: Ask) -> Reply:
    """It does not count, whatever its tags are."""
    return _say(ask, counts=False)


def open_form(ask: Ask) -> Reply:
    """*Inspection plan* on the card of a visit."""
    return _form(ask, _visit(ask, ask.ref))


def counted(ask: Ask) -> Reply:
    """The form, filled in: what was ticked counts, what was ticked before and is no more does not."""
    visit = _visit(ask, ask.ref)
    wanted = blocks.read_count(ask.values)
    before = _by_hand(ask, visit)
    changed = [numbered(ask, number) for number in sorted(wanted ^ before)]
    for one in changed:
        _check(ask, one, visit)
    for one in changed:
        plans.say(ask.session, ask.ws, held(ask, one), visit.ref, ask.who.id, ask.now, counts=one.number in wanted)
    now = [one for one in _open_items(ask) if one.number in wanted]
    return Say(blocks.counted_card(ask.t, visit, now))


def count_tagged(ask: Ask, visit: Visit) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Items that tags of a new visit name (`#P-3`, `#"Export sites"`): it counts for them now. And the other tags."""
    if not visit.unknown_tags:
        return (), ()
    items = _open_items(ask)
    named = {tag: [one for one in items if folded(tag) in one.spellings()] for tag in visit.unknown_tags}
    found = {one.number: one for ones in named.values() for one in ones}
    for one in found.values():
        plans.say(ask.session, ask.ws, one, visit.ref, ask.who.id, ask.now, counts=True)
    return tuple(found.values()), tuple(tag for tag, ones in named.items() if not ones)


def items_of(ask: Ask, visit: Visit) -> tuple[Item, ...] | None:
    """Those that it counts for by hand; None while there is no plan."""
    items = _open_items(ask)
    counted = _by_hand(ask, visit)
    return tuple(one for one in items if one.number in counted) if items else None


# steps ----------------------------------------------------------------------------------------------------------------


def _say(ask: Ask, *, counts: bool) -> Reply:
    line: CountLine = ask.args
    visit = _visit(ask, line.ref)
    if not line.item:
        return _form(ask, visit)
    one = held(ask, named(ask, line.item))
    _check(ask, one, visit)
    plans.say(ask.session, ask.ws, one, visit.ref, ask.who.id, ask.now, counts=counts)
    said = (
        ask.t(":white_check_mark: {visit} counts for {ref}.", visit=visit.ref, ref=one.ref)
        if counts
        else ask.t("{visit} does not count for {ref}.", visit=visit.ref, ref=one.ref)
    )
    return Say(card_of(ask, one, said))


def _form(ask: Ask, visit: Visit) -> Reply:
    items = _open_items(ask)
    if not items:
        raise Refusal("The inspection plan has no item yet. `/plan add` records one.")
    ref = Ref("V", visit.number, visit.version)
    return Open(blocks.count_form(ask.t, ref, items, sorted(_by_hand(ask, visit))))


def _open_items(ask: Ask) -> list[Item]:
    """Those that people still talk of, the newest last."""
    return plans.all_of(ask.session, ask.ws, since=ask.today - SAID_FOR)


def _by_hand(ask: Ask, visit: Visit) -> frozenset[int]:
    items = [one.number for one in _open_items(ask)]
    words = plans.words_of(ask.session, ask.ws, items, visit.ref)
    return frozenset(word.item for word in words if word.counts)


def _check(ask: Ask, one: Item, visit: Visit) -> None:
    check(ask.actor, "plans.count", subject(author=visit.person, owner=one.owner, teams=one.teams))


def _visit(ask: Ask, ref: Ref | None) -> Visit:
    found = visits.get(ask.session, ask.ws, ref.number) if ref is not None and ref.prefix == "V" else None
    if found is None:
        raise Refusal("There is no visit {ref}. `/visit list` shows yours.", ref=str(ref or "V-0"))
    if found.state is VisitState.UNDONE:
        raise Refusal("{ref} was taken back. Log it again with `/visit`.", ref=found.ref)
    return found
