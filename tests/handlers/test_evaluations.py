"""`/evaluate`: one's own form, who is missing, the results; opening and closing, and what may go wrong with each."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.evaluations import Assessment, Given, Part
from storage import agendas, audit, evaluations, ledger, people, tasks
from tests.cast import ARA, BOM, CHAN, EUN, GIL, HANA, WS, Json, Stage, kept, words
from tests.doubles import checks
from tests.evaluating import CREATED, KST, NOVEMBER, OPENED, november, opened, rate, task

FORM = {"effect-owner-1": "4", "evidence-owner-1": "3 of 5 machines run"}


@pytest.fixture(autouse=True)
def month_end(stage: Stage) -> None:
    stage.now = OPENED + dt.timedelta(hours=1)


def assessed(stage: Stage, number: int = 1) -> Assessment:
    with stage.db.read() as session:
        return next(one for one in evaluations.assessments(session, WS, NOVEMBER) if one.task == number)


def korean(stage: Stage, person: str) -> None:
    with stage.db.begin() as session:
        found = people.get(session, WS, person)
        assert found is not None
        people.save(session, WS, replace(found, language="ko"))


def form(stage: Stage, person: str, typed: str = "/evaluate") -> Json:
    assert stage.types(person, typed) == {}
    return stage.slack.form(person)


class TestMyForm:
    def test_asks_for_effectiveness_and_shows_how_timeliness_came_about(self, stage: Stage) -> None:
        task(stage.db, due=dt.date(2026, 11, 21), start=dt.date(2026, 1, 1), percent=100)
        november(stage.db)
        shown = form(stage, BOM)
        assert "5 − 2 (9 days late) = 3" in words(shown)
        stage.submits(BOM, FORM)
        one = assessed(stage)
        assert one.by_owner is not None
        assert (one.by_owner.person, one.by_owner.effectiveness, one.by_owner.evidence) == (
            BOM,
            4,
            "3 of 5 machines run",
        )
        assert not one.by_owner.late
        with stage.db.read() as session:
            assert [change.action for change in audit.changes(session, WS, "T-1")][:1] == ["rate"]
        assert "1 rating is saved" in words(stage.said())

    def test_speaks_korean(self, stage: Stage) -> None:
        korean(stage, BOM)
        task(stage.db, due=dt.date(2026, 11, 21), start=dt.date(2026, 1, 1), percent=100)
        november(stage.db)
        shown = form(stage, BOM, "/muster 평가")
        assert "적시성 *3*: 5 − 2 (9일 지연) = 3" in words(shown)

    @pytest.mark.parametrize(
        ("typed", "field", "sentence"),
        [
            ({"effect-owner-1": "4"}, "evidence-owner-1", "Write one line of evidence for this mark."),
            ({"evidence-owner-1": "seen"}, "effect-owner-1", "Choose a mark from 1 to 5."),
            ({"effect-owner-1": "4", "evidence-owner-1": "x" * 301}, "evidence-owner-1", "One line takes up to 300"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_missing(
        self, stage: Stage, typed: Json, field: str, sentence: str
    ) -> None:
        task(stage.db)
        november(stage.db)
        form(stage, BOM)
        answer = stage.submits(BOM, typed)
        assert answer["errors"][field].startswith(sentence)
        assert assessed(stage).by_owner is None

    def test_left_empty_stores_nothing_and_says_what_still_waits(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        form(stage, BOM)
        stage.submits(BOM)
        assert assessed(stage).by_owner is None
        assert "1 question still waits for you." in words(stage.said())

    def test_can_be_changed_until_the_lock(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        form(stage, BOM)
        stage.submits(BOM, FORM)
        form(stage, BOM)
        stage.submits(BOM, {"effect-owner-1": "5"})
        one = assessed(stage)
        assert one.by_owner is not None
        assert (one.by_owner.effectiveness, one.by_owner.evidence) == (5, "3 of 5 machines run")

    def test_submitted_twice_is_stored_once_and_answered_the_same(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        shown = form(stage, BOM)
        first = stage.submits(BOM, FORM, view=shown, key="trigger-1")
        assert stage.submits(BOM, FORM, view=shown, key="trigger-1") == first
        one = assessed(stage)
        assert one.by_owner is not None
        assert one.by_owner.version == 1

    def test_never_overwrites_a_newer_answer_unseen(self, stage: Stage) -> None:
        number = task(stage.db)
        month = november(stage.db)
        shown = form(stage, BOM)
        rate(stage.db, month, Given(number, Part.OWNER, 2, "typed elsewhere"))
        answer = stage.submits(BOM, FORM, view=shown)
        assert answer["response_action"] == "update"
        assert "typed elsewhere" in words(answer["view"])
        one = assessed(stage)
        assert one.by_owner is not None
        assert one.by_owner.effectiveness == 2, "nothing is stored"
        stage.submits(BOM, view=answer["view"])
        one = assessed(stage)
        assert one.by_owner is not None
        assert (one.by_owner.effectiveness, one.by_owner.evidence) == (4, "3 of 5 machines run"), "knowingly"

    def test_what_people_type_cannot_mention_or_link(self, stage: Stage) -> None:
        task(stage.db, "<!channel> *bold* <https://evil|here>")
        november(stage.db)
        form(stage, BOM)
        stage.submits(BOM, FORM | {"evidence-owner-1": "<!here> & <@U0ARA>"})
        shown = form(stage, ARA)
        told = "".join(checks.texts(shown["blocks"]))
        assert "<!" not in told
        assert "<https" not in told
        assert "&lt;!here&gt; &amp; &lt;@U0ARA&gt;" in told

    def test_late_answers_are_marked(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        stage.now = dt.datetime(2026, 12, 5, 9, tzinfo=KST)
        form(stage, BOM)
        stage.submits(BOM, FORM)
        one = assessed(stage)
        assert one.by_owner is not None
        assert one.by_owner.late
        assert "Marked late: the day for it was Fri 4 Dec." in words(stage.said())

    def test_after_the_lock_a_sentence_and_nothing_stored(self, stage: Stage) -> None:
        task(stage.db)
        month = november(stage.db)
        shown = form(stage, BOM)
        stage.now = month.locks
        answer = stage.submits(BOM, FORM, view=shown)
        assert "The evaluation of 2026-11 is closed" in next(iter(answer["errors"].values()))
        assert assessed(stage).by_owner is None
        assert "No evaluation takes answers now." in words(stage.types(BOM, "/evaluate"))

    def test_nobody_is_asked_who_neither_owns_nor_leads(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        assert "Nothing waits for you in 2026-11" in words(stage.types(CHAN, "/evaluate"))
        assert "Guests may only answer surveys" in words(stage.types(GIL, "/evaluate"))

    def test_of_somebody_else_is_refused(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        shown = form(stage, BOM)
        answer = stage.submits(CHAN, FORM, view=shown)
        assert "Only the task's owner and the team's lead rate it." in next(iter(answer["errors"].values()))
        assert assessed(stage).by_owner is None


class TestTheLead:
    def test_rates_after_the_owner_and_has_the_last_word(self, stage: Stage) -> None:
        number = task(stage.db)
        month = november(stage.db)
        assert "has not answered yet" in words(form(stage, ARA)), "may, but is not asked yet"
        rate(stage.db, month, Given(number, Part.OWNER, 5, "all is well"))
        assert "봄 says 5: all is well" in words(form(stage, ARA))
        stage.submits(ARA, {"effect-lead-1": "3"})
        one = assessed(stage)
        assert one.by_lead is not None
        assert (one.effectiveness, one.objection) == (3, None)

    def test_objects_to_the_computed_timeliness_with_a_reason(self, stage: Stage) -> None:
        task(stage.db, due=dt.date(2026, 11, 21), start=dt.date(2026, 1, 1), percent=100)
        november(stage.db)
        form(stage, ARA)
        objected = {"effect-lead-1": "3", "time-lead-1": "5"}
        answer = stage.submits(ARA, objected)
        assert "Give the reason" in answer["errors"]["reason-lead-1"]
        stage.submits(ARA, objected | {"reason-lead-1": "the ministry waited for parliament"})
        one = assessed(stage)
        assert one.objection is not None
        assert (one.computed.score, one.timeliness, one.objection.person) == (3, 5, ARA)

    def test_of_another_team_may_not(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        shown = form(stage, ARA)
        answer = stage.submits(HANA, {"effect-lead-1": "1"}, view=shown)
        assert "Only the task's owner and the team's lead" in next(iter(answer["errors"].values()))


class TestManyTasks:
    def test_a_page_at_a_time_each_kept_as_a_whole(self, stage: Stage) -> None:
        for number in range(20):
            task(stage.db, f"Task {number} " + "가" * 100)
        november(stage.db)
        shown = form(stage, BOM)
        assert shown["title"]["text"] == "Rate tasks (1/3)"
        for page in ("Rate tasks (2/3)", "Rate tasks (3/3)"):
            answer = stage.submits(BOM, _all(shown, "owner"), view=shown)
            shown = answer["view"]
            assert shown["title"]["text"] == page
        stage.submits(BOM, _all(shown, "owner"), view=shown)
        assert "20 ratings are saved" in words(stage.said())
        assert all(assessed(stage, number).effectiveness == 3 for number in range(1, 21))

    def test_a_page_that_is_passed_over_still_waits(self, stage: Stage) -> None:
        for number in range(10):
            task(stage.db, f"Task {number}")
        november(stage.db)
        shown = form(stage, BOM)
        shown = stage.submits(BOM, view=shown)["view"]
        assert shown["title"]["text"] == "Rate tasks (2/2)"
        stage.submits(BOM, _all(shown, "owner"), view=shown)
        assert "8 questions still wait for you." in words(stage.said())

    def test_three_hundred_of_them_fit(self, stage: Stage) -> None:
        _three_hundred(stage)
        form(stage, BOM)  # every view that is opened is validated
        form(stage, ARA)
        for person in (EUN, ARA, BOM):
            stage.types(person, "/evaluate status")
        stage.types(EUN, "/evaluate results")
        listed = stage.types(ARA, "/evaluate results 2026-11 team export page:30")
        assert "More" not in str(listed)
        assert "More" in str(stage.types(ARA, "/evaluate results"))


def _all(view: Json, part: str) -> Json:
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    numbers = [field.rpartition("-")[2] for field in fields if field.startswith(f"effect-{part}-")]
    marks = {f"effect-{part}-{number}": "3" for number in numbers}
    return marks | {f"evidence-{part}-{number}": "seen" for number in numbers}


def _three_hundred(stage: Stage) -> None:
    from bot.domain.tasks import Task, TaskState

    with stage.db.begin() as session:
        for number in range(300):
            title = f"{number} " + "수출보험 " * 20
            new = Task(0, title, TaskState.OPEN, CREATED, BOM, owner=BOM, team="export", due=NOVEMBER)
            tasks.add(session, WS, new, BOM, CREATED)
    november(stage.db)


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
        assert "There is nothing to rate in 2026-11" in words(stage.types(EUN, "/evaluate open"))
        with stage.db.read() as session:
            assert evaluations.latest(session, WS) is None

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("open 2026-12", "2026-12 has not begun yet."),
            ("open 2025-01", "too long ago"),
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
        assert "timeliness *5* –" in told

    def test_in_a_direct_message_and_a_mention(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        assert "answers are in" in words(stage.mentions(EUN, "evaluate status"))
        offered = stage.mentions(BOM, "평가", dm=True)
        assert "There is a form for this" in words(offered)


def test_the_form_carries_little(stage: Stage) -> None:
    """Slack takes 3,000 characters of private metadata."""
    _three_hundred(stage)
    shown = form(stage, BOM)
    assert len(shown["private_metadata"]) < 1000
    assert kept(shown)["s"]["m"] == "2026-11"
