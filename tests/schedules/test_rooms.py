"""A channel is opened, filled and archived once, whatever Slack answers; who asked hears what could not be done."""

from collections.abc import Mapping
from typing import Final

import pytest

from bot.domain.ledger import State
from bot.domain.workspaces import Connection
from storage import connections
from tests.cast import ARA, BOM, CHAN, WS, Stage, speaks
from tests.doubles.faults import Broken, Fault, Garbage, Hang, RateLimited, Refusal, Reset, Unreachable
from tests.forcing import FORCE, delivers, force, posts, said_in, team

FAULTS: Final[Mapping[str, Fault]] = {
    "429": RateLimited(retry_after=3),
    "503": Broken(503),
    "503 after landing": Broken(503, landed=True),
    "reset": Reset(),
    "reset after landing": Reset(landed=True),
    "refused connection": Unreachable(),
    "hang after landing": Hang(landed=True),
    "hang that lands later": Hang(lands_later=True),
    "garbage after landing": Garbage(landed=True),
    "internal_error": Refusal("internal_error"),
}


def asks(stage: Stage, line: str = "/team channel tf") -> None:
    force(stage, channel=None)
    stage.types(ARA, line)


def goes_on(stage: Stage) -> None:
    """Until what was unclear was done again."""
    for _ in range(3):
        delivers(stage, 4)
        stage.later(minutes=2)
    stage.slack.land()
    delivers(stage, 4)


def told(stage: Stage) -> str:
    """What Ara was told in private."""
    return said_in(stage, f"D{ARA[1:]}")


def ends(stage: Stage) -> None:
    stage.types(ARA, "/team wind-up tf")
    stage.submits(ARA, {"result": "done"})


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
class TestFaults:
    def test_there_is_one_channel_and_it_is_the_teams(self, stage: Stage, fault: Fault) -> None:
        asks(stage)
        stage.slack.misbehave("conversations.create", fault)
        goes_on(stage)
        made = [room for room in stage.slack.rooms.values() if room.name == "tf"]
        assert [room.id for room in made] == [team(stage).channel]
        assert set(made[0].members) == {"U0MUSTER", ARA, BOM, CHAN}
        assert len(stage.slack.in_channel(made[0].id)) == 1
        assert told(stage) == ""

    def test_everybody_is_in(self, stage: Stage, fault: Fault) -> None:
        asks(stage)
        stage.slack.misbehave("conversations.invite", fault)
        goes_on(stage)
        members = stage.slack.rooms[team(stage).channel or ""].members
        assert sorted(members) == sorted(["U0MUSTER", ARA, BOM, CHAN])
        assert told(stage) == ""

    def test_it_is_archived_after_the_result(self, stage: Stage, fault: Fault) -> None:
        force(stage)
        ends(stage)
        stage.slack.misbehave("conversations.archive", fault)
        goes_on(stage)
        assert stage.slack.rooms[FORCE].archived
        assert "done" in said_in(stage, FORCE)
        assert told(stage) == ""
        assert {post.state for post in posts(stage, "force-result") if post.channel == FORCE} == {State.POSTED}


class TestRefused:
    @pytest.mark.parametrize(
        ("code", "says"),
        [("restricted_action", "/invite @muster @bom @ara @chan"), ("missing_scope", "/team edit tf")],
    )
    def test_who_asked_hears_what_to_type_instead(self, stage: Stage, code: str, says: str) -> None:
        asks(stage)
        stage.slack.misbehave("conversations.create", Refusal(code))
        delivers(stage)
        assert says in told(stage)
        assert team(stage).channel is None
        assert [post.state for post in posts(stage, "team-room")] == [State.FAILED]

    def test_asked_again_it_is_tried_again(self, stage: Stage) -> None:
        asks(stage)
        stage.slack.misbehave("conversations.create", Refusal("restricted_action"))
        delivers(stage)
        stage.types(ARA, "/team channel tf")
        delivers(stage)
        assert team(stage).channel is not None

    def test_a_channel_of_that_name_that_is_not_ours_is_left_alone(self, stage: Stage) -> None:
        stage.slack.add_channel("C0OTHER", "tf", BOM)
        asks(stage)
        delivers(stage)
        assert team(stage).channel is None
        assert stage.slack.rooms["C0OTHER"].members == ["U0MUSTER", BOM]
        assert "I did not make it" in told(stage)

    def test_who_cannot_be_invited_is_named_in_korean_too(self, stage: Stage) -> None:
        speaks(stage, ARA, "ko")
        asks(stage)
        stage.slack.break_down("conversations.invite", Refusal("cant_invite"))
        delivers(stage)
        assert "`/invite @bom @ara @chan`" in told(stage).replace("입력해 주십시오: ", "")

    def test_a_channel_that_may_not_be_archived_stays_and_who_ended_it_hears_of_it(self, stage: Stage) -> None:
        force(stage)
        ends(stage)
        stage.slack.misbehave("conversations.archive", Refusal("restricted_action"))
        delivers(stage)
        assert "/archive" in told(stage)
        assert "done" in said_in(stage, FORCE)


class TestMeanwhile:
    def test_a_team_that_got_a_channel_gets_no_other(self, stage: Stage) -> None:
        asks(stage)
        force(stage)
        delivers(stage)
        assert stage.slack.sent("conversations.create") == []
        assert [post.state for post in posts(stage, "team-room")] == [State.SKIPPED]

    def test_a_channel_where_another_team_speaks_is_not_archived(self, stage: Stage) -> None:
        force(stage)
        force(stage, "tf2")
        ends(stage)
        delivers(stage)
        assert not stage.slack.rooms[FORCE].archived

    def test_the_bot_knows_where_it_is(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            connections.save(session, WS, Connection("U0MUSTER", channels={}))
        asks(stage)
        delivers(stage)
        with stage.db.read() as session:
            assert connections.get(session, WS).channels == {team(stage).channel: "tf"}
