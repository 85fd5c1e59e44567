"""What can go wrong between the bot and Slack, as slack_sdk meets it.

`landed` says whether Slack took the call before things went wrong; the bot cannot tell the difference, which is the
point.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`during` is called while the call is under way: to move a clock, or to let somebody else run in between.

    A bare `Fault` is none: the call lands and is answered.
    """

    during: Callable[[], None] | None = None


@dataclass(frozen=True)
class Refusal(Fault):
    """`{"ok": false, "error": …}`; `needed` is the scope that `missing_scope` names."""

    error: str
    needed: str = ""


@dataclass(frozen=True)
class RateLimited(Fault):
    """429 with Retry-After, in seconds."""

    retry_after: int = 30


@dataclass(frozen=True)
class Broken(Fault):
    """A 500 or 503."""

    status: Literal[500, 502, 503] = 503
    landed: bool = False


@dataclass(frozen=True)
class Unreachable(Fault):
    """Refused before a byte was sent."""


@dataclass(frozen=True)
class Reset(Fault):
    """The connection closes without an answer."""

    landed: bool = False


@dataclass(frozen=True)
class Hang(Fault):
    """No answer until the client gives up. It does not wait: it raises what the client raises then.

    With `lands_later` Slack takes the call when the test says `workspace.land()`; over HTTP when the server gives up.
    """

    landed: bool = False
    lands_later: bool = False


@dataclass(frozen=True)
class Garbage(Fault):
    """Status 200 and a body that is not JSON."""

    landed: bool = False


MISSING_SCOPE = Refusal("missing_scope", needed="chat:write")
UNKNOWN_METHOD = Refusal("unknown_method")
NOT_IN_CHANNEL = Refusal("not_in_channel")
CHANNEL_NOT_FOUND = Refusal("channel_not_found")
