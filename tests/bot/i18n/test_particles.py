"""Particles after the last sound: Hangul, digits, Latin letters, quotes and markup."""

import pytest

from bot.i18n.particles import final, with_particle


@pytest.mark.parametrize(
    ("text", "pair", "said"),
    [
        ("대한정밀", "을/를", "대한정밀을"),
        ("부품소재", "을/를", "부품소재를"),
        ("서울", "으로/로", "서울로"),  # ㄹ counts as open before 으로/로
        ("부산", "으로/로", "부산으로"),
        ("서울", "이/가", "서울이"),
        ("V-1", "은/는", "V-1은"),  # 일
        ("V-2", "은/는", "V-2는"),  # 이
        ("V-10", "이/가", "V-10이"),  # 영
        ("V-7", "으로/로", "V-7로"),  # 칠
        ("V-6", "으로/로", "V-6으로"),  # 육
        ("3.1%", "을/를", "3.1%를"),  # 퍼센트
        ("LG", "과/와", "LG와"),
        ("Fab", "과/와", "Fab와"),
        ("Hyundai Steel", "을/를", "Hyundai Steel을"),
        ("ASM", "을/를", "ASM을"),
        ("(주)대한정밀", "은/는", "(주)대한정밀은"),
        ("대한정밀(주)", "은/는", "대한정밀(주)는"),
        ("“한국”", "이라는/라는", "“한국”이라는"),
        ("11월 27일 (금)", "까지/까지", "11월 27일 (금)까지"),
        ("株式", "을/를", "株式를"),
        ("", "을/를", "를"),
        ("🙂", "을/를", "🙂를"),
    ],
)
def test_follows_the_sound(text: str, pair: str, said: str) -> None:
    assert with_particle(text, pair) == said


def test_markup_is_not_read() -> None:
    assert with_particle("*대한*", "을/를", spoken="대한") == "*대한*을"


@pytest.mark.parametrize(("text", "number"), [("가", 0), ("각", 1), ("갈", 8), ("힣", 27), ("한글!", 8), ("", 0)])
def test_final_consonant(text: str, number: int) -> None:
    assert final(text) == number
