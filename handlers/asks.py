"""What a listener gets and gives: `Ask → Reply`. Every kind of payload becomes an Ask, so one function serves all."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Any, Literal, TypeVar

from bot.blocks.kit import Card, Element, Form
from bot.domain.checkups import Greeting
from bot.domain.directory import Directory
from bot.domain.people import Person
from bot.domain.permissions import Actor, Subject, may
from bot.domain.refs import Ref
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, speaking
from bot.settings import Rules
from bot.speech.commands import Subcommand
from bot.values import frozen
from storage import Session

Barred = TypeVar("Barred")


class Kind(StrEnum):
    COMMAND = "command"
    MENTION = "mention"  # in a channel or a thread
    MESSAGE = "message"  # a direct message to the bot
    BUTTON = "button"
    FORM = "form"
    SUGGESTION = "suggestion"
    HOME = "home"
    SHORTCUT = "shortcut"


@frozen
class Origin:
    """Where an answer belongs. It travels in a form's private_metadata, and comes back with its submission."""

    channel: str = ""
    thread: str = ""
    message: str = ""  # ts of the message that a button stands on
    ephemeral: bool = False
    response_url: str = ""
    trigger: str = ""
    view: str = ""  # id of the modal that a button stands in, or of the home view
    surface: str = ""  # "message", "modal", "home"

    def travelling(self) -> dict[str, Any]:
        """What a form carries: all that is set, but not the trigger, which lives 3 seconds."""
        names = ("channel", "thread", "message", "ephemeral", "response_url", "surface")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


# session, workspace, now, days → what the timetable will post, a row a post (see `muster preview`)
Foresee = Callable[[Session, str, dt.datetime, int], Sequence[Mapping[str, Any]]]


def nothing_foreseen(session: Session, workspace: str, now: dt.datetime, days: int) -> Sequence[Mapping[str, Any]]:
    """A door without a timetable behind it."""
    del session, workspace, now, days
    return ()


@frozen
class File:
    """A file that came with a form: its name and its bytes."""

    name: str
    content: bytes


@frozen
class Ask:
    """A request. `words` stand behind the command or subcommand, or are a button's value; `args` is the same, parsed.

    `values` are a form's: field name → text, day, key, list of keys. `ref` and `state`: what a button or form is about.
    `today` is the day in the asking person's zone; `session` the one transaction of this request.
    """

    key: str
    kind: Kind
    who: Person
    actor: Actor
    directory: Directory
    t: Translator
    now: dt.datetime
    today: dt.date
    session: Session
    origin: Origin
    rules: Rules
    words: str = ""
    args: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    ref: Ref | None = None
    page: int = 1  # of a list: the `page:2` behind its words
    files: tuple[File, ...] = ()  # those of the field that the binding names
    foresee: Foresee = nothing_foreseen
    greeting: Greeting | None = None  # what Slack last said of us

    @property
    def ws(self) -> str:
        """The workspace's id, the first argument of every storage verb after the session."""
        return self.directory.workspace.id

    @property
    def workspace(self) -> Workspace:
        return self.directory.workspace

    @property
    def lang(self) -> str:
        return self.t.lang

    def channel_tongue(self, team: str | None) -> Translator:
        """The language of a team's channel."""
        found = self.directory.team(team)
        return speaking(self.directory.voice_of_team(found), self.today)

    @property
    def posted(self) -> bool:
        """Whether everybody in a channel sees the card that is pressed."""
        here = self.origin
        message = here.message and not here.ephemeral and here.surface == "message"
        return bool(message and here.channel[:1] in ("C", "G") and self.kind in (Kind.BUTTON, Kind.FORM))

    def tongue(self, team: str | None) -> Translator:
        """The person's language, but the team's where everybody in its channel sees the card that is pressed."""
        return self.channel_tongue(team) if self.posted else self.t

    def barred(self, needed: Mapping[Barred, str], about: Subject) -> frozenset[Barred]:
        """Of the steps and the permission that each needs, those that who asks may not take.

        None of them where others read the answer too: who of them may is seen when somebody presses.
        """
        if self.posted or self.kind is Kind.MENTION:
            return frozenset()
        return frozenset(step for step, permission in needed.items() if not may(self.actor, permission, about))


@frozen
class Say:
    """Say this to who asked, where they asked; nobody else sees it (`aloud`: everybody in the channel or thread).

    `kept` stands in the record of the request in its place, where the card shows what is stored nowhere (an address
    that opens something), and answers the same request when it comes again.
    """

    card: Card
    aloud: bool = False
    kept: Card | None = None


@frozen
class Open:
    """Show a form: a new one, on top of the present one, or in its place."""

    form: Form
    how: Literal["open", "push", "update"] = "open"


@frozen
class Redraw:
    """Put this card in place of the one that the button stands on (or that the form was opened from)."""

    card: Card
    kept: Card | None = None  # as of Say


@frozen
class Home:
    """Show this App Home to who asked."""

    view: Mapping[str, Any]


@frozen
class Offer:
    """Suggestions for a menu."""

    options: tuple[Element, ...]


@frozen
class Done:
    """Nothing to say: the form closes, the button rests."""


Reply = Say | Open | Redraw | Home | Offer | Done
Listener = Callable[[Ask], Reply]


@frozen
class Binding:
    """What a button, form or suggestion does: `may` is a permission of bot.domain.permissions, asked before it runs.

    `files` names the field (or what the form kept under that name) whose files are fetched from Slack before it runs.
    `private`: what it says is for who asks alone, so a mention in a channel is answered in a direct message.
    """

    run: Listener
    may: str = "members"
    writes: bool = True
    files: str = ""
    private: bool = False


Subcommands = Callable[[dt.date], Sequence[Subcommand]]  # today → the words of a noun, from bot.speech
Line = Callable[[str, dt.date], Any]  # what was typed and today → the noun's own one-line grammar, read


@frozen
class Noun:
    """A command: `bot.speech` says which words it has and how they are read, `verbs` what each of them does.

    `empty` answers the command alone. `free` takes what is no subcommand, read by `line` (None: there are only those);
    `ask.args` holds what was read. Aliases of the noun itself stand in bot.speech.commands.NOUNS.
    `about`, `examples` and `grammar` are message ids, shown by `help`.
    """

    word: str
    about: str
    examples: tuple[str, ...]
    grammar: str
    subcommands: Subcommands
    verbs: Mapping[str, Binding]
    empty: Binding
    line: Line | None = None
    free: Binding | None = None
    numbers: bool = False  # whether `line` begins with a number, and what stands behind that is its own (task, meeting)
    prose: bool = True  # whether `line` is free text that may begin with any word (visit, difficulty)


@frozen
class Feature:
    """All that one noun listens to."""

    noun: Noun | None = None
    buttons: Mapping[str, Binding] = field(default_factory=dict)
    forms: Mapping[str, Binding] = field(default_factory=dict)
    suggestions: Mapping[str, Binding] = field(default_factory=dict)
    shortcuts: Mapping[str, Binding] = field(default_factory=dict)
    home: Binding | None = None
