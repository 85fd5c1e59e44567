"""What was done in a division stays there, whoever leaves or moves: lists, quotas, states and agendas agree."""

import datetime as dt
from typing import Final

import pytest

from storage import people
from storage.directories import directory
from storage.status import team_state
from tests.cast import ARA, BOM, CHAN, DANA, EUN, HANA, WS, Stage, speaks, words

TODAY: Final = dt.date(2026, 11, 25)


def leaves(stage: Stage, person: str = BOM) -> None:
    """Slack's list has them no longer."""
    with stage.db.begin() as session:
        here = [one.id for one in people.everybody(session, WS) if one.active and one.id != person]
        assert people.deactivate_others(session, WS, here, stage.now) == 1


def made(stage: Stage) -> list[int]:
    """The visits of the export division in the last eight weeks."""
    with stage.db.read() as session:
        known = directory(session, WS, stage.now)
        assert known is not None
        return [one.visits for one in team_state(session, known, "export", TODAY, TODAY, TODAY, weeks=8).weeks]


def said(stage: Stage, person: str, text: str) -> str:
    return words(stage.types(person, text))


@pytest.fixture
def past(stage: Stage) -> Stage:
    """Last week Bom made both visits of the quota."""
    stage.types(BOM, "/visit 대한정밀: 수주 on:11/17")
    stage.types(BOM, "/visit 대한전자: 수주 on:11/18")
    return stage


class TestWhoLeft:
    def test_takes_no_visit_away(self, past: Stage) -> None:
        looks = ("/visit quota team export last week", "/visit list team export since 11/1")
        before = [said(past, ARA, look) for look in looks]
        assert "1 of 2 met their quota" in before[0]
        assert "2 visits" in before[1]
        leaves(past)
        assert [said(past, ARA, look) for look in looks] == before

    def test_stays_in_states_and_on_the_line_of_eight_weeks(self, past: Stage) -> None:
        assert "2 (quota 16)" in said(past, ARA, "/muster status team export month")
        weeks = made(past)
        assert weeks == [0, 0, 0, 0, 0, 0, 2, 0]
        leaves(past)
        assert "2 (quota 16)" in said(past, ARA, "/muster status team export month")
        assert "2 (quota 24)" in said(past, EUN, "/muster status month"), "of all"
        assert made(past) == weeks

    def test_owes_the_week_in_which_they_left_and_none_after(self, past: Stage) -> None:
        leaves(past)
        assert "0 of 2 met" in said(past, ARA, "/visit quota team export")
        past.later(days=7)
        now = said(past, ARA, "/visit quota team export")
        assert "0 of 1 met" in now
        assert "봄" not in now
        assert "this week 0, quota met 0/1 · last week 0, 0/2" in said(past, ARA, "/agenda")

    def test_in_korean(self, past: Stage) -> None:
        speaks(past, ARA, "ko")
        leaves(past)
        assert "할당량 달성 1/2명" in said(past, ARA, "/visit 할당량 팀 export 지난주")
        assert "방문 2건" in said(past, ARA, "/visit 목록 팀 export 11/1부터")


class TestWhoMoves:
    @pytest.fixture
    def moved(self, stage: Stage) -> Stage:
        """On Wednesday, after a visit with Chan of the other division, and one with Ara."""
        stage.types(BOM, "/visit 대한정밀: 수주 @chan")
        stage.types(BOM, "/visit 거제조선: 수주 @ara")
        assert "Energy" in said(stage, DANA, "/muster people @bom team: energy")
        return stage

    def test_the_numbers_of_one_agenda_agree(self, moved: Stage) -> None:
        export, energy = said(moved, ARA, "/agenda"), said(moved, HANA, "/agenda")
        assert "this week 2, quota met 1/2" in export
        assert "Visits made (2)" in export
        assert "this week 1, quota met 0/1" in energy, "Chan was there too"
        assert "Visits made (1)" in energy

    def test_and_those_of_states_quotas_and_lists(self, moved: Stage) -> None:
        states = said(moved, EUN, "/muster")
        assert "quota 1/2 · visits 2" in states
        assert "quota 0/1 · visits 1" in states
        assert "1 of 2 met" in said(moved, ARA, "/visit quota")
        assert "봄" not in said(moved, HANA, "/visit quota")
        assert "봄  2/2" in said(moved, BOM, "/visit quota"), "one's own week, where it is owed"
        assert "2 visits" in said(moved, ARA, "/visit list team export")
        assert "1 visit" in said(moved, ARA, "/visit list team energy")

    def test_what_comes_after_is_the_new_divisions(self, moved: Stage) -> None:
        moved.later(days=1)
        moved.types(BOM, "/visit 경북전자: 수주")
        assert "2 visits" in said(moved, ARA, "/visit list team export")
        assert "2 visits" in said(moved, ARA, "/visit list team energy")
        moved.later(days=6)
        assert "0 of 2 met" in said(moved, HANA, "/visit quota")
        assert "봄  0/2" in said(moved, BOM, "/visit quota")
        assert "0 of 1 met" in said(moved, ARA, "/visit quota")
        assert "1 of 2 met" in said(moved, ARA, "/visit quota team export last week")

    def test_a_team_that_takes_them_in_takes_no_past(self, past: Stage) -> None:
        assert "봄" in said(past, ARA, "/team remove export @bom")
        past.types(HANA, "/team add energy @bom")
        assert "2 visits" in said(past, ARA, "/visit list team export since 11/1")
        assert "2 visits" not in said(past, ARA, "/visit list team energy since 11/1")

    def test_who_comes_new_counts_at_once(self, stage: Stage) -> None:
        stage.types(CHAN, "/visit 대한정밀: 수주")
        with stage.db.begin() as session:
            people.learn(session, WS, [{"id": "U0NEW", "name": "new", "real_name": "Neu"}], stage.now)
        stage.types(DANA, "/muster people <@U0NEW|new> team: energy grade: director")
        assert "Neu" in said(stage, HANA, "/visit quota")
