"""The agenda as people use it: seen, confirmed, added to, posted early, decided about."""

import dataclasses
import datetime as dt

import pytest

from storage import ledger, people
from storage.directories import directory
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, HANA, WS, Stage, words
from tests.meeting import KST, W48, W49, deliver, go, items, posts, raise_one, record


class TestPreview:
    def test_shows_my_team_as_it_stands(self, stage: Stage) -> None:
        raise_one(stage)
        card = words(stage.types(BOM, "/agenda"))
        assert "Export division: weekly agenda, Fri 27 Nov" in card
        assert "D-1  short of welders" in card
        assert "Confirm" not in card.splitlines()

    def test_says_what_is_so_now_and_not_what_will_be(self, stage: Stage) -> None:
        stage.types(BOM, "/task add Crane repair due:11/26")
        assert "at risk 0, late 0" in words(stage.types(BOM, "/agenda"))
        stage.later(days=2)
        assert "1 day late" in words(stage.types(BOM, "/agenda"))

    def test_on_a_saturday_the_week_is_the_one_that_it_is_for_everybody(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀")
        stage.later(days=3)
        assert "this week 1" in words(stage.types(BOM, "/agenda"))

    def test_shows_another_team(self, stage: Stage) -> None:
        assert "Energy division" in words(stage.types(BOM, "/agenda team energy"))
        assert "Energy division" in words(stage.types(BOM, "/agenda 보기 팀 energy"))

    def test_of_an_unknown_team_says_which_there_are(self, stage: Stage) -> None:
        assert "energy (에너지과), export (수출과), ministry (산업자원부)" in words(
            stage.types(BOM, "/agenda team moon")
        )

    def test_of_all_teams_for_who_is_in_none(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            known = directory(session, WS)
            assert known is not None
            people.save(session, WS, dataclasses.replace(known.people[EUN], team=None))
            people.save(session, WS, dataclasses.replace(known.people[CHAN], team=None))
        assert "Weekly agenda of all teams" in words(stage.types(EUN, "/agenda"))

    @pytest.mark.parametrize("typed", ["all", "전체", "ALL", "team all", "show all", "보기 전체"])
    def test_of_all_teams_by_its_word(self, stage: Stage, typed: str) -> None:
        assert "Weekly agenda of all teams" in words(stage.types(EUN, f"/agenda {typed}"))
        assert "Only the leadership" in words(stage.types(BOM, f"/agenda {typed}"))

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
