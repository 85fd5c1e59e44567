"""Real `muster run` processes that serve signed HTTP, and somebody who types at them as Slack would."""

import http.client
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import muster
from tests.cast import BOM, EXPORT, WS, Json
from tests.delivery import processes
from tests.doubles.payloads import SECRET, sign

START: Final = 20.0  # seconds in which a bot answers
NOT_THERE: Final = (OSError, http.client.HTTPException)


def run(environment: Mapping[str, str], log: str) -> None:
    """`muster run` with these settings; what it logs goes to a file."""
    with open(log, "ab") as file:
        os.dup2(file.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(Path(log).parent)  # there is no .env
    raise SystemExit(muster.main(["run"]))


@dataclass(frozen=True)
class Got:
    """An answer, and how long it took."""

    status: int
    body: str
    seconds: float

    @property
    def message(self) -> Json:
        found: Json = json.loads(self.body)
        return found

    @property
    def said(self) -> str:
        """The words of the answer; empty when there are none."""
        return str(self.message.get("text", "")) if self.body.startswith("{") else ""


@dataclass
class Bot:
    """One process and its port; killed, it is started again on the same."""

    database: str
    slack: str
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=processes.free_port)
    process: ForkServerProcess | None = None

    @property
    def log(self) -> Path:
        return self.folder / f"muster-{self.port}.log"

    def start(self) -> None:
        environment = {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.slack,
            "DATABASE_URL": self.database,
            "PORT": str(self.port),
            "LOG_LEVEL": "error",
            **self.settings,
        }
        self.process = processes.start(run, environment, str(self.log))

    def kill(self) -> bool:
        return self.process is not None and processes.kill(self.process)

    def leave(self) -> float:
        """SIGTERM: the seconds until it is gone, having finished what it had begun."""
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        self.process.join(START)
        assert self.process.exitcode == 0, self.log.read_text()
        return time.monotonic() - began

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + START
        while time.monotonic() < until and self.process is not None and self.process.is_alive():
            try:
                if self.ask("GET", "/readyz", b"", {}).status == 200:
                    return
            except NOT_THERE:
                time.sleep(0.02)
        raise TimeoutError(f"no muster on port {self.port}: {self.log.read_text()}")

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, object], seconds: float = 5.0) -> Got:
        """One request on a connection of its own. OSError or HTTPException when it is not there, or goes away."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, {name: str(value) for name, value in headers.items()})
            response = connection.getresponse()
            return Got(response.status, response.read().decode(), time.perf_counter() - began)
        finally:
            connection.close()

    def post(self, body: bytes, *, age: int = 0, headers: Mapping[str, object] | None = None) -> Got:
        """Signed, as Slack posts it."""
        given = {
            "Content-Type": "application/x-www-form-urlencoded",
            **sign(SECRET, body.decode(), int(time.time()) - age),
        }
        return self.ask("POST", "/slack/events", body, given if headers is None else headers)


@contextmanager
def bots(count: int, database: str, slack: str, folder: Path, **settings: str) -> Iterator[list[Bot]]:
    """So many on one database, all of them ready; killed at the end."""
    made = [Bot(database, slack, folder, settings) for _ in range(count)]
    try:
        for bot in made:
            bot.start()
        for bot in made:
            bot.wait()
        yield made
    finally:
        for bot in made:
            bot.kill()


def typed(text: str, key: str, *, command: str = "/visit", person: str = BOM) -> bytes:
    """The body of a slash command. `key` is its trigger."""
    fields: dict[str, Any] = {
        "team_id": WS,
        "user_id": person,
        "channel_id": EXPORT,
        "command": command,
        "text": text,
        "trigger_id": key,
        "response_url": "https://hooks.slack.com/commands/1",
    }
    return urlencode(fields).encode()
