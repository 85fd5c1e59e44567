"""The directory as people find, add and change it."""

from typing import Any

import pytest

from bot.domain.organisations import Organisation, OrganisationKind
from storage import audit, organisations
from tests.cast import ARA, BOM, GIL, WS, Stage, words
from tests.sitting import found


def organisation(stage: Stage, number: int = 1) -> Organisation:
    with stage.db.read() as session:
        found = organisations.get(session, WS, number)
    assert found is not None
    return found


class TestAdded:
    def test_in_one_line(self, stage: Stage) -> None:
        card = stage.types(BOM, "/org add 한국무역협회 #경제단체 #partner #서울 #부품")
        added = organisation(stage)
        assert (added.name, added.kind, added.partner) == ("한국무역협회", OrganisationKind.ECONOMIC, True)
        assert (added.sectors, added.regions) == (("parts",), ("seoul",))
        assert "economic organisation, partner" in words(card)
        assert "Nobody has visited it yet." in words(card)

    def test_twice_is_once(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        assert "already" in words(stage.types(ARA, "/org add (주) 대한 정밀"))
        assert "1 organisation" in words(stage.types(ARA, "/org list"))

    def test_close_names_are_pointed_out(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        assert "O-1 대한정밀" in words(stage.types(BOM, "/org add 대한정일"))

    def test_an_unknown_tag_is_pointed_out(self, stage: Stage) -> None:
        assert "#양자" in words(stage.types(BOM, "/org add 대한정밀 #양자"))

    def test_by_the_form(self, stage: Stage) -> None:
        assert stage.types(BOM, "/org add") == {}
        stage.submits(
            BOM,
            {
                "name": "Geoje Shipyard",
                "kind": "company",
                "homepage": "geoje.example",
                "contacts": "Kim\n010-0000",
                "sector": ["shipbuilding"],
            },
        )
        assert organisation(stage).homepage == "https://geoje.example"
        assert "<https://geoje.example|geoje.example>" in words(stage.said())

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name": "​"}, "name"),
            ({"name": "x", "homepage": "javascript:alert(1)"}, "homepage"),
            ({"name": "주식회사 대한정밀"}, "name"),
            ({"name": "x", "contacts": "Kim, kim@"}, "contacts"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, Any], field: str) -> None:
        stage.types(BOM, "/org add 대한정밀")
        stage.types(BOM, "/org add")
        assert list(stage.submits(BOM, values)["errors"]) == [field]

    def test_guests_are_refused(self, stage: Stage) -> None:
        assert "Guests may only" in words(stage.types(GIL, "/org add 대한정밀"))


class TestFound:
    @pytest.fixture(autouse=True)
    def _there(self, stage: Stage) -> None:
        for line in ("대한정밀 #업체", "한국무역협회 #경제단체 #유관기관", "대한전자 #업체"):
            stage.types(BOM, f"/org add {line}")

    @pytest.mark.parametrize(
        "text", ["/org find 무역", "/org 한국무역협회", "/org show O-2", "/org ㅎㄱㅁㅇ", "/org o2"]
    )
    def test_one_is_shown(self, stage: Stage, text: str) -> None:
        assert "*O-2  한국무역협회*" in words(stage.types(BOM, text))

    def test_several_are_listed(self, stage: Stage) -> None:
        said = words(stage.types(BOM, "/org find 대한"))
        assert "2 organisations" in said
        assert "무역" not in said

    def test_nothing_offers_what_is_close_and_the_form(self, stage: Stage) -> None:
        card = stage.types(BOM, "/org find 대한정일")
        assert "not in the directory" in words(card)
        assert "*O-1* · 대한정밀" in words(card)
        stage.clicks(BOM, card, "Add it")
        stage.submits(BOM, {})
        assert organisation(stage, 4).name == "대한정일"

    def test_the_kinds_of_the_list(self, stage: Stage) -> None:
        assert "1 organisation" in words(stage.types(BOM, "/org list #economic"))
        assert "1 organisation" in words(stage.types(BOM, "/muster 기관 목록 #유관기관"))
        assert "`planets` is no kind" in words(stage.types(BOM, "/org list #planets"))

    def test_pages(self, stage: Stage) -> None:
        for number in range(12):
            stage.types(BOM, f"/org add 업체{number:02d}번")
        first = stage.types(BOM, "/org list #company")
        assert "14 organisations" in words(first)
        assert "업체11번" in words(stage.clicks(BOM, first, "More"))

    def test_an_unknown_number(self, stage: Stage) -> None:
        assert "There is no organisation O-99" in words(stage.types(BOM, "/org show O-99"))


class TestKnown:
    def test_visits_and_what_is_open(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 납품대금 지연")
        said = words(stage.types(ARA, "/org 대한정밀"))
        assert "1 visit" in said
        assert "수주 회복" in said
        assert "1 difficulty is open." in said
        assert "납품대금 지연" in said

    def test_a_visit_is_logged_from_the_card(self, stage: Stage) -> None:
        card = stage.types(BOM, "/org add 대한정밀")
        stage.clicks(BOM, card, "Log a visit")
        stage.submits(BOM, {"summary": "from the card"})
        assert "V-1" in words(stage.said())

    def test_edit_changes_it_and_a_newer_edit_stays(self, stage: Stage) -> None:
        card = stage.types(BOM, "/org add 대한정밀")
        stage.clicks(BOM, card, "Edit")
        old = stage.slack.form(BOM)
        stage.submits(BOM, {"name": "대한정밀공업", "partner": ["partner"]})
        assert (organisation(stage).name, organisation(stage).partner) == ("대한정밀공업", True)
        assert "changed meanwhile" in stage.submits(BOM, {"name": "older"}, view=old)["errors"]["name"]
        with stage.db.read() as session:
            change = audit.changes(session, WS, "O-1")[0]
        assert change.after == {"name": "대한정밀공업", "partner": True}

    def test_a_name_that_another_has_is_refused(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 대한정밀")
        stage.types(BOM, "/org add 거제조선")
        stage.types(BOM, "/org edit 거제조선")
        assert "O-1" in stage.submits(BOM, {"name": "(주)대한정밀"})["errors"]["name"]

    def test_what_people_type_mentions_nothing(self, stage: Stage) -> None:
        card = stage.types(BOM, "/org add &lt;!channel&gt; *x* <https://evil.example|bank.example>")
        assert "<!channel>" not in words(card)
        assert "<https://evil" not in words(card)

    def test_what_it_was_asked_and_how_long_it_takes_to_answer(self, stage: Stage) -> None:
        stage.types(BOM, "/org add 무역협회 #partner")
        for number in (1, 2):
            stage.types(BOM, "/difficulty short of welders from: 거제조선")
            stage.types(BOM, f"/difficulty refer D-{number} 무역협회")
        stage.later(days=3)
        stage.types(BOM, "/difficulty answer D-1 a course begins in March")
        said = words(stage.types(ARA, "/org 무역협회"))
        assert "1 referral answered · median 3 days · 1 is open" in said
        assert "*D-2* · answers by" in said

    def test_whom_to_call(self, stage: Stage) -> None:
        stage.types(BOM, "/org add")
        stage.submits(BOM, {"name": "거제조선", "contacts": "kim@example.org; 김철수; 과장\n02-123-4567, 대표번호"})
        said = words(stage.said())
        assert "김철수 · 과장 · kim@example.org" in said
        assert "대표번호 · 02-123-4567" in said

    def test_seats_and_sittings(self, stage: Stage) -> None:
        found(stage)
        said = words(stage.types(ARA, "/org O-1"))
        assert "Has a seat in:" in said
