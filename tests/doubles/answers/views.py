"""Forms and homes."""

import copy
from typing import TYPE_CHECKING, Any

from tests.doubles.answers.pieces import named_blocks, user_of
from tests.doubles.refused import Refused

if TYPE_CHECKING:  # the workspace imports the answers; only their types need it
    from tests.doubles.workspace import Workspace

Json = dict[str, Any]
VIEWS_DEEP = 3


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
    user_of(slack, args["user_id"])
    slack.homes[args["user_id"]] = _new_view(slack, args["view"])
    return {"view": copy.deepcopy(slack.homes[args["user_id"]])}


def _new_view(slack: "Workspace", view: Json, **kept: Any) -> Json:
    number = slack.next_id("V")
    made = copy.deepcopy(view) | {
        "id": number,
        "team_id": slack.team,
        "hash": f"{number}.hash",
        "state": {"values": {}},
    }
    made |= {"root_view_id": number, "previous_view_id": None, "app_id": "A0MUSTER", "bot_id": "B0MUSTER"} | kept
    made["blocks"] = named_blocks(slack, view["blocks"])
    slack.views[made["id"]] = made
    return made
