"""`/indicator`: made, read, corrected, looked at. It is Wednesday, 25 November 2026; Ara leads `export`."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import pytest

from bot.domain.ledger import Terms
from storage import ledger
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, WS, Json, Stage, speaks, words
from tests.indicating import audited, indicator, readings, watched

FORM: Final[dict[str, Any]] = {
    "key": "exports",
    "ko": "수출",
    "en": "Exports",
    "unit": "USD",
    "target": "191bn",
    "period": "2026",
    "splits": ["sector", "region"],
}


def make(stage: Stage, who: str = ARA, **values: Any) -> Json:
    """Fills in the form of a new one: the card, or what the form answered."""
    stage.types(who, "/indicator new")
    answer = stage.submits(who, FORM | values)
    return stage.said() if answer == {"response_action": "clear"} else answer


class TestMaking:
    def test_a_form_makes_one_and_its_card_tells_target_and_path(self, stage: Stage) -> None:
        said = words(make(stage))
        assert "I-1 is watched from now on." in said
        assert "USD 191bn for the year 2026" in said
        assert "a straight line to the target, tolerance 5%" in said
        assert "no reading yet" in said
        one = indicator(stage)
        assert (one.target, one.owner, one.team) == (Decimal(191) * 10**9, ARA, "export")
        assert (one.by_sector, one.by_region) == (True, True)
        assert audited(stage) == [(ARA, "add")]

    def test_key_and_names_may_be_typed_before(self, stage: Stage) -> None:
        assert stage.types(ARA, "/indicator new exports 수출 / Exports") == {}
        initial = {
            block["block_id"]: block["element"].get("initial_value")
            for block in stage.slack.form(ARA)["blocks"]
            if block["type"] == "input"
        }
        assert (initial["key"], initial["ko"], initial["en"]) == ("exports", "수출", "Exports")

    def test_faults_stand_beside_their_fields_and_nothing_is_kept(self, stage: Stage) -> None:
        wrong = {
            "key": "two words",
            "target": "a lot",
            "period": "someday",
            "tolerance": "77",
            "shape": "points",
            "points": "",
            "unit": "x" * 21,
        }
        assert set(make(stage, **wrong)["errors"]) == {"target", "period", "tolerance", "points", "unit"}
        assert "key" in make(stage, key="list")["errors"]
        assert "ko" in make(stage, ko="", en="")["errors"]
        assert "shape" in make(stage, shape="level")["errors"]
        assert "points" in make(stage, shape="points", points="2027-01 5bn")["errors"]
        assert "points" in make(stage, shape="points", points="2026-03 much")["errors"]
        assert "There is no indicator here." in words(stage.types(ARA, "/indicator"))

    def test_only_who_may_make_one_is_told_how(self, stage: Stage) -> None:
        assert "`/indicator new` adds one." in words(stage.types(ARA, "/indicator record exports 14.2bn"))
        speaks(stage, BOM, "ko")
        said = words(stage.types(BOM, "/indicator 기록 수출 142억"))
        assert "/indicator 등록" not in said
        assert "지표는 팀장과 총괄 담당, 관리자가 등록합니다." in said

    def test_a_path_of_points_and_a_rate(self, stage: Stage) -> None:
        make(stage, key="a", ko="", shape="points", points="2026-03: 45bn\n2026-06-30 95bn")
        make(stage, key="b", ko="율", en="", unit="%", target="12%", shape="level", counting="latest", direction="down")
        assert [str(point.day) for point in indicator(stage, 1).points] == ["2026-03-31", "2026-06-30"]
        assert "at most 12%" in words(stage.types(ARA, "/indicator I-2"))

    def test_no_two_of_one_key_or_name(self, stage: Stage) -> None:
        make(stage)
        assert "key" in make(stage)["errors"]
        assert "ko" in make(stage, key="other")["errors"]

    def test_members_make_none_and_guests_see_none(self, stage: Stage) -> None:
        assert "Only leads" in words(stage.types(CHAN, "/indicator new"))
        for line in ("/indicator", "/indicator list", "/indicator record exports 1"):
            assert "Guests" in words(stage.types(GIL, line))

    def test_it_is_edited_but_not_over_a_newer_edit(self, stage: Stage) -> None:
        make(stage)
        stage.types(ARA, "/indicator edit exports")
        old = stage.slack.form(ARA)
        stage.types(EUN, "/indicator edit I-1")
        stage.submits(EUN, {"target": "200bn"})
        assert indicator(stage).target == Decimal(200) * 10**9
        stage.submits(ARA, {"target": "210bn"}, view=old)
        assert indicator(stage).target == Decimal(200) * 10**9
        assert audited(stage) == [(EUN, "edit"), (ARA, "add")]

    def test_how_often_it_is_read_stays_once_it_has_readings(self, stage: Stage) -> None:
        make(stage)
        stage.types(ARA, "/indicator record exports 14bn")
        stage.types(ARA, "/indicator edit exports")
        assert set(stage.submits(ARA, {"cadence": "weekly"})["errors"]) == {"cadence"}

    def test_somebody_else_may_not_change_it(self, stage: Stage) -> None:
        watched(stage.db)
        for line in ("edit exports", "delete exports"):
            assert "Only its owner" in words(stage.types(BOM, f"/indicator {line}"))

    def test_a_deleted_one_is_gone_and_its_key_is_free(self, stage: Stage) -> None:
        make(stage)
        assert "watched no more" in words(stage.types(ARA, "/indicator delete exports"))
        assert "no indicator" in words(stage.types(ARA, "/indicator show I-1"))
        assert "I-2" in words(make(stage))


class TestRecording:
    def test_one_line_records_the_month_that_has_ended(self, stage: Stage) -> None:
        watched(stage.db)
        said = words(stage.types(BOM, "/indicator record exports 14.2bn"))
        assert "Recorded for October 2026: USD 14,200,000,000" in said
        assert "October 2026: USD 14.2bn" in said
        [one] = readings(stage)
        assert (one.value, one.period.key, one.person) == (Decimal(14200000000), "2026-10", BOM)
        assert audited(stage)[0] == (BOM, "record")

    def test_in_korean_too(self, stage: Stage) -> None:
        watched(stage.db)
        speaks(stage, BOM, "ko")
        said = words(stage.types(BOM, "/indicator 기록 수출 142억 업종: 반도체 기준: 9월"))
        assert "2026년 9월, 반도체 측정값 14,200,000,000달러를 기록했습니다." in said
        assert "*업종별*" in said
        assert readings(stage)[0].sector == "semiconductors"

    def test_the_same_period_again_is_a_correction_and_the_first_is_kept(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(BOM, "/indicator record exports 14bn")
        said = words(stage.types(ARA, "/indicator record exports 14.2bn"))
        assert "It corrects USD 14,000,000,000, which is kept." in said
        assert "corrected, was USD 14bn" in said
        assert [one.value for one in readings(stage)] == [Decimal(14) * 10**9, Decimal("14.2") * 10**9]
        listed = words(stage.types(CHAN, "/indicator readings exports"))
        assert listed.index("14.2bn") < listed.index("14bn")
        assert "봄" in listed

    def test_the_same_number_again_adds_nothing(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(BOM, "/indicator record exports 14bn")
        assert "recorded already" in words(stage.types(ARA, "/indicator record exports 14,000,000,000"))
        assert len(readings(stage)) == 1

    def test_months_are_added_up_against_the_path(self, stage: Stage) -> None:
        watched(stage.db)
        for month in range(1, 11):
            stage.types(BOM, f"/indicator record exports 14bn for: 2026-{month:02d}")
        said = words(stage.types(BOM, "/indicator exports"))
        assert "USD 140bn by October 2026, expected USD 159.1bn" in said
        assert "off target since January 2026" in said
        assert "73%" in said

    def test_by_form_from_the_card_or_with_a_menu(self, stage: Stage) -> None:
        card_of = stage.types(BOM, "/indicator exports") if watched(stage.db) else {}
        stage.clicks(BOM, card_of, "indicators:record")
        stage.submits(BOM, {"value": "14.2bn", "period": "2026-09", "sector": "steel"})
        assert "Recorded for September 2026, steel" in words(stage.said())
        watched(stage.db, key="other", ko="다른 지표", en="Other", by_sector=False, by_region=False)
        stage.types(BOM, "/indicator record")
        fields = {"indicator": "2", "value": "7", "region": "busan"}
        assert set(stage.submits(BOM, fields)["errors"]) == {"region"}
        stage.submits(BOM, fields | {"region": None})
        assert [one.value for one in readings(stage, 2)] == [7]
        stage.types(BOM, "/indicator record other for: 2026-09")
        stage.submits(BOM, {"value": "8"})
        assert [one.period.key for one in readings(stage, 2)] == ["2026-10", "2026-09"]

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("exports lots", "I cannot read a number in `lots`"),
            ("exports 1,23", "I cannot read a number in `1,23`"),
            ("exports 5%", "measured in USD"),
            ("exports 14bn for: 2026-12", "not begun"),
            ("exports 14bn for: 2025-12", "outside"),
            ("exports 14bn for: 2026-Q3", "no month"),
            ("exports 14bn for: someday", "no period"),
            ("exports 14bn sector: cheese", "no sector here"),
            ("exports 14bn region: steel", "no region here"),
            ("imports 14bn", "no indicator “imports”"),
            ("I-9 14bn", "no indicator I-9"),
            ("exports 99999999999999999999", "too large"),
        ],
    )
    def test_nonsense_is_a_sentence_and_leaves_nothing(self, stage: Stage, line: str, why: str) -> None:
        watched(stage.db)
        assert why in words(stage.types(BOM, f"/indicator record {line}"))
        assert readings(stage) == []

    def test_only_the_owner_the_team_and_the_secretariat(self, stage: Stage) -> None:
        watched(stage.db)
        assert "Only its owner" in words(stage.types(CHAN, "/indicator record exports 14bn"))
        assert "no indicator of which you may" in words(stage.types(CHAN, "/indicator record"))
        assert "Recorded" in words(stage.types(EUN, "/indicator record exports 14bn"))

    def test_faults_of_the_form(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(BOM, "/indicator record exports")
        assert set(stage.submits(BOM, {"value": "lots", "period": "someday"})["errors"]) == {"value", "period"}
        assert set(stage.submits(BOM, {"value": "5%"})["errors"]) == {"value"}
        assert set(stage.submits(BOM, {"value": "5", "period": "2027-01"})["errors"]) == {"period"}
        assert readings(stage) == []

    @pytest.mark.parametrize(
        ("language", "typed", "says"),
        [
            ("ko", "15조원", "`exports` 지표의 단위는 USD인데 원 단위로 입력하셨습니다."),
            ("en", "₩15bn", "`exports` is measured in USD, and this number is in ₩."),
        ],
    )
    def test_another_currency_is_refused(self, stage: Stage, language: str, typed: str, says: str) -> None:
        watched(stage.db)
        speaks(stage, BOM, language)
        assert says in words(stage.types(BOM, f"/indicator record exports {typed} for: 2026-10"))
        stage.types(BOM, "/indicator record exports")
        assert says.replace("`", "") in stage.submits(BOM, {"value": typed})["errors"]["value"]
        assert readings(stage) == []
        assert "14" in words(stage.types(BOM, "/indicator record exports 142억 달러"))

    @pytest.mark.parametrize(
        ("language", "typed", "says"),
        [
            ("ko", "1,420억", "직전 측정값(2026년 9월 142억 달러)보다 10배 이상 큽니다."),
            ("en", "1.42bn", ":warning: That is far below the last reading, USD 14.2bn for September 2026."),
        ],
    )
    def test_what_is_far_off_says_so(self, stage: Stage, language: str, typed: str, says: str) -> None:
        watched(stage.db)
        stage.types(BOM, "/indicator record exports 14.2bn for: 2026-09")
        speaks(stage, BOM, language)
        card = stage.types(BOM, f"/indicator record exports {typed} for: 2026-10")
        assert says in words(card)
        assert "10배" not in words(stage.types(BOM, "/indicator record exports 15bn for: 2026-10"))


class TestTakingBack:
    def test_what_was_corrected_counts_again(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(BOM, "/indicator record exports 14bn")
        card = stage.types(BOM, "/indicator record exports 41bn")
        said = words(stage.clicks(BOM, card, "indicators:take_back"))
        assert "The reading USD 41bn was taken back." in said
        assert "October 2026: USD 14bn" in said
        assert "taken back" in words(stage.types(BOM, "/indicator readings exports"))
        assert "taken back" in words(stage.clicks(BOM, card, "indicators:take_back"))  # an old button
        assert audited(stage)[0] == (BOM, "undo")

    def test_by_command_the_last_one_for_ten_minutes(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(BOM, "/indicator record exports 14bn")
        stage.later(minutes=10)
        assert "was taken back" in words(stage.types(BOM, "/indicator undo exports"))
        stage.types(BOM, "/indicator record exports 14bn")
        stage.later(minutes=10, seconds=1)
        assert "no reading that can still be taken back" in words(stage.types(BOM, "/indicator undo exports"))

    def test_not_by_somebody_else(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(ARA, "/indicator record exports 14bn")
        assert "Only who recorded it" in words(stage.types(BOM, "/indicator undo exports"))

    def test_an_indicator_that_was_just_made_goes_for_good(self, stage: Stage) -> None:
        make(stage)
        assert "I-1 Exports was taken back." in words(stage.types(ARA, "/indicator undo exports"))
        make(stage)
        stage.later(minutes=11)
        assert "can no longer be taken back" in words(stage.types(ARA, "/indicator undo exports"))


class TestLooking:
    def test_lists_by_what_is_wrong_whose_and_which_team(self, stage: Stage) -> None:
        watched(stage.db)
        watched(stage.db, key="jobs", ko="일자리", en="Jobs", owner=BOM, team="energy")
        for month in range(1, 11):
            stage.types(ARA, f"/indicator record exports 14bn for: 2026-{month:02d}")
        assert "2 indicators" in words(stage.types(CHAN, "/indicator"))
        for line, there, gone in (
            ("list off", "I-1", "I-2"),
            ("list stale", "I-2", "I-1"),
            ("list team energy", "I-2", "I-1"),
            ("목록 내것", "I-2", "I-1"),
        ):
            said = words(stage.types(BOM, f"/indicator {line}"))
            assert there in said, line
            assert gone not in said, line

    def test_more_than_a_page(self, stage: Stage) -> None:
        for n in range(11):
            watched(stage.db, key=f"k{n}", ko="", en=f"Number {n}")
        card = stage.types(BOM, "/indicator list")
        assert "Number 10" not in words(card)
        assert "Number 10" in words(stage.clicks(BOM, card, "door:more"))

    def test_the_picture_comes_by_direct_message_and_the_numbers_at_once(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(ARA, "/indicator record exports 14bn")
        said = words(stage.types(BOM, "/indicator chart exports"))
        assert "USD 14bn by October 2026" in said
        assert "direct messages" in said
        with stage.db.read() as session:
            posts = [row for row in session.query(PostRow) if row.series == "indicator-chart"]
            assert [(row.person, row.state) for row in posts] == [(BOM, "planned")]
            assert ledger.waiting(session, WS, stage.now, Terms())

    def test_muster_find_knows_them(self, stage: Stage) -> None:
        watched(stage.db)
        assert "I-1" in words(stage.types(CHAN, "/muster find 수출"))

    def test_the_home_of_the_owner_shows_what_is_wrong(self, stage: Stage) -> None:
        watched(stage.db, owner=BOM)
        assert "no reading of January 2026" in words(stage.opens_home(BOM))
        assert "I-1" not in words(stage.opens_home(CHAN))

    def test_the_audit_reads_as_words(self, stage: Stage) -> None:
        make(stage)
        stage.types(ARA, "/indicator record exports 14bn sector: steel")
        said = words(stage.types(EUN, "/muster audit I-1"))
        assert "recorded a reading" in said
        assert "sector: steel" in said


def test_a_button_of_a_reading_that_is_not_there(stage: Stage) -> None:
    watched(stage.db)
    card = stage.types(BOM, "/indicator record exports 14bn")
    for block in card["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == "indicators:take_back":
                element["value"] = "99999"
    assert "not there any more" in words(stage.clicks(BOM, card, "indicators:take_back"))


def test_the_month_that_has_ended_is_that_of_the_asking_persons_day(stage: Stage) -> None:
    """On 30 November at 23:30 in Seoul October is asked for, half an hour later November."""
    watched(stage.db)
    stage.now = dt.datetime(2026, 11, 30, 14, 30, tzinfo=dt.UTC)
    stage.types(DANA, "/indicator record exports 14bn")
    stage.later(minutes=31)
    stage.types(DANA, "/indicator record exports 14bn")
    assert [one.period.key for one in readings(stage)] == ["2026-10", "2026-11"]
