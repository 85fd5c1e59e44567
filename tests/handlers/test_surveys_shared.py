"""A survey in a channel that is shared with another workspace (Slack Connect): a company answers, and learns nothing.

Slack sends whose workspace somebody is from; what was opened in ours says so (`app_installed_team_id`).
"""

from typing import Any, Final

import pytest

from bot.domain.people import Role
from handlers import payloads
from storage import people
from tests.cast import BOM, EXPORT, WS, Json, Stage, words
from tests.doubles.forms import filled
from tests.surveying import BUSINESS, HELP, answered, asked, opened, stored

THEIRS, LEE = "T0COMPANY", "U0LEE"
OURS: Final = ("봄", "아라", "수출과", "Export", "surveys:record", "surveys:whose", "surveys:close", "surveys:results")


@pytest.fixture
def shared(stage: Stage) -> Stage:
    """Lee of another workspace is in the export team's channel; nobody here has met them."""
    stage.slack.add_person(LEE, "lee", team_id=THEIRS, is_stranger=True)
    return stage


def submits(stage: Stage, values: dict[str, Any]) -> Json:
    """Lee's form, as Slack sends it: from their workspace, opened by what is installed in ours."""
    form = stage.slack.form(LEE)
    view = {**form, "app_installed_team_id": WS, "state": {"values": filled(form, values)}}
    body = {
        "team": {"id": THEIRS},
        "user": {"id": LEE, "team_id": THEIRS},
        "view": view,
        "trigger_id": stage.slack.trigger(LEE),
    }
    return stage.door.hear(payloads.form(body))


def test_one_click_is_an_answer_of_somebody_without_a_division(shared: Stage) -> None:
    survey = opened(shared.db, anonymous=False)
    thanks = shared.clicks(LEE, asked(shared), "surveys:choose#1", channel=EXPORT)
    assert "Thank you. Your answer to S-1 is kept." in words(thanks) or "S-1 응답" in words(thanks)
    (answer,) = stored(shared.db, survey)
    assert (answer.person, answer.values, answer.sector, answer.region) == (LEE, (1,), None, None)
    with shared.db.read() as session:
        lee = people.get(session, WS, LEE)
    assert lee is not None
    assert (lee.role, lee.outside) == (Role.GUEST, True)


def test_the_form_asks_for_their_companys_sector_and_region(shared: Stage) -> None:
    survey = opened(shared.db, BUSINESS, HELP, anonymous=False)
    shared.clicks(LEE, asked(shared), "surveys:answer", channel=EXPORT)
    assert "errors" not in submits(shared, {"q0": "1", "q1": "4", "sector": "parts", "region": "ansan"})
    (answer,) = stored(shared.db, survey)
    assert (answer.person, answer.values, answer.sector, answer.region) == (LEE, (1, 4), "parts", "ansan")


def test_nothing_of_ours_is_shown_to_them(shared: Stage) -> None:
    survey = opened(shared.db, BUSINESS, HELP, anonymous=False, live=True)
    answered(shared.db, survey, (0, 5), person=BOM)
    card = asked(shared)
    shared.clicks(LEE, card, "surveys:answer", channel=EXPORT)
    form = shared.slack.form(LEE)
    submits(shared, {"q0": "1", "q1": "4"})
    for shown in (card, form, shared.said()):
        assert not [word for word in OURS if word in str(shown)]


@pytest.mark.parametrize("line", ["/survey results S-1", "/survey show S-1", "/survey record S-1 Geoje", "/muster"])
def test_and_nothing_else_is_open_to_them(shared: Stage, line: str) -> None:
    survey = opened(shared.db, BUSINESS, HELP, live=True)
    refused = words(shared.types(LEE, line))
    assert refused.startswith(":warning:")
    assert stored(shared.db, survey) == []


def test_a_form_of_theirs_is_no_workspace_of_its_own(shared: Stage) -> None:
    """What Lee sends is heard in our workspace: no second one comes to be from it."""
    opened(shared.db, BUSINESS, HELP, anonymous=False)
    shared.clicks(LEE, asked(shared), "surveys:answer", channel=EXPORT)
    submits(shared, {"q0": "1", "q1": "4"})
    with shared.db.read() as session:
        assert people.get(session, THEIRS, LEE) is None
