"""The ledger: each post that the bot planned, what became of it, and the rules that say it once.

A post goes through the states of `ARROWS` and no others. Slack has no idempotency key; what is unclear is looked for by
the post's key in the channel's history before anything is sent again.
"""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, Final

from bot.values import frozen

# The namespace of post keys: changing it would say everything again.
_KEYS: Final = uuid.UUID("6d757374-6572-4c65-8467-65722d6b6579")

GAP: Final = dt.timedelta(seconds=1)  # between two messages in one channel; source: Slack's rate limits
WORKSPACE_GAP: Final = dt.timedelta(seconds=1 / 8)  # 480 a minute: Slack says "several hundred messages a minute"
LONGEST_WAIT: Final = dt.timedelta(minutes=15)  # of a gate or a retry; one further ahead is a clock that was moved
MAKER_TRIES: Final = 5

# How long a post that answers nobody's schedule is worth sending. Those of the timetable say it there.
NOTICE_EXPIRES: Final = dt.timedelta(days=3)
ALERT_EXPIRES: Final = dt.timedelta(days=7)
ALERT_SERIES: Final = "ledger-alert"
ANSWER_SERIES: Final = "answer"


class State(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    POSTED = "posted"
    FAILED = "failed"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"  # there was nothing to say


class Happened(StrEnum):
    """What may happen to a post."""

    CLAIMED = "claimed"
    OK = "ok"
    LIMITED = "limited"  # 429
    LATER = "later"  # a refusal that passes
    UNSENT = "unsent"  # not a byte reached Slack
    TOO_LATE = "too late"  # in the lease, to begin
    REFUSED = "refused"  # for good
    UNCLEAR = "unclear"  # timeout, reset, 5xx, garbage, crash
    FOUND = "found"
    ABSENT = "absent"  # for the second time
    UNREADABLE = "unreadable"
    EXPIRED = "expired"
    DROPPED = "dropped"  # the rule changed, somebody took it back, or its parent failed
    SILENT = "silent"  # the maker had nothing to say
    BROKEN = "broken"  # the maker failed for the last time
    RESENT = "resent"  # an administrator sends it again
    SEEN = "seen"  # an administrator says that it is there


S, H = State, Happened
ARROWS: Final[Mapping[tuple[State, Happened], State]] = {
    (S.PLANNED, H.CLAIMED): S.SENDING,
    (S.PLANNED, H.EXPIRED): S.MISSED,
    (S.PLANNED, H.DROPPED): S.CANCELLED,
    (S.PLANNED, H.SILENT): S.SKIPPED,
    (S.PLANNED, H.BROKEN): S.FAILED,
    (S.SENDING, H.OK): S.POSTED,
    (S.SENDING, H.FOUND): S.POSTED,  # a retry looks first
    (S.SENDING, H.LIMITED): S.PLANNED,
    (S.SENDING, H.LATER): S.PLANNED,
    (S.SENDING, H.UNSENT): S.PLANNED,
    (S.SENDING, H.TOO_LATE): S.PLANNED,
    (S.SENDING, H.REFUSED): S.FAILED,
    (S.SENDING, H.SILENT): S.SKIPPED,  # makers that take long run after the claim
    (S.SENDING, H.BROKEN): S.FAILED,
    (S.SENDING, H.UNCLEAR): S.UNCERTAIN,
    (S.UNCERTAIN, H.OK): S.POSTED,  # the answer came after the lease had ended,
    (S.PLANNED, H.OK): S.POSTED,  # or even after the second look
    (S.HELD, H.OK): S.POSTED,
    (S.UNCERTAIN, H.FOUND): S.POSTED,
    (S.UNCERTAIN, H.ABSENT): S.PLANNED,
    (S.UNCERTAIN, H.UNREADABLE): S.HELD,
    (S.HELD, H.RESENT): S.PLANNED,
    (S.HELD, H.SEEN): S.POSTED,
    (S.FAILED, H.RESENT): S.PLANNED,
    (S.MISSED, H.RESENT): S.PLANNED,
    (S.CANCELLED, H.RESENT): S.PLANNED,  # the rule changed back
}
del S, H

RESENDABLE: Final = frozenset({State.HELD, State.FAILED, State.MISSED})
DONE: Final = frozenset({State.POSTED, State.FAILED, State.MISSED, State.CANCELLED, State.SKIPPED})
# After these nobody may wait for the post: the next part goes on, or the parts of a lost parent are dropped.
LOST: Final = frozenset({State.FAILED, State.MISSED, State.CANCELLED, State.SKIPPED})


def following(state: State, happened: Happened) -> State:
    """Where a post goes from `state`. ValueError when there is no such arrow."""
    if (state, happened) not in ARROWS:
        raise ValueError(f"a post that is {state.value} cannot be {happened.value}")
    return ARROWS[state, happened]


@frozen
class Terms:
    """How long delivery waits, in seconds: a lease, before an unclear post is looked for, for Slack to answer."""

    lease: float = 120.0
    settle: float = 60.0
    timeout: float = 10.0

    @property
    def margin(self) -> float:
        """So late in the lease nothing is begun: what is sent then could land after somebody else took over."""
        return min(5.0, self.lease / 10)

    def backoff(self, attempt: int) -> dt.timedelta:
        """2, 4, 8 … seconds, never longer than an unclear post waits."""
        return dt.timedelta(seconds=min(2.0 ** min(attempt, 10), max(self.settle, 1.0)))


@frozen
class Message:
    """What is said. `blocks` are Block Kit dicts; `text` is what notifications say."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()


@frozen
class File:
    """A chart or a document. `alt` says what a picture shows; `comment` stands above it."""

    filename: str
    title: str
    alt: str
    content: bytes = field(repr=False)
    comment: str = ""


class Act(StrEnum):
    """What can be done in Slack beside speaking."""

    OPEN = "open"  # a channel of this name
    FILL = "fill"  # invite these people
    ARCHIVE = "archive"


@frozen
class Deed:
    """Something that is done, not said. Done a second time it changes nothing, so it is never looked for.

    `name` and `private` are those of the channel to open, `people` the Slack ids of whom to invite.
    """

    act: Act
    name: str = ""
    private: bool = False
    people: tuple[str, ...] = ()


Payload = Message | File | Deed


@frozen
class Post:
    """One row of the ledger. `channel` or `person` says where to; `thread` puts it under part 0.

    `args` are the maker's; `args["thread_ts"]` answers in a thread that is not ours. `ts` names the message.
    """

    workspace: str
    key: str
    series: str
    occurrence: str
    part: int
    due: dt.datetime
    expires: dt.datetime
    state: State
    maker: str
    args: Mapping[str, Any] = field(default_factory=dict)
    channel: str | None = None
    person: str | None = None
    thread: bool = False
    attempt: int = 0
    fence: int = 0
    absent: int = 0
    next_at: dt.datetime | None = None
    ts: str | None = None
    thread_ts: str | None = None  # of the parent, once posted
    file: str | None = None  # Slack's id of an upload that is not yet shared
    error: str = ""
    shifted_from: dt.date | None = None
    settled_at: dt.datetime | None = None

    @property
    def place(self) -> str:
        """Where it goes, for gates and lists: the channel, else the person."""
        return self.channel or self.person or ""


def key(workspace: str, series: str, occurrence: str, part: int = 0) -> str:
    """The UUID that travels in the message's metadata: opaque, the same for the same post for ever."""
    return str(uuid.uuid5(_KEYS, "\x1f".join((workspace, series, occurrence, str(part)))))


# Ways that go before a post, which Slack counts by themselves: opening a direct message, and uploading.
OPENING: Final = "~open"
UPLOADING: Final = "~upload"


@frozen
class Outcome:
    """How a try ended. `wait`: seconds that Slack asks for. `code`: Slack's, or ours.

    `way`: what Slack asks to leave alone for so long, when it is not the place itself.
    `made` is what came of a deed: the channel that was opened; the people who could not be invited.
    """

    happened: Happened
    code: str = ""
    ts: str | None = None
    wait: float | None = None
    way: str = ""
    made: tuple[str, ...] = ()


@frozen
class Answer:
    """What came back from Slack, as facts. `code` is the error's name when the body was Slack's JSON, else None."""

    status: int
    code: str | None = None
    retry_after: float | None = None


# Refusals that pass by themselves. Source: the errors that each method of Slack's reference has in common.
_LATER = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout", "accesslimited", "team_added_to_org"}
)
# "It's possible some aspect of the operation succeeded before the error was raised", says the reference.
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "server_error"})
_CODE = re.compile(r"[a-z][a-z0-9_]{1,60}")


def judge(answer: Answer) -> Outcome:
    """What a refusal means for the post. Anything that is not clearly Slack's own answer is unclear."""
    if answer.status == 429:
        return Outcome(Happened.LIMITED, "ratelimited", wait=answer.retry_after)
    code = answer.code or ""
    if answer.status >= 500 or not _CODE.fullmatch(code) or code in _UNCLEAR:
        return Outcome(Happened.UNCLEAR, code if _CODE.fullmatch(code) else f"http_{answer.status}")
    if code in _LATER:
        happened = Happened.LIMITED if "limit" in code else Happened.LATER
        return Outcome(happened, code, wait=answer.retry_after)
    return Outcome(Happened.REFUSED, code)


# The token itself is refused: nothing can be posted or read with it.
TOKEN_CODES: Final = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
# The place is gone or closed to the bot.
PLACE_CODES: Final = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "thread_not_found",
        "messages_tab_disabled",
        "posting_to_channel_denied",
    }
)
PERSON_CODES: Final = frozenset({"user_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot"})
SCOPE_CODES: Final = frozenset({"missing_scope", "no_permission", "not_allowed_token_type", "app_access_restricted"})
