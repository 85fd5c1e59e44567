"""What is left to do until the bot can do its work: a list that disappears when it is done."""

from enum import StrEnum

from bot.domain.directory import Directory
from bot.domain.people import Role
from bot.domain.workspaces import NEEDED_SCOPES, OPTIONAL_SCOPES, Connection
from bot.values import frozen


class Step(StrEnum):
    """In the order in which they are done."""

    SCOPES = "scopes"
    PEOPLE = "people"
    LEADERSHIP = "leadership"
    TEAM = "team"
    CHANNELS = "channels"
    GRADES = "grades"
    SECRETARIAT = "secretariat"


@frozen
class State:
    """How far a step is; `names` are the scopes or channels that it lacks."""

    step: Step
    done: bool
    names: tuple[str, ...] = ()


@frozen
class Setup:
    """All the steps, and the scopes that could be added and what for."""

    states: tuple[State, ...]
    optional: tuple[str, ...] = ()
    fault: str = ""

    @property
    def done(self) -> bool:
        return all(state.done for state in self.states)


def setup(directory: Directory, connection: Connection) -> Setup:
    """How far this workspace is. What nobody can know (a Slack that does not tell) passes for done."""
    workspace = directory.workspace
    people = [person for person in directory.people.values() if person.active]
    teams = [team for team in directory.teams.values() if team.active]
    channels = (workspace.leadership_channel, workspace.admin_channel, *(team.channel for team in teams))
    unheard = tuple(dict.fromkeys(one for one in channels if one and not connection.hears(one)))
    missing = connection.missing(NEEDED_SCOPES)
    states = (
        State(Step.SCOPES, not missing, missing),
        State(Step.PEOPLE, len(people) > 1 or connection.people is not None),
        State(Step.LEADERSHIP, workspace.leadership_channel is not None),
        State(Step.TEAM, any(team.channel and team.lead for team in teams)),
        State(Step.CHANNELS, not unheard, unheard),
        State(Step.GRADES, any(person.grade for person in people)),
        State(Step.SECRETARIAT, any(person.role is Role.SECRETARIAT for person in people)),
    )
    return Setup(states, connection.missing(OPTIONAL_SCOPES), connection.fault)
