"""The week and the month end: what every organisation lives through.

It begins on Wednesday 25 November 2026 at 10:00 in Seoul; Friday is the 27th, and the last working day of the month is
Monday the 30th. Garam leads the export team, Mingyeol works in it, Doyun is the secretariat, Jiwon leads the ministry.
"""

import datetime as dt
import random
from typing import Final

from bot.domain.evaluations import Given, Part
from storage import evaluations
from storage.seeds import read
from tests.doubles.forms import elements
from tests.story.acting import Story, Unexpected, has, refs, texts
from tests.story.page import Json
from tests.story.running import ZONE
from tests.story.scenes.scene import Scene

BEGIN: Final = dt.datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)
GARAM, MINGYEOL, DOYUN, JIWON = "garam.yoon", "mingyeol.jang", "doyun.ha", "jiwon.han"
EXPORT, LEADERS = "export", "leadership"
TEAMS: Final = ("ministry", "smba", "pr", "export", "compete", "energy", "us-trade", "new-industry")


# Wednesday ------------------------------------------------------------------------------------------------------------


def log_a_visit(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    line = story.say(
        "대한정밀: 3분기 수주 회복 ! 납품대금 지연 ! 용접공 12명 부족 #안산 #부품 #생산 {} on:어제",
        "Daehan Precision: orders recover ! paid by 90-day bills ! short of 12 welders #ansan #parts #production {} "
        "on:yesterday",
    )
    card = story.types(garam, export, "/visit", line.format(story.mention(MINGYEOL)))
    visits, raised = refs(card, "V"), refs(card, "D")
    story.expect(visits and len(raised) == 2, "the visit's card names the visit and its two difficulties")
    story.memory |= {"visit": visits[0], "payment": raised[0], "welders": raised[1]}


def log_a_visit_by_form(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    form = story.types(garam, export, "/visit")
    story.expect(form.get("type") == "modal", "`/visit` alone opens its form")
    card = story.fills(
        garam,
        {
            "organisation": story.say("서울전자", "Seoul Electronics"),
            "summary": story.say(
                "북미 유통망 계약 갱신, 인증 비용 부담", "contract in North America renewed, certification is costly"
            ),
            "met": story.say("수출팀장", "the head of exports"),
        },
    )
    story.expect(refs(card, "V"), "the form logs a visit")


def assign_a_difficulty(story: Story) -> None:
    garam, export, mingyeol = story.person(GARAM), story.channel(EXPORT), story.person(MINGYEOL)
    card = story.types(garam, export, "/difficulty", f"show {story.memory['payment']}")
    form = story.presses(garam, card, "difficulties:assign")
    story.expect(form.get("type") == "modal", "*Assign* opens a form")
    story.fills(garam, {"owner": mingyeol})
    story.memory["told"] = story.sees(story.slack.dm(mingyeol), story.memory["payment"])


def answer_and_close_it(story: Story) -> None:
    mingyeol, card = story.person(MINGYEOL), story.memory["told"]
    story.presses(mingyeol, card, "difficulties:answer")
    answer = story.say("원청과 협의해 현금결제 비율 60%로 조정했다고 안내", "told them: the buyer will pay 60% in cash")
    card = story.fills(mingyeol, {"text": answer})
    story.expect(has(card, "difficulties:close"), "an answered difficulty can be closed")
    card = story.presses(mingyeol, card, "difficulties:close")
    story.expect(not has(card, "difficulties:close"), "a closed difficulty cannot be closed again")


def update_a_task(story: Story) -> None:
    mingyeol, export = story.person(MINGYEOL), story.channel(EXPORT)
    mine = refs(story.types(mingyeol, export, "/task", story.say("목록 내것", "list mine")), "T")
    story.expect(mine, "somebody of the team has tasks")
    words = story.say(
        f"{mine[0]} 65% 시제품 시험 통과, 정상; next: 현장 적용",
        f"{mine[0]} 65% prototype passed, on track; next: field test",
    )
    card = story.types(mingyeol, export, "/task", words)
    story.expect("65" in texts(card), "the update's card shows the progress")
    story.memory["task"] = mine[0]


def see_how_things_stand(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    story.types(garam, export, "/muster")
    found = story.types(garam, export, "/muster", story.say("찾기 대한정밀", "find Daehan"))
    story.expect(story.memory["visit"] in texts(found), "what was logged is found")
    home = story.opens_home(garam)
    story.expect(list(elements(home["blocks"])), "the App Home has buttons")


def the_channel_hears(story: Story) -> None:
    """Ten minutes later, when it can no longer be undone."""
    story.waits(story.at(25, 10, 15))
    story.sees(story.channel(EXPORT), story.say("대한정밀", "Daehan Precision"))
    told = [one for one in story.said_by_bot(story.channel(EXPORT)) if story.memory["visit"] in texts(one)]
    story.expect(len(told) == 1, "the channel hears of a visit once")


# Thursday and Friday --------------------------------------------------------------------------------------------------


def nudge(story: Story) -> None:
    """Only those who are behind."""
    story.waits(story.at(26, 9), more=6)
    before = len(story.sights)
    story.waits(story.at(26, 14), more=6)
    nudged = {sight.where for sight in story.sights[before:] if sight.where.startswith("@")}
    story.expect(0 < len(nudged) < len(story.running.ids), "some are behind, and only they are nudged")


def confirm_the_draft(story: Story) -> None:
    garam, dm = story.person(GARAM), story.slack.dm(story.person(GARAM))
    story.waits(story.at(27, 9), more=6)
    item = story.say("안건 유럽 인증 시험기관 지정 협의 결과", "add what came of the talks about a European laboratory")
    story.types(garam, story.channel(EXPORT), "/agenda", item)
    story.waits(story.at(27, 15))
    drafts = [one for one in story.said_by_bot(dm) if has(one, "agendas:confirm")]
    story.expect(drafts, "the lead gets a draft to confirm")
    card = story.presses(garam, drafts[-1], "agendas:confirm")
    story.expect(not has(card, "agendas:confirm"), "what is confirmed cannot be confirmed again")


def the_agenda_is_posted(story: Story) -> None:
    before = {key: len(_parents(story, key)) for key in (*TEAMS, LEADERS)}
    story.waits(story.at(27, 17))
    for key in (*TEAMS, LEADERS):
        new = _parents(story, key)[before[key] :]
        story.expect(len(new) == 1, f"#{key} gets its agenda once, not {len(new)} times")
    parent = _parents(story, EXPORT)[-1]
    thread = _replies(story, EXPORT, parent)
    story.expect(thread, "the detail is in the thread")
    whole = "\n".join(texts(one) for one in (parent, *thread))
    for ref in (story.memory["payment"], story.memory["welders"], story.memory["task"]):
        story.expect(ref in whole, f"the agenda tells of {ref}")
    story.expect(story.say("대한정밀", "Daehan Precision") in whole, "the agenda tells of the visit")
    gathered = _parents(story, LEADERS)[-1]
    charts = [one for one in _replies(story, LEADERS, gathered) if one.get("files")]
    story.expect(len(charts) == 1, "the leadership's thread has one chart")
    story.memory |= {"agenda": parent, "gathered": gathered}


def decide(story: Story) -> None:
    line = story.say(
        f"결정 용접공 수급 대책을 노동부와 합동으로 마련 {story.mention(MINGYEOL)} 기한:12/11",
        f"decide a plan for welders together with the labour ministry {story.mention(MINGYEOL)} by: 12/11",
    )
    card = story.types(story.person(GARAM), story.channel(EXPORT), "/agenda", line)
    story.expect(refs(card, "T"), "a decision with an owner becomes a task")


# Monday, the month's end ----------------------------------------------------------------------------------------------


def digest(story: Story) -> None:
    before = len(story.sights)
    story.waits(story.at(30, 9), more=6)
    heard = {sight.where for sight in story.sights[before:] if sight.where.startswith("@")}
    story.expect(len(heard) > 10, "on Monday people hear what they owe this week")


def the_month_opens(story: Story) -> None:
    before = {key: len(_parents(story, key)) for key in TEAMS}
    story.waits(story.at(30, 10), more=2)
    asked = [key for key in TEAMS if len(_parents(story, key)) == before[key] + 1]
    story.expect(len(asked) == len(TEAMS), f"each team with tasks is asked once in its channel, not {asked}")


def rate(story: Story) -> None:
    mingyeol = story.person(MINGYEOL)
    prompts = [one for one in story.said_by_bot(story.slack.dm(mingyeol)) if has(one, "evaluations:rate")]
    story.expect(prompts, "who is asked gets a message of their own")
    shown = story.presses(mingyeol, prompts[-1], "evaluations:rate")
    _fill_pages(story, mingyeol, shown)
    garam = story.person(GARAM)
    _fill_pages(story, garam, story.types(garam, story.channel(EXPORT), "/evaluate"))
    _the_others_rate(story)
    story.types(story.person(DOYUN), story.channel("ministry"), "/evaluate", story.say("현황", "status"))


def the_month_is_closed(story: Story) -> None:
    before = len(_parents(story, EXPORT)), len(_parents(story, LEADERS))
    closed = story.say("마감 2026-11", "close 2026-11")
    story.types(story.person(DOYUN), story.channel("ministry"), "/evaluate", closed)
    story.running.settle()
    story.look()
    after = len(_parents(story, EXPORT)), len(_parents(story, LEADERS))
    story.expect(
        (after[0] - before[0], after[1] - before[1]) == (1, 1), "results are posted once to the team and the leadership"
    )
    results = _parents(story, LEADERS)[-1]
    charts = [one for one in _replies(story, LEADERS, results) if one.get("files")]
    story.expect(len(charts) == 1, "the results have one chart")
    story.memory["results"] = results


def the_leadership_looks(story: Story) -> None:
    jiwon = story.person(JIWON)
    card = story.types(jiwon, story.channel(LEADERS), "/muster")
    teams = story.say("에너지시스템혁신팀", "Energy System Innovation")
    story.expect(teams in texts(card), "the leadership sees every team")
    story.types(jiwon, story.channel(LEADERS), "/evaluate", story.say("결과", "results"))


WEDNESDAY: Final = (
    Scene("업체 방문을 한 줄로 기록한다", "A visit is logged in one line", log_a_visit),
    Scene("다른 방문은 양식으로 기록한다", "Another one by its form", log_a_visit_by_form),
    Scene("애로사항을 배정한다", "A difficulty gets an owner", assign_a_difficulty),
    Scene("업체에 회신하고 종결한다", "The company is answered, the difficulty closed", answer_and_close_it),
    Scene("과제 진도를 한 줄로 갱신한다", "A task is updated in one line", update_a_task),
    Scene("팀 현황과 검색, 홈 화면", "How things stand, a search, the App Home", see_how_things_stand),
    Scene("10분 뒤 팀 채널에 방문 소식이 올라온다", "Ten minutes later the channel hears", the_channel_hears),
)
THURSDAY_AND_FRIDAY: Final = (
    Scene("목요일 14시: 할당량이 남은 사람만 알림", "Thursday 14:00: only those behind are nudged", nudge),
    Scene("금요일 15시: 회의자료 초안을 확정한다", "Friday 15:00: the draft is confirmed", confirm_the_draft),
    Scene("금요일 17시: 회의자료가 게시된다", "Friday 17:00: the agenda is posted", the_agenda_is_posted),
    Scene("결정사항이 과제가 된다", "A decision becomes a task", decide),
)
MONTH_END: Final = (
    Scene("월요일 9시: 이번 주 할 일", "Monday 09:00: what this week asks", digest),
    Scene("월말 10시: 월례 평가가 열린다", "The month's end, 10:00: the evaluation opens", the_month_opens),
    Scene("담당자와 팀장이 평가한다", "Owners and leads rate", rate),
    Scene("평가를 마감하고 결과를 게시한다", "The month is closed, results are posted", the_month_is_closed),
    Scene("간부가 전체 현황을 본다", "The leadership looks at everything", the_leadership_looks),
)


def _the_others_rate(story: Story) -> None:
    """The hundred other answers, as their forms would store them: nobody would read them all."""
    now, ws = story.running.clock.now(), story.running.workspace
    marks = random.Random(20010129)  # the same in every play
    evidence = read("ministry_content")["evidence"]
    with story.running.db.begin() as session:
        [month] = evaluations.running(session, ws, now)
        for about in evaluations.assessments(session, ws, month.month):
            for part in (Part.OWNER, Part.LEAD):
                if about.asked(part) is not None and about.answer(part) is None and marks.random() < 0.95:
                    mark = marks.choices((2, 3, 4, 5), (8, 32, 42, 18))[0]
                    given = Given(about.task, part, mark, story.say(*marks.choice(evidence)))
                    who = about.asked(part) or ""
                    evaluations.save(session, ws, month, about, given, who, now, story.running.now().date())


def _parents(story: Story, key: str) -> list[Json]:
    """What the bot said in this channel, without threads."""
    return [one for one in story.said_by_bot(story.channel(key)) if not one.get("thread_ts")]


def _replies(story: Story, key: str, parent: Json) -> list[Json]:
    return [one for one in story.said_by_bot(story.channel(key)) if one.get("thread_ts") == parent["ts"]]


def _fill_pages(story: Story, who: str, shown: Json) -> None:
    """All questions of the form, page after page, until a card says what was saved."""
    for _ in range(20):
        if shown.get("type") != "modal":
            return
        fields = [block["block_id"] for block, element in elements(shown["blocks"]) if block["type"] == "input"]
        evidence = story.say("상담 142건 중 61건 계약", "61 contracts of 142 talks")
        marks = {name: "4" for name in fields if name.startswith("effect")}
        shown = story.fills(who, marks | {name: evidence for name in fields if name.startswith("evidence")})
    raise Unexpected("the form has no last page")
