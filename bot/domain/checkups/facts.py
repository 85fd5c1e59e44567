"""What Slack, the database and the settings say; None where nobody was asked, or nobody said."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Final

from bot.domain.ledger import State
from bot.values import frozen

# Delivery still has to do with these; the others have ended.
LIVE: Final = (State.PLANNED, State.SENDING, State.UNCERTAIN, State.HELD)
ENDED: Final = (State.POSTED, State.FAILED, State.MISSED, State.CANCELLED, State.SKIPPED)
RECENT: Final = dt.timedelta(days=1)  # of the ended ones, those that were due since are counted


@frozen
class Greeting:
    """What `auth.test` said. `skew`: how far this machine's clock is ahead of Slack's, in seconds; None: nobody said.

    `fault` is Slack's word for why it refuses us, or ours for why it did not answer (`refused` tells which).
    """

    team: str = ""
    name: str = ""
    bot: str = ""
    scopes: frozenset[str] | None = None
    skew: float | None = None
    fault: str = ""
    refused: bool = False


@frozen
class Standing:
    """How the posts of all workspaces stand. `oldest`: since when the one that waits longest has been due."""

    live: Mapping[State, int] = field(default_factory=dict)
    ended: Mapping[State, int] = field(default_factory=dict)
    oldest: dt.datetime | None = None
    seconds: float = 0.0  # that the database took to say so

    def waits(self, now: dt.datetime) -> float:
        """Seconds that the oldest due post has waited."""
        return max(0.0, (now - self.oldest).total_seconds()) if self.oldest else 0.0


@frozen
class Store:
    """The database. `fault`: why it does not answer; `absent`: the name of a file that nobody has made yet.

    Bytes throughout; what only a file has is None elsewhere.

    `version` and `wanted`: of its tables, and of this program; `known`: those that the program can bring to its own.
    `damage`: what SQLite's own check found, "" for none.
    """

    kind: str
    fault: str = ""
    version: str | None = None
    wanted: str | None = None
    known: frozenset[str] = frozenset()
    size: int | None = None
    log: int | None = None
    free: int | None = None
    damage: str | None = None
    absent: str = ""


@frozen
class Place:
    """A channel that something is posted to, its name where Slack says it, and whose it is.

    `whose`: a team's name, or "" for the workspace's own.
    """

    channel: str
    whose: str = ""
    name: str = ""


@frozen
class Address:
    """PUBLIC_URL, and what came back from it; "" when all is well."""

    url: str
    fault: str = ""


@frozen
class Facts:
    """All that is looked at. `now` is the moment of the posts; the clock's own faults are in the greeting.

    `joined`: the channels that the bot is in, by id; `said`: when it last posted; `rehearsing`: its clock is moved.
    """

    now: dt.datetime
    store: Store
    greeting: Greeting | None = None
    has_token: bool = True
    socket_mode: bool = True
    socket_fault: str | None = None
    signing_secret: str | None = None
    rehearsing: bool = False
    places: tuple[Place, ...] = ()
    joined: Mapping[str, str] | None = None
    standing: Standing | None = None
    said: dt.datetime | None = None
    address: Address | None = None
