"""The coverage as a picture."""

import datetime as dt

import pytest

from bot.charts import coverage_chart
from bot.domain.charts import CoverageChart
from bot.i18n import translator

pytestmark = pytest.mark.filterwarnings("error")

KO, EN = translator("ko", "Asia/Seoul", dt.date(2026, 11, 25)), translator("en", "Asia/Seoul", dt.date(2026, 11, 25))


def facts(rows: int, columns: int, name: str = "울산") -> CoverageChart:
    visits = tuple(tuple((row * column) % 7 for column in range(columns)) for row in range(rows))
    return CoverageChart(
        dt.date(2026, 8, 28),
        dt.date(2026, 11, 25),
        tuple(f"sector {n}" for n in range(columns)),
        tuple(f"{name} {n}" for n in range(rows)),
        visits,
        frozenset({(0, 0)}) if rows and columns else frozenset(),
    )


def test_the_description_tells_each_region() -> None:
    chart = coverage_chart(EN, facts(3, 3))
    assert chart.title == "Visits by sector and region"
    assert "Visited: 4 of 9 cells." in chart.alt
    assert "울산 2: sector 1 2, sector 2 4." in chart.alt
    assert "3개" in coverage_chart(KO, facts(3, 3)).alt or "9칸" in coverage_chart(KO, facts(3, 3)).alt


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (20, 12), (24, 14), (40, 30)])
def test_it_stays_legible_and_is_drawn_the_same_twice(rows: int, columns: int) -> None:
    found = facts(rows, columns, "아주 긴 지역 이름 " * 3)
    first = coverage_chart(KO, found)
    assert first == coverage_chart(KO, found)
    assert int.from_bytes(first.png[16:20]) == 1600
    assert int.from_bytes(first.png[20:24]) < 2400


def test_a_workspace_without_words_gets_a_sentence() -> None:
    assert "no sectors or no regions" in coverage_chart(EN, facts(0, 3)).alt
