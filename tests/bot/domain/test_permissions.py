"""Who may do what: each row of the table for each thing that somebody can be. Source: the roles in the product."""

from typing import Final

import pytest

from bot.domain.directory import Directory
from bot.domain.people import Person, Role
from bot.domain.permissions import TABLE, Actor, check, may, subject
from bot.domain.teams import Team
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal

ABOUT = subject(author="U0AUTHOR", owner="U0OWNER", teams=["export"])


def _actor(id: str, role: Role = Role.MEMBER, teams: tuple[str, ...] = (), leads: tuple[str, ...] = ()) -> Actor:
    return Actor(Person(id, id, role=role), frozenset(teams), frozenset(leads))


ACTORS: Final = {
    "guest": _actor("U0AUTHOR", Role.GUEST, ("export",), ("export",)),  # whatever a guest is besides
    "stranger": _actor("U0ELSE", teams=("energy",), leads=("energy",)),  # a member, and lead of another team
    "author": _actor("U0AUTHOR"),
    "owner": _actor("U0OWNER"),
    "team": _actor("U0TEAM", teams=("export",)),
    "lead": _actor("U0LEAD", teams=("export",), leads=("export",)),
    "secretariat": _actor("U0EUN", Role.SECRETARIAT),
    "admin": _actor("U0DANA", Role.ADMIN),
}
EVERYBODY: Final = {"stranger", "author", "owner", "team", "lead", "secretariat", "admin"}
OFFICE: Final = {"secretariat", "admin"}

MAY: Final[dict[str, set[str]]] = {
    "anyone": EVERYBODY | {"guest"},
    "members": EVERYBODY,
    "visits.change": OFFICE | {"author", "lead"},
    "difficulties.assign": OFFICE | {"author", "owner", "team", "lead"},
    "difficulties.work": OFFICE | {"author", "owner", "team", "lead"},
    "difficulties.settle": OFFICE | {"owner", "lead"},
    "difficulties.undo": OFFICE | {"author", "lead"},
    "tasks.update": OFFICE | {"owner", "team", "lead"},
    "tasks.direct": OFFICE | {"owner", "lead"},
    "tasks.undo": OFFICE | {"author", "lead"},
    "indicators.create": OFFICE | {"lead", "stranger"},
    "indicators.change": OFFICE | {"owner", "lead"},
    "indicators.record": OFFICE | {"owner", "team", "lead"},
    "indicators.undo": OFFICE | {"author", "owner", "lead"},
    "surveys.run": OFFICE | {"author", "lead"},
    "surveys.answers": OFFICE | {"author", "lead"},
    "plans.create": OFFICE | {"lead", "stranger"},
    "plans.change": OFFICE | {"owner", "lead"},
    "plans.count": OFFICE | {"author", "owner", "team", "lead"},
    "plans.undo": OFFICE | {"author", "lead"},
    "meetings.create": OFFICE | {"lead", "stranger"},
    "meetings.run": OFFICE | {"owner", "lead"},
    "duty.run": OFFICE,
    "moves.hand": OFFICE | {"lead"},
    "agendas.lead": OFFICE | {"lead"},
    "agendas.all": OFFICE | {"team", "lead"},
    "agendas.decide": OFFICE | {"team", "lead"},
    "agendas.undo": OFFICE | {"author", "lead"},
    "evaluations.run": OFFICE,
    "evaluations.rate": OFFICE | {"owner", "lead"},
    "evaluations.results": OFFICE | {"team", "lead"},
    "evaluations.early": OFFICE | {"lead"},
    "teams.create": OFFICE,
    "teams.change": OFFICE | {"lead"},
    "organisations.change": EVERYBODY,
    "organisations.merge": OFFICE | {"lead", "stranger"},  # the lead of any team
    "organisations.unmerge": OFFICE | {"author", "lead", "stranger"},
    "status.others": OFFICE | {"lead"},
    "leaves.change": OFFICE | {"author", "lead"},
    "secretariat": OFFICE,
    "admin": {"admin"},
}


def test_every_row_is_told_here() -> None:
    assert set(MAY) == set(TABLE)


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("action", MAY)
def test_who_may(action: str, who: str) -> None:
    allowed = who in MAY[action]
    assert may(ACTORS[who], action, ABOUT) is allowed
    if allowed:
        check(ACTORS[who], action, ABOUT)
    else:
        with pytest.raises(Refusal) as refused:
            check(ACTORS[who], action, ABOUT)
        assert refused.value.message == (TABLE["members"] if who == "guest" else TABLE[action]).refusal


def test_a_deputy_stands_in_for_a_lead() -> None:
    people = {id: Person(id, id) for id in ("U0ARA", "U0CHAN")}
    teams = {"export": Team("export", "수출과", "", lead="U0ARA")}
    directory = Directory(Workspace("T1"), people, teams, deputies={"U0ARA": "U0CHAN"})
    assert may(directory.actor(people["U0CHAN"]), "teams.change", subject(teams=["export"]))
    assert not may(
        Directory(Workspace("T1"), people, teams).actor(people["U0CHAN"]), "teams.change", subject(teams=["export"])
    )


def test_a_closed_team_gives_no_rights() -> None:
    people = {"U0ARA": Person("U0ARA", "ara", team="export")}
    closed = {"export": Team("export", "수출과", "", lead="U0ARA", active=False)}
    actor = Directory(Workspace("T1"), people, closed).actor(people["U0ARA"])
    assert (actor.teams, actor.leads) == (frozenset(), frozenset())
