"""Whatever goes wrong between us and Slack, whatever is said and to whom: it is one message, and the ledger knows."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.domain.ledger import State
from tests.delivery.stand import FOREVER, Stand
from tests.doubles.faults import Broken, Fault, Garbage, Hang, RateLimited, Refusal, Reset, Unreachable

FAULTS: dict[str, Fault] = {
    "429": RateLimited(retry_after=3),
    "500": Broken(500),
    "500 after landing": Broken(500, landed=True),
    "503": Broken(503),
    "503 after landing": Broken(503, landed=True),
    "reset": Reset(),
    "reset after landing": Reset(landed=True),
    "refused connection": Unreachable(),
    "hang": Hang(),
    "hang after landing": Hang(landed=True),
    "garbage": Garbage(),
    "garbage after landing": Garbage(landed=True),
    "internal_error": Refusal("internal_error"),
    "fatal_error": Refusal("fatal_error"),
    "service_unavailable": Refusal("service_unavailable"),
    "request_timeout": Refusal("request_timeout"),
}
DM = "D0BOM"


@dataclass(frozen=True)
class Kind:
    """A kind of post: how it is planned (the last one is it), by which call it is said, and where it then stands."""

    plan: Callable[[Stand], str]
    said_by: str = "chat.postMessage"
    before: int = 0  # messages before it, said by the same call
    channel: str = "C0EXPORT"

    def planned(self, stand: Stand, *faults: Fault) -> str:
        stand.slack.misbehave(self.said_by, *[None] * self.before, *faults)
        return self.plan(stand)


def reply(stand: Stand, maker: str = "say") -> str:
    stand.plan()
    return stand.plan(part=1, maker=maker)


KINDS = {
    "message": Kind(lambda stand: stand.plan()),
    "reply": Kind(reply, before=1),
    "chart": Kind(lambda stand: reply(stand, "draw"), "files.completeUploadExternal"),
    "direct message": Kind(lambda stand: stand.plan("digest:U0BOM", person="U0BOM"), channel=DM),
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def said_once(stand: Stand, kind: Kind, key: str) -> None:
    """The post is settled and stands in Slack once; a reply and a chart stand in their thread."""
    post = stand.post(key)
    assert post.state is State.POSTED
    parents = [message for message in stand.messages(kind.channel) if "thread_ts" not in message]
    replies = [message for message in stand.messages(kind.channel) if "thread_ts" in message]
    assert (len(parents), len(replies)) == (1, 1 if post.part else 0)
    assert all(message["thread_ts"] == parents[0]["ts"] for message in replies)


@every_kind
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_it_is_one_message(stand: Stand, kind: Kind, fault: Fault) -> None:
    key = kind.planned(stand, fault)
    stand.run(FOREVER)
    said_once(stand, kind, key)


@every_kind
@pytest.mark.parametrize("seconds", [1, 59, 62, 117], ids="{}s later".format)
def test_what_lands_late_is_found(stand: Stand, kind: Kind, seconds: int) -> None:
    """Before the first look, or between the two."""
    key = kind.planned(stand, Hang(lands_later=True))
    stand.run(2.5)  # until it hangs
    stand.run(seconds)
    stand.slack.land()
    stand.run(FOREVER)
    said_once(stand, kind, key)
    assert "found" in stand.outcomes(key)


@every_kind
def test_everything_goes_wrong_one_after_the_other(stand: Stand, kind: Kind) -> None:
    key = kind.planned(stand, *FAULTS.values())
    stand.run(20 * FOREVER)
    said_once(stand, kind, key)


@every_kind
@pytest.mark.parametrize("landed", [False, True])
def test_the_look_for_it_fails_at_first(stand: Stand, kind: Kind, landed: bool) -> None:
    for method in ("conversations.history", "conversations.replies", "files.info"):
        stand.slack.misbehave(method, RateLimited(retry_after=5), Broken(500), Hang(), Reset(), Garbage())
    key = kind.planned(stand, Reset(landed=landed))
    stand.run(2 * FOREVER)
    said_once(stand, kind, key)


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload"])
def test_a_chart_whose_upload_fails(stand: Stand, step: str) -> None:
    stand.slack.misbehave(step, *(fault for fault in FAULTS.values() if not isinstance(fault, Refusal)))
    key = KINDS["chart"].planned(stand)
    stand.run(5 * FOREVER)
    said_once(stand, KINDS["chart"], key)


def test_a_direct_message_that_is_opened_with_difficulty(stand: Stand) -> None:
    stand.slack.misbehave("conversations.open", *FAULTS.values())
    key = KINDS["direct message"].planned(stand)
    stand.run(5 * FOREVER)
    said_once(stand, KINDS["direct message"], key)
