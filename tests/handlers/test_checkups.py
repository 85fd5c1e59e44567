"""`/muster doctor`, as administrators see it."""

import dataclasses

import pytest

from bot.domain.checkups import Greeting
from bot.domain.workspaces import Connection
from storage import connections
from tests.cast import ARA, BOM, DANA, ENERGY, EXPORT, LEADERS, WS, Stage, words
from tests.doubles.workspace import SCOPES
from tests.watching import a_post_is_due

WELL = Greeting(WS, "Muster", "muster", SCOPES, 0.0)


@pytest.fixture
def healthy(stage: Stage) -> Stage:
    stage.door = dataclasses.replace(stage.door, greeted=lambda: WELL)
    knows(stage, EXPORT, ENERGY, LEADERS)
    return stage


def knows(stage: Stage, *channels: str) -> None:
    """The bot is in these channels."""
    with stage.db.begin() as session:
        connections.save(session, WS, Connection("U0MUSTER", SCOPES, dict.fromkeys(channels, ""), stage.now))


def test_all_is_well(healthy: Stage) -> None:
    said = words(healthy.types(DANA, "/muster doctor"))
    assert said.startswith("*All is well.*")
    assert "I am muster in Muster." in said
    assert "I am in all 3 that I post to." in said
    assert ":x:" not in said


def test_a_channel_that_the_bot_is_not_in_is_named_with_what_to_type(healthy: Stage) -> None:
    knows(healthy, EXPORT, LEADERS)
    said = words(healthy.types(DANA, "/muster 진단"))
    assert f"I am not in <#{ENERGY}> (Energy division). Type there: /invite @muster" in said


def test_what_slack_said_last_is_told(healthy: Stage) -> None:
    refused = Greeting(fault="token_revoked", refused=True)
    healthy.door = dataclasses.replace(healthy.door, greeted=lambda: refused)
    said = words(healthy.types(DANA, "/muster doctor"))
    assert "Slack refuses the token: token_revoked." in said


def test_a_post_that_waits_is_told(healthy: Stage) -> None:
    a_post_is_due(healthy)
    healthy.later(minutes=7)
    assert "has waited for 7 minutes" in words(healthy.types(DANA, "/muster doctor"))


@pytest.mark.parametrize("person", [BOM, ARA])
def test_it_is_for_administrators(healthy: Stage, person: str) -> None:
    assert "administrator" in words(healthy.types(person, "/muster doctor"))


def test_before_slack_was_asked_what_is_remembered_counts(stage: Stage) -> None:
    knows(stage, EXPORT)
    assert "All 10 that are needed." in words(stage.types(DANA, "/muster doctor"))
