"""Decisions on the agenda, and those that it forces after the third carry-over."""

import copy
import dataclasses
import datetime as dt

import pytest

from bot.domain.agendas import Item, Outcome
from bot.domain.tasks import Task, TaskState
from storage import agendas, difficulties, people, tasks, teams
from tests.cast import ARA, BOM, CHAN, EUN, WS, Json, Stage, words
from tests.meeting import W48, deliver, go, items, posts, raise_one, write


class TestDeciding:
    def test_with_an_owner_it_becomes_a_task_and_the_owner_hears_of_it(self, stage: Stage) -> None:
        card = words(stage.types(ARA, "/agenda decide Ask the harbour office <@U0BOM|bom> by 12/4"))
        assert "T-1" in card
        with stage.db.read() as session:
            task = tasks.get(session, WS, 1)
        assert task is not None
        assert (task.title, task.owner, task.team, task.due) == (
            "Ask the harbour office",
            BOM,
            "export",
            dt.date(2026, 12, 4),
        )
        deliver(stage)
        heard = [one for name, found in stage.slack.messages.items() if name.startswith("D") for one in found]
        assert any("Ask the harbour office" in words(one) for one in heard)

    def test_naming_a_difficulty_it_becomes_its_note(self, stage: Stage) -> None:
        raise_one(stage)
        stage.types(ARA, "/agenda 결정 D-1 직업훈련원과 협의 <@U0BOM|bom>")
        with stage.db.read() as session:
            [note] = difficulties.notes(session, WS, 1)
            assert tasks.get(session, WS, 1) is None
        assert note.text == "D-1 직업훈련원과 협의 · 봄"

    def test_of_somebody_elses_difficulty_is_no_note(self, stage: Stage) -> None:
        raise_one(stage, team="energy")
        stage.types(ARA, "/agenda decide D-1 is none of ours")
        with stage.db.read() as session:
            assert difficulties.notes(session, WS, 1) == []

    def test_alone_it_is_in_the_minutes(self, stage: Stage) -> None:
        assert "No decisions" in words(stage.types(BOM, "/agenda minutes"))
        stage.types(BOM, "/agenda decide We meet on Mondays")
        card = stage.types(BOM, "/agenda 회의록")
        assert "We meet on Mondays" in words(card)
        stage.clicks(BOM, card, "agendas:tell_minutes")
        stage.clicks(BOM, card, "agendas:tell_minutes")
        deliver(stage)
        assert ["We meet on Mondays" in words(one) for one in posts(stage)] == [True]

    def test_belongs_to_the_agenda_that_was_posted(self, stage: Stage) -> None:
        raise_one(stage)
        go(stage, 27, 14)
        go(stage, 27, 17)
        go(stage, 28, 9)
        stage.types(ARA, "/agenda decide Later")
        with stage.db.read() as session:
            assert [one.text for one in agendas.decisions(session, WS, "export", W48)] == ["Later"]

    def test_is_for_the_team(self, stage: Stage) -> None:
        assert "Only members of the team" in words(stage.types(CHAN, "/agenda decide x y team: export"))

    def test_by_form(self, stage: Stage) -> None:
        stage.types(ARA, "/agenda decide")
        stage.submits(ARA, {"text": "Berths", "owner": BOM, "due": "2026-12-04"})
        with stage.db.read() as session:
            task = tasks.get(session, WS, 1)
        assert task is not None
        assert task.owner == BOM


class TestWhatADecisionSettles:
    @pytest.mark.parametrize(
        ("matter", "typed", "left"),
        [
            (
                "Shortage of welders in Geoje",
                "/agenda decide Shortage of welders in Geoje: ask the school <@U0BOM|bom> by: 12/18",
                "This is off the agenda: Shortage of welders in Geoje",
            ),
            (
                "용접공 부족",
                "/agenda 결정 용접공 부족: 직업훈련원에 요청 <@U0BOM|bom> 기한: 12/18",
                "This is off the agenda: 용접공 부족",
            ),
        ],
    )
    def test_an_item_that_it_begins_with(self, stage: Stage, matter: str, typed: str, left: str) -> None:
        stage.types(BOM, f"/agenda add {matter} <@U0BOM|bom>")
        [item] = items(stage)
        go(stage, 27, 14)
        go(stage, 27, 17)
        go(stage, 30, 9)
        card = words(stage.types(ARA, typed))
        assert "T-1" in card
        assert left in card
        assert outcome(stage, item) is Outcome.DECIDED
        with stage.db.read() as session:
            assert agendas.decided_by(session, WS, [item.number])[item.number].became == "T-1"
        assert matter not in words(stage.types(ARA, "/agenda"))

    def test_one_that_was_added_this_week(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda add Berths")
        stage.types(ARA, "/agenda decide berths")
        assert items(stage) == []

    def test_only_the_teams_own(self, stage: Stage) -> None:
        stage.types(CHAN, "/agenda add Berths")
        assert "off the agenda" not in words(stage.types(ARA, "/agenda decide Berths: two more"))
        assert len(items(stage, "energy")) == 1

    def test_by_form(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda add Berths")
        stage.types(ARA, "/agenda decide")
        stage.submits(ARA, {"text": "Berths\ntwo more"})
        assert "off the agenda: Berths" in words(stage.said())
        assert items(stage) == []

    def test_a_difficulty_that_stands_there(self, stage: Stage) -> None:
        one = raise_one(stage)
        write(stage, Item(0, "export", "", stage.now, ref=one.ref, weeks=1, agenda=W48))
        assert "off the agenda: D-1 short of welders" in words(stage.types(ARA, "/agenda decide D-1 ask the school"))
        assert items(stage) == []


def forced(stage: Stage, **more: object) -> tuple[Item, Json]:
    """An item in its third agenda, and the card that asks for a decision."""
    given = {"text": "berths in Busan", "presenter": BOM} | more
    item = write(stage, Item(0, "export", added=stage.now, added_by=ARA, weeks=2, agenda="2026-W47", **given))  # type: ignore[arg-type]
    go(stage, 27, 14)
    go(stage, 27, 17)
    return item, posts(stage, thread=True)[0]


def outcome(stage: Stage, item: Item) -> Outcome | None:
    with stage.db.read() as session:
        found = agendas.item(session, WS, item.number)
    assert found is not None
    return found.outcome


class TestForcedDecisions:
    def test_do_becomes_a_task(self, stage: Stage) -> None:
        item, card = forced(stage)
        assert "3rd week" in words(card)
        stage.clicks(ARA, card, "agendas:do")
        stage.submits(ARA, {"due": "2026-12-04"})
        assert outcome(stage, item) is Outcome.DECIDED
        shown = words(stage.said())
        assert "All matters of long standing are decided." in shown
        assert "T-1" in shown

    def test_drop(self, stage: Stage) -> None:
        item, card = forced(stage)
        after = stage.clicks(BOM, card, "agendas:drop")
        assert "dropped" in words(after)
        assert outcome(stage, item) is Outcome.DROPPED

    def test_a_second_click_hears_who_was_first(self, stage: Stage) -> None:
        _, card = forced(stage)
        before = copy.deepcopy(card)
        stage.clicks(BOM, card, "agendas:drop")
        assert "봄 has dealt with this already" in words(stage.clicks(ARA, before, "agendas:escalate"))

    def test_split(self, stage: Stage) -> None:
        item, card = forced(stage)
        stage.clicks(ARA, card, "agendas:split")
        stage.submits(ARA, {"part1": "berths", "part2": "cranes"})
        assert outcome(stage, item) is Outcome.SPLIT
        assert [(one.text, one.weeks) for one in items(stage)] == [("berths", 0), ("cranes", 0)]

    def test_split_needs_two(self, stage: Stage) -> None:
        item, card = forced(stage)
        stage.clicks(ARA, card, "agendas:split")
        assert "part2" in stage.submits(ARA, {"part1": "berths"})["errors"]
        assert outcome(stage, item) is None

    def test_escalate_goes_to_the_team_above(self, stage: Stage) -> None:
        item, card = forced(stage)
        stage.clicks(ARA, card, "agendas:escalate")
        assert outcome(stage, item) is Outcome.ESCALATED
        [above] = items(stage, "ministry")
        assert (above.text, above.origin) == ("berths in Busan", "export")
        assert "from Export division" in words(stage.types(EUN, "/agenda team ministry"))

    def test_a_difficulty_is_escalated_itself(self, stage: Stage) -> None:
        one = raise_one(stage)
        item, card = forced(stage, text="", ref=one.ref, presenter=None)
        stage.clicks(ARA, card, "agendas:escalate")
        with stage.db.read() as session:
            found = difficulties.get(session, WS, one.number)
        assert found is not None
        assert found.escalated_to == "ministry"
        assert outcome(stage, item) is Outcome.ESCALATED

    def test_a_difficulty_is_not_dropped_before_the_company_knows(self, stage: Stage) -> None:
        one = raise_one(stage)
        item, card = forced(stage, text="", ref=one.ref, presenter=None)
        assert "/difficulty decline D-1" in words(stage.clicks(ARA, card, "agendas:drop"))
        assert outcome(stage, item) is None

    def test_a_task_is_dropped_with_it(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            draft = Task(0, "prototype", TaskState.BLOCKED, stage.now, ARA, owner=BOM, team="export")
            task = tasks.add(session, WS, draft, ARA, stage.now)
        _, card = forced(stage, text="", ref=task.ref, presenter=None)
        stage.clicks(ARA, card, "agendas:drop")
        with stage.db.read() as session:
            found = tasks.get(session, WS, task.number)
        assert found is not None
        assert found.state is TaskState.DROPPED

    @pytest.mark.parametrize(
        ("language", "low", "line"),
        [
            ("en", "among the lowest", "T-1  prototype · 봄 · no permit · blocked · among the lowest · *3rd week*"),
            ("ko", "월례 평가 하위 과제", "T-1  prototype · 봄 · no permit · 막힘 · 월례 평가 하위 과제 · *3주째*"),
        ],
    )
    def test_a_low_mark_stands_and_goes_with_its_task(self, stage: Stage, language: str, low: str, line: str) -> None:
        with stage.db.begin() as session:
            team = teams.get(session, WS, "export")
            assert team is not None
            teams.save(session, WS, dataclasses.replace(team, language=language))
            draft = Task(0, "prototype", TaskState.BLOCKED, stage.now, ARA, BOM, "export", blocked_reason="no permit")
            tasks.add(session, WS, draft, ARA, stage.now)
        rated, card = forced(stage, text=f"T-1 prototype: {low}")
        said = words(card)
        assert line in said
        assert said.count("prototype") == 1
        stage.clicks(ARA, card, "agendas:do")
        stage.submits(ARA, {"due": "2026-12-04"})
        assert outcome(stage, rated) is Outcome.DECIDED
        assert items(stage) == []

    def test_what_is_said_of_a_task_is_escalated_with_it(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            draft = Task(0, "prototype", TaskState.BLOCKED, stage.now, ARA, BOM, "export")
            tasks.add(session, WS, draft, ARA, stage.now)
        rated, card = forced(stage, text="T-1 prototype: among the lowest")
        after = words(stage.clicks(ARA, card, "agendas:escalate"))
        assert after.count("T-1 · escalated · 아라") == after.count("T-1") == 1
        assert outcome(stage, rated) is Outcome.ESCALATED
        assert items(stage) == []
        assert [one.text for one in items(stage, "ministry")] == ["T-1 prototype: among the lowest"]

    def test_is_for_the_team(self, stage: Stage) -> None:
        item, card = forced(stage)
        assert "Only members of the team" in words(stage.clicks(CHAN, card, "agendas:drop"))
        assert outcome(stage, item) is None


class TestCarriedOver:
    """From its second agenda on the lead decides about a matter, before it is forced."""

    @pytest.fixture
    def item(self, stage: Stage) -> Item:
        found = write(stage, Item(0, "export", "berths", stage.now, ARA, BOM, weeks=1, agenda="2026-W47"))
        write(stage, Item(0, "export", "new this week", stage.now, ARA))
        return found

    def asked(self, stage: Stage) -> Json:
        return stage.clicks(ARA, stage.types(ARA, "/agenda"), "agendas:carried")

    @pytest.mark.parametrize(
        ("lang", "button", "said", "left"),
        [
            ("en", "Decide what was carried over", "These matters were carried over.", "Nothing carried over is left."),
            ("ko", "이월 안건 결정", "이월된 안건입니다.", "남은 이월 안건이 없습니다."),
        ],
    )
    def test_each_has_its_four_ways_out(
        self, stage: Stage, item: Item, lang: str, button: str, said: str, left: str
    ) -> None:
        with stage.db.begin() as session:
            ara = people.get(session, WS, ARA)
            assert ara is not None
            people.save(session, WS, dataclasses.replace(ara, language=lang))
        assert button in words(stage.types(ARA, "/agenda"))
        card = self.asked(stage)
        assert said in words(card)
        assert "berths" in words(card)
        assert "new this week" not in words(card)
        after = words(stage.clicks(ARA, card, "agendas:drop"))
        assert left in after
        assert "berths" in after
        assert outcome(stage, item) is Outcome.DROPPED

    def test_do_comes_back_to_it(self, stage: Stage, item: Item) -> None:
        stage.clicks(ARA, self.asked(stage), "agendas:do")
        stage.submits(ARA, {"due": "2026-12-04"})
        assert outcome(stage, item) is Outcome.DECIDED
        said = words(stage.said())
        assert "Nothing carried over is left." in said
        assert "berths · decided" in said
        assert "T-1" in said

    def test_split_and_escalate_as_well(self, stage: Stage, item: Item) -> None:
        stage.clicks(ARA, self.asked(stage), "agendas:split")
        stage.submits(ARA, {"part1": "berths", "part2": "pilots"})
        assert outcome(stage, item) is Outcome.SPLIT
        assert "Nothing carried over is left." in words(stage.said())
        other = write(stage, Item(0, "export", "cranes", stage.now, ARA, BOM, weeks=1, agenda="2026-W47"))
        assert "cranes · escalated" in words(stage.clicks(ARA, self.asked(stage), "agendas:escalate"))
        assert outcome(stage, other) is Outcome.ESCALATED

    def test_only_where_there_is_something_and_for_the_lead(self, stage: Stage) -> None:
        assert "carried over" not in words(stage.types(ARA, "/agenda"))
        write(stage, Item(0, "export", "berths", stage.now, ARA, BOM, weeks=1, agenda="2026-W47"))
        assert "carried over" not in words(stage.types(BOM, "/agenda"))
        assert "carried over" in words(stage.types(ARA, "/agenda"))
