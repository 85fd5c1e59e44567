"""Who the bot is, and who is there."""

import copy
from typing import TYPE_CHECKING, Any

from tests.doubles.answers.pieces import channel_of, page, rooms_of, user_of
from tests.doubles.refused import Refused

if TYPE_CHECKING:  # the workspace imports the answers; only their types need it
    from tests.doubles.workspace import Workspace

Json = dict[str, Any]


def auth_test(slack: "Workspace", _: Json) -> Json:
    where = {"url": "https://muster.slack.com/", "team": "Muster", "team_id": slack.team}
    return where | {"user": "muster", "user_id": "U0MUSTER", "bot_id": "B0MUSTER", "is_enterprise_install": False}


def connections_open(_: "Workspace", __: Json) -> Json:
    return {"url": "wss://wss.slack.com/link/?ticket=1-2-3"}


def team_info(slack: "Workspace", _: Json) -> Json:
    return {"team": {"id": slack.team, "name": "Muster", "domain": "muster"}}


def bots_info(_: "Workspace", __: Json) -> Json:
    return {"bot": {"id": "B0MUSTER", "name": "muster", "deleted": False, "app_id": "A0MUSTER", "user_id": "U0MUSTER"}}


def users_list(slack: "Workspace", args: Json) -> Json:
    return page(slack, args, "members", list(slack.users.values()))


def users_info(slack: "Workspace", args: Json) -> Json:
    return {"user": copy.deepcopy(user_of(slack, args["user"]))}


def users_by_email(slack: "Workspace", args: Json) -> Json:
    for user in slack.users.values():
        if user["profile"].get("email") == args["email"] and not user["deleted"]:
            return {"user": copy.deepcopy(user)}
    raise Refused("users_not_found")


def users_conversations(slack: "Workspace", args: Json) -> Json:
    person = args.get("user", "U0MUSTER")
    return page(slack, args, "channels", [channel_of(room) for room in rooms_of(slack, args) if person in room.members])
