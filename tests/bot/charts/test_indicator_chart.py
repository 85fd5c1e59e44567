"""An indicator as a picture."""

import datetime as dt
from decimal import Decimal

import pytest

from bot.charts import indicator_chart
from bot.domain.charts import Bars, IndicatorChart, Measured
from bot.i18n import translator

pytestmark = pytest.mark.filterwarnings("error")

KO = translator("ko", "Asia/Seoul", dt.date(2026, 11, 25))
EN = translator("en", "Asia/Seoul", dt.date(2026, 11, 25))
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def facts(*values: str, first: dt.date = FIRST, last: dt.date = LAST, bars: tuple[Bars, ...] = ()) -> IndicatorChart:
    """Readings of one month after the other, towards 120; below 20 they are off."""
    made = tuple(
        Measured(dt.date(2026, month, 28), Decimal(value), Decimal(value) < 20) for month, value in enumerate(values, 1)
    )
    path = ((first - dt.timedelta(days=1), Decimal(0)), (last, Decimal(120)))
    return IndicatorChart("수출", "USD", first, last, path, made, Decimal(120), Decimal(30), bars=bars)


def test_the_description_tells_every_reading_and_the_target() -> None:
    chart = indicator_chart(EN, facts("12", "31", bars=(Bars("By sector", (("steel", Decimal(7)),)),)))
    assert chart.title == "수출: readings and target path"
    assert "USD 31 by Sat 28 Feb, expected USD 30." in chart.alt
    assert "Target by Thu 31 Dec: USD 120." in chart.alt
    assert "Wed 28 Jan: USD 12, off target." in chart.alt
    assert "Sat 28 Feb: USD 31." in chart.alt
    assert "By sector: steel USD 7." in chart.alt


def test_in_korean() -> None:
    assert "2월 28일 (토)까지 31달러(목표 경로 30달러)." in indicator_chart(KO, facts("12", "31")).alt


def test_without_a_reading_it_is_a_sentence() -> None:
    assert "There is no reading of the whole yet." in indicator_chart(EN, facts()).alt


@pytest.mark.parametrize(
    "found",
    [
        facts("12"),
        facts("-5", "-50"),
        facts("0", "0", "0"),
        facts("100000000000000000"),
        facts("0.0000001"),
        facts("5", first=dt.date(2026, 1, 5), last=dt.date(2026, 1, 11)),
        facts("5", first=dt.date(2026, 1, 1), last=dt.date(2029, 12, 31)),
        facts("5", bars=(Bars("업종별" * 40, tuple(("긴 이름" * 30, Decimal(n - 3)) for n in range(12))),)),
    ],
)
def test_extremes_are_drawn_the_same_twice(found: IndicatorChart) -> None:
    for t in (KO, EN):
        assert indicator_chart(t, found) == indicator_chart(t, found)


def test_bars_make_it_higher() -> None:
    bars = (Bars("By sector", tuple((f"part {n}", Decimal(n)) for n in range(3))),)
    plain, more = (int.from_bytes(indicator_chart(EN, one).png[20:24]) for one in (facts("12"), facts("12", bars=bars)))
    assert plain < more < 2 * plain
