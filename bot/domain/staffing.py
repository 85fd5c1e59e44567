"""Grades, divisions, roles and leads of many people at once: what a list would change, and what in it cannot be."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from bot.domain.directory import Directory
from bot.domain.people import Person, Role, graded
from bot.domain.teams import Team
from bot.domain.words import folded
from bot.refusals import Refusal

YES: Final = frozenset({"yes", "y", "o", "1", "true", "예", "네", "ㅇ", "○", "o.", "v", "✓", "팀장", "lead", "head"})
NO: Final = frozenset({"no", "n", "0", "false", "아니요", "아니오", "-", "–"})
_ROLES: Final = {
    folded(word): role
    for role, words in {
        Role.ADMIN: ("admin", "administrator", "관리자"),
        Role.SECRETARIAT: ("secretariat", "총괄", "총괄 담당"),
        Role.MEMBER: ("member", "팀원", "직원"),
        Role.GUEST: ("guest", "외부인"),
    }.items()
    for word in words
}


@dataclass(frozen=True)
class Line:
    """One row as it was read; what is empty stays as it is."""

    number: int
    id: str = ""
    email: str = ""
    handle: str = ""
    name: str = ""
    grade: str = ""
    team: str = ""
    role: str = ""
    lead: str = ""

    @property
    def who(self) -> str:
        return self.name or self.handle or self.email or self.id


@dataclass(frozen=True)
class Fault:
    """What in a row cannot be: the column (a field of Line), what stands there, and why not. The row is left out."""

    number: int
    column: str
    text: str
    why: Refusal


@dataclass(frozen=True)
class Move:
    """A person before and after, with the team that they shall lead from now on, if any."""

    number: int
    before: Person
    after: Person
    leads: str | None = None

    @property
    def changes(self) -> bool:
        return self.after != self.before or self.leads is not None


@dataclass(frozen=True)
class Plan:
    """What a list would do. `same` rows change nothing."""

    moves: tuple[Move, ...] = ()
    faults: tuple[Fault, ...] = ()
    same: int = 0
    digest: str = field(default="", compare=False)


class _Wrong(Exception):  # noqa: N818 it carries a fault to the row that it belongs to
    def __init__(self, column: str, text: str, why: Refusal) -> None:
        super().__init__(column)
        self.column, self.text, self.why = column, text, why


def plan(lines: Iterable[Line], directory: Directory) -> Plan:
    """What these lines would change of the people there are. Rows that cannot be read are faults, never guesses."""
    finder = _Finder(directory)
    moves: list[Move] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line in lines:
        try:
            move = _move(line, finder, directory)
            _check_once(line, move, seen)
        except _Wrong as wrong:
            faults.append(Fault(line.number, wrong.column, wrong.text, wrong.why))
            continue
        moves.append(move)
    if _locks_out(moves, directory):
        why = Refusal("Nobody would be an administrator any more.")
        demoted = [move for move in moves if move.before.role is Role.ADMIN is not move.after.role]
        faults += [Fault(move.number, "role", move.before.name, why) for move in demoted]
        moves = [move for move in moves if move not in demoted]
    same = sum(not move.changes for move in moves)
    changing = tuple(move for move in moves if move.changes)
    digest = hashlib.sha256(repr([(move.before, move.after, move.leads) for move in changing]).encode()).hexdigest()
    return Plan(changing, tuple(sorted(faults, key=lambda fault: fault.number)), same, digest[:16])


def teams_after(moves: Iterable[Move], directory: Directory) -> list[Team]:
    """The teams whose members or lead these moves change: out of the old division, into the new one, leads named."""
    teams = dict(directory.teams)

    def put(key: str | None, *, without: str = "", with_: str = "", lead: str | None = None) -> None:
        team = teams.get(key or "")
        if team is not None:
            members = (team.members - {without}) | ({with_} if with_ else frozenset())
            teams[team.key] = replace(team, members=members, lead=lead or team.lead)

    for move in moves:
        person = move.before.id
        if move.before.team != move.after.team:
            put(move.before.team, without=person)
            put(move.after.team, with_=person)
        if move.leads:
            put(move.leads, with_=person, lead=person)
    return [team for key, team in teams.items() if team != directory.teams[key]]


@dataclass
class _Finder:
    """Who is meant by a row: ids and addresses before names, and a whole name before none."""

    directory: Directory
    emails: dict[str, list[Person]] = field(default_factory=dict)
    handles: dict[str, list[Person]] = field(default_factory=dict)
    names: dict[str, list[Person]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.directory.people.values():
            if person.active:
                self.emails.setdefault(person.email.casefold(), []).append(person)
                self.handles.setdefault(folded(person.handle), []).append(person)
                self.names.setdefault(folded(person.name), []).append(person)

    def find(self, line: Line) -> Person:
        if line.id:
            known = self.directory.people.get(line.id.strip("<@>"))
            return self._only("id", line.id, [known] if known else [])
        if line.email and (line.email.casefold() in self.emails or not (line.name or line.handle)):
            return self._only("email", line.email, self.emails.get(line.email.casefold(), []))
        if line.handle:
            return self._only("handle", line.handle, self.handles.get(folded(line.handle.lstrip("@")), []))
        return self._only("name", line.name, self.names.get(folded(line.name), []))

    def _only(self, column: str, text: str, found: list[Person]) -> Person:
        if len(found) > 1:
            names = ", ".join(f"{one.name} (@{one.handle or one.id})" for one in found[:4])
            raise _Wrong(
                column, text, Refusal("It could be {names}. Add a column with their email or id.", names=names)
            )
        if not found:
            raise _Wrong(column, text, Refusal("Nobody of this name is in the workspace."))
        if not found[0].active:
            raise _Wrong(column, text, Refusal("{name} is no longer here.", name=found[0].name))
        return found[0]


def _move(line: Line, finder: _Finder, directory: Directory) -> Move:
    before = finder.find(line)
    after = before
    if line.grade:
        after = _graded(after, line.grade, directory)
    if line.role:
        role = _ROLES.get(folded(line.role))
        if role is None:
            raise _Wrong("role", line.role, Refusal("This is no role. Write admin, secretariat, member or guest."))
        after = replace(after, role=role)
    if line.team:
        team = _team("team", line.team, directory)
        after = replace(after, team=team.key)
    return Move(line.number, before, after, _leads(line, after, directory))


def _graded(person: Person, typed: str, directory: Directory) -> Person:
    grade = directory.workspace.find_grade(typed)
    if grade is None:
        known = ", ".join(one.ko for one in directory.workspace.grades)
        raise _Wrong("grade", typed, Refusal("There is no such grade. These are known: {grades}.", grades=known))
    return person if person.grade == grade.key else graded(person, grade)


def _team(column: str, typed: str, directory: Directory) -> Team:
    found = directory.find_team(typed)
    if found is None or not found.active:
        raise _Wrong(column, typed, Refusal("There is no such team. `/team create` makes one."))
    return found


def _leads(line: Line, person: Person, directory: Directory) -> str | None:
    """The team that they shall lead: their own for a yes, else the one that is named; None where they do already."""
    word = line.lead.casefold().strip()
    if not word or word in NO:
        return None
    if word not in YES:
        team = _team("lead", line.lead, directory)
    elif person.team is None or person.team not in directory.teams:
        raise _Wrong("lead", line.lead, Refusal("A lead of which team? They have no division."))
    else:
        team = directory.teams[person.team]
    if person.role is Role.GUEST:
        raise _Wrong("lead", line.lead, Refusal("A guest leads no team."))
    return None if team.lead == person.id else team.key


def _locks_out(moves: Iterable[Move], directory: Directory) -> bool:
    """Whether nobody would be an administrator any more."""
    after = {move.before.id: move.after for move in moves}
    return not any(
        after.get(person.id, person).role is Role.ADMIN for person in directory.people.values() if person.active
    )


def _check_once(line: Line, move: Move, seen: dict[str, int]) -> None:
    """Nobody stands there twice, and a team gets one lead. `seen`: person or team → row."""
    person, led = move.before.id, f"lead of {move.leads}"
    if person in seen:
        raise _Wrong("name", line.who, Refusal("This person stands in row {row} already.", row=seen[person]))
    if move.leads and led in seen:
        raise _Wrong("lead", line.lead, Refusal("Row {row} names another lead of this team.", row=seen[led]))
    seen[person] = line.number
    if move.leads:
        seen[led] = line.number
