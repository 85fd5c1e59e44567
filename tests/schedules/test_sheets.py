"""Files that take a while: made, looked at and applied beside the request."""

import datetime as dt

import pytest
from sqlalchemy import update

from bot.domain.ledger import Message
from bot.domain.sheets import KEPT, ImportState
from bot.refusals import NotSaved
from schedules import JobFailed
from schedules import sheets as jobs
from storage import people, sheets
from storage.sheets.rows import ImportRow
from tests.cast import ARA, BOM, WS, Json, Stage, speaks, words
from tests.sheeting import cells, changed, exports, made, planned, sends
from tests.tasking import added, count, task

MANY = 700  # rows of a file that is not looked at while somebody waits


def large() -> str:
    return "title,progress,note\n" + "".join(f"과제 {n:04d},{n % 100}%,{'메모' * 20}\n" for n in range(MANY))


def says(message: object) -> Json:
    assert isinstance(message, Message)
    return {"text": message.text, "blocks": list(message.blocks)}


def looks(stage: Stage) -> Json:
    (post,) = planned(stage, "import-look")
    with stage.db.read() as session:
        return says(jobs.look(session, post, stage.now))


def answers(stage: Stage) -> list[Json]:
    return [post.args["message"] for post in planned(stage, "import-applied")]


def test_a_large_file_is_looked_at_and_applied_beside_the_request(stage: Stage) -> None:
    assert "What it would change comes to you as a direct message" in words(sends(stage, large()))
    card = looks(stage)
    assert f"{MANY} rows would change something" in words(card)
    assert "is being applied" in words(stage.clicks(ARA, card, "sheets:apply"))
    assert count(stage) == 0
    assert jobs.round_(stage.db, lambda: stage.now) == 1
    assert count(stage) == MANY
    assert task(stage, MANY).title == f"과제 {MANY - 1:04d}"
    (done,) = answers(stage)
    assert f"{MANY} rows of file.csv were applied." in words(done)
    assert jobs.round_(stage.db, lambda: stage.now) == 0
    assert "being applied" not in words(stage.clicks(ARA, card, "sheets:apply"))
    assert count(stage) == MANY


def test_one_that_fails_ends_with_a_word_and_keeps_no_other_back(stage: Stage) -> None:
    cards = []
    for who in (ARA, BOM):
        sends(stage, large(), who=who)
        (post,) = [one for one in planned(stage, "import-look") if one.person == who]
        with stage.db.read() as session:
            cards.append(says(jobs.look(session, post, stage.now)))
        stage.clicks(who, cards[-1], "sheets:apply")
    with stage.db.begin() as session:
        session.execute(update(ImportRow).where(ImportRow.number == 1).values(content=b"PK\x03\x04 damaged"))
    with pytest.raises(JobFailed):
        jobs.round_(stage.db, lambda: stage.now)
    assert count(stage) == MANY
    failed, done = answers(stage)
    assert "file.csv could not be applied, and nothing of it was stored." in words(failed)
    assert f"{MANY} rows of file.csv were applied." in words(done)
    assert jobs.round_(stage.db, lambda: stage.now) == 0
    assert "This import failed" in words(stage.clicks(ARA, cards[0], "sheets:apply"))
    with stage.db.read() as session:
        assert sheets.content(session, WS, 1) == b""


def test_a_database_that_is_busy_ends_none(stage: Stage) -> None:
    sends(stage, large())
    stage.clicks(ARA, looks(stage), "sheets:apply")

    def busy() -> dt.datetime:
        raise NotSaved

    with pytest.raises(JobFailed):
        jobs.round_(stage.db, busy)
    assert jobs.round_(stage.db, lambda: stage.now) == 1
    assert count(stage) == MANY


def test_what_changed_before_a_large_import_is_applied_is_shown_again(stage: Stage) -> None:
    added(stage, "Repair the crane")
    sends(stage, large() + "".join(f",{n},\n" for n in range(0)) + "x,1%,y\n")
    card = looks(stage)
    stage.clicks(ARA, card, "sheets:apply")
    assert jobs.round_(stage.db, lambda: stage.now) == 1
    assert f"{MANY + 1} rows" in words(answers(stage)[-1])


def test_a_large_file_that_is_no_list_says_so(stage: Stage) -> None:
    sends(stage, "colour,size\n" + "red,big\n" * 9000)
    assert "no column that I know of" in words(looks(stage))


def test_an_export_is_made_for_whoever_may_have_it(stage: Stage) -> None:
    speaks(stage, BOM, "ko")
    added(stage, "Repair the crane due: 12/24", who=BOM)
    stage.types(BOM, "/task export")
    file = made(stage, planned(stage, "export")[-1])
    assert file.filename == "tasks-20261125-1000.xlsx"
    assert file.comment == "과제 1행입니다. 고쳐서 `/task 가져오기` 명령으로 다시 보내면 됩니다."
    assert cells(file.content, "과제")[0][:6] == ["번호", "과제명", "담당자", "부서", "시작일", "기한"]
    assert cells(file.content, "과제")[1][:6] == ["T-1", "Repair the crane", "봄", "수출과", "", "2026-12-24 00:00:00"]


def test_somebody_who_left_gets_no_file(stage: Stage) -> None:
    stage.types(BOM, "/task export")
    (post,) = planned(stage, "export")
    with stage.db.begin() as session:
        people.deactivate_others(session, WS, [ARA], stage.now)
    with stage.db.read() as session:
        assert jobs.export(session, post, stage.now) is None


def test_files_that_nobody_said_yes_to_go_after_a_day(stage: Stage) -> None:
    added(stage, "Repair the crane")
    card = sends(stage, changed(exports(stage), Title="Both"), name="tasks.xlsx")
    for moment, gone in ((KEPT - dt.timedelta(seconds=1), 0), (KEPT + dt.timedelta(seconds=1), 1)):
        with stage.db.begin() as session:
            assert jobs.sweep(session, WS, stage.now + moment) == gone
    with stage.db.begin() as session:
        assert jobs.sweep(session, WS, stage.now + KEPT + dt.timedelta(seconds=1)) == 0
        one = sheets.get(session, WS, 1)
        assert one is not None
        assert (one.state, sheets.content(session, WS, 1)) == (ImportState.CANCELLED, b"")
    assert "waited longer than a day" in words(stage.clicks(ARA, card, "sheets:apply"))
