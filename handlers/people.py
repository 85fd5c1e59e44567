"""`/muster people`: who is who, what grade, what role, in which division."""

from dataclasses import replace

from bot.blocks import people as blocks
from bot.blocks.kit import Card
from bot.domain.moves import listed
from bot.domain.people import Person, Role, graded
from bot.i18n import Md
from bot.refusals import Refusal
from bot.speech.musters import PeopleExport, PeopleOf, PersonEdit
from bot.speech.sheets import ImportWord
from handlers import sheets
from handlers.asks import Ask, Binding, Feature, Open, Redraw, Reply, Say
from storage import directories, moves, people, teams
from storage.moves import Moving


def people_(ask: Ask) -> Reply:
    """The list; a person's form; or a change in one line."""
    match ask.args:
        case None:
            return Say(_list(ask, list(ask.directory.people.values())))
        case PeopleOf(team):
            return Say(_list(ask, list(ask.directory.members(ask.directory.pick_team(team).key))))
        case ImportWord():
            return sheets.importing("people").run(ask)
        case PeopleExport():
            return sheets.export(ask, "people")
        case PersonEdit() as edit:
            return _edit(ask, edit)
    raise AssertionError(f"speech gives no {ask.args!r}")


def open_form(ask: Ask) -> Reply:
    """*Edit* on a person."""
    person = ask.directory.person(ask.words)
    if person is None:
        raise Refusal("I do not know this person any more. `/muster people` lists everybody.")
    return Open(blocks.form(ask.t, person, ask.directory))


def save(ask: Ask) -> Reply:
    """A person's form, filled in."""
    before = ask.directory.pick(str(ask.state.get("person", "")), "")
    if not blocks.unchanged(ask.state, before):
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.", ref=before.name
        )
    return Redraw(_save(ask, before, blocks.read(ask.values, before, ask.directory)))


# steps ----------------------------------------------------------------------------------------------------------------


def _list(ask: Ask, found: list[Person]) -> Card:
    active = sorted((one for one in found if one.active), key=lambda one: one.name.casefold())
    return blocks.list_card(ask.t, active, ask.directory, ask.words, ask.page)


def _edit(ask: Ask, edit: PersonEdit) -> Reply:
    person = ask.directory.pick(edit.person.id, edit.person.name)
    if edit.grade is edit.role is edit.team is None:
        return Open(blocks.form(ask.t, person, ask.directory))
    changed = person
    if edit.grade is not None:
        grade = ask.workspace.find_grade(edit.grade)
        if grade is None:
            raise Refusal(
                "There is no grade “{grade}”. These are known: {grades}.",
                grade=edit.grade,
                grades=", ".join(one.name(ask.lang) for one in ask.workspace.grades),
            )
        changed = graded(changed, grade)
    if edit.role is not None:
        changed = replace(changed, role=edit.role)
    if edit.team is not None:
        changed = replace(changed, team=ask.directory.pick_team(edit.team).key)
    return Say(_save(ask, person, changed))


def _save(ask: Ask, before: Person, after: Person) -> Card:
    if before.role is Role.ADMIN is not after.role:
        _check_admins(ask, before)
    if after.team != before.team:
        _move(ask, before, after)
    if after != before:
        people.change(ask.session, ask.ws, after, ask.who.id, ask.now)
    directory = directories.directory(ask.session, ask.ws, ask.now)
    assert directory is not None
    return blocks.person_card(ask.t, after, directory, _notes(ask, before, after))


def _notes(ask: Ask, before: Person, after: Person) -> list[Md]:
    notes = [ask.t("Nothing changed.") if before == after else ask.t("Saved.")]
    leads = [team.name(ask.lang) for team in ask.directory.teams.values() if team.active and team.lead == after.id]
    if after.team != before.team and leads:
        notes.append(
            ask.t(
                "{person} still leads {teams}. `/team lead KEY @kim` names another.", person=after.name, teams=leads[0]
            )
        )
    if before.works_here and not after.works_here:
        notes += _left_with(ask, after)
    return notes


def _left_with(ask: Ask, guest: Person) -> list[Md]:
    """What a guest still holds: nobody asks them for it any more."""
    held = moves.held_by(Moving(ask.session, ask.directory, ask.who.id, ask.now, ask.today, ask.lang), guest.id, "")
    if not held:
        return []
    return [
        ask.t(
            ":warning: {name} is asked for nothing any more, but still has {things}. "
            "Hand it over: `/muster transfer {who} @lee`",
            name=guest.name,
            things=listed(held),
            who=f"@{guest.handle or guest.name}",
        )
    ]


def _check_admins(ask: Ask, leaving: Person) -> None:
    """Somebody must be able to undo it."""
    others = [
        one for one in ask.directory.people.values() if one.role is Role.ADMIN and one.active and one.id != leaving.id
    ]
    if not others:
        raise Refusal("{person} is the only administrator. Make somebody else one first.", person=leaving.name)


def _move(ask: Ask, before: Person, after: Person) -> None:
    """Out of the old division's members, into the new one's."""
    old, new = ask.directory.team(before.team), ask.directory.team(after.team)
    if old is not None and before.id in old.members and before.id != old.lead:
        rest = replace(old, members=old.members - {before.id})
        teams.change(ask.session, ask.ws, rest, ask.who.id, ask.now, "remove")
    if new is not None and after.id not in new.members:
        more = replace(new, members=new.members | {after.id})
        teams.change(ask.session, ask.ws, more, ask.who.id, ask.now, "add_people")


VERBS = {"people": Binding(people_, may="admin", private=True)}
FEATURE = Feature(
    buttons={"people:edit": Binding(open_form, may="admin", writes=False)},
    forms={
        "people:save": Binding(save, may="admin"),
    },
)
