"""Everything is due at the same moment: how long until the last post, against the least that Slack's limits allow.

Real processes at the real pace, against a Slack that keeps to its limits. People ask things meanwhile.
"""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from typing import Final

from bot.domain.ledger import ANSWER_SERIES, DONE, WORKSPACE_GAP, State
from bot.domain.people import Person
from bot.domain.workspaces import Workspace
from bot.settings import DeliverySettings
from storage import Database, ledger, people, workspaces
from tests.delivery import processes
from tests.delivery.chaos.results import Report, Result, quietly
from tests.delivery.replica import Orders, Planned, T, live
from tests.doubles.faults import RateLimited
from tests.doubles.http_slack import http_slack
from tests.doubles.paces import Pace
from tests.doubles.workspace import Workspace as SlackWorkspace

ASKED_EVERY: Final = 2.0  # seconds
LONGEST_ANSWER: Final = 3.0  # seconds that somebody who asked may wait for the post, which is the next that goes
NEEDLESS: Final = 1.25  # times the least that the limits allow, at most
LOOK: Final = 0.2


@dataclass
class Rush:
    """One moment at which all this is due. `within`: seconds in which the last must be there, or 0."""

    db: Database
    posts: Sequence[Planned]
    within: float = 0.0
    replicas: int = 2
    report: Report = quietly
    slack: SlackWorkspace = field(default_factory=SlackWorkspace)
    asked: dict[str, dt.datetime] = field(default_factory=dict)

    def conduct(self, name: str) -> Result:
        self.slack.pace = pace = Pace()
        for one in self.posts:
            if one.channel and one.channel not in self.slack.rooms:
                self.slack.add_channel(one.channel, one.channel.lower())
        self.slack.misbehave("chat.postMessage", *[None] * 5, RateLimited(retry_after=3))  # somebody else wrote there
        began = self._plan()
        herd: list[ForkServerProcess] = []
        with http_slack(self.slack) as url:
            try:
                for _ in range(self.replicas):
                    herd.append(processes.start(live, Orders(self.db.url, url, DeliverySettings())))
                self._until_all_are_there()
            finally:
                for process in herd:
                    processes.kill(process)
        return self._measured(Result(name, self.db.dialect, len(self.posts)), began, pace)

    def _plan(self) -> dt.datetime:
        with self.db.begin() as session:
            workspaces.ensure(session, Workspace(T))
            for one in self.posts:
                if one.person:  # the sync has opened their direct messages long before
                    channel = self.slack.dm(self.slack.add_person(one.person)).id
                    people.save(session, T, Person(one.person, one.person, dm=channel))
                one.plan(session, dt.datetime.now(dt.UTC))
        return dt.datetime.now(dt.UTC)

    def _until_all_are_there(self) -> None:
        at_best = WORKSPACE_GAP.total_seconds() * len(self.posts)
        until, ask = time.monotonic() + 3 * at_best + 30, time.monotonic()
        while (done := self._done()) < len(self.posts) and time.monotonic() < until:
            self.report(done, len(self.posts))
            if time.monotonic() >= ask:
                self._ask()
                ask += ASKED_EVERY
            time.sleep(LOOK)  # real processes keep real time
        self.report(done, len(self.posts))

    def _done(self) -> int:
        with self.db.read() as session:
            counts = ledger.counts(session, T)
        return max(0, sum(count for state, count in counts.items() if state in DONE) - len(self.asked))

    def _ask(self) -> None:
        """Somebody mentions the bot in a channel of their own."""
        number = len(self.asked)
        channel = self.slack.add_channel(f"C0ASK{number}", f"question-{number}").id
        now = dt.datetime.now(dt.UTC)
        with self.db.begin() as session:
            Planned(ANSWER_SERIES, channel=channel, occurrence=f"Ev{number}").plan(session, now)
        self.asked[channel] = now

    def _measured(self, result: Result, began: dt.datetime, pace: Pace) -> Result:
        posted = [call for call in self.slack.calls if call.method == "chat.postMessage" and call.fault is None]
        said = [call.at for call in posted if call.arguments["channel"] not in self.asked]
        answered = [call for call in posted if call.arguments["channel"] in self.asked]
        waits = [(call.at - self.asked[call.arguments["channel"]]).total_seconds() for call in answered]
        at_best = WORKSPACE_GAP.total_seconds() * (len(self.posts) - 1)
        result.seconds = (max(said, default=began) - began).total_seconds()
        with self.db.read() as session:
            counts = ledger.counts(session, T)
        missing = len(self.posts) + len(self.asked) - counts.get(State.POSTED, 0)
        result.lost = [f"one of {missing} that were not posted"] * missing
        result.wrong = [*pace.hasty, *pace.deaf, *self.slack.complaints]
        if self.within and result.seconds > self.within:
            result.wrong.append(f"the last came after {result.seconds:.0f} s, and {self.within:.0f} s are promised")
        if result.seconds > NEEDLESS * at_best + 5:
            result.wrong.append(f"{result.seconds:.0f} s, where {at_best:.0f} s are possible")
        if max(waits, default=0.0) > LONGEST_ANSWER:
            result.wrong.append(f"somebody waited {max(waits):.1f} s for an answer")
        result.faults = sum(call.fault is not None for call in self.slack.calls)
        result.notes = [
            f"the last after {result.seconds:.1f} s, at best {at_best:.1f} s",
            f"{len(waits)} answers meanwhile, after {max(waits, default=0.0):.1f} s at most",
        ]
        return result


def agendas(teams: int) -> list[Planned]:
    """Friday 17:00: a post in the channel of each team, and its detail in the thread."""
    names = [(f"agenda:{number:03}", f"C0T{number:03}") for number in range(teams)]
    return [Planned(series, part, channel) for series, channel in names for part in (0, 1)]


def bundles(count: int) -> list[Planned]:
    """9:00: a direct message for each person."""
    return [Planned(f"bundle:U1{number:03}", person=f"U1{number:03}") for number in range(count)]
