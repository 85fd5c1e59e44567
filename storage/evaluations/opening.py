"""Opening a month: who is asked about which task is frozen, timeliness computed, and the questions planned."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.domain.calendars import DAY
from bot.domain.directory import Directory
from bot.domain.evaluations import Assessment, Evaluation, deadlines, timeliness
from bot.domain.periods import Cadence, containing
from bot.domain.tasks import Task
from bot.domain.timetable import BY_KEY, Times, moment
from bot.domain.workspaces import Workspace
from storage import audit, insert_once, ledger
from storage.evaluations.courses import course, moves, rated, whom
from storage.evaluations.reading import get, latest
from storage.evaluations.rows import AssessmentRow, EvaluationRow, columns

ASK: Final = "evaluation-ask"  # the series of the questions to each person
OPENED: Final = "evaluation-opened"  # of the prompts of a month that was opened by hand
PROMPT: Final = "evaluation-open"  # the maker of prompts, whoever opened the month
EXPIRES: Final = 5 * DAY
APART: Final = dt.timedelta(seconds=1)  # 300 people are asked within five minutes


def open_month(
    session: Session,
    directory: Directory,
    month: dt.date,
    at: dt.datetime,
    by: str | None,
    now: dt.datetime,
    *,
    asks: bool = True,
) -> Evaluation | None:
    """Open this month as of `at`, once; None when it is open already or there is no task to rate.

    `by` is who did it by hand; the clock's prompts in the channels are the timetable's. Without `asks` nobody is told:
    for months that are over.
    """
    workspace = directory.workspace
    new = _evaluation(session, workspace, month, at, by)
    tasks = rated(session, workspace.id, new.previous, new.opened_on, _end(workspace, month))
    if not tasks:
        return None
    if not insert_once(session, EvaluationRow, workspace=workspace.id, **asdict(new) | {"month": new.key}):
        return None
    changed = moves(session, workspace.id, [task.number for task in tasks], new.previous, at)
    frozen = []
    for task in tasks:
        team, owner, lead = whom(directory, task)
        went = course(task, changed.get(task.number), new.opened_on, directory.zone_of_team(directory.team(team)))
        frozen.append(
            Assessment(
                month=month,
                task=task.number,
                title=task.title,
                team=team,
                owner=owner,
                lead=lead,
                computed=timeliness(went),
                as_of=went.as_of,
                due=went.due,
                percent=task.percent,
                finished=went.finished,
            )
        )
    session.execute(insert(AssessmentRow), [{"workspace": workspace.id, **columns(one)} for one in frozen])
    audit.record(session, workspace.id, by or "", now, "open", f"evaluation {new.key}", None, new)
    if asks:
        _ask(session, directory, new, frozen, now)
    if asks and by is not None:
        _prompt(session, directory, new, frozen, now)
    return new


def coming(session: Session, directory: Directory, month: dt.date, opened_on: dt.date) -> list[str | None]:
    """The team of each task that this month would ask about, were it opened on that day."""
    return [whom(directory, task)[0] for task in _asked_about(session, directory.workspace, month, opened_on)]


def foreseen(session: Session, directory: Directory, month: dt.date, at: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """Who would be asked, and when, were this month opened at that moment; nobody if it is open already."""
    workspace = directory.workspace
    if get(session, workspace.id, month) is not None:
        return []
    tasks = _asked_about(session, workspace, month, workspace.today(at))
    return _moments(directory, {person for task in tasks for person in whom(directory, task)[1:] if person}, at)


def _asked_about(session: Session, workspace: Workspace, month: dt.date, opened_on: dt.date) -> Sequence[Task]:
    return rated(session, workspace.id, _previous(session, workspace, month), opened_on, _end(workspace, month))


def _evaluation(session: Session, workspace: Workspace, month: dt.date, at: dt.datetime, by: str | None) -> Evaluation:
    opened_on = workspace.today(at)
    owner_by, lead_by, locks_on = deadlines(opened_on, workspace.calendar)
    rule = Times(workspace=workspace.times).rule(BY_KEY["evaluation-leadership"])
    return Evaluation(
        month=month,
        opened=at,
        opened_on=opened_on,
        opened_by=by,
        previous=_previous(session, workspace, month),
        owner_by=owner_by,
        lead_by=lead_by,
        locks=moment(locks_on, rule.time, workspace.zone),
        locks_on=locks_on,
    )


def _previous(session: Session, workspace: Workspace, month: dt.date) -> dt.datetime:
    """The previous opening; before the first there was, the beginning of the month."""
    before = latest(session, workspace.id, before=month)
    return before.opened if before else moment(month, dt.time(), workspace.zone)


def _end(workspace: Workspace, month: dt.date) -> dt.datetime:
    """The first moment after the month."""
    return moment(containing(Cadence.MONTHLY, month).last + DAY, dt.time(), workspace.zone)


def _ask(
    session: Session, directory: Directory, month: Evaluation, frozen: Iterable[Assessment], now: dt.datetime
) -> None:
    """A message of its own to each person asked, within their working hours."""
    everybody = {person for one in frozen for person in (one.owner, one.lead) if person}
    for id, due in _moments(directory, everybody, now):
        ledger.plan(
            session,
            directory.workspace.id,
            series=f"{ASK}:{id}",
            occurrence=month.key,
            person=id,
            due=due,
            expires=min(due + EXPIRES, max(month.locks, due + DAY)),
            maker=ASK,
            now=now,
        )


def _moments(directory: Directory, asked: Iterable[str], now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """When each of these people is asked, a moment apart."""
    workspace, people = directory.workspace, directory.people
    return [(id, workspace.unasked(people[id].zone, now) + at * APART) for at, id in enumerate(sorted(asked))]


def _prompt(
    session: Session, directory: Directory, month: Evaluation, frozen: Iterable[Assessment], now: dt.datetime
) -> None:
    """The prompts of a month that was opened by hand."""
    for key in sorted({one.team for one in frozen if one.team}):
        team = directory.team(key)
        if team is not None and team.active and team.channel:
            ledger.plan(
                session,
                directory.workspace.id,
                series=f"{OPENED}:{key}",
                occurrence=month.key,
                channel=team.channel,
                due=now,
                expires=now + EXPIRES,
                maker=PROMPT,
                args={"target": key},
                now=now,
            )
