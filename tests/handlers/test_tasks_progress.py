"""The progress of a task: a percentage in words is read or said not to be; a parent has its own again."""

import pytest

from tests.cast import BOM, Stage, speaks, words
from tests.tasking import task


@pytest.mark.parametrize(
    ("language", "typed", "percent", "says"),
    [
        ("ko", "진척률 70%", 70, ""),
        ("en", "is 70% done", 70, ""),
        ("ko", "11/30까지 60% 달성", 40, "진척률은 40% 그대로입니다. 바꾸려면 번호 바로 뒤에 `/task T-1 60% …`처럼"),
        ("en", "parts came, 60% in all", 40, "The progress stays at 40%. To change it, type it right behind"),
    ],
)
def test_a_percentage_in_words(stage: Stage, language: str, typed: str, percent: int, says: str) -> None:
    stage.types(BOM, "/task add Repair")
    stage.types(BOM, "/task T-1 40%")
    speaks(stage, BOM, language)
    text = words(stage.types(BOM, f"/task T-1 {typed}"))
    assert task(stage).percent == percent
    assert says in text
    assert (":information_source:" in text) is bool(says)


def test_the_progress_of_a_parent_comes_back_with_the_undoing_of_its_only_child(stage: Stage) -> None:
    stage.types(BOM, "/task add The crane park")
    stage.types(BOM, "/task T-1 40% half of it")
    added = stage.types(BOM, "/task add one under: T-1")
    assert task(stage).percent == 0
    stage.clicks(BOM, added, "Undo")
    assert task(stage).percent == 40
    stage.types(BOM, "/task add two")
    for parent in ("T-1", None):
        stage.types(BOM, "/task edit T-3")
        stage.submits(BOM, {"parent": parent})
    assert task(stage).percent == 40
