"""The demo's organisation: who works there, in which teams, and in which channels they talk."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.people import DEFAULT_GRADES, Person, Role
from bot.domain.tasks import Programme
from bot.domain.teams import Team, TeamKind
from bot.domain.workspaces import Workspace
from storage import connections, people, tasks, teams, workspaces
from storage.seeds import read

PROGRAMME: Final = "tasks-100"
TOP: Final = "ministry"
SECTORS: Final[Mapping[str, tuple[str, ...]]] = {  # what each team goes out to see
    "ministry": (),
    "smba": ("parts", "textiles", "machinery", "software"),
    "pr": ("software", "electronics", "textiles"),
    "export": ("parts", "automobiles", "electronics", "textiles", "shipbuilding"),
    "compete": ("machinery", "parts", "shipbuilding", "steel"),
    "energy": ("power", "chemicals", "steel"),
    "us-trade": ("steel", "electronics", "automobiles", "software"),
    "new-industry": ("bio", "semiconductors", "software", "electronics"),
}
_QUOTAS: Final = {grade.key: grade.quota for grade in DEFAULT_GRADES}


def found(session: Session, settings: Workspace, language: str) -> None:
    """Store the organisation. Whom and what Slack has by the same handle or channel name keeps its id."""
    known = {person.handle.casefold(): person for person in people.everybody(session, settings.id) if person.handle}
    channels = _channels(connections.get(session, settings.id).channels or {})
    ids: dict[str, str] = {}
    for seat in read("ministry_people")["people"]:
        person = _person(seat, known.get(seat["handle"].casefold()), settings, language)
        ids[seat["handle"]] = person.id
        people.save(session, settings.id, person)
    for team in _teams(ids, channels, language):
        teams.save(session, settings.id, team)
    for one in read("ministry")["programmes"]:
        programme = Programme(one["key"], one["name"]["ko"], one["name"]["en"])
        tasks.save_programme(session, settings.id, programme)
    changed = dataclasses.replace(
        settings,
        leadership_channel=settings.leadership_channel or channels["leadership"],
        admin_channel=settings.admin_channel or channels["admin"],
        setup_done=True,
    )
    workspaces.change(session, changed)


def _person(seat: Mapping[str, Any], known: Person | None, settings: Workspace, language: str) -> Person:
    """Somebody in their seat; whom Slack knows keeps name, zone and an administrator's rights."""
    new = Person(seat["id"], seat[language], handle=seat["handle"], zone=settings.zone)
    person = known or new
    role = Role(seat.get("role", Role.MEMBER))
    return dataclasses.replace(
        person,
        role=Role.ADMIN if person.role is Role.ADMIN else role,
        grade=seat["grade"],
        quota=_QUOTAS[seat["grade"]],
        team=seat["team"],
    )


def _channels(known: Mapping[str, str]) -> dict[str, str]:
    """What for → channel id: Slack's where a channel of that name is known."""
    named = {name: id for id, name in known.items()}
    return {
        one["key"]: named.get(one["ko"]) or named.get(one["en"]) or one["id"]
        for one in read("ministry_people")["channels"]
    }


def _teams(ids: Mapping[str, str], channels: Mapping[str, str], language: str) -> Iterable[Team]:
    """The divisions first: they stand above."""
    seats = read("ministry_people")["people"]
    data = read("ministry")
    divisions = [one | {"kind": TeamKind.DIVISION.value} for one in data["divisions"]]
    for one in [*divisions, *data["teams"]]:
        key = one["key"]
        yield Team(
            key,
            one["name"]["ko"],
            one["name"]["en"][:1].upper() + one["name"]["en"][1:],
            TeamKind(one["kind"]),
            parent=one.get("parent") or (None if key == TOP else TOP),
            lead=next(ids[seat["handle"]] for seat in seats if key in seat.get("leads", ())),
            channel=channels[key],
            sectors=SECTORS[key],
            mandate=one.get("mandate", {}).get(language, ""),
            members=frozenset(
                ids[seat["handle"]] for seat in seats if key == seat["team"] or key in seat.get("in", ())
            ),
        )
