"""Typed sentences in the noun style of Korean papers (개조식): `수주가 회복되었습니다.` becomes `수주가 회복되었음`."""

import re
from typing import Final

_FIRST: Final = 0xAC00  # of the syllables, each of which is (first × 21 + vowel) × 28 + last
_LASTS: Final = 28
_B, _N, _M = 17, 4, 16  # the last sounds ㅂ, ㄴ, ㅁ
_SENTENCES: Final = re.compile(r"(?<=[가-힣])[.!]+(?=\s|$)|[.!]+$")
_ENDINGS: Final = (
    (re.compile(r"(?<=[가-힣])습니다$"), "음"),  # 있습니다 → 있음
    (re.compile(r"(?<=[가-힣])(?:어요|아요)$"), "음"),  # 끝났어요 → 끝났음
    (re.compile(r"(?<=[있없했었았겠됐])다$"), "음"),  # 없다 → 없음
)
_ENDS_IN: Final = re.compile(r"([가-힣])(니다|다)$")
_PLANNED: Final = re.compile(r"(?:할|될) 예정(?:임|입니다)?$")
_NEEDED: Final = re.compile(r"이 필요함$|가 필요함$")


def terse(text: str) -> str:
    """On one line, each sentence that ends in a verb as a noun, without its full stop. Other text stays as it is."""
    line = " ".join(text.split())
    parts = [_noun(part.strip()) for part in _SENTENCES.split(line) if part.strip()]
    return ", ".join(parts)


def _noun(sentence: str) -> str:
    for ending, noun in _ENDINGS:
        if ending.search(sentence):
            return ending.sub(noun, sentence)
    found = _ENDS_IN.search(sentence)
    if found is not None:
        last = (ord(found[1]) - _FIRST) % _LASTS
        if (found[2], last) in (("니다", _B), ("다", _N)):  # 합니다, 한다 → 함
            sentence = sentence[: found.start()] + chr(ord(found[1]) - last + _M)
    sentence = _PLANNED.sub(lambda match: match[0][0] + " 예정", sentence)
    return _NEEDED.sub(" 필요", sentence)
