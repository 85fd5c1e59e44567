"""A visit or a difficulty brought a new organisation, and it was one that is known already: it moves there.

Where nobody else has used the new one, it is merged, so that its spelling leads to the known one from then on.
"""

import dataclasses
from collections.abc import Mapping

from bot.blocks import merging as blocks
from bot.blocks import visits as visit_blocks
from bot.blocks.kit import Card
from bot.domain.difficulties import Step
from bot.domain.organisations import Organisation, Use, behind
from bot.i18n import Translator
from handlers.asks import Ask, Redraw, Reply
from handlers.difficulties.steps import allowed, card_of, keep
from handlers.organisations.merging import pair
from handlers.organisations.steps import numbered
from handlers.visits.steps import allowed as visit_of
from handlers.visits.steps import beside, facts_of, take_along
from storage import merges, organisations, visits


def meant(ask: Ask) -> Reply:
    """*Did you mean …?*"""
    about, known = pair(ask, "VD")
    ask = dataclasses.replace(ask, args=about, ref=about)
    into = numbered(ask, known.number)
    return _of_visit(ask, into) if about.prefix == "V" else _of_difficulty(ask, into)


def _of_visit(ask: Ask, into: Organisation) -> Reply:
    visit = visit_of(ask)
    raised = beside(ask, visit)
    uses = {Use.VISIT: 1, Use.DIFFICULTY: len(raised)}
    merged = _merged(ask, visit.organisation, into, {use: count for use, count in uses.items() if count})
    summary = visit.summary or behind(visit.organisation_name, into.name)
    known = visits.get(ask.session, ask.ws, visit.number) or visit
    moved = dataclasses.replace(known, organisation=into.number, organisation_name=into.name, summary=summary)
    if summary != known.summary or not (merged or visit.organisation == into.number):
        moved = visits.save(ask.session, ask.ws, moved, ask.who.id, ask.now, "edit")
    if not merged and visit.organisation != into.number:
        take_along(ask, raised, into)
    card = visit_blocks.show_card(ask.t, facts_of(ask, moved), ask.directory)
    return Redraw(_noted(ask, ask.t, card, visit.organisation, into, merged=merged))


def _of_difficulty(ask: Ask, into: Organisation) -> Reply:
    one = allowed(ask, "difficulties.work")
    was = one.organisation or into.number
    merged = _merged(ask, was, into, {Use.DIFFICULTY: 1})
    moved = dataclasses.replace(one, organisation=into.number, organisation_name=into.name)
    if not merged and was != into.number:
        moved = keep(ask, moved, Step.EDIT)
    t = ask.tongue(moved.team)
    return Redraw(_noted(ask, t, card_of(ask, moved, t), was, into, merged=merged))


def _merged(ask: Ask, number: int, into: Organisation, uses: Mapping[Use, int]) -> bool:
    """Whether it was merged: nothing but this names it, and nobody has written anything about it."""
    new = organisations.get(ask.session, ask.ws, number)
    if new is None or new.version or number == into.number or merges.uses(ask.session, ask.ws, number) != uses:
        return False
    merges.merge(ask.session, ask.ws, number, into.number, ask.who.id, ask.now)
    return True


def _noted(ask: Ask, t: Translator, card: Card, was: int, into: Organisation, *, merged: bool) -> Card:
    """The card, and above it what happened to the organisation that was new."""
    before = organisations.get(ask.session, ask.ws, was)
    if before is None or was == into.number:
        return card
    names = {"ref": into.ref, "name": into.name, "gone": before.ref}
    if merged:
        said = t("It is {ref} {name} now; {gone}, which was new, is merged into it.", **names)
        return blocks.noted(card, said, blocks.undo_button(t, before))
    said = t("It is {ref} {name} now. {gone} stays, because others name it too: `/org merge {gone} {ref}`", **names)
    return blocks.noted(card, said)
