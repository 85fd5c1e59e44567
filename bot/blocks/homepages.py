"""The homepages of partners on screen: the page of all links, and which of them are broken."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import MORE
from bot.blocks.kit import Block, Card
from bot.blocks.organisations import KINDS, broken_since, homepage_link
from bot.domain.homepages import Homepage
from bot.domain.organisations import Organisation
from bot.i18n import Md, Translator, escape

PAGE: Final = 25


def links_card(
    t: Translator,
    partners: Sequence[Organisation],
    known: Mapping[int, Homepage],
    counts: tuple[int, int],
    page: int,
) -> Card:
    """A page of all partners' homepages: those that are broken, then the others kind by kind."""
    linked, bare = counts
    said = t.many("Homepage of {n} partner", "Homepages of {n} partners", linked)
    if not partners:
        nothing = t("No partner has a homepage yet. `/org edit O-9` adds one; mark it as a partner there.")
        return Card(nothing, (kit.section(nothing),))
    blocks: list[Block] = [kit.section(kit.bold(said))]
    broken = {one.number for one in partners if broken_since(t, one, known.get(one.number))}
    for kind, ones in groupby(partners, key=lambda one: None if one.number in broken else one.kind):
        rows = [_row(t, one, known.get(one.number)) for one in ones]
        heading = t("Broken") if kind is None else t(KINDS[kind])
        blocks.append(kit.section(kit.lines(kit.bold(heading), *rows)))
    looked = max((seen.checked for seen in known.values()), default=None)
    notes = [
        t.many("{n} partner has none.", "{n} partners have none.", bare) if bare else None,
        t("Last looked at on {day}; each is looked at once a month.", day=looked.astimezone(t.zone).date())
        if looked
        else None,
    ]
    if any(notes):
        blocks.append(kit.context(*[note for note in notes if note]))
    if linked > page * PAGE:
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, f"org links page:{page + 1}")))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def broken_card(t: Translator, found: Iterable[tuple[Organisation, Homepage]], *, alone: bool = False) -> Card:
    """To the secretariat: these do not answer any more. `alone`: no other answers either."""
    rows = [_row(t, one, seen) for one, seen in found]
    said = t.many("{n} homepage of a partner is broken.", "{n} homepages of partners are broken.", len(rows))
    hint = t("They stay in the directory. `/org edit O-9` changes one; `/org links` shows all.")
    ours = t("No homepage answers: perhaps the machine that I run on has no way to the internet.") if alone else None
    blocks = (
        kit.section(kit.bold(said)),
        kit.section(kit.lines(*rows)),
        *([kit.section(ours)] if ours else []),
        kit.context(hint),
    )
    return kit.fitted(Card(said, blocks), kit.context(hint))


def _row(t: Translator, one: Organisation, seen: Homepage | None) -> Md:
    broken = broken_since(t, one, seen)
    return kit.joined([kit.bold(one.ref), escape(kit.cut(one.name, 80)), homepage_link(one), broken])
