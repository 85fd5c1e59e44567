"""What is said to somebody who has not asked for it waits for their working hours."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from storage import ledger
from tests.cast import ARA, BOM, WS, Stage

SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


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
