"""What is remembered of difficulties, and what owners, teams and agendas get of it."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.domain.difficulties import Counts, Difficulty, DifficultyState, Note, Step
from storage import Database, audit, difficulties, organisations
from storage.difficulties import Choice
from tests.cast import ARA, BOM, CHAN, WS

S = DifficultyState
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 25)
SEOUL = ZoneInfo("Asia/Seoul")
DAY = dt.timedelta(days=1)


def one(text: str = "short of welders", **known: object) -> Difficulty:
    fresh = Difficulty(0, text, S.OPEN, dt.date(2026, 12, 9), NOW, BOM, team="export")
    return replace(fresh, **known)  # type: ignore[arg-type]  # fields by name


def raised(db: Database, *drafts: Difficulty, workspace: str = WS) -> list[Difficulty]:
    with db.begin() as session:
        return difficulties.raise_(session, workspace, drafts, BOM, NOW)


class TestOne:
    def test_comes_back_as_it_was_with_a_number_of_its_own(self, db: Database) -> None:
        with db.begin() as session:
            organisation, _ = organisations.meet(session, WS, "거제조선", BOM, NOW)
        whole = one(
            organisation=organisation.number,
            organisation_name="거제조선",
            visit=3,
            categories=("labour", "용접"),
            urgent=True,
            owner=ARA,
            answer="in March",
            answered_by=ARA,
            answered=NOW,
            told=TODAY,
            escalated_to="ministry",
            permalink="https://example.slack.com/x",
        )
        first, second = raised(db, whole, one("no berths"))
        with db.read() as session:
            assert difficulties.get(session, WS, 1) == first == replace(whole, number=1)
            assert difficulties.get(session, WS, 2) == second
            assert difficulties.get(session, WS, 3) is None

    def test_belongs_to_its_workspace(self, db: Database) -> None:
        raised(db, one())
        with db.read() as session:
            assert difficulties.get(session, "T0OTHER", 1) is None
            assert difficulties.find_chosen(session, "T0OTHER", Choice()) == []
            assert difficulties.counts(session, "T0OTHER", TODAY, SEOUL) == Counts()

    def test_saved_it_has_a_new_version_and_an_audit(self, db: Database) -> None:
        [before] = raised(db, one())
        with db.begin() as session:
            after = difficulties.save(session, WS, replace(before, owner=ARA, state=S.ASSIGNED), CHAN, NOW, "assign")
            assert (after.version, after.touched) == (2, True)
            assert difficulties.get(session, WS, 1) == after
            change = audit.changes(session, WS, "D-1")[0]
        assert (change.person, change.action, change.before, change.after) == (
            CHAN,
            "assign",
            {"state": "open"},
            {"state": "assigned", "owner": ARA},
        )

    def test_is_locked_for_who_changes_it(self, db: Database) -> None:
        [there] = raised(db, one())
        with db.begin() as session:
            assert difficulties.locked(session, WS, 1) == there
            assert difficulties.locked(session, WS, 2) is None


class TestHistory:
    def test_is_kept_in_order_and_changes_no_version(self, db: Database) -> None:
        [there] = raised(db, one())
        first, second = Note(BOM, NOW, Step.NOTE, "called"), Note(ARA, NOW + DAY, Step.ASSIGN, about=CHAN)
        with db.begin() as session:
            difficulties.note(session, WS, 1, second)
            difficulties.note(session, WS, 1, first)
        with db.read() as session:
            assert difficulties.notes(session, WS, 1) == [first, second]
            assert difficulties.notes(session, WS, 1, limit=1) == [second]
            assert difficulties.notes(session, "T0OTHER", 1) == []
            assert difficulties.get(session, WS, 1) == replace(there, touched=True)
            assert [change.action for change in audit.changes(session, WS, "D-1")] == ["note", "add"]

    def test_goes_along_when_it_is_merged_and_says_where_it_came_from(self, db: Database) -> None:
        raised(db, one(), one(), one())
        own, other = Note(BOM, NOW, Step.NOTE, "one"), Note(ARA, NOW + DAY, Step.NOTE, "two")
        with db.begin() as session:
            difficulties.note(session, WS, 1, own)
            difficulties.note(session, WS, 2, other)
            difficulties.carry_over(session, WS, 1, 2)
            difficulties.carry_over(session, WS, 2, 3)
        with db.read() as session:
            assert difficulties.notes(session, WS, 3) == [replace(own, origin=1), replace(other, origin=2)]
            assert difficulties.notes(session, WS, 1) == [own]

    def test_what_was_merged_before_goes_along_too(self, db: Database) -> None:
        raised(db, one(state=S.MERGED, merged_into=2), one(), one())
        with db.begin() as session:
            difficulties.carry_over(session, WS, 2, 3)
        with db.read() as session:
            assert [each.ref for each in difficulties.merged_into(session, WS, 3)] == ["D-1"]


class TestMany:
    def test_of_an_owner_are_those_that_are_unsettled_the_soonest_due_first(self, db: Database) -> None:
        raised(
            db,
            one(owner=ARA, state=S.ASSIGNED),
            one(owner=ARA, state=S.ACTING, due=TODAY),
            one(owner=ARA, state=S.ANSWERED),
            one(owner=BOM, state=S.ACTING),
        )
        with db.read() as session:
            assert [each.number for each in difficulties.of_owner(session, WS, ARA)] == [2, 1]
            answered = difficulties.of_owner(session, WS, ARA, frozenset({S.ANSWERED}))
            assert [each.number for each in answered] == [3]

    def test_of_a_day_the_urgent_come_first(self, db: Database) -> None:
        raised(db, one(), one(urgent=True))
        with db.read() as session:
            assert [each.number for each in difficulties.open_of(session, WS, "export")] == [2, 1]

    @pytest.mark.parametrize(("today", "found"), [(TODAY - DAY, []), (TODAY, []), (TODAY + DAY, [1])])
    def test_late_is_the_day_after(self, db: Database, today: dt.date, found: list[int]) -> None:
        raised(db, one(due=TODAY), one(due=TODAY, state=S.DECLINED))
        with db.read() as session:
            assert [each.number for each in difficulties.late(session, WS, today)] == found

    def test_late_of_a_team_and_of_an_owner(self, db: Database) -> None:
        raised(db, one(due=TODAY, owner=ARA), one(due=TODAY, team="energy"))
        with db.read() as session:
            tomorrow = TODAY + DAY
            assert [each.number for each in difficulties.late(session, WS, tomorrow, team="energy")] == [2]
            assert [each.number for each in difficulties.late(session, WS, tomorrow, owner=ARA)] == [1]

    def test_escalated_ones_are_found_by_who_shall_decide(self, db: Database) -> None:
        raised(db, one(escalated_to="ministry"), one(escalated_to="ministry", state=S.CLOSED), one())
        with db.read() as session:
            assert [each.number for each in difficulties.escalated_to(session, WS, "ministry")] == [1]

    def test_by_number_in_any_state(self, db: Database) -> None:
        raised(db, one(), one(state=S.UNDONE))
        with db.read() as session:
            assert set(difficulties.by_ids(session, WS, [2, 1, 1, 99])) == {1, 2}
            assert difficulties.by_ids(session, WS, []) == {}

    def test_of_an_organisation_and_of_a_visit(self, db: Database) -> None:
        raised(db, one(organisation=5, visit=3), one(organisation=5, state=S.UNDONE), one(organisation=6))
        with db.read() as session:
            assert [each.number for each in difficulties.of_organisation(session, WS, 5)] == [1]
            assert [each.number for each in difficulties.of_visit(session, WS, 3)] == [1]

    @pytest.mark.parametrize(
        ("part", "found"), [("WELD", [3, 1]), ("in march", [2]), ("100%", [3]), ("_", []), ("\\", [])]
    )
    def test_are_searched_literally_in_text_and_answer(self, db: Database, part: str, found: list[int]) -> None:
        raised(db, one(), one("no berths", answer="In March"), one("welders 100%"), one("welders", state=S.UNDONE))
        with db.read() as session:
            assert [each.number for each in difficulties.search(session, WS, part)] == found

    def test_nobody_has_them_since_before_a_moment(self, db: Database) -> None:
        raised(
            db, one(), one(raised=NOW - DAY), one(raised=NOW - DAY, owner=ARA), one(raised=NOW - DAY, state=S.ACTING)
        )
        with db.read() as session:
            assert [each.number for each in difficulties.unassigned(session, WS, NOW)] == [2]

    def test_come_in_pages_with_their_number(self, db: Database) -> None:
        raised(db, *[one(due=TODAY + n * DAY) for n in range(12)])
        with db.read() as session:
            page = difficulties.find_chosen(session, WS, Choice(team="export"), 10, 10)
            assert [each.number for each in page] == [11, 12]
            assert difficulties.count(session, WS, Choice(team="export")) == 12
            assert difficulties.find_chosen(session, WS, Choice(newest_first=True), 1)[0].number == 12


class TestNumbers:
    def test_count_what_is_unsettled(self, db: Database) -> None:
        raised(
            db,
            one(owner=ARA, due=TODAY - DAY, raised=NOW - 20 * DAY),
            one(urgent=True),
            one(team="energy", owner=CHAN),
            one(team=None),
            one(state=S.ANSWERED, due=TODAY - DAY),
        )
        with db.read() as session:
            by_team = difficulties.counts_by_team(session, WS, TODAY, SEOUL)
            assert by_team["export"] == Counts(open=2, late=1, unassigned=1, urgent=1, ages=(1, 0, 1, 0))
            assert difficulties.counts(session, WS, TODAY, SEOUL, team="export") == by_team["export"]
            assert difficulties.counts(session, WS, TODAY, SEOUL, owner=CHAN) == by_team["energy"]
            assert difficulties.counts(session, WS, TODAY, SEOUL) == sum(by_team.values(), Counts())

    @pytest.mark.parametrize(("hour", "ages"), [(14, (0, 1, 0, 0)), (15, (1, 0, 0, 0))])
    def test_ages_are_days_of_the_zone(self, db: Database, hour: int, ages: tuple[int, int, int, int]) -> None:
        """15:00 in London is midnight in Seoul."""
        raised(db, one(raised=dt.datetime(2026, 11, 17, hour, tzinfo=dt.UTC)))
        with db.read() as session:
            assert difficulties.counts(session, WS, TODAY, SEOUL).ages == ages
