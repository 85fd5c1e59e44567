"""Messages: post, change, delete, answer."""

import copy
from typing import TYPE_CHECKING, Any

from tests.doubles.answers.pieces import joined, message_of, named_blocks, post, room_of
from tests.doubles.refused import Refused

if TYPE_CHECKING:  # the workspace imports the answers; only their types need it
    from tests.doubles.workspace import ResponseUrl, Workspace

Json = dict[str, Any]


def chat_post(slack: "Workspace", args: Json) -> Json:
    channel = slack.dm(args["channel"]).id if args["channel"] in slack.users else args["channel"]
    room = joined(slack, channel)
    if room.archived:
        raise Refused("is_archived")
    message = post(slack, room.id, args)
    return {"channel": room.id, "ts": message["ts"], "message": copy.deepcopy(message)}


def chat_update(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    message = message_of(slack, room.id, args["ts"], "message_not_found")
    if message["user"] != "U0MUSTER":
        raise Refused("cant_update_message")
    message["text"] = args.get("text", message["text"])
    if "text" in args or "blocks" in args:  # text alone takes the blocks away
        message["blocks"] = named_blocks(slack, args.get("blocks") or [])
    if "metadata" in args:
        message["metadata"] = args["metadata"]
    message["edited"] = {"user": "B0MUSTER", "ts": slack.next_ts()}
    return {"channel": room.id, "ts": args["ts"], "text": message["text"], "message": copy.deepcopy(message)}


def chat_delete(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    message = message_of(slack, room.id, args["ts"], "message_not_found")
    if message["user"] != "U0MUSTER":
        raise Refused("cant_delete_message")
    slack.messages[room.id].remove(message)
    return {"channel": room.id, "ts": args["ts"]}


def chat_ephemeral(slack: "Workspace", args: Json) -> Json:
    room = joined(slack, args["channel"])
    if args["user"] not in room.members:
        raise Refused("user_not_in_channel")
    ts = slack.next_ts()
    slack.ephemerals.append(args | {"ts": ts, "blocks": named_blocks(slack, args.get("blocks") or [])})
    return {"message_ts": ts}


def chat_permalink(slack: "Workspace", args: Json) -> Json:
    room = room_of(slack, args["channel"])
    message_of(slack, room.id, args["message_ts"], "message_not_found")
    place = f"{room.id}/p{args['message_ts'].replace('.', '')}"
    return {"channel": room.id, "permalink": f"https://muster.slack.com/archives/{place}"}


def respond(slack: "Workspace", there: "ResponseUrl", body: Json) -> None:
    """What a post to a response URL does."""
    original = next((one for one in slack.messages[there.channel] if one["ts"] == there.message), None)
    if body.get("delete_original") and original:
        slack.messages[there.channel].remove(original)
    elif body.get("replace_original") and original:
        original.update(text=body.get("text", ""), blocks=named_blocks(slack, body.get("blocks") or []))
    elif body.get("response_type") == "in_channel":
        post(slack, there.channel, body)
    elif not body.get("delete_original"):
        slack.ephemerals.append(body | {"channel": there.channel, "user": there.person, "ts": slack.next_ts()})
