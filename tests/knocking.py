"""What the tests of the door share: payloads that nobody on the stage sends, and what was stored."""

from typing import Any

from sqlalchemy import func, select

from handlers import payloads
from handlers.asks import Kind, Origin
from handlers.payloads import Heard
from storage.ledger.rows import PostRow
from tests.cast import BOM, EXPORT, WS, Stage


def rows(stage: Stage, *entities: type[Any]) -> list[int]:
    """How many rows of each there are."""
    with stage.db.read() as session:
        return [session.execute(select(func.count()).select_from(entity)).scalar_one() for entity in entities]


def answered(stage: Stage) -> list[str]:
    """The events that an answer is planned for."""
    with stage.db.read() as session:
        return [row.occurrence for row in session.query(PostRow) if row.series == "answer"]


def mention(words: str, **event: Any) -> Heard:
    said = {"type": "app_mention", "user": BOM, "text": f"<@U0MUSTER> {words}", "channel": EXPORT, "ts": "1.1"}
    heard = payloads.event({"team_id": WS, "event_id": "Ev1", "event": said | event})
    assert heard is not None
    return heard


def button(stage: Stage, id: str, person: str = BOM, value: str = "", **more: Any) -> Heard:
    origin = Origin(channel=EXPORT, response_url=stage.slack.response_url(EXPORT, person), surface="message")
    return Heard(Kind.BUTTON, stage.slack.trigger(person), WS, person, id, origin, words=value, **more)
