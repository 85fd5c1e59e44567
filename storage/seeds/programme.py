"""The 100 tasks of the demo's organisation: what became of each in three months, and how they were rated."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from bot.domain import tasks as rules
from bot.domain.calendars import DAY
from bot.domain.evaluations import Assessment, Evaluation, Given, Part
from bot.domain.events import EventKind
from bot.domain.ledger import key
from bot.domain.people import Role
from bot.domain.tasks import Health, Said, Step, Task, Update, Wanted
from storage import evaluations, events, ledger, tasks
from storage.seeds.ministry import PROGRAMME
from storage.seeds.quarter import Act, Quarter, Row

_HAPPENED: Final = {
    Step.UPDATE: EventKind.TASK_UPDATED,
    Step.FINISH: EventKind.TASK_FINISHED,
    Step.MOVE: EventKind.TASK_MOVED,
    Step.BLOCK: EventKind.TASK_BLOCKED,
}


def add_tasks(quarter: Quarter, session: Session) -> None:
    """All of them on the first day, each with its plan; what will happen to each is put on the list."""
    moment = quarter.at(quarter.first, 9)
    for row in quarter.content["tasks"]:
        due = quarter.calendar.next_working(quarter.today + quarter.rng.randrange(-50, 160) * DAY)
        start = min(due - quarter.rng.randrange(60, 170) * DAY, quarter.today - 5 * DAY)
        members = [one for one in quarter.members(row[0]) if one.role is Role.MEMBER]
        owner = quarter.rng.choice(members).id
        wanted = Wanted(quarter.say(row, 1), owner, row[0], start, due, PROGRAMME)
        draft = rules.draft(wanted, who=owner, now=moment)
        task = tasks.add(session, quarter.workspace, draft, owner, moment)
        events.tell(session, quarter.workspace, EventKind.TASK_ADDED, [task.ref], task.teams, moment)
        _plan_course(quarter, task)


def _plan_course(quarter: Quarter, task: Task) -> None:
    """Updates every week or two, as fast as it goes; its end, a block or a new date."""
    assert task.start is not None
    assert task.due is not None
    rng = quarter.rng
    pace = rng.choices((1.05, 0.85, 0.62), (55, 25, 20))[0]
    day = max(task.start, quarter.first) + rng.randrange(2, 9) * DAY
    silent = quarter.today - 18 * DAY if rng.random() < 0.08 else quarter.today
    ends = task.due + rng.randrange(-9, 6) * DAY if rng.random() < 0.8 else task.due + 80 * DAY
    while day < min(silent, ends, quarter.today + DAY):
        share = (day - task.start) / max(task.due - task.start, DAY)
        percent = max(5, min(95, round(share * pace * 20) * 5))
        quarter.put(quarter.hour(quarter.calendar.next_working(day)), _update(quarter, task.number, percent, pace))
        day += rng.randrange(6, 13) * DAY
    if ends <= quarter.today:
        quarter.put(quarter.hour(quarter.calendar.next_working(ends)), _finish(quarter, task.number))
    elif rng.random() < 0.08:
        quarter.put(quarter.hour(quarter.calendar.previous_working(quarter.today - 4 * DAY)), _block(quarter, task))
    elif rng.random() < 0.1:
        moved = task.due + rng.randrange(14, 40) * DAY
        day = quarter.calendar.previous_working(quarter.today - rng.randrange(1, 40) * DAY)
        quarter.put(quarter.hour(day), _move(quarter, task.number, quarter.calendar.next_working(moved)))


def _update(quarter: Quarter, number: int, percent: int, pace: float) -> Act:
    stage = "early" if percent < 30 else "middle" if percent < 75 else "late"
    row = _words(quarter, stage)
    mood = Health.AT_RISK if pace < 0.8 else Health.ON_TRACK
    said = Said(percent, quarter.say(row, 1), mood, quarter.say(row, 3))
    return _step(quarter, number, Step.UPDATE, said=said)


def _finish(quarter: Quarter, number: int) -> Act:
    return _step(quarter, number, Step.FINISH, said=Said(text=quarter.say(_words(quarter, "done"), 1)))


def _block(quarter: Quarter, task: Task) -> Act:
    return _step(
        quarter, task.number, Step.BLOCK, said=Said(text=quarter.say(quarter.rng.choice(quarter.content["blocked"]), 0))
    )


def _move(quarter: Quarter, number: int, due: dt.date) -> Act:
    reason = quarter.say(quarter.rng.choice(quarter.content["moved"]), 0)
    return _step(quarter, number, Step.MOVE, said=Said(text=reason), due=due)


def _words(quarter: Quarter, stage: str) -> Row:
    return quarter.draw(f"updates:{stage}", [row for row in quarter.content["updates"] if row[0] == stage])


def _step(quarter: Quarter, number: int, step: Step, *, said: Said, due: dt.date | None = None) -> Act:
    """One step of a task's life, as its listener would store it."""

    def act(session: Session, moment: dt.datetime) -> None:
        task = tasks.get(session, quarter.workspace, number)
        assert task is not None
        if not rules.may(task, step):
            return
        who = task.owner or task.created_by
        changed = _changed(task, step, said, due, moment)
        after = tasks.save(session, quarter.workspace, changed, who, moment, step.value)
        entry = Update(
            number,
            who,
            moment,
            step,
            after.percent,
            said.text,
            said.next_step or "",
            task.due,
            after.due,
            said.health,
        )
        tasks.append(session, quarter.workspace, entry)
        events.tell(session, quarter.workspace, _HAPPENED[step], [task.ref], after.teams, moment)

    return act


def _changed(task: Task, step: Step, said: Said, due: dt.date | None, moment: dt.datetime) -> Task:
    match step:
        case Step.UPDATE:
            return rules.update(task, said, moment)
        case Step.BLOCK:
            return rules.block(task, said.text, moment)
        case Step.MOVE:
            assert due is not None
            return rules.move(task, due, said.text, moment)
    return rules.finish(task, moment)


# how they were rated --------------------------------------------------------------------------------------------------


def plan_evaluations(quarter: Quarter) -> None:
    """The months whose end lies in the quarter."""
    month = quarter.first.replace(day=1)
    while month <= quarter.today:
        opens = quarter.at(quarter.calendar.last_working_of_month(month), 10)
        if opens > quarter.at(quarter.first, 9):
            quarter.put(opens, _open(quarter, month))
        month = (month + 31 * DAY).replace(day=1)


def _open(quarter: Quarter, month: dt.date) -> Act:
    """Opened by the clock; nobody is asked in Slack about what is long past."""

    def act(session: Session, moment: dt.datetime) -> None:
        opened = evaluations.open_month(session, quarter.directory, month, moment, None, moment)
        if opened is None:
            return
        for person in quarter.directory.people:
            post = key(quarter.workspace, f"{evaluations.ASK}:{person}", opened.key)
            ledger.cancel(session, quarter.workspace, post, reason="seed", now=moment)
        for one in evaluations.assessments(session, quarter.workspace, month):
            _plan_answers(quarter, opened, one)
        quarter.put(opened.locks, _lock(quarter, opened))

    return act


def _plan_answers(quarter: Quarter, month: Evaluation, about: Assessment) -> None:
    rng = quarter.rng
    mark = rng.choices((2, 3, 4, 5), (8, 32, 42, 18))[0]
    evidence = quarter.say(quarter.draw("evidence", quarter.content["evidence"]), 0)
    if about.owner and rng.random() < 0.93:
        quarter.put(
            quarter.later(month.opened, rng.randrange(0, 5)),
            _answer(quarter, month, about, Part.OWNER, mark, evidence),
        )
    if about.lead and rng.random() < 0.95:
        second = max(1, min(5, mark + rng.choice((-1, 0, 0, 0, 1))))
        quarter.put(
            quarter.later(month.opened, rng.randrange(5, 7)),
            _answer(quarter, month, about, Part.LEAD, second, evidence),
        )


def _answer(quarter: Quarter, month: Evaluation, about: Assessment, part: Part, mark: int, evidence: str) -> Act:
    def act(session: Session, moment: dt.datetime) -> None:
        today = moment.astimezone(quarter.zone).date()
        given = Given(about.task, part, mark, evidence)
        evaluations.save(session, quarter.workspace, month, about, given, about.asked(part) or "", moment, today)

    return act


def _lock(quarter: Quarter, month: Evaluation) -> Act:
    def words(one: Assessment) -> str:
        marks = (one.ref, one.title, one.effectiveness or 0, one.timeliness)
        ko, en = "{} {}: 실효성 {}, 적시성 {}", "{} {}: effectiveness {}, timeliness {}"
        return (en if quarter.language else ko).format(*marks)

    def act(session: Session, moment: dt.datetime) -> None:
        evaluations.lock(session, quarter.directory, month, None, words, moment)

    return act
