"""People: the list, one person's card, and the form with its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card, Element, Form
from bot.domain.directory import Directory
from bot.domain.people import Person, Role, graded
from bot.domain.workspaces import Workspace
from bot.i18n import N_, Md, Translator, escape
from bot.refusals import Faults, Refusal
from bot.speech.amounts import whole

PAGE: Final = 10
MOST: Final = 50  # visits a week: more is a slip of the finger
ROLES: Final = {
    Role.ADMIN: N_("administrator"),
    Role.SECRETARIAT: N_("secretariat"),
    Role.MEMBER: N_("team member"),
    Role.GUEST: N_("guest"),
}


def list_card(t: Translator, people: Sequence[Person], directory: Directory, words: str, page: int) -> Card:
    """A page of people in the order of their names. `words` ask for the next one."""
    said = t.many("{n} person", "{n} people", len(people))
    blocks: list[Block] = [kit.section(kit.bold(said))]
    for person in people[(page - 1) * PAGE : page * PAGE]:
        edit = kit.button(t.plain("Edit"), "people:edit", person.id)
        blocks.append(kit.section(_row(t, person, directory), edit))
    if len(people) > page * PAGE:
        more = kit.button(t.plain("More"), MORE, f"people {words} page:{page + 1}".replace("  ", " "))
        blocks.append(kit.actions(more))
    blocks.append(kit.context(t("Grades, teams and leads of many people: `/muster people import`")))
    return Card(said, tuple(blocks))


def person_card(t: Translator, person: Person, directory: Directory, notes: Sequence[Md] = ()) -> Card:
    """One person as we know them. `notes` say what was just done."""
    blocks = [kit.section(note) for note in notes]
    blocks.append(kit.section(_row(t, person, directory)))
    blocks.append(
        kit.actions(
            kit.button(t.plain("Edit"), "people:edit", person.id),
            kit.button(t.plain("Changes"), AGAIN, f"audit <@{person.id}>"),
        )
    )
    return Card(person.name, tuple(blocks))


def form(t: Translator, person: Person, directory: Directory) -> Form:
    """The form of one person."""
    workspace = directory.workspace
    own = _own_quota(person, workspace)
    return Form(
        "people:save",
        kit.cut(person.name, kit.VIEW_TITLE),
        t.plain("Save"),
        t.plain("Cancel"),
        (
            kit.field_block("grade", t.plain("Grade"), _grades(t, workspace, person.grade), optional=True),
            kit.field_block(
                "quota",
                t.plain("Visits a week"),
                kit.number_input("quota", own, low=0, high=MOST),
                optional=True,
                hint=t.plain("Empty: as the grade says."),
            ),
            kit.field_block("role", t.plain("Role"), _roles(t, person.role)),
            *_home(t, directory, person),
            kit.field_block("language", t.plain("Language"), _languages(t, person.language), optional=True),
        ),
        state={"person": person.id, "was": _shown_state(person)},
    )


def read(values: Mapping[str, Any], person: Person, directory: Directory) -> Person:
    """The person that the form holds. Raises Faults, each beside its field."""
    grade = directory.workspace.grade(values.get("grade"))
    typed = str(values.get("quota") or "")
    changed = graded(person, grade)
    if typed:
        quota = whole(typed, 0, MOST)
        if quota is None:
            raise Faults({"quota": Refusal("Type a number of visits from 0 to {most}.", most=MOST)})
        changed = replace(changed, quota=quota)
    return replace(
        changed,
        role=Role(values.get("role") or person.role.value),
        team=values.get("team", person.team),
        language=values.get("language") or None,
    )


def unchanged(state: Mapping[str, Any], person: Person) -> bool:
    """Whether the person is as the form showed them."""
    return bool(state.get("was") == _shown_state(person))


def _shown_state(person: Person) -> list[Any]:
    return [person.grade, person.quota, person.role.value, person.team, person.language]


def _own_quota(person: Person, workspace: Workspace) -> str:
    """The quota in the form: only where it is not the grade's."""
    grade = workspace.grade(person.grade)
    return "" if person.quota == (grade.quota if grade else 0) else str(person.quota)


def _grades(t: Translator, workspace: Workspace, chosen: str | None) -> Element:
    options = [
        kit.option(
            t.many_plain("{grade}: {n} visit a week", "{grade}: {n} visits a week", one.quota, grade=one.name(t.lang))
            if one.quota
            else one.name(t.lang),
            one.key,
        )
        for one in workspace.grades
    ]
    return kit.menu("grade", t.plain("Choose"), options, chosen)


def _roles(t: Translator, chosen: Role) -> Element:
    options = [kit.option(t.plain(label), role.value) for role, label in ROLES.items()]
    return kit.menu("role", t.plain("Choose"), options, chosen.value)


def _home(t: Translator, directory: Directory, person: Person) -> list[Block]:
    """The divisions, and what is their home now whatever it is: what a menu does not have, it takes away."""
    now = directory.team(person.team)
    divisions = directory.divisions()
    options = [
        kit.option(team.name(t.lang), team.key)
        for team in ((now, *divisions) if now and now not in divisions else divisions)
    ]
    if not options:
        return []
    element = kit.menu("team", t.plain("Choose"), options, person.team)
    return [kit.field_block("team", t.plain("Division"), element, optional=True)]


def _languages(t: Translator, chosen: str | None) -> Element:
    return kit.menu("language", t.plain("Choose"), [kit.option("한국어", "ko"), kit.option("English", "en")], chosen)


def _row(t: Translator, person: Person, directory: Directory) -> Md:
    grade = directory.workspace.grade(person.grade)
    home = directory.home(person.id)
    leads = [directory.teams[key].name(t.lang) for key in directory.leads_of(person.id)]
    name = kit.joined([kit.bold(person.name), escape(f"@{person.handle or person.id}")])
    facts = [
        escape(grade.name(t.lang)) if grade else t("no grade"),
        t.many("{n} visit a week", "{n} visits a week", person.quota) if person.quota else None,
        escape(home.name(t.lang)) if home else t("no division"),
        t("leads {teams}", teams=t.listing(leads)) if leads else None,
        t(ROLES[person.role]) if person.role is not Role.MEMBER else None,
        None if person.active else t("departed"),
    ]
    return kit.lines(name, kit.joined(facts))
