"""What is said to somebody who has not asked for it waits for their working hours."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.domain.forces import Choice
from bot.domain.meetings import Seat
from storage import forces, ledger
from storage.directories import directory
from storage.forces.settling import Winding, settle
from tests.cast import ARA, BOM, CHAN, EUN, WS, Stage
from tests.forcing import ENDS, force, posts
from tests.rostering import on_duty
from tests.sitting import stored

SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
AT_ONCE, IN_THE_MORNING = "11-25 22:00", "11-26 09:00"


def due(stage: Stage, series: str) -> dict[str | None, str]:
    """Who hears it when; of what a channel hears, None."""
    return {one.person: f"{one.due.astimezone(ZoneInfo('Asia/Seoul')):%m-%d %H:%M}" for one in posts(stage, series)}


@pytest.mark.parametrize(
    ("minutes", "when"),
    [(0, "11-25 10:00"), (479, "11-25 17:59"), (480, "11-26 09:00"), (72 * 60, "11-30 09:00")],
)
def test_an_owner_hears_in_the_next_morning(stage: Stage, minutes: int, when: str) -> None:
    stage.later(minutes=minutes)
    stage.types(ARA, "/task add 야간 과제 @bom due:12/24")
    with stage.db.read() as session:
        ahead = ledger.ahead(session, WS, stage.now - SECOND, stage.now + 3 * DAY)
    [due] = [post.due for post in ahead if post.series == "task-assigned"]
    assert f"{due.astimezone(ZoneInfo('Asia/Seoul')):%m-%d %H:%M}" == when


def test_what_is_urgent_does_not_wait(stage: Stage) -> None:
    stage.types(ARA, "/difficulty 정전 from: 거제조선 #urgent")
    stage.later(hours=12)
    stage.types(ARA, "/difficulty assign D-1 @bom")
    with stage.db.read() as session:
        posts = ledger.ahead(session, WS, stage.now - SECOND, stage.now)
    assert [post.person for post in posts if post.series == "difficulty-assigned"] == [BOM]


def test_all_that_somebody_held_waits_for_the_morning(stage: Stage) -> None:
    stage.types(ARA, "/task add find the companies @bom due:12/24 team:export")
    stage.later(hours=12)
    page = stage.types(EUN, "/muster transfer @bom @chan")
    stage.clicks(EUN, page, "moves:hand")
    assert due(stage, "move-told") == {CHAN: IN_THE_MORNING}


def test_what_a_wound_up_team_leaves_waits_unless_it_is_urgent(stage: Stage) -> None:
    force(stage)
    stage.types(ARA, "/task add find the companies @ara due:12/24 team:tf")
    stage.types(ARA, "/difficulty too few welders team: tf")
    stage.types(ARA, "/difficulty no power at all team: tf #urgent")
    stage.later(hours=12)
    with stage.db.begin() as session:
        known = directory(session, WS)
        assert known is not None
        winding = Winding(session, known, known.teams["tf"], ARA, stage.now, stage.now.date())
        for one in forces.loose(session, known, known.teams["tf"], ENDS):
            settle(winding, one, Choice("export", BOM))
    assert due(stage, "task-assigned") == {BOM: IN_THE_MORNING}
    assert sorted(post.due for post in posts(stage, "difficulty-assigned")) == [stage.now, stage.now + 11 * HOUR]


class TestDuty:
    def test_a_day_far_ahead_waits(self, stage: Stage) -> None:
        on_duty(stage, dt.date(2026, 12, 25), BOM)
        stage.later(hours=12)
        stage.types(EUN, "/duty assign 12/25 @chan")
        assert due(stage, "duty-told") == {CHAN: IN_THE_MORNING}
        assert due(stage, "duty-relieved") == {BOM: IN_THE_MORNING}

    def test_a_day_that_begins_before_the_morning_does_not(self, stage: Stage) -> None:
        on_duty(stage, dt.date(2026, 12, 25), BOM)
        stage.later(days=29, hours=12)  # the eve, 22:00; the next working day is the 28th
        stage.types(BOM, "/duty swap 12/25 @chan")
        assert due(stage, "duty-asked") == {CHAN: "12-24 22:00"}


class TestMeetings:
    @pytest.mark.parametrize(("line", "when"), [("11/27", IN_THE_MORNING), ("11/26 08:00", AT_ONCE)])
    def test_who_has_a_seat_hears_in_time(self, stage: Stage, line: str, when: str) -> None:
        stored(stage.db, secretary=BOM, seats=(Seat(person=BOM, chair=True),))
        stage.later(hours=12)
        stage.types(EUN, f"/meeting M-1 move {line} 위원장 출장")
        assert due(stage, "meeting-changed") == {BOM: when, None: AT_ONCE}
