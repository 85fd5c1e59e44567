"""The agenda as people use it: seen, confirmed, added to, posted early, decided about."""

import copy
import dataclasses
import datetime as dt

import pytest

from bot.domain.agendas import AgendaRecord, Item, Outcome
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.tasks import Task, TaskState
from bot.settings import DeliverySettings
from schedules import MAKERS, tick
from storage import agendas, difficulties, ledger, people, tasks
from storage.directories import directory
from tests.cast import ARA, BOM, CHAN, DANA, EUN, EXPORT, GIL, HANA, WS, Json, Stage, words
from tests.doubles.slack import FakeSlack

KST = dt.timezone(dt.timedelta(hours=9))
W48, W49 = "2026-W48", "2026-W49"


def go(stage: Stage, day: int, hour: int, minute: int = 0) -> None:
    stage.now = dt.datetime(2026, 11, day, hour, minute, tzinfo=KST).astimezone(dt.UTC)
    deliver(stage)


def deliver(stage: Stage) -> None:
    slack = FakeSlack(stage.slack)
    slack.retry_handlers = []
    named = {
        key: maker for key, maker in MAKERS.items() if key.startswith("agenda") or key in ("answer", "ledger-alert")
    }
    tick(
        stage.db,
        lambda _workspace: slack,
        named,
        lambda: stage.now,
        DeliverySettings(),
        sweeps=(),
        pause=lambda seconds: stage.later(seconds=seconds),
    )


def write(stage: Stage, item: Item) -> Item:
    with stage.db.begin() as session:
        return agendas.add_item(session, WS, item, stage.now)


def raise_one(stage: Stage, **more: object) -> Difficulty:
    draft = Difficulty(
        0, "short of welders", DifficultyState.OPEN, dt.date(2026, 11, 20), stage.now, ARA, team="export"
    )
    with stage.db.begin() as session:
        return difficulties.raise_(session, WS, [dataclasses.replace(draft, **more)], ARA, stage.now)[0]  # type: ignore[arg-type]


def record(stage: Stage, occurrence: str = W48) -> AgendaRecord:
    with stage.db.read() as session:
        return agendas.record(session, WS, "export", occurrence)


def items(stage: Stage, team: str = "export") -> list[Item]:
    with stage.db.read() as session:
        return agendas.open_items(session, WS, team)


def posts(stage: Stage, *, thread: bool = False, channel: str = EXPORT) -> list[Json]:
    return [one for one in stage.slack.messages.get(channel, []) if bool(one.get("thread_ts")) is thread]


class TestPreview:
    def test_shows_my_team_as_it_stands(self, stage: Stage) -> None:
        raise_one(stage)
        card = words(stage.types(BOM, "/agenda"))
        assert "Export division: weekly agenda, Fri 27 Nov" in card
        assert "D-1  short of welders" in card
        assert "Confirm" not in card.splitlines()

    def test_shows_another_team(self, stage: Stage) -> None:
        assert "Energy division" in words(stage.types(BOM, "/agenda team energy"))
        assert "Energy division" in words(stage.types(BOM, "/agenda 보기 팀 energy"))

    def test_of_an_unknown_team_says_which_there_are(self, stage: Stage) -> None:
        assert "energy, export, ministry" in words(stage.types(BOM, "/agenda team moon"))

    def test_of_all_teams_for_who_is_in_none(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            known = directory(session, WS)
            assert known is not None
            people.save(session, WS, dataclasses.replace(known.people[EUN], team=None))
            people.save(session, WS, dataclasses.replace(known.people[CHAN], team=None))
        assert "Weekly agenda of all teams" in words(stage.types(EUN, "/agenda"))

    def test_is_not_for_guests(self, stage: Stage) -> None:
        assert "Guests" in words(stage.types(GIL, "/agenda"))

    def test_changes_nothing(self, stage: Stage) -> None:
        raise_one(stage)
        stage.types(ARA, "/agenda")
        assert items(stage) == []


class TestConfirming:
    def test_by_button_redraws_the_preview(self, stage: Stage) -> None:
        card = stage.types(ARA, "/agenda")
        after = stage.clicks(ARA, card, "agendas:confirm")
        assert "Confirmed by 아라" in words(after)
        assert record(stage).confirmed_by == ARA

    @pytest.mark.parametrize("command", ["/agenda confirm", "/agenda 확정", "/muster 회의자료 확정"])
    def test_by_command(self, stage: Stage, command: str) -> None:
        assert "is confirmed" in words(stage.types(ARA, command))
        assert record(stage).confirmed == stage.now

    def test_is_for_the_lead_and_the_secretariat(self, stage: Stage) -> None:
        assert "Only the team's lead" in words(stage.types(BOM, "/agenda confirm"))
        assert "is confirmed" in words(stage.types(EUN, "/agenda confirm team export"))

    def test_on_a_draft_in_a_direct_message(self, stage: Stage) -> None:
        raise_one(stage)
        go(stage, 27, 14)
        go(stage, 27, 15)
        channel, draft = next(
            (name, one)
            for name, found in stage.slack.messages.items()
            if name.startswith("D")
            for one in found
            if "Export division" in words(one)
        )
        after = stage.clicks(ARA, draft, "agendas:confirm", channel=channel)
        assert "you have confirmed the agenda" in words(after)

    def test_after_it_was_posted_shows_it_as_posted(self, stage: Stage) -> None:
        raise_one(stage)
        card = stage.types(ARA, "/agenda")
        go(stage, 27, 14)
        go(stage, 27, 17)
        after = stage.clicks(ARA, card, "agendas:confirm")
        assert "Posted as of" in words(after)
        assert record(stage).confirmed is None


class TestNotes:
    def test_by_line(self, stage: Stage) -> None:
        stage.types(ARA, "/agenda note Two people are on leave next week")
        assert "Two people are on leave" in words(stage.types(BOM, "/agenda"))
        assert record(stage).note_by == ARA

    def test_by_form_from_the_card(self, stage: Stage) -> None:
        card = stage.types(ARA, "/agenda")
        stage.clicks(ARA, card, "agendas:note")
        stage.submits(ARA, {"text": "다음 주\n출장이 많습니다"})
        assert "출장이 많습니다" in words(stage.said())

    def test_by_form_alone(self, stage: Stage) -> None:
        stage.types(ARA, "/agenda 메모")
        stage.submits(ARA, {"text": "on leave"})
        assert record(stage).note == "on leave"

    def test_goes_to_the_next_one_after_posting(self, stage: Stage) -> None:
        raise_one(stage)
        go(stage, 27, 14)
        go(stage, 27, 17, 5)
        stage.types(ARA, "/agenda note later")
        assert (record(stage, W48).note, record(stage, W49).note) == ("", "later")

    def test_that_is_too_long_stays_in_the_form(self, stage: Stage) -> None:
        stage.types(ARA, "/agenda note")
        assert "text" in stage.submits(ARA, {"text": "x" * 2001})["errors"]
        assert record(stage).note == ""

    def test_is_not_for_members(self, stage: Stage) -> None:
        assert "Only the team's lead" in words(stage.types(BOM, "/agenda note x y"))


class TestItems:
    def test_by_line_with_a_presenter(self, stage: Stage) -> None:
        card = words(stage.types(CHAN, "/agenda add Shortage of welders <@U0HANA|hana>"))
        assert "On the agenda of Energy division for Fri 27 Nov" in card
        [item] = items(stage, "energy")
        assert (item.text, item.presenter, item.added_by) == ("Shortage of welders", HANA, CHAN)

    def test_by_form(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda add")
        stage.submits(BOM, {"text": "berths"})
        assert [item.text for item in items(stage)] == ["berths"]

    def test_for_another_team(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda 안건 접안시설 팀: energy")
        assert [item.text for item in items(stage, "energy")] == ["접안시설"]

    def test_nothing_typed_into_the_form(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda add")
        assert "text" in stage.submits(BOM, {"text": "   "})["errors"]

    def test_text_from_people_is_only_text(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda add &lt;!channel&gt; *look* <https://evil.example|here>")
        card = stage.types(BOM, "/agenda")
        assert "<!channel" not in str(card)
        assert "https://evil" not in str(card)

    def test_the_same_request_twice_adds_once(self, stage: Stage) -> None:
        for _ in range(2):
            stage.types(BOM, "/agenda add berths", key="same")
        assert len(items(stage)) == 1


class TestPosting:
    def test_now_is_this_weeks_agenda_once(self, stage: Stage) -> None:
        raise_one(stage)
        assert "is being posted" in words(stage.types(ARA, "/agenda post now"))
        deliver(stage)
        assert len(posts(stage)) == 1
        assert "was posted on" in words(stage.types(ARA, "/agenda 게시"))
        for hour in (14, 15, 17):
            go(stage, 27, hour)
        assert len(posts(stage)) == 1
        assert record(stage).confirmed_by == ARA

    def test_asked_twice_before_it_is_out(self, stage: Stage) -> None:
        raise_one(stage)
        stage.types(ARA, "/agenda post now")
        assert "on its way" in words(stage.types(ARA, "/agenda post now"))
        deliver(stage)
        assert len(posts(stage)) == 1

    def test_when_the_clock_has_planned_it_already(self, stage: Stage) -> None:
        raise_one(stage)
        go(stage, 26, 12)
        stage.types(ARA, "/agenda post now")
        deliver(stage)
        assert len(posts(stage)) == 1
        assert posts(stage, thread=True)
        go(stage, 27, 17)
        assert len(posts(stage)) == 1

    def test_what_happens_afterwards_is_told_next_week(self, stage: Stage) -> None:
        stage.types(BOM, "/visit Hankook: first")
        stage.later(minutes=1)
        stage.types(ARA, "/agenda post now")
        deliver(stage)
        stage.types(BOM, "/visit Geoje: second")
        for day, hour in ((27, 17),):
            go(stage, day, hour)
        stage.now = dt.datetime(2026, 12, 4, 14, tzinfo=KST).astimezone(dt.UTC)
        deliver(stage)
        stage.later(hours=3)
        deliver(stage)
        told = [words(one) for one in posts(stage, thread=True) if "Visits made" in words(one)]
        assert ["Hankook" in one for one in told] == [True, False]
        assert ["Geoje" in one for one in told] == [False, True]

    def test_is_for_the_lead(self, stage: Stage) -> None:
        assert "Only the team's lead" in words(stage.types(BOM, "/agenda post now"))
        assert "no channel" in words(stage.types(DANA, "/agenda post now team ministry"))


class TestDeciding:
    def test_with_an_owner_it_becomes_a_task_and_the_owner_hears_of_it(self, stage: Stage) -> None:
        card = words(stage.types(ARA, "/agenda decide Ask the harbour office <@U0BOM|bom> by: 12/4"))
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

    def test_is_for_the_team(self, stage: Stage) -> None:
        item, card = forced(stage)
        assert "Only members of the team" in words(stage.clicks(CHAN, card, "agendas:drop"))
        assert outcome(stage, item) is None


def test_help_in_korean_words(stage: Stage) -> None:
    assert "/agenda decide" in words(stage.types(ARA, "/agenda help"))
    assert "/agenda" in words(stage.types(ARA, "/agenda 도움말"))


def test_a_mention_is_answered_in_the_thread(stage: Stage) -> None:
    said = stage.mentions(ARA, "agenda add berths")
    assert "berths" in words(said)
    assert "There is a form" in words(stage.mentions(ARA, "agenda decide"))


def test_nothing_to_post_is_said(stage: Stage) -> None:
    with stage.db.begin() as writing:
        known = directory(writing, WS)
        assert known is not None
        for person in (ARA, BOM):
            people.save(writing, WS, dataclasses.replace(known.people[person], quota=0))
    assert "nothing to post" in words(stage.types(ARA, "/agenda post now"))
    with stage.db.read() as reading:
        assert ledger.parts_of(reading, WS, "agenda:export", W48) == []
