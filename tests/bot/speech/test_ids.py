"""Identifiers that people type."""

import pytest

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import ids


@pytest.mark.parametrize("typed", ["V-12", "v-12", "v12", "V12", "V\u201112", "V–12", "V−12", "Ｖ－１２", "V-012"])
def test_one_identifier_in_many_spellings(typed: str) -> None:
    assert ids.ref(typed) == Ref("V", 12)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "V",
        "V-",
        "V-0",
        "X-12",
        "V-12a",
        "V 12",
        "V--12",
        "<https://a.example|V-12>",
        "V-12|x",
        "V-1234567890",
        "12",
    ],
)
def test_what_is_no_identifier(typed: str) -> None:
    assert ids.ref(typed) is None


@pytest.mark.parametrize(("typed", "letter"), [("D-7", "V"), ("foo", "D"), ("", "T"), ("V-12 now", "V")])
def test_another_noun_or_more_than_a_number_is_refused_and_given_back(typed: str, letter: str) -> None:
    with pytest.raises(Refusal) as refused:
        ids.one(typed, letter)
    assert refused.value.typed == typed


def test_no_number_of_any_noun_is_asked_for() -> None:
    with pytest.raises(Refusal, match="Which number"):
        ids.anything("")
    with pytest.raises(Refusal, match="not a number of ours"):
        ids.anything("X-1")


def test_every_noun_has_its_sentences() -> None:
    assert set(ids.SENTENCES) == set(ids.MISSING) == set("VDTMSOIP")


def test_two_numbers_differ() -> None:
    assert ids.two("D-7 d9", "D") == (Ref("D", 7), Ref("D", 9))
    with pytest.raises(Refusal, match="goes into which one"):
        ids.two("D-7", "D")
    with pytest.raises(Refusal):
        ids.two("D-7 D-7", "D")
