"""Duty in words, clicks and forms: shared out, shown, swapped, logged."""

import datetime as dt

import pytest

from bot.domain.duty import Why
from bot.domain.leaves import Leave
from storage import difficulties, duty, people, tasks
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, HANA, WS, Stage, speaks, words
from tests.rostering import CHRISTMAS, SATURDAY, audited, on_duty, planned, roster, settle, who

SUNDAY = SATURDAY + dt.timedelta(days=1)
NEW_YEAR = dt.date(2027, 1, 1)


def refused(answer: dict[str, object], why: str) -> bool:
    said = words(answer)
    return said.startswith(":warning:") and why in said


class TestGenerate:
    def test_the_secretariat_shares_out_a_month_and_everybody_sees_it(self, stage: Stage) -> None:
        card = stage.types(EUN, "/duty generate december")
        assert "Duty in December 2026: 1 seat shared out" in words(card)
        assert "Fri 25 Dec, Christmas Day" in words(card)
        [one] = roster(stage)
        assert (one.day, one.weight, one.why) == (CHRISTMAS, 2, Why.ROTATION)
        assert audited(stage) == [(EUN, "add")]
        assert "Christmas Day" in words(stage.types(BOM, "/duty roster december"))

    def test_in_korean(self, stage: Stage) -> None:
        speaks(stage, EUN, "ko")
        card = stage.types(EUN, "/duty 편성 12월")
        assert "2026년 12월 특별근무: 1자리 편성" in words(card)
        assert "12월 25일 (금), 기독탄신일" in words(card)

    @pytest.mark.parametrize("line", ["generate december", "assign 12/25 @bom", "settings"])
    def test_nobody_else_does(self, stage: Stage, line: str) -> None:
        assert refused(stage.types(ARA, f"/duty {line}"), "Only the secretariat and administrators")
        assert roster(stage) == []

    def test_weekends_come_with_the_setting_and_nobody_is_on_while_away(self, stage: Stage) -> None:
        settle(stage, duty_weekends=True, duty_seats=2)
        with stage.db.begin() as session:
            people.away(session, WS, Leave(HANA, dt.date(2026, 12, 1), dt.date(2026, 12, 31)))
        stage.types(EUN, "/duty generate december")
        found = roster(stage)
        assert len(found) == 18
        assert HANA not in {one.person for one in found}
        assert GIL not in {one.person for one in found}
        assert len({(one.day, one.person) for one in found}) == 18

    def test_without_a_month_the_next_days_that_nobody_has(self, stage: Stage) -> None:
        settle(stage, duty_weekends=True)
        assert "November 2026: 2 seats" in words(stage.types(EUN, "/duty generate"))
        assert "December 2026: 9 seats" in words(stage.types(EUN, "/duty generate"))

    def test_those_concerned_come_first_with_what_concerns_them(self, stage: Stage) -> None:
        stage.types(ARA, "/difficulty short of welders from: Geoje Shipyard #urgent")
        stage.types(ARA, "/difficulty assign D-1 <@U0HANA|hana>")
        card = stage.types(EUN, "/duty generate december")
        assert who(stage) == [HANA]
        assert "(concerned D-1)" in words(card)

    def test_a_second_time_changes_nothing_and_again_leaves_what_people_agreed_on(self, stage: Stage) -> None:
        settle(stage, duty_weekends=True)
        stage.types(EUN, "/duty generate december")
        before = roster(stage)
        assert "0 seats" in words(stage.types(EUN, "/duty generate december"))
        assert roster(stage) == before
        stage.types(DANA, "/duty volunteer 12/25")
        stage.later(minutes=1)
        stage.types(EUN, "/duty generate december again")
        assert (who(stage), len(roster(stage))) == ([DANA], len(before))

    def test_is_undone_before_anybody_hears_of_it(self, stage: Stage) -> None:
        card = stage.types(EUN, "/duty generate december")
        assert "is empty again" in words(stage.clicks(EUN, card, "duty:undo_roster"))
        assert roster(stage) == []

    def test_of_one_shared_out_again_who_had_the_days_before_has_them_again(self, stage: Stage) -> None:
        settle(stage, duty_weekends=True, duty_people=frozenset({ARA, BOM}))
        stage.types(EUN, "/duty generate december")
        before = roster(stage)
        settle(stage, duty_people=frozenset({CHAN, HANA}))
        stage.later(minutes=1)
        card = stage.types(EUN, "/duty generate december again")
        assert {one.person for one in roster(stage)} == {CHAN, HANA}
        said = words(stage.clicks(EUN, card, "duty:undo_roster"))
        assert "The roster before stands again: 9 seats." in said
        assert "empty" not in said
        assert roster(stage) == before
        assert audited(stage)[0] == (EUN, "undo")
        assert "0 seats" in words(stage.clicks(EUN, card, "duty:undo_roster"))  # a second press finds nothing
        assert roster(stage) == before

    def test_but_not_a_day_that_somebody_took_meanwhile(self, stage: Stage) -> None:
        settle(stage, duty_people=frozenset({ARA}))
        stage.types(EUN, "/duty generate december")
        settle(stage, duty_people=frozenset({CHAN}))
        stage.later(minutes=1)
        card = stage.types(EUN, "/duty generate december again")
        stage.types(HANA, "/duty volunteer 12/25")
        stage.clicks(EUN, card, "duty:undo_roster")
        assert who(stage) == [HANA]

    def test_not_later(self, stage: Stage) -> None:
        card = stage.types(EUN, "/duty generate december")
        stage.later(minutes=11)
        assert "can no longer be undone" in words(stage.clicks(EUN, card, "duty:undo_roster"))
        assert len(roster(stage)) == 1

    def test_a_month_that_is_over_is_refused(self, stage: Stage) -> None:
        assert refused(stage.types(EUN, "/duty generate 2026-10"), "That month is over")

    def test_a_newcomer_does_not_make_up_for_years_before_their_time(self, stage: Stage) -> None:
        settle(stage, duty_weekends=True, duty_people=frozenset({ARA, BOM}))
        stage.types(EUN, "/duty generate december")
        settle(stage, duty_people=frozenset({ARA, BOM, CHAN}))
        stage.types(EUN, "/duty generate 2027-01")
        shares = [one.person for one in roster(stage) if one.day.year == 2027]
        assert shares.count(CHAN) <= len(shares) / 2


class TestNow:
    def test_nobody_on_a_working_day(self, stage: Stage) -> None:
        assert "Nobody is on duty now." in words(stage.types(BOM, "/duty"))

    def test_who_is_on_until_nine_of_the_next_day_and_who_is_next(self, stage: Stage) -> None:
        on_duty(stage, SATURDAY, BOM)
        on_duty(stage, SUNDAY, HANA)
        stage.now = dt.datetime(2026, 11, 28, 23, 59, tzinfo=dt.UTC)  # Sunday 08:59 in Seoul
        said = words(stage.types(CHAN, "/duty"))
        assert "On duty now: Sat 28 Nov · *봄*" in said
        assert "*하나*" in said
        stage.later(minutes=1)
        assert "On duty now: Sun 29 Nov · *하나*" in words(stage.types(CHAN, "/duty"))

    def test_times_are_settings_and_between_two_shifts_nobody_is_on(self, stage: Stage) -> None:
        stage.types(DANA, "/muster settings")
        stage.submits(DANA, {"duty_ends": "18:00", "duty_asked": "11:00", "duty_escalated": "15"})
        assert "duty ends: 09:00 → 18:00" in words(stage.said())
        on_duty(stage, SATURDAY, BOM)
        stage.now = dt.datetime(2026, 11, 28, 8, 59, tzinfo=dt.UTC)  # 17:59 in Seoul
        assert "On duty now: Sat 28 Nov · *봄*" in words(stage.types(CHAN, "/duty"))
        stage.later(minutes=1)
        assert "Nobody is on duty now." in words(stage.types(CHAN, "/duty"))
        assert refused(stage.types(BOM, "/duty log all quiet"), "Nobody is on duty now")
        assert refused(stage.types(BOM, "/duty confirm"), "No day of duty waits")

    @pytest.mark.parametrize(("at", "why"), [("10:00", "later than the hour"), ("never", "no time of day")])
    def test_a_time_that_cannot_be_stands_beside_its_field(self, stage: Stage, at: str, why: str) -> None:
        stage.types(DANA, "/muster settings")
        faults = stage.submits(DANA, {"duty_escalated": at})["errors"]
        assert why in faults["duty_escalated"]
        assert set(faults) == {"duty_escalated"}

    def test_my_days(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert "Christmas Day" in words(stage.types(BOM, "/duty roster mine"))
        assert "There is no day of duty in it." in words(stage.types(ARA, "/duty roster mine"))


class TestHands:
    def test_a_swap_takes_the_others_accept(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert "stays yours until they accept" in words(stage.types(BOM, "/duty swap 12/25 <@U0HANA|hana>"))
        assert who(stage) == [BOM]
        card = stage.types(HANA, "/duty roster mine")
        assert "*봄* asks you to take Fri 25 Dec." in words(card)
        assert "You take the duty" in words(stage.clicks(HANA, card, "duty:accept"))
        assert who(stage) == [HANA]
        assert planned(stage) == [("duty-answered", BOM), ("duty-asked", HANA)]
        assert audited(stage)[0] == (HANA, "swap")
        assert "Nobody waits" in words(stage.clicks(HANA, card, "duty:accept"))

    def test_or_leaves_it_where_it_is(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(BOM, "/duty swap 12/25 <@U0HANA|hana>")
        assert "You declined" in words(stage.types(HANA, "/duty decline 12/25"))
        assert (who(stage), planned(stage)) == ([BOM], [("duty-answered", BOM), ("duty-asked", HANA)])

    def test_both_ways_each_takes_the_others_day(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        on_duty(stage, NEW_YEAR, HANA)
        card = stage.types(BOM, "/duty swap 12/25 <@U0HANA|hana> for 1/1")
        assert "they take your Fri 25 Dec, you take their Fri 1 Jan 2027" in words(card)
        assert (who(stage), who(stage, NEW_YEAR)) == ([BOM], [HANA])
        asked = stage.types(HANA, "/duty roster mine")
        assert "*봄* asks you to swap: you take Fri 25 Dec, they take your Fri 1 Jan 2027." in words(asked)
        assert "Fri 25 Dec ↔ Fri 1 Jan 2027 · `/duty accept 2026-12-25`" in words(stage.opens_home(HANA))
        assert "and 봄 yours of Fri 1 Jan 2027" in words(stage.clicks(HANA, asked, "duty:accept"))
        assert (who(stage), who(stage, NEW_YEAR)) == ([HANA], [BOM])
        assert (audited(stage)[0], audited(stage, NEW_YEAR)[0]) == ((HANA, "swap"), (HANA, "swap"))

    def test_both_ways_by_the_form_and_in_korean(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        on_duty(stage, NEW_YEAR, HANA)
        stage.types(BOM, "/duty swap")
        faults = stage.submits(BOM, {"day": "2026-12-25", "person": CHAN, "back": "2027-01-01"})["errors"]
        assert "찬 is not on duty on Fri 1 Jan 2027" in faults["back"]
        assert set(faults) == {"back"}
        stage.submits(BOM, {"day": "2026-12-25", "person": HANA, "back": "2027-01-01"})
        speaks(stage, HANA, "ko")
        asked = stage.types(HANA, "/duty 명단 내것")
        assert "*봄* 님이 맞교대를 요청했습니다" in words(asked)
        stage.clicks(HANA, asked, "거절")
        assert (who(stage), who(stage, NEW_YEAR)) == ([BOM], [HANA])

    def test_both_ways_is_refused_when_the_other_day_changed_hands(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        on_duty(stage, NEW_YEAR, HANA)
        stage.types(BOM, "/duty 교대 12/25 <@U0HANA|hana> 대신 1/1")
        stage.types(EUN, "/duty assign 1/1 <@U0CHAN|chan>")
        assert refused(stage.types(HANA, "/duty accept 12/25"), "Nobody waits")
        assert (who(stage), who(stage, NEW_YEAR)) == ([BOM], [CHAN])

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("swap 12/25 <@U0HANA|hana> for 1/2", "하나 is not on duty on Sat 2 Jan 2027"),
            ("swap 12/25 <@U0HANA|hana> for never", "For which day of theirs?"),
            ("swap 12/25 <@U0HANA|hana> for", "For which day of theirs?"),
        ],
    )
    def test_a_swap_both_ways_that_cannot_be(self, stage: Stage, line: str, why: str) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        on_duty(stage, NEW_YEAR, HANA)
        assert refused(stage.types(BOM, f"/duty {line}"), why)
        assert planned(stage) == []

    @pytest.mark.parametrize(
        "line", ["assign 12/25 <@U0CHAN|chan>", "assign 1/1 <@U0CHAN|chan>", "generate december again"]
    )
    def test_nobody_is_asked_any_more_about_a_day_that_changed_hands(self, stage: Stage, line: str) -> None:
        settle(stage, duty_people=frozenset({CHAN}))
        on_duty(stage, CHRISTMAS, BOM)
        on_duty(stage, NEW_YEAR, HANA)
        stage.types(BOM, "/duty swap 12/25 <@U0HANA|hana> for 1/1")
        assert "asks you to swap" in words(stage.types(HANA, "/duty roster mine"))
        stage.later(minutes=1)
        stage.types(EUN, f"/duty {line}")
        assert "asks you to swap" not in words(stage.types(HANA, "/duty roster mine"))

    def test_who_is_asked_last_is_the_one_who_may_accept(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(BOM, "/duty swap 12/25 <@U0HANA|hana>")
        stage.types(BOM, "/duty swap 12/25 <@U0CHAN|chan>")
        assert refused(stage.types(HANA, "/duty accept 12/25"), "Nobody waits")
        stage.types(CHAN, "/duty accept 12/25")
        assert who(stage) == [CHAN]

    def test_somebody_elses_day_or_answer_is_refused(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert refused(stage.types(ARA, "/duty swap 12/25 <@U0HANA|hana>"), "You are not on duty")
        stage.types(BOM, "/duty swap 12/25 <@U0HANA|hana>")
        card = stage.types(HANA, "/duty roster mine")
        assert "Only who was asked" in words(stage.clicks(ARA, card, "duty:accept"))
        assert who(stage) == [BOM]

    def test_by_a_form_that_keeps_what_was_chosen(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(BOM, "/duty swap")
        answer = stage.submits(BOM, {"person": GIL})
        assert list(answer["errors"]) == ["person"]
        stage.submits(BOM, {"person": HANA})
        assert planned(stage) == [("duty-asked", HANA)]

    def test_a_volunteer_relieves_who_had_it_by_turns_and_they_hear_it(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert "Thank you" in words(stage.types(HANA, "/duty volunteer 12/25"))
        assert (who(stage), planned(stage)) == ([HANA], [("duty-relieved", BOM)])

    def test_a_volunteer_by_the_form(self, stage: Stage) -> None:
        settle(stage, duty_weekends=True)
        stage.types(HANA, "/duty volunteer")
        stage.submits(HANA, {"day": "2026-11-28"})
        assert who(stage, SATURDAY) == [HANA]

    @pytest.mark.parametrize(
        ("day", "why"), [("11/24", "is over"), ("11/26", "no day of duty"), ("2099-12-25", "year")]
    )
    def test_no_volunteers_where_nobody_is_needed(self, stage: Stage, day: str, why: str) -> None:
        assert refused(stage.types(HANA, f"/duty volunteer {day}"), why)
        assert roster(stage) == []

    def test_confirmed_once(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        for _ in range(2):
            assert "Confirmed" in words(stage.types(BOM, "/duty confirm 12/25"))
        assert [action for _, action in audited(stage)] == ["confirm", "add"]
        assert refused(stage.types(BOM, "/duty confirm"), "No day of duty waits")

    def test_the_secretariat_names_somebody_and_both_hear_it(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        assert "하나 is on duty on Fri 25 Dec." in words(stage.types(EUN, "/duty assign 12/25 <@U0HANA|hana>"))
        assert (who(stage), planned(stage)) == ([HANA], [("duty-relieved", BOM), ("duty-told", HANA)])
        stage.types(EUN, "/duty assign")
        stage.submits(EUN, {"day": "2026-12-25", "person": CHAN})
        assert who(stage) == [CHAN]


class TestLog:
    @pytest.fixture
    def saturday(self, stage: Stage) -> Stage:
        stage.types(ARA, "/difficulty short of welders from: Geoje Shipyard")
        stage.types(ARA, "/task add Crane repair @bom")
        on_duty(stage, SATURDAY, BOM)
        stage.now = dt.datetime(2026, 11, 28, 5, tzinfo=dt.UTC)
        return stage

    def test_a_line_stands_with_what_it_names_too(self, saturday: Stage) -> None:
        card = saturday.types(BOM, "/duty log power cut, crew on site D-1 T-1")
        assert "Noted with D-1, T-1." in words(card)
        with saturday.db.read() as session:
            assert "power cut" in difficulties.notes(session, WS, 1)[-1].text
            assert "power cut" in tasks.history(session, WS, 1)[-1].text
        assert "power cut" in words(saturday.types(CHAN, "/duty handover"))

    def test_a_shift_that_has_not_begun_has_none(self, saturday: Stage) -> None:
        assert "has not begun" in words(saturday.types(CHAN, "/duty handover 12/25"))
        assert "has not begun" not in words(saturday.types(CHAN, "/duty handover 11/28"))

    def test_and_is_taken_back_for_ten_minutes(self, saturday: Stage) -> None:
        card = saturday.types(BOM, "/duty log power cut")
        saturday.types(BOM, "/duty log second line")
        saturday.clicks(BOM, card, "duty:undo")
        said = words(saturday.types(BOM, "/duty"))
        assert "power cut" not in said
        assert "second line" in said
        saturday.later(minutes=11)
        assert refused(saturday.types(BOM, "/duty undo"), "can still be taken back")

    @pytest.mark.parametrize("ref", ["D-99", "T-99"])
    def test_an_unknown_number_stores_nothing(self, saturday: Stage, ref: str) -> None:
        assert refused(saturday.types(BOM, f"/duty log power cut {ref}"), f"There is no {ref}")
        with saturday.db.read() as session:
            assert duty.entries(session, WS, SATURDAY) == []

    def test_only_who_is_on_and_the_secretariat_write_it(self, saturday: Stage) -> None:
        assert refused(saturday.types(CHAN, "/duty log x1"), "Only who is on duty")
        assert "Logged" in words(saturday.types(EUN, "/duty log minister informed"))

    def test_by_the_form_with_its_faults_beside_the_field(self, saturday: Stage) -> None:
        saturday.types(BOM, "/duty log")
        assert list(saturday.submits(BOM, {"text": "see D-99"})["errors"]) == ["text"]
        saturday.submits(BOM, {"text": "crew on site\nD-1"})
        with saturday.db.read() as session:
            assert [one.refs for one in duty.entries(session, WS, SATURDAY)] == [("D-1",)]

    def test_there_is_none_on_a_working_day(self, stage: Stage) -> None:
        assert refused(stage.types(EUN, "/duty log x1"), "Nobody is on duty now")

    def test_what_people_type_is_text(self, saturday: Stage) -> None:
        card = saturday.types(BOM, "/duty log &lt;!channel&gt; <https://evil.example|bank>")
        assert "<!channel>" not in words(card)


class TestSettings:
    def test_are_a_form(self, stage: Stage) -> None:
        stage.types(EUN, "/duty settings")
        stage.submits(EUN, {"weekends": ["weekends"], "seats": "2", "teams": ["export"], "people": [HANA]})
        assert "weekends are staffed" in words(stage.said())
        stage.types(EUN, "/duty generate december")
        assert {one.person for one in roster(stage)} == {ARA, BOM, HANA}
        assert len(roster(stage)) == 18

    def test_who_left_cannot_take_turns(self, stage: Stage) -> None:
        stage.types(EUN, "/duty settings")
        assert list(stage.submits(EUN, {"people": ["U0NOBODY"]})["errors"]) == ["people"]


def test_the_audit_of_a_day(stage: Stage) -> None:
    on_duty(stage, CHRISTMAS, BOM)
    stage.types(HANA, "/duty volunteer 12/25")
    said = words(stage.types(DANA, "/muster audit duty 12/25"))
    assert "*하나* · volunteered" in said
    assert "who: 봄 → 하나" in said


def test_guests_see_nothing(stage: Stage) -> None:
    assert refused(stage.types(GIL, "/duty"), "Guests may only answer surveys")


class TestElsewhere:
    def test_the_app_home_shows_my_days_and_who_asks_me(self, stage: Stage) -> None:
        on_duty(stage, SATURDAY, BOM)
        on_duty(stage, SUNDAY, ARA)
        stage.types(ARA, "/duty swap 11/29 <@U0BOM|bom>")
        said = words(stage.opens_home(BOM))
        assert "*My days of duty*\n• Sat 28 Nov" in said
        assert "*Asked to take a day of duty*\n• Sun 29 Nov · `/duty accept 2026-11-29`" in said

    def test_what_is_logged_is_found(self, stage: Stage) -> None:
        on_duty(stage, stage.now.date(), BOM)
        stage.types(BOM, "/duty log power cut at the terminal")
        assert "Wed 25 Nov* power cut at the terminal" in words(stage.types(CHAN, "/muster find terminal"))
