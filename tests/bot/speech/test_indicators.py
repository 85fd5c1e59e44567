"""The words of `/indicator`. Today is Wednesday, 25 November 2026."""

import datetime as dt
from decimal import Decimal

import pytest

from bot.refusals import Refusal
from bot.speech.commands import Found, Free, resolve
from bot.speech.indicators import (
    WORDS,
    IndicatorFilter,
    NewLine,
    RecordLine,
    Which,
    filters,
    indicator,
    new,
    record,
    subcommands,
)

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("exports 14.2bn", "exports", "14200000000"),
        ("exports 14.2 bn", "exports", "14200000000"),
        ("수출 142억", "수출", "14200000000"),
        ("2차전지 수출 1조 5천억", "2차전지 수출", "1500000000000"),
        ("exports USD 14.2bn", "exports", "14200000000"),
        ("trade balance -3bn", "trade balance", "-3000000000"),
        ("I-2 3.5%", "I-2", "3.5"),
        ("top 100 7", "top 100", "7"),
        ('"reserve margin" 12.5%', "reserve margin", "12.5"),
    ],
)
def test_the_amount_is_the_longest_at_the_end(typed: str, name: str, value: str) -> None:
    line = record(typed, TODAY)
    assert (line.name, line.value) == (name, Decimal(value))


def test_what_stands_behind_it_in_either_language() -> None:
    line = record("exports 14.2bn sector: 반도체 region: Ulsan for: 2026-10", TODAY)
    assert line.period is not None
    assert (line.sector, line.region, line.period.key) == ("반도체", "Ulsan", "2026-10")
    same = record("exports 142억 업종:반도체 지역: Ulsan 기준: 10월", TODAY)
    assert (same.sector, same.region, same.period, same.value) == (line.sector, line.region, line.period, line.value)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        *(("3.5%", "%"), ("3.5 ％", "%"), ("3.5퍼센트", "%"), ("3.5", ""), ("14.2bn", ""), ("142억", "")),
        *(("15조원", "원"), ("15조 원", "원"), ("₩15bn", "₩"), ("$14bn", "$"), ("USD 14.2 bn", "USD"), ("-$3m", "$")),
        *(("142억 달러", "달러"), ("3유로", "유로"), ("14bn dollars", "dollars")),
    ],
)
def test_with_what_an_amount_was_typed(typed: str, unit: str) -> None:
    assert record(f"x {typed}", TODAY).unit == unit


def test_without_an_amount_the_form_asks() -> None:
    line = record("exports for: october", TODAY)
    assert isinstance(line, RecordLine)
    assert (line.name, line.value) == ("exports", None)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("exports 1,23", "number"),
        ("exports 12abc", "number"),
        ("exports 14.2bn for: someday", "no period"),
        ("exports 14.2bn sector:", "no value"),
        ("14.2bn for: 2026-10 for: 2026-09", "twice"),
        ("", "Which indicator"),
        ("!!!", "Which indicator"),
    ],
)
def test_nonsense_is_refused_and_given_back(typed: str, why: str) -> None:
    with pytest.raises(Refusal, match=why) as caught:
        record(typed, TODAY)
    assert caught.value.typed == typed


def test_a_new_one_may_bring_key_and_names() -> None:
    assert new("exports 수출 / Exports") == NewLine("exports", "수출", "Exports")
    assert new("exports Exports of goods") == NewLine("exports", "", "Exports of goods")
    assert new("exports") == NewLine("exports")
    with pytest.raises(Refusal, match="one in each language"):
        new("exports 수출 / 수출액")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", IndicatorFilter()),
        ("off", IndicatorFilter(Which.OFF)),
        ("미달", IndicatorFilter(Which.OFF)),
        ("정체", IndicatorFilter(Which.STALE)),
        ("내것", IndicatorFilter(Which.MINE)),
        ("team export", IndicatorFilter(Which.TEAM, "export")),
        ("팀: 수출과", IndicatorFilter(Which.TEAM, "수출과")),
    ],
)
def test_filters(typed: str, meant: IndicatorFilter) -> None:
    assert filters(typed) == meant


def test_other_filters_are_refused() -> None:
    with pytest.raises(Refusal, match="list off"):
        filters("everything that shines")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("기록 exports 142억", "record"),
        ("등록", "new"),
        ("그래프 수출", "chart"),
        ("측정값 I-1", "readings"),
        ("I-1", "show"),
    ],
)
def test_korean_words_and_a_number_alone(typed: str, word: str) -> None:
    found = resolve(subcommands(TODAY), typed, prose=False)
    assert isinstance(found, Found)
    assert found.word == word


def test_a_name_alone_is_free_text_and_long_ones_are_refused() -> None:
    assert resolve(subcommands(TODAY), "수출", prose=False) == Free("수출")
    with pytest.raises(Refusal, match="name of an indicator"):
        indicator("x" * 151)


def test_no_key_may_be_a_word_of_the_command() -> None:
    assert {"list", "목록", "help", "team", "팀"} <= WORDS
