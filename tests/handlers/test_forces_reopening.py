"""A team that was closed or wound up by mistake is opened again."""

import pytest

from tests.cast import ARA, EUN, LEADERS, Stage, speaks, words
from tests.forcing import FORCE, changes, charter, delivers, force, left, posts, said_in, team, winds_up


class TestReopen:
    def ended(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add Berths team: tf @bom")
        winds_up(stage)
        answer = stage.submits(ARA, {"fate0": "to:export"})
        stage.submits(ARA, {"result": "done"}, view=answer["view"])

    def test_what_was_wound_up_by_mistake_is_there_again_without_what_it_handed_on(self, stage: Stage) -> None:
        self.ended(stage)
        said = words(stage.types(EUN, "/team reopen tf"))
        assert "US trade TF is open again" in said
        assert "stays so" in said
        assert team(stage).active
        assert (charter(stage).ended, charter(stage).result) == (None, "")
        assert [fate.team for fate in charter(stage).fates] == ["export"]
        assert left(stage) == []
        assert "reopen" in changes(stage, "team:tf")

    def test_what_was_not_said_yet_about_its_end_is_not_said(self, stage: Stage) -> None:
        self.ended(stage)
        stage.types(EUN, "/team reopen tf")
        delivers(stage)
        assert "has ended" not in said_in(stage, FORCE)
        assert not stage.slack.sent("conversations.archive")

    def test_it_can_be_wound_up_once_more_and_tells_that(self, stage: Stage) -> None:
        self.ended(stage)
        delivers(stage)
        stage.types(EUN, "/team reopen tf")
        winds_up(stage)
        stage.submits(ARA, {"result": "really done"})
        assert len([post for post in posts(stage, "force-result") if post.channel == LEADERS]) == 2

    def test_after_its_last_day_it_says_how_it_gets_another(self, stage: Stage) -> None:
        self.ended(stage)
        stage.later(days=60)
        speaks(stage, EUN, "ko")
        assert "종료일이 지났습니다" in words(stage.types(EUN, "/team 재개 tf"))

    @pytest.mark.parametrize(
        ("who", "typed", "said"),
        [
            (ARA, "reopen tf", "Only the secretariat"),
            (EUN, "reopen export", "is not closed"),
            (EUN, "reopen nowhere", "There is no team"),
            (EUN, "reopen", "Which team?"),
        ],
    )
    def test_is_refused(self, stage: Stage, who: str, typed: str, said: str) -> None:
        self.ended(stage)
        assert said in words(stage.types(who, f"/team {typed}"))
