"""What tests of duty do again and again: a roster on the stage, and the look behind it."""

import dataclasses
import datetime as dt
from typing import Any, Final

from bot.domain.duty import Duty, Why
from storage import audit, duty, workspaces
from storage.duty import writing
from storage.ledger.rows import PostRow
from tests.cast import WS, Stage

CHRISTMAS: Final = dt.date(2026, 12, 25)
SATURDAY: Final = dt.date(2026, 11, 28)


def settle(stage: Stage, **settings: Any) -> None:
    """Settings of duty, without a form."""
    with stage.db.begin() as session:
        known = workspaces.get(session, WS)
        assert known is not None
        workspaces.change(session, dataclasses.replace(known, **settings))


def on_duty(stage: Stage, day: dt.date, person: str, seat: int = 1, **known: Any) -> Duty:
    """Somebody on a day."""
    given: dict[str, Any] = {"why": Why.ROTATION, "made": stage.now, "weight": 2} | known
    new = Duty(day, seat, person, **given)
    with stage.db.begin() as session:
        writing.enlist(session, WS, [new], person, stage.now)
    return new


def roster(stage: Stage) -> list[Duty]:
    with stage.db.read() as session:
        return duty.between(session, WS, dt.date(2026, 1, 1), dt.date(2028, 12, 31))


def who(stage: Stage, day: dt.date = CHRISTMAS) -> list[str]:
    return [one.person for one in roster(stage) if one.day == day]


def planned(stage: Stage) -> list[tuple[str, str | None]]:
    """Series and person (or channel) of the posts of this noun, in order."""
    with stage.db.read() as session:
        rows = [row for row in session.query(PostRow) if row.series.startswith("duty-")]
        return sorted((row.series, row.person or row.channel) for row in rows)


def audited(stage: Stage, day: dt.date = CHRISTMAS) -> list[tuple[str, str]]:
    with stage.db.read() as session:
        return [(one.person, one.action) for one in audit.changes(session, WS, duty.named(day))]
