"""A difficulty is referred to a partner: asked, chased, answered, taken back; by command, button and form."""

import datetime as dt
from typing import Any

import pytest

from bot.domain.difficulties import DifficultyState, Step
from bot.domain.events import EventKind
from bot.domain.referrals import Referral, ReferralState
from storage import audit, difficulties, referrals
from tests.cast import ARA, BOM, CHAN, DANA, GIL, WS, Stage, speaks, words
from tests.raising import LINE, there, through, told

S = DifficultyState
PARTNER = "무역투자진흥원"


@pytest.fixture(autouse=True)
def _known(stage: Stage) -> None:
    """O-1 and O-2 are partners; D-1 comes from O-3 Geoje Shipyard."""
    stage.types(BOM, f"/org add {PARTNER} #agency #partner")
    stage.types(BOM, "/org add Industrial Complex Corporation #agency #partner")
    stage.types(BOM, LINE.replace(" #urgent", ""))


def asked(stage: Stage, number: int = 1) -> list[Referral]:
    with stage.db.read() as session:
        return referrals.of_difficulty(session, WS, number)


class TestReferred:
    def test_in_one_line(self, stage: Stage) -> None:
        card = words(through(stage, f"refer D-1 {PARTNER} by: 12/24"))
        one = there(stage)
        assert (one.state, one.owner, one.referred_to) == (S.REFERRED, ARA, 1)
        assert one.referred_until == dt.date(2026, 12, 24)
        assert "referred" in card
        assert f"{PARTNER} · answers by Thu 24 Dec" in card
        assert (EventKind.DIFFICULTY_REFERRED, "D-1") in told(stage)
        [referral] = asked(stage)
        assert (referral.on, referral.due, referral.by) == (dt.date(2026, 11, 25), one.referred_until, ARA)

    def test_within_two_weeks_unless_a_day_is_named(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-2")
        assert there(stage).referred_until == dt.date(2026, 12, 9)

    def test_by_the_form(self, stage: Stage) -> None:
        card = through(stage, "show D-1")
        stage.clicks(ARA, card, "Refer")
        shown = stage.submits(ARA, {"partner": "O-1", "day": "2026-12-11", "request": "a place in the course"})
        assert "errors" not in shown
        assert asked(stage)[0].request == "a place in the course"
        assert PARTNER in words(stage.said())
        assert there(stage).referred_until == dt.date(2026, 12, 11)

    def test_by_korean_words(self, stage: Stage) -> None:
        speaks(stage, ARA, "ko")
        card = words(through(stage, f"이관 D-1 {PARTNER} 기한: 12/24"))
        assert "이관 기관" in card
        assert "회신 기한 12월 24일" in card
        assert "이관" in words(through(stage, "목록 이관"))
        assert "제목  기업 애로사항 이관 및 검토 요청(D-1)" in words(through(stage, "공문 D-1"))
        assert "이관 회수" in words(through(stage, "회수 D-1"))

    def test_to_another_one_takes_the_place_of_the_first(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1", "refer D-1 O-2")
        assert [one.state for one in asked(stage)] == [ReferralState.WITHDRAWN, ReferralState.OPEN]
        assert there(stage).referred_name == "Industrial Complex Corporation"

    def test_to_the_same_one_until_another_day(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1", "refer D-1 O-1 by: 12/24")
        assert [one.due for one in asked(stage)] == [dt.date(2026, 12, 24)]

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("refer D-1 Geoje Shipyard", "comes from Geoje Shipyard itself"),
            ("refer D-1 무역투자진흥언", f"Did you mean O-1 {PARTNER}?"),
            ("refer D-1 Nobody at all", "`/org add Nobody at all #partner`"),
            ("refer D-1 O-99", "There is no organisation O-99"),
            ("refer D-1 O-1 by: yesterday", "Tue 24 Nov has passed"),
            ("refer D-1 O-1 by: someday", "cannot read a date"),
            ("refer D-9 O-1", "There is no difficulty D-9"),
            ("withdraw D-1", "with no partner"),
            ("letter D-1", "with no partner"),
        ],
    )
    def test_is_refused_with_a_sentence_and_leaves_nothing(self, stage: Stage, line: str, says: str) -> None:
        assert says in words(through(stage, line))
        assert there(stage).state is S.OPEN
        assert asked(stage) == []

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({}, "organisation"),
            ({"partner": "O-1", "organisation": "Industrial Complex Corporation"}, "organisation"),
            ({"organisation": "<!channel>"}, "organisation"),
            ({"organisation": "x" * 81}, "organisation"),
            ({"partner": "O-1", "day": "2026-11-24"}, "day"),
            ({"partner": "O-1", "request": "x" * 2001}, "request"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, Any], field: str) -> None:
        through(stage, "refer D-1")
        assert list(stage.submits(ARA, values)["errors"]) == [field]
        assert there(stage).state is S.OPEN

    def test_others_and_guests_may_not(self, stage: Stage) -> None:
        assert "may work on this difficulty" in words(through(stage, "refer D-1 O-1", who=CHAN))
        assert "Guests may only" in words(through(stage, "refer D-1 O-1", who=GIL))


class TestTheLetter:
    def test_says_who_asks_whom_what_and_until_when(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1 by: 12/24")
        letter = words(through(stage, "letter D-1"))
        for piece in (
            f"To: {PARTNER}",
            "Subject: referral of a company's difficulty (D-1)",
            "answer by Thursday, 24 December 2026",
            "a. Raised by: Geoje Shipyard",
            "b. Difficulty: short of welders",
            "d. Contact: Export division 아라",
        ):
            assert piece in letter

    def test_asks_again_once_the_day_has_passed(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1 by: fri")
        stage.later(days=2)
        assert "reminder" not in words(through(stage, "letter D-1"))
        stage.later(days=1)
        letter = words(through(stage, "letter D-1"))
        assert "was due on Friday, 27 November 2026, 1 day ago" in letter

    def test_in_korean_is_terse(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        through(stage, "refer D-1 O-1")
        letter = words(through(stage, "공문 D-1", who=BOM))
        assert "아래 애로사항을 귀 기관에 이관하니 검토 후 2026. 12. 9.(수)까지 회신 요망." in letter
        assert "  가. 제기 업체: Geoje Shipyard" in letter
        assert letter.count("끝.") == 1

    def test_cannot_be_broken_by_what_was_typed(self, stage: Stage) -> None:
        through(stage, "pay ``` <!channel> *now* from: Geoje Shipyard", "refer D-2 O-1")
        letter = words(through(stage, "letter D-2"))
        assert letter.count("```") == 2
        assert "<!channel>" not in letter


class TestAnswered:
    def test_the_company_knows_it_too(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1")
        stage.later(days=5)
        card = words(through(stage, "answer D-1 a course begins in January"))
        assert there(stage).state is S.ANSWERED
        assert f"{PARTNER} (after 5 days)" in card
        [referral] = asked(stage)
        assert (referral.state, referral.days) == (ReferralState.ANSWERED, 5)

    def test_the_company_is_yet_to_be_told(self, stage: Stage) -> None:
        card = through(stage, "refer D-1 O-1")
        stage.later(days=3)
        stage.clicks(ARA, card, "Partner answered")
        stage.submits(ARA, {"text": "a course begins in January", "day": "2026-11-26"})
        assert there(stage).state is S.ACTING
        assert asked(stage)[0].days == 1
        assert "recorded what the partner answered: a course begins" in words(stage.said())
        through(stage, "answer D-1")
        form = stage.slack.form(ARA)
        assert "a course begins in January" in str(form["blocks"]), "what the partner said is offered as the answer"
        stage.submits(ARA, {"text": "there is a course in January"})
        assert there(stage).state is S.ANSWERED
        with stage.db.read() as session:
            history = [note.what for note in difficulties.notes(session, WS, 1)]
            changes = [one.action for one in audit.changes(session, WS, "D-1")]
        assert history == [Step.REFER, Step.REPLY, Step.ANSWER]
        assert changes == ["answer", "reply", "reply", "refer", "add"]

    def test_and_told_in_one_step_by_the_form(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1", "answer D-1")
        stage.submits(ARA, {"text": "a course begins in January", "told": ["told"]})
        assert there(stage).state is S.ANSWERED
        assert told(stage)[-1] == (EventKind.DIFFICULTY_ANSWERED, "D-1")

    @pytest.mark.parametrize(
        ("values", "field"),
        [({"text": " "}, "text"), ({"text": "x" * 2001}, "text"), ({"text": "yes", "day": "2026-11-26"}, "day")],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, Any], field: str) -> None:
        through(stage, "refer D-1 O-1", "answer D-1")
        assert list(stage.submits(ARA, values)["errors"]) == [field]
        assert there(stage).state is S.REFERRED

    def test_a_form_that_is_older_than_the_taking_back_stores_nothing(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1", "answer D-1")
        through(stage, "withdraw D-1", who=BOM)
        assert "changed meanwhile" in str(stage.submits(ARA, {"text": "yes"})["errors"])
        assert there(stage).state is S.ASSIGNED


class TestTakenBack:
    @pytest.mark.parametrize(
        ("line", "state"),
        [("withdraw D-1", S.ASSIGNED), ("start D-1", S.ACTING), ("decline D-1 the law forbids it", S.DECLINED)],
    )
    def test_the_partner_is_no_longer_asked(self, stage: Stage, line: str, state: DifficultyState) -> None:
        through(stage, "refer D-1 O-1", line, who=ARA)
        assert there(stage).state is state
        assert asked(stage)[0].state is ReferralState.WITHDRAWN
        assert there(stage).referred_to is None

    def test_by_the_button(self, stage: Stage) -> None:
        card = stage.clicks(ARA, through(stage, "refer D-1 O-1"), "Take it back")
        assert f"took it back from {PARTNER}" in words(card)


class TestListed:
    def test_those_with_a_partner(self, stage: Stage) -> None:
        through(stage, "no berths from: Geoje Shipyard", "refer D-1 O-1")
        card = words(through(stage, "list referred"))
        assert "1 difficulty" in card
        assert f"with {PARTNER} until Wed 9 Dec" in card

    def test_late_only_after_the_partners_day(self, stage: Stage) -> None:
        through(stage, "refer D-1 O-1 by: 12/24")
        stage.later(days=20)
        assert "No difficulties here" in words(through(stage, "list late"))
        stage.later(days=10)
        assert f"{PARTNER} is 1 day late with its answer" in words(through(stage, "list late"))

    def test_how_many_days_a_partner_has_is_a_setting(self, stage: Stage) -> None:
        stage.types(DANA, "/muster settings")
        stage.submits(DANA, {"referral_days": "5"})
        through(stage, "refer D-1 O-1")
        assert there(stage).referred_until == dt.date(2026, 11, 30)
