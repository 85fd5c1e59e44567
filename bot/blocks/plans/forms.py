"""What people fill in about the plan: an item, and what counts for one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.blocks.plans.cards import SOURCES
from bot.domain.directory import Directory
from bot.domain.periods import Period
from bot.domain.plans import MOST, Item, PlanField, Sieve, Source, Wanted, check_target
from bot.domain.refs import Ref
from bot.domain.words import Facet
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech import periods
from bot.speech.amounts import whole
from bot.speech.text import TITLE, clean, limited

_FACETS: Final = (Facet.KIND, Facet.SECTOR, Facet.REGION)


def form(
    t: Translator, directory: Directory, fields: Sequence[PlanField], wanted: Wanted, known: Item | None = None
) -> Form:
    """The form that adds an item, or changes one; `wanted` stands in it already."""
    options = [kit.option(one.name(t.lang), one.key) for one in fields[:100]]
    menu = kit.menu("field", t.plain("Choose"), options, wanted.field or None)
    sources = [kit.option(t.plain(label), source.value) for source, label in SOURCES.items()]
    blocks: list[Block] = [
        *([kit.field_block("field", t.plain("Field"), menu, optional=True)] if options else []),
        _text("ko", t.plain("Korean name"), wanted.ko, TITLE.length),
        _text("en", t.plain("English name"), wanted.en, TITLE.length),
        _text(
            "period",
            t.plain("Period"),
            wanted.period.key,
            40,
            optional=False,
            hint=t.plain("Such as 2026, 2026-H2, 2026-Q4, 2026-11 or 11/2~11/13."),
        ),
        kit.field_block(
            "target", t.plain("Target number"), kit.number_input("target", str(wanted.target), low=1, high=MOST)
        ),
        *_teams(t, directory, wanted.team),
        kit.field_block("owner", t.plain("Owner"), kit.person_input("owner", wanted.owner), optional=True),
        kit.field_block("source", t.plain("It counts"), kit.radio("source", sources, wanted.source.value)),
        *_sieve(t, directory, wanted.sieve),
        _text(
            "series",
            t.plain("Only this series"),
            wanted.sieve.series,
            40,
            hint=t.plain("For items that count meetings or surveys: the key of a series, or S-3."),
        ),
    ]
    return Form(
        "plans:change" if known else "plans:save",
        t.plain("Edit {ref}", ref=known.ref) if known else t.plain("New item"),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        ref=Ref("P", known.number, known.version) if known else None,
    )


def read(values: Mapping[str, Any], today: dt.date, *, new: bool) -> Wanted:
    """What the form says; of a `new` item the period is one to come. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    ko, en = _name(values, "ko", faults), _name(values, "en", faults)
    if not any(letter.isalnum() for letter in ko + en):
        faults.setdefault("ko", Refusal("Type a name in Korean, in English or in both."))
    period = Period(today, today)
    try:
        period = (periods.coming if new else periods.demand)(clean(values.get("period") or ""), today)
    except Refusal as refusal:
        faults["period"] = refusal
    target = whole(str(values.get("target") or "")) or 0
    try:
        check_target(target)
    except Refusal as refusal:
        faults["target"] = refusal
    series = clean(values.get("series") or "")
    if len(series) > 40:
        faults["series"] = Refusal("This takes up to {limit} characters.", limit=40)
    if faults:
        raise Faults(faults)
    kinds, sectors, regions = (tuple(values.get(facet.value) or ()) for facet in _FACETS)
    sieve = Sieve(kinds, sectors, regions, series)
    return Wanted(
        field=values.get("field") or "",
        ko=ko,
        en=en,
        period=period,
        target=target,
        source=Source(values.get("source") or Source.VISITS.value),
        sieve=sieve,
        team=values.get("team") or None,
        owner=values.get("owner") or None,
    )


def count_form(t: Translator, ref: Ref, items: Sequence[Item], counted: Sequence[int]) -> Form:
    """For which items something counts by hand; those that it is counted for already are ticked."""
    options = [kit.option(f"{one.ref} {one.name(t.lang)}", str(one.number)) for one in items[:100]]
    menu = kit.many_menu("items", t.plain("Choose"), options, [str(number) for number in counted])
    hint = t.plain("What its tags count it for by itself stays counted.")
    return Form(
        "plans:counted",
        t.plain("Count {ref}", ref=str(ref)),
        t.plain("Save"),
        t.plain("Cancel"),
        (kit.field_block("items", t.plain("Items of the inspection plan"), menu, optional=True, hint=hint),),
        ref=ref,
    )


def read_count(values: Mapping[str, Any]) -> frozenset[int]:
    """Numbers of the chosen items."""
    chosen = [str(one) for one in values.get("items") or ()]
    return frozenset(number for one in chosen if (number := whole(one)) is not None)


# parts ----------------------------------------------------------------------------------------------------------------


def _name(values: Mapping[str, Any], field: str, faults: dict[str, Refusal]) -> str:
    try:
        return limited(clean(values.get(field) or ""), TITLE)
    except Refusal as refusal:
        faults[field] = refusal
        return ""


def _text(name: str, label: str, known: str, limit: int, *, optional: bool = True, hint: str = "") -> Block:
    return kit.field_block(name, label, kit.text_input(name, known, limit=limit), optional=optional, hint=hint)


def _sieve(t: Translator, directory: Directory, known: Sieve) -> list[Block]:
    vocabulary = directory.workspace.vocabulary
    blocks = []
    for facet, label in (
        (Facet.KIND, t.plain("Of these kinds")),
        (Facet.SECTOR, t.plain("In these sectors")),
        (Facet.REGION, t.plain("In these regions")),
    ):
        options = [kit.option(term.name(t.lang), term.key) for term in vocabulary.of(facet)]
        if options:
            menu = kit.many_menu(facet.value, t.plain("All"), options, known.keys(facet))
            hint = (
                t.plain("Without any of these, only what somebody counts by hand counts.")
                if facet is Facet.KIND
                else ""
            )
            blocks.append(kit.field_block(facet.value, label, menu, optional=True, hint=hint))
    return blocks


def _teams(t: Translator, directory: Directory, chosen: str | None) -> list[Block]:
    """A menu takes 100 options: the chosen team is always among them."""
    teams = sorted((team for team in directory.teams.values() if team.active), key=lambda team: team.key != chosen)
    options = [kit.option(team.name(t.lang), team.key) for team in teams]
    if not options:
        return []
    menu = kit.menu("team", t.plain("Choose"), options, chosen)
    return [kit.field_block("team", t.plain("Team in charge"), menu, optional=True)]
