"""Meetings where people look anyway: the App Home, the weekly agenda, the daily message, finding."""

import datetime as dt

import pytest

from bot.blocks import owing as blocks
from bot.domain.owing import Mutable, without
from bot.i18n import translator
from storage import directories, owing, people
from tests.cast import ARA, BOM, CHAN, WS, Stage, words
from tests.meeting import go, posts
from tests.sitting import KST, at, found


@pytest.fixture(autouse=True)
def _there(stage: Stage) -> None:
    found(stage, one={"secretary": BOM})  # sits on Tuesday, 1 December, 15:00


def daily(stage: Stage, person: str, lang: str = "en") -> str:
    """What the daily message would say."""
    with stage.db.read() as session:
        known = directories.directory(session, WS, stage.now)
        assert known is not None
        owed = owing.owing(session, known, known.people[person], stage.now, stage.now.astimezone(KST).date())
    assert owed.pressing is bool(owed.sittings_to_prepare or owed.sittings_to_record)
    return words(blocks.bundle_card(translator(lang), without(owed, known.people[person].muted)).message())


class TestDaily:
    def test_the_secretary_is_asked_to_prepare_three_working_days_before(self, stage: Stage) -> None:
        assert "M-1" not in daily(stage, BOM)
        at(stage, 11, 26, 9)
        assert "Meetings to prepare" in daily(stage, BOM)
        assert "준비할 회의" in daily(stage, BOM, "ko")
        assert "M-1" not in daily(stage, ARA)
        stage.types(CHAN, "/meeting M-1 add costs of certification")
        assert "M-1" not in daily(stage, BOM)

    def test_and_to_say_who_was_there(self, stage: Stage) -> None:
        at(stage, 12, 2, 9)
        assert "who was there?" in daily(stage, BOM)
        stage.types(BOM, "/meeting M-1 attended all")
        assert "who was there?" not in daily(stage, BOM)

    def test_not_when_it_is_switched_off(self, stage: Stage) -> None:
        at(stage, 11, 26, 9)
        with stage.db.begin() as session:
            people.mute(session, WS, BOM, frozenset({Mutable.MEETINGS.value}))
        assert "M-1" not in daily(stage, BOM)


def test_the_home_shows_mine_of_the_next_two_weeks(stage: Stage) -> None:
    home = words(stage.opens_home(BOM))
    assert "*My meetings*" in home
    assert "*M-1* PR Council · Tue 1 Dec 15:00–16:00 · 대회의실" in home
    assert "M-1" not in words(stage.opens_home(CHAN))
    stage.types(ARA, "/meeting M-1 move 12/10")
    assert "M-1" not in words(stage.opens_home(BOM))


def test_find(stage: Stage) -> None:
    assert "*pr-council* PR Council" in words(stage.types(CHAN, "/muster find council"))
    assert "산업경제 홍보협의회" not in words(stage.types(CHAN, "/muster find 포럼"))


class TestWeeklyAgenda:
    def test_plans_next_weeks_sittings(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/agenda"))
        assert "meetings 1" in said
        assert "Meetings planned (1)" in said
        assert "PR Council · Tue 1 Dec 15:00–16:00" in said
        stage.types(ARA, "/meeting M-1 move 12/10")
        assert "Meetings planned" not in words(stage.types(ARA, "/agenda"))

    def test_tells_what_was_held_once_with_attendance_and_decisions(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 move 11/25 09:00")
        stage.types(BOM, "/meeting M-1 attended all except 기계공업진흥협회")
        stage.types(BOM, "/meeting M-1 decide berths @bom by: 12/4")
        row = "PR Council · Wed 25 Nov 09:00–10:00"
        go(stage, 27, 14)
        go(stage, 27, 17)
        told = [words(one) for one in posts(stage, thread=True) if row in words(one)]
        assert len(told) == 1
        assert "Meetings held (1)" in told[0]
        assert "3 of 4 seats · 2 organisations, 1 of ours · 1 decision" in told[0]
        at(stage, 12, 2, 9)
        assert "Meetings held" not in words(stage.types(ARA, "/agenda"))

    def test_of_another_team_does_not(self, stage: Stage) -> None:
        assert "PR Council" not in words(stage.types(CHAN, "/agenda"))

    def test_shows_what_has_not_sat_in_its_half_year(self, stage: Stage) -> None:
        found(stage, one={"key": "forum", "ko": "포럼", "en": "Forum", "every": "semi-annual"}, two={"month": "4"})
        assert "no sitting yet" not in words(
            stage.types(ARA, "/agenda")
        )  # it is younger than the half-year's last third
        stage.now = dt.datetime(2027, 5, 3, 10, tzinfo=KST).astimezone(dt.UTC)
        said = words(stage.types(ARA, "/agenda"))
        assert "*Forum* · no sitting yet this half-year" in said

    def test_in_the_channels_language(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            people.choose_language(session, WS, ARA, "ko")
        said = words(stage.types(ARA, "/agenda"))
        assert "예정된 회의 (1)" in said
        assert "회의 1건" in said
