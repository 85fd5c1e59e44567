"""People as Slack has them: listed, met, departed; and where the bot itself stands.

    round_(db, slack, rules, clock, pause)      the job: `sync` once an hour, whichever process comes first
    sync(db, slack, workspace, rules, …)        lists everybody and our channels
    open_dms(db, slack, workspace, clock)       opens a few direct messages, so that posting need not

A Slack that refuses or does not answer leaves everything as it was; the next round tries again.
"""

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.ledger import OPENING, PERSON_CODES
from bot.domain.workspaces import Connection, Workspace
from bot.settings import Rules
from schedules.speaking import BROKEN, open_dm
from schedules.sweeps import ours
from storage import Database, connections, people, workspaces
from storage.ledger import gates

log = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
Pause = Callable[[float], None]

EVERY: Final = dt.timedelta(hours=1)
PAGE: Final = 200  # Slack's advice for users.list
DMS_AT_ONCE: Final = 40  # conversations.open is tier 3, 50 a minute, and delivery opens some too
DMS_EVERY: Final = dt.timedelta(seconds=50)  # a little less than a minute: a round that comes early is not lost
TRIES: Final = 3
LONGEST_WAIT: Final = 60.0  # seconds; a Retry-After beyond that waits for the next round
NAME: Final = "people"
DMS: Final = "direct-messages"


class Refused(Exception):  # noqa: N818 it says what Slack did
    """Slack's word for why it did not answer."""


def round_(db: Database, slack: WebClient, rules: Rules, clock: Clock, pause: Pause) -> str:
    """The job: lists everybody if an hour has passed, and opens some direct messages. Gives the workspace, or ""."""
    workspace = known(db, slack, rules, pause)
    if not workspace:
        return ""
    if ours(db, workspace, NAME, clock(), EVERY):
        sync(db, slack, workspace, rules, clock, pause)
    with db.read() as session:
        waiting = people.without_dm(session, workspace, limit=1)
    if waiting and ours(db, workspace, DMS, clock(), DMS_EVERY):
        open_dms(db, slack, workspace, clock)
    return workspace


def known(db: Database, slack: WebClient, rules: Rules, pause: Pause) -> str:
    """The workspace that this token belongs to, stored if new; "" when Slack does not say."""
    try:
        answered = _call(slack, pause, "auth_test")
    except Refused as refused:
        log.warning("auth.test: %s", refused)
        return ""
    data, id = answered.data, str(answered["team_id"])
    host = urlsplit(str(data.get("url", ""))).hostname or ""
    new = Workspace(
        id,
        name=str(data.get("team", "")),
        domain=host.split(".")[0],
        language=rules.language,
        zone=rules.zone,
        holidays=rules.holidays,
    )
    granted = _scopes(answered.headers)

    def after(before: Connection) -> Connection:
        return dataclasses.replace(before, bot=str(data.get("user_id", "")), scopes=granted or before.scopes)

    with db.read() as session:
        before, stored = connections.get(session, id), workspaces.get(session, id)
    named = stored is not None and (stored.name, stored.domain) == (new.name, new.domain)
    if after(before) != before or not named:
        with db.begin() as session:
            workspaces.ensure(session, new)
            workspaces.lock(session, id)
            workspaces.rename(session, id, new.name, new.domain)
            connections.save(session, id, after(connections.get(session, id)))
    return id


def sync(db: Database, slack: WebClient, workspace: str, rules: Rules, clock: Clock, pause: Pause) -> Connection:
    """List everybody and the bot's own channels, and store what is new. Gives what is known of the connection now.

    Only a list that came to its end says who is gone.
    """
    fault, listed, channels = "", None, None
    try:
        _list_people(db, slack, workspace, rules, clock, pause)
        listed = clock()
    except Refused as refused:
        log.warning("users.list: %s", refused)
        fault = str(refused)
    try:
        channels = _channels(slack, pause)
    except Refused as refused:
        log.warning("users.conversations: %s", refused)
        fault = fault or str(refused)
    with db.begin() as session:
        workspaces.lock(session, workspace)
        before = connections.get(session, workspace)
        after = dataclasses.replace(
            before,
            channels=before.channels if channels is None else channels,
            people=listed or before.people,
            fault=fault,
        )
        if after != before:
            connections.save(session, workspace, after)
    return after


def open_dms(db: Database, slack: WebClient, workspace: str, clock: Clock, limit: int = DMS_AT_ONCE) -> int:
    """Open the direct messages of some people who have none yet, and store them. Gives how many.

    None while Slack wants none opened; what it says of that here, delivery keeps to as well.
    """
    with db.read() as session:
        began = clock()
        if gates.closed(session, workspace, [OPENING], began):
            return 0
        waiting = _in_turn(people.without_dm(session, workspace), began, limit)
    opened: dict[str, str] = {}
    wait: float | None = None
    for person in waiting:
        answered = open_dm(slack, person)
        if isinstance(answered, str):
            opened[person] = answered
        elif answered.code not in PERSON_CODES:
            log.info("conversations.open: %s", answered.code)
            wait = answered.wait if answered.way else None
            break
    if opened or wait is not None:
        with db.begin() as session:
            people.remember_dms(session, workspace, opened)
            if wait is not None:
                gates.keep_shut(session, workspace, OPENING, clock() + dt.timedelta(seconds=wait))
    return len(opened)


def _in_turn(waiting: Sequence[str], now: dt.datetime, most: int) -> Sequence[str]:
    """So many of them, others each minute: whom nobody may write to keeps nobody else from having theirs."""
    first = int(now.timestamp() // 60) * most % len(waiting) if waiting else 0
    return [*waiting[first:], *waiting[:first]][:most]


def _list_people(db: Database, slack: WebClient, workspace: str, rules: Rules, clock: Clock, pause: Pause) -> None:
    seen: set[str] = set()
    with db.read() as session:
        settings = workspaces.get(session, workspace)
    zone = settings.zone if settings else rules.zone
    for users in _pages(slack, pause, "users_list", "members", include_locale=True):
        with db.begin() as session:
            workspaces.lock(session, workspace)
            people.learn(session, workspace, users, clock(), admins=rules.admins, zone=zone)
        seen.update(str(user["id"]) for user in users)
    with db.begin() as session:
        workspaces.lock(session, workspace)
        people.deactivate_others(session, workspace, seen, clock())


def _channels(slack: WebClient, pause: Pause) -> dict[str, str]:
    """The channels that the bot is a member of: id → name."""
    wanted = {"types": "public_channel,private_channel", "exclude_archived": True}
    return {
        str(one["id"]): str(one.get("name", ""))
        for page in _pages(slack, pause, "users_conversations", "channels", **wanted)
        for one in page
    }


def _pages(
    slack: WebClient, pause: Pause, method: str, field: str, **arguments: Any
) -> Iterator[list[Mapping[str, Any]]]:
    cursor = ""
    while True:
        more = {"cursor": cursor} if cursor else {}
        answered = _call(slack, pause, method, limit=PAGE, **arguments, **more)
        yield list(answered.get(field) or ())
        cursor = str((answered.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


def _call(slack: WebClient, pause: Pause, method: str, **arguments: Any) -> Any:
    """Slack's answer, waiting out its limits a few times. Raises Refused."""
    for _ in range(TRIES):
        try:
            return getattr(slack, method)(**arguments)
        except SlackApiError as error:
            wait = _wait(error)
            if wait is None or wait > LONGEST_WAIT:
                raise Refused(str(error.response.get("error") or error.response.status_code)) from error
        except BROKEN as error:
            raise Refused(type(error).__name__) from error
        pause(wait)
    raise Refused("ratelimited")


def _wait(error: SlackApiError) -> float | None:
    """Seconds until Slack wants to be asked again; None when it is not a matter of time."""
    headers = {str(name).lower(): value for name, value in (error.response.headers or {}).items()}
    if error.response.status_code != 429 and error.response.get("error") != "ratelimited":
        return None
    given = str(headers.get("retry-after", "1"))
    return float(given) if given.replace(".", "", 1).isdigit() else 1.0


def _scopes(headers: Mapping[str, Any]) -> frozenset[str] | None:
    """What the token was granted, which Slack says with every answer; None where it does not."""
    given = next((value for name, value in headers.items() if str(name).lower() == "x-oauth-scopes"), "")
    names = ",".join(given) if isinstance(given, list) else str(given)
    found = frozenset(scope.strip() for scope in names.split(",") if scope.strip())
    return found or None
