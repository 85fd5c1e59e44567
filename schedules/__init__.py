"""What the bot does unasked: TIMETABLE, every job on one screen, and the clock that runs it.

    build(db, slack, makers, clock, settings) -> Clockwork      start(), stop(); runs until then
    tick(db, slack, makers, clock, settings)  -> int            one round of everything that is due, then back

The scheduler is a clock that ticks, no more: what is to be said, and what has been, is in the database.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor as JobThreads
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from slack_sdk import WebClient

from bot.domain.ledger import Terms
from bot.domain.timetable import BY_KEY, SERIES
from bot.settings import DeliverySettings
from schedules import owing, visits
from schedules.alerts import alert, tell
from schedules.answers import answer
from schedules.delivery import WORKERS, Clock, Delivery, Maker, Makers, Slow
from schedules.jobs import job
from schedules.planning import Speaks, plan_round, preview
from schedules.sweeps import Sweep, sweep_round
from storage import Database, ledger

__all__ = ["MAKERS", "SPEAKS", "SWEEPS", "TIMETABLE", "Clockwork", "build", "preview", "tick"]

TICK_SECONDS: Final = 60.0  # how long `tick` waits for channels and for answers that are unclear
DRAIN_SECONDS: Final = 8.0  # how long `stop` waits for what is being sent

# What each post says: the series' key (or its `maker`) → the function. A noun adds its lines here.
MAKERS: Final[dict[str, Maker | Slow]] = {
    "answer": answer,
    "ledger-alert": alert,
    "visit-told": visits.told,
    "digest": owing.digest,
    "nudge": owing.nudge,
    "bundle": owing.bundle,
}

# Jobs that look for what is due and plan posts for it: name, how often, function of (session, workspace, now).
SWEEPS: Final[list[Sweep]] = []

# How many parts of a post would say something as things are; a series that is not here always speaks.
SPEAKS: Final[dict[str, Speaks]] = {}

TIMETABLE: Final = SERIES


def said_by(makers: Makers) -> frozenset[str]:
    """The series whose maker there is."""
    return frozenset(key for key, series in BY_KEY.items() if (series.maker or key) in makers)


def build(
    db: Database,
    slack: Callable[[str], WebClient],
    makers: Makers,
    clock: Clock,
    settings: DeliverySettings,
    sweeps: Collection[Sweep] | None = None,
) -> "Clockwork":
    """Everything that runs by the clock, not started yet."""
    given = SWEEPS if sweeps is None else sweeps
    return Clockwork(db, slack, makers, clock, settings, tuple(given))


@dataclass
class Clockwork:
    """The scheduler and the threads that deliver. `start` comes back at once; `stop` finishes what was begun."""

    db: Database
    slack: Callable[[str], WebClient]
    makers: Makers
    clock: Clock
    settings: DeliverySettings
    sweeps: tuple[Sweep, ...]
    _stopping: threading.Event = field(default_factory=threading.Event)
    _free: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(WORKERS))

    def __post_init__(self) -> None:
        self.terms = terms_of(self.settings)
        self.delivery = Delivery(
            self.db, self.slack, self.makers, self.clock, self.terms, self._pause, self._stopping.is_set
        )
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="deliver")
        self._waker = threading.Thread(target=self._wake, name="wake", daemon=True)
        self.scheduler = BackgroundScheduler(
            timezone=dt.UTC,
            executors={"default": JobThreads(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, seconds, run in self.jobs():
            # the first round comes at once
            self.scheduler.add_job(
                job, IntervalTrigger(seconds=seconds), (name, run), id=name, next_run_time=dt.datetime.now(dt.UTC)
            )

    def jobs(self) -> list[tuple[str, float, Callable[[], object]]]:
        """Every job: name, seconds between rounds, what it does."""
        plan, deliver = self.settings.plan_every, self.settings.deliver_every
        return [
            ("plan", plan, lambda: plan_round(self.db, said_by(self.makers), self.clock)),
            ("sweep", plan, lambda: sweep_round(self.db, self.sweeps, self.clock)),
            ("tell", deliver, lambda: tell(self.db, self.clock, self.terms)),
            ("deliver", deliver, self.db.woken.set),
        ]

    def start(self) -> None:
        self._waker.start()
        self.scheduler.start()

    def stop(self, seconds: float = DRAIN_SECONDS) -> None:
        """Claim nothing more, and wait for what is being sent; what is not done by then is looked for later."""
        self._stopping.set()
        self.db.woken.set()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        until = time.monotonic() + seconds
        for _worker in range(WORKERS):
            self._free.acquire(timeout=max(0.0, until - time.monotonic()))
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _wake(self) -> None:
        """After each commit that planned something for now, and at every tick, free workers look for work."""
        while not self._stopping.is_set():
            self.db.woken.wait()
            self.db.woken.clear()
            job("deliver", self._deliver)

    def _deliver(self) -> None:
        workspaces = [] if self._stopping.is_set() else self.delivery.waiting()
        while workspaces and self._free.acquire(blocking=False):
            self._pool.submit(self._drain, workspaces)

    def _drain(self, workspaces: list[str]) -> None:
        try:
            job("deliver", lambda: self.delivery.drain(workspaces))
        finally:
            self._free.release()

    def _pause(self, seconds: float) -> None:
        self._stopping.wait(seconds)


def tick(
    db: Database,
    slack: Callable[[str], WebClient],
    makers: Makers,
    clock: Clock,
    settings: DeliverySettings,
    *,
    sweeps: Collection[Sweep] | None = None,
    pause: Callable[[float], None] = time.sleep,
    stopwatch: Callable[[], float] = time.monotonic,
) -> int:
    """One round of every due job, and delivery of all that is due, waiting out the channels' pace; at most 60 s.

    Gives the number of tries and looks. May run beside a living bot.
    """
    terms = terms_of(settings)
    until = stopwatch() + TICK_SECONDS
    job("plan", lambda: plan_round(db, said_by(makers), clock))
    job("sweep", lambda: sweep_round(db, SWEEPS if sweeps is None else sweeps, clock))
    delivery = Delivery(db, slack, makers, clock, terms, pause, lambda: stopwatch() >= until)
    count = _deliver_all(delivery, until, stopwatch)
    while stopwatch() < until and tell(db, clock, terms, at_once=True):
        count += _deliver_all(delivery, until, stopwatch)
    return count


def terms_of(settings: DeliverySettings) -> Terms:
    return Terms(settings.lease, settings.settle, settings.http_timeout)


def _deliver_all(delivery: Delivery, until: float, stopwatch: Callable[[], float]) -> int:
    count = 0
    while stopwatch() < until:
        workspaces = delivery.waiting()
        if workspaces:
            with ThreadPoolExecutor(WORKERS, thread_name_prefix="deliver") as pool:
                count += sum(pool.map(delivery.drain, [workspaces] * WORKERS))
        moment = _next_moment(delivery, until - stopwatch())
        if moment is None:
            break
        delivery.pause(max(0.01, (moment - delivery.clock()).total_seconds()))
    return count


def _next_moment(delivery: Delivery, seconds: float) -> dt.datetime | None:
    """When something that is due by now goes on, if `seconds` are enough to see it."""
    now = delivery.clock()
    last = now + dt.timedelta(seconds=seconds)
    with delivery.db.read() as session:
        found = [
            moment
            for workspace in ledger.workspaces_with_work(session)
            if (moment := ledger.next_moment(session, workspace, now, last)) is not None
        ]
    return min(found, default=None)
