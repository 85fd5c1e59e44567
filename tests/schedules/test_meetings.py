"""What the bot does about meetings unasked: the next sitting, and the word about what was moved or cancelled."""

import datetime as dt

from bot.domain import meetings as rules
from bot.domain.ledger import Message, Post, State
from bot.domain.meetings import Cadence, Every
from schedules import meetings as jobs
from storage import Database, meetings
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, EUN, EXPORT, WS
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


class TestNotSat:
    """A half-year's last third begins on 1 November; Dana's secretariat is Eun."""

    def series(self, db: Database) -> None:
        cadence = Cadence(Every.SEMI_ANNUAL, day=20, month=5)
        stored(db, cadence=cadence, created=NOW - 200 * DAY, secretary=BOM)  # the next one is in May 2027

    def heard(self, db: Database) -> list[str | None]:
        with db.read() as session:
            found = session.query(PostRow).filter(PostRow.series == "meeting-unsat").order_by(PostRow.person)
            return [row.person for row in found]

    def told(self, db: Database, now: dt.datetime, person: str = BOM) -> str:
        args = {"series": "council"}
        post = Post(WS, "k", "meeting-unsat", "x", 0, now, now, State.PLANNED, "meeting-unsat", args, person=person)
        with db.begin() as session:
            payload = jobs.not_sat(session, post, now)
        if payload is None:
            return ""
        assert isinstance(payload, Message)
        assert not checks.message_faults({"text": payload.text, "blocks": list(payload.blocks)})
        return "\n".join(checks.texts(list(payload.blocks)))

    def test_is_said_once_to_the_secretary_and_the_secretariat(self, db: Database) -> None:
        self.series(db)
        for _ in range(2):
            swept(db, NOW)
        assert self.heard(db) == [BOM, EUN]
        swept(db, NOW + 30 * DAY)
        assert self.heard(db) == [BOM, EUN]
        swept(db, NOW + 170 * DAY)  # on 14 May the next half-year has its sitting planned: nothing new
        assert self.heard(db) == [BOM, EUN]

    def test_not_at_night(self, db: Database) -> None:
        self.series(db)
        swept(db, NOW + dt.timedelta(hours=9))
        assert self.heard(db) == []

    def test_says_what_comes(self, db: Database) -> None:
        self.series(db)
        said_to_bom = self.told(db, NOW)
        assert "*Export Council* · no sitting yet this half-year · next M-1, Thu 20 May 2027 15:00–16:00" in said_to_bom
        assert "`/meeting move M-1 DATE` brings it forward." in said_to_bom

    def test_nothing_once_one_is_planned(self, db: Database) -> None:
        self.series(db)
        with db.begin() as session:
            one = meetings.get(session, WS, 1)
            assert one is not None
            meetings.save(session, WS, rules.move(one, NOW + 10 * DAY, "", NOW), ARA, NOW, "move")
        assert self.told(db, NOW) == ""


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
