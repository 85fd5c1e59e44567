"""Visits after they were logged: undo, edit, photos, delete."""

from dataclasses import replace

import pytest

from bot.domain.difficulties import DifficultyState
from bot.domain.visits import VisitState
from bot.domain.words import Facet, Term, Vocabulary
from storage import audit, difficulties, events, people, workspaces
from storage.owing import to_confirm
from tests.cast import ARA, BOM, CHAN, DANA, EUN, WS, Stage, kept, speaks, words
from tests.planning import planned
from tests.visiting import LINE, visit


class TestAfterwards:
    def test_undo_takes_back_what_nobody_touched(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.clicks(BOM, card, "Undo")
        assert visit(stage).state == VisitState.UNDONE
        with stage.db.read() as session:
            assert {one.state for one in difficulties.of_visit(session, WS, 1)} == {DifficultyState.UNDONE}
            assert events.untold(session, WS, "export", stage.now.replace(hour=0), stage.now.replace(hour=23)) == []

    def test_undo_takes_back_nothing_that_somebody_else_has_changed_since(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.types(ARA, "/visit edit V-1")
        stage.submits(ARA, {"summary": "better"})
        for said in (stage.clicks(BOM, card, "Undo"), stage.types(BOM, "/visit undo V-1")):
            assert "아라 has changed V-1 since." in words(said)
            assert "`/visit delete V-1` removes it" in words(said)
        assert (visit(stage).state, visit(stage).summary) == (VisitState.DONE, "better")

    def test_undo_takes_back_what_one_has_changed_oneself(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.types(BOM, "/visit edit V-1")
        stage.submits(BOM, {"summary": "better"})
        stage.clicks(BOM, card, "Undo")
        assert visit(stage).state == VisitState.UNDONE

    def test_undo_has_its_time(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.later(minutes=10, seconds=1)
        assert "more than 10 minutes ago" in words(stage.clicks(BOM, card, "Undo"))
        assert visit(stage).state == VisitState.DONE

    def test_edit_changes_it(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.clicks(BOM, card, "Edit")
        assert kept(stage.slack.form(BOM))["r"] == "V-1.1"
        stage.submits(BOM, {"summary": "better", "organisation": "대한정밀공업"})
        assert (visit(stage).summary, visit(stage).organisation_name) == ("better", "대한정밀공업")

    @pytest.mark.parametrize(
        ("language", "says"),
        [
            ("en", "#양자: no kind, sector or region that I know; kept as typed."),
            ("ko", "#양자는 등록된 유형·업종·지역이 아니어서 적으신 그대로 두었습니다."),
        ],
    )
    def test_an_unknown_tag_outlives_an_edit_and_is_shown(self, stage: Stage, language: str, says: str) -> None:
        planned(stage.db)
        stage.types(BOM, "/visit 대한정밀 #양자 #P-1")
        speaks(stage, BOM, language)
        stage.types(BOM, "/visit edit V-1")
        stage.submits(BOM, {"summary": "better"})
        assert visit(stage).unknown_tags == ("양자", "P-1")
        for card in (stage.said(), stage.types(BOM, "/visit show V-1")):
            assert says in words(card)

    def test_a_tag_that_has_become_a_word_since_is_unknown_no_more(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀 #양자")
        with stage.db.begin() as session:
            known = workspaces.get(session, WS)
            assert known is not None
            terms = (*known.vocabulary.terms, Term(Facet.SECTOR, "quantum", "양자", "quantum"))
            workspaces.change(session, replace(known, vocabulary=Vocabulary(terms)), DANA, stage.now)
        assert "양자" not in words(stage.types(BOM, "/visit show V-1"))

    def test_another_organisation_takes_the_difficulties_along_that_were_with_the_old_one(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.types(BOM, "/difficulty edit D-2")
        stage.submits(BOM, {"organisation": "부산강재"})
        stage.types(BOM, "/visit edit V-1")
        stage.submits(BOM, {"organisation": "거제조선"})
        with stage.db.read() as session:
            assert [one.organisation_name for one in difficulties.of_visit(session, WS, 1)] == ["거제조선", "부산강재"]
            assert [one.action for one in audit.changes(session, WS, "D-1")] == ["edit", "add"]
            assert [one.action for one in audit.changes(session, WS, "D-2")] == ["edit", "add"]

    def test_the_same_organisation_spelled_another_way_changes_no_difficulty(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.types(BOM, "/visit edit V-1")
        stage.submits(BOM, {"organisation": "(주) 대한 정밀"})
        with stage.db.read() as session:
            assert [one.action for one in audit.changes(session, WS, "D-1")] == ["add"]

    @pytest.mark.parametrize(
        ("language", "typed", "title"),
        [("en", "/visit photos V-1", "Add photos to V-1"), ("ko", "/visit 사진 V-1", "V-1 사진 추가")],
    )
    def test_photos_are_added_by_the_command_as_by_the_button(
        self, stage: Stage, language: str, typed: str, title: str
    ) -> None:
        stage.types(BOM, LINE)
        speaks(stage, BOM, language)
        assert stage.types(BOM, typed) == {}
        assert stage.slack.form(BOM)["title"]["text"] == title
        stage.submits(BOM, {"photos": [{"id": "F0ONE"}]})
        assert visit(stage).photos == ("F0ONE",)
        assert "Only its author" in words(stage.types(CHAN, "/visit photos V-1"))

    @pytest.mark.parametrize("typed", ["/visit 사진관: 현장 점검", "/visit Photos Korea: tour", "/visit 사진관"])
    def test_an_organisation_may_begin_with_the_word(self, stage: Stage, typed: str) -> None:
        assert "V-1" in words(stage.types(BOM, typed))

    def test_a_newer_edit_is_not_overwritten(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.clicks(BOM, card, "Edit")
        old = stage.slack.form(BOM)
        stage.submits(BOM, {"summary": "newer"})
        answer = stage.submits(BOM, {"summary": "older"}, view=old)
        assert "changed meanwhile" in next(iter(answer["errors"].values()))
        assert visit(stage).summary == "newer"

    @pytest.mark.parametrize(
        ("language", "done", "planned"), [("en", "Done", "Visit planned for"), ("ko", "완료", "방문 예정")]
    )
    def test_editing_a_planned_visit_does_not_make_it_done(
        self, stage: Stage, language: str, done: str, planned: str
    ) -> None:
        speaks(stage, BOM, language)
        stage.types(BOM, "/visit 대한정밀 on:11/27")
        stage.later(days=3)
        stage.types(BOM, "/visit edit V-1")
        stage.submits(BOM, {"summary": "moved to Thursday", "day": "2026-11-26"})
        assert visit(stage).state is VisitState.PLANNED
        assert planned in words(stage.said())
        with stage.db.read() as session:
            bom = people.get(session, WS, BOM)
            assert bom is not None
            assert [one.ref for one in to_confirm(session, WS, bom, stage.now.date())] == ["V-1"]
        stage.clicks(BOM, stage.said(), done)
        assert (visit(stage).state, visit(stage).day.isoformat()) == (VisitState.DONE, "2026-11-26")

    def test_a_visit_that_was_done_and_gets_a_future_day_is_planned(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.types(BOM, "/visit edit V-1")
        stage.submits(BOM, {"day": "2026-11-26"})
        assert visit(stage).state is VisitState.PLANNED

    def test_an_edit_may_leave_a_day_of_long_ago_as_it_is(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀 on:yesterday")
        stage.later(days=400)
        stage.types(BOM, "/visit edit V-1")
        assert "errors" not in stage.submits(BOM, {"summary": "better"})
        assert (visit(stage).summary, visit(stage).day.isoformat()) == ("better", "2026-11-24")
        stage.types(BOM, "/visit edit V-1")
        faults = stage.submits(BOM, {"day": "2026-11-23"})["errors"]
        assert faults == {"day": "That is more than a year ago. Choose a later day."}

    @pytest.mark.parametrize(("day", "fault"), [("2026-09-01", {}), ("2027-11-27", {"day": "more than a year ahead"})])
    def test_the_year_is_counted_from_today_not_from_the_day_planned(
        self, stage: Stage, day: str, fault: dict[str, str]
    ) -> None:
        stage.types(BOM, "/visit 대한정밀 on:2027-11-20")
        stage.types(BOM, "/visit edit V-1")
        faults = stage.submits(BOM, {"day": day}).get("errors", {})
        assert list(faults) == list(fault)
        assert all(said in faults[field] for field, said in fault.items())

    @pytest.mark.parametrize(("who", "may"), [(BOM, True), (ARA, True), (EUN, True), (CHAN, False)])
    def test_who_may_delete(self, stage: Stage, who: str, may: bool) -> None:
        stage.types(BOM, LINE)
        answer = words(stage.types(who, "/visit delete V-1"))
        assert ("taken back" in answer) is may
        assert ("Only its author" in answer) is not may


class TestItsOrganisation:
    """A slip in a name leaves nothing behind in the directory."""

    def directory(self, stage: Stage) -> str:
        return words(stage.types(EUN, "/org list"))

    def test_goes_with_the_visit_that_brought_it_and_comes_back_with_its_number(self, stage: Stage) -> None:
        stage.clicks(BOM, stage.types(BOM, "/visit 삼송전자: 수주 ! 인력난"), "Undo")
        assert "삼송전자" not in self.directory(stage)
        assert "not in the directory" in words(stage.types(BOM, "/org 삼송전자"))
        assert "삼송전자" in words(stage.types(BOM, "/visit show V-1"))
        again = stage.types(BOM, "/visit 삼송전자")
        assert "is new in the directory" in words(again)
        assert "O-1" in self.directory(stage)
        stage.clicks(BOM, again, "Undo")
        assert "O-1" not in self.directory(stage)

    def test_goes_when_the_visit_was_to_another(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀")
        stage.later(minutes=30)
        card = stage.types(BOM, "/visit 대한정말: 수주")
        stage.clicks(BOM, card, "Edit")
        stage.submits(BOM, {"organisation": "대한정밀"})
        assert "대한정말" not in self.directory(stage)

    def test_goes_with_a_difficulty(self, stage: Stage) -> None:
        stage.clicks(BOM, stage.types(BOM, "/difficulty 용접공 부족 업체: 대한정말"), "Undo")
        assert "대한정말" not in self.directory(stage)

    @pytest.mark.parametrize(
        "also",
        [
            "/visit 대한정밀 on: yesterday",
            "/difficulty short of welders from: 대한정밀",
            "/org 대한정밀",  # whose form is saved below
        ],
    )
    def test_stays_when_anything_else_is_known_of_it(self, stage: Stage, also: str) -> None:
        card = stage.types(BOM, "/visit 대한정밀: 수주")
        stage.later(minutes=1)
        said = stage.types(EUN, also)
        if also.startswith("/org"):
            stage.clicks(EUN, said, "Edit")
            stage.submits(EUN, {"homepage": "https://daehan.example"})
        stage.clicks(BOM, card, "Undo")
        assert "대한정밀" in self.directory(stage)

    def test_stays_where_it_was_there_before(self, stage: Stage) -> None:
        stage.types(EUN, "/org add 대한정밀")
        stage.later(minutes=1)
        stage.clicks(BOM, stage.types(BOM, "/visit 대한정밀"), "Undo")
        assert "대한정밀" in self.directory(stage)

    def test_its_name_may_become_anothers(self, stage: Stage) -> None:
        stage.clicks(BOM, stage.types(BOM, "/visit 삼송전자"), "Undo")
        stage.types(EUN, "/org add 삼송")
        stage.clicks(EUN, stage.types(EUN, "/org 삼송"), "Edit")
        stage.submits(EUN, {"name": "삼송전자"})
        assert "O-2" in words(stage.types(BOM, "/org 삼송전자"))
        assert "is new in the directory" not in words(stage.types(BOM, "/visit 삼송전자 on: yesterday"))

    @pytest.mark.parametrize("typed", ["/org show O-1", "/org merge O-2 O-1", "/org merge O-1 O-2"])
    def test_is_nothing_that_a_number_names(self, stage: Stage, typed: str) -> None:
        stage.clicks(BOM, stage.types(BOM, "/visit 삼송전자"), "Undo")
        stage.types(BOM, "/visit 삼성전자")
        assert "There is no organisation O-1" in words(stage.types(EUN, typed))
        assert "삼성전자" in self.directory(stage)
