"""The bot as a process of its own: how soon it is ready, what it holds, how many requests it answers over HTTP."""

import http.client
import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings import NAMES
from tests.bench.acks import LINE, SECRET, body
from tests.bench.measuring import Line, milliseconds, resident
from tests.bench.places import CROWD, stage
from tests.cast import BOM
from tests.doubles.fixtures import cast
from tests.doubles.http_slack import http_slack
from tests.doubles.payloads import sign
from tests.doubles.workspace import Workspace

ROOT = Path(__file__).parents[2]
HOUSE = ("muster.py", "bot", "handlers", "schedules", "storage")
CONNECTIONS = (1, 16)
SEVERAL = 2  # processes that share one database
SECONDS = 4.0
STEADY = 40  # visits a second in all: what ten thousand people log in a week, within ten minutes
STEADY_SECONDS = 10.0
RATES = range(60, 201, 20)  # visits a second in all, tried one after the other
RATE_SECONDS = 5.0
SLOWEST = 0.1


def serving(url: str) -> Iterator[Line]:
    """Requests a second and the 99th of a hundred, against a bare Bolt app on the same server."""
    with ExitStack() as running, stage(url) as there, http_slack(cast(Workspace())) as slack:
        # as it is where people run it: compiled at its installation
        subprocess.run([sys.executable, "-m", "compileall", "-q", *HOUSE], cwd=ROOT, check=True)
        began = time.perf_counter()
        ours = [running.enter_context(_muster(there.db.url, slack))]
        yield Line("from the start of `muster run` to ready", f"{time.perf_counter() - began:.2f} s", promised="< 2 s")
        floor = [running.enter_context(_bare(there.db.dialect))]
        before = resident(ours[0].process)
        visits = _visits()
        _load(ours, 1, visits, b"V-")  # the places become known, as most of them are
        for connections in CONNECTIONS:
            yield from _compared(ours, floor, connections, visits)
        yield _steadily(ours, floor, CONNECTIONS[-1], visits)
        yield _bearable(ours, floor, CONNECTIONS[-1], visits)
        held = f"{before:.0f} MB, {resident(ours[0].process):.0f} MB"
        yield Line("memory of `muster run` when ready, and after the above", held)
        while len(ours) < SEVERAL:
            ours.append(running.enter_context(_muster(there.db.url, slack)))
            floor.append(running.enter_context(_bare(there.db.dialect)))
        _load(ours, SEVERAL, visits, b"V-")  # each has compiled its statements
        yield from _compared(ours, floor, CONNECTIONS[-1], visits)


@dataclass(frozen=True)
class _Running:
    """A server: the number of its process, and its port."""

    process: int
    port: int


def _compared(
    ours: Sequence[_Running], floor: Sequence[_Running], connections: int, visits: Callable[[], str]
) -> Iterator[Line]:
    took = _load(ours, connections, visits, b"V-")
    least = _load(floor, connections, lambda: body("/noop", LINE, "t", BOM), b"")
    many = f"{connections} connection" + ("s" if connections > 1 else "")
    if len(ours) > 1:
        many += f", {len(ours)} processes"
    yield Line(
        f"visits logged a second over HTTP, {many}", f"{took.rate:.0f}", f"{least.rate:.0f}", took.rate / least.rate
    )
    slow, floors = milliseconds(took.slow), milliseconds(least.slow)
    promised = f"≤ {SLOWEST * 1000:.0f} ms"
    yield Line(f"their 99th of a hundred, {many}", slow, floors, took.slow / least.slow, promised)


def _steadily(ours: Sequence[_Running], floor: Sequence[_Running], connections: int, visits: Callable[[], str]) -> Line:
    """Where nobody asks faster than is answered: a load without a pause measures how long its own queue is."""
    took = _load(ours, connections, visits, b"V-", STEADY, STEADY_SECONDS)
    least = _load(floor, connections, lambda: body("/noop", LINE, "t", BOM), b"", STEADY, STEADY_SECONDS)
    return Line(
        f"their 99th of a hundred, {connections} connections, {STEADY} a second",
        milliseconds(took.slow),
        milliseconds(least.slow),
        took.slow / least.slow,
        f"≤ {SLOWEST * 1000:.0f} ms",
    )


def _bearable(ours: Sequence[_Running], floor: Sequence[_Running], connections: int, visits: Callable[[], str]) -> Line:
    """How many a second may come before the slowest of a hundred takes longer than is promised."""
    kept = 0
    for rate in (STEADY, *RATES):
        if _load(ours, connections, visits, b"V-", rate, RATE_SECONDS).slow > SLOWEST:
            break
        kept = rate
    least = _load(floor, connections, lambda: body("/noop", LINE, "t", BOM), b"").rate
    what = f"visits a second whose 99th of a hundred stays ≤ {SLOWEST * 1000:.0f} ms, {connections} connections"
    return Line(what, str(kept), f"{least:.0f}", kept / least)


class _Took:
    """What a load gave: requests a second, and how long all but one of a hundred took at most."""

    def __init__(self, seconds: list[float], during: float) -> None:
        self.rate = len(seconds) / during
        self.slow = sorted(seconds)[int(len(seconds) * 0.99)]


def _load(
    servers: Sequence[_Running],
    connections: int,
    make: Callable[[], str],
    expected: bytes,
    rate: int = 0,
    seconds: float = SECONDS,
) -> _Took:
    """So many connections ask, each one request after another; the servers have as many of them each.

    Without a pause, or with a `rate` so many a second in all: then a request's time counts from when it was its turn,
    though its connection may still have waited for the answer before.
    """
    took: list[float] = []
    turns = itertools.count()
    started = time.perf_counter()
    until = started + seconds

    def turn() -> float:
        """When the next request is to go, waited for."""
        if not rate:
            return time.perf_counter()
        at: float = started + next(turns) / rate
        time.sleep(max(0.0, at - time.perf_counter()))
        return at

    def ask(port: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port)
        while True:
            sent = make()
            headers = {"Content-Type": "application/x-www-form-urlencoded", **sign(SECRET, sent)}
            if (began := turn()) >= until:
                break
            line.request("POST", "/slack/events", sent, {name: str(value) for name, value in headers.items()})
            answer = line.getresponse()
            content = answer.read()
            took.append(time.perf_counter() - began)
            assert answer.status == 200, content
            assert expected in content, content
        line.close()

    ports = [servers[at % len(servers)].port for at in range(connections)]
    threads = [threading.Thread(target=ask, args=(port,)) for port in ports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _Took(took, time.perf_counter() - started)


def _visits() -> Callable[[], str]:
    """Another visit each time, to one of a hundred places: nobody sees the same one twice within ten minutes."""
    numbers = itertools.count()

    def make() -> str:
        n = next(numbers)
        return body("/visit", LINE.format(place=n % 100), f"load{n}", f"U1{n // 100 % CROWD:03}")

    return make


@contextmanager
def _muster(url: str, slack: str) -> Iterator[_Running]:
    """`muster run` over HTTP on a database, from when it is ready."""
    port = _free_port()
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack,
        "DATABASE_URL": url,
        "PORT": str(port),
        "LOG_LEVEL": "error",
    }
    environment = {**os.environ, **dict.fromkeys(NAMES, ""), **given}
    with _process([sys.executable, "muster.py", "run"], environment) as running:
        _wait(port, "/readyz")
        yield _Running(running, port)


@contextmanager
def _bare(database: str) -> Iterator[_Running]:
    port = _free_port()
    with _process([sys.executable, "-m", "tests.bench.bare", str(port), database], dict(os.environ)) as running:
        _wait(port, "/")
        yield _Running(running, port)


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    running = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield running.pid
    finally:
        running.terminate()
        running.wait()


def _wait(port: int, path: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", path)
            if line.getresponse().status in (200, 404):
                return
        except OSError:
            pass
        finally:
            line.close()
        time.sleep(0.02)
    raise TimeoutError(path)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
