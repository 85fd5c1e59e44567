"""Divisions, response teams and task forces."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Final

from bot.domain.people import Person
from bot.domain.words import folded
from bot.refusals import Refusal
from bot.values import frozen

KEY: Final = re.compile(r"[^\W_][\w-]{0,29}")


class TeamKind(StrEnum):
    DIVISION = "division"  # 실·국·과, 외청: people have one as their home, and the quota is counted there
    RESPONSE = "response"  # 대책팀: led by a grade-1 official, directors-general as members
    TASK_FORCE = "task-force"


@frozen
class Team:
    """`key` is what people type; `members` are person ids, the lead among them or not."""

    key: str
    ko: str
    en: str
    kind: TeamKind = TeamKind.DIVISION
    parent: str | None = None
    lead: str | None = None
    channel: str | None = None
    language: str | None = None
    zone: str | None = None
    tells_visits: bool = True  # the channel hears of each visit in one line
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    mandate: str = ""
    times: Mapping[str, str] = field(default_factory=dict)  # series → "thu 16:00", where it differs from the workspace
    members: frozenset[str] = frozenset()
    active: bool = True
    version: int = 0

    def name(self, lang: str) -> str:
        return (self.ko or self.en) if lang == "ko" else (self.en or self.ko)

    def spellings(self) -> frozenset[str]:
        """What people may type for it, folded."""
        return frozenset(folded(name) for name in (self.key, self.ko, self.en) if name)


def check_key(key: str, taken: Iterable[str], words: Iterable[str]) -> None:
    """A key that can be typed behind every command: one word, nobody else's, and no word of `/team` itself."""
    if not KEY.fullmatch(key):
        raise Refusal("A key is one short word of letters, digits and hyphens, such as `export`.")
    if folded(key) in {folded(word) for word in words}:
        raise Refusal("`{key}` is a word of this command. Choose another key.", key=key)
    if folded(key) in {folded(one) for one in taken}:
        raise Refusal("The key `{key}` is taken. `/team show {key}` shows by whom. Choose another key.", key=key)


def check_names(team: Team, teams: Iterable[Team]) -> None:
    """No two living teams answer to one name."""
    for other in teams:
        if other.key != team.key and other.active and (team.spellings() & other.spellings()):
            raise Refusal("The team `{key}` is called that already. Choose another name.", key=other.key)


def check_parent(team: Team, teams: Mapping[str, Team]) -> None:
    """Nobody stands above themselves."""
    above, seen = team.parent, {team.key}
    while above is not None:
        if above in seen:
            raise Refusal("A team cannot stand above itself. Choose another parent.")
        seen.add(above)
        found = teams.get(above)
        above = found.parent if found else None


def moved(team: Team, before: Iterable[Person], after: Iterable[str], people: Mapping[str, Person]) -> list[Person]:
    """Whose home changes when the people of a team are these from now on.

    A division becomes the home of whoever has none yet; who leaves it has none any more. Only a division is a home.
    """
    wanted = set(after)
    gone = [replace(one, team=None) for one in before if one.id not in wanted and one.team == team.key]
    if team.kind is not TeamKind.DIVISION:
        return gone
    new = [people[id] for id in sorted(wanted) if id in people and people[id].team is None]
    return [*gone, *(replace(one, team=team.key) for one in new)]
