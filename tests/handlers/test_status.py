"""How things stand: mine, my team's, the organisation's, somebody else's."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.people import Person
from bot.domain.teams import Team
from handlers import payloads
from storage import people, teams
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, HANA, WS, Stage, words


class TestMine:
    def test_a_member_sees_their_team_and_what_waits(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 납품대금 지연")
        text = words(stage.types(BOM, "/muster"))
        assert "Export division" in text
        assert "1 (quota 4)" in text
        assert "1 unsettled, 0 past due" in text
        assert "Visits this week: *1* (quota 2)" in text

    def test_the_leadership_sees_the_organisation_and_a_row_a_team(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀 @하나")
        text = words(stage.types(DANA, "/muster"))
        assert "1 (quota 6)" in text  # two of ours were there: the organisation counts the visit once
        assert "*Export division*" in text
        assert "*Energy division*" in text

    def test_in_korean_for_who_reads_korean(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            bom = people.get(session, WS, BOM)
            assert bom is not None
            people.save(session, WS, replace(bom, language="ko"))
        assert "수출과" in words(stage.types(BOM, "/muster"))

    def test_fits_with_sixty_teams(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            for number in range(60):
                name = f"매우 긴 이름을 가진 제{number}과 산업진흥 및 현장지원 총괄 담당"
                teams.save(session, WS, Team(f"t{number}", name, name, parent="ministry", members=frozenset({BOM})))
        stage.types(DANA, "/muster")  # the stage checks each answer against Slack's limits

    def test_a_month_counts_its_days(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀 on:11/3")
        assert "1 visit" in words(stage.types(BOM, "/visit list since 11/1"))
        assert "Sun 1 Nov – Mon 30 Nov" in words(stage.types(BOM, "/muster status month"))

    def test_the_leaderships_card_opens_the_agenda_of_all_teams(self, stage: Stage) -> None:
        said = words(stage.clicks(DANA, stage.types(DANA, "/muster"), "Agenda"))
        assert "Weekly agenda of all teams" in said
        assert "Export division: weekly agenda" in words(stage.clicks(BOM, stage.types(BOM, "/muster"), "Agenda"))

    def test_the_agenda_of_all_teams_is_not_for_everybody(self, stage: Stage) -> None:
        assert "Weekly agenda of all teams" in words(stage.types(EUN, "/agenda team all"))
        assert "Weekly agenda of all teams" in words(stage.types(DANA, "/agenda 팀 전체"))
        assert "Only the leadership" in words(stage.types(BOM, "/agenda team all"))


class TestOthers:
    def test_what_somebody_has_in_hand_is_counted_and_nothing_is_not_said_of_it(self, stage: Stage) -> None:
        assert "Nothing is in hand." in words(stage.types(DANA, "/muster status @봄"))
        stage.types(BOM, "/difficulty short of welders from: Geoje by: 12/24")
        stage.types(BOM, "/difficulty assign D-1 @bom")
        said = words(stage.types(DANA, "/muster status @봄"))
        assert "In hand: 1 difficulty\nNothing of it is past due or due this week." in said
        for title in ("one", "two"):
            stage.types(BOM, f"/task add {title} @bom due: 12/24")
        assert "In hand: 1 difficulty, 2 tasks" in words(stage.types(DANA, "/muster status @봄"))

    def test_a_person_over_a_month(self, stage: Stage) -> None:
        stage.types(BOM, "/visit Hankook Precision on:11/5")
        assert "0 (quota 2)" in words(stage.types(BOM, "/muster status @봄")).replace("*", "")
        month = words(stage.types(BOM, "/muster status @봄 month")).replace("*", "")
        assert "1 (quota 8)" in month  # November 2026 has 21 working days: 2 x 21 / 5
        assert "Sun 1 Nov" in month

    @pytest.mark.parametrize(("who", "may"), [(ARA, True), (EUN, True), (DANA, True), (BOM, True), (CHAN, False)])
    def test_a_person_is_seen_by_their_lead_and_the_secretariat(self, stage: Stage, who: str, may: bool) -> None:
        text = words(stage.types(who, "/muster status @봄"))
        assert ("0 (quota 2)" in text.replace("*", "")) is may
        assert ("Only their lead" in text) is not may

    def test_a_team_is_named_by_key_or_name(self, stage: Stage) -> None:
        assert "Energy division" in words(stage.types(BOM, "/muster status team energy"))
        assert "Energy division" in words(stage.types(BOM, "/muster 현황 팀 에너지과"))

    def test_an_unknown_team_is_answered_with_those_there_are(self, stage: Stage) -> None:
        text = words(stage.types(BOM, "/muster status team nowhere"))
        assert "“nowhere”" in text
        assert "energy (에너지과), export (수출과), ministry (산업자원부)" in text

    def test_guests_see_nothing(self, stage: Stage) -> None:
        assert "Guests" in words(stage.types(GIL, "/muster"))


class TestHome:
    @pytest.mark.parametrize("who", [ARA, BOM, CHAN, DANA, EUN, HANA])
    def test_everybody_has_one_that_slack_takes(self, stage: Stage, who: str) -> None:
        stage.types(BOM, "/visit 대한정밀 ! 납품대금 지연")
        home = stage.opens_home(who)  # the double of Slack refuses a view that Slack would refuse
        assert "What I owe" in words(home)

    def test_somebody_without_a_team_has_one(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            people.save(session, WS, Person("U0NEW", "새", language="en"))
        stage.slack.add_person("U0NEW")
        assert "Nothing is open" in words(stage.opens_home("U0NEW"))

    def test_a_button_opens_the_form(self, stage: Stage) -> None:
        home = stage.opens_home(BOM)
        stage.clicks_in_view(BOM, home, "Log a visit")
        assert stage.slack.form(BOM)["callback_id"] == "visits:save"

    def test_a_form_from_here_answers_in_a_window(self, stage: Stage) -> None:
        stage.clicks_in_view(BOM, stage.opens_home(BOM), "Log a visit")
        answer = stage.submits(BOM, {"organisation": "Geoje Shipyard"})
        assert answer["response_action"] == "update"
        assert "V-1" in words(answer["view"])

    def test_the_language_is_ones_own_choice(self, stage: Stage) -> None:
        home = stage.opens_home(BOM)
        stage.clicks_in_view(BOM, home, "home:language", "ko")
        assert "안녕하십니까" in words(stage.slack.homes[BOM])
        assert "방문" in words(stage.types(BOM, "/visit 대한정밀"))

    def test_a_bell_switches_its_kind_off_and_on(self, stage: Stage) -> None:
        home = stage.opens_home(BOM)
        stage.clicks_in_view(BOM, home, "🔔 Thursday: visits still missing")
        assert _muted(stage) == {"nudge"}
        stage.clicks_in_view(BOM, stage.slack.homes[BOM], "🔕 Thursday: visits still missing")
        assert _muted(stage) == set()

    def test_an_old_bell_says_what_it_said(self, stage: Stage) -> None:
        home = stage.opens_home(BOM)
        for _ in range(2):  # the same button of the same old view: off stays off
            stage.clicks_in_view(BOM, home, "🔔 Thursday: visits still missing")
        assert _muted(stage) == {"nudge"}

    def test_a_button_that_comes_without_its_view_is_answered(self, stage: Stage) -> None:
        """A local Slack sends the App Home's buttons as if they stood in a message of no channel."""
        body = {
            "team": {"id": WS},
            "user": {"id": BOM},
            "container": {"type": "message"},
            "channel": {"id": ""},
            "actions": [{"type": "button", "action_id": "door:again#3", "value": "visit list me"}],
            "trigger_id": stage.slack.trigger(BOM),
        }
        stage.door.hear(payloads.button(body))
        assert "No visits here yet" in words(stage.slack.form(BOM))


def _muted(stage: Stage) -> set[str]:
    with stage.db.read() as session:
        bom = people.get(session, WS, BOM)
    assert bom is not None
    return set(bom.muted)


def test_days_are_those_of_the_person(stage: Stage) -> None:
    """23:30 in Seoul on Sunday is still this week there, whatever UTC says."""
    stage.now = dt.datetime(2026, 11, 29, 14, 30, tzinfo=dt.UTC)
    assert "Mon 23 Nov – Sun 29 Nov" in words(stage.types(BOM, "/muster"))
    stage.later(minutes=30)
    assert "Mon 30 Nov – Sun 6 Dec" in words(stage.types(BOM, "/muster"))
