"""What the tests of meetings share: a series made by its form, and what is stored of it."""

import datetime as dt
from typing import Any

from bot.domain.meetings import Attendance, Cadence, Every, Meeting, Seat, Series, SeriesKind
from storage import Database, directories, meetings, organisations
from tests.cast import ARA, WS, Json, Stage
from tests.doubles.fixtures import NOW

KST = dt.timezone(dt.timedelta(hours=9))
STEP_ONE = {"ko": "산업경제 홍보협의회", "en": "PR Council", "key": "pr-council", "kind": "council", "every": "monthly"}
STEP_TWO = {
    "nth": "1",
    "weekday": "tue",
    "time": "15:00",
    "place": "대회의실",
    "chairs": "대한무역인협회\n전국상공협의회",
    "seats": "기계공업진흥협회",
    "people": ["U0BOM"],
}


def found(stage: Stage, person: str = ARA, one: Json | None = None, two: Json | None = None) -> Json:
    """A series is set up: the answers of both steps; what was said is `stage.said()`."""
    assert stage.types(person, "/meeting new") == {}
    answer = stage.submits(person, STEP_ONE | (one or {}))
    if "view" not in answer:
        return answer
    chosen = STEP_TWO if two is None or "time" in two else STEP_TWO | two
    return stage.submits(person, two if two and "time" in two else chosen, view=answer["view"])


def series(stage: Stage, key: str = "pr-council") -> Series:
    with stage.db.read() as session:
        known = meetings.get_series(session, WS, key)
    assert known is not None
    return known


def meeting(stage: Stage, number: int = 1) -> Meeting:
    with stage.db.read() as session:
        one = meetings.get(session, WS, number)
    assert one is not None
    return one


def sittings(stage: Stage, key: str = "pr-council") -> list[Meeting]:
    """The oldest first."""
    with stage.db.read() as session:
        return list(reversed(meetings.of_series(session, WS, key)))


def there(stage: Stage, number: int = 1) -> Attendance:
    with stage.db.read() as session:
        return meetings.attendance(session, WS, number)


def at(stage: Stage, month: int, day: int, hour: int = 16) -> None:
    """Moves the clock to a moment of 2026 in Seoul."""
    stage.now = dt.datetime(2026, month, day, hour, tzinfo=KST).astimezone(dt.UTC)


def stored(db: Database, now: dt.datetime = NOW, **more: Any) -> Series:
    """A series of Ara's team without a form: monthly on the first Tuesday, 15:00, with two organisations."""
    draft: dict[str, Any] = {
        "key": "council",
        "ko": "수출협의회",
        "en": "Export Council",
        "kind": SeriesKind.COUNCIL,
        "cadence": Cadence(Every.MONTHLY, weekday="tue", nth=1),
        "time": dt.time(15),
        "team": "export",
        "created": now,
        "changed": now,
    }
    with db.begin() as session:
        seats = tuple(
            Seat(organisations.meet(session, WS, name, ARA, now)[0].number)
            for name in ("대한무역인협회", "섬유직물수출조합")
        )
        one = meetings.save_series(session, WS, Series(**draft | {"seats": seats} | more), ARA, now, "add")
        people = directories.directory(session, WS, now)
        assert people is not None
        meetings.ensure_next(session, people, one, ARA, now)
    return one
