"""The Slack app as Slack sees it, made from the features and the settings."""

from collections.abc import Mapping
from typing import Any, Final

from bot.settings import Settings
from handlers import FEATURES, joining

# scope → why; README repeats the reasons, and a test keeps the two equal
SCOPES: Final[Mapping[str, str]] = {
    "commands": "the slash commands",
    "chat:write": "posts, where the bot is a member",
    "app_mentions:read": "answers to mentions",
    "im:history": "answers to direct messages, and looking whether a post arrived",
    "im:write": "direct messages to people",
    "channels:read": "which public channels it is in",
    "groups:read": "which private channels it is in",
    "users:read": "names, time zones, guests",
    "files:write": "charts and exports",
    "files:read": "imports and photos",
}
OPTIONAL_SCOPES: Final[Mapping[str, str]] = {
    "channels:history": "looking whether an uncertain post arrived in a public channel",
    "groups:history": "the same in a private channel",
    "channels:manage": "making and filling a team's public channel",
    "groups:write": "making and filling a team's private channel",
    "users:read.email": "matching people in an import by e-mail address",
}
# callback id → its name in both languages (at most 24 characters), and what it does
SHORTCUTS: Final[Mapping[str, tuple[str, str]]] = {
    "visits:from_message": (
        "Log as visit · 현장방문",
        "Logs a visit from this message · 이 메시지로 현장방문을 등록합니다",
    ),
    "difficulties:from_message": (
        "Log as difficulty · 애로",
        "Records a difficulty from this message · 이 메시지로 애로사항을 등록합니다",
    ),
    "tasks:from_message": (
        "Task update · 과제 갱신",
        "Updates a task with this message · 이 메시지로 과제를 갱신합니다",
    ),
}
EVENTS: Final = ("app_home_opened", "app_mention", "message.im", *joining.EVENTS)


def manifest(settings: Settings) -> dict[str, Any]:
    """The manifest, for Socket Mode unless a PUBLIC_URL is set and no app token."""
    prefix = settings.rules.command_prefix
    socket = settings.socket_mode or not settings.rules.public_url
    url = {} if socket else {"url": f"{settings.rules.public_url}/slack/events"}
    request_url = {} if socket else {"request_url": f"{settings.rules.public_url}/slack/events"}
    nouns = [feature.noun for feature in FEATURES if feature.noun]
    commands = [
        {
            "command": f"/{prefix}{noun.word}",
            "description": noun.about.split(";")[0].split(". ")[0].rstrip(".")[:100],
            "usage_hint": noun.examples[0][:100],
            "should_escape": True,
            **url,
        }
        for noun in nouns
    ]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Muster",
            "description": "Visits, difficulties, tasks and the weekly agenda of an organisation in the field",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "muster", "always_online": True},
            "shortcuts": [
                {"name": name, "type": "message", "callback_id": id, "description": about}
                for id, (name, about) in SHORTCUTS.items()
            ],
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES], "bot_optional": [*OPTIONAL_SCOPES]}},
        "settings": {
            "event_subscriptions": {"bot_events": [*EVENTS], **request_url},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }
