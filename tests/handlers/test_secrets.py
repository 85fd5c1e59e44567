"""The log at its most talkative: no token, and nothing that anybody typed."""

import dataclasses
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.settings import Settings
from handlers.asks import Ask, Binding, Reply
from handlers.bolt import app
from handlers.console import logs
from handlers.socket import Busy
from handlers.web import wsgi
from schedules import MAKERS, tick
from schedules.jobs import job
from storage import Session
from storage.visits import VisitRow
from tests.cast import BOM, DANA, EXPORT, Stage
from tests.doubles import payloads
from tests.doubles.faults import Broken, Hang, Refusal
from tests.doubles.slack import FakeSlack
from tests.handlers.test_http import ME, Server
from tests.logs import put_back

TYPED = "은밀한정밀 매각 협의"
SECRETS = ("xoxb-test", "xapp-test", payloads.SECRET, payloads.TOKEN)


class Log(io.StringIO):
    """What stderr got."""

    def leaks(self) -> list[str]:
        said = self.getvalue()
        return [secret for secret in (*SECRETS, TYPED, "은밀한") if secret in said]


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """The log of `muster run` with LOG_LEVEL=debug."""
    made = Log()
    with put_back():
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stderr", made)
            logs.set_up(Settings(log_level="debug", log_format=request.param))
        yield made


def breaks(ask: Ask) -> Reply:
    """Fails with what was typed in its message, and in that of its cause."""
    try:
        int(ask.words)
    except ValueError as error:
        raise RuntimeError(f"{ask.words} of {ask.who.name}") from error
    raise AssertionError("typed text is no number")


def server(stage: Stage) -> Server:
    return Server(wsgi(app(stage.door, lambda **_request: ME), payloads.SECRET, lambda: "", Busy()))


def post(stage: Stage, to: Server, words: str) -> None:
    to.post(payloads.command("/visit", words, user=BOM, trigger_id=stage.slack.trigger(BOM)))


def test_requests_that_are_well_or_refused(stage: Stage, log: Log) -> None:
    to = server(stage)
    post(stage, to, f"{TYPED}: 방문 ! {TYPED}")
    post(stage, to, f"show {TYPED}")
    to.post(payloads.mention(f"visit {TYPED}", user=BOM))
    to.post(payloads.message(TYPED, user=BOM))
    to.post(payloads.event({"type": "something_of_next_year", "text": TYPED}))
    to.post(
        {"type": "block_actions", "actions": [], "team": {"id": "T"}, "user": {"id": BOM}, "message": {"text": TYPED}}
    )
    to.post(payloads.command("/visit", TYPED), secret="another")
    assert log.leaks() == []


def test_a_listener_that_breaks_is_in_the_log_with_its_place_and_reference(stage: Stage, log: Log) -> None:
    noun = stage.door.routes.nouns["visit"]
    stage.door.routes.nouns["visit"] = dataclasses.replace(noun, free=Binding(breaks))
    post(stage, server(stage), TYPED)
    said = log.getvalue()
    assert "failed" in said
    assert "RuntimeError" in said
    assert "ValueError" in said
    assert "in breaks" in said
    assert log.leaks() == []


def test_a_row_that_the_database_does_not_take(stage: Stage, log: Log) -> None:
    def stores(ask: Ask) -> Reply:
        ask.session.add(VisitRow(workspace=ask.ws, number=1, summary=ask.words))
        ask.session.flush()
        raise AssertionError("half a visit was stored")

    noun = stage.door.routes.nouns["visit"]
    stage.door.routes.nouns["visit"] = dataclasses.replace(noun, free=Binding(stores))
    post(stage, server(stage), TYPED)
    assert "IntegrityError" in log.getvalue()
    assert log.leaks() == []


@pytest.mark.parametrize("fault", [Refusal("missing_scope", needed="chat:write"), Broken(), Hang()])
def test_a_slack_that_does_not_answer(stage: Stage, log: Log, fault: Broken | Hang | Refusal) -> None:
    stage.slack.break_down("*", fault)
    stage.types(BOM, f"/visit {TYPED}")
    stage.types(BOM, "/visit")
    stage.mentions(BOM, f"visit {TYPED}")
    slack = FakeSlack(stage.slack, token="xoxb-test")
    settings = Settings().delivery
    tick(stage.db, lambda _: slack, MAKERS, lambda: stage.now, settings, pause=lambda s: stage.later(seconds=s))
    assert log.getvalue()
    assert log.leaks() == []


def test_a_maker_and_a_job_that_break(stage: Stage, log: Log) -> None:
    def breaks_too(session: Session, post: object, now: object) -> None:
        raise RuntimeError(TYPED)

    def fails() -> None:
        raise RuntimeError(TYPED)

    stage.mentions(BOM, f"visit {TYPED}")
    slack = FakeSlack(stage.slack)
    makers = dict.fromkeys(MAKERS, breaks_too)
    tick(
        stage.db,
        lambda _: slack,
        makers,
        lambda: stage.now,
        Settings().delivery,
        pause=lambda s: stage.later(seconds=s),
    )
    job("nightly", fails)
    assert "maker_failed" in log.getvalue()
    assert "job_failed" in log.getvalue()
    assert log.leaks() == []


def test_files_and_settings_of_administrators(stage: Stage, log: Log) -> None:
    stage.types(DANA, f"/muster people {TYPED}")
    stage.types(DANA, f"/muster find {TYPED}")
    stage.types(DANA, f"/org add {TYPED}", channel=EXPORT)
    assert log.leaks() == []


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_every_line_is_json_when_machines_read_it(stage: Stage, log: Log) -> None:
    def fails() -> None:
        raise RuntimeError(TYPED)

    job("nightly", fails)
    stage.slack.break_down("*", Hang())
    stage.types(BOM, "/visit")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["event"] for line in lines if line["level"] != "debug"][-2:] == ["slack_unreachable", "answered"]
    assert all(line["event"] and line["level"] and line["timestamp"] for line in lines)
    unreachable, answered = lines[-2:]
    assert answered["reference"] == unreachable["reference"]
    assert (answered["kind"], answered["id"], answered["outcome"]) == ("command", "visit", "unreachable")
    assert 0 < answered["latency"] < 60
    assert "reference" in next(line for line in lines if line["event"] == "job_failed")


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1234-5678-abcDEF",
        "xoxe.xoxp-1-Mi0yLTE",
        "xapp-1-A0-2-deadbeef",
        "https://hooks.slack.com/commands/T0/1/secret",
        "wss://wss-primary.slack.com/link/?ticket=1-2-3",
        "postgresql://bot:hush@db/muster",
    ],
)
def test_whoever_writes_a_secret_into_the_log_it_is_not_there(log: Log, secret: str) -> None:
    logging.getLogger("some.library").warning("cannot use %s at all", secret)
    structlog.get_logger("ours").warning("unusable", what=secret)
    said = log.getvalue()
    assert said.count("[redacted]") == 2
    assert secret not in said
    assert "hush" not in said
    assert said.count("at all") == 1
