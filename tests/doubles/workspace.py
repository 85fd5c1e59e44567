"""A Slack workspace in memory: people, channels, messages, views and files, and how it answers a Web API call.

`FakeSlack` (a `WebClient`) and `http_slack` (a real server) both speak to one of these. Every call is recorded and
checked against Slack's reference; a call that Slack would not take fails the test, and stays in `complaints` in case
something swallowed the failure.
"""

import itertools
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.doubles import answers
from tests.doubles.checks import ANY_METHOD, METHODS, complaints, response_faults
from tests.doubles.faults import Fault, Hang, Refusal
from tests.doubles.paces import Pace
from tests.doubles.refused import Refused

Json = dict[str, Any]

BOT, BOT_ID, APP = "U0MUSTER", "B0MUSTER", "A0MUSTER"
# operations.md's scopes, the optional ones too
SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "app_mentions:read",
        "im:history",
        "im:write",
        "channels:read",
        "groups:read",
        "users:read",
        "files:write",
        "files:read",
        "channels:history",
        "groups:history",
        "channels:manage",
        "groups:write",
        "users:read.email",
    }
)
TRIGGER_SECONDS = 3
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


@dataclass(frozen=True)
class Call:
    """One call: its arguments as Slack reads them (JSON decoded), when, and the fault that met it."""

    method: str
    arguments: Json
    at: datetime
    fault: Fault | None = None


@dataclass
class Room:
    """A channel, private channel (`kind` group) or direct message (`im`)."""

    id: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    archived: bool = False
    topic: str = ""
    purpose: str = ""
    creator: str = "U0ADMIN"


@dataclass
class ResponseUrl:
    """What a response URL belongs to, and how often it was used."""

    channel: str
    person: str
    message: str
    made: datetime
    uses: int = 0


class Workspace:
    """Slack's side of the conversation. `now` is its clock; `scopes` are what the app was granted."""

    def __init__(
        self,
        *,
        team: str = "T0MUSTER",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        scopes: frozenset[str] = SCOPES,
        page_size: int = 1000,
    ) -> None:
        self.team, self.now, self.scopes, self.page_size = team, now, scopes, page_size
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.hooks_url, self.upload_url = "https://hooks.slack.com/actions", "https://files.slack.com/upload/v1"
        self.users: dict[str, Json] = {}
        self.rooms: dict[str, Room] = {}
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.ephemerals: list[Json] = []
        self.views: dict[str, Json] = {}
        self.forms: dict[str, list[str]] = defaultdict(
            list
        )  # person → ids of the views that are open, the top one last
        self.homes: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.responses: list[tuple[str, Json]] = []
        self._triggers: dict[str, tuple[str, datetime]] = {}
        self._spent: set[str] = set()
        self._planned: dict[str, list[Fault | None]] = defaultdict(list)
        self._always: dict[str, Fault] = {}
        self._late: list[tuple[str, Json]] = []
        self.pace: Pace | None = None  # Slack's limits are kept to when a test says so
        self._numbers = itertools.count(1)
        self.lock = threading.RLock()
        self.add_person(BOT, "muster", is_bot=True)

    # what a test arranges

    def add_person(self, person: str, name: str = "", **more: Any) -> str:
        """A person as `users.list` shows them; `more` overrides any field (`tz`, `is_admin`, `deleted` …)."""
        name = name or person.removeprefix("U0").lower()
        profile = {"real_name": name, "display_name": name, "email": f"{name}@example.com"} | more.pop("profile", {})
        flags = dict.fromkeys(
            ("deleted", "is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted", "is_bot"),
            False,
        )
        zone = {"tz": "Asia/Seoul", "tz_label": "Korea Standard Time", "tz_offset": 32400, "locale": "ko-KR"}
        user = {"id": person, "team_id": self.team, "name": name, "real_name": name, "profile": profile, "updated": 1}
        self.users[person] = user | flags | zone | more
        return person

    def add_channel(self, channel: str, name: str, *members: str, private: bool = False, bot: bool = True) -> Room:
        """A channel; the bot is a member unless `bot` is false."""
        room = Room(channel, name, "group" if private else "channel", [*([BOT] if bot else []), *members])
        self.rooms[channel] = room
        return room

    def dm(self, person: str) -> Room:
        """The direct messages of a person with the bot, opened if need be."""
        return self.rooms.setdefault(f"D{person[1:]}", Room(f"D{person[1:]}", "", "im", [BOT, person]))

    def trigger(self, person: str) -> str:
        """A trigger id as a command or button of this person would carry it: good once, for 3 seconds."""
        trigger = f"{next(self._numbers)}.{self.team}.trigger"
        self._triggers[trigger] = (person, self.now())
        return trigger

    def response_url(self, channel: str, person: str, message: str = "") -> str:
        """A response URL as a command (or the button of `message`) would carry it: five uses in 30 minutes."""
        url = f"{self.hooks_url}/{self.team}/{next(self._numbers)}"
        self.response_urls[url] = ResponseUrl(channel, person, message, self.now())
        return url

    def misbehave(self, method: str, *faults: Fault | None) -> None:
        """The next calls of `method` ("*": of any; "upload", "response_url" too) meet these in turn; None is none."""
        for fault in faults:
            self._check(method, fault)
        self._planned[method] += faults

    def break_down(self, method: str, fault: Fault) -> None:
        """Every call of `method` ("*": of any) meets this until `mend`."""
        self._check(method, fault)
        self._always[method] = fault

    def mend(self) -> None:
        """All is well again; what was planned is forgotten."""
        self._planned.clear()
        self._always.clear()

    def land(self) -> None:
        """The calls that were under way (`Hang(lands_later=True)`) arrive now."""
        late, self._late = self._late, []
        for method, arguments in late:
            self.answer(method, arguments)

    # what a test asks

    def sent(self, method: str) -> list[Json]:
        """The arguments of every call of that name."""
        return [call.arguments for call in self.calls if call.method == method]

    def in_channel(self, channel: str, thread: str = "") -> list[Json]:
        """The messages of a channel, or the replies of a thread, oldest first."""
        return [
            one
            for one in self.messages[channel]
            if one.get("thread_ts", "") in ((thread,) if thread else ("", one["ts"]))
        ]

    def form(self, person: str = "") -> Json:
        """The form on top of what this person sees; IndexError when none is open."""
        return self.views[self.forms[person][-1]]

    # what the transports ask

    def receive(self, method: str, arguments: Json) -> Fault | None:
        """Records and checks a call that is on its way; the fault that it will meet."""
        with self.lock:
            fault = self._fault(method)
            if self.pace is not None:
                fault = self.pace.call(method, arguments, self.now(), fault)
            self.calls.append(Call(method, arguments, self.now(), fault))
            if method not in ("upload", "response_url"):  # not methods, but they fail like one
                self.complain(complaints(method, arguments))
            if isinstance(fault, Hang) and fault.lands_later:
                self._late.append((method, arguments))
        if fault and fault.during:
            fault.during()
        return fault

    def answer(self, method: str, arguments: Json) -> Json:
        """What Slack answers when the call reaches it: always a dict with `ok`."""
        with self.lock:
            try:
                self._check_scope(method, arguments)
                return {"ok": True, **answers.ANSWERS[method](self, arguments)}
            except Refused as refused:
                return {"ok": False, "error": refused.error} | refused.more

    def respond(self, url: str, body: Json) -> str:
        """A post to a response URL; `ok`, or Slack's word for why not."""
        with self.lock:
            self.complain([f"response_url: {fault}" for fault in response_faults(body)])
            there = self.response_urls.get(url)
            if there is None or (self.now() - there.made).total_seconds() > RESPONSE_URL_SECONDS:
                return "expired_url"
            if there.uses >= RESPONSE_URL_USES:
                return "used_url"
            there.uses += 1
            self.responses.append((url, body))
            answers.respond(self, there, body)
            return "ok"

    def upload(self, url: str, content: bytes) -> None:
        """The bytes of a file arrive at its upload address."""
        file = self.files[url.rsplit("/", 1)[-1]]
        file.update(uploaded=True, content=content)

    def complain(self, faults: list[str]) -> None:
        """Fails the test."""
        self.complaints += faults
        assert not faults, "\n".join(faults)

    # what the answers need

    def next_id(self, letter: str) -> str:
        """An id that nothing else has."""
        return f"{letter}{next(self._numbers):08d}"

    def next_ts(self) -> str:
        """The ts of a message that is posted now; no two are equal, and they order the messages."""
        return f"{int(self.now().timestamp())}.{next(self._numbers):06d}"

    def use_trigger(self, trigger: str) -> str:
        """Whose trigger it was ("" for one that this workspace did not make)."""
        if trigger in self._spent:
            raise Refused("exchanged_trigger_id")
        self._spent.add(trigger)
        person, made = self._triggers.get(trigger, ("", self.now()))
        if (self.now() - made).total_seconds() > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        return person

    def _fault(self, method: str) -> Fault | None:
        for name in (method, "*"):
            if self._planned[name]:
                return self._planned[name].pop(0)
        return self._always.get(method) or self._always.get("*")

    def _check(self, method: str, fault: Fault | None) -> None:
        """A refusal must be one that Slack really gives for that method."""
        if isinstance(fault, Refusal) and method in METHODS:
            codes = ANY_METHOD.union(METHODS[method]["errors"])
            assert fault.error in codes, f"{method} never answers {fault.error}"

    def _check_scope(self, method: str, arguments: Json) -> None:
        needed = set(METHODS[method]["scopes"])
        room = self.rooms.get(arguments.get("channel", ""))
        if room and method.startswith("conversations."):
            prefix = {"channel": "channels:", "group": "groups:", "im": "im:"}[room.kind]
            needed = {scope for scope in needed if scope.startswith(prefix)}
        if needed and not needed & self.scopes:
            raise Refused("missing_scope", needed=sorted(needed)[0], provided=",".join(sorted(self.scopes)))
