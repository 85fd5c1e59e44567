"""Who is who: the list, a person's form, and changes in one line."""

from dataclasses import replace

from bot.domain.people import Person, Role
from bot.domain.teams import Team, TeamKind
from storage import audit, people, teams
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, HANA, WS, Stage, words


def person(stage: Stage, id: str) -> Person:
    with stage.db.read() as session:
        found = people.get(session, WS, id)
    assert found is not None
    return found


def test_the_list_says_grade_division_and_role(stage: Stage) -> None:
    said = words(stage.types(DANA, "/muster people"))
    assert "7 people" in said
    assert "director · 2 visits a week · Export division · leads Export division" in said
    assert "administrator" in said
    assert "봄" in words(stage.types(DANA, "/muster 직원 팀 export"))
    assert "찬" not in words(stage.types(DANA, "/muster people team export"))


def test_only_for_administrators(stage: Stage) -> None:
    for line in ("/muster people", "/muster people @chan role: admin"):
        assert "`/muster people` is for administrators: 다나." in words(stage.types(EUN, line))
    assert person(stage, CHAN).role is Role.MEMBER


def test_a_long_list_has_pages(stage: Stage) -> None:
    with stage.db.begin() as session:
        for number in range(10):
            people.save(session, WS, Person(f"U1{number}", f"가나{number:02d}"))
    first = stage.types(DANA, "/muster people")
    assert "하나" not in words(first)
    assert "하나" in words(stage.clicks(DANA, first, "More"))


class TestOneLine:
    def test_changes_grade_role_and_division(self, stage: Stage) -> None:
        card = stage.types(DANA, f"/muster people <@{CHAN}|chan> grade: 과장 role: 총괄 team: export")
        changed = person(stage, CHAN)
        assert (changed.grade, changed.quota, changed.role, changed.team) == (
            "director",
            2,
            Role.SECRETARIAT,
            "export",
        )
        assert "Saved." in words(card)
        with stage.db.read() as session:
            by_key = {team.key: team.members for team in teams.everything(session, WS)}
            change = audit.changes(session, WS, CHAN)[0]
        assert CHAN in by_key["export"]
        assert CHAN not in by_key["energy"]
        assert change.before == {"team": "energy", "grade": "officer", "role": "member"}

    def test_who_becomes_a_guest_is_told_of_with_all_they_still_hold(self, stage: Stage) -> None:
        stage.types(ARA, "/task add repair the crane")
        card = stage.types(DANA, f"/muster people <@{ARA}|ara> role: guest")
        said = words(card)
        assert "still has T-1, Export division. Hand it over: `/muster transfer @ara @lee`" in said
        assert "still has" not in words(stage.types(DANA, f"/muster people <@{ARA}|ara> grade: director"))
        assert "still has" not in words(stage.types(DANA, f"/muster people <@{CHAN}|chan> grade: director"))

    def test_an_unknown_grade_is_refused_with_those_there_are(self, stage: Stage) -> None:
        said = words(stage.types(DANA, "/muster people @chan grade: 대왕"))
        assert "There is no grade “대왕”" in said
        assert "director" in said

    def test_a_part_of_a_grades_name_is_enough_if_it_is_the_only_one(self, stage: Stage) -> None:
        stage.types(DANA, "/muster people @chan grade: 실장급")
        assert person(stage, CHAN).grade == "grade1"
        assert "There is no grade" in words(stage.types(DANA, "/muster people @chan grade: 관"))

    def test_the_last_administrator_stays(self, stage: Stage) -> None:
        assert "only administrator" in words(stage.types(DANA, "/muster people @dana role: member"))
        stage.types(DANA, "/muster people @eun role: admin")
        stage.types(DANA, "/muster people @dana role: member")
        assert person(stage, DANA).role is Role.MEMBER

    def test_a_lead_who_moves_is_pointed_out(self, stage: Stage) -> None:
        assert "still leads Export division" in words(stage.types(DANA, "/muster people @ara team: energy"))


class TestForm:
    def test_opens_for_a_person_and_saves(self, stage: Stage) -> None:
        assert stage.types(DANA, f"/muster people <@{BOM}|bom>") == {}
        stage.submits(DANA, {"grade": "grade1", "quota": "3", "role": "secretariat", "team": None, "language": "ko"})
        changed = person(stage, BOM)
        assert (changed.grade, changed.quota, changed.role, changed.team, changed.language) == (
            "grade1",
            3,
            Role.SECRETARIAT,
            None,
            "ko",
        )

    def test_saved_as_it_was_it_leaves_everybody_where_they_are(self, stage: Stage) -> None:
        """A home is not always a division: the demo's response teams are homes, too."""
        with stage.db.begin() as session:
            teams.save(session, WS, Team("us-trade", "대미통상반", "US trade", TeamKind.RESPONSE, lead=CHAN))
            people.save(session, WS, replace(person(stage, CHAN), team="us-trade"))
            people.save(session, WS, replace(person(stage, BOM), team=None))
        for id in (ARA, BOM, CHAN, GIL):
            before = person(stage, id)
            stage.types(DANA, f"/muster people <@{id}>")
            stage.submits(DANA)
            assert person(stage, id) == before

    def test_an_empty_quota_is_the_grades(self, stage: Stage) -> None:
        stage.types(DANA, f"/muster people <@{CHAN}>")
        stage.submits(DANA, {"grade": "director"})
        assert (person(stage, CHAN).grade, person(stage, CHAN).quota) == ("director", 2)

    def test_opens_from_the_list(self, stage: Stage) -> None:
        card = stage.types(DANA, "/muster people team energy")
        stage.clicks(DANA, {"blocks": card["blocks"][2:3]}, "Edit")
        stage.submits(DANA, {"grade": "minister"})
        assert [person(stage, id).grade for id in (CHAN, HANA)].count("minister") == 1

    def test_a_newer_change_is_not_overwritten(self, stage: Stage) -> None:
        stage.types(DANA, "/muster people @bom")
        stage.types(DANA, "/muster people @bom grade: 주무관")
        answer = stage.submits(DANA, {"grade": "minister"})
        assert "changed meanwhile" in next(iter(answer["errors"].values()))
        assert person(stage, BOM).grade == "officer"

    def test_a_quota_beyond_reason_is_refused(self, stage: Stage) -> None:
        stage.types(DANA, "/muster people @ara")
        assert list(stage.submits(DANA, {"quota": "500"})["errors"]) == ["quota"]
        assert person(stage, ARA).quota == 2
