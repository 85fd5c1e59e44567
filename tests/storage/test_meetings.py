"""What is remembered of meetings: round trips, the next sitting, whom they concern, who was there."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.directory import Directory
from bot.domain.meetings import Attendance, Audience, Cadence, Every, Item, Meeting, MeetingState, Seat
from bot.domain.organisations import OrganisationKind
from storage import Database, audit, directories, meetings, workspaces
from tests.cast import ARA, BOM, CHAN, WS
from tests.doubles.fixtures import NOW
from tests.sitting import KST, stored

DAY = dt.timedelta(days=1)


def people(db: Database) -> Directory:
    with db.read() as session:
        found = directories.directory(session, WS, NOW)
    assert found is not None
    return found


def of(db: Database, key: str = "council") -> list[Meeting]:
    with db.read() as session:
        return meetings.of_series(session, WS, key)


class TestSeries:
    def test_comes_back_as_it_went(self, db: Database) -> None:
        audience = Audience(("parts",), ("busan",), (OrganisationKind.COMPANY,))
        dates = Cadence(Every.DATES, dates=(dt.date(2026, 12, 3), dt.date(2027, 3, 4)))
        one = stored(db, audience=audience, cadence=dates, place="대회의실", secretary=BOM)
        with db.read() as session:
            found = meetings.get_series(session, WS, "council")
        assert found is not None
        assert replace(found, seats=()) == replace(one, seats=())
        assert [seat.name for seat in found.seats] == ["대한무역인협회", "섬유직물수출조합"]

    def test_of_another_workspace_is_not_seen(self, db: Database) -> None:
        stored(db)
        with db.read() as session:
            assert meetings.everything(session, "T0OTHER") == []
            assert meetings.get(session, "T0OTHER", 1) is None
            assert meetings.coming(session, "T0OTHER", NOW) == []

    @pytest.mark.parametrize(
        ("person", "teams", "mine"),
        [(BOM, (), ["council"]), (CHAN, (), []), (CHAN, ("export",), ["council"]), (ARA, ("energy",), [])],
    )
    def test_concerns_some(self, db: Database, person: str, teams: tuple[str, ...], mine: list[str]) -> None:
        one = stored(db)
        with db.begin() as session:
            meetings.save_series(session, WS, replace(one, seats=(Seat(person=BOM),)), ARA, NOW, "edit")
        with db.read() as session:
            assert [found.key for found in meetings.mine(session, WS, person, teams)] == mine


class TestNext:
    def test_is_there_once_however_often_it_is_asked_for(self, db: Database) -> None:
        one = stored(db)
        for _ in range(2):
            with db.begin() as session:
                meetings.ensure_next(session, people(db), one, ARA, NOW)
        assert [(found.number, found.occurrence) for found in of(db)] == [(1, "2026-12")]

    def test_comes_when_the_first_has_passed(self, db: Database) -> None:
        one = stored(db)
        ends = of(db)[0].ends
        for now, count in ((ends - dt.timedelta(minutes=1), 1), (ends, 2), (ends + DAY, 2)):
            with db.begin() as session:
                meetings.ensure_next(session, people(db), one, meetings.CLOCK, now)
            assert len(of(db)) == count
        assert of(db)[0].occurrence == "2027-01"

    def test_moves_when_its_day_becomes_a_holiday(self, db: Database) -> None:
        one = stored(db)
        with db.begin() as session:
            settings = workspaces.get(session, WS)
            assert settings is not None
            off = replace(settings, extra_holidays=frozenset({dt.date(2026, 12, 1)}))
            workspaces.change(session, off)
        for _ in range(2):
            with db.begin() as session:
                found = directories.directory(session, WS, NOW)
                assert found is not None
                meetings.follow_series(session, found, one, meetings.CLOCK, NOW)
        [only] = of(db)
        assert (only.starts, only.sequence) == (dt.datetime(2026, 12, 2, 15, tzinfo=KST), 1)

    def test_goes_with_its_series(self, db: Database) -> None:
        one = replace(stored(db), active=False)
        with db.begin() as session:
            meetings.save_series(session, WS, one, ARA, NOW, "close")
            meetings.follow_series(session, people(db), one, ARA, NOW)
        assert [found.state for found in of(db)] == [MeetingState.CANCELLED]


class TestAttendance:
    def test_is_replaced_and_counted(self, db: Database) -> None:
        stored(db)
        [one] = of(db)
        with db.begin() as session:
            meetings.attend(session, WS, one, Attendance({1: "대한무역인협회", 2: "x"}, (BOM, BOM)), ARA, NOW)
            meetings.attend(session, WS, one, Attendance({1: "대한무역인협회"}, (BOM, CHAN)), ARA, NOW)
            meetings.add_item(session, WS, Item(0, 1, "costs", NOW, ARA), one.ref)
        with db.read() as session:
            there = meetings.attendance(session, WS, 1)
            [sitting] = meetings.sittings(session, people(db), [one])
            living, came = meetings.of_organisation(session, WS, 1)
            assert meetings.of_organisation(session, WS, 2)[1] == []
            changes = audit.changes(session, WS, "M-1")
        assert there == Attendance({1: "대한무역인협회"}, (BOM, CHAN))
        assert (sitting.organisations, sitting.people, sitting.items) == (1, 2, 1)
        assert ([found.key for found in living], [found.number for found in came]) == (["council"], [1])
        assert [change.action for change in changes] == ["item", "attend", "attend", "add"]

    def test_a_save_that_changes_nothing_is_no_change(self, db: Database) -> None:
        stored(db)
        [one] = of(db)
        with db.begin() as session:
            assert meetings.save(session, WS, one, ARA, NOW, "edit").version == one.version + 1
        with db.read() as session:
            assert [change.action for change in audit.changes(session, WS, "M-1")] == ["add"]


class TestWaiting:
    def test_to_prepare_and_to_record(self, db: Database) -> None:
        stored(db, secretary=BOM)  # sits on Tuesday, 1 December
        cases = [
            (dt.datetime(2026, 11, 25, 9, tzinfo=KST), [], []),
            (dt.datetime(2026, 11, 26, 9, tzinfo=KST), ["M-1"], []),
            (dt.datetime(2026, 12, 1, 15, 59, tzinfo=KST), [], []),
            (dt.datetime(2026, 12, 1, 16, tzinfo=KST), [], ["M-1"]),
            (dt.datetime(2026, 12, 31, 9, tzinfo=KST), [], ["M-1"]),
            (dt.datetime(2027, 1, 1, 9, tzinfo=KST), [], []),
        ]
        for now, prepare, record in cases:
            with db.read() as session:
                found = meetings.owed_to(session, people(db), BOM, now, now.date())
                assert meetings.owed_to(session, people(db), ARA, now, now.date()) == ([], [])
            assert ([[one.meeting.ref for one in part] for part in found]) == [prepare, record], now

    def test_half_years_without_a_sitting(self, db: Database) -> None:
        cadence = Cadence(Every.SEMI_ANNUAL, day=20, month=5)
        old = dt.datetime(2026, 1, 5, tzinfo=KST)
        stored(db, NOW, cadence=cadence, created=old)  # the next one is in May 2027
        with db.read() as session:
            [missed] = meetings.unsat(session, people(db), NOW)
            assert meetings.unsat(session, people(db), NOW, "energy") == []
        assert (missed.series.key, missed.period.key) == ("council", "2026-H2")
        assert missed.next is not None
        assert missed.next.occurrence == "2027-H1"


def test_search(db: Database) -> None:
    stored(db)
    with db.read() as session:
        assert [one.key for one in meetings.search(session, WS, "수출 협의")] == ["council"]
        assert meetings.search(session, WS, "🙂") == []
