"""Task forces: a charter with an end, and the winding up of a team, after which nothing of it is without an owner."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from bot.domain.calendars import DAY, Calendar
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.directory import Directory
from bot.domain.people import Role
from bot.domain.tasks import Task
from bot.domain.teams import Team, TeamKind
from bot.domain.visits import Visit
from bot.refusals import Refusal
from bot.values import frozen

NOTICES: Final = (14, 7)  # days before the end; source: the plan's D-14 and D-7
SOON: Final = dt.timedelta(days=NOTICES[0])


@frozen
class Fate:
    """What became of one thing at the winding up: it went to `team` and `owner`, or was dropped with a `reason`."""

    ref: str
    title: str
    team: str = ""
    owner: str = ""
    reason: str = ""

    @property
    def dropped(self) -> bool:
        return not (self.team or self.owner)


@frozen
class Charter:
    """What a team has to bring about by when; its mandate stands with the team. `since`: the end was set that day.

    Any team can be wound up: one without an end has a charter with nothing but `fates`, `result` and when it `ended`.
    """

    team: str
    ends: dt.date | None = None
    since: dt.date | None = None
    deliverables: str = ""
    fates: tuple[Fate, ...] = ()
    result: str = ""
    ended: dt.datetime | None = None
    ended_by: str = ""
    version: int = 0

    def left(self, today: dt.date) -> int | None:
        """Days to its end, negative when that has passed; None without one."""
        return (self.ends - today).days if self.ends is not None else None

    def ending(self, today: dt.date) -> bool:
        """Its end is near or has passed, and it was not wound up."""
        return self.ended is None and self.ends is not None and self.ends <= today + SOON


class Kind(StrEnum):
    """What a team may leave behind. `ESCALATED`: another team's difficulty that it was to decide about."""

    TASK = "task"
    DIFFICULTY = "difficulty"
    ANSWERED = "answered"  # the company was told; it only has to be closed
    ESCALATED = "escalated"
    VISIT = "visit"
    ITEM = "item"  # of its agenda, added by somebody
    INDICATOR = "indicator"
    PLAN = "plan"  # an item of the inspection plan whose period goes on
    SURVEY = "survey"
    MEETING = "meeting"  # a series that comes again
    TEAM = "team"  # one that it stands above


OWNED: Final = frozenset(
    {Kind.TASK, Kind.DIFFICULTY, Kind.ANSWERED, Kind.INDICATOR, Kind.PLAN, Kind.VISIT, Kind.MEETING}
)  # by a person
NEVER_LEFT: Final = frozenset({Kind.TASK, Kind.DIFFICULTY, Kind.ANSWERED})  # a company or a leader waits for these
REASONLESS: Final = frozenset({Kind.ANSWERED, Kind.TEAM})  # the company has heard already; a team goes on alone


@frozen
class Loose:
    """Something that would have nobody when the team is gone.

    `key` finds it again: `T-12`, `A-3`, the key of a team or of a series of meetings.
    """

    kind: Kind
    key: str
    title: str
    owner: str | None = None
    due: dt.date | None = None

    @property
    def value(self) -> str:
        """What a form keeps of it."""
        return f"{self.kind.value}:{self.key}"


@frozen
class Choice:
    """What somebody decides about it: to `team`, and to `owner` if they name one; without a team it is dropped."""

    team: str | None = None
    owner: str | None = None
    reason: str = ""


def check_end(team: Team, ends: dt.date | None, today: dt.date, before: dt.date | None) -> None:
    """A task force has an end that is to come, no other team has one. `before`: the end that it had."""
    if team.kind is not TeamKind.TASK_FORCE:
        if ends is not None:
            raise Refusal("Only a task force ends by itself. Choose the kind “task force”, or empty its last day.")
        return
    if ends is None:
        raise Refusal("A task force ends. Choose its last day.")
    if ends < today and ends != before:
        raise Refusal("{day} has passed. Name a day from today on.", day=ends)


def hinders(team: Team, left: Iterable[Loose]) -> bool:
    """Whether a team cannot simply be closed: a task force leaves nothing, no team leaves tasks and difficulties."""
    return any(team.kind is TeamKind.TASK_FORCE or one.kind in NEVER_LEFT for one in left)


def notice(charter: Charter, today: dt.date, calendar: Calendar) -> int | None:
    """Which notice is due on `today`: 14, 7 or None. On a day off the one before it is; a late one waits for no other.

    What the end was set too late for is not said: whoever set it knows.
    """
    if charter.ended is not None or charter.ends is None or today > charter.ends:
        return None
    due = None
    for days in NOTICES:
        day = calendar.previous_working(charter.ends - days * DAY)
        if day <= today and (charter.since is None or charter.since < day):
            due = days
    return due


def heir(loose: Loose, choice: Choice, directory: Directory) -> str | None:
    """Who sees to it from now on: who was named, else who has it, else who leads the team that it goes to.

    Refuses a guest, somebody who is gone, and a team in which nobody would have it.
    """
    team = directory.team(choice.team)
    if team is None or not team.active:
        raise Refusal("This team is closed already.")
    if choice.owner:
        found = directory.pick(choice.owner, "")
        if found.role is Role.GUEST:
            raise Refusal("{name} is a guest. Choose somebody who works here.", name=found.name)
        return found.id
    for id in (loose.owner, team.lead):
        person = directory.person(id)
        if person is not None and person.works_here:
            return person.id
    if loose.kind in OWNED:
        raise Refusal("Nobody would have {ref}: {team} has no lead. Choose a person.", ref=loose.key, team=team.key)
    return None


def check_dropped(loose: Loose, choice: Choice) -> None:
    """What is dropped has a reason."""
    if not choice.reason and loose.kind not in REASONLESS:
        raise Refusal("Why is {ref} dropped? Type a reason.", ref=loose.key)


def task_handed(task: Task, team: str, owner: str) -> Task:
    return replace(task, team=team, owner=owner)


def difficulty_handed(difficulty: Difficulty, team: str, owner: str) -> Difficulty:
    """It keeps its day and its state, but that somebody has it now."""
    state = DifficultyState.ASSIGNED if difficulty.state is DifficultyState.OPEN else difficulty.state
    above = None if difficulty.escalated_to == team else difficulty.escalated_to
    return replace(difficulty, team=team, owner=owner, state=state, escalated_to=above)


def left_alone(visits: Iterable[Visit], key: str, directory: Directory) -> list[Visit]:
    """Those planned visits whose author has left, or belongs to no other team."""
    return [
        one
        for one in visits
        if (person := directory.person(one.person)) is None
        or not person.works_here
        or not set(directory.teams_of(person.id)) - {key}
    ]


def deepest_first(tasks: Iterable[Task]) -> list[Task]:
    """What stands under another one comes before it, so that a parent can be dropped once its children are gone."""
    found = {task.number: task for task in tasks}

    def depth(task: Task) -> int:
        deep, above = 0, task.parent
        while above in found and deep < len(found):
            deep, above = deep + 1, found[above].parent
        return deep

    return sorted(found.values(), key=lambda task: (-depth(task), task.due or dt.date.max, task.number))


def wound_up(charter: Charter, result: str, who: str, now: dt.datetime) -> Charter:
    if charter.ended is not None:
        raise Refusal("This team is closed already.")
    return replace(charter, result=result, ended=now, ended_by=who)


def reopened(charter: Charter) -> Charter:
    """Not wound up any more. What became of all that it had stays written."""
    return replace(charter, result="", ended=None, ended_by="")


def room_name(team: Team) -> str:
    """The name of the channel that is made for it. Source: Slack takes small letters, digits, hyphens, underscores."""
    return team.key.casefold()[:80]


@frozen
class Ending:
    """A task force whose end is near or has passed, for whoever leads it and for the agendas. `left`: days to it."""

    team: Team
    ends: dt.date
    left: int

    @property
    def over(self) -> bool:
        """Its last day has passed."""
        return self.left < 0


def endings(charters: Iterable[Charter], directory: Directory, today: dt.date) -> list[Ending]:
    """Of the living teams whose end is near or has passed, the nearest end first."""
    return with_an_end((one for one in charters if one.ending(today)), directory, today)


def with_an_end(charters: Iterable[Charter], directory: Directory, today: dt.date) -> list[Ending]:
    """Of the living teams, however far off the end is, in the order of the charters."""
    return [
        Ending(team, one.ends, (one.ends - today).days)
        for one in charters
        if one.ends is not None and (team := directory.team(one.team)) is not None and team.active
    ]


def destinations(team: Team, directory: Directory) -> list[Team]:
    """Where things of a team can go, the likeliest first: the team above, its people's homes, then all others."""
    near = [team.parent, *(person.team for person in directory.members(team.key))]
    keys = dict.fromkeys([*(key for key in near if key), *sorted(directory.teams)])
    found = [directory.teams[key] for key in keys if key in directory.teams and key != team.key]
    return [one for one in found if one.active]


def hung(choices: Iterable[tuple[Loose, Choice]], teams: Mapping[str, Team]) -> dict[str, Team]:
    """All teams as they stand once every one of these went where it was chosen to go: two may go under each other."""
    gone = {one.key: replace(teams[one.key], parent=choice.team) for one, choice in choices if one.kind is Kind.TEAM}
    return {**teams, **gone}
