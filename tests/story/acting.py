"""What the people of the story do in the local Slack, and what they see: told to whoever listens, and checked.

Fields and buttons are named by their ids, so that a scene plays in either language.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.doubles import checks
from tests.doubles.forms import elements
from tests.story.local_slack import BOT, LocalSlack
from tests.story.page import Happening, Json
from tests.story.running import ZONE, Running
from tests.story.text import names

SECONDS: Final = 8.0  # within which Slack itself would have given up
SHOWN: Final = ("message", "changed", "form", "home")
ANYWHERE: Final = frozenset({"form", "home", "changed"})  # what answers beside the place where somebody asked
VIEW: Final = ("type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "external_id")


class Unexpected(Exception):  # noqa: N818 it says what was not as it should be, in one sentence
    """The story does not go on as written."""


@dataclass(frozen=True)
class Act:
    """Somebody does something, in words that a reader understands: `who` and `where` are names."""

    who: str
    where: str
    what: str


@dataclass(frozen=True)
class Sight:
    """Somebody sees a card, a form or a home. `where` is a channel's name or empty, `who` those who see it alone."""

    happening: Happening
    who: str
    where: str

    @property
    def shape(self) -> Json:
        return self.happening.body


Listener = Callable[[Act | Sight], None]


@dataclass
class Story:
    """The story as it goes on. `tell` hears each act and each sight in order."""

    running: Running
    tell: Listener = lambda _: None
    sights: list[Sight] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)  # what one scene leaves to the next
    _fresh: list[Happening] = field(default_factory=list)
    _actor: str = ""  # who did something last: a form is theirs

    @property
    def slack(self) -> LocalSlack:
        return self.running.slack

    @property
    def known(self) -> dict[str, str]:
        return names(self.slack.page.state)

    def say(self, ko: str, en: str) -> str:
        """What people type, in the language of the demo."""
        return ko if self.running.language == "ko" else en

    def person(self, handle: str) -> str:
        return self.running.ids[handle]

    def channel(self, key: str) -> str:
        return self.running.channels[key]

    def mention(self, handle: str) -> str:
        """`@somebody` as Slack writes it into a command."""
        return f"<@{self.person(handle)}|{handle}>"

    def at(self, day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
        """A moment of the story's autumn, in Seoul."""
        return dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE)

    # what people do

    def types(self, who: str, where: str, command: str, words: str = "") -> Json:
        """A slash command; the card or form that answers it."""
        self._begin(who, where, f"{command} {words}".strip())
        self.slack.command(where, who, command, words)
        return self._answer(who, command, where)

    def presses(self, who: str, message: Json, action: str, choice: str = "") -> Json:
        """A button of a message, by its action id; what it leads to."""
        self._begin(who, message["channel"], f"[ {label(message, action)} ]")
        self.slack.press(message, who, action, choice)
        return self._answer(who, action, message["channel"])

    def fills(self, who: str, values: dict[str, Any], told: str = "") -> Json:
        """Fills the form on top and sends it; what comes of it. `told`: how this reads, where values do not."""
        told = told or "; ".join(self.known.get(str(value), str(value)) for value in values.values() if value)
        self._begin(who, "", f"✎ {told}")
        faults = self.slack.submit(who, values)
        if faults:
            raise Unexpected(f"the form was refused: {faults}")
        return self._answer(who, "the form")

    def chooses(self, who: str, where: str, words: str, shortcut: str, name: str) -> Json:
        """Says something in a channel and chooses a shortcut in the menu of that message; the form that it opens."""
        self._begin(who, where, words)
        ts = self.slack.message(where, who, words)
        self._begin(who, where, f"⋮ {name}")
        self.slack.shortcut(self.running.hears, where, who, shortcut, ts, words)
        return self._answer(who, name, where)

    def receives(self, who: str) -> bytes:
        """The newest file that the bot sent to somebody, once all that is due is said."""
        self.running.settle()
        self.look()
        files = [file for one in self.said_by_bot(self.slack.dm(who)) for file in one.get("files") or ()]
        self.expect(files, f"a file comes to {self._name(who)}")
        return self.slack.download(files[-1])

    def opens_home(self, who: str) -> Json:
        self._begin(who, "", "App Home")
        home = self.slack.open_home(who)
        self.look()
        return home

    def waits(self, moment: dt.datetime, more: int = 0) -> None:
        """The clock goes on to this moment, and `more` minutes over which direct messages are spread."""
        self.running.live_on(moment)
        self.running.settle()
        if more:
            self.running.move(moment + dt.timedelta(minutes=more))
            self.running.settle()
        self.look()

    # what they see

    def sees(self, where: str, words: str, *, seconds: float = SECONDS) -> Json:
        """A message there with these words, new or old; the newest."""
        try:
            found = self.slack.wait_for_message(where, words, seconds)
        except TimeoutError as late:
            raise Unexpected(f"nobody said {words!r} in {self.known.get(where, where)}") from late
        self.look()
        return found

    def said_by_bot(self, where: str) -> list[Json]:
        """What the bot said there for all to see."""
        return [one for one in self.slack.messages(where) if one.get("user") == BOT and not one.get("ephemeral_to")]

    def look(self) -> None:
        """All that happened and was not looked at yet: told, and checked against Slack's limits."""
        self._fresh += self.slack.happenings()
        fresh, self._fresh = self._fresh, []
        places = list(dict.fromkeys(one.channel for one in fresh))
        for happening in sorted(fresh, key=lambda one: places.index(one.channel)):  # a thread stays under its post
            if happening.kind not in SHOWN or not _of_bot(happening):
                continue
            sight = self._sight(happening)
            if faults := list(faults_of(happening)):
                raise Unexpected(f"{sight.where or sight.who} sees what Slack would refuse: {faults[0]}")
            self.sights.append(sight)
            self.tell(sight)

    def expect(self, fact: object, sentence: str) -> None:
        """Raises Unexpected unless it is so."""
        if not fact:
            raise Unexpected(sentence)

    def _begin(self, who: str, where: str, what: str) -> None:
        self.look()
        self.running.alive()
        self._actor = who
        self.tell(Act(self._name(who), self._name(where), named(what, self.known)))

    def _answer(self, who: str, what: str, where: str = "") -> Json:
        """The first thing that this person sees (`where` they asked, not what comes to them elsewhere meanwhile)."""

        def found() -> Happening | None:
            self._fresh += self.slack.happenings()
            seen = (one for one in self._fresh if one.kind in SHOWN and _for(one, who, self.slack))
            return next((one for one in seen if one.kind in ANYWHERE or where in ("", one.channel)), None)

        try:
            happening = self.slack.page.wait(found, what, SECONDS)
        except TimeoutError as late:
            raise Unexpected(f"{self._name(who)} got no answer to {what}") from late
        assert happening is not None
        self.look()
        return happening.body

    def _sight(self, happening: Happening) -> Sight:
        who = self._actor if happening.kind == "form" else happening.person
        return Sight(happening, self._name(who), self._name(happening.channel))

    def _name(self, id: str) -> str:
        if id.startswith("D"):
            for channel in self.slack.page.state["channels"]:
                if channel["id"] == id:
                    return next((self.known[one] for one in channel["members"] if one != BOT), id)
        return self.known.get(id, id)


def texts(shape: Json) -> str:
    """All that a person would read on a card, a form or a home."""
    return "\n".join(checks.texts({name: shape[name] for name in ("text", "blocks") if shape.get(name)}))


def refs(shape: Json, letter: str) -> list[str]:
    """The ids such as `D-7` on a card, in order, each once."""
    return list(dict.fromkeys(re.findall(rf"\b{letter}-\d+\b", texts(shape))))


def label(message: Json, action: str) -> str:
    """What stands on a button."""
    found = [one for _, one in elements(message.get("blocks", [])) if one["action_id"] == action]
    if not found:
        raise Unexpected(f"no button {action} on: {texts(message)[:200]}")
    text: Json = found[0].get("text") or found[0].get("placeholder") or {"text": action}
    return str(text["text"])


def has(message: Json, action: str) -> bool:
    """Whether this button is on it."""
    return any(one["action_id"] == action for _, one in elements(message.get("blocks", [])))


def named(words: str, known: dict[str, str]) -> str:
    """Typed words with names where Slack puts ids."""
    return re.sub(r"<[@#](\w+)(?:\|[^>]*)?>", lambda found: known.get(found[1], found[0]), words)


def faults_of(happening: Happening) -> Iterable[str]:
    """What Slack would refuse of it."""
    body = happening.body
    if happening.kind in ("form", "home"):
        return checks.view_faults({name: body[name] for name in VIEW if body.get(name) is not None})
    if body.get("files") and not body.get("blocks"):
        return ()
    return checks.message_faults(body)


def _of_bot(happening: Happening) -> bool:
    return happening.kind in ("form", "home") or happening.body.get("user", BOT) == BOT


def _for(happening: Happening, who: str, slack: LocalSlack) -> bool:
    """Whether this is what `who` sees: a form, a card for them alone, their direct messages, a card that changed."""
    if happening.kind == "form":
        return True
    if happening.kind == "home":
        return happening.person == who
    if not _of_bot(happening):
        return False
    return happening.kind == "changed" or happening.person == who or happening.channel == slack.dm(who)
