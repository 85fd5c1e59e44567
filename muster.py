"""Starts everything: settings → database → Slack → clock; and the command line."""

import gc
import sys
from typing import Any, NoReturn

gc.disable()  # what is imported stays: looking through it again and again for garbage is a tenth of the start
# structlog loads rich for traces in colour, which no log of ours has: a twentieth of the start
_rich: Any = sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # None: not to be imported
import structlog

if _rich is None:
    del sys.modules["rich"]

import argparse
import json
import os
import signal
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from dotenv import find_dotenv, load_dotenv
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

import bot
import handlers
import schedules
import storage
from bot.domain.calendars import is_country
from bot.refusals import NotSaved
from bot.settings import BadSettings, Settings, read
from handlers import console, metrics
from handlers.answering import Wire
from handlers.bolt import app
from handlers.console import DONE, FAILED, WRONG, Command, House, Unusable, databases, logs
from handlers.door import Door
from handlers.feeds import CalendarFeeds
from handlers.health import Health
from handlers.joining import EVENTS
from handlers.routing import routes
from handlers.socket import Busy, Socket
from handlers.surveys.page import SurveyPages
from handlers.web import THREADS, Page, Room, Server, Wsgi, wsgi
from schedules import MAKERS, homepages
from schedules import people as people_jobs
from schedules.clocks import clock_of, machine
from schedules.jobs import job
from schedules.planning import plan_round
from schedules.speaking import posting_client
from storage import connect, workspaces

gc.freeze()  # nor is it looked through later
gc.set_threshold(10_000, 20, 50)  # a request leaves next to nothing behind: none waits 50 ms because of those before it
gc.enable()

log = structlog.get_logger("muster")
DRAIN_SECONDS = 3.5  # once for what is being answered, once for what is being sent
FLUSH_SECONDS = 1.0  # for the answers to go out
GREET_EVERY = 60.0


# what is started -----------------------------------------------------------------------------------------------------


def house_of(settings: Settings) -> House:
    """The parts of these settings. Nothing is connected yet. Raises Unusable."""
    clock = clock_of(settings)
    try:
        db = connect(settings.database_url, settings.rules.command_prefix)
    except ModuleNotFoundError as missing:
        raise Unusable(f"PostgreSQL needs {missing.name}: pip install 'muster[postgres]'.") from missing
    slack = partial(posting_client, settings.bot_token, settings.slack_api_url)
    return House(settings, db, clock, slack, partial(plan_round, db, schedules.said_by(MAKERS), clock), machine)


def run(house: House, _arguments: Namespace) -> int:
    """Everything in one process, until SIGTERM or Ctrl-C."""
    settings, watched = house.settings, metrics.of_a_process()
    greeting = house.greet()
    house.workspace(greeting)
    door = Door(
        house.db,
        routes(handlers.FEATURES),
        wire(house),
        house.clock,
        settings.rules,
        EVENTS,
        schedules.foresee_quickly,
        lambda: health.greeting,
        watched,
    )
    slack = app(door, authorizer(house, greeting))
    socket = Socket(slack, settings.app_token, house.slack(10)) if settings.socket_mode else None
    health = Health(house.db, lambda: house.slack(10), machine, socket.connected if socket else None)
    watched.watch(house.db, house.clock, health.unready)
    if socket:
        watched.watch_socket(socket.connected)
    clockwork = schedules.build(
        house.db,
        lambda _workspace: house.slack(settings.delivery.http_timeout),
        MAKERS,
        house.clock,
        settings.delivery,
        more=[
            ("people", settings.delivery.plan_every, lambda: sync(house)),
            ("greet", GREET_EVERY, health.ask),
            ("homepages", homepages.EVERY, lambda: homepages.round_(house.db, house.clock)),
        ],
        observer=watched,
    )
    busy = socket.busy if socket else Busy()
    pages = {"/metrics": Page(metrics.CONTENT_TYPE, watched.page)}
    signed = slack if settings.signing_secret else None  # in Socket Mode, too, nobody is heard here without a signature
    ended = told_to_end()  # before anybody can hear of us
    server = serve(
        settings, wsgi(signed, settings.signing_secret, health.unready, busy, pages, rooms_of(house)), house.db.dialect
    )
    health.ask()  # ready before the first rounds, which read everything
    if socket and not ended.is_set():
        connect_socket(socket)
    clockwork.start()
    log.info("ready", mode="socket" if socket else "http", address=f"http://{settings.host}:{server.port}")
    with house.db.listening():
        ended.wait()
    log.info("stopping")
    health.ending = True
    if socket:
        socket.drain(DRAIN_SECONDS)
    else:
        busy.wait(DRAIN_SECONDS)
    server.drain(FLUSH_SECONDS)
    clockwork.stop(DRAIN_SECONDS)
    server.close()
    house.db.close()
    log.info("stopped")
    leave()


def rooms_of(house: House) -> Mapping[str, Room]:
    """Who answers below a path: surveys' pages, calendars."""
    asked = (house.db, house.clock, house.settings.rules)
    return {"s": SurveyPages(*asked), "feeds": CalendarFeeds(*asked)}


def sync(house: House) -> str:
    """Who is in the workspace, from Slack; gives its id, "" when Slack does not answer."""
    return people_jobs.round_(house.db, house.slack(10), house.settings.rules, house.clock, time.sleep)


def wire(house: House) -> Wire:
    """How the door reaches Slack: one second, no second try."""

    def post(url: str, payload: Mapping[str, Any]) -> int:
        return WebhookClient(url, timeout=1, retry_handlers=[]).send_dict(dict(payload)).status_code

    return Wire(lambda _workspace: house.slack(1), post)


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


def serve(settings: Settings, application: Wsgi, database: str) -> Server:
    """The HTTP server of a bot on that kind of database. Raises Unusable when the port is taken."""
    try:
        return Server(application, settings.host, settings.port, THREADS[database])
    except OSError as error:
        raise Unusable(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. Set PORT.") from error
    except ValueError as error:  # waitress's word for a name that nobody knows
        raise Unusable(f"{settings.host} is no address of this machine. Set HOST.", WRONG) from error


def connect_socket(socket: Socket) -> None:
    """Raises Unusable when Slack does not take the app's token."""
    try:
        socket.connect_and_wait(10)
    except (SlackClientError, OSError) as error:
        raise Unusable(f"Slack does not know SLACK_APP_TOKEN, or does not answer: {error}") from error


def told_to_end() -> threading.Event:
    """Set by SIGTERM or SIGINT, from now on."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    return ended


def leave() -> NoReturn:
    """End the process now. Python would wait for its threads, one of which may sleep as long as Slack asked for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(DONE)


def tick(house: House, _arguments: Namespace) -> int:
    """One round of every due job, and delivery of all that is due."""
    house.workspace(house.greet())
    delivery = house.settings.delivery
    rounds = {
        "people": lambda: sync(house),
        "homepages": lambda: homepages.round_(house.db, house.clock),
        "tick": lambda: schedules.tick(
            house.db, lambda _workspace: house.slack(delivery.http_timeout), MAKERS, house.clock, delivery
        ),
    }
    well = [job(name, run) for name, run in rounds.items()]  # one that fails keeps no other back
    if not all(well):
        raise Unusable("A job failed; the log above says which.")
    return DONE


def seed(house: House, arguments: Namespace) -> int:
    """The demo organisation, or a synthetic one, in the workspace that `auth.test` names."""
    from storage import seed as seeding  # the demo's data is nothing that `run` needs

    greeting = house.greet()
    workspace = house.workspace(greeting)
    sync(house)
    seeded = seeding.seed(house.db, workspace, house.clock(), people=arguments.people, weeks=arguments.weeks)
    if arguments.json:
        print(json.dumps(seeded.as_json(), ensure_ascii=False))
    return DONE


def preview(house: House, arguments: Namespace) -> int:
    """What will be posted, where, to whom."""
    with house.db.read() as session:
        lines = [
            line
            for workspace in workspaces.all_ids(session)
            for line in schedules.foresee(session, workspace, house.clock(), arguments.days)
        ]
    if arguments.json:
        print(json.dumps(lines, ensure_ascii=False, default=str))
    else:
        for line in lines:
            print(f"{line['due']}  {line['series']:<22} {line['occurrence']:<12} {line['channel']}")
    return DONE


# the command line ----------------------------------------------------------------------------------------------------


def ticking(options: ArgumentParser) -> None:
    options.add_argument("--now", help="the moment to play: an ISO moment or +seconds")


def seeding(options: ArgumentParser) -> None:
    options.add_argument("what", nargs="?", choices=["ministry"], default="ministry")
    options.add_argument("--people", type=some, default=0)
    options.add_argument("--weeks", type=some, default=0)
    options.add_argument("--json", action="store_true")


def days(typed: str) -> int:
    """`7d` or `7`. Raises ArgumentTypeError."""
    number = typed.removesuffix("d")
    if not (number.isascii() and number.isdigit() and 1 <= len(number) <= 3):
        raise argparse.ArgumentTypeError(f"{typed} are no days: type 7d")
    return int(number)


def some(typed: str) -> int:
    """`300`. Raises ArgumentTypeError."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and int(typed)):
        raise argparse.ArgumentTypeError(f"{typed} is no number from 1 to 99999")
    return int(typed)


def previewing(options: ArgumentParser) -> None:
    options.add_argument("days", nargs="?", type=days, default=days("7d"), help="such as 7d")
    options.add_argument("--json", action="store_true")


COMMANDS = (
    Command("run", "everything in one process: Slack, the clock, delivery, HTTP", run),
    Command("tick", "one round of every due job and delivery, then exit", tick, ticking),
    Command("seed", "the demo organisation, or a synthetic one for load", seed, seeding),
    Command("preview", "what will be posted, where, to whom", preview, previewing, connects=False),
    *console.COMMANDS,
)


def parser() -> ArgumentParser:
    """The command line, as operations know it."""
    made = argparse.ArgumentParser("muster", description="Runs the week and the month of an organisation in the field.")
    words = made.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        options = words.add_parser(command.word, help=command.about)
        command.options(options)
        options.set_defaults(does=command)
    return made


def perform(arguments: Namespace, environment: Mapping[str, str]) -> int:
    """Do one command."""
    command: Command = arguments.does
    if getattr(arguments, "now", None):
        environment = {**environment, "MUSTER_CLOCK": arguments.now}
    settings = read(environment, connecting=command.connects, is_country=is_country)
    logs.set_up(settings)
    house = house_of(settings)
    if command.opens:
        databases.make_ready(
            house.db, migrates=house.db.dialect == "sqlite"
        )  # on PostgreSQL only `muster migrate` does
    return command.run(house, arguments)


def one_house() -> None:
    """Four generic package names collide in a shared environment: all must come from one folder."""
    folders = {Path(str(package.__file__)).parent.parent for package in (bot, handlers, schedules, storage)}
    if len(folders) > 1:
        raise Unusable(
            f"Muster is mixed up with another program: {sorted(map(str, folders))}. Give it a venv of its own."
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """The `muster` command. Exit codes: 0 done, 1 something failed, 2 wrong usage or settings."""
    found = find_dotenv(usecwd=True)  # the .env of where it is started, wherever it is installed
    try:
        load_dotenv(found)
    except UnicodeDecodeError:
        print(f"muster: {found} is no text in UTF-8. Save it as UTF-8.", file=sys.stderr)
        return WRONG
    asked = parser().parse_args(arguments)
    try:
        one_house()
        return perform(asked, os.environ)
    except BadSettings as bad:
        print("\n".join(f"muster: {fault}" for fault in bad.faults), file=sys.stderr)
        return WRONG
    except Unusable as unusable:
        print(f"muster: {unusable}", file=sys.stderr)
        return unusable.code
    except NotSaved:
        print("muster: The database did not answer in time; nothing was saved. Try again in a moment.", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
