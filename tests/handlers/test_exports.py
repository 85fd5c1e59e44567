"""Everything as a workbook, asked for by administrators, and sent to who asked."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.domain.ledger import File, Post
from bot.domain.people import Person
from schedules import exports as makers
from storage import audit, people
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, WS, Stage, speaks, words
from tests.forcing import posts
from tests.surveying import HELP, answered, opened


def made(stage: Stage) -> File | None:
    """What the newest request comes to."""
    post: Post = posts(stage, "everything")[-1]
    with stage.db.read() as session:
        found = makers.everything(session, post, stage.now)
    assert found is None or isinstance(found, File)
    return found


def book(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Worksheet → rows, the headings first."""
    file = made(stage)
    assert file is not None
    found = load_workbook(io.BytesIO(file.content), read_only=True)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in found.worksheets}


@pytest.mark.parametrize(("person", "may"), [(DANA, True), (EUN, False), (ARA, False), (GIL, False)])
def test_administrators_may(stage: Stage, person: str, may: bool) -> None:
    said = words(stage.types(person, "/muster export"))
    assert ("working on it" in said) is may
    assert [post.person for post in posts(stage, "everything")] == ([person] if may else [])


def test_that_it_was_asked_for_is_kept(stage: Stage) -> None:
    stage.types(DANA, "/muster 내보내기")
    with stage.db.read() as session:
        assert [one.action for one in audit.changes(session, WS, DANA)] == ["export"]
    assert "exported everything" in words(stage.types(DANA, "/muster audit @dana"))


def test_a_worksheet_a_noun_in_words(stage: Stage) -> None:
    stage.types(BOM, "/visit 대한정밀: 수주 ! too few welders #export")
    stage.types(ARA, "/task add find the companies @bom due:12/24 team:export")
    stage.types(DANA, "/muster export")
    found = book(stage)
    head, row = found["Visits"]
    visit = dict(zip(head, row, strict=True))
    assert (visit["Number"], visit["Who"], visit["Organisation"]) == ("V-1", "봄 (@bom)", "O-1 대한정밀")
    assert (visit["Day"].year, visit["State"], visit["Summary"]) == (2026, "done", "수주")
    head, row = found["Tasks"]
    task = dict(zip(head, [*row, None], strict=False))
    assert task["State"] == "under way"
    assert (task["Number"], task["Owner"], task["Team"], task["Progress in %"]) == (
        "T-1",
        "봄 (@bom)",
        "Export division",
        0,
    )
    assert {"People", "Teams", "Difficulties", "Changes", "Organisations"} <= set(found)
    assert not any("T0MUSTER" in map(str, row) for rows in found.values() for row in rows)


def test_in_korean(stage: Stage) -> None:
    speaks(stage, DANA, "ko")
    stage.types(BOM, "/visit 대한정밀")
    stage.types(DANA, "/muster 내보내기")
    found = book(stage)
    assert list(found)[:3] == ["현장방문", "애로사항", "애로사항 처리 이력"]
    assert all(any("가" <= letter <= "힣" for letter in title) for title in found)


@pytest.mark.parametrize("text", ["=1+1", "+82 10", "@SUM(A1)", "=HYPERLINK(“x”)"])
def test_no_cell_begins_a_formula(stage: Stage, text: str) -> None:
    stage.types(BOM, f"/visit 대한정밀: {text}")
    stage.types(DANA, "/muster export")
    file = made(stage)
    assert file is not None
    found = load_workbook(io.BytesIO(file.content))
    for sheet in found.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_anonymous_answers_are_not_in_it(stage: Stage) -> None:
    survey = opened(stage.db, HELP, anonymous=True, title="secret")
    answered(stage.db, survey, (1,), person=CHAN)
    stage.types(DANA, "/muster export")
    found = book(stage)
    assert len(found["Surveys"]) == 2
    assert len(found["Surveys  answers with names"]) == 1


def test_nothing_for_somebody_who_is_no_administrator_any_more(stage: Stage) -> None:
    stage.types(DANA, "/muster export")
    with stage.db.begin() as session:
        people.save(session, WS, Person(DANA, "다나"))
    assert made(stage) is None
