"""A decision of the weekly agenda is taken back."""

import dataclasses

import pytest

from bot.domain.agendas import Decision, Item
from bot.domain.tasks import Task, TaskState
from storage import agendas, audit, difficulties, tasks
from tests.cast import ARA, BOM, CHAN, EUN, HANA, WS, Json, Stage, speaks, words
from tests.meeting import W48, deliver, go, items, posts, raise_one, write

WELDERS = "Shortage of welders in Geoje"
DECIDES = f"/agenda decide {WELDERS}: ask the school <@U0BOM|bom> by: 12/18"


def made(stage: Stage, occurrence: str = W48) -> list[Decision]:
    with stage.db.read() as session:
        return agendas.decisions(session, WS, "export", occurrence)


def task(stage: Stage, number: int = 1) -> Task | None:
    with stage.db.read() as session:
        return tasks.get(session, WS, number)


def heard(stage: Stage, person: str = BOM) -> list[str]:
    deliver(stage)
    return [words(one) for one in stage.slack.messages.get(f"D{person[1:]}", [])]


class TestTheButton:
    @pytest.mark.parametrize(
        ("language", "button", "said"),
        [
            (
                "en",
                "Undo",
                (
                    "This decision of Export division is taken back:",
                    "The task T-1 is taken back as well.",
                    f"This is on the agenda again: {WELDERS}",
                ),
            ),
            (
                "ko",
                "취소",
                (
                    "수출과 결정사항을 취소했습니다.",
                    "과제 T-1도 함께 취소했습니다.",
                    f"이 안건은 회의자료에 다시 올렸습니다: {WELDERS}",
                ),
            ),
        ],
    )
    def test_takes_it_back_with_its_task_and_opens_its_item_again(
        self, stage: Stage, language: str, button: str, said: tuple[str, ...]
    ) -> None:
        speaks(stage, ARA, language)
        write(stage, Item(0, "export", WELDERS, stage.now, BOM, weeks=2, agenda=W48))
        [item] = items(stage)
        card = stage.types(ARA, DECIDES)
        assert button in words(card)
        after = words(stage.clicks(ARA, card, "agendas:undo"))
        assert all(one in after for one in said)
        assert "→" not in after
        assert (made(stage), task(stage)) == ([], None)
        [again] = items(stage)
        assert dataclasses.replace(again, version=item.version) == item
        assert WELDERS in words(stage.types(ARA, "/agenda"))

    def test_twice_says_that_it_is_gone(self, stage: Stage) -> None:
        card = stage.types(ARA, "/agenda decide We meet on Mondays")
        assert "We meet on Mondays" in words(stage.clicks(ARA, card, "agendas:undo"))
        assert "no longer there" in words(stage.clicks(ARA, card, "agendas:undo"))

    def test_for_whom(self, stage: Stage) -> None:
        card = stage.types(BOM, "/agenda decide We meet on Mondays")
        for other in (CHAN, HANA):
            assert "Only who recorded it" in words(stage.clicks(other, card, "agendas:undo"))
        assert len(made(stage, W48)) == 1
        assert "is taken back" in words(stage.clicks(ARA, card, "agendas:undo"))
        card = stage.types(ARA, "/agenda decide We meet on Mondays")
        assert "Only who recorded it" in words(stage.clicks(BOM, card, "agendas:undo"))
        assert "is taken back" in words(stage.clicks(EUN, card, "agendas:undo"))

    def test_the_audit_has_it(self, stage: Stage) -> None:
        stage.types(BOM, f"/agenda add {WELDERS}")
        stage.clicks(ARA, stage.types(ARA, DECIDES), "agendas:undo")
        with stage.db.read() as session:
            done = [
                next((one.person, one.action) for one in audit.changes(session, WS, ref))
                for ref in (f"agenda export {W48}", "agenda export item 1", "T-1")
            ]
        assert done == [(ARA, "undo")] * 3

    def test_nothing_finds_it_any_more(self, stage: Stage) -> None:
        stage.clicks(ARA, stage.types(ARA, "/agenda decide Berths for Busan"), "agendas:undo")
        assert "Berths" not in words(stage.types(ARA, "/muster find berths"))
        assert "No decisions" in words(stage.types(ARA, "/agenda minutes"))


class TestTheUndoTime:
    def test_is_ten_minutes(self, stage: Stage) -> None:
        card = stage.types(ARA, "/agenda decide We meet on Mondays")
        stage.later(minutes=10)
        assert "is taken back" in words(stage.clicks(ARA, card, "agendas:undo"))

    @pytest.mark.parametrize(
        ("language", "typed", "said"),
        [
            ("en", "We meet on Mondays", "was decided more than 10 minutes ago, and stays. `/agenda decide TEXT`"),
            ("en", "Berths <@U0BOM|bom>", "`/task drop T-1 REASON` ends its task"),
            ("ko", "월요일 회의", "기록한 지 10분이 넘어 취소할 수 없습니다. 바뀐 결정은 `/agenda 결정 내용`"),
            ("ko", "선석 <@U0BOM|bom>", "과제는 `/task 제외 T-1 사유`로 중단하고"),
        ],
    )
    def test_afterwards_it_says_what_to_type(self, stage: Stage, language: str, typed: str, said: str) -> None:
        speaks(stage, ARA, language)
        card = stage.types(ARA, f"/agenda decide {typed}")
        stage.later(minutes=10, seconds=1)
        assert said in words(stage.clicks(ARA, card, "agendas:undo"))
        assert said in words(stage.types(ARA, "/agenda 취소"))
        assert len(made(stage)) == 1


class TestTheCommand:
    @pytest.mark.parametrize("typed", ["/agenda undo", "/agenda 취소"])
    def test_takes_my_newest_back(self, stage: Stage, typed: str) -> None:
        stage.types(ARA, "/agenda decide First")
        stage.types(ARA, "/agenda decide Second")
        stage.types(BOM, "/agenda decide Of somebody else")
        assert "Second" in words(stage.types(ARA, typed))
        assert [one.text for one in made(stage)] == ["First", "Of somebody else"]

    def test_of_a_lead_without_one_the_teams(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda decide Of somebody else")
        assert "is taken back" in words(stage.types(ARA, "/agenda undo"))
        assert made(stage) == []

    def test_of_the_secretariat_that_of_the_team_named(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda decide Of somebody else")
        assert "no decision of yours" in words(stage.types(EUN, "/agenda undo"))
        assert "is taken back" in words(stage.types(EUN, "/agenda undo team export"))

    def test_of_a_member_never_anothers(self, stage: Stage) -> None:
        stage.types(ARA, "/agenda decide Of the lead")
        assert "no decision of yours" in words(stage.types(BOM, "/agenda undo"))
        assert "Only who recorded it" in words(stage.types(BOM, "/agenda undo team export"))
        assert "Only who recorded it" in words(stage.types(BOM, "/agenda undo 1"))
        assert len(made(stage)) == 1

    @pytest.mark.parametrize("typed", ["undo 2", "취소 2번", "undo #2", "undo 2 team export"])
    def test_by_its_number_in_the_minutes(self, stage: Stage, typed: str) -> None:
        for text in ("First", "Second", "Third"):
            stage.types(ARA, f"/agenda decide {text}")
        assert "2.  Second" in words(stage.types(ARA, "/agenda minutes"))
        stage.types(ARA, f"/agenda {typed}")
        assert [one.text for one in made(stage)] == ["First", "Third"]

    def test_a_number_that_is_none(self, stage: Stage) -> None:
        stage.types(ARA, "/agenda decide First")
        assert "No decision has the number 2" in words(stage.types(ARA, "/agenda undo 2"))
        assert "cannot read `T-1` here" in words(stage.types(ARA, "/agenda undo T-1"))
        assert len(made(stage)) == 1

    def test_leaves_what_a_sitting_decided(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            agendas.decide(session, WS, Decision(0, "export", "M-1", "At the council", ARA, stage.now))
        assert "no decision of yours" in words(stage.types(ARA, "/agenda undo"))


class TestWhatItBecame:
    def test_a_task_that_somebody_worked_on_holds_it(self, stage: Stage) -> None:
        write(stage, Item(0, "export", WELDERS, stage.now, BOM, weeks=1, agenda=W48))
        card = stage.types(ARA, DECIDES)
        stage.types(BOM, "/task T-1 20% asked the school")
        refused = words(stage.clicks(ARA, card, "agendas:undo"))
        assert "`/task drop T-1 REASON`" in refused
        assert "`/agenda undo` takes the decision back" in refused
        assert (len(made(stage)), items(stage)) == (1, [])
        stage.types(BOM, "/task drop T-1 a slip")
        assert "The task T-1 stays, dropped." in words(stage.types(ARA, "/agenda undo"))
        dropped = task(stage)
        assert dropped is not None
        assert dropped.state is TaskState.DROPPED
        assert [one.text for one in items(stage)] == [WELDERS]

    def test_a_task_that_was_taken_back_before(self, stage: Stage) -> None:
        card = stage.types(ARA, DECIDES)
        stage.types(ARA, "/task undo T-1")
        assert "is taken back" in words(stage.clicks(ARA, card, "agendas:undo"))

    def test_no_agenda_tells_the_task(self, stage: Stage) -> None:
        stage.clicks(ARA, stage.types(ARA, DECIDES), "agendas:undo")
        go(stage, 27, 14)
        go(stage, 27, 17)
        assert "ask the school" not in "".join(words(one) for one in [*posts(stage), *posts(stage, thread=True)])

    def test_the_note_of_a_difficulty(self, stage: Stage) -> None:
        one = raise_one(stage)
        write(stage, Item(0, "export", "", stage.now, ref=one.ref, weeks=2, agenda=W48))
        card = stage.types(ARA, "/agenda decide D-1 ask the school")
        stage.later(seconds=1)
        stage.types(BOM, "/difficulty note D-1 heard from them")
        after = words(stage.clicks(ARA, card, "agendas:undo"))
        assert "The note in D-1 is taken back as well." in after
        assert "on the agenda again: D-1 short of welders" in after
        with stage.db.read() as session:
            assert [line.text for line in difficulties.notes(session, WS, 1)] == ["heard from them"]
            assert audit.changes(session, WS, "D-1")[0].action == "undo"
        assert [(item.ref, item.weeks) for item in items(stage)] == [("D-1", 2)]

    def test_what_stood_in_the_line_of_a_task_comes_back_with_it(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            draft = Task(0, "prototype", TaskState.BLOCKED, stage.now, ARA, BOM, "export", blocked_reason="no permit")
            tasks.add(session, WS, draft, ARA, stage.now)
        write(stage, Item(0, "export", "", stage.now, ref="T-1", weeks=2, agenda="2026-W47"))
        write(stage, Item(0, "export", "T-1 prototype: among the lowest", stage.now, weeks=2, agenda="2026-W47"))
        before = items(stage)
        stage.clicks(ARA, self._carried(stage), "agendas:do")
        stage.submits(ARA, {"due": "2026-12-04"})
        assert items(stage) == []
        stage.types(ARA, "/agenda undo")
        assert [(one.number, one.weeks) for one in items(stage)] == [(one.number, one.weeks) for one in before]

    def _carried(self, stage: Stage) -> Json:
        return stage.clicks(ARA, stage.types(ARA, "/agenda"), "agendas:carried")

    def test_a_record_that_an_agenda_took_up_again_stands_once(self, stage: Stage) -> None:
        one = raise_one(stage)
        write(stage, Item(0, "export", "", stage.now, ref=one.ref, weeks=2, agenda="2026-W47"))
        go(stage, 27, 14)
        go(stage, 27, 16, 58)
        stage.types(ARA, "/agenda decide D-1 ask the school")
        go(stage, 27, 17)
        go(stage, 27, 17, 2)
        assert [(item.ref, item.weeks) for item in items(stage)] == [("D-1", 1)]
        assert "is taken back" in words(stage.types(ARA, "/agenda undo"))
        assert [(item.ref, item.weeks) for item in items(stage)] == [("D-1", 3)]


class TestTheOwner:
    def test_hears_nothing_of_what_was_not_sent_yet(self, stage: Stage) -> None:
        stage.clicks(ARA, stage.types(ARA, DECIDES), "agendas:undo")
        assert heard(stage) == []

    @pytest.mark.parametrize(
        ("language", "off"),
        [
            ("en", "This decision of Export division is taken back:"),
            ("ko", "수출과 결정사항을 취소했습니다."),
        ],
    )
    def test_who_heard_of_it_hears_that_it_is_off(self, stage: Stage, language: str, off: str) -> None:
        speaks(stage, BOM, language)
        card = stage.types(ARA, DECIDES)
        assert len(heard(stage)) == 1
        stage.clicks(ARA, card, "agendas:undo")
        first, second = heard(stage)
        assert off not in first
        assert off in second
        assert "ask the school" in second

    def test_who_takes_it_back_themselves_is_told_by_the_card(self, stage: Stage) -> None:
        card = stage.types(BOM, "/agenda decide Berths <@U0BOM|bom>")
        stage.clicks(BOM, card, "agendas:undo")
        assert heard(stage) == []
