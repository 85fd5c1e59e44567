"""A local Slack (npm `local-slack`, one prebuilt program) and what a person or a test does in it.

What it is, found by trying and by reading its page (0.1.8):

- Configuration: workspace {name, domain, teamId}; apps [{appId, botUserId, botName, botToken, appToken,
  signingSecret, mode socket|events, requestUrl}]; users [{id, name, real_name, email, tz}]; channels [{id, name,
  is_private, members, …}]. There is no list of slash commands: any word is delivered. Times are the machine's, never
  `MUSTER_CLOCK`.
- `users.list` gives everybody in one page, bots too, nobody `is_admin` or `is_restricted`, `tz_offset` 0, no
  `locale`. `conversations.list` and `.info` say `is_member: true` of every channel; `.list` leaves direct messages
  out unless asked for `im`.
- `conversations.history` gives all messages (newest first, ephemeral ones too, no replies) whatever `limit`, `oldest`
  or `cursor` say; `.replies` likewise. Metadata is dropped by `chat.postMessage`, so nothing can be found again by
  its key.
- `chat.update` replaces text and blocks even by nothing; a message that is not there is `message_not_found`.
  `chat.postMessage` takes a channel's id or name or a person's id (it opens the direct message). Posting works
  without being a member.
- An answer to a slash command (in the ack or at its response URL) is visible to the channel unless it says
  `response_type: ephemeral`; the page shows ephemeral messages to everybody, with a note. A response URL never
  expires. `replace_original` works at the response URL of a button only; at that of a command it posts anew.
- Forms: ONE pile for the whole workspace, not one a person. A trigger works many times, for 30 minutes. Values are
  sent for `input` blocks only; the page sends nothing for a field that nobody touched, so a prefilled value that
  stays is null there (Slack sends it; `submit` below does too). Buttons and menus inside a form do nothing.
  `views.push` in the ack works.
- A button on the App Home sends `container.type: message`, an empty channel and no message and no view.
- Files: the three steps of upload v2 work; `files.info` tells the shares; a file shared with text becomes a message
  with `files`.
- Socket Mode: each envelope goes to EVERY connection of the app (Slack picks one); it waits 5 s for the ack. Events
  reach the app only from channels with the bot among their members; a mention arrives as `message` and as
  `app_mention`.
- Unknown: conversations.join/invite/archive, views.* by `hash`, OAuth, shortcuts, message metadata, block
  suggestions: `unknown_method` or nothing.
- The page draws section, header, divider, context, image, actions and input with static menus, check boxes, radio
  buttons, dates and one-line inputs; other blocks as `[type]`. `&amp; &lt; &gt;` are shown as they are.
- It listens on all interfaces; `alone()` starts a program, and all that it starts, where nobody else reaches them.
"""

import json
import re
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from slack_sdk import WebClient

from tests.doubles import payloads
from tests.doubles.forms import filled, pressed
from tests.story.page import Happening, Json, Page

PROGRAM = Path(__file__).parents[2] / "node_modules/local-slack-linux-x64/bin/local-slack"
APP, BOT = "A0MUSTER", "U0MUSTER"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-local", "xapp-local", "local-signing-secret"


@dataclass(frozen=True)
class User:
    """A person in the local Slack."""

    id: str
    name: str
    real_name: str = ""
    tz: str = "Asia/Seoul"
    email: str = ""


@dataclass(frozen=True)
class Channel:
    """A channel; `members` are user ids, the bot is added unless `bot` is false."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    private: bool = False
    bot: bool = True


class LocalSlack:
    """`with LocalSlack(users, channels) as slack:` runs one until the block ends.

    With `request_url` it speaks signed HTTP to that address, else Socket Mode. `port` 0 takes any free one.
    """

    def __init__(
        self,
        users: Sequence[User],
        channels: Sequence[Channel],
        *,
        team: str = "T0MUSTER",
        workspace: str = "Muster",
        bot_name: str = "muster",
        request_url: str = "",
        port: int = 0,
        program: Path = PROGRAM,
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.url}/api/"
        self._program = program
        app = {"appId": APP, "botUserId": BOT, "botName": bot_name, "botToken": BOT_TOKEN, "appToken": APP_TOKEN}
        mode = {"mode": "events", "requestUrl": request_url} if request_url else {"mode": "socket"}
        self._configuration: Json = {
            "workspace": {"name": workspace, "domain": "local", "teamId": team},
            "apps": [app | mode | {"signingSecret": SIGNING_SECRET}],
            "users": [_user(user) for user in users],
            "channels": [_channel(channel) for channel in channels],
        }
        self._socket_mode = not request_url

    def __enter__(self) -> Self:
        if not self._program.exists():
            raise FileNotFoundError(f"{self._program} is not there: run `make install`")
        self._folder = tempfile.TemporaryDirectory(prefix="local-slack-")
        path = Path(self._folder.name)
        (path / "slack.json").write_text(json.dumps(self._configuration), encoding="utf-8")
        command = [str(self._program), "--config", str(path / "slack.json"), "--port", str(self.port)]
        with (path / "log").open("w") as log:
            self._process = subprocess.Popen(
                [*command, "--base-host", "127.0.0.1", "--files-dir", str(path / "files")],
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for whoever started it, who ends it in order
            )
        try:
            self.page = self._connect(path / "log")
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.page.close()
        self._stop()

    def environment(self) -> dict[str, str]:
        """The settings with which the bot finds this Slack."""
        secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": self.api_url}
        return secrets | ({"SLACK_APP_TOKEN": APP_TOKEN} if self._socket_mode else {})

    def wait_for_bot(self, seconds: float = 30) -> None:
        """Until the bot's Socket Mode connection stands; TimeoutError."""
        self.page.wait(lambda: self.page.state["apps"][0]["connected"], "the bot's connection", seconds)

    # what people do; each returns once the bot has answered (acknowledged), or after 5 s without an answer

    def command(self, channel: str, user: str, command: str, text: str = "") -> None:
        """Types a slash command (`/visit`) with its text in a channel."""
        self._control("command", {"channel": channel, "user": user, "command": command, "text": text})

    def shortcut(self, address: str, channel: str, user: str, callback: str, ts: str, text: str) -> None:
        """Chooses a shortcut in a message's menu. This Slack has none, so the signed request goes straight to the bot.

        The trigger is that of somebody's last command: one works many times here.
        """
        payload: Json = {
            "type": "message_action",
            "callback_id": callback,
            "trigger_id": self._trigger(),
            "response_url": f"{self.url}/none",
            "team": {"id": self._configuration["workspace"]["teamId"]},
            "user": {"id": user},
            "channel": {"id": channel},
            "message": {"type": "message", "user": user, "ts": ts, "text": text},
        }
        body, headers = payloads.http(payload, secret=SIGNING_SECRET)
        request = urllib.request.Request(address, body.encode(), {name: str(value) for name, value in headers.items()})
        with urllib.request.urlopen(request, timeout=10):
            pass

    def upload(self, name: str, content: bytes) -> str:
        """A file that a form can take; its id."""
        client = WebClient(BOT_TOKEN, base_url=self.api_url)
        ticket = client.files_getUploadURLExternal(filename=name, length=len(content))
        request = urllib.request.Request(str(ticket["upload_url"]), content, method="POST")
        with urllib.request.urlopen(request, timeout=10):
            pass
        client.files_completeUploadExternal(files=[{"id": ticket["file_id"], "title": name}])
        return str(ticket["file_id"])

    def download(self, file: Json) -> bytes:
        """What is in it."""
        asked = urllib.request.Request(file["url_private"], headers={"Authorization": f"Bearer {BOT_TOKEN}"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return bytes(answer.read())

    def message(self, channel: str, user: str, text: str, thread: str = "") -> str:
        """Says something in a channel, a thread, or to the bot (`dm`); its ts."""
        sent = {"channel": channel, "user": user, "text": text} | ({"thread_ts": thread} if thread else {})
        return str(self._control("message", sent)["message"]["ts"])

    def press(self, message: Json, user: str, name: str, choice: str = "") -> None:
        """Presses the button of a message, by its text or action id; or takes `choice` from a menu on it."""
        self.interact(message["channel"], message["ts"], user, pressed(message["blocks"], name, choice))

    def interact(self, channel: str, ts: str, user: str, action: Json) -> None:
        """Sends an entry of `actions` as it is."""
        self._control("interact", {"channel": channel, "messageTs": ts, "user": user, "action": action})

    def press_at_home(self, user: str, name: str, choice: str = "") -> None:
        """Presses a button on somebody's App Home. (This Slack tells neither view nor channel with it.)"""
        action = pressed(self.home(user)["blocks"], name, choice)
        seen = len(self.log())
        self.page.send(
            {"t": "block_action", "channel": "", "messageTs": "", "user": user, "action": action, "appId": APP}
        )
        self.page.wait(lambda: _answered(self.log()[seen:]), f"the answer to {name!r}", 6)

    def open_home(self, user: str) -> Json:
        """Opens somebody's App Home and waits until the bot has published it anew."""
        before = self.page.state["homeViews"].get(user, {}).get(APP)
        self._control("open-home", {"user": user})
        self.page.wait(lambda: self.page.state["homeViews"].get(user, {}).get(APP) is not before, f"{user}'s home")
        return self.home(user)

    def submit(self, user: str, typed: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Sends the form on top, filled as `filled` says; the errors by block id, empty when it was taken."""
        form = self.form()
        if form is None:
            raise LookupError("no form is open")
        return self.submit_values(user, filled(form, typed))

    def submit_values(self, user: str, values: Json) -> dict[str, str]:
        """The same with `view.state.values` given as they are."""
        seen = self.page.forms_seen
        self.page.send({"t": "view_submit", "user": user, "values": values})
        self.page.wait(lambda: self.page.forms_seen > seen, "the answer to the form", 6)
        return dict(self.page.faults)

    def close_form(self, user: str) -> None:
        """Closes all forms."""
        seen = self.page.forms_seen
        self.page.send({"t": "view_close", "user": user})
        self.page.wait(lambda: self.page.forms_seen > seen, "the form to close")

    # what people see

    def form(self) -> Json | None:
        """The form on top of the pile, if one is open."""
        pile = self.page.state["modalStack"]
        return dict(pile[-1]) if pile else None

    def home(self, user: str) -> Json:
        """Somebody's App Home as it was last published; KeyError before."""
        return dict(self.page.state["homeViews"][user][APP])

    def messages(self, channel: str) -> list[Json]:
        """All messages of a channel, oldest first; replies have `thread_ts`, ephemeral ones `ephemeral_to`."""
        return list(self._get(f"messages/{channel}")["messages"])

    def wait_for_message(self, channel: str, words: str, seconds: float = 10) -> Json:
        """The newest message there whose text or blocks hold `words`."""

        def found() -> Json | None:
            there = self.page.state["messages"].get(channel, [])
            return next((one for one in reversed(there) if words in json.dumps(one, ensure_ascii=False)), None)

        return self.page.wait(found, f"{words!r} in {channel}", seconds) or {}

    def happenings(self) -> list[Happening]:
        """All that could be seen since the last call, oldest first."""
        return self.page.happenings()

    def dm(self, user: str) -> str:
        """The channel of somebody's direct messages with the bot; opened when it is not there."""
        for channel in self.page.state["channels"]:
            if channel["is_im"] and {user, BOT} <= set(channel["members"]):
                return str(channel["id"])
        return str(self._post("/api/conversations.open", {"users": user})["channel"]["id"])

    def log(self) -> list[Json]:
        """The traffic: {direction to_bot|from_bot|internal, kind, summary, detail}, the last 1,000."""
        return list(self._get("log")["log"])

    def calls(self, method: str) -> list[Json]:
        """The arguments of each Web API call of that name in the log."""
        return [one["detail"] for one in self.log() if one["kind"] == "web_api" and one["summary"] == method]

    def _trigger(self) -> str:
        found = re.findall(r'"trigger_id": *"([^"]+)"', json.dumps(self.log()))
        if not found:
            raise LookupError("nobody has typed a command yet")
        return str(found[-1])

    def _connect(self, log: Path) -> Page:
        for _ in range(200):
            try:
                return Page(f"ws://127.0.0.1:{self.port}/ui")
            except OSError:
                try:
                    self._process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
                raise RuntimeError(f"the local Slack ended at once:\n{log.read_text()}") from None
        raise TimeoutError(f"the local Slack does not answer on port {self.port}")

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _control(self, verb: str, body: Json) -> Json:
        return self._post(f"/_control/{verb}", body)

    def _post(self, path: str, body: Json) -> Json:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        return _read(request)

    def _get(self, what: str) -> Json:
        return _read(urllib.request.Request(f"{self.url}/_control/{what}"))


def alone(command: Sequence[str]) -> list[str]:
    """The command line that runs `command`, and all that it starts, on a loopback network of its own (Linux)."""
    return ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *command]


def _read(request: urllib.request.Request) -> Json:
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        raise ValueError(f"{request.full_url}: {error.read().decode(errors='replace')}") from error


def _answered(log: list[Json]) -> bool:
    return any(one["direction"] == "from_bot" and one["kind"] in ("ack", "interactive") for one in log)


def _user(user: User) -> Json:
    email = {"email": user.email} if user.email else {}
    return {"id": user.id, "name": user.name, "real_name": user.real_name or user.name, "tz": user.tz} | email


def _channel(channel: Channel) -> Json:
    members = [*([BOT] if channel.bot else []), *channel.members]
    return {"id": channel.id, "name": channel.name, "is_private": channel.private, "members": members}


def free_port(wanted: int = 0) -> int:
    """`wanted` if nobody has it, else any that nobody has."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was left a moment ago is free
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
        return int(probe.getsockname()[1])
