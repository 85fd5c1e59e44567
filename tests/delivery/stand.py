"""A ledger, a Slack in memory and a clock that both follow, set by the test."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.ledger import File, Message, Payload, Post, State, Terms
from schedules.delivery import Delivery, Doing, Maker, Slow
from storage import Database, ledger
from tests.doubles.fixtures import NOW, cast
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Json, Workspace

T = "T0MUSTER"
DAY = dt.timedelta(days=1)
FOREVER = 400.0  # seconds in which every unclear post is settled: a lease, and three times the settling


@dataclass
class Clock:
    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


def said(session: Session, post: Post, now: dt.datetime) -> Payload:
    return Message(f"{post.series} {post.occurrence} {post.part}")


def nothing(session: Session, post: Post, now: dt.datetime) -> None:
    return None


def broken(session: Session, post: Post, now: dt.datetime) -> Payload:
    raise ZeroDivisionError


def drawn(session: Session, post: Post, now: dt.datetime) -> Payload:
    return File("chart.png", "Chart", "a chart", b"\x89PNG")


@dataclass
class Stand:
    """`posts` plans, `round` delivers once, `run` delivers for so many seconds of the clock."""

    db: Database
    clock: Clock = field(default_factory=Clock)
    terms: Terms = field(default_factory=Terms)
    slack: Workspace = field(init=False)
    makers: dict[str, Maker | Slow | Doing] = field(init=False)

    def __post_init__(self) -> None:
        self.slack = cast(Workspace(now=self.clock))
        self.makers = {"say": said, "nothing": nothing, "broken": broken, "draw": Slow(drawn)}

    def plan(self, series: str = "agenda:export", occurrence: str = "2026-W48", part: int = 0, **more: Any) -> str:
        due = more.pop("due", self.clock())
        given = {"channel": "C0EXPORT", "maker": "say", "expires": due + DAY, "thread": part > 0} | more
        if "person" in given:
            given["channel"] = None
        with self.db.begin() as session:
            ledger.plan(session, T, series=series, occurrence=occurrence, part=part, due=due, now=self.clock(), **given)
        found = self.parts(series, occurrence)
        return next(post.key for post in found if post.part == part)

    def delivery(self, until: dt.datetime | None = None) -> Delivery:
        """What delivers, in a process; it claims nothing once the clock is at `until`."""
        return Delivery(
            self.db,
            lambda _: FakeSlack(self.slack),
            self.makers,
            self.clock,
            self.terms,
            pause=self.clock.go,
            stopping=lambda: until is not None and self.clock() >= until,
        )

    def round(self, until: dt.datetime | None = None) -> int:
        delivery = self.delivery(until)
        return delivery.drain(delivery.waiting())

    def run(self, seconds: float) -> None:
        """Delivers for so many seconds of the clock, which goes from one moment with work to the next."""
        until = self.clock() + dt.timedelta(seconds=seconds)
        while self.clock() < until:
            done = self.round(until)
            with self.db.read() as session:
                moment = ledger.next_moment(session, T, until, until) or until
            # nothing done though something is due: the whole workspace waits
            step = dt.timedelta(milliseconds=50 if done or moment > self.clock() else 500)
            self.clock.now = max(min(moment, until), self.clock() + step)

    def post(self, key: str) -> Post:
        with self.db.read() as session:
            found = ledger.post(session, T, key)
        assert found is not None
        return found

    def state(self, key: str) -> State:
        return self.post(key).state

    def parts(self, series: str, occurrence: str) -> list[Post]:
        with self.db.read() as session:
            return ledger.parts_of(session, T, series, occurrence)

    def outcomes(self, key: str) -> list[str]:
        with self.db.read() as session:
            return [one.outcome.value for one in ledger.history_of(session, T, key)]

    def messages(self, channel: str = "C0EXPORT") -> list[Json]:
        return self.slack.messages[channel]
