"""`/evaluate`: one's own form, who is missing, the results; opening and closing, and what may go wrong with each."""

import datetime as dt

import pytest

from bot.domain.evaluations import Assessment, Given, Part
from storage import audit, evaluations, tasks
from tests.cast import ARA, BOM, CHAN, EUN, GIL, HANA, WS, Json, Stage, kept, speaks, words
from tests.doubles import checks
from tests.evaluating import CREATED, KST, NOVEMBER, OPENED, november, rate, task

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


class TestMyForm:
    def test_asks_for_effectiveness_and_shows_how_timeliness_came_about(self, stage: Stage) -> None:
        task(stage.db, due=dt.date(2026, 11, 21), start=dt.date(2026, 1, 1), percent=100)
        november(stage.db)
        shown = form(stage, BOM)
        assert "Timeliness: 5 − 2 (9 days late) = 3" in words(shown)
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

    def test_saved_with_nothing_filled_in_says_so(self, stage: Stage) -> None:
        task(stage.db)
        november(stage.db)
        form(stage, BOM)
        stage.submits(BOM)
        assert "Nothing was filled in, so nothing is rated" in words(stage.said())

    def test_speaks_korean(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        task(stage.db, due=dt.date(2026, 11, 21), start=dt.date(2026, 1, 1), percent=100)
        november(stage.db)
        shown = form(stage, BOM, "/muster 평가")
        assert "적시성: 5 − 2 (9일 지연) = 3" in words(shown)

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
        assert "Nothing waits for you in November 2026" in words(stage.types(CHAN, "/evaluate"))
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


def test_the_form_carries_little(stage: Stage) -> None:
    """Slack takes 3,000 characters of private metadata."""
    _three_hundred(stage)
    shown = form(stage, BOM)
    assert len(shown["private_metadata"]) < 1000
    assert kept(shown)["s"]["m"] == "2026-11"
