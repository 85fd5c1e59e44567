"""Two organisations that are one: what would move, what moved, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Card, Element
from bot.domain.directory import Directory
from bot.domain.organisations import Merge, Organisation, Use
from bot.domain.refs import Ref
from bot.i18n import Md, Translator, escape


def merge_card(t: Translator, gone: Organisation, into: Organisation, uses: Mapping[Use, int], *, filled: bool) -> Card:
    """What would move if the first went into the second, and the button that does it."""
    asked = t("Merge {gone} into {into}?", gone=f"{gone.ref} {gone.name}", into=f"{into.ref} {into.name}")
    filling = t("{into} takes over what only {gone} has: homepage, contacts, sectors, regions.", **_refs(gone, into))
    kept = t("{gone} keeps its number as a trace, and its name leads to {into}. It can be undone.", **_refs(gone, into))
    buttons = kit.actions(
        kit.button(t.plain("Merge"), "organisations:merge", f"{gone.ref} {into.ref}", style="primary"),
        kit.button(t.plain("The other way round"), MORE, f"org merge {into.ref} {gone.ref}"),
    )
    said = kit.lines(moved_line(t, uses), filling if filled else None, kept)
    return Card(asked, (kit.section(kit.bold(asked)), kit.section(said), buttons))


def trace_card(
    t: Translator,
    gone: Organisation,
    into: Organisation,
    merge: Merge | None,
    directory: Directory,
    notes: Sequence[Md] = (),
) -> Card:
    """One that was merged: which one it is now, and the way back."""
    said = t("{gone} was merged into {into}.", gone=f"{gone.ref} {gone.name}", into=f"{into.ref} {into.name}")
    blocks = [*(kit.section(note) for note in notes), kit.section(kit.bold(said))]
    if merge is not None:
        by = kit.joined([kit.named(directory.person(merge.by)), escape(t.moment(merge.at))])
        blocks.append(kit.context(by, moved_line(t, merge.moved)))
    show = kit.button(t.plain("Show {ref}", ref=into.ref), AGAIN, f"org show {into.ref}")
    return Card(said, (*blocks, kit.actions(show, undo_button(t, gone))))


def moved_line(t: Translator, uses: Mapping[Use, int]) -> Md:
    """How much names it, and so moves."""
    if not uses:
        return t("Nothing names it.")
    return t("With it: {uses}", uses=t.listing([_counted(t, use, count) for use, count in uses.items()]))


def _counted(t: Translator, use: Use, n: int) -> Md:
    said = {
        Use.VISIT: t.many("{n} visit", "{n} visits", n),
        Use.DIFFICULTY: t.many("{n} difficulty", "{n} difficulties", n),
        Use.ASKED: t.many("{n} difficulty that is with it", "{n} difficulties that are with it", n),
        Use.REFERRAL: t.many("{n} referral", "{n} referrals", n),
        Use.SEAT: t.many("{n} seat of a meeting", "{n} seats of meetings", n),
        Use.ATTENDED: t.many("{n} attended meeting", "{n} attended meetings", n),
        Use.ANSWER: t.many("{n} answer to a survey", "{n} answers to surveys", n),
    }
    return said[use]


def undo_button(t: Translator, gone: Organisation) -> Element:
    return kit.button(t.plain("Undo the merge"), "organisations:unmerge", Ref("O", gone.number))


def noted(card: Card, said: Md, *buttons: Element) -> Card:
    """A card with a sentence above it, and what can be done about that."""
    return replace(card, blocks=(kit.section(said), *([kit.actions(*buttons)] if buttons else []), *card.blocks))


def _refs(gone: Organisation, into: Organisation) -> Mapping[str, str]:
    return {"gone": gone.ref, "into": into.ref}
