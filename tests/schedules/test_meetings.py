"""What the bot does about meetings unasked: the next sitting, and the word about what was moved or cancelled."""

import datetime as dt

from bot.domain import meetings as rules
from bot.domain.ledger import Message, Post, State
from schedules import meetings as jobs
from storage import Database, meetings
from tests.cast import ARA, BOM, EXPORT, WS
from tests.doubles import checks
from tests.doubles.fixtures import NOW
from tests.sitting import stored

DAY = dt.timedelta(days=1)


def swept(db: Database, now: dt.datetime) -> int:
    with db.begin() as session:
        jobs.tend(session, WS, now)
        return len(meetings.of_series(session, WS, "council"))


def said(db: Database, sequence: int, **where: str) -> str:
    args = {"meeting": 1, "sequence": sequence, "by": ARA}
    post = Post(WS, "k", "meeting-changed", "M-1.1", 0, NOW, NOW, State.PLANNED, "meeting-changed", args, **where)  # type: ignore[arg-type]
    with db.begin() as session:
        payload = jobs.changed(session, post, NOW)
    if payload is None:
        return ""
    assert isinstance(payload, Message)
    assert not checks.message_faults({"text": payload.text, "blocks": list(payload.blocks)})
    return "\n".join(checks.texts(list(payload.blocks)))


def test_the_next_sitting_is_planned_once_the_last_has_passed(db: Database) -> None:
    stored(db)
    ends = dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)
    moments = (NOW, ends - dt.timedelta(minutes=1), ends, ends, ends + DAY, ends + 40 * DAY)
    assert [swept(db, now) for now in moments] == [1, 1, 2, 2, 2, 3]


class TestChanged:
    def change(self, db: Database, *, cancel: bool = False) -> None:
        with db.begin() as session:
            one = meetings.get(session, WS, 1)
            assert one is not None
            changed = rules.cancel(one, "why", NOW) if cancel else rules.move(one, one.starts + DAY, "why", NOW)
            meetings.save(session, WS, changed, ARA, NOW, "move")

    def test_is_said_in_the_language_of_whom_it_tells(self, db: Database) -> None:
        stored(db)
        self.change(db)
        in_channel, to_person = said(db, 1, channel=EXPORT), said(db, 1, person=BOM)
        assert "Export Council" in in_channel
        assert "takes place at another time: *Wed 2 Dec 15:00–16:00*" in in_channel
        assert "Reason: why" in to_person

    def test_cancelled(self, db: Database) -> None:
        stored(db)
        self.change(db, cancel=True)
        assert "is cancelled" in said(db, 1, channel=EXPORT)

    def test_nothing_when_it_was_changed_once_more(self, db: Database) -> None:
        stored(db)
        self.change(db)
        self.change(db, cancel=True)
        assert said(db, 1, channel=EXPORT) == ""
        assert "is cancelled" in said(db, 2, channel=EXPORT)
