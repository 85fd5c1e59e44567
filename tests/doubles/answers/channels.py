"""Channels: what there is, who is in, what was said."""

from typing import TYPE_CHECKING, Any

from tests.doubles.answers.pieces import channel_of, joined, message_of, page, room_of, rooms_of, user_of
from tests.doubles.refused import Refused

if TYPE_CHECKING:  # the workspace imports the answers; only their types need it
    from tests.doubles.workspace import Workspace

Json = dict[str, Any]


def conversations_list(slack: "Workspace", args: Json) -> Json:
    return page(slack, args, "channels", [channel_of(room) for room in rooms_of(slack, args)])


def conversations_info(slack: "Workspace", args: Json) -> Json:
    room = room_of(slack, args["channel"])
    counted = {"num_members": len(room.members)} if args.get("include_num_members") in (True, "1", "true") else {}
    return {"channel": channel_of(room) | counted}


def conversations_members(slack: "Workspace", args: Json) -> Json:
    return page(slack, args, "members", list(room_of(slack, args["channel"]).members))


def conversations_open(slack: "Workspace", args: Json) -> Json:
    if args.get("channel"):
        return {"channel": {"id": room_of(slack, args["channel"]).id}}
    people = str(args.get("users", "")).split(",")
    if user_of(slack, people[0])["deleted"]:
        raise Refused("user_disabled")
    assert len(people) == 1, "group direct messages are not doubled"
    return {"channel": {"id": slack.dm(people[0]).id}}


def conversations_create(slack: "Workspace", args: Json) -> Json:
    if any(room.name == args["name"] for room in slack.rooms.values()):
        raise Refused("name_taken")
    if args["name"] != args["name"].lower() or len(args["name"]) > 80 or " " in args["name"]:
        raise Refused("invalid_name_specials")
    private = args.get("is_private") in (True, "1", "true")
    room = slack.add_channel(slack.next_id("C"), args["name"], private=private)
    room.creator = "U0MUSTER"
    return {"channel": channel_of(room)}


def conversations_invite(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    people = str(args["users"]).split(",")
    for person in people:
        user_of(slack, person)
        if person in room.members:
            raise Refused("already_in_channel")
    room.members += people
    return {"channel": channel_of(room)}


def conversations_join(slack: "Workspace", args: Json) -> Json:
    room = room_of(slack, args["channel"])
    if room.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if "U0MUSTER" not in room.members:
        room.members.append("U0MUSTER")
    return {"channel": channel_of(room)}


def conversations_archive(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    if room.archived:
        raise Refused("already_archived")
    room.archived = True
    return {}


def conversations_topic(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    room.topic, room.purpose = args.get("topic", room.topic), args.get("purpose", room.purpose)
    return {"channel": channel_of(room)}


def conversations_history(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    there = [one for one in slack.messages[room.id] if one.get("thread_ts", one["ts"]) == one["ts"]]
    newest_first = sorted((one for one in there if _between(one, args)), key=_when, reverse=True)
    answer = page(slack, args, "messages", newest_first)
    shown = [_shown(_with_replies(slack, room.id, one), args) for one in answer["messages"]]
    return answer | {"messages": shown, "pin_count": 0}


def conversations_replies(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    parent = message_of(slack, room.id, args["ts"], "thread_not_found")
    replies = [one for one in slack.messages[room.id] if one.get("thread_ts") == args["ts"] and one["ts"] != args["ts"]]
    kept = [_shown(one, args) for one in sorted(replies, key=_when) if _between(one, args)]
    return page(slack, args, "messages", [_shown(_with_replies(slack, room.id, parent), args), *kept])


def _when(message: Json) -> tuple[int, int]:
    seconds, number = message["ts"].split(".")
    return int(seconds), int(number)


def _between(message: Json, args: Json) -> bool:
    """`oldest` and `latest` are outside unless `inclusive`."""
    ts = float(message["ts"])
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    if args.get("inclusive") in (True, "1", "true"):
        return oldest <= ts <= latest
    return oldest < ts < latest


def _shown(message: Json, args: Json) -> Json:
    """Metadata is told only to those who ask for it."""
    if args.get("include_all_metadata") in (True, "1", "true"):
        return message
    return {name: value for name, value in message.items() if name != "metadata"}


def _with_replies(slack: "Workspace", channel: str, parent: Json) -> Json:
    in_thread = [one for one in slack.messages[channel] if one.get("thread_ts") == parent["ts"]]
    replies = [one for one in in_thread if one["ts"] != parent["ts"]]
    if not replies:
        return parent
    return parent | {"thread_ts": parent["ts"], "reply_count": len(replies), "latest_reply": replies[-1]["ts"]}
