"""The directory of organisations as a sheet."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain.contacts import checked
from bot.domain.organisations import KIND_WORDS, Organisation, OrganisationKind, homepage, matching_name
from bot.domain.sheets.values import Column, Given, Kind, Known, Names, Outcome, Sheet, Wrong
from bot.domain.sheets.wanted import keys, terms
from bot.domain.words import Facet
from bot.refusals import Refusal

NAMES: Final = "names of organisations"  # in the memory of what is known: see `_names`
_KINDS: Final[Mapping[str, Names]] = {
    kind.value: (words[0], next(word for word in words if word[0] >= "가"), *words)
    for kind, words in KIND_WORDS.items()
}


COLUMNS: Final = (
    Column("number", "Number", "번호", Kind.REF, ("no", "id"), letter="O", taken=False, width=9),
    Column(
        "name",
        "Name",
        "기관명",
        words=("organisation", "organization", "company", "업체명", "업체", "기관", "이름"),
        limit=80,
        keeps=True,
        width=30,
    ),
    Column(
        "kind", "Kind", "구분", Kind.CHOICE, ("type", "종류", "유형"), choices=lambda _: _KINDS, keeps=True, width=18
    ),
    Column("partner", "Partner", "유관기관", Kind.YES, ("협력기관",), width=10),
    Column("homepage", "Homepage", "홈페이지", words=("website", "url", "누리집"), limit=500, width=30),
    Column("contacts", "Contacts", "연락처", Kind.TEXT, ("contact", "담당자 연락처"), limit=2000, width=36),
    Column(
        "sectors",
        "Sectors",
        "업종",
        Kind.CHOICES,
        ("sector", "분야"),
        choices=lambda known: terms(Facet.SECTOR, known),
        width=22,
    ),
    Column(
        "regions",
        "Regions",
        "지역",
        Kind.CHOICES,
        ("region",),
        choices=lambda known: terms(Facet.REGION, known),
        width=22,
    ),
)


def cells(one: Organisation, _known: Known) -> dict[str, str]:
    return {
        "number": one.ref,
        "name": one.name,
        "kind": one.kind.value,
        "partner": "yes" if one.partner else "",
        "homepage": one.homepage,
        "contacts": one.contacts,
        "sectors": ",".join(one.sectors),
        "regions": ",".join(one.regions),
    }


def find(row: Given, known: Known) -> Organisation | None:
    """By its number; else by its name, despite (주), Inc. and spacing; else it is a new one."""
    ref, name = row.cells.get("number", ""), row.cells.get("name", "")
    found = known.things.get(ref or _names(known).get(matching_name(name), ""))
    if ref and found is None:
        raise Wrong("number", Refusal("There is no organisation {ref}. For a new one leave the number empty.", ref=ref))
    return found if isinstance(found, Organisation) else None


def change(before: Organisation | None, wanted: Mapping[str, str], known: Known) -> Outcome:
    known.check("organisations.change")
    one = before or Organisation(0, "")
    name = wanted.get("name", one.name)
    if not name:
        raise Wrong("name", Refusal("A new organisation needs a name."))
    names, matching = _names(known), matching_name(name)
    if names.get(matching, one.ref) != one.ref:
        raise Wrong("name", Refusal("{ref} is called that already.", ref=names[matching]))
    try:
        page = homepage(wanted.get("homepage", "")) if "homepage" in wanted else one.homepage
    except Refusal as refusal:
        raise Wrong("homepage", refusal) from refusal
    try:
        people = checked(wanted["contacts"]) if wanted.get("contacts", one.contacts) != one.contacts else one.contacts
    except Refusal as refusal:
        raise Wrong("contacts", refusal) from refusal
    after = replace(
        one,
        name=name,
        kind=OrganisationKind(wanted.get("kind", one.kind)),
        partner=wanted.get("partner", "yes" if one.partner else "") == "yes",
        homepage=page,
        contacts=people,
        sectors=keys(wanted, "sectors", one.sectors),
        regions=keys(wanted, "regions", one.regions),
    )
    names[matching] = one.ref if before else name
    return Outcome(after)


def _names(known: Known) -> dict[str, str]:
    """Matching name → ref, of all that there are (those merged into them too) and of the rows before."""
    return known.once(NAMES, lambda: {matching_name(one.name): one.ref for one in known.things.values()})


ORGANISATIONS: Final = Sheet(
    "organisations",
    "Organisations",
    "기관",
    COLUMNS,
    cells,
    find,
    change,
    ref=lambda one: one.ref,
    label=lambda one: one.name,
    found_by="name",
)
