"""The words of `/plan`. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech.commands import Found, Free, resolve
from bot.speech.people import Mention
from bot.speech.plans import CountLine, FieldLine, PlanFilter, Which, add, count, field, filters, item, subcommands

TODAY = dt.date(2026, 11, 25)


def test_an_item_in_one_line_in_either_language() -> None:
    line = add("Export sites field: trade period: 2026-H2 target: 24 team: export @kim #export #Ansan", TODAY)
    assert line.period is not None
    assert (line.en, line.ko, line.field, line.period.key, line.target, line.team) == (
        "Export sites",
        "",
        "trade",
        "2026-H2",
        24,
        "export",
    )
    assert (line.owner, line.tags) == (Mention(None, "kim"), ("export", "Ansan"))
    same = add("수출현장 점검 / Export sites 분야:무역 기간:하반기 목표:24회 팀:수출과 #수출", TODAY)
    assert (same.ko, same.en, same.target, same.period) == ("수출현장 점검", "Export sites", 24, line.period)


def test_what_is_not_typed_is_left_open() -> None:
    line = add("Export sites", TODAY)
    assert (line.field, line.period, line.target, line.team, line.owner, line.tags) == (
        None,
        None,
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("typed", "name", "target"),
    [
        ("수출현장 점검 24회", "수출현장 점검", 24),
        ("수출현장 점검, 24 회 분야: 무역", "수출현장 점검", 24),
        ("Export sites 24 visits @kim", "Export sites", 24),
        ("수출현장 점검 24회 목표: 12", "수출현장 점검 24회", 12),
        ("제3회 점검", "제3회 점검", None),
        ("24회", "24회", None),
        ("2026 점검", "2026 점검", None),
    ],
)
def test_how_many_times_may_stand_at_the_end(typed: str, name: str, target: int | None) -> None:
    line = add(typed, TODAY)
    assert (line.ko or line.en, line.target) == (name, target)


def test_a_slash_between_two_names_of_one_language_is_part_of_the_name() -> None:
    assert add("B2B / B2C sites", TODAY).en == "B2B / B2C sites"
    assert add("B2B / 전자상거래 현장", TODAY).ko == "전자상거래 현장"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "What is to be inspected"),
        ("field: trade", "What is to be inspected"),
        ("Sites target: many", "no whole number"),
        ("Sites target: 2.5", "no whole number"),
        ("Sites period: someday", "no period"),
        ("Sites period:", "no value"),
        ("Sites @kim @lee", "One person"),
        ("x" * 151, "title takes"),
    ],
)
def test_nonsense_is_refused_and_given_back(typed: str, why: str) -> None:
    with pytest.raises(Refusal, match=why) as caught:
        add(typed, TODAY)
    assert caught.value.typed == typed


def test_what_counts_for_which() -> None:
    assert count("V-12 P-3") == CountLine(Ref("V", 12), "P-3")
    assert count("v12 수출현장 점검") == CountLine(Ref("V", 12), "수출현장 점검")
    assert count("V-12") == CountLine(Ref("V", 12), "")
    for typed in ("", "P-3", "T-1 P-3", "sites"):
        with pytest.raises(Refusal, match="What counts"):
            count(typed)


def test_fields() -> None:
    assert field("") is None
    assert field("trade 무역 및 투자 / trade and investment") == FieldLine(
        "trade", "무역 및 투자", "trade and investment"
    )
    with pytest.raises(Refusal, match="called"):
        field("trade")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", PlanFilter()),
        ("behind", PlanFilter(Which.BEHIND)),
        ("지연", PlanFilter(Which.BEHIND)),
        ("내것", PlanFilter(Which.MINE)),
        ("team export", PlanFilter(Which.TEAM, "export")),
        ("field trade", PlanFilter(Which.FIELD, "trade")),
        ("분야: 무역 및 투자", PlanFilter(Which.FIELD, "무역 및 투자")),
    ],
)
def test_filters(typed: str, meant: PlanFilter) -> None:
    assert filters(typed) == meant


def test_other_filters_are_refused() -> None:
    with pytest.raises(Refusal, match="list behind"):
        filters("whatever")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("등록 현장", "add"),
        ("반영 V-1 P-1", "count"),
        ("제외 V-1 P-1", "uncount"),
        ("분야", "field"),
        ("분포", "coverage"),
        ("P-3", "show"),
        ("add", "add"),
    ],
)
def test_korean_words_and_a_number_alone(typed: str, word: str) -> None:
    found = resolve(subcommands(TODAY), typed, prose=False)
    assert isinstance(found, Found)
    assert found.word == word


def test_a_name_alone_is_free_text() -> None:
    assert resolve(subcommands(TODAY), "수출현장 점검", prose=False) == Free("수출현장 점검")
    with pytest.raises(Refusal, match="name of an item"):
        item("x" * 151)
    with pytest.raises(Refusal, match="Which item"):
        item("!!")
