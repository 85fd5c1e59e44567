"""Dates in the words people use. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech.dates import FIRST, LAST, Look, day, longest, month
from bot.speech.spans import Span, backwards, span, week

TODAY = dt.date(2026, 11, 25)


def date(short: str) -> dt.date:
    """`11-27` of 2026, or a whole ISO date."""
    return dt.date.fromisoformat(short if len(short) > 5 else f"2026-{short}")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "11-25"),
        ("오늘", "11-25"),
        ("tomorrow", "11-26"),
        ("내일", "11-26"),
        ("모레", "11-27"),
        ("글피", "11-28"),
        ("yesterday", "11-24"),
        ("어제", "11-24"),
        ("그제", "11-23"),
        ("Yesterday", "11-24"),
        ("2026-12-24", "12-24"),
        ("2026/12/24", "12-24"),
        ("2026.12.24", "12-24"),
        ("2026. 12. 24.", "12-24"),
        ("20261224", "12-24"),
        ("2026년 12월 24일", "12-24"),
        ("'26.12.24", "12-24"),
        ("Dec 24, 2026", "12-24"),
        ("24 December 2026", "12-24"),
        ("next mon", "11-30"),
        ("next fri", "12-04"),
        ("다음주 화", "12-01"),
        ("다음 주 화요일", "12-01"),
        ("this fri", "11-27"),
        ("지난주 금", "11-20"),
        ("last fri", "11-20"),
        ("last mon", "11-23"),
        ("last wed", "11-18"),
        ("in 3 days", "11-28"),
        ("3일 뒤", "11-28"),
        ("3일 전", "11-22"),
        ("3 days ago", "11-22"),
        ("2주 뒤", "12-09"),
        ("사흘 뒤", "11-28"),
        ("다음달 말", "12-31"),
        ("end of next month", "12-31"),
        ("2028-02-29", "2028-02-29"),
    ],
)
@pytest.mark.parametrize("look", list(Look))
def test_words_that_mean_one_day(typed: str, meant: str, look: Look) -> None:
    assert day(typed, TODAY, look) == date(meant)


@pytest.mark.parametrize(
    ("typed", "back", "ahead", "on", "leave"),
    [
        ("fri", "11-20", "11-27", "11-20", "11-27"),
        ("금", "11-20", "11-27", "11-20", "11-27"),
        ("금요일", "11-20", "11-27", "11-20", "11-27"),
        ("wed", "11-25", "11-25", "11-25", "11-25"),
        ("12/24", "2025-12-24", "12-24", "12-24", "12-24"),
        ("12월 24일", "2025-12-24", "12-24", "12-24", "12-24"),
        ("Dec 24", "2025-12-24", "12-24", "12-24", "12-24"),
        ("11/24", "11-24", "2027-11-24", "11-24", "11-24"),
        ("11/25", "11-25", "11-25", "11-25", "11-25"),
        ("11/26", "2025-11-26", "11-26", "11-26", "11-26"),
        ("1/5", "01-05", "2027-01-05", "2027-01-05", "2027-01-05"),
        ("24일", "11-24", "12-24", "11-24", "11-24"),
        ("31일", "10-31", "12-31", "10-31", "10-31"),
        ("2/29", "2024-02-29", "2028-02-29", "2028-02-29", "2028-02-29"),
        ("end of month", "10-31", "11-30", "11-30", "11-30"),
        ("월말", "10-31", "11-30", "11-30", "11-30"),
        ("다음주", "11-30", "12-04", "11-30", "11-30"),
        ("next week", "11-30", "12-04", "11-30", "11-30"),
    ],
)
def test_without_a_year_the_nearest_that_is_allowed(typed: str, back: str, ahead: str, on: str, leave: str) -> None:
    meant = [day(typed, TODAY, look) for look in (Look.BACK, Look.AHEAD, Look.ON, Look.LEAVE)]
    assert meant == [date(back), date(ahead), date(on), date(leave)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11/24", "11-24"),
        ("10/25", "10-25"),
        ("10/24", "2027-10-24"),
        ("11월 20일", "11-20"),
        ("12/31", "12-31"),
        ("6/1", "2027-06-01"),
        ("24일", "12-24"),
        ("월말", "11-30"),
        ("tue", "12-01"),
        ("next week", "12-04"),
        ("2026-01-01", "01-01"),
    ],
)
def test_what_is_due_may_have_passed_in_the_last_month_but_is_not_of_last_year(typed: str, meant: str) -> None:
    assert day(typed, TODAY, Look.DUE) == date(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-02-30",
        "13/45",
        "24/12",
        "2/30",
        "0/0",
        "0일",
        "32일",
        "9999-12-31",
        "1899-01-01",
        "in 9999 days",
        "10",
        "대한정밀",
        "금속",
        "12/245",
        "12.24.26",
        "12/24 (금)",
        "지난주",
        "someday",
        "2026-12/24",
        "mon tue",
        "<@U1>",
    ],
)
def test_nonsense_is_no_date(typed: str) -> None:
    assert all(day(typed, TODAY, look) is None for look in Look if (typed, look) != ("지난주", Look.AHEAD))


@pytest.mark.parametrize(
    ("typed", "meant", "rest"),
    [
        ("2026. 12. 24. met the owner", "12-24", "met the owner"),
        ("다음주 화 오전", "12-01", "오전"),
        ("12월 24일에 방문", "12-24", "방문"),
        ("12/24(목) 오후", "12-24", "오후"),
        ("어제: 수주", "11-24", ": 수주"),
        ("3일 뒤 회의", "11-28", "회의"),
        ("금요일까지 회신", "11-20", "회신"),
    ],
)
def test_the_longest_date_at_the_start_is_taken(typed: str, meant: str, rest: str) -> None:
    assert longest(typed, TODAY, Look.ON) == (date(meant), rest)


@given(st.dates(FIRST, LAST), st.sampled_from(list("월화수목금토일")))
def test_a_weekday_is_never_further_than_six_days(today: dt.date, word: str) -> None:
    back, ahead = day(word, today, Look.BACK), day(word, today, Look.AHEAD)
    for meant in (back, ahead):
        assert meant is None or "월화수목금토일"[meant.weekday()] == word
    assert back is None or 0 <= (today - back).days <= 6
    assert ahead is None or 0 <= (ahead - today).days <= 6


@given(st.text(max_size=30), st.sampled_from(list(Look)), st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
def test_whatever_is_typed_is_a_date_in_range_or_none(typed: str, look: Look, today: dt.date) -> None:
    meant = day(typed, today, look)
    assert meant is None or FIRST <= meant <= LAST
    days = span(typed, today, look)
    assert days is None or days.first <= days.last


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-10", "10-01"),
        ("2026. 10.", "10-01"),
        ("2026년 10월", "10-01"),
        ("10월", "10-01"),
        ("october", "10-01"),
        ("Oct", "10-01"),
        ("oct 2025", "2025-10-01"),
        ("last month", "10-01"),
        ("지난달", "10-01"),
        ("this month", "11-01"),
        ("11월", "11-01"),
        ("12월", "2025-12-01"),
    ],
)
def test_months(typed: str, meant: str) -> None:
    assert month(typed, TODAY) == date(meant)


@pytest.mark.parametrize("typed", ["", "13월", "2026-13", "0월", "fri", "10", "1899-01"])
def test_no_months(typed: str) -> None:
    assert month(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("this week", "11-23", "11-29"),
        ("이번주", "11-23", "11-29"),
        ("이번 주", "11-23", "11-29"),
        ("last week", "11-16", "11-22"),
        ("지난주", "11-16", "11-22"),
        ("since fri", "11-20", "11-25"),
        ("since 11/2", "11-02", "11-25"),
        ("since 12/24", "2025-12-24", "11-25"),
        ("11/2부터", "11-02", "11-25"),
        ("월요일부터", "11-23", "11-25"),
        ("11/2~11/13", "11-02", "11-13"),
        ("11/2 ~ 13", "11-02", "11-13"),
        ("2026-11-02～2026-11-13", "11-02", "11-13"),
        ("11/2부터 11/13까지", "11-02", "11-13"),
        ("11/2-11/13", "11-02", "11-13"),
        ("11/2–13", "11-02", "11-13"),
        ("mon~fri", "11-23", "11-27"),
        ("12/24~1/5", "2025-12-24", "01-05"),
        ("yesterday", "11-24", "11-24"),
        ("지난달", "10-01", "10-31"),
    ],
)
def test_spans(typed: str, first: str, last: str) -> None:
    assert span(typed, TODAY) == Span(date(first), date(last))


@pytest.mark.parametrize("typed", ["", "since", "since tomorrow", "11/13~11/2", "since 13/45", "a~b", "11/2~x", "team"])
def test_no_spans(typed: str) -> None:
    assert span(typed, TODAY) is None


def test_leave_may_have_been_and_may_cross_the_year() -> None:
    assert span("11/20~11/24", TODAY, Look.LEAVE) == Span(date("11-20"), date("11-24"))
    assert span("12/24~1/5", TODAY, Look.LEAVE) == Span(date("12-24"), date("2027-01-05"))
    assert span("12/24~26", TODAY, Look.LEAVE) == Span(date("12-24"), date("12-26"))


@pytest.mark.parametrize(
    "typed", ["12/26~12/24", "12/26-12/24", "12/26 - 24", "12/26~24", "12월 26일부터 12월 24일까지"]
)
def test_an_end_before_the_beginning_is_seen(typed: str) -> None:
    assert span(typed, TODAY, Look.LEAVE) is None
    assert backwards(typed, TODAY, Look.LEAVE) == Span(date("12-24"), date("12-26"))


@pytest.mark.parametrize(
    "typed", ["12/24~12/26", "12/24~12/24", "12/24", "2026-12-26", "someday", "12/26~x", "x~12/24"]
)
def test_nothing_else_has_its_end_first(typed: str) -> None:
    assert backwards(typed, TODAY, Look.LEAVE) is None


def test_a_week_by_word_number_or_day() -> None:
    this = Span(date("11-23"), date("11-29"))
    assert week("this week", TODAY) == week("2026-W48", TODAY) == week("2026-11-29", TODAY) == this
    assert week("2026-W54", TODAY) is None
