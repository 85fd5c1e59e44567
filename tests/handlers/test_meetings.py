"""Regular meetings as people set them up, look at them, change and end them."""

import datetime as dt
from typing import Any

import pytest

from bot.domain.meetings import Every, MeetingState, SeriesKind
from storage import audit, organisations, people
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, HANA, WS, Stage, speaks, words
from tests.sitting import KST, STEP_ONE, STEP_TWO, at, found, meeting, series, sittings


class TestSetUp:
    def test_in_two_steps_with_its_next_sitting(self, stage: Stage) -> None:
        found(stage)
        said = words(stage.said())
        assert "Its next sitting is M-1." in said
        assert "every month on the first Tuesday" in said
        assert "*2 co-chairs* · 대한무역인협회, 전국상공협의회" in said
        one = series(stage)
        assert (one.kind, one.cadence.every, one.team, one.secretary) == (
            SeriesKind.COUNCIL,
            Every.MONTHLY,
            "export",
            ARA,
        )
        assert [(seat.name, seat.person, seat.chair) for seat in one.seats] == [
            ("대한무역인협회", None, True),
            ("전국상공협의회", None, True),
            ("기계공업진흥협회", None, False),
            ("", BOM, False),
        ]
        assert meeting(stage).starts == dt.datetime(2026, 12, 1, 15, tzinfo=KST)

    def test_in_korean(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            people.choose_language(session, WS, ARA, "ko")
        found(stage)
        said = words(stage.said())
        assert "정례회의를 만들었습니다. 다음 회의는 M-1입니다." in said
        assert "매월 첫째 화요일" in said
        assert "산업경제 홍보협의회" in words(stage.types(ARA, "/meeting 다음"))
        assert "12월 1일 (화) 15:00–16:00" in words(stage.types(ARA, "/muster 정례회의 보기 M-1"))

    def test_new_organisations_are_pointed_out_and_known_ones_found(self, stage: Stage) -> None:
        stage.types(BOM, "/org add (주)대한무역인협회 #economic")
        found(stage)
        assert "New in the directory: O-2 전국상공협의회" in words(stage.said())
        with stage.db.read() as session:
            assert organisations.count(session, WS, "무역인") == 1

    def test_is_for_leads_and_the_secretariat(self, stage: Stage) -> None:
        assert "Only leads and the secretariat" in words(stage.types(BOM, "/meeting new"))
        assert "Guests may only" in words(stage.types(GIL, "/meeting new"))

    def test_a_lead_speaks_for_their_own_team(self, stage: Stage) -> None:
        answer = found(stage, HANA, {"team": "export"})
        assert "Only its secretary" in answer["errors"]["team"]

    def test_the_secretariat_for_any(self, stage: Stage) -> None:
        found(stage, EUN, {"team": "energy", "secretary": HANA})
        assert series(stage).secretary == HANA

    @pytest.mark.parametrize(
        ("one", "field"),
        [
            ({"ko": "", "en": "\u200b"}, "ko"),
            ({"key": "two words"}, "key"),
            ({"key": "next"}, "key"),
            ({"key": "다음"}, "key"),
            ({"secretary": GIL}, "secretary"),
            ({"ko": "가" * 151}, "ko"),
        ],
    )
    def test_faults_of_the_first_step_stand_beside_their_fields(
        self, stage: Stage, one: dict[str, Any], field: str
    ) -> None:
        assert list(found(stage, one=one)["errors"]) == [field]
        assert "No regular meetings here yet. `/meeting new`" in words(stage.types(ARA, "/meeting list"))
        assert "Leads and the secretariat set them up." in words(stage.types(BOM, "/meeting list"))

    @pytest.mark.parametrize(
        ("two", "field"),
        [
            ({"time": "noon o'clock"}, "time"),
            ({"nth": None, "weekday": None}, "day"),
            ({"nth": None}, "day"),
            ({"day": "32"}, "day"),
            ({"minutes": "1"}, "minutes"),
            ({"minutes": "000000005999999"}, "minutes"),
            ({"minutes": "³"}, "minutes"),
            ({"people": [GIL]}, "people"),
            ({"chairs": "x" * 81}, "chairs"),
            ({"seats": "\n".join(f"기관{n}" for n in range(61))}, "seats"),
        ],
    )
    def test_faults_of_the_second_step(self, stage: Stage, two: dict[str, Any], field: str) -> None:
        assert list(found(stage, two=STEP_TWO | two)["errors"]) == [field]
        assert sittings(stage) == []

    @pytest.mark.parametrize(("dates", "count"), [("12/3, 12/24", 2), ("2026-12-03\n2027. 3. 4.", 2)])
    def test_on_dates(self, stage: Stage, dates: str, count: int) -> None:
        found(stage, one={"every": "dates"}, two={"dates": dates, "time": "9:30"})
        assert len(series(stage).cadence.dates) == count
        assert meeting(stage).starts == dt.datetime(2026, 12, 3, 9, 30, tzinfo=KST)

    def test_dates_that_are_none(self, stage: Stage) -> None:
        answer = found(stage, one={"every": "dates"}, two={"dates": "12/3, someday", "time": "9:30"})
        assert "someday" in answer["errors"]["dates"]

    def test_a_key_or_a_name_belongs_to_one(self, stage: Stage) -> None:
        found(stage)
        assert "taken" in found(stage, one={"ko": "다른 회의", "en": "Other"})["errors"]["key"]
        assert "called that already" in found(stage, one={"key": "other"})["errors"]["ko"]

    def test_what_is_typed_mentions_nothing(self, stage: Stage) -> None:
        found(stage, one={"ko": "<!channel> *x*"}, two={"place": "<https://evil.example|bank>"})
        assert "<!channel>" not in words(stage.said())
        assert "<https://evil" not in words(stage.said())


class TestLookedAt:
    @pytest.fixture(autouse=True)
    def _there(self, stage: Stage) -> None:
        found(stage)
        found(
            stage,
            EUN,
            {"ko": "정책연구포럼", "en": "Policy Forum", "key": "forum", "kind": "forum", "every": "semi-annual"}
            | {"team": "energy", "secretary": HANA},
            {"nth": "-1", "weekday": "thu", "month": "6", "time": "14:00"},
        )

    def test_the_next_ones_the_soonest_first(self, stage: Stage) -> None:
        for text in ("/meeting", "/meeting next", "/muster 회의 다음"):
            said = words(stage.types(CHAN, text))
            assert "2 sittings to come" in said
            assert said.index("M-1") < said.index("M-2")

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("next mine", "M-1"),
            ("next team energy", "M-2"),
            ("list mine", "pr-council"),
            ("list 포럼", "forum"),
            ("list", "every half-year, in its 6th month on the last Thursday"),
            ("show forum", "Thu 31 Dec 14:00–15:00"),
            ("정책연구포럼", "Policy Forum"),
            ("M-2", "industrial"),
            ("show M-1", "Tue 1 Dec 15:00–16:00"),
        ],
    )
    def test_by_whom_team_name_and_number(self, stage: Stage, text: str, shown: str) -> None:
        said = words(stage.types(BOM, f"/meeting {text}"))
        assert shown in said or (text == "M-2" and "forum" in said)

    def test_korean_counts_the_months_in_words(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        assert "매 반기 여섯째 달 마지막 목요일" in words(stage.types(BOM, "/meeting 목록"))

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("show M-99", "There is no meeting M-99"),
            ("show D-1", "There is no meeting “D-1”"),
            ("nonsense", "There is no meeting “nonsense”"),
            ("list nonsense", "There is no meeting “nonsense”"),
            ("list team nowhere", "There is no team"),
            ("M-1 atended x", "Did you mean `attended`?"),
            ("M-1 zzzzzzzz x", "no word behind a meeting's number"),
            ("decide do it", "not the number of a meeting"),
        ],
    )
    def test_what_is_not_there_is_said(self, stage: Stage, text: str, sentence: str) -> None:
        assert sentence in words(stage.types(BOM, f"/meeting {text}"))


class TestChanged:
    def test_the_coming_sitting_follows_its_series(self, stage: Stage) -> None:
        found(stage)
        stage.types(ARA, "/meeting edit pr-council")
        second = stage.submits(ARA, {"every": "weekly"})["view"]
        stage.submits(ARA, {"weekday": "fri", "time": "10:00"}, view=second)
        assert "The meeting is changed." in words(stage.said())
        one = meeting(stage)
        assert (one.starts, one.occurrence, one.sequence) == (
            dt.datetime(2026, 11, 27, 10, tzinfo=KST),
            "2026-W48",
            1,
        )
        assert [seat.name for seat in series(stage).seats][:1] == ["대한무역인협회"]
        with stage.db.read() as session:
            [change, _] = audit.changes(session, WS, "meeting:pr-council")
        assert change.action == "edit"
        assert change.after["cadence"] == {"every": "weekly", "weekday": "fri", "month": 1}

    def test_a_moved_sitting_stays_where_somebody_put_it(self, stage: Stage) -> None:
        found(stage)
        stage.types(ARA, "/meeting M-1 move 12/4 11:00")
        stage.types(ARA, "/meeting edit pr-council")
        second = stage.submits(ARA, {"every": "weekly"})["view"]
        stage.submits(ARA, {"weekday": "fri", "time": "10:00"}, view=second)
        assert meeting(stage).starts == dt.datetime(2026, 12, 4, 11, tzinfo=KST)

    def test_a_newer_change_is_not_overwritten(self, stage: Stage) -> None:
        found(stage)
        stage.types(ARA, "/meeting edit pr-council")
        second = stage.submits(ARA, {})["view"]
        stage.types(ARA, "/meeting edit pr-council")
        third = stage.submits(ARA, {})["view"]
        stage.submits(ARA, {"time": "10:00"}, view=third)
        assert "changed meanwhile" in str(stage.submits(ARA, {"time": "11:00"}, view=second)["errors"])

    def test_is_for_its_secretary_the_lead_and_the_secretariat(self, stage: Stage) -> None:
        found(stage, one={"secretary": BOM})
        for person, allowed in ((BOM, True), (ARA, True), (EUN, True), (DANA, True), (CHAN, False), (HANA, False)):
            refused = "Only its secretary" in words(stage.types(person, "/meeting edit pr-council"))
            assert refused is not allowed

    def test_its_secretary_may_change_it(self, stage: Stage) -> None:
        found(stage, one={"secretary": BOM})
        stage.types(BOM, "/meeting edit pr-council")
        second = stage.submits(BOM, {"en": "Council"})["view"]
        stage.submits(BOM, {"time": "10:00"}, view=second)
        assert (series(stage).en, series(stage).time) == ("Council", dt.time(10))

    def test_ended_and_taken_up_again(self, stage: Stage) -> None:
        found(stage)
        card = stage.types(ARA, "/meeting show pr-council")
        assert "The series has ended." in words(stage.clicks(ARA, card, "End the series"))
        assert meeting(stage).state is MeetingState.CANCELLED
        assert "No sitting is planned" in words(stage.types(ARA, "/meeting next"))
        assert "has ended already" in words(stage.types(ARA, "/meeting close pr-council"))
        assert "has ended already" in words(stage.types(ARA, "/meeting 종결 pr-council"))
        stage.types(ARA, "/meeting reopen pr-council")
        assert [(one.state, one.starts) for one in sittings(stage)] == [
            (MeetingState.PLANNED, dt.datetime(2026, 12, 1, 15, tzinfo=KST))
        ]
        assert "goes on as it is" in words(stage.types(ARA, "/meeting 재개 pr-council"))

    def test_taken_up_again_without_what_somebody_cancelled(self, stage: Stage) -> None:
        found(stage)
        for line in ("M-1 cancel 위원장 출장", "M-2 move 12/24", "close pr-council", "reopen pr-council"):
            stage.types(ARA, f"/meeting {line}")
        assert [one.state for one in sittings(stage)] == [MeetingState.CANCELLED, MeetingState.PLANNED]
        assert meeting(stage, 2).starts == dt.datetime(2026, 12, 24, 15, tzinfo=KST)

    def test_taken_up_again_after_its_date(self, stage: Stage) -> None:
        found(stage)
        stage.types(ARA, "/meeting close pr-council")
        at(stage, 12, 2)
        stage.types(ARA, "/meeting reopen pr-council")
        assert meeting(stage).state is MeetingState.CANCELLED
        assert meeting(stage, 2).starts == dt.datetime(2027, 1, 5, 15, tzinfo=KST)

    def test_a_form_of_an_earlier_version_is_refused_with_words(self, stage: Stage) -> None:
        found(stage)
        stage.types(ARA, "/meeting edit pr-council")
        second = stage.submits(ARA, {})["view"]
        forged = {**second, "private_metadata": '{"o":{},"s":{"key":"pr-council","kind":"circus"}}'}
        assert "earlier version" in str(stage.submits(ARA, {"time": "10:00"}, view=forged)["errors"])


def test_the_first_step_is_kept_when_the_second_fails(stage: Stage) -> None:
    stage.types(ARA, "/meeting new 정책연구포럼")
    second = stage.submits(ARA, STEP_ONE | {"ko": "정책연구포럼"})["view"]
    assert "time" in stage.submits(ARA, {"time": "?"}, view=second)["errors"]
    stage.submits(ARA, STEP_TWO, view=second)
    assert series(stage).ko == "정책연구포럼"


def test_what_has_passed_is_followed_by_the_next(stage: Stage) -> None:
    found(stage)
    at(stage, 12, 1)
    stage.types(ARA, "/meeting attended M-1 all")
    assert [one.starts.astimezone(KST).date() for one in sittings(stage)] == [dt.date(2026, 12, 1), dt.date(2027, 1, 5)]
