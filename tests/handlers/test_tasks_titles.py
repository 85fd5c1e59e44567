"""`/task add` with a due date or an owner in plain words: read at the end of the title, else pointed out."""

import datetime as dt

import pytest

from tests.cast import ARA, BOM, Stage, speaks, words
from tests.tasking import task


@pytest.mark.parametrize(
    ("typed", "title", "said"),
    [
        (
            "due 12/24 the crane",
            "Repair due 12/24 the crane",
            "“due 12/24” stands in the title: a due date has a colon",
        ),
        ("12/24까지 the crane", "Repair 12/24까지 the crane", "“12/24까지” stands in the title"),
        ("due 12/24 owner 봄", "Repair due 12/24 owner 봄", "“due 12/24”, “owner 봄” stand in the title"),
        ("owner 봄 due 12/24", "Repair owner 봄", "“owner 봄” stands in the title"),
    ],
)
def test_what_is_not_read_is_pointed_out(stage: Stage, typed: str, title: str, said: str) -> None:
    card = stage.types(ARA, f"/task add Repair {typed}")
    assert said in words(card)
    assert task(stage).title == title
    again = words(card).partition("type `")[2].partition("`")[0]
    stage.clicks(ARA, card, "Undo")
    card = stage.types(ARA, again)
    assert "in the title" not in words(card)
    assert task(stage, 2).title == ("Repair the crane" if "crane" in typed else "Repair")
    assert task(stage, 2).due == dt.date(2026, 12, 24)
    assert task(stage, 2).owner == (BOM if "owner" in typed else ARA)


@pytest.mark.parametrize(
    ("language", "typed", "says"),
    [
        ("ko", "크레인 수리 12/24까지 @bom", "12월 24일 (목)"),
        ("ko", "크레인 수리, 담당: @bom 마감: 12/24", "12월 24일 (목)"),
        ("en", "크레인 수리 owner <@U0BOM|bom> due 12/24", "Thu 24 Dec"),
        ("en", "크레인 수리 @bom by 12/24", "Thu 24 Dec"),
    ],
)
def test_a_due_day_in_plain_words_is_one(stage: Stage, language: str, typed: str, says: str) -> None:
    speaks(stage, ARA, language)
    said = words(stage.types(ARA, f"/task add {typed}"))
    assert says in said
    assert ":bulb:" not in said
    found = task(stage)
    assert (found.title, found.owner, found.due) == ("크레인 수리", BOM, dt.date(2026, 12, 24))


@pytest.mark.parametrize("typed", ["Repair due diligence", "Repair owner manual", "Repair owner nobody due: 12/24"])
def test_a_title_that_has_such_a_word_is_a_title(stage: Stage, typed: str) -> None:
    assert "in the title" not in words(stage.types(ARA, f"/task add {typed}"))


def test_a_due_date_without_its_colon_in_korean(stage: Stage) -> None:
    speaks(stage, BOM, "ko")
    said = words(stage.types(BOM, "/task 등록 크레인 수리 기한 12/24 담당 아라"))
    assert "“기한 12/24”, “담당 아라”가 제목에 들어갔습니다." in said
    assert "`/task 등록 크레인 수리 기한: 12/24 @아라`처럼" in said
