"""What counts for an item by hand: `/plan count V-12 P-3`, a tag such as `#P-3` on a visit, or the visit's card."""

from typing import Final

from bot.blocks import plans as blocks
from bot.domain.meetings import MeetingState, responsible
from bot.domain.permissions import check, may, subject
from bot.domain.plans import SAID_FOR, Item, check_source
from bot.domain.refs import Ref
from bot.domain.surveys import SurveyState
from bot.domain.visits import Visit, VisitState
from bot.domain.words import folded, understand
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech.plans import CountLine
from bot.values import frozen
from handlers.asks import Ask, Open, Reply, Say
from handlers.plans.steps import card_of, held, named, numbered
from storage import meetings, plans, surveys, visits

_NO_ITEM: Final = N_("The inspection plan has no item that could count {ref}. `/plan add` records one.")
_NO_ITEM_YET: Final = N_(
    "The inspection plan has no item that could count {ref}. Leads, the secretariat and administrators add the items."
)


def count(ask: Ask) -> Reply:
    """It counts, whatever its tags are; without an item the form asks for which."""
    return _say(ask, counts=True)


def uncount(ask: Ask) -> Reply:
    """It does not count, whatever its tags are."""
    return _say(ask, counts=False)


def open_form(ask: Ask) -> Reply:
    """*Inspection plan* on the card of a visit or a sitting."""
    return _form(ask, _thing(ask, ask.ref))


def counted(ask: Ask) -> Reply:
    """The form, filled in: what was ticked counts, what was ticked before and is no more does not."""
    thing = _thing(ask, ask.ref)
    wanted = blocks.read_count(ask.values)
    changed = [numbered(ask, number) for number in sorted(wanted ^ _by_hand(ask, thing.ref))]
    for one in changed:
        _check(ask, one, thing)
    for one in changed:
        said = str(thing.ref)
        plans.say(ask.session, ask.ws, held(ask, one), said, ask.who.id, ask.now, counts=one.number in wanted)
    now = [one for one in _open_items(ask, thing.ref) if one.number in wanted]
    return Say(blocks.counted_card(ask.t, thing.ref, now))


def count_tagged(ask: Ask, visit: Visit) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Items that tags of a new visit name (`#P-3`, `#"Export sites"`): it counts for them now. And the other tags."""
    if not visit.unknown_tags:
        return (), ()
    items = _open_items(ask, _ref(visit))
    named = {tag: [one for one in items if folded(tag) in one.spellings()] for tag in visit.unknown_tags}
    found = {one.number: one for ones in named.values() for one in ones}
    for one in found.values():
        plans.say(ask.session, ask.ws, one, visit.ref, ask.who.id, ask.now, counts=True)
    return tuple(found.values()), tuple(tag for tag, ones in named.items() if not ones)


def unknown_of(ask: Ask, visit: Visit) -> tuple[str, ...]:
    """Tags of a visit that are, by now, neither a word of the vocabulary nor an item of the plan."""
    left = understand(visit.unknown_tags, ask.workspace.vocabulary).unknown
    if not left:
        return ()
    items = {name for one in plans.all_of(ask.session, ask.ws) for name in one.spellings()}
    return tuple(tag for tag in left if folded(tag) not in items)


def items_of(ask: Ask, ref: Ref) -> tuple[Item, ...] | None:
    """Those that it counts for by hand; None while no item counts such things."""
    items = _open_items(ask, ref)
    counted = _by_hand(ask, ref)
    return tuple(one for one in items if one.number in counted) if items else None


# steps ----------------------------------------------------------------------------------------------------------------


@frozen
class Thing:
    """What may count, and who made it."""

    ref: Ref
    author: str


def _say(ask: Ask, *, counts: bool) -> Reply:
    line: CountLine = ask.args
    thing = _thing(ask, line.ref)
    if not line.item:
        return _form(ask, thing)
    one = held(ask, named(ask, line.item))
    _check(ask, one, thing)
    plans.say(ask.session, ask.ws, one, str(thing.ref), ask.who.id, ask.now, counts=counts)
    said = (
        ask.t(":white_check_mark: {what} counts for {ref}.", what=str(thing.ref), ref=one.ref)
        if counts
        else ask.t("{what} does not count for {ref}.", what=str(thing.ref), ref=one.ref)
    )
    return Say(card_of(ask, one, said))


def _form(ask: Ask, thing: Thing) -> Reply:
    items = _open_items(ask, thing.ref)
    if not items:
        raise Refusal(_NO_ITEM if may(ask.actor, "plans.create") else _NO_ITEM_YET, ref=thing.ref)
    return Open(blocks.count_form(ask.t, thing.ref, items, sorted(_by_hand(ask, thing.ref))))


def _open_items(ask: Ask, ref: Ref) -> list[Item]:
    """Those that count such things and that people still talk of, the newest last."""
    every = plans.all_of(ask.session, ask.ws, since=ask.today - SAID_FOR)
    return [one for one in every if one.source.letter == ref.prefix]


def _by_hand(ask: Ask, ref: Ref) -> frozenset[int]:
    items = [one.number for one in _open_items(ask, ref)]
    words = plans.words_of(ask.session, ask.ws, items, str(ref))
    return frozenset(word.item for word in words if word.counts)


def _check(ask: Ask, one: Item, thing: Thing) -> None:
    check_source(one, thing.ref)
    check(ask.actor, "plans.count", subject(author=thing.author, owner=one.owner, teams=one.teams))


def _ref(visit: Visit) -> Ref:
    return Ref("V", visit.number)


def _thing(ask: Ask, ref: Ref | None) -> Thing:
    """The visit, the sitting or the survey of this number."""
    ref = ref or Ref("V", 0)
    if ref.prefix == "M":
        return _sitting(ask, ref)
    if ref.prefix == "S":
        survey = surveys.get(ask.session, ask.ws, ref.number)
        if survey is None or survey.state is SurveyState.UNDONE:
            raise Refusal("There is no survey {ref}. `/survey list` shows those that are open.", ref=str(ref))
        return Thing(Ref("S", survey.number), survey.author)
    visit = visits.get(ask.session, ask.ws, ref.number) if ref.prefix == "V" else None
    if visit is None:
        raise Refusal("There is no visit {ref}. `/visit list` shows yours.", ref=str(ref))
    if visit.state is VisitState.UNDONE:
        raise Refusal("{ref} was taken back. Log it again with `/visit`.", ref=visit.ref)
    return Thing(_ref(visit), visit.person)


def _sitting(ask: Ask, ref: Ref) -> Thing:
    """The sitting of this number: whoever prepares the series may count it."""
    one = meetings.get(ask.session, ask.ws, ref.number)
    series = meetings.get_series(ask.session, ask.ws, one.series) if one else None
    if one is None or series is None:
        raise Refusal("There is no meeting {ref}. `/meeting next` shows those to come.", ref=str(ref))
    if one.state is MeetingState.CANCELLED:
        raise Refusal("{ref} was cancelled. `/meeting move {ref} DATE` lets it take place after all.", ref=one.ref)
    return Thing(Ref("M", one.number), responsible(series, ask.directory) or "")
