"""Message shortcuts, played: a form that begins with the message, and a record that keeps its address."""

import pytest

from bot.domain.people import Person
from bot.domain.tasks import Task, TaskState
from bot.domain.visits import Visit
from storage import difficulties, people, tasks, visits
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, EXPORT, GIL, WS, Json, Stage, kept, words
from tests.safety import dangers
from tests.tasking import count, history, task

VISIT, DIFFICULTY, TASK = "visits:from_message", "difficulties:from_message", "tasks:from_message"
PLACE = f"https://muster.slack.com/archives/{EXPORT}/p"
TS = "1764032400.000100"


def initial(view: Json, field: str) -> object:
    element = next(block["element"] for block in view["blocks"] if block.get("block_id") == field)
    return element.get("initial_value", element.get("initial_option", {}).get("value"))


def the_visit(stage: Stage, number: int = 1) -> Visit | None:
    with stage.db.read() as session:
        return visits.get(session, WS, number)


def test_a_message_becomes_a_visit_with_its_address(stage: Stage) -> None:
    form = stage.shortcut(BOM, VISIT, "Geoje Shipyard: R&amp;D is full ! short of welders", ts=TS)
    assert initial(form, "organisation") == "Geoje Shipyard"
    assert initial(form, "summary") == "R&D is full"
    stage.submits(BOM)
    found = the_visit(stage)
    assert found is not None
    assert found.permalink == f"{PLACE}1764032400000100"
    assert "the message it came from" in words(stage.said())
    assert not stage.said().get("replace_original")


def test_the_same_visit_again_is_asked_about_and_keeps_the_address(stage: Stage) -> None:
    stage.types(BOM, "/visit Geoje Shipyard on:2025-11-25")
    stage.shortcut(BOM, VISIT, "Geoje Shipyard: orders are back", ts=TS)
    asked = stage.submits(BOM)["view"]
    assert "Log it again?" in words(asked)
    assert the_visit(stage, 2) is None
    stage.submits(BOM, view=asked)
    found = the_visit(stage, 2)
    assert found is not None
    assert found.permalink == f"{PLACE}1764032400000100"


def test_a_reply_keeps_its_thread(stage: Stage) -> None:
    form = stage.shortcut(BOM, VISIT, "Geoje", ts=TS, thread_ts="1764032000.000200")
    assert kept(form)["s"]["link"].endswith(f"?thread_ts=1764032000.000200&cid={EXPORT}")


def test_the_same_submission_twice_is_one_visit(stage: Stage) -> None:
    form = stage.shortcut(BOM, VISIT, "Geoje: orders are back")
    stage.submits(BOM, view=form, key="trigger-1")
    stage.submits(BOM, view=form, key="trigger-1")
    assert the_visit(stage) is not None
    assert the_visit(stage, 2) is None


def test_a_fault_stands_beside_its_field_and_stores_nothing(stage: Stage) -> None:
    form = stage.shortcut(BOM, VISIT, "we were there")
    assert initial(form, "summary") == "we were there"
    assert set(stage.submits(BOM, {"organisation": ""})["errors"]) == {"organisation"}
    assert the_visit(stage) is None


def test_a_message_becomes_a_difficulty(stage: Stage) -> None:
    stage.shortcut(BOM, DIFFICULTY, "short of welders from: Geoje #urgent", ts=TS)
    stage.submits(BOM)
    with stage.db.read() as session:
        found = difficulties.get(session, WS, 1)
    assert found is not None
    assert (found.text, found.organisation_name, found.urgent) == ("short of welders", "Geoje", True)
    assert found.permalink.startswith(PLACE)


def test_a_message_becomes_an_update_of_the_task_that_it_names(stage: Stage) -> None:
    stage.types(ARA, "/task add Repair the crane")
    form = stage.shortcut(ARA, TASK, "T-1 60% prototype passed, at risk; next: field test", ts=TS)
    assert (initial(form, "task"), initial(form, "percent")) == ("1", "60")
    stage.submits(ARA)
    assert (task(stage).percent, task(stage).at_risk, task(stage).next_step) == (60, True, "field test")
    assert history(stage)[-1].permalink == f"{PLACE}1764032400000100"
    assert "the message it came from" in words(stage.said())


def test_another_task_is_named_by_its_number(stage: Stage) -> None:
    stage.types(ARA, "/task add Repair the crane")
    stage.shortcut(ARA, TASK, "the parts have come")
    assert set(stage.submits(ARA)["errors"]) == {"number"}
    assert "no task T-9" in stage.submits(ARA, {"number": "T-9"})["errors"]["number"]
    assert set(stage.submits(ARA, {"number": "crane"})["errors"]) == {"number"}
    assert set(stage.submits(ARA, {"number": "T-1", "percent": "101"})["errors"]) == {"percent"}
    assert history(stage) == []
    stage.submits(ARA, {"number": "T-1"})
    assert task(stage).last_note == "the parts have come"


def test_an_update_without_news_is_none(stage: Stage) -> None:
    stage.types(ARA, "/task add Repair the crane")
    stage.shortcut(ARA, TASK, "", files=[{"id": "F1"}])
    assert set(stage.submits(ARA, {"number": "T-1"})["errors"]) == {"text"}


def test_more_tasks_than_a_menu_takes(stage: Stage) -> None:
    with stage.db.begin() as session:
        for at in range(105):
            draft = Task(0, f"part {at}", TaskState.OPEN, stage.now, ARA, owner=ARA)
            tasks.add(session, WS, draft, ARA, stage.now)
    form = stage.shortcut(ARA, TASK, "T-1 and others go on")
    assert initial(form, "task") == "1"
    assert count(stage) == 105


@pytest.mark.parametrize("callback", [VISIT, DIFFICULTY, TASK])
@pytest.mark.parametrize(
    "message",
    [
        {"text": ""},
        {"text": "", "files": [{"id": "F1"}]},
        {"text": "", "bot_id": "B1", "user": None, "attachments": [{"fallback": "a bot said so"}]},
        {"text": "gone", "user": "U0GONE"},
        {"text": "x" * 3000},
        {"text": "가" * 4001},
        {"text": "<!channel> &lt;b&gt; <https://evil.kr|bank> \u202egpj"},
        {"text": "one\ntwo: three ! four", "ts": "never"},
        {"text": "Geoje: a" + " ! b" * 9 + " #sonstwas @nobody"},
    ],
)
def test_any_message_opens_a_form(stage: Stage, callback: str, message: Json) -> None:
    more = {name: value for name, value in message.items() if name != "text"}
    form = stage.shortcut(BOM, callback, message["text"], **more)
    assert form["type"] == "modal"
    assert not stage.unbound()


@pytest.mark.parametrize("callback", [VISIT, DIFFICULTY, TASK])
@pytest.mark.parametrize(
    "message",
    [
        {"text": "", "files": [{"id": "F1"}]},
        {"text": "", "bot_id": "B1", "user": None, "attachments": [{"fallback": "Geoje: a bot said so"}]},
        {"text": "Geoje: the gate is shut <@U0GONE|gone>", "user": "U0GONE"},
        {"text": "Geoje: " + "가" * 3994},
        {"text": "Geoje: <!channel> <!here> <@U0BOM|bom> <https://evil.kr|bank> \u202egpj"},
    ],
)
def test_what_comes_of_any_message_is_harmless_or_refused_beside_a_field(
    stage: Stage, callback: str, message: Json
) -> None:
    stage.types(ARA, "/task add Crane repair")
    gone = stage.slack.add_person("U0GONE", "gone", deleted=True)
    with stage.db.begin() as session:
        people.save(session, WS, Person(gone, "gone", active=False))
    more = {name: value for name, value in message.items() if name != "text"}
    form = stage.shortcut(BOM, callback, message["text"], **more)
    assert dangers(form) == []
    said, planned = len(stage.slack.responses), posts(stage)
    answer = stage.submits(BOM, {"number": "T-1"} if callback == TASK else {})
    if "errors" in answer:
        assert all(answer["errors"].values())
        assert (len(stage.slack.responses), posts(stage)) == (said, planned)
    else:
        # the address of the message itself is the only link
        assert [one for one in dangers(stage.said()) if not one.startswith(f"<{PLACE}")] == []


def posts(stage: Stage) -> int:
    with stage.db.read() as session:
        return session.query(PostRow).count()


def test_a_guest_hears_why_not(stage: Stage) -> None:
    assert stage.shortcut(GIL, VISIT, "Geoje: x") == {}
    assert words(stage.said())


def test_korean_people_get_a_korean_form(stage: Stage) -> None:
    stage.clicks_in_view(BOM, stage.opens_home(BOM), "home:language", "ko")
    form = stage.shortcut(BOM, TASK, "T-1 60%")
    assert form["title"]["text"] == "과제 갱신"


def test_a_visit_from_a_message_keeps_its_urgency_and_leaves_an_open_day_open(stage: Stage) -> None:
    form = stage.shortcut(ARA, VISIT, "대한정밀: 현황 #긴급 ! 인력난", ts=TS)
    stage.submits(ARA, view=form)
    with stage.db.read() as session:
        assert [one.urgent for one in difficulties.of_visit(session, WS, 1)] == [True]
    form = stage.shortcut(ARA, VISIT, "한빛전자 방문 예정 ! 견적", ts=TS)
    [day] = [block for block in form["blocks"] if block.get("block_id") == "day"]
    assert "initial_date" not in day["element"]
