"""From the visit to the evaluation, on one card, from any link of the chain."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.evaluations import Given, Part
from bot.domain.plans import Sieve
from bot.domain.refs import LETTERS
from bot.speech import ids
from storage import tasks
from storage.traces import BEGINNINGS, LEAVES, LINKS
from tests.cast import ARA, BOM, CHAN, EUN, GIL, WS, Stage, speaks, words
from tests.evaluating import OPENED, november, rate
from tests.indicating import watched
from tests.planning import planned
from tests.raising import there
from tests.rostering import on_duty
from tests.sitting import at, stored
from tests.surveying import TODAY, drafted, opened
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


class TestEveryNumber:
    """A noun whose letter people can type is one that a trace can be begun with."""

    @pytest.fixture
    def all(self, chain: Stage) -> Stage:
        """One of everything, and what hangs on it."""
        opened(chain.db)
        watched(chain.db)
        planned(chain.db, sieve=Sieve(kinds=()))
        stored(chain.db)
        chain.types(BOM, "/plan count V-1 P-1")
        chain.types(BOM, "/difficulty add S-1 Order books: bad, see I-1")
        on_duty(chain, TODAY, BOM)
        chain.types(BOM, "/duty log power cut at the yard D-1")
        at(chain, 12, 1)  # the sitting has begun
        chain.types(ARA, "/meeting decide M-1 welders are trained in Geoje <@U0BOM|bom>")
        return chain

    @pytest.mark.parametrize("letter", LETTERS)
    def test_begins_one(self, all: Stage, letter: str) -> None:
        said = words(all.types(CHAN, f"/muster trace {letter}-1"))
        assert f"The trace of {letter}-1" in said
        [pinned] = [line for line in said.splitlines() if ":round_pushpin:" in line]
        assert f"{letter}-1" in pinned
        assert "Nothing hangs" not in said
        assert not all.unbound()

    @pytest.mark.parametrize(
        ("begins", "leads"),
        [
            ("I-1", "S-1 Order books: bad"),
            ("S-1", "see I-1"),
            ("P-1", "수주 회복"),
            ("M-1", "welders are trained"),
            ("T-2", "M-1"),
            ("D-1", "power cut at the yard"),
            ("V-1", "P-1"),
        ],
    )
    def test_leads_to_what_hangs_on_it(self, all: Stage, begins: str, leads: str) -> None:
        assert leads in words(all.types(CHAN, f"/muster trace {begins}"))

    def test_of_a_leaf_does_not_draw_in_all_that_hangs_on_it(self, all: Stage) -> None:
        all.types(BOM, "/visit 부산정밀: 다른 일")
        all.types(EUN, "/plan count V-3 P-1")
        assert "V-3" in words(all.types(CHAN, "/muster trace P-1"))
        assert "V-3" not in words(all.types(CHAN, "/muster trace V-1"))

    def test_nobody_sees_a_draft_of_a_survey(self, stage: Stage) -> None:
        drafted(stage.db)
        assert "nothing numbered S-1" in words(stage.types(BOM, "/muster trace S-1"))

    def test_longer_numbers_are_other_ones(self, all: Stage) -> None:
        all.types(BOM, "/difficulty add S-12 is something else")
        assert "something else" not in words(all.types(CHAN, "/muster trace S-1"))

    def test_has_its_letter_in_every_list_of_them(self) -> None:
        assert (
            set(LETTERS) == set(ids.SENTENCES) == set(ids.MISSING) == LEAVES | {key for key in LINKS if len(key) == 1}
        )
        assert set(BEGINNINGS) == LEAVES


class TestRefused:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("V-99", "nothing numbered V-99"),
            ("O-99", "nothing numbered O-99"),
            ("I-1", "nothing numbered I-1"),
            ("", "Which number?"),
            ("V-1 V-2", "is not a number of ours"),
        ],
    )
    def test_with_what_to_type_instead(self, chain: Stage, typed: str, said: str) -> None:
        assert said in words(chain.types(BOM, f"/muster trace {typed}"))

    def test_what_nothing_hangs_on(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 외딴정밀")
        said = words(stage.types(BOM, "/muster trace O-1"))
        assert "Nothing hangs on O-1 yet" in said
        assert "외딴정밀" in said

    def test_guests(self, chain: Stage) -> None:
        assert "Guests" in words(chain.types(GIL, "/muster trace V-1"))
