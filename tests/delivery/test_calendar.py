"""Every zone and every change of its clocks from 2026 to 2037: a post has one moment on each of its days."""

import datetime as dt
import importlib.resources
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar
from bot.domain.timetable import Holiday, Occurrence, Rule, Weekly, WorkingDaily, moment, occurrences

ZONES = importlib.resources.files("tzdata").joinpath("zones").read_text().split()
FIRST, LAST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2038, 1, 1, tzinfo=dt.UTC)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
CLOCK = ("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "17:00", "23:59")
TIMES = [dt.time.fromisoformat(time) for time in CLOCK]


class EveryDay(Calendar):
    """All days are working days."""

    def is_working(self, day: dt.date) -> bool:
        return True


CALENDAR = EveryDay("")


def around(rule: Rule, zone: str, start: dt.datetime, end: dt.datetime) -> list[Occurrence]:
    return occurrences(rule, Holiday.LATER, CALENDAR, zone, start, end)


def test_there_are_changes_of_clocks_to_be_tried() -> None:
    assert len(list(changes())) > 2000


@pytest.mark.parametrize("time", TIMES, ids=str)
def test_a_daily_post_has_one_moment_on_each_local_date_in_order(time: dt.time) -> None:
    for zone, change in changes():
        found = around(WorkingDaily(time), zone, change - 3 * DAY, change + 3 * DAY)
        first = dt.date.fromisoformat(found[0].key)
        dates = [(first + count * DAY).isoformat() for count in range(len(found))]
        assert [one.key for one in found] == dates, zone
        moments = [one.due for one in found]
        assert moments == sorted(set(moments)), zone


def test_a_weekly_post_in_the_night_of_the_change_has_one_moment_in_each_iso_week() -> None:
    for zone, change in changes():
        weekday = change.astimezone(ZoneInfo(zone)).strftime("%a").lower()
        found = around(Weekly(weekday, dt.time(2, 30)), zone, change - 15 * DAY, change + 15 * DAY)
        weeks = [dt.datetime.strptime(f"{one.key}-1", "%G-W%V-%u").date() for one in found]  # noqa: DTZ007  # a date
        assert weeks == [weeks[0] + count * 7 * DAY for count in range(len(weeks))], zone
        assert len(weeks) >= 4, zone


def test_where_the_clock_shows_the_time_once_that_is_the_moment() -> None:
    for zone, change in changes():
        local = ZoneInfo(zone)
        for time in TIMES:
            day = change.astimezone(local).date()
            due = moment(day, time, zone)
            shown = [due + hours * HOUR for hours in range(-3, 4)]
            if any(one.astimezone(local).time() == time for one in shown):
                assert due.astimezone(local).time() == time, (zone, day, time)


def test_planned_bit_by_bit_or_all_at_once_it_is_the_same() -> None:
    """What a bot that lives through the change plans, whenever it looks; nothing falls between two looks."""
    rule = WorkingDaily(dt.time(2, 30))
    for zone, change in changes():
        looks = [change + count * 12 * HOUR for count in range(-2, 3)]
        parts = [around(rule, zone, *both) for both in pairwise(looks)]
        assert [one for part in parts for one in part] == around(rule, zone, looks[0], looks[-1]), zone


@cache
def _changes() -> tuple[tuple[str, dt.datetime], ...]:
    """Zones, a name of each (aliases have the same rules), and the days on which their offset changes."""
    files = importlib.resources.files("tzdata.zoneinfo")
    different = {files.joinpath(*zone.split("/")).read_bytes(): zone for zone in ZONES}.values()
    return tuple((zone, day) for zone in different for day in _of_zone(ZoneInfo(zone)))


def changes() -> Iterator[tuple[str, dt.datetime]]:
    yield from _changes()


def _of_zone(local: ZoneInfo) -> Iterator[dt.datetime]:
    """Found week by week, then to the hour. No zone changes its clocks twice within a week."""
    week = FIRST
    while week < LAST:
        after = week + 7 * DAY
        if week.astimezone(local).utcoffset() != after.astimezone(local).utcoffset():
            hours = (week + count * HOUR for count in range(7 * 24 + 1))
            yield next(one for one in hours if one.astimezone(local).utcoffset() != week.astimezone(local).utcoffset())
        week = after
