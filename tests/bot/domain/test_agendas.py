"""What an agenda is made of: each rule at its boundary."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.domain import agendas as rules
from bot.domain.agendas import AgendaFacts, AgendaRecord, Item, Outcome, Quota, Reason
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.events import Event, EventKind
from bot.domain.tasks import Task, TaskState
from bot.domain.teams import Team
from bot.domain.visits import Tally, Visit, VisitState

KST = dt.timezone(dt.timedelta(hours=9))
UNTIL = dt.datetime(2026, 11, 27, 17, tzinfo=KST)
SINCE = UNTIL - dt.timedelta(days=7)
TODAY = UNTIL.date()
TEAM = Team("export", "수출과", "Export division")
WEEK = Quota(dt.date(2026, 11, 23), dt.date(2026, 11, 29))


def facts(**more: Any) -> AgendaFacts:
    given: dict[str, Any] = {
        "team": TEAM,
        "record": AgendaRecord("export", "2026-W48"),
        "since": SINCE,
        "until": UNTIL,
        "today": TODAY,
        "last_week": WEEK,
        "this_week": WEEK,
        "plan_last": dt.date(2026, 12, 6),
    }
    return AgendaFacts(**given | more)


def difficulty(number: int = 1, due: dt.date = TODAY, **more: Any) -> Difficulty:
    given: dict[str, Any] = {"state": DifficultyState.OPEN, "team": "export"}
    return Difficulty(number, text="x", due=due, raised=SINCE, raised_by="U", **given | more)


def task(number: int = 1, due: dt.date | None = None, **more: Any) -> Task:
    given: dict[str, Any] = {"title": "x", "state": TaskState.OPEN, "team": "export"}
    return Task(number, created=SINCE, created_by="U", due=due, **given | more)


def happened(*told: tuple[EventKind, str]) -> tuple[Event, ...]:
    return tuple(Event(n, "export", kind, ref, SINCE) for n, (kind, ref) in enumerate(told))


def item(**more: Any) -> Item:
    given: dict[str, Any] = {"number": 1, "team": "export", "text": "berths", "added": SINCE}
    return Item(**given | more)


class TestWhatNeedsADecision:
    @pytest.mark.parametrize(("due", "stands"), [(TODAY, None), (TODAY - dt.timedelta(days=1), Reason.LATE)])
    def test_a_difficulty_is_late_the_day_after_its_day(self, due: dt.date, stands: Reason | None) -> None:
        assert rules.stands(difficulty(due=due), "export", TODAY) is stands

    def test_an_escalated_one_stands_with_both_teams_a_late_one_with_its_own(self) -> None:
        late = difficulty(due=TODAY - dt.timedelta(days=1))
        assert rules.stands(late, "ministry", TODAY) is None
        escalated = replace(late, escalated_to="ministry")
        assert (
            rules.stands(escalated, "ministry", TODAY) is rules.stands(escalated, "export", TODAY) is Reason.ESCALATED
        )

    @pytest.mark.parametrize("state", [DifficultyState.ANSWERED, DifficultyState.CLOSED, DifficultyState.DECLINED])
    def test_what_the_company_was_told_is_settled(self, state: DifficultyState) -> None:
        assert rules.stands(difficulty(due=TODAY - dt.timedelta(days=9), state=state), "export", TODAY) is None

    @pytest.mark.parametrize(("weeks", "fresh", "forced"), [(1, True, False), (2, False, False), (3, False, True)])
    def test_an_item_is_new_then_carried_then_forced(self, weeks: int, fresh: bool, forced: bool) -> None:
        agenda = rules.compose(facts(items=(item(weeks=weeks),)))
        assert (bool(agenda.items), bool(agenda.needs)) == (fresh, not fresh)
        assert bool(agenda.forced) is forced

    def test_forced_ones_come_first_then_by_reason_then_the_latest(self) -> None:
        records = {
            "D-1": difficulty(1, TODAY - dt.timedelta(days=2)),
            "D-2": difficulty(2, TODAY - dt.timedelta(days=5)),
            "D-3": difficulty(3, escalated_to="ministry"),
            "T-1": task(1, state=TaskState.BLOCKED),
        }
        standing = [item(number=n, ref=ref, text="", weeks=1) for n, ref in enumerate(records, 2)]
        found = rules.compose(facts(records=records, items=(item(weeks=3), item(number=9, weeks=2), *standing)))
        assert [need.item.ref or need.item.number for need in found.needs] == [1, "D-3", "D-2", "D-1", "T-1", 9]

    def test_a_task_stands_once_with_all_that_is_said_of_it(self) -> None:
        records = {"T-1": task(1, title="weld", state=TaskState.BLOCKED), "T-2": task(2, title="paint")}
        items = (
            item(number=1, text="T-1 weld: among the lowest", weeks=3),
            item(number=2, text="", ref="T-1", weeks=1),
            item(number=3, text="T-2 paint: low in October", weeks=2),
            item(number=4, text="T-2 paint: low in November", weeks=2),
            item(number=5, text="T-2 paint more", weeks=2),
            item(number=6, text="T-1 weld: escalated", weeks=2, escalated=True),
            item(number=7, text="T-1 weld: new this week", weeks=1),
        )
        found = rules.compose(facts(records=records, items=items)).needs
        assert [(need.item.number, need.weeks, need.forced) for need in found] == [
            (2, 3, True),
            (6, 2, False),
            (3, 2, False),
            (5, 2, False),
        ]
        assert [[said.text for said in need.remarks] for need in found] == [
            ["among the lowest"],
            [],
            ["low in November"],
            [],
        ]
        assert found[0].reason is Reason.BLOCKED

    def test_what_was_settled_is_gone(self) -> None:
        agenda = rules.compose(facts(items=(item(weeks=3, outcome=Outcome.DROPPED),)))
        assert (agenda.needs, agenda.items) == ((), ())


class TestWhatADecisionIsAbout:
    @pytest.mark.parametrize(
        ("text", "about"),
        [
            ("berths", 1),
            ("Berths: two more", 1),
            ("berths  in\nBusan, by Friday", 2),
            ("berthsmen", None),
            ("more berths", None),
            ("용접공 부족: 요청", 3),
            ("용접공 부족분", None),
            ("cranes? two more", None),
            ("two", None),
        ],
    )
    def test_the_longest_item_that_it_begins_with(self, text: str, about: int | None) -> None:
        texts = ("berths", "Berths in  Busan?", "용접공 부족", "cranes", "CRANES?", "...")
        found = rules.item_about([item(number=n, text=said) for n, said in enumerate(texts, 1)], text)
        assert (found.number if found else None) == about

    def test_never_what_stands_for_a_record(self) -> None:
        assert rules.item_about([item(text="berths", ref="D-1"), item(text="")], "berths") is None


class TestCarryingOver:
    def test_older_by_a_week_new_ones_first_week_resolved_ones_settled(self) -> None:
        late = difficulty(7)
        before = [item(weeks=2), item(number=2, ref="D-3", text="", weeks=1)]
        shown = rules.carried(before, [late], "export", "2026-W48", UNTIL)
        assert [(one.number, one.ref, one.weeks, one.outcome) for one in shown] == [
            (1, "", 3, None),
            (2, "D-3", 1, Outcome.RESOLVED),
            (0, "D-7", 1, None),
        ]

    def test_a_record_that_still_stands_keeps_its_item(self) -> None:
        shown = rules.carried([item(ref="D-7", text="", weeks=1)], [difficulty(7)], "export", "2026-W48", UNTIL)
        assert [(one.number, one.weeks) for one in shown] == [(1, 2)]


class TestResults:
    def test_a_task_is_told_once_where_it_says_most(self) -> None:
        records = {"T-1": task(1, state=TaskState.DONE), "T-2": task(2), "T-3": task(3)}
        told = happened(
            (EventKind.TASK_UPDATED, "T-1"),
            (EventKind.TASK_FINISHED, "T-1"),
            (EventKind.TASK_UPDATED, "T-2"),
            (EventKind.TASK_MOVED, "T-2"),
            (EventKind.TASK_UPDATED, "T-3"),
            (EventKind.TASK_UPDATED, "T-3"),
        )
        found = rules.compose(facts(records=records, events=told)).results
        assert [[one.ref for one in group] for group in (found.finished, found.slipped, found.updated)] == [
            ["T-1"],
            ["T-2"],
            ["T-3"],
        ]

    @pytest.mark.parametrize(
        ("due", "told"),
        [(dt.date(2026, 11, 19), False), (dt.date(2026, 11, 20), True), (dt.date(2026, 11, 26), True), (TODAY, False)],
    )
    def test_a_task_slips_in_the_week_in_which_it_became_late(self, due: dt.date, told: bool) -> None:
        assert bool(rules.compose(facts(tasks=(task(due=due),))).results.slipped) is told

    def test_what_was_taken_back_did_not_happen(self) -> None:
        records = {"D-1": difficulty(1, state=DifficultyState.UNDONE), "D-2": difficulty(2, state=DifficultyState.OPEN)}
        gone = Visit(1, "U", 1, "x", TODAY, VisitState.UNDONE)
        told = happened(
            (EventKind.DIFFICULTY_RAISED, "D-1"), (EventKind.DIFFICULTY_ANSWERED, "D-2"), (EventKind.VISIT_DONE, "V-1")
        )
        found = rules.compose(facts(records=records, visits={"V-1": gone}, events=told)).results
        assert (found.raised, found.answered, found.visits) == ((), (), ())


class TestPlan:
    @pytest.mark.parametrize(
        ("due", "planned"),
        [
            (TODAY, False),
            (TODAY + dt.timedelta(days=1), True),
            (dt.date(2026, 12, 6), True),
            (dt.date(2026, 12, 7), False),
        ],
    )
    def test_from_tomorrow_to_the_end_of_next_week(self, due: dt.date, planned: bool) -> None:
        assert bool(rules.compose(facts(tasks=(task(due=due),))).plan.due) is planned
        visit = Visit(1, "U", 1, "x", due, VisitState.PLANNED)
        assert bool(rules.compose(facts(planned=(visit,))).plan.visits) is planned

    def test_a_next_step_stands_with_its_task_when_that_is_due(self) -> None:
        due, later = task(1, dt.date(2026, 12, 1), next_step="test"), task(2, dt.date(2026, 12, 20), next_step="print")
        plan = rules.compose(facts(tasks=(due, later))).plan
        assert ([one.ref for one in plan.due], [one.ref for one in plan.steps]) == (["T-1"], ["T-2"])


def test_nothing_at_all_is_silent_and_a_quota_is_not() -> None:
    assert rules.compose(facts()).silent
    assert not rules.compose(facts(this_week=replace(WEEK, people=1))).silent
    assert not rules.compose(facts(record=AgendaRecord("export", "2026-W48", note="hello"))).silent
    assert not rules.compose(facts(tasks=(task(),))).silent


def test_only_those_with_a_quota_are_counted() -> None:
    found = rules.quota([Tally("A", 2, 2), Tally("B", 1, 2), Tally("C", 5, 0)], 7, 1, WEEK.first, WEEK.last)
    assert (found.people, found.met, found.due, found.visits, found.planned) == (2, 1, 4, 7, 1)


def test_all_teams_together_name_an_escalated_difficulty_once_and_escalated_items_first() -> None:
    one = difficulty(1, escalated_to="ministry")
    late = difficulty(2, TODAY - dt.timedelta(days=9))
    own = rules.compose(
        facts(
            records={"D-1": one, "D-2": late},
            items=(item(number=2, ref="D-1", text="", weeks=1), item(number=4, ref="D-2", text="", weeks=5)),
        )
    )
    above = rules.compose(
        facts(
            team=Team("ministry", "산업자원부", "the ministry"),
            records={"D-1": one},
            items=(item(number=3, ref="D-1", text="", weeks=1), item(number=5, escalated=True, weeks=1)),
        )
    )
    week = rules.gathered("2026-W48", UNTIL, [own, above], WEEK, WEEK)
    assert [need.item.ref or need.item.number for _, need in week.needs] == [5, "D-2", "D-1"]
    drawn = rules.chart(week, {"export": "Export", "ministry": "Ministry"}, "All")
    assert (drawn.first, drawn.last) == (WEEK.first, TODAY)  # this week so far
    assert [row.name for row in drawn.teams] == ["Export", "Ministry"]
