"""What the tests of difficulties share: one that is typed, and what became of it."""

import datetime as dt
from typing import Any

from bot.domain.difficulties import Difficulty
from bot.domain.events import EventKind
from storage import difficulties, events, ledger
from tests.cast import ARA, WS, Stage

LINE = "/difficulty short of welders from: Geoje Shipyard #labour #urgent"
FORM = {"text": "short of welders", "organisation": "Geoje Shipyard"}


def there(stage: Stage, number: int = 1) -> Difficulty:
    with stage.db.read() as session:
        found = difficulties.get(session, WS, number)
    assert found is not None
    return found


def told(stage: Stage, team: str = "export") -> list[tuple[EventKind, str]]:
    with stage.db.read() as session:
        found = events.untold(session, WS, team, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=1))
    return [(one.kind, one.ref) for one in found]


def planned(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Series, occurrence and person of the posts of this noun."""
    with stage.db.read() as session:
        posts = ledger.ahead(session, WS, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=9))
    return [(post.series, post.occurrence, post.person) for post in posts if post.series.startswith("difficulty-")]


def through(stage: Stage, *lines: str, who: str = ARA) -> Any:
    """Types these words after `/difficulty`; the last answer."""
    answer: Any = {}
    for line in lines:
        answer = stage.types(who, f"/difficulty {line}")
    return answer
