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
    companies,
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


@pytest.mark.parametrize(
    ("typed", "text", "organisation", "owner", "team", "due"),
    [
        ("용접공 부족 업체: 거제조선 기한: 금", "용접공 부족", "거제조선", None, None, 27),
        ("용접공 부족 기한: 금 업체: 거제조선", "용접공 부족", "거제조선", None, None, 27),
        ("용접공 부족 업체: 한국기계협회 팀: us", "용접공 부족", "한국기계협회", None, "us", None),
        ("용접공 부족 업체: 거제조선 @찬", "용접공 부족", "거제조선", "찬", None, None),
        ("short of welders @chan due: fri from: Geoje team: us", "short of welders", "Geoje", "chan", "us", 27),
        ("@찬 용접공 부족 #노사", "용접공 부족", None, "찬", None, None),
        ("용접공 부족 @찬", "용접공 부족", None, "찬", None, None),
        ("용접공 부족 @찬 문의 업체: 거제조선 @봄", "용접공 부족 @찬 문의", "거제조선", "봄", None, None),
        ('x from: "A team: B"', "x", "A team: B", None, None, None),
        ("x from: ACME https://acme.example", "x", "ACME https://acme.example", None, None, None),
    ],
)
def test_owner_team_and_day_stand_in_the_line(
    typed: str, text: str, organisation: str | None, owner: str | None, team: str | None, due: int | None
) -> None:
    found = line(typed, TODAY)
    assert (found.text, found.organisation, found.team) == (text, organisation, team)
    assert (found.owner.name if found.owner else None) == owner
    assert found.due == (TODAY.replace(day=due) if due else None)


@pytest.mark.parametrize(
    ("typed", "text", "company"),
    [
        ("[긴급] 용접공 부족 업체: 거제조선", "용접공 부족", "거제조선"),
        ("용접공 부족 (긴급)", "용접공 부족", None),
        ("용접공 부족 업체: 거제조선 (긴급) #노사", "용접공 부족", "거제조선"),
        ("긴급: 용접공 부족", "용접공 부족", None),
        ("【긴급】용접공 부족", "용접공 부족", None),
        ("[urgent] short of welders from: Geoje", "short of welders", "Geoje"),
        ("short of welders company: Geoje (URGENT)", "short of welders", "Geoje"),
    ],
)
def test_urgency_in_brackets(typed: str, text: str, company: str | None) -> None:
    found = line(typed, TODAY)
    assert (found.text, found.organisation, found.urgent) == (text, company, True)
    assert found.typed == typed


@pytest.mark.parametrize("typed", ["긴급 복구 자금 부족", "비긴급(긴급 아님) 요청", "urgent orders are late"])
def test_a_word_amid_the_text_is_text(typed: str) -> None:
    found = line(typed, TODAY)
    assert (found.text, found.urgent) == (typed, False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("용접공 부족 업체 대한정밀", [("대한정밀", "용접공 부족 업체: 대한정밀")]),
        ("용접공 부족 기업 대한정밀 #긴급", [("대한정밀", "용접공 부족 업체: 대한정밀 #긴급")]),
        ("대한정밀 - 용접공 부족 (긴급)", [("대한정밀", "용접공 부족 (긴급) 업체: 대한정밀")]),
        ("대한정밀: 용접공 부족", [("대한정밀", "용접공 부족 업체: 대한정밀")]),
        ("short of welders from Geoje Shipyard", [("Geoje Shipyard", "short of welders from: Geoje Shipyard")]),
        ("용접공 부족 기업: 대한정밀", []),
        ("용접공 부족", []),
    ],
)
def test_what_may_be_the_company_in_the_text(typed: str, meant: list[tuple[str, str]]) -> None:
    assert [(one.name, one.instead) for one in companies(line(typed, TODAY))] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "용접공 부족 업체: 거제조선 담당: 찬",
        "용접공 부족 업체: 거제조선 12/24까지",
        "용접공 부족 업체: 거제조선 시작 : 금",
        "용접공 부족 업체: 거제조선 기한 12/24",
        "용접공 부족 업체: 거제조선 기한: 언젠가",
        "용접공 부족 업체: 거제조선 @찬 @봄",
        "short of welders from: Geoje in: 100",
        "short of welders from: Geoje due fri",
    ],
)
def test_what_an_organisations_name_would_swallow_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        line(typed, TODAY)
    assert refused.value.typed == typed


@pytest.mark.parametrize("typed", ["D-7 관세청 팀: us", "D-7 관세청 @찬 기한: 금", "D-7 Customs due fri please"])
def test_what_a_partners_name_would_swallow_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="part of the organisation"):
        refer(typed, TODAY)


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


@pytest.mark.parametrize("typed", ["finish D-1", "해결 D-1", "due d-1: fri", "담당 D\u20131 <@U0BOM>"])
def test_a_word_that_there_is_not_before_a_number_begins_no_difficulty(typed: str) -> None:
    with pytest.raises(Refusal, match=r"What about \{ref\}") as refused:
        line(typed, TODAY)
    assert refused.value.values == {"word": typed.partition(" ")[0], "ref": "D-1"}


@pytest.mark.parametrize("typed", ["same as D-1", "boiler D1 leaks", "short of welders V-1"])
def test_a_number_amid_the_words_is_one_of_them(typed: str) -> None:
    assert line(typed, TODAY).text == typed


def test_a_due_day_that_has_just_passed_is_not_next_years() -> None:
    assert assign("D-7 @kim by:11/20", TODAY) == Assign(D7, Mention(None, "kim"), dt.date(2026, 11, 20))
    assert refer("D-7 Customs by:11/20", TODAY) == Refer(D7, "Customs", dt.date(2026, 11, 20))
    assert refer("D-7 Customs by:10/20", TODAY) == Refer(D7, "Customs", dt.date(2027, 10, 20))


@pytest.mark.parametrize(
    ("typed", "text", "urgent"),
    [
        ("용접공 [긴급] 부족", "용접공 부족", True),
        ('"[긴급] 표시" 오류', '"[긴급] 표시" 오류', False),
        ("[긴급] 용접공 부족", "용접공 부족", True),
    ],
)
def test_urgent_in_brackets_leaves_no_gap_and_no_quotation(typed: str, text: str, urgent: bool) -> None:
    found = line(typed, TODAY)
    assert (found.text, found.urgent) == (text, urgent)


def test_urgent_before_a_number_is_no_word_of_the_command() -> None:
    with pytest.raises(Refusal, match=r"What about \{ref\}\? Type `note"):
        line("[긴급] D-7 인력", TODAY)
