"""Who may do what: one table, asked in one place. A refusal says who may."""

from collections.abc import Iterable
from enum import Enum, auto
from typing import Final

from bot.domain.people import Person, Role
from bot.refusals import Refusal
from bot.values import frozen


class Claim(Enum):
    """What somebody can be, with regard to the thing at hand."""

    ANYONE = auto()  # guests too
    MEMBER = auto()  # everybody but guests
    AUTHOR = auto()  # who recorded it
    OWNER = auto()  # who must see to it
    TEAM = auto()  # a member of the team that it belongs to
    LEAD = auto()  # who leads that team
    ANY_LEAD = auto()  # who leads some team
    SECRETARIAT = auto()
    ADMIN = auto()


@frozen
class Actor:
    """Who asks: the person, the teams that they belong to and those that they lead (or act for as a deputy).

    `acts_for`: whose deputy they are today; what is open to these people as authors and owners is open to them.
    """

    person: Person
    teams: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    acts_for: frozenset[str] = frozenset()


@frozen
class Subject:
    """What it is about: who recorded it, who owns it, which teams it belongs to."""

    authors: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


NOTHING: Final = Subject()


def subject(*, author: str | None = None, owner: str | None = None, teams: Iterable[str | None] = ()) -> Subject:
    """A Subject from what may be missing."""
    return Subject(
        frozenset({author} if author else ()),
        frozenset({owner} if owner else ()),
        frozenset(team for team in teams if team),
    )


@frozen
class Rule:
    claims: frozenset[Claim]
    refusal: str


def _rule(refusal: Refusal, *claims: Claim) -> Rule:
    return Rule(frozenset({*claims, Claim.ADMIN}), refusal.message)


_NAMED: Final = 3  # of those who may
_NO_GUESTS = Refusal("Guests may only answer surveys. Ask an administrator to make you a member.")
_OFFICE = (Claim.SECRETARIAT,)

# One line a permission. Administrators may do all that the secretariat may.
TABLE: Final[dict[str, Rule]] = {
    "anyone": _rule(_NO_GUESTS, Claim.ANYONE),
    "members": _rule(_NO_GUESTS, Claim.MEMBER),
    "visits.change": _rule(
        Refusal("Only its author, the lead of their division and the secretariat may change this visit."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "difficulties.assign": _rule(
        Refusal("Only who raised it, its owner, the team's members and the secretariat may assign this difficulty."),
        Claim.OWNER,
        Claim.AUTHOR,
        Claim.TEAM,
        Claim.LEAD,
        *_OFFICE,
    ),
    "difficulties.work": _rule(
        Refusal("Only who raised it, its owner, the team's members and the secretariat may work on this difficulty."),
        Claim.OWNER,
        Claim.AUTHOR,
        Claim.TEAM,
        Claim.LEAD,
        *_OFFICE,
    ),
    "difficulties.settle": _rule(
        Refusal("Only its owner, the team's lead and the secretariat may close, decline or merge this difficulty."),
        Claim.OWNER,
        Claim.LEAD,
        *_OFFICE,
    ),
    "difficulties.undo": _rule(
        Refusal("Only who raised it, the team's lead and the secretariat may take this difficulty back."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "tasks.update": _rule(
        Refusal("Only members of the task's team, its owner and the secretariat may update this task."),
        Claim.OWNER,
        Claim.TEAM,
        Claim.LEAD,
        *_OFFICE,
    ),
    "tasks.direct": _rule(
        Refusal("Only its owner, the team's lead and the secretariat may finish, block, move or assign this task."),
        Claim.OWNER,
        Claim.LEAD,
        *_OFFICE,
    ),
    "tasks.undo": _rule(
        Refusal("Only who added it, the team's lead and the secretariat may take this task back."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "agendas.lead": _rule(
        Refusal("Only the team's lead and the secretariat may confirm or post this agenda."), Claim.LEAD, *_OFFICE
    ),
    "agendas.all": _rule(
        Refusal(
            "Only the leadership, the secretariat and administrators see the agenda of all teams before it is posted. "
            "`/agenda team KEY` shows that of one."
        ),
        Claim.TEAM,
        Claim.LEAD,
        *_OFFICE,
    ),
    "agendas.decide": _rule(
        Refusal("Only members of the team and the secretariat may record its decisions."),
        Claim.TEAM,
        Claim.LEAD,
        *_OFFICE,
    ),
    "agendas.undo": _rule(
        Refusal("Only who recorded it, the team's lead and the secretariat may take this decision back."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "meetings.create": _rule(
        Refusal("Only leads and the secretariat may set up regular meetings."), Claim.ANY_LEAD, *_OFFICE
    ),
    "meetings.run": _rule(
        Refusal("Only its secretary, the team's lead and the secretariat may do this with this meeting."),
        Claim.OWNER,
        Claim.LEAD,
        *_OFFICE,
    ),
    "evaluations.run": _rule(Refusal("Only the secretariat may open or close an evaluation."), *_OFFICE),
    "evaluations.rate": _rule(
        Refusal("Only the task's owner and the team's lead rate it. `/evaluate` shows what waits for you."),
        Claim.OWNER,
        Claim.LEAD,
        *_OFFICE,
    ),
    "evaluations.results": _rule(
        Refusal("Only members of the team and the secretariat see its results."), Claim.TEAM, Claim.LEAD, *_OFFICE
    ),
    "evaluations.early": _rule(
        Refusal("Only the team's lead and the secretariat see results before they are posted."), Claim.LEAD, *_OFFICE
    ),
    "teams.create": _rule(
        Refusal("Only the secretariat and administrators may create, close or reopen a team."), *_OFFICE
    ),
    "teams.change": _rule(
        Refusal("Only the team's lead, the secretariat and administrators may change this team."), Claim.LEAD, *_OFFICE
    ),
    "indicators.create": _rule(
        Refusal("Only leads, the secretariat and administrators may make an indicator."), Claim.ANY_LEAD, *_OFFICE
    ),
    "indicators.change": _rule(
        Refusal("Only its owner, the team's lead and the secretariat may change this indicator."),
        Claim.OWNER,
        Claim.LEAD,
        *_OFFICE,
    ),
    "indicators.record": _rule(
        Refusal("Only its owner, the team's members and the secretariat may record readings of this indicator."),
        Claim.OWNER,
        Claim.TEAM,
        Claim.LEAD,
        *_OFFICE,
    ),
    "indicators.undo": _rule(
        Refusal("Only who recorded it, its owner, the team's lead and the secretariat may take this back."),
        Claim.AUTHOR,
        Claim.OWNER,
        Claim.LEAD,
        *_OFFICE,
    ),
    "surveys.run": _rule(
        Refusal("Only who made it, the lead of its team and the secretariat may change, open or close this survey."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "surveys.answers": _rule(
        Refusal("Only who made it, the lead of its team and the secretariat see who said what."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "plans.create": _rule(
        Refusal("Only leads, the secretariat and administrators may add an item to the plan."),
        Claim.ANY_LEAD,
        *_OFFICE,
    ),
    "plans.change": _rule(
        Refusal("Only its owner, the team's lead and the secretariat may change this item."),
        Claim.OWNER,
        Claim.LEAD,
        *_OFFICE,
    ),
    "plans.count": _rule(
        Refusal("Only who made the visit, the item's owner, its team and the secretariat may count it by hand."),
        Claim.AUTHOR,
        Claim.OWNER,
        Claim.TEAM,
        Claim.LEAD,
        *_OFFICE,
    ),
    "plans.undo": _rule(
        Refusal("Only who added it, the team's lead and the secretariat may take this item back."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "duty.run": _rule(
        Refusal("Only the secretariat and administrators may share out duty, name somebody or change its settings."),
        *_OFFICE,
    ),
    "organisations.change": _rule(_NO_GUESTS, Claim.MEMBER),
    "organisations.merge": _rule(
        Refusal("Only leads, the secretariat and administrators may merge organisations."), Claim.ANY_LEAD, *_OFFICE
    ),
    "organisations.unmerge": _rule(
        Refusal("Only who merged them, leads and the secretariat may take this merge back."),
        Claim.AUTHOR,
        Claim.ANY_LEAD,
        *_OFFICE,
    ),
    "status.others": _rule(
        Refusal("Only their lead and the secretariat may see somebody else's state. `/muster` shows yours."),
        Claim.LEAD,
        *_OFFICE,
    ),
    "leaves.change": _rule(
        Refusal("Only they themselves, their lead and the secretariat may say when somebody is away."),
        Claim.AUTHOR,
        Claim.LEAD,
        *_OFFICE,
    ),
    "moves.hand": _rule(
        Refusal("Only the lead of their team, the secretariat and administrators may hand over what somebody holds."),
        Claim.LEAD,
        *_OFFICE,
    ),
    "secretariat": _rule(Refusal("Only the secretariat and administrators may do this."), *_OFFICE),
    "admin": _rule(Refusal("Only administrators may do this.")),
}

# Of whole commands: who has them not reads which it is, and whom to ask.
_COMMANDS: Final[dict[str, Refusal]] = {
    "secretariat": Refusal("`/{command}` is for the secretariat and administrators: {names}."),
    "admin": Refusal("`/{command}` is for administrators: {names}."),
}
_SETTINGS: Final = Refusal(
    "`/{command}` is for administrators: {names}. Your own language and messages are chosen in my App Home."
)


def held(actor: Actor, about: Subject) -> frozenset[Claim]:
    """All that `actor` is with regard to `about`."""
    claims = {Claim.ANYONE}
    if actor.person.role is not Role.GUEST:
        claims.add(Claim.MEMBER)
    names = {actor.person.id, *actor.acts_for}
    if names & about.authors:
        claims.add(Claim.AUTHOR)
    if names & about.owners:
        claims.add(Claim.OWNER)
    if about.teams & actor.teams:
        claims.add(Claim.TEAM)
    if about.teams & actor.leads:
        claims |= {Claim.LEAD, Claim.TEAM}
    if actor.leads:
        claims.add(Claim.ANY_LEAD)
    if actor.person.role in (Role.SECRETARIAT, Role.ADMIN):
        claims.add(Claim.SECRETARIAT)
    if actor.person.role is Role.ADMIN:
        claims.add(Claim.ADMIN)
    return frozenset(claims)


def may(actor: Actor, action: str, about: Subject = NOTHING) -> bool:
    """Whether `actor` may do `action` (a key of TABLE) to `about`. Guests may do nothing but what anyone may."""
    rule = TABLE[action]
    if actor.person.role is Role.GUEST:
        return Claim.ANYONE in rule.claims
    return bool(held(actor, about) & rule.claims)


def check(actor: Actor, action: str, about: Subject = NOTHING) -> None:
    """Raise the Refusal that says who may."""
    if not may(actor, action, about):
        refusal = _NO_GUESTS.message if actor.person.role is Role.GUEST else TABLE[action].refusal
        raise Refusal(refusal)


def check_command(actor: Actor, action: str, command: str, people: Iterable[Person], *, settings: bool = False) -> None:
    """The same for a whole `command`, without its slash; empty for what was no command. `people`: all that there are.

    `settings`: who asks may have looked for their own.
    """
    if may(actor, action) or actor.person.role is Role.GUEST or not command or action not in _COMMANDS:
        return check(actor, action)
    offices = (Role.ADMIN,) if action == "admin" else (Role.SECRETARIAT, Role.ADMIN)
    found = [one for one in people if one.active and one.role in offices]
    there = sorted(found, key=lambda one: (offices.index(one.role), one.name))
    if not there:
        return check(actor, action)
    refusal = _SETTINGS if settings else _COMMANDS[action]
    raise Refusal(refusal.message, command=command, names=", ".join(one.name for one in there[:_NAMED]))
