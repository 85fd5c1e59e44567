"""Two that are one: what would move is shown first, and what moved can be taken back."""

from bot.blocks import merging as blocks
from bot.domain import organisations as rules
from bot.domain.permissions import check, subject
from bot.domain.refs import Ref, from_value
from bot.refusals import Refusal
from handlers.asks import Ask, Redraw, Reply, Say
from handlers.organisations.steps import card_of, numbered
from storage import merges


def preview(ask: Ask) -> Reply:
    """`/org merge O-9 O-12`: what would move, and the button that does it."""
    first, second = ask.args
    gone, into = numbered(ask, first.number), numbered(ask, second.number)
    _, kept = rules.merge(gone, into)
    uses = merges.uses(ask.session, ask.ws, gone.number)
    return Say(blocks.merge_card(ask.t, gone, into, uses, filled=kept != into))


def merge(ask: Ask) -> Reply:
    """*Merge* on that card."""
    gone, into = pair(ask)
    before = numbered(ask, gone.number)
    after = merges.merge(ask.session, ask.ws, gone.number, into.number, ask.who.id, ask.now)
    said = ask.t("{ref} {name} was merged into it.", ref=before.ref, name=before.name)
    return Redraw(blocks.noted(card_of(ask, after), said, blocks.undo_button(ask.t, before)))


def undo(ask: Ask) -> Reply:
    """`/org undo O-9`, or *Undo*: it is an organisation of its own again, with what moved."""
    meant = ask.args if isinstance(ask.args, Ref) else ask.ref
    one = numbered(ask, meant.number if meant else 0, trace=True)
    merged = merges.find(ask.session, ask.ws, one.number)
    check(ask.actor, "organisations.unmerge", subject(author=merged.by if merged else None))
    back = merges.undo(ask.session, ask.ws, one.number, ask.who.id, ask.now)
    return Redraw(card_of(ask, back, [ask.t("It is an organisation of its own again.")]))


def pair(ask: Ask, letters: str = "O") -> tuple[Ref, Ref]:
    """The two that a button carries: one of these nouns, and an organisation."""
    read = [found for word in ask.words.split() if (found := from_value(word)) is not None]
    if len(read) != 2 or read[0].prefix not in letters or read[1].prefix != "O":
        raise Refusal("This button is from an older card. Type `/org merge O-9 O-12`.")
    return read[0], read[1]
