"""How far a task is, in the words of an update. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest

from bot.refusals import Refusal
from bot.speech.tasks import update

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "percent", "text"),
    [
        ("진척률 70%", 70, ""),
        ("진척률: 70% 시제품 통과", 70, "시제품 통과"),
        ("진척률은 70%입니다. 시제품 통과", 70, "시제품 통과"),
        ("진척 50", 50, ""),
        ("진척도 50, 부품 도착", 50, "부품 도착"),
        ("진행률 30퍼센트", 30, ""),
        ("현재 진척률 45%", 45, ""),
        ("현재 70% 완료", 70, ""),
        ("현재 70% 완료, 부품 도착", 70, "부품 도착"),
        ("is 60% done", 60, ""),
        ("is at 60%, parts arrived", 60, "parts arrived"),
        ("progress 60%", 60, ""),
        ("progress is 60%", 60, ""),
        ("60% 완료", 60, "완료"),
        ("60", 60, ""),
        ("60 percent", 60, ""),
        ("60 percent done", 60, "done"),
        ("60%로 진행 중", 60, ""),
        ("60%까지 완료", 60, ""),
        ("60% 정도임", 60, ""),
        ("60%임, 부품 도착", 60, "부품 도착"),
        ("50%에서 60%로", 60, ""),
        ("50%에서 60%로 상향, 부품 도착", 60, "부품 도착"),
        ("진척률 50%에서 60%로", 60, ""),
        ("5% of parts failed", 5, "of parts failed"),
    ],
)
def test_a_percentage_in_words(typed: str, percent: int, text: str) -> None:
    found = update(f"T-6 {typed}", TODAY)
    assert (found.percent, found.text, found.besides) == (percent, text, "")


@pytest.mark.parametrize(
    ("typed", "besides"),
    [
        ("11/30까지 60% 달성", "60%"),
        ("we reached 60 % of it", ""),
        ("parts arrived, 80% in all", "80%"),
        ("매출 10% 증가", ""),
        ("진척 3건 확인", ""),
        ("progress 11/30 reported", ""),
        ("parts arrived", ""),
        ("현재 70% 완료된 도면", "70%"),
        ("now at 60% parts arrived", "60%"),
        ("현재 20% 인력 부족", "20%"),
        ("is 5% over budget", "5%"),
        ("at 50% discount we would buy", "50%"),
        ("now 20% cheaper", "20%"),
        ("progress 2 of 5 steps", ""),
        ("progress 50 units shipped", ""),
        ("completion 24 Dec", ""),
        ("20% 증가", ""),
    ],
)
def test_a_percentage_elsewhere_sets_nothing(typed: str, besides: str) -> None:
    found = update(f"T-6 {typed}", TODAY)
    assert (found.percent, found.text, found.besides) == (None, typed, besides)


@pytest.mark.parametrize("typed", ["진척률 170%", "현재 7.5% 완료", "progress 101"])
def test_a_percentage_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="is no progress"):
        update(f"T-6 {typed}", TODAY)
