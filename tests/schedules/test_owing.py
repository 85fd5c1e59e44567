"""What is said unasked about what people owe, and about visits: once, at its hour, to whom it concerns."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.leaves import Leave
from bot.settings import DeliverySettings
from schedules import MAKERS, tick
from storage import people, teams, workspaces
from tests.cast import ARA, BOM, CHAN, EUN, EXPORT, HANA, TEAMS, WS, Stage, words
from tests.doubles.slack import FakeSlack

KST = dt.timezone(dt.timedelta(hours=9))
SAID = ("digest", "nudge", "bundle", "visit-told", "answer", "ledger-alert")
Play = Callable[..., None]


@pytest.fixture
def clock(stage: Stage) -> Play:
    """Sets the clock to a moment of Seoul in November 2026, whose 31st is 1 December, and plays all that is due."""
    slack = FakeSlack(stage.slack)
    makers = {key: MAKERS[key] for key in SAID}

    def play(day: int, hour: int, minute: int = 0) -> None:
        first = dt.datetime(2026, 11, 1, hour, minute, tzinfo=KST)
        stage.now = (first + dt.timedelta(days=day - 1)).astimezone(dt.UTC)
        tick(
            stage.db,
            lambda _workspace: slack,
            makers,
            lambda: stage.now,
            DeliverySettings(),
            sweeps=(),
            pause=lambda seconds: stage.later(seconds=seconds),
        )

    return play


def heard(stage: Stage, person: str) -> list[str]:
    """The direct messages that this person has, oldest first."""
    return [words(message) for message in stage.slack.in_channel(f"D{person[1:]}")]


def told(stage: Stage) -> list[str]:
    return [words(message) for message in stage.slack.in_channel(EXPORT)]


class TestVisitsInTheChannel:
    def test_are_told_once_after_the_undo_time(self, stage: Stage, clock: Play) -> None:
        stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 납품대금 지연")
        clock(25, 10, 9)
        assert told(stage) == []
        clock(25, 10, 11)
        clock(25, 10, 30)
        assert len(told(stage)) == 1
        assert all(part in told(stage)[0] for part in ("봄", "대한정밀", "납품대금 지연"))

    def test_are_not_told_when_taken_back(self, stage: Stage, clock: Play) -> None:
        stage.clicks(BOM, stage.types(BOM, "/visit 대한정밀"), "Undo")
        clock(25, 10, 30)
        assert told(stage) == []

    def test_are_not_told_to_a_team_that_does_not_want_it(self, stage: Stage, clock: Play) -> None:
        with stage.db.begin() as session:
            teams.save(session, WS, replace(TEAMS[1], tells_visits=False))
        stage.types(BOM, "/visit 대한정밀")
        clock(25, 10, 30)
        assert told(stage) == []

    def test_a_planned_one_is_told_when_it_is_done(self, stage: Stage, clock: Play) -> None:
        stage.types(BOM, "/visit 대한정밀 on:11/26")
        clock(25, 10, 30)
        assert told(stage) == []
        clock(26, 16)
        stage.types(BOM, "/visit done V-1")
        clock(26, 16, 30)
        assert len(told(stage)) == 1


class TestNudge:
    def test_goes_on_thursday_to_those_behind_only(self, stage: Stage, clock: Play) -> None:
        stage.types(BOM, "/visit 대한정밀")
        stage.types(BOM, "/visit 거제조선")
        clock(26, 13, 59)
        assert heard(stage, ARA) == []
        clock(26, 14, 10)
        clock(26, 15)
        assert len(heard(stage, ARA)) == 1
        assert "2 more visits make your quota" in heard(stage, ARA)[0]
        assert heard(stage, BOM) == []

    def test_knows_who_was_away_all_week(self, stage: Stage, clock: Play) -> None:
        with stage.db.begin() as session:
            people.away(session, WS, Leave(ARA, dt.date(2026, 11, 23), dt.date(2026, 11, 27)))
        clock(26, 13)
        clock(26, 14, 10)
        assert heard(stage, ARA) == []
        assert len(heard(stage, HANA)) == 1

    @pytest.mark.parametrize(
        ("first", "half", "times"), [(25, "", 1), (26, "", 0), (26, "pm", 0), (26, "am", 1), (27, "", 1)]
    )
    def test_leaves_who_is_away_that_day_in_peace(
        self, stage: Stage, clock: Play, first: int, half: str, times: int
    ) -> None:
        day = dt.date(2026, 11, first)
        with stage.db.begin() as session:
            people.away(session, WS, Leave(ARA, day, day, half))
        clock(26, 13)
        clock(26, 14, 10)
        assert len(heard(stage, ARA)) == times
        assert len(heard(stage, HANA)) == 1

    def test_can_be_switched_off(self, stage: Stage, clock: Play) -> None:
        with stage.db.begin() as session:
            people.mute(session, WS, ARA, frozenset({"nudge"}))
        clock(26, 13)
        clock(26, 14, 10)
        assert heard(stage, ARA) == []
        assert len(heard(stage, HANA)) == 1


class TestBundle:
    def test_asks_about_a_planned_visit_on_the_morning_after(self, stage: Stage, clock: Play) -> None:
        stage.types(CHAN_PLANS, "/visit 대한정밀 on:11/25")
        stage.types(CHAN_PLANS, "/visit 거제조선 on:11/26")
        clock(26, 8, 59)
        assert heard(stage, CHAN_PLANS) == []
        clock(27, 9, 10)
        assert len(heard(stage, CHAN_PLANS)) == 1
        assert "거제조선" in heard(stage, CHAN_PLANS)[0]

    def test_what_it_asks_is_settled_by_its_buttons_and_it_stays(self, stage: Stage, clock: Play) -> None:
        stage.types(BOM, "/visit 거제조선 on:11/26")
        stage.types(CHAN, "/difficulty short of welders team: export by: 12/24")
        clock(29, 12)
        clock(30, 9, 10)
        [mine] = stage.slack.in_channel(f"D{BOM[1:]}")
        said = stage.clicks(BOM, mine, "Done", channel=f"D{BOM[1:]}")
        assert "Visited on Thu 26 Nov" in words(said)
        assert not said.get("replace_original")
        [leads] = stage.slack.in_channel(f"D{ARA[1:]}")
        stage.clicks(ARA, leads, "Assign", channel=f"D{ARA[1:]}")
        stage.submits(ARA, {"owner": BOM})
        assert "봄" in words(stage.types(ARA, "/difficulty show D-1"))

    def test_is_silent_when_nothing_waits(self, stage: Stage, clock: Play) -> None:
        clock(27, 8)
        clock(27, 9, 10)
        assert heard(stage, BOM) == []

    def test_stands_in_the_digest_on_monday(self, stage: Stage, clock: Play) -> None:
        stage.types(BOM, "/visit 거제조선 on:11/27")
        clock(29, 12)
        clock(30, 9, 10)
        assert len(heard(stage, BOM)) == 1
        assert "Your week" in heard(stage, BOM)[0]
        assert "거제조선" in heard(stage, BOM)[0]

    def test_stands_in_the_digest_on_the_day_that_the_settings_have(self, stage: Stage, clock: Play) -> None:
        with stage.db.begin() as session:
            settings = workspaces.get(session, WS)
            assert settings is not None
            workspaces.change(session, replace(settings, times={"digest": "tue 09:00"}), EUN, stage.now)
        stage.types(BOM, "/visit 거제조선 on:11/27")
        clock(29, 12)
        clock(30, 9, 10)
        [monday] = heard(stage, BOM)
        assert "거제조선" in monday
        assert "Your week" not in monday
        clock(31, 9, 10)
        [_, tuesday] = heard(stage, BOM)
        assert "Your week" in tuesday


CHAN_PLANS = "U0CHAN"  # without a quota: only what they planned themselves is asked about


class TestDeputies:
    """Bom is away on the 26th, and Chan acts for them."""

    @pytest.fixture
    def away(self, stage: Stage) -> Stage:
        stage.types(BOM, "/task add Crane repair @bom due:2026-11-24 team:export")
        stage.types(ARA, "/muster away @bom 11/26 @chan")
        return stage

    def test_are_reminded_in_their_place_and_only_then(self, away: Stage, clock: Play) -> None:
        clock(26, 8, 30)
        clock(26, 9, 10)
        [said] = heard(away, CHAN)
        assert "Crane repair" in said
        assert "With what 봄 must see to, for whom you act." in said
        assert heard(away, BOM) == []
        clock(27, 8, 30)
        clock(27, 9, 10)
        assert len(heard(away, CHAN)) == 1
        assert any("Crane repair" in one for one in heard(away, BOM))

    def test_may_do_what_they_may_on_that_day(self, away: Stage) -> None:
        assert "Only" in words(away.types(CHAN, "/task done T-1"))
        away.later(days=1)
        assert "100%" in words(away.types(CHAN, "/task done T-1"))

    def test_a_deputy_who_is_away_too_replaces_nobody(self, away: Stage, clock: Play) -> None:
        away.types(EUN, "/muster away @chan 11/26 @hana")
        clock(26, 8, 30)
        clock(26, 9, 10)
        assert any("Crane repair" in one for one in heard(away, BOM))
        assert not any("Crane repair" in one for who in (CHAN, HANA) for one in heard(away, who))
