"""When a task force is heard of, who inherits what it leaves, and in which order. Holidays are Korea's."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.calendars import Calendar
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.directory import Directory
from bot.domain.forces import (
    Charter,
    Choice,
    Fate,
    Kind,
    Loose,
    check_dropped,
    check_end,
    deepest_first,
    destinations,
    difficulty_handed,
    endings,
    heir,
    left_alone,
    notice,
    room_name,
    wound_up,
)
from bot.domain.tasks import Task, TaskState
from bot.domain.teams import Team, TeamKind
from bot.domain.visits import Visit, VisitState
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal
from tests.cast import ARA, BOM, CHAN, GIL, HANA, PEOPLE, TEAMS

D = dt.date
KOREA = Calendar("KR")
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
TODAY = D(2026, 11, 25)
FORCE = Team("tf", "TF", "TF", TeamKind.TASK_FORCE, parent="ministry", lead=ARA, members=frozenset({ARA, BOM, GIL}))
ENDS = D(2026, 12, 24)  # a Thursday: 14 days before it is Thursday the 10th, 7 days Thursday the 17th
CHARTER = Charter("tf", ENDS, D(2026, 11, 2), "40 companies")
DIRECTORY = Directory(Workspace("T1"), {one.id: one for one in PEOPLE}, {one.key: one for one in (*TEAMS, FORCE)})


class TestNotice:
    @pytest.mark.parametrize(
        ("today", "due"),
        [
            (D(2026, 12, 9), None),
            (D(2026, 12, 10), 14),
            (D(2026, 12, 11), 14),  # the bot was off for a day
            (D(2026, 12, 16), 14),
            (D(2026, 12, 17), 7),
            (D(2026, 12, 24), 7),
            (D(2026, 12, 25), None),
        ],
    )
    def test_comes_fourteen_and_seven_days_before(self, today: D, due: int | None) -> None:
        assert notice(CHARTER, today, KOREA) == due

    def test_on_a_day_off_it_comes_on_the_working_day_before(self) -> None:
        sunday = replace(CHARTER, ends=D(2026, 12, 20))
        assert notice(sunday, D(2026, 12, 3), KOREA) is None
        assert notice(sunday, D(2026, 12, 4), KOREA) == 14

    def test_what_the_end_was_set_too_late_for_is_not_said(self) -> None:
        short = replace(CHARTER, since=D(2026, 12, 10))
        assert notice(short, D(2026, 12, 10), KOREA) is None
        assert notice(short, D(2026, 12, 16), KOREA) is None
        assert notice(short, D(2026, 12, 17), KOREA) == 7

    def test_what_was_wound_up_or_has_no_end_is_silent(self) -> None:
        assert notice(replace(CHARTER, ended=NOW), D(2026, 12, 10), KOREA) is None
        assert notice(replace(CHARTER, ends=None), D(2026, 12, 10), KOREA) is None


class TestEnding:
    @pytest.mark.parametrize(
        ("today", "left", "over"),
        [(D(2026, 12, 9), None, False), (D(2026, 12, 10), 14, False), (ENDS, 0, False), (D(2026, 12, 25), -1, True)],
    )
    def test_it_is_told_of_from_fourteen_days_before_until_it_is_wound_up(
        self, today: D, left: int | None, over: bool
    ) -> None:
        found = endings([CHARTER], DIRECTORY, today)
        assert [(one.left, one.over) for one in found] == ([] if left is None else [(left, over)])

    def test_a_closed_team_ends_no_more(self) -> None:
        closed = replace(DIRECTORY, teams={"tf": replace(FORCE, active=False)})
        assert endings([CHARTER], closed, ENDS) == []


class TestEnd:
    @pytest.mark.parametrize(
        ("kind", "ends", "before", "fine"),
        [
            (TeamKind.TASK_FORCE, TODAY, None, True),
            (TeamKind.TASK_FORCE, D(2026, 11, 24), None, False),
            (TeamKind.TASK_FORCE, D(2026, 11, 24), D(2026, 11, 24), True),  # it was so before this change
            (TeamKind.TASK_FORCE, None, None, False),
            (TeamKind.DIVISION, None, None, True),
            (TeamKind.RESPONSE, TODAY, None, False),
        ],
    )
    def test_a_task_force_has_one_that_is_to_come_and_no_other_team_has(
        self, kind: TeamKind, ends: D | None, before: D | None, fine: bool
    ) -> None:
        team = replace(FORCE, kind=kind)
        if fine:
            check_end(team, ends, TODAY, before)
        else:
            with pytest.raises(Refusal):
                check_end(team, ends, TODAY, before)


class TestHeir:
    LOOSE = Loose(Kind.TASK, "T-1", "a mission", BOM)

    def test_is_who_was_named_else_who_has_it_else_the_lead(self) -> None:
        assert heir(self.LOOSE, Choice("energy", CHAN), DIRECTORY) == CHAN
        assert heir(self.LOOSE, Choice("energy"), DIRECTORY) == BOM
        assert heir(replace(self.LOOSE, owner=None), Choice("energy"), DIRECTORY) == HANA

    def test_nobody_who_has_left_keeps_anything(self) -> None:
        gone = {**DIRECTORY.people, BOM: replace(DIRECTORY.people[BOM], active=False)}
        assert heir(self.LOOSE, Choice("energy"), replace(DIRECTORY, people=gone)) == HANA

    def test_a_team_without_a_lead_needs_a_name(self) -> None:
        nobodys = replace(self.LOOSE, owner=None)
        with pytest.raises(Refusal, match="no lead"):
            heir(nobodys, Choice("ministry"), DIRECTORY)
        assert heir(replace(nobodys, kind=Kind.ITEM), Choice("ministry"), DIRECTORY) is None

    @pytest.mark.parametrize(
        "choice", [Choice("energy", GIL), Choice("energy", "U0NOBODY"), Choice("nowhere"), Choice("nowhere", CHAN)]
    )
    def test_guests_strangers_and_teams_that_are_not_there_inherit_nothing(self, choice: Choice) -> None:
        with pytest.raises(Refusal):
            heir(self.LOOSE, choice, DIRECTORY)

    def test_what_is_dropped_has_a_reason_but_for_what_the_company_was_told(self) -> None:
        check_dropped(self.LOOSE, Choice(reason="no money"))
        check_dropped(replace(self.LOOSE, kind=Kind.ANSWERED), Choice())
        check_dropped(replace(self.LOOSE, kind=Kind.TEAM), Choice())  # it goes on without one above
        with pytest.raises(Refusal, match="Why"):
            check_dropped(self.LOOSE, Choice())


def test_what_stands_under_a_task_comes_before_it() -> None:
    def task(number: int, parent: int | None = None) -> Task:
        return Task(number, "x", TaskState.OPEN, NOW, ARA, parent=parent)

    found = deepest_first([task(1), task(2, parent=1), task(3, parent=2), task(4)])
    assert [one.number for one in found] == [3, 2, 1, 4]
    assert len(deepest_first([task(1, parent=2), task(2, parent=1)])) == 2  # a circle that no rule lets in


def test_a_planned_visit_stays_with_who_has_another_team() -> None:
    def visit(person: str) -> Visit:
        return Visit(1, person, 1, "x", ENDS, VisitState.PLANNED)

    alone = replace(DIRECTORY.people[CHAN], team=None)
    energy = replace(DIRECTORY.teams["energy"], members=frozenset())
    known = Directory(DIRECTORY.workspace, {**DIRECTORY.people, CHAN: alone}, {**DIRECTORY.teams, "energy": energy})
    found = left_alone([visit(BOM), visit(CHAN), visit("U0GONE")], "tf", known)
    assert [one.person for one in found] == [CHAN, "U0GONE"]


def test_a_difficulty_that_goes_on_keeps_its_state_but_is_assigned() -> None:
    one = Difficulty(1, "x", DifficultyState.OPEN, ENDS, NOW, ARA, team="tf", escalated_to="energy")
    handed = difficulty_handed(one, "energy", HANA)
    assert (handed.state, handed.team, handed.owner, handed.escalated_to) == (
        DifficultyState.ASSIGNED,
        "energy",
        HANA,
        None,
    )
    assert difficulty_handed(replace(one, state=DifficultyState.ACTING), "export", ARA).state is DifficultyState.ACTING


def test_the_team_above_comes_first_then_its_peoples_homes() -> None:
    assert [team.key for team in destinations(FORCE, DIRECTORY)] == ["ministry", "export", "energy"]


def test_it_ends_once() -> None:
    ended = wound_up(CHARTER, "done", ARA, NOW)
    assert (ended.result, ended.ended, ended.ended_by) == ("done", NOW, ARA)
    with pytest.raises(Refusal):
        wound_up(ended, "again", ARA, NOW)


def test_a_fate_without_a_place_was_dropped() -> None:
    assert Fate("T-1", "x", reason="no money").dropped
    assert not Fate("T-1", "x", "energy").dropped


@pytest.mark.parametrize(("key", "name"), [("US-Trade", "us-trade"), ("대미통상", "대미통상"), ("a_b", "a_b")])
def test_a_channel_is_called_as_the_key(key: str, name: str) -> None:
    assert room_name(replace(FORCE, key=key)) == name
