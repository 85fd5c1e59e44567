"""What Slack tells unasked about people and about the bot's own channels. The door wires EVENTS."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.domain.workspaces import Workspace
from bot.settings import Rules
from storage import Session, connections, people, workspaces

Event = Mapping[str, Any]
Listener = Callable[[Session, str, Event, Rules, dt.datetime], None]


def hear_user(session: Session, workspace: str, event: Event, rules: Rules, now: dt.datetime) -> None:
    """Somebody joined, was renamed, became a guest or was deactivated (`team_join`, `user_change`)."""
    user = event.get("user")
    if not isinstance(user, Mapping) or not user.get("id"):
        return
    settings = workspaces.ensure(
        session, Workspace(workspace, language=rules.language, zone=rules.zone, holidays=rules.holidays)
    )
    people.learn(session, workspace, [user], now, admins=rules.admins, zone=settings.zone)


def hear_joined(session: Session, workspace: str, event: Event, rules: Rules, now: dt.datetime) -> None:
    """Somebody entered a channel: only the bot itself matters."""
    del rules, now
    if event.get("user") and event["user"] == connections.get(session, workspace).bot:
        connections.joined(session, workspace, str(event.get("channel", "")))


def hear_left(session: Session, workspace: str, event: Event, rules: Rules, now: dt.datetime) -> None:
    """The bot was taken out of a channel (`channel_left`, `group_left`), or somebody left one."""
    del rules, now
    if event.get("user", "") in ("", connections.get(session, workspace).bot):
        connections.left(session, workspace, str(event.get("channel", "")))


EVENTS: Final[dict[str, Listener]] = {
    "team_join": hear_user,
    "user_change": hear_user,
    "member_joined_channel": hear_joined,
    "member_left_channel": hear_left,
    "channel_left": hear_left,
    "group_left": hear_left,
}
