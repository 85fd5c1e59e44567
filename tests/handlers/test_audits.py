"""Who changed what, as people read it."""

import dataclasses

import pytest

from bot.blocks.audits import ACTIONS, FIELDS
from bot.domain.difficulties import Difficulty
from bot.domain.meetings import Meeting, Series
from bot.domain.organisations import Organisation
from bot.domain.people import Person
from bot.domain.tasks import Task
from bot.domain.teams import Team
from bot.domain.visits import Visit
from bot.domain.workspaces import Workspace
from storage import people
from tests.cast import ARA, BOM, DANA, EUN, WS, Stage, words
from tests.sitting import found

UNTOLD = {"id", "version", "recorded", "touched", "sequence", "changed"}


@pytest.mark.parametrize("value", [Visit, Difficulty, Task, Organisation, Team, Person, Workspace, Meeting, Series])
def test_every_field_has_a_name_for_people(value: type) -> None:
    assert {field.name for field in dataclasses.fields(value)} - UNTOLD <= set(FIELDS)


def test_a_visit(stage: Stage) -> None:
    card = stage.types(BOM, "/visit 대한정밀: 수주 회복 #안산 on:어제")
    stage.clicks(BOM, card, "Edit")
    stage.submits(BOM, {"summary": "<!channel> *better*", "companions": [ARA]})
    said = words(stage.types(EUN, "/muster audit V-1"))
    assert "Wed 25 Nov, 10:00 · *봄* · changed it" in said
    assert "• summary: 수주 회복 → &lt;!channel&gt; *better*" in said
    assert "• co-visitors: 아라" in said
    assert "• regions: Ansan" in said
    assert "• day: Tue 24 Nov" in said


@pytest.mark.parametrize(("lang", "change"), [("en", "under way → blocked"), ("ko", "진행 중 → 막힘")])
def test_a_tasks_states_are_words_of_tasks(stage: Stage, lang: str, change: str) -> None:
    with stage.db.begin() as session:
        eun = people.get(session, WS, EUN)
        assert eun is not None
        people.save(session, WS, dataclasses.replace(eun, language=lang))
    stage.types(ARA, "/task add Crane repair @bom by: 12/24")
    stage.types(ARA, "/task block T-1 no parts")
    assert change in words(stage.types(EUN, "/muster audit T-1"))


def test_in_korean(stage: Stage) -> None:
    with stage.db.begin() as session:
        eun = people.get(session, WS, EUN)
        assert eun is not None
        people.save(session, WS, dataclasses.replace(eun, language="ko"))
    stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 납품대금 지연")
    said = words(stage.types(EUN, "/muster 이력 D-1"))
    assert "접수" in said
    assert "담당 부서" in said or "부서" in said


def test_a_person_a_team_and_the_settings(stage: Stage) -> None:
    stage.types(DANA, "/muster people @bom grade: 주무관 role: 총괄")
    stage.types(DANA, "/team lead export @bom")
    said = words(stage.types(DANA, "/muster audit @bom"))
    assert "• role: team member → secretariat" in said
    assert "• grade: director → officer" in said
    assert "• lead: 아라 → 봄" in words(stage.types(DANA, "/muster audit team export"))
    assert "No change of the settings is recorded." in words(stage.types(DANA, "/muster audit settings"))


def test_a_meeting_and_its_series(stage: Stage) -> None:
    found(stage)
    stage.types(ARA, "/meeting M-1 move 11/24 15:00 the chair is abroad")
    stage.types(ARA, "/meeting M-1 attended 대한무역인협회, 12명")
    said = words(stage.types(EUN, "/muster audit M-1"))
    assert "*아라* · moved the sitting" in said
    assert "• reason: the chair is abroad" in said
    assert "• state: planned → took place" in said
    assert "• organisations: 대한무역인협회" in said
    said = words(stage.types(EUN, "/muster audit meeting PR"))
    assert "Changes of PR Council" in said
    assert "• how often: every month on the first Tuesday" in said
    assert "• kind: council" in said


def test_pages(stage: Stage) -> None:
    for number in range(10):
        stage.types(EUN, f"/team lead export @{'bom' if number % 2 else 'ara'}")
    first = stage.types(EUN, "/muster audit team export")
    second = stage.clicks(EUN, first, "More")
    assert "More" not in words(second)


def test_only_for_the_secretariat(stage: Stage) -> None:
    assert "is for the secretariat and administrators: 은, 다나." in words(stage.types(BOM, "/muster audit V-1"))


def test_nothing_recorded(stage: Stage) -> None:
    assert "No change of V-99 is recorded." in words(stage.types(EUN, "/muster audit V-99"))


def test_every_action_has_words() -> None:
    assert all(sentence[0].islower() for sentence in ACTIONS.values())
