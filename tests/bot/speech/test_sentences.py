"""A visit told in a sentence, without the colon behind the organisation. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import Refusal
from bot.speech.sentences import Told, told, when
from bot.speech.visits import VisitLine, line, more_than_a_name, reads_so, written

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
        ("대한정밀 방문 예정", Told("대한정밀", None, "방문 예정", open=True)),
        ("어제 대한정밀 방문 예정", Told("대한정밀", day(24), "어제 방문 예정", open=True)),
        ("지난주 대한정밀을 방문", Told("대한정밀", None, "지난주 방문", open=True)),
        ("다음 주 대한정밀 방문 예정", Told("대한정밀", None, "다음 주 방문 예정", open=True)),
        ("Geoje Shipyard this week", Told("Geoje Shipyard", None, "this week", open=True)),
        # nobody says that we were there
        ("대한정밀 방문 요청", Told("대한정밀", None, "방문 요청", open=True)),
        (
            "Foo was visited by the mayor yesterday",
            Told("Foo", None, "was visited by the mayor yesterday", open=True),
        ),
        # two visits
        ("대한정밀 방문, 내일 방문 예정", Told("대한정밀", day(26), "방문, 내일 방문 예정", open=True)),
        ("어제 대한정밀 방문, 내일 방문", Told("대한정밀", day(24), "어제 방문, 내일 방문", open=True)),
        ("visited Foo, will visit Bar", Told("Foo", None, "visited, will visit Bar", open=True)),
        ("visit Foo Bar", Told("Foo Bar", None, "")),
        ("어제 대한정밀 오늘", Told("대한정밀", day(24), "어제 오늘", open=True)),
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
        ("내일 방문할 예정", Told("", day(26), "")),
        ("어제 방문, 다음주 방문 요청", Told("", day(24), "다음주 방문 요청")),
        # no day can be told
        ("방문 예정", Told("", None, "방문 예정", open=True)),
        ("지난주 방문", Told("", None, "지난주 방문", open=True)),
        ("다음주 방문 예정, 설비 점검", Told("", None, "다음주 방문 예정, 설비 점검", open=True)),
        ("11/20, 11/24 방문", Told("", day(20), "11/20, 11/24 방문", open=True)),
        ("오늘 방문, 내일 방문 예정", Told("", day(25), "오늘 방문, 내일 방문 예정", open=True)),
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
        # the day is today anyway
        *("오늘 방문, 인력난", "금일 방문, 특이사항 없음", "25일 방문", "visited today, orders fell", "오늘 방문 예정"),
        # the day or the verb is about something else
        *("어제 방문 시 인력난 호소", "어제 방문 후 수주 회복", "어제 방문했을 때 인력난", "어제 방문 전 통화"),
        *(
            "어제 방문한 업체 소개",
            "내일 방문할 업체 명단",
            "내일 방문하는 바이어",
            "어제 다녀온 바이어",
            "내일 방문 예정인 바이어",
        ),
        *("방문 예정 설비 점검", "내일 방문 계획", "내일 방문 요청", "내일 방문하기로", "방문 예정인 바이어"),
        *(
            "어제 방문하지 못함",
            "어제 못 방문",
            "어제 안 방문함",
            "어제 방문 못함",
            "어제 방문하지 않음",
            "어제 방문 취소",
        ),
        *("어제 다녀오지 못함", "visit yesterday cancelled", "yesterday did not visit", "could not visit yesterday"),
        *("visited by the mayor yesterday", "yesterday visited by the mayor"),
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
        ("visited Foo yesterday: a ! b #parts @kim", "Foo: a ! b #parts @kim 날짜:2026-11-24"),
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


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("삼성전자, LG전자: 공동 간담회", "삼성전자, LG전자"),
        ("주식회사 한빛, 부산공장: 설비", "주식회사 한빛, 부산공장"),
        ("현대모비스 - 천안: 부품 수급", "현대모비스 - 천안"),
        ("H-Mart, Seoul: retail", "H-Mart, Seoul"),
        ("하이트진로, 오비맥주: 간담회 ! 인력난 #안산", "하이트진로, 오비맥주"),
        ("하이트진로, 오비맥주 ! 인력난 #안산", "하이트진로, 오비맥주"),
        ("내일 테크: 시제품", "내일 테크"),
        ("오늘 식품: x", "오늘 식품"),
        ("Black Friday: sales", "Black Friday"),
        ("Tomorrow Labs: demo", "Tomorrow Labs"),
        ("삼성SDI 천안공장: 방문 예정 설비 점검", "삼성SDI 천안공장"),
    ],
)
def test_a_colon_makes_the_name_explicit(typed: str, name: str) -> None:
    found = line(typed, TODAY)
    assert found.organisation == name
    assert found.heard is None or not found.sure


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "대한정밀 방문: 수주",
            "어제 오후 한화오션 방문 - 애로: 용접공 부족",
            "11/24 대한정밀: 수주",
            "어제: 대한정밀",
        ),
        *("대한정밀, 수주 감소 애로: 인력난", "visited Foo: x", "yesterday visited Foo: x"),
    ],
)
def test_a_visit_or_a_date_before_the_colon_is_no_name(typed: str) -> None:
    assert heard(typed).organisation in ("대한정밀", "한화오션", "Foo")


@pytest.mark.parametrize(
    "typed",
    [
        *("대한정밀 방문하지 못함", "대한정밀 방문 못함", "오늘 대한정밀 방문 취소", "대한정밀에 다녀오지 못했습니다"),
        *("did not visit Foo", "we didn't visit Foo", "could not visit Foo yesterday", "visit to Foo cancelled"),
    ],
)
def test_a_visit_that_was_not_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="no visit") as refused:
        line(typed, TODAY)
    assert refused.value.typed == typed


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ('어제 대한정밀 방문 ! "인력난: #1"', '대한정밀 ! "인력난: #1" 날짜:2026-11-24'),
        ('어제 대한정밀 방문: "자금 !난"', '대한정밀: "자금 !난" 날짜:2026-11-24'),
        ('어제 대한정밀 방문: "애로: x"', '대한정밀: "애로: x" 날짜:2026-11-24'),
    ],
)
def test_a_marker_within_a_text_stays_text(typed: str, instead: str) -> None:
    found = heard(typed)
    assert written(found, korean=True) == instead
    assert reads_so(instead, found, TODAY)
    assert not reads_so(instead.replace('"', ""), found, TODAY)


def test_a_line_with_its_name_in_quotes_keeps_the_rest() -> None:
    typed = "서울 방문 #긴급: 수주 ! 인력난 #부품 @kim on:11/24"
    raw = written(line(typed, TODAY), korean=False, quoted=True)
    assert raw == '"서울 방문": 수주 ! 인력난 #부품 #urgent @kim on:2026-11-24'


@pytest.mark.parametrize("none", ["없음", "해당 없음", "해당없음", "특이사항 없음", "none", "None.", "-", "n/a"])
@pytest.mark.parametrize("mark", ["애로:", "애로사항:", "!", "difficulties:"])
def test_no_difficulty_is_none(mark: str, none: str) -> None:
    found = line(f"대한정밀: 수주 회복, {mark} {none} #긴급", TODAY)
    assert (found.summary, found.difficulties, found.urgent) == ("수주 회복", (), False)


@pytest.mark.parametrize(
    "summary", ["technical difficulties: none", "no difficulties: all fine", "the main difficulty: welders"]
)
def test_a_difficulty_amid_a_sentence_is_no_marker(summary: str) -> None:
    found = line(f"Foo: {summary}", TODAY)
    assert (found.summary, found.difficulties) == (summary, ())


@pytest.mark.parametrize(
    ("typed", "summary"),
    [
        *(("Foo: difficulty: welders", ""), ("Foo: orders. Difficulties: welders", "orders.")),
        *(("Foo: orders, difficulty: welders", "orders"), ("Foo: orders - 애로: welders", "orders")),
    ],
)
def test_a_difficulty_behind_punctuation_is_one(typed: str, summary: str) -> None:
    found = line(typed, TODAY)
    assert (found.summary, found.difficulties) == (summary, ("welders",))


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
