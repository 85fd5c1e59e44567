"""What the facts mean: a finding for each thing that was looked at. bot/blocks/checkups.py has the sentences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Final

from bot.domain.checkups.facts import Facts, Greeting, Store
from bot.domain.checkups.readiness import SKEW
from bot.domain.ledger import State
from bot.domain.workspaces import NEEDED_SCOPES, OPTIONAL_SCOPES
from bot.values import frozen

CLOSE: Final = 5.0  # seconds that a clock may be off without a word
LATE: Final = 300.0  # seconds that a post may have waited before somebody should look
MEGABYTE: Final = 1_000_000
LEAST_FREE: Final = 200 * MEGABYTE  # below this a database is about to stop
LOW_FREE: Final = 1000 * MEGABYTE
LONG_LOG: Final = 256 * MEGABYTE  # SQLite's log is folded in at 4 MB, unless somebody keeps a picture open
_SECRET: Final = re.compile(r"[0-9a-f]{32}")


class Level(StrEnum):
    WELL = "ok"
    WARNING = "warning"
    FAILED = "failed"


class Part(StrEnum):
    """What was looked at, in the order of the list."""

    TOKEN = "token"  # noqa: S105 the name of a check
    SCOPES = "scopes"
    CONNECTION = "connection"
    CLOCK = "clock"
    DATABASE = "database"
    DISK = "disk"
    CHANNELS = "channels"
    POSTS = "posts"
    ADDRESS = "address"


@frozen
class Finding:
    """`what` names the sentence, and what to do; `values` are its words."""

    part: Part
    level: Level
    what: str
    values: Mapping[str, object] = field(default_factory=dict)


W, N, F = Level.WELL, Level.WARNING, Level.FAILED


def examine(facts: Facts) -> list[Finding]:
    """All findings, part by part. What cannot be told because something else failed is left out."""
    return [
        *_token(facts),
        *_scopes(facts.greeting),
        *_connection(facts),
        *_clock(facts),
        *_database(facts.store),
        *_disk(facts.store),
        *_channels(facts),
        *_posts(facts),
        *_address(facts),
    ]


def worst(findings: list[Finding]) -> Level:
    """The level of the whole."""
    levels = {finding.level for finding in findings}
    return F if F in levels else N if N in levels else W


def _token(facts: Facts) -> Iterator[Finding]:
    greeting = facts.greeting
    if not facts.has_token:
        yield Finding(Part.TOKEN, F, "no token")
    elif greeting is None:
        yield Finding(Part.TOKEN, N, "not asked")
    elif greeting.fault:
        what = "refused" if greeting.refused else "silent"
        yield Finding(Part.TOKEN, F, what, {"fault": greeting.fault})
    else:
        yield Finding(Part.TOKEN, W, "greeted", {"bot": greeting.bot, "team": greeting.name or greeting.team})


def _scopes(greeting: Greeting | None) -> Iterator[Finding]:
    if greeting is None or greeting.fault:
        return
    if greeting.scopes is None:
        yield Finding(Part.SCOPES, N, "scopes unknown")
        return
    missing = [scope for scope in NEEDED_SCOPES if scope not in greeting.scopes]
    spared = [scope for scope in OPTIONAL_SCOPES if scope not in greeting.scopes]
    if not missing:
        yield Finding(Part.SCOPES, W, "all needed scopes", {"count": len(NEEDED_SCOPES)})
    yield from (Finding(Part.SCOPES, F, "scope missing", {"scope": scope}) for scope in missing)
    yield from (Finding(Part.SCOPES, N, "scope spared", {"scope": scope}) for scope in spared)


def _connection(facts: Facts) -> Iterator[Finding]:
    if facts.socket_mode:
        if facts.socket_fault is not None and not _slack_is_silent(facts):
            what = "socket refused" if facts.socket_fault else "socket"
            yield Finding(Part.CONNECTION, F if facts.socket_fault else W, what, {"fault": facts.socket_fault})
    elif not facts.signing_secret:
        yield Finding(Part.CONNECTION, F, "no secret")
    elif not _SECRET.fullmatch(facts.signing_secret):
        yield Finding(Part.CONNECTION, N, "odd secret")
    else:
        yield Finding(Part.CONNECTION, W, "signed")


def _slack_is_silent(facts: Facts) -> bool:
    return facts.greeting is not None and bool(facts.greeting.fault) and not facts.greeting.refused


def _clock(facts: Facts) -> Iterator[Finding]:
    if facts.rehearsing:
        yield Finding(Part.CLOCK, N, "clock moved")
    skew = facts.greeting.skew if facts.greeting else None
    if skew is None:
        return
    off = abs(skew)
    level = W if off <= CLOSE else N if off <= SKEW else F
    what = "clock" if level is W else "clock ahead" if skew > 0 else "clock behind"
    yield Finding(Part.CLOCK, level, what, {"seconds": round(off)})


def _database(store: Store) -> Iterator[Finding]:
    if store.absent:
        yield Finding(Part.DATABASE, N, "database absent", {"file": store.absent})
        return
    if store.fault:
        yield Finding(Part.DATABASE, F, "database silent", {"kind": store.kind, "fault": store.fault})
        return
    values = {"kind": store.kind, "version": store.version or "", "wanted": store.wanted or ""}
    if store.wanted is None:
        yield Finding(Part.DATABASE, W, "database", values)
    elif store.version is None:
        yield Finding(Part.DATABASE, F, "database empty", values)
    elif store.version == store.wanted:
        yield Finding(Part.DATABASE, W, "database at version", values)
    else:
        what = "database older" if store.version in store.known else "database newer"
        yield Finding(Part.DATABASE, F, what, values)
    if store.damage is not None:
        what = "database damaged" if store.damage else "database whole"
        yield Finding(Part.DATABASE, F if store.damage else W, what, {"fault": store.damage})


def _disk(store: Store) -> Iterator[Finding]:
    if store.free is None:
        return
    size, log = store.size or 0, store.log or 0
    level = F if store.free < LEAST_FREE else N if store.free < max(LOW_FREE, 2 * size) else W
    values = {"size": _megabytes(size), "free": _megabytes(store.free), "log": _megabytes(log)}
    yield Finding(Part.DISK, level, "disk" if level is W else "disk low", values)
    if log > LONG_LOG:
        yield Finding(Part.DISK, N, "long log", values)


def _channels(facts: Facts) -> Iterator[Finding]:
    if facts.joined is None or facts.store.fault:
        return
    absent = [place for place in facts.places if place.channel not in facts.joined]
    if not absent:
        yield Finding(Part.CHANNELS, W, "channels", {"count": len({place.channel for place in facts.places})})
    for place in absent:
        values = {"channel": place.channel, "name": place.name, "whose": place.whose}
        yield Finding(Part.CHANNELS, F, "absent", values)


def _posts(facts: Facts) -> Iterator[Finding]:
    standing = facts.standing
    if standing is None:
        return
    waits = standing.waits(facts.now)
    if waits > LATE:
        yield Finding(Part.POSTS, F, "waiting", {"minutes": int(waits // 60)})
    elif facts.said is None:
        yield Finding(Part.POSTS, W, "nothing said")
    else:
        yield Finding(Part.POSTS, W, "said", {"moment": facts.said})
    counted = {**standing.live, **standing.ended}
    for state in (State.UNCERTAIN, State.HELD, State.FAILED, State.MISSED):
        if count := counted.get(state, 0):
            yield Finding(Part.POSTS, N, f"{state.value} posts", {"count": count})


def _address(facts: Facts) -> Iterator[Finding]:
    address = facts.address
    if address is None:
        if not facts.socket_mode:
            yield Finding(Part.ADDRESS, N, "no address")
    elif address.fault:
        level = N if facts.socket_mode else F  # without it Slack cannot reach us
        yield Finding(Part.ADDRESS, level, "address broken", {"url": address.url, "fault": address.fault})
    else:
        yield Finding(Part.ADDRESS, W, "address", {"url": address.url})


def _megabytes(count: int) -> int:
    return -(-count // MEGABYTE)
