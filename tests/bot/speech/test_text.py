"""Text as people meant it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import Refusal
from bot.speech.text import COMMAND_LENGTH, ORGANISATION, TAG, TEXT, TITLE, brief, clean, command, limited, readable


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("대한정밀", "대한정밀"),
        ("  a \t b\r\nc  ", "a b c"),
        ("거제\u3000조선", "거제 조선"),
        ("a\u200bb\ufeffc\u2060", "abc"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066x\u2069\u200e\u200f", "x"),
        ("a\x00\x07b\x7f", "ab"),
        ("\u3164\u3164", ""),
        (unicodedata.normalize("NFD", "용접공"), "용접공"),
        ("half \ud83d", "half \ufffd"),
        ("👩\u200d🔧 a\u200db", "👩\u200d🔧 ab"),
        ("❤️ 🇰🇷", "❤️ 🇰🇷"),
    ],
)
def test_invisible_things_go_and_spaces_fold(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_a_form_keeps_its_lines() -> None:
    assert clean("a  b\r\n\r\n\r\n\r\nc\u200b \n", lines=True) == "a b\n\nc"


@given(st.text(max_size=200))
def test_cleaning_is_final(typed: str) -> None:
    once = clean(typed)
    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("R&amp;D", "R&D"),
        ("a &lt; b &gt; c", "a < b > c"),
        ("&amp;lt;", "&lt;"),
        ("&lt;@U0BOM&gt;", "<@U0BOM>"),
        ("<@U0BOM|bom>", "@bom"),
        ("<@U0BOM>", "@U0BOM"),
        ("<#C1|export>", "#export"),
        ("<!channel>", "@channel"),
        ("<!here|here>", "@here"),
        ("<!subteam^S1|@welders>", "@welders"),
        ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
        ("<https://a.example/x?y=1&amp;z=2>", "https://a.example/x?y=1&z=2"),
        ("<https://a.example|a.example>", "a.example"),
        ("<mailto:kim@a.example|kim@a.example>", "kim@a.example"),
        ("a <b> c", "a <b> c"),
    ],
)
def test_slack_escapes_become_what_was_typed(raw: str, seen: str) -> None:
    assert readable(raw) == seen


@pytest.mark.parametrize("limit", [ORGANISATION, TAG, TITLE, TEXT])
def test_a_field_takes_its_limit_and_no_more(limit: tuple[int, str]) -> None:
    length, sentence = limit
    named = next(known for known in (ORGANISATION, TAG, TITLE, TEXT) if known == limit)
    assert limited("가" * length, named)
    with pytest.raises(Refusal) as refused:
        limited("가" * (length + 1), named)
    assert refused.value.message == sentence
    assert refused.value.typed == "가" * (length + 1)
    assert refused.value.values == {"limit": length, "length": length + 1}


def test_a_command_of_4000_characters_passes_and_4001_is_given_back() -> None:
    assert command("x" * COMMAND_LENGTH)
    with pytest.raises(Refusal) as refused:
        command("x" * (COMMAND_LENGTH + 1))
    assert refused.value.typed == "x" * 4001


def test_a_sentence_quotes_briefly_and_its_code_span_stays_closed() -> None:
    assert brief("a`b") == "a'b"
    assert len(brief("x" * 200)) == 60
