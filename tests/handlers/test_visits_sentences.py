"""A visit told in a sentence is asked about, in both languages; nothing of it is stored before the answer."""

import datetime as dt

import pytest

from bot.domain.difficulties import Difficulty
from storage import difficulties, organisations, visits
from tests.cast import ARA, BOM, WS, Stage, speaks, words
from tests.visiting import visit


def nothing(stage: Stage) -> bool:
    with stage.db.read() as session:
        return visits.get(session, WS, 1) is None and organisations.everything(session, WS) == []


def raised(stage: Stage, number: int = 1) -> Difficulty:
    with stage.db.read() as session:
        found = difficulties.get(session, WS, number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "typed", "says", "instead", "button"),
    [
        (
            "ko",
            "어제 오후 한화오션 방문, 수주 감소 - 애로: 용접공 부족",
            (
                "아직 등록하지 않았습니다",
                "기관·업체: *한화오션*",
                "방문일: 11월 24일 (화)",
                "주요 내용: 수주 감소",
                "용접공 부족",
            ),
            "/visit 한화오션: 수주 감소 ! 용접공 부족 날짜:2026-11-24",
            "이대로 등록",
        ),
        (
            "en",
            "visited 한화오션 yesterday, 수주 감소 ! 용접공 부족",
            (
                "Nothing is stored yet",
                "Organisation: *한화오션*",
                "Day: Tue 24 Nov",
                "Summary: 수주 감소",
                "용접공 부족",
            ),
            "/visit 한화오션: 수주 감소 ! 용접공 부족 on:2026-11-24",
            "Log it so",
        ),
    ],
)
def test_a_sentence_is_asked_about_and_logged_by_a_click(
    stage: Stage, language: str, typed: str, says: tuple[str, ...], instead: str, button: str
) -> None:
    speaks(stage, BOM, language)
    card = stage.types(BOM, f"/visit {typed}")
    for part in (*says, instead):
        assert part in words(card)
    assert nothing(stage)
    assert "V-1" in words(stage.clicks(BOM, card, button))
    found = visit(stage)
    assert (found.organisation_name, found.summary, found.day) == ("한화오션", "수주 감소", dt.date(2026, 11, 24))
    assert raised(stage).text == "용접공 부족"


@pytest.mark.parametrize(("language", "button"), [("ko", "양식에서 고치기"), ("en", "Open the form")])
def test_the_form_begins_with_what_the_sentence_says(stage: Stage, language: str, button: str) -> None:
    speaks(stage, BOM, language)
    card = stage.types(BOM, "/visit 대한정밀 11/20 수주 회복 ! #긴급 대금 지연 @ara")
    stage.clicks(BOM, card, button)
    assert nothing(stage)
    stage.submits(BOM)
    found = visit(stage)
    assert (found.organisation_name, found.summary, found.day) == ("대한정밀", "수주 회복", dt.date(2026, 11, 20))
    assert found.companions == (ARA,)
    assert raised(stage).urgent


@pytest.mark.parametrize(
    ("language", "typed", "says"),
    [
        ("ko", "지난주 대한정밀 방문", "방문일: 분명하지 않음. `날짜:11/24`처럼"),
        ("ko", "대한정밀 방문 예정", "방문일: 분명하지 않음."),
        ("en", "Daehan Precision this week", "Day: not clear. Add it, such as `on:11/24`."),
    ],
)
def test_without_its_day_it_can_only_be_filled_in(stage: Stage, language: str, typed: str, says: str) -> None:
    speaks(stage, BOM, language)
    card = stage.types(BOM, f"/visit {typed}")
    assert says in words(card)
    assert "이대로 등록" not in words(card)
    assert "Log it so" not in words(card)
    assert nothing(stage)


@pytest.mark.parametrize(
    ("typed", "summary"),
    [
        ("지난주 한빛전자 방문", "지난주 방문"),
        ("한빛전자: 다음주 방문 예정, 설비 점검", "다음주 방문 예정, 설비 점검"),
        ("한빛전자: 11/20, 11/24 방문", "11/20, 11/24 방문"),
        ("어제 한빛전자 오늘", "어제 오늘"),
        ("한빛전자 방문, 내일 방문 예정", "방문, 내일 방문 예정"),
        ("지난주: 한빛전자, 인력난", "지난주: 인력난"),
        (f"지난주 한빛전자 방문: {'수주 회복 ' * 325}".strip(), f"지난주 방문: {'수주 회복 ' * 325}".strip()),
    ],
)
def test_a_day_that_is_not_clear_is_left_open_in_the_form(stage: Stage, typed: str, summary: str) -> None:
    card = stage.types(BOM, f"/visit {typed}")
    if "수주" not in typed:
        assert "Log it so" not in words(card)
        stage.clicks(BOM, card, "Open the form")
    day = next(block for block in stage.slack.form(BOM)["blocks"] if block["block_id"] == "day")
    assert "initial_date" not in day["element"]
    assert not day.get("optional")
    stage.submits(BOM, {"day": "2026-11-20"})
    assert (visit(stage).organisation_name, visit(stage).summary) == ("한빛전자", summary)
    assert visit(stage).day == dt.date(2026, 11, 20)


@pytest.mark.parametrize(("language", "says"), [("ko", "방문하지 못하신 것으로"), ("en", "there was no visit")])
@pytest.mark.parametrize("typed", ["대한정밀 방문하지 못함", "did not visit Foo"])
def test_a_visit_that_was_not_is_not_offered(stage: Stage, language: str, says: str, typed: str) -> None:
    speaks(stage, BOM, language)
    assert says in words(stage.types(BOM, f"/visit {typed}"))
    assert nothing(stage)


@pytest.mark.parametrize(
    ("typed", "summary"),
    [
        ("삼성전자, LG전자: 공동 간담회", "공동 간담회"),
        ("대한정밀: 오늘 방문, 인력난", "오늘 방문, 인력난"),
        ("삼성SDI 천안공장: 방문 예정 설비 점검", "방문 예정 설비 점검"),
    ],
)
def test_a_correct_line_is_stored_as_it_was_typed(stage: Stage, typed: str, summary: str) -> None:
    assert "V-1" in words(stage.types(BOM, f"/visit {typed}"))
    assert (visit(stage).organisation_name, visit(stage).summary) == (typed.partition(":")[0], summary)


@pytest.mark.parametrize("text", ["인력난: #1", "자금 !난", "애로: x"])
def test_log_it_so_stores_what_the_card_shows(stage: Stage, text: str) -> None:
    card = stage.types(BOM, f'/visit 어제 대한정밀 방문: "{text}" ! "{text}"')
    assert f"Summary: {text}" in words(card)
    stage.clicks(BOM, card, "Log it so")
    assert (visit(stage).summary, raised(stage).text) == (text, text)


def test_what_no_line_keeps_apart_opens_the_form(stage: Stage) -> None:
    stage.types(BOM, '/visit 어제 대한정밀 방문, "a !b" c ! d')
    assert nothing(stage)


def test_the_name_in_quotes_is_proposed_with_the_rest_of_the_line(stage: Stage) -> None:
    card = stage.types(BOM, "/visit 서울 방문: 수주 ! 인력난 #부품 @ara on:11/24")
    assert '/visit "서울 방문": 수주 ! 인력난 #부품 @ara on:2026-11-24' in words(card)


@pytest.mark.parametrize("typed", ["오늘 식품: 수주", "서울 방문", "삼성, 하나"])
def test_an_organisation_that_is_known_or_in_quotes_may_be_called_so(stage: Stage, typed: str) -> None:
    name, _, rest = typed.partition(":")
    assert "V-1" in words(stage.types(BOM, f'/visit "{name}": x'))
    assert "V-2" in words(stage.types(ARA, f"/visit {name}:{rest or ' y'}"))
    assert visit(stage, 2).organisation_name == name


@pytest.mark.parametrize(
    ("language", "typed", "says", "button"),
    [
        ("ko", "대한정밀: 어제 방문, 인력난", "오늘 방문하셨으면 `날짜:오늘`을", "이대로 등록"),
        ("en", "대한정밀: visited yesterday, 인력난", "If it was today, add `on:today`", "Log it so"),
    ],
)
def test_a_day_in_the_summary_is_asked_about_though_the_organisation_is_known(
    stage: Stage, language: str, typed: str, says: str, button: str
) -> None:
    speaks(stage, BOM, language)
    stage.types(BOM, "/visit 대한정밀")
    card = stage.types(BOM, f"/visit {typed}")
    assert says in words(card)
    stage.clicks(BOM, card, button)
    assert (visit(stage, 2).summary, visit(stage, 2).day) == ("인력난", dt.date(2026, 11, 24))
    assert visit(stage, 2).organisation == visit(stage).organisation


def test_again_is_asked_behind_the_question_too(stage: Stage) -> None:
    stage.types(BOM, "/visit 대한정밀")
    card = stage.clicks(BOM, stage.types(BOM, "/visit 오늘 대한정밀 다녀옴"), "Log it so")
    assert "Log it again?" in words(card)
    stage.clicks(BOM, card, "Log it again")
    assert visit(stage, 2).organisation == visit(stage).organisation


def test_a_sentence_too_long_for_a_button_opens_the_form(stage: Stage) -> None:
    stage.types(BOM, f"/visit 어제 대한정밀 방문: {'수주 회복 ' * 325}")
    assert nothing(stage)
    stage.submits(BOM)
    assert (visit(stage).organisation_name, visit(stage).day) == ("대한정밀", dt.date(2026, 11, 24))


def test_a_sentence_that_no_form_holds_is_refused(stage: Stage) -> None:
    assert "Which organisation?" in words(stage.types(BOM, f"/visit 어제 대한정밀 방문{' ! 납품대금 지연' * 200}"))
    assert nothing(stage)


def test_in_a_direct_message_too(stage: Stage) -> None:
    card = stage.mentions(BOM, "방문 어제 대한정밀 방문, 인력난", dm=True)
    assert nothing(stage)
    stage.clicks(BOM, card, "Log it so")
    assert visit(stage).summary == "인력난"


@pytest.mark.parametrize(
    ("language", "typed", "says"),
    [
        ("ko", "내 방문", "`/visit 목록 내것`을 입력하려고 하셨습니까?"),
        ("ko", "이번주", "`/visit 목록 이번주`를"),
        ("ko", "통계", "`/visit 할당량`을"),
        ("ko", "검색 대한정밀", "`/visit 목록 업체 대한정밀`을"),
        ("ko", "어제 방문", "어느 기관·업체입니까?"),
        ("en", "my visits", "Did you mean `/visit list me`?"),
        ("en", "this week", "Did you mean `/visit list this week`?"),
        ("en", "stats", "Did you mean `/visit quota`?"),
        ("en", "visited yesterday", "Which organisation?"),
    ],
)
def test_words_that_are_not_ours_are_asked_about(stage: Stage, language: str, typed: str, says: str) -> None:
    speaks(stage, BOM, language)
    assert says in words(stage.types(BOM, f"/visit {typed}"))
    assert nothing(stage)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("리스트", "방문"), ("조회", "방문"), ("할당", "할당량"), ("도움", "사용법")],
)
def test_aliases_that_people_try(stage: Stage, typed: str, says: str) -> None:
    speaks(stage, BOM, "ko")
    said = words(stage.types(BOM, f"/visit {typed}"))
    assert says in said
    assert not said.startswith(":warning:")
    assert nothing(stage)


@pytest.mark.parametrize(("language", "says"), [("ko", "기관명만 적어 주십시오."), ("en", "Type the name alone:")])
@pytest.mark.parametrize("name", ["대한정밀: 수주 회복", "어제 대한정밀 방문", "대한정밀, 인력난"])
def test_a_name_in_the_form_is_a_name(stage: Stage, language: str, says: str, name: str) -> None:
    speaks(stage, BOM, language)
    stage.types(BOM, "/visit")
    form = stage.slack.form(BOM)
    assert says in stage.submits(BOM, {"organisation": name}, view=form)["errors"]["organisation"]
    assert nothing(stage)
    stage.submits(BOM, {"organisation": f'"{name}"'}, view=form)
    assert visit(stage).organisation_name == name
    stage.types(BOM, "/visit edit V-1")
    assert stage.submits(BOM, {"organisation": name}) == {"response_action": "clear"}


@pytest.mark.parametrize("tag", ["#긴급", "#urgent"])
def test_what_is_urgent_is_urgent_for_the_difficulties_of_the_line(stage: Stage, tag: str) -> None:
    card = stage.types(BOM, f"/visit 쌍용차: 부품 부족 ! {tag} 대금 지연 ! 인력난")
    assert raised(stage, 1).urgent
    assert raised(stage, 2).urgent
    assert "no kind, sector or region" not in words(card)
    assert words(card).count(":rotating_light:") == 2


@pytest.mark.parametrize(
    ("typed", "summary"),
    [
        ("대한정밀: 수주 회복. 애로: 용접공 부족", "수주 회복."),
        ("대한정밀: 애로: 용접공 부족", ""),
        ("대한정밀 - 애로사항: 용접공 부족", ""),
        ("대한정밀 difficulty: 용접공 부족", ""),
    ],
)
def test_a_difficulty_in_words_is_one(stage: Stage, typed: str, summary: str) -> None:
    stage.types(BOM, f"/visit {typed}")
    assert (visit(stage).organisation_name, visit(stage).summary) == ("대한정밀", summary)
    assert raised(stage).text == "용접공 부족"


def test_a_day_before_a_name_and_a_colon_is_one_where_the_rest_is_known(stage: Stage) -> None:
    stage.types(BOM, "/visit 대한정밀: 수주")
    stage.later(minutes=30)
    asked = words(stage.types(BOM, "/visit 어제 대한정밀: 용접공 부족"))
    assert "Nothing is stored yet" in asked
    assert "Organisation: *대한정밀*" in asked
    assert "V-2" in words(stage.types(BOM, "/visit 내일 테크: 시제품"))
