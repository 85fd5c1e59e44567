"""What narrows a list: who, which team, which organisation, and when."""

import datetime as dt
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from bot.refusals import Refusal
from bot.speech.dates import LAST, Look
from bot.speech.markers import signs
from bot.speech.people import QUOTED, Mention, has_words, person, unquoted
from bot.speech.spans import Span, backwards, span, week, whole_month
from bot.speech.text import brief, gives_back, readable
from bot.values import frozen

T = TypeVar("T")

MINE: Final = frozenset({"me", "my", "mine", "나", "내것", "내", "나의"})
_TEAM = re.compile(r"(?:team|팀|부서)(?:[:：] ?| )(.+)", re.IGNORECASE)
_ORGANISATION = re.compile(r"(?:org|organisation|organization|기관|업체)(?:[:：] ?| )(.+)", re.IGNORECASE)
_SOMEBODY = re.compile(rf"<@[^<>]+>|[@＠]+(?:{QUOTED}|[^\s<]+)")
_NAME_WORDS: Final = 3
_NO_NAME: Final = MINE | {"team", "팀", "부서", "org", "organisation", "organization", "기관", "업체", "since"}
_SPAN_WORDS = 6  # of the longest span: `the day before yesterday ~ today`


@frozen
class Filter:
    """At most one of mine, person, team (key or name), organisation and `name`, which may be any of the last three.

    `span` None means the caller's default.
    """

    mine: bool = False
    person: Mention | None = None
    team: str | None = None
    organisation: str | None = None
    name: str | None = None
    span: Span | None = None


@frozen
class TeamWeek:
    """A team (key or name) and a week, each None when it was not typed."""

    team: str | None = None
    week: Span | None = None


class Period(StrEnum):
    WEEK = "week"
    MONTH = "month"
    LAST_WEEK = "last week"
    LAST_MONTH = "last month"


def team(text: str) -> str | None:
    """The team of `team KEY` or `team: KEY`, by key or name."""
    return _named(_TEAM, text)


def organisation(text: str) -> str | None:
    """The name in `org NAME`."""
    return _named(_ORGANISATION, text)


def somebody(text: str) -> Mention | None:
    """A person written with @ or chosen from Slack's list; a bare word is none."""
    return person(text) if _SOMEBODY.fullmatch(text) else None


def bare(text: str) -> str | None:
    """A name alone, which may be a team's or an organisation's: a few words without any sign."""
    name = readable(unquoted(text))
    short = text.count(" ") < _NAME_WORDS and not signs(text)[1]
    ours = _NO_NAME & {word.casefold() for word in name.split()} or text[:1] in ("@", "＠", "<") or "/" in text
    return name if has_words(name) and short and not ours else None


def listing(text: str, today: dt.date) -> Filter | None:
    """A filter and a span (also a month), in either order, each of them optional; None when it is anything else."""
    if signs(text)[1] & {"difficulty", "tag"} or split_backwards(text, today):
        return None
    who, days = split_span(text, today)
    if found := _whose(who, days):
        return found
    who, days = _split(text, lambda part: span(part, today, since_until=LAST) or whole_month(part, today))
    return _whose(who, days) or (Filter(name=name, span=days) if (name := bare(who)) else None)


def _whose(who: str, days: Span | None) -> Filter | None:
    if not who:
        return Filter(span=days)
    if who.lower() in MINE:
        return Filter(mine=True, span=days)
    if found := somebody(who):
        return Filter(person=found, span=days)
    if key := team(who):
        return Filter(team=key, span=days)
    name = organisation(who)
    return Filter(organisation=name, span=days) if name else None


def split_span(text: str, today: dt.date) -> tuple[str, Span | None]:
    """The text without the longest span at its end or at its start, and that span; `since` has no end in a list."""
    return _split(text, lambda part: span(part, today, since_until=LAST))


def split_backwards(text: str, today: dt.date) -> Span | None:
    """The days of a stretch at the text's end or start that is written with its end first."""
    return _split(text, lambda part: backwards(part, today))[1]


@gives_back
def team_and_week(text: str, today: dt.date) -> TeamWeek:
    """`[team KEY] [week]`: a word for a week, `2026-W48`, or a date in it."""
    who, days = _split(text, lambda part: week(part, today, Look.BACK))
    key = team(who) if who else None
    if who and key is None:
        raise Refusal(
            "I cannot read `{given}` here. Type `team KEY`, and `this week`, `last week` or `2026-W48` after it.",
            given=brief(who),
        )
    return TeamWeek(key, days)


@gives_back
def maybe_team(text: str) -> str | None:
    """`[team KEY]`; nothing means the person's own."""
    found = team(text)
    if text and found is None:
        raise Refusal("I cannot read `{given}` here. Type `team KEY`, or nothing for your own team.", given=brief(text))
    return found


def _named(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.fullmatch(text)
    name = readable(unquoted(found[1].strip())) if found else ""
    return name if has_words(name) else None


def _split(text: str, read: Callable[[str], T | None]) -> tuple[str, T | None]:
    words = text.split(" ") if text else []
    for n in range(min(len(words), _SPAN_WORDS), 0, -1):
        if (found := read(" ".join(words[-n:]))) is not None:
            return " ".join(words[:-n]), found
    for n in range(min(len(words), _SPAN_WORDS), 0, -1):
        if (found := read(" ".join(words[:n]))) is not None:
            return " ".join(words[n:]), found
    return text, None
