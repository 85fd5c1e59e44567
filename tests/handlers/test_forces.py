"""Task forces as people make them and wind them up: nothing that they had is without an owner afterwards."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.difficulties import DifficultyState
from bot.domain.meetings import MeetingState
from bot.domain.tasks import TaskState
from bot.domain.teams import Team, TeamKind
from bot.domain.visits import VisitState
from bot.domain.workspaces import Connection
from storage import agendas, connections, difficulties, indicators, meetings, people, tasks, teams, visits
from tests.cast import ARA, BOM, CHAN, DANA, EUN, HANA, LEADERS, WS, Json, Stage, speaks, words
from tests.forcing import ENDS, FORCE, changes, charter, delivers, force, left, posts, said_in, team, winds_up
from tests.indicating import watched
from tests.sitting import stored

LAST = ENDS.isoformat()


def chosen(view: Json) -> list[str]:
    """What the walk proposes, a thing each."""
    menus = [block["element"] for block in view["blocks"] if block.get("block_id", "").startswith("fate")]
    return [menu["initial_option"]["value"] for menu in menus]


class TestMade:
    def test_in_one_line_with_its_last_day(self, stage: Stage) -> None:
        said = words(stage.types(EUN, "/team create tf 대미통상 TF lead: @ara due: 12/24"))
        assert team(stage).kind is TeamKind.TASK_FORCE
        assert (charter(stage).ends, charter(stage).since) == (ENDS, stage.now.date())
        assert "in 29 days" in said
        assert "/team edit tf" in said  # its mandate and deliverables are missing
        assert "TF" in words(stage.types(EUN, "/team 보기 tf"))

    def test_by_the_form_with_its_charter(self, stage: Stage) -> None:
        stage.types(EUN, "/team create")
        typed = {"key": "tf", "en": "US trade TF", "kind": "task-force", "mandate": "a mission", "lead": ARA}
        stage.submits(EUN, {**typed, "deliverables": "40 companies", "ends": LAST})
        assert (charter(stage).deliverables, charter(stage).ends) == ("40 companies", ENDS)
        said = words(stage.said())
        assert "40 companies" in said
        assert ":warning:" not in said

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"ends": None}, "ends"),
            ({"ends": "2026-11-24"}, "ends"),
            ({"deliverables": ""}, "deliverables"),
            ({"mandate": ""}, "mandate"),
            ({"kind": "division"}, "ends"),
            ({"channel": "C0TF", "room": "public"}, "room"),
        ],
    )
    def test_what_is_missing_stands_beside_its_field_and_nothing_is_made(
        self, stage: Stage, typed: dict[str, Any], field: str
    ) -> None:
        stage.types(EUN, "/team create")
        whole = {"key": "tf", "en": "TF", "kind": "task-force", "mandate": "m", "deliverables": "d", "ends": LAST}
        assert list(stage.submits(EUN, whole | typed)["errors"]) == [field]
        assert "There is no team" in words(stage.types(EUN, "/team show tf"))

    def test_a_last_day_that_has_passed_is_refused(self, stage: Stage) -> None:
        assert "passed" in words(stage.types(EUN, "/team create tf TF due: 2026-11-24"))

    def test_moving_the_end_begins_the_notices_anew(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/team edit tf")
        stage.submits(ARA, {"ends": "2026-12-31"})
        assert charter(stage).since == stage.now.date()
        stage.types(ARA, "/team edit tf")
        stage.later(days=1)
        stage.submits(ARA, {"deliverables": "50 companies"})
        assert charter(stage).since == stage.now.date().replace(day=25)
        assert changes(stage, "team:tf").count("edit") >= 4

    def test_its_card_in_korean(self, stage: Stage) -> None:
        force(stage)
        speaks(stage, BOM, "ko")
        said = words(stage.types(BOM, "/team show tf"))
        assert "29일 남음" in said
        assert "*성과물*" in said


class TestChannel:
    def test_is_made_filled_and_greeted_once(self, stage: Stage) -> None:
        force(stage, channel=None)
        said = words(stage.types(ARA, "/team channel tf"))
        assert "#tf" in said
        stage.types(ARA, "/team channel tf")
        delivers(stage)
        made = team(stage).channel
        assert made is not None
        room = stage.slack.rooms[made]
        assert (room.name, room.kind, set(room.members)) == ("tf", "channel", {"U0MUSTER", ARA, BOM, CHAN})
        assert len(stage.slack.sent("conversations.create")) == 1
        assert len(stage.slack.in_channel(made)) == 1
        assert "a mission" in said_in(stage, made)
        assert "channel" in changes(stage, "team:tf")
        assert "has a channel" in words(stage.types(ARA, "/team channel tf"))

    def test_a_private_one(self, stage: Stage) -> None:
        force(stage, channel=None)
        stage.types(ARA, "/team 채널 tf 비공개")
        delivers(stage)
        assert stage.slack.rooms[team(stage).channel or ""].kind == "group"

    def test_with_the_team(self, stage: Stage) -> None:
        stage.types(EUN, "/team create")
        typed = {"key": "pr", "en": "Press", "kind": "response", "members": [BOM], "lead": CHAN, "room": "public"}
        stage.submits(EUN, typed)
        assert "#pr" in words(stage.said())
        delivers(stage)
        assert set(stage.slack.rooms[team(stage, "pr").channel or ""].members) == {"U0MUSTER", BOM, CHAN}

    def test_without_the_scope_it_says_what_to_type(self, stage: Stage) -> None:
        force(stage, channel=None)
        with stage.db.begin() as session:
            connections.save(session, WS, Connection("U0MUSTER", scopes=frozenset({"commands"})))
        said = words(stage.types(ARA, "/team channel tf"))
        assert "/invite @muster @bom @ara @chan" in said
        assert posts(stage, "team-room") == []

    def test_only_by_who_may_change_the_team(self, stage: Stage) -> None:
        force(stage, channel=None)
        assert "Only the team's lead" in words(stage.types(BOM, "/team channel tf"))


class TestWalk:
    def test_everything_goes_to_somebody_or_is_dropped_with_a_reason(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add find the companies @bom team: tf due: 12/20")
        stage.types(ARA, "/task add book the hall team: tf")
        stage.types(BOM, "/difficulty duties are high from: Geoje Shipyard")
        with stage.db.begin() as session:
            known = difficulties.get(session, WS, 1)
            assert known is not None
            difficulties.save(session, WS, replace(known, team="tf"), ARA, stage.now, "edit")
        form = winds_up(stage)
        assert left(stage) == ["T-1", "T-2", "D-1"]
        assert "0 settled, 3 to go" in words(form)
        answer = stage.submits(
            ARA,
            {"fate0": "to:energy", "owner0": CHAN, "fate1": "drop", "reason1": "no money", "fate2": "to:energy"},
        )
        assert "Nothing is left" in words(answer["view"])
        with stage.db.read() as session:
            first, second = (tasks.get(session, WS, number) for number in (1, 2))
            handed = difficulties.get(session, WS, 1)
        assert first is not None
        assert second is not None
        assert handed is not None
        assert (first.team, first.owner) == ("energy", CHAN)
        assert (second.state, second.last_note) == (TaskState.DROPPED, "no money")
        assert (handed.team, handed.owner, handed.state) == ("energy", HANA, DifficultyState.ASSIGNED)
        assert [post.person for post in posts(stage, "task-assigned", "difficulty-assigned")][-2:] == [CHAN, HANA]
        assert [fate.ref for fate in charter(stage).fates] == ["T-1", "T-2", "D-1"]

    def test_the_end_tells_the_result_archives_and_closes(self, stage: Stage) -> None:
        force(stage)
        stage.slack.add_channel(LEADERS, "leaders")
        stage.types(ARA, "/task add find the companies @bom team: tf")
        form = winds_up(stage)
        form = stage.submits(ARA, {"fate0": "to:energy"}, view=form)["view"]
        stage.submits(ARA, {"result": "40 companies went"}, view=form)
        assert not team(stage).active
        assert left(stage) == []
        assert "40 companies went" in words(stage.said())
        delivers(stage)
        assert "40 companies went" in said_in(stage, FORCE)
        assert "에너지과" in said_in(stage, FORCE) or "Energy division" in said_in(stage, FORCE)
        assert len(stage.slack.in_channel(LEADERS)) == 1
        assert stage.slack.rooms[FORCE].archived
        delivers(stage)
        assert len(stage.slack.sent("conversations.archive")) == 1
        assert {"close", "edit"} <= set(changes(stage, "team:tf"))
        assert "There is no team" in words(stage.types(ARA, "/team wind-up tf"))

    def test_the_channel_stays_when_nobody_wants_it_archived(self, stage: Stage) -> None:
        force(stage)
        form = winds_up(stage)
        stage.submits(ARA, {"result": "done", "channel": []}, view=form)
        delivers(stage)
        assert not stage.slack.rooms[FORCE].archived
        assert "done" in said_in(stage, FORCE)

    def test_agenda_indicator_survey_visit_and_team_are_walked_through(self, stage: Stage) -> None:
        force(stage, members=frozenset({ARA, CHAN}))
        stage.types(DANA, "/team remove energy @chan")  # the task force is all that Chan has
        stage.types(CHAN, "/visit 거제조선 on: 12/20")
        stage.types(ARA, "/agenda add who pays team: tf")
        watched(stage.db, team="tf", owner=None)
        with stage.db.begin() as session:
            teams.save(session, WS, replace(team(stage, "energy"), parent="tf"))
        winds_up(stage)
        assert left(stage) == ["V-1", "A-1", "I-1", "energy"]
        answer = stage.submits(
            ARA,
            {
                "fate0": "to:export",
                "owner0": BOM,
                "fate1": "drop",
                "reason1": "nobody",
                "fate2": "to:export",
                "fate3": "to:ministry",
            },
        )
        assert "Nothing is left" in words(answer["view"])
        with stage.db.read() as session:
            visit, one = visits.get(session, WS, 1), indicators.get(session, WS, 1)
            assert agendas.open_items(session, WS, "tf") == []
        assert visit is not None
        assert one is not None
        assert (visit.person, visit.state) == (BOM, VisitState.PLANNED)
        assert (one.team, one.owner) == ("export", ARA)
        assert team(stage, "energy").parent == "ministry"
        assert "wind-up" in changes(stage, "A-1")

    def test_teams_below_go_nowhere_by_themselves_but_to_the_team_above(self, stage: Stage) -> None:
        shown = winds_up(stage, DANA, "ministry")
        assert chosen(shown) == ["drop", "drop"]
        finish = stage.submits(DANA)["view"]
        assert "Nothing is left" in words(finish)
        assert (team(stage, "export").parent, team(stage, "energy").parent) == (None, None)
        stage.submits(DANA, {"result": "merged"}, finish)
        assert "has no team above it" in words(stage.said())
        assert "Dropped" not in words(stage.said())

    def test_teams_below_that_have_one_above_go_there(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            teams.save(session, WS, replace(team(stage, "ministry"), parent="office"))
            teams.save(session, WS, Team("office", "실", "Office"))
        assert chosen(winds_up(stage, DANA, "ministry")) == ["to:office", "to:office"]
        stage.submits(DANA)
        assert (team(stage, "export").parent, team(stage, "energy").parent) == ("office", "office")

    def test_teams_below_do_not_go_under_each_other(self, stage: Stage) -> None:
        shown = winds_up(stage, DANA, "ministry")
        around = stage.submits(DANA, {"fate0": "to:export", "fate1": "to:energy"}, shown)
        assert list(around["errors"]) == ["fate0", "fate1"]
        assert team(stage, "energy").parent == team(stage, "export").parent == "ministry"
        stage.submits(DANA, {"fate0": "to:export", "fate1": "drop"}, shown)
        assert (team(stage, "energy").parent, team(stage, "export").parent) == ("export", None)

    def test_a_meeting_goes_on_in_another_team_or_comes_no_more(self, stage: Stage) -> None:
        force(stage)
        stored(stage.db, team="tf")
        stored(stage.db, team="tf", key="forum", ko="수출포럼", en="Export Forum", secretary=CHAN)
        winds_up(stage)
        assert left(stage) == ["council", "forum"]
        stage.submits(ARA, {"fate0": "drop", "reason0": "its work is done", "fate1": "to:energy"})
        with stage.db.read() as session:
            council, forum = (meetings.get_series(session, WS, key) for key in ("council", "forum"))
            assert council is not None
            assert forum is not None
            sat = [one.state for one in meetings.of_series(session, WS, "council")]
            assert [one.state for one in meetings.of_series(session, WS, "forum")] == [MeetingState.PLANNED]
        assert (council.active, sat) == (False, [MeetingState.CANCELLED])
        assert (forum.team, forum.secretary, forum.active) == ("energy", CHAN, True)
        assert "wind-up" in changes(stage, "meeting:council")

    def test_who_leads_the_other_team_prepares_a_meeting_that_nobody_prepared(self, stage: Stage) -> None:
        force(stage)
        stored(stage.db, team="tf")
        winds_up(stage)
        stage.submits(ARA, {"fate0": "to:export"})
        with stage.db.read() as session:
            found = meetings.get_series(session, WS, "council")
        assert found is not None
        assert (found.team, found.secretary) == ("export", None)

    def test_a_difficulty_is_declined_and_what_was_answered_is_closed(self, stage: Stage) -> None:
        force(stage)
        for text in ("duties are high", "no credit"):
            stage.types(BOM, f"/difficulty {text} from: Geoje Shipyard")
        stage.types(BOM, "/difficulty answer D-2 there is a fund")
        with stage.db.begin() as session:
            for number in (1, 2):
                known = difficulties.get(session, WS, number)
                assert known is not None
                difficulties.save(session, WS, replace(known, team="tf"), ARA, stage.now, "edit")
        form = winds_up(stage)
        assert "errors" in stage.submits(ARA, {"fate0": "drop", "fate1": "drop"}, view=form)  # the first needs a reason
        stage.submits(ARA, {"fate0": "drop", "reason0": "law", "fate1": "drop"}, view=form)
        with stage.db.read() as session:
            found = [one.state for one in difficulties.by_ids(session, WS, [1, 2]).values()]
        assert found == [DifficultyState.DECLINED, DifficultyState.CLOSED]

    def test_a_fault_leaves_everything_as_it_was(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add find the companies @bom team: tf")
        stage.types(ARA, "/task add book the hall team: tf")
        form = winds_up(stage)
        answer = stage.submits(ARA, {"fate0": "to:energy", "fate1": "drop"}, view=form)
        assert list(answer["errors"]) == ["reason1"]
        assert left(stage) == ["T-1", "T-2"]
        assert charter(stage).fates == ()

    def test_a_parent_is_dropped_once_its_children_are_gone(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add the mission team: tf")
        stage.types(ARA, "/task add find the companies team: tf under: T-1")
        form = winds_up(stage)
        assert left(stage) == ["T-2", "T-1"]
        given = {"fate0": "drop", "reason0": "no money", "fate1": "drop", "reason1": "no money"}
        assert "Nothing is left" in words(stage.submits(ARA, given, view=form)["view"])

    def test_more_than_a_page_goes_on_with_the_next(self, stage: Stage) -> None:
        force(stage)
        for number in range(7):
            stage.types(ARA, f"/task add task {number} team: tf")
        form = winds_up(stage)
        page = stage.submits(ARA, {f"fate{at}": "to:energy" for at in range(6)}, view=form)["view"]
        assert "6 settled, 1 to go" in words(page)

    def test_what_was_settled_meanwhile_is_not_settled_again(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add find the companies team: tf")
        form = winds_up(stage)
        stage.submits(ARA, {"fate0": "to:energy"}, view=form)
        answer = stage.submits(ARA, {"fate0": "to:export"}, view=form)
        assert "settled meanwhile" in str(answer["errors"])

    def test_what_came_up_meanwhile_keeps_it_open(self, stage: Stage) -> None:
        force(stage)
        form = winds_up(stage)
        stage.types(ARA, "/task add one more team: tf")
        assert "T-1" in str(stage.submits(ARA, {"result": "done"}, view=form)["errors"])
        assert team(stage).active

    def test_without_a_result_it_does_not_end(self, stage: Stage) -> None:
        force(stage)
        form = winds_up(stage)
        assert list(stage.submits(ARA, {"result": "   "}, view=form)["errors"]) == ["result"]
        assert list(stage.submits(ARA, {"result": "x" * 2001}, view=form)["errors"]) == ["result"]

    def test_those_whose_home_it_was_find_it_above(self, stage: Stage) -> None:
        force(stage)
        stage.types(DANA, "/muster people @chan team: tf")
        form = winds_up(stage, EUN)
        stage.submits(EUN, {"result": "done"}, view=form)
        with stage.db.read() as session:
            found = people.get(session, WS, CHAN)
        assert found is not None
        assert found.team == "ministry"

    def test_a_mention_gets_a_button_and_korean_gets_the_same(self, stage: Stage) -> None:
        force(stage)
        assert "wind-up" in str(stage.mentions(ARA, "team wind-up tf"))
        speaks(stage, ARA, "ko")
        assert stage.types(ARA, "/team 해산 tf") == {}
        assert "담당자 없이 남은 일이 없습니다" in words(stage.slack.form(ARA))

    @pytest.mark.parametrize("text", ["/team wind-up tf", "/team wind-up nowhere", "/team wind-up"])
    def test_others_are_refused(self, stage: Stage, text: str) -> None:
        force(stage)
        assert ":warning:" in words(stage.types(BOM, text))

    def test_a_forged_page_changes_nothing(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add find the companies team: tf")
        form = winds_up(stage)
        answer = stage.submits(BOM, {"fate0": "to:energy"}, view=form)
        assert "Only the team's lead" in str(answer)
        assert left(stage) == ["T-1"]


class TestClose:
    def test_is_refused_while_something_would_have_nobody(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add find the companies team: tf")
        assert "`/team wind-up tf`" in words(stage.types(EUN, "/team close tf"))
        assert team(stage).active

    def test_an_old_button_is_refused_too(self, stage: Stage) -> None:
        force(stage)
        card = stage.types(EUN, "/team close tf")
        stage.types(ARA, "/task add find the companies team: tf")
        assert "/team wind-up tf" in words(stage.clicks(EUN, card, "Close the team"))
        assert team(stage).active
