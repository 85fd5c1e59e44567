"""People as a sheet: who they are is Slack's; their grade, division, role and what they lead is ours."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.domain.people import Person, Role, graded
from bot.domain.sheets.values import NO_NAMES, YES_NAMES, Column, Given, Kind, Known, Names, Outcome, Sheet, Wrong
from bot.domain.teams import Team
from bot.domain.words import folded
from bot.refusals import Refusal
from bot.values import frozen

YES, NO = "yes", "no"
_ROLES: Final[Mapping[str, Names]] = {
    Role.ADMIN.value: ("admin", "관리자", "administrator"),
    Role.SECRETARIAT.value: ("secretariat", "총괄 담당", "총괄"),
    Role.MEMBER.value: ("member", "팀원", "직원"),
    Role.GUEST.value: ("guest", "외부인"),
}


@frozen
class Member:
    """A person with the teams that they lead; `named` are those that a row of the file gave them."""

    person: Person
    leads: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


def _grades(known: Known) -> Mapping[str, Names]:
    return {grade.key: (grade.en, grade.ko) for grade in known.directory.workspace.grades}


def _led(known: Known) -> Mapping[str, Names]:
    """The teams, and yes for one's own."""
    teams = {team.key: (team.key, team.key, team.en, team.ko) for team in known.directory.teams.values() if team.active}
    return {YES: (*YES_NAMES, "팀장", "부서장", "lead", "head"), NO: NO_NAMES, **teams}


COLUMNS: Final = (
    Column("id", "Slack ID", "슬랙 ID", words=("id", "user id", "member id", "사용자 id"), taken=False, width=14),
    Column("name", "Name", "이름", words=("full name", "성명", "성함", "직원"), limit=200, taken=False, width=16),
    Column(
        "handle",
        "Display name",
        "표시 이름",
        words=("handle", "slack", "username", "핸들", "슬랙"),
        taken=False,
        width=16,
    ),
    Column("email", "Email", "이메일", words=("e-mail", "mail", "메일", "전자우편"), limit=254, taken=False, width=26),
    Column(
        "grade",
        "Grade",
        "직급",
        Kind.CHOICE,
        ("rank", "title", "직위", "직급(직위)", "직위(직급)"),
        choices=_grades,
        keeps=True,
        width=16,
    ),
    Column(
        "team",
        "Division",
        "부서",
        Kind.TEAM,
        ("team", "department", "소속", "소속 부서", "부서명", "과"),
        keeps=True,
        width=20,
    ),
    Column("role", "Role", "역할", Kind.CHOICE, choices=lambda _: _ROLES, keeps=True, width=14),
    Column(
        "lead",
        "Leads",
        "이끄는 팀",
        Kind.CHOICES,
        ("lead", "head", "팀장", "부서장", "과장 여부", "팀장 여부"),
        choices=_led,
        keeps=True,
        width=16,
    ),
    Column("active", "Here", "재직", Kind.YES, taken=False, width=8),
)


def cells(member: Member, _known: Known) -> dict[str, str]:
    person = member.person
    return {
        "id": person.id,
        "name": person.name,
        "handle": person.handle,
        "email": person.email,
        "grade": person.grade or "",
        "team": person.team or "",
        "role": person.role.value,
        "lead": ",".join(sorted(member.leads)),
        "active": YES if person.active else "",
    }


# whom a row is about --------------------------------------------------------------------------------------------------


def find(row: Given, known: Known) -> Member:
    """Whom a row means: ids and addresses before names, and a whole name before none."""
    said = {key: row.cells.get(key, "") for key in ("id", "email", "handle", "name")}
    if said["id"]:
        member = known.things.get(said["id"].strip("<@>"))
        return _only("id", [member] if member else [])
    if said["email"]:
        found = _by(known, "email", lambda person: person.email.casefold(), said["email"].casefold())
        if found or not (said["name"] or said["handle"]):
            return _only("email", found)
    if said["handle"]:
        handle = folded(said["handle"].lstrip("@"))
        return _only("handle", _by(known, "handle", lambda person: folded(person.handle), handle))
    if not said["name"]:
        raise Wrong("name", Refusal("Who is it? Write a name, an email or an id."))
    return _only("name", _by(known, "name", lambda person: folded(person.name), folded(said["name"])))


def _by(known: Known, name: str, key: Callable[[Person], str], said: str) -> list[Member]:
    """Active people of whom this is said. They are read anew: an earlier row may have changed one."""

    def ids() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id, member in known.things.items():
            if member.person.active:
                found.setdefault(key(member.person), []).append(id)
        return found

    return [known.things[id] for id in known.once(f"people by {name}", ids).get(said, ())]


def _only(column: str, found: list[Member]) -> Member:
    if len(found) > 1:
        names = ", ".join(f"{one.person.name} (@{one.person.handle or one.person.id})" for one in found[:4])
        raise Wrong(column, Refusal("It could be {names}. Add a column with their email or id.", names=names))
    if not found:
        raise Wrong(column, Refusal("Nobody of this name is in the workspace."))
    return found[0]


# what becomes of them -------------------------------------------------------------------------------------------------


def change(before: Member, wanted: Mapping[str, str], known: Known) -> Outcome:
    """Their grade with its quota, their division, role, and the teams that they lead from now on."""
    known.check("admin")
    person = before.person
    if not person.active:
        raise Wrong("name", Refusal("{name} is no longer here.", name=person.name))
    if "grade" in wanted:
        person = graded(person, known.directory.workspace.grade(wanted["grade"]))
    if "role" in wanted:
        person = replace(person, role=Role(wanted["role"]))
        _check_admins(before, person, known)
    if "team" in wanted:
        person = replace(person, team=wanted["team"])
    led = _leads(before, person, wanted.get("lead", ""), known)
    return Outcome(Member(person, before.leads | led, led - before.leads))


def _check_admins(before: Member, person: Person, known: Known) -> None:
    """Somebody must be able to undo it."""
    if before.person.role is Role.ADMIN is not person.role and not any(
        one.person.role is Role.ADMIN and one.person.active and one.person.id != person.id
        for one in known.things.values()
    ):
        raise Wrong("role", Refusal("Nobody would be an administrator any more."))


def _leads(before: Member, person: Person, wanted: str, known: Known) -> frozenset[str]:
    """The teams that they shall lead: their own for a yes."""
    teams = frozenset(wanted.split(",")) - {NO, ""} if wanted else before.leads
    if YES in teams:
        if person.team is None or person.team not in known.directory.teams:
            raise Wrong("lead", Refusal("A lead of which team? They have no division."))
        teams = teams - {YES} | {person.team}
    elif before.leads - teams and wanted:
        raise Wrong(
            "lead", Refusal("A team keeps its lead until another is named: write it in the row of the new one.")
        )
    if teams - before.leads and person.role is Role.GUEST:
        raise Wrong("lead", Refusal("A guest leads no team."))
    for other in known.things.values():
        if other.person.id != person.id and other.named & teams:
            raise Wrong("lead", Refusal("{name} shall lead this team by another row.", name=other.person.name))
    return teams


def teams_after(pairs: list[tuple[Member, Member]], teams: Mapping[str, Team]) -> list[Team]:
    """The teams whose members or lead these changes touch: out of the old division, into the new one, leads named."""
    after = dict(teams)

    def put(key: str | None, *, without: str = "", with_: str = "", lead: str | None = None) -> None:
        team = after.get(key or "")
        if team is not None:
            members = (team.members - {without}) | ({with_} if with_ else frozenset())
            after[team.key] = replace(team, members=members, lead=lead or team.lead)

    for old, new in pairs:
        person = old.person.id
        if old.person.team != new.person.team:
            put(old.person.team, without=person)
            put(new.person.team, with_=person)
        for key in sorted(new.named):
            put(key, with_=person, lead=person)
    return [team for key, team in after.items() if team != teams[key]]


PEOPLE: Final = Sheet(
    "people",
    "People",
    "직원",
    COLUMNS,
    cells,
    find,
    change,
    ref=lambda member: member.person.id,
    label=lambda member: member.person.name,
)
