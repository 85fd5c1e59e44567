"""Tasks go out as a spreadsheet, are changed by people, come back, are looked at, applied, and taken back."""

import datetime as dt

import pytest

from bot.domain.events import EventKind
from bot.domain.tasks import Step, TaskState
from storage import sheets, tasks
from tests.cast import ARA, BOM, CHAN, EUN, GIL, WS, Json, Stage, speaks, words
from tests.sheeting import cells, changed, exports, planned, sends, xlsx
from tests.tasking import added, audited, count, history, task, told

NEW = "과제명,담당자,기한,진척률\n크레인 보수,봄,2026-12-24,40%\n"


def applies(stage: Stage, card: Json, who: str = ARA) -> Json:
    return stage.clicks(who, card, "sheets:apply")


def test_nothing_changes_before_it_was_looked_at(stage: Stage) -> None:
    said = words(sends(stage, NEW))
    assert "1 row would change something" in said
    assert "Row 2 · 크레인 보수: Owner 봄, Due Thu 24 Dec, Progress 40%" in said
    assert "no marks of an export" in said
    assert count(stage) == 0


def test_apply_adds_what_is_new(stage: Stage) -> None:
    done = applies(stage, sends(stage, NEW))
    assert "1 row of file.csv was applied." in words(done)
    one = task(stage)
    assert (one.title, one.owner, one.team, one.percent) == ("크레인 보수", BOM, "export", 40)
    assert (one.due, one.baseline) == (dt.date(2026, 12, 24), dt.date(2026, 12, 24))
    assert (EventKind.TASK_ADDED, "T-1") in told(stage)
    assert (ARA, "add") in audited(stage)


def test_an_untouched_export_changes_nothing(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24", "=1+1 -2 is no formula", "줄 @ara")
    for command in ("/task export", "/task export mine"):
        said = words(sends(stage, exports(stage, ARA, command), name="tasks.xlsx"))
        assert "Nothing would change." in said


def test_each_field_that_changes_is_named(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24")
    content = changed(exports(stage), Title="Repair both cranes", Progress="60%", Next_step="field\ntest")
    card = sends(stage, content, name="tasks.xlsx")
    said = words(card)
    assert "Changed (1)" in said
    assert "T-1 Repair the crane: Title Repair the crane → Repair both cranes, Progress 0% → 60%" in said
    applies(stage, card)
    one = task(stage)
    assert (one.title, one.percent, one.next_step) == ("Repair both cranes", 60, "field\ntest")
    assert [line.what for line in history(stage)] == [Step.EDIT, Step.UPDATE]
    assert (ARA, "import") in audited(stage)


def test_a_due_date_moves_with_its_reason_and_keeps_its_baseline(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24")
    without = sends(stage, changed(exports(stage), Due="2027-01-15"), name="tasks.xlsx")
    assert "Due “2027-01-15”: Write in the column for reasons why the due date moves." in words(without)
    content = changed(exports(stage), Due="2027-01-15", Reason="부품 입고 지연")
    card = sends(stage, content, name="tasks.xlsx")
    assert "Moved to another due date (1)" in words(card)
    assert "Due Thu 24 Dec → Fri 15 Jan 2027 (부품 입고 지연)" in words(card)
    applies(stage, card)
    one = task(stage)
    assert (one.due, one.baseline) == (dt.date(2027, 1, 15), dt.date(2026, 12, 24))
    assert history(stage)[-1].text == "부품 입고 지연"
    assert (EventKind.TASK_MOVED, "T-1") in told(stage)


def test_a_newer_edit_of_the_same_field_is_a_clash_and_of_another_is_not(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24")
    content = exports(stage)
    stage.later(minutes=5)
    stage.types(BOM, "/task T-1 30% going well")
    clash = sends(stage, changed(content, Progress="60%"), name="tasks.xlsx")
    assert "Progress is 30% here, 60% in the file" in words(clash)
    assert "Nothing would change." in words(clash)
    merged = sends(stage, changed(content, Title="Repair both cranes"), name="tasks.xlsx")
    assert "2 values are newer here than in the file and stay." in words(merged)
    applies(stage, merged)
    assert (task(stage).title, task(stage).percent) == ("Repair both cranes", 30)


def test_an_unknown_person_is_pointed_out_and_the_rest_applied(stage: Stage) -> None:
    card = sends(stage, "title,owner\nOne,nobody at all\nTwo,봄\n")
    assert "Unknown person (1)" in words(card)
    assert "Row 2, Owner “nobody at all”: Nobody of this name is in the workspace." in words(card)
    applies(stage, card)
    assert (count(stage), task(stage).title) == (1, "Two")


def test_every_fault_has_its_row_column_and_reason(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24")
    lines = [
        "number,title,owner,due,progress,state,under,team,colour",
        "T-99,x,,,,,,,",
        "T-1,,봄,tomorrow-ish,,,,,",
        ",a,,,140%,,,,",
        ",b,,,,lost,,,",
        ",c,,,,,T-77,,",
        ",d,,,,,,없는과,",
        f",{'x' * 151},,,,,,,",
        "V-3,e,,,,,,,",
        ",,봄,,,,,,red",
    ]
    said = words(sends(stage, "\n".join(lines)))
    assert "Row 2, Number “T-99”: There is no task T-99." in said
    assert "Row 3, Due “tomorrow-ish”: This is no date." in said
    assert "Row 4, Progress “140%”: This is no progress." in said
    assert "Row 5, State “lost”: This is none of the choices: on track, at risk" in said
    assert "Row 6, Under “T-77”: There is no task T-77." in said
    assert "Row 7, Team “없는과”: There is no such team." in said
    assert "This takes up to 150 characters and has 151." in said
    assert "Row 9, Number “V-3”: This is no number of ours. It looks like T-12." in said
    assert "Row 10, Title “”: A new task needs a title." in said
    assert "Columns that I do not know are passed over: colour" in said


def test_states_follow_the_rules_of_a_task(stage: Stage) -> None:
    added(stage, *(f"Task {n}" for n in range(1, 6)))
    stage.types(BOM, "/task done T-4")
    lines = [
        "number,state,reason",
        "T-1,done,",
        "T-2,막힘,the permit has not come",
        "T-3,dropped,",
        "T-4,on track,the test failed",
        "T-5,at risk,",
    ]
    card = sends(stage, "\n".join(lines))
    assert "Row 4, State “dropped”: Write in the column for reasons why it is dropped." in words(card)
    applies(stage, card)
    states = [task(stage, n).state for n in range(1, 6)]
    assert states == [TaskState.DONE, TaskState.BLOCKED, TaskState.OPEN, TaskState.OPEN, TaskState.OPEN]
    assert task(stage, 5).at_risk
    assert task(stage, 2).blocked_reason == "the permit has not come"
    assert {(EventKind.TASK_FINISHED, "T-1"), (EventKind.TASK_BLOCKED, "T-2")} <= set(told(stage))


def test_what_is_taken_up_again_is_as_far_as_it_was(stage: Stage) -> None:
    added(stage, "Repair the crane", "Paint the hall", "Parent", "Child under: T-3")
    for line in ("T-1 70%", "done T-1", "done T-2", "T-4 40%", "drop T-4 no money", "done T-3"):
        stage.types(BOM, f"/task {line}")
    lines = ["number,state,reason,progress", "T-1,on track,the test failed,", "T-2,at risk,it leaks,"]
    applies(stage, sends(stage, "\n".join(lines)))
    assert [(task(stage, n).state, task(stage, n).percent) for n in (1, 2)] == [
        (TaskState.OPEN, 70),
        (TaskState.OPEN, 0),
    ]
    assert [line.percent for line in history(stage) if line.what is Step.REOPEN] == [70]
    applies(stage, sends(stage, "number,state,reason\nT-4,on track,money came\n"))
    assert task(stage, 4).percent == 40  # what was dropped is as it was


def test_a_parent_is_done_by_the_file_that_does_its_tasks(stage: Stage) -> None:
    added(stage, "Parent", "Child under: T-1")
    applies(stage, sends(stage, "number,state\nT-1,done\nT-2,done\n"))
    assert [task(stage, n).state for n in (1, 2)] == [TaskState.DONE, TaskState.DONE]


def test_nobody_changes_by_a_file_what_they_may_not_change(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24")
    said = words(sends(stage, "number,title\nT-1,Mine now\n", who=CHAN))
    assert "Only its owner, the team's lead and the secretariat may" in said
    assert "Nothing would change." in said
    assert "Guests may only answer surveys" in words(stage.types(GIL, "/task import"))
    assert "Guests may only answer surveys" in words(stage.types(GIL, "/task export"))
    applies(stage, sends(stage, "number,title\nT-1,Ours now\n", who=EUN), EUN)
    assert task(stage).title == "Ours now"


def test_what_changed_meanwhile_is_shown_again_first(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24")
    card = sends(stage, "number,title,progress\nT-1,Repair both cranes,50%\n")
    stage.types(BOM, "/task T-1 50%")
    again = applies(stage, card)
    assert "Something changed meanwhile" in words(again)
    assert task(stage).title == "Repair the crane"
    applies(stage, again)
    assert task(stage).title == "Repair both cranes"


def test_undo_takes_back_what_nobody_touched(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24", "Paint the hall")
    lines = (
        "number,title,due,reason,progress\nT-1,Repair both cranes,2027-01-15,late,60%\nT-2,Paint it,,,\n,New one,,,\n"
    )
    done = applies(stage, sends(stage, lines))
    stage.later(minutes=2)
    stage.types(BOM, "/task T-2 10% begun")
    before = told(stage)
    undone = words(stage.clicks(ARA, done, "sheets:undo"))
    assert "2 things are as they were." in undone
    assert "These stay, because somebody has changed or used them since: T-2" in undone
    one = task(stage)
    assert (one.title, one.due, one.percent) == ("Repair the crane", dt.date(2026, 12, 24), 0)
    assert history(stage) == []
    assert (task(stage, 2).title, task(stage, 2).percent) == ("Paint it", 10)
    with stage.db.read() as session:
        assert tasks.get(session, WS, 3) is None
    assert (EventKind.TASK_MOVED, "T-1") in before
    assert (EventKind.TASK_MOVED, "T-1") not in told(stage)
    assert "taken back already" in words(stage.clicks(ARA, done, "sheets:undo"))


def test_the_button_of_undo_ends_and_the_command_goes_on_for_a_day(stage: Stage) -> None:
    done = applies(stage, sends(stage, NEW))
    stage.later(minutes=11)
    assert "For a day `/task import undo` does the same." in words(stage.clicks(ARA, done, "sheets:undo"))
    assert "You have imported nothing" in words(stage.types(BOM, "/task import undo"))
    assert "1 thing is as it was." in words(stage.types(ARA, "/task 가져오기 취소"))
    applies(stage, sends(stage, NEW))
    stage.later(days=1, minutes=1)
    assert "too much time has passed" in words(stage.types(ARA, "/task import undo"))


def test_cancel_forgets_the_file(stage: Stage) -> None:
    card = sends(stage, NEW)
    assert "was not imported. Nothing changed." in words(stage.clicks(ARA, card, "sheets:cancel"))
    assert "was cancelled" in words(applies(stage, card))
    with stage.db.read() as session:
        assert sheets.content(session, WS, 1) == b""
    assert count(stage) == 0


def test_only_who_sent_a_file_decides_about_it(stage: Stage) -> None:
    card = sends(stage, NEW)
    for button in ("sheets:apply", "sheets:cancel", "sheets:undo"):
        shown = card if button != "sheets:undo" else {"blocks": _with(card, button)}
        assert "This import is not yours" in words(stage.clicks(BOM, shown, button))
    assert count(stage) == 0


def _with(card: Json, action: str) -> list[Json]:
    """The card's blocks with a button that it does not have: a forged click."""
    button = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": "x"}, "value": "1"}
    return [*card["blocks"], {"type": "actions", "elements": [button]}]


def test_twice_applied_is_applied_once(stage: Stage) -> None:
    card = sends(stage, NEW)
    applies(stage, card)
    assert "applied already" in words(applies(stage, card))
    assert count(stage) == 1


def test_in_korean(stage: Stage) -> None:
    speaks(stage, ARA, "ko")
    added(stage, "Repair the crane due: 12/24")
    content = changed(exports(stage), 기한="2027. 1. 15.", 사유="부품 입고 지연", 담당자="없는사람")
    card = sends(stage, content, command="/task 가져오기", name="과제.xlsx")
    assert "담당자 “없는사람”: 워크스페이스에 없는 직원입니다." in words(card)
    content = changed(exports(stage), 기한="2027. 1. 15.", 사유="부품 입고 지연", 상태="우려")
    card = sends(stage, content, command="/task 가져오기", name="과제.xlsx")
    assert "기한변경 (1)" in words(card)
    assert "기한 12월 24일 (목) → 2027년 1월 15일 (금), 상태 정상 → 우려 (부품 입고 지연)" in words(card)
    assert "과제.xlsx의 1행을 적용했습니다." in words(applies(stage, card))


def test_an_export_says_so_at_once_and_comes_by_direct_message(stage: Stage) -> None:
    added(stage, "Repair the crane due: 12/24 @ara")
    assert "comes to you as a direct message" in words(stage.types(ARA, "/task export"))
    (post,) = planned(stage, "export")
    assert (post.person, post.channel) == (ARA, None)
    table = cells(exports(stage, ARA, "/task export late"))
    assert len(table) == 1
    assert "There is no programme" in words(stage.types(ARA, "/task export no such"))


def test_a_direct_message_gets_a_button_that_opens_the_form(stage: Stage) -> None:
    said = stage.mentions(ARA, "task import", dm=True)
    assert "There is a form for this" in words(said)


@pytest.mark.parametrize("text", ["import nonsense", "가져오기 아무거나"])
def test_words_behind_import(stage: Stage, text: str) -> None:
    assert "I cannot read" in words(stage.types(ARA, f"/task {text}"))


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "empty.csv", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.csv", "neither XLSX nor CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 secret", "locked.xlsx", "has a password"),
        (b"PK\x03\x04 not a zip", "broken.xlsx", "cannot read this spreadsheet"),
        (b"just one word", "word.csv", "no columns"),
        (b"colour,size\nred,big\n", "other.csv", "no column that I know of"),
        (xlsx(["title", "owner"], ["=HYPERLINK(1)", "봄"]), "formula.xlsx", "formula without a value"),
    ],
)
def test_what_is_no_list_of_tasks_keeps_the_form(stage: Stage, content: bytes, name: str, says: str) -> None:
    assert says in sends(stage, content, name=name)["errors"]["file"]
    with stage.db.read() as session:
        assert sheets.get(session, WS, 1) is None
