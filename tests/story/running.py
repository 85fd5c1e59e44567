"""The demo, running: a local Slack with the ministry in it, the bot on SQLite, and a clock that can be moved.

    with demo(folder) as running:      starts the local Slack, seeds the ministry, starts `muster run`
        running.move(moment)           the bot's clock stands at this moment now, and runs on
        running.settle()               until the bot has said all that is due

The bot is a process of its own, as it would be anywhere; what it logs is in `folder/bot.log`.
"""

import datetime as dt
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.domain.ledger import GAP, Post, State
from bot.settings import NAMES
from schedules import MAKERS, SWEEPS, said_by
from schedules.planning import AHEAD, rules_version
from storage import Database, connect, ledger, people, workspaces
from storage.seed import go_on
from storage.seeds import read
from tests.story.local_slack import Channel, LocalSlack, User, free_port

MUSTER: Final = Path(__file__).parents[2] / "muster.py"
ZONE: Final = ZoneInfo("Asia/Seoul")
SECONDS: Final = 45.0  # longer than the bot needs for anything that is due
UNSAID: Final = (State.PLANNED, State.SENDING, State.UNCERTAIN)
EVERY: Final = 0.2  # seconds between two rounds of the bot: so often that nobody waits
LOOK: Final = 0.1  # seconds between two looks at what is left
FIRST: Final = ("garam.yoon", "export")  # who and where the page of the local Slack begins


class BotEnded(Exception):  # noqa: N818 it says what happened
    """The bot's process is gone; the sentence holds the end of its log."""


@dataclass
class Clock:
    """The file behind MUSTER_CLOCK: a moment, and the time from when on it runs."""

    path: Path

    def set(self, moment: dt.datetime) -> None:
        draft = self.path.with_suffix(".new")
        draft.write_text(moment.astimezone(dt.UTC).isoformat())
        draft.replace(self.path)

    def now(self) -> dt.datetime:
        """What the bot believes the time to be."""
        said = dt.datetime.fromisoformat(self.path.read_text())
        return said + dt.timedelta(seconds=time.time() - self.path.stat().st_mtime)


@dataclass
class Running:
    """A local Slack and a bot in it. `ids` are people by handle, `channels` ids by what they are for."""

    slack: LocalSlack
    folder: Path
    clock: Clock
    language: str
    environment: dict[str, str]
    db: Database = field(init=False)
    ids: dict[str, str] = field(init=False)
    channels: dict[str, str] = field(init=False)
    _bot: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        cast = read("ministry_people")
        self.db = connect(self.environment["DATABASE_URL"])
        self.ids = {seat["handle"]: seat["id"] for seat in cast["people"]}
        self.channels = {one["key"]: one["id"] for one in cast["channels"]}
        self.workspace = str(cast["workspace"]["id"])

    @property
    def hears(self) -> str:
        """Where the bot takes what Slack posts, signed; in Socket Mode too."""
        return f"http://127.0.0.1:{self.environment['PORT']}/slack/events"

    def muster(self, *words: str, quiet: bool = True) -> None:
        """One command of the program, to its end. CalledProcessError when it fails."""
        with self._log() as log:
            subprocess.run(self._command(*words), env=self.environment, check=True, stderr=log if quiet else None)

    def forget_channels(self) -> None:
        """Direct messages of an earlier local Slack are gone with it."""
        with self.db.begin() as session:
            for person in people.everybody(session, self.workspace):
                if person.dm is not None:
                    people.save(session, self.workspace, replace(person, dm=None))

    def start(self) -> None:
        """`muster run`, until it is connected."""
        with self._log() as log:
            # a session of its own: Ctrl-C is for whoever started it, who ends it in order
            self._bot = subprocess.Popen(
                self._command("run"), env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        if "SLACK_APP_TOKEN" in self.slack.environment():
            self.slack.wait_for_bot()
        else:
            self._wait_for_http()

    def stop(self) -> None:
        """SIGTERM: it finishes what it has begun."""
        if self._bot is not None:
            self._bot.terminate()
            try:
                self._bot.wait(12)
            except subprocess.TimeoutExpired:
                self._bot.kill()
                self._bot.wait()
        self.db.close()

    def alive(self) -> None:
        """Raises BotEnded when it is not."""
        if self._bot is not None and self._bot.poll() is not None:
            raise BotEnded(f"the bot ended with {self._bot.returncode}:\n{self.log_text()[-2000:]}")

    def log_text(self) -> str:
        return (self.folder / "bot.log").read_text(errors="replace")

    def now(self) -> dt.datetime:
        """The bot's time, in Seoul."""
        return self.clock.now().astimezone(ZONE)

    def move(self, moment: dt.datetime) -> None:
        """The bot's clock stands there now, and runs on; what is being said is said before.

        A lease that a leap of the clock ends would leave the bot unsure whether it had said something.
        """
        self._wait_until_said(SECONDS)
        self.clock.set(moment)

    def live_on(self, moment: dt.datetime) -> None:
        """The same, and meanwhile the ministry's people went on visiting."""
        since = self.clock.now()
        self._wait_until_said(SECONDS)
        go_on(self.db, self.workspace, since, moment)
        self.clock.set(moment)

    def settle(self, seconds: float = SECONDS) -> None:
        """Until all is planned and nothing that is due is left to be said, looked at twice. TimeoutError, BotEnded."""
        self._wait(self._undone, seconds)

    def _wait_until_said(self, seconds: float) -> None:
        self._wait(lambda: [_named(post) for post in self._unsaid()], seconds)

    def _wait(self, left: Callable[[], list[str]], seconds: float) -> None:
        end, quiet = time.monotonic() + seconds, 0
        while quiet < 2:
            self.alive()
            waiting = left()
            quiet = 0 if waiting else quiet + 1
            if time.monotonic() > end:
                raise TimeoutError(f"not done within {seconds:g} s: {', '.join(waiting[:5])}")
            if waiting:
                self._skip_the_gap()
            time.sleep(LOOK)

    def _skip_the_gap(self) -> None:
        """When all that waits only keeps the channels' pace, a second passes at once.

        Not while something is being sent: its lease goes by the clock.
        """
        if all(post.state is State.PLANNED for post in self._unsaid()):
            self.clock.set(self.clock.now() + GAP)

    def _undone(self) -> list[str]:
        """What the bot has yet to plan, to look after and to say, under the clock as it is now."""
        now = self.clock.now()
        with self.db.read() as session:
            mark = ledger.watermark(session, self.workspace)
            version = rules_version(said_by(MAKERS), workspaces.version(session, self.workspace))
            planned = mark is not None and mark.version == version and now + AHEAD < mark.next_due
            sweeps = [one.name for one in SWEEPS if ledger.sweep_due(session, self.workspace, one.name, now, one.every)]
        return [*([] if planned else ["the timetable"]), *sweeps, *map(_named, self._unsaid())]

    def _unsaid(self) -> list[Post]:
        with self.db.read() as session:
            return ledger.listing(session, self.workspace, states=UNSAID, limit=2000, until=self.clock.now())

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, str(MUSTER), *words]

    def _log(self) -> Any:
        return (self.folder / "bot.log").open("ab")

    def _wait_for_http(self) -> None:
        def ready() -> bool:
            self.alive()
            return "ready" in self.log_text()

        self.slack.page.wait(ready, "the bot's readiness", 30)


def _named(post: Post) -> str:
    return f"{post.series} {post.occurrence} #{post.part} ({post.state})"


@contextmanager
def demo(
    folder: Path,
    *,
    at: dt.datetime,
    language: str = "ko",
    http: bool = False,
    port: int = 0,
    every: float = EVERY,
    undo: int = 600,
    quiet: bool = True,
) -> Iterator[Running]:
    """A running demo whose files are in `folder`; what is there already goes on (`seed` when it is empty).

    `at` is the bot's time at the start, `every` the seconds between two of its rounds, `undo` those of *Undo*.
    """
    folder.mkdir(parents=True, exist_ok=True)
    bot_port = free_port()
    with LocalSlack(
        users(language),
        channels(language),
        team=read("ministry_people")["workspace"]["id"],
        workspace=read("ministry_people")["workspace"][language],
        request_url=f"http://127.0.0.1:{bot_port}/slack/events" if http else "",
        port=port,
    ) as slack:
        clock = Clock(folder / "clock")
        clock.set(at)
        pace = {
            "MUSTER_DELIVER_EVERY_SECONDS": str(every),
            "MUSTER_PLAN_EVERY_SECONDS": str(every),
            "MUSTER_UNDO_SECONDS": str(undo),
        }
        running = Running(slack, folder, clock, language, _environment(slack, folder, language, bot_port) | pace)
        try:
            running.muster("seed", quiet=quiet)
            running.forget_channels()
            clock.set(at)
            running.start()
            yield running
        finally:
            running.stop()


def users(language: str) -> list[User]:
    """The ministry's people, as the local Slack has them."""
    seats = sorted(read("ministry_people")["people"], key=lambda seat: seat["handle"] != FIRST[0])
    return [User(seat["id"], seat["handle"], seat[language]) for seat in seats]


def channels(language: str) -> list[Channel]:
    """Its channels, each with those whom it is for."""
    seats = read("ministry_people")["people"]
    rooms = sorted(read("ministry_people")["channels"], key=lambda one: one["key"] != FIRST[1])
    return [Channel(one["id"], one[language], _members(one["key"], seats)) for one in rooms]


def _members(key: str, seats: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    def belongs(seat: dict[str, Any]) -> bool:
        if key == "leadership":
            return bool(seat.get("leads"))
        if key == "admin":
            return "role" in seat
        return key in (seat["team"], *seat.get("in", ()), *seat.get("leads", ()))

    return tuple(seat["id"] for seat in seats if belongs(seat))


def _environment(slack: LocalSlack, folder: Path, language: str, port: int) -> dict[str, str]:
    """The bot's settings: nothing of what this machine has set for another Muster."""
    admin = next(seat["id"] for seat in read("ministry_people")["people"] if seat.get("role") == "admin")
    ours = {
        "DATABASE_URL": f"sqlite:///{folder.absolute() / 'muster.db'}",
        "MUSTER_ADMINS": admin,
        "MUSTER_CLOCK": str((folder / "clock").absolute()),
        "MUSTER_LANGUAGE": language,
        "PORT": str(port),
    }
    cleared = dict.fromkeys(NAMES, "")
    return {**os.environ, **cleared, **slack.environment(), **ours}


def fresh(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
