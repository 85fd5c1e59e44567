"""People who join, change and leave, as Slack tells it."""

import dataclasses
from typing import Any

from structlog.testing import capture_logs

from bot.domain.people import Person, Role
from bot.domain.workspaces import Connection
from handlers.joining import EVENTS
from storage import connections, people
from tests.cast import BOM, EXPORT, GIL, WS, Stage


def tells(stage: Stage, kind: str, event_id: str = "Ev1", **event: Any) -> None:
    door = dataclasses.replace(stage.door, notices=EVENTS)
    door.notice({"team_id": WS, "event_id": event_id, "event": {"type": kind, **event}})


def person(stage: Stage, id: str) -> Person | None:
    with stage.db.read() as session:
        return people.get(session, WS, id)


def test_somebody_new_is_a_member(stage: Stage) -> None:
    stage.slack.add_person("U0JUN", "준")
    tells(stage, "team_join", user=stage.slack.users["U0JUN"])
    found = person(stage, "U0JUN")
    assert found is not None
    assert (found.name, found.role) == ("준", Role.MEMBER)


def test_a_bot_and_a_stranger_are_nobody(stage: Stage) -> None:
    stage.slack.add_person("U0BOT", "robot", is_bot=True)
    stage.slack.add_person("U0FAR", "far", team_id="T0ELSE")
    for number, id in enumerate(("U0BOT", "U0FAR")):
        tells(stage, "user_change", f"Ev{number}", user=stage.slack.users[id])
    assert person(stage, "U0BOT") is None
    assert person(stage, "U0FAR") is None


def test_somebody_deactivated_is_departed_and_keeps_what_they_were(stage: Stage) -> None:
    tells(stage, "user_change", user={**stage.slack.users[BOM], "deleted": True})
    found = person(stage, BOM)
    assert found is not None
    assert (found.active, found.grade, found.team) == (False, "director", "export")


def test_an_unreadable_zone_changes_nothing(stage: Stage) -> None:
    tells(stage, "user_change", user={**stage.slack.users[BOM], "tz": "Mars/Olympus"})
    found = person(stage, BOM)
    assert found is not None
    assert found.zone == "Asia/Seoul"


def test_a_guest_who_becomes_a_member_is_one(stage: Stage) -> None:
    tells(stage, "user_change", "Ev1", user={**stage.slack.users[GIL], "is_restricted": True})
    tells(stage, "user_change", "Ev2", user={**stage.slack.users[GIL], "is_restricted": False})
    found = person(stage, GIL)
    assert found is not None
    assert found.role is Role.MEMBER


def test_the_bot_learns_where_it_is(stage: Stage) -> None:
    with stage.db.begin() as session:
        connections.save(session, WS, Connection(bot="U0MUSTER", channels={}))
    tells(stage, "member_joined_channel", "Ev1", user="U0MUSTER", channel=EXPORT)
    tells(stage, "member_joined_channel", "Ev2", user=BOM, channel="C0ELSE")
    with stage.db.read() as session:
        assert connections.get(session, WS).channels == {EXPORT: ""}
    tells(stage, "channel_left", "Ev3", channel=EXPORT)
    with stage.db.read() as session:
        assert connections.get(session, WS).channels == {}


def test_an_event_without_its_user_is_passed_over(stage: Stage) -> None:
    before = person(stage, BOM)
    with capture_logs() as logs:
        tells(stage, "user_change", user="U0BOM")
    assert [one for one in logs if one["log_level"] == "error"] == []
    assert person(stage, BOM) == before
