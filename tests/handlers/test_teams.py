"""Teams as people make and change them: in one line, by the form, with the refusals that say what to type."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.people import Person
from bot.domain.teams import Team, TeamKind
from bot.domain.workspaces import Connection
from storage import audit, connections, people, teams
from tests.cast import ARA, BOM, CHAN, DANA, ENERGY, EUN, EXPORT, GIL, HANA, WS, Stage, speaks, words


def team(stage: Stage, key: str = "export") -> Team:
    with stage.db.read() as session:
        found = teams.get(session, WS, key)
    assert found is not None
    return found


def person(stage: Stage, id: str) -> Person:
    with stage.db.read() as session:
        found = people.get(session, WS, id)
    assert found is not None
    return found


class TestSeen:
    @pytest.mark.parametrize("text", ["/team list", "/team", "/muster 팀 목록"])
    def test_the_list_names_lead_channel_and_size(self, stage: Stage, text: str) -> None:
        said = words(stage.types(BOM, text))
        assert "3 teams" in said
        assert "lead 아라" in said
        assert f"<#{EXPORT}>" in said

    def test_without_any_only_who_may_make_one_is_told_how(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            for one in teams.everything(session, WS):
                teams.save(session, WS, replace(one, active=False))
        assert "`/team create` opens a form" in words(stage.types(EUN, "/team list"))
        assert "The secretariat and administrators create them." in words(stage.types(BOM, "/team list"))

    @pytest.mark.parametrize(
        "text", ["/team show export", "/team export", "/team 수출과", "/team show Export division"]
    )
    def test_a_team_by_its_key_or_either_name(self, stage: Stage, text: str) -> None:
        said = words(stage.types(CHAN, text))
        assert "Export division" in said
        assert "봄, 아라" in said
        assert "This week 0 of 2 met their quota." in said

    def test_an_unknown_team_is_refused_with_the_keys_there_are(self, stage: Stage) -> None:
        assert "energy (에너지과), export (수출과), ministry (산업자원부)" in words(
            stage.types(BOM, "/team show nothing")
        )

    def test_a_channel_without_the_bot_says_what_to_type(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            connections.save(session, WS, Connection("U0MUSTER", channels={ENERGY: "energy"}))
        assert "/invite @muster" in words(stage.types(BOM, "/team export"))
        assert "/invite @muster" not in words(stage.types(BOM, "/team energy"))

    def test_a_long_list_has_pages(self, stage: Stage) -> None:
        for number in range(12):
            stage.types(EUN, f"/team create t{number:02d} Team number {number}")
        first = stage.types(BOM, "/team list")
        assert "t11" not in words(first)
        assert "t11" in words(stage.clicks(BOM, first, "More"))


class TestMade:
    def test_in_one_line(self, stage: Stage) -> None:
        card = stage.types(EUN, f"/team create us-trade 대미통상팀 lead: <@{CHAN}|chan> channel: <#C0US|us-trade>")
        made = team(stage, "us-trade")
        assert (made.ko, made.lead, made.channel, made.members) == ("대미통상팀", CHAN, "C0US", frozenset({CHAN}))
        assert person(stage, CHAN).team == "energy"
        assert "대미통상팀" in words(card)

    def test_by_the_form(self, stage: Stage) -> None:
        assert stage.types(EUN, "/team create") == {}
        stage.submits(
            EUN,
            {
                "key": "pr",
                "en": "Public Relations",
                "kind": "response",
                "lead": CHAN,
                "members": [BOM],
                "channel": "C0PR",
                "agenda": "금 오후 4시",
                "zone": "Europe/Paris",
                "language": "en",
                "sector": ["steel"],
                "tells": [],
            },
        )
        made = team(stage, "pr")
        assert (made.kind, made.members) == (TeamKind.RESPONSE, frozenset({BOM, CHAN}))
        assert (made.times, made.zone, made.language) == ({"agenda": "fri 16:00"}, "Europe/Paris", "en")
        assert (made.sectors, made.tells_visits) == (("steel",), False)
        assert person(stage, BOM).team == "export"
        assert "Friday 16:00" in words(stage.said())

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"key": "two words", "en": "X"}, "key"),
            ({"key": "export", "en": "X"}, "key"),
            ({"key": "list", "en": "X"}, "key"),
            ({"key": "pr"}, "ko"),
            ({"key": "pr", "ko": "수출과"}, "ko"),
            ({"key": "pr", "en": "X", "zone": "Mars/Olympus"}, "zone"),
            ({"key": "pr", "en": "X", "agenda": "someday"}, "agenda"),
            ({"key": "pr", "en": "X", "members": [GIL]}, "members"),
            ({"key": "pr", "en": "X", "lead": "U0NOBODY"}, "members"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, Any], field: str) -> None:
        stage.types(EUN, "/team create")
        assert list(stage.submits(EUN, values)["errors"]) == [field]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("/team create", "Only the secretariat and administrators may create, close or reopen a team."),
            ("/team create pr PR", "Only the secretariat and administrators may create, close or reopen a team."),
        ],
    )
    def test_only_by_the_secretariat(self, stage: Stage, text: str, says: str) -> None:
        assert says in words(stage.types(ARA, text))

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("/team create export Another", "is taken"),
            ("/team create show Another", "is a word of this command"),
            ("/team create pr", "What is the team called?"),
            ("/team create pr Press channel: #nowhere", "I do not know the channel #nowhere"),
            (f"/team create pr Press lead: <@{GIL}|gil>", "guest"),
        ],
    )
    def test_bad_lines_are_refused(self, stage: Stage, text: str, says: str) -> None:
        assert says in words(stage.types(EUN, text))
        assert {one.key for one in stage_teams(stage)} == {"energy", "export", "ministry"}


class TestPeopleBehindTheWordThatMakesATeam:
    @pytest.mark.parametrize(
        ("language", "typed", "instead"),
        [
            ("en", "create export <@U0CHAN|chan>", "`/team add export @chan` takes people into it"),
            ("ko", "등록 export <@U0CHAN|chan>", "`/team 추가 export @chan`을 입력해 주십시오"),
            ("ko", "등록 수출과 @찬 @하나", "`/team 추가 export @찬 @하나`를 입력해 주십시오"),
            ("en", 'create Export division @"찬 과장"', '`/team add export @"찬 과장"`'),
        ],
    )
    @pytest.mark.parametrize("who", [EUN, ARA])
    def test_says_how_to_add_them(self, stage: Stage, who: str, language: str, typed: str, instead: str) -> None:
        speaks(stage, who, language)
        said = words(stage.types(who, f"/team {typed}"))
        assert instead in said
        assert {one.key for one in stage_teams(stage)} == {"energy", "export", "ministry"}
        assert team(stage).members == frozenset({ARA, BOM})

    def test_a_key_that_is_free_makes_a_team_as_before(self, stage: Stage) -> None:
        stage.types(EUN, "/team create pr Press @ home")
        assert team(stage, "pr").en == "Press @ home"
        assert "is taken" in words(stage.types(EUN, f"/team create export Exports lead: <@{CHAN}|chan>"))


def stage_teams(stage: Stage) -> list[Team]:
    with stage.db.read() as session:
        return teams.everything(session, WS)


class TestPeople:
    def test_a_division_becomes_the_home_of_who_has_none(self, stage: Stage) -> None:
        stage.types(DANA, f"/muster team remove energy <@{CHAN}|chan>")
        assert person(stage, CHAN).team is None
        stage.types(ARA, f"/team add export <@{CHAN}|chan>")
        assert person(stage, CHAN).team == "export"

    def test_who_has_another_home_keeps_it_and_the_card_says_so(self, stage: Stage) -> None:
        said = words(stage.types(ARA, "/team add export @chan"))
        assert "still count in Energy division" in said
        assert person(stage, CHAN).team == "energy"
        assert CHAN in team(stage).members

    def test_anybody_joins_and_leaves_by_themselves(self, stage: Stage) -> None:
        assert "Join" in words(stage.types(CHAN, "/team show export"))
        assert "*Join*" not in words(stage.types(CHAN, "/team join export"))
        assert "Join" not in words(stage.types(CHAN, "/team show export"))
        assert CHAN in team(stage).members
        assert "already" in words(stage.types(CHAN, "/team join export"))
        stage.types(CHAN, "/team remove export @chan")
        assert CHAN not in team(stage).members

    @pytest.mark.parametrize(("who", "may"), [(ARA, True), (EUN, True), (DANA, True), (BOM, False), (HANA, False)])
    def test_who_may_add(self, stage: Stage, who: str, may: bool) -> None:
        said = words(stage.types(who, "/team add export @chan"))
        assert (CHAN in team(stage).members) is may
        assert ("Only the team's lead" in said) is not may

    def test_a_guest_is_not_taken_in(self, stage: Stage) -> None:
        assert "guests" in words(stage.types(ARA, "/team add export @gil"))
        assert "Guests may only" in words(stage.types(GIL, "/team join export"))

    def test_a_new_lead(self, stage: Stage) -> None:
        stage.types(ARA, "/team lead export @bom")
        assert team(stage).lead == BOM
        assert "Only the team's lead" in words(stage.types(ARA, "/team lead export @ara"))

    def test_the_lead_is_not_removed(self, stage: Stage) -> None:
        assert "Name another lead first" in words(stage.types(EUN, "/team remove export @ara"))

    def test_every_change_is_in_the_audit(self, stage: Stage) -> None:
        stage.types(ARA, "/team lead export @bom")
        with stage.db.read() as session:
            change = audit.changes(session, WS, "team:export")[0]
        assert (change.person, change.before, change.after) == (ARA, {"lead": ARA}, {"lead": BOM})


class TestChanged:
    def test_by_the_form(self, stage: Stage) -> None:
        card = stage.types(ARA, "/team export")
        stage.clicks(ARA, card, "Edit")
        stage.submits(ARA, {"en": "Exports", "members": [ARA], "parent": None})
        changed = team(stage)
        assert (changed.en, changed.members, changed.parent) == ("Exports", frozenset({ARA}), None)
        assert person(stage, BOM).team is None

    def test_a_newer_edit_is_not_overwritten(self, stage: Stage) -> None:
        stage.types(ARA, "/team edit export")
        old = stage.slack.form(ARA)
        stage.submits(ARA, {"en": "newer"})
        assert "changed meanwhile" in next(iter(stage.submits(ARA, {"en": "older"}, view=old)["errors"].values()))
        assert team(stage).en == "newer"

    def test_nobody_stands_above_themselves(self, stage: Stage) -> None:
        stage.types(EUN, "/team edit ministry")
        assert list(stage.submits(EUN, {"parent": "export"})["errors"]) == ["parent"]

    def test_a_circle_that_is_there_keeps_nobody_from_correcting_a_name(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            teams.save(session, WS, replace(team(stage, "ministry"), parent="export"))
        stage.types(EUN, "/team edit export")
        assert "errors" not in stage.submits(EUN, {"en": "Exports"})
        stage.types(EUN, "/team edit export")
        stage.submits(EUN, {"parent": None})
        assert (team(stage).en, team(stage).parent) == ("Exports", None)

    @pytest.mark.parametrize("line", ["/team close export", "/team 종료 export", "/team 종결 export"])
    def test_closing_is_asked_about(self, stage: Stage, line: str) -> None:
        question = stage.types(EUN, line)
        assert "2 people have it as their home." in words(question)
        assert team(stage).active
        stage.clicks(EUN, question, "Close the team")
        assert not team(stage).active
        assert "closed already" in words(stage.clicks(EUN, question, "Close the team"))
        assert "export" not in words(stage.types(BOM, "/team list"))

    @pytest.mark.parametrize(
        ("line", "ref"), [("/task add repair the crane", "T-1"), ("/difficulty no berth at Busan", "D-1")]
    )
    def test_is_not_closed_over_tasks_and_difficulties(self, stage: Stage, line: str, ref: str) -> None:
        question = stage.types(EUN, "/team close export")
        stage.types(ARA, line)
        for said in (stage.clicks(EUN, question, "Close the team"), stage.types(EUN, "/team close export")):
            assert f"still has {ref}. `/team wind-up export`" in words(said)
        assert team(stage).active

    @pytest.mark.parametrize(("who", "language"), [(EUN, "en"), (DANA, "ko")])
    def test_closing_names_what_would_be_without_a_team(self, stage: Stage, who: str, language: str) -> None:
        speaks(stage, who, language)
        stage.types(ARA, "/agenda add Berths at Busan")
        question = stage.types(who, "/team close export")
        assert "*A-1* Berths at Busan" in words(question)
        assert ("`/team wind-up export` hands" if language == "en" else "`/team 해산 export`를 입력하면") in words(
            question
        )
        stage.clicks(who, question, "Wind up" if language == "en" else "해산")
        assert stage.slack.form(who)["callback_id"].startswith("forces:")
        stage.clicks(who, question, "Close the team" if language == "en" else "팀 종료")
        assert not team(stage).active

    def test_what_people_type_mentions_nothing(self, stage: Stage) -> None:
        card = stage.types(EUN, "/team create evil &lt;!channel&gt; *x* <https://evil.example|bank.example>")
        assert "<!channel>" not in words(card)
        assert "<https://evil" not in words(card)
