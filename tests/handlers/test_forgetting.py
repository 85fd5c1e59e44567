"""`/muster forget`: shown first, done for good, and only when nothing is left in their hands."""

import pytest

from storage import audit, people
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, WS, Stage, speaks, words
from tests.tasking import task


def there(stage: Stage, person: str = BOM) -> bool:
    with stage.db.read() as session:
        return people.get(session, WS, person) is not None


def test_it_is_shown_before_it_is_done(stage: Stage) -> None:
    stage.types(ARA, "/visit 대한정밀: 봄 과장 동행")
    card = stage.types(DANA, "/muster forget @bom")
    said = words(card)
    for part in ("Forget 봄?", "*Goes*", "*Stays*", "cannot be undone", "still here", "V-1", "For you to judge"):
        assert part in said
    assert there(stage)
    done = words(stage.clicks(DANA, card, "forgetting:forget"))
    assert "Done. In their place stands “Somebody who left”." in done
    assert "V-1" in done
    assert "봄" not in done
    assert not there(stage)
    with stage.db.read() as session:
        assert next(one.action for one in audit.changes(session, WS, "UGONE1")) == "forget"


def test_in_korean(stage: Stage) -> None:
    speaks(stage, DANA, "ko")
    card = stage.types(DANA, "/muster 개인정보삭제 @찬")
    assert "찬 님의 개인정보를 삭제할까요?" in words(card)
    assert "삭제했습니다" in words(stage.clicks(DANA, card, "forgetting:forget"))


def test_cancel(stage: Stage) -> None:
    card = stage.types(DANA, "/muster forget @bom")
    assert "Nobody was forgotten" in words(stage.clicks(DANA, card, "forgetting:cancel"))
    assert there(stage)


@pytest.mark.parametrize("person", [EUN, ARA, BOM, GIL])
def test_administrators_only(stage: Stage, person: str) -> None:
    assert "Forget" not in words(stage.types(person, "/muster forget @chan"))
    card = stage.types(DANA, "/muster forget @chan")
    stage.clicks(person, card, "forgetting:forget")
    assert there(stage, CHAN)


def test_what_they_hold_goes_over_first(stage: Stage) -> None:
    stage.types(ARA, "/task add find the companies @bom team:export")
    assert "봄 still has T-1" in words(stage.types(DANA, "/muster forget @bom"))
    stage.clicks(DANA, stage.types(DANA, "/muster transfer @bom @chan"), "moves:hand")
    card = stage.types(DANA, "/muster forget @bom")
    stage.types(ARA, "/task add one more @bom team:export")
    assert "still has T-2" in words(stage.clicks(DANA, card, "forgetting:forget"))
    assert there(stage)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Who?"),
        ("@bom @chan", "One person belongs here"),
        ("all of @bom", "Only a person belongs here"),
        ("@dana", "Nobody forgets themselves"),
        ("@nobody", "nobody called"),
    ],
)
def test_bad_input_says_what_to_type(stage: Stage, line: str, said: str) -> None:
    assert said in words(stage.types(DANA, f"/muster forget {line}".rstrip()))


def test_the_button_twice_forgets_once(stage: Stage) -> None:
    card = stage.types(DANA, "/muster forget @bom")
    stage.clicks(DANA, card, "forgetting:forget")
    assert "do not know this person" in words(stage.clicks(DANA, card, "forgetting:forget"))


def test_who_was_forgotten_is_not_met_again(stage: Stage) -> None:
    stage.clicks(DANA, stage.types(DANA, "/muster forget @bom"), "forgetting:forget")
    assert "forgotten here, for good" in words(stage.types(BOM, "/visit 대한정밀"))
    assert not there(stage)


def test_their_visits_still_count(stage: Stage) -> None:
    stage.types(BOM, "/visit 대한정밀: 수주")
    stage.clicks(DANA, stage.types(DANA, "/muster forget @bom"), "forgetting:forget")
    assert "Somebody who left" in words(stage.types(ARA, "/visit show V-1"))
    assert "V-1" in words(stage.types(ARA, "/visit list org 대한정밀"))


def test_nothing_goes_back_to_who_was_forgotten(stage: Stage) -> None:
    stage.types(ARA, "/task add find the companies @bom team:export")
    moved = stage.clicks(DANA, stage.types(DANA, "/muster transfer @bom @chan"), "moves:hand")
    stage.clicks(DANA, stage.types(DANA, "/muster forget @bom"), "forgetting:forget")
    assert "do not know this move" in words(stage.clicks(DANA, moved, "moves:undo"))
    assert task(stage).owner == CHAN
