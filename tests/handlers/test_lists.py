"""What narrows a list is taken as people say it: a name alone, a month, what is urgent."""

import pytest

from storage import teams
from tests.cast import ARA, BOM, DANA, EUN, WS, Stage, speaks, words


@pytest.fixture
def known(stage: Stage) -> Stage:
    stage.types(BOM, "/difficulty short of welders from: 대한정밀 #urgent")
    stage.types(BOM, "/difficulty late parts from: 거제조선")
    stage.types(ARA, "/visit 대한정밀 on:11/10: orders are up")
    stage.types(ARA, "/visit 거제조선 on:10/20: docks are full")
    stage.types(ARA, "/task add find the companies @bom due:12/24")
    return stage


def refs(stage: Stage, person: str, line: str) -> list[str]:
    shown = words(stage.types(person, line))
    return [ref for ref in ("V-1", "V-2", "D-1", "D-2", "T-1") if f"*{ref}*" in shown or f"{ref} " in shown]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("/difficulty list urgent", ["D-1"]),
        ("/difficulty 목록 긴급", ["D-1"]),
        ("/difficulty list org 대한정밀", ["D-1"]),
        ("/difficulty 목록 업체 거제조선", ["D-2"]),
        ("/difficulty list 거제조선", ["D-2"]),
        ("/difficulty list 수출과", ["D-1", "D-2"]),
        ("/difficulty list energy", []),
        ("/visit list november", ["V-1"]),
        ("/visit list 11월", ["V-1"]),
        ("/visit list 거제조선", ["V-2"]),
        ("/visit list 거제조선 10월", ["V-2"]),
        ("/visit list 거제조선 11월", []),
        ("/visit list Export division", ["V-1", "V-2"]),
        ("/task list 수출과", ["T-1"]),
        ("/task list @수출과", ["T-1"]),
        ("/task list bom", ["T-1"]),
    ],
)
def test_what_is_named_is_listed(known: Stage, line: str, found: list[str]) -> None:
    assert sorted(refs(known, ARA, line)) == found


@pytest.mark.parametrize("line", ["status 수출과", "status Export division", "status export last week"])
def test_the_state_of_a_team_by_its_name(known: Stage, line: str) -> None:
    assert "Export division" in words(known.types(EUN, f"/muster {line}"))


def test_the_state_of_a_colleague_by_their_name(known: Stage) -> None:
    assert "👤 봄" in words(known.types(EUN, "/muster status bom"))
    speaks(known, EUN, "ko")
    assert "👤 봄" in words(known.types(EUN, "/muster 현황 봄"))


def test_last_week_and_last_month_are_counted(known: Stage) -> None:
    known.types(BOM, "/visit 대한정밀 on:11/17: orders are up")
    assert "Mon 16 Nov – Sun 22 Nov: *1*" in words(known.types(EUN, "/muster status @bom last week"))
    assert "Thu 1 Oct – Sat 31 Oct: *0*" in words(known.types(EUN, "/muster status bom 지난달"))


class TestDoubt:
    def test_a_name_that_nobody_has_is_told_with_the_words(self, known: Stage) -> None:
        assert "Type `team KEY`, `org NAME` or `@kim` in its place." in words(known.types(ARA, "/visit list 없는곳"))
        assert "Type `team KEY` or `@kim` in its place." in words(known.types(ARA, "/muster status 없는곳"))
        speaks(known, ARA, "ko")
        assert "`팀 키`, `업체 이름` 또는 `@김과장`" in words(known.types(ARA, "/difficulty 목록 없는곳"))

    def test_a_name_of_several_is_asked_about(self, known: Stage) -> None:
        known.types(ARA, "/org add 수출과")
        said = words(known.types(ARA, "/difficulty list 수출과"))
        assert "could mean several. Type one of these in its place: `team export`, `org 수출과`." in said

    def test_a_team_that_there_is_not_is_told_with_keys_and_names(self, known: Stage) -> None:
        said = words(known.types(DANA, "/team show nowhere"))
        assert "energy (에너지과), export (수출과), ministry (산업자원부)" in said
        with known.db.read() as session:
            assert len(teams.everything(session, WS)) == 3
