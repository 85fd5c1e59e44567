"""The organisation: its card, lists, and the form with its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card, Element, Form
from bot.domain.contacts import Contact, checked
from bot.domain.difficulties import Difficulty
from bot.domain.homepages import Homepage, Why
from bot.domain.meetings import Meeting, Series
from bot.domain.organisations import Organisation, OrganisationKind, homepage
from bot.domain.referrals import Record, Referral
from bot.domain.refs import Ref
from bot.domain.visits import Visit
from bot.domain.words import Facet, Vocabulary
from bot.i18n import N_, Md, Translator, escape
from bot.refusals import Faults, Refusal
from bot.speech.text import ORGANISATION, TEXT, clean, limited
from bot.values import frozen

PAGE: Final = 10
KINDS: Final = {
    OrganisationKind.COMPANY: N_("company"),
    OrganisationKind.ECONOMIC: N_("economic organisation"),
    OrganisationKind.ASSOCIATION: N_("industry association"),
    OrganisationKind.INSTITUTE: N_("research institute"),
    OrganisationKind.AGENCY: N_("affiliated agency"),
    OrganisationKind.LOCAL: N_("local government"),
}


WHY: Final = {
    Why.UNKNOWN: N_("there is no such name"),
    Why.INSIDE: N_("it leads into a private network, where I do not look"),
    Why.SILENT: N_("it does not answer"),
    Why.REFUSED: N_("it takes no connection"),
    Why.CERTIFICATE: N_("its connection is not safe"),
    Why.STATUS: N_("it answers with error {status}"),
    Why.ASTRAY: N_("it leads on and on, or to no web page"),
    Why.GARBLED: N_("its answer is not that of a web page"),
}


@frozen
class Known:
    """What a card tells beside the organisation itself.

    How many visits, the latest, and which of its difficulties are open; its homepage as last seen; what it was asked as
    a partner and has not answered, and how fast it answers; its seats in meetings and the last ones that it came to;
    which ones were merged into it.
    """

    visits: int = 0
    latest: tuple[Visit, ...] = ()
    open: tuple[Difficulty, ...] = ()
    merged: tuple[Organisation, ...] = ()
    homepage: Homepage | None = None
    asked: Record | None = None
    waiting: tuple[Referral, ...] = ()
    seats: tuple[Series, ...] = ()
    sittings: tuple[Meeting, ...] = ()


def show_card(
    t: Translator, organisation: Organisation, known: Known, vocabulary: Vocabulary, notes: Sequence[Md] = ()
) -> Card:
    """All about one organisation. `notes` say what was just done."""
    blocks = [kit.section(note) for note in notes]
    blocks.append(kit.section(_heading(t, organisation, vocabulary)))
    if broken := broken_since(t, organisation, known.homepage):
        blocks.append(kit.context(broken))
    if organisation.contacts:
        rows = [_contact(one) for one in organisation.people]
        blocks.append(kit.section(kit.lines(t("*Contacts*"), *rows)))
    blocks.append(kit.section(_visits(t, known)))
    if known.open:
        rows = [_open_row(t, one) for one in known.open[:5]]
        said = t.many("{n} difficulty is open.", "{n} difficulties are open.", len(known.open))
        blocks.append(kit.section(kit.lines(kit.bold(said), *rows)))
    blocks += [kit.section(said) for said in (_asked(t, known), _meetings(t, known)) if said]
    if known.merged:
        names = t.listing([f"{one.ref} {one.name}" for one in known.merged[:10]])
        blocks.append(kit.context(t("Merged into it: {names}", names=names)))
    blocks.append(kit.actions(*_buttons(t, organisation, known)))
    text = t.plain("{ref}: {name}", ref=organisation.ref, name=organisation.name)
    return Card(text, tuple(blocks))


def list_card(t: Translator, found: Sequence[Organisation], total: int, words: str, page: int) -> Card:
    """A page of the directory. `words` ask for the next one."""
    said = t.many("{n} organisation", "{n} organisations", total)
    if not found:
        nothing = t("No organisation here yet. Add one like this: `/org add Geoje Shipyard #company`")
        return Card(nothing, (kit.section(nothing),))
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [kit.section(_row(t, one), _show(t, one)) for one in found]
    if total > page * PAGE:
        more = kit.button(t.plain("More"), MORE, f"org {words} page:{page + 1}")
        blocks.append(kit.actions(more))
    return Card(said, tuple(blocks))


def nobody_card(t: Translator, name: str, similar: Sequence[Organisation]) -> Card:
    """Nothing of this name: what may have been meant, and the way to add it."""
    said = t("“{name}” is not in the directory.", name=name)
    blocks: list[Block] = [kit.section(said)]
    if similar:
        blocks.append(kit.section(t("Did you mean one of these?")))
        blocks += [kit.section(_row(t, one), _show(t, one)) for one in similar]
    blocks.append(kit.actions(kit.button(t.plain("Add it"), "organisations:new", name)))
    return Card(said, tuple(blocks))


def similar_note(t: Translator, similar: Sequence[Organisation]) -> Md:
    """Names that are nearly the same: perhaps one organisation stands there twice."""
    names = t.listing([f"{one.ref} {one.name}" for one in similar])
    return t("Close to it in the directory: {names}", names=names)


def similar_blocks(t: Translator, about: Ref, similar: Sequence[Organisation]) -> list[Block]:
    """A visit or a difficulty brought a new name: a button for each that may have been meant."""
    if not similar:
        return []
    asked = t("Is it one of these? A click moves it there, and the new name leads there too.")
    buttons = [
        kit.button(f"{one.ref} {_label(one.name)}", f"organisations:meant#{place}", f"{about} {one.ref}")
        for place, one in enumerate(similar[:5])
    ]
    return [kit.context(asked), kit.actions(*buttons)]


def _label(name: str) -> str:
    """On a button nothing is a link or a mention anyway; it should not look like one either."""
    return name.replace("<", "‹").replace(">", "›")


# the form -------------------------------------------------------------------------------------------------------------


def form(t: Translator, vocabulary: Vocabulary, organisation: Organisation | None = None, name: str = "") -> Form:
    """The form that adds an organisation, or changes one."""
    known = organisation or Organisation(0, name)
    blocks = [
        kit.field_block("name", t.plain("Name"), kit.text_input("name", known.name, limit=ORGANISATION.length)),
        kit.field_block("kind", t.plain("Kind of organisation"), _kinds(t, known.kind)),
        kit.field_block("partner", t.plain("Partner"), _partner(t, known.partner), optional=True),
        kit.field_block(
            "homepage", t.plain("Homepage"), kit.text_input("homepage", known.homepage, limit=500), optional=True
        ),
        kit.field_block(
            "contacts",
            t.plain("Contacts"),
            kit.text_input(
                "contacts",
                known.contacts,
                limit=TEXT.length,
                long=True,
                placeholder=t.plain("A line each: name, role, phone, e-mail"),
            ),
            optional=True,
        ),
        *_tags(t, vocabulary, known),
    ]
    return Form(
        "organisations:change" if organisation else "organisations:save",
        t.plain("Edit {ref}", ref=known.ref) if organisation else t.plain("Add an organisation"),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        ref=Ref("O", known.number, known.version) if organisation else None,
    )


def read(values: Mapping[str, Any], organisation: Organisation | None = None) -> Organisation:
    """The organisation that the form holds. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}

    def text(field: str, limit: Any, *, lines: bool = False) -> str:
        try:
            return limited(clean(values.get(field) or "", lines=lines), limit)
        except Refusal as refusal:
            faults[field] = refusal
            return ""

    name = text("name", ORGANISATION)
    if not any(letter.isalnum() for letter in name):
        faults.setdefault("name", Refusal("Type the name of the organisation."))
    try:
        page = homepage(clean(values.get("homepage") or ""))
    except Refusal as refusal:
        faults["homepage"], page = refusal, ""
    contacts = text("contacts", TEXT, lines=True)
    try:
        checked(contacts)
    except Refusal as refusal:
        faults["contacts"] = refusal
    found = replace(
        organisation or Organisation(0, name),
        name=name,
        kind=OrganisationKind(values.get("kind") or OrganisationKind.COMPANY.value),
        partner="partner" in (values.get("partner") or ()),
        homepage=page,
        contacts=contacts,
        sectors=tuple(values.get("sector") or ()),
        regions=tuple(values.get("region") or ()),
    )
    if faults:
        raise Faults(faults)
    return found


def _kinds(t: Translator, chosen: OrganisationKind) -> Element:
    options = [kit.option(t.plain(label), kind.value) for kind, label in KINDS.items()]
    return kit.menu("kind", t.plain("Choose"), options, chosen.value)


def _partner(t: Translator, chosen: bool) -> Element:
    options = [kit.option(t.plain("It works with us"), "partner")]
    return kit.checkboxes("partner", options, ["partner"] if chosen else [])


def _tags(t: Translator, vocabulary: Vocabulary, known: Organisation) -> list[Block]:
    fields = []
    for facet, label, chosen in (
        (Facet.SECTOR, t.plain("Sector"), known.sectors),
        (Facet.REGION, t.plain("Region"), known.regions),
    ):
        options = [kit.option(term.name(t.lang), term.key) for term in vocabulary.of(facet)]
        if options:
            element = kit.many_menu(facet.value, t.plain("Choose"), options, chosen)
            fields.append(kit.field_block(facet.value, label, element, optional=True))
    return fields


# parts ----------------------------------------------------------------------------------------------------------------


def _heading(t: Translator, organisation: Organisation, vocabulary: Vocabulary) -> Md:
    tags = [
        vocabulary.name(facet, key, t.lang)
        for facet, keys in ((Facet.SECTOR, organisation.sectors), (Facet.REGION, organisation.regions))
        for key in keys
    ]
    return kit.lines(
        kit.bold(f"{organisation.ref}  {organisation.name}"),
        kit.joined([_kind(t, organisation), t.listing(tags) if tags else None, homepage_link(organisation)]),
    )


def _kind(t: Translator, organisation: Organisation) -> Md:
    kind = t(KINDS[organisation.kind])
    return t("{kind}, partner", kind=kind) if organisation.partner else kind


def _contact(one: Contact) -> Md:
    return kit.joined([escape(part) if part else None for part in (one.name, one.role, one.phone, one.mail)])


def homepage_link(organisation: Organisation) -> Md | None:
    """The link is named by where it leads."""
    if not organisation.homepage.startswith(("https://", "http://")):
        return None
    return kit.link(organisation.homepage, urlsplit(organisation.homepage).hostname or organisation.homepage)


def _visits(t: Translator, known: Known) -> Md:
    if not known.visits:
        return t("Nobody has visited it yet.")
    rows = [
        kit.joined([kit.bold(one.ref), escape(t.day(one.day)), escape(kit.cut(one.summary, 120)) or None])
        for one in known.latest
    ]
    return kit.lines(kit.bold(t.many("{n} visit", "{n} visits", known.visits)), *rows)


def _asked(t: Translator, known: Known) -> Md | None:
    """What it is asked as a partner, and how long it takes to answer."""
    if known.asked is None or not (known.asked.answered or known.waiting):
        return None
    days = known.asked.median
    said = [
        t.many("{n} referral answered", "{n} referrals answered", known.asked.answered),
        t("median {days} days", days=f"{days:g}") if days is not None else None,
        t.many("{n} is open", "{n} are open", len(known.waiting)) if known.waiting else None,
    ]
    rows = [
        t("{ref} · answers by {day}", ref=kit.bold(f"D-{one.difficulty}"), day=one.due) for one in known.waiting[:5]
    ]
    return kit.lines(kit.bold(t("Referrals")), kit.joined(said), *rows)


def _meetings(t: Translator, known: Known) -> Md | None:
    """Where it has a seat, and which sittings it came to last."""
    if not (known.seats or known.sittings):
        return None
    seats = t.listing([kit.cut(one.name(t.lang), 60) for one in known.seats[:8]])
    came = t.listing([f"{one.ref} ({t.day(one.starts.astimezone(t.zone).date())})" for one in known.sittings])
    return kit.lines(
        kit.bold(t("Meetings")),
        t("Has a seat in: {names}", names=seats) if known.seats else None,
        t("Came to: {meetings}", meetings=came) if known.sittings else None,
    )


def broken_since(t: Translator, organisation: Organisation, seen: Homepage | None) -> Md | None:
    """That its homepage is broken, since when and why; None as long as all is well."""
    if seen is None or seen.url != organisation.homepage or not (seen.broken and seen.look.why and seen.since):
        return None
    why = t(WHY[seen.look.why], status=seen.look.status)
    return t(":warning: broken since {day}: {why}", day=seen.since.astimezone(t.zone).date(), why=why)


def _open_row(t: Translator, one: Difficulty) -> Md:
    return kit.joined([kit.bold(one.ref), escape(kit.cut(one.text, 150)), escape(t.day(one.due)) if one.due else None])


def _buttons(t: Translator, organisation: Organisation, known: Known) -> list[Element]:
    ref = Ref("O", organisation.number, organisation.version)
    buttons = [
        kit.button(t.plain("Log a visit"), "organisations:visit", ref, style="primary"),
        kit.button(t.plain("Edit"), "organisations:edit", ref),
    ]
    if known.visits:
        buttons.append(kit.button(t.plain("All visits"), AGAIN, f"visit list org {organisation.name}"))
    return buttons


def _row(t: Translator, one: Organisation) -> Md:
    return kit.joined([kit.bold(one.ref), escape(one.name), _kind(t, one)])


def _show(t: Translator, one: Organisation) -> Element:
    return kit.button(t.plain("Show"), AGAIN, f"org show {one.ref}")
