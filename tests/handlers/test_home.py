"""The App Home over real records: a section for each noun, and where its *More* leads."""

import datetime as dt

import pytest

from bot.speech.commands import NOUNS as NOUNS_TYPED
from storage import teams
from tests.cast import ARA, BOM, DANA, WS, Stage, becomes_guest, speaks, words
from tests.forcing import force
from tests.indicating import watched
from tests.planning import planned
from tests.rostering import on_duty
from tests.sitting import stored
from tests.surveying import opened

NOUNS = [
    ("visit list me", "대한정밀"),
    ("difficulty list mine", "용접공 부족"),
    ("task list mine", "용접 교육과정"),
    ("survey list", "S-1"),
    ("meeting next mine", "M-1"),
    ("duty roster mine", "Sat 28 Nov"),
    ("plan list mine", "P-1"),
    ("indicator list mine", "I-1"),
    ("team list", "US trade TF"),
]


@pytest.fixture
def busy(stage: Stage) -> Stage:
    """Ara has something of everything, and of difficulties and tasks more than a section shows."""
    stage.types(ARA, "/visit 대한정밀 on:11/27 plan")
    for number in range(22):
        stage.types(BOM, f"/difficulty add 용접공 부족 {number}")
    for number in range(22):
        stage.types(ARA, f"/task add 용접 교육과정 {number} @ara")
    for number in range(2, 23):
        stage.types(ARA, f"/difficulty assign D-{number} @ara")
    opened(stage.db)
    stored(stage.db)
    on_duty(stage, dt.date(2026, 11, 28), ARA)
    planned(stage.db, owner=ARA)
    watched(stage.db)
    force(stage)
    stage.later(days=1)
    return stage


def test_every_noun_has_its_section_and_says_what_it_hides(busy: Stage) -> None:
    said = words(busy.opens_home(ARA))
    assert "Visits planned this week" in said
    assert "Difficulties in hand" in said
    assert "and 16 more" in said  # of 21 difficulties
    assert "and 17 more" in said  # of 22 tasks
    assert "My task forces" in said
    assert "My days of duty" in said


def test_each_noun_has_a_button(stage: Stage) -> None:
    buttons = [
        one for block in stage.opens_home(ARA)["blocks"] if block["type"] == "actions" for one in block["elements"]
    ]
    assert set(NOUNS_TYPED) - {"muster"} <= {str(one.get("value")).partition(" ")[0] for one in buttons}


def test_days_away_are_said_in_a_form(stage: Stage) -> None:
    stage.clicks_in_view(ARA, stage.opens_home(ARA), "I am away")
    assert stage.slack.form(ARA)["callback_id"] == "leaves:save"


def test_in_korean(busy: Stage) -> None:
    speaks(busy, ARA, "ko")
    said = words(busy.opens_home(ARA))
    assert "외 17건" in said
    assert "처리 중인 애로사항" in said
    assert "내가 속한 TF" in said


@pytest.mark.parametrize(("command", "shows"), NOUNS)
def test_more_shows_the_whole_list(busy: Stage, command: str, shows: str) -> None:
    home = busy.opens_home(ARA)
    more = [block["accessory"] for block in home["blocks"] if block.get("accessory", {}).get("value") == command]
    [label] = [one["text"]["text"] for one in more]
    assert label.startswith(("More ", "Rate ")), "on a telephone it stands on a line of its own"
    busy.clicks_in_view(ARA, home, more[0]["action_id"])
    assert shows in words(busy.slack.form(ARA))


def test_of_many_teams_six_are_shown_and_the_rest_counted(stage: Stage) -> None:
    with stage.db.begin() as session:
        [known] = [one for one in teams.everything(session, WS) if one.key == "energy"]
        for number in range(8):
            teams.save(session, WS, type(known)(f"t{number}", "팀", f"Team {number}", members=frozenset({ARA})))
    assert "and 3 more teams" in words(stage.opens_home(ARA))


def test_a_guest_sees_one_sentence_in_the_place_of_the_old_home(busy: Stage) -> None:
    assert "Visits planned this week" in words(busy.opens_home(ARA))
    becomes_guest(busy, ARA)
    assert words(busy.opens_home(ARA)).startswith(":warning: Guests may only answer surveys.")


def test_the_division_of_the_leadership_is_not_taken_for_the_whole(stage: Stage) -> None:
    assert "*the ministry, its own people alone*" in words(stage.opens_home(DANA))
    speaks(stage, DANA, "ko")
    assert "*산업자원부(소속 직원만)*" in words(stage.opens_home(DANA))
    assert "*Export division*" in words(stage.opens_home(ARA))


def test_administrators_have_people_and_the_ledger_beside_the_settings(stage: Stage) -> None:
    assert {"Settings", "People", "Ledger"} <= set(words(stage.opens_home(DANA)).splitlines())
    assert not {"Settings", "People", "Ledger"} & set(words(stage.opens_home(ARA)).splitlines())


def test_a_blocked_task_is_marked(stage: Stage) -> None:
    stage.types(ARA, "/task add find the companies @ara due:12/24")
    stage.types(ARA, "/task block T-1 the customs wait")
    assert ":no_entry: *T-1*" in words(stage.opens_home(ARA))
