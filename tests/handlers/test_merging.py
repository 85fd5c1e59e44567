"""Organisations that are one: offered when a new one is close to one that is known, merged by command, undone."""

from dataclasses import replace

import pytest

from bot.domain.organisations import Organisation
from storage import difficulties, organisations, people, visits
from storage.visits import Choice
from tests.cast import ARA, BOM, CHAN, EUN, PEOPLE, WS, Json, Stage, words


def known(stage: Stage, number: int) -> Organisation:
    with stage.db.read() as session:
        found = organisations.get(session, WS, number)
    assert found is not None
    return found


def visited(stage: Stage, number: int) -> int:
    with stage.db.read() as session:
        return visits.count(session, WS, Choice(organisation=number))


class TestMeant:
    @pytest.fixture
    def card(self, stage: Stage) -> Json:
        stage.types(BOM, "/org add 대한정밀")
        return stage.types(BOM, "/visit 대한정일: 수주 회복 ! 납품대금 지연")

    def test_the_card_offers_what_is_close(self, stage: Stage, card: Json) -> None:
        assert "Is it one of these?" in words(card)
        assert "O-1 대한정밀" in words(card)

    def test_a_click_moves_the_visit_with_its_difficulties_and_leaves_a_trace(self, stage: Stage, card: Json) -> None:
        said = words(stage.clicks(BOM, card, "O-1 대한정밀"))
        assert "It is O-1 대한정밀 now; O-2, which was new, is merged into it." in said
        assert "*V-1  대한정밀*" in said
        assert (visited(stage, 1), visited(stage, 2)) == (1, 0)
        with stage.db.read() as session:
            [raised] = difficulties.of_visit(session, WS, 1)
        assert (raised.organisation, raised.touched) == (1, False)
        assert "1 organisation" in words(stage.types(BOM, "/org list"))
        assert "대한정일 is new" not in words(stage.types(ARA, "/visit 대한정일: 다시"))

    def test_it_can_be_undone(self, stage: Stage, card: Json) -> None:
        moved = stage.clicks(BOM, card, "O-1 대한정밀")
        assert "of its own again" in words(stage.clicks(BOM, moved, "Undo the merge"))
        assert (visited(stage, 1), visited(stage, 2)) == (0, 1)

    def test_clicked_twice_it_is_there_once(self, stage: Stage, card: Json) -> None:
        stage.clicks(BOM, card, "O-1 대한정밀")
        assert "*V-1  대한정밀*" in words(stage.clicks(BOM, card, "O-1 대한정밀"))
        assert visited(stage, 1) == 1

    def test_what_others_use_stays(self, stage: Stage, card: Json) -> None:
        stage.types(CHAN, "/visit 대한정일: 우리도")
        said = words(stage.clicks(BOM, card, "O-1 대한정밀"))
        assert "O-2 stays, because others name it too: `/org merge O-2 O-1`" in said
        assert (visited(stage, 1), visited(stage, 2)) == (1, 1)

    def test_only_who_may_change_the_visit(self, stage: Stage, card: Json) -> None:
        assert "Only its author" in words(stage.clicks(CHAN, card, "O-1 대한정밀"))
        assert visited(stage, 2) == 1

    def test_by_the_form_too(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        stage.types(BOM, "/visit")
        stage.submits(BOM, {"organisation": "대한정일"})
        stage.clicks(BOM, stage.said(), "O-1 대한정밀")
        assert visited(stage, 1) == 1

    def test_of_a_difficulty(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        card = stage.types(BOM, "/difficulty short of welders from: 대한정일")
        said = words(stage.clicks(BOM, card, "O-1 대한정밀"))
        assert "It is O-1 대한정밀 now" in said
        with stage.db.read() as session:
            one = difficulties.get(session, WS, 1)
        assert one is not None
        assert one.organisation_name == "대한정밀"

    def test_what_was_typed_without_the_colon_becomes_the_summary(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        card = stage.types(BOM, "/visit 대한정밀 수주 회복")
        said = words(stage.clicks(BOM, card, "O-1 대한정밀"))
        assert "수주 회복" in said.partition("Visited on")[2]
        assert visited(stage, 1) == 1

    def test_in_korean(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            people.save(session, WS, replace(PEOPLE[1], language="ko"))
        stage.types(BOM, "/org add 대한정밀")
        card = stage.types(BOM, "/visit 대한정일: 수주")
        assert "혹시 다음 기관입니까?" in words(card)
        assert "O-1 대한정밀로 옮겼습니다." in words(stage.clicks(BOM, card, "O-1 대한정밀"))


class TestMerged:
    @pytest.fixture(autouse=True)
    def _two(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        stage.types(BOM, "/visit 한국정밀공업: 수주 회복 ! 납품대금 지연")

    def test_what_would_move_is_shown_first(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/org merge O-2 O-1"))
        assert "Merge O-2 한국정밀공업 into O-1 대한정밀?" in said
        assert "With it: 1 visit, 1 difficulty" in said
        assert visited(stage, 2) == 1

    def test_the_button_does_it_and_undo_takes_it_back(self, stage: Stage) -> None:
        card = stage.types(ARA, "/muster 기관 병합 O-2 O-1")
        merged = stage.clicks(ARA, card, "Merge")
        assert "O-2 한국정밀공업 was merged into it." in words(merged)
        assert "Merged into it: O-2 한국정밀공업" in words(merged)
        assert (visited(stage, 1), known(stage, 2).merged_into) == (1, 1)
        stage.clicks(ARA, merged, "Undo the merge")
        assert (visited(stage, 2), known(stage, 2).merged_into) == (1, None)

    def test_the_other_way_round(self, stage: Stage) -> None:
        card = stage.clicks(ARA, stage.types(ARA, "/org merge O-2 O-1"), "The other way round")
        assert "Merge O-1 대한정밀 into O-2 한국정밀공업?" in words(card)

    def test_the_trace(self, stage: Stage) -> None:
        stage.clicks(ARA, stage.types(ARA, "/org merge O-2 O-1"), "Merge")
        said = words(stage.types(BOM, "/org show O-2"))
        assert "O-2 한국정밀공업 was merged into O-1 대한정밀." in said
        assert "With it: 1 visit, 1 difficulty" in said
        assert "*O-1  대한정밀*" in words(stage.types(BOM, "/org 한국정밀공업"))
        assert "1 organisation" in words(stage.types(BOM, "/org list"))
        assert "O-2 was merged into O-1. Type O-1 instead." in words(stage.types(BOM, "/org edit O-2"))
        assert "*O-2  한국정밀공업*" in words(stage.types(EUN, "/org undo O-2"))

    def test_whoever_uses_its_number_means_the_other_one(self, stage: Stage) -> None:
        stage.clicks(ARA, stage.types(ARA, "/org merge O-2 O-1"), "Merge")
        assert "대한정밀" in words(stage.types(BOM, "/difficulty refer D-1 O-2"))

    @pytest.mark.parametrize(
        ("who", "text", "says"),
        [
            (BOM, "/org merge O-2 O-1", "Only leads, the secretariat and administrators may merge"),
            (ARA, "/org merge O-2", "goes into which one?"),
            (ARA, "/org merge O-2 O-2", "stands there twice"),
            (ARA, "/org merge O-2 O-99", "There is no organisation O-99"),
            (ARA, "/org undo O-2", "was not merged"),
            (BOM, "/org undo O-1", "Only who merged them"),
        ],
    )
    def test_bad_input(self, stage: Stage, who: str, text: str, says: str) -> None:
        assert says in words(stage.types(who, text))
