"""The settings, read from a mapping (the environment). All faults are told at once, each with its setting's name."""

import datetime as dt
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.values import frozen
from bot.voices import Voice

T = TypeVar("T")

SLACK: Final = "https://slack.com/api/"
NO_CLOCK: Final = "must be seconds such as +86400, an ISO moment, or a file with one"
SHORTEST_KEY: Final = 16


class BadSettings(Exception):  # noqa: N818 it names what is bad, not what raised
    """Settings that cannot be used. `faults` are whole sentences, one a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@frozen
class Rules:
    """What listeners need to know of the settings."""

    command_prefix: str = ""
    undo: dt.timedelta = dt.timedelta(seconds=600)
    public_url: str = ""
    # signs the addresses of calendars; without a setting they hold until this process ends
    feed_key: bytes = field(default_factory=partial(secrets.token_bytes, 32), repr=False, compare=False)
    address: str = "http://127.0.0.1:3000"  # of our pages: PUBLIC_URL, else where this process listens
    admins: tuple[str, ...] = ()
    language: str = "ko"  # of a new workspace, and of whoever we know nothing about; the next two likewise
    zone: str = "Asia/Seoul"
    holidays: str = "KR"

    @property
    def voice(self) -> Voice:
        """Whoever we know nothing about hears this."""
        return Voice(self.language, self.zone, self.command_prefix)


@frozen
class DeliverySettings:
    """Seconds throughout; see design of the ledger: the lease is more than twice the HTTP timeout."""

    lease: float = 120.0
    settle: float = 60.0
    http_timeout: float = 10.0
    deliver_every: float = 2.0
    plan_every: float = 60.0


@frozen
class Settings:
    """All settings, with the defaults of a fresh installation."""

    bot_token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    slack_api_url: str = SLACK
    database_url: str = "sqlite:///muster.db"
    host: str = "127.0.0.1"
    port: int = 3000
    clock: str = ""
    secret_key: str = ""
    log_level: str = "info"
    log_format: str = "text"
    rules: Rules = Rules()
    delivery: DeliverySettings = DeliverySettings()

    @property
    def socket_mode(self) -> bool:
        return bool(self.app_token)

    @property
    def real_slack(self) -> bool:
        return (urlsplit(self.slack_api_url).hostname or "").endswith("slack.com")


# Every setting that operations may use; a test compares this list with the documentation and with .env.example.
NAMES: Final = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "DATABASE_URL",
    "HOST",
    "PORT",
    "PUBLIC_URL",
    "MUSTER_SECRET_KEY",
    "COMMAND_PREFIX",
    "MUSTER_LANGUAGE",
    "MUSTER_TIMEZONE",
    "MUSTER_HOLIDAYS",
    "MUSTER_ADMINS",
    "MUSTER_CLOCK",
    "MUSTER_UNDO_SECONDS",
    "MUSTER_LEASE_SECONDS",
    "MUSTER_SETTLE_SECONDS",
    "MUSTER_HTTP_TIMEOUT_SECONDS",
    "MUSTER_DELIVER_EVERY_SECONDS",
    "MUSTER_PLAN_EVERY_SECONDS",
    "LOG_LEVEL",
    "LOG_FORMAT",
)


class _Reader:
    """Reads one value after the other and collects what is wrong."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.faults: list[str] = []

    def read(self, name: str, default: T, understand: Callable[[str], T]) -> T:
        given = self.values.get(name, "").strip()
        if not given:
            return default
        try:
            return understand(given)
        except ValueError as wrong:
            self.faults.append(f"{name}: {wrong}")
            return default

    def secret(self, name: str, prefix: str) -> str:
        def understand(given: str) -> str:
            if not given.startswith(prefix):
                raise ValueError(f"must begin with {prefix}")
            return given

        return self.read(name, "", understand)

    def seconds(self, name: str, default: float) -> float:
        def understand(given: str) -> float:
            try:
                number = float(given)
            except ValueError:
                raise ValueError(f"{given!r} is not a number of seconds") from None
            if not 0 < number < 1e6:
                raise ValueError("must be more than 0 and less than 1,000,000 seconds")
            return number

        return self.read(name, default, understand)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        def understand(given: str) -> str:
            if given.lower() not in choices:
                raise ValueError(f"{given!r} is not one of {', '.join(choices)}")
            return given.lower()

        return self.read(name, default, understand)


def read(
    values: Mapping[str, str], *, connecting: bool = True, is_country: Callable[[str], bool] = str.isalpha
) -> Settings:
    """Settings from environment variables. Raises BadSettings with every fault.

    `connecting` asks for what a connection to Slack needs; commands such as `migrate` do without. `is_country` says
    whether the holidays of a country are known.
    """
    reader = _Reader(values)
    found = Settings(
        bot_token=reader.secret("SLACK_BOT_TOKEN", "xoxb-"),
        app_token=reader.secret("SLACK_APP_TOKEN", "xapp-"),
        signing_secret=reader.read("SLACK_SIGNING_SECRET", "", str),
        slack_api_url=reader.read("SLACK_API_URL", SLACK, _url),
        database_url=reader.read("DATABASE_URL", Settings.database_url, database),
        host=reader.read("HOST", Settings.host, str),
        port=reader.read("PORT", Settings.port, _port),
        clock=reader.read("MUSTER_CLOCK", "", _clock),
        secret_key=reader.read("MUSTER_SECRET_KEY", "", _key),
        log_level=reader.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        log_format=reader.choice("LOG_FORMAT", "text", ("text", "json")),
        rules=Rules(
            command_prefix=reader.read("COMMAND_PREFIX", "", _prefix),
            undo=dt.timedelta(seconds=reader.seconds("MUSTER_UNDO_SECONDS", 600)),
            public_url=reader.read("PUBLIC_URL", "", _url).rstrip("/"),
            admins=reader.read("MUSTER_ADMINS", (), _people),
            language=reader.choice("MUSTER_LANGUAGE", Rules.language, ("ko", "en")),
            zone=reader.read("MUSTER_TIMEZONE", Rules.zone, zone_name),
            holidays=reader.read("MUSTER_HOLIDAYS", Rules.holidays, partial(_country, is_country)),
        ),
        delivery=DeliverySettings(
            lease=reader.seconds("MUSTER_LEASE_SECONDS", 120),
            settle=reader.seconds("MUSTER_SETTLE_SECONDS", 60),
            http_timeout=reader.seconds("MUSTER_HTTP_TIMEOUT_SECONDS", 10),
            deliver_every=reader.seconds("MUSTER_DELIVER_EVERY_SECONDS", 2),
            plan_every=reader.seconds("MUSTER_PLAN_EVERY_SECONDS", 60),
        ),
    )
    faults = [*reader.faults, *_together(found, values, connecting=connecting)]
    if faults:
        raise BadSettings(faults)
    address = found.rules.public_url or f"http://{found.host}:{found.port}"
    secret = found.secret_key or found.bot_token
    key = _derived(secret) if secret else found.rules.feed_key
    return replace(found, rules=replace(found.rules, address=address, feed_key=key))


def _together(found: Settings, values: Mapping[str, str], *, connecting: bool) -> list[str]:
    """What is wrong between settings that are well by themselves; what was given and is not well is told already."""
    faults = []
    if connecting and not values.get("SLACK_BOT_TOKEN", "").strip():
        faults.append("SLACK_BOT_TOKEN: is missing; it begins with xoxb- and stands under OAuth & Permissions")
    if connecting and not values.get("SLACK_APP_TOKEN", "").strip() and not found.signing_secret:
        faults.append(
            "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one is needed, xapp-… for Socket Mode, the secret for HTTP"
        )
    if found.delivery.lease <= 2 * found.delivery.http_timeout:
        faults.append("MUSTER_LEASE_SECONDS: must be more than twice MUSTER_HTTP_TIMEOUT_SECONDS")
    if found.clock and found.real_slack and connecting:
        faults.append("MUSTER_CLOCK: is for rehearsals; it is refused with the real Slack (see SLACK_API_URL)")
    return faults


def zone_name(given: str) -> str:
    """An IANA zone name, or ValueError."""
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{given!r} is not a time zone such as Asia/Seoul") from None
    return given


def _url(given: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{given!r} is not an address such as https://muster.example.org")
    return given if given.endswith("/") else given + "/"


def database(given: str) -> str:
    """The address of a database, as it is. Raises ValueError."""
    if not given.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    if given == "sqlite:///":
        raise ValueError("names no file, such as sqlite:///muster.db")
    try:
        urlsplit(given).port  # noqa: B018  # it is read, and refused, when it is asked for
    except ValueError:
        raise ValueError("has a port that is no number from 0 to 65535") from None
    return given


def _port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 6 and int(given) < 65536):
        raise ValueError(f"{given!r} is not a port between 0 and 65535")
    return int(given)


def _country(is_country: Callable[[str], bool], given: str) -> str:
    code = given.upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha() and is_country(code)):
        raise ValueError(f"{given!r} is not a country code of two letters such as KR")
    return code


def _key(given: str) -> str:
    if len(given) < SHORTEST_KEY:
        raise ValueError(f"must have at least {SHORTEST_KEY} characters, such as those of `openssl rand -hex 32`")
    return given


def _derived(secret: str) -> bytes:
    """A key of its own for the addresses of calendars, so that nothing else can be learned from them."""
    return hmac.new(secret.encode(), b"addresses of calendars", hashlib.sha256).digest()


def moved(said: str, at: dt.datetime) -> dt.timedelta:
    """How far a clock is moved that `said` something at the real moment `at`: `+86400`, or an ISO moment.

    Raises ValueError when it said neither.
    """
    if not said:
        return dt.timedelta()
    if said[0] in "+-":
        return dt.timedelta(seconds=float(said))
    moment = dt.datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)) - at


def _clock(given: str) -> str:
    if not os.path.isfile(given):  # what a file says is looked at when it is read
        some = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        try:
            _ = some + moved(given, some)
        except (ValueError, OverflowError):
            raise ValueError(NO_CLOCK) from None
    return given


def _people(given: str) -> tuple[str, ...]:
    ids = tuple(part.strip() for part in given.split(",") if part.strip())
    wrong = [id for id in ids if id[0] not in "UW" or not id.isalnum()]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is not a Slack user id such as U012ABCDEF")
    return ids


def _prefix(given: str) -> str:
    letters = given.replace("-", "").replace("_", "")
    if not (letters.isascii() and letters.isalnum() and given == given.lower() and len(given) <= 12):
        raise ValueError(f"{given!r} must be at most 12 small letters, digits, - or _, such as ms-")
    return given
