"""What several answers need."""

import copy
from typing import TYPE_CHECKING, Any

from tests.doubles.refused import Refused

if TYPE_CHECKING:  # the workspace imports the answers; only their types need it
    from tests.doubles.workspace import Room, Workspace

Json = dict[str, Any]


def page(slack: "Workspace", args: Json, name: str, rows: list[Any]) -> Json:
    """Slack's paging by cursor; a page is `limit` rows, or as many as the workspace says."""
    start = int(str(args.get("cursor") or "at-0").removeprefix("at-"))
    end = start + min(int(args.get("limit") or slack.page_size), slack.page_size)
    more = end < len(rows)
    cursor = {"next_cursor": f"at-{end}" if more else ""}
    return {name: copy.deepcopy(rows[start:end]), "has_more": more, "response_metadata": cursor}


def user_of(slack: "Workspace", person: str) -> Json:
    if person not in slack.users:
        raise Refused("user_not_found")
    return slack.users[person]


def rooms_of(slack: "Workspace", args: Json) -> "list[Room]":
    """The channels of the kinds asked for, private ones only where the bot is; each kind needs its scope."""
    wanted = str(args.get("types") or "public_channel").split(",")
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    for kind in wanted:
        scope = {"public_channel": "channels:read", "private_channel": "groups:read"}.get(kind, f"{kind}:read")
        if scope not in slack.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(slack.scopes)))
    live = args.get("exclude_archived") in (True, "1", "true")
    return [
        room
        for room in slack.rooms.values()
        if room.kind in [kinds[kind] for kind in wanted]
        and (room.kind == "channel" or "U0MUSTER" in room.members)
        and not (live and room.archived)
    ]


def channel_of(room: "Room") -> Json:
    kind = {"is_channel": room.kind == "channel", "is_group": room.kind == "group", "is_im": room.kind == "im"}
    if room.kind == "im":
        return {"id": room.id, "user": room.members[-1], "is_archived": False} | kind
    flags = {"is_private": room.kind == "group", "is_archived": room.archived, "is_member": "U0MUSTER" in room.members}
    words = {"topic": {"value": room.topic}, "purpose": {"value": room.purpose}}
    named = {"id": room.id, "name": room.name, "name_normalized": room.name, "creator": room.creator}
    return named | kind | flags | words


def room_of(slack: "Workspace", channel: str) -> "Room":
    """A channel that the bot can see: a private one only from inside."""
    room = slack.rooms.get(channel)
    if room is None or (room.kind != "channel" and "U0MUSTER" not in room.members):
        raise Refused("channel_not_found")
    return room


def joined(slack: "Workspace", channel: str) -> "Room":
    room = room_of(slack, channel)
    if "U0MUSTER" not in room.members:
        raise Refused("not_in_channel")
    return room


def message_of(slack: "Workspace", channel: str, ts: str, error: str) -> Json:
    for message in slack.messages[channel]:
        if message["ts"] == ts:
            return message
    raise Refused(error)


def post(slack: "Workspace", channel: str, args: Json) -> Json:
    if not args.get("text") and not args.get("blocks") and not args.get("files"):
        raise Refused("no_text")
    who = {"user": "U0MUSTER", "bot_id": "B0MUSTER", "app_id": "A0MUSTER", "team": slack.team}
    message: Json = {"type": "message", "ts": slack.next_ts(), "text": args.get("text", "")} | who
    message["blocks"] = named_blocks(slack, args.get("blocks") or [])
    message |= {name: args[name] for name in ("thread_ts", "metadata", "files", "upload") if args.get(name)}
    slack.messages[channel].append(message)
    return message


def named_blocks(slack: "Workspace", blocks: list[Json]) -> list[Json]:
    """Slack names the blocks that have no name."""
    return [{"block_id": slack.next_id("b")} | copy.deepcopy(block) for block in blocks]
