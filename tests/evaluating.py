"""Tasks and a month to evaluate, for every test of the evaluation. November opens on Monday the 30th at ten."""

import datetime as dt

from bot.domain.evaluations import Evaluation, Given
from bot.domain.ledger import Post
from bot.domain.tasks import Step, Task, TaskState, Update
from storage import Database, evaluations, ledger, tasks
from storage.directories import directory
from tests.cast import BOM, WS

KST = dt.timezone(dt.timedelta(hours=9))
OPENED = dt.datetime(2026, 11, 30, 10, tzinfo=KST)
NOVEMBER = dt.date(2026, 11, 1)
OCTOBER = dt.date(2026, 10, 1)
CREATED = dt.datetime(2026, 9, 1, 9, tzinfo=KST)


def task(db: Database, title: str = "Welders", **changed: object) -> int:
    values = {
        "owner": BOM,
        "team": "export",
        "due": dt.date(2026, 12, 31),
        "start": dt.date(2026, 11, 25),
        "updated": OPENED - dt.timedelta(days=1),
        "percent": 50,
    } | changed
    with db.begin() as session:
        new = Task(0, title, TaskState.OPEN, CREATED, BOM, **values)  # type: ignore[arg-type]  # fields of a Task
        return tasks.add(session, WS, new, BOM, CREATED).number


def moved(db: Database, number: int, at: dt.datetime, before: dt.date | None, after: dt.date | None) -> None:
    with db.begin() as session:
        tasks.append(session, WS, Update(number, BOM, at, Step.MOVE, 0, due_before=before, due_after=after))


def opened(
    db: Database, month: dt.date = NOVEMBER, at: dt.datetime = OPENED, by: str | None = None
) -> Evaluation | None:
    with db.begin() as session:
        people = directory(session, WS)
        assert people is not None
        return evaluations.open_month(session, people, month, at, by, at)


def november(db: Database) -> Evaluation:
    found = opened(db)
    assert found is not None
    return found


def posts(db: Database) -> list[Post]:
    with db.read() as session:
        return sorted(ledger.listing(session, WS, limit=500), key=lambda post: (post.due, post.series))


def rate(db: Database, month: Evaluation, given: Given, who: str = BOM, at: dt.datetime = OPENED) -> bool:
    with db.begin() as session:
        about = next(one for one in evaluations.assessments(session, WS, month.month) if one.task == given.task)
        return evaluations.save(session, WS, month, about, given, who, at, at.astimezone(KST).date())
