"""Words, looked for in every noun: a section each, and all of one page by page."""

import dataclasses
import datetime as dt

import pytest

from bot.blocks.finds import PAGE, SHOWN, TITLES
from bot.domain.referrals import Referral
from bot.speech.musters import FOUND
from handlers.finding import FINDERS
from storage import charters, meetings, referrals, visits
from tests.cast import ARA, BOM, CHAN, GIL, WS, Stage, speaks, words
from tests.forcing import charter, force
from tests.indicating import watched
from tests.planning import planned
from tests.rostering import on_duty
from tests.sitting import meeting, stored
from tests.surveying import TODAY, drafted, opened


@pytest.fixture
def talk(stage: Stage) -> Stage:
    """Welders stand in every noun, each time in another place."""
    stage.types(BOM, "/org add 용접조합 #partner")
    stage.types(BOM, "/visit 거제조선: 용접 자동화 설비 확인")
    stage.types(BOM, "/difficulty add 용접공 부족")
    stage.types(BOM, "/difficulty add 인력 부족")
    stage.types(ARA, "/task add 용접 교육과정 신설")
    stored(stage.db)
    with stage.db.begin() as session:
        asked = Referral(0, 2, 1, TODAY, TODAY, BOM, request="용접 교육 가능 여부")
        referrals.ask(session, WS, asked, stage.now)
        one = dataclasses.replace(meeting(stage), notes="용접 인력 양성에 합의함")
        meetings.save(session, WS, one, ARA, stage.now, "edit")
    stage.types(ARA, "/agenda add 용접 인력 수급 대책")
    stage.types(ARA, "/agenda decide 용접 학교에 협조 요청 <@U0BOM|bom>")
    planned(stage.db, ko="용접 현장 점검")
    watched(stage.db, ko="용접공 수")
    opened(stage.db, title="용접 인력 조사")
    on_duty(stage, TODAY, BOM)
    stage.types(BOM, "/duty log 용접 작업장 정전")
    force(stage)
    with stage.db.begin() as session:
        told = dataclasses.replace(charter(stage), deliverables="용접 인력 300명 양성")
        charters.written(session, WS, told, ARA, stage.now, "edit")
    return stage


TITLED = {
    "org": "용접조합",
    "visit": "V-1",
    "difficulty": "D-1",
    "task": "T-1",
    "meeting": "M-1",
    "agenda": "용접 학교에",
    "plan": "P-1",
    "indicator": "I-1",
    "survey": "S-1",
    "duty": "용접 작업장 정전",
    "team": "US trade TF",
}


class TestEveryNoun:
    def test_has_a_finder_a_title_and_a_word(self) -> None:
        assert set(FINDERS) == set(TITLES) == set(FOUND) == set(TITLED)

    def test_is_looked_through(self, talk: Stage) -> None:
        said = words(talk.types(CHAN, "/muster find 용접"))
        for noun, title in TITLED.items():
            assert title in said, noun
        assert "D-2" in said  # by what the partner was asked
        assert "용접 인력 수급 대책" in said
        assert not talk.unbound()

    def test_whom_we_met_and_what_was_said_before_the_last_are_found(self, talk: Stage) -> None:
        with talk.db.begin() as session:
            one = visits.get(session, WS, 1)
            assert one is not None
            visits.save(session, WS, dataclasses.replace(one, met="홍길동 공장장"), BOM, talk.now, "edit")
        talk.types(ARA, "/task T-1 30% 기어박스 도착")
        talk.types(ARA, "/task T-1 40% 시험 운전")
        talk.types(BOM, "/difficulty note D-1 항만 야적장이 좁음")
        assert "V-1" in words(talk.types(CHAN, "/muster find 홍길동"))
        assert "T-1" in words(talk.types(CHAN, "/muster find 기어박스"))
        assert "D-1" in words(talk.types(CHAN, "/muster find 야적장"))

    def test_visits_of_all_years_are_found_where_one_looks_for_them_alone(self, talk: Stage) -> None:
        with talk.db.begin() as session:
            one = visits.get(session, WS, 1)
            assert one is not None
            old = dataclasses.replace(one, met="홍길동 공장장", day=one.day - dt.timedelta(days=800))
            visits.save(session, WS, old, BOM, talk.now, "edit")
        assert "V-1" not in words(talk.types(CHAN, "/muster find 홍길동"))
        assert "V-1" in words(talk.types(CHAN, "/muster find visits: 홍길동"))

    @pytest.mark.parametrize(("noun", "title"), TITLED.items())
    def test_alone_has_a_page_whose_rows_can_be_opened(self, talk: Stage, noun: str, title: str) -> None:
        card = talk.types(CHAN, f"/muster find {noun}: 용접")
        assert title in words(card)
        others = {other for other in TITLED.values() if other not in title} - {"용접조합"}
        assert not [other for other in others if f"*{other}*" in words(card)]
        shown = talk.clicks(CHAN, card, "Show") if words(card).count("Show") == 1 else {"text": "several"}
        assert "I do not know" not in words(shown)
        assert words(shown)

    def test_in_korean(self, talk: Stage) -> None:
        speaks(talk, CHAN, "ko")
        said = words(talk.types(CHAN, "/muster 찾기 용접"))
        assert "팀·TF" in said
        assert "회의자료·결정사항" in said
        assert "T-1" in words(talk.types(CHAN, "/muster 찾기 과제: 용접"))
        assert "V-1" not in words(talk.types(CHAN, "/muster 찾기 과제: 용접"))

    def test_a_word_before_a_colon_that_is_no_noun_is_looked_for(self, stage: Stage) -> None:
        stage.types(ARA, "/task add 긴급: 용접 대책")
        assert "T-1" in words(stage.types(ARA, "/muster find 긴급: 용접"))


class TestMany:
    @pytest.fixture
    def many(self, stage: Stage) -> Stage:
        for number in range(PAGE + 3):
            stage.types(ARA, f"/task add 용접 교육과정 {number}")
        return stage

    def test_a_section_shows_a_few_and_where_all_are(self, many: Stage) -> None:
        card = many.types(ARA, "/muster find 용접")
        assert words(card).count("용접 교육과정") == SHOWN
        page = many.clicks(ARA, card, "More")
        assert words(page).count("용접 교육과정") == PAGE
        last = many.clicks(ARA, page, "More")
        assert words(last).count("용접 교육과정") == 3
        assert "More" not in words(last)

    def test_a_card_of_everything_keeps_each_section(self, many: Stage) -> None:
        long = "용접 " * 60
        for number in range(SHOWN + 1):
            many.types(BOM, f"/difficulty add {long} {number}")
            many.types(BOM, f"/org add 용접{number}{'가' * 40}")
            planned(many.db, ko=f"{long[:140]} {number}")
            opened(many.db, title=f"{long[:140]} {number}")
        said = words(many.types(ARA, "/muster find 용접"))  # the stage checks it against Slack's limits
        for title in ("Organisations", "Difficulties", "Tasks", "Inspection plan", "Surveys"):
            assert title in said
        assert "type a longer word" not in said


class TestWhatIsNotFound:
    def test_nothing_is_said_with_what_to_try(self, stage: Stage) -> None:
        assert "Try one word" in words(stage.types(BOM, "/muster find 없는말"))
        assert "Try one word" in words(stage.types(BOM, "/muster find tasks: 없는말"))

    def test_a_percent_sign_is_a_letter(self, talk: Stage) -> None:
        assert "V-1" not in words(talk.types(BOM, "/muster find %"))
        assert "Try one word" in words(talk.types(BOM, "/muster find meetings: _"))

    def test_a_draft_of_a_survey_is_found_by_its_author_alone(self, stage: Stage) -> None:
        drafted(stage.db, title="용접 조사")
        assert "S-1" in words(stage.types(ARA, "/muster find 용접"))
        assert "S-1" not in words(stage.types(BOM, "/muster find 용접"))

    def test_no_words_are_asked_for(self, stage: Stage) -> None:
        assert "What shall I look for" in words(stage.types(BOM, "/muster find"))

    def test_guests(self, talk: Stage) -> None:
        assert "Guests" in words(talk.types(GIL, "/muster find 용접"))


class TestSeveralWords:
    @pytest.mark.parametrize(
        ("typed", "ref"),
        [
            ("대한정밀 용접", "D-1"),
            ("용접 대한정밀", "D-1"),
            ("대한정밀 자동화", "V-1"),
            ("교육과정 용접", "T-1"),
        ],
    )
    def test_mean_all_of_them_wherever_each_stands(self, stage: Stage, typed: str, ref: str) -> None:
        stage.types(BOM, "/difficulty 용접공 부족 업체: 대한정밀")
        stage.types(BOM, "/difficulty 용접봉 부족 업체: 거제조선")
        stage.types(BOM, "/visit 대한정밀: 설비 자동화 확인")
        stage.types(ARA, "/task add 용접 교육과정 신설")
        found = words(stage.types(BOM, f"/muster find {typed}"))
        assert [one for one in ("D-1", "D-2", "V-1", "T-1") if f"*{one}*" in found] == [ref]

    def test_of_which_one_is_nowhere_find_nothing(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty 용접공 부족 업체: 대한정밀")
        assert "*D-1*" not in words(stage.types(BOM, "/muster find 대한정밀 용접 반도체"))
