"""What the local Slack shows: its `/ui` connection, mirrored, with everything that happened in order."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import websocket

Json = dict[str, Any]
T = TypeVar("T")
Kind = Literal["message", "changed", "deleted", "form", "closed", "faults", "home"]


@dataclass(frozen=True)
class Happening:
    """One thing that a person in the local Slack would have seen.

    `body` is the message (message, changed), `{channel, ts}` (deleted), the view (form, home), `{}` (closed) or the
    errors by block id (faults).
    """

    kind: Kind
    body: Json
    channel: str = ""
    person: str = ""


class Page:
    """A live copy of what the page of the local Slack knows. Frames come on a thread; `wait` sleeps until one helps."""

    def __init__(self, url: str) -> None:
        self._changed = threading.Condition()
        self._socket = websocket.create_connection(url, timeout=10)
        self.state: Json = json.loads(self._socket.recv())["state"]
        self.faults: Json = {}
        self.forms_seen = 0  # how often the pile of forms, or the faults on it, changed
        self._happened: list[Happening] = []
        self._socket.settimeout(None)
        self._reader = threading.Thread(target=self._read, name="local-slack-page", daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Hangs up; the reader ends by itself."""
        self._socket.close()
        self._reader.join(2)

    def send(self, frame: Json) -> None:
        """What the page's own buttons send: `{"t": "view_submit", …}`; see `LocalSlack`."""
        self._socket.send(json.dumps(frame))

    def wait(self, question: Callable[[], T], what: str, seconds: float = 5) -> T:
        """The first true answer of `question()`, asked again after each frame; TimeoutError naming `what`."""
        end = time.monotonic() + seconds
        with self._changed:
            while not (answer := question()):
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"{what}: not seen within {seconds:g} s")
                # a question may also look at what no frame announces, so it is never left alone for long
                self._changed.wait(min(left, 0.2))
            return answer

    def happenings(self) -> list[Happening]:
        """All that happened since the last call, oldest first."""
        with self._changed:
            happened, self._happened = self._happened, []
        return happened

    def _read(self) -> None:
        while True:
            try:
                text = self._socket.recv()
            except (OSError, websocket.WebSocketException):
                return
            if not text:
                return
            with self._changed:
                self._take(json.loads(text))
                self._changed.notify_all()

    def _take(self, frame: Json) -> None:
        match frame["t"]:
            case "init":  # after a reset
                self.state = frame["state"]
            case "message" | "message_update":
                self._take_message(frame["message"], new=frame["t"] == "message")
            case "message_delete":
                there = self.state["messages"].get(frame["channel"], [])
                there[:] = [message for message in there if message["ts"] != frame["ts"]]
                self._happened.append(Happening("deleted", frame, frame["channel"]))
            case "view":
                self._take_forms(frame.get("stack", []))
            case "view_errors":
                self.faults, self.forms_seen = frame["errors"], self.forms_seen + 1
                self._happened.append(Happening("faults", frame["errors"]))
            case "home":
                self.state["homeViews"].setdefault(frame["user"], {})[frame["appId"]] = frame["view"]
                self._happened.append(Happening("home", frame["view"], person=frame["user"]))
            case "channel":
                self.state["channels"].append(frame["channel"])
            case "socket_status":
                for app in self.state["apps"]:
                    app["connected"] = frame["connected"] if app["appId"] == frame["appId"] else app["connected"]
            case "log":
                self.state["log"].append(frame["entry"])

    def _take_message(self, message: Json, *, new: bool) -> None:
        channel = message["channel"]
        there = self.state["messages"].setdefault(channel, [])
        there[:] = [message if one["ts"] == message["ts"] else one for one in there]
        if new:
            there.append(message)
        person = message.get("ephemeral_to", "")
        self._happened.append(Happening("message" if new else "changed", message, channel, person))

    def _take_forms(self, pile: list[Json]) -> None:
        self.state["modalStack"], self.faults, self.forms_seen = pile, {}, self.forms_seen + 1
        self._happened.append(Happening("form", pile[-1]) if pile else Happening("closed", {}))
