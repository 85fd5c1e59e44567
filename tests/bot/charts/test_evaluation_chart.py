"""The month's picture: where the bubbles are is looked at; what it says and that it always draws is tested."""

import datetime as dt

import pytest

from bot.charts import evaluation_chart
from bot.charts.canvas import ALT_LIMIT
from bot.charts.evaluation import ARROWS, chosen_moves, packed
from bot.domain.charts import EvaluationChart, Rated
from bot.i18n import translator

pytestmark = pytest.mark.filterwarnings("error")

KO = translator("ko")
EN = translator("en")
MONTH = dt.date(2026, 11, 1)
WELDERS = Rated("T-12", "용접 인력 양성과정 개설", 1, 2, (2, 2))
PAYMENT = Rated("T-31", "납품대금 조기 지급 $협약$", 4, 5, (4, 5))
PARTS = Rated("T-44", "부품 국산화", 4, 5)


def test_words_give_means_the_lowest_and_every_point() -> None:
    chart = evaluation_chart(KO, EvaluationChart(MONTH, (WELDERS, PAYMENT, PARTS), ("T-12",), unrated=2))
    assert chart.title == "2026년 11월 월례 평가"
    assert "과제 3건, 평균 실효성 3.0점·적시성 4.0점 · 미평가 2건." in chart.alt
    assert "T-12 용접 인력 양성과정 개설: 실효성 1점, 적시성 2점." in chart.alt
    assert "실효성 4점, 적시성 5점: 과제 2건." in chart.alt
    assert chart.png.startswith(b"\x89PNG")
    assert int.from_bytes(chart.png[16:20]) == 1600


def test_english() -> None:
    chart = evaluation_chart(EN, EvaluationChart(MONTH, (WELDERS,)))
    assert "1 task, on average effectiveness 1.0 and timeliness 2.0." in chart.alt
    assert "Effectiveness 1, timeliness 2: 1 task." in chart.alt


def test_a_month_without_marks_is_a_sentence() -> None:
    chart = evaluation_chart(KO, EvaluationChart(MONTH, (), unrated=4))
    assert "아직 실효성과 적시성이 모두 평가된 과제가 없습니다." in chart.alt
    assert "미평가 4건" in chart.alt
    assert int.from_bytes(chart.png[20:24]) < 600


def test_three_hundred_tasks_on_every_point() -> None:
    rated = tuple(
        Rated(f"T-{n}", "가" * 150, 1 + n % 5, 1 + n // 5 % 5, (1 + n // 3 % 5, 1 + n % 4)) for n in range(300)
    )
    facts = EvaluationChart(MONTH, rated, tuple(task.task for task in rated[:5]))
    chart = evaluation_chart(KO, facts)
    assert len(chart.png) < 1_000_000
    assert 0 < len(chart.alt) <= ALT_LIMIT
    assert chart == evaluation_chart(KO, facts)


def test_a_lowest_that_was_not_rated_is_left_out() -> None:
    assert "T-99" not in evaluation_chart(EN, EvaluationChart(MONTH, (WELDERS,), ("T-99",))).alt


def test_ways_of_the_lowest_come_first_and_standing_still_is_no_way() -> None:
    rated = [Rated(f"T-{n + 100}", "", 5, 1 + n % 5, (1 + n % 4, 3)) for n in range(60)]
    moves = chosen_moves([*rated, WELDERS, PAYMENT, PARTS], {"T-12"})
    assert len(moves) == ARROWS
    assert next(iter(moves)) == ((2, 2), (1, 2))
    assert ((4, 5), (4, 5)) not in moves


def test_ids_are_never_broken_and_the_rest_is_counted() -> None:
    assert packed(["T-1", "T-2"], 90) == ["T-1 T-2"]
    assert packed(["T-1000", "T-1001", "T-1002"], 90) == ["T-1000", "T-1001 +1"]
    assert packed([], 90) == []
