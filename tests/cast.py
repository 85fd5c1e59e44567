"""The stage: the real door and a Slack in memory, with the same people in every test.

Ara leads the team `export`, Bom is a member of it; Chan belongs to `energy` (led by Eun's colleague Hana); Dana is the
administrator, Eun the secretariat, Gil a Slack guest. It is Wednesday 25 November 2026, 10:00 in Seoul.
"""

import datetime as dt
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.blocks.answers import AGAIN, BESIDE, MORE
from bot.domain.people import Person, Role
from bot.domain.teams import Team, TeamKind
from bot.domain.workspaces import Workspace
from bot.settings import Rules
from handlers import FEATURES, payloads
from handlers.answering import Answer, Wire
from handlers.door import Door
from handlers.routing import routes
from schedules import foresee_quickly
from storage import Database, people, teams, workspaces
from storage.ledger.rows import PostRow
from tests.doubles import checks
from tests.doubles import payloads as shapes
from tests.doubles.fixtures import NOW
from tests.doubles.forms import filled, pressed
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Workspace as SlackWorkspace

Json = dict[str, Any]
WS = "T0MUSTER"
ARA, BOM, CHAN, DANA, EUN, GIL, HANA = "U0ARA", "U0BOM", "U0CHAN", "U0DANA", "U0EUN", "U0GIL", "U0HANA"
EXPORT, ENERGY, LEADERS = "C0EXPORT", "C0ENERGY", "C0LEAD"
PEOPLE = (
    Person(ARA, "아라", "ara", role=Role.MEMBER, grade="director", quota=2, team="export", language="en"),
    Person(BOM, "봄", "bom", role=Role.MEMBER, grade="director", quota=2, team="export", language="en"),
    Person(CHAN, "찬", "chan", role=Role.MEMBER, grade="officer", quota=0, team="energy", language="en"),
    Person(DANA, "다나", "dana", role=Role.ADMIN, grade="grade1", quota=0, team="ministry", language="en"),
    Person(EUN, "은", "eun", role=Role.SECRETARIAT, grade="section-chief", quota=0, team="ministry", language="en"),
    Person(GIL, "길", "gil", role=Role.GUEST, language="en"),
    Person(HANA, "하나", "hana", role=Role.MEMBER, grade="director", quota=2, team="energy", language="en"),
)
TEAMS = (
    Team("ministry", "산업자원부", "the ministry", TeamKind.DIVISION),
    Team(
        "export",
        "수출과",
        "Export division",
        parent="ministry",
        lead=ARA,
        channel=EXPORT,
        members=frozenset({ARA, BOM}),
    ),
    Team(
        "energy", "에너지과", "Energy division", parent="ministry", lead=HANA, channel=ENERGY, members=frozenset({CHAN})
    ),
)


def furnish(db: Database, language: str = "en") -> None:
    """The cast, in the workspace's database."""
    settings = Workspace(WS, "Muster", "muster", language=language, leadership_channel=LEADERS, setup_done=True)
    with db.begin() as session:
        workspaces.ensure(session, settings)
        for person in PEOPLE:
            people.save(session, WS, person)
        for team in TEAMS:
            teams.save(session, WS, team)


@dataclass
class Stage:
    """What a test plays on. `now` moves only when the test moves it."""

    db: Database
    slack: SlackWorkspace
    now: dt.datetime = NOW
    rules: Rules = field(default_factory=Rules)
    door: Door = field(init=False)
    acknowledged: list[Json] = field(default_factory=list)  # what went back with an acknowledgement
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        client = FakeSlack(self.slack)
        self.slack.now = lambda: self.now
        wire = Wire(
            client=lambda _workspace: client,
            post=lambda url, payload: client.webhook(url).send_dict(dict(payload)).status_code,
            download=lambda _client, url, most, _seconds: self.slack.files[url.rsplit("/", 1)[-1]]["content"][:most],
        )
        self.door = Door(self.db, routes(FEATURES), wire, lambda: self.now, self.rules, foresee=foresee_quickly)

    # what people do

    def types(self, person: str, text: str, channel: str = EXPORT, key: str = "") -> Json:
        """`/visit …` typed in a channel: the message that answers it, or {} when a form opened."""
        command, _, words = text.partition(" ")
        body = {
            "team_id": WS,
            "user_id": person,
            "channel_id": channel,
            "command": command,
            "text": words,
            "trigger_id": key or self.slack.trigger(person),
            "response_url": self.slack.response_url(channel, person),
        }
        answer = self.door.hear(payloads.command(body))
        self.acknowledged.append(answer)
        if "text" in answer:
            faults = checks.response_faults(answer)
            assert not faults, faults
        return answer

    def clicks(self, person: str, message: Json, name: str, choice: str = "", channel: str = EXPORT) -> Json:
        """Presses a button of an ephemeral answer (or of a posted message, one with a `ts`): what was said back."""
        posted = "ts" in message
        action = pressed(message["blocks"], name, choice)
        body: Json = {
            "team": {"id": WS},
            "user": {"id": person},
            "channel": {"id": channel},
            "container": {
                "type": "message",
                "message_ts": message.get("ts", "1764032400.000100"),
                "channel_id": channel,
                "is_ephemeral": not posted,
            },
            "message": {"ts": message.get("ts", ""), "thread_ts": message.get("thread_ts", "")},
            "actions": [action],
            "trigger_id": self.slack.trigger(person),
            "response_url": self.slack.response_url(channel, person, message.get("ts", "")),
        }
        before = len(self.slack.responses)
        self.door.hear(payloads.button(body))
        return self.slack.responses[-1][1] if len(self.slack.responses) > before else {}

    def clicks_in_view(self, person: str, view: Json, name: str, choice: str = "") -> Answer:
        """Presses a button of a modal or of the App Home."""
        body: Json = {
            "team": {"id": WS},
            "user": {"id": person},
            "container": {"type": "view", "view_id": view.get("id", "V0HOME")},
            "view": {"id": view.get("id", "V0HOME"), "type": view.get("type", "modal"), **view},
            "actions": [pressed(view["blocks"], name, choice)],
            "trigger_id": self.slack.trigger(person),
        }
        return self.door.hear(payloads.button(body))

    def submits(
        self, person: str, values: Mapping[str, Any] | None = None, view: Json | None = None, key: str = ""
    ) -> Json:
        """Fills in the form that this person sees and submits it: what the ack carries.

        What was said to the channel instead of in the form is `self.said()`.
        """
        shown = view or self.slack.form(person)
        body = {
            "team": {"id": WS},
            "user": {"id": person},
            "view": {**shown, "id": shown.get("id", "V0FORM"), "state": {"values": filled(shown, values)}},
            "trigger_id": key or self.slack.trigger(person),
        }
        answer = self.door.hear(payloads.form(body))
        self.acknowledged.append(answer)
        fields = {block["block_id"] for block in shown["blocks"] if block["type"] == "input"}
        assert set(answer.get("errors", {})) <= fields, "Slack takes faults only beside fields of the form"
        if "view" in answer:
            faults = checks.view_faults(answer["view"])
            assert not faults, faults
        return answer

    def shortcut(self, person: str, callback: str, text: str, channel: str = EXPORT, **message: Any) -> Json:
        """Chooses a shortcut in the menu of a message: the form that opened, {} where none did."""
        body = shapes.shortcut(callback, text, user=person, channel=channel)
        body["message"] |= message
        body |= {"trigger_id": self.slack.trigger(person), "team": {"id": WS}}
        body["response_url"] = self.slack.response_url(channel, person)
        before = len(self.slack.responses)
        self.door.hear(payloads.shortcut(body))
        return self.slack.form(person) if len(self.slack.responses) == before else {}

    def suggests(self, person: str, action: str, letters: str) -> list[Json]:
        """Types letters into a menu that asks the bot: its options."""
        body = {"team": {"id": WS}, "user": {"id": person}, "action_id": action, "value": letters, "view": {}}
        options: list[Json] = self.door.hear(payloads.suggestion(body))["options"]
        return options

    def mentions(self, person: str, text: str, channel: str = EXPORT, thread: str = "", dm: bool = False) -> Json:
        """`@muster …` in a channel or thread, or a direct message: the post that was planned for it, {} if none."""
        event_id = f"Ev{next(self._numbers):06d}"
        event: Json = {
            "type": "message" if dm else "app_mention",
            "user": person,
            "text": text if dm else f"<@U0MUSTER> {text}",
            "channel": f"D{person[1:]}" if dm else channel,
            "ts": self.slack.next_ts(),
        }
        event |= {"channel_type": "im"} if dm else {}
        event |= {"thread_ts": thread} if thread else {}
        heard = payloads.event({"team_id": WS, "event_id": event_id, "event": event})
        assert heard is not None
        self.door.hear(heard)
        return self._planned(event_id)

    def opens_home(self, person: str) -> Json:
        """Opens the App Home: the view that was published."""
        event = {"type": "app_home_opened", "user": person, "tab": "home", "channel": f"D{person[1:]}"}
        heard = payloads.event({"team_id": WS, "event_id": f"Ev{next(self._numbers):06d}", "event": event})
        assert heard is not None
        self.door.hear(heard)
        home: Json = self.slack.homes[person]
        return home

    # what a test looks at

    def said(self) -> Json:
        """The newest message to a response URL."""
        return self.slack.responses[-1][1]

    def unbound(self) -> set[str]:
        """Ids of buttons, menus and forms that were shown and that nothing listens to."""
        shown = [*self.acknowledged, *(body for _, body in self.slack.responses)]
        shown += [call.arguments for call in self.slack.calls]
        routes = self.door.routes
        known = {*routes.buttons, *routes.forms, *routes.suggestions, AGAIN, BESIDE, MORE, "door:read"}
        return {id.partition("#")[0] for one in shown for id in _listened(one)} - known

    def later(self, **delta: float) -> None:
        """Moves the clock."""
        self.now += dt.timedelta(**delta)

    def _planned(self, event_id: str) -> Json:
        with self.db.read() as session:
            rows = [row for row in session.query(PostRow) if row.occurrence == event_id]
        return rows[0].args["message"] if rows else {}


def leaves_slack(stage: Stage, person: str) -> None:
    """Somebody is no longer here."""
    with stage.db.begin() as session:
        known = people.get(session, WS, person)
        assert known is not None
        people.save(session, WS, replace(known, active=False))


def becomes_guest(stage: Stage, person: str) -> None:
    """Somebody who worked here is a guest now."""
    with stage.db.begin() as session:
        known = people.get(session, WS, person)
        assert known is not None
        people.save(session, WS, replace(known, role=Role.GUEST))


def speaks(stage: Stage, person: str, language: str) -> None:
    """From now on they have this language."""
    with stage.db.begin() as session:
        known = people.get(session, WS, person)
        assert known is not None
        people.save(session, WS, replace(known, language=language))


def _listened(shape: Any) -> Iterator[str]:
    """Ids that come back when somebody clicks or submits; the fields of a form come back with the form."""
    if isinstance(shape, list):
        for one in shape:
            yield from _listened(one)
    elif isinstance(shape, dict) and (shape.get("type") != "input" or shape.get("dispatch_action")):
        yield from (shape[name] for name in ("action_id", "callback_id") if name in shape)
        for value in shape.values():
            yield from _listened(value)


def words(message: Json) -> str:
    """All the text of a card, a line a block: what a test reads."""
    return "\n".join(checks.texts(message.get("blocks") or message.get("text", "")))


def kept(view: Json) -> Json:
    """What a form carries."""
    found: Json = json.loads(view["private_metadata"])
    return found
