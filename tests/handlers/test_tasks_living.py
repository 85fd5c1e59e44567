"""A task's life: finished, blocked, moved, assigned, dropped, reopened; by whom, and from cards that have grown old."""

import datetime as dt

import pytest

from bot.domain.events import EventKind
from bot.domain.tasks import Step, TaskState
from tests.cast import ARA, BOM, CHAN, DANA, ENERGY, EUN, EXPORT, GIL, HANA, Stage, speaks, words
from tests.tasking import added, audited, history, planned, read, task, through, told

ADD = "/task add Repair the crane @bom due: 12/24"
WHEN = dt.date(2026, 12, 24)
LATER = dt.date(2027, 1, 8)
MAY = [(BOM, True), (ARA, True), (EUN, True), (DANA, True), (CHAN, False), (HANA, False)]


@pytest.fixture
def started(stage: Stage) -> Stage:
    stage.types(ARA, ADD)
    stage.types(BOM, "/task T-1 60% prototype passed")
    return stage


class TestWhoMay:
    """The owner, the team's lead, the secretariat; a member of the team who is neither may not."""

    @pytest.mark.parametrize(("who", "may"), MAY)
    @pytest.mark.parametrize(
        "line", ["done T-1", "block T-1 no permit", "move T-1 1/8 parts late", "assign T-1 @eun", "drop T-1 no money"]
    )
    def test_owner_lead_and_secretariat(self, started: Stage, who: str, may: bool, line: str) -> None:
        before = task(started)
        text = words(started.types(who, f"/task {line}"))
        assert ("Only its owner, the team's lead and the secretariat" in text) is not may
        assert (task(started) != before) is may

    def test_not_a_member_of_the_team(self, stage: Stage) -> None:
        stage.types(ARA, "/task add Repair the crane @ara")
        assert "Only its owner" in words(stage.types(BOM, "/task done T-1"))
        assert task(stage).state is TaskState.OPEN


class TestDone:
    def test_is_told_and_kept(self, started: Stage) -> None:
        text = words(started.types(BOM, "/task done T-1"))
        one = task(started)
        assert (one.state, one.percent, one.finished) == (TaskState.DONE, 100, started.now)
        assert all(part in text for part in ("done", "▓▓▓▓▓▓▓▓▓▓ 100%", "봄 finished it"))
        assert told(started)[-1] == (EventKind.TASK_FINISHED, "T-1")
        assert audited(started)[0] == (BOM, "finish")

    def test_a_second_time_is_answered_with_a_sentence(self, started: Stage) -> None:
        started.types(BOM, "/task done T-1")
        for line in ("done T-1", "T-1 90%", "move T-1 1/8 why", "assign T-1 @ara", "edit T-1", "block T-1 x"):
            assert "T-1 is done" in words(started.types(BOM, f"/task {line}")), line

    def test_the_company_behind_it_still_waits(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty short of welders from: Geoje Shipyard")
        stage.types(BOM, "/difficulty assign D-1 @bom")
        stage.types(BOM, "/difficulty task D-1")
        assert "/difficulty answer D-1" in words(stage.types(BOM, "/task done T-1"))
        stage.types(BOM, "/difficulty answer D-1 they come in March")
        stage.types(BOM, "/difficulty close D-1")
        assert "still waits" not in words(stage.types(BOM, "/task show T-1"))

    def test_reopened_it_stands_where_it_stood(self, started: Stage) -> None:
        started.types(BOM, "/task done T-1")
        started.types(BOM, "/task reopen T-1 the test failed")
        one = task(started)
        assert (one.state, one.percent, one.finished) == (TaskState.OPEN, 60, None)
        assert (one.due, one.baseline) == (WHEN, WHEN)


class TestBlock:
    def test_says_why_and_an_update_ends_it(self, started: Stage) -> None:
        text = words(started.types(BOM, "/task block T-1 the permit has not come"))
        assert task(started).state is TaskState.BLOCKED
        assert "*Blocked:* the permit has not come" in text
        assert told(started)[-1] == (EventKind.TASK_BLOCKED, "T-1")
        started.types(BOM, "/task T-1 65% still asking")
        assert task(started).state is TaskState.BLOCKED
        started.types(BOM, "/task T-1 70% permit came, on track")
        assert (task(started).state, task(started).blocked_reason) == (TaskState.OPEN, "")

    def test_by_the_button_and_its_form(self, started: Stage) -> None:
        card = started.types(BOM, "/task show T-1")
        started.clicks(BOM, card, "Block")
        assert "errors" in started.submits(BOM, {"text": " . "})
        started.submits(BOM, {"text": "no permit"})
        assert task(started).blocked_reason == "no permit"
        started.clicks(BOM, started.said(), "Unblock")
        started.submits(BOM, {"text": "it came"})
        assert (task(started).state, task(started).percent) == (TaskState.OPEN, 60)

    def test_the_update_form_may_leave_it_blocked(self, started: Stage) -> None:
        started.types(BOM, "/task block T-1 no permit")
        started.types(BOM, "/task update T-1")
        started.submits(BOM, {"percent": "65"})
        assert (task(started).state, task(started).percent) == (TaskState.BLOCKED, 65)


class TestMove:
    def test_keeps_the_first_date_as_the_baseline(self, started: Stage) -> None:
        text = words(started.types(BOM, "/task move T-1 1/8 parts arrive late"))
        assert (task(started).due, task(started).baseline) == (LATER, WHEN)
        assert "now 15 days later" in text
        assert "moved it from Thu 24 Dec to Fri 8 Jan 2027: parts arrive late" in text
        assert told(started)[-1] == (EventKind.TASK_MOVED, "T-1")
        entry = history(started)[-1]
        assert (entry.what, entry.due_before, entry.due_after) == (Step.MOVE, WHEN, LATER)
        started.later(days=1)
        started.types(BOM, "/task move T-1 1/15 again")
        assert task(started).baseline == WHEN

    def test_a_missing_reason_is_asked_for_in_the_form(self, started: Stage) -> None:
        assert started.types(BOM, "/task move T-1 1/8") == {}
        answer = started.submits(BOM, {})
        assert list(answer["errors"]) == ["text"]
        assert task(started).due == WHEN
        started.submits(BOM, {"text": "parts arrive late"})
        assert task(started).due == LATER

    def test_in_a_direct_message_a_button_opens_that_form(self, started: Stage) -> None:
        answer = started.mentions(BOM, "task move T-1 1/8", dm=True)
        started.clicks(BOM, answer, "Move T-1")
        started.submits(BOM, {"text": "parts arrive late"})
        assert task(started).due == LATER

    def test_into_the_past_is_stored_and_pointed_out(self, started: Stage) -> None:
        started.types(BOM, "/task move T-1 yesterday we forgot")
        text = words(started.types(BOM, "/task show T-1"))
        assert task(started).due == dt.date(2026, 11, 24)
        assert "1 day late" in text

    def test_to_the_same_day_or_before_its_start_is_refused(self, stage: Stage) -> None:
        stage.types(BOM, "/task add Repair start: 12/1 due: 12/24")
        assert "already" in words(stage.types(BOM, "/task move T-1 12/24 why"))
        assert "before it starts" in words(stage.types(BOM, "/task move T-1 11/30 why"))
        stage.types(BOM, "/task move T-1 12/1 why")
        assert task(stage).due == dt.date(2026, 12, 1)

    def test_a_first_due_date_is_the_baseline(self, stage: Stage) -> None:
        stage.types(BOM, "/task add Repair")
        stage.types(BOM, "/task move T-1 12/24 agreed in the meeting")
        assert (task(stage).due, task(stage).baseline) == (WHEN, WHEN)


class TestAssign:
    def test_the_new_owner_hears_of_it_once(self, started: Stage) -> None:
        started.types(ARA, "/task assign T-1 @hana")
        assert task(started).owner == HANA
        told = {post.person: post for post in planned(started)}
        assert set(told) == {BOM, HANA}
        before, now = told[BOM], told[HANA]
        assert "gave you T-1" in words(read(started, now))
        assert read(started, before) == {}  # it is not theirs any more

    def test_by_the_button(self, started: Stage) -> None:
        card = started.types(ARA, "/task show T-1")
        started.clicks(ARA, card, "Assign")
        assert "errors" in started.submits(ARA, {"owner": GIL})
        started.submits(ARA, {"owner": CHAN})
        assert task(started).owner == CHAN

    def test_to_who_has_it_changes_nothing(self, started: Stage) -> None:
        assert "They have T-1 already" in words(started.types(ARA, "/task assign T-1 @bom"))

    def test_a_date_is_no_part_of_it(self, started: Stage) -> None:
        assert "/task move T-1" in words(started.types(ARA, "/task assign T-1 @hana by: 1/8"))
        assert task(started).owner == BOM


class TestDrop:
    def test_asks_why_and_can_be_taken_up_again(self, started: Stage) -> None:
        card = started.types(BOM, "/task show T-1")
        started.clicks(BOM, card, "door:again", choice="Drop")
        started.submits(BOM, {"text": "the plan has changed"})
        assert (task(started).state, task(started).percent) == (TaskState.DROPPED, 60)
        assert "T-1 was dropped" in words(started.types(BOM, "/task T-1 70%"))
        started.clicks(BOM, started.types(BOM, "/task show T-1"), "Reopen")
        started.submits(BOM, {"text": "it has changed back"})
        assert (task(started).state, task(started).percent) == (TaskState.OPEN, 60)

    def test_what_is_open_cannot_be_reopened(self, started: Stage) -> None:
        assert "nothing to reopen" in words(started.types(BOM, "/task reopen T-1 why not"))


class TestInKorean:
    def test_every_word(self, stage: Stage) -> None:
        speaks(stage, ARA, "ko")
        added(stage)
        for line, state in (
            ("막힘 T-1 허가 지연", TaskState.BLOCKED),
            ("재개 T-1 허가 나옴", TaskState.OPEN),
            ("기한변경 T-1 2026-12-24 부품 지연", TaskState.OPEN),
            ("배정 T-1 @chan", TaskState.OPEN),
            ("갱신 T-1 50% 절반", TaskState.OPEN),
            ("완료 T-1", TaskState.DONE),
            ("재개 T-1 시험 실패", TaskState.OPEN),
            ("제외 T-1 계획 변경", TaskState.DROPPED),
        ):
            assert "T-1" in words(through(stage, line))
            assert task(stage).state is state, line
        shown = words(through(stage, "보기 T-1"))
        for part in ("허가 지연", "부품 지연", "절반", "시험 실패", "계획 변경"):
            assert part in shown


class TestOldCards:
    def test_a_button_asks_the_present_state(self, started: Stage) -> None:
        old = started.types(BOM, "/task show T-1")
        started.types(ARA, "/task done T-1")
        answer = started.clicks(BOM, old, "Block")
        assert answer["replace_original"] is True
        assert "T-1 is done" in words(answer)
        assert "Reopen" in str(answer)

    def test_what_is_still_possible_is_done(self, started: Stage) -> None:
        old = started.types(BOM, "/task show T-1")
        started.types(ARA, "/task T-1 80%")
        started.clicks(BOM, old, "Done")
        assert task(started).state is TaskState.DONE

    def test_a_task_that_is_gone_is_a_sentence(self, stage: Stage) -> None:
        card = stage.types(BOM, "/task add Repair")
        stage.clicks(BOM, card, "Undo")
        assert "There is no task T-1" in words(stage.clicks(BOM, card, "Done"))

    @pytest.mark.parametrize("button", ["Move", "Assign", "Block"])
    def test_an_old_form_overwrites_nothing(self, started: Stage, button: str) -> None:
        started.clicks(BOM, started.types(BOM, "/task show T-1"), button)
        form = started.slack.form(BOM)
        started.types(ARA, "/task T-1 80%")
        answer = started.submits(
            BOM, {"Move": {"text": "x y"}, "Assign": {}, "Block": {"text": "x y"}}[button], view=form
        )
        assert "changed meanwhile" in next(iter(answer["errors"].values()))

    def test_the_same_click_twice_is_one_step(self, started: Stage) -> None:
        for _ in range(2):
            started.types(BOM, "/task done T-1", key="trigger-7")
        assert [entry.what for entry in history(started)] == [Step.UPDATE, Step.FINISH]


class TestInChannels:
    def test_a_card_that_everybody_sees_speaks_the_team_s_language(self, started: Stage) -> None:
        speaks(started, BOM, "ko")
        card = started.types(ARA, "/task show T-1")
        shown = started.clicks(BOM, {**card, "ts": "1764032400.000100"}, "Done", channel=EXPORT)
        assert "봄 finished it" in words(shown)
        assert shown["replace_original"] is True

    def test_another_team_s_member_sees_but_changes_nothing(self, started: Stage) -> None:
        card = started.types(CHAN, "/task show T-1", channel=ENERGY)
        assert not {"Update", "Done", "Move", "Assign", "Edit"} & set(words(card).splitlines())
        assert "Only its owner" in words(started.types(CHAN, "/task done T-1", channel=ENERGY))
        assert task(started).state is TaskState.OPEN

    def test_a_card_that_others_see_too_keeps_all_that_can_be_done(self, started: Stage) -> None:
        seen = started.types(ARA, "/task show T-1")
        answer = started.clicks(BOM, {**seen, "ts": "1764032400.000200"}, "Update")
        assert "Done" in words(seen)
        started.submits(BOM, {"text": "prototype passed"})
        assert "Done" in words(started.said()), answer
