"""Signed HTTP, from the bytes that Slack posts to the bytes that it gets: the real Bolt app behind the WSGI routes."""

import dataclasses
import io
import json
import logging
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt.authorization import AuthorizeResult
from structlog.testing import capture_logs

from handlers import web
from handlers.bolt import app
from handlers.joining import EVENTS
from handlers.socket import Busy
from handlers.web import MOST_BYTES, Respond, Wsgi, wsgi
from storage import people, visits
from storage.inbound import InboundRow
from storage.visits import VisitRow
from tests.cast import BOM, EXPORT, WS, Json, Stage, words
from tests.doubles import checks, payloads
from tests.knocking import rows

ME = AuthorizeResult(enterprise_id=None, team_id=WS, bot_user_id="U0MUSTER", bot_id="B0MUSTER", bot_token="xoxb-test")


@dataclass(frozen=True)
class Got:
    """A response."""

    status: int
    body: str

    @property
    def message(self) -> Json:
        found: Json = json.loads(self.body)
        return found


@dataclass
class Server:
    """The routes, called as a WSGI server calls them."""

    routes: Wsgi
    wrong: str = ""  # what keeps it from being ready

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: payloads.Headers | None = None,
        *,
        length: str = "",
        stream: io.BytesIO | None = None,
    ) -> Got:
        """`length` and `stream`: what a server says and hands over instead of the body's own."""
        given = {name.upper().replace("-", "_"): str(value) for name, value in (headers or {}).items()}
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_TYPE": given.pop("CONTENT_TYPE", ""),
            "CONTENT_LENGTH": length or str(len(body)),
            "wsgi.input": stream or io.BytesIO(body),
            **{f"HTTP_{name}": value for name, value in given.items()},
        }
        status: list[str] = []
        sent = b"".join(self.routes(environ, lambda line, _headers: status.append(line)))
        return Got(int(status[0].split()[0]), sent.decode())

    def post(self, payload: Json, *, secret: str = payloads.SECRET, age: int = 0) -> Got:
        """As Slack would post it, `age` seconds after it was signed."""
        body, headers = payloads.http(payload, secret=secret, timestamp=int(time.time()) - age)
        return self.ask("POST", "/slack/events", body.encode(), headers)


@pytest.fixture
def server(stage: Stage) -> Server:
    door = dataclasses.replace(stage.door, notices=EVENTS)
    bolt = app(door, lambda **_request: ME)
    made = Server(lambda *_: ())
    made.routes = wsgi(bolt, payloads.SECRET, lambda: made.wrong, Busy())
    return made


@pytest.mark.parametrize(("secret", "status"), [(payloads.SECRET, 401), ("", 404)])
def test_in_socket_mode_too_nobody_is_heard_without_a_signature(stage: Stage, secret: str, status: int) -> None:
    bolt = app(stage.door, lambda **_request: ME)
    routes = Server(wsgi(bolt if secret else None, secret, lambda: "", Busy()))
    assert routes.post(command(stage), secret="another").status == status
    assert rows(stage, VisitRow) == [0]


def test_a_page_that_breaks_says_so_and_its_address_stands_in_no_log() -> None:
    """The address of a survey, or of a calendar, is all that keeps others out."""

    def breaks(_environ: Mapping[str, Any]) -> Respond:
        raise RuntimeError("a mistake of ours")

    routes = Server(wsgi(None, "", lambda: "", Busy(), rooms={"s": breaks}))
    with capture_logs() as logs:
        got = routes.ask("GET", "/s/hidden-address")
    [failed] = logs
    assert (got.status, failed["event"]) == (500, "request_failed")
    assert failed["reference"] in got.body
    assert "hidden-address" not in str(logs)


@pytest.fixture
def no_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nobody logs an error, neither we nor Bolt."""
    with capture_logs() as logs, caplog.at_level(logging.ERROR):
        yield
    assert [one for one in logs if one["log_level"] in ("error", "critical")] == []
    assert [record.getMessage() for record in caplog.records] == []


def command(stage: Stage, text: str = "대한정밀: 수주", **more: Any) -> Json:
    return (
        payloads.command(
            "/visit",
            text,
            user=BOM,
            trigger_id=stage.slack.trigger(BOM),
            response_url=stage.slack.response_url(EXPORT, BOM),
        )
        | more
    )


class TestSignatures:
    def test_a_signed_command_is_answered_in_the_acknowledgement(self, stage: Stage, server: Server) -> None:
        got = server.post(command(stage))
        assert got.status == 200
        assert "V-1" in words(got.message)
        assert got.message["response_type"] == "ephemeral"
        assert checks.response_faults(got.message) == []

    def test_a_wrong_secret_is_refused(self, stage: Stage, server: Server) -> None:
        assert server.post(command(stage), secret="another").status == 401
        assert rows(stage, VisitRow) == [0]

    @pytest.mark.parametrize("missing", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
    def test_without_a_signature_it_is_refused(self, stage: Stage, server: Server, missing: str) -> None:
        body, headers = payloads.http(command(stage))
        del headers[missing]
        assert server.ask("POST", "/slack/events", body.encode(), headers).status == 401

    @pytest.mark.parametrize("change", [b"&text=more", b" ", "\u200b".encode(), b"\xff"])
    def test_a_changed_body_is_refused(self, stage: Stage, server: Server, change: bytes) -> None:
        body, headers = payloads.http(command(stage))
        assert server.ask("POST", "/slack/events", body.encode() + change, headers).status == 401
        assert rows(stage, VisitRow) == [0]

    @pytest.mark.usefixtures("no_errors")
    @pytest.mark.parametrize("type_", ["application/json", "application/x-www-form-urlencoded"])
    @pytest.mark.parametrize(
        "body", ["{", "[]", "null", '"x"', "payload=", "payload=[]", "payload=null", "payload=%22x%22"]
    )
    def test_what_is_signed_and_no_payload_is_received_and_nothing_more(
        self, server: Server, body: str, type_: str
    ) -> None:
        headers = {"Content-Type": type_, **payloads.sign(payloads.SECRET, body)}
        assert server.ask("POST", "/slack/events", body.encode(), headers) == Got(200, "")

    @pytest.mark.usefixtures("no_errors")
    @pytest.mark.parametrize("body", ["{", "[]", "payload=%7B", "payload=", "ssl_check=1", ""])
    @pytest.mark.parametrize("type_", ["application/json", "application/x-www-form-urlencoded", ""])
    def test_what_is_not_signed_is_refused_before_anybody_parses_it(
        self, server: Server, body: str, type_: str
    ) -> None:
        for signed in (
            {},
            {**payloads.sign("another", body)},
            {**payloads.sign(payloads.SECRET, body), "X-Slack-Signature": "v0=é"},
        ):
            assert server.ask("POST", "/slack/events", body.encode(), {"Content-Type": type_, **signed}).status == 401

    @pytest.mark.parametrize(("age", "status"), [(0, 200), (299, 200), (301, 401), (-302, 401)])
    def test_five_minutes_old_is_too_old(self, stage: Stage, server: Server, age: int, status: int) -> None:
        """The 300th second itself: tests/doubles/test_payloads.py."""
        assert server.post(command(stage), age=age).status == status

    @pytest.mark.parametrize("timestamp", ["", "now", "1e9", "1" * 5000])
    def test_a_nonsense_timestamp_is_refused(self, stage: Stage, server: Server, timestamp: str) -> None:
        body, headers = payloads.http(command(stage))
        headers["X-Slack-Request-Timestamp"] = timestamp
        assert server.ask("POST", "/slack/events", body.encode(), headers).status == 401


class NotToBeRead(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError(f"{size} bytes of a body that is too large were read")


class TestRoutes:
    def test_a_large_body_is_refused_unread(self, server: Server) -> None:
        got = server.ask("POST", "/slack/events", length=str(MOST_BYTES + 1), stream=NotToBeRead())
        assert got.status == 413

    def test_the_largest_that_is_read(self, server: Server) -> None:
        assert server.ask("POST", "/slack/events", b"x" * MOST_BYTES).status == 401

    @pytest.mark.parametrize("length", ["-1", "many", "1.5", "\u0663"])
    def test_a_nonsense_length_is_refused(self, server: Server, length: str) -> None:
        got = server.ask("POST", "/slack/events", length=length, stream=NotToBeRead())
        assert got.status in (400, 413)

    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", "/"), ("POST", "/"), ("GET", "/slack/events"), ("DELETE", "/slack/events"), ("GET", "/healthz/../x")],
    )
    def test_what_is_not_there(self, server: Server, method: str, path: str) -> None:
        assert server.ask(method, path).status == 404

    def test_alive_and_ready(self, server: Server) -> None:
        assert server.ask("GET", "/healthz") == Got(200, "ok\n")
        assert server.ask("GET", "/readyz") == Got(200, "ready\n")
        server.wrong = "the database does not answer"
        assert server.ask("GET", "/readyz").status == 503
        assert server.ask("GET", "/healthz").status == 200

    def test_slack_verifies_the_address(self, server: Server) -> None:
        got = server.post({"type": "url_verification", "challenge": "3eZbrw1a", "token": payloads.TOKEN})
        assert (got.status, got.message) == (200, {"challenge": "3eZbrw1a"})

    def test_slack_checks_the_certificate(self, server: Server) -> None:
        body = "ssl_check=1&token=x"
        headers = {"Content-Type": "application/x-www-form-urlencoded", **payloads.sign(payloads.SECRET, body)}
        assert server.ask("POST", "/slack/events", body.encode(), headers).status == 200

    def test_what_is_under_way_is_counted(self, stage: Stage) -> None:
        busy = Busy()
        bolt = app(stage.door, lambda **_request: ME)
        routes = wsgi(bolt, payloads.SECRET, lambda: "" if busy.wait(0) else "busy", busy)
        assert Server(routes).ask("GET", "/readyz").body == "busy\n"
        assert busy.wait(0)


@pytest.mark.usefixtures("no_errors")
class TestEveryKind:
    """What Slack sends and what nobody here knows: 200, and no error in the log."""

    def test_a_form_and_its_faults(self, stage: Stage, server: Server) -> None:
        server.post(command(stage, ""))
        view = stage.slack.form(BOM)
        assert server.post(payloads.submission(view, {"organisation": "​"}, user=BOM)).message["errors"]
        got = server.post(payloads.submission(view, {"organisation": "Geoje Shipyard"}, user=BOM))
        assert (got.status, got.message) == (200, {"response_action": "clear"})
        assert rows(stage, VisitRow) == [1]
        assert server.post(payloads.closed(view, user=BOM)) == Got(200, "")

    def test_a_button_is_acknowledged_and_answered_elsewhere(self, stage: Stage, server: Server) -> None:
        card = server.post(command(stage)).message | {"ts": "1.1", "ephemeral_to": BOM}
        url = stage.slack.response_url(EXPORT, BOM)
        assert server.post(payloads.button(card, "Undo", user=BOM, response_url=url)) == Got(200, "")
        assert "taken back" in words(stage.said())

    def test_suggestions(self, server: Server) -> None:
        got = server.post(payloads.suggestion({"id": "V1", "blocks": []}, "unknown:menu", "대", user=BOM))
        assert (got.status, got.message) == (200, {"options": []})

    def test_mentions_and_messages(self, stage: Stage, server: Server) -> None:
        assert server.post(payloads.mention("visit 대한정밀", user=BOM)) == Got(200, "")
        assert server.post(payloads.message("방문 거제조선", user=BOM)) == Got(200, "")
        assert rows(stage, VisitRow) == [2]

    def test_somebody_joins_and_is_renamed(self, stage: Stage, server: Server) -> None:
        stage.slack.add_person("U0NEW", "new")
        assert server.post(payloads.team_join(stage.slack.users["U0NEW"])).status == 200
        renamed = stage.slack.users["U0NEW"] | {"profile": {"display_name": "새 이름", "real_name": "새 이름"}}
        assert server.post(payloads.user_change(renamed)).status == 200
        with stage.db.read() as session:
            known = people.get(session, WS, "U0NEW")
        assert known is not None
        assert known.name == "새 이름"

    def test_the_home(self, stage: Stage, server: Server) -> None:
        assert server.post(payloads.home_opened(BOM)) == Got(200, "")
        assert BOM in stage.slack.homes

    @pytest.mark.parametrize(
        "payload",
        [
            payloads.event({"type": "reaction_added", "user": BOM}),
            payloads.event({"type": "something_of_next_year"}),
            payloads.shortcut("gone:shortcut", "text", user=BOM),
            {"type": "workflow_step_edit", "callback_id": "x", "team": {"id": WS}, "user": {"id": BOM}},
            {"type": "something_of_next_year", "team": {"id": WS}, "user": {"id": BOM}},
            {"type": "block_actions", "actions": [], "team": {"id": WS}, "user": {"id": BOM}},
            {"type": "event_callback", "team_id": WS},
        ],
        ids=lambda payload: f"{payload['type']}",
    )
    def test_what_nobody_knows(self, server: Server, payload: Json) -> None:
        assert server.post(payload).status == 200

    @pytest.mark.parametrize("name", ["/unknown", "/visit"])
    def test_a_command_that_is_not_ours(self, stage: Stage, server: Server, name: str) -> None:
        got = server.post(command(stage, "gone frobnicate", command=name))
        assert got.status == 200

    @pytest.mark.skipif(
        not payloads.RECORDED.exists(), reason="the recorded payloads are not at hand (MUSTER_PAYLOADS)"
    )
    def test_recordings_are_answered(self, server: Server) -> None:
        statuses = {name: server.post(payload).status for name, payload in payloads.recorded()}
        assert len(statuses) > 10
        assert {name: status for name, status in statuses.items() if status != 200} == {}


class TestAtOnce:
    def test_the_same_body_ten_times_is_one_visit_and_ten_answers_that_name_it(
        self, stage: Stage, server: Server
    ) -> None:
        body, headers = payloads.http(command(stage))
        with ThreadPoolExecutor(10) as pool:
            asked = [pool.submit(server.ask, "POST", "/slack/events", body.encode(), headers) for _ in range(10)]
            got = [one.result() for one in asked]
        assert [one.status for one in got] == [200] * 10
        assert all("V-1" in words(one.message) for one in got)
        assert rows(stage, VisitRow, InboundRow) == [1, 1]

    def test_ten_people_at_once_get_ten_numbers(self, stage: Stage, server: Server) -> None:
        asked = [payloads.http(command(stage, f"업체{number}: 방문")) for number in range(10)]
        with ThreadPoolExecutor(10) as pool:
            sent = [pool.submit(server.ask, "POST", "/slack/events", body.encode(), head) for body, head in asked]
            assert {one.result().status for one in sent} == {200}
        with stage.db.read() as session:
            assert all(visits.get(session, WS, number) for number in range(1, 11))
            assert visits.get(session, WS, 11) is None


def test_the_limit_is_what_operations_say() -> None:
    assert web.MOST_BYTES == 256 * 1024
