"""People and channels as typed. Who they are is found by storage, never guessed here."""

import re
from collections.abc import Mapping

from bot.refusals import Refusal
from bot.speech.text import readable
from bot.values import frozen

QUOTES = '"“”＂'
QUOTED = f"[{QUOTES}][^{QUOTES}]*[{QUOTES}]"
_PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|(?P<name>[^<>]*))?>")
_CHANNEL = re.compile(r"<#(?P<id>[CGD][A-Z0-9]+)(?:\|(?P<name>[^<>]*))?>")


@frozen
class Mention:
    """A person: Slack's id when Slack said it, else only the name that was typed."""

    id: str | None
    name: str

    def __str__(self) -> str:
        return f"@{self.name or self.id or ''}"


@frozen
class Channel:
    """A channel: Slack's id when Slack said it, else only the name that was typed."""

    id: str | None
    name: str

    def __str__(self) -> str:
        return f"#{self.name or self.id or ''}"


def mentioned(text: str) -> list[str]:
    """Slack's ids of the people in a text, as Slack sends them."""
    return [found["id"] for found in _PERSON.finditer(text)]


def with_names(raw: str, names: Mapping[str, str]) -> str:
    """Mentions with the names that people know: Slack mostly sends ids alone. Who is unknown keeps theirs."""

    def named(match: re.Match[str]) -> str:
        name = re.sub(r"[<>|&]", "", names.get(match["id"], ""))
        return f"<@{match['id']}|{name}>" if name else match[0]

    return _PERSON.sub(named, raw)


def person(text: str) -> Mention | None:
    """`<@U1|kim>`, `<@U1>`, `@kim`, `@"김 과장"` or a bare name; None when there is no name in it."""
    if found := _PERSON.fullmatch(text):
        return Mention(found["id"], readable(found["name"] or "").lstrip("@"))
    name = word(text.lstrip("@＠"))
    return Mention(None, name) if has_words(name) else None


def channel(text: str) -> Channel | None:
    """`<#C1|export>`, `<#C1>`, `#export` or a bare name."""
    if found := _CHANNEL.fullmatch(text):
        return Channel(found["id"], readable(found["name"] or "").lstrip("#"))
    name = word(text.lstrip("#＃"))
    return Channel(None, name) if has_words(name) else None


def word(text: str) -> str:
    """A tag or a name without its quotes, or without the punctuation that follows a word in a sentence."""
    inside = unquoted(text)
    return readable(inside if inside != text else text.rstrip(",;.:，；：、").strip(QUOTES))


def unquoted(text: str) -> str:
    """What stands between the quotes, when the whole text is one quoted piece."""
    quoted = len(text) >= 2 and text[0] in QUOTES and text[-1] in QUOTES and not any(q in text[1:-1] for q in QUOTES)
    return text[1:-1].strip() if quoted else text


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it, in any script."""
    return any(letter.isalnum() for letter in text)


def only(people: tuple[Mention, ...]) -> Mention:
    """Exactly one person, or a refusal."""
    if not people:
        raise Refusal('Who? Name the person with @, such as `@kim` or `@"김 과장"`.')
    if len(people) > 1:
        raise Refusal("One person belongs here, not {n}. Keep one name with @.", n=len(people))
    return people[0]


def at_most_one(people: tuple[Mention, ...]) -> Mention | None:
    """One person or nobody, or a refusal."""
    return only(people) if people else None
