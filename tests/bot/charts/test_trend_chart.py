"""Weeks against the quota: the chart, the strip, and the eight letters."""

import datetime as dt

import pytest

from bot.charts import sparkline_chart, trend_chart
from bot.domain.charts import TrendChart, Week, spark
from bot.i18n import translator

pytestmark = pytest.mark.filterwarnings("error")

KO = translator("ko")
EN = translator("en")


def weeks(*visits: int, expected: float = 10) -> tuple[Week, ...]:
    first = dt.date(2026, 8, 31)
    return tuple(Week(first + dt.timedelta(weeks=n), made, expected) for n, made in enumerate(visits))


def test_each_week_is_said() -> None:
    running = Week(dt.date(2026, 9, 14), 3, 10, so_far=True)
    chart = trend_chart(KO, TrendChart("에너지시스템혁신팀", (*weeks(12, 8), running)))
    assert chart.title == "에너지시스템혁신팀: 주별 현장방문"
    assert "2주 중 1주 할당량 달성." in chart.alt
    assert "8월 31일 (월) 주: 방문 12건(할당 10건)." in chart.alt
    assert "9월 14일 (월) 주, 현재까지: 방문 3건(할당 10건)." in chart.alt
    assert int.from_bytes(chart.png[16:20]) == 1600
    assert int.from_bytes(chart.png[20:24]) < 900


def test_only_the_newest_thirteen_are_drawn() -> None:
    chart = trend_chart(EN, TrendChart("Energy", weeks(*range(20), expected=5.5)))
    assert "The quota was reached in 13 of 13 weeks." in chart.alt
    assert "visits 6 " not in chart.alt
    assert "visits 7 (quota 5.5)" in chart.alt


@pytest.mark.parametrize("found", [(), weeks(0, 0, expected=0)])
def test_nothing_is_a_sentence(found: tuple[Week, ...]) -> None:
    for draw in (trend_chart, sparkline_chart):
        assert "No visits and no quota in these weeks." in draw(EN, TrendChart("Energy", found)).alt


@pytest.mark.parametrize("found", [weeks(0), weeks(0, 1234, 5, 999, expected=1100.5), weeks(5, 6, expected=0)])
def test_extremes_are_drawn_the_same_twice(found: tuple[Week, ...]) -> None:
    facts = TrendChart("전" * 200 + "$x_1$", found)
    for draw in (trend_chart, sparkline_chart):
        assert draw(KO, facts) == draw(KO, facts)


def test_the_strip_names_the_last_whole_week() -> None:
    only_running = TrendChart("Energy", (Week(dt.date(2026, 9, 14), 3, 10, so_far=True),))
    alt = "Energy: visits by week. Week of Mon 14 Sep, so far: visits 3 (quota 10)."
    assert sparkline_chart(EN, only_running).alt == alt
    assert int.from_bytes(sparkline_chart(EN, only_running).png[20:24]) == 300


def test_letters() -> None:
    assert spark(weeks(0, 5, 10, 20, expected=10)) == "▁▃▅█"
    assert spark(weeks(0, 0, expected=0)) == "▁▁"
    assert spark(()) == ""
