"""Whatever people type: a sentence or a card that can only be read, no broken listener, nothing half stored."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.domain.visits import Visit, VisitState
from storage import organisations, people, visits
from tests.cast import ARA, BOM, CHAN, DANA, WS, Json, Stage, words
from tests.indicating import watched
from tests.odd import LONG, STORED_DIFFERENTLY, TEXTS
from tests.planning import planned
from tests.safety import apology, dangers
from tests.sitting import found
from tests.surveying import BUSINESS, WORDS, opened

LINES = (
    "/visit {}",
    "/visit 대한정밀: {}",
    "/visit 대한정밀 ! {}",
    "/visit 대한정밀 #{}",
    "/visit 대한정밀 @{}",
    "/visit 대한정밀 on:{}",
    "/visit list {}",
    "/visit list org {}",
    "/visit show {}",
    "/visit done {}",
    "/visit edit {}",
    "/visit undo {}",
    "/visit delete {}",
    "/visit photos {}",
    "/visit quota {}",
    "/difficulty {}",
    "/difficulty 부족 from: {}",
    "/difficulty list {}",
    "/difficulty show {}",
    "/difficulty assign D-1 {}",
    "/difficulty note D-1 {}",
    "/difficulty answer D-1 {}",
    "/difficulty decline D-1 {}",
    "/difficulty merge D-1 {}",
    "/difficulty escalate D-1 {}",
    "/difficulty refer D-1 {}",
    "/difficulty refer D-1 O-1 by: {}",
    "/difficulty withdraw {}",
    "/difficulty letter {}",
    "/task {}",
    "/task T-1 {}",
    "/task add {}",
    "/task add Crane repair due:{}",
    "/task list {}",
    "/task show {}",
    "/task block T-1 {}",
    "/task move T-1 {}",
    "/task assign T-1 {}",
    "/task drop T-1 {}",
    "/task programme {}",
    "/task import {}",
    "/task export {}",
    "/agenda {}",
    "/agenda add {}",
    "/agenda note {}",
    "/agenda decide {}",
    "/agenda undo {}",
    "/agenda post {}",
    "/evaluate {}",
    "/evaluate results {}",
    "/evaluate open {}",
    "/survey {}",
    "/survey list {}",
    "/survey show {}",
    "/survey edit {}",
    "/survey open {}",
    "/survey answer {}",
    "/survey results {}",
    "/survey results S-1 {}",
    "/survey answers {}",
    "/survey record S-1 {}",
    "/survey link S-1 {}",
    "/survey close {}",
    "/survey delete {}",
    "/meeting {}",
    "/meeting new {}",
    "/meeting next {}",
    "/meeting list {}",
    "/meeting show {}",
    "/meeting edit {}",
    "/meeting close {}",
    "/meeting M-1 {}",
    "/meeting M-1 add {}",
    "/meeting M-1 attended {}",
    "/meeting M-1 attended all except {}",
    "/meeting M-1 decide {}",
    "/meeting M-1 decide x by: {}",
    "/meeting M-1 minutes {}",
    "/meeting M-1 move {}",
    "/meeting M-1 move 12/24 {}",
    "/meeting M-1 cancel {}",
    "/team {}",
    "/team show {}",
    "/team create {}",
    "/team create key {}",
    "/team create key Trade due: {}",
    "/team channel {}",
    "/team wind-up {}",
    "/team lead export {}",
    "/team add export {}",
    "/org {}",
    "/org find {}",
    "/org add {}",
    "/org show {}",
    "/org links {}",
    "/org merge {}",
    "/org merge O-1 {}",
    "/org undo {}",
    "/org import {}",
    "/muster people import {}",
    "/indicator {}",
    "/indicator new {}",
    "/indicator list {}",
    "/indicator show {}",
    "/indicator record {}",
    "/indicator record exports {}",
    "/indicator record exports 14bn for: {}",
    "/indicator record exports 14bn sector: {}",
    "/indicator chart {}",
    "/indicator undo {}",
    "/plan {}",
    "/plan list {}",
    "/plan show {}",
    "/plan add {}",
    "/plan add Sites field: {}",
    "/plan add Sites period: {}",
    "/plan add Sites target: {}",
    "/plan count {}",
    "/plan count V-1 {}",
    "/plan field {}",
    "/plan field trade {}",
    "/plan coverage {}",
    "/duty {}",
    "/duty roster {}",
    "/duty generate {}",
    "/duty swap {}",
    "/duty swap 12/25 {}",
    "/duty swap 12/25 @bom for {}",
    "/duty accept {}",
    "/duty decline {}",
    "/duty volunteer {}",
    "/duty confirm {}",
    "/duty assign {}",
    "/duty assign 12/25 {}",
    "/duty log {}",
    "/duty handover {}",
    "/muster {}",
    "/muster transfer {}",
    "/muster forget {}",
    "/muster export {}",
    "/muster transfer @bom {}",
    "/muster status {}",
    "/muster find {}",
    "/muster people {}",
    "/muster people @bom grade: {}",
    "/muster settings {}",
    "/muster away {}",
    "/muster preview {}",
    "/muster audit {}",
    "/muster trace {}",
    "/muster ledger {}",
)


COMMANDS = (
    "visit",
    "difficulty",
    "task",
    "agenda",
    "team",
    "org",
    "indicator",
    "plan",
    "muster",
    "evaluate",
    "survey",
    "duty",
    "meeting",
)
LED = ("/muster", "/team", "/evaluate", "/duty", "/indicator", "/plan", "/meeting")  # where an administrator may more


@pytest.fixture
def furnished(stage: Stage) -> Stage:
    """One thing of each noun, and somebody who left."""
    stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 용접공 부족")
    stage.types(ARA, "/task add Crane repair @bom due:12/24 team:export")
    opened(stage.db, BUSINESS, WORDS, web=True, author=BOM)
    found(stage, one={"secretary": BOM})
    stage.types(BOM, "/meeting M-1 move 11/25 09:00")  # it has passed: who was there can be said
    gone = stage.slack.add_person("U0GONE", "gone", deleted=True)
    watched(stage.db)
    planned(stage.db)
    with stage.db.begin() as session:
        bom = people.get(session, WS, BOM)
        assert bom is not None
        people.save(session, WS, dataclasses.replace(bom, id=gone, name="gone", team=None, active=False))
    return stage


def hear(stage: Stage, person: str, line: str) -> Json:
    """What typing this shows: the message, or the form that opened. Nothing broke, and it can only be read."""
    opened = len(stage.slack.sent("views.open"))
    with capture_logs() as logs:
        answer = stage.types(person, line)
    assert [one for one in logs if one["log_level"] == "error"] == [], line
    shown = answer or stage.slack.sent("views.open")[opened]["view"]
    assert dangers(shown) == [], line
    assert words(shown), line
    return answer


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_is_typed_is_answered_and_what_is_refused_leaves_nothing(furnished: Stage, command: str) -> None:
    lines = [line for line in LINES if line.startswith(f"/{command} ")]
    assert lines
    commits: list[str] = []
    event.listen(furnished.db.writer, "commit", lambda _connection: commits.append("one"))
    for line in lines:
        refused = 0
        for text in TEXTS if furnished.db.dialect == "sqlite" else STORED_DIFFERENTLY:
            for person in (BOM, DANA) if line.startswith(LED) else (BOM,):
                commits.clear()
                answer = hear(furnished, person, line.format(text))
                assert not apology(answer), (line, text)
                if words(answer).startswith(":warning:"):
                    refused += 1
                    assert commits == [], (line, text)
        assert refused, line


@pytest.mark.parametrize("command", COMMANDS)
def test_4001_characters_are_given_back_in_part_with_the_limit(stage: Stage, command: str) -> None:
    answer = hear(stage, BOM, f"/{command} {LONG}")
    assert "4,000" in words(answer)
    assert "가가가가" in words(answer)


class TestPeopleWhoLeft:
    @pytest.mark.parametrize(
        "line",
        [
            "/visit 대한정밀 <@U0GONE|gone>",
            "/difficulty assign D-1 <@U0GONE|gone>",
            "/task add Crane <@U0GONE|gone>",
            "/task assign T-1 <@U0GONE|gone>",
            "/agenda add Berths <@U0GONE|gone>",
            "/meeting M-1 add Berths <@U0GONE|gone>",
            "/meeting M-1 attended <@U0GONE|gone>",
            "/meeting M-1 decide Berths <@U0GONE|gone>",
        ],
    )
    def test_get_nothing_new(self, furnished: Stage, line: str) -> None:
        said = words(hear(furnished, ARA, line))
        assert said.startswith(":warning:"), said
        assert "gone" in said

    def test_are_still_found(self, furnished: Stage) -> None:
        with furnished.db.begin() as session:
            place, _ = organisations.meet(session, WS, "Geoje Shipyard", "U0GONE", furnished.now)
            seen = Visit(0, "U0GONE", place.number, place.name, furnished.now.date(), VisitState.DONE)
            visits.record(session, WS, seen, furnished.now)
        assert "Geoje Shipyard" in words(hear(furnished, DANA, "/visit list <@U0GONE|gone>"))
        assert words(hear(furnished, DANA, "/muster audit <@U0GONE|gone>")) == "No change of gone is recorded."


class TestChannelsWithoutTheBot:
    """`<#C0OUT|out>`: a channel that it is not in, `<#C0EVIL|secret>`: one that is not there for it."""

    @pytest.mark.parametrize("channel", ["<#C0OUT|out>", "<#C0EVIL|secret>"])
    def test_a_team_or_a_place_is_set_or_refused_with_words(self, stage: Stage, channel: str) -> None:
        stage.slack.add_channel("C0OUT", "out", bot=False)
        for line in ("/team create safety 안전과 / Safety channel: {}", "/muster settings leadership {}"):
            assert not apology(stage.types(DANA, line.format(channel)))

    def test_a_command_typed_there_is_answered_all_the_same(self, stage: Stage) -> None:
        stage.slack.add_channel("C0OUT", "out", bot=False)
        assert "V-1" in words(stage.types(BOM, "/visit 대한정밀", channel="C0OUT"))

    def test_a_form_opened_there_says_its_end_by_the_response_url(self, stage: Stage) -> None:
        stage.slack.add_channel("C0OUT", "out", bot=False)
        stage.types(BOM, "/visit", channel="C0OUT")
        assert stage.submits(BOM, {"organisation": "Geoje Shipyard"}) == {"response_action": "clear"}
        assert "V-1" in words(stage.said())


PIECES = st.sampled_from(
    [*TEXTS[:13], *TEXTS[15:], "@bom", "@ara", "D-1", "T-1", "V-1", "12/24", "due:12/24", "#labour", "60%", "list"]
)
TYPED = st.lists(st.one_of(PIECES, st.text(max_size=30)), min_size=1, max_size=6).map(" ".join)
NOUNS = st.sampled_from(COMMANDS)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noun=NOUNS, typed=TYPED, person=st.sampled_from([ARA, BOM, CHAN, DANA]))
def test_nothing_that_is_typed_can_do_more_than_be_read(furnished: Stage, noun: str, typed: str, person: str) -> None:
    answer = hear(furnished, person, f"/{noun} {typed}")
    assert not apology(answer)


FIELDS = st.dictionaries(
    st.sampled_from(["organisation", "summary", "met", "difficulty_1", "difficulty_5"]),
    st.one_of(PIECES, st.text(max_size=300)),
    min_size=1,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=FIELDS)
def test_the_same_in_a_form(furnished: Stage, fields: dict[str, str]) -> None:
    furnished.types(BOM, "/visit")
    said = len(furnished.slack.responses)
    answer = furnished.submits(BOM, fields)
    assert set(answer.get("errors", {})) <= set(fields) | {"organisation"}
    for shown in [answer, *(message for _, message in furnished.slack.responses[said:])]:
        # a form's values come as they were typed: a typed &lt; is no bracket, and is escaped for the first time
        assert [one for one in dangers(shown) if not one.startswith("escaped twice")] == []
        assert not apology(shown)


ANSWERS = st.dictionaries(st.sampled_from(["q0", "q1"]), st.one_of(PIECES, st.text(max_size=300)), min_size=1)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words_=st.one_of(PIECES, st.text(max_size=300)), title=st.one_of(PIECES, st.text(max_size=150)))
def test_the_same_in_the_steps_of_a_survey_and_on_its_cards(furnished: Stage, words_: str, title: str) -> None:
    furnished.types(BOM, "/survey new")
    answer = furnished.submits(BOM, {"title": title})
    if "view" not in answer:
        assert list(answer["errors"]) == ["title"]
        return
    said = len(furnished.slack.responses)
    furnished.submits(BOM, {"question": words_, "kind": "text"}, view={**answer["view"], "id": "V0STEP"})
    for _, message in furnished.slack.responses[said:]:
        assert [one for one in dangers(message) if not one.startswith("escaped twice")] == []
