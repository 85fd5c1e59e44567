"""A due day in ordinary words, wherever one is typed. Today is Wednesday, 25 November 2026."""

import datetime as dt

import pytest

from bot.domain.refs import Ref
from bot.speech import agendas, difficulties, meetings
from bot.speech.dues import at_end, somewhere
from bot.speech.people import Mention, unquoted
from bot.speech.tasks import add

TODAY = dt.date(2026, 11, 25)
FRI = dt.date(2026, 11, 27)
EVE = dt.date(2026, 12, 24)
KIM = Mention(None, "kim")


@pytest.mark.parametrize(
    ("typed", "title", "due"),
    [
        ("크레인 정비 12/24까지 @kim", "크레인 정비", EVE),
        ("크레인 정비 @kim 12/24 까지", "크레인 정비", EVE),
        ("크레인 정비 담당 @kim 기한 12/24", "크레인 정비", EVE),
        ("크레인 정비, 담당: @kim, 마감: 12/24", "크레인 정비", EVE),
        ("크레인 정비 (다음 주 금요일까지) @kim", "크레인 정비", dt.date(2026, 12, 4)),
        ("크레인 정비 이번 주까지 @kim", "크레인 정비", FRI),
        ("크레인 정비 기한은 월말까지 @kim", "크레인 정비", dt.date(2026, 11, 30)),
        ("Repair the crane by friday @kim", "Repair the crane", FRI),
        ("Repair the crane, owner: @kim, due on 12/24.", "Repair the crane", EVE),
        ("Repair the crane until 12/24 @kim", "Repair the crane", EVE),
        ("Repair the crane @kim until: 12/24", "Repair the crane", EVE),
    ],
)
def test_of_a_task_and_of_a_decision(typed: str, title: str, due: dt.date) -> None:
    task, decision = add(typed, TODAY), agendas.decide(typed, TODAY)
    sitting = meetings.decide(f"M-4 {typed}", TODAY)
    assert (task.title, task.owner, task.due) == (title, KIM, due)
    assert (decision.text, decision.owner, decision.by) == (title, KIM, due)
    assert (sitting.text, sitting.owner, sitting.by) == (title, KIM, due)


@pytest.mark.parametrize("typed", ["@kim 12/24까지", "@kim 기한 12/24", "12/24까지 @kim", "@kim by 12/24"])
def test_of_an_assignment(typed: str) -> None:
    assert difficulties.assign(f"D-7 {typed}", TODAY) == difficulties.Assign(Ref("D", 7), KIM, EVE)


@pytest.mark.parametrize("typed", ["D-7 관세청 12/24까지", "D-7 관세청 기한 12/24"])
def test_of_a_referral(typed: str) -> None:
    assert difficulties.refer(typed, TODAY) == difficulties.Refer(Ref("D", 7), "관세청", EVE)


@pytest.mark.parametrize(
    "typed",
    [
        *("서울에서 부산까지", '"보고 12/24까지"', '보고 "12/24까지"', "기한 12/24 안내", "담당 공무원 교육"),
        *("Stand by", "Due diligence", "overdue 12/24"),
    ],
)
def test_a_title_is_a_title(typed: str) -> None:
    found = add(f"{typed} @kim", TODAY)
    assert (found.title, found.due) == (unquoted(typed), None)


def test_what_was_named_with_its_colon_counts() -> None:
    found = add("보고 12/20까지 기한: 12/24", TODAY)
    assert (found.title, found.due) == ("보고 12/20까지", EVE)


def test_amid_a_text() -> None:
    assert somewhere("크레인을 12월 24일까지 정비", TODAY) == "12월 24일까지"
    assert somewhere("부산까지 12/24 운송", TODAY) is None
    assert at_end("크레인을 12월 24일까지 정비", TODAY) is None
