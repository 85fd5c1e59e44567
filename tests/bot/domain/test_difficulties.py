"""A difficulty's life: each arrow there is and each there is not, and the days, at their boundaries."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.difficulties import (
    ARROWS,
    UNSETTLED,
    Counts,
    Difficulty,
    DifficultyState,
    Step,
    Wanted,
    aged,
    answer,
    assign,
    close,
    decline,
    draft,
    due_day,
    edit,
    escalate,
    following,
    lead_hears_on,
    link_task,
    merge,
    reopen,
    start,
    task_free,
    unassigned_on,
    undo,
)
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal

S, P = DifficultyState, Step
WORKSPACE = Workspace("T0MUSTER")
TODAY = dt.date(2026, 11, 25)  # a Wednesday
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
UNDO = dt.timedelta(minutes=10)


def one(state: DifficultyState = S.OPEN, number: int = 7, **known: object) -> Difficulty:
    fresh = Difficulty(number, "short of welders", state, dt.date(2026, 12, 9), NOW, "U0BOM", team="export")
    return replace(fresh, **known)  # type: ignore[arg-type]  # fields by name


# what each state allows, written down a second time: a change of the table has to be made here too
ALLOWED = {
    S.OPEN: {
        P.NOTE: S.OPEN, P.EDIT: S.OPEN, P.TASK: S.OPEN, P.ESCALATE: S.OPEN, P.ASSIGN: S.ASSIGNED, P.START: S.ACTING,
        P.REFER: S.REFERRED, P.ANSWER: S.ANSWERED, P.DECLINE: S.DECLINED, P.MERGE: S.MERGED, P.UNDO: S.UNDONE,
    },
    S.ASSIGNED: {
        P.NOTE: S.ASSIGNED, P.EDIT: S.ASSIGNED, P.TASK: S.ASSIGNED, P.ESCALATE: S.ASSIGNED, P.ASSIGN: S.ASSIGNED,
        P.START: S.ACTING, P.REFER: S.REFERRED, P.ANSWER: S.ANSWERED, P.DECLINE: S.DECLINED, P.MERGE: S.MERGED,
        P.UNDO: S.UNDONE,
    },
    S.ACTING: {
        P.NOTE: S.ACTING, P.EDIT: S.ACTING, P.TASK: S.ACTING, P.ESCALATE: S.ACTING, P.ASSIGN: S.ASSIGNED,
        P.REFER: S.REFERRED, P.ANSWER: S.ANSWERED, P.DECLINE: S.DECLINED, P.MERGE: S.MERGED,
    },
    S.REFERRED: {
        P.NOTE: S.REFERRED, P.EDIT: S.REFERRED, P.TASK: S.REFERRED, P.ESCALATE: S.REFERRED, P.ASSIGN: S.REFERRED,
        P.START: S.ACTING, P.REFER: S.REFERRED, P.REPLY: S.ACTING, P.WITHDRAW: S.ASSIGNED, P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
    },
    S.ANSWERED: {P.NOTE: S.ANSWERED, P.ANSWER: S.ANSWERED, P.CLOSE: S.CLOSED, P.REOPEN: S.OPEN},
    S.CLOSED: {P.NOTE: S.CLOSED, P.REOPEN: S.OPEN},
    S.DECLINED: {P.NOTE: S.DECLINED, P.REOPEN: S.OPEN},
    S.MERGED: {},
    S.UNDONE: {},
}  # fmt: skip
PAIRS = [(state, step) for state in S for step in P]
FORBIDDEN = [(state, step) for state, step in PAIRS if step not in ALLOWED[state]]


class TestTheTable:
    def test_has_these_arrows_and_no_others(self) -> None:
        assert {(state, step): after for state, moves in ALLOWED.items() for step, after in moves.items()} == ARROWS

    @pytest.mark.parametrize(("state", "step"), [pair for pair in PAIRS if pair not in FORBIDDEN])
    def test_lets_through_what_it_allows(self, state: DifficultyState, step: Step) -> None:
        assert following(one(state), step) is ALLOWED[state][step]

    @pytest.mark.parametrize(("state", "step"), FORBIDDEN)
    def test_refuses_the_rest_with_a_sentence_that_names_it(self, state: DifficultyState, step: Step) -> None:
        with pytest.raises(Refusal) as refused:
            following(one(state, merged_into=9), step)
        assert refused.value.values["ref"] == "D-7"
        assert "{ref}" in refused.value.message

    @pytest.mark.parametrize(
        ("state", "step", "says"),
        [
            (S.OPEN, P.CLOSE, "nobody has told the company"),
            (S.ACTING, P.CLOSE, "nobody has told the company"),
            (S.ACTING, P.REOPEN, "nothing to reopen"),
            (S.ACTING, P.START, "working on {ref} already"),
            (S.ACTING, P.UNDO, "cannot be taken back"),
            (S.ACTING, P.WITHDRAW, "with no partner"),
            (S.OPEN, P.REPLY, "with no partner"),
            (S.REFERRED, P.MERGE, "`/difficulty withdraw {ref}`"),
            (S.ANSWERED, P.ASSIGN, "`/difficulty close {ref}`"),
            (S.CLOSED, P.ANSWER, "`/difficulty reopen {ref} REASON`"),
            (S.DECLINED, P.ANSWER, "was declined"),
            (S.MERGED, P.NOTE, "merged into {other}"),
            (S.UNDONE, P.REOPEN, "taken back"),
        ],
    )
    def test_says_what_to_do_instead(self, state: DifficultyState, step: Step, says: str) -> None:
        with pytest.raises(Refusal) as refused:
            following(one(state, merged_into=9), step)
        assert says in refused.value.message

    def test_says_into_which_it_was_merged(self) -> None:
        with pytest.raises(Refusal) as refused:
            following(one(S.MERGED, merged_into=9), P.NOTE)
        assert refused.value.values["other"] == "D-9"


class TestDueDays:
    @pytest.mark.parametrize(
        ("raised", "due"),
        [
            ("2026-12-10", "2026-12-24"),  # the day before Christmas, a Thursday
            ("2026-12-11", "2026-12-28"),  # Christmas is a Friday: the Monday after
            ("2026-12-12", "2026-12-28"),  # a Saturday: the same Monday
            ("2026-12-14", "2026-12-28"),
            ("2026-12-15", "2026-12-29"),
        ],
    )
    def test_fourteen_days_and_the_next_working_day(self, raised: str, due: str) -> None:
        assert due_day(dt.date.fromisoformat(raised), False, WORKSPACE) == dt.date.fromisoformat(due)

    @pytest.mark.parametrize(
        ("raised", "due"), [("2026-11-24", "2026-11-27"), ("2026-11-25", "2026-11-30"), ("2026-11-27", "2026-11-30")]
    )
    def test_three_days_when_urgent(self, raised: str, due: str) -> None:
        assert due_day(dt.date.fromisoformat(raised), True, WORKSPACE) == dt.date.fromisoformat(due)

    def test_follow_the_settings(self) -> None:
        changed = replace(WORKSPACE, due_days=1, urgent_due_days=0)
        assert due_day(TODAY, False, changed) == dt.date(2026, 11, 26)
        assert due_day(TODAY, True, changed) == TODAY

    def test_follow_the_holidays_that_an_administrator_added_and_took_away(self) -> None:
        added = replace(WORKSPACE, extra_holidays=frozenset({dt.date(2026, 12, 9)}))
        assert due_day(TODAY, False, added) == dt.date(2026, 12, 10)
        worked = replace(WORKSPACE, worked_holidays=frozenset({dt.date(2026, 12, 25)}))
        assert due_day(dt.date(2026, 12, 11), False, worked) == dt.date(2026, 12, 25)

    @pytest.mark.parametrize(("day", "late"), [(8, False), (9, False), (10, True)])
    def test_late_is_the_day_after(self, day: int, late: bool) -> None:
        assert one().late(dt.date(2026, 12, day)) is late

    @pytest.mark.parametrize("state", sorted(set(S) - UNSETTLED))
    def test_what_is_settled_is_never_late(self, state: DifficultyState) -> None:
        assert not one(state).late(dt.date(2027, 12, 1))

    @pytest.mark.parametrize(
        ("raised", "heard"),
        [("2026-11-25", "2026-11-27"), ("2026-11-26", "2026-11-30"), ("2026-11-28", "2026-12-01")],
    )
    def test_nobody_has_it_for_two_working_days(self, raised: str, heard: str) -> None:
        assert unassigned_on(dt.date.fromisoformat(raised), WORKSPACE.calendar) == dt.date.fromisoformat(heard)

    @pytest.mark.parametrize(("due", "heard"), [("2026-11-25", "2026-11-27"), ("2026-12-24", "2026-12-29")])
    def test_the_lead_hears_two_working_days_after_it_was_due(self, due: str, heard: str) -> None:
        assert lead_hears_on(dt.date.fromisoformat(due), WORKSPACE.calendar) == dt.date.fromisoformat(heard)


class TestRaising:
    def test_waits_for_somebody_to_take_it(self) -> None:
        new = draft("no berths", workspace=WORKSPACE, now=NOW, today=TODAY, raised_by="U0BOM", team="export")
        assert (new.state, new.due, new.raised, new.touched) == (S.OPEN, dt.date(2026, 12, 9), NOW, False)

    def test_is_assigned_when_it_has_an_owner(self) -> None:
        new = draft("no berths", workspace=WORKSPACE, now=NOW, today=TODAY, raised_by="U0BOM", team=None, owner="U0ARA")
        assert (new.state, new.owner, new.teams) == (S.ASSIGNED, "U0ARA", ())

    def test_names_each_category_once(self) -> None:
        new = draft(
            "no berths",
            workspace=WORKSPACE,
            now=NOW,
            today=TODAY,
            raised_by="U0BOM",
            team=None,
            categories=["a", "b", "a"],
        )
        assert new.categories == ("a", "b")


class TestAssigning:
    def test_gives_it_to_somebody_until_a_day(self) -> None:
        after = assign(one(), "U0ARA", dt.date(2026, 11, 27), TODAY)
        assert (after.state, after.owner, after.due) == (S.ASSIGNED, "U0ARA", dt.date(2026, 11, 27))

    def test_keeps_the_day_when_none_is_named(self) -> None:
        assert assign(one(), "U0ARA", None, TODAY).due == one().due

    def test_of_what_somebody_else_began_starts_again(self) -> None:
        assert assign(one(S.ACTING, owner="U0ARA"), "U0BOM", None, TODAY).state is S.ASSIGNED

    def test_to_the_same_person_only_moves_the_day(self) -> None:
        after = assign(one(S.ACTING, owner="U0ARA"), "U0ARA", TODAY, TODAY)
        assert (after.state, after.due) == (S.ACTING, TODAY)

    def test_that_changes_nothing_is_refused(self) -> None:
        with pytest.raises(Refusal, match="already"):
            assign(one(S.ASSIGNED, owner="U0ARA"), "U0ARA", None, TODAY)

    def test_until_today_is_allowed_until_yesterday_is_not(self) -> None:
        assert assign(one(), "U0ARA", TODAY, TODAY).due == TODAY
        with pytest.raises(Refusal, match="has passed"):
            assign(one(), "U0ARA", TODAY - dt.timedelta(days=1), TODAY)

    def test_of_a_late_one_may_keep_its_day(self) -> None:
        late = one(due=TODAY - dt.timedelta(days=3))
        assert assign(late, "U0ARA", late.due, TODAY).owner == "U0ARA"


class TestWorking:
    def test_who_begins_one_that_nobody_has_has_it(self) -> None:
        assert (start(one(), "U0BOM").owner, start(one(), "U0BOM").state) == ("U0BOM", S.ACTING)

    def test_who_begins_somebody_elses_does_not_take_it(self) -> None:
        assert start(one(S.ASSIGNED, owner="U0ARA"), "U0BOM").owner == "U0ARA"

    def test_an_answer_says_who_told_the_company_when_and_what(self) -> None:
        after = answer(one(S.ACTING, owner="U0ARA"), "in March", "U0BOM", TODAY, NOW)
        assert (after.state, after.owner) == (S.ANSWERED, "U0ARA")
        assert (after.answer, after.answered_by, after.told, after.answered) == ("in March", "U0BOM", TODAY, NOW)

    def test_who_answers_one_that_nobody_has_has_it(self) -> None:
        assert answer(one(), "in March", "U0BOM", TODAY, NOW).owner == "U0BOM"

    def test_closes_only_after_an_answer(self) -> None:
        assert close(answer(one(), "in March", "U0BOM", TODAY, NOW)).state is S.CLOSED
        with pytest.raises(Refusal):
            close(one(S.ACTING))

    def test_a_declined_one_keeps_the_reason_that_the_company_was_told(self) -> None:
        after = decline(one(), "the law", "U0ARA", TODAY, NOW)
        assert (after.state, after.answer, after.answered_by, after.told) == (S.DECLINED, "the law", "U0ARA", TODAY)

    def test_reopened_it_needs_another_answer_and_has_time_for_it(self) -> None:
        closed = close(answer(one(owner="U0ARA", due=TODAY), "in March", "U0BOM", TODAY, NOW))
        after = reopen(closed, dt.date(2026, 12, 9))
        assert (after.state, after.owner, after.due) == (S.ASSIGNED, "U0ARA", dt.date(2026, 12, 9))
        assert (after.answer, after.answered_by, after.told, after.answered) == ("", None, None, None)

    def test_reopened_it_is_never_due_sooner_than_before(self) -> None:
        assert reopen(one(S.DECLINED), TODAY).due == one().due
        assert reopen(one(S.DECLINED), TODAY).state is S.OPEN


class TestMerging:
    def test_the_first_goes_into_the_second(self) -> None:
        gone, kept = merge(one(urgent=True, due=TODAY, task=3, categories=("a",)), one(number=9, categories=("b",)))
        assert (gone.state, gone.merged_into) == (S.MERGED, 9)
        assert (kept.state, kept.urgent, kept.due, kept.task, kept.categories) == (S.OPEN, True, TODAY, 3, ("b", "a"))

    def test_the_second_keeps_its_own_task(self) -> None:
        assert merge(one(task=3), one(number=9, task=4))[1].task == 4

    @pytest.mark.parametrize("state", [S.ANSWERED, S.CLOSED, S.DECLINED, S.MERGED, S.UNDONE])
    def test_never_into_what_is_settled_because_the_company_would_hear_nothing(self, state: DifficultyState) -> None:
        with pytest.raises(Refusal):
            merge(one(), one(state, number=9))

    def test_never_into_itself(self) -> None:
        with pytest.raises(Refusal, match="twice"):
            merge(one(), one())


class TestEscalating:
    def test_stays_with_its_team_and_concerns_the_one_above(self) -> None:
        after = escalate(one(owner="U0BOM"), "ministry")
        assert (after.team, after.owner, after.escalated_to, after.teams) == (
            "export", "U0BOM", "ministry", ("export", "ministry"),
        )  # fmt: skip

    def test_without_a_team_above_asks_for_one(self) -> None:
        with pytest.raises(Refusal, match="Name the team"):
            escalate(one(), None)

    @pytest.mark.parametrize("to", ["export", "ministry"])
    def test_not_to_a_team_that_has_it(self, to: str) -> None:
        with pytest.raises(Refusal, match="with that team already"):
            escalate(one(escalated_to="ministry"), to)


class TestUndo:
    @pytest.mark.parametrize(("seconds", "allowed"), [(599, True), (600, True), (601, False)])
    def test_within_ten_minutes(self, seconds: int, allowed: bool) -> None:
        now = NOW + dt.timedelta(seconds=seconds)
        if allowed:
            assert undo(one(), now, UNDO).state is S.UNDONE
        else:
            with pytest.raises(Refusal, match="too much time"):
                undo(one(), now, UNDO)

    def test_not_what_somebody_has_worked_with(self) -> None:
        with pytest.raises(Refusal):
            undo(one(touched=True), NOW, UNDO)


class TestEditing:
    def test_changes_words_team_and_categories(self) -> None:
        after = edit(one(), Wanted("no berths", categories=("a",), team="energy"), TODAY, WORKSPACE)
        assert (after.text, after.categories, after.team, after.due) == ("no berths", ("a",), "energy", one().due)

    def test_that_makes_it_urgent_brings_the_day_forward_and_never_back(self) -> None:
        urgent = Wanted("x", urgent=True, team="export")
        assert edit(one(), urgent, TODAY, WORKSPACE).due == dt.date(2026, 11, 30)
        assert edit(one(due=TODAY), urgent, TODAY, WORKSPACE).due == TODAY

    def test_that_gives_it_to_the_team_above_ends_the_escalation(self) -> None:
        above = Wanted("x", team="ministry")
        assert edit(one(escalated_to="ministry"), above, TODAY, WORKSPACE).escalated_to is None


class TestTasks:
    def test_it_becomes_one_once(self) -> None:
        task_free(one())
        with pytest.raises(Refusal, match="already"):
            task_free(link_task(one(), 3))

    def test_not_when_it_is_settled(self) -> None:
        with pytest.raises(Refusal):
            task_free(one(S.CLOSED))


class TestCounts:
    @pytest.mark.parametrize(("days", "bucket"), [(0, 0), (7, 0), (8, 1), (14, 1), (15, 2), (30, 2), (31, 3), (400, 3)])
    def test_ages_at_their_borders(self, days: int, bucket: int) -> None:
        assert aged([TODAY - dt.timedelta(days=days)], TODAY).index(1) == bucket

    def test_add_up(self) -> None:
        assert Counts(1, 1, 0, 1, (1, 0, 0, 0)) + Counts(2, 0, 2, 0, (0, 1, 0, 1)) == Counts(3, 1, 2, 1, (1, 1, 0, 1))
