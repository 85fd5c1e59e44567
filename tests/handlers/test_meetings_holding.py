"""A sitting: its agenda, who was there, what was decided, its minutes; moved and cancelled."""

import datetime as dt

import pytest

from bot.domain.events import EventKind
from bot.domain.meetings import MeetingState
from bot.settings import DeliverySettings
from schedules import MAKERS, tick
from storage import agendas, audit, events, organisations, tasks
from tests.cast import ARA, BOM, CHAN, DANA, EUN, EXPORT, GIL, WS, Json, Stage, speaks, words
from tests.doubles.slack import FakeSlack
from tests.sitting import KST, at, found, meeting, sittings, there

SEATS = ["대한무역인협회", "전국상공협의회", "기계공업진흥협회"]


@pytest.fixture(autouse=True)
def _sitting(stage: Stage) -> None:
    """M-1 on Tuesday 1 December at 15:00; it is 16:30 of that day."""
    found(stage)
    at(stage, 12, 1)
    stage.later(minutes=30)


def deliver(stage: Stage) -> None:
    slack = FakeSlack(stage.slack)
    slack.retry_handlers = []
    named = {key: maker for key, maker in MAKERS.items() if key in ("meeting-changed", "answer")}
    pause = lambda seconds: stage.later(seconds=seconds)  # noqa: E731  # a clock that passes
    tick(stage.db, lambda _ws: slack, named, lambda: stage.now, DeliverySettings(), sweeps=(), pause=pause)


def posts(stage: Stage, channel: str = EXPORT) -> list[Json]:
    return list(stage.slack.messages.get(channel, []))


class TestAgenda:
    def test_everybody_adds_to_it(self, stage: Stage) -> None:
        said = words(stage.types(CHAN, "/meeting M-1 add 인증비용 부담 @bom"))
        assert "*Items of the agenda*" in said
        assert "인증비용 부담 · 봄" in said
        stage.types(BOM, "/meeting 안건 M-1 선석 배정")
        card = stage.types(BOM, "/meeting M-1")
        stage.clicks(BOM, card, "Add an item")
        stage.submits(BOM, {"text": "berths", "presenter": ARA})
        assert "3.  berths · 아라" in words(stage.said())

    def test_not_of_a_cancelled_one(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 cancel 위원장 출장")
        assert "was cancelled" in words(stage.types(BOM, "/meeting M-1 add x y"))

    def test_a_guest_presents_nothing(self, stage: Stage) -> None:
        assert "is a guest" in words(stage.types(ARA, "/meeting M-1 add costs @gil"))


class TestAttendance:
    def test_by_names_of_the_directory_and_people(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/meeting M-1 attended 대한무역인협회, (주) 전국상공협의회, @bom, 12명"))
        assert "3 of 4 seats" in said
        assert "2 organisations, 1 of ours, 12 people in the room" in said
        assert "Absent: 기계공업진흥협회" in said
        assert (list(there(stage).organisations.values()), there(stage).people) == (SEATS[:2], (BOM,))
        assert meeting(stage).state is MeetingState.HELD

    def test_a_part_of_a_name_is_enough_when_one_has_it(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 참석 무역인, 기계공업")
        assert list(there(stage).organisations.values()) == [SEATS[0], SEATS[2]]

    def test_those_with_a_seat_come_first(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 무역인연합")
        stage.types(ARA, "/meeting M-1 참석 무역인")
        assert list(there(stage).organisations.values()) == [SEATS[0]]

    def test_an_ambiguous_name_is_asked_about(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        stage.types(BOM, "/org add 대한정밀화학")
        assert "could be O-4 대한정밀, O-5" in words(stage.types(ARA, "/meeting M-1 참석 한정밀"))
        assert not there(stage)
        assert meeting(stage).state is MeetingState.PLANNED

    def test_a_new_one_is_pointed_out(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/meeting M-1 attended Geoje Shipyard Co., Ltd."))
        assert "New in the directory: O-4 Geoje Shipyard Co., Ltd." in said
        assert list(there(stage).organisations.values()) == ["Geoje Shipyard Co., Ltd."]

    def test_a_second_line_adds(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 attended 대한무역인협회")
        stage.types(ARA, "/meeting M-1 attended 전국상공협의회, @bom")
        assert (list(there(stage).organisations.values()), there(stage).people) == (SEATS[:2], (BOM,))

    @pytest.mark.parametrize("line", ["all except 기계공업진흥협회", "전원 (기계공업진흥협회 제외)"])
    def test_all_but(self, stage: Stage, line: str) -> None:
        stage.types(ARA, f"/meeting M-1 attended {line}")
        assert (list(there(stage).organisations.values()), there(stage).people) == (SEATS[:2], (BOM,))

    def test_by_the_form_where_every_seat_is_ticked(self, stage: Stage) -> None:
        card = stage.types(ARA, "/meeting M-1")
        stage.clicks(ARA, card, "Attendance")
        stage.submits(ARA, {"seats_0": ["0", "2"], "names": "산업단지관리공사", "people": [CHAN], "heads": "25"})
        assert list(there(stage).organisations.values()) == [SEATS[0], SEATS[2], "산업단지관리공사"]
        assert (there(stage).people, meeting(stage).heads) == ((CHAN,), 25)
        stage.types(ARA, "/meeting attended M-1")
        stage.submits(ARA, {"names": ""})
        assert list(there(stage).organisations.values()) == [SEATS[0], SEATS[2]]

    def test_faults_stand_beside_their_fields(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting attended M-1")
        answer = stage.submits(ARA, {"heads": "-3", "names": "x" * 81})
        assert set(answer["errors"]) == {"heads", "names"}
        assert "guest" in stage.submits(ARA, {"people": [GIL]})["errors"]["people"]
        assert not there(stage)

    def test_not_before_it_begins(self, stage: Stage) -> None:
        at(stage, 11, 30)
        assert "has not begun yet" in words(stage.types(ARA, "/meeting M-1 attended 대한무역인협회"))
        stage.types(ARA, "/meeting M-1 move 11/30 09:00")
        stage.types(ARA, "/meeting M-1 attended 대한무역인협회")
        assert meeting(stage).state is MeetingState.HELD

    def test_is_for_its_secretary_lead_and_the_secretariat(self, stage: Stage) -> None:
        for who in (BOM, CHAN):
            assert "Only its secretary" in words(stage.types(who, "/meeting M-1 attended 대한무역인협회"))
        assert "The attendance is recorded." in words(stage.types(DANA, "/meeting M-1 attended 대한무역인협회"))

    def test_the_agenda_of_the_week_hears_of_it_once(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 attended 대한무역인협회")
        stage.types(ARA, "/meeting M-1 decide berths first")
        with stage.db.read() as session:
            told = events.untold(session, WS, "export", stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(1))
        assert [one.ref for one in told if one.kind is EventKind.MEETING_HELD] == ["M-1"]

    def test_who_changed_what_is_kept(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 attended 대한무역인협회, @bom")
        with stage.db.read() as session:
            changes = audit.changes(session, WS, "M-1")
        assert changes[0].after == {"organisations": ["대한무역인협회"], "members": [BOM]}


class TestDecisions:
    def test_settle_the_item_of_the_weekly_agenda_that_they_begin_with(self, stage: Stage) -> None:
        stage.types(BOM, "/agenda add 선석 배정")
        assert "off the agenda: 선석 배정" in words(stage.types(ARA, "/meeting M-1 decide 선석 배정: 항만청과 협의"))
        with stage.db.read() as session:
            assert agendas.open_items(session, WS, "export") == []

    def test_become_tasks_as_those_of_the_weekly_meeting_do(self, stage: Stage) -> None:
        card = words(stage.types(ARA, "/meeting M-1 decide 선석 배정 협의 @bom by: 12/4"))
        assert "It became the task T-1." in card
        assert "선석 배정 협의 · 봄 · by Fri 4 Dec · → T-1" in card
        with stage.db.read() as session:
            task = tasks.get(session, WS, 1)
        assert task is not None
        assert (task.owner, task.team, task.due) == (BOM, "export", dt.date(2026, 12, 4))
        assert "No decisions" in words(stage.types(ARA, "/agenda minutes"))

    def test_by_the_form(self, stage: Stage) -> None:
        card = stage.types(ARA, "/meeting M-1")
        stage.clicks(ARA, card, "Record a decision")
        assert "owner" in stage.submits(ARA, {"text": "berths", "owner": GIL})["errors"]
        stage.submits(ARA, {"text": "berths", "owner": BOM, "due": "2026-12-04"})
        assert "T-1" in words(stage.said())

    def test_are_for_who_may_lead_it_on(self, stage: Stage) -> None:
        assert "Only its secretary" in words(stage.types(BOM, "/meeting M-1 결정 x y"))
        with stage.db.read() as session:
            assert tasks.get(session, WS, 1) is None


class TestMinutes:
    def test_are_posted_to_the_channel_once(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 attended all")
        stage.types(ARA, "/meeting M-1 decide 선석 배정 협의 @bom by: 12/4")
        stage.types(ARA, "/meeting M-1 minutes 인증비용은 다음에 논의")
        card = stage.types(ARA, "/meeting 회의록 M-1")
        assert "인증비용은 다음에 논의" in words(card)
        assert "posted to the channel" in words(stage.clicks(ARA, card, "Post to the channel"))
        assert "there already" in words(stage.clicks(ARA, card, "Post to the channel"))
        deliver(stage)
        [post] = [one for one in posts(stage) if "Minutes: PR Council" in words(one)]
        assert "4 of 4 seats" in words(post)
        assert "선석 배정 협의" in words(post)

    def test_are_read_by_everybody_and_posted_by_few(self, stage: Stage) -> None:
        assert "Nothing is recorded yet." in words(stage.types(CHAN, "/meeting minutes M-1"))
        card = stage.types(ARA, "/meeting M-1 decide berths")
        card = stage.types(ARA, "/meeting minutes M-1")
        assert "Post to the channel" not in words(stage.types(CHAN, "/meeting minutes M-1"))
        assert "Only its secretary" in words(stage.clicks(CHAN, card, "Post to the channel"))

    def test_take_2000_characters(self, stage: Stage) -> None:
        stage.types(ARA, f"/meeting M-1 minutes {'가' * 1999}")
        assert "up to 2,000 characters" in words(stage.types(ARA, "/meeting M-1 minutes 가나다"))


class TestMoved:
    @pytest.fixture(autouse=True)
    def _before(self, stage: Stage) -> None:
        at(stage, 11, 27, 10)

    def test_to_a_day_and_a_time_and_those_concerned_hear_of_it(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/meeting M-1 move 12/4 11:30 위원장 해외 출장"))
        assert "Fri 4 Dec 11:30–12:30" in said
        assert "Moved: 위원장 해외 출장" in said
        assert meeting(stage).sequence == 1
        deliver(stage)
        deliver(stage)
        for channel in (EXPORT, f"D{BOM[1:]}"):
            heard = [one for one in posts(stage, channel) if "takes place at another time" in words(one)]
            assert len(heard) == 1, channel
        assert posts(stage, f"D{ARA[1:]}") == []

    def test_keeps_its_time_when_none_is_typed(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting 일정변경 M-1 12/4")
        assert meeting(stage).starts == dt.datetime(2026, 12, 4, 15, tzinfo=KST)

    def test_by_the_form(self, stage: Stage) -> None:
        card = stage.types(ARA, "/meeting M-1")
        stage.clicks(ARA, card, "Move the sitting")
        assert "time" in stage.submits(ARA, {"time": "25:00"})["errors"]
        assert "at that time already" in stage.submits(ARA, {})["errors"]["day"]
        stage.submits(ARA, {"day": "2026-12-07", "time": "오전 10시", "minutes": "90"})
        one = meeting(stage)
        assert (one.starts, one.minutes) == (dt.datetime(2026, 12, 7, 10, tzinfo=KST), 90)

    def test_time_and_place_of_one_sitting(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting edit M-1")
        stage.submits(ARA, {"place": "소회의실", "time": "16:00"})
        one = meeting(stage)
        assert (one.place, one.sequence, one.moved) == ("소회의실", 1, True)
        stage.types(ARA, "/meeting edit M-1")
        stage.submits(ARA, {})
        assert meeting(stage).sequence == 1

    def test_a_stale_form_overwrites_nothing(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting edit M-1")
        old = stage.slack.form(ARA)
        stage.types(ARA, "/meeting M-1 move 12/4")
        assert "changed meanwhile" in str(stage.submits(ARA, {"place": "x"}, view=old)["errors"])

    @pytest.mark.parametrize("typed", ["someday", "99/99", "", "2026-02-30 x"])
    def test_to_no_date(self, stage: Stage, typed: str) -> None:
        answer = stage.types(ARA, f"/meeting M-1 move {typed}")
        assert "To which date?" in words(answer) if answer else stage.slack.form(ARA)["callback_id"] == "meetings:moved"
        assert meeting(stage).sequence == 0

    def test_not_what_has_taken_place(self, stage: Stage) -> None:
        at(stage, 12, 1)
        stage.types(ARA, "/meeting M-1 attended all")
        assert "taken place already" in words(stage.types(ARA, "/meeting M-1 move 12/9"))
        assert "taken place already" in words(stage.types(ARA, "/meeting M-1 cancel x y"))


class TestCancelled:
    @pytest.fixture(autouse=True)
    def _before(self, stage: Stage) -> None:
        at(stage, 11, 27, 10)

    def test_the_next_one_is_there_at_once(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/meeting M-1 cancel 위원장 해외 출장"))
        assert "The next sitting is M-2, Tue 5 Jan 2027 15:00–16:00." in said
        assert [one.state for one in sittings(stage)] == [MeetingState.CANCELLED, MeetingState.PLANNED]
        deliver(stage)
        assert any("is cancelled" in words(one) for one in posts(stage))

    @pytest.mark.parametrize(
        ("language", "says"),
        [
            ("en", "1 item of its agenda stands on that one's now."),
            ("ko", "취소된 회의의 안건 1건을 그 회의로 옮겼습니다."),
        ],
    )
    def test_its_items_go_to_the_next_one(self, stage: Stage, language: str, says: str) -> None:
        speaks(stage, ARA, language)
        stage.types(BOM, "/meeting M-1 add certification costs @bom")
        assert says in words(stage.types(ARA, "/meeting M-1 cancel 위원장 해외 출장"))
        assert "certification costs" in words(stage.types(BOM, "/meeting show M-2"))
        assert "certification costs" not in words(stage.types(BOM, "/meeting show M-1"))
        for ref in ("M-1", "M-2"):
            told = words(stage.types(EUN, f"/muster audit {ref}"))
            assert "moved an item to another sitting" in told
            assert "• sitting: M-1 → M-2" in told

    def test_its_items_stay_where_none_follows(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting close pr-council")
        stage.types(ARA, "/meeting M-1 move 12/4")
        stage.types(BOM, "/meeting M-1 add certification costs")
        said = words(stage.types(ARA, "/meeting M-1 cancel 위원장 해외 출장"))
        assert "so 1 item stays on its agenda. `/meeting move M-1 DATE`" in said
        assert "certification costs" in said

    def test_needs_a_reason(self, stage: Stage) -> None:
        assert stage.types(ARA, "/meeting cancel M-1") == {}
        assert "text" in stage.submits(ARA, {"text": "\u200b"})["errors"]
        stage.submits(ARA, {"text": "nobody can come"})
        assert meeting(stage).reason == "nobody can come"

    def test_twice_is_said(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 cancel x y")
        assert "cancelled already" in words(stage.types(ARA, "/meeting M-1 취소 x y"))

    def test_takes_place_after_all_when_it_is_moved(self, stage: Stage) -> None:
        stage.types(ARA, "/meeting M-1 cancel x y")
        stage.types(ARA, "/meeting M-1 move 12/4")
        assert (meeting(stage).state, meeting(stage).sequence) == (MeetingState.PLANNED, 2)


def test_a_direct_message_takes_the_same_words(stage: Stage) -> None:
    answer = stage.mentions(ARA, "회의 M-1 참석 대한무역인협회", dm=True)
    assert "1 of 4 seats" in words(answer)


def test_the_directory_knows_each_once(stage: Stage) -> None:
    stage.types(ARA, "/meeting M-1 attended 대한무역인협회, (주)대한무역인협회")
    with stage.db.read() as session:
        assert organisations.count(session, WS, "") == 3
