"""Tasks as people add, update, edit and look at them: the line, the form, the lists, programmes."""

import datetime as dt

import pytest

from bot.domain.events import EventKind
from bot.domain.tasks import Health, Programme, Step, TaskState
from storage import tasks
from tests.cast import ARA, BOM, CHAN, EUN, EXPORT, GIL, WS, Stage, kept, speaks, words
from tests.tasking import audited, count, history, planned, read, task, told

ADD = "/task add Repair the crane"
LINE = "/task T-1 60% prototype passed, on track; next: field test"
EVIL = "&lt;!channel&gt; *x* `y` <https://evil.example|bank.example> &lt;@U0ARA&gt;"


class TestAdding:
    def test_in_one_line_with_everything(self, stage: Stage) -> None:
        stage.types(EUN, "/task programme 100 100대 과제 / 100 tasks")
        stage.types(BOM, "/task add The crane park")
        card = stage.types(BOM, f"{ADD} @ara team: export start: mon due: 12/24 in: 100대 과제 under: T-1")
        one = task(stage, 2)
        assert (one.title, one.owner, one.team, one.programme, one.parent) == (
            "Repair the crane",
            ARA,
            "export",
            "100",
            1,
        )
        assert (one.start, one.due, one.baseline) == (
            dt.date(2026, 11, 30),
            dt.date(2026, 12, 24),
            dt.date(2026, 12, 24),
        )
        text = words(card)
        assert all(
            part in text for part in ("Added as T-2", "아라", "Thu 24 Dec", "100 tasks", "T-1 The crane park", "░ 0%")
        )

    def test_is_the_author_s_unless_it_is_for_another_team(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        assert (task(stage).owner, task(stage).team) == (BOM, "export")
        card = stage.types(BOM, f"{ADD} team: energy")
        assert (task(stage, 2).owner, task(stage, 2).team) == (None, "energy")
        assert "Nobody has it yet" in words(card)

    def test_goes_to_the_owner_s_home_division(self, stage: Stage) -> None:
        stage.types(ARA, f"{ADD} @chan")
        assert task(stage).team == "energy"

    def test_is_told_kept_in_the_audit_and_said_to_its_owner(self, stage: Stage) -> None:
        stage.types(ARA, f"{ADD} @bom due: 12/24")
        assert told(stage) == [(EventKind.TASK_ADDED, "T-1")]
        assert audited(stage) == [(ARA, "add")]
        (post,) = planned(stage)
        assert post.person == BOM
        assert "아라 gave you T-1, due Thu 24 Dec" in words(read(stage, post))

    def test_nobody_hears_of_what_they_gave_themselves(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        assert planned(stage) == []

    def test_a_due_date_in_the_past_is_stored_shown_late_and_pointed_out(self, stage: Stage) -> None:
        text = words(stage.types(BOM, f"{ADD} due: yesterday"))
        assert task(stage).due == dt.date(2026, 11, 24)
        assert "1 day late" in text
        assert "has passed already" in text

    def test_due_today_is_not_late(self, stage: Stage) -> None:
        assert "late" not in words(stage.types(BOM, f"{ADD} due: today"))

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("/task add @bom", "What is the task?"),
            (f"{ADD} @nobody", "I know nobody called “nobody”"),
            (f"{ADD} @gil", "is a guest and cannot own a task"),
            (f"{ADD} team: nowhere", "There is no team “nowhere”"),
            (f"{ADD} in: nothing", "There is no programme “nothing”"),
            (f"{ADD} under: T-99", "There is no task T-99"),
            (f"{ADD} due: someday", "I cannot read a date"),
            (f"{ADD} start: 12/24 due: 12/23", "before it starts"),
            ("/task add " + "가" * 151, "150"),
            ("/task lst", "Did you mean `list`?"),
            ("/task Repair the crane", "neither a task's number nor a word"),
            ("/task show T-9", "There is no task T-9"),
        ],
    )
    def test_bad_input_is_answered_and_nothing_is_stored(self, stage: Stage, text: str, says: str) -> None:
        assert says in words(stage.types(BOM, text))
        assert count(stage) == 0

    def test_the_same_request_twice_is_one_task(self, stage: Stage) -> None:
        first = stage.types(ARA, f"{ADD} @bom", key="trigger-1")
        assert stage.types(ARA, f"{ADD} @bom", key="trigger-1") == first
        assert count(stage) == 1
        assert len(planned(stage)) == 1

    def test_what_people_type_mentions_and_links_nothing(self, stage: Stage) -> None:
        text = words(stage.types(BOM, f"/task add {EVIL}"))
        text += words(stage.types(BOM, f"/task T-1 10% {EVIL}; next: {EVIL}"))
        text += words(stage.types(BOM, f"/task block T-1 {EVIL}"))
        text += words(stage.types(BOM, "/task list mine"))
        for forged in ("<!channel>", "<https://evil", "<@U0ARA>"):
            assert forged not in text

    def test_guests_are_refused(self, stage: Stage) -> None:
        assert "Guests" in words(stage.types(GIL, ADD))

    def test_in_korean_all_the_way(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        assert "등록했습니다" in words(stage.types(BOM, "/task 등록 크레인 보수 기한: 12/24"))
        text = words(stage.types(BOM, "/muster 과제 T-1 60% 시제품 통과, 우려; 다음: 현장 시험"))
        assert all(part in text for part in ("우려", "▓▓▓▓▓▓░░░░ 60%", "*다음:* 현장 시험", "12월 24일 (목)"))
        assert (task(stage).at_risk, task(stage).next_step) == (True, "현장 시험")


class TestForm:
    def test_adds_what_it_holds(self, stage: Stage) -> None:
        assert stage.types(BOM, "/task") == {}
        stage.submits(BOM, {"title": "Repair the crane", "due": "2026-12-24", "note": "the big one"})
        one = task(stage)
        assert (one.owner, one.team, one.last_note) == (BOM, "export", "the big one")
        assert "the big one" in words(stage.said())

    def test_without_an_owner_it_goes_to_the_author_s_home(self, stage: Stage) -> None:
        stage.types(BOM, "/task add")
        stage.submits(BOM, {"title": "Repair", "owner": None, "team": None})
        assert (task(stage).owner, task(stage).team) == (None, "export")

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"title": "​"}, "title"),
            ({"title": "x", "start": "2026-12-24", "due": "2026-12-23"}, "due"),
            ({"title": "x", "parent": "V-3"}, "parent"),
            ({"title": "x", "parent": "T-9"}, "parent"),
            ({"title": "x", "owner": GIL}, "owner"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, typed: dict[str, str], field: str) -> None:
        stage.types(BOM, "/task")
        answer = stage.submits(BOM, typed)
        assert list(answer["errors"]) == [field]
        assert count(stage) == 0

    def test_becomes_a_button_in_a_direct_message(self, stage: Stage) -> None:
        planned_answer = stage.mentions(BOM, "task", dm=True)
        stage.clicks(BOM, planned_answer, "Add a task", channel=EXPORT)
        assert stage.slack.form(BOM)["callback_id"] == "tasks:save"


class TestUpdating:
    def test_in_the_shortest_line(self, stage: Stage) -> None:
        stage.types(BOM, f"{ADD} due: 12/24")
        text = words(stage.types(BOM, LINE))
        one = task(stage)
        assert (one.percent, one.last_note, one.next_step, one.at_risk) == (60, "prototype passed", "field test", False)
        assert one.updated == stage.now
        assert all(part in text for part in ("▓▓▓▓▓▓░░░░ 60%", "prototype passed", "*Next:* field test", "on track"))
        assert told(stage) == [(EventKind.TASK_ADDED, "T-1"), (EventKind.TASK_UPDATED, "T-1")]
        assert audited(stage)[0] == (BOM, "update")
        (entry,) = history(stage)
        assert (entry.what, entry.percent, entry.health) == (Step.UPDATE, 60, Health.ON_TRACK)

    def test_what_was_not_said_stays(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        stage.types(BOM, "/task T-1 40% begun, at risk; next: parts")
        stage.types(BOM, "/task T-1 paint came")
        one = task(stage)
        assert (one.percent, one.at_risk, one.next_step, one.last_note) == (40, True, "parts", "paint came")

    @pytest.mark.parametrize(("who", "may"), [(BOM, True), (ARA, True), (EUN, True), (CHAN, False)])
    def test_any_member_of_the_team_may(self, stage: Stage, who: str, may: bool) -> None:
        stage.types(ARA, ADD)
        text = words(stage.types(who, "/task T-1 60%"))
        assert ("Only members of the task's team" in text) is not may
        assert task(stage).percent == (60 if may else 0)

    def test_the_owner_may_in_another_team(self, stage: Stage) -> None:
        stage.types(ARA, f"{ADD} @chan team: export")
        stage.types(CHAN, "/task T-1 60%")
        assert task(stage).percent == 60

    def test_by_a_form(self, stage: Stage) -> None:
        card = stage.types(BOM, ADD)
        stage.clicks(BOM, card, "Update")
        stage.submits(BOM, {"percent": "35", "text": "two\nlines", "next": "paint", "health": "at_risk"})
        one = task(stage)
        assert (one.percent, one.last_note, one.next_step, one.at_risk) == (35, "two\nlines", "paint", True)
        assert stage.said()["replace_original"] is True

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({}, "text"),
            ({"percent": "101"}, "percent"),
            ({"percent": "000099999"}, "percent"),
            ({"percent": "-1"}, "percent"),
            ({"text": "y" * 2001}, "text"),
        ],
    )
    def test_its_faults_stand_beside_their_fields(self, stage: Stage, typed: dict[str, str], field: str) -> None:
        card = stage.types(BOM, ADD)
        stage.clicks(BOM, card, "Update")
        assert list(stage.submits(BOM, typed)["errors"]) == [field]
        assert history(stage) == []

    def test_a_newer_update_is_not_overwritten(self, stage: Stage) -> None:
        card = stage.types(BOM, ADD)
        stage.clicks(BOM, card, "Update")
        old = stage.slack.form(BOM)
        stage.types(ARA, "/task T-1 80%")
        answer = stage.submits(BOM, {"percent": "60"}, view=old)
        assert "changed meanwhile" in next(iter(answer["errors"].values()))
        assert task(stage).percent == 80

    def test_the_same_form_twice_is_one_update(self, stage: Stage) -> None:
        card = stage.types(BOM, ADD)
        stage.clicks(BOM, card, "Update")
        form = stage.slack.form(BOM)
        for _ in range(2):
            stage.submits(BOM, {"percent": "60"}, view=form, key="trigger-9")
        assert [entry.percent for entry in history(stage)] == [60]

    def test_the_boundaries_of_progress(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        for percent, bar in (
            (0, "░░░░░░░░░░ 0%"),
            (1, "▓░░░░░░░░░ 1%"),
            (99, "▓▓▓▓▓▓▓▓▓░ 99%"),
            (100, "▓▓▓▓▓▓▓▓▓▓ 100%"),
        ):
            assert bar in words(stage.types(BOM, f"/task T-1 {percent}%"))
        assert "0 to 100" in words(stage.types(BOM, "/task T-1 101%"))

    def test_a_hundred_percent_is_not_done_yet(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        assert "*Done* finishes it" in words(stage.types(BOM, "/task T-1 100% shipped"))
        assert task(stage).state is TaskState.OPEN

    def test_a_mention_in_a_thread_takes_the_same_line(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        said = stage.mentions(BOM, "task T-1 30% parts came", thread="1764032400.000100")
        assert "30%" in words(said)
        assert task(stage).percent == 30


class TestParents:
    def test_progress_is_the_mean_of_the_children(self, stage: Stage) -> None:
        stage.types(BOM, "/task add The crane park")
        for title in ("one", "two", "three"):
            stage.types(BOM, f"/task add {title} under: T-1")
        stage.types(BOM, "/task T-2 50%")
        stage.types(BOM, "/task done T-3")
        text = words(stage.types(BOM, "/task show T-1"))
        assert task(stage).percent == 50
        assert "3 tasks under it" in text
        assert "its progress is their mean" in words(stage.types(BOM, "/task T-1 90%"))

    def test_it_ends_after_its_children(self, stage: Stage) -> None:
        stage.types(BOM, "/task add The crane park")
        stage.types(BOM, "/task add one under: T-1")
        assert "not finished: T-2" in words(stage.types(BOM, "/task done T-1"))
        assert "not finished: T-2" in words(stage.types(BOM, "/task drop T-1 no money"))
        stage.types(BOM, "/task done T-2")
        stage.types(BOM, "/task done T-1")
        assert task(stage).state is TaskState.DONE
        assert "T-1 has ended" in words(stage.types(BOM, "/task reopen T-2 it broke"))
        assert "T-1 has ended" in words(stage.types(BOM, "/task add three under: T-1"))

    def test_there_are_no_circles(self, stage: Stage) -> None:
        stage.types(BOM, "/task add one")
        stage.types(BOM, "/task add two under: T-1")
        stage.types(BOM, "/task add three under: T-2")
        for parent in ("T-1", "T-3"):
            stage.types(BOM, "/task edit T-1")
            answer = stage.submits(BOM, {"parent": parent})
            assert "cannot be its parent" in answer["errors"]["parent"]
        assert task(stage).parent is None


class TestEditing:
    def test_changes_words_and_place(self, stage: Stage) -> None:
        card = stage.types(BOM, ADD)
        stage.clicks(BOM, card, "Edit")
        assert kept(stage.slack.form(BOM))["r"] == "T-1.1"
        stage.submits(BOM, {"title": "Repair both cranes", "team": "energy", "due": "2026-12-24"})
        one = task(stage)
        assert (one.title, one.team, one.due, one.baseline) == (
            "Repair both cranes",
            "energy",
            dt.date(2026, 12, 24),
            dt.date(2026, 12, 24),
        )
        assert told(stage, "energy") == [(EventKind.TASK_ADDED, "T-1")]

    def test_a_due_date_that_is_there_is_moved_not_edited(self, stage: Stage) -> None:
        stage.types(BOM, f"{ADD} due: 12/24")
        stage.types(BOM, "/task edit T-1")
        fields = [block.get("block_id") for block in stage.slack.form(BOM)["blocks"]]
        assert "due" not in fields

    def test_a_newer_edit_is_not_overwritten(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        stage.types(BOM, "/task edit T-1")
        old = stage.slack.form(BOM)
        stage.submits(BOM, {"title": "newer"})
        assert "changed meanwhile" in stage.submits(BOM, {"title": "older"}, view=old)["errors"]["title"]
        assert task(stage).title == "newer"

    def test_without_a_change_nothing_happens(self, stage: Stage) -> None:
        stage.types(BOM, ADD)
        stage.types(BOM, "/task edit T-1")
        stage.submits(BOM, {})
        assert (task(stage).version, history(stage)) == (1, [])


class TestUndo:
    def test_takes_it_back_as_if_it_had_never_been(self, stage: Stage) -> None:
        card = stage.types(ARA, f"{ADD} @bom")
        (post,) = planned(stage)
        assert "is taken back" in words(stage.clicks(ARA, card, "Undo"))
        assert count(stage) == 0
        assert told(stage) == []
        assert read(stage, post) == {}
        assert audited(stage)[0] == (ARA, "undo")
        stage.types(BOM, ADD)
        assert task(stage, 2).ref == "T-2"

    def test_has_its_time(self, stage: Stage) -> None:
        card = stage.types(BOM, ADD)
        stage.later(minutes=10, seconds=1)
        assert "can no longer be taken back" in words(stage.clicks(BOM, card, "Undo"))
        assert count(stage) == 1

    def test_keeps_what_somebody_has_worked_with(self, stage: Stage) -> None:
        card = stage.types(BOM, ADD)
        stage.types(ARA, "/task T-1 10%")
        answer = stage.clicks(BOM, card, "Undo")
        assert "can no longer be taken back" in words(answer)
        assert answer["replace_original"] is True  # the present card, with the reason
        assert task(stage).percent == 10

    @pytest.mark.parametrize(("who", "may"), [(BOM, True), (ARA, True), (EUN, True), (CHAN, False)])
    def test_who_may(self, stage: Stage, who: str, may: bool) -> None:
        stage.types(BOM, f"{ADD} @ara")
        assert ("is taken back" in words(stage.types(who, "/task undo T-1"))) is may


class TestProgrammes:
    def test_the_secretariat_records_them(self, stage: Stage) -> None:
        assert "recorded" in words(stage.types(EUN, "/task programme 100 100대 과제 / 100 tasks"))
        assert "Only the secretariat" in words(stage.types(BOM, "/task programme 200 Other tasks"))
        stage.types(EUN, "/task programme 100 100 best tasks")  # the other language stays
        with stage.db.read() as session:
            assert tasks.programmes(session, WS) == [Programme("100", "100대 과제", "100 best tasks")]
        assert audited(stage, "programme:100") == [(EUN, "edit"), (EUN, "add")]

    def test_the_list_shows_how_each_stands(self, stage: Stage) -> None:
        stage.types(EUN, "/task programme 100 100대 과제 / 100 tasks")
        stage.types(BOM, f"{ADD} in: 100 due: yesterday")
        stage.types(BOM, "/task T-1 40%")
        card = stage.types(BOM, "/task programmes")
        assert all(part in words(card) for part in ("1 programme", "100 tasks", "40%", ":red_circle: 1"))
        assert "100 tasks" in words(stage.clicks(BOM, card, "Show"))

    def test_by_a_form(self, stage: Stage) -> None:
        card = stage.types(EUN, "/task programmes")
        stage.clicks(EUN, card, "New programme")
        stage.submits(EUN, {"key": "rnd", "ko": "연구개발", "evaluated": []})
        shown = stage.types(EUN, "/task programme rnd")
        assert "Not rated" in words(shown)
        stage.clicks(EUN, shown, "Edit")
        stage.submits(EUN, {"en": "Research", "evaluated": ["evaluated"]})
        with stage.db.read() as session:
            assert tasks.programmes(session, WS) == [Programme("rnd", "연구개발", "Research")]

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"key": "two words", "ko": "가"}, "key"),
            ({"key": "late", "ko": "가"}, "key"),
            ({"key": "100", "ko": "가"}, "key"),
            ({"key": "new"}, "ko"),
            ({"key": "new", "ko": "100대과제"}, "ko"),
        ],
    )
    def test_its_faults_stand_beside_their_fields(self, stage: Stage, typed: dict[str, str], field: str) -> None:
        stage.types(EUN, "/task programme 100 100대 과제")
        stage.clicks(EUN, stage.types(EUN, "/task programmes"), "New programme")
        assert list(stage.submits(EUN, typed)["errors"]) == [field]

    def test_a_member_s_old_button_is_refused(self, stage: Stage) -> None:
        card = stage.types(EUN, "/task programmes")
        assert "Only the secretariat" in words(stage.clicks(BOM, card, "New programme"))
