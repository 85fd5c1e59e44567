"""Agendas, teams, organisations and the words of /muster. Today is Wednesday, 25 November 2026."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest

from bot.domain.people import Role
from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import agendas, evaluations, musters, organisations, teams
from bot.speech.filters import Period
from bot.speech.markers import scan
from bot.speech.musters import (
    AuditMeeting,
    AuditSettings,
    AuditTeam,
    Away,
    AwayCancel,
    AwayList,
    ChannelSetting,
    Half,
    PeopleOf,
    PersonEdit,
    Place,
    SettingsPart,
    Status,
)
from bot.speech.people import Channel, Mention, channel, person
from bot.speech.sheets import ImportWord
from bot.speech.spans import Span

TODAY = dt.date(2026, 11, 25)
KIM = Mention(None, "kim")
DEC24 = dt.date(2026, 12, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("<@U0BOM|bom>", Mention("U0BOM", "bom")),
        ("<@U0BOM>", Mention("U0BOM", "")),
        ("<@W1|a&amp;b>", Mention("W1", "a&b")),
        ("@kim", KIM),
        ("＠kim", KIM),
        ('@"김 과장"', Mention(None, "김 과장")),
        ("@“김 과장”", Mention(None, "김 과장")),
        ("@kim,", KIM),
        ("@", None),
        ("@!!", None),
    ],
)
def test_people(typed: str, meant: Mention | None) -> None:
    assert person(typed) == meant


def test_channels() -> None:
    assert channel("<#C1|export>") == Channel("C1", "export")
    assert channel("<#C1>") == Channel("C1", "")
    assert channel("#수출") == Channel(None, "수출")
    assert channel("#") is None


def test_agenda() -> None:
    item = agendas.item("Welders in Geoje @kim team: export")
    assert (item.text, item.presenter, item.team) == ("Welders in Geoje", KIM, "export")
    decision = agendas.decide('항만공사와 협의 @"김 과장" 기한: 금', TODAY)
    assert (decision.text, decision.owner, decision.by) == (
        "항만공사와 협의",
        Mention(None, "김 과장"),
        dt.date(2026, 11, 27),
    )
    assert agendas.note("two people @ home").text == "two people @ home"
    assert agendas.post("now") is None
    assert agendas.undo("") == agendas.Undo(0, None)
    assert agendas.undo("2번 팀 export") == agendas.Undo(2, "export")
    assert agendas.post("now team export") == agendas.line("team export", TODAY) == "export"


def test_evaluation() -> None:
    assert evaluations.maybe_month("10월", TODAY) == dt.date(2026, 10, 1)
    assert evaluations.maybe_month("", TODAY) is None
    november = dt.date(2026, 11, 25)
    for typed, first in {
        "": None,
        "11월": dt.date(2026, 11, 1),
        "october": dt.date(2026, 10, 1),
        "지난달": dt.date(2026, 10, 1),
        "12월": dt.date(2026, 12, 1),
        "2025-12": dt.date(2025, 12, 1),
        "december 2025": dt.date(2025, 12, 1),
        "2026년 3월": dt.date(2026, 3, 1),
    }.items():
        assert evaluations.to_open(typed, november) == first
    assert evaluations.to_open("12월", dt.date(2027, 1, 4)) == dt.date(2026, 12, 1)
    for typed, today in (("9월", november), ("march", november), ("11월", dt.date(2027, 1, 4))):
        with pytest.raises(Refusal, match="Without a year"):
            evaluations.to_open(typed, today)


def test_teams() -> None:
    made = teams.create("export Export Division lead: @kim channel: <#C1|export>", TODAY)
    assert (made.key, made.name, made.lead, made.channel) == ("export", "Export Division", KIM, Channel("C1", "export"))
    korean = teams.create('수출 "수출 진흥과" 팀장: @"김 과장" 채널: #수출', TODAY)
    assert (korean.key, korean.name, korean.lead) == ("수출", "수출 진흥과", Mention(None, "김 과장"))
    assert made.ends is None
    assert teams.create("tf 대미통상 기한: 12/24", TODAY).ends == dt.date(TODAY.year, 12, 24)
    assert teams.room("대미 통상 비공개") == teams.RoomLine("대미 통상", private=True)
    assert teams.room("private") == teams.RoomLine("private", private=False)
    assert teams.people("export @kim <@U0BOM|bom>").people == (KIM, Mention("U0BOM", "bom"))
    assert teams.lead("export @kim").team == "export"


def test_organisations() -> None:
    made = organisations.add("Geoje Shipyard #company")
    assert (made.name, made.tags) == ("Geoje Shipyard", ("company",))
    assert organisations.show("o9") == Ref("O", 9)
    assert organisations.show("(주)대한정밀") == "(주)대한정밀"
    assert organisations.find("ㄷㅎㅈㅁ") == "ㄷㅎㅈㅁ"
    assert organisations.listing("#company") == organisations.listing("company") == ("company",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Status()),
        ("week", Status()),
        ("month", Status(period=Period.MONTH)),
        ("team export month", Status("export", None, Period.MONTH)),
        ("@kim", Status(None, KIM)),
        ("팀 수출 월간", Status("수출", None, Period.MONTH)),
        ("<@U0BOM|bom> 이번주", Status(None, Mention("U0BOM", "bom"))),
    ],
)
def test_status(typed: str, meant: Status) -> None:
    assert musters.status(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@kim 12/24", Away(KIM, Span(DEC24, DEC24), None)),
        ("@kim 12/24~12/26", Away(KIM, Span(DEC24, dt.date(2026, 12, 26)), None)),
        ("@kim 12/24~26", Away(KIM, Span(DEC24, dt.date(2026, 12, 26)), None)),
        ("@kim 12/24 am", Away(KIM, Span(DEC24, DEC24), Half.MORNING)),
        ("@kim 12/24 오후 반차", Away(KIM, Span(DEC24, DEC24), Half.AFTERNOON)),
        ("@kim 다음주", Away(KIM, Span(dt.date(2026, 11, 30), dt.date(2026, 12, 6)), None)),
        ("@kim 오늘", Away(KIM, Span(TODAY, TODAY), None)),
        ("12/24", Away(None, Span(DEC24, DEC24), None)),
        ("@kim 12/24 am @lee", Away(KIM, Span(DEC24, DEC24), Half.MORNING, Mention(None, "lee"))),
        ("12/24 @lee", Away(None, Span(DEC24, DEC24), None, Mention(None, "lee"))),
        ("list", AwayList()),
        ("취소 @kim 12/24", AwayCancel(KIM, Span(DEC24, DEC24))),
        ("cancel", AwayCancel(None, None)),
    ],
)
def test_away(typed: str, meant: Away | AwayList | AwayCancel) -> None:
    assert musters.away(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["@kim @lee", "@kim → @lee", "<@U1|kim> -> <@U2|lee>"])
def test_a_move_has_two_people(typed: str) -> None:
    assert [one.name for one in (musters.transfer(typed).giver, musters.transfer(typed).receiver)] == ["kim", "lee"]


@pytest.mark.parametrize("typed", ["@kim", "@kim @lee @park", "all of @kim @lee", "kim lee"])
def test_a_move_has_nothing_else(typed: str) -> None:
    with pytest.raises(Refusal, match="Two people"):
        musters.transfer(typed)


def test_administration() -> None:
    assert musters.preview("") == musters.preview("7d") == musters.preview("7일") == 7
    assert musters.people("") is None
    assert musters.people("@kim 직급: 과장 역할: 총괄 담당 팀: 수출") == PersonEdit(
        KIM, "과장", Role.SECRETARIAT, "수출"
    )
    assert musters.people("@kim") == PersonEdit(KIM, None, None, None)
    assert musters.people("team export") == PeopleOf("export")
    assert musters.people("가져오기") is ImportWord.FORM
    assert musters.settings("grades") == musters.settings("직급") == SettingsPart("grades")
    assert musters.audit("v12", TODAY) == Ref("V", 12)
    assert musters.audit("@kim", TODAY) == KIM
    assert musters.audit("team export", TODAY) == AuditTeam("export")
    assert musters.audit("설정", TODAY) == AuditSettings()
    assert musters.audit("meeting pr-council", TODAY) == AuditMeeting("pr-council")
    assert musters.audit("회의 산업경제 홍보협의회", TODAY) == AuditMeeting("산업경제 홍보협의회")
    assert musters.settings("leadership <#C1|lead>") == ChannelSetting(Place.LEADERSHIP, Channel("C1", "lead"))


@pytest.mark.parametrize(
    ("parse", "typed"),
    [
        (musters.status, "team"),
        (musters.preview, "0d"),
        (musters.preview, "61d"),
        (musters.preview, "soon"),
        (musters.people, "kim"),
        (musters.people, "@kim role: boss"),
        (musters.settings, "leadership"),
        (musters.settings, "colour #x"),
        (musters.find, "??"),
        (partial(teams.create, today=TODAY), "export"),
        (partial(teams.create, today=TODAY), "!? Name"),
        (teams.people, "export"),
        (teams.lead, "export @a @b"),
        (teams.people, "@kim"),
        (organisations.find, ""),
        (organisations.add, "#company"),
        (agendas.item, "@kim"),
        (agendas.note, ""),
        (agendas.post, "later"),
        (agendas.undo, "0"),
        (agendas.undo, "2nd"),
        (agendas.undo, "2 of export"),
    ],
)
def test_what_cannot_be_read_is_refused_and_given_back(parse: Callable[[str], object], typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(typed)
    assert refused.value.typed == typed


@pytest.mark.parametrize(
    "typed", ["@kim", "@kim someday", "@kim 12/24~12/20", "@kim 12/24~26 am", "@a @b 12/24 @c", "cancel someday"]
)
def test_leave_needs_days_and_at_most_a_deputy(typed: str) -> None:
    with pytest.raises(Refusal):
        musters.away(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "text", "who"),
    [
        ("인력난 대책은 <@U1|봄> 과장이 검토하기로 함", "인력난 대책은 @봄 과장이 검토하기로 함", ["U1"]),
        ("<@U1|봄> 과장님이 검토", "@봄 과장님이 검토", ["U1"]),
        ("<@U1|봄>이 검토, 예산은 <@U2|윤슬> 사무관과 협의", "@봄이 검토, 예산은 @윤슬 사무관과 협의", ["U1", "U2"]),
        ("대책 검토 <@U1|봄> 과장", "대책 검토", ["U1"]),
        ("대책 검토 <@U1|봄> 과장님", "대책 검토", ["U1"]),
        ("<@U1|봄> 이 건은 다시 검토", "이 건은 다시 검토", ["U1"]),
        ("Ask the port <@U1|bom> for berths", "Ask the port for berths", ["U1"]),
    ],
)
def test_somebody_of_whom_a_sentence_speaks_stays_in_it(typed: str, text: str, who: list[str]) -> None:
    parts = scan(typed, agendas.DECISION, TODAY)
    assert (parts.head, [one.id for one in parts.people]) == (text, who)
