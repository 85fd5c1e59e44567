import datetime as dt

import pytest

from bot.domain.calendars import Calendar

KOREA = Calendar("KR")
CHUSEOK = dt.date(2026, 9, 25)  # Friday; the 24th and 26th are off too


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2026-09-23", True),
        ("2026-09-24", False),
        ("2026-09-25", False),
        ("2026-09-26", False),
        ("2026-09-27", False),  # a Sunday
        ("2026-09-28", True),
        ("2026-10-05", False),  # a substitute for Saturday the 3rd
    ],
)
def test_korea_knows_its_feasts_and_their_substitutes(text: str, working: bool) -> None:
    assert KOREA.is_working(day(text)) is working


def test_a_workspace_adds_days_and_takes_them_away() -> None:
    ours = Calendar("KR", extra=frozenset({day("2026-11-25")}), removed=frozenset({CHUSEOK}))
    assert not ours.is_working(day("2026-11-25"))
    assert ours.is_holiday(day("2026-11-25"))
    assert ours.is_working(CHUSEOK)
    assert not ours.is_holiday(CHUSEOK)


def test_no_country_has_weekends_only() -> None:
    nowhere = Calendar("")
    assert nowhere.is_working(CHUSEOK)
    assert not nowhere.is_working(day("2026-09-26"))


def test_working_days_are_counted_with_both_ends() -> None:
    assert KOREA.working_days(day("2026-09-21"), day("2026-09-28")) == 4
    assert KOREA.working_days(CHUSEOK, CHUSEOK) == 0
    assert KOREA.working_days(day("2026-09-28"), day("2026-09-21")) == 0


def test_working_days_are_added_over_a_feast() -> None:
    assert KOREA.add_working(day("2026-09-23"), 1) == day("2026-09-28")
    assert KOREA.add_working(day("2026-09-23"), 2) == day("2026-09-29")
    assert KOREA.add_working(day("2026-09-28"), -1) == day("2026-09-23")
    assert KOREA.add_working(CHUSEOK, 0) == CHUSEOK


def test_the_nearest_working_day_may_be_the_day_itself() -> None:
    assert KOREA.next_working(day("2026-09-23")) == day("2026-09-23")
    assert KOREA.next_working(CHUSEOK) == day("2026-09-28")
    assert KOREA.previous_working(CHUSEOK) == day("2026-09-23")


def test_the_last_working_day_of_a_month() -> None:
    assert KOREA.last_working_of_month(day("2026-11-25")) == day("2026-11-30")
    assert KOREA.last_working_of_month(day("2026-10-01")) == day("2026-10-30")
    assert KOREA.last_working_of_month(day("2026-02-28")) == day("2026-02-27")


def test_a_holiday_has_a_name_in_both_languages() -> None:
    assert KOREA.name_of(CHUSEOK, "ko") == "추석"
    assert KOREA.name_of(CHUSEOK, "en") == "Chuseok"
    assert KOREA.name_of(day("2026-09-23"), "ko") == ""


def test_a_country_with_a_part() -> None:
    assert Calendar("US-CA").is_holiday(day("2026-03-31"))  # Cesar Chavez Day
    assert not Calendar("US").is_holiday(day("2026-03-31"))
