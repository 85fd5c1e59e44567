"""How Slack answers each method, with its state in a `Workspace`.

Behaviour and error codes are those of Slack's reference.
"""

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.doubles.refused import Refused

if TYPE_CHECKING:  # the two know each other; only the types need it here
    from tests.doubles.workspace import ResponseUrl, Room, Workspace

Json = dict[str, Any]
VIEWS_DEEP = 3


def auth_test(slack: "Workspace", _: Json) -> Json:
    where = {"url": "https://muster.slack.com/", "team": "Muster", "team_id": slack.team}
    return where | {"user": "muster", "user_id": "U0MUSTER", "bot_id": "B0MUSTER", "is_enterprise_install": False}


def team_info(slack: "Workspace", _: Json) -> Json:
    return {"team": {"id": slack.team, "name": "Muster", "domain": "muster"}}


def bots_info(_: "Workspace", __: Json) -> Json:
    return {"bot": {"id": "B0MUSTER", "name": "muster", "deleted": False, "app_id": "A0MUSTER", "user_id": "U0MUSTER"}}


# people


def users_list(slack: "Workspace", args: Json) -> Json:
    return _page(slack, args, "members", list(slack.users.values()))


def users_info(slack: "Workspace", args: Json) -> Json:
    return {"user": copy.deepcopy(_user(slack, args["user"]))}


def users_by_email(slack: "Workspace", args: Json) -> Json:
    for user in slack.users.values():
        if user["profile"].get("email") == args["email"] and not user["deleted"]:
            return {"user": copy.deepcopy(user)}
    raise Refused("users_not_found")


def users_conversations(slack: "Workspace", args: Json) -> Json:
    person = args.get("user", "U0MUSTER")
    return _page(slack, args, "channels", [_channel(room) for room in _rooms(slack, args) if person in room.members])


# channels


def conversations_list(slack: "Workspace", args: Json) -> Json:
    return _page(slack, args, "channels", [_channel(room) for room in _rooms(slack, args)])


def conversations_info(slack: "Workspace", args: Json) -> Json:
    room = _room(slack, args["channel"])
    counted = {"num_members": len(room.members)} if args.get("include_num_members") in (True, "1", "true") else {}
    return {"channel": _channel(room) | counted}


def conversations_members(slack: "Workspace", args: Json) -> Json:
    return _page(slack, args, "members", list(_room(slack, args["channel"]).members))


def conversations_open(slack: "Workspace", args: Json) -> Json:
    if args.get("channel"):
        return {"channel": {"id": _room(slack, args["channel"]).id}}
    people = str(args.get("users", "")).split(",")
    if _user(slack, people[0])["deleted"]:
        raise Refused("user_disabled")
    assert len(people) == 1, "group direct messages are not doubled"
    return {"channel": {"id": slack.dm(people[0]).id}}


def conversations_create(slack: "Workspace", args: Json) -> Json:
    if any(room.name == args["name"] for room in slack.rooms.values()):
        raise Refused("name_taken")
    if args["name"] != args["name"].lower() or len(args["name"]) > 80 or " " in args["name"]:
        raise Refused("invalid_name_specials")
    private = args.get("is_private") in (True, "1", "true")
    return {"channel": _channel(slack.add_channel(slack.next_id("C"), args["name"], private=private))}


def conversations_invite(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    people = str(args["users"]).split(",")
    for person in people:
        _user(slack, person)
        if person in room.members:
            raise Refused("already_in_channel")
    room.members += people
    return {"channel": _channel(room)}


def conversations_join(slack: "Workspace", args: Json) -> Json:
    room = _room(slack, args["channel"])
    if room.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if "U0MUSTER" not in room.members:
        room.members.append("U0MUSTER")
    return {"channel": _channel(room)}


def conversations_archive(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    if room.archived:
        raise Refused("already_archived")
    room.archived = True
    return {}


def conversations_topic(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    room.topic, room.purpose = args.get("topic", room.topic), args.get("purpose", room.purpose)
    return {"channel": _channel(room)}


def conversations_history(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    there = [
        _with_replies(slack, one) for one in slack.messages[room.id] if one.get("thread_ts", one["ts"]) == one["ts"]
    ]
    newest_first = sorted((one for one in there if _between(one, args)), key=_when, reverse=True)
    return _page(slack, args, "messages", [_shown(one, args) for one in newest_first]) | {"pin_count": 0}


def conversations_replies(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    parent = _message(slack, room.id, args["ts"], "thread_not_found")
    replies = [one for one in slack.messages[room.id] if one.get("thread_ts") == args["ts"] and one["ts"] != args["ts"]]
    kept = [_shown(one, args) for one in sorted(replies, key=_when) if _between(one, args)]
    return _page(slack, args, "messages", [_shown(_with_replies(slack, parent), args), *kept])


# messages


def chat_post(slack: "Workspace", args: Json) -> Json:
    channel = slack.dm(args["channel"]).id if args["channel"] in slack.users else args["channel"]
    room = _joined(slack, channel)
    if room.archived:
        raise Refused("is_archived")
    message = _post(slack, room.id, args)
    return {"channel": room.id, "ts": message["ts"], "message": copy.deepcopy(message)}


def chat_update(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    message = _message(slack, room.id, args["ts"], "message_not_found")
    if message["user"] != "U0MUSTER":
        raise Refused("cant_update_message")
    message["text"] = args.get("text", message["text"])
    if "text" in args or "blocks" in args:  # text alone takes the blocks away
        message["blocks"] = _blocks(slack, args.get("blocks") or [])
    if "metadata" in args:
        message["metadata"] = args["metadata"]
    message["edited"] = {"user": "B0MUSTER", "ts": slack.next_ts()}
    return {"channel": room.id, "ts": args["ts"], "text": message["text"], "message": copy.deepcopy(message)}


def chat_delete(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    message = _message(slack, room.id, args["ts"], "message_not_found")
    if message["user"] != "U0MUSTER":
        raise Refused("cant_delete_message")
    slack.messages[room.id].remove(message)
    return {"channel": room.id, "ts": args["ts"]}


def chat_ephemeral(slack: "Workspace", args: Json) -> Json:
    room = _joined(slack, args["channel"])
    if args["user"] not in room.members:
        raise Refused("user_not_in_channel")
    ts = slack.next_ts()
    slack.ephemerals.append(args | {"ts": ts, "blocks": _blocks(slack, args.get("blocks") or [])})
    return {"message_ts": ts}


def chat_permalink(slack: "Workspace", args: Json) -> Json:
    room = _room(slack, args["channel"])
    _message(slack, room.id, args["message_ts"], "message_not_found")
    place = f"{room.id}/p{args['message_ts'].replace('.', '')}"
    return {"channel": room.id, "permalink": f"https://muster.slack.com/archives/{place}"}


def respond(slack: "Workspace", there: "ResponseUrl", body: Json) -> None:
    """What a post to a response URL does."""
    original = next((one for one in slack.messages[there.channel] if one["ts"] == there.message), None)
    if body.get("delete_original") and original:
        slack.messages[there.channel].remove(original)
    elif body.get("replace_original") and original:
        original.update(text=body.get("text", ""), blocks=_blocks(slack, body.get("blocks") or []))
    elif body.get("response_type") == "in_channel":
        _post(slack, there.channel, body)
    elif not body.get("delete_original"):
        slack.ephemerals.append(body | {"channel": there.channel, "user": there.person, "ts": slack.next_ts()})


# views


def views_open(slack: "Workspace", args: Json) -> Json:
    person = slack.use_trigger(args.get("trigger_id", ""))
    view = _new_view(slack, args["view"])
    slack.forms[person] = [view["id"]]
    return {"view": copy.deepcopy(view)}


def views_push(slack: "Workspace", args: Json) -> Json:
    pile = slack.forms[slack.use_trigger(args.get("trigger_id", ""))]
    if len(pile) >= VIEWS_DEEP:
        raise Refused("push_limit_reached")
    root = {"root_view_id": pile[0], "previous_view_id": pile[-1]} if pile else {}
    view = _new_view(slack, args["view"], **root)
    pile.append(view["id"])
    return {"view": copy.deepcopy(view)}


def views_update(slack: "Workspace", args: Json) -> Json:
    wanted = args.get("view_id") or args.get("external_id")
    old = next((one for one in slack.views.values() if wanted in (one["id"], one.get("external_id"))), None)
    if old is None:
        raise Refused("not_found")
    if args.get("hash") not in (None, old["hash"]):
        raise Refused("hash_conflict")
    kept = {name: old[name] for name in ("id", "root_view_id", "previous_view_id")}
    return {"view": copy.deepcopy(_new_view(slack, args["view"], **kept))}


def views_publish(slack: "Workspace", args: Json) -> Json:
    _user(slack, args["user_id"])
    slack.homes[args["user_id"]] = _new_view(slack, args["view"])
    return {"view": copy.deepcopy(slack.homes[args["user_id"]])}


# files


def files_url(slack: "Workspace", args: Json) -> Json:
    file = slack.next_id("F")
    name, size = args["filename"], int(args["length"])
    slack.files[file] = {"id": file, "name": name, "title": name, "size": size, "uploaded": False, "shares": {}}
    return {"upload_url": f"{slack.upload_url}/{file}", "file_id": file}


def files_complete(slack: "Workspace", args: Json) -> Json:
    files = [_uploaded(slack, one) for one in args["files"]]
    shown = [{name: file[name] for name in ("id", "name", "title", "size")} for file in files]
    if channel := args.get("channel_id"):
        room = _joined(slack, channel)
        said: Json = {"text": args.get("initial_comment", ""), "files": shown, "upload": True}
        message = _post(slack, room.id, said | {name: args[name] for name in ("thread_ts", "blocks") if name in args})
        kind = "public" if room.kind == "channel" else "private"
        thread = {"thread_ts": args["thread_ts"]} if "thread_ts" in args else {}
        for file in files:
            shares = file["shares"].setdefault(kind, {}).setdefault(room.id, [])
            shares.append({"ts": message["ts"], "channel_name": room.name, "team_id": slack.team} | thread)
    return {"files": [{"id": file["id"], "title": file["title"]} for file in files]}


def files_info(slack: "Workspace", args: Json) -> Json:
    file = copy.deepcopy({name: value for name, value in _file(slack, args["file"]).items() if name != "content"})
    where = [channel for shares in file["shares"].values() for channel in shares]
    kinds = {"channels": "channel", "groups": "group", "ims": "im"}
    by_kind = {name: [one for one in where if slack.rooms[one].kind == kind] for name, kind in kinds.items()}
    return {"file": file | by_kind, "comments": [], "response_metadata": {"next_cursor": ""}}


def files_delete(slack: "Workspace", args: Json) -> Json:
    _file(slack, args["file"])
    del slack.files[args["file"]]
    return {}


# pieces


def _page(slack: "Workspace", args: Json, name: str, rows: list[Any]) -> Json:
    """Slack's paging by cursor; a page is `limit` rows, or as many as the workspace says."""
    start = int(str(args.get("cursor") or "at-0").removeprefix("at-"))
    end = start + min(int(args.get("limit") or slack.page_size), slack.page_size)
    more = end < len(rows)
    cursor = {"next_cursor": f"at-{end}" if more else ""}
    return {name: copy.deepcopy(rows[start:end]), "has_more": more, "response_metadata": cursor}


def _user(slack: "Workspace", person: str) -> Json:
    if person not in slack.users:
        raise Refused("user_not_found")
    return slack.users[person]


def _rooms(slack: "Workspace", args: Json) -> "list[Room]":
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


def _channel(room: "Room") -> Json:
    kind = {"is_channel": room.kind == "channel", "is_group": room.kind == "group", "is_im": room.kind == "im"}
    if room.kind == "im":
        return {"id": room.id, "user": room.members[-1], "is_archived": False} | kind
    flags = {"is_private": room.kind == "group", "is_archived": room.archived, "is_member": "U0MUSTER" in room.members}
    words = {"topic": {"value": room.topic}, "purpose": {"value": room.purpose}}
    return {"id": room.id, "name": room.name, "name_normalized": room.name} | kind | flags | words


def _room(slack: "Workspace", channel: str) -> "Room":
    """A channel that the bot can see: a private one only from inside."""
    room = slack.rooms.get(channel)
    if room is None or (room.kind != "channel" and "U0MUSTER" not in room.members):
        raise Refused("channel_not_found")
    return room


def _joined(slack: "Workspace", channel: str) -> "Room":
    room = _room(slack, channel)
    if "U0MUSTER" not in room.members:
        raise Refused("not_in_channel")
    return room


def _message(slack: "Workspace", channel: str, ts: str, error: str) -> Json:
    for message in slack.messages[channel]:
        if message["ts"] == ts:
            return message
    raise Refused(error)


def _post(slack: "Workspace", channel: str, args: Json) -> Json:
    if not args.get("text") and not args.get("blocks") and not args.get("files"):
        raise Refused("no_text")
    who = {"user": "U0MUSTER", "bot_id": "B0MUSTER", "app_id": "A0MUSTER", "team": slack.team}
    message: Json = {"type": "message", "ts": slack.next_ts(), "text": args.get("text", "")} | who
    message["blocks"] = _blocks(slack, args.get("blocks") or [])
    message |= {name: args[name] for name in ("thread_ts", "metadata", "files", "upload") if args.get(name)}
    slack.messages[channel].append(message)
    return message


def _blocks(slack: "Workspace", blocks: list[Json]) -> list[Json]:
    """Slack names the blocks that have no name."""
    return [{"block_id": slack.next_id("b")} | copy.deepcopy(block) for block in blocks]


def _new_view(slack: "Workspace", view: Json, **kept: Any) -> Json:
    number = slack.next_id("V")
    made = copy.deepcopy(view) | {
        "id": number,
        "team_id": slack.team,
        "hash": f"{number}.hash",
        "state": {"values": {}},
    }
    made |= {"root_view_id": number, "previous_view_id": None, "app_id": "A0MUSTER", "bot_id": "B0MUSTER"} | kept
    made["blocks"] = _blocks(slack, view["blocks"])
    slack.views[made["id"]] = made
    return made


def _file(slack: "Workspace", file: str) -> Json:
    if file not in slack.files:
        raise Refused("file_not_found")
    return slack.files[file]


def _uploaded(slack: "Workspace", named: Json) -> Json:
    file = _file(slack, named["id"])
    if not file["uploaded"]:
        raise Refused("file_not_found")
    file["title"] = named.get("title", file["title"])
    return file


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


def _with_replies(slack: "Workspace", parent: Json) -> Json:
    channel = next(channel for channel, there in slack.messages.items() if any(one is parent for one in there))
    replies = [one for one in slack.messages[channel] if one.get("thread_ts") == parent["ts"] and one is not parent]
    if not replies:
        return parent
    return parent | {"thread_ts": parent["ts"], "reply_count": len(replies), "latest_reply": replies[-1]["ts"]}


ANSWERS: dict[str, "Callable[[Workspace, Json], Json]"] = {
    "auth.test": auth_test,
    "team.info": team_info,
    "bots.info": bots_info,
    "users.list": users_list,
    "users.info": users_info,
    "users.lookupByEmail": users_by_email,
    "users.conversations": users_conversations,
    "conversations.list": conversations_list,
    "conversations.info": conversations_info,
    "conversations.members": conversations_members,
    "conversations.open": conversations_open,
    "conversations.create": conversations_create,
    "conversations.invite": conversations_invite,
    "conversations.join": conversations_join,
    "conversations.archive": conversations_archive,
    "conversations.setTopic": conversations_topic,
    "conversations.setPurpose": conversations_topic,
    "conversations.history": conversations_history,
    "conversations.replies": conversations_replies,
    "chat.postMessage": chat_post,
    "chat.update": chat_update,
    "chat.delete": chat_delete,
    "chat.postEphemeral": chat_ephemeral,
    "chat.getPermalink": chat_permalink,
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
    "files.getUploadURLExternal": files_url,
    "files.completeUploadExternal": files_complete,
    "files.info": files_info,
    "files.delete": files_delete,
}
