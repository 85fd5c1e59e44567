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
from typing import Any, Final

from apscheduler.executors.pool import ThreadPoolExecutor as JobThreads
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from slack_sdk import WebClient

from bot.domain.ledger import Terms
from bot.domain.timetable import BY_KEY, SERIES
from bot.observing import NOBODY, Observer
from bot.settings import DeliverySettings
from schedules import (
    agendas,
    difficulties,
    documents,
    duty,
    evaluations,
    exports,
    forces,
    homepages,
    inbound,
    indicators,
    meetings,
    moves,
    owing,
    plans,
    rooms,
    sheets,
    surveys,
    tasks,
    visits,
)
from schedules.alerts import alert, tell
from schedules.answers import answer
from schedules.delivery import WORKERS, Clock, Delivery, Doing, Maker, Makers, Slow
from schedules.jobs import JobFailed, job
from schedules.planning import Speaks, asking, plan_round, preview
from schedules.sweeps import Sweep, sweep_round
from storage import Database, Session, ledger

__all__ = [
    "MAKERS",
    "SPEAKS",
    "SWEEPS",
    "TIMETABLE",
    "Clockwork",
    "JobFailed",
    "build",
    "foresee",
    "foresee_quickly",
    "preview",
    "tick",
]

QUESTIONS: Final = 150  # about half a second
TICK_SECONDS: Final = 60.0  # how long `tick` waits for channels and for answers that are unclear
SHORTEST_REST: Final = 0.1
DRAIN_SECONDS: Final = 8.0  # how long `stop` waits for what is being sent

# What each post says: the series' key (or its `maker`) → the function. A noun adds its lines here.
MAKERS: Final[dict[str, Maker | Slow | Doing]] = {
    "agenda": agendas.post,
    "agenda-draft": agendas.draft,
    "agenda-leadership": agendas.leadership,
    "agenda-leadership#1": Slow(agendas.chart),
    "answer": answer,
    "ledger-alert": alert,
    "difficulty-assigned": difficulties.assigned,
    "difficulty-escalated": difficulties.escalated,
    "difficulty-unassigned": difficulties.unassigned,
    "duty-told": duty.told,
    "duty-relieved": duty.relieved,
    "duty-asked": duty.asked,
    "duty-answered": duty.answered,
    "duty-eve": duty.eve,
    "duty-escalation": duty.escalation,
    "duty-handover": duty.handover,
    "evaluation-open": evaluations.prompt,
    "evaluation-ask": evaluations.ask,
    "evaluation-results": evaluations.results,
    "evaluation-results#1": Slow(evaluations.results_chart),
    "evaluation-leadership": evaluations.leadership,
    "evaluation-leadership#1": Slow(evaluations.leadership_chart),
    "force-ending": forces.ending,
    "force-result": forces.result,
    homepages.BROKEN: homepages.broken,
    "indicator-alarm": indicators.alarm,
    "indicator-chart": Slow(indicators.chart),
    "survey-ask": surveys.ask,
    "survey-remind": surveys.remind,
    "survey-results": surveys.results,
    "survey-chart": Slow(surveys.chart),
    "plan-alarm": plans.alarm,
    "plan-coverage": Slow(plans.coverage),
    "meeting-changed": meetings.changed,
    "meeting-unsat": meetings.not_sat,
    "move-told": moves.told,
    "move-back": moves.back,
    "agenda-file": Slow(documents.agenda),
    "evaluation-file": Slow(documents.evaluation),
    "export": Slow(sheets.export),
    "everything": Slow(exports.everything),
    "import-look": Slow(sheets.look),
    sheets.APPLIED: answer,
    "task-assigned": tasks.assigned,
    "team-archive": Doing(rooms.archive, rooms.archived),
    "team-fill": Doing(rooms.fill, rooms.filled),
    "team-refused": rooms.refused,
    "team-room": Doing(rooms.open_, rooms.opened),
    "team-welcome": rooms.welcome,
    "visit-told": visits.told,
    "digest": owing.digest,
    "nudge": owing.nudge,
    "bundle": owing.bundle,
}

# Jobs that look for what is due and plan posts for it: name, how often, function of (session, workspace, now).
SWEEPS: Final[list[Sweep]] = [
    Sweep("difficulties-unassigned", difficulties.ROUND, difficulties.sweep),
    Sweep("duty", duty.ROUND, duty.sweep),
    Sweep("forces", forces.ROUND, forces.sweep),
    Sweep("indicators", indicators.ROUND, indicators.sweep),
    Sweep("plans", plans.ROUND, plans.sweep),
    Sweep("evaluations", evaluations.ROUND, evaluations.tend),
    Sweep("surveys", surveys.ROUND, surveys.tend),
    Sweep("meetings", meetings.ROUND, meetings.tend),
    Sweep("imports", sheets.ROUND, sheets.sweep),
    Sweep("inbound", inbound.ROUND, inbound.sweep),
]

# How many parts of a post would say something as things are; a series that is not here always speaks.
SPEAKS: Final[dict[str, Speaks]] = {
    "digest": asking(owing.digest),
    "nudge": asking(owing.nudge),
    "bundle": asking(owing.bundle),
    "agenda": agendas.post_speaks,
    "agenda-draft": agendas.draft_speaks,
    "agenda-leadership": agendas.leadership_speaks,
    "evaluation-open": evaluations.prompt_speaks,
    "evaluation-results": evaluations.results_speak,
    "evaluation-leadership": evaluations.leadership_speaks,
}

FORESEES: Final = (evaluations.foresee, surveys.foresee)

TIMETABLE: Final = SERIES


def said_by(makers: Makers) -> frozenset[str]:
    """The series whose maker there is."""
    return frozenset(key for key, series in BY_KEY.items() if (series.maker or key) in makers)


def foresee(session: Session, workspace: str, now: dt.datetime, days: int) -> list[dict[str, Any]]:
    """What will be posted in the next days, by the timetable of this program; every post is asked what it would say."""
    return preview(session, workspace, now, days, said_by(MAKERS), SPEAKS, foresees=FORESEES)


def foresee_quickly(session: Session, workspace: str, now: dt.datetime, days: int) -> list[dict[str, Any]]:
    """The same for somebody who waits: in a large workspace some are named that may turn out to have nothing to say."""
    return preview(session, workspace, now, days, said_by(MAKERS), SPEAKS, QUESTIONS, FORESEES)


def build(
    db: Database,
    slack: Callable[[str], WebClient],
    makers: Makers,
    clock: Clock,
    settings: DeliverySettings,
    sweeps: Collection[Sweep] | None = None,
    more: Collection[tuple[str, float, Callable[[], object]]] = (),
    observer: Observer = NOBODY,
) -> "Clockwork":
    """Everything that runs by the clock, not started yet. `more` jobs: name, seconds between rounds, what to do."""
    given = SWEEPS if sweeps is None else sweeps
    return Clockwork(db, slack, makers, clock, settings, tuple(given), tuple(more), observer)


@dataclass
class Clockwork:
    """The scheduler and the threads that deliver. `start` comes back at once; `stop` finishes what was begun."""

    db: Database
    slack: Callable[[str], WebClient]
    makers: Makers
    clock: Clock
    settings: DeliverySettings
    sweeps: tuple[Sweep, ...]
    more: tuple[tuple[str, float, Callable[[], object]], ...] = ()
    observer: Observer = NOBODY
    _stopping: threading.Event = field(default_factory=threading.Event)
    _rest: float = SHORTEST_REST
    _free: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(WORKERS))

    def __post_init__(self) -> None:
        self.terms = terms_of(self.settings)
        self.delivery = Delivery(
            self.db, self.slack, self.makers, self.clock, self.terms, self._pause, self._stopping.is_set, self.observer
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
                self._round,
                IntervalTrigger(seconds=seconds),
                (name, run),
                id=name,
                next_run_time=dt.datetime.now(dt.UTC),
            )

    def jobs(self) -> list[tuple[str, float, Callable[[], object]]]:
        """Every job: name, seconds between rounds, what it does."""
        plan, deliver = self.settings.plan_every, self.settings.deliver_every
        return [
            ("plan", plan, lambda: plan_round(self.db, said_by(self.makers), self.clock)),
            ("sweep", plan, lambda: sweep_round(self.db, self.sweeps, self.clock)),
            ("imports", deliver, lambda: sheets.round_(self.db, self.clock)),
            ("tell", deliver, lambda: tell(self.db, self.clock, self.terms)),
            ("wake", deliver, self.db.woken.set),
            *self.more,
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
        """After a commit that planned something for now, at every tick, and when a channel or a lease is free again,
        free workers look for work.
        """
        while not self._stopping.is_set():
            self.db.woken.clear()
            self._round("deliver", self._deliver)
            self.db.woken.wait(self._rest)

    def _deliver(self) -> None:
        self._rest = self.settings.deliver_every
        workspaces = self.delivery.waiting()
        while workspaces and self._free.acquire(blocking=False):
            self._pool.submit(self._drain, workspaces)
        moment = next_moment(self.delivery, self._rest, coming=True)
        if moment is not None:
            # not at once: what is due already waits for a worker, and one that ends wakes us
            self._rest = max(SHORTEST_REST, (moment - self.clock()).total_seconds())

    def _drain(self, workspaces: list[str]) -> None:
        try:
            self._round("deliver", lambda: self.delivery.drain(workspaces))
        finally:
            self._free.release()
            self.db.woken.set()

    def _round(self, name: str, run: Callable[[], object]) -> None:
        began = time.perf_counter()
        well = job(name, run)
        self.observer.ran(name, well, time.perf_counter() - began)

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

    Gives the number of tries and looks. A job that fails does not keep the others back; it raises JobFailed at the end.
    May run beside a living bot.
    """
    terms = terms_of(settings)
    until = stopwatch() + TICK_SECONDS
    planned = job("plan", lambda: plan_round(db, said_by(makers), clock))
    swept = job("sweep", lambda: sweep_round(db, SWEEPS if sweeps is None else sweeps, clock))
    swept = job("imports", lambda: sheets.round_(db, clock)) and swept
    delivery = Delivery(db, slack, makers, clock, terms, pause, lambda: stopwatch() >= until)
    count = _deliver_all(delivery, until, stopwatch)
    while stopwatch() < until and tell(db, clock, terms, at_once=True):
        count += _deliver_all(delivery, until, stopwatch)
    if not (planned and swept):
        raise JobFailed
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
        moment = next_moment(delivery, until - stopwatch())
        if moment is None:
            break
        delivery.pause(max(0.01, (moment - delivery.clock()).total_seconds()))
    return count


def next_moment(delivery: Delivery, seconds: float, *, coming: bool = False) -> dt.datetime | None:
    """When delivery goes on with what is due by now (`coming`: or within these seconds), if `seconds` are enough."""
    now = delivery.clock()
    last = now + dt.timedelta(seconds=seconds)
    with delivery.db.read() as session:
        found = [
            moment
            for workspace in ledger.workspaces_with_work(session)
            if (moment := ledger.next_moment(session, workspace, last if coming else now, last)) is not None
        ]
    return min(found, default=None)
