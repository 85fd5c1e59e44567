"""`muster doctor`: is everything well? Slack, the database and the address from outside are asked now."""

import dataclasses
import json
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.client import HTTPException
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks import checkups as blocks
from bot.domain.checkups import Address, Facts, Finding, Level, Place, Store, examine, worst
from bot.i18n import speaking
from handlers.answering import code_of
from handlers.checkups import LATELY, places
from handlers.console.commands import DONE, FAILED, Command, House
from handlers.health import greet
from storage import checkups, workspaces
from storage.directories import directory

SECONDS: Final = 5.0
BROKEN: Final = (SlackClientError, HTTPException, OSError, ValueError, LookupError, AttributeError)


def doctor(house: House, arguments: Namespace) -> int:
    """A line for each thing that is well, or is not. Exit code 1 when one fails."""
    facts = look(house)
    findings = examine(facts)
    bot = (facts.greeting and facts.greeting.bot) or blocks.HANDLE
    t = speaking(replace(house.settings.rules.voice, language="en"))
    if arguments.json:
        rows = [_row(finding, *blocks.plain(t, finding, bot)) for finding in findings]
        print(json.dumps({"level": worst(findings), "findings": rows}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(blocks.lines(t, findings, bot)))
    return FAILED if worst(findings) is Level.FAILED else DONE


def look(house: House) -> Facts:
    """Everything, now. Whatever does not answer is a fact too."""
    settings = house.settings
    greeting = greet(house.slack(SECONDS), house.real) if settings.bot_token else None
    facts = Facts(
        house.clock(),
        checkups.store(house.db),
        greeting,
        has_token=bool(settings.bot_token),
        socket_mode=settings.socket_mode,
        socket_fault=_socket(house) if settings.socket_mode else None,
        signing_secret=settings.signing_secret,
        rehearsing=bool(settings.clock),
        address=_address(settings.rules.public_url),
    )
    return _with_records(house, facts)


def _with_records(house: House, facts: Facts) -> Facts:
    """With what only a database of this version can tell."""
    if facts.store.version is None or facts.store.version != facts.store.wanted:
        return facts
    try:
        with checkups.asked(), house.db.read() as session:
            greeted = facts.greeting.team if facts.greeting else ""
            ids = [greeted] if greeted else workspaces.all_ids(session)
            found = [one for one in (directory(session, id) for id in ids) if one is not None]
            standing = checkups.standing_of(session, ids, facts.now, LATELY)
            said = checkups.said(session, ids)
    except checkups.Silent as silent:
        return dataclasses.replace(facts, store=Store(facts.store.kind, str(silent)))
    wanted = [place for one in found for place in places(one, "en")]
    joined = _joined(house.slack(SECONDS)) if facts.greeting and not facts.greeting.fault else None
    named = tuple(_named(house.slack(SECONDS), place, joined) for place in wanted)
    return dataclasses.replace(facts, standing=standing, said=said, joined=joined, places=named)


def _socket(house: House) -> str:
    """Why the app token opens no connection, "" when it does."""
    try:
        house.slack(SECONDS).apps_connections_open(app_token=house.settings.app_token)
    except SlackApiError as error:
        return code_of(error)
    except BROKEN as error:
        return type(error).__name__
    return ""


def _joined(client: WebClient) -> Mapping[str, str] | None:
    """The channels that the bot is in; None when Slack does not say."""
    try:
        return {str(one["id"]): str(one.get("name", "")) for one in _pages(client)}
    except BROKEN:
        return None


def _pages(client: WebClient) -> Iterator[Mapping[str, object]]:
    cursor: str | None = None
    while True:
        answered = client.users_conversations(
            types="public_channel,private_channel", exclude_archived=True, limit=200, cursor=cursor
        )
        yield from answered["channels"]
        cursor = (answered.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


def _named(client: WebClient, place: Place, joined: Mapping[str, str] | None) -> Place:
    """With the name of a channel that somebody has to go to."""
    if joined is None or place.channel in joined:
        return place
    try:
        found = client.conversations_info(channel=place.channel)
        return dataclasses.replace(place, name=str(found["channel"].get("name", "")))
    except BROKEN:
        return place


def _address(url: str) -> Address | None:
    """Does PUBLIC_URL lead to a Muster? Asked from here, which is not where Slack is."""
    if not url:
        return None
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=SECONDS) as answered:  # noqa: S310 checked by settings
            said = answered.read(100)
    except (HTTPException, OSError, ValueError) as error:
        return Address(url, str(getattr(error, "reason", None) or error) or type(error).__name__)
    return Address(url, "" if said == b"ok\n" else "somebody else answers")


def _row(finding: Finding, says: str, todo: str) -> dict[str, str]:
    return {
        "part": finding.part.value,
        "level": finding.level.value,
        "what": finding.what,
        "says": says,
        "todo": todo,
    }


def _options(options: ArgumentParser) -> None:
    options.add_argument("--json", action="store_true", help="for programs")


COMMANDS = (
    Command("doctor", "is everything well? a line each, and what to do", doctor, _options, connects=False, opens=False),
)
