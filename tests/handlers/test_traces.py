"""From the visit to the evaluation, on one card, from any link of the chain."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.evaluations import Given, Part
from storage import tasks
from tests.cast import ARA, BOM, CHAN, EUN, GIL, WS, Stage, words
from tests.evaluating import OPENED, november, rate
from tests.raising import speaks, there
from tests.tasking import task


@pytest.fixture
def chain(stage: Stage) -> Stage:
    """V-1 → D-1 → a partner → T-1, with a decision; and V-2 → D-2, which have nothing to do with it."""
    stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 용접공 부족")
    stage.types(BOM, "/visit 거제조선 ! 전력 요금")
    stage.types(ARA, "/difficulty assign D-1 @bom")
    stage.types(BOM, "/org add 한국노동연구원 #partner")
    stage.types(BOM, "/difficulty refer D-1 한국노동연구원 by: 12/4")
    stage.types(BOM, "/difficulty task D-1")
    if stage.slack.sent("views.open"):
        stage.submits(BOM, {})
    stage.types(ARA, "/agenda decide D-1 goes to the training centre <@U0BOM|bom>")
    return stage


@pytest.mark.parametrize("begins", ["V-1", "D-1", "T-1"])
def test_whichever_link_it_begins_with_the_chain_is_the_same(chain: Stage, begins: str) -> None:
    said = words(chain.types(CHAN, f"/muster trace {begins}"))
    assert "1 visit → 1 difficulty → 1 referral → 1 decision → 1 task" in said
    assert "한국노동연구원 was asked, until Fri 4 Dec" in said
    assert "goes to the training centre" in said
    assert ":round_pushpin: " in said
    [pinned] = [line for line in said.splitlines() if ":round_pushpin:" in line]
    assert begins in pinned
    assert "거제조선" not in said


def test_of_an_organisation_it_is_all_that_came_of_it(chain: Stage) -> None:
    said = words(chain.types(CHAN, "/muster trace O-1"))
    assert "V-1" in said
    assert "T-1" in said
    assert "V-2" not in said


def test_each_record_can_be_opened(chain: Stage) -> None:
    card = chain.types(CHAN, "/muster trace V-1")
    assert "수주 회복" in words(chain.clicks(CHAN, card, "door:again#0"))


def test_in_korean(chain: Stage) -> None:
    speaks(chain, CHAN, "ko")
    said = words(chain.types(CHAN, "/muster 추적 d1"))
    assert "D-1 추적" in said
    assert "이관 1건" in said


def test_the_parts_of_a_task_belong_to_it_and_its_parent_does_not(chain: Stage) -> None:
    chain.types(ARA, "/task add Berths @ara")
    chain.types(ARA, "/task add Welds @ara under: T-1")
    with chain.db.begin() as session:
        tasks.save(session, WS, replace(task(chain, 1), parent=2), ARA, chain.now, "edit")
    assert "Welds" in words(chain.types(BOM, "/muster trace V-1"))
    assert "Berths" not in words(chain.types(BOM, "/muster trace V-1"))


def test_merged_difficulties_hang_together(chain: Stage) -> None:
    chain.types(EUN, "/difficulty merge D-2 D-1")
    assert there(chain, 2).merged_into == 1
    assert "거제조선" in words(chain.types(BOM, "/muster trace V-1"))


class TestMarks:
    def test_are_seen_by_who_may_see_them_and_by_the_team_once_they_are_out(self, chain: Stage) -> None:
        with chain.db.begin() as session:
            one = replace(task(chain), due=dt.date(2026, 12, 31), start=dt.date(2026, 11, 1), owner=BOM, team="export")
            tasks.save(session, WS, one, BOM, chain.now, "edit")
        chain.now = OPENED + dt.timedelta(hours=1)
        month = november(chain.db)
        rate(chain.db, month, Given(1, Part.OWNER, 4, "3 of 5 machines run"))
        assert "effectiveness 4" in words(chain.types(ARA, "/muster trace V-1"))
        assert "effectiveness" not in words(chain.types(BOM, "/muster trace V-1"))
        chain.types(EUN, "/evaluate close")
        assert "effectiveness 4" in words(chain.types(BOM, "/muster trace V-1"))
        assert "effectiveness" not in words(chain.types(CHAN, "/muster trace V-1"))


class TestRefused:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("V-99", "nothing numbered V-99"),
            ("O-99", "nothing numbered O-99"),
            ("I-1", "stands in no trace"),
            ("", "is not a number of ours"),
            ("V-1 V-2", "is not a number of ours"),
        ],
    )
    def test_with_what_to_type_instead(self, chain: Stage, typed: str, said: str) -> None:
        assert said in words(chain.types(BOM, f"/muster trace {typed}"))

    def test_what_nothing_hangs_on(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 외딴정밀")
        assert "hangs on O-1 yet" in words(stage.types(BOM, "/muster trace O-1"))

    def test_guests(self, chain: Stage) -> None:
        assert "Guests" in words(chain.types(GIL, "/muster trace V-1"))
