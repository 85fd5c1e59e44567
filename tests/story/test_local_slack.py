"""The local Slack, driven by a bot of ten lines: the instrument does what its docstrings say."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from tests.story.local_slack import BOT, PROGRAM, SIGNING_SECRET, Channel, LocalSlack, User, alone

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not PROGRAM.exists(), reason="the local Slack is not installed: make install"),
]

FORM = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Visit"},
    "blocks": [
        {
            "type": "input",
            "block_id": "org",
            "label": {"type": "plain_text", "text": "Organisation"},
            "element": {"type": "plain_text_input", "action_id": "org", "initial_value": "대한정밀"},
        }
    ],
}


class Bot(BaseHTTPRequestHandler):
    """Answers a command in the ack and a form with an error; remembers what came, if it was signed."""

    heard: list[dict[str, Any]] = []  # noqa: RUF012 - one bot a test run; the server makes a handler per request

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        assert SignatureVerifier(SIGNING_SECRET).is_valid_request(body, headers)
        fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        self.heard.append(fields)
        answer = b'{"text": "heard", "response_type": "ephemeral"}'
        if "view_submission" in fields.get("payload", ""):
            answer = b'{"response_action": "errors", "errors": {"org": "unknown"}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    server = HTTPServer(("127.0.0.1", 0), Bot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    users = [User("U0ARA", "ara", "아라"), User("U0BOM", "bom", "봄")]
    url = f"http://127.0.0.1:{server.server_port}/slack/events"
    with LocalSlack(users, [Channel("C0EXPORT", "export", ("U0ARA", "U0BOM"))], request_url=url) as slack:
        yield slack
    server.shutdown()


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient("xoxb-local", base_url=slack.api_url)


def test_a_command_is_delivered_signed_and_its_answer_is_seen(slack: LocalSlack) -> None:
    slack.command("C0EXPORT", "U0ARA", "/visit", "대한정밀: 수주 회복")
    assert Bot.heard[-1]["text"] == "대한정밀: 수주 회복"
    answer = slack.messages("C0EXPORT")[-1]
    assert (answer["text"], answer["ephemeral_to"]) == ("heard", "U0ARA")
    assert slack.page.wait(lambda: [one for one in slack.happenings() if one.person == "U0ARA"], "the answer")


def test_a_form_is_opened_sent_with_what_it_held_and_refused(slack: LocalSlack, client: WebClient) -> None:
    slack.command("C0EXPORT", "U0ARA", "/visit")
    client.views_open(trigger_id=Bot.heard[-1]["trigger_id"], view=FORM)
    slack.page.wait(slack.form, "the form")
    assert slack.submit("U0ARA") == {"org": "unknown"}
    assert '"value":"대한정밀"' in Bot.heard[-1]["payload"]
    slack.submit("U0ARA", {"Organisation": "서울전자"})
    assert '"value":"서울전자"' in Bot.heard[-1]["payload"]
    slack.close_form("U0ARA")
    assert slack.form() is None


def test_a_button_is_pressed_by_its_text(slack: LocalSlack, client: WebClient) -> None:
    button = {"type": "button", "action_id": "x:undo", "text": {"type": "plain_text", "text": "Undo"}, "value": "V-1"}
    blocks = [{"type": "actions", "block_id": "acts", "elements": [button]}]
    client.chat_postMessage(channel="C0EXPORT", text="a card", blocks=blocks)
    slack.press(slack.wait_for_message("C0EXPORT", "a card"), "U0BOM", "Undo")
    assert '"value":"V-1"' in Bot.heard[-1]["payload"]


def test_the_home_is_published_and_its_buttons_work(slack: LocalSlack, client: WebClient) -> None:
    button = {"type": "button", "action_id": "home:me", "text": {"type": "plain_text", "text": "Mine"}}
    client.views_publish(user_id="U0BOM", view={"type": "home", "blocks": [{"type": "actions", "elements": [button]}]})
    slack.page.wait(lambda: "U0BOM" in slack.page.state["homeViews"], "the home")
    slack.press_at_home("U0BOM", "Mine")
    assert '"action_id":"home:me"' in Bot.heard[-1]["payload"]


def test_direct_messages_threads_and_files(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("C0EXPORT", "U0ARA", f"<@{BOT}> 도움말")
    client.chat_postMessage(channel="C0EXPORT", text="in a thread", thread_ts=ts)
    assert [one["text"] for one in client.conversations_replies(channel="C0EXPORT", ts=ts)["messages"]][1:] == [
        "in a thread"
    ]
    client.files_upload_v2(
        channel="C0EXPORT", filename="chart.png", content=b"\x89PNG", thread_ts=ts, request_file_info=False
    )
    assert slack.wait_for_message("C0EXPORT", "chart.png")["thread_ts"] == ts
    dm = slack.dm("U0BOM")
    assert dm == slack.dm("U0BOM")
    assert dm == client.conversations_open(users="U0BOM")["channel"]["id"]


def test_what_it_lacks_is_an_unknown_method(slack: LocalSlack, client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.conversations_join(channel="C0EXPORT")
    assert slack.calls("conversations.join") == [{"channel": "C0EXPORT"}]


def test_alone_is_a_command_line() -> None:
    assert alone(["true"])[-1] == "true"
