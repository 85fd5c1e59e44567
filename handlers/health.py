"""Whether this process is well: what /readyz says, from what the database and Slack said last."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.checkups import Greeting, unready
from bot.domain.ledger import SCOPE_CODES, TOKEN_CODES
from handlers.answering import code_of
from storage import Database, checkups

log = structlog.get_logger(__name__)


@dataclass
class Health:
    """`ask` is a job; `unready` is answered from memory and one small question to the database.

    `real` is the machine's own clock, wherever the bot's is moved to; `connected` that of Socket Mode, if it is used.
    """

    db: Database
    slack: Callable[[], WebClient]
    real: Callable[[], dt.datetime]
    connected: Callable[[], bool] | None = None
    stopwatch: Callable[[], float] = time.monotonic
    greeting: Greeting | None = None
    ending: bool = False  # what was begun is finished, and nothing new should come
    _good: float = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._good = self.stopwatch()

    def ask(self) -> None:
        """Ask Slack who we are, and remember its answer."""
        found = greet(self.slack(), self.real)
        if found.fault:
            log.warning("slack_unwell", fault=found.fault, refused=found.refused)
        with self._lock:
            self.greeting = found
            if not found.fault:
                self._good = self.stopwatch()

    def unready(self) -> str:
        """What is not well, in one line; "" when all is."""
        if self.ending:
            return "it is ending"
        connected = self.connected() if self.connected else None
        with self._lock:
            return unready(checkups.fault(self.db), connected, self.greeting, self.stopwatch() - self._good)


def greet(client: WebClient, real: Callable[[], dt.datetime]) -> Greeting:
    """`auth.test`, with what its headers say: what the token may do, and what time it is for Slack."""
    try:
        answered = client.auth_test()
    except SlackApiError as error:
        code = code_of(error)
        return Greeting(fault=code, refused=code in TOKEN_CODES | SCOPE_CODES)
    except (SlackClientError, HTTPException, OSError, ValueError, LookupError, AttributeError) as error:
        return Greeting(fault=type(error).__name__)
    headers = {str(name).lower(): value for name, value in (answered.headers or {}).items()}
    return Greeting(
        team=str(answered.get("team_id", "")),
        name=str(answered.get("team", "")),
        bot=str(answered.get("user", "")),
        scopes=_scopes(headers),
        skew=_skew(headers, real()),
    )


def _scopes(headers: Mapping[str, Any]) -> frozenset[str] | None:
    named = frozenset(scope.strip() for scope in _one(headers, "x-oauth-scopes").split(",") if scope.strip())
    return named or None


def _skew(headers: Mapping[str, Any], now: dt.datetime) -> float | None:
    """Seconds, to one second: an HTTP date has no parts of them."""
    try:
        theirs = parsedate_to_datetime(_one(headers, "date"))
    except ValueError:
        return None
    ahead = (now - theirs.replace(tzinfo=theirs.tzinfo or dt.UTC)).total_seconds()
    return 0.0 if 0 <= ahead < 1 else ahead


def _one(headers: Mapping[str, Any], name: str) -> str:
    given = headers.get(name, "")
    return ",".join(given) if isinstance(given, list) else str(given)
