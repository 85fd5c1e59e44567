"""Which word was meant. Today is Wednesday, 25 November 2026."""

import contextlib
import datetime as dt
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import agendas, difficulties, evaluations, musters, organisations, tasks, teams, visits
from bot.speech.commands import NOUNS, Found, Free, Near, doubt, near_noun, noun, numbered, resolve, split_noun, turned

TODAY = dt.date(2026, 11, 25)
PROSE: tuple[ModuleType, ...] = (visits, difficulties)
TERSE: tuple[ModuleType, ...] = (tasks, agendas, teams, organisations, musters, evaluations)
DIRECTORY = {"List Systems", "KIST", "Show Tech", "Log House"}


def knows(name: str) -> bool:
    return name in DIRECTORY


def visit(text: str) -> Found | Free | Near:
    return resolve(visits.subcommands(TODAY), text, knows)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("list", "list"),
        ("목록", "list"),
        ("LIST", "list"),
        ("list this week", "list"),
        ("목록 이번주", "list"),
        ("list @kim", "list"),
        ("show V-12", "show"),
        ("보기 V-12", "show"),
        ("완료 v12", "done"),
        ("done V-12", "done"),
        ("edit V-12", "edit"),
        ("수정 V-12", "edit"),
        ("undo V-12", "undo"),
        ("취소 V-12", "undo"),
        ("delete V-12", "delete"),
        ("삭제 V-12", "delete"),
        ("quota", "quota"),
        ("할당량 팀 수출", "quota"),
        ("help", "help"),
        ("도움말", "help"),
        ("등록 대한정밀: 수주 ! 지연", "add"),
        ("V-12", "show"),
    ],
)
def test_subcommands_in_both_languages(typed: str, word: str) -> None:
    found = visit(typed)
    assert isinstance(found, Found)
    assert found.word == word


@pytest.mark.parametrize(
    "typed",
    [
        "대한정밀",
        "대한정밀: 수주",
        "Geoje Shipyard",
        "List: order book is full",
        "list ! short of welders",
        "Show #energy",
        "lsit: x",
        "LG",
        "add-on",
        "List Systems",
        "KIST",
        "Show Tech",
        "Log House",
        "Log House: built",
        "",
    ],
)
def test_a_line_stays_a_line(typed: str) -> None:
    assert visit(typed) == Free(typed)


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("lsit", "list"),
        ("lst this week", "list"),
        ("shwo V-12", "show"),
        ("delte V-12", "delete"),
        ("qouta", "quota"),
        ("목룩", "목록"),
        ("할당랑", "할당량"),
        ("hlep", "help"),
        ("dnoe V-12 #x", "done"),
        ("show tech", "show"),
        ("취쇼 V-12", "취소"),
    ],
)
def test_a_slip_is_asked_about(typed: str, suggestion: str) -> None:
    found = visit(typed)
    assert isinstance(found, Near)
    assert found.suggestion == suggestion
    assert doubt(found).typed == typed


def test_a_number_makes_it_certain_and_its_faults_are_said() -> None:
    with pytest.raises(Refusal) as refused:
        visit("show D-7")
    assert refused.value.typed == "show D-7"
    with pytest.raises(Refusal):
        resolve(difficulties.subcommands(TODAY), "assign D-7 @kim by: nonsense")


@pytest.mark.parametrize(
    "typed",
    ["start of the season lacks workers", "lost orders from Vietnam are piling up", "close to 300 ships wait outside"],
)
def test_a_difficulty_may_begin_with_any_word(typed: str) -> None:
    assert resolve(difficulties.subcommands(TODAY), typed) == Free(typed)


@pytest.mark.parametrize(
    ("module", "typed", "word"),
    [
        (difficulties, "배정 D-7 @kim 기한: 금", "assign"),
        (difficulties, "착수 D-7", "start"),
        (difficulties, "메모 D-7 전화함", "note"),
        (difficulties, "이관 D-7 관세청", "refer"),
        (difficulties, "회신 D-7 답변함", "answer"),
        (difficulties, "종결 D-7", "close"),
        (difficulties, "재개 D-7 다시", "reopen"),
        (difficulties, "수용곤란 D-7 법령", "decline"),
        (difficulties, "병합 D-7 D-9", "merge"),
        (difficulties, "상신 D-7 팀: 수출", "escalate"),
        (difficulties, "목록 미결", "list"),
        (difficulties, "과제 D-7", "task"),
        (tasks, "등록 크레인 보수", "add"),
        (tasks, "막힘 T-12 허가", "block"),
        (tasks, "기한변경 T-12 12/24 지연", "move"),
        (tasks, "배정 T-12 @kim", "assign"),
        (tasks, "완료 T-12", "done"),
        (agendas, "안건 용접공", "add"),
        (agendas, "결정 협의", "decide"),
        (agendas, "취소 2", "undo"),
        (agendas, "회의록", "minutes"),
        (agendas, "게시", "post"),
        (agendas, "확정", "confirm"),
        (agendas, "메모 휴가", "note"),
        (evaluations, "현황", "status"),
        (evaluations, "결과 10월", "results"),
        (evaluations, "열기", "open"),
        (evaluations, "마감 지난달", "close"),
        (musters, "현황", "status"),
        (musters, "찾기 용접공", "find"),
        (musters, "설정", "settings"),
        (musters, "직원", "people"),
        (musters, "미리보기 7일", "preview"),
        (musters, "발송대장", "ledger"),
        (musters, "이력 V-12", "audit"),
        (organisations, "찾기 ㄷㅎㅈㅁ", "find"),
        (organisations, "등록 대한정밀", "add"),
        (teams, "보기 수출", "show"),
        (teams, "목록", "list"),
    ],
)
def test_the_fixed_korean_words(module: ModuleType, typed: str, word: str) -> None:
    found = resolve(module.subcommands(TODAY), typed, prose=module in PROSE)
    assert isinstance(found, Found)
    assert found.word == word


@pytest.mark.parametrize("module", [*PROSE, *TERSE])
def test_no_word_means_two_things(module: ModuleType) -> None:
    names = [name for sub in module.subcommands(TODAY) for name in sub.names]
    assert len(names) == len(set(names))
    assert all(any("가" <= letter <= "힣" for letter in "".join(sub.names)) for sub in module.subcommands(TODAY))


def test_a_form_opens_when_nothing_follows() -> None:
    assert resolve(tasks.subcommands(TODAY), "add", prose=False) == Found("add", "", None)


def test_without_prose_arguments_are_refused_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        resolve(tasks.subcommands(TODAY), "show foo", prose=False)
    assert refused.value.typed == "show foo"
    assert resolve(tasks.subcommands(TODAY), "T-12 60%", prose=False) == Free("T-12 60%")
    assert resolve(tasks.subcommands(TODAY), "show t12", prose=False) == Found("show", "t12", Ref("T", 12))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("방문 대한정밀: 수주", ("visit", "대한정밀: 수주")),
        ("visit Foo", ("visit", "Foo")),
        ("/task T-1 50%", ("task", "T-1 50%")),
        ("애로사항 용접공", ("difficulty", "용접공")),
        ("애로 x", ("difficulty", "x")),
        ("회의자료", ("agenda", "")),
        ("안건", ("agenda", "")),
        ("반응도조사", ("survey", "")),
        ("반응도 조사 목록", ("survey", "목록")),
        ("월례 평가", ("evaluate", "")),
        ("현장점검 목록", ("plan", "목록")),
        ("현장 점검 목록", ("plan", "목록")),
        ("회의 자료 확정", ("agenda", "확정")),
        ("회의 다음", ("meeting", "다음")),
        ("반응도 목록", (None, "반응도 목록")),
        ("hello there", (None, "hello there")),
        ("", (None, "")),
        ("방문: 한빛 수주", ("visit", "한빛 수주")),
        ("애로: 용접공 부족", ("difficulty", "용접공 부족")),
        ("task: add x", ("task", "add x")),
    ],
)
def test_nouns_in_both_languages(typed: str, meant: tuple[str | None, str]) -> None:
    assert split_noun(typed) == meant


def test_every_noun_is_its_own_and_a_slip_is_seen() -> None:
    words = [word for own, more in NOUNS.items() for word in (own, *more)]
    assert len(words) == len(set(words))
    assert noun("방문") == "visit"
    assert near_noun("vist") == "visit"
    assert near_noun("대한정밀") is None


@given(st.sampled_from([*PROSE, *TERSE]), st.text(max_size=120), st.data())
def test_any_text_is_answered_or_refused(module: ModuleType, rest: str, data: st.DataObject) -> None:
    names = sorted(name for sub in module.subcommands(TODAY) for name in sub.names)
    word = data.draw(st.sampled_from(["", "T-12", "D-7", *names]))
    with contextlib.suppress(Refusal):
        found = resolve(module.subcommands(TODAY), f"{word} {rest}", prose=module in PROSE)
        if isinstance(found, Free) and hasattr(module, "line"):
            module.line(found.text, TODAY)


@pytest.mark.parametrize("module", [*PROSE, *TERSE])
def test_a_flood_is_refused_with_the_text(module: ModuleType) -> None:
    with pytest.raises(Refusal) as refused:
        resolve(module.subcommands(TODAY), "x" * 4001)
    assert len(refused.value.typed) == 4001


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("V-12 취소", "취소 V-12"),
        ("v12 undo", "undo v12"),
        ("D-7 배정 @kim by: fri", "D-7 배정 @kim by: fri"),
        ("V-12", "V-12"),
        ("V-12 seen by all", "V-12 seen by all"),
        ("V12 Systems: done", "V12 Systems: done"),
        ("V12 Show Systems: talk", "V12 Show Systems: talk"),
        ("V-12 log it", "V-12 log it"),
    ],
)
def test_behind_a_number_stands_a_word(typed: str, read: str) -> None:
    assert turned(visits.subcommands(TODAY), typed) == read


@pytest.mark.parametrize(
    ("typed", "noun"),
    [("T-6 60%", "task"), ("d1: talked", "difficulty"), ("취소 V-12", "visit"), ("tell me of V-12", None), ("", None)],
)
def test_a_number_names_its_noun(typed: str, noun: str | None) -> None:
    assert numbered(typed) == noun
