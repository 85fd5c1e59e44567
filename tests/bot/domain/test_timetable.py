import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar
from bot.domain.timetable import (
    BY_KEY,
    SERIES,
    After,
    Holiday,
    MonthlyLastWorkingDay,
    Rule,
    Times,
    Weekly,
    WorkingDaily,
    changed_rule,
    comes_on,
    occurrences,
)

KOREA = Calendar("KR")
NOWHERE = Calendar("")
SEOUL = "Asia/Seoul"
FRIDAY = Weekly("fri", dt.time(17))
MONDAY = Weekly("mon", dt.time(9))
MONTH_END = MonthlyLastWorkingDay(dt.time(10))


def days(rule: Rule, holiday: Holiday, first: str, last: str, calendar: Calendar = KOREA) -> list[str]:
    """Occurrence and local moment of all from the first day to the last."""
    zone = ZoneInfo(SEOUL)
    start = dt.datetime.fromisoformat(first).replace(tzinfo=zone)
    end = dt.datetime.fromisoformat(last).replace(tzinfo=zone) + dt.timedelta(days=1)
    found = occurrences(rule, holiday, calendar, SEOUL, start, end)
    return [f"{one.key} {one.due.astimezone(zone):%a %m-%d %H:%M}" for one in found]


def test_a_week_is_named_by_its_iso_week() -> None:
    assert days(FRIDAY, Holiday.EARLIER, "2026-11-23", "2026-12-06") == [
        "2026-W48 Fri 11-27 17:00",
        "2026-W49 Fri 12-04 17:00",
    ]
    assert days(FRIDAY, Holiday.EARLIER, "2026-12-28", "2027-01-03") == ["2026-W53 Thu 12-31 17:00"]


def test_a_holiday_moves_it_within_its_week() -> None:
    assert days(FRIDAY, Holiday.EARLIER, "2026-09-21", "2026-09-27") == ["2026-W39 Wed 09-23 17:00"]
    assert days(FRIDAY, Holiday.SKIP, "2026-09-21", "2026-09-27") == []
    assert days(MONDAY, Holiday.LATER, "2026-10-05", "2026-10-11") == ["2026-W41 Tue 10-06 09:00"]


def test_where_nothing_is_left_before_it_goes_after_and_the_other_way_round() -> None:
    assert days(MONDAY, Holiday.EARLIER, "2026-10-05", "2026-10-11") == ["2026-W41 Tue 10-06 09:00"]
    assert days(FRIDAY, Holiday.LATER, "2026-09-21", "2026-09-27") == ["2026-W39 Wed 09-23 17:00"]


def test_whether_it_comes_on_a_day() -> None:
    monday, tuesday = dt.date(2026, 10, 5), dt.date(2026, 10, 6)  # Monday is off
    assert not comes_on(MONDAY, Holiday.LATER, KOREA, monday)
    assert comes_on(MONDAY, Holiday.LATER, KOREA, tuesday)
    assert comes_on(MONDAY, Holiday.LATER, NOWHERE, monday)
    assert not comes_on(MONDAY, Holiday.LATER, NOWHERE, tuesday)
    assert not comes_on(WorkingDaily(dt.time(9)), Holiday.LATER, KOREA, monday)
    assert comes_on(MONTH_END, Holiday.EARLIER, KOREA, dt.date(2026, 11, 30))
    assert not comes_on(MONTH_END, Holiday.EARLIER, KOREA, dt.date(2026, 11, 27))


def test_a_move_is_named() -> None:
    zone = dt.timezone(dt.timedelta(hours=9))
    [moved] = occurrences(
        FRIDAY,
        Holiday.EARLIER,
        KOREA,
        SEOUL,
        dt.datetime(2026, 9, 21, tzinfo=zone),
        dt.datetime(2026, 9, 28, tzinfo=zone),
    )
    assert moved.shifted_from == dt.date(2026, 9, 25)


def test_a_week_without_working_days_is_skipped() -> None:
    off = frozenset(dt.date(2026, 11, 23) + dt.timedelta(days=count) for count in range(5))
    closed = Calendar("KR", extra=off)
    assert days(FRIDAY, Holiday.EARLIER, "2026-11-23", "2026-12-06", closed) == ["2026-W49 Fri 12-04 17:00"]


def test_a_weekend_that_a_team_chose_stays() -> None:
    assert days(Weekly("sat", dt.time(10)), Holiday.EARLIER, "2026-11-23", "2026-11-29") == ["2026-W48 Sat 11-28 10:00"]


def test_every_working_day() -> None:
    assert days(WorkingDaily(dt.time(9)), Holiday.LATER, "2026-09-22", "2026-09-29") == [
        "2026-09-22 Tue 09-22 09:00",
        "2026-09-23 Wed 09-23 09:00",
        "2026-09-28 Mon 09-28 09:00",
        "2026-09-29 Tue 09-29 09:00",
    ]


def test_the_last_working_day_of_the_month_and_days_after_it() -> None:
    assert days(MONTH_END, Holiday.EARLIER, "2026-11-01", "2026-12-31") == [
        "2026-11 Mon 11-30 10:00",
        "2026-12 Thu 12-31 10:00",
    ]
    assert days(After(MONTH_END, 7, dt.time(10)), Holiday.LATER, "2026-10-01", "2026-12-31") == [
        "2026-09 Tue 10-13 10:00",  # over the 5th and the 9th of October
        "2026-10 Tue 11-10 10:00",
        "2026-11 Wed 12-09 10:00",
    ]


def test_the_start_is_excluded_and_the_end_included() -> None:
    due = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
    second = dt.timedelta(seconds=1)
    for start, end, count in [(due - second, due, 1), (due, due + second, 0), (due - second, due - second, 0)]:
        assert len(occurrences(FRIDAY, Holiday.EARLIER, KOREA, SEOUL, start, end)) == count


def test_a_team_changes_its_time_and_the_draft_goes_before_it() -> None:
    times = Times(own={"agenda": "thu 16:30"}, workspace={"agenda": "mon 08:00", "digest": "tue 10:00"})
    assert times.rule(BY_KEY["agenda"]) == Weekly("thu", dt.time(16, 30))
    assert times.rule(BY_KEY["agenda-draft"]) == Weekly("thu", dt.time(14, 30))
    assert times.rule(BY_KEY["digest"]) == Weekly("tue", dt.time(10))
    assert times.rule(BY_KEY["bundle"]) == BY_KEY["bundle"].rule


def test_a_teams_own_agenda_has_its_draft_before_it_whenever_the_workspace_has_drafts() -> None:
    there = {"agenda": "fri 17:00", "agenda-draft": "fri 14:00"}
    draft = BY_KEY["agenda-draft"]
    assert Times(own={"agenda": "thu 16:00"}, workspace=there).rule(draft) == Weekly("thu", dt.time(14))
    assert Times(own={"agenda-draft": "wed 9:00"}, workspace=there).rule(draft) == Weekly("wed", dt.time(9))
    assert Times(own={"digest": "thu 16:00"}, workspace=there).rule(draft) == Weekly("fri", dt.time(14))


def test_the_leaderships_agenda_comes_with_the_workspaces_unless_it_has_its_own_time() -> None:
    gathered = BY_KEY["agenda-leadership"]
    assert Times(workspace={"agenda": "mon 09:00"}).rule(gathered) == Weekly("mon", dt.time(9))
    own = {"agenda": "mon 09:00", "agenda-leadership": "mon 11:00"}
    assert Times(workspace=own).rule(gathered) == Weekly("mon", dt.time(11))
    assert Times().rule(gathered) == gathered.rule


def test_a_draft_never_leaves_its_day() -> None:
    assert Times(own={"agenda": "thu 01:00"}).rule(BY_KEY["agenda-draft"]) == Weekly("thu", dt.time(0))


@pytest.mark.parametrize("text", ["", "thu", "fri 25:00", "noday 10:00", "fri 10:00 x", "soon"])
def test_nonsense_is_no_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the words differ
        changed_rule(FRIDAY, text)


def test_only_weekly_posts_have_a_weekday() -> None:
    assert changed_rule(MONTH_END, "9:30") == MonthlyLastWorkingDay(dt.time(9, 30))
    with pytest.raises(ValueError, match="weekday"):
        changed_rule(MONTH_END, "fri 9:30")


def test_the_timetable_is_what_the_plan_says() -> None:
    said = {series.key: series.rule for series in SERIES}
    assert said["agenda-draft"] == Weekly("fri", dt.time(15))
    assert said["agenda"] == said["agenda-leadership"] == Weekly("fri", dt.time(17))
    assert said["digest"] == Weekly("mon", dt.time(9))
    assert said["nudge"] == Weekly("thu", dt.time(14))
    assert said["bundle"] == WorkingDaily(dt.time(9))
    assert said["evaluation-open"] == MONTH_END


def test_the_leadership_has_the_results_with_the_teams() -> None:
    times = Times(workspace={"evaluation-results": "15:30"})
    teams, leadership = (times.rule(BY_KEY[f"evaluation-{whose}"]) for whose in ("results", "leadership"))
    assert teams == leadership == After(MONTH_END, 7, dt.time(15, 30))
    assert Times().rule(BY_KEY["evaluation-leadership"]).time == dt.time(10)
