"""A survey from its first step to its results, as people play it."""

import dataclasses
from typing import Any

import pytest

from bot.domain.surveys import SurveyState
from bot.domain.workspaces import Connection
from storage import audit, connections, people, surveys, teams
from tests.cast import ARA, BOM, CHAN, ENERGY, EUN, EXPORT, GIL, WS, Stage, speaks, words
from tests.surveying import (
    BUSINESS,
    HELP,
    NEEDS,
    WORDS,
    answered,
    asked,
    closed,
    drafted,
    makes,
    now_is,
    opened,
    stored,
)

ONE = {"question": "How is business?", "kind": "single", "options": "good\nsame\nbad"}
MARK = {"question": "How is our help?", "kind": "scale"}


class TestMakingOne:
    def test_goes_step_by_step_to_a_draft_that_can_be_opened(self, stage: Stage) -> None:
        makes(stage, ARA, [ONE, MARK])
        draft = stage.said()
        assert "S-1  Order books" in words(draft)
        assert "one of several: good / same / bad" in words(draft)
        assert "a mark from 1 to 5" in words(draft)
        assert "anonymous · results after closing" in words(draft)
        card = stage.clicks(ARA, draft, "surveys:open")
        assert "S-1 is open." in words(card)
        assert "open for answers" in words(card)

    def test_alone_lists_what_is_open_and_offers_a_new_one(self, stage: Stage) -> None:
        assert "No survey is open" in words(stage.types(BOM, "/survey"))
        opened(stage.db)
        listed = stage.types(BOM, "/survey list")
        assert "S-1 · Order books · open for answers · no answer yet · until Wed 2 Dec, 18:00" in words(listed).replace(
            "*", ""
        )
        assert stage.clicks(BOM, listed, "surveys:new") == {}
        assert stage.slack.form(BOM)["callback_id"] == "surveys:save"

    def test_speaks_korean(self, stage: Stage) -> None:
        stage.types(CHAN, "/survey 목록")
        with stage.db.begin() as session:
            people.choose_language(session, WS, CHAN, "ko")
        assert "진행 중인 조사가 없습니다" in words(stage.types(CHAN, "/muster 조사 목록"))
        opened(stage.db)
        said = words(stage.types(CHAN, "/survey 보기 S-1"))
        assert "응답 접수 중" in said
        assert "익명" in said

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"title": " "}, "title"),
            ({"title": "\u200b\u202e"}, "title"),
            ({"closes": "2026-11-24"}, "closes"),
            ({"closes": "2028-01-01"}, "closes"),
            ({"repeat": "weekly", "closes": "2026-12-02"}, "closes"),
            ({"results": "live"}, "results"),
            ({"teams": []}, "web"),
        ],
    )
    def test_a_wrong_first_step_keeps_nothing(self, stage: Stage, typed: dict[str, Any], field: str) -> None:
        stage.types(ARA, "/survey new")
        answer = stage.submits(ARA, {"title": "Order books", **typed})
        assert list(answer["errors"]) == [field]
        with stage.db.read() as session:
            assert surveys.count(session, WS, SurveyState) == 0

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"question": ""}, "Type the question."),
            ({"options": "good"}, "2 to 10 options"),
            ({"options": "good\nGood"}, "Two options are the same"),
            ({"options": "good\n" + "x" * 76}, "up to 75 characters"),
            ({"options": "\n".join(f"option {n}" for n in range(11))}, "2 to 10 options"),
        ],
    )
    def test_a_wrong_question_is_said_beside_its_field(self, stage: Stage, typed: dict[str, str], said: str) -> None:
        stage.types(ARA, "/survey new")
        step = stage.submits(ARA, {"title": "Order books"})["view"]
        answer = stage.submits(ARA, {**ONE, **typed}, view={**step, "id": "V0STEP"})
        assert said in next(iter(answer["errors"].values()))

    def test_a_channel_without_me_is_named(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            connections.save(session, WS, Connection("U0MUSTER", channels={EXPORT: "export"}))
        stage.types(ARA, "/survey new")
        answer = stage.submits(ARA, {"title": "Order books", "teams": [ENERGY]})
        assert "/invite @muster" in answer["errors"]["teams"]

    def test_questions_are_reworded_and_removed(self, stage: Stage) -> None:
        drafted(stage.db, BUSINESS, HELP)
        draft = stage.types(ARA, "/survey show S-1")
        stage.clicks(ARA, draft, "surveys:reword#1")
        stage.submits(ARA, {"question": "How do we help?"})
        assert "How do we help?" in words(stage.said())
        stage.clicks(ARA, stage.said(), "surveys:reword#0")
        stage.submits(ARA, {"remove": ["remove"]})
        assert [one.text for one in now_is(stage.db, drafted(stage.db)).questions] == ["How is business?"]
        with stage.db.read() as session:
            left = surveys.get(session, WS, 1)
        assert left is not None
        assert [one.text for one in left.questions] == ["How do we help?"]

    def test_a_form_of_an_older_draft_overwrites_nothing(self, stage: Stage) -> None:
        drafted(stage.db, BUSINESS)
        draft = stage.types(ARA, "/survey show S-1")
        stage.clicks(ARA, draft, "surveys:ask")
        older = stage.slack.form(ARA)
        stage.submits(ARA, {"question": "One?", "kind": "text"}, view=older)
        answer = stage.submits(ARA, {"question": "Two?", "kind": "text"}, view=older)
        assert "changed meanwhile" in next(iter(answer["errors"].values()))

    def test_what_is_open_is_no_longer_changed(self, stage: Stage) -> None:
        drafted(stage.db)
        draft = stage.types(ARA, "/survey show S-1")
        stage.types(ARA, "/survey open S-1")
        assert "its questions stay as they are" in words(stage.clicks(ARA, draft, "surveys:ask"))
        assert "open already" in words(stage.types(ARA, "/survey open S-1"))

    def test_others_neither_see_nor_change_a_draft(self, stage: Stage) -> None:
        drafted(stage.db)
        for line in ("show S-1", "edit S-1", "open S-1", "delete S-1"):
            assert "Only who made it" in words(stage.types(BOM, f"/survey {line}"))
        assert "S-1" in words(stage.types(EUN, "/survey show S-1"))

    def test_a_draft_is_taken_back_and_an_answered_one_stays(self, stage: Stage) -> None:
        drafted(stage.db)
        assert "taken back" in words(stage.types(ARA, "/survey undo S-1"))
        assert "taken back" in words(stage.types(ARA, "/survey open S-1"))
        survey = opened(stage.db)
        answered(stage.db, survey, (0,))
        assert "has answers, so it stays" in words(stage.types(ARA, "/survey delete S-2"))
        stage.later(minutes=11)
        drafted(stage.db)
        assert "more than 10 minutes ago" in words(stage.types(ARA, "/survey undo S-3"))
        assert "taken back" in words(stage.types(ARA, "/survey delete S-3"))


class TestAnswering:
    def test_one_click_on_the_card_is_counted_and_leads_to_nobody(self, stage: Stage) -> None:
        survey = opened(stage.db)
        said = stage.clicks(BOM, asked(stage), "surveys:choose#0")
        assert "nobody can find out that it is yours" in words(said)
        assert "good" not in words(said)
        (answer,) = stored(stage.db, survey)
        assert (answer.values, answer.person, answer.via) == ((0,), None, None)

    def test_an_anonymous_one_counts_once(self, stage: Stage) -> None:
        survey = opened(stage.db)
        card = asked(stage)
        stage.clicks(BOM, card, "surveys:choose#0")
        assert "answered S-1 already" in words(stage.clicks(BOM, card, "surveys:choose#2"))
        assert "answered S-1 already" in words(stage.types(BOM, "/survey answer S-1"))
        assert [one.values for one in stored(stage.db, survey)] == [(0,)]

    def test_a_named_one_can_be_changed_until_it_closes(self, stage: Stage) -> None:
        survey = opened(stage.db, anonymous=False)
        card = asked(stage)
        assert "You said: “good”" in words(stage.clicks(BOM, card, "surveys:choose#0"))
        assert "is changed" in words(stage.clicks(BOM, card, "surveys:choose#2"))
        (answer,) = stored(stage.db, survey)
        assert (answer.values, answer.person) == ((2,), BOM)
        with stage.db.read() as session:
            changes = [one.action for one in audit.changes(session, WS, "S-1")]
        assert changes.count("respond") == 2
        closed(stage.db, survey)
        assert "takes no answers now" in words(stage.clicks(BOM, card, "surveys:choose#0"))

    def test_several_questions_are_a_form_that_holds_what_was_said(self, stage: Stage) -> None:
        survey = opened(stage.db, BUSINESS, NEEDS, HELP, WORDS, anonymous=False)
        stage.clicks(BOM, asked(stage), "surveys:answer")
        typed = {"q0": "1", "q1": ["0", "2"], "q2": "4", "q3": "<!channel> thanks"}
        stage.submits(BOM, typed)
        assert stored(stage.db, survey)[0].values == (1, (0, 2), 4, "<!channel> thanks")
        stage.types(BOM, "/survey answer S-1")
        stage.submits(BOM, {"q0": "2"})
        assert stored(stage.db, survey)[0].values == (2, (0, 2), 4, "<!channel> thanks")

    def test_what_must_be_answered_is_asked_for(self, stage: Stage) -> None:
        survey = opened(stage.db, BUSINESS, HELP)
        stage.types(BOM, "/survey answer S-1")
        assert list(stage.submits(BOM, {"q0": "1"})["errors"]) == ["q1"]
        assert stored(stage.db, survey) == []

    def test_a_guest_may_answer_and_nothing_else(self, stage: Stage) -> None:
        survey = opened(stage.db, BUSINESS, HELP)
        stage.clicks(GIL, asked(stage), "surveys:answer")
        stage.submits(GIL, {"q0": "1", "q1": "2", "sector": "parts"})
        (answer,) = stored(stage.db, survey)
        assert answer.sector == "parts"
        for line in ("list", "show S-1", "results S-1", "record S-1 Geoje", "new", "close S-1"):
            assert "Guests may only answer surveys" in words(stage.types(GIL, f"/survey {line}"))

    @pytest.mark.parametrize(
        ("language", "typed", "thanks"), [("en", "answer S-1", "Thank you"), ("ko", "응답 S-1", "감사합니다")]
    )
    def test_a_guest_answers_by_the_command_too(self, stage: Stage, language: str, typed: str, thanks: str) -> None:
        survey = opened(stage.db, BUSINESS, HELP)
        speaks(stage, GIL, language)
        assert stage.types(GIL, f"/survey {typed}") == {}
        stage.submits(GIL, {"q0": "1", "q1": "2", "sector": "parts"})
        assert thanks in words(stage.said())
        assert [one.sector for one in stored(stage.db, survey)] == ["parts"]

    def test_the_division_tells_sector_and_region_where_it_has_one(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            export = teams.get(session, WS, "export")
            assert export is not None
            teams.save(session, WS, dataclasses.replace(export, sectors=("parts",), regions=("ansan", "geoje")))
        survey = opened(stage.db)
        stage.clicks(BOM, asked(stage), "surveys:choose#0")
        (answer,) = stored(stage.db, survey)
        assert (answer.sector, answer.region) == ("parts", None)

    @pytest.mark.parametrize(
        "value", ["S-1", "S-1:1", "S-1:1:9", "S-1:1:-1", "S-9:1:0", "S-1:2:0", "x:y:z", "S-1:1:0:0", ""]
    )
    def test_a_forged_button_stores_nothing(self, stage: Stage, value: str) -> None:
        survey = opened(stage.db)
        card = asked(stage)
        for block in card["blocks"]:
            for element in block.get("elements", []):
                if element.get("action_id") == "surveys:choose#0":
                    element["value"] = value
        assert words(stage.clicks(BOM, card, "surveys:choose#0")).startswith(":warning:")
        assert stored(stage.db, survey) == []


class TestWhatCompaniesSay:
    def test_is_taken_down_for_them_and_can_become_a_difficulty(self, stage: Stage) -> None:
        survey = opened(stage.db, HELP, WORDS, anonymous=False)
        stage.types(BOM, "/survey record S-1 거제조선")
        stage.submits(BOM, {"q0": "1", "q1": "short of welders", "region": "geoje"})
        (answer,) = stored(stage.db, survey)
        assert (answer.organisation_name, answer.recorded_by, answer.region) == ("거제조선", BOM, "geoje")
        card = stage.said()
        stage.clicks(BOM, card, "surveys:difficulty")
        form = stage.slack.form(BOM)
        assert form["callback_id"] == "difficulties:save"
        stage.submits(BOM, {})
        said = words(stage.types(BOM, "/difficulty show D-1"))
        assert "short of welders" in said
        assert "거제조선" in said

    def test_twice_for_one_is_a_change(self, stage: Stage) -> None:
        survey = opened(stage.db, HELP, anonymous=False)
        for mark in ("1", "5"):
            stage.types(BOM, "/survey record S-1 거제조선")
            stage.submits(BOM, {"q0": mark})
        assert "is changed" in words(stage.said())
        assert [one.values for one in stored(stage.db, survey)] == [(5,)]

    def test_of_an_anonymous_one_it_counts_once_and_leads_to_nobody(self, stage: Stage) -> None:
        survey = opened(stage.db, HELP)
        for mark in ("1", "5"):
            stage.types(BOM, "/survey record S-1 거제조선")
            answer = stage.submits(BOM, {"q0": mark})
        assert "is recorded already" in next(iter(answer["errors"].values()))
        (one,) = stored(stage.db, survey)
        assert (one.organisation, one.recorded_by, one.via) == (None, None, None)

    def test_the_button_asks_whose_they_are(self, stage: Stage) -> None:
        survey = opened(stage.db, HELP, anonymous=False)
        card = stage.types(BOM, "/survey show S-1")
        stage.clicks(BOM, card, "surveys:whose")
        form = stage.submits(BOM, {"organisation": "Geoje Shipyard"})["view"]
        stage.submits(BOM, {"q0": "3"}, view={**form, "id": "V0NEXT"})
        assert stored(stage.db, survey)[0].organisation_name == "Geoje Shipyard"
