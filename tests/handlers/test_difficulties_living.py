"""A difficulty's life by command and button: every step, what is told of it, merging, tasks made of it, old cards."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.difficulties import DifficultyState, Step
from bot.domain.events import EventKind
from bot.domain.tasks import TaskState
from storage import audit, difficulties, tasks
from tests.cast import ARA, BOM, CHAN, EUN, GIL, HANA, WS, Stage, kept, speaks, words
from tests.raising import LINE, planned, there, through, told

S = DifficultyState


class TestItsLife:
    def test_by_commands_from_end_to_end(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "assign D-1 @bom 금요일까지")
        assert (there(stage).state, there(stage).owner, there(stage).due) == (S.ASSIGNED, BOM, dt.date(2026, 11, 27))
        through(stage, "start D-1", who=BOM)
        assert there(stage).state is S.ACTING
        through(stage, "answer D-1 the rule changes in March", who=BOM)
        one = there(stage)
        assert (one.state, one.answer, one.answered_by) == (S.ANSWERED, "the rule changes in March", BOM)
        assert (one.told, one.answered) == (dt.date(2026, 11, 25), stage.now)
        card = through(stage, "close D-1", who=BOM)
        assert there(stage).state is S.CLOSED
        assert "closed" in words(card)
        assert told(stage) == [
            (EventKind.DIFFICULTY_RAISED, "D-1"),
            (EventKind.DIFFICULTY_ANSWERED, "D-1"),
            (EventKind.DIFFICULTY_CLOSED, "D-1"),
        ]
        with stage.db.read() as session:
            actions = [change.action for change in audit.changes(session, WS, "D-1")]
            history = [note.what for note in difficulties.notes(session, WS, 1)]
        assert actions == ["close", "answer", "start", "assign", "add"]
        assert history == [Step.ASSIGN, Step.START, Step.ANSWER, Step.CLOSE]

    def test_by_korean_words(self, stage: Stage) -> None:
        speaks(stage, ARA, "ko")
        stage.types(ARA, "/difficulty 용접공 부족")
        for line, state in (
            ("배정 D-1 @bom 기한: 금", S.ASSIGNED),
            ("착수 D-1", S.ACTING),
            ("메모 D-1 전화함", S.ACTING),
            ("회신 D-1 3월에 개정됨", S.ANSWERED),
            ("종결 D-1", S.CLOSED),
            ("재개 D-1 업체가 다시 요청함", S.ASSIGNED),
            ("상신 D-1", S.ASSIGNED),
            ("수용곤란 D-1 법령상 불가", S.DECLINED),
        ):
            shown = words(through(stage, line))
            assert there(stage).state is state, line
            assert "D-1" in shown
        assert "법령상 불가" in words(through(stage, "보기 D-1"))

    def test_by_buttons_and_forms_where_the_card_stands(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.clicks(ARA, card, "Assign")
        assert kept(stage.slack.form(ARA))["r"] == "D-1.1"
        stage.submits(ARA, {"owner": BOM, "day": "2026-11-27"})
        assert (there(stage).owner, there(stage).due) == (BOM, dt.date(2026, 11, 27))
        card = stage.clicks(BOM, stage.said(), "Start")
        assert card["replace_original"] is True
        stage.clicks(BOM, card, "Answer")
        stage.submits(BOM, {"text": "in March", "person": ARA, "day": "2026-11-24"})
        one = there(stage)
        assert (one.answer, one.answered_by, one.told) == ("in March", ARA, dt.date(2026, 11, 24))
        card = stage.clicks(BOM, stage.said(), "Close the difficulty")
        assert there(stage).state is S.CLOSED
        stage.clicks(BOM, card, "Reopen")
        stage.submits(BOM, {"text": "they asked again"})
        assert (there(stage).state, there(stage).due) == (S.ASSIGNED, dt.date(2026, 11, 30))

    def test_who_may_not_settle_one_is_not_offered_it(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        buttons = {"Assign", "Start", "Answer", "Decline", "Edit"}
        assert buttons & set(words(stage.types(ARA, "/difficulty show D-1")).splitlines()) == buttons
        assert buttons & set(words(stage.types(BOM, "/difficulty show D-1")).splitlines()) == buttons - {"Decline"}
        assert not buttons & set(words(stage.types(CHAN, "/difficulty show D-1")).splitlines())

    def test_rarer_steps_stand_in_the_menu(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        card = stage.types(ARA, "/difficulty show D-1")
        stage.clicks(ARA, card, "door:again", "Decline")
        assert stage.slack.form(ARA)["callback_id"] == "difficulties:declined"
        shown = stage.clicks(ARA, card, "door:again", "Escalate")
        assert shown["replace_original"] is True
        assert there(stage).escalated_to == "ministry"

    def test_a_number_alone_opens_the_form_of_a_step(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        for line, callback in (
            ("assign D-1", "assigned"),
            ("answer D-1", "answered"),
            ("decline D-1", "declined"),
            ("note D-1", "noted"),
            ("edit D-1", "change"),
        ):
            assert through(stage, line) == {}
            assert stage.slack.form(ARA)["callback_id"] == f"difficulties:{callback}"

    def test_no_company_no_close(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        assert "nobody has told the company" in words(through(stage, "close D-1"))
        assert there(stage).state is S.OPEN

    def test_an_answer_that_is_corrected_is_told_once(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "answer D-1 in March", "answer D-1 in April")
        assert there(stage).answer == "in April"
        assert told(stage).count((EventKind.DIFFICULTY_ANSWERED, "D-1")) == 1

    def test_nobody_was_told_tomorrow(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "answer D-1")
        answer = stage.submits(ARA, {"text": "in March", "day": "2026-11-26"})
        assert list(answer["errors"]) == ["day"]
        assert list(stage.submits(ARA, {"text": " ", "day": "2026-11-25"})["errors"]) == ["text"]
        assert list(stage.submits(ARA, {"text": "x", "person": GIL})["errors"]) == ["person"]
        assert there(stage).state is S.OPEN

    def test_declined_says_why_and_to_the_agenda(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "decline D-1")
        stage.submits(ARA, {"text": "the law allows no exception"})
        assert (there(stage).state, there(stage).answer) == (S.DECLINED, "the law allows no exception")
        assert (EventKind.DIFFICULTY_DECLINED, "D-1") in told(stage)
        assert "why it was declined" in words(stage.said())

    def test_a_day_that_has_passed_stands_beside_its_field(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "assign D-1")
        assert list(stage.submits(ARA, {"owner": BOM, "day": "2026-11-24"})["errors"]) == ["day"]
        assert list(stage.submits(ARA, {"owner": GIL})["errors"]) == ["owner"]
        assert list(stage.submits(ARA, {"owner": None})["errors"]) == ["owner"]
        assert there(stage).owner is None


class TestTelling:
    def test_the_owner_hears_of_it_from_somebody_else_only(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "assign D-1 @bom", who=BOM)
        assert planned(stage) == []
        through(stage, "assign D-1 @ara", who=BOM)
        assert planned(stage) == [("difficulty-assigned", "D-1.3", ARA)]

    def test_another_day_for_the_same_person_says_nothing(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "assign D-1 @bom", "assign D-1 @bom by: 12/24")
        assert len(planned(stage)) == 1

    def test_escalated_its_teams_agendas_and_the_lead_above_hear_of_it(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        card = through(stage, "escalate D-1")
        assert "the ministry" in words(card)
        assert (EventKind.DIFFICULTY_ESCALATED, "D-1") in told(stage, "ministry")
        assert (EventKind.DIFFICULTY_ESCALATED, "D-1") in told(stage)
        assert planned(stage) == []  # nobody leads the ministry
        through(stage, "escalate D-1 team: energy")
        assert planned(stage) == [("difficulty-escalated", "D-1.3", HANA)]
        assert "with that team already" in words(through(stage, "escalate D-1 team: energy"))

    def test_above_the_highest_team_somebody_must_be_named(self, stage: Stage) -> None:
        stage.types(EUN, LINE)
        assert "Name the team" in words(through(stage, "escalate D-1", who=EUN))


class TestMerging:
    def test_the_notes_go_along_and_both_companies_are_named(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.types(BOM, "/difficulty no welders at all from: Hankook Precision")
        through(stage, "note D-1 asked the school", "merge D-1 D-2")
        assert (there(stage, 1).state, there(stage, 1).merged_into) == (S.MERGED, 2)
        shown = words(through(stage, "show D-2"))
        assert all(part in shown for part in ("asked the school", "(D-1)", "told as well: D-1 Geoje Shipyard"))
        assert there(stage, 2).urgent
        gone = through(stage, "show D-1")
        assert "Show D-2" in words(gone)
        assert "Use D-2 instead" in words(through(stage, "start D-1"))

    def test_needs_both(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        assert "There is no difficulty D-2" in words(through(stage, "merge D-1 D-2"))
        assert there(stage).state is S.OPEN

    def test_not_into_what_was_answered(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.types(BOM, LINE)
        through(stage, "answer D-2 in March")
        assert "D-2 has been answered" in words(through(stage, "merge D-1 D-2"))
        assert there(stage).state is S.OPEN


class TestTasks:
    def test_one_is_made_of_it_with_the_same_team_owner_and_day(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "assign D-1 @bom by: fri")
        shown = words(through(stage, "task D-1"))
        assert "D-1" in shown
        assert "T-1" in shown
        with stage.db.read() as session:
            task = tasks.get(session, WS, 1)
        assert task is not None
        assert (task.title, task.team, task.owner, task.difficulty) == ("short of welders", "export", BOM, 1)
        assert (task.due, task.baseline) == (dt.date(2026, 11, 27), dt.date(2026, 11, 27))
        assert there(stage).task == 1
        assert (EventKind.TASK_ADDED, "T-1") in told(stage)

    def test_once(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        assert "is a task already: T-1" in words(through(stage, "task D-1", "task D-1"))

    def test_again_when_the_first_was_dropped(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "task D-1")
        with stage.db.begin() as session:
            task = tasks.get(session, WS, 1)
            assert task is not None
            tasks.save(session, WS, replace(task, state=TaskState.DROPPED), ARA, stage.now, "drop")
        through(stage, "task D-1")
        assert there(stage).task == 2

    def test_of_a_late_one_does_not_end_before_it_starts(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.later(days=30)
        through(stage, "task D-1")
        with stage.db.read() as session:
            task = tasks.get(session, WS, 1)
        assert task is not None
        assert (task.start, task.due) == (None, dt.date(2026, 11, 30))

    def test_with_a_title_that_fits(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty " + "용접공 부족 " * 100)
        through(stage, "task D-1")
        with stage.db.read() as session:
            task = tasks.get(session, WS, 1)
        assert task is not None
        assert len(task.title) <= 150


class TestOldCards:
    def test_a_button_that_is_still_right_does_it(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        through(stage, "assign D-1 @bom")
        stage.clicks(BOM, card, "Start")
        assert there(stage).state is S.ACTING

    def test_a_button_that_is_not_shows_the_present_card_and_why(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        through(stage, "answer D-1 in March", "close D-1")
        shown = stage.clicks(BOM, card, "Start")
        assert shown["replace_original"] is True
        assert "D-1 is closed." in words(shown)
        assert "Reopen" in words(shown)
        assert there(stage).state is S.CLOSED

    def test_a_form_that_is_not_opens_nothing(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        through(stage, "decline D-1 the law")
        assert "was declined" in words(stage.clicks(BOM, card, "Assign"))

    @pytest.mark.parametrize("step", ["assign", "answer", "decline", "edit"])
    def test_a_form_of_before_somebodys_change_overwrites_nothing(self, stage: Stage, step: str) -> None:
        stage.types(BOM, LINE)
        through(stage, f"{step} D-1")
        old = stage.slack.form(ARA)
        through(stage, "assign D-1 @bom by: fri", who=BOM)
        typed = {"owner": ARA} if step == "assign" else {"text": "older"}
        answer = stage.submits(ARA, typed, view=old)
        assert "changed meanwhile" in next(iter(answer["errors"].values()))
        assert (there(stage).owner, there(stage).text, there(stage).answer) == (BOM, "short of welders", "")

    def test_a_note_is_added_whatever_happened_meanwhile(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "note D-1")
        old = stage.slack.form(ARA)
        through(stage, "answer D-1 in March", who=BOM)
        stage.submits(ARA, {"text": "called"}, view=old)
        assert "called" in words(through(stage, "show D-1"))
