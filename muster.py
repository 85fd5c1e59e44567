"""Starts everything: settings → database → Slack → clock; and the command line."""

import argparse
import datetime as dt
import json
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from dotenv import find_dotenv, load_dotenv
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

import bot
import handlers
import schedules
import storage
from bot.domain.workspaces import Workspace
from bot.settings import BadSettings, Settings, read
from handlers import manifest
from handlers.answering import Wire
from handlers.bolt import app
from handlers.door import Door
from handlers.joining import EVENTS
from handlers.routing import routes
from handlers.socket import Busy, Socket
from handlers.web import wsgi
from schedules import MAKERS
from schedules import people as people_jobs
from schedules.speaking import posting_client
from storage import Database, connect, workspaces
from storage.migrating import migrate, revision

log = structlog.get_logger("muster")
DONE, FAILED, WRONG = 0, 1, 2
DRAIN_SECONDS = 4.0


class Unusable(Exception):  # noqa: N818 it says what is unusable, in one sentence
    """The command cannot be done; the sentence goes to stderr."""


# the clock -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offset:
    """The machine's clock, moved by what MUSTER_CLOCK says; a file is read again when it changes."""

    said: str
    started: dt.datetime

    def __call__(self) -> dt.datetime:
        real = dt.datetime.now(dt.UTC)
        said = Path(self.said).read_text().strip() if os.path.isfile(self.said) else self.said
        return real + moved(said, self.started if said == self.said else _changed(self.said))


def moved(said: str, at: dt.datetime) -> dt.timedelta:
    """How far a clock is moved that `said` something at the real moment `at`: `+86400`, or an ISO moment."""
    if not said:
        return dt.timedelta()
    if said[0] in "+-":
        return dt.timedelta(seconds=float(said))
    moment = dt.datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)) - at


def _changed(path: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(os.path.getmtime(path), dt.UTC)


def clock_of(settings: Settings) -> Callable[[], dt.datetime]:
    """The clock that every command reads."""
    clock = Offset(settings.clock, dt.datetime.now(dt.UTC))
    try:
        clock()
    except ValueError:
        raise BadSettings(["MUSTER_CLOCK: must be seconds such as +86400, an ISO moment, or a file with one"]) from None
    return clock


# what is started -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class House:
    """The parts, connected: what the commands work with."""

    settings: Settings
    db: Database
    clock: Callable[[], dt.datetime]

    def client(self, seconds: float = 1.0) -> WebClient:
        return posting_client(self.settings.bot_token, self.settings.slack_api_url, seconds)

    def greet(self) -> Mapping[str, Any]:
        """`auth.test`: who we are in which workspace. Raises Unusable."""
        try:
            answered = self.client(5).auth_test()
        except (SlackClientError, OSError) as error:
            raise Unusable(f"Slack does not know this token, or does not answer: {error}") from error
        return {name: answered[name] for name in ("team_id", "team", "url", "user_id", "bot_id") if answered.get(name)}

    def workspace(self, greeting: Mapping[str, Any]) -> str:
        rules = self.settings.rules
        domain = str(greeting.get("url", "")).removeprefix("https://").split(".")[0]
        new = Workspace(
            str(greeting["team_id"]),
            str(greeting.get("team", "")),
            domain,
            language=rules.language,
            zone=rules.zone,
            holidays=rules.holidays,
        )
        with self.db.begin() as session:
            workspaces.ensure(session, new)
        return new.id


def open_house(settings: Settings, *, migrates: bool) -> House:
    """Settings → database, at this version. On PostgreSQL only `muster migrate` migrates."""
    db = connect(settings.database_url)
    if migrates or db.dialect == "sqlite":
        migrate(db)
    elif revision(db) is None:
        raise Unusable("The database is empty. Run `muster migrate` first.")
    return House(settings, db, clock_of(settings))


def run(house: House) -> int:
    """Everything in one process, until SIGTERM or Ctrl-C."""
    settings = house.settings
    greeting = house.greet()
    house.workspace(greeting)
    door = Door(
        house.db, routes(handlers.FEATURES), wire(house), house.clock, settings.rules, EVENTS, schedules.foresee_quickly
    )
    slack = app(door, authorizer(house, greeting), settings.signing_secret, http=not settings.socket_mode)
    clockwork = schedules.build(
        house.db,
        lambda _workspace: house.client(settings.delivery.http_timeout),
        MAKERS,
        house.clock,
        settings.delivery,
        more=[("people", settings.delivery.plan_every, lambda: sync(house))],
    )
    socket = Socket(slack, settings.app_token, house.client(10)) if settings.socket_mode else None
    busy = socket.busy if socket else Busy()
    server = serve(settings, wsgi(slack, lambda: unready(house, socket), busy))
    clockwork.start()
    if socket:
        socket.connect_and_wait(10)
    log.info("ready", mode="socket" if socket else "http", address=f"http://{settings.host}:{server.effective_port}")
    wait_for_the_end()
    log.info("stopping")
    if socket:
        socket.drain(DRAIN_SECONDS)
    else:
        busy.wait(DRAIN_SECONDS)
    clockwork.stop(DRAIN_SECONDS)
    server.close()
    house.db.close()
    return DONE


def sync(house: House) -> str:
    """Who is in the workspace, from Slack; gives its id, "" when Slack does not answer."""
    return people_jobs.round_(house.db, house.client(10), house.settings.rules, house.clock, time.sleep)


def wire(house: House) -> Wire:
    """How the door reaches Slack: one second, no second try."""

    def post(url: str, payload: Mapping[str, Any]) -> int:
        return WebhookClient(url, timeout=1, retry_handlers=[]).send_dict(dict(payload)).status_code

    return Wire(lambda _workspace: house.client(1), post)


def authorizer(house: House, greeting: Mapping[str, Any]) -> Callable[..., AuthorizeResult]:
    """Who we are, told to Bolt without asking Slack for each request."""
    me = AuthorizeResult(
        enterprise_id=greeting.get("enterprise_id"),
        team_id=greeting["team_id"],
        bot_user_id=greeting.get("user_id"),
        bot_id=greeting.get("bot_id"),
        bot_token=house.settings.bot_token,
    )
    return lambda **_request: me


def serve(settings: Settings, application: Callable[..., Any]) -> Any:
    """The HTTP server, running in a thread of its own. Raises Unusable when the port is taken."""
    from waitress.server import create_server  # only who serves waits for the import

    try:
        server = create_server(application, host=settings.host, port=settings.port, threads=8, ident="muster")
    except OSError as error:
        raise Unusable(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. Set PORT.") from error
    threading.Thread(target=server.run, name="http", daemon=True).start()
    return server


def unready(house: House, socket: Socket | None) -> str:
    """What is not well, "" when all is."""
    if socket is not None and not socket.connected():
        return "Socket Mode is not connected"
    try:
        with house.db.read() as session:
            workspaces.all_ids(session)
    except Exception as error:  # noqa: BLE001 whatever keeps the database from answering, this process is not ready
        return f"the database does not answer ({type(error).__name__})"
    return ""


def wait_for_the_end() -> None:
    """Until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


# the command line ----------------------------------------------------------------------------------------------------


def tick(house: House) -> int:
    """One round of every due job, and delivery of all that is due."""
    house.workspace(house.greet())
    timeout = house.settings.delivery.http_timeout
    try:
        schedules.tick(house.db, lambda _workspace: house.client(timeout), MAKERS, house.clock, house.settings.delivery)
    except schedules.JobFailed as failed:
        raise Unusable("A job failed; the log above says which.") from failed
    return DONE


def seed(house: House, arguments: argparse.Namespace) -> int:
    """The demo organisation, or a synthetic one, in the workspace that `auth.test` names."""
    from storage import seed as seeding  # the demo's data is nothing that `run` needs

    greeting = house.greet()
    workspace = house.workspace(greeting)
    sync(house)
    seeded = seeding.seed(house.db, workspace, house.clock(), people=arguments.people, weeks=arguments.weeks)
    if arguments.json:
        print(json.dumps(seeded.as_json(), ensure_ascii=False))
    return DONE


def show_preview(house: House, arguments: argparse.Namespace) -> int:
    """What will be posted, where, to whom."""
    days = int(arguments.span.rstrip("d"))
    with house.db.read() as session:
        lines = [
            line
            for workspace in workspaces.all_ids(session)
            for line in schedules.foresee(session, workspace, house.clock(), days)
        ]
    if arguments.json:
        print(json.dumps(lines, ensure_ascii=False, default=str))
    else:
        for line in lines:
            print(f"{line['due']}  {line['series']:<22} {line['occurrence']:<12} {line['channel']}")
    return DONE


def parser() -> argparse.ArgumentParser:
    """The command line, as operations know it."""
    made = argparse.ArgumentParser("muster", description="Runs the week and the month of an organisation in the field.")
    commands = made.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="everything in one process: Slack, the clock, delivery, HTTP")
    ticking = commands.add_parser("tick", help="one round of every due job and delivery, then exit")
    ticking.add_argument("--now", help="the moment to play: an ISO moment or +seconds")
    commands.add_parser("migrate", help="bring the database to this version")
    seeding = commands.add_parser("seed", help="the demo organisation, or a synthetic one for load")
    seeding.add_argument("what", nargs="?", choices=["ministry"], default="ministry")
    seeding.add_argument("--people", type=int, default=0)
    seeding.add_argument("--weeks", type=int, default=0)
    seeding.add_argument("--json", action="store_true")
    commands.add_parser("manifest", help="the Slack app manifest for these settings")
    previewing = commands.add_parser("preview", help="what will be posted, where, to whom")
    previewing.add_argument("span", nargs="?", default="7d")
    previewing.add_argument("--json", action="store_true")
    return made


def perform(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Do one command."""
    if getattr(arguments, "now", None):
        environment = {**environment, "MUSTER_CLOCK": arguments.now}
    offline = arguments.command in ("migrate", "manifest", "preview")
    settings = read(environment, connecting=not offline)
    set_up_logging(settings)
    if arguments.command == "manifest":
        print(json.dumps(manifest.manifest(settings), ensure_ascii=False, indent=2))
        return DONE
    house = open_house(settings, migrates=arguments.command == "migrate")
    match arguments.command:
        case "run":
            return run(house)
        case "tick":
            return tick(house)
        case "seed":
            return seed(house, arguments)
        case "preview":
            return show_preview(house, arguments)
    return DONE


def set_up_logging(settings: Settings) -> None:
    """One line an event, on stderr, ours and the libraries' in one shape; never a token, never what people typed."""
    level = getattr(logging, settings.log_level.upper())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a round that still runs is no news
    for chatty in ("slack_bolt", "slack_sdk", "alembic", "websocket", "urllib3"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    logging.getLogger("muster.bolt").setLevel(logging.ERROR)  # it warns of the token that our authorize replaces
    before: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(where),
    ]
    shown: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(sys.stderr)
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown]
    named = [structlog.stdlib.add_logger_name, *before]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=named, processors=last))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    structlog.configure(
        processors=[*before, shown],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def where(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """The places of an error and of its causes, with their types; its messages may hold what people typed."""
    lines: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        lines += [type(error).__qualname__ + "\n", *traceback.format_tb(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip()


def one_house() -> None:
    """Four generic package names collide in a shared environment: all must come from one folder."""
    folders = {Path(str(package.__file__)).parent.parent for package in (bot, handlers, schedules, storage)}
    if len(folders) > 1:
        raise Unusable(
            f"Muster is mixed up with another program: {sorted(map(str, folders))}. Give it a venv of its own."
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """The `muster` command. Exit codes: 0 done, 1 something failed, 2 wrong usage or settings."""
    load_dotenv(find_dotenv(usecwd=True))  # the .env of where it is started, wherever it is installed
    asked = parser().parse_args(arguments)
    try:
        one_house()
        return perform(asked, os.environ)
    except BadSettings as bad:
        print("\n".join(f"muster: {fault}" for fault in bad.faults), file=sys.stderr)
        return WRONG
    except Unusable as unusable:
        print(f"muster: {unusable}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
