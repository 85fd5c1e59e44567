"""What is said about duty unasked: to whom, when, and once."""

import datetime as dt
from typing import Final

import pytest

from bot.blocks.agendas import gathered
from bot.domain import agendas as rules
from bot.domain.leaves import Leave
from bot.domain.ledger import Message, Post, State
from bot.i18n import translator
from schedules import MAKERS, SWEEPS, owing
from schedules import duty as jobs
from schedules.delivery import Doing, Maker, Slow
from storage import agendas, duty, people
from storage.directories import directory
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, CHAN, EUN, HANA, LEADERS, WS, Stage, becomes_guest, speaks
from tests.doubles import checks
from tests.rostering import CHRISTMAS, SATURDAY, on_duty, planned, settle

SECOND: Final = dt.timedelta(seconds=1)


def seoul(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC) - dt.timedelta(hours=9)


def swept(stage: Stage, now: dt.datetime) -> int:
    with stage.db.begin() as session:
        return jobs.sweep(session, WS, now)


def said(stage: Stage, series: str, who: str | None = None) -> str:
    """What the newest such post says, by its maker."""
    maker = MAKERS[series]
    assert not isinstance(maker, Slow | Doing)
    with stage.db.read() as session:
        rows = [
            row for row in session.query(PostRow) if row.series == series and who in (None, row.person, row.channel)
        ]
        row = max(rows, key=lambda one: one.due)
        post = Post(
            WS, row.key, series, row.occurrence, 0, row.due, row.expires, State.PLANNED, series, row.args,
            row.channel, row.person,
        )  # fmt: skip
        made = maker(session, post, stage.now)
    if made is None:
        return ""
    assert isinstance(made, Message)
    assert not checks.message_faults({"text": made.text, "blocks": list(made.blocks)})
    return "\n".join(checks.texts(list(made.blocks)))


EVE: Final = CHRISTMAS - dt.timedelta(days=1)


class TestTheDayBefore:
    def test_who_is_on_is_asked_at_ten_once(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert swept(stage, seoul(EVE, 10) - SECOND) == 0
        assert swept(stage, seoul(EVE, 10)) == 1
        assert swept(stage, seoul(EVE, 11)) == 0
        assert planned(stage) == [("duty-eve", BOM)]
        assert "Tomorrow you are on duty: Fri 25 Dec, Christmas Day" in said(stage, "duty-eve")

    def test_a_guest_is_not_asked_and_the_secretariat_hears_of_the_day(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        becomes_guest(stage, BOM)
        swept(stage, seoul(EVE, 16))
        assert said(stage, "duty-eve") == ""
        assert "*봄* has not confirmed the duty of Fri 25 Dec" in said(stage, "duty-escalation")

    def test_in_korean(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        on_duty(stage, CHRISTMAS, BOM)
        swept(stage, seoul(EVE, 10))
        assert "내일 특별근무입니다: 12월 25일 (금), 기독탄신일" in said(stage, "duty-eve")

    def test_the_secretariat_hears_at_four_when_nobody_confirmed(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert swept(stage, seoul(EVE, 16) - SECOND) == 1
        assert swept(stage, seoul(EVE, 16)) == 1
        assert swept(stage, seoul(EVE, 17)) == 0
        assert planned(stage) == [("duty-escalation", EUN), ("duty-eve", BOM)]
        assert "*봄* has not confirmed the duty of Fri 25 Dec" in said(stage, "duty-escalation")

    def test_the_secretariat_hears_that_they_are_away(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        with stage.db.begin() as session:
            people.away(session, WS, Leave(BOM, CHRISTMAS + dt.timedelta(days=1), CHRISTMAS + dt.timedelta(days=9)))
            people.away(session, WS, Leave(CHAN, CHRISTMAS, CHRISTMAS))
        swept(stage, seoul(EVE, 16))
        stage.now = seoul(EVE, 16)
        assert "away" not in said(stage, "duty-escalation")
        with stage.db.begin() as session:
            people.away(session, WS, Leave(BOM, EVE, CHRISTMAS))
        assert "*봄* is away: Thu 24 Dec to Fri 25 Dec" in said(stage, "duty-escalation")
        speaks(stage, EUN, "ko")
        assert "*봄* 부재: 12월 24일 (목) ~ 12월 25일 (금)" in said(stage, "duty-escalation")

    def test_who_confirmed_is_left_in_peace_and_so_is_the_secretariat(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        swept(stage, seoul(EVE, 10))
        stage.now = seoul(EVE, 12)
        stage.types(BOM, "/duty confirm 12/25")
        assert said(stage, "duty-eve") == ""
        assert swept(stage, seoul(EVE, 16)) == 0

    def test_who_was_put_on_duty_only_just_now_has_two_hours(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM, made=seoul(EVE, 17))
        assert swept(stage, seoul(EVE, 17)) == 1
        assert swept(stage, seoul(EVE, 19) - SECOND) == 0
        assert swept(stage, seoul(EVE, 19)) == 1

    def test_who_takes_the_day_is_asked_as_well(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        swept(stage, seoul(EVE, 10))
        stage.now = seoul(EVE, 11)
        stage.types(EUN, "/duty assign 12/25 <@U0HANA|hana>")
        assert swept(stage, seoul(EVE, 11)) == 1
        assert ("duty-eve", HANA) in planned(stage)
        assert said(stage, "duty-eve", BOM) == ""

    def test_after_an_outage_until_the_shift_is_over(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert swept(stage, seoul(CHRISTMAS + dt.timedelta(days=1), 9) - SECOND) == 2
        assert swept(stage, seoul(CHRISTMAS + dt.timedelta(days=3), 9)) == 0

    def test_at_the_times_of_the_settings(self, stage: Stage) -> None:
        settle(stage, duty_asked=dt.time(14), duty_escalated=dt.time(17), duty_begins=dt.time(8), duty_ends=dt.time(20))
        on_duty(stage, CHRISTMAS, BOM)
        assert swept(stage, seoul(EVE, 14) - SECOND) == 0
        assert swept(stage, seoul(EVE, 14)) == 1
        assert "From Fri 25 Dec, 08:00 to Fri 25 Dec, 20:00." in said(stage, "duty-eve")
        assert swept(stage, seoul(EVE, 17)) == 1
        assert swept(stage, seoul(CHRISTMAS, 20) - SECOND) == 0
        assert swept(stage, seoul(CHRISTMAS, 20)) == 1
        assert planned(stage) == [("duty-escalation", EUN), ("duty-eve", BOM), ("duty-handover", LEADERS)]


class TestHandOver:
    def test_is_posted_when_the_shift_ends_once(self, stage: Stage) -> None:
        on_duty(stage, SATURDAY, BOM, confirmed=stage.now)
        stage.now = seoul(SATURDAY, 14)
        stage.types(BOM, "/duty log power cut at the terminal")
        sunday = SATURDAY + dt.timedelta(days=1)
        assert swept(stage, seoul(sunday, 9) - SECOND) == 0
        assert swept(stage, seoul(sunday, 9)) == 1
        assert swept(stage, seoul(sunday, 10)) == 0
        assert planned(stage) == [("duty-handover", LEADERS)]
        assert "14:00 · 봄 · power cut at the terminal" in said(stage, "duty-handover")

    def test_goes_to_who_is_on_next_too_when_there_is_something_to_say(self, stage: Stage) -> None:
        settle(stage, duty_channel="C0DUTY")
        sunday = SATURDAY + dt.timedelta(days=1)
        on_duty(stage, SATURDAY, BOM, confirmed=stage.now)
        on_duty(stage, sunday, CHAN, confirmed=stage.now)
        assert swept(stage, seoul(sunday, 9)) == 2
        assert planned(stage) == [("duty-handover", "C0DUTY"), ("duty-handover", CHAN)]
        assert "Nothing was reported." in said(stage, "duty-handover", "C0DUTY")
        assert said(stage, "duty-handover", CHAN) == ""

    def test_who_is_on_next_may_do_without_it_but_not_without_the_question_to_confirm(self, stage: Stage) -> None:
        sunday = SATURDAY + dt.timedelta(days=1)
        on_duty(stage, SATURDAY, BOM, confirmed=stage.now)
        on_duty(stage, sunday, CHAN)
        with stage.db.begin() as session:
            people.mute(session, WS, CHAN, frozenset({"duty"}))
        swept(stage, seoul(SATURDAY, 10))
        stage.now = seoul(SATURDAY, 14)
        stage.types(BOM, "/duty log power cut at the terminal")
        swept(stage, seoul(sunday, 9))
        assert said(stage, "duty-handover", CHAN) == ""
        assert "power cut" in said(stage, "duty-handover", LEADERS)
        assert "Tomorrow you are on duty: Sun 29 Nov" in said(stage, "duty-eve", CHAN)

    def test_an_old_one_is_not_dug_up(self, stage: Stage) -> None:
        on_duty(stage, SATURDAY, BOM, confirmed=stage.now)
        assert swept(stage, seoul(SATURDAY + dt.timedelta(days=2), 9)) == 0


class TestTold:
    def test_each_hears_of_their_days_once_when_the_roster_stands(self, stage: Stage) -> None:
        settle(stage, duty_weekends=True, duty_people=frozenset({BOM, HANA}))
        stage.types(EUN, "/duty generate december")
        assert planned(stage) == [("duty-told", BOM), ("duty-told", HANA)]
        with stage.db.read() as session:
            assert {row.due for row in session.query(PostRow)} == {stage.now + dt.timedelta(minutes=10)}
        assert "You are on duty on" in said(stage, "duty-told", BOM)

    def test_nothing_of_a_roster_that_was_undone(self, stage: Stage) -> None:
        settle(stage, duty_people=frozenset({BOM}))
        stage.clicks(EUN, stage.types(EUN, "/duty generate december"), "duty:undo_roster")
        assert said(stage, "duty-told", BOM) == ""

    def test_of_a_day_that_is_somebody_elses_by_now(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(HANA, "/duty volunteer 12/25")
        assert "somebody else's now" in said(stage, "duty-relieved", BOM)

    @pytest.mark.parametrize(("answer", "heard"), [("accept", "It is theirs now"), ("decline", "It is still yours")])
    def test_a_question_and_its_answer(self, stage: Stage, answer: str, heard: str) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(BOM, "/duty swap 12/25 <@U0HANA|hana>")
        assert "*봄* asks you to take the duty of Fri 25 Dec, Christmas Day" in said(stage, "duty-asked")
        stage.types(HANA, f"/duty {answer} 12/25")
        assert said(stage, "duty-asked") == ""
        assert heard in said(stage, "duty-answered")


def test_the_leadership_reads_who_is_on_and_what_the_last_shift_logged(stage: Stage) -> None:
    on_duty(stage, SATURDAY, BOM)
    on_duty(stage, CHRISTMAS, HANA)
    stage.now = seoul(SATURDAY, 14)
    stage.types(BOM, "/duty log power cut at the terminal")

    def read(language: str) -> str:
        due = seoul(dt.date(2026, 12, 4), 17)
        with stage.db.read() as session:
            people = directory(session, WS)
            assert people is not None
            week = agendas.gather_all(session, people, "2026-W49", due)
            card = gathered.post(translator(language, "Asia/Seoul", due.date()), week, people)
        assert not checks.message_faults(card.message())
        return "\n".join(checks.texts(list(card.blocks)))

    english, korean = read("en"), read("ko")
    assert "*Duty on days off*\n•  Fri 25 Dec, Christmas Day · *하나*" in english
    assert "*Duty of Sat 28 Nov*  봄\n•  14:00 · 봄 · power cut at the terminal" in english
    assert "*휴일 특별근무*\n•  12월 25일 (금), 기독탄신일 · *하나*" in korean
    assert "*11월 28일 (토) 특별근무*  봄" in korean


def test_the_sweep_is_on_the_timetable() -> None:
    assert jobs.sweep in [one.run for one in SWEEPS]
    assert duty.HANDOVER in MAKERS


def test_next_weeks_plan_has_the_teams_days_of_duty(stage: Stage) -> None:
    on_duty(stage, SATURDAY, BOM)
    on_duty(stage, SATURDAY, CHAN, 2)
    with stage.db.read() as session:
        people = directory(session, WS)
        assert people is not None
        facts = agendas.gather(session, people, people.teams["export"], "2026-W48", stage.now)
    plan = rules.compose(facts).plan
    assert [(one.day, one.person) for one in plan.duty] == [(SATURDAY, BOM)]


def test_the_digest_says_when_i_am_on_duty_and_the_daily_message_who_asks_me(stage: Stage) -> None:
    on_duty(stage, SATURDAY, CHAN)
    on_duty(stage, CHRISTMAS, HANA)
    stage.types(HANA, "/duty swap 12/25 <@U0CHAN|chan>")

    def made(maker: Maker) -> str:
        post = Post(WS, "k", "s", "o", 0, stage.now, stage.now, State.PLANNED, "s", {}, person=CHAN)
        with stage.db.read() as session:
            message = maker(session, post, stage.now)
        assert isinstance(message, Message)
        return "\n".join(checks.texts(list(message.blocks)))

    assert "*My days of duty*\n• Sat 28 Nov" in made(owing.digest)
    assert "`/duty accept 2026-12-25`" in made(owing.bundle)
    assert "My days of duty" not in made(owing.bundle)
    with stage.db.begin() as session:
        people.mute(session, WS, CHAN, frozenset({"duty"}))
    stage.types(ARA, "/task add Crane repair <@U0CHAN|chan> due: 11/27")
    assert "My days of duty" not in made(owing.digest)
