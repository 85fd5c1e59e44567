"""Tasks as people add them and lead them through their life: line, form, buttons, lists, and who may."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.events import EventKind
from bot.domain.tasks import Health, Step, Task, TaskState, Update
from schedules import MAKERS
from storage import audit, events, ledger, people, tasks
from tests.cast import ARA, BOM, CHAN, DANA, EUN, EXPORT, GIL, HANA, WS, Stage, kept, words

S = TaskState
LINE = "/task add Repair the crane @bom start: 11/20 due: 12/24"


def there(stage: Stage, number: int = 1) -> Task:
    with stage.db.read() as session:
        found = tasks.get(session, WS, number)
    assert found is not None
    return found


def nothing(stage: Stage, number: int = 1) -> bool:
    with stage.db.read() as session:
        return tasks.get(session, WS, number) is None


def history(stage: Stage, number: int = 1) -> list[Update]:
    with stage.db.read() as session:
        return tasks.history(session, WS, number)


def told(stage: Stage, team: str = "export") -> list[tuple[EventKind, str]]:
    with stage.db.read() as session:
        found = events.untold(session, WS, team, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=1))
    return [(one.kind, one.ref) for one in found]


def planned(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Series, occurrence and person of the posts of this noun."""
    with stage.db.read() as session:
        posts = ledger.ahead(session, WS, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=9))
    return [(post.series, post.occurrence, post.person) for post in posts if post.series.startswith("task-")]


def speaks(stage: Stage, person: str, language: str) -> None:
    with stage.db.begin() as session:
        known = people.get(session, WS, person)
        assert known is not None
        people.save(session, WS, replace(known, language=language))


def through(stage: Stage, *lines: str, who: str = ARA) -> Any:
    """Types these words after `/task`; the last answer."""
    answer: Any = {}
    for line in lines:
        answer = stage.types(who, f"/task {line}")
    return answer


def added(stage: Stage, *titles: str, who: str = BOM) -> Any:
    """Adds tasks; the last card."""
    return through(stage, *(f"add {title}" for title in titles or ("Repair the crane",)), who=who)


class TestAdding:
    def test_a_line_is_understood_and_stored(self, stage: Stage) -> None:
        card = stage.types(ARA, LINE)
        one = there(stage)
        assert (one.title, one.owner, one.team, one.created_by) == ("Repair the crane", BOM, "export", ARA)
        assert (one.start, one.due, one.baseline) == (
            dt.date(2026, 11, 20),
            dt.date(2026, 12, 24),
            dt.date(2026, 12, 24),
        )
        assert (one.state, one.percent) == (S.OPEN, 0)
        shown = words(card)
        assert all(
            part in shown for part in ("T-1", "Repair the crane", "봄", "Thu 24 Dec", "on track", "░░░░░░░░░░ 0%")
        )
        assert told(stage) == [(EventKind.TASK_ADDED, "T-1")]
        with stage.db.read() as session:
            assert [(one.person, one.action) for one in audit.changes(session, WS, "T-1")] == [(ARA, "add")]

    def test_in_korean(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        card = words(stage.types(BOM, "/muster 과제 등록 크레인 보수 @bom 팀: 수출과 시작: 11/20 기한: 12/24"))
        assert (there(stage).title, there(stage).team, there(stage).due) == (
            "크레인 보수",
            "export",
            dt.date(2026, 12, 24),
        )
        assert all(part in card for part in ("T-1", "크레인 보수", "12월 24일", "정상", "담당자"))

    def test_belongs_to_who_is_named_to_their_division(self, stage: Stage) -> None:
        through(stage, "add Repair @chan")
        assert (there(stage).owner, there(stage).team) == (CHAN, "energy")
        assert told(stage, "energy") == [(EventKind.TASK_ADDED, "T-1")]
        through(stage, "add Repair @chan team: export")
        assert there(stage, 2).team == "export"

    def test_without_a_name_belongs_to_who_adds_it_or_to_nobody_in_another_team(self, stage: Stage) -> None:
        added(stage, "Mine", "Yours team: energy")
        assert (there(stage, 1).owner, there(stage, 1).team) == (BOM, "export")
        assert (there(stage, 2).owner, there(stage, 2).team) == (None, "energy")

    def test_a_due_date_in_the_past_is_stored_shown_late_and_pointed_out(self, stage: Stage) -> None:
        shown = words(added(stage, "Repair due: 2026-11-24"))
        assert there(stage).due == there(stage).baseline == dt.date(2026, 11, 24)
        assert "1 day late" in shown
        assert "has passed already" in shown
        assert "has passed already" not in words(added(stage, "Repair due: 2026-11-25"))

    def test_the_same_request_twice_changes_nothing_and_says_the_same(self, stage: Stage) -> None:
        first = stage.types(BOM, LINE, key="trigger-1")
        assert stage.types(BOM, LINE, key="trigger-1") == first
        assert nothing(stage, 2)
        assert told(stage) == [(EventKind.TASK_ADDED, "T-1")]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("add @bom", "What is the task?"),
            ("add Repair @nobody", "I know nobody called “nobody”"),
            ("add Repair @gil", "is a guest"),
            ("add Repair team: nowhere", "There is no team “nowhere”"),
            ("add Repair in: nothing", "There is no programme “nothing”"),
            ("add Repair under: T-9", "There is no task T-9"),
            ("add Repair under: D-9", "not the number of a task"),
            ("add Repair due: 2026-02-30", "2026-02-30"),
            ("add Repair start: 2026-12-24 due: 2026-12-23", "before it starts"),
            ("add " + "가" * 151, "150"),
            ("add " + "y" * 4001, "4,000"),
            ("Repair the crane", "neither a task's number nor a word of this command"),
            ("lst", "Did you mean `list`?"),
            ("T-99 60%", "There is no task T-99"),
            ("show T-99", "There is no task T-99"),
            ("V-1 60%", "not the number of a task"),
        ],
    )
    def test_bad_input_is_answered_and_nothing_is_stored(self, stage: Stage, text: str, says: str) -> None:
        assert says in words(through(stage, text))
        assert nothing(stage)
        assert planned(stage) == []

    def test_what_people_type_mentions_and_links_nothing(self, stage: Stage) -> None:
        evil = "&lt;!channel&gt; *Evil* <https://evil.example|bank.example> &lt;@U0ARA&gt;"
        for card in (
            added(stage, evil),
            through(stage, f"T-1 10% {evil}; next: {evil}"),
            through(stage, f"block T-1 {evil}"),
            through(stage, "list"),
            through(stage, "show T-1"),
        ):
            text = words(card)
            assert "Evil" in text
            assert all(bad not in text for bad in ("<!channel>", "<https://evil", "<@U0ARA>"))

    def test_guests_are_refused(self, stage: Stage) -> None:
        assert "Guests" in words(stage.types(GIL, LINE))
        assert nothing(stage)

    def test_help_shows_the_shortest_update_first(self, stage: Stage) -> None:
        assert "/task T-12 60% prototype passed" in words(through(stage, "help"))

    def test_a_mention_adds_too(self, stage: Stage) -> None:
        answer = stage.mentions(BOM, "과제 등록 크레인 보수", thread="1764032400.000100")
        assert "T-1" in words(answer)


class TestForm:
    def test_adds_what_it_holds_and_tells_the_owner(self, stage: Stage) -> None:
        assert stage.types(BOM, "/task") == {}
        stage.submits(BOM, {"title": "Repair the crane", "owner": CHAN, "team": "export", "due": "2026-12-24"})
        one = there(stage)
        assert (one.title, one.owner, one.team, one.due) == ("Repair the crane", CHAN, "export", dt.date(2026, 12, 24))
        assert planned(stage) == [("task-assigned", "T-1.1", CHAN)]
        assert "T-1" in words(stage.said())

    def test_opens_with_the_word_alone_too(self, stage: Stage) -> None:
        assert through(stage, "add") == {}
        assert stage.slack.form(ARA)["callback_id"] == "tasks:save"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"title": "\u200b"}, "title"),
            ({"title": "!!!"}, "title"),
            ({"title": "x" * 151}, "title"),
            ({"title": "x", "owner": GIL}, "owner"),
            ({"title": "x", "owner": "U0NOBODY"}, "owner"),
            ({"title": "x", "parent": "nine"}, "parent"),
            ({"title": "x", "parent": "T-9"}, "parent"),
            ({"title": "x", "start": "2026-12-24", "due": "2026-12-23"}, "due"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, Any], field: str) -> None:
        stage.types(BOM, "/task")
        answer = stage.submits(BOM, values)
        assert (answer["response_action"], list(answer["errors"])) == ("errors", [field])
        assert nothing(stage)

    def test_submitted_twice_is_stored_once(self, stage: Stage) -> None:
        stage.types(BOM, "/task")
        form = stage.slack.form(BOM)
        for _ in range(2):
            stage.submits(BOM, {"title": "Repair"}, view=form, key="trigger-9")
        assert nothing(stage, 2)

    def test_a_direct_message_gets_a_button_that_opens_it(self, stage: Stage) -> None:
        card = stage.mentions(BOM, "과제", dm=True)
        stage.clicks(BOM, card, "Add a task")
        assert stage.slack.form(BOM)["callback_id"] == "tasks:save"


class TestUpdating:
    def test_in_the_shortest_line(self, stage: Stage) -> None:
        stage.types(ARA, LINE)
        stage.later(hours=1)
        card = stage.types(BOM, "/task T-1 60% prototype passed, at risk; next: field test")
        one = there(stage)
        assert (one.percent, one.last_note, one.at_risk, one.next_step) == (60, "prototype passed", True, "field test")
        assert (one.updated, one.version) == (stage.now, 2)
        assert history(stage) == [
            Update(
                1, BOM, stage.now, Step.UPDATE, 60, "prototype passed", "field test",
                due_before=one.due, due_after=one.due, health=Health.AT_RISK,
            )
        ]  # fmt: skip
        shown = words(card)
        assert all(part in shown for part in ("▓▓▓▓▓▓░░░░ 60%", "at risk", "prototype passed", "field test"))
        assert told(stage)[-1] == (EventKind.TASK_UPDATED, "T-1")
        with stage.db.read() as session:
            newest = audit.changes(session, WS, "T-1")[0]
        assert (newest.person, newest.action) == (BOM, "update")

    def test_in_korean(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        added(stage)
        shown = words(
            stage.types(BOM, "/과제 T-1 60% 시제품 통과, 우려; 다음: 현장 시험".replace("/과제", "/muster 과제"))
        )
        assert (there(stage).percent, there(stage).at_risk, there(stage).next_step) == (60, True, "현장 시험")
        assert all(part in shown for part in ("우려", "시제품 통과", "현장 시험", "▓▓▓▓▓▓░░░░ 60%"))

    def test_by_the_form(self, stage: Stage) -> None:
        card = added(stage)
        stage.clicks(BOM, card, "Update")
        assert kept(stage.slack.form(BOM))["r"] == "T-1.1"
        stage.submits(BOM, {"percent": "45", "text": "welded", "next": "paint", "health": "at_risk"})
        one = there(stage)
        assert (one.percent, one.last_note, one.next_step, one.at_risk) == (45, "welded", "paint", True)
        assert "45%" in words(stage.said())

    @pytest.mark.parametrize("percent", ["101", "-1", "4.5", "many"])
    def test_a_percentage_outside_stands_beside_its_field(self, stage: Stage, percent: str) -> None:
        added(stage)
        through(stage, "update T-1", who=BOM)
        assert list(stage.submits(BOM, {"percent": percent})["errors"]) == ["percent"]
        assert there(stage).version == 1

    def test_a_form_that_says_nothing_new_is_asked_what_is(self, stage: Stage) -> None:
        added(stage)
        through(stage, "update T-1", who=BOM)
        assert stage.submits(BOM)["response_action"] == "errors"
        assert history(stage) == []

    def test_the_boundaries_of_progress(self, stage: Stage) -> None:
        added(stage)
        assert "▓▓▓▓▓▓▓▓▓▓ 100%" in words(through(stage, "T-1 100%"))
        assert there(stage).state is S.OPEN
        assert "░░░░░░░░░░ 0%" in words(through(stage, "T-1 0%"))
        assert "▓░░░░░░░░░ 1%" in words(through(stage, "T-1 1%"))
        assert "▓▓▓▓▓▓▓▓▓░ 99%" in words(through(stage, "T-1 99%"))
        assert "0 to 100" in words(through(stage, "T-1 101%"))


class TestItsLife:
    def test_done(self, stage: Stage) -> None:
        card = added(stage)
        shown = stage.clicks(BOM, card, "Done")
        one = there(stage)
        assert (one.state, one.percent, one.finished) == (S.DONE, 100, stage.now)
        assert shown["replace_original"] is True
        assert told(stage)[-1] == (EventKind.TASK_FINISHED, "T-1")
        assert "T-1 is done." in words(through(stage, "done T-1"))
        assert told(stage).count((EventKind.TASK_FINISHED, "T-1")) == 1

    def test_blocked_until_the_way_is_cleared(self, stage: Stage) -> None:
        card = added(stage)
        stage.clicks(BOM, card, "Block")
        assert list(stage.submits(BOM, {"text": " "})["errors"]) == ["text"]
        stage.submits(BOM, {"text": "the permit has not come"})
        assert (there(stage).state, there(stage).blocked_reason) == (S.BLOCKED, "the permit has not come")
        assert told(stage)[-1] == (EventKind.TASK_BLOCKED, "T-1")
        assert "the permit has not come" in words(stage.said())
        through(stage, "T-1 30% on it")
        assert there(stage).state is S.BLOCKED
        through(stage, "T-1 on track")
        assert (there(stage).state, there(stage).blocked_reason) == (S.OPEN, "")

    def test_moved_with_its_baseline_kept_and_a_reason(self, stage: Stage) -> None:
        stage.types(ARA, LINE)
        shown = words(through(stage, "move T-1 2027-01-08 parts arrive late"))
        one = there(stage)
        assert (one.due, one.baseline) == (dt.date(2027, 1, 8), dt.date(2026, 12, 24))
        (entry,) = history(stage)
        assert (entry.what, entry.due_before, entry.due_after, entry.text) == (
            Step.MOVE,
            dt.date(2026, 12, 24),
            dt.date(2027, 1, 8),
            "parts arrive late",
        )
        assert all(part in shown for part in ("Baseline", "Thu 24 Dec", "8 Jan 2027", "15 days later"))
        assert told(stage)[-1] == (EventKind.TASK_MOVED, "T-1")
        through(stage, "move T-1 2027-01-15 later still")
        assert there(stage).baseline == dt.date(2026, 12, 24)

    def test_without_a_reason_the_form_asks_for_it_with_the_day(self, stage: Stage) -> None:
        stage.types(ARA, LINE)
        assert through(stage, "move T-1 2027-01-08") == {}
        assert list(stage.submits(ARA, {"text": ""})["errors"]) == ["text"]
        stage.submits(ARA, {"text": "parts arrive late"})
        assert there(stage).due == dt.date(2027, 1, 8)

    def test_the_same_day_is_no_move(self, stage: Stage) -> None:
        stage.types(ARA, LINE)
        assert "already" in words(through(stage, "move T-1 2026-12-24 because"))
        through(stage, "move T-1")
        assert list(stage.submits(ARA, {"text": "because"})["errors"]) == ["day"]
        assert history(stage) == []

    def test_into_the_past_is_stored_and_pointed_out(self, stage: Stage) -> None:
        stage.types(ARA, "/task add Repair due: 2026-12-24")
        through(stage, "move T-1")
        stage.submits(ARA, {"day": "2026-11-24", "text": "it was due then"})
        assert there(stage).due == dt.date(2026, 11, 24)
        assert "has passed already" in words(stage.said())

    def test_assigned_the_new_owner_hears_of_it(self, stage: Stage) -> None:
        added(stage, "Repair")
        assert planned(stage) == []
        through(stage, "assign T-1 @ara")
        assert there(stage).owner == ARA
        assert planned(stage) == []  # she did it herself
        through(stage, "assign T-1 @chan")
        assert planned(stage) == [("task-assigned", "T-1.3", CHAN)]
        assert (there(stage).owner, there(stage).team) == (CHAN, "export")
        assert [entry.about for entry in history(stage)] == [ARA, CHAN]
        assert "have T-1 already" in words(through(stage, "assign T-1 @chan"))

    def test_assigned_by_the_form(self, stage: Stage) -> None:
        card = added(stage)
        stage.clicks(ARA, card, "Assign")
        assert list(stage.submits(ARA, {"owner": GIL})["errors"]) == ["owner"]
        assert list(stage.submits(ARA, {"owner": None})["errors"]) == ["owner"]
        stage.submits(ARA, {"owner": CHAN})
        assert there(stage).owner == CHAN

    def test_dropped_with_a_reason(self, stage: Stage) -> None:
        added(stage)
        assert through(stage, "drop T-1") == {}
        stage.submits(ARA, {"text": "the plan has changed"})
        assert there(stage).state is S.DROPPED
        assert history(stage)[-1].text == "the plan has changed"
        assert "was dropped" in words(through(stage, "T-1 10%"))

    def test_reopened_it_goes_on_where_it_was(self, stage: Stage) -> None:
        added(stage)
        through(stage, "T-1 70% nearly", "done T-1", "reopen T-1 the test failed")
        one = there(stage)
        assert (one.state, one.percent, one.finished) == (S.OPEN, 70, None)
        assert "nothing to reopen" in words(through(stage, "reopen T-1 again"))

    def test_by_korean_words(self, stage: Stage) -> None:
        speaks(stage, ARA, "ko")
        added(stage)
        for line, state in (
            ("막힘 T-1 허가 지연", S.BLOCKED),
            ("재개 T-1 허가 나옴", S.OPEN),
            ("기한변경 T-1 2026-12-24 부품 지연", S.OPEN),
            ("배정 T-1 @chan", S.OPEN),
            ("갱신 T-1 50% 절반", S.OPEN),
            ("완료 T-1", S.DONE),
            ("재개 T-1 시험 실패", S.OPEN),
            ("중단 T-1 계획 변경", S.DROPPED),
        ):
            shown = words(through(stage, line))
            assert there(stage).state is state, line
            assert "T-1" in shown
        shown = words(through(stage, "보기 T-1"))
        assert all(part in shown for part in ("허가 지연", "부품 지연", "절반", "시험 실패", "계획 변경"))

    def test_the_company_behind_a_finished_task_still_waits(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty short of welders from: Geoje Shipyard")
        stage.types(BOM, "/difficulty task D-1")
        assert "D-1" in words(through(stage, "show T-1"))
        assert "/difficulty answer D-1" in words(through(stage, "done T-1"))

    def test_a_number_alone_shows_it(self, stage: Stage) -> None:
        added(stage)
        assert "Repair the crane" in words(through(stage, "T-1"))


class TestParents:
    def test_have_the_mean_of_their_children(self, stage: Stage) -> None:
        added(stage, "Whole", "Half under: T-1", "Other half under: T-1")
        through(stage, "T-2 50%", "T-3 25%")
        assert there(stage).percent == 38
        shown = words(through(stage, "show T-1"))
        assert all(part in shown for part in ("38%", "T-2", "T-3", "Half"))
        assert "T-1 Whole" in words(through(stage, "show T-2"))
        assert "their mean" in words(through(stage, "T-1 60%"))
        through(stage, "T-1 going well")
        assert there(stage).percent == 38

    def test_end_after_their_children(self, stage: Stage) -> None:
        added(stage, "Whole", "Half under: T-1")
        assert "not finished: T-2" in words(through(stage, "done T-1"))
        assert "not finished: T-2" in words(through(stage, "drop T-1 no money"))
        through(stage, "done T-2", "done T-1")
        assert there(stage).state is S.DONE
        assert "T-1 has ended" in words(through(stage, "reopen T-2 it broke"))
        assert "T-1 has ended" in words(added(stage, "Third under: T-1"))
        through(stage, "reopen T-1 it broke", "reopen T-2 it broke")
        assert (there(stage, 1).percent, there(stage, 2).percent) == (0, 0)

    def test_stand_in_no_circle(self, stage: Stage) -> None:
        added(stage, "A", "B under: T-1", "C under: T-2")
        for parent in ("T-3", "T-2", "T-1"):
            through(stage, "edit T-1")
            answer = stage.submits(ARA, {"parent": parent})
            assert list(answer["errors"]) == ["parent"]
        assert there(stage).parent is None

    def test_change_by_editing(self, stage: Stage) -> None:
        added(stage, "A", "B", "C under: T-1")
        through(stage, "T-3 60%", "edit T-3")
        stage.submits(ARA, {"parent": "T-2"})
        assert [there(stage, n).children for n in (1, 2)] == [0, 1]
        assert there(stage, 2).percent == 60


class TestProgrammes:
    def test_are_recorded_by_the_secretariat_and_found_by_either_name(self, stage: Stage) -> None:
        assert "Only the secretariat" in words(through(stage, "programme 100 100대 과제 / 100 tasks"))
        assert "100 tasks" in words(through(stage, "programme 100 100대 과제 / 100 tasks", who=EUN))
        for name in ("100", "100대 과제", "100대과제", "100 TASKS"):
            added(stage, f"Repair in: {name}")
        assert [there(stage, n).programme for n in range(1, 5)] == ["100"] * 4
        for name in ("100", "100 tasks", "100대과제"):
            assert "4 tasks" in words(through(stage, f"list {name}"))

    def test_are_listed_with_how_they_stand(self, stage: Stage) -> None:
        through(stage, "programme 100 100대 과제 / 100 tasks", "programme rnd Research", who=EUN)
        added(stage, "A in: 100", "B in: 100 due: 2026-11-24")
        through(stage, "T-1 50%")
        shown = words(through(stage, "programmes"))
        assert all(part in shown for part in ("2 programmes", "100 tasks", "Research", "25%"))
        speaks(stage, ARA, "ko")
        assert "100대 과제" in words(through(stage, "과제군"))

    def test_a_key_that_is_a_filter_is_refused(self, stage: Stage) -> None:
        for key in ("late", "지연", "mine", "team"):
            through(stage, f"programme {key} Something", who=EUN)
        with stage.db.read() as session:
            assert tasks.programmes(session, WS) == []

    def test_by_the_form(self, stage: Stage) -> None:
        card = through(stage, "programmes", who=EUN)
        stage.clicks(EUN, card, "New programme")
        assert set(stage.submits(EUN, {"key": "two words"})["errors"]) == {"key", "ko"}
        stage.submits(EUN, {"key": "100", "ko": "100대 과제", "evaluated": None})
        with stage.db.read() as session:
            (one,) = tasks.programmes(session, WS)
        assert (one.key, one.ko, one.evaluated) == ("100", "100대 과제", False)


class TestEditing:
    def test_changes_it_and_another_team_hears_of_it(self, stage: Stage) -> None:
        card = added(stage)
        stage.clicks(BOM, card, "Edit")
        stage.submits(BOM, {"title": "Mend the crane", "team": "energy", "due": "2026-12-24"})
        one = there(stage)
        assert (one.title, one.team, one.due, one.baseline) == (
            "Mend the crane",
            "energy",
            dt.date(2026, 12, 24),
            dt.date(2026, 12, 24),
        )
        assert told(stage, "energy") == [(EventKind.TASK_ADDED, "T-1")]
        assert (history(stage)[0].due_before, history(stage)[0].due_after) == (None, dt.date(2026, 12, 24))

    def test_that_changes_nothing_leaves_no_trace(self, stage: Stage) -> None:
        card = stage.types(ARA, LINE)
        stage.clicks(BOM, card, "Edit")
        stage.submits(BOM)
        assert there(stage).version == 1
        assert history(stage) == []


class TestUndo:
    def test_takes_back_what_nobody_touched_and_its_event(self, stage: Stage) -> None:
        card = added(stage)
        assert "taken back" in words(stage.clicks(BOM, card, "Undo"))
        assert nothing(stage)
        assert told(stage) == []
        added(stage)
        assert nothing(stage, 1)
        assert there(stage, 2).title == "Repair the crane"
        assert "There is no task T-1" in words(stage.clicks(BOM, card, "Done"))

    def test_has_its_time(self, stage: Stage) -> None:
        card = added(stage)
        stage.later(minutes=10, seconds=1)
        assert "no longer be taken back" in words(stage.clicks(BOM, card, "Undo"))
        assert not nothing(stage)

    def test_not_after_somebody_worked_with_it(self, stage: Stage) -> None:
        card = added(stage)
        through(stage, "T-1 10%")
        assert "no longer be taken back" in words(stage.clicks(BOM, card, "Undo"))

    def test_not_with_a_task_under_it(self, stage: Stage) -> None:
        added(stage, "A", "B under: T-1")
        assert "no longer be taken back" in words(through(stage, "undo T-1", who=BOM))


class TestOldCards:
    def test_a_button_that_is_still_right_does_it(self, stage: Stage) -> None:
        card = added(stage)
        through(stage, "T-1 10%")
        stage.clicks(BOM, card, "Done")
        assert there(stage).state is S.DONE

    def test_a_button_that_is_not_shows_the_present_card_and_why(self, stage: Stage) -> None:
        card = added(stage)
        through(stage, "drop T-1 no money")
        shown = stage.clicks(BOM, card, "Done")
        assert shown["replace_original"] is True
        assert "T-1 was dropped." in words(shown)
        assert there(stage).state is S.DROPPED

    @pytest.mark.parametrize("button", ["Update", "Block", "Move", "Assign", "Edit"])
    def test_a_form_that_is_no_longer_right_opens_not(self, stage: Stage, button: str) -> None:
        card = added(stage)
        through(stage, "done T-1")
        assert "T-1 is done." in words(stage.clicks(BOM, card, button))

    @pytest.mark.parametrize(
        ("line", "typed"),
        [
            ("update T-1", {"text": "older", "percent": "5"}),
            ("block T-1", {"text": "older"}),
            ("move T-1", {"day": "2026-12-01", "text": "older"}),
            ("assign T-1", {"owner": CHAN}),
            ("drop T-1", {"text": "older"}),
            ("edit T-1", {"title": "older"}),
        ],
    )
    def test_a_form_of_before_somebodys_change_overwrites_nothing(
        self, stage: Stage, line: str, typed: dict[str, Any]
    ) -> None:
        added(stage)
        through(stage, line)
        old = stage.slack.form(ARA)
        through(stage, "T-1 60% newer", who=BOM)
        before = there(stage)
        answer = stage.submits(ARA, typed, view=old)
        assert "changed meanwhile" in next(iter(answer["errors"].values()))
        assert there(stage) == before

    def test_in_a_channel_the_card_speaks_the_teams_language(self, stage: Stage) -> None:
        card = added(stage)
        posted = {**card, "ts": "1764032400.000200"}
        speaks(stage, BOM, "ko")
        assert "Owner" in words(stage.clicks(BOM, posted, "Done"))


class TestWhoMay:
    @pytest.mark.parametrize(
        ("line", "may"),
        [
            ("T-1 10% going", {ARA, BOM, CHAN, DANA, EUN}),
            ("done T-1", {ARA, CHAN, DANA, EUN}),
            ("block T-1 no permit", {ARA, CHAN, DANA, EUN}),
            ("move T-1 2026-12-25 late parts", {ARA, CHAN, DANA, EUN}),
            ("assign T-1 @hana", {ARA, CHAN, DANA, EUN}),
            ("drop T-1 no money", {ARA, CHAN, DANA, EUN}),
            ("edit T-1", {ARA, CHAN, DANA, EUN}),
            ("undo T-1", {ARA, DANA, EUN, HANA}),
            ("show T-1", {ARA, BOM, CHAN, DANA, EUN, HANA}),
        ],
    )
    def test_do_this_with_what_hana_added_for_chan_in_the_export_division(
        self, stage: Stage, line: str, may: set[str]
    ) -> None:
        people_ = (ARA, BOM, CHAN, DANA, EUN, HANA)
        for n, who in enumerate(people_, 1):
            stage.types(HANA, "/task add Repair @chan team: export due: 2026-12-24")
            answer = through(stage, line.replace("T-1", f"T-{n}"), who=who)
            assert ("Only " in words(answer)) is (who not in may), who

    def test_guests_do_nothing(self, stage: Stage) -> None:
        card = added(stage)
        assert "Guests" in words(stage.clicks(GIL, card, "Done"))
        assert "Guests" in words(through(stage, "list", who=GIL))


class TestLists:
    def test_narrow_to_what_is_asked(self, stage: Stage) -> None:
        through(stage, "programme 100 100 tasks", who=EUN)
        added(stage, "one @ara due: 2026-11-27 in: 100", "two due: 2026-11-24", "three @chan", "four", "five")
        through(stage, "done T-4", "drop T-5 no money")
        shows = {
            "list": "123",
            "list open": "123",
            "list mine": "1",
            "list @chan": "3",
            "list late": "2",
            "list stale": "",
            "list team energy": "3",
            "목록 팀 에너지과": "3",
            "list done": "4",
            "list all": "12345",
            "list 100": "1",
            "list 100 tasks": "1",
        }
        for line, found in shows.items():
            shown = words(through(stage, line))
            assert "".join(n for n in "12345" if f"*T-{n}*" in shown) == found, line
        assert ":red_circle: 1 day late" in words(through(stage, "list late"))

    def test_stale_is_longer_than_14_days_without_an_update(self, stage: Stage) -> None:
        added(stage, "one", "two")
        stage.later(days=14)
        assert "No tasks here" in words(through(stage, "list stale"))
        through(stage, "T-2 on it")
        stage.later(seconds=1)
        shown = words(through(stage, "list stale"))
        assert "*T-1*" in shown
        assert "*T-2*" not in shown

    def test_come_in_pages_the_soonest_due_first(self, stage: Stage) -> None:
        added(stage, *(f"number {n} due: 2026-12-{n + 1:02}" for n in reversed(range(21))))
        first = through(stage, "list team export")
        assert "21 tasks" in words(first)
        assert "*number" not in words(first)
        assert words(first).index("number 0") < words(first).index("number 9")
        assert "number 10" not in words(first)
        second = stage.clicks(ARA, first, "More")
        assert second["replace_original"] is True
        third = stage.clicks(ARA, second, "More")
        assert "number 20" in words(third)
        assert "More" not in words(third)

    def test_a_row_shows_the_whole(self, stage: Stage) -> None:
        added(stage)
        assert "Team in charge" in words(stage.clicks(ARA, through(stage, "list"), "Show"))

    def test_a_wrong_filter_names_the_programmes(self, stage: Stage) -> None:
        through(stage, "programme rnd Research", who=EUN)
        assert "rnd" in words(through(stage, "list nonsense"))
        assert "There is no team" in words(through(stage, "list team nowhere"))

    def test_a_long_history_fits_and_is_newest_first(self, stage: Stage) -> None:
        added(stage, "가나다 " * 36)
        for number in range(30):
            through(stage, f"T-1 {number}% 진척 {number} " + "긴 내용 " * 300 + "; 다음: " + "할 일 " * 300)
        assert "진척 29" in words(through(stage, "show T-1"))
        for line in ("T-1 on track", "block T-1 " + "허가 지연 " * 300, "show T-1"):
            answer = through(stage, line)
            assert any(block["type"] == "actions" for block in answer["blocks"])


class TestTelling:
    def message(self, stage: Stage) -> Any:
        with stage.db.begin() as session:
            (post,) = [
                one
                for one in ledger.ahead(session, WS, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=1))
                if one.series == "task-assigned"
            ]
            maker: Any = MAKERS["task-assigned"]
            return maker(session, post, stage.now)

    @pytest.mark.parametrize(("language", "says"), [("en", "gave you *T-1*, due Thu 24 Dec"), ("ko", "12월 24일 (목)")])
    def test_the_new_owner_hears_it_in_their_language(self, stage: Stage, language: str, says: str) -> None:
        speaks(stage, BOM, language)
        stage.types(ARA, LINE)
        found = self.message(stage)
        shown = words({"blocks": list(found.blocks)})
        assert says in shown
        assert "Repair the crane" in shown
        posted = {"text": found.text, "blocks": list(found.blocks), "ts": "1764032400.000300"}
        stage.clicks(BOM, posted, "tasks:update", channel="D0BOM")
        stage.submits(BOM, {"percent": "20"})
        assert there(stage).percent == 20

    @pytest.mark.parametrize("line", ["assign T-1 @ara", "done T-1", "drop T-1 no money", "undo T-1"])
    def test_nothing_when_it_is_no_longer_theirs(self, stage: Stage, line: str) -> None:
        stage.types(ARA, LINE)
        through(stage, line)
        assert self.message(stage) is None

    def test_one_without_a_due_date_says_so(self, stage: Stage) -> None:
        stage.types(ARA, "/task add Repair @bom")
        assert "no due date yet" in words({"blocks": list(self.message(stage).blocks)})


def test_its_channel_is_only_used_by_who_asked(stage: Stage) -> None:
    """Nothing of a task is said in a team's channel unasked."""
    stage.types(ARA, LINE, channel=EXPORT)
    with stage.db.read() as session:
        posts = ledger.ahead(session, WS, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=2))
    assert [post.channel for post in posts if post.series.startswith("task")] == [None]
