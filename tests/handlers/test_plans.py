"""`/plan`: items by field, what counts for them, where nobody has been. It is Wednesday, 25 November 2026."""

import datetime as dt
from typing import Any, Final

import pytest

from bot.domain.plans import Sieve, Source
from bot.domain.surveys import Repeat
from storage import plans
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, WS, Json, Stage, speaks, words
from tests.planning import audited, planned, progress
from tests.sitting import found
from tests.surveying import closed, opened

FORM: Final[dict[str, Any]] = {
    "ko": "수출현장 점검",
    "en": "Export sites",
    "period": "2026-H2",
    "target": "24",
    "kind": ["export"],
}


def items(stage: Stage) -> int:
    with stage.db.read() as session:
        return len(plans.all_of(session, WS))


class TestMaking:
    def test_an_item_in_one_line(self, stage: Stage) -> None:
        stage.types(EUN, "/plan field trade 무역 및 투자 / trade and investment")
        said = words(
            stage.types(ARA, "/plan add Export sites field: trade period: 2026-H2 target: 24 @bom #export #Ansan")
        )
        assert "P-1 is in the inspection plan." in said
        assert "0 (target 24)" in said
        assert "trade and investment" in said
        assert "second half of 2026" in said
        assert "visits: export, Ansan" in said
        assert "봄" in said
        assert audited(stage) == [(ARA, "add")]

    def test_in_korean_too(self, stage: Stage) -> None:
        stage.types(EUN, "/plan 분야 trade 무역 및 투자")
        speaks(stage, ARA, "ko")
        said = words(stage.types(ARA, "/plan 등록 수출현장 점검 분야:무역 기간:하반기 목표:24회 #수출"))
        assert "P-1을 현장점검 계획에 등록했습니다." in said
        assert "2026년 하반기" in said

    def test_a_period_that_is_over_is_next_years_without_its_year(self, stage: Stage) -> None:
        speaks(stage, ARA, "ko")
        said = words(stage.types(ARA, "/plan 등록 내년 점검 기간:상반기 목표:2"))
        assert "2027년 상반기" in said
        assert "끝났습니다" not in said
        assert "내년 점검" in words(stage.types(ARA, "/plan"))
        stage.types(ARA, "/plan add")
        stage.submits(ARA, FORM | {"period": "1분기"})
        assert "2027년 1분기" in words(stage.types(ARA, "/plan show P-2"))
        stage.types(ARA, "/plan edit P-2")
        stage.submits(ARA, FORM | {"period": "1분기"})
        assert "2026년 1분기" in words(stage.types(ARA, "/plan show P-2"))

    @pytest.mark.parametrize("period", ["2026-H1", "2025", "지난달"])
    def test_a_period_that_is_over_is_pointed_out_with_its_year(self, stage: Stage, period: str) -> None:
        said = words(stage.types(ARA, f"/plan add Export sites period: {period}"))
        assert ":new: P-1 is in the inspection plan." in said
        assert "Its period ended on" in said
        assert "`/plan edit P-1` changes the period" in said

    def test_without_more_it_is_this_years_one_visit_of_my_team(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/plan add Export sites"))
        assert "0 (target 1)" in said
        assert "the year 2026" in said
        assert "Export division" in said
        assert "`/plan count V-12 P-1`" in said

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("add", ""),
            ("add Sites field: nowhere", "no field"),
            ("add Sites team: nowhere", "no team"),
            ("add Sites target: 0", "whole number from 1"),
            ("add Sites target: many", "no whole number"),
            ("add Sites period: someday", "no period"),
            ("add Sites #cheese", "#cheese: no kind"),
            ("add Sites @gil", "guest"),
            ("show P-9", "no item P-9"),
            ("show whatever", "no single item"),
            ("count V-9 P-1", "no visit V-9"),
        ],
    )
    def test_nonsense_is_a_sentence_and_leaves_nothing(self, stage: Stage, line: str, why: str) -> None:
        answer = stage.types(ARA, f"/plan {line}")
        assert why in words(answer) if why else answer == {}
        assert items(stage) == 0

    def test_by_form_and_its_faults(self, stage: Stage) -> None:
        stage.types(ARA, "/plan add")
        wrong = {"ko": "", "en": "", "period": "someday", "target": "0"}
        assert set(stage.submits(ARA, FORM | wrong)["errors"]) == {"ko", "period", "target"}
        stage.submits(ARA, FORM)
        assert "P-1 is in the inspection plan." in words(stage.said())
        stage.types(ARA, "/plan add")
        assert set(stage.submits(ARA, FORM)["errors"]) == {"ko"}
        assert items(stage) == 1

    def test_an_item_is_edited_but_not_over_a_newer_edit(self, stage: Stage) -> None:
        planned(stage.db)
        stage.types(ARA, "/plan edit P-1")
        old = stage.slack.form(ARA)
        stage.types(EUN, "/plan edit Export sites")
        stage.submits(EUN, {"target": "30"})
        stage.submits(ARA, {"target": "40"}, view=old)
        assert progress(stage).item.target == 30
        assert audited(stage)[0] == (EUN, "edit")

    def test_who_may(self, stage: Stage) -> None:
        planned(stage.db)
        assert "Only leads" in words(stage.types(CHAN, "/plan add Sites"))
        assert "Only its owner" in words(stage.types(BOM, "/plan edit P-1"))
        assert "Only its owner" in words(stage.types(CHAN, "/plan delete P-1"))
        assert "secretariat" in words(stage.types(ARA, "/plan field energy 에너지"))
        assert "Guests" in words(stage.types(GIL, "/plan"))

    def test_what_was_just_added_is_taken_back_and_later_deleted(self, stage: Stage) -> None:
        stage.types(ARA, "/plan add Export sites")
        assert "was taken back" in words(stage.types(ARA, "/plan undo P-1"))
        stage.types(ARA, "/plan add Export sites")
        stage.later(minutes=11)
        assert "can no longer be taken back" in words(stage.types(ARA, "/plan undo P-2"))
        assert "no longer in the plan" in words(stage.types(ARA, "/plan delete P-2"))
        assert "no item P-2" in words(stage.types(ARA, "/plan P-2"))

    def test_fields_are_renamed_and_listed(self, stage: Stage) -> None:
        stage.types(EUN, "/plan field trade 무역")
        stage.types(DANA, "/plan field trade 무역 및 투자 / trade and investment")
        said = words(stage.types(CHAN, "/plan field"))
        assert "1 field" in said
        assert "trade and investment" in said
        assert "called that already" in words(stage.types(EUN, "/plan field other Trade and investment"))


class TestCounting:
    def test_visits_with_its_tags_count_by_themselves(self, stage: Stage) -> None:
        planned(stage.db)
        stage.types(BOM, "/visit 대한정밀: 수주 #export")
        stage.types(BOM, "/visit 거제조선: 수주 #energy")
        stage.types(BOM, "/visit 서울전자: 수주 #export on: 12/24")
        found = progress(stage)
        assert (found.done, found.planned) == (("V-1",), ("V-3",))
        said = words(stage.types(CHAN, "/plan show P-1"))
        assert "1 (target 4)" in said
        assert "Counted* V-1" in said
        assert "Planned* V-3" in said

    def test_what_is_taken_back_counts_no_more(self, stage: Stage) -> None:
        planned(stage.db)
        stage.types(BOM, "/visit 대한정밀: 수주 #export")
        stage.types(BOM, "/visit undo V-1")
        assert progress(stage).count == 0

    def test_by_hand_one_counts_and_another_does_not(self, stage: Stage) -> None:
        planned(stage.db)
        stage.types(BOM, "/visit 대한정밀: 수주 #export")
        stage.types(BOM, "/visit 거제조선: 수주 #energy")
        assert "V-2 counts for P-1." in words(stage.types(BOM, "/plan count V-2 Export sites"))
        assert progress(stage).done == ("V-1", "V-2")
        assert "does not count" in words(stage.types(BOM, "/plan 제외 V-1 P-1"))
        assert progress(stage).done == ("V-2",)
        assert audited(stage)[:2] == [(BOM, "uncount"), (BOM, "count")]

    def test_by_a_tag_that_names_the_item(self, stage: Stage) -> None:
        planned(stage.db, sieve=Sieve())
        planned(stage.db, sieve=Sieve(), en="Energy sites", ko="에너지현장 점검")
        said = words(stage.types(BOM, "/visit 대한정밀: 수주 #P-1"))
        assert "Counts for the inspection plan: P-1 Export sites" in said
        assert "no kind, sector or region" not in said
        stage.types(BOM, '/visit 거제조선: 수주 #"Energy sites" #cheese')
        assert (progress(stage, 1).done, progress(stage, 2).done) == (("V-1",), ("V-2",))
        assert "Counts for the inspection plan: P-1" in words(stage.types(CHAN, "/visit show V-1"))

    def test_from_the_card_of_a_visit(self, stage: Stage) -> None:
        planned(stage.db, sieve=Sieve())
        planned(stage.db, sieve=Sieve(), en="Energy sites", ko="에너지현장 점검")
        stage.types(BOM, "/visit 대한정밀: 수주")
        card = stage.types(BOM, "/visit show V-1")
        stage.clicks(BOM, card, "plans:count")
        stage.submits(BOM, {"items": ["1", "2"]})
        assert "P-1" in words(stage.said())
        stage.clicks(BOM, card, "plans:count")
        stage.submits(BOM, {"items": ["2"]})
        assert (progress(stage, 1).count, progress(stage, 2).count) == (0, 1)

    def test_without_a_plan_the_card_has_no_such_button(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀: 수주")
        assert "Inspection plan" not in words(stage.types(BOM, "/visit show V-1"))
        said = words(stage.types(BOM, "/plan count V-1"))
        assert "no item that could count V-1. Leads, the secretariat" in said
        assert "`/plan add` records one" in words(stage.types(ARA, "/plan count V-1"))

    def test_only_who_made_it_the_team_or_the_secretariat_count_by_hand(self, stage: Stage) -> None:
        planned(stage.db)
        stage.types(BOM, "/visit 대한정밀: 수주")
        assert "Only who made the visit" in words(stage.types(CHAN, "/plan count V-1 P-1"))
        assert "counts" in words(stage.types(ARA, "/plan count V-1 P-1"))
        assert "counts" in words(stage.types(EUN, "/plan count V-1 P-1"))


class TestSurveys:
    def test_a_survey_counts_by_hand_once_its_answers_are_in(self, stage: Stage) -> None:
        planned(stage.db, source=Source.SURVEYS, sieve=Sieve())
        survey = opened(stage.db, author=BOM)
        assert "S-1 counts for P-1." in words(stage.types(BOM, "/plan count S-1 P-1"))
        assert (progress(stage).done, progress(stage).planned) == ((), ("S-1",))
        closed(stage.db, survey)
        assert progress(stage).done == ("S-1",)

    def test_every_wave_of_one_that_is_named_counts_by_itself(self, stage: Stage) -> None:
        planned(stage.db, source=Source.SURVEYS, sieve=Sieve(series="S-1"))
        survey = opened(stage.db, repeat=Repeat.MONTHLY)
        closed(stage.db, survey, ends=False)
        opened(stage.db, title="Another one")
        assert (progress(stage).done, progress(stage).planned) == (("S-1",), ())

    def test_it_counts_on_the_day_that_it_is_where_its_team_is(self, stage: Stage) -> None:
        """Half past eight in the morning in Seoul is the evening before in UTC."""
        sieve = Sieve(series="S-1")
        planned(stage.db, source=Source.SURVEYS, sieve=sieve, last=dt.date(2026, 11, 25))
        planned(stage.db, source=Source.SURVEYS, sieve=sieve, first=dt.date(2026, 11, 26))
        survey = opened(stage.db)
        closed(stage.db, survey, dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC))
        assert (progress(stage, 1).done, progress(stage, 2).done) == ((), ("S-1",))

    def test_nothing_counts_for_an_item_of_another_kind(self, stage: Stage) -> None:
        planned(stage.db)
        planned(stage.db, source=Source.SURVEYS, en="Opinions", ko="여론")
        planned(stage.db, source=Source.MEETINGS, en="Round tables", ko="간담회")
        opened(stage.db, author=BOM)
        stage.types(BOM, "/visit 대한정밀: 수주 #P-2")
        assert progress(stage, 2).count == 0
        for line, why in (("S-1 P-1", "counts visits"), ("V-1 P-2", "counts surveys"), ("V-1 P-3", "counts meetings")):
            assert why in words(stage.types(BOM, f"/plan count {line}"))
        assert "no survey S-9" in words(stage.types(BOM, "/plan count S-9 P-2"))


class TestMeetings:
    @pytest.fixture(autouse=True)
    def _council(self, stage: Stage) -> None:
        found(stage)
        stage.types(ARA, "/meeting M-1 move 11/24 15:00")

    def test_the_sittings_of_a_series_count_once_they_took_place(self, stage: Stage) -> None:
        year = dt.date(2027, 12, 31)
        planned(stage.db, source=Source.MEETINGS, sieve=Sieve(series="pr-council"), last=year)
        assert (progress(stage).done, progress(stage).planned) == ((), ("M-1",))
        stage.types(ARA, "/meeting M-1 attended all")
        assert (progress(stage).done, progress(stage).planned) == (("M-1",), ("M-2",))
        stage.types(ARA, "/meeting M-2 cancel the chair is abroad")
        assert progress(stage).planned == ("M-3",)

    def test_by_hand_from_its_card(self, stage: Stage) -> None:
        planned(stage.db, source=Source.MEETINGS, sieve=Sieve())
        card = stage.types(ARA, "/meeting show M-1")
        stage.clicks(ARA, card, "plans:count")
        stage.submits(ARA, {"items": ["1"]})
        assert "Counts for the inspection plan: P-1 Export sites" in words(stage.said())
        assert progress(stage).planned == ("M-1",)
        assert "Counts for the inspection plan: P-1 Export sites" in words(stage.types(ARA, "/meeting show M-1"))
        assert "M-1 does not count for P-1." in words(stage.types(ARA, "/plan uncount M-1 P-1"))
        assert progress(stage).planned == ()

    def test_without_items_that_count_sittings_no_button_asks(self, stage: Stage) -> None:
        planned(stage.db)
        assert "Inspection plan" not in words(stage.types(ARA, "/meeting show M-1"))

    def test_not_of_one_that_is_not_there_or_was_cancelled(self, stage: Stage) -> None:
        planned(stage.db, source=Source.MEETINGS, sieve=Sieve())
        assert "no meeting M-9" in words(stage.types(ARA, "/plan count M-9 P-1"))
        stage.types(ARA, "/meeting M-1 cancel the chair is abroad")
        assert "M-1 was cancelled" in words(stage.types(ARA, "/plan count M-1 P-1"))

    @pytest.mark.parametrize(("first", "last", "counts"), [(24, 24, 1), (25, 30, 0), (1, 23, 0)])
    def test_on_the_day_that_it_is_where_its_team_is(self, stage: Stage, first: int, last: int, counts: int) -> None:
        """08:00 in Seoul is the day before in London."""
        stage.types(ARA, "/meeting M-1 move 11/24 08:00")
        days = {"first": dt.date(2026, 11, first), "last": dt.date(2026, 11, last)}
        planned(stage.db, source=Source.MEETINGS, sieve=Sieve(series="pr-council"), **days)
        assert len(progress(stage).planned) == counts


class TestLooking:
    def test_the_overview_by_field_with_bars(self, stage: Stage) -> None:
        planned(stage.db)
        planned(
            stage.db,
            field="",
            en="Energy sites",
            ko="에너지현장 점검",
            team="energy",
            target=1,
            sieve=Sieve(kinds=("energy",)),
        )
        stage.types(BOM, "/visit 대한정밀: 수주 #export")
        stage.types(BOM, "/visit 거제조선: 수주 #energy")
        said = words(stage.types(CHAN, "/plan"))
        assert "Inspection plan: 2 of 5 in 2 items" in said
        assert said.index("trade and investment") < said.index("P-1") < said.index("Other") < said.index("P-2")
        assert "25%" in said
        assert "100%" in said

    def test_parts_of_it(self, stage: Stage) -> None:
        planned(stage.db)
        planned(
            stage.db,
            field="",
            en="Energy sites",
            ko="에너지현장 점검",
            team="energy",
            target=1,
            sieve=Sieve(kinds=("energy",)),
        )
        stage.types(BOM, "/visit 거제조선: 수주 #energy")
        for line, there, gone in (
            ("list behind", "P-1", "P-2"),
            ("list team energy", "P-2", "P-1"),
            ("list field 무역", "P-1", "P-2"),
            ("목록 내것", "P-1", "P-2"),
        ):
            said = words(stage.types(BOM, f"/plan {line}"))
            assert there in said, line
            assert gone not in said, line

    def test_more_than_a_page(self, stage: Stage) -> None:
        for n in range(21):
            planned(stage.db, en=f"Item {n}", ko="")
        card = stage.types(BOM, "/plan list")
        assert "Item 20" not in words(card)
        assert "Item 20" in words(stage.clicks(BOM, card, "door:more"))

    def test_an_empty_plan_says_how_to_begin(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/plan"))
        assert "Nothing of the inspection plan is here." in said
        assert "New item" in said
        told = words(stage.types(CHAN, "/plan"))
        assert "New item" not in told
        assert "/plan add" not in told
        assert "Leads, the secretariat and administrators add the items." in told
        speaks(stage, CHAN, "ko")
        assert "현장점검 항목은 팀장과 총괄 담당, 관리자가 등록합니다." in words(stage.types(CHAN, "/plan"))

    def test_the_coverage_in_words_at_once_and_its_picture_by_direct_message(self, stage: Stage) -> None:
        stage.types(BOM, "/org add Geoje Shipyard #shipbuilding #geoje")
        stage.types(BOM, "/org add Ulsan Shipyard #shipbuilding #ulsan")
        stage.types(BOM, "/visit Ulsan Shipyard: order book is full")
        card = stage.types(CHAN, "/plan coverage")
        said = words(card)
        assert "Visits by sector and region, Fri 28 Aug to Wed 25 Nov" in said
        assert "*Ulsan* 1 · shipbuilding 1" in said
        assert "*Jeju* –" in said
        assert "*shipbuilding × Geoje* · O-1 Geoje Shipyard" in said
        assert "Ulsan Shipyard" not in said
        with stage.db.read() as session:
            posts = [row.person for row in session.query(PostRow) if row.series == "plan-coverage"]
        assert posts == [CHAN]
        stage.clicks(CHAN, card, "Log a visit")
        assert stage.slack.form(CHAN)["callback_id"] == "visits:save"

    def test_muster_find_knows_items(self, stage: Stage) -> None:
        planned(stage.db)
        assert "P-1" in words(stage.types(CHAN, "/muster find 수출현장"))

    def test_the_home_of_who_answers_for_it_shows_what_is_behind(self, stage: Stage) -> None:
        planned(stage.db)
        assert "P-1" in words(stage.opens_home(ARA))
        assert "P-1" not in words(stage.opens_home(BOM))

    def test_the_audit_reads_as_words(self, stage: Stage) -> None:
        planned(stage.db)
        stage.types(BOM, "/visit 대한정밀: 수주")
        stage.types(BOM, "/plan count V-1 P-1")
        said: Json = stage.types(EUN, "/muster audit P-1")
        assert "counted something by hand" in words(said)
