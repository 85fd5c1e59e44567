"""Difficulty lines. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech.difficulties import (
    ANSWER,
    Assign,
    DifficultyFilter,
    Escalate,
    Refer,
    Which,
    Worded,
    assign,
    escalate,
    filters,
    line,
    refer,
    worded,
)
from bot.speech.people import Mention

TODAY = dt.date(2026, 11, 25)
D7 = Ref("D", 7)


@pytest.mark.parametrize(
    ("typed", "text", "organisation", "tags", "urgent"),
    [
        (
            "short of welders from: Geoje Shipyard #labour #urgent",
            "short of welders",
            "Geoje Shipyard",
            ("labour",),
            True,
        ),
        ("용접공 부족 업체: 거제조선 #노사 #긴급", "용접공 부족", "거제조선", ("노사",), True),
        ("용접공 부족 #노사 전국적", "용접공 부족 전국적", None, ("노사",), False),
        ("no berth: wait 3 days! @ Busan", "no berth: wait 3 days! @ Busan", None, (), False),
        ('x from: "A #1 Co"', "x", "A #1 Co", (), False),
        ("ask <@U0BOM|bom> about R&amp;D", "ask @bom about R&D", None, (), False),
    ],
)
def test_a_line_is_understood(
    typed: str, text: str, organisation: str | None, tags: tuple[str, ...], urgent: bool
) -> None:
    found = line(typed, TODAY)
    assert (found.text, found.organisation, found.tags, found.urgent) == (text, organisation, tags, urgent)


@pytest.mark.parametrize(
    "typed",
    ["", "#urgent", "from: X", "x from:", "x from: A from: B", "D-7 got worse", "x" * 2001, "x from: " + "가" * 81],
)
def test_a_line_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        line(typed, TODAY)
    assert refused.value.typed == typed


def test_what_follows_a_number() -> None:
    kim = Mention(None, "kim")
    assert assign("D-7 @kim by: fri", TODAY) == Assign(D7, kim, dt.date(2026, 11, 27))
    assert assign('d7 기한: 12/24 @"kim"', TODAY) == Assign(D7, kim, dt.date(2026, 12, 24))
    assert refer("D-7 Customs Office by: 12/24", TODAY) == Refer(D7, "Customs Office", dt.date(2026, 12, 24))
    assert worded("D-7 told: #1 ! &lt;ok&gt;", "D", ANSWER) == Worded(D7, "told: #1 ! <ok>")
    assert escalate("D-7 team: export") == Escalate(D7, "export")
    assert escalate("D-7") == Escalate(D7, None)


def test_what_is_missing_is_asked_for() -> None:
    for typed in ("D-7", "D-7 by: fri", "Customs"):
        with pytest.raises(Refusal):
            refer(typed, TODAY)
    with pytest.raises(Refusal):
        worded("D-7", "D", ANSWER)
    with pytest.raises(Refusal):
        escalate("D-7 now")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", DifficultyFilter()),
        ("open", DifficultyFilter(Which.OPEN)),
        ("미결", DifficultyFilter(Which.OPEN)),
        ("mine", DifficultyFilter(Which.MINE)),
        ("내것", DifficultyFilter(Which.MINE)),
        ("late", DifficultyFilter(Which.LATE)),
        ("지연", DifficultyFilter(Which.LATE)),
        ("팀 수출", DifficultyFilter(Which.TEAM, "수출")),
    ],
)
def test_filters_of_the_list(typed: str, meant: DifficultyFilter) -> None:
    assert filters(typed) == meant
