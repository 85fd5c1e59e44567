"""Who is away: said, listed, taken back, and what it does to rights and quotas."""

import datetime as dt

import pytest

from bot.domain.leaves import Leave
from storage import directories, people
from tests.cast import ARA, BOM, CHAN, EUN, GIL, WS, Stage, speaks, words
from tests.rostering import CHRISTMAS, on_duty, roster, who

DEC24, DEC26 = dt.date(2026, 12, 24), dt.date(2026, 12, 26)


def leaves(stage: Stage, person: str = BOM) -> list[Leave]:
    with stage.db.read() as session:
        return list(people.leaves_of(session, WS, person, dt.date(2026, 1, 1)))


class TestSaid:
    def test_in_one_line(self, stage: Stage) -> None:
        card = stage.types(ARA, "/muster away @bom 12/24~12/26 @chan")
        assert leaves(stage) == [Leave(BOM, DEC24, DEC26, deputy=CHAN)]
        assert "봄 is away: Thu 24 Dec to Sat 26 Dec" in words(card)
        assert "찬 acts as deputy." in words(card)

    def test_of_oneself_and_for_half_a_day(self, stage: Stage) -> None:
        stage.types(BOM, "/muster 부재 12/24 오전")
        assert leaves(stage) == [Leave(BOM, DEC24, DEC24, "am")]
        stage.types(BOM, "/muster away 12/24 pm")
        assert leaves(stage) == [Leave(BOM, DEC24, DEC24)]

    def test_by_the_form(self, stage: Stage) -> None:
        assert stage.types(BOM, "/muster away") == {}
        stage.submits(BOM, {"first": "2026-12-24", "last": "2026-12-26", "deputy": CHAN})
        assert leaves(stage) == [Leave(BOM, DEC24, DEC26, deputy=CHAN)]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"first": "2026-12-24", "last": "2026-12-23"}, "last"),
            ({"first": "2026-12-24", "last": "2026-12-25", "half": "am"}, "half"),
            ({"deputy": "U0NOBODY"}, "deputy"),
            ({"deputy": BOM}, "deputy"),
            ({"deputy": GIL}, "deputy"),
            ({"person": "U0NOBODY"}, "person"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, str], field: str) -> None:
        stage.types(BOM, "/muster away")
        assert list(stage.submits(BOM, values)["errors"]) == [field]

    @pytest.mark.parametrize(("who", "may"), [(BOM, True), (ARA, True), (EUN, True), (CHAN, False), (GIL, False)])
    def test_who_may_say_it(self, stage: Stage, who: str, may: bool) -> None:
        stage.types(who, "/muster away @bom 12/24")
        assert bool(leaves(stage)) is may

    def test_a_longer_leave_takes_in_a_shorter_and_an_overlap_is_refused(self, stage: Stage) -> None:
        stage.types(BOM, "/muster away 12/24 am")
        stage.types(BOM, "/muster away 12/24~12/26")
        assert leaves(stage) == [Leave(BOM, DEC24, DEC26)]
        assert "already" in words(stage.types(BOM, "/muster away 12/26~12/28"))
        assert "already" in words(stage.types(BOM, "/muster away 12/25 am"))

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("<@U0BOM|bom> 12/24 @bom", "Somebody else must be the deputy."),
            ("@bom 12/24 @gil", "guest"),
            ("@nobody 12/24", "I know nobody called"),
            ("@bom someday", "When?"),
            ("@bom 12/26-12/24", "the end is before the beginning. Type the earlier day first, `12/24~12/26`."),
            ("12/26~12/24", "Thu 24 Dec comes before Sat 26 Dec"),
            ("2028-03-02~2028-03-01", "`2028-03-01~2028-03-02`"),
            ("cancel @bom 12/26~24", "`12/24~12/26`"),
        ],
    )
    def test_bad_input_is_answered(self, stage: Stage, text: str, says: str) -> None:
        assert says in words(stage.types(ARA, f"/muster away {text}"))
        assert leaves(stage) == []

    def test_an_end_before_the_beginning_in_korean(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        said = words(stage.types(BOM, "/muster 부재 12/26~12/24"))
        assert "끝나는 날인 12월 24일 (목)이 시작하는 날인 12월 26일 (토)보다 앞섭니다." in said
        assert "`12/24~12/26`처럼" in said
        assert leaves(stage) == []


class TestOnDutyMeanwhile:
    def test_who_will_be_away_hears_which_days_and_what_to_do(self, stage: Stage) -> None:
        for day in (DEC24, CHRISTMAS, DEC26, DEC26 + dt.timedelta(days=1)):
            on_duty(stage, day, BOM)
        on_duty(stage, CHRISTMAS, CHAN, seat=2)
        card = stage.types(BOM, "/muster away 12/25~12/26")
        assert "You are on duty meanwhile: Fri 25 Dec, Sat 26 Dec. `/duty swap 2026-12-25 @kim`" in words(card)
        stage.clicks(BOM, card, "duty:open_swap")
        assert stage.slack.form(BOM)["callback_id"].startswith("duty:save_swap")
        assert [one.day for one in roster(stage) if one.person == BOM][1] == CHRISTMAS, "nothing is swapped unasked"

    def test_what_it_tells_to_type_works(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(BOM, "/muster away 12/25")
        assert "찬" in words(stage.types(BOM, "/duty swap 2026-12-25 @chan"))
        assert who(stage) == [BOM], "until Chan accepts"
        assert "찬" in words(stage.types(EUN, "/duty assign 2026-12-25 @chan"))
        assert who(stage) == [CHAN]

    def test_in_korean(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        for person in (ARA, BOM):
            speaks(stage, person, "ko")
        lead = words(stage.types(ARA, "/muster 부재 @봄 12/24~12/26"))
        assert "이 기간에 봄 님의 근무일이 있습니다: 12월 25일 (금)." in lead
        assert "`/duty 배정 2026-12-25 @김과장`" in lead
        own = words(stage.types(BOM, "/muster 부재 12/24~12/27"))
        assert "이 기간에 근무일이 있습니다: 12월 25일 (금). `/duty 교대 2026-12-25 @김과장`으로" in own

    def test_others_are_told_who_can_do_it(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        card = stage.types(ARA, "/muster away @bom 12/25 pm")
        assert "봄 is on duty meanwhile: Fri 25 Dec. They ask somebody" in words(card)
        assert "Swap" not in words(card)

    def test_by_the_form_as_well(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(BOM, "/muster away")
        stage.submits(BOM, {"first": "2026-12-24", "last": "2026-12-26"})
        assert "You are on duty meanwhile: Fri 25 Dec." in words(stage.said())

    def test_a_shift_that_has_begun_is_the_secretariats_and_one_that_is_over_nobodys(self, stage: Stage) -> None:
        today = dt.date(2026, 11, 25)
        on_duty(stage, today - dt.timedelta(days=1), BOM)
        card = words(stage.types(BOM, "/muster away 11/24"))
        assert "duty" not in card
        on_duty(stage, today, BOM)
        card = words(stage.types(BOM, "/muster away 11/25"))
        assert "The duty of Wed 25 Nov has begun. Ask the secretariat" in card
        assert "/duty swap" not in card


class TestTakenBack:
    def test_by_the_button_of_the_list(self, stage: Stage) -> None:
        stage.types(BOM, "/muster away 12/24")
        card = stage.types(ARA, "/muster away list")
        assert "1 leave from today on" in words(card)
        assert "Nobody is away" in words(stage.clicks(ARA, card, "Take back"))
        assert "taken back already" in words(stage.clicks(ARA, card, "Take back"))

    def test_others_see_no_button(self, stage: Stage) -> None:
        stage.types(BOM, "/muster away 12/24")
        assert "Take back" not in words(stage.types(CHAN, "/muster away list"))

    def test_in_one_line(self, stage: Stage) -> None:
        stage.types(BOM, "/muster away 12/24")
        stage.types(BOM, "/muster away 12/28~12/30")
        stage.types(BOM, "/muster away cancel 12/28")
        assert leaves(stage) == [Leave(BOM, DEC24, DEC24)]
        stage.types(ARA, "/muster away cancel @bom")
        assert leaves(stage) == []
        assert "no leave" in words(stage.types(ARA, "/muster away cancel @bom"))


class TestMeant:
    def test_a_deputy_has_the_leads_rights_on_these_days_only(self, stage: Stage) -> None:
        stage.types(ARA, "/muster away 12/24 @chan")
        assert "Only the team's lead" in words(stage.types(CHAN, "/team lead export @bom"))
        stage.later(days=29)
        assert "봄 leads the team now." in words(stage.types(CHAN, "/team lead export @bom"))
        with stage.db.read() as session:
            found = directories.directory(session, WS, stage.now + dt.timedelta(days=1))
        assert found is not None
        assert found.deputies == {}

    def test_the_quota_is_less(self, stage: Stage) -> None:
        stage.types(BOM, "/muster away 11/23~11/25")
        assert "봄  0/1" in words(stage.types(ARA, "/visit quota team export"))


def test_the_only_leave_taken_back_is_said_to_be(stage: Stage) -> None:
    card = stage.types(BOM, "/muster away 12/24~12/26")
    said = words(stage.clicks(BOM, card, "Take back"))
    assert "Taken back: *봄* · " in said
    assert "Nobody is away." in said
