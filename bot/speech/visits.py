"""What people type after `/visit`."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Final

from bot.domain.visits import FURTHEST
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.commands import HELP, Subcommand
from bot.speech.filters import Filter, listing, split_backwards, team_and_week
from bot.speech.markers import Grammar, Key, scan
from bot.speech.people import Mention, has_words
from bot.speech.spans import wrong_way_round
from bot.speech.text import ORGANISATION, TAG, TEXT, brief, gives_back, limited, readable
from bot.values import frozen

GRAMMAR: Final = Grammar("!#@", (Key.ON,), summary=True)


@frozen
class VisitLine:
    """`ORGANISATION [: summary] [! difficulty]… [#tag]… [@person]… [on:DATE]`, every text as typed.

    `on` None means today in the person's zone; a future day makes a planned visit.
    """

    organisation: str
    summary: str
    difficulties: tuple[str, ...]
    tags: tuple[str, ...]
    people: tuple[Mention, ...]
    on: dt.date | None
    typed: str


@gives_back
def line(text: str, today: dt.date) -> VisitLine:
    """Refuses a line without an organisation, with a date unreadable or far off, or with a text beyond its limit."""
    parts = scan(text, GRAMMAR, today)
    if not has_words(parts.head):
        raise Refusal(
            "Which organisation? Type its name first, such as `Geoje Shipyard: order book is full ! short of welders`."
        )
    _not_a_number(parts.head)
    return VisitLine(
        organisation=limited(parts.head, ORGANISATION),
        summary=limited(parts.summary, TEXT),
        difficulties=tuple(limited(difficulty, TEXT) for difficulty in parts.difficulties),
        tags=tuple(limited(tag, TAG) for tag in parts.tags),
        people=parts.people,
        on=_near(parts.get(Key.ON, dt.date), today),
        typed=readable(text),
    )


def _near(day: dt.date | None, today: dt.date) -> dt.date | None:
    """The same bounds as the form has."""
    if day is not None and day > today + FURTHEST:
        raise Refusal("{day} is more than a year ahead. Type a nearer day, such as `on:12/24`.", day=day)
    if day is not None and day < today - FURTHEST:
        raise Refusal("{day} is more than a year ago. Type a later day, such as `on:yesterday`.", day=day)
    return day


def _not_a_number(organisation: str) -> None:
    """`V-12 something` is a word forgotten, not an organisation (a company may be called V12 Systems)."""
    first = organisation.partition(" ")[0]
    found = ids.ref(first)
    if found is not None and found.prefix == "V" and not first[1].isdecimal():
        raise Refusal(
            "What about {ref}? Type `show {ref}`, `edit {ref}` or `done {ref}`, or an organisation first.",
            ref=str(found),
        )
    if forgotten := ids.behind_a_word(organisation, "V"):
        word, found = forgotten
        raise Refusal(
            "`{word}` is not a word of this command. What about {ref}? Type `show {ref}`, `edit {ref}`, `done {ref}` "
            "or `delete {ref}`, or an organisation first.",
            word=brief(word),
            ref=str(found),
        )


@gives_back
def filters(text: str, today: dt.date) -> Filter:
    """`[me|@person|team KEY|org NAME] [this week|last week|since DATE]`"""
    found = listing(text, today)
    if found is None:
        if turned := split_backwards(text, today):
            raise wrong_way_round(turned, today)
        raise Refusal(
            "I cannot read this filter. Type `list me`, `list @kim`, `list team KEY` or `list org NAME`, "
            "and `this week`, `last week` or `since 11/2` after it."
        )
    return found


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/visit`; anything else is a line to log."""
    return (
        HELP,
        Subcommand("list", ("목록",), partial(filters, today=today)),
        Subcommand("show", ("보기",), ids.of("V")),
        Subcommand("done", ("완료",), ids.of("V")),
        Subcommand("edit", ("수정",), ids.of("V")),
        Subcommand("photos", ("사진",), ids.of("V")),
        Subcommand("undo", ("취소",), ids.of("V")),
        Subcommand("delete", ("삭제", "remove", "cancel"), ids.of("V")),
        Subcommand("quota", ("할당량",), partial(team_and_week, today=today)),
        Subcommand("add", ("등록", "log", "기록"), partial(line, today=today), form=True, line=True),
    )
