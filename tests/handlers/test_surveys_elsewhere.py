"""Where else surveys are told of: the agenda, the App Home, the daily message, `/muster find`."""

import datetime as dt
from typing import Any

from bot.domain.ledger import Message, Post, State
from schedules import owing
from storage import people
from tests.cast import ARA, BOM, CHAN, WS, Stage, words
from tests.doubles.fixtures import NOW
from tests.surveying import BUSINESS, HELP, answered, closed, drafted, opened


def bundle(stage: Stage, person: str) -> str:
    """The daily message to somebody, "" for none."""
    due = NOW + dt.timedelta(days=1)
    post = Post(
        workspace=WS,
        key="k",
        series="bundle",
        occurrence="2026-11-26",
        part=0,
        channel=None,
        person=person,
        due=due,
        expires=due,
        state=State.PLANNED,
        maker="bundle",
    )
    with stage.db.read() as session:
        said: Any = owing.bundle(session, post, NOW + dt.timedelta(days=1))
    if said is None:
        return ""
    assert isinstance(said, Message)
    return words({"text": said.text, "blocks": list(said.blocks)})


class TestTheDailyMessage:
    def test_counts_those_with_names_for_those_who_are_missing(self, stage: Stage) -> None:
        survey = opened(stage.db, HELP, anonymous=False)
        assert "1 survey waits for your answer" in bundle(stage, BOM)
        assert "S-1 Order books · until Wed 2 Dec" in bundle(stage, BOM).replace("*", "")
        answered(stage.db, survey, (3,), person=BOM)
        assert bundle(stage, BOM) == ""
        assert bundle(stage, CHAN) == ""  # nobody asked them

    def test_never_of_an_anonymous_one(self, stage: Stage) -> None:
        opened(stage.db)
        assert bundle(stage, BOM) == ""

    def test_nor_does_their_lead_see_who_has_answered_an_anonymous_one(self, stage: Stage) -> None:
        survey = opened(stage.db)
        before = words(stage.types(ARA, "/muster status <@U0BOM|bom>"))
        answered(stage.db, survey, (0,), person=BOM)
        assert words(stage.types(ARA, "/muster status <@U0BOM|bom>")) == before
        assert "S-1" not in before

    def test_can_be_switched_off(self, stage: Stage) -> None:
        opened(stage.db, HELP, anonymous=False)
        with stage.db.begin() as session:
            people.mute(session, WS, BOM, frozenset({"surveys"}))
        assert bundle(stage, BOM) == ""


class TestTheHome:
    def test_has_a_button_for_each_that_waits(self, stage: Stage) -> None:
        survey = opened(stage.db)
        home = stage.opens_home(BOM)
        assert "1 survey waits for your answer" in words(home)
        stage.clicks_in_view(BOM, home, "Answer S-1")
        assert stage.slack.form(BOM)["callback_id"] == "surveys:answered"
        answered(stage.db, survey, (0,), person=BOM)
        assert "waits for your answer" not in words(stage.opens_home(BOM))
        assert "waits for your answer" not in words(stage.opens_home(CHAN))


class TestTheAgenda:
    def test_lists_what_closed_with_its_headline(self, stage: Stage) -> None:
        survey = opened(stage.db)
        for chosen in (0,) * 9 + (1,) * 6:
            answered(stage.db, survey, (chosen,))
        closed(stage.db, survey)
        stage.later(minutes=1)
        said = words(stage.types(ARA, "/agenda"))
        assert "S-1  Order books · 15 answers · How is business? – 60% “good”" in said

    def test_says_of_few_only_that_they_are_few(self, stage: Stage) -> None:
        survey = opened(stage.db)
        answered(stage.db, survey, (2,))
        closed(stage.db, survey)
        stage.later(minutes=1)
        said = words(stage.types(ARA, "/agenda"))
        assert "S-1  Order books · fewer than five answers" in said
        assert "bad" not in said

    def test_of_another_team_does_not(self, stage: Stage) -> None:
        closed(stage.db, opened(stage.db))
        stage.later(minutes=1)
        assert "S-1" not in words(stage.types(CHAN, "/agenda"))


def test_it_is_found_by_its_title_but_a_draft_is_not(stage: Stage) -> None:
    opened(stage.db, BUSINESS)
    drafted(stage.db)
    found = words(stage.types(CHAN, "/muster find order"))
    assert "S-1" in found
    assert "S-2" not in found
