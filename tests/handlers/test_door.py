"""The door: the same request twice changes nothing, what is unknown gets a sentence, strangers are looked up."""

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.people import Person, Role
from bot.domain.refs import from_value
from bot.domain.teams import Team
from handlers import payloads
from handlers.asks import Ask, Binding, Kind, Origin, Reply
from handlers.payloads import Heard
from storage import people, teams
from storage.difficulties import DifficultyRow
from storage.inbound import InboundRow
from storage.tasks.rows import TaskRow
from storage.visits import VisitRow
from tests.blocking import somebody_writes
from tests.cast import ARA, BOM, DANA, EXPORT, GIL, WS, Json, Stage, words
from tests.doubles.faults import Broken, Garbage, Hang, RateLimited, Reset, Unreachable
from tests.doubles.faults import Refusal as Refused
from tests.knocking import answered, button, mention, rows

DUE = "Fri 27 Nov, 17:00."
NEW = "U0NEW"
SECRET = "한솔정밀 수주 급감"
MISSING_SCOPE, UNKNOWN_METHOD = Refused("missing_scope", needed="users:read"), Refused("unknown_method")
FAULTS = [MISSING_SCOPE, UNKNOWN_METHOD, RateLimited(), Broken(status=500), Garbage(), Hang(), Reset(), Unreachable()]


class TestLook:
    """Composing what is only looked at may take its time: meanwhile others write."""

    @pytest.mark.parametrize("dm", [False, True])
    def test_said_in_a_channel_or_to_us_holds_no_lock_while_it_is_composed(self, stage: Stage, dm: bool) -> None:
        noun = stage.door.routes.nouns["agenda"]
        looked: list[str] = []

        def composes(ask: Ask) -> Reply:
            with stage.db.begin() as other:  # gives up after 1.5 s if this request held the lock
                people.save(other, ask.ws, dataclasses.replace(ask.who, name="new name"))
            looked.append(ask.who.id)
            return noun.empty.run(ask)

        stage.door.routes.nouns["agenda"] = dataclasses.replace(noun, empty=Binding(composes, writes=False))
        said = stage.mentions(BOM, "agenda", dm=dm)
        assert looked == [BOM]
        assert "Export division" in words(said)

    def test_confirming_composes_nothing(self, stage: Stage) -> None:
        stage.types(ARA, "/task add something due: 11/20")
        said = words(stage.types(ARA, "/agenda confirm"))
        assert said == ":white_check_mark: The agenda of Export division is confirmed. It will be posted on " + DUE


class TestTwice:
    """Slack sends a request again when it heard no answer: the same key, the same answer, nothing stored twice."""

    def test_a_command(self, stage: Stage) -> None:
        once = stage.types(BOM, "/visit 대한정밀: 수주 ! 용접공 부족", key="t-1")
        assert stage.types(BOM, "/visit 대한정밀: 수주 ! 용접공 부족", key="t-1") == once
        assert rows(stage, VisitRow, DifficultyRow, InboundRow) == [1, 1, 1]

    def test_a_form(self, stage: Stage) -> None:
        stage.types(BOM, "/visit")
        view = stage.slack.form(BOM)
        values = {"organisation": "Geoje Shipyard", "difficulty_1": "short of welders"}
        once = stage.submits(BOM, values, view=view, key="t-2")
        said = stage.said()
        assert stage.submits(BOM, values, view=view, key="t-2") == once
        assert stage.said() == said
        assert rows(stage, VisitRow, DifficultyRow) == [1, 1]

    def test_a_button(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀: 수주")
        heard = button(stage, "visits:undo", value="V-1.1", ref=from_value("V-1.1"))
        stage.door.hear(heard)
        first = stage.said()
        stage.door.hear(heard)
        assert (stage.said(), len(stage.slack.responses)) == (first, 2)

    def test_a_mention(self, stage: Stage) -> None:
        for _ in range(3):  # at once, after one minute and after five
            stage.door.hear(mention("visit 대한정밀: 수주"))
            stage.later(minutes=2)
        assert rows(stage, VisitRow) == [1]
        assert answered(stage) == ["Ev1"]

    def test_a_mention_that_is_refused(self, stage: Stage) -> None:
        for _ in range(2):
            stage.door.hear(mention("frobnicate"))
        assert answered(stage) == ["Ev1"]

    def test_a_mention_that_only_reads(self, stage: Stage) -> None:
        for _ in range(2):
            stage.door.hear(mention("visit list"))
        assert answered(stage) == ["Ev1"]

    def test_an_event_that_nobody_said_to_us(self, stage: Stage) -> None:
        heard: list[str] = []
        notices = {"team_join": lambda _session, _ws, event, _rules, _now: heard.append(event["user"]["id"])}
        door = dataclasses.replace(stage.door, notices=notices)
        body = {"team_id": WS, "event_id": "Ev9", "event": {"type": "team_join", "user": {"id": NEW}}}
        door.notice(body)
        door.notice(body)
        assert heard == [NEW]

    def test_keys_of_other_people_and_days_are_other_requests(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀", key="t-3")
        stage.types(BOM, "/visit 거제조선", key="t-4")
        assert rows(stage, VisitRow) == [2]

    def test_what_failed_may_be_tried_again_with_the_same_key(self, stage: Stage) -> None:
        with somebody_writes(stage.db):
            assert "Not saved" in words(stage.types(BOM, "/visit 대한정밀", key="t-5"))
        assert "V-1" in words(stage.types(BOM, "/visit 대한정밀", key="t-5"))


class TestAtOnce:
    def test_whoever_joins_while_others_join_is_in_the_team(self, stage: Stage) -> None:
        """Each rests on the team as it is when nobody else writes: what was acknowledged is not undone by the next."""
        many = [f"U0P{number}" for number in range(12)]
        with stage.db.begin() as session:
            for id in many:
                people.save(session, WS, Person(id, id, id, role=Role.MEMBER, language="en"))
            teams.save(session, WS, Team("tf", "티에프", "Task force"))
        told: list[Json] = []
        together = threading.Barrier(len(many))

        def join(id: str) -> None:
            together.wait()
            told.append(stage.types(id, "/team join tf"))

        threads = [threading.Thread(target=join, args=(id,)) for id in many]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert all("In the team now" in words(one) for one in told)
        with stage.db.read() as session:
            assert teams.get(session, WS, "tf").members == set(many)  # type: ignore[union-attr]

    def test_what_one_typed_nobody_else_reads(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            for id in ("U0ONE", "U0TWO"):
                people.save(session, WS, Person(id, id, id, role=Role.MEMBER, language="en"))
        assert SECRET in words(stage.types("U0ONE", f"/agenda add {SECRET}"))
        assert SECRET not in words(stage.types("U0TWO", "/agenda confirm"))


class TestUnknown:
    def test_a_command_that_is_not_ours_is_read_as_muster(self, stage: Stage) -> None:
        assert "I do not know" in words(stage.types(BOM, "/unknown frobnicate"))

    def test_a_button_of_an_earlier_version(self, stage: Stage) -> None:
        stage.door.hear(button(stage, "gone:button"))
        assert "from an earlier version" in words(stage.said())

    def test_a_form_of_an_earlier_version_stays_open(self, stage: Stage) -> None:
        origin = Origin(surface="modal")
        heard = Heard(Kind.FORM, "k", WS, BOM, "gone:form", origin, first_input="organisation")
        answer = stage.door.hear(heard)
        assert "earlier version" in answer["errors"]["organisation"]

    def test_a_form_without_inputs_is_replaced_by_the_sentence(self, stage: Stage) -> None:
        answer = stage.door.hear(Heard(Kind.FORM, "k", WS, BOM, "gone:form", Origin(surface="modal")))
        assert "earlier version" in words(answer["view"])

    def test_a_menu_has_no_options(self, stage: Stage) -> None:
        assert stage.suggests(BOM, "gone:menu", "대") == []

    def test_a_shortcut(self, stage: Stage) -> None:
        url = stage.slack.response_url(EXPORT, BOM)
        stage.door.hear(Heard(Kind.SHORTCUT, "k", WS, BOM, "gone", Origin(channel=EXPORT, response_url=url)))
        assert "earlier version" in words(stage.said())

    @pytest.mark.parametrize(
        "event",
        [
            {"type": "reaction_added", "user": BOM},
            {"type": "message", "user": BOM, "channel_type": "channel", "text": "visit x"},
            {"type": "message", "user": BOM, "channel_type": "im", "text": "x", "subtype": "message_changed"},
            {"type": "message", "bot_id": "B1", "user": BOM, "channel_type": "im", "text": "x"},
            {"type": "app_home_opened", "user": BOM, "tab": "messages"},
            {"type": "app_mention", "text": "nobody said it"},
            {},
        ],
    )
    def test_what_is_not_said_to_us_is_not_heard(self, event: Json) -> None:
        assert payloads.event({"team_id": WS, "event_id": "Ev", "event": event}) is None

    @pytest.mark.parametrize("understand", [payloads.command, payloads.button, payloads.form, payloads.suggestion])
    def test_an_empty_payload_breaks_nothing(self, stage: Stage, understand: Callable[[Json], Heard]) -> None:
        with capture_logs() as logs:
            stage.door.hear(understand({}))
        assert [one for one in logs if one["log_level"] == "error"] == []


class TestStrangers:
    def test_somebody_new_is_looked_up_and_served(self, stage: Stage) -> None:
        stage.slack.add_person(NEW, "새봄", locale="en-US")
        assert "V-1" in words(stage.types(NEW, "/visit 대한정밀"))
        with stage.db.read() as session:
            known = people.get(session, WS, NEW)
        assert known is not None
        assert known.name == "새봄"
        stage.types(NEW, "/visit 거제조선")
        assert len(stage.slack.sent("users.info")) == 1

    def test_a_guest_is_one_from_the_first_word(self, stage: Stage) -> None:
        stage.slack.add_person(NEW, is_restricted=True)
        stage.types(NEW, "/visit 대한정밀")
        assert rows(stage, VisitRow) == [0]

    def test_a_bot_is_asked_to_send_a_person(self, stage: Stage) -> None:
        stage.slack.add_person(NEW, is_bot=True)
        answer = stage.types(NEW, "/visit 대한정밀")
        assert rows(stage, VisitRow) == [0]
        assert answer["text"]

    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: getattr(fault, "error", type(fault).__name__))
    def test_when_slack_does_not_say_who_they_are_nothing_is_stored_and_nothing_lost(
        self, stage: Stage, fault: Any
    ) -> None:
        stage.slack.add_person(NEW)
        stage.slack.misbehave("users.info", fault)
        answer = stage.types(NEW, f"/visit {SECRET}: 방문")
        assert "Slack" in words(answer)
        assert SECRET in words(answer)
        with stage.db.read() as session:
            assert people.get(session, WS, NEW) is None
        assert rows(stage, VisitRow, InboundRow) == [0, 0]

    def test_somebody_new_who_is_mentioned_is_looked_up_too(self, stage: Stage) -> None:
        stage.slack.add_person(NEW, "새봄", locale="en-US")
        assert "새봄" in words(stage.types(ARA, f"/task add 용접공 모집 <@{NEW}|saebom>"))
        assert len(stage.slack.sent("users.info")) == 1
        with stage.db.read() as session:
            assert people.get(session, WS, NEW) is not None

    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: getattr(fault, "error", type(fault).__name__))
    def test_whom_slack_does_not_tell_of_is_asked_for_again(self, stage: Stage, fault: Any) -> None:
        stage.slack.add_person(NEW)
        stage.slack.misbehave("users.info", fault)
        said = words(stage.types(ARA, f"/task add 용접공 모집 <@{NEW}|saebom>"))
        assert "I do not know saebom in this workspace yet" in said
        assert "용접공 모집" in said
        assert rows(stage, TaskRow) == [0]

    def test_what_was_decided_about_them_meanwhile_stays(self, stage: Stage) -> None:
        """While Slack is asked who they are, an administrator says what they do."""
        stage.slack.add_person(NEW, "새봄", locale="en-US")
        door = stage.door

        class Wire(type(door.wire)):  # type: ignore[misc]
            def user(self, workspace: str, person: str) -> Any:
                found = door.wire.user(workspace, person)
                stage.door = door
                stage.types(DANA, f"/muster people <@{NEW}|saebom> grade: director team: export role: secretariat")
                return found

        stage.door = dataclasses.replace(door, wire=Wire(door.wire.client, door.wire.post, door.wire.download))
        stage.types(ARA, f"/task add 용접공 모집 <@{NEW}|saebom>")
        with stage.db.read() as session:
            known = people.get(session, WS, NEW)
        assert known is not None
        assert (known.role, known.grade, known.team) == (Role.SECRETARIAT, "director", "export")

    def test_a_mentioned_bot_is_nobody(self, stage: Stage) -> None:
        stage.slack.add_person(NEW, is_bot=True)
        assert "I do not know" in words(stage.types(ARA, f"/task add 용접공 모집 <@{NEW}|saebom>"))
        assert rows(stage, TaskRow) == [0]


class TestGuests:
    @pytest.mark.parametrize("typed", ["/visit", "/visit 대한정밀", "/difficulty 부족", "/agenda", "/team", "/muster"])
    def test_may_do_nothing_and_are_told_who_may(self, stage: Stage, typed: str) -> None:
        assert "Guests" in words(stage.types(GIL, typed))
        assert rows(stage, VisitRow, DifficultyRow) == [0, 0]

    def test_may_ask_for_help(self, stage: Stage) -> None:
        assert "Examples" in words(stage.types(GIL, "/visit help"))
