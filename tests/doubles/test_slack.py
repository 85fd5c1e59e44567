"""The double answers as Slack does, checks what it is asked, and breaks as it is told."""

import http.client
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from tests.doubles import faults
from tests.doubles.checks import TEXT_BYTES, weight
from tests.doubles.faults import Broken, Garbage, Hang, RateLimited, Refusal, Reset, Unreachable
from tests.doubles.fixtures import cast
from tests.doubles.http_slack import http_slack
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import SCOPES, Workspace

MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Visit"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "words"}}],
}
KEY = {"event_type": "muster_post", "event_payload": {"key": "k-1"}}


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(clock: Clock) -> Workspace:
    return cast(Workspace(now=clock))


@pytest.fixture(params=["in memory", "over http"])
def slack(workspace: Workspace, request: pytest.FixtureRequest) -> Iterator[WebClient]:
    """The same tests through both transports."""
    if request.param == "in memory":
        yield FakeSlack(workspace)
    else:
        with http_slack(workspace, hang_seconds=2) as url:
            yield WebClient("xoxb-test", base_url=url, timeout=1, retry_handlers=[])


def refused(error: SlackApiError) -> str:
    return str(error.response["error"])


def test_a_post_is_kept_with_its_metadata_for_those_who_ask(slack: WebClient, workspace: Workspace) -> None:
    ts = slack.chat_postMessage(channel="C0EXPORT", text="안녕", metadata=KEY)["ts"]
    [plain] = slack.conversations_history(channel="C0EXPORT", limit=10)["messages"]
    assert (plain["ts"], plain["text"], plain.get("metadata")) == (ts, "안녕", None)
    [keyed] = slack.conversations_history(channel="C0EXPORT", include_all_metadata=True)["messages"]
    assert keyed["metadata"] == KEY
    assert workspace.sent("chat.postMessage") == [{"channel": "C0EXPORT", "text": "안녕", "metadata": KEY}]


def test_history_is_newest_first_paged_bounded_and_without_replies(slack: WebClient) -> None:
    stamps = [slack.chat_postMessage(channel="C0EXPORT", text=str(n))["ts"] for n in range(5)]
    slack.chat_postMessage(channel="C0EXPORT", text="reply", thread_ts=stamps[0])
    first = slack.conversations_history(channel="C0EXPORT", limit=2)
    assert [one["text"] for one in first["messages"]] == ["4", "3"]
    cursor = first["response_metadata"]["next_cursor"]
    assert [m["text"] for m in slack.conversations_history(channel="C0EXPORT", limit=2, cursor=cursor)["messages"]] == [
        "2",
        "1",
    ]
    after = slack.conversations_history(channel="C0EXPORT", oldest=stamps[3])["messages"]
    assert [one["text"] for one in after] == ["4"]
    since = slack.conversations_history(channel="C0EXPORT", oldest=stamps[3], inclusive=True)["messages"]
    assert [one["text"] for one in since] == ["4", "3"]
    thread = slack.conversations_replies(channel="C0EXPORT", ts=stamps[0])["messages"]
    assert ([one["text"] for one in thread], thread[0]["reply_count"]) == (["0", "reply"], 1)


def test_messages_change_and_go(slack: WebClient, workspace: Workspace) -> None:
    blocks = [{"type": "divider"}]
    ts = slack.chat_postMessage(channel="C0EXPORT", text="a", blocks=blocks)["ts"]
    slack.chat_update(channel="C0EXPORT", ts=ts, text="b")
    assert (workspace.in_channel("C0EXPORT")[0]["text"], workspace.in_channel("C0EXPORT")[0]["blocks"]) == ("b", [])
    slack.chat_delete(channel="C0EXPORT", ts=ts)
    assert workspace.in_channel("C0EXPORT") == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        slack.chat_update(channel="C0EXPORT", ts=ts, text="b")


def test_where_the_bot_may_not_post(slack: WebClient, workspace: Workspace) -> None:
    workspace.add_channel("C0OUT", "out", bot=False)
    workspace.add_channel("C0SECRET", "secret", bot=False, private=True)
    workspace.add_channel("C0OLD", "old").archived = True
    for channel, error in {
        "C0OUT": "not_in_channel",
        "C0SECRET": "channel_not_found",
        "C0NONE": "channel_not_found",
        "C0OLD": "is_archived",
    }.items():
        with pytest.raises(SlackApiError) as caught:
            slack.chat_postMessage(channel=channel, text="x")
        assert refused(caught.value) == error


def test_people_come_in_pages(slack: WebClient, workspace: Workspace) -> None:
    workspace.page_size = 3
    people = [user["id"] for page in slack.users_list(limit=200) for user in page["members"]]
    assert people == list(workspace.users)
    assert slack.users_info(user="U0GIL")["user"]["is_restricted"]
    with pytest.raises(SlackApiError, match="user_not_found"):
        slack.users_info(user="U0NOBODY")


def test_channels(slack: WebClient, workspace: Workspace) -> None:
    made = slack.conversations_create(name="new-team")["channel"]["id"]
    slack.conversations_invite(channel=made, users="U0ARA,U0BOM")
    assert slack.conversations_members(channel=made)["members"] == ["U0MUSTER", "U0ARA", "U0BOM"]
    slack.conversations_archive(channel=made)
    assert slack.conversations_info(channel=made)["channel"]["is_archived"]
    live = slack.conversations_list(exclude_archived=True, types="public_channel,private_channel")["channels"]
    assert [one["id"] for one in live] == ["C0EXPORT", "C0ENERGY"]
    assert slack.conversations_open(users="U0ARA")["channel"]["id"] == "D0ARA"
    with pytest.raises(SlackApiError, match="name_taken"):
        slack.conversations_create(name="export")


def test_a_trigger_works_once_and_for_three_seconds(slack: WebClient, workspace: Workspace, clock: Clock) -> None:
    trigger = workspace.trigger("U0ARA")
    view = slack.views_open(trigger_id=trigger, view=MODAL)["view"]
    assert workspace.form("U0ARA")["id"] == view["id"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        slack.views_open(trigger_id=trigger, view=MODAL)
    late = workspace.trigger("U0ARA")
    clock.pass_(seconds=3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        slack.views_open(trigger_id=late, view=MODAL)


def test_views_pile_three_deep_and_are_updated_in_place(slack: WebClient, workspace: Workspace) -> None:
    root = slack.views_open(trigger_id=workspace.trigger("U0ARA"), view=MODAL)["view"]
    for _ in range(2):
        slack.views_push(trigger_id=workspace.trigger("U0ARA"), view=MODAL)
    assert workspace.form("U0ARA")["root_view_id"] == root["id"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        slack.views_push(trigger_id=workspace.trigger("U0ARA"), view=MODAL)
    slack.views_update(view_id=root["id"], hash=root["hash"], view=MODAL)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        slack.views_update(view_id=root["id"], hash="old", view=MODAL)
    slack.views_publish(user_id="U0ARA", view={"type": "home", "blocks": MODAL["blocks"]})
    assert workspace.homes["U0ARA"]["blocks"][0]["text"]["text"] == "words"


def test_a_file_goes_up_in_three_steps_and_tells_where_it_is(slack: WebClient, workspace: Workspace) -> None:
    parent = slack.chat_postMessage(channel="C0EXPORT", text="agenda")["ts"]
    file = slack.files_upload_v2(
        channel="C0EXPORT", thread_ts=parent, filename="chart.png", content=b"PNG", request_file_info=False
    )["file"]
    assert workspace.files[file["id"]]["content"] == b"PNG"
    [share] = slack.files_info(file=file["id"])["file"]["shares"]["public"]["C0EXPORT"]
    assert share["thread_ts"] == parent
    assert workspace.in_channel("C0EXPORT", parent)[0]["files"][0]["name"] == "chart.png"


def test_response_urls_work_five_times_in_half_an_hour(workspace: Workspace, clock: Clock) -> None:
    slack = FakeSlack(workspace)
    ts = slack.chat_postMessage(channel="C0EXPORT", text="card")["ts"]
    url = workspace.response_url("C0EXPORT", "U0ARA", ts)
    slack.webhook(url).send(text="new", replace_original=True)
    assert workspace.in_channel("C0EXPORT")[0]["text"] == "new"
    slack.webhook(url).send(text="for you", response_type="ephemeral")
    assert workspace.ephemerals[-1]["user"] == "U0ARA"
    assert [slack.webhook(url).send(text="x").status_code for _ in range(4)] == [200, 200, 200, 404]
    other = workspace.response_url("C0EXPORT", "U0ARA")
    clock.pass_(minutes=31)
    assert "expired_url" in slack.webhook(other).send(text="x").body


def test_what_was_not_granted_is_a_missing_scope(clock: Clock) -> None:
    slack = FakeSlack(cast(Workspace(now=clock, scopes=SCOPES - {"channels:history"})))
    with pytest.raises(SlackApiError) as caught:
        slack.conversations_history(channel="C0EXPORT")
    assert (refused(caught.value), caught.value.response["needed"]) == ("missing_scope", "channels:history")


@pytest.mark.parametrize(
    ("method", "arguments", "complaint"),
    [
        ("chat.postMessage", {"channel": "C0EXPORT", "text": "x", "colour": "red"}, "no argument 'colour'"),
        ("chat.postMessage", {"text": "x"}, "'channel' is missing"),
        ("admin.users.list", {}, "not a method that this bot may call"),
        ("chat.postMessage", {"channel": "C0EXPORT", "blocks": [{"type": "divider"}]}, "read to nobody"),
        ("chat.postMessage", {"channel": "C0EXPORT", "text": "x", "blocks": [{"type": "divider"}] * 51}, "at most 50"),
        ("chat.postMessage", {"channel": "C0EXPORT", "text": "가" * 3_001}, "9003 bytes of text"),
        ("views.open", {"trigger_id": "1", "view": MODAL | {"title": {"type": "plain_text", "text": "x" * 25}}}, "24"),
    ],
)
def test_a_call_that_slack_would_not_take_fails_the_test(
    workspace: Workspace, method: str, arguments: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(AssertionError, match=complaint):
        FakeSlack(workspace).api_call(method, json=arguments)
    assert complaint in workspace.complaints[0]


def test_weight_counts_the_bytes_that_people_read() -> None:
    assert weight([{"type": "section", "text": {"type": "mrkdwn", "text": "가나"}}]) == 6
    assert TEXT_BYTES == 9_000


@pytest.mark.parametrize("fault", [faults.NOT_IN_CHANNEL, faults.MISSING_SCOPE, faults.UNKNOWN_METHOD])
def test_refusals(slack: WebClient, workspace: Workspace, fault: Refusal) -> None:
    workspace.misbehave("chat.postMessage", fault)
    with pytest.raises(SlackApiError) as caught:
        slack.chat_postMessage(channel="C0EXPORT", text="x")
    assert (refused(caught.value), caught.value.response.status_code) == (fault.error, 200)
    assert slack.chat_postMessage(channel="C0EXPORT", text="x")["ok"]


def test_a_refusal_must_be_one_that_slack_gives(workspace: Workspace) -> None:
    with pytest.raises(AssertionError, match="never answers"):
        workspace.misbehave("chat.postMessage", Refusal("hash_conflict"))


def test_too_many_requests(slack: WebClient, workspace: Workspace) -> None:
    workspace.misbehave("*", RateLimited(17))
    with pytest.raises(SlackApiError) as caught:
        slack.users_list()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "17"


@pytest.mark.parametrize("landed", [True, False])
@pytest.mark.parametrize("fault", [Broken, Garbage, Reset, Hang])
def test_faults_before_and_after_landing(
    slack: WebClient, workspace: Workspace, fault: type[Broken | Garbage | Reset | Hang], landed: bool
) -> None:
    workspace.misbehave("chat.postMessage", fault(landed=landed))
    expected = {
        Broken: SlackApiError,
        Garbage: SlackApiError,
        Hang: TimeoutError,
        Reset: http.client.RemoteDisconnected,
    }
    with pytest.raises(expected[fault]) as caught:
        slack.chat_postMessage(channel="C0EXPORT", text="x")
    if isinstance(caught.value, SlackApiError):
        assert caught.value.response.status_code == (503 if fault is Broken else 200)
    assert len(workspace.in_channel("C0EXPORT")) == landed
    assert len(workspace.calls) == 1


def test_what_hangs_may_land_later(workspace: Workspace) -> None:
    workspace.misbehave("chat.postMessage", Hang(lands_later=True))
    with pytest.raises(TimeoutError):
        FakeSlack(workspace).chat_postMessage(channel="C0EXPORT", text="x", metadata=KEY)
    assert workspace.in_channel("C0EXPORT") == []
    workspace.land()
    assert workspace.in_channel("C0EXPORT")[0]["metadata"] == KEY


def test_an_outage_lasts_until_it_is_mended(workspace: Workspace) -> None:
    slack = FakeSlack(workspace)
    workspace.break_down("*", Unreachable())
    for _ in range(3):
        with pytest.raises(URLError, match="Connection refused"):
            slack.auth_test()
    workspace.mend()
    assert slack.auth_test()["team_id"] == "T0MUSTER"


def test_something_may_happen_while_a_call_is_under_way(workspace: Workspace, clock: Clock) -> None:
    workspace.misbehave("chat.postMessage", Hang(during=lambda: clock.pass_(seconds=10)))
    before = clock()
    with pytest.raises(TimeoutError):
        FakeSlack(workspace).chat_postMessage(channel="C0EXPORT", text="x")
    assert clock() - before == timedelta(seconds=10)


def test_the_retries_of_slack_sdk_are_its_own(workspace: Workspace) -> None:
    """What `retry_handlers=[]` avoids: by default a connection that closes after landing posts twice."""
    workspace.misbehave("chat.postMessage", Reset(landed=True))
    FakeSlack(workspace, retry_handlers=[ConnectionErrorRetryHandler(max_retry_count=1)]).chat_postMessage(
        channel="C0EXPORT", text="x"
    )
    assert len(workspace.in_channel("C0EXPORT")) == 2


def test_many_threads_get_many_stamps(workspace: Workspace) -> None:
    slack = FakeSlack(workspace)

    def post() -> None:
        for _ in range(20):
            slack.chat_postMessage(channel="C0EXPORT", text="x")

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one["ts"] for one in workspace.in_channel("C0EXPORT")}) == 80


def test_half_a_request_of_somebody_who_was_killed_is_no_call(workspace: Workspace) -> None:
    with http_slack(workspace) as url, socket.create_connection(("127.0.0.1", urlsplit(url).port or 0)) as line:
        line.sendall(b"POST /api/chat.postMessage HTTP/1.1\r\nHost: slack\r\nContent-Length: 100\r\n\r\nchannel=C0EXP")
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1) == b""
    assert workspace.sent("chat.postMessage") == []
