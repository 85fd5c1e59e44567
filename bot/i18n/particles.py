"""Korean particles: 을/를, 이/가, 은/는, 과/와, 으로/로 after any text.

Rule: the particle follows the sound of the last syllable. A Hangul syllable has a final consonant when
(code - 0xAC00) % 28 > 0; ㄹ (8) counts as none before 으로/로. Digits and Latin letters are read aloud.
Source: 한글 맞춤법, 표준어 규정 (National Institute of Korean Language).
"""

_DIGIT_FINALS = dict(zip("0123456789", (21, 8, 0, 16, 0, 0, 1, 8, 8, 0), strict=True))  # 영 일 이 삼 사 오 육 칠 팔 구
_LETTER_FINALS = {"l": 8, "m": 16, "n": 4, "r": 8}  # 엘 엠 엔 알; the other letters end in a vowel as they are read


def final(text: str) -> int:
    """The number of the last sound's final consonant, 0 for none. Quotes and brackets at the end are not read."""
    for letter in reversed(text):
        if "가" <= letter <= "힣":
            return (ord(letter) - 0xAC00) % 28
        if letter in "%％":
            return 0  # 퍼센트
        if letter.isdigit():
            return _DIGIT_FINALS.get(letter, 0)
        if letter.isalpha():
            return _LETTER_FINALS.get(letter.lower(), 0)
    return 0


def with_particle(text: str, pair: str, spoken: str | None = None) -> str:
    """`text` followed by the right one of `pair`, such as "을/를" (after a consonant / after a vowel).

    `spoken` is the text as it is read, where `text` carries markup.
    """
    closed, opened = pair.split("/")
    sound = final(spoken if spoken is not None else text)
    takes_closed = sound > 0 and not (closed == "으로" and sound == 8)
    return text + (closed if takes_closed else opened)
