"""`/task add` with a due date or an owner that stands in the title: it stays there, and the card says how to say it."""

import datetime as dt

import pytest

from tests.cast import ARA, BOM, Stage, speaks, words
from tests.tasking import task


@pytest.mark.parametrize(
    ("typed", "title", "said"),
    [
        ("due 12/24", "Repair due 12/24", "“due 12/24” stands in the title: a due date has a colon"),
        ("owner 봄 due 12/24", "Repair owner 봄 due 12/24", "“due 12/24”, “owner 봄” stand in the title"),
        ("owner <@U0BOM|bom>", "Repair owner", "“owner” stands in the title"),
    ],
)
def test_a_due_date_without_its_colon_is_pointed_out(stage: Stage, typed: str, title: str, said: str) -> None:
    card = stage.types(ARA, f"/task add Repair {typed}")
    assert said in words(card)
    assert task(stage).title == title
    again = words(card).partition("type `")[2].partition("`")[0]
    stage.clicks(ARA, card, "Undo")
    card = stage.types(ARA, again)
    assert "in the title" not in words(card)
    assert task(stage, 2).title == "Repair"
    assert task(stage, 2).due == (dt.date(2026, 12, 24) if "due" in typed else None)
    assert task(stage, 2).owner == (BOM if "owner" in typed else ARA)


@pytest.mark.parametrize("typed", ["Repair due diligence", "Repair owner manual", "Repair owner nobody due: 12/24"])
def test_a_title_that_has_such_a_word_is_a_title(stage: Stage, typed: str) -> None:
    assert "in the title" not in words(stage.types(ARA, f"/task add {typed}"))


def test_a_due_date_without_its_colon_in_korean(stage: Stage) -> None:
    speaks(stage, BOM, "ko")
    said = words(stage.types(BOM, "/task 등록 크레인 수리 기한 12/24 담당 아라"))
    assert "“기한 12/24”, “담당 아라”가 제목에 들어갔습니다." in said
    assert "`/task 등록 크레인 수리 기한: 12/24 @아라`처럼" in said
