"""One of several processes on one database: the clockwork of `muster run`, with makers that say the names of posts.

It may be doomed: at its nth message it dies by kill -9, at the moment that was written for it.
"""

import datetime as dt
import itertools
import logging
import os
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from urllib.request import Request

import structlog
from slack_sdk import WebClient
from slack_sdk.http_retry import default_retry_handlers

from bot.domain.ledger import File, Message, Payload, Post
from bot.refusals import NotSaved
from bot.settings import DeliverySettings
from schedules import build
from schedules.delivery import Makers, Slow
from storage import Database, Session, connect, ledger
from tests.delivery.processes import die
from tests.doubles.http_slack import DIES

T: Final = "T0MUSTER"
WEEK: Final = "2026-W48"
SPEAKING: Final = ("chat.postMessage", "files.completeUploadExternal")


class Moment(StrEnum):
    """When a process dies, between the claim of a post and the storing of what became of it."""

    CLAIMED = "after the claim"
    SENT = "after sending"
    TAKEN = "after Slack took it"
    ANSWERED = "before the result was stored"


@dataclass
class Doom:
    """Dies at its nth message."""

    moment: Moment
    nth: int
    spoken: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def strikes(self, url: str) -> Moment | None:
        """At this call, and when."""
        return self.moment if url.endswith(SPEAKING) and next(self.spoken) == self.nth else None


@dataclass(frozen=True)
class Planned:
    """A post that is to be said: to a channel or a person, part 1 in the thread of part 0, a message or a chart."""

    series: str
    part: int = 0
    channel: str | None = None
    person: str | None = None
    maker: str = "say"
    occurrence: str = WEEK

    @property
    def name(self) -> str:
        """What it says: under this name it stands in Slack."""
        return f"{self.series} {self.part}"

    def plan(self, session: Session, now: dt.datetime) -> bool:
        return ledger.plan(
            session,
            T,
            series=self.series,
            occurrence=self.occurrence,
            part=self.part,
            channel=self.channel,
            person=self.person,
            thread=self.part > 0,
            due=now,
            expires=now + dt.timedelta(days=1),
            maker=self.maker,
            now=now,
        )


@dataclass(frozen=True)
class Orders:
    """What a process is told. It plans `plans` itself, in an order of its own, as every other process may do too.

    `retries`: the SDK's own handlers try again, as they do by default.
    """

    database: str
    slack: str
    settings: DeliverySettings
    doom: Doom | None = None
    plans: tuple[Planned, ...] = ()
    retries: bool = False


class Mortal(WebClient):
    """Dies at the call that its doom names."""

    doom: Doom | None = None
    retries: bool = False

    def _perform_urllib_http_request(self, **call: Any) -> dict[str, Any]:
        self.retry_handlers = default_retry_handlers() if self.retries else []
        try:
            answer: dict[str, Any] = super()._perform_urllib_http_request(**call)
        finally:
            self.retry_handlers = []
        return answer

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        moment = self.doom.strikes(url) if self.doom else None
        if moment is Moment.CLAIMED:
            die()
        if moment in (Moment.SENT, Moment.TAKEN):
            req.add_header(DIES, f"{os.getpid()} {'before' if moment is Moment.SENT else 'after'}")
        answer: dict[str, Any] = super()._perform_urllib_http_request_internal(url, req)
        if moment is Moment.ANSWERED:
            die()
        return answer


def live(orders: Orders) -> None:
    """Until it is killed."""
    logging.disable()  # what goes wrong is what this is about
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    db = connect(orders.database)
    series = list(dict.fromkeys(one.series for one in orders.plans))
    for name in random.sample(series, len(series)):
        while not _plan(db, [one for one in orders.plans if one.series == name]):
            pass

    def slack(_workspace: str) -> WebClient:
        client = Mortal("xoxb-1", orders.slack, retry_handlers=[])
        client.timeout = orders.settings.http_timeout  # type: ignore[assignment]  # urllib takes decimals
        client.doom, client.retries = orders.doom, orders.retries
        return client

    build(db, slack, MAKERS, _now, orders.settings, sweeps=()).start()
    threading.Event().wait()


def _plan(db: Database, parts: list[Planned]) -> bool:
    try:
        with db.begin() as session:
            for one in parts:
                one.plan(session, _now())
    except NotSaved:  # the others write too; the next round of a living bot would
        return False
    return True


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _say(session: Session, post: Post, now: dt.datetime) -> Payload:
    return Message(f"{post.series} {post.part}")


def _draw(session: Session, post: Post, now: dt.datetime) -> Payload:
    return File("chart.png", f"{post.series} {post.part}", "a chart", b"\x89PNG")


MAKERS: Final[Makers] = {"say": _say, "draw": Slow(_draw)}
