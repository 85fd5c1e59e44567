"""Everybody and every team of one workspace: a steady picture that a request works with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Final

from bot.domain.people import Person, Role, alike, folded_name
from bot.domain.permissions import Actor
from bot.domain.teams import Team, TeamKind
from bot.domain.words import folded
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal
from bot.values import frozen
from bot.voices import Voice

_TITLE: Final = (
    r"(?<=\S) ?(?:(?:장관|차관|[실국과팀부원]장|본부장|센터장|서기관|사무관|주무관|차장|계장|대리|주임|위원)?[님씨]"
    r"|(?:[실국과팀부]장|서기관|사무관|주무관)|(?:와|과|하고|이?랑))$"
)


@frozen
class Directory:
    """`people` by Slack id (departed ones too), `teams` by key; `deputies`: who is away → who acts for them.

    `version` counts the changes of the workspace's people, teams and settings; `prefix` stands before the name of
    each command here.
    """

    workspace: Workspace
    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    deputies: Mapping[str, str] = field(default_factory=dict)
    version: int = field(default=0, compare=False)
    prefix: str = field(default="", compare=False)
    _teams_of: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _leads_of: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        belongs: dict[str, dict[str, None]] = {}
        leads: dict[str, dict[str, None]] = {}
        for person in self.people.values():
            if person.team is not None and person.team in self.teams and self.teams[person.team].active:
                belongs.setdefault(person.id, {})[person.team] = None
        for team in self.teams.values():
            if not team.active:
                continue
            for member in team.members:
                belongs.setdefault(member, {})[team.key] = None
            if team.lead:
                belongs.setdefault(team.lead, {})[team.key] = None
                leads.setdefault(team.lead, {})[team.key] = None
        object.__setattr__(self, "_teams_of", {person: tuple(keys) for person, keys in belongs.items()})
        object.__setattr__(self, "_leads_of", {person: tuple(keys) for person, keys in leads.items()})

    def person(self, id: str | None) -> Person | None:
        return self.people.get(id) if id else None

    def team(self, key: str | None) -> Team | None:
        return self.teams.get(key) if key else None

    def home(self, person: str) -> Team | None:
        """The division where their visits count."""
        found = self.people.get(person)
        team = self.teams.get(found.team) if found and found.team else None
        return team if team is not None and team.active else None

    def teams_of(self, person: str) -> tuple[str, ...]:
        """Keys of the active teams they belong to, the home division first."""
        return self._teams_of.get(person, ())

    def acts_for(self, person: str) -> tuple[str, ...]:
        """Who is away and has this person as their deputy."""
        return tuple(away for away, deputy in self.deputies.items() if deputy == person)

    def leads_of(self, person: str) -> tuple[str, ...]:
        """Keys of the teams they lead, and of those whose lead they are the deputy of."""
        acting = [key for away in self.acts_for(person) for key in self._leads_of.get(away, ())]
        return tuple(dict.fromkeys((*self._leads_of.get(person, ()), *acting)))

    def members(self, team: str) -> tuple[Person, ...]:
        """People of a team who work here: those whose home it is, its members and its lead."""
        return self._members.get(team, ())

    def visitors(self, team: str) -> tuple[Person, ...]:
        """Whose visits a team shows: a division counts those whose home it is, any other team all who belong to it."""
        found = self.teams.get(team)
        here = self.members(team)
        if found is None or found.kind is not TeamKind.DIVISION:
            return here
        return tuple(person for person in here if person.team == team)

    @cached_property
    def _members(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, dict[str, Person]] = {key: {} for key in self.teams}
        for person in self.people.values():
            if person.works_here and person.team in found:
                found[person.team][person.id] = person
        for team in self.teams.values():
            for id in (*team.members, team.lead):
                person_there = self.people.get(id or "")
                if person_there is not None and person_there.works_here:
                    found[team.key][person_there.id] = person_there
        order = {id: at for at, id in enumerate(self.people)}
        return {key: tuple(sorted(people.values(), key=lambda one: order[one.id])) for key, people in found.items()}

    @cached_property
    def _called(self) -> dict[str, list[Person]]:
        """Active people by their whole name and by their handle."""
        found: dict[str, dict[str, Person]] = {}
        for person in self.people.values():
            if person.active:
                for name in (person.name, person.handle):
                    found.setdefault(folded_name(name), {})[person.id] = person
        return {name: list(people.values()) for name, people in found.items() if name}

    def actor(self, person: Person) -> Actor:
        """Who asks. A deputy has the teams of those who are away too, but not their role."""
        absent = self.acts_for(person.id)
        teams = frozenset(team for one in (person.id, *absent) for team in self.teams_of(one))
        return Actor(person, teams, frozenset(self.leads_of(person.id)), frozenset(absent))

    @cached_property
    def tops(self) -> frozenset[str]:
        """Keys of the teams with none above them and others below: their people look at the whole organisation."""
        above = {team.parent for team in self.teams.values()}
        return frozenset(team.key for team in self.teams.values() if team.parent is None and team.key in above)

    def divisions(self) -> tuple[Team, ...]:
        return tuple(team for team in self.teams.values() if team.active and team.kind is TeamKind.DIVISION)

    def pick(self, id: str | None, typed: str) -> Person:
        """The person meant by a mention's id or a name as typed; the unknown, gone or ambiguous are asked about."""
        if id:
            known = self.people.get(id)
            if known is None:
                raise Refusal(
                    "I do not know {name} in this workspace yet. Mention them with @ once more in a moment.",
                    name=typed or id,
                )
            if not known.active:
                raise Refusal("{name} is no longer here. Name somebody who is.", name=known.name)
            return known
        return self._only(self._here(typed), typed)

    def pick_anybody(self, id: str | None, typed: str) -> Person:
        """The same, and somebody who has left is meant where nobody who works here is."""
        known = self.people.get(id) if id else None
        if known is not None:
            return known
        if id:
            return self.pick(id, typed)
        return self._only(self._here(typed) or alike(self.people.values(), typed, departed=True), typed)

    def called(self, typed: str) -> list[Person]:
        """Those who work here and are called so."""
        return list(self._here(typed))

    def _here(self, typed: str) -> Sequence[Person]:
        """Who is called so and works here; a title behind the name is none of it: `봄님`, `봄 국장님`."""
        if found := self._called.get(folded_name(typed)) or alike(self.people.values(), typed):
            return found
        name = re.sub(_TITLE, "", typed)
        return () if name == typed else self._called.get(folded_name(name)) or alike(self.people.values(), name)

    def _only(self, found: Sequence[Person], typed: str) -> Person:
        if not found:
            raise Refusal("I know nobody called “{name}”. Type @ and choose the person from Slack's list.", name=typed)
        if len(found) > 1:
            names = ", ".join(f"{person.name} (@{person.handle or person.id})" for person in found[:5])
            raise Refusal(
                "“{name}” could be {names}. Type @ and choose the person from Slack's list.", name=typed, names=names
            )
        return found[0]

    def pick_team(self, typed: str) -> Team:
        """The active team of this key or name; an unknown one is refused with those that there are."""
        found = self.find_team(typed)
        if found is None or not found.active:
            there = sorted((team for team in self.teams.values() if team.active), key=lambda team: team.key)
            keys = ", ".join(f"{team.key} ({team.ko or team.en})" for team in there[:20])
            raise Refusal("There is no team “{name}”. These keys are known: {keys}.", name=typed, keys=keys or "–")
        return found

    def find_team(self, typed: str) -> Team | None:
        """A team by its key or either name, spaces and case aside: living teams first, then keys before names."""
        wanted = folded(typed)
        found = [team for team in self.teams.values() if wanted in team.spellings()]
        return min(found, key=lambda team: (not team.active, folded(team.key) != wanted), default=None)

    def language_of(self, person: Person) -> str:
        """Their own choice, else Slack's locale, else the workspace's."""
        short = (person.locale or "").replace("_", "-").split("-")[0].lower()
        return person.language or (short if short in ("ko", "en") else self.workspace.language)

    def voice_of(self, person: Person) -> Voice:
        return Voice(self.language_of(person), person.zone, self.prefix)

    def voice_of_team(self, team: Team | None) -> Voice:
        """That of a team's channel, or of the workspace."""
        language = (team.language if team else None) or self.workspace.language
        return Voice(language, self.zone_of_team(team), self.prefix)

    def voice_in(self, channel: str | None) -> Voice:
        """That of the team whose channel it is, else of the workspace."""
        here = (team for team in self.teams.values() if channel and team.channel == channel)
        return self.voice_of_team(next(here, None))

    def zone_of_team(self, team: Team | None) -> str:
        return (team.zone if team else None) or self.workspace.zone

    @property
    def secretariat(self) -> list[Person]:
        """Who hears what concerns all: the secretariat; without one, the administrators."""
        for role in (Role.SECRETARIAT, Role.ADMIN):
            found = [one for one in self.people.values() if one.active and one.role is role]
            if found:
                return sorted(found, key=lambda one: one.id)
        return []

    def who_answers(self, owner: str | None, team: str | None, author: str) -> str | None:
        """Who answers for a thing: its owner; without one who leads its team, else who made it."""
        there = self.team(team)
        for id in (owner, there.lead if there else None, author):
            found = self.person(id)
            if found is not None and found.works_here:
                return found.id
        return None
