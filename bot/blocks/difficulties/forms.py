"""The forms of difficulties, and their readers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Element, Form
from bot.domain.difficulties import Difficulty, Wanted
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.domain.words import Facet
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech.text import ORGANISATION, TEXT, Limit, clean, limited
from bot.values import frozen

URGENT: Final = "urgent"
_NO_TEXT: Final = Refusal("Type what the company suffers from or asks for.")


@frozen
class Told:
    """What a form of *Answer* or *Decline* says: what the company was told, by whom, on which day."""

    text: str
    by: str
    on: dt.date


def raise_form(t: Translator, directory: Directory, person: str, prefill: Wanted | None = None) -> Form:
    """The form of `/difficulty` alone; `prefill` is what is known already, such as a message's text."""
    home = directory.home(person)
    known = prefill or Wanted("", team=home.key if home else None)
    owner = kit.field_block("owner", t.plain("Owner"), kit.person_input("owner", known.owner), optional=True)
    return Form(
        "difficulties:save",
        t.plain("Record a difficulty"),
        t.plain("Save"),
        t.plain("Cancel"),
        (*_fields(t, directory, known), owner),
        state={"link": known.permalink} if known.permalink else {},
    )


def edit_form(t: Translator, directory: Directory, one: Difficulty) -> Form:
    """The form of *Edit*. Who has it and until when is *Assign*'s."""
    known = Wanted(one.text, one.organisation_name, one.categories, one.urgent, one.team)
    return _form(t, one, "difficulties:change", t.plain("Edit {ref}", ref=one.ref), *_fields(t, directory, known))


def read(values: Mapping[str, Any], permalink: str = "") -> Wanted:
    """What the form of one says. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    found = Wanted(
        text=_text(values, "text", TEXT, faults, _NO_TEXT),
        organisation=_text(values, "organisation", ORGANISATION, faults, None),
        categories=tuple(values.get("categories") or ()),
        urgent=URGENT in (values.get("urgency") or ()),
        team=values.get("team") or None,
        owner=values.get("owner") or None,
        permalink=permalink,
    )
    if faults:
        raise Faults(faults)
    return found


def assign_form(t: Translator, one: Difficulty) -> Form:
    """Who must see to it, and by when the company is answered."""
    blocks = (
        kit.field_block("owner", t.plain("Owner"), kit.person_input("owner", one.owner)),
        kit.field_block("day", t.plain("Answer due"), kit.day_input("day", one.due.isoformat())),
    )
    return _form(t, one, "difficulties:assigned", t.plain("Assign {ref}", ref=one.ref), *blocks)


def read_assignment(values: Mapping[str, Any]) -> tuple[str, dt.date | None]:
    """The person's id and the day. Raises Faults when nobody was chosen."""
    if not values.get("owner"):
        raise Faults({"owner": Refusal("Choose who must see to it.")})
    return values["owner"], dt.date.fromisoformat(values["day"]) if values.get("day") else None


def answer_form(t: Translator, one: Difficulty, person: str, today: dt.date, known: str = "") -> Form:
    """What the company was told; an answer that is there already can be corrected. `known`: what a partner said."""
    label = t.plain("What was the company told?")
    blocks = _told_fields(t, label, one.answer or known, one.answered_by or person, one.told or today)
    return _form(t, one, "difficulties:answered", t.plain("Answer on {ref}", ref=one.ref), *blocks)


def decline_form(t: Translator, one: Difficulty, person: str, today: dt.date) -> Form:
    """Why it cannot be done, as the company was told."""
    blocks = _told_fields(t, t.plain("Why, as the company was told"), "", person, today)
    return _form(t, one, "difficulties:declined", t.plain("Decline {ref}", ref=one.ref), *blocks)


def read_told(values: Mapping[str, Any], person: str, today: dt.date) -> Told:
    """What the company was told. Raises Faults; nobody can have been told tomorrow."""
    faults: dict[str, Refusal] = {}
    text = _text(values, "text", TEXT, faults, Refusal("Type what the company was told."))
    on = dt.date.fromisoformat(values.get("day") or today.isoformat())
    if on > today:
        faults["day"] = Refusal("That day is yet to come. Choose the day on which the company was told.")
    if faults:
        raise Faults(faults)
    return Told(text, values.get("person") or person, on)


def note_form(t: Translator, one: Difficulty) -> Form:
    return _worded(t, one, "difficulties:noted", t.plain("Note on {ref}", ref=one.ref), t.plain("Note"))


def reopen_form(t: Translator, one: Difficulty) -> Form:
    return _worded(t, one, "difficulties:reopened", t.plain("Reopen {ref}", ref=one.ref), t.plain("Reason"))


def read_words(values: Mapping[str, Any]) -> str:
    """The text of a note or a reason."""
    faults: dict[str, Refusal] = {}
    text = _text(values, "text", TEXT, faults, Refusal("Type a few words here."))
    if faults:
        raise Faults(faults)
    return text


# parts ----------------------------------------------------------------------------------------------------------------


def _form(t: Translator, one: Difficulty, callback: str, title: str, *blocks: Block) -> Form:
    ref = Ref("D", one.number, one.version)
    return Form(callback, title, t.plain("Save"), t.plain("Cancel"), blocks, ref=ref)


def _worded(t: Translator, one: Difficulty, callback: str, title: str, label: str) -> Form:
    text = kit.text_input("text", limit=TEXT.length, long=True)
    return _form(t, one, callback, title, kit.field_block("text", label, text))


def _told_fields(t: Translator, label: str, text: str, person: str, day: dt.date) -> tuple[Block, ...]:
    return (
        kit.field_block("text", label, kit.text_input("text", text, limit=TEXT.length, long=True)),
        kit.field_block("person", t.plain("Who told them"), kit.person_input("person", person), optional=True),
        kit.field_block("day", t.plain("Told on"), kit.day_input("day", day.isoformat())),
    )


def _fields(t: Translator, directory: Directory, known: Wanted) -> tuple[Block, ...]:
    text = kit.text_input(
        "text",
        known.text,
        limit=TEXT.length,
        long=True,
        placeholder=t.plain("What do they suffer from or ask for?"),
    )
    organisation = kit.text_input("organisation", known.organisation, limit=ORGANISATION.length)
    return (
        kit.field_block("text", t.plain("Difficulty"), text),
        kit.field_block("organisation", t.plain("Organisation"), organisation, optional=True),
        *_categories(t, directory, known.categories),
        kit.field_block("urgency", t.plain("Urgency"), _urgency(t, directory, known.urgent), optional=True),
        *_team(t, directory, known.team),
    )


def _urgency(t: Translator, directory: Directory, urgent: bool) -> Element:
    workspace = directory.workspace
    label = t.many_plain(
        "Urgent: the company is answered within {n} day",
        "Urgent: the company is answered within {n} days",
        workspace.urgent_due_days,
    )
    return kit.checkboxes("urgency", [kit.option(label, URGENT)], [URGENT] if urgent else [])


def _categories(t: Translator, directory: Directory, chosen: Sequence[str]) -> list[Block]:
    """Every word of the vocabulary, and those that somebody typed without its knowing them."""
    vocabulary = directory.workspace.vocabulary
    terms = {term.key: term.name(t.lang) for facet in Facet for term in vocabulary.of(facet)}
    options = [kit.option(name, key) for key, name in terms.items()]
    typed = [kit.option(key, key) for key in chosen if key not in terms]
    menu = kit.many_menu("categories", t.plain("Choose"), [*typed, *options], chosen)
    return [kit.field_block("categories", t.plain("Categories"), menu, optional=True)] if options or typed else []


def _team(t: Translator, directory: Directory, chosen: str | None) -> list[Block]:
    """A menu takes 100 options: the chosen team is always among them."""
    teams = sorted((team for team in directory.teams.values() if team.active), key=lambda team: team.key != chosen)
    options = [kit.option(team.name(t.lang), team.key) for team in teams]
    if not options:
        return []
    menu = kit.menu("team", t.plain("Choose"), options, chosen)
    return [kit.field_block("team", t.plain("Team in charge"), menu, optional=True)]


def _text(
    values: Mapping[str, Any], field: str, limit: Limit, faults: dict[str, Refusal], missing: Refusal | None
) -> str:
    try:
        text = limited(clean(values.get(field) or "", lines=True), limit)
    except Refusal as refusal:
        faults[field] = refusal
        return ""
    if missing is not None and not any(letter.isalnum() for letter in text):
        faults[field] = missing
    return text
