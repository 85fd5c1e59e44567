"""Files: three steps up, and where they are shared."""

import copy
from typing import TYPE_CHECKING, Any

from tests.doubles.answers.pieces import joined, post
from tests.doubles.refused import Refused

if TYPE_CHECKING:  # the workspace imports the answers; only their types need it
    from tests.doubles.workspace import Workspace

Json = dict[str, Any]


def files_url(slack: "Workspace", args: Json) -> Json:
    file = slack.next_id("F")
    name, size = args["filename"], int(args["length"])
    slack.files[file] = {"id": file, "name": name, "title": name, "size": size, "uploaded": False, "shares": {}}
    return {"upload_url": f"{slack.upload_url}/{file}", "file_id": file}


def files_complete(slack: "Workspace", args: Json) -> Json:
    files = [_uploaded(slack, one) for one in args["files"]]
    shown = [{name: file[name] for name in ("id", "name", "title", "size")} for file in files]
    if channel := args.get("channel_id"):
        room = joined(slack, channel)
        said: Json = {"text": args.get("initial_comment", ""), "files": shown, "upload": True}
        message = post(slack, room.id, said | {name: args[name] for name in ("thread_ts", "blocks") if name in args})
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
    address = {"url_private_download": f"{slack.upload_url}/{args['file']}"}
    return {"file": file | by_kind | address, "comments": [], "response_metadata": {"next_cursor": ""}}


def files_delete(slack: "Workspace", args: Json) -> Json:
    _file(slack, args["file"])
    del slack.files[args["file"]]
    return {}


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
