"""Every limit that Slack publishes for Block Kit.

They are JSON Schema made from Slack's own types (npm `@slack/types` 3.2.0). `blockkit.limits.json` names the source of
each limit; `blockkit.cases.json` holds payloads at a limit and one step past it.
"""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs
from jsonschema import Draft7Validator, ValidationError

Surface = Literal["message", "modal", "home", "block"]

HERE = Path(__file__).parent
ROOTS = {"message": "SlackMessagePayload", "modal": "ModalView", "home": "HomeView", "block": "KnownBlock"}
VIEW_BYTES = 250_000
MARKDOWN_CHARACTERS = 12_000
ONLY = {
    "modal": {
        "actions",
        "alert",
        "card",
        "context",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "video",
    },
    "home": {
        *("actions", "card", "carousel", "container", "context", "data_table", "data_visualization", "divider"),
        *("header", "image", "input", "rich_text", "section", "table", "video"),
    },
}


def errors(payload: Any, surface: Surface = "message") -> list[str]:
    """What Slack would refuse in a payload, as `path: message`; empty when it would take it."""
    found: list[str] = []
    as_sent = json.loads(json.dumps(payload))  # plain strings, whatever ours are
    if not _quick(surface).is_valid(as_sent):  # nearly always valid, and then a hundredth of the time is enough
        found += [fault for error in _validator(surface).iter_errors(payload) for fault in _leaves(error)]
    blocks = payload.get("blocks") or [] if isinstance(payload, dict) else []
    found += _repeated(blocks)
    found += [
        f"/blocks/{place}: type {block.get('type')!r} is not allowed on {surface}"
        for place, block in enumerate(blocks)
        if surface in ONLY and block.get("type") not in ONLY[surface]
    ]
    if surface in ("modal", "home") and len(json.dumps(payload).encode()) > VIEW_BYTES:
        found.append("/: view larger than 250 kB (view_too_large)")
    if sum(len(block.get("text", "")) for block in blocks if block.get("type") == "markdown") > MARKDOWN_CHARACTERS:
        found.append("/blocks: markdown text above 12000 in total")
    return sorted(set(found))


@functools.cache
def _quick(surface: Surface) -> jsonschema_rs.Draft7Validator:
    """It says whether a payload is valid; why not, the other one says in words that name the innermost cause."""
    return jsonschema_rs.Draft7Validator(_schema(surface))


@functools.cache
def _validator(surface: Surface) -> Draft7Validator:
    return Draft7Validator(_schema(surface))


def _schema(surface: Surface) -> dict[str, Any]:
    schema = json.loads((HERE / "blockkit.schema.json").read_text(encoding="utf-8"))
    root = {"$schema": schema["$schema"], "definitions": schema["definitions"]}
    return root | {"$ref": f"#/definitions/{ROOTS[surface]}"}


def _leaves(error: ValidationError) -> Iterator[str]:
    """The innermost causes: "none of anyOf" tells nobody anything."""
    if error.context:
        for cause in error.context:
            yield from _leaves(cause)
    else:
        yield "/" + "/".join(map(str, error.absolute_path)) + ": " + _words(error)


def _words(error: ValidationError) -> str:
    match error.validator:
        case "maxLength" | "minLength":
            unit = "characters"
        case "maxItems" | "minItems":
            unit = "items"
        case _:
            return error.message if len(error.message) < 160 else f"{error.message[:60]} … {error.message[-90:]}"
    edge = "at most" if str(error.validator).startswith("max") else "at least"
    size = len(error.instance) if isinstance(error.instance, str | list) else 0
    return f"{size} {unit}, {edge} {error.validator_value}"


def _repeated(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Rules across elements, which a schema cannot state."""
    seen: dict[str, int] = {}
    for place, block in enumerate(blocks):
        name = block.get("block_id")
        if name and name in seen:
            yield f"/blocks/{place}/block_id: duplicate of /blocks/{seen[name]}"
        elif name:
            seen[name] = place
        actions = [one.get("action_id") for one in block.get("elements", []) if isinstance(one, dict)]
        for action in {one for one in actions if one and actions.count(one) > 1}:
            yield f"/blocks/{place}: action_id {action!r} repeated in one block"
