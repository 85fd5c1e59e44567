"""A visit told in a sentence, without the colon behind the organisation. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import Refusal
from bot.speech.sentences import Told, told, when
from bot.speech.visits import VisitLine, line, more_than_a_name, written

TODAY = dt.date(2026, 11, 25)
FIELDS = ("organisation", "summary", "difficulties", "tags", "people", "on", "urgent")


def day(number: int, month: int = 11) -> dt.date:
    return dt.date(2026, month, number)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("오늘 대한정밀 다녀옴, 인력난", Told("대한정밀", day(25), "인력난")),
        ("11.27 대한정밀 방문", Told("대한정밀", day(27), "")),
        ("20일 대한정밀 방문", Told("대한정밀", day(20), "")),
        ("어제 오후 한화오션 방문 -", Told("한화오션", day(24), "")),
        ("어제 오후 3시 한화오션 방문", Told("한화오션", day(24), "")),
        ("삼성중공업 방문했습니다. 인력난이 심각합니다.", Told("삼성중공업", None, "인력난이 심각합니다.")),
        ("효성 - 수주 감소", Told("효성", None, "수주 감소")),
        ("코오롱, 수주 감소", Told("코오롱", None, "수주 감소")),
        ("대한전자; 수주 회복", Told("대한전자", None, "수주 회복")),
        ("내일 대한정밀 방문 예정", Told("대한정밀", day(26), "")),
        ("다음주 화 대한정밀 방문 예정", Told("대한정밀", day(1, 12), "")),
        ("금요일 대한정밀 방문 예정", Told("대한정밀", day(27), "")),
        ("금요일에 대한정밀을 방문했습니다", Told("대한정밀", day(20), "")),
        ("대한정밀에 다녀왔습니다", Told("대한정밀", None, "")),
        ("오늘 오전에 LG화학 방문하여 애로 청취", Told("LG화학", day(25), "애로 청취")),
        ("2026. 11. 24. (주)대한정밀 방문", Told("(주)대한정밀", day(24), "")),
        ("대한정밀 11월 24일 방문", Told("대한정밀", day(24), "")),
        ("대한정밀 11/24 수주 회복", Told("대한정밀", day(24), "수주 회복")),
        ("대한정밀 (11/24)", Told("대한정밀", day(24), "")),
        ("대한정밀 방문 11/24 수주 회복", Told("대한정밀", day(24), "수주 회복")),
        ("대한정밀 금요일", Told("대한정밀", day(20), "")),
        ("대한정밀 사흘 전", Told("대한정밀", day(22), "")),
        ("현장방문 대한정밀", Told("대한정밀", None, "")),
        ("대한정밀 2차 방문, 수주 회복", Told("대한정밀", None, "수주 회복")),
        ("어제, 대한정밀 방문", Told("대한정밀", day(24), "")),
        ("we met Daehan Precision yesterday", Told("Daehan Precision", day(24), "")),
        ("visited Geoje Shipyard yesterday, short of welders", Told("Geoje Shipyard", day(24), "short of welders")),
        ("we visited Geoje Shipyard. Short of welders", Told("Geoje Shipyard", None, "Short of welders")),
        ("visit to Geoje Shipyard tomorrow", Told("Geoje Shipyard", day(26), "")),
        ("I will visit Geoje Shipyard on Friday", Told("Geoje Shipyard", day(27), "")),
        ("Daehan Precision yesterday", Told("Daehan Precision", day(24), "")),
        ("Daehan Precision on 11/27", Told("Daehan Precision", day(27), "")),
        ("Daehan Precision yesterday orders recover", Told("Daehan Precision", day(24), "orders recover")),
        ("Foo, Inc. yesterday at 3pm", Told("Foo, Inc.", day(24), "")),
        ("last fri Foo", Told("Foo", day(20), "")),
        ("Foo a week ago", Told("Foo", day(18), "")),
        # no organisation
        ("어제 방문", Told("", day(24), "")),
        ("방문", Told("", None, "")),
        # no day can be told
        ("대한정밀 방문 예정", Told("대한정밀", None, "", open=True)),
        ("어제 대한정밀 방문 예정", Told("대한정밀", day(24), "", open=True)),
        ("지난주 대한정밀 방문", Told("대한정밀", None, "", open=True)),
        ("다음 주 대한정밀 방문 예정", Told("대한정밀", None, "", open=True)),
        ("Geoje Shipyard this week", Told("Geoje Shipyard", None, "", open=True)),
        ("visit Foo Bar", Told("Foo Bar", None, "")),
        ("어제 대한정밀 오늘", Told("대한정밀", day(24), "", open=True)),
    ],
)
def test_a_sentence_is_understood(typed: str, meant: Told) -> None:
    assert told(typed, TODAY) == meant


@pytest.mark.parametrize(
    "name",
    [
        "대한정밀", "(주) 대한 정밀", "대한정밀(주)", "Foo, Inc.", "A&B Co., Ltd.", "Foo Co.,Ltd", "A-B Systems",  "3M",
        "11번가", "내일신문", "오늘의집", "서울 방문간호센터", "대한방문간호", "Visit Korea Committee",
        "20th Century Studios", "Sun Power", "The Daily Sun",
        "Mon Cheri", "Friday's", "Monday.com", "May Motors", "수 산업", "GS25", "Boeing V22", "V12 Systems",
        "Studio 10:30 talks", "Line 3", "한화오션 2공장", "대한정밀 수주 회복", "코레일 (대전)", "https://a.example/x",
    ],
)  # fmt: skip
def test_a_name_is_a_name(name: str) -> None:
    assert told(name, TODAY) is None
    assert line(name, TODAY).heard is None


@pytest.mark.parametrize(
    ("summary", "meant"),
    [
        ("어제", Told("", day(24), "")),
        ("어제 방문, 인력난", Told("", day(24), "인력난")),
        ("내일 방문 예정", Told("", day(26), "")),
        ("방문 예정", Told("", None, "", open=True)),
        ("지난주 방문", Told("", None, "", open=True)),
        ("yesterday", Told("", day(24), "")),
        ("visited yesterday, orders fell", Told("", day(24), "orders fell")),
        ("on fri", Told("", day(20), "")),
    ],
)
def test_the_day_may_stand_in_the_summary(summary: str, meant: Told) -> None:
    assert when(summary, TODAY) == meant


@pytest.mark.parametrize(
    "summary",
    [
        *(
            "어제 라인 중단",
            "방문 결과 내년 투자 계획",
            "내년 투자 계획",
            "12/24 재방문 예정",
            "3분기 수주",
            "방문",
            "",
        ),
        *("yesterday orders fell", "last week orders fell", "in March they close", "12/24 shutdown", "3 workers left"),
    ],
)
def test_a_summary_is_a_summary(summary: str) -> None:
    assert when(summary, TODAY) is None
    assert line(f"대한정밀: {summary}", TODAY).heard is None


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("대한정밀 #부품 어제", "대한정밀 #부품 날짜:2026-11-24"),
        ("대한정밀: 어제 방문, 인력난", "대한정밀: 인력난 날짜:2026-11-24"),
        ("어제: 대한정밀, 인력난", "대한정밀: 인력난 날짜:2026-11-24"),
        ("방문: 대한정밀 ! 인력난", "대한정밀 ! 인력난"),
    ],
)
def test_what_stands_on_the_wrong_side_of_the_colon(typed: str, instead: str) -> None:
    assert written(heard(typed), korean=True) == instead


def test_a_day_that_is_typed_settles_it() -> None:
    assert line("대한정밀: 내일 방문 예정 날짜:오늘", TODAY).heard is None


def heard(typed: str) -> VisitLine:
    found = line(typed, TODAY).heard
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("오늘 대한정밀 다녀옴, 인력난", "대한정밀: 인력난 날짜:2026-11-25"),
        ("어제 오후 한화오션 방문 - 애로: 용접공 부족", "한화오션 ! 용접공 부족 날짜:2026-11-24"),
        ("Foo yesterday: a ! b #parts @kim", "Foo: a ! b #parts @kim 날짜:2026-11-24"),
        ("대한정밀 방문 #긴급 ! 대금 지연 날짜:11/20", "대한정밀 ! 대금 지연 #긴급 날짜:2026-11-20"),
        ('대한정밀 방문 #"new energy" @"김 과장"', '대한정밀 #"new energy" @"김 과장"'),
        ("오늘 R&amp;D 방문, a &lt; b", "R&amp;D: a &lt; b 날짜:2026-11-25"),
        ("오늘 &lt;@U1&gt; 방문 <@U0BOM|bom>", '"&lt;@U1&gt;" <@U0BOM|bom> 날짜:2026-11-25'),
    ],
)
def test_it_is_written_in_the_grammar_and_read_again_as_that(typed: str, instead: str) -> None:
    found = heard(typed)
    assert written(found, korean=True) == instead
    for korean in (True, False):
        again = line(written(found, korean=korean), TODAY)
        assert again.heard is None
        assert {name: getattr(again, name) for name in FIELDS} == {name: getattr(found, name) for name in FIELDS}


PIECES = [
    *(
        "어제",
        "대한정밀",
        "방문",
        "다녀옴",
        ",",
        "-",
        "11/24",
        "visited",
        "Foo",
        "fri",
        "&lt;@U1&gt;",
        "!",
        "#a",
        "@kim",
        ":",
    ),
    *("애로:", "#긴급", "예정", "지난주", "(", ")", ".", "오후", "(주)", "Inc.", "on:11/20", '"'),
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map(" ".join))
def test_whatever_is_heard_is_read_again_as_that(typed: str) -> None:
    try:
        found = line(typed, TODAY)
    except Refusal:
        return
    if found.heard is None or not found.heard.organisation:
        return
    again = line(written(found.heard, korean=True), TODAY)
    assert (again.on, again.people, again.tags) == (found.heard.on, found.heard.people, found.heard.tags)
    assert again.difficulties == found.heard.difficulties


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("내 방문", "목록 내것"),
        ("이번주", "목록 이번주"),
        ("어제", "목록 어제"),
        ("현황", "할당량"),
        ("실적", "할당량"),
        ("통계", "할당량"),
        ("새 방문", "등록"),
        ("검색 대한정밀", "목록 업체 대한정밀"),
        ("my visits", "list me"),
        ("this week", "list this week"),
        ("stats", "quota"),
        ("Search Foo", "list org Foo"),
        ("현황: 수주", ""),
        ('"현황"', ""),
        ("search Foo: x", ""),
    ],
)
def test_words_that_are_not_ours_are_no_organisation(typed: str, meant: str) -> None:
    assert line(typed, TODAY).meant == meant


@pytest.mark.parametrize(
    "name", ["대한정밀: 수주 회복", "어제 대한정밀", "Foo, short of welders", "Foo ! x", "Foo #parts"]
)
def test_more_than_a_name(name: str) -> None:
    assert more_than_a_name(name, TODAY)


@pytest.mark.parametrize("name", ["대한정밀", "Foo, Inc.", "C#1", "a@b.example", "10:30 Studio"])
def test_a_name_alone(name: str) -> None:
    assert not more_than_a_name(name, TODAY)
