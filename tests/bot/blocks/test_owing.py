"""What somebody owes, in words: a date that is over is not said as one to come."""

import datetime as dt
from typing import Final

import pytest

from bot.blocks.owing.cards import digest_card
from bot.domain.owing import Owing
from bot.i18n import translator
from tests.cast import BOM
from tests.doubles import checks

FRIDAY: Final = dt.date(2026, 12, 4)
DAY: Final = dt.timedelta(days=1)


def digest(lang: str, today: dt.date) -> str:
    card = digest_card(translator(lang, "Asia/Seoul", today), Owing(BOM, to_rate=2, to_rate_until=FRIDAY))
    return "\n".join(checks.texts(list(card.blocks)))


@pytest.mark.parametrize("today", [FRIDAY - DAY, FRIDAY])
def test_ratings_are_asked_for_until_their_day(today: dt.date) -> None:
    assert "*2 tasks to rate* · until Fri 4 Dec: `/evaluate`" in digest("en", today)
    assert "*평가할 과제 2건* · 12월 4일 (금)까지: `/evaluate`" in digest("ko", today)


def test_ratings_whose_day_is_over_are_late() -> None:
    assert "*2 tasks to rate* · was due Fri 4 Dec, late: `/evaluate`" in digest("en", FRIDAY + DAY)
    assert "*평가할 과제 2건* · 12월 4일 (금) 기한 경과: `/evaluate`" in digest("ko", FRIDAY + DAY)
