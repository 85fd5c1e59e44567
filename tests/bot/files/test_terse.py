"""Typed sentences become nouns; what is none stays as it is."""

import pytest

from bot.files.documents.terse import terse


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("수주가 회복되었습니다.", "수주가 회복되었음"),
        ("2분기 수주 회복", "2분기 수주 회복"),
        ("납품대금이 지연됩니다.", "납품대금이 지연됨"),
        ("현장 시험을 실시한다", "현장 시험을 실시함"),
        ("용접공이 없다.", "용접공이 없음"),
        ("12월까지 완료할 예정입니다.", "12월까지 완료할 예정"),
        ("추가 지원이 필요합니다.", "추가 지원 필요"),
        ("시험에 합격했어요. 다음 주에 착수합니다!", "시험에 합격했음, 다음 주에 착수함"),
        ("줄이\n바뀌는   글", "줄이 바뀌는 글"),
        ("The order book is full.", "The order book is full"),
        ("see www.example.org for v1.2", "see www.example.org for v1.2"),
        ("바다", "바다"),
        ("", ""),
        ("...", ""),
    ],
)
def test_terse(typed: str, said: str) -> None:
    assert terse(typed) == said
