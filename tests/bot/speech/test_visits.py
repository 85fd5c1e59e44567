"""Logging a visit in one line, in both languages. Today is Wednesday, 25 November 2026."""

import contextlib
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import Refusal
from bot.speech.dates import LAST
from bot.speech.filters import Filter, TeamWeek, team_and_week
from bot.speech.people import Mention
from bot.speech.spans import Span
from bot.speech.visits import VisitLine, filters, line, reads_so, written

TODAY = dt.date(2026, 11, 25)
THIS_WEEK = Span(dt.date(2026, 11, 23), dt.date(2026, 11, 29))
LAST_WEEK = Span(dt.date(2026, 11, 16), dt.date(2026, 11, 22))


def visit(organisation: str, summary: str = "", *difficulties: str, **more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"tags": (), "people": (), "on": None, **more}
    return {"organisation": organisation, "summary": summary, "difficulties": difficulties, **known}


def named(name: str) -> Mention:
    return Mention(None, name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "대한정밀: 2분기 수주 회복 ! 납품대금 지연 ! 용접공 부족 #안산 #부품 #생산 @kim on:어제",
            visit(
                "대한정밀",
                "2분기 수주 회복",
                "납품대금 지연",
                "용접공 부족",
                tags=("안산", "부품", "생산"),
                people=(named("kim"),),
                on=dt.date(2026, 11, 24),
            ),
        ),
        (
            "Geoje Shipyard: order book is full ! short of welders #labour",
            visit("Geoje Shipyard", "order book is full", "short of welders", tags=("labour",)),
        ),
        ("Geoje Shipyard", visit("Geoje Shipyard")),
        ("Geoje Shipyard ! short of welders", visit("Geoje Shipyard", "", "short of welders")),
        # what ends the organisation
        ("대한정밀:수주", visit("대한정밀", "수주")),
        ("대한정밀：수주", visit("대한정밀", "수주")),
        ("대한정밀 : 수주", visit("대한정밀", "수주")),
        ("대한정밀:", visit("대한정밀")),
        ("Studio 10:30 talks", visit("Studio 10:30 talks")),
        ("Line 3: two shifts: day and night", visit("Line 3", "two shifts: day and night")),
        ("https://a.example/x", visit("https://a.example/x")),
        ("<https://a.example|a.example>: new site", visit("a.example", "new site")),
        ('"A: B": summary', visit("A: B", "summary")),
        ("“A ! B”: x", visit("A ! B", "x")),
        # where markers count
        ("Foo: great! at 10:30 C#1 a@b.example", visit("Foo", "great! at 10:30 C#1 a@b.example")),
        ("Foo ！납품 지연 ＃부품 ＠kim", visit("Foo", "", "납품 지연", tags=("부품",), people=(named("kim"),))),
        ('Foo: he said "no # ! @ on: x" today', visit("Foo", 'he said "no # ! @ on: x" today')),
        ('Foo: 24" pipe #parts', visit("Foo", '24" pipe', tags=("parts",))),
        ("Foo: # 1 supplier @ home !", visit("Foo", "# 1 supplier @ home")),
        ("Foo !! two !!! three", visit("Foo", "", "two", "three")),
        ("Foo :tada: works", visit("Foo :tada: works")),
        # one word, or quotes; loose text joins the open difficulty, else the summary
        ('Foo @"김 과장" #"new energy" later', visit("Foo", "later", tags=("new energy",), people=(named("김 과장"),))),
        (
            "Foo: a #parts b ! c #labour d @kim e",
            visit("Foo", "a b", "c d e", tags=("parts", "labour"), people=(named("kim"),)),
        ),
        ("Foo #parts: orders grow", visit("Foo", "orders grow", tags=("parts",))),
        (
            "Foo <@U0BOM|bom>, <@U0CHAN>: tour",
            visit("Foo", "tour", people=(Mention("U0BOM", "bom"), Mention("U0CHAN", ""))),
        ),
        ("Foo <#C1|energy> <#C2>", visit("Foo", tags=("energy", "C2"))),
        ("Foo #거제#조선 ＃안산＃부품", visit("Foo", tags=("거제", "조선", "안산", "부품"))),
        ('Foo #C# #"a#b" a#b', visit("Foo", "a#b", tags=("C#", "a#b"))),
        (
            "Foo: 수주 @봄 국장님 ! 지연 @찬 과장님, @bom님",
            visit("Foo", "수주", "지연", people=tuple(map(named, ("봄", "찬", "bom님")))),
        ),
        ("Foo @김봄 과장", visit("Foo", people=(named("김봄"),))),
        ("Foo @김봄 과장 동행", visit("Foo", "과장 동행", people=(named("김봄"),))),
        # the day
        ("Foo 날짜:그제 오후", visit("Foo", on=dt.date(2026, 11, 23))),
        ("Foo 날짜:어제 오후 3시 수주 회복", visit("Foo", "수주 회복", on=dt.date(2026, 11, 24))),
        ("Foo date: 11.27 in the morning", visit("Foo", on=dt.date(2026, 11, 27))),
        ("Foo on:yesterday 3 workers", visit("Foo", "3 workers", on=dt.date(2026, 11, 24))),
        ("Foo on: 2026. 12. 24. with lunch", visit("Foo", "with lunch", on=dt.date(2026, 12, 24))),
        ("Foo 날짜: 다음주 화 ! x", visit("Foo", "", "x", on=dt.date(2026, 12, 1))),
        ("Foo ON:fri", visit("Foo", on=dt.date(2026, 11, 20))),
        ("Foo on:12/24", visit("Foo", on=dt.date(2026, 12, 24))),
        # what Slack escapes, and what nobody may do
        ("R&amp;D Korea: a &lt; b", visit("R&D Korea", "a < b")),
        ("Foo: <!channel> &lt;!here&gt; &lt;@U0BOM&gt;", visit("Foo", "@channel <!here> <@U0BOM>")),
        ("Foo: \u202eabc\u200b def", visit("Foo", "abc def")),
        ("V12 Systems: x", visit("V12 Systems", "x")),
    ],
)
def test_a_line_is_understood(typed: str, meant: dict[str, Any]) -> None:
    found = line(typed, TODAY)
    assert {name: getattr(found, name) for name in meant} == meant


@pytest.mark.parametrize("on", ["2027-11-26", "2025-11-24"])
def test_a_day_within_a_year_is_taken(on: str) -> None:
    assert line(f"Foo: x on:{on}", TODAY).on == dt.date.fromisoformat(on)


@pytest.mark.parametrize(
    ("on", "says"), [("2027-11-27", "more than a year ahead"), ("2025-11-23", "more than a year ago")]
)
def test_a_day_more_than_a_year_away_is_a_slip(on: str, says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        line(f"Foo: x on:{on}", TODAY)
    assert refused.value.typed == f"Foo: x on:{on}"


def test_what_was_typed_is_kept_readable() -> None:
    assert line("R&amp;D: <@U0BOM|bom> x", TODAY).typed == "R&D: @bom x"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "! welders",
        "#labour",
        "@kim",
        ": summary",
        "???",
        "on: fri",
        "Foo on: nonsense",
        "Foo on: 2026-02-30",
        "Foo on:",
        "Foo on: fri on: mon",
        "V-12",
        "V-12 done",
        "가" * 81,
        "Foo: " + "x" * 2001,
        "Foo ! " + "x" * 2001,
        "x" * 4001,
        "\u200b",
        '""',
    ],
)
def test_a_line_that_cannot_be_is_refused_and_given_back(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        line(typed, TODAY)
    assert refused.value.typed == typed.replace("\u200b", "").strip()


def test_limits_are_exact() -> None:
    found = line("가" * 80 + ": " + "x" * 2000, TODAY)
    assert (len(found.organisation), len(found.summary)) == (80, 2000)


WORDS = st.text("abcdefg가나다라", min_size=1, max_size=6)
PIECES = st.lists(st.tuples(st.sampled_from(["", "! ", "#", "@", "！", "＃"]), WORDS), max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=4), PIECES)
def test_no_word_is_lost_or_doubled(head: list[str], pieces: list[tuple[str, str]]) -> None:
    """Each word stands in as many fields as it was typed, tags and people being sets."""
    marked = [f"{mark}{word}{n}z" for n, (mark, word) in enumerate(pieces)]
    first = [f"{word}{n}q" for n, word in enumerate(head)]
    found = line(" ".join([*first, *marked]), TODAY)
    kept = " ".join(
        [*found.difficulties, found.summary, *found.tags, *(who.name for who in found.people), found.organisation]
    )
    expected = [*first, *(piece.lstrip("!#@！＃ ") for piece in marked)]
    assert sorted(kept.split()) == sorted(expected)


def fields(found: VisitLine) -> list[str]:
    return [found.organisation, found.summary, *found.difficulties, *found.tags, *(who.name for who in found.people)]


SIGNS = [*' !#@"“”:：！＃＠<>|&;,.~가나Ua1/-', "on:", "<@U1", "<https://", "&lt;", " 12/24", "날짜:"]
NOISE = st.lists(st.sampled_from(SIGNS), max_size=120).map("".join)


@given(st.one_of(st.text(max_size=300), NOISE))
def test_any_text_is_a_line_or_a_refusal(typed: str) -> None:
    try:
        found = line(typed, TODAY)
    except Refusal:
        return
    assert all(field == " ".join(field.split()) for field in fields(found))


@pytest.mark.parametrize(
    "piece",
    ["!", "#", "@", '"', ":", "<", "<@", "https://", " !", ' @"', "on:", "&", "<@U1> ", " #", "a:", "가 ", "12/"],
)
def test_4000_characters_of_anything_end(piece: str) -> None:
    with contextlib.suppress(Refusal):
        line((piece * 4100)[:4000], TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Filter()),
        ("me", Filter(mine=True)),
        ("내것 지난주", Filter(mine=True, span=LAST_WEEK)),
        ("this week", Filter(span=THIS_WEEK)),
        ("<@U0BOM|bom> last week", Filter(person=Mention("U0BOM", "bom"), span=LAST_WEEK)),
        ('@"김 과장" 이번 주', Filter(person=named("김 과장"), span=THIS_WEEK)),
        ("team export", Filter(team="export")),
        ("팀 수출 1과 지난주", Filter(team="수출 1과", span=LAST_WEEK)),
        (
            "org Geoje Shipyard since 11/2",
            Filter(organisation="Geoje Shipyard", span=Span(dt.date(2026, 11, 2), LAST)),
        ),
        ("12월 1일부터", Filter(span=Span(dt.date(2025, 12, 1), LAST))),
        ("2026-12-01부터 내것", Filter(mine=True, span=Span(dt.date(2026, 12, 1), LAST))),
        ("업체 대한정밀", Filter(organisation="대한정밀")),
        ("last week me", Filter(mine=True, span=LAST_WEEK)),
        ("export", Filter(name="export")),
        ("대한정밀 지난주", Filter(name="대한정밀", span=LAST_WEEK)),
        ("11월", Filter(span=Span(dt.date(2026, 11, 1), dt.date(2026, 11, 30)))),
        ("수출과 november", Filter(name="수출과", span=Span(dt.date(2026, 11, 1), dt.date(2026, 11, 30)))),
        ("org May", Filter(organisation="May")),
        ("team: export 11/2~11/13", Filter(team="export", span=Span(dt.date(2026, 11, 2), dt.date(2026, 11, 13)))),
    ],
)
def test_filters_of_the_list(typed: str, meant: Filter) -> None:
    assert filters(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["export / energy", "team", "@kim lee", "me me", "since 13/45", "team ! week"])
def test_an_unreadable_filter_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        filters(typed, TODAY)


@pytest.mark.parametrize(
    "typed", ["11/13~11/2", "@kim 11/13 ~ 11/2", "11/13-11/2 team export", "내것 11월 13일부터 11월 2일까지"]
)
def test_days_with_their_end_first_are_given_back_the_right_way_round(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        filters(typed, TODAY)
    assert refused.value.values["instead"] == "11/2~11/13"


def test_quota_of_a_team_in_a_week() -> None:
    assert team_and_week("", TODAY) == TeamWeek()
    assert team_and_week("team export last week", TODAY) == TeamWeek("export", LAST_WEEK)
    assert team_and_week("2026-W48", TODAY) == TeamWeek(None, THIS_WEEK)
    with pytest.raises(Refusal):
        team_and_week("export", TODAY)


@pytest.mark.parametrize("typed", ["move V-1 fri", "변경 V-1 금", "complete V-1"])
def test_a_word_that_there_is_not_before_a_number_is_no_organisation(typed: str) -> None:
    with pytest.raises(Refusal, match=r"What about \{ref\}") as refused:
        line(typed, TODAY)
    assert refused.value.values == {"word": typed.partition(" ")[0], "ref": "V-1"}


def test_an_organisation_may_be_called_so() -> None:
    assert line("Boeing V22: talk", TODAY).organisation == "Boeing V22"


def test_the_time_behind_a_day_takes_its_brackets_along() -> None:
    assert line("대한정밀: x on:어제 (오전) 라인", TODAY).summary == "x 라인"


def test_a_line_that_reads_as_other_tags_does_not_read_so() -> None:
    meant = line('대한정밀: 수주 #"C#개발"', TODAY)
    assert meant.tags == ("C#개발",)
    assert not reads_so(written(meant, korean=True), meant, TODAY)


def test_somebody_of_whom_the_summary_speaks_stays_in_it_and_was_there() -> None:
    read = line("대한정밀: 공장장과 <@U1|봄> 과장이 면담, 수주 회복 <@U2|윤슬>", TODAY)
    assert (read.organisation, read.summary) == ("대한정밀", "공장장과 @봄 과장이 면담, 수주 회복")
    assert [who.id for who in read.people] == ["U1", "U2"]


def test_the_name_of_an_organisation_has_nobody_in_it() -> None:
    read = line("대한정밀 <@U1|봄> 과장과 면담", TODAY)
    assert (read.organisation, read.summary) == ("대한정밀", "과장과 면담")
