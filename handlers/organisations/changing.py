"""Organisations are added and changed, in a line or by the form."""

from collections.abc import Sequence
from dataclasses import replace

from bot.blocks import organisations as blocks
from bot.blocks.kit import Card
from bot.domain.organisations import Organisation, OrganisationKind, is_partner, kind_of
from bot.domain.words import understand
from bot.i18n import Md
from bot.refusals import Faults, Refusal
from bot.speech import organisations as speech
from bot.values import in_order
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.organisations.steps import card_of, meant, numbered
from storage import organisations


def add(ask: Ask) -> Reply:
    """In one line; without a line, the form."""
    if ask.args is None:
        return Open(blocks.form(ask.t, ask.workspace.vocabulary))
    line: speech.OrganisationLine = ask.args
    tags = understand(
        [tag for tag in line.tags if kind_of(tag) is None and not is_partner(tag)], ask.workspace.vocabulary
    )
    kinds = [kind for tag in line.tags if (kind := kind_of(tag)) is not None]
    new = Organisation(
        0,
        line.name,
        kinds[0] if kinds else OrganisationKind.COMPANY,
        partner=any(is_partner(tag) for tag in line.tags),
        sectors=tags.sectors,
        regions=tags.regions,
    )
    unknown = ask.t.listing([f"#{tag}" for tag in (*tags.unknown, *tags.kinds)])
    notes = [ask.t("{tags}: no kind, sector or region of an organisation.", tags=unknown)] if unknown else []
    return Say(_add(ask, new, notes))


def new(ask: Ask) -> Reply:
    """*Add it*, with the name that was not found."""
    return Open(blocks.form(ask.t, ask.workspace.vocabulary, name=ask.words[:80]))


def save(ask: Ask) -> Reply:
    """The form of a new organisation, filled in."""
    made = blocks.read(ask.values)
    known = organisations.find(ask.session, ask.ws, made.name)
    if known is not None:
        raise Faults(
            {"name": Refusal("It is in the directory already, as {ref} {name}.", ref=known.ref, name=known.name)}
        )
    return Say(_add(ask, made))


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/org edit O-9`."""
    return Open(blocks.form(ask.t, ask.workspace.vocabulary, meant(ask)))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in. Somebody else's newer edit is not overwritten."""
    before = numbered(ask, ask.ref.number if ask.ref else 0)
    if ask.ref and ask.ref.version != before.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.", ref=before.ref
        )
    after = in_order(before, blocks.read(ask.values, before))
    if after == before:
        return Redraw(card_of(ask, before, [ask.t("Nothing changed.")]))
    namesake = organisations.find(ask.session, ask.ws, after.name)
    if namesake is not None and namesake.number != before.number:
        raise Faults(
            {"name": Refusal("It is in the directory already, as {ref} {name}.", ref=namesake.ref, name=namesake.name)}
        )
    return Redraw(card_of(ask, organisations.save(ask.session, ask.ws, after, ask.who.id, ask.now)))


def _add(ask: Ask, new: Organisation, notes: Sequence[Md] = ()) -> Card:
    """Store it, unless it is there under another spelling; close names are pointed out."""
    made, is_new = organisations.meet(ask.session, ask.ws, new.name, ask.who.id, ask.now, new.kind)
    if not is_new:
        return card_of(ask, made, [ask.t("It is in the directory already.")])
    wanted = replace(new, number=made.number, version=made.version)
    if wanted != made:
        made = organisations.save(ask.session, ask.ws, wanted, ask.who.id, ask.now)
    similar = organisations.similar(ask.session, ask.ws, made.name)
    said = [ask.t(":new: It is in the directory now."), *notes]
    if similar:
        said.append(blocks.similar_note(ask.t, similar))
    return card_of(ask, made, said)
