"""From what was typed to who answers: commands, prefixes, mentions, direct messages, buttons that stand for words."""

import dataclasses

import pytest

from bot.blocks.answers import AGAIN, MORE
from storage import people
from storage.difficulties import DifficultyRow
from storage.ledger.rows import PostRow
from storage.visits import VisitRow
from tests.cast import ARA, BOM, EXPORT, WS, Stage, words
from tests.knocking import button, mention, rows


class TestWays:
    """One function serves whoever asks it, however they ask."""

    @pytest.mark.parametrize("typed", ["visit x", "방문 x", "/visit x", "VISIT x", "현장방문 x"])
    def test_behind_muster_every_noun_answers_to_its_names(self, stage: Stage, typed: str) -> None:
        assert "V-1" in words(stage.types(BOM, f"/muster {typed}"))

    def test_a_slip_in_a_noun_is_asked_about(self, stage: Stage) -> None:
        assert "Did you mean `difficulty`?" in words(stage.types(BOM, "/muster dificulty welders"))
        assert rows(stage, DifficultyRow) == [0]

    def test_a_number_says_which_noun_is_meant(self, stage: Stage) -> None:
        stage.types(ARA, "/visit Geoje Shipyard: orders ! late payment")
        stage.types(ARA, "/task add Repair the crane due: 12/24")
        assert "Geoje Shipyard" in words(stage.types(ARA, "/muster V-1"))
        assert "60%" in words(stage.mentions(ARA, "T-1 60% parts arrived"))
        assert "late payment" in words(stage.mentions(ARA, "d1", dm=True))
        assert "*T-1* · done" in words(stage.types(ARA, "/muster done T-1"))
        assert "What about D-1?" in words(stage.types(ARA, "/muster D-1 talked to the bank"))

    @pytest.mark.parametrize("typed", ["/visit V-1 undo", "/muster V-1 취소", "/visit 취소 V-1"])
    def test_the_number_may_stand_before_the_word(self, stage: Stage, typed: str) -> None:
        stage.types(ARA, "/visit Geoje Shipyard")
        assert "is taken back" in words(stage.types(ARA, typed))

    @pytest.mark.parametrize("typed", ["/visit T-1 60%", "/visit D-1 종결", "/visit T-1: x", "/difficulty T-1 60%"])
    def test_a_number_of_something_else_is_no_name(self, stage: Stage, typed: str) -> None:
        assert "is the number of something else" in words(stage.types(ARA, typed))
        assert rows(stage, VisitRow, DifficultyRow) == [0, 0]

    def test_a_company_may_be_called_so(self, stage: Stage) -> None:
        assert "*V-1  S-1*" in words(stage.types(ARA, "/visit S-1: alarm"))
        assert "*V-2  T-1*" in words(stage.types(ARA, '/visit "T-1": talk'))

    def test_what_no_button_carries_is_given_back(self, stage: Stage) -> None:
        assert "I do not know" in words(stage.types(ARA, "/muster " + "long text " * 200))

    @pytest.mark.parametrize("dm", [True, False])
    def test_what_is_told_without_a_command_may_become_one(self, stage: Stage, dm: bool) -> None:
        said = "Geoje Shipyard: orders ! late payment"
        asked = stage.mentions(ARA, said, dm=dm)
        assert said in words(asked)
        assert rows(stage, VisitRow, DifficultyRow) == [0, 0]
        logged = stage.clicks(ARA, {"blocks": asked["blocks"]}, "Log it as a visit")
        assert "*V-1  Geoje Shipyard*" in words(logged)
        assert "Nothing." in words(stage.clicks(ARA, {"blocks": asked["blocks"]}, "Find it"))

    def test_a_word_that_is_an_organisation_may_mean_it(self, stage: Stage) -> None:
        assert "I do not know" in words(stage.types(ARA, "/muster 대한정밀"))
        stage.types(ARA, "/visit 대한정밀")
        found = stage.clicks(ARA, stage.types(ARA, "/muster 대한정밀"), "Find it")
        assert "V-1" in words(found)

    def test_a_mention_without_words_answers_like_muster_alone(self, stage: Stage) -> None:
        assert words(stage.mentions(BOM, "", dm=True)) == words(stage.types(BOM, "/muster"))

    def test_a_mention_outside_a_thread_starts_one(self, stage: Stage) -> None:
        stage.door.hear(mention("visit list"))
        with stage.db.read() as session:
            [row] = session.query(PostRow)
        assert (row.channel, row.args["thread_ts"]) == (EXPORT, "1.1")

    @pytest.mark.parametrize("typed", ["status", "evaluate status", "", "away list"])
    def test_what_is_for_one_person_alone_is_answered_to_them(self, stage: Stage, typed: str) -> None:
        stage.door.hear(mention(typed))
        with stage.db.read() as session:
            apart, here = sorted(session.query(PostRow), key=lambda row: row.channel or "")
        assert (apart.person, apart.channel, apart.args["thread_ts"]) == (BOM, None, "")
        assert words(apart.args["message"]) == words(stage.types(BOM, f"/muster {typed}"))
        assert (here.channel, here.args["thread_ts"]) == (EXPORT, "1.1")
        assert words(here.args["message"]) == "I have answered you in a direct message."

    def test_a_form_that_is_for_one_person_opens_by_a_button_where_it_was_asked_for(self, stage: Stage) -> None:
        stage.door.hear(mention("away"))
        with stage.db.read() as session:
            [row] = session.query(PostRow)
        assert (row.person, row.channel) == (None, EXPORT)
        assert "There is a form" in words(row.args["message"])

    def test_a_refusal_is_said_where_it_was_asked_for(self, stage: Stage) -> None:
        stage.door.hear(mention("ledger"))
        with stage.db.read() as session:
            [row] = session.query(PostRow)
        assert (row.person, row.channel) == (None, EXPORT)
        assert "administrator" in words(row.args["message"])

    def test_a_direct_message_is_answered_where_it_was_said(self, stage: Stage) -> None:
        said = {"type": "message", "channel_type": "im", "text": "visit list", "channel": "D0BOM"}
        stage.door.hear(mention("", **said))
        with stage.db.read() as session:
            [row] = session.query(PostRow)
        assert (row.channel, row.args["thread_ts"]) == ("D0BOM", "")

    def test_a_form_that_is_asked_for_in_a_mention_opens_by_a_button(self, stage: Stage) -> None:
        planned = stage.mentions(BOM, "visit")
        stage.clicks(BOM, planned | {"ts": "1.2"}, AGAIN)
        assert stage.slack.form(BOM)["callback_id"] == "visits:save"

    def test_a_button_may_stand_for_words(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀")
        stage.door.hear(button(stage, AGAIN, value="visit list me"))
        assert "대한정밀" in words(stage.said())
        assert not stage.said()["replace_original"]

    def test_more_takes_the_place_of_the_card(self, stage: Stage) -> None:
        for number in range(12):
            stage.types(BOM, f"/visit 업체{number}")
        heard = button(stage, MORE, value="visit list me page:2")
        heard = dataclasses.replace(heard, origin=dataclasses.replace(heard.origin, message="1.1"))
        stage.door.hear(heard)
        assert stage.said()["replace_original"]
        assert "업체0" in words(stage.said())

    @pytest.mark.parametrize("page", ["page:0", "page:2", "page:9999"])
    def test_a_page_that_is_not_there_is_an_answer_all_the_same(self, stage: Stage, page: str) -> None:
        stage.types(BOM, "/visit 대한정밀")
        said = words(stage.types(BOM, f"/visit list {page}"))
        assert "did not work" not in said
        assert "대한정밀" in said or "No visits" in said or "1 visit" in said

    def test_a_refusal_is_in_the_persons_language(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            bom = people.get(session, WS, BOM)
            assert bom is not None
            people.save(session, WS, dataclasses.replace(bom, language="ko"))
        assert "`frobnicate`를 알아듣지 못했습니다." in words(stage.types(BOM, "/muster frobnicate"))

    @pytest.mark.parametrize(
        "typed", ["help visit", "help /visit", "도움말 방문", "? visit", "사용법 방문", "help visits"]
    )
    def test_help_of_another_command_is_found_behind_help(self, stage: Stage, typed: str) -> None:
        asked = words(stage.types(ARA, f"/muster {typed}"))
        assert asked == words(stage.types(ARA, "/visit help"))
        assert words(stage.mentions(ARA, typed)) == asked

    def test_help_of_nothing_that_there_is_says_so(self, stage: Stage) -> None:
        assert "Type the word alone" in words(stage.types(ARA, "/muster help elephants"))

    def test_help_is_the_same_in_a_mention(self, stage: Stage) -> None:
        assert words(stage.mentions(ARA, "visit help")) == words(stage.types(ARA, "/visit help"))


@pytest.mark.parametrize(
    "line",
    [
        "/visit 대한정밀: 수주 회복 @nobodyhere on: yesterday",
        "/visit list team nosuch",
        "/task add Repair the crane @nobodyhere",
        "/task T-99 60% the prototype passed",
        "/difficulty assign D-99 @bom by: yesterday",
        "/agenda decide Ask the harbour office @nobodyhere by: fri",
        "/duty swap 12/25 @bom",
        "/muster 방문 대한정밀: 수주 회복 @nobodyhere",
        "/team create fair The fair team",
    ],
)
def test_what_was_typed_is_given_back_whoever_refuses_it(stage: Stage, line: str) -> None:
    """Not only the grammar: what nobody knows, what is over and who may not as well."""
    said = words(stage.types(ARA, line))
    assert "You typed:" in said
    assert line.partition(" ")[2] in said


def test_a_word_alone_is_not_given_back(stage: Stage) -> None:
    assert "You typed:" not in words(stage.types(ARA, "/muster settings"))
