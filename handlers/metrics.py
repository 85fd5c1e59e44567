"""/metrics: what Prometheus reads, from a registry of this process. No label holds what people typed, nor who."""

import datetime as dt
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.domain.checkups import ENDED, LIVE, Standing
from bot.values import frozen
from storage import Database, checkups

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
# Slack waits 3 s; half a millisecond is what a request costs at the least
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


class Metrics:
    """The Observer that Prometheus asks."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._acks = Counter(
            "muster_acks", "Requests of Slack that were answered.", ["kind", "outcome"], registry=registry
        )
        self._seconds = Histogram(
            "muster_ack_seconds", "Until the answer was there.", ["kind"], buckets=BUCKETS, registry=registry
        )
        self._tries = Counter("muster_sends", "Posts sent or looked for, by outcome.", ["outcome"], registry=registry)
        self._ran = Gauge(
            "muster_job_last_success_timestamp_seconds", "When a job last ended well.", ["job"], registry=registry
        )
        self._took = Counter("muster_job_seconds", "Time that a job has taken.", ["job"], registry=registry)
        self._failed = Counter("muster_job_failures", "Rounds of a job that failed.", ["job"], registry=registry)

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        self._acks.labels(kind, outcome).inc()
        self._seconds.labels(kind).observe(seconds)

    def tried(self, outcome: str) -> None:
        self._tries.labels(outcome).inc()

    def ran(self, job: str, well: bool, seconds: float) -> None:
        self._took.labels(job).inc(seconds)
        if well:
            self._ran.labels(job).set_to_current_time()
        else:
            self._failed.labels(job).inc()

    def watch(self, db: Database, clock: Callable[[], dt.datetime], unready: Callable[[], str]) -> None:
        """Ask the database how the posts stand whenever somebody reads, and whether this process is ready."""
        self.registry.register(_Posts(db, clock))
        ready = Gauge("muster_ready", "1: this process is ready for work.", registry=self.registry)
        ready.set_function(lambda: float(not unready()))

    def watch_socket(self, connected: Callable[[], bool]) -> None:
        """In Socket Mode only."""
        gauge = Gauge("muster_socket_connected", "1: the Socket Mode connection stands.", registry=self.registry)
        gauge.set_function(lambda: float(connected()))

    def page(self) -> str:
        """What is to be read, in Prometheus' text format."""
        return generate_latest(self.registry).decode()


def of_a_process() -> Metrics:
    """Those of a process that runs, with what it is and what it uses."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    info = Gauge("muster_build_info", "1; what is running.", ["version", "python"], registry=registry)
    info.labels(program_version(), platform.python_version()).set(1)
    return Metrics(registry)


def program_version() -> str:
    """The version that is installed; "dev" in a checkout."""
    try:
        return version("muster")
    except PackageNotFoundError:
        return "dev"


@frozen
class _Posts(Collector):
    """What is asked of the database at each reading."""

    db: Database
    clock: Callable[[], dt.datetime]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = checkups.standing(self.db, self.clock())
        except checkups.Silent:
            found = None
        yield _gauge("muster_database_up", "1: the database answers.", float(found is not None))
        if found is not None:
            yield from _standing(found, self.clock())

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked of the database only to register."""
        return []


def _standing(found: Standing, now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    yield _gauge("muster_database_seconds", "That the database took to say how the posts stand.", found.seconds)
    yield _gauge("muster_queue_age_seconds", "How long the oldest post that is due has waited.", found.waits(now))
    live = GaugeMetricFamily("muster_posts", "Posts that have not ended, by state.", labels=["state"])
    for state in LIVE:
        live.add_metric([state.value], found.live.get(state, 0))
    yield live
    ended = GaugeMetricFamily("muster_posts_ended", "Posts due in the last day, by how they ended.", labels=["state"])
    for state in ENDED:
        ended.add_metric([state.value], found.ended.get(state, 0))
    yield ended


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)
