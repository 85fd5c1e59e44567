"""Visits as they are remembered: who was there, on which days, counted once."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.homes import Stay, Whose
from bot.domain.visits import Visit, VisitState
from storage import Database, audit, organisations, visits
from storage.visits import Choice
from tests.cast import ARA, BOM, CHAN, WS
from tests.doubles.fixtures import NOW

S = VisitState
TODAY = dt.date(2026, 11, 25)
DAY = dt.timedelta(days=1)
EVERY_STATE = frozenset(S)


def draft(person: str = BOM, day: dt.date = TODAY, state: S = S.DONE, **known: object) -> Visit:
    return replace(Visit(0, person, 1, "", day, state), **known)  # type: ignore[arg-type]  # fields by name


def kept(db: Database, *drafts: Visit, workspace: str = WS) -> list[Visit]:
    """These visits, recorded one after the other at organisations called Place 1, Place 2, …"""
    with db.begin() as session:
        for at in range(max(one.organisation for one in drafts)):
            organisations.meet(session, workspace, f"Place {at + 1}", BOM, NOW)
        return [visits.record(session, workspace, one, NOW) for one in drafts]


def numbers(db: Database, **chosen: object) -> list[int]:
    with db.read() as session:
        return [one.number for one in visits.find(session, WS, Choice(**chosen))]  # type: ignore[arg-type]  # the same


class TestOne:
    def test_comes_back_as_it_was_with_a_number_of_its_own(self, db: Database) -> None:
        full = draft(
            summary="수주 회복",
            met="공장장",
            kinds=("production",),
            sectors=("parts",),
            regions=("ansan",),
            unknown_tags=("new",),
            companions=(ARA, CHAN),
            photos=("F1",),
            permalink="https://muster.slack.com/archives/C0/p1",
        )
        [made] = kept(db, full)
        with db.read() as session:
            found = visits.get(session, WS, made.number)
        assert found == replace(full, number=1, organisation_name="Place 1", recorded=NOW)
        assert made.ref == "V-1"

    def test_belongs_to_its_workspace(self, db: Database) -> None:
        kept(db, draft())
        kept(db, draft(), workspace="T0OTHER")
        with db.read() as session:
            assert visits.get(session, "T0OTHER", 1) is not None
            assert visits.get(session, "T0THIRD", 1) is None
            assert visits.count(session, WS, Choice()) == 1

    def test_saved_it_has_a_new_version_an_audit_and_other_people(self, db: Database) -> None:
        [made] = kept(db, draft(companions=(ARA,)))
        with db.begin() as session:
            after = visits.save(session, WS, replace(made, day=TODAY - DAY, companions=(CHAN,)), ARA, NOW, "edit")
            assert after.version == made.version + 1
            [change, added] = audit.changes(session, WS, "V-1")
            counted = visits.counted(session, WS, TODAY - DAY, TODAY, frozenset())
        assert (change.action, change.person, change.before["day"]) == ("edit", ARA, "2026-11-25")
        assert added.action == "add"
        assert counted == {BOM: (1, 0), CHAN: (1, 0)}

    def test_many_come_the_latest_day_first_and_missing_ones_are_passed_over(self, db: Database) -> None:
        kept(db, draft(), draft(day=TODAY + DAY), draft(day=TODAY - DAY))
        with db.read() as session:
            assert [one.number for one in visits.many(session, WS, [1, 2, 3, 2, 99])] == [2, 1, 3]
            assert visits.many(session, WS, []) == []


class TestChosen:
    @pytest.fixture(autouse=True)
    def _visits(self, db: Database) -> None:
        kept(
            db,
            draft(BOM, TODAY - DAY, companions=(ARA,)),
            draft(ARA, TODAY, organisation=2),
            draft(CHAN, TODAY + DAY, S.PLANNED),
            draft(BOM, TODAY, S.UNDONE),
        )

    def test_of_people_are_those_where_they_were(self, db: Database) -> None:
        assert numbers(db, people=frozenset({ARA})) == [2, 1]
        assert numbers(db, people=frozenset({ARA, CHAN})) == [3, 2, 1]
        assert numbers(db, people=frozenset()) == []

    def test_of_an_author_are_those_that_they_logged(self, db: Database) -> None:
        assert numbers(db, author=ARA) == [2]

    def test_on_days_both_ends_included(self, db: Database) -> None:
        assert numbers(db, first=TODAY, last=TODAY) == [2]
        assert numbers(db, first=TODAY - DAY, last=TODAY) == [2, 1]
        assert numbers(db, people=frozenset({ARA}), first=TODAY) == [2]

    def test_of_an_organisation_and_of_states(self, db: Database) -> None:
        assert numbers(db, organisation=2) == [2]
        assert numbers(db, states=frozenset({S.PLANNED})) == [3]
        assert numbers(db, states=EVERY_STATE) == [3, 4, 2, 1]

    def test_in_pages_with_their_number(self, db: Database) -> None:
        with db.read() as session:
            assert [one.number for one in visits.find(session, WS, Choice(), 2)] == [3, 2]
            assert [one.number for one in visits.find(session, WS, Choice(), 2, 2)] == [1]
            assert visits.count(session, WS, Choice(people=frozenset({ARA, BOM}))) == 2

    def test_counted_for_everybody_who_was_there_but_not_when_taken_back(self, db: Database) -> None:
        with db.read() as session:
            everybody = visits.counted(session, WS, TODAY - DAY, TODAY + DAY, frozenset())
            some = visits.counted(session, WS, TODAY - DAY, TODAY + DAY, frozenset(), Whose(frozenset({BOM, CHAN})))
            one = visits.counted_one(session, WS, ARA, TODAY - DAY, TODAY, frozenset())
            none = visits.counted_one(session, WS, "U0NOBODY", TODAY - DAY, TODAY, frozenset())
        assert everybody == {BOM: (1, 0), ARA: (2, 0), CHAN: (0, 1)}
        assert some == {BOM: (1, 0), CHAN: (0, 1)}
        assert (one, none) == ((2, 0), (0, 0))

    def test_of_who_came_or_went_on_the_days_of_their_stay(self, db: Database) -> None:
        came, went = Stay(ARA, first=TODAY), Stay(ARA, last=TODAY - DAY)
        none: frozenset[str] = frozenset()
        assert numbers(db, people=none, stays=(came,)) == [2]
        assert numbers(db, people=none, stays=(went,)) == [1]
        assert numbers(db, people=frozenset({CHAN}), stays=(came, went)) == [3, 2, 1]
        with db.read() as session:
            counted = visits.counted(session, WS, TODAY - DAY, TODAY + DAY, none, Whose(frozenset({CHAN}), (came,)))
        assert counted == {ARA: (1, 0), CHAN: (0, 1)}

    def test_by_day_each_once(self, db: Database) -> None:
        with db.read() as session:
            assert visits.by_day(session, WS, Choice(states=frozenset({S.DONE}))) == {TODAY - DAY: 1, TODAY: 1}

    def test_attended_names_each_person(self, db: Database) -> None:
        with db.read() as session:
            found = set(visits.attended(session, WS, TODAY - DAY, TODAY))
        before = TODAY - DAY
        assert found == {(1, BOM, S.DONE, before), (1, ARA, S.DONE, before), (2, ARA, S.DONE, TODAY)}


@pytest.mark.parametrize(
    ("kinds", "tally"), [(frozenset({"production"}), (1, 0)), (frozenset({"labour"}), (0, 1)), (frozenset(), (2, 1))]
)
def test_only_the_kinds_that_a_workspace_counts(db: Database, kinds: frozenset[str], tally: tuple[int, int]) -> None:
    kept(
        db,
        draft(kinds=("production", "rnd")),
        draft(),
        draft(day=TODAY + DAY, state=S.PLANNED, kinds=("labour",)),
    )
    with db.read() as session:
        assert visits.counted_one(session, WS, BOM, TODAY, TODAY + DAY, kinds) == tally
        assert visits.counted(session, WS, TODAY, TODAY + DAY, kinds).get(BOM) == tally


def test_recent_are_those_of_the_organisation_the_latest_recorded_first(db: Database) -> None:
    kept(db, draft(day=TODAY - 14 * DAY), draft(), draft(state=S.UNDONE), draft(organisation=2), draft(CHAN))
    with db.read() as session:
        found = visits.recent(session, WS, 1, TODAY - 14 * DAY, TODAY)
        assert [(number, person) for number, person, _, _ in found] == [(5, CHAN), (2, BOM), (1, BOM)]
        assert [number for number, *_ in visits.recent(session, WS, 1, TODAY - 13 * DAY, TODAY)] == [5, 2]
        assert found[0][3] == NOW


YEAR = 365 * DAY


@pytest.mark.parametrize(("part", "found"), [("50%", [2]), ("5_", []), ("수주", [3, 1]), ("\\", [])])
def test_searched_literally_in_the_summaries_of_a_year(db: Database, part: str, found: list[int]) -> None:
    kept(
        db,
        draft(summary="수주 회복"),
        draft(day=TODAY - DAY, summary="가동률 50% 수준"),
        draft(day=TODAY + DAY, state=S.PLANNED, summary="수주 상담"),
        draft(day=TODAY - 366 * DAY, summary="수주 급감"),
    )
    with db.read() as session:
        assert [one.number for one in visits.search(session, WS, part, [], TODAY - YEAR)] == found
        assert [one.number for one in visits.search(session, WS, "급감", [])] == [4]


def test_those_at_a_found_organisation_come_first(db: Database) -> None:
    kept(db, draft(organisation=2), draft(day=TODAY + DAY, summary="Place"))
    with db.read() as session:
        assert [one.number for one in visits.search(session, WS, "Place", [2], TODAY - YEAR)] == [1, 2]
