"""Councils and forums: one is held, a calendar subscribes, and a half-year without a sitting is heard of."""

import urllib.request
from typing import Final

from icalendar import Calendar

from tests.doubles.forms import elements
from tests.story.acting import Story, refs, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import DOYUN, LEADERS

TAEOH: Final = "taeoh.moon"


def see_what_comes(story: Story) -> None:
    doyun, leaders = story.person(DOYUN), story.channel(LEADERS)
    coming = story.types(doyun, leaders, "/meeting", story.say("다음", "next"))
    story.expect(len(refs(coming, "M")) >= 8, "each council, forum and briefing has its next sitting")
    card = story.types(doyun, leaders, "/meeting", story.say("보기 pr-council", "show pr-council"))
    chairs = story.say("공동위원장 5", "5 co-chairs")
    story.expect(chairs in texts(card), "the council has five co-chairs: the ministry and four economic organisations")
    seats = texts(story.types(doyun, leaders, "/meeting", "show associations"))
    story.expect(story.say("위원 20", "20 seats") in seats, "twenty industry associations have a seat")


def hold_a_council(story: Story) -> None:
    """It was brought forward to this morning."""
    doyun, leaders = story.person(DOYUN), story.channel(LEADERS)
    card = story.types(doyun, leaders, "/meeting", story.say("다음 경제단체 협의회", "next Council of Economic"))
    number = refs(card, "M")[0]
    story.types(doyun, leaders, "/meeting", story.say(f"{number} 일정변경 오늘 9:00", f"{number} move today 9:00"))
    line = story.say(f"{number} 참석 전원 (경영자연합회 제외)", f"{number} attended all except Employers Federation")
    came = texts(story.types(doyun, leaders, "/meeting", line))
    story.expect(story.say("위원 5명 중 4명 참석", "4 of 5 seats") in came, "who came is counted by seats")
    words = story.say("건의사항 취합 {} 기한: 12/4", "collect the proposals {} by: 12/4").format(story.mention(TAEOH))
    decided = story.types(doyun, leaders, "/meeting", story.say(f"{number} 결정 {words}", f"{number} decide {words}"))
    story.expect(refs(decided, "T"), "a decision with an owner becomes a task")
    minutes = story.types(doyun, leaders, "/meeting", story.say(f"{number} 회의록", f"{number} minutes"))
    story.presses(doyun, minutes, "meetings:tell_minutes")
    following = story.types(doyun, leaders, "/meeting", story.say("다음 경제단체", "next Economic Organisations"))
    story.expect(refs(following, "M")[0] != number, "the next sitting is there at once")


def subscribe(story: Story) -> None:
    doyun, leaders = story.person(DOYUN), story.channel(LEADERS)
    card = story.types(doyun, leaders, "/meeting", story.say("달력 economic", "ics economic"))
    address = next(line.strip("`") for line in texts(card).splitlines() if "/feeds/" in line)
    with urllib.request.urlopen(address, timeout=5) as answer:
        shown = list(Calendar.from_ical(answer.read()).walk("VEVENT"))
    story.expect(len(shown) > 3, "the address opens the sittings, those to come among them")
    story.expect(any(element["action_id"] == "meetings:renew" for _, element in elements(card["blocks"])), "revocable")


def nothing_this_half_year(story: Story) -> None:
    """The forum of December cannot sit: who prepares it hears that the half-year would end without one."""
    doyun, leaders = story.person(DOYUN), story.channel(LEADERS)
    card = story.types(doyun, leaders, "/meeting", story.say("다음 정책연구포럼", "next Policy Research Forum"))
    number = refs(card, "M")[0]
    story.types(
        doyun, leaders, "/meeting", story.say(f"{number} 취소 발제자 섭외 지연", f"{number} cancel no speakers yet")
    )
    story.waits(story.at(25, 10, 30))
    story.sees(story.slack.dm(story.person(TAEOH)), story.say("이번 반기 미개최", "no sitting yet this half-year"))


WEDNESDAY: Final = (
    Scene("협의회와 포럼을 본다", "Councils and forums", see_what_comes),
    Scene("경제단체 협의회를 연다", "A council is held", hold_a_council),
    Scene("달력에서 구독한다", "A calendar subscribes", subscribe),
    Scene("이번 반기 포럼이 없다", "No forum yet this half-year", nothing_this_half_year),
)
