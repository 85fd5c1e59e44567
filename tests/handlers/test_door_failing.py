"""When something fails: a sentence with a reference, nothing half stored, and what was stored is not called lost."""

import dataclasses
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.visits import VisitState
from handlers.asks import Ask, Binding, Reply
from storage import people, visits
from storage.inbound import InboundRow
from storage.visits import VisitRow
from tests.blocking import somebody_writes
from tests.cast import ARA, BOM, WS, Stage, words
from tests.doubles.faults import Broken, Garbage, Hang, RateLimited, Reset, Unreachable
from tests.doubles.faults import Refusal as Refused
from tests.knocking import rows

DUE = "Fri 27 Nov, 17:00."
NEW = "U0NEW"
SECRET = "한솔정밀 수주 급감"
MISSING_SCOPE, UNKNOWN_METHOD = Refused("missing_scope", needed="users:read"), Refused("unknown_method")
FAULTS = [MISSING_SCOPE, UNKNOWN_METHOD, RateLimited(), Broken(status=500), Garbage(), Hang(), Reset(), Unreachable()]


def breaks(ask: Ask) -> Reply:
    """A listener with a mistake in it, after it has written something."""
    visit = visits.get(ask.session, ask.ws, 1)
    people.save(ask.session, ask.ws, dataclasses.replace(ask.who, name="half stored"))
    raise RuntimeError(f"{visit} {SECRET}")


def broken(stage: Stage) -> None:
    """From here on `/visit`, the form and the button of visits break."""
    binding = Binding(breaks)
    noun = stage.door.routes.nouns["visit"]
    stage.door.routes.nouns["visit"] = dataclasses.replace(noun, free=binding)
    stage.door.routes.forms["visits:save"] = binding
    stage.door.routes.buttons["visits:undo"] = binding


class TestWhatBreaks:
    def test_a_command_gets_a_reference_and_nothing_is_half_stored(self, stage: Stage) -> None:
        broken(stage)
        with capture_logs() as logs:
            answer = stage.types(BOM, f"/visit {SECRET}", key="t-1")
        [failed] = [one for one in logs if one["log_level"] == "error"]
        assert failed["reference"] in words(answer)
        assert "Traceback" not in words(answer)
        assert "RuntimeError" not in words(answer)
        with stage.db.read() as session:
            assert people.get(session, WS, BOM).name == "봄"  # type: ignore[union-attr]
        assert rows(stage, InboundRow) == [0]

    def test_a_form_stays_with_the_reference_under_its_first_field(self, stage: Stage) -> None:
        stage.types(BOM, "/visit")
        broken(stage)
        with capture_logs() as logs:
            answer = stage.submits(BOM, {"organisation": SECRET})
        [(field, sentence)] = answer["errors"].items()
        assert answer["response_action"] == "errors"
        assert field == "organisation"
        assert next(one["reference"] for one in logs if one["log_level"] == "error") in sentence

    def test_a_button_says_it_beside_the_card(self, stage: Stage) -> None:
        card = stage.types(BOM, "/visit 대한정밀")
        broken(stage)
        said = stage.clicks(BOM, card, "Undo")
        assert "did not work" in words(said)
        assert not said.get("replace_original")

    def test_a_mention_hears_of_it_in_its_thread(self, stage: Stage) -> None:
        broken(stage)
        assert "did not work" in words(stage.mentions(BOM, "visit 대한정밀"))

    def test_what_breaks_after_it_was_stored_is_not_called_lost(self, stage: Stage) -> None:
        card = stage.types(BOM, "/visit 대한정밀")
        post, broken = stage.door.wire.post, [RuntimeError("a mistake of ours")]

        def breaks_once(url: str, payload: Any) -> int:
            if broken:
                raise broken.pop()
            return post(url, payload)

        stage.door = dataclasses.replace(stage.door, wire=dataclasses.replace(stage.door.wire, post=breaks_once))
        with capture_logs() as logs:
            said = words(stage.clicks(BOM, card, "Undo"))
        [failed] = [one for one in logs if one["log_level"] == "error"]
        assert failed["reference"] in said
        assert "is stored" in said
        with stage.db.read() as session:
            assert visits.get(session, WS, 1).state is VisitState.UNDONE  # type: ignore[union-attr]

    def test_an_opened_home_stays_as_it_was(self, stage: Stage) -> None:
        stage.opens_home(BOM)
        home = stage.slack.homes[BOM]
        stage.door.routes.homes[0] = Binding(breaks)
        stage.opens_home(BOM)
        assert stage.slack.homes[BOM] == home

    def test_a_menu_has_no_options(self, stage: Stage) -> None:
        stage.door.routes.suggestions["broken:menu"] = Binding(breaks, writes=False)
        assert stage.suggests(BOM, "broken:menu", "대") == []


class TestSlackFails:
    """The one call that an answer needs is refused or not answered: a sentence, and what was stored is whole."""

    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: getattr(fault, "error", type(fault).__name__))
    def test_when_a_form_is_to_open(self, stage: Stage, fault: Any) -> None:
        stage.slack.misbehave("views.open", fault)
        answer = stage.types(BOM, "/visit")
        assert "Slack" in words(answer)
        assert "try again" in words(answer) or "administrator" in words(answer)
        assert rows(stage, VisitRow, InboundRow) == [0, 0]

    def test_when_a_trigger_is_too_old(self, stage: Stage) -> None:
        stage.slack.misbehave("views.open", Refused("expired_trigger_id"))
        assert "had run out" in words(stage.types(BOM, "/visit"))

    @pytest.mark.parametrize("fault", [Broken(), Hang(), Reset(), Unreachable()], ids=str)
    def test_when_a_response_url_fails_the_form_itself_says_it(self, stage: Stage, fault: Any) -> None:
        stage.types(BOM, "/visit")
        stage.slack.misbehave("response_url", fault)
        answer = stage.submits(BOM, {"organisation": "Geoje Shipyard"})
        assert answer["response_action"] == "update"
        assert "V-1" in words(answer["view"])
        assert rows(stage, VisitRow) == [1]

    def test_when_an_answer_to_a_button_cannot_be_said_there_a_window_says_it(self, stage: Stage) -> None:
        card = stage.types(BOM, "/visit 대한정밀")
        stage.slack.misbehave("response_url", Unreachable())
        stage.clicks(BOM, card, "Undo")
        assert "taken back" in words(stage.slack.form(BOM))

    def test_when_nothing_at_all_answers_what_was_done_is_done_and_the_log_knows(self, stage: Stage) -> None:
        card = stage.types(BOM, "/visit 대한정밀")
        stage.slack.break_down("*", Unreachable())
        with capture_logs() as logs:
            assert stage.clicks(BOM, card, "Undo") == {}
        assert [one["event"] for one in logs] == ["slack_unreachable", "answer_lost", "answered"]
        with stage.db.read() as session:
            undone = visits.get(session, WS, 1)
        assert undone is not None
        assert undone.state == VisitState.UNDONE

    def test_when_the_home_cannot_be_shown(self, stage: Stage) -> None:
        stage.opens_home(BOM)
        stage.slack.misbehave("views.publish", MISSING_SCOPE)
        with capture_logs() as logs:
            stage.opens_home(BOM)
        assert logs[0]["event"] == "slack_unreachable"


class TestNotSaved:
    """Somebody else writes for longer than we wait."""

    def test_a_command_gives_back_what_was_typed(self, stage: Stage) -> None:
        with somebody_writes(stage.db):
            answer = stage.types(BOM, f"/visit {SECRET} &lt;b&gt;: 방문")
        assert "Not saved" in words(answer)
        assert f"{SECRET} &lt;b&gt;: 방문" in words(answer)
        assert rows(stage, VisitRow, InboundRow) == [0, 0]

    def test_who_mentions_somebody_new_waits_no_longer_than_others(self, stage: Stage) -> None:
        stage.slack.add_person(NEW, "새봄", locale="en-US")
        with somebody_writes(stage.db), capture_logs() as logs:
            assert "Not saved" in words(stage.types(ARA, f"/task add 용접공 모집 <@{NEW}|saebom>"))
        assert [one["event"] for one in logs] == ["answered"]  # it was not tried again without them

    def test_a_button_says_so(self, stage: Stage) -> None:
        card = stage.types(BOM, "/visit 대한정밀")
        with somebody_writes(stage.db):
            assert "Not saved" in words(stage.clicks(BOM, card, "Undo"))

    def test_reading_goes_on(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀")
        with somebody_writes(stage.db):
            assert "대한정밀" in words(stage.types(BOM, "/visit list"))
