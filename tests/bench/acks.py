"""What an acknowledgement costs, in CPU: a no-op Bolt listener is the floor, everything above it is ours."""

import datetime as dt
import io
import itertools
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.blocks import kit
from bot.blocks.kit import Card
from bot.i18n import Md
from handlers.asks import Ask, Binding, Feature, Noun, Reply, Say
from handlers.bolt import app
from handlers.routing import routes
from handlers.socket import Busy
from handlers.web import Wsgi, wsgi
from tests.bench.measuring import Line, against, cpu_pair
from tests.bench.places import CROWD, stage
from tests.cast import BOM, EXPORT, WS, Stage
from tests.doubles.payloads import sign

SECRET = "bench-signing-secret"
LINE = "대한정밀{place}: 2분기 수주 회복 ! 납품대금 지연 ! 용접공 부족 #안산 #부품 #생산 @ara on:어제"
MANY = 200


def lines(url: str, promised: float) -> Iterator[Line]:
    """A logged visit in process and over HTTP."""
    with stage(url) as there:
        yield against("CPU of a logged visit, against a no-op Bolt listener", _in_process(there), promised)
        yield against("the same through the WSGI routes, signed", _over_http(there), promised)


def many_commands(url: str) -> Iterator[Line]:
    """Of 200 commands one costs what the only one costs: listeners are looked up, not tried."""
    with stage(url) as there:
        alone, among = _answering(there, 1), _answering(there, MANY)
        yield against(f"CPU of a command among {MANY}, against the only one", cpu_pair(among, alone), 1.3)


def visits() -> Iterator[tuple[str, str, str]]:
    """Text, trigger and person of one visit after another."""
    for n in itertools.count():
        yield LINE.format(place=n % 100), f"t{n}", f"U1{n % CROWD:03}"


def _in_process(there: Stage) -> tuple[float, float]:
    ours = app(there.door, authorize)
    noop = App(authorize=authorize, process_before_response=True, request_verification_enabled=False)
    noop.command("/noop")(acknowledge)
    several = visits()

    def log() -> None:
        text, trigger, person = next(several)
        _later(there, trigger)
        response = ours.dispatch(_request(body("/visit", text, trigger, person)))
        assert "V-" in (response.body or ""), response.body

    return cpu_pair(log, lambda: noop.dispatch(_request(body("/noop", LINE, "t"))))


def _over_http(there: Stage) -> tuple[float, float]:
    """As organisations run it over HTTP: signature, routes and body included."""
    ours = wsgi(app(there.door, authorize), SECRET, str, Busy())
    noop_app = App(authorize=authorize, process_before_response=True, request_verification_enabled=False)
    noop_app.command("/noop")(acknowledge)
    noop = wsgi(noop_app, SECRET, str, Busy())
    several = visits()

    def log() -> None:
        text, trigger, person = next(several)
        _later(there, trigger)
        assert b"V-" in _post(ours, body("/visit", text, f"h{trigger}", person))

    return cpu_pair(log, lambda: _post(noop, body("/noop", LINE, "t")))


def _later(there: Stage, trigger: str) -> None:
    """The same people, places and day again, eleven minutes on: without the question whether it is the same visit."""
    if trigger.endswith("00"):
        there.now += dt.timedelta(minutes=11)


def _answering(there: Stage, number: int) -> Callable[[], None]:
    """One command of so many, asked again and again."""
    nouns = [_noun(f"word{at}") for at in range(number)]
    door = replace(there.door, routes=routes([Feature(noun=noun) for noun in nouns] + [Feature(noun=_noun("muster"))]))
    bolt = app(door, authorize)
    request = body(f"/word{number - 1}", "", "t")

    def ask() -> None:
        assert "answer" in (bolt.dispatch(_request(request)).body or "")

    return ask


def _noun(word: str) -> Noun:
    return Noun(word, "", (), "", lambda _today: (), {}, Binding(_say, writes=False))


def _say(_ask: Ask) -> Reply:
    return Say(Card("answer", (kit.section(Md("answer")),)))


def _post(application: Wsgi, sent: str) -> bytes:
    """A signed request, as a WSGI server hands it over."""
    headers = sign(SECRET, sent, int(time.time()))
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(sent.encode())),
        "wsgi.input": io.BytesIO(sent.encode()),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    return b"".join(application(environ, lambda *_: None))


def _request(sent: str) -> BoltRequest:
    return BoltRequest(body=sent, headers={"content-type": ["application/x-www-form-urlencoded"]})


def body(command: str, text: str, key: str, person: str = BOM) -> str:
    """A slash command as Slack sends it."""
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


def authorize(**_request: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=WS, bot_user_id="U0MUSTER", bot_id="B0", bot_token="xoxb-1")


def acknowledge(ack: Callable[[], object]) -> None:
    ack()
