"""What tests of tasks do again and again: tasks on the stage, and the look behind it."""

import datetime as dt

from bot.domain.events import EventKind
from bot.domain.ledger import Message, Post
from bot.domain.tasks import Task, TaskState, Update
from schedules import tasks as makers
from storage import audit, events, ledger, tasks
from tests.cast import ARA, BOM, WS, Json, Stage

DAY = dt.timedelta(days=1)


def task(stage: Stage, number: int = 1) -> Task:
    with stage.db.read() as session:
        found = tasks.get(session, WS, number)
    assert found is not None
    return found


def count(stage: Stage) -> int:
    with stage.db.read() as session:
        return tasks.count(session, WS, tasks.Choice(states=frozenset(TaskState)))


def history(stage: Stage, number: int = 1) -> list[Update]:
    with stage.db.read() as session:
        return tasks.history(session, WS, number)


def told(stage: Stage, team: str = "export") -> list[tuple[EventKind, str]]:
    """What the next agenda of a team would tell."""
    with stage.db.read() as session:
        found = events.untold(session, WS, team, stage.now - DAY, stage.now + DAY)
    return [(one.kind, one.ref) for one in found]


def audited(stage: Stage, ref: str = "T-1") -> list[tuple[str, str]]:
    with stage.db.read() as session:
        return [(one.person, one.action) for one in audit.changes(session, WS, ref)]


def planned(stage: Stage) -> list[Post]:
    """The direct messages to new owners that wait."""
    with stage.db.read() as session:
        posts = ledger.ahead(session, WS, stage.now - DAY, stage.now + DAY)
    return [post for post in posts if post.series == "task-assigned"]


def read(stage: Stage, post: Post) -> Json:
    """What such a message says now; {} when nothing."""
    with stage.db.read() as session:
        made = makers.assigned(session, post, stage.now)
    return {"text": made.text, "blocks": list(made.blocks)} if isinstance(made, Message) else {}


def through(stage: Stage, *lines: str, who: str = ARA) -> Json:
    """Types these words after `/task`; the last answer."""
    answer: Json = {}
    for line in lines:
        answer = stage.types(who, f"/task {line}")
    return answer


def added(stage: Stage, *titles: str, who: str = BOM) -> Json:
    """Adds tasks in one line each; the last card."""
    return through(stage, *(f"add {title}" for title in titles or ("Repair the crane",)), who=who)
