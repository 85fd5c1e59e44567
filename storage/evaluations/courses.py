"""How each task went until the opening: what its timeliness is computed from."""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from bot.domain.evaluations import Course, is_rated, started
from bot.domain.tasks import Task
from bot.values import frozen
from storage import tasks


@frozen
class Moves:
    """What happened to a due date since the previous opening: `due` as it stood then."""

    due: dt.date | None
    moved: bool


def rated(session: Session, workspace: str, previous: dt.datetime, opened_on: dt.date, ends: dt.datetime) -> list[Task]:
    """The tasks that a month opened on that day, over at `ends`, asks about, by number."""
    unrated = {one.key for one in tasks.programmes(session, workspace) if not one.evaluated}
    found = tasks.evaluable(session, workspace, previous)
    return sorted(
        (task for task in found if is_rated(task, previous, opened_on, unrated, ends)), key=lambda task: task.number
    )


def moves(
    session: Session, workspace: str, numbers: Iterable[int], previous: dt.datetime, until: dt.datetime
) -> dict[int, Moves]:
    """Of these tasks, those whose due date was set or moved after `previous`, up to `until`."""
    found: dict[int, Moves] = {}
    for one in tasks.moves_since(session, workspace, numbers, previous):
        if one.at > until:
            continue
        first = found.get(one.task)
        # a first due date is not a moved one
        due = first.due if first and first.due else one.due_before or one.due_after
        found[one.task] = Moves(due, one.due_before is not None or (first is not None and first.moved))
    return found


def course(task: Task, change: Moves | None, opened_on: dt.date, zone: str) -> Course:
    """The facts of the formula, in days of the team's zone."""
    local = ZoneInfo(zone)
    assert task.due is not None, "only tasks with a due date are rated"
    done = task.finished.astimezone(local).date() if task.finished is not None else None
    told = (task.updated or task.created).astimezone(local).date()  # recording it was its first word
    return Course(
        start=started(task),
        due=(change.due if change else None) or task.due,
        as_of=min(done, opened_on) if done else opened_on,
        percent=task.percent,
        finished=done is not None,
        moved=change is not None and change.moved,
        updated=told,
    )


def whom(directory: Directory, task: Task) -> tuple[str | None, str | None, str | None]:
    """Team, owner and lead that are asked. Whoever leads the team is rated by the lead of the team above, if any."""
    home = directory.home(task.owner) if task.owner else None
    team = task.team or (home.key if home else None)
    owner = _active(directory, task.owner)
    lead = next((lead for lead in leads_upwards(directory, team) if lead != owner), None)
    return team, owner, lead


def leads_upwards(directory: Directory, team: str | None) -> Iterator[str]:
    """The lead of the team, of the team above it, and so on; those who left are passed over."""
    seen: set[str] = set()
    found = directory.team(team)
    while found is not None and found.key not in seen:
        seen.add(found.key)
        if lead := _active(directory, found.lead):
            yield lead
        found = directory.team(found.parent)


def _active(directory: Directory, person: str | None) -> str | None:
    found = directory.person(person)
    return found.id if found is not None and found.works_here else None
