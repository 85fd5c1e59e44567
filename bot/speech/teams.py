"""What people type after `/team`."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from bot.refusals import Refusal
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.markers import Grammar, Key, scan
from bot.speech.people import Channel, Mention, has_words, only, unquoted
from bot.speech.text import ORGANISATION, gives_back, limited, readable
from bot.values import frozen

CREATE: Final = Grammar("", (Key.LEAD, Key.CHANNEL, Key.BY))
PRIVATE: Final = frozenset({"private", "비공개"})
PEOPLE: Final = Grammar("@")
_KEY = re.compile(r"[^\W_][\w-]{0,29}")


@frozen
class TeamPeople:
    """A team (key or name) and the people named with @, at least one."""

    team: str
    people: tuple[Mention, ...]


@frozen
class TeamLine:
    """`KEY NAME [lead: @person] [channel: #channel] [due: DATE]`; `ends` makes it a task force.

    `added` reads `KEY @person…` as `add` would: whoever types that may mean people of a team that is there.
    """

    key: str
    name: str
    lead: Mention | None
    channel: Channel | None
    typed: str
    ends: dt.date | None = None
    added: TeamPeople | None = None


@frozen
class RoomLine:
    """A team whose channel is to be made."""

    team: str
    private: bool


@gives_back
def create(text: str, today: dt.date) -> TeamLine:
    """Refuses a key that nobody could type later, and a team without a name."""
    parts = scan(text, CREATE, today)
    key, _, name = parts.head.partition(" ")
    if not _KEY.fullmatch(key):
        raise Refusal(
            "A team's key is one short word of letters, digits and hyphens. "
            "Type it before the name, such as `create export Export Division`."
        )
    if not has_words(name):
        raise Refusal("What is the team called? Type its name after the key, such as `create export Export Division`.")
    return TeamLine(
        key=key,
        name=limited(unquoted(name), ORGANISATION),
        lead=parts.get(Key.LEAD, Mention),
        channel=parts.get(Key.CHANNEL, Channel),
        typed=readable(text),
        ends=parts.get(Key.BY, dt.date),
        added=None if parts.values else _added(text),
    )


def _added(text: str) -> TeamPeople | None:
    parts = scan(text, PEOPLE)
    return TeamPeople(parts.head, parts.people) if parts.people else None


@gives_back
def team(text: str) -> str:
    """A team by its key or name."""
    name = readable(unquoted(text))
    if not has_words(name):
        raise Refusal("Which team? Type its key, such as `export`. `list` shows them all.")
    return limited(name, ORGANISATION)


@gives_back
def room(text: str) -> RoomLine:
    """`KEY [private]`"""
    name, _, last = text.rpartition(" ")
    private = bool(name) and last.casefold() in PRIVATE
    return RoomLine(team(name if private else text), private)


@gives_back
def people(text: str) -> TeamPeople:
    """`KEY @person…`"""
    parts = scan(text, PEOPLE)
    if not parts.people:
        raise Refusal("Who? Type the team's key and people with @, such as `add export @kim @lee`.")
    return TeamPeople(team(parts.head), parts.people)


@gives_back
def lead(text: str) -> TeamPeople:
    """`KEY @person`: exactly one."""
    parts = scan(text, PEOPLE)
    return TeamPeople(team(parts.head), (only(parts.people),))


@gives_back
def line(text: str, today: dt.date) -> str:
    """A team's key or name alone shows it."""
    del today  # every noun's line is read alike
    return team(text)


_DATELESS: Final = (
    HELP,
    Subcommand("list", ("목록",), nothing),
    Subcommand("show", ("보기",), team),
    Subcommand("lead", ("팀장",), lead),
    Subcommand("add", ("추가",), people),
    Subcommand("remove", ("제외", "leave"), people),
    Subcommand("join", ("가입", "참여"), team),
    Subcommand("edit", ("수정",), team),
    Subcommand("channel", ("채널",), room),
    Subcommand("wind-up", ("해산", "windup"), team),
    Subcommand("close", ("종료", "종결"), team),
    Subcommand("reopen", ("재개",), team),
)


def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/team`. Resolve with `prose=False`."""
    made = Subcommand("create", ("등록", "만들기", "new"), lambda text: create(text, today), form=True)
    return (*_DATELESS, made)
