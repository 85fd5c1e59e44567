"""Posts under kill -9 and a Slack that drops, delays, breaks and refuses: how many are lost, how many doubled.

Several real processes deliver the same ledger. Half of the kills come at a moment between the claim of a post and the
storing of its outcome, chosen beforehand; the others come whenever they come.
"""

import dataclasses
import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from typing import Final

from bot.domain.ledger import DONE, State
from bot.settings import DeliverySettings
from storage import Database, ledger
from tests.delivery import processes
from tests.delivery.chaos.results import Report, Result, quietly
from tests.delivery.replica import Doom, Moment, Orders, Planned, T, live
from tests.doubles.faults import Broken, Fault, Garbage, Hang, RateLimited, Refusal, Reset
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Workspace

SHORT: Final = DeliverySettings(lease=2.5, settle=1.2, http_timeout=0.6, deliver_every=0.5)
HASTY: Final = dataclasses.replace(SHORT, settle=0.0)
LOOK: Final = 0.1  # seconds between two looks of the conductor
PATIENCE: Final = 60.0  # seconds without any progress

Faulty = Callable[[bool], Fault]
AMBIGUOUS: Final[tuple[Faulty, ...]] = (
    lambda landed: Broken(500, landed=landed),
    lambda landed: Broken(503, landed=landed),
    lambda landed: Reset(landed=landed),
    lambda landed: Hang(landed=landed),
    lambda landed: Garbage(landed=landed),
    lambda _: Hang(lands_later=True),
    lambda _: RateLimited(retry_after=1),
    lambda _: Refusal("service_unavailable"),
)
READING: Final[tuple[Faulty, ...]] = (
    lambda _: Broken(500),
    lambda _: RateLimited(retry_after=1),
    lambda _: Reset(),
    lambda _: Garbage(),
)
# Of the ablations: what the SDK's own retries double, and what settling is for.
LANDED_RESETS: Final[tuple[Faulty, ...]] = (lambda _: Reset(landed=True),)
LATE_LANDINGS: Final[tuple[Faulty, ...]] = (lambda _: Hang(lands_later=True),)
METHODS: Final = {  # what may go wrong where, and its share
    "chat.postMessage": (AMBIGUOUS, 0.7),
    "files.completeUploadExternal": (AMBIGUOUS, 0.15),
    "conversations.history": (READING, 0.08),
    "conversations.replies": (READING, 0.03),
    "files.getUploadURLExternal": (AMBIGUOUS, 0.04),
}


@dataclass(frozen=True)
class Storm:
    """What comes over the posts."""

    posts: int
    kills: int
    faults: int
    processes: int = 4
    settings: DeliverySettings = SHORT
    late: float = 1.4  # seconds after the client gave up, a call that hung may still land: between the two looks
    kinds: tuple[Faulty, ...] = ()  # only these faults, and only of messages
    retries: bool = False
    all_plan: bool = False  # every process plans everything, instead of one beforehand


@dataclass
class Run:
    """One storm. `conduct` starts the processes, kills and replaces them, and counts when all is quiet.

    The same seed gives the same faults and dooms; the machine adds its own.
    """

    db: Database
    storm: Storm
    seed: int = 20261127
    report: Report = quietly
    slack: Workspace = field(default_factory=Workspace)
    killed: Counter[str] = field(default_factory=Counter)
    herd: list[ForkServerProcess] = field(default_factory=list)
    dooms: dict[int, Doom] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.posts = list(posts(self.storm.posts))
        for one in self.posts:
            if one.channel:
                self.slack.add_channel(one.channel, one.channel.lower())
            else:
                self.slack.add_person(one.person or "")
        self._plan_faults()

    def conduct(self, name: str) -> Result:
        began = time.monotonic()
        self.planned = 0
        if not self.storm.all_plan:
            self._plan()
        hang = self.storm.settings.http_timeout + self.storm.late
        with http_slack(self.slack, hang_seconds=hang) as url:
            self.url = url
            try:
                for _ in range(self.storm.processes):
                    self.herd.append(self._start())
                self._until_settled()
                time.sleep(hang + 0.5)  # what hung has landed
            finally:
                for process in self.herd:
                    processes.kill(process)
        return self._count(name, time.monotonic() - began)

    def _plan(self) -> None:
        with self.db.begin() as session:
            for one in self.posts:
                one.plan(session, dt.datetime.now(dt.UTC))

    def _plan_faults(self) -> None:
        """Spread over as many calls as there will be, if all went well."""
        kinds = {"chat.postMessage": (self.storm.kinds, 1.0)} if self.storm.kinds else METHODS
        charts = sum(one.maker == "draw" for one in self.posts)
        for method, (faults, share) in kinds.items():
            count = round(self.storm.faults * share)
            calls = max(charts if method.startswith("files.") else len(self.posts) - charts, count)
            hit = set(self.chance.sample(range(calls), count))
            planned = [self._fault(faults) if number in hit else None for number in range(calls)]
            self.slack.misbehave(method, *planned)

    def _fault(self, kinds: tuple[Faulty, ...]) -> Fault:
        return self.chance.choice(kinds)(self.chance.random() < 0.5)

    def _start(self) -> ForkServerProcess:
        storm = self.storm
        doom = self._doom()
        plans = tuple(self.posts) if storm.all_plan else ()
        process = processes.start(
            live, Orders(self.db.url, self.url, storm.settings, doom, plans=plans, retries=storm.retries)
        )
        if doom:
            self.dooms[process.pid or 0] = doom
        return process

    def _doom(self) -> Doom | None:
        """Half of the kills, each moment as often as the others."""
        died = sum(self.killed[moment] for moment in Moment)
        doomed = sum(process.pid in self.dooms for process in self.herd if process.is_alive())
        if died + doomed >= self.storm.kills // 2:
            return None
        most = max(1, self.storm.posts // (self.storm.kills // 2))
        return Doom(list(Moment)[len(self.dooms) % 4], self.chance.randint(1, most))

    def _until_settled(self) -> None:
        settled, moved = -1, time.monotonic()
        while settled < len(self.posts):
            time.sleep(LOOK)
            self._bury()
            now = self._settled()
            if now > settled:
                settled, moved = now, time.monotonic()
                self.report(settled, len(self.posts))
            elif time.monotonic() - moved > PATIENCE:
                return
            if self.killed["whenever"] < (self.storm.kills - self.storm.kills // 2) * (settled + 1) / len(self.posts):
                self._kill_one()

    def _bury(self) -> None:
        """Replace those that have died by themselves."""
        for place, process in enumerate(self.herd):
            if not process.is_alive():
                doom = self.dooms.get(process.pid or 0)
                self.killed[doom.moment if doom else "unexpectedly"] += 1
                self.herd[place] = self._start()

    def _kill_one(self) -> None:
        place = self.chance.randrange(len(self.herd))
        self.killed["whenever"] += processes.kill(self.herd[place])
        self.herd[place] = self._start()

    def _settled(self) -> int:
        with self.db.read() as session:
            counts = ledger.counts(session, T)
        return sum(count for state, count in counts.items() if state in DONE)

    def _count(self, name: str, seconds: float) -> Result:
        said = Counter(_name(message) for room in self.slack.messages.values() for message in room)
        with self.db.read() as session:
            states = {f"{post.series} {post.part}": post.state for post in ledger.listing(session, T, limit=10**6)}
        result = Result(name, self.db.dialect, len(self.posts), seconds=seconds)
        result.kills = self.killed.total()
        result.faults = sum(call.fault is not None for call in self.slack.calls)
        result.doubled = [one for one, count in said.items() if count > 1]
        for one in self.posts:
            if not said[one.name]:
                result.lost.append(one.name)
            elif states.get(one.name) is not State.POSTED:
                result.wrong.append(f"{one.name} is {states.get(one.name)}")
        result.wrong += self.slack.complaints
        result.wrong += [f"{self.killed['unexpectedly']} processes ended by themselves"] * bool(
            self.killed["unexpectedly"]
        )
        result.notes = [f"{count} kills {moment}" for moment, count in sorted(self.killed.items())]
        if copies := len(self.slack.sent("chat.delete")):
            result.notes.append(f"{copies} later copies were taken back")
        return result


def posts(count: int) -> Iterator[Planned]:
    """By turns a message with a reply, a direct message, and a message with a chart in its thread."""
    made = 0
    for number in range(count):
        kind = number % 3
        series, place = f"agenda:{number:04}", f"C0R{number:04}"
        if kind == 1:
            group = [Planned(series, person=f"U0R{number:04}")]
        else:
            maker = "say" if kind == 0 else "draw"
            group = [Planned(series, channel=place), Planned(series, 1, place, maker=maker)]
        for one in group:
            if made == count:
                return
            made += 1
            yield one


def _name(message: dict[str, object]) -> str:
    files = message.get("files")
    return str(files[0]["title"] if isinstance(files, list) else message["text"])
