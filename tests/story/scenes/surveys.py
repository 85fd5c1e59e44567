"""Surveys: a click in the channel, a page for companies outside Slack, and waves beside each other."""

import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Final

from tests.story.acting import Story, has, refs, texts
from tests.story.page import Json
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import DOYUN, EXPORT, GARAM

CLICKS: Final = ("garam.yoon", "mingyeol.jang", "doyun.ha")  # anonymous: three of them are too few to be told
COMPANIES: Final = ((0, "parts"),) * 6 + ((2, "steel"),) * 5


def ask_in_a_channel(story: Story) -> None:
    """Step by step; the channel answers with one click, and three answers are too few to be told."""
    doyun, export = story.person(DOYUN), story.channel(EXPORT)
    story.types(doyun, export, "/survey", story.say("신규", "new"))
    title = story.say("이번 주 현장방문 준비", "How well prepared were this week's visits?")
    story.fills(doyun, {"title": title, "teams": [export]})
    question = story.say("업체 자료가 충분했습니까?", "Did you know enough about the company?")
    options = story.say("충분했다\n부족했다\n없었다", "enough\ntoo little\nnothing")
    draft = story.fills(doyun, {"question": question, "kind": "single", "options": options})
    survey = refs(draft, "S")[0]
    card = story.presses(doyun, draft, "surveys:open")
    story.expect(has(card, "surveys:close"), "an open survey can be closed")
    asked = story.sees(export, f"🗳️ {title}")
    for number, handle in enumerate(CLICKS):
        thanks = story.presses(story.person(handle), asked, f"surveys:choose#{number}")
        story.expect(survey in texts(thanks), "whoever clicked is thanked")
    again = story.presses(story.person(GARAM), asked, "surveys:choose#1")
    story.expect(":warning:" in texts(again), "nobody answers an anonymous survey twice")
    story.types(doyun, export, "/survey", story.say(f"마감 {survey}", f"close {survey}"))
    told = story.sees(export, story.say(f"{survey} 결과", f"Results of {survey}"))
    few = story.say("응답 5건 미만", "fewer than five answers")
    story.expect(few in texts(told) and "33" not in texts(told), "of three anonymous answers nothing is told")


def ask_companies(story: Story) -> None:
    """A page at a secret address; what came of it, and a task made of it."""
    garam, export = story.person(GARAM), story.channel(EXPORT)
    story.types(garam, export, "/survey", "new")
    title = story.say("수출 보험료 인하 체감도", "Do cheaper export insurances reach you?")
    story.fills(garam, {"title": title, "web": ["web"], "teams": []})
    question = story.say("보험료가 내렸다고 느끼십니까?", "Have your premiums come down?")
    options = story.say("그렇다\n모르겠다\n아니다", "yes\nI do not know\nno")
    draft = story.fills(garam, {"question": question, "kind": "single", "options": options})
    survey = refs(draft, "S")[0]
    card = story.presses(garam, draft, "surveys:open")
    address = _address(card)
    page = _get(address, story.running.language)
    story.expect(question in page and f'lang="{story.running.language}"' in page, "the page asks the question")
    for chosen, sector in COMPANIES:
        thanks = _send(address, {"q0": str(chosen), "sector": sector, "once": _once(_get(address))})
        story.expect(thanks == 200, "a company is thanked")
    story.expect(_send(address, {"once": _once(page)}) == 422, "an empty answer is none")
    story.types(garam, export, "/survey", story.say(f"마감 {survey}", f"close {survey}"))
    told = story.types(garam, export, "/survey", story.say(f"결과 {survey}", f"results {survey}"))
    story.expect(story.say("그렇다  6건(55%)", "yes  6 (55%)") in texts(told), "what enough of them said is told")
    story.expect(story.say("부품", "parts") in texts(told), "so it is by sector")


def compare_waves(story: Story) -> None:
    """Three months of the same question stand beside each other."""
    garam, export = story.person(GARAM), story.channel(EXPORT)
    listed = story.types(garam, export, "/survey", story.say("목록 전체", "list all"))
    first = refs(listed, "S")[-1]
    told = story.types(garam, export, "/survey", story.say(f"결과 {first}", f"results {first}"))
    for wave in ("1", "2", "3"):
        story.expect(story.say(f"{wave}차", f"wave {wave}") in texts(told), "each wave has its line")
    story.expect(story.say("업종별", "By sector") in texts(told), "sectors are compared")


def _address(card: Json) -> str:
    found = re.search(r"http://[^`\s]+/s/[\w-]+", texts(card))
    assert found is not None, "the card tells the page's address"
    return found[0]


def _get(address: str, language: str = "ko") -> str:
    request = urllib.request.Request(address, headers={"Accept-Language": language})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return str(answer.read().decode())


def _send(address: str, fields: dict[str, str]) -> int:
    try:
        with urllib.request.urlopen(address, urllib.parse.urlencode(fields).encode(), timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def _once(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found is not None, "the page has its mark"
    return found[1]


WEDNESDAY: Final = (
    Scene(
        "채널에 익명으로 묻는다: 응답이 적으면 드러나지 않는다",
        "A channel is asked, anonymously: few answers tell nothing",
        ask_in_a_channel,
    ),
    Scene("Slack 밖의 업체가 웹 페이지로 응답한다", "Companies outside Slack answer on a web page", ask_companies),
    Scene("석 달의 체감경기를 나란히 본다", "Three months of the same question side by side", compare_waves),
)
