"""Two organisations that are one: all that names the first names the second, and back."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.organisations import Organisation, Use
from bot.domain.referrals import Referral
from bot.domain.visits import Visit, VisitState
from bot.refusals import Refusal
from storage import Database, audit, difficulties, merges, organisations, referrals, visits
from storage.base import Base
from storage.meetings.rows import AttendanceRow, SeatRow
from storage.surveys.rows import SurveyTurnoutRow
from storage.visits import Choice
from tests.cast import ARA, BOM, WS

NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 25)
GONE, INTO, THIRD = 1, 2, 3


@pytest.fixture(autouse=True)
def _there(db: Database) -> None:
    """A visit, a difficulty and a referral of each of the first two; the first has a seat and came to a sitting."""
    with db.begin() as session:
        for name in ("대한정일", "대한정밀", "거제조선"):
            organisations.meet(session, WS, name, BOM, NOW)
        for number in (GONE, INTO):
            visits.record(session, WS, Visit(0, BOM, number, "", TODAY, VisitState.DONE), NOW)
            one = Difficulty(0, "welders", DifficultyState.OPEN, TODAY, NOW, BOM, organisation=number)
            difficulties.raise_(session, WS, [replace(one, referred_to=GONE)], BOM, NOW)
            referrals.ask(session, WS, Referral(0, number, GONE, TODAY, TODAY, ARA), NOW)
        session.add(SeatRow(workspace=WS, series="council", place=0, organisation=GONE, person=None, chair=False))
        session.add(AttendanceRow(workspace=WS, meeting=4, organisation=GONE, person=""))


def merge(db: Database, gone: int = GONE, into: int = INTO) -> Organisation:
    with db.begin() as session:
        return merges.merge(session, WS, gone, into, ARA, NOW)


def undo(db: Database, gone: int = GONE) -> Organisation:
    with db.begin() as session:
        return merges.undo(session, WS, gone, BOM, NOW)


def uses(db: Database, number: int) -> dict[Use, int]:
    with db.read() as session:
        return dict(merges.uses(session, WS, number))


def test_every_column_that_names_an_organisation_is_known() -> None:
    named = {
        f"{table.name}.{column}"
        for table in Base.metadata.sorted_tables
        for column in ("organisation", "referred_to")
        if column in table.c
    }
    assert named == set(merges.USES.values())


def test_everything_moves_and_goes_back(db: Database) -> None:
    first, second = uses(db, GONE), uses(db, INTO)
    merge(db)
    assert uses(db, GONE) == {}
    assert uses(db, INTO) == {use: first.get(use, 0) + second.get(use, 0) for use in {*first, *second}}
    undo(db)
    assert (uses(db, GONE), uses(db, INTO)) == (first, second)


def test_the_trace_leads_to_the_other_one(db: Database) -> None:
    merge(db)
    with db.begin() as session:
        trace = organisations.get(session, WS, GONE)
        assert trace is not None
        assert trace.merged_into == INTO
        assert organisations.find(session, WS, "(주) 대한 정일") == organisations.get(session, WS, INTO)
        assert organisations.meet(session, WS, "대한정일", BOM, NOW)[0].number == INTO
        assert organisations.standing(session, WS, GONE) == organisations.get(session, WS, INTO)
        assert [one.number for one in organisations.search(session, WS, "정일")] == [INTO]
        assert [one.number for one in organisations.search(session, WS, "ㄷㅎㅈㅇ")] == [INTO]
        assert [one.number for one in organisations.everything(session, WS)] == [INTO, THIRD]
        assert organisations.listing(session, WS)[1] == 2
        assert [one.number for one in organisations.similar(session, WS, "대한정잉")] == [INTO]
        assert organisations.spellings(session, WS)["대한정일"] == "O-2"
        assert [one.number for one in organisations.merged(session, WS, INTO)] == [GONE]


def test_what_only_the_first_knew_is_kept_until_it_is_undone(db: Database) -> None:
    with db.begin() as session:
        known = Organisation(GONE, "대한정일", partner=True, homepage="https://a.example", sectors=("parts",))
        organisations.save(session, WS, known, BOM, NOW)
    after = merge(db)
    assert (after.partner, after.homepage, after.sectors) == (True, "https://a.example", ("parts",))
    undo(db)
    with db.read() as session:
        back = organisations.get(session, WS, INTO)
    assert back is not None
    assert (back.partner, back.homepage, back.sectors) == (False, "", ())


def test_an_edit_since_then_stays(db: Database) -> None:
    with db.begin() as session:
        organisations.save(session, WS, Organisation(GONE, "대한정일", homepage="https://a.example"), BOM, NOW)
    after = merge(db)
    with db.begin() as session:
        organisations.save(session, WS, replace(after, contacts="Kim"), BOM, NOW)
    undo(db)
    with db.read() as session:
        back = organisations.get(session, WS, INTO)
    assert back is not None
    assert (back.homepage, back.contacts) == ("https://a.example", "Kim")


def test_where_both_stood_one_stays_and_the_other_comes_back(db: Database) -> None:
    with db.begin() as session:
        session.add(SeatRow(workspace=WS, series="council", place=1, organisation=INTO, person=None, chair=True))
        session.add(AttendanceRow(workspace=WS, meeting=4, organisation=INTO, person=""))
    merge(db)
    assert (uses(db, INTO)[Use.SEAT], uses(db, INTO)[Use.ATTENDED]) == (1, 1)
    undo(db)
    assert (uses(db, GONE)[Use.SEAT], uses(db, GONE)[Use.ATTENDED]) == (1, 1)


def test_what_came_later_stays_with_the_other_one(db: Database) -> None:
    merge(db)
    with db.begin() as session:
        visits.record(session, WS, Visit(0, BOM, INTO, "", TODAY, VisitState.DONE), NOW)
    undo(db)
    with db.read() as session:
        assert visits.count(session, WS, Choice(organisation=INTO)) == 2
        assert visits.count(session, WS, Choice(organisation=GONE)) == 1


def test_one_after_the_other_and_back(db: Database) -> None:
    merge(db)
    merge(db, INTO, THIRD)
    with db.read() as session:
        assert organisations.standing(session, WS, GONE) == organisations.get(session, WS, THIRD)
    undo(db, GONE)
    assert (uses(db, GONE)[Use.VISIT], uses(db, THIRD)[Use.VISIT]) == (1, 1)
    undo(db, INTO)
    assert (uses(db, INTO)[Use.VISIT], uses(db, THIRD)) == (1, {})


def test_the_whole_chain_back_at_its_end(db: Database) -> None:
    merge(db)
    merge(db, INTO, THIRD)
    undo(db, INTO)
    with db.read() as session:
        trace = organisations.get(session, WS, GONE)
    assert trace is not None
    assert trace.merged_into == INTO
    assert uses(db, INTO)[Use.VISIT] == 2


def test_an_open_anonymous_wave_knows_it_by_its_new_number(db: Database) -> None:
    with db.begin() as session:
        session.add(SurveyTurnoutRow(workspace=WS, survey=3, wave=1, who=["O-1", BOM]))
    merge(db)
    with db.read() as session:
        assert session.get_one(SurveyTurnoutRow, (WS, 3, 1)).who == ["O-2", BOM]
    undo(db)
    with db.read() as session:
        assert session.get_one(SurveyTurnoutRow, (WS, 3, 1)).who == ["O-1", BOM]


def test_each_of_them_is_in_the_audit(db: Database) -> None:
    merge(db)
    with db.read() as session:
        [moved, *_] = audit.changes(session, WS, "V-1")
        [trace, *_] = audit.changes(session, WS, "O-1")
        raised = audit.changes(session, WS, "D-2")
    assert (moved.person, moved.action, moved.before, moved.after) == (
        ARA,
        "merge",
        {"organisation": 1},
        {"organisation": 2},
    )
    assert trace.after == {"merged_into": 2}
    assert [one.after for one in raised if one.action == "merge"] == [{"referred_to": 2}]


def test_merged_twice_or_undone_twice_is_refused(db: Database) -> None:
    merge(db)
    with pytest.raises(Refusal, match="was merged into"):
        merge(db)
    with pytest.raises(Refusal, match="was merged into"):
        merge(db, THIRD, GONE)
    undo(db)
    with pytest.raises(Refusal, match="not merged"):
        undo(db)


def test_its_name_may_be_taken_meanwhile_and_then_it_stays_a_trace(db: Database) -> None:
    after = merge(db)
    with db.begin() as session:
        organisations.save(session, WS, replace(after, name="대한정일"), BOM, NOW)
    with pytest.raises(Refusal, match="is called"):
        undo(db)


def test_another_workspace_is_not_touched(db: Database) -> None:
    with db.begin() as session:
        visits.record(session, "T0OTHER", Visit(0, BOM, GONE, "", TODAY, VisitState.DONE), NOW)
    merge(db)
    with db.read() as session:
        assert merges.uses(session, "T0OTHER", GONE) == {Use.VISIT: 1}
