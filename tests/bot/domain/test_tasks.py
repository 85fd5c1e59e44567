"""A task's life: each arrow there is and each there is not, its health and its days, at their boundaries."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.tasks import (
    ARROWS,
    Health,
    Programme,
    Said,
    Step,
    Task,
    TaskState,
    Wanted,
    assign,
    block,
    check_key,
    check_names,
    check_parent,
    check_undo,
    draft,
    drop,
    edit,
    finish,
    following,
    health,
    is_stale,
    may,
    move,
    pick_programme,
    progress,
    reopen,
    update,
)
from bot.refusals import Refusal

S, P = TaskState, Step
TODAY = dt.date(2026, 11, 25)  # a Wednesday
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
UNDO = dt.timedelta(minutes=10)


def one(state: TaskState = S.OPEN, number: int = 12, **known: Any) -> Task:
    fresh = Task(number, "Repair the crane", state, NOW, "U0BOM", team="export", due=TODAY, baseline=TODAY)
    return replace(fresh, **known)


# what each state allows, written down a second time: a change of the table has to be made here too
_UNFINISHED = {
    P.UPDATE: None, P.MOVE: None, P.ASSIGN: None, P.EDIT: None,
    P.FINISH: S.DONE, P.BLOCK: S.BLOCKED, P.DROP: S.DROPPED,
}  # fmt: skip
ALLOWED: dict[TaskState, dict[Step, TaskState | None]] = {
    S.OPEN: _UNFINISHED,
    S.BLOCKED: {**_UNFINISHED, P.REOPEN: S.OPEN},
    S.DONE: {P.REOPEN: S.OPEN},
    S.DROPPED: {P.REOPEN: S.OPEN},
}


class TestItsLife:
    @pytest.mark.parametrize("state", list(S))
    @pytest.mark.parametrize("step", list(P))
    def test_each_arrow_leads_where_it_should_and_what_is_none_is_refused(self, state: TaskState, step: Step) -> None:
        task = one(state)
        if step in ALLOWED[state]:
            assert may(task, step)
            assert following(task, step) is (ALLOWED[state][step] or state)
        else:
            assert not may(task, step)
            with pytest.raises(Refusal, match=r"opens it again|nothing to reopen"):
                following(task, step)

    def test_the_table_has_no_other_arrows(self) -> None:
        assert set(ARROWS) == {(state, step) for state, steps in ALLOWED.items() for step in steps}

    def test_finished_it_is_whole_and_nothing_is_in_its_way(self) -> None:
        done = finish(one(S.BLOCKED, percent=40, at_risk=True, blocked_reason="parts"), NOW)
        assert (done.state, done.percent, done.finished, done.updated) == (S.DONE, 100, NOW, NOW)
        assert (done.at_risk, done.blocked_reason) == (False, "")

    def test_what_is_under_it_comes_first(self) -> None:
        waiting = [one(number=13, parent=12)]
        with pytest.raises(Refusal, match="not finished"):
            finish(one(children=1), NOW, waiting)
        with pytest.raises(Refusal, match="not finished"):
            drop(one(children=1), "no money", waiting)

    def test_blocked_again_it_has_the_newer_reason(self) -> None:
        task = block(block(one(), "no permit", NOW), "no parts", NOW)
        assert (task.state, task.blocked_reason, task.last_note) == (S.BLOCKED, "no parts", "no parts")

    def test_reopened_it_goes_on_where_it_was_with_its_days(self) -> None:
        task = reopen(finish(one(percent=70), NOW), "the test failed", 70, NOW + DAY)
        assert (task.state, task.percent, task.finished, task.due) == (S.OPEN, 70, None, TODAY)
        assert (task.last_note, task.updated) == ("the test failed", NOW + DAY)

    def test_is_not_given_to_who_has_it(self) -> None:
        with pytest.raises(Refusal, match="already"):
            assign(one(owner="U0BOM"), "U0BOM")

    def test_is_taken_back_only_at_once_and_untouched(self) -> None:
        check_undo(one(), NOW + UNDO, UNDO)
        late = NOW + UNDO + dt.timedelta(seconds=1)
        for task, now in (
            (one(), late),
            (one(version=2), NOW),
            (one(children=1), NOW),
            (one(difficulty=7), NOW),
        ):
            with pytest.raises(Refusal, match="no longer be taken back"):
                check_undo(task, now, UNDO)


class TestUpdates:
    def test_say_only_what_they_say(self) -> None:
        before = one(percent=30, at_risk=True, next_step="paint", last_note="welded")
        assert update(before, Said(), NOW) == replace(before, updated=NOW)
        after = update(before, Said(60, "primed", Health.ON_TRACK, "dry"), NOW)
        assert (after.percent, after.last_note, after.at_risk, after.next_step) == (60, "primed", False, "dry")

    def test_keep_a_block_until_they_say_how_it_goes(self) -> None:
        blocked = block(one(), "no permit", NOW)
        assert update(blocked, Said(60, "asked again"), NOW).state is S.BLOCKED
        freed = update(blocked, Said(health=Health.AT_RISK), NOW)
        assert (freed.state, freed.blocked_reason, freed.at_risk) == (S.OPEN, "", True)

    def test_of_a_parent_say_no_other_progress_than_the_mean(self) -> None:
        parent = one(children=2, percent=45)
        assert update(parent, Said(45, "half way"), NOW).percent == 45
        with pytest.raises(Refusal, match="their mean"):
            update(parent, Said(46), NOW)


class TestDays:
    def test_the_first_due_date_stays_the_baseline(self) -> None:
        moved = move(move(one(), TODAY + DAY, "late", NOW), TODAY + 2 * DAY, "later", NOW)
        assert (moved.due, moved.baseline, moved.last_note) == (TODAY + 2 * DAY, TODAY, "later")

    def test_without_one_the_first_that_is_named_is_it(self) -> None:
        assert move(one(due=None, baseline=None), TODAY, "planned now", NOW).baseline == TODAY

    def test_is_not_moved_to_where_it_is_nor_before_its_start(self) -> None:
        with pytest.raises(Refusal, match="already"):
            move(one(), TODAY, "x", NOW)
        assert move(one(start=TODAY - DAY), TODAY - DAY, "x", NOW).due == TODAY - DAY
        with pytest.raises(Refusal, match="before it starts"):
            move(one(start=TODAY - DAY), TODAY - 2 * DAY, "x", NOW)

    def test_a_new_one_may_be_due_in_the_past_but_not_before_its_start(self) -> None:
        new = draft(Wanted("Repair", due=TODAY - 30 * DAY), who="U0BOM", now=NOW)
        assert (new.due, new.baseline) == (TODAY - 30 * DAY, TODAY - 30 * DAY)
        assert draft(Wanted("Repair", start=TODAY, due=TODAY), who="U0BOM", now=NOW).start == TODAY
        with pytest.raises(Refusal, match="before it starts"):
            draft(Wanted("Repair", start=TODAY + DAY, due=TODAY), who="U0BOM", now=NOW)

    def test_editing_never_moves_a_due_date(self) -> None:
        assert edit(one(), Wanted("Mend", due=TODAY + DAY)).due == TODAY
        first = edit(one(due=None, baseline=None), Wanted("Mend", due=TODAY + DAY))
        assert (first.title, first.due, first.baseline) == ("Mend", TODAY + DAY, TODAY + DAY)


class TestHealth:
    @pytest.mark.parametrize(
        ("known", "is_"),
        [
            ({}, Health.ON_TRACK),
            ({"at_risk": True}, Health.AT_RISK),
            ({"due": None}, Health.ON_TRACK),
            ({"due": TODAY - DAY}, Health.LATE),
            ({"due": TODAY - DAY, "at_risk": True}, Health.LATE),
            ({"due": TODAY - DAY, "state": S.BLOCKED}, Health.BLOCKED),
            ({"due": TODAY - DAY, "state": S.DONE}, Health.DONE),
            ({"due": TODAY - DAY, "state": S.DROPPED}, Health.DROPPED),
        ],
    )
    def test_is_what_is_stored_and_late_from_the_day_after(self, known: dict[str, Any], is_: Health) -> None:
        assert health(one(**known), TODAY) is is_

    def test_blocked_ones_are_late_too(self) -> None:
        assert one(S.BLOCKED).late(TODAY + DAY)
        assert not one(S.BLOCKED).late(TODAY)
        assert not one(S.DONE).late(TODAY + DAY)

    @pytest.mark.parametrize(
        ("known", "stale"),
        [
            ({"updated": NOW - 14 * DAY}, False),
            ({"updated": NOW - 14 * DAY - dt.timedelta(seconds=1)}, True),
            ({"updated": None, "created": NOW - 15 * DAY}, True),
            ({"updated": NOW - 15 * DAY, "state": S.BLOCKED}, True),
            ({"updated": NOW - 15 * DAY, "state": S.DONE}, False),
            ({"updated": NOW - 15 * DAY, "children": 1}, False),
            ({"updated": NOW - 15 * DAY, "start": TODAY - 13 * DAY}, False),
            ({"updated": NOW - 15 * DAY, "start": TODAY - 14 * DAY}, True),
        ],
    )
    def test_stale_is_longer_than_14_days_without_a_word(self, known: dict[str, Any], stale: bool) -> None:
        assert is_stale(one(**known), NOW, TODAY) is stale


class TestParents:
    def test_have_the_mean_of_their_children_halves_up(self) -> None:
        assert progress([]) is None
        assert progress([one(percent=0), one(percent=1)]) == 1
        assert progress([one(percent=0), one(percent=0), one(percent=1)]) == 0
        assert progress([one(percent=50), one(S.DROPPED, percent=0)]) == 50
        assert progress([one(S.DROPPED)]) is None

    def test_nothing_stands_above_itself(self) -> None:
        check_parent(one(number=1), one(number=2), above=[3])
        for parent, above in ((one(number=1), []), (one(number=2), [3, 1])):
            with pytest.raises(Refusal, match="cannot be its parent"):
                check_parent(one(number=1), parent, above=above)

    def test_what_has_ended_is_no_parent(self) -> None:
        for state in (S.DONE, S.DROPPED):
            with pytest.raises(Refusal, match="has ended"):
                check_parent(one(number=1), one(state, number=2), above=[])


class TestProgrammes:
    KNOWN = (
        Programme("100", "100대 과제", "100 tasks"),
        Programme("export", "수출 대책", "100"),
        Programme("rnd", "", "Research"),
    )

    @pytest.mark.parametrize(
        ("typed", "key"),
        [("100", "100"), ("100대과제", "100"), ("100 TASKS", "100"), ("수출 대책", "export"), ("research", "rnd")],
    )
    def test_are_found_by_key_or_either_name_keys_first(self, typed: str, key: str) -> None:
        assert pick_programme(self.KNOWN, typed).key == key

    def test_an_unknown_one_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(Refusal) as refused:
            pick_programme(self.KNOWN, "welding")
        assert refused.value.values == {"name": "welding", "keys": "100, export, rnd"}

    def test_a_key_is_one_word_that_means_nothing_else(self) -> None:
        check_key("100", ["rnd"], ["late"])
        check_key("수출-2", ["rnd"], ["late"])
        for key in ("", "-x", "two words", "x" * 31, "LATE", "RnD"):
            with pytest.raises(Refusal):
                check_key(key, ["rnd"], ["late"])

    def test_no_two_of_them_answer_to_one_name(self) -> None:
        check_names(Programme("rnd", "연구", "Research"), self.KNOWN)
        check_names(Programme("welding", "용접", ""), self.KNOWN)
        for name in ("100대과제", "research", "EXPORT"):
            with pytest.raises(Refusal, match="called that already"):
                check_names(Programme("welding", "", name), self.KNOWN)

    def test_has_a_name_in_each_language_or_the_other_one(self) -> None:
        assert [one.name("ko") for one in self.KNOWN] == ["100대 과제", "수출 대책", "Research"]
        assert [one.name("en") for one in self.KNOWN] == ["100 tasks", "100", "Research"]
