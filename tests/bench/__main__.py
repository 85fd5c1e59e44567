"""`make bench`: what things cost, as ratios against a floor measured in the same run. Prints; asserts nothing.

A no-op Bolt listener is the floor of an acknowledgement: everything above it is ours.
"""

import argparse
import datetime as dt
import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.domain.people import Person
from bot.settings import Settings
from handlers.bolt import app
from handlers.console import logs
from handlers.socket import Busy
from handlers.web import Wsgi, wsgi
from storage import connect, people
from storage.schema import metadata
from tests.cast import BOM, EXPORT, WS, Stage, furnish
from tests.doubles.fixtures import cast
from tests.doubles.payloads import sign
from tests.doubles.workspace import Workspace

ROUNDS, EACH = 15, 50
SECRET = "bench-signing-secret"
CROWD = 400  # people who take turns, so that nobody's week grows beyond what a week holds
LINE = "대한정밀{place}: 2분기 수주 회복 ! 납품대금 지연 ! 용접공 부족 #안산 #부품 #생산 @ara on:어제"


def main() -> None:
    arguments = argparse.ArgumentParser("bench").parse_args()
    del arguments
    _log_to_nowhere()
    table = Table("what", "measured", "floor", "ratio", "promised", title="Muster: what things cost")
    with _stage() as stage:
        log_cpu, floor_cpu = _acknowledgement(stage)
        table.add_row(
            "CPU of a logged visit, against a no-op Bolt listener",
            f"{log_cpu * 1000:.2f} ms",
            f"{floor_cpu * 1000:.2f} ms",
            f"{log_cpu / floor_cpu:.1f}",
            "≤ 10",
        )
        log_http, floor_http = _over_http(stage)
        table.add_row(
            "the same through the WSGI routes, signed",
            f"{log_http * 1000:.2f} ms",
            f"{floor_http * 1000:.2f} ms",
            f"{log_http / floor_http:.1f}",
            "≤ 10",
        )
    started = _start_up()
    table.add_row("start-up: imports, settings, migrations, the app", f"{started:.2f} s", "", "", "< 2 s")
    Console().print(table)


def _log_to_nowhere() -> None:
    """The log as machines read it, written and thrown away: a line a request is a part of its cost."""
    stderr = sys.stderr
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 as long as the process
    logs.set_up(Settings(log_format="json"))
    sys.stderr = stderr


def _acknowledgement(stage: Stage) -> tuple[float, float]:
    """CPU seconds of one logged visit and of one no-op, the best of rounds that take turns."""
    ours = app(stage.door, _authorize, "", http=False)
    noop = App(authorize=_authorize, process_before_response=True, request_verification_enabled=False)
    noop.command("/noop")(_ack)
    numbers = iter(range(10_000_000))

    def log() -> None:
        n = next(numbers)
        if n % 100 == 0:
            stage.now += dt.timedelta(minutes=11)  # the same people, places and day again, without the question
        response = ours.dispatch(_command("/visit", LINE.format(place=n % 100), f"t{n}", f"U1{n % CROWD:03}"))
        assert "V-" in (response.body or ""), response.body

    def nothing() -> None:
        noop.dispatch(_command("/noop", LINE, "t"))

    for warm in (log, nothing):
        _cpu(warm, 30)
    pairs = [(_cpu(log, EACH), _cpu(nothing, EACH)) for _ in range(ROUNDS)]
    return _best(pairs)


def _over_http(stage: Stage) -> tuple[float, float]:
    """The same two as organisations run them over HTTP: signature, routes and body included."""
    ours = wsgi(app(stage.door, _authorize, SECRET, http=True), str, Busy())
    noop_app = App(authorize=_authorize, signing_secret=SECRET, process_before_response=True)
    noop_app.command("/noop")(_ack)
    noop = wsgi(noop_app, str, Busy())
    numbers = iter(range(10_000_000, 20_000_000))

    def log() -> None:
        n = next(numbers)
        if n % 100 == 0:
            stage.now += dt.timedelta(minutes=11)
        body = _body("/visit", LINE.format(place=n % 100), f"t{n}", f"U1{n % CROWD:03}")
        assert b"V-" in _post(ours, body)

    def nothing() -> None:
        _post(noop, _body("/noop", LINE, "t", BOM))

    for warm in (log, nothing):
        _cpu(warm, 30)
    pairs = [(_cpu(log, EACH), _cpu(nothing, EACH)) for _ in range(ROUNDS)]
    return _best(pairs)


def _post(application: Wsgi, body: str) -> bytes:
    """A signed request, as a WSGI server hands it over."""
    headers = sign(SECRET, body, int(time.time()))
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body.encode())),
        "wsgi.input": io.BytesIO(body.encode()),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    return b"".join(application(environ, lambda *_: None))


def _best(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """The least of each: what disturbs a measurement only ever adds to it."""
    return min(one for one, _ in pairs), min(one for _, one in pairs)


def _cpu(run: Callable[[], None], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - began) / times


def _start_up() -> float:
    """Seconds of a process that imports everything, migrates an empty database and prints the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "muster.py", "migrate"]
        began = time.perf_counter()
        subprocess.run(command, check=True, env={"DATABASE_URL": f"sqlite:///{folder}/new.db"}, capture_output=True)
        return time.perf_counter() - began


@contextmanager
def _stage() -> Iterator[Stage]:
    with tempfile.TemporaryDirectory() as folder:
        db = connect(f"sqlite:///{Path(folder) / 'bench.db'}")
        metadata.create_all(db.writer)
        furnish(db)
        with db.begin() as session:
            for number in range(CROWD):
                person = Person(f"U1{number:03}", f"사람{number}", grade="director", quota=2, team="export")
                people.save(session, WS, person)
        yield Stage(db, cast(Workspace()))
        db.close()


def _command(command: str, text: str, key: str, person: str = BOM) -> BoltRequest:
    body = _body(command, text, key, person)
    return BoltRequest(body=body, headers={"content-type": ["application/x-www-form-urlencoded"]})


def _body(command: str, text: str, key: str, person: str) -> str:
    return urllib.parse.urlencode(
        {
            "team_id": WS,
            "user_id": person,
            "channel_id": EXPORT,
            "command": command,
            "text": text,
            "trigger_id": key,
            "response_url": "https://hooks.slack.com/commands/1",
        }
    )


def _authorize(**_request: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=WS, bot_user_id="U0MUSTER", bot_id="B0", bot_token="xoxb-1")


def _ack(ack: Callable[[], object]) -> None:
    ack()


if __name__ == "__main__":
    main()
