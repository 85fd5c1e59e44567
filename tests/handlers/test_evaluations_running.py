"""`/evaluate` for who runs it: opening, who is missing, closing, the results."""

import datetime as dt

import pytest

from bot.domain.evaluations import Assessment, Given, Part
from storage import agendas, evaluations, ledger
from tests.cast import ARA, BOM, CHAN, EUN, WS, Json, Stage, speaks, words
from tests.evaluating import KST, NOVEMBER, OPENED, november, opened, rate, task

FORM = {"effect-owner-1": "4", "evidence-owner-1": "3 of 5 machines run"}


@pytest.fixture(autouse=True)
def month_end(stage: Stage) -> None:
    stage.now = OPENED + dt.timedelta(hours=1)


def assessed(stage: Stage, number: int = 1) -> Assessment:
    with stage.db.read() as session:
        return next(one for one in evaluations.assessments(session, WS, NOVEMBER) if one.task == number)


def form(stage: Stage, person: str, typed: str = "/evaluate") -> Json:
    assert stage.types(person, typed) == {}
    return stage.slack.form(person)


class TestOpening:
    def test_by_hand_asks_channels_and_people_and_never_twice(self, stage: Stage) -> None:
        stage.now = dt.datetime(2026, 11, 25, 10, tzinfo=KST)
        task(stage.db)
        card = stage.types(EUN, "/evaluate open")
        assert "1 task, 2 people asked, results on Fri 4 Dec" in words(card)
        with stage.db.read() as session:
            planned = {post.series for post in ledger.listing(session, WS, limit=100)}
        assert planned == {
            "evaluation-opened:export",
            f"evaluation-ask:{ARA}",
            f"evaluation-ask:{BOM}",
            "evaluation-locked:export",
            "evaluation-locked",
        }
        again = stage.types(EUN, "/muster 평가 열기")
        assert "2026" in words(again)
        assert "was opened by 은 on" in words(again)
        with stage.db.read() as session:
            assert {post.series for post in ledger.listing(session, WS, limit=100)} == planned

    def test_is_the_secretariats(self, stage: Stage) -> None:
        task(stage.db)
        for words_ in ("open", "close", "열기", "마감"):
            card = stage.types(ARA, f"/evaluate {words_}")
            assert "Only the secretariat may open or close an evaluation." in words(card)
        with stage.db.read() as session:
            assert evaluations.latest(session, WS) is None

    def test_without_tasks_is_a_sentence_and_nothing_opens(self, stage: Stage) -> None:
        assert "There is nothing to rate in November 2026" in words(stage.types(EUN, "/evaluate open"))
        with stage.db.read() as session:
            assert evaluations.latest(session, WS) is None

    def test_a_month_does_not_rate_what_was_recorded_after_it(self, stage: Stage) -> None:
        stage.types(BOM, "/task add Welders start: 2025-11-01 due: 12/31")
        assert "There is nothing to rate in December 2025" in words(stage.types(EUN, "/evaluate open 2025-12"))
        with stage.db.read() as session:
            assert evaluations.latest(session, WS) is None

    def test_names_what_to_type_for_an_older_month_in_korean(self, stage: Stage) -> None:
        speaks(stage, EUN, "ko")
        assert "연도까지 입력해 주십시오: `/evaluate 열기 2026-09`" in words(stage.types(EUN, "/evaluate 열기 9월"))

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("open 2026-12", "2026-12 has not begun yet."),
            ("open 2025-01", "too long ago"),
            ("open december", "2026-12 has not begun yet."),
            ("열기 12월", "2026-12 has not begun yet."),
            ("열기 9월", "For 2026-09 type `/evaluate open 2026-09`."),
            ("open soon", "is no month"),
            ("close", "No evaluation is open."),
            ("close 2026-10", "was never opened"),
            ("results 2026-10", "was never opened"),
            ("results team nowhere", "nowhere"),
            ("results", "No month has been evaluated yet."),
            ("status", "No month has been evaluated yet."),
            ("", "No evaluation takes answers now."),
            ("stauts", "status"),
        ],
    )
    def test_what_cannot_be_done_is_said(self, stage: Stage, typed: str, sentence: str) -> None:
        assert sentence in words(stage.types(EUN, f"/evaluate {typed}".strip()))


class TestStatus:
    def test_tells_the_secretariat_who_is_missing(self, stage: Stage) -> None:
        number = task(stage.db)
        task(stage.db, "Meters", owner=CHAN, team="energy")
        month = november(stage.db)
        rate(stage.db, month, Given(number, Part.OWNER, 4, "seen"))
        told = words(stage.types(EUN, "/evaluate 현황"))
        assert "1 of 4 answers are in." in told
        assert "아라 1" in told
        assert "찬 1" in told

    def test_names_nobody_to_those_who_lead_nobody(self, stage: Stage) -> None:
        task(stage.db)
        task(stage.db, "Meters", owner=CHAN, team="energy")
        november(stage.db)
        told = words(stage.types(BOM, "/evaluate status"))
        assert "Missing" not in told
        assert "Energy" not in told
        assert "Rate my 1 task" in str(stage.types(BOM, "/evaluate status"))
        assert "Missing: 봄 1" in words(stage.types(ARA, "/evaluate status"))

    def test_a_lead_sees_everybody_that_is_missing_and_what_is_asked_for_later(self, stage: Stage) -> None:
        task(stage.db)
        task(stage.db, "Own", owner=ARA)
        november(stage.db)
        told = words(stage.types(ARA, "/evaluate status"))
        assert "Missing: " in told
        assert "봄 1" in told
        assert "아라 1" in told
        assert "1 answer is asked for later: whoever leads rates once the owner has." in told

    def test_closing_from_the_card_asks_first(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        card = stage.types(EUN, "/evaluate status")
        assert "confirm" in str(card)
        stage.clicks(EUN, card, "Close the month")
        assert "is closed. The results are on their way" in words(stage.said())


class TestClosing:
    def test_by_hand_locks_tells_and_puts_the_lowest_on_the_agenda(self, stage: Stage) -> None:
        number = task(stage.db)
        month = november(stage.db)
        rate(stage.db, month, Given(number, Part.OWNER, 1, "nothing"))
        assert "is closed" in words(stage.types(EUN, "/evaluate close"))
        with stage.db.read() as session:
            items = agendas.open_items(session, WS, "export")
            told = [
                post for post in ledger.listing(session, WS, limit=50) if post.series.startswith("evaluation-locked")
            ]
        assert "T-1 Welders: among the lowest of the evaluation of November 2026" in items[0].text
        assert {post.due for post in told} == {stage.now.astimezone(dt.UTC)}
        assert "closed already" in words(stage.types(EUN, "/evaluate close 2026-11"))
        with stage.db.read() as session:
            assert len(agendas.open_items(session, WS, "export")) == 1

    def test_a_button_of_a_closed_month_answers_with_a_sentence(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        card = stage.types(BOM, "/evaluate status")
        stage.types(EUN, "/evaluate close")
        stage.clicks(BOM, card, "Rate my 1 task")
        assert "is closed" in words(stage.said())


class TestResults:
    def test_of_all_teams_for_the_secretariat_of_ones_own_for_others(self, stage: Stage) -> None:
        number = task(stage.db)
        task(stage.db, "Meters", owner=CHAN, team="energy")
        month = november(stage.db)
        rate(stage.db, month, Given(number, Part.OWNER, 4, "seen"))
        assert "Provisional" in words(stage.types(EUN, "/evaluate results"))
        assert "are posted on Wed 9 Dec" in words(stage.types(BOM, "/evaluate results"))
        stage.now = month.locks + dt.timedelta(minutes=1)
        everything = words(stage.types(EUN, "/evaluate results"))
        assert "Export division" in everything
        assert "Energy division" in everything
        mine = words(stage.types(BOM, "/evaluate 결과 지난달"))
        assert "Welders" in mine
        assert "Meters" not in mine
        refused = words(stage.types(BOM, "/evaluate results team energy"))
        assert "Only members of the team and the secretariat see its results." in refused

    def test_against_the_month_before(self, stage: Stage) -> None:
        number = task(stage.db, start=dt.date(2026, 9, 1), due=dt.date(2027, 12, 31))
        october = opened(stage.db, dt.date(2026, 10, 1), dt.datetime(2026, 10, 30, 10, tzinfo=KST))
        assert october is not None
        rate(stage.db, october, Given(number, Part.OWNER, 2, "little"))
        month = november(stage.db)
        rate(stage.db, month, Given(number, Part.OWNER, 4, "more"))
        told = words(stage.types(ARA, "/evaluate results november"))
        assert "effectiveness *4* ▲2" in told
        assert "timeliness *5* =" in told

    def test_in_a_direct_message_and_a_mention(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        assert "answers are in" in words(stage.mentions(EUN, "evaluate status", dm=True))
        offered = stage.mentions(BOM, "평가", dm=True)
        assert "There is a form for this" in words(offered)
