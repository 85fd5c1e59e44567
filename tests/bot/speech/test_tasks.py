"""Task lines. Today is Wednesday, 25 November 2026."""

import datetime as dt
from typing import Any

import pytest

from bot.domain.refs import Ref
from bot.domain.tasks import Health
from bot.refusals import Refusal
from bot.speech.commands import Found, resolve
from bot.speech.difficulties import Assign, assign
from bot.speech.people import Mention
from bot.speech.tasks import (
    Move,
    ProgrammeLine,
    Slip,
    TaskFilter,
    TaskLine,
    Which,
    add,
    filters,
    move,
    programme,
    programme_line,
    slips,
    subcommands,
    update,
)

TODAY = dt.date(2026, 11, 25)
T12 = Ref("T", 12)


@pytest.mark.parametrize(
    ("typed", "percent", "text", "health", "plan"),
    [
        (
            "T-12 60% prototype passed, on track; next: field test",
            60,
            "prototype passed",
            Health.ON_TRACK,
            "field test",
        ),
        ("T-12 60% 시제품 통과, 정상; 다음: 현장 시험", 60, "시제품 통과", Health.ON_TRACK, "현장 시험"),
        ("t12 60퍼센트 시제품 통과; 우려", 60, "시제품 통과", Health.AT_RISK, None),
        ("T-12 60％", 60, "", None, None),
        ("T-12 0%", 0, "", None, None),
        ("T-12 100% shipped", 100, "shipped", None, None),
        ("T-12 on track", None, "", Health.ON_TRACK, None),
        ("T-12 we are on track with it", None, "we are on track with it", None, None),
        ("T-12 정상 가동", None, "정상 가동", None, None),
        ("T-12 R&amp;D done", None, "R&D done", None, None),
        ("T-12 built 1,234 units, defects down 30%", None, "built 1,234 units, defects down 30%", None, None),
        ("T-12 프로젝트 60% 완료", None, "프로젝트 60% 완료", None, None),
        ("T-12 next: test, ship; at risk", None, "", Health.AT_RISK, "test, ship"),
        ("T-12 next: test, at risk", None, "", Health.AT_RISK, "test"),
        ("T-12: parts came", None, "parts came", None, None),
    ],
)
def test_the_shortest_update(
    typed: str, percent: int | None, text: str, health: Health | None, plan: str | None
) -> None:
    found = update(typed, TODAY)
    assert (found.ref, found.percent, found.text, found.health, found.next) == (T12, percent, text, health, plan)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "T-12",
        "Repair the crane",
        "V-1 60%",
        "T-12 101%",
        "T-12 -5%",
        "T-12 62.5%",
        "T-12 on track, at risk",
        "T-12 ...",
        "T-12 " + "x" * 2001,
    ],
)
def test_an_update_that_says_nothing_or_nonsense_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        update(typed, TODAY)
    assert refused.value.typed == typed


def task(title: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "owner": None,
        "team": None,
        "start": None,
        "due": None,
        "programme": None,
        "under": None,
        **more,
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "Repair the crane @kim team: export start: mon due: 12/24 in: 100 tasks under: T-3",
            task(
                "Repair the crane",
                owner=Mention(None, "kim"),
                team="export",
                start=dt.date(2026, 11, 30),
                due=dt.date(2026, 12, 24),
                programme="100 tasks",
                under=Ref("T", 3),
            ),
        ),
        (
            "크레인 보수 <@U0BOM|bom> 팀: 수출 1과 시작: 11/20 기한: 월말 과제군: 100대 과제 상위: t3",
            task(
                "크레인 보수",
                owner=Mention("U0BOM", "bom"),
                team="수출 1과",
                start=dt.date(2026, 11, 20),
                due=dt.date(2026, 11, 30),
                programme="100대 과제",
                under=Ref("T", 3),
            ),
        ),
        ("Repair by: fri", task("Repair", due=dt.date(2026, 11, 27))),
        ("Repair due: 11/20", task("Repair", due=dt.date(2026, 11, 20))),
        ("Repair due: yesterday", task("Repair", due=dt.date(2026, 11, 24))),
        ("Meet at 10:30 #1 priority", task("Meet at 10:30 #1 priority")),
        ('Repair "by: hand" tools', task('Repair "by: hand" tools')),
    ],
)
def test_a_new_task(typed: str, meant: dict[str, Any]) -> None:
    found: TaskLine = add(typed, TODAY)
    assert {name: getattr(found, name) for name in meant} == meant


@pytest.mark.parametrize(
    "typed",
    [
        "@kim",
        "due: fri",
        "x due: someday",
        "x under: V-3",
        "x @a @b",
        "x team:",
        "x team: @kim",
        "x due: fri by: mon",
        "가" * 151,
    ],
)
def test_a_new_task_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        add(typed, TODAY)
    assert refused.value.typed == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("기한 12/24 크레인 수리", [Slip("기한 12/24", "기한: 12/24")]),
        ("12/24까지 크레인 수리", [Slip("12/24까지", "기한: 12/24까지")]),
        ("크레인을 다음 주 금요일까지 수리", [Slip("다음 주 금요일까지", "기한: 다음 주 금요일까지")]),
        ("부산까지 운송", []),
        ("Due 12/24 repair the crane", [Slip("Due 12/24", "Due: 12/24")]),
        ("크레인 수리 담당 김봄", [Slip("담당 김봄", "@김봄", "김봄")]),
        ("크레인 수리 담당자: 김봄", [Slip("담당자: 김봄", "@김봄", "김봄")]),
        ("크레인 수리 담당 @김봄", []),
        ("Repair the crane owner kim by fri", [Slip("owner kim", "@kim", "kim")]),
        ("크레인 수리 기한: 12/24", []),
        ("기한 연장 기한: 12/24", []),
        ("기한 12/20 보고 기한: 12/24", []),
        ("담당 공무원 교육 @김봄", []),
        ("기한 준수 점검", []),
        ('"보고 기한 12/24 안내"', []),
        ("Due diligence", []),
        ("overdue 12/24", []),
    ],
)
def test_what_looks_like_a_date_or_an_owner_in_a_title(typed: str, meant: list[Slip]) -> None:
    assert slips(add(typed, TODAY), TODAY) == meant


def test_moving_asks_for_a_date_and_a_reason() -> None:
    assert move("T-12 12/24 parts late", TODAY) == Move(T12, dt.date(2026, 12, 24), "parts late")
    assert move("T-12 기한: 다음주 금 부품 지연", TODAY) == Move(T12, dt.date(2026, 12, 4), "부품 지연")
    assert move("T-12 12/24", TODAY) == Move(T12, dt.date(2026, 12, 24), "")  # the form asks for the reason
    for typed in ("T-12", "T-12 someday soon", "T-12 2026-02-30 x", "12/24 x"):
        with pytest.raises(Refusal):
            move(typed, TODAY)


def test_assigning_names_one_person() -> None:
    assert assign("T-12 @kim", TODAY, "T") == Assign(T12, Mention(None, "kim"), None)
    for typed in ("T-12", "T-12 kim", "T-12 @a @b", "D-7 @kim"):
        with pytest.raises(Refusal):
            assign(typed, TODAY, "T")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", TaskFilter()),
        ("mine", TaskFilter(Which.MINE)),
        ("내것", TaskFilter(Which.MINE)),
        ("late", TaskFilter(Which.LATE)),
        ("지연", TaskFilter(Which.LATE)),
        ("stale", TaskFilter(Which.STALE)),
        ("all", TaskFilter(Which.ALL)),
        ("완료", TaskFilter(Which.DONE)),
        ("@kim", TaskFilter(Which.PERSON, person=Mention(None, "kim"))),
        ("<@U0BOM|bom>", TaskFilter(Which.PERSON, person=Mention("U0BOM", "bom"))),
        ("team export", TaskFilter(Which.TEAM, "export")),
        ("100대 과제", TaskFilter(Which.PROGRAMME, "100대 과제")),
        ("과제군: 수출", TaskFilter(Which.PROGRAMME, "수출")),
    ],
)
def test_filters_of_the_list(typed: str, meant: TaskFilter) -> None:
    assert filters(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("100 100대 과제", ProgrammeLine("100", "100대 과제", "")),
        ("100 100 tasks", ProgrammeLine("100", "", "100 tasks")),
        ("add 100 100대 과제 / 100 tasks", ProgrammeLine("100", "100대 과제", "100 tasks")),
        ("100 100 tasks / 100대 과제", ProgrammeLine("100", "100대 과제", "100 tasks")),
    ],
)
def test_a_programme_has_a_key_and_a_name_in_either_language(typed: str, meant: ProgrammeLine) -> None:
    assert programme_line(programme(typed) or "") == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("100", "100"),
        ("100대 과제", "100대 과제"),
        ('"100대 과제"', "100대 과제"),
        ("등록 100 tasks", "100 tasks"),
    ],
)
def test_a_programme_to_look_at_is_a_key_or_a_name(typed: str, meant: str | None) -> None:
    assert programme(typed) == meant


@pytest.mark.parametrize("typed", ["a/b name", "100 수출 / 수입", "100 …", "100 a / b", "100 " + "가" * 151])
def test_a_programme_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        programme_line(typed)
    assert refused.value.typed == typed


WORDS = ("update", "block", "move", "assign", "drop", "reopen", "show", "done", "edit", "undo")


@pytest.mark.parametrize("word", WORDS)
def test_a_number_alone_behind_a_word_is_that_task(word: str) -> None:
    assert resolve(subcommands(TODAY), f"{word} T-12", prose=False) == Found(word, "T-12", T12)


@pytest.mark.parametrize("word", WORDS)
def test_another_noun_s_number_is_refused(word: str) -> None:
    with pytest.raises(Refusal):
        resolve(subcommands(TODAY), f"{word} V-3", prose=False)


class TestAWordBehindTheNumber:
    @pytest.mark.parametrize(
        ("typed", "instead"),
        [
            ("T-12 done", "done T-12"),
            ("T-12 완료", "완료 T-12"),
            ("T-12 막힘 허가 지연", "막힘 T-12 허가 지연"),
            ("T-12 block the permit has not come", "block T-12 the permit has not come"),
            ("T-12 기한변경 12/24 부품 입고 지연", "기한변경 T-12 12/24 부품 입고 지연"),
            ("T-12 배정 @kim", "배정 T-12 @kim"),
        ],
    )
    def test_is_asked_about(self, typed: str, instead: str) -> None:
        """As a note it would change nothing, and the card would still say that all is well."""
        with pytest.raises(Refusal) as refused:
            update(typed, TODAY)
        assert (refused.value.values["instead"], refused.value.typed) == (instead, typed)

    @pytest.mark.parametrize(
        "typed", ["T-12 완료 보고서 작성", "T-12 60% 막힘 해소", "T-12 move to the new site", "T-12 재개 준비"]
    )
    def test_is_a_note_where_it_begins_a_sentence(self, typed: str) -> None:
        assert update(typed, TODAY).ref == Ref("T", 12)
