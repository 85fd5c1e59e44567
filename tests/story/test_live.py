"""The demo's clock: where it begins, and where it stops on its way."""

import datetime as dt

import pytest

from bot.domain.calendars import Calendar
from tests.story.live import begins
from tests.story.running import ZONE


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25T11:30", "2026-11-25T11:30"),  # a Wednesday at work
        ("2026-11-25T08:59", "2026-11-25T10:00"),
        ("2026-11-25T17:00", "2026-11-26T10:00"),
        ("2026-11-28T11:00", "2026-11-30T10:00"),  # a Saturday
        ("2026-12-24T18:00", "2026-12-28T10:00"),  # before Christmas, which is a holiday in Korea, and a weekend
    ],
)
def test_the_demo_begins_when_people_are_at_work(now: str, expected: str) -> None:
    began = begins(dt.datetime.fromisoformat(now).replace(tzinfo=ZONE), Calendar("KR").is_working)
    assert began == dt.datetime.fromisoformat(expected).replace(tzinfo=ZONE)
