"""The plan by field with its bars, one item with what counts for it, and the fields."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card, Element
from bot.blocks.periods import period_name
from bot.blocks.plans.lines import counted_note, mark, tally, why
from bot.blocks.tasks import bar
from bot.domain.directory import Directory
from bot.domain.plans import Item, PlanField, Progress, Source
from bot.domain.refs import Ref
from bot.domain.words import Facet
from bot.i18n import N_, Md, Translator, escape

PAGE: Final = 20  # items of an overview
REFS: Final = 12  # of what counts, on the card
SOURCES: Final = {
    Source.VISITS: N_("visits"),
    Source.MEETINGS: N_("meetings"),
    Source.SURVEYS: N_("surveys"),
}


def overview_card(
    t: Translator,
    found: Sequence[Progress],
    fields: Sequence[PlanField],
    words: str,
    page: int,
    *,
    may_add: bool,
) -> Card:
    """Items by field, each with its bar; the sum of all. `words` ask for the next page."""
    if not found:
        return _nothing(t, may_add=may_add)
    done, target = sum(min(one.count, one.item.target) for one in found), sum(one.item.target for one in found)
    said = t.many(
        "Inspection plan: {done} of {target} in {n} item",
        "Inspection plan: {done} of {target} in {n} items",
        len(found),
        done=done,
        target=target,
    )
    behind = sum(one.pressing for one in found)
    head = kit.joined([kit.bold(said), t("behind {n}", n=behind) if behind else None])
    blocks: list[Block] = [kit.section(kit.lines(head, bar(done * 100 // target if target else 0)))]
    shown = found[(page - 1) * PAGE : page * PAGE]
    for name, rows in _by_field(t, shown, fields):
        blocks.append(kit.section(kit.lines(kit.bold(name), *(_row(t, one) for one in rows))))
    blocks.append(kit.actions(*_overview_buttons(t, len(found), words, page, may_add=may_add)))
    return kit.fitted(
        Card(said, tuple(blocks)), kit.context(t("The rest: `/plan list field F`, `/plan list team KEY`"))
    )


def card(
    t: Translator,
    one: Progress,
    field: PlanField | None,
    directory: Directory,
    said: Md | None = None,
    *,
    may_change: bool,
) -> Card:
    """One item: how far it is, what counts for it, and how."""
    item = one.item
    ref = Ref("P", item.number, item.version)
    blocks: list[Block] = [kit.section(said)] if said else []
    head = Md(f"{mark(one)} {kit.bold(f'{item.ref}  {item.name(t.lang)}')}")
    reason = why(t, one)
    blocks.append(
        kit.section(kit.lines(head, kit.joined([bar(one.percent), tally(t, one)]), reason and kit.bold(reason)))
    )
    blocks.append(kit.fields(*_cells(t, item, field, directory)))
    if one.done or one.planned:
        blocks.append(kit.section(kit.lines(_refs(t, one))))
    buttons = [kit.button(t.plain("Plan"), AGAIN, "plan")]
    if may_change:
        buttons.append(kit.button(t.plain("Edit"), "plans:edit", ref))
        sure = kit.confirm(t, t.plain("It leaves the plan. Its record is kept."), t.plain("Delete"))
        buttons.append(kit.button(t.plain("Delete"), "plans:delete", ref, confirm=sure))
    blocks.append(kit.actions(*buttons))
    return Card(t.plain("{ref}: {name}", ref=item.ref, name=item.name(t.lang)), tuple(blocks))


def fields_card(t: Translator, fields: Sequence[PlanField], said: Md | None = None) -> Card:
    """The fields of the plan."""
    title = t.many("{n} field", "{n} fields", len(fields)) if fields else t("The plan has no field yet.")
    rows = [kit.joined([Md(f"`{escape(one.key)}`"), escape(one.name(t.lang))]) for one in fields]
    hint = kit.context(t("The secretariat adds one: `/plan field trade 무역 및 투자 / trade and investment`"))
    blocks = [*([kit.section(said)] if said else []), kit.section(kit.lines(kit.bold(title), *rows[:40])), hint]
    return Card(said or title, tuple(blocks))


def undone_card(t: Translator, item: Item) -> Card:
    """It was added by mistake."""
    said = t("{ref} {name} was taken back.", ref=item.ref, name=item.name(t.lang))
    return Card(said, (kit.section(said),))


def deleted_card(t: Translator, item: Item) -> Card:
    said = t("{ref} {name} is no longer in the plan. Its record is kept.", ref=item.ref, name=item.name(t.lang))
    return Card(said, (kit.section(said),))


def counted_card(t: Translator, ref: Ref, items: Sequence[Item]) -> Card:
    """For which items something counts by hand now."""
    said = counted_note(t, items) if items else t(":clipboard: {ref} counts for no item by hand.", ref=str(ref))
    return Card(said, (kit.section(said),))


# parts ----------------------------------------------------------------------------------------------------------------


def _nothing(t: Translator, *, may_add: bool) -> Card:
    said = t("Nothing of the inspection plan is here.")
    hint = (
        t("Add an item: `/plan add Export sites field: trade period: 2026-H2 target: 24 #export`")
        if may_add
        else t("Leads, the secretariat and administrators add the items.")
    )
    blocks: list[Block] = [kit.section(said), kit.context(hint)]
    if may_add:
        blocks.append(kit.actions(kit.button(t.plain("New item"), "plans:new")))
    return Card(said, tuple(blocks))


def _by_field(
    t: Translator, found: Sequence[Progress], fields: Sequence[PlanField]
) -> list[tuple[str, list[Progress]]]:
    """In the order of the fields; items of no field, or of one that is gone, at the end."""
    keys = [field.key for field in fields]
    groups = [(field.name(t.lang), [one for one in found if one.item.field == field.key]) for field in fields]
    others = [one for one in found if one.item.field not in keys]
    return [(name, rows) for name, rows in [*groups, (t.plain("Other"), others)] if rows]


def _row(t: Translator, one: Progress) -> Md:
    planned = t("{n} planned", n=len(one.planned)) if one.planned else None
    name = Md(f"{mark(one)} {one.item.ref} {escape(kit.cut(one.item.name(t.lang), 70))}")
    return kit.joined([name, Md(f"{bar(one.percent, 5)}"), tally(t, one), planned])


def _overview_buttons(t: Translator, total: int, words: str, page: int, *, may_add: bool) -> list[Element]:
    buttons = [kit.button(t.plain("Coverage"), "plans:coverage")]
    if total > page * PAGE:
        buttons.append(kit.button(t.plain("More"), MORE, f"plan {words} page:{page + 1}"))
    if may_add:
        buttons.append(kit.button(t.plain("New item"), "plans:new"))
    return buttons


def _cells(t: Translator, item: Item, field: PlanField | None, directory: Directory) -> list[Md]:
    owner, team = directory.person(item.owner), directory.team(item.team)
    who = kit.joined([escape(team.name(t.lang)) if team else None, kit.named(owner) if owner else None])
    return [
        kit.lines(t("*Field*"), escape(field.name(t.lang)) if field else Md("–")),
        kit.lines(t("*Period*"), escape(period_name(t, item.period))),
        kit.lines(t("*Responsible*"), who or t("nobody yet")),
        kit.lines(t("*What counts*"), _counts(t, item, directory)),
    ]


def _counts(t: Translator, item: Item, directory: Directory) -> Md:
    """By which tags, or by hand."""
    source = t(SOURCES[item.source])
    words = directory.workspace.vocabulary
    names = [words.name(facet, key, t.lang) for facet in Facet for key in item.sieve.keys(facet)]
    names += [item.sieve.series] if item.sieve.series else []
    if item.sieve.empty:
        number = f"{item.source.letter}-12"
        return t(
            "{source} that somebody counts: `/plan count {number} {ref}`", source=source, number=number, ref=item.ref
        )
    return t("{source}: {tags}", source=source, tags=t.listing(names))


def _refs(t: Translator, one: Progress) -> Md:
    done, planned = (_listed(t, refs) for refs in (one.done, one.planned))
    return kit.lines(
        t("*Counted* {refs}", refs=done) if one.done else None,
        t("*Planned* {refs}", refs=planned) if one.planned else None,
    )


def _listed(t: Translator, refs: Sequence[str]) -> Md:
    """The newest of them."""
    shown = t.listing(refs[::-1][:REFS])
    return t("{refs} and {n} more", refs=shown, n=len(refs) - REFS) if len(refs) > REFS else shown
