"""Is the bot well? What is looked at, and what it means."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain.ledger import State

# Delivery still has to do with these; the others have ended.
LIVE: Final = (State.PLANNED, State.SENDING, State.UNCERTAIN, State.HELD)
ENDED: Final = (State.POSTED, State.FAILED, State.MISSED, State.CANCELLED, State.SKIPPED)
RECENT: Final = dt.timedelta(days=1)  # of the ended ones, those that were due since are counted

SKEW: Final = 60.0  # seconds; Slack's signatures are good for 300, and posts should go at their minute
SILENCE: Final = 180.0  # seconds; Slack is asked every minute


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Standing:
    """How the posts of all workspaces stand. `oldest`: since when the one that waits longest has been due."""

    live: Mapping[State, int] = field(default_factory=dict)
    ended: Mapping[State, int] = field(default_factory=dict)
    oldest: dt.datetime | None = None
    seconds: float = 0.0  # that the database took to say so

    def waits(self, now: dt.datetime) -> float:
        """Seconds that the oldest due post has waited."""
        return max(0.0, (now - self.oldest).total_seconds()) if self.oldest else 0.0


def unready(database: str, socket: bool | None, greeting: Greeting | None, silent: float) -> str:
    """Why this process should get no work, in one line; "" when it is well.

    `database`: its fault; `socket`: whether it is connected, None without Socket Mode; `greeting`: Slack's last answer,
    and for how many seconds there has been no good one.
    """
    if database:
        return f"the database does not answer ({database})"
    if greeting is None:
        return "Slack has not been asked yet"
    return _slack(greeting, silent) or ("Socket Mode is not connected" if socket is False else "")


def _slack(greeting: Greeting, silent: float) -> str:
    if greeting.refused:
        return f"Slack refuses the token ({greeting.fault})"
    if silent > SILENCE:
        return f"Slack has not answered for {silent:.0f} s ({greeting.fault})"
    if greeting.skew is not None and abs(greeting.skew) > SKEW:
        return f"the clock is {abs(greeting.skew):.0f} s {'ahead of' if greeting.skew > 0 else 'behind'} Slack's"
    return ""
