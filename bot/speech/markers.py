"""The tokenizer of all one-line grammars.

Source of the rules: `!` `#` `@` count only after a space or at the start, full-width ones too; inside double quotes all
is text; `: `, `：` or a `:` between two non-digits ends the head where a grammar has a summary; words that take a value
end with a colon. `애로:` and `difficulty:` are an `!`. A tag or a person takes one word, or quotes; a date word takes
the longest date. Loose text after them joins the open difficulty, else the summary (or the text, where there is none).

One scan with one expression, compiled once: this is on the path of every visit that is logged.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import Final, TypeVar

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech.dates import Look, longest
from bot.speech.dues import at_end
from bot.speech.ids import demand
from bot.speech.patterns import pattern
from bot.speech.people import QUOTED, QUOTES, Channel, Mention, channel, has_words, person, unquoted
from bot.speech.sentences import DASHES, without_time
from bot.speech.text import brief, readable
from bot.values import frozen

Value = str | dt.date | Mention | Channel | Ref
V = TypeVar("V", bound=Value)


class Key(Enum):
    """Words that take a value, in both languages; the first is how the bot itself writes them."""

    FROM = ("from", "company", "업체", "기업")
    BY = ("by", "due", "until", "기한", "마감")
    START = ("start", "시작")
    TEAM = ("team", "팀", "부서")
    IN = ("in", "과제군")
    UNDER = ("under", "상위")
    ON = ("on", "date", "날짜")
    LEAD = ("lead", "팀장")
    CHANNEL = ("channel", "채널")
    GRADE = ("grade", "직급", "직위")
    ROLE = ("role", "역할")
    SECTOR = ("sector", "업종")
    REGION = ("region", "지역")
    FOR = ("for", "기준")
    FIELD = ("field", "분야")
    PERIOD = ("period", "기간")
    TARGET = ("target", "목표")


_LOOKS: Final = {Key.ON: Look.ON, Key.BY: Look.DUE, Key.START: Look.LEAVE}
_KEYS: Final = {spelling: key for key in Key for spelling in key.value}

_QUOTE = rf"(?<!\w){QUOTED}"
_SLACK = r"<(?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>]*>"
_PLAIN = (
    rf"{_SLACK}|https?://[^\s<>]+|(?<!\S):[a-z0-9_+'-]+:(?!\S)|{_QUOTE}"  # a link, an address, an :emoji:, a quotation
)
_MENTION = r"(?<![^\s>])(?-i:<@[UW][A-Z0-9]+(?:\|[^<>]*)?>)"
_CHANNEL = r"(?<![^\s>])(?-i:<#[CGD][A-Z0-9]+(?:\|[^<>]*)?>)"
_DIFFICULTY = r"(?:애로(?:사항|점)?|difficult(?:y|ies)) ?[:：]"  # as people write it where the grammar has an !
_SEPARATOR = r"：|:(?!\S)|(?<!\d):(?!\d|//)"


@frozen
class Grammar:
    """Which markers of `!#@` a line has, which words with a value, and whether a separator ends its head.

    `prose`: a person amid the head's words is one of them. `until`: a due day may end the head in plain words, and a
    person may have `담당` or `owner` before it.
    """

    marks: str = ""
    keys: tuple[Key, ...] = ()
    summary: bool = False
    prose: bool = False
    until: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled for the first line that is read, not at the start: it takes some milliseconds for each grammar."""
        return re.compile(self._expression(), re.IGNORECASE)

    def _expression(self) -> str:
        spellings = "|".join(spelling for key in self.keys for spelling in key.value)
        tags = "#" in self.marks or Key.CHANNEL in self.keys
        people = "@" in self.marks or Key.LEAD in self.keys
        kinds = (
            rf"(?P<person>{_MENTION}|(?<!\S)[@＠]+(?:{QUOTED}|[^\s@＠<][^\s<]*))" if people else "",
            rf"(?P<tag>{_CHANNEL}|(?<!\S)[#＃]+(?:{QUOTED}|[^\s#＃<][^\s<]*))" if tags else "",
            rf"(?P<difficulty>(?<!\S)(?:[!！]+|{_DIFFICULTY}))" if "!" in self.marks else "",
            f"(?P<plain>{_PLAIN})",
            rf"(?P<key>(?<!\S)(?:{spellings})[:：])" if spellings else "",
            f"(?P<separator>{_SEPARATOR})" if self.summary else "",
        )
        return "|".join(kind for kind in kinds if kind)


@frozen
class Parts:
    """What a line consists of, all of it readable text. `head` is what stands before the first marker."""

    head: str
    summary: str
    difficulties: tuple[str, ...]
    tags: tuple[str, ...]
    people: tuple[Mention, ...]
    values: Mapping[Key, Value]
    closed: bool = False  # a separator or an `!` ended the head

    def get(self, key: Key, kind: type[V]) -> V | None:
        """The value of a word, None when it was not typed."""
        value = self.values.get(key)
        return value if isinstance(value, kind) else None


_FIRST = re.compile(rf"({QUOTED}|\S+) ?(.*)")
_LABEL = r"(?:^|[ ,;(]+)(?:담당자?|책임자?|owner|assignee)(?: ?[:：])?$"  # of a person
_TITLES = "(?:장관|차관|[실국과팀부원]장|본부장|센터장|서기관|사무관|주무관|차장|계장|대리|주임|위원)"
_TITLE = rf"^(?:{_TITLES}? ?[님씨](?![^ ,])|{_TITLES}$)"  # `@봄 국장님`: it belongs to the name
_PARTICLE = "(?:께서|에게|한테|이랑|하고|[이가은는을를과와의도께랑])(?=[ ,.;]|$)"
# `@봄 과장이 검토`: somebody whom the sentence speaks of, and who is meant
_SPOKEN_OF = rf"^(?:{_PARTICLE}| ?(?:{_TITLES} ?[님씨]?|[님씨]){_PARTICLE})"
_TRAILING: Final = ",;，；、-\u2010\u2011\u2012\u2013\u2014\u2015"
_LEADING = re.compile(r"[:：,;，；、]+(?: +|$)")  # what punctuation leaves behind a marker's word: `<@U1>, <@U2>: text`


class _Line:
    """A line while it is read: where text goes now, and what has been found."""

    __slots__ = (
        "addressed",
        "closed",
        "difficulties",
        "grammar",
        "head",
        "key",
        "people",
        "place",
        "summary",
        "tags",
        "today",
        "values",
    )

    def __init__(self, grammar: Grammar, today: dt.date | None) -> None:
        self.grammar = grammar
        self.today = today
        self.head: list[str] = []
        self.summary: list[str] = []
        self.difficulties: list[list[str]] = []
        self.tags: list[str] = []
        self.people: list[Mention] = []
        self.values: dict[Key, Value] = {}
        self.place = self.head
        self.closed = False
        self.addressed = False  # a person stands right before, and a title may follow
        self.key: tuple[Key, str] | None = None  # a word that waits for its value, and how it was spelled

    def say(self, chunk: str) -> None:
        """Text up to the next marker: the value of an open word, or loose text."""
        chunk = chunk.strip()
        if chunk and self.key is not None:
            (key, spelled), self.key = self.key, None
            chunk = self.value(key, spelled, chunk)
        if self.addressed:
            self.addressed, chunk = False, pattern(_TITLE).sub("", chunk)
        if leading := _LEADING.match(chunk):
            chunk = chunk[leading.end() :]
        if chunk:
            self.place.append(chunk)

    def value(self, key: Key, spelled: str, chunk: str) -> str:
        """Keeps what the word takes, and returns what is left."""
        if key in _LOOKS:
            return self.date(key, spelled, chunk)
        if key in _ONE_WORD:
            first, rest = _first(chunk)
            self.keep(key, spelled, _ONE_WORD[key](first))
            return rest
        self.keep(key, spelled, readable(unquoted(chunk)))
        return ""

    def date(self, key: Key, spelled: str, chunk: str) -> str:
        text = readable(unquoted(chunk))
        found = longest(text, self.today, _LOOKS[key]) if self.today else None
        if found is None:
            raise Refusal(
                "I cannot read a date in `{given}`. "
                "Type one such as `{word} fri`, `{word} 12/24` or `{word} 2026-12-24`.",
                word=spelled,
                given=brief(text),
            )
        self.keep(key, spelled, found[0])
        if found[1] and key is Key.ON and (rest := without_time(found[1])) != found[1]:
            return rest
        return chunk[len(chunk) - len(found[1]) :] if chunk.endswith(found[1]) else found[1]

    def keep(self, key: Key, spelled: str, value: Value | None) -> None:
        if not value:
            raise Refusal("`{word}` has no value. Type it right behind the colon, or leave the word out.", word=spelled)
        if key in self.values:
            raise Refusal("`{word}` stands there twice. Keep one of them.", word=spelled)
        self.values[key] = value

    def named(self, kind: str, token: str) -> bool:
        """Takes a person or a channel that the open word waits for."""
        if self.key is None or self.key[0] is not (Key.LEAD if kind == "person" else Key.CHANNEL):
            return False
        self.keep(*self.key, person(token) if kind == "person" else channel(token))
        self.key = None
        return True

    def mark(self, kind: str, token: str) -> None:
        """A difficulty begins, or a tag or a person stands there."""
        self.close_key()
        if kind == "difficulty":
            self.end_clause()
            self.difficulties.append([])
            self.place = self.difficulties[-1]
        elif kind == "person":
            if self.grammar.until and self.place:
                self.place[-1] = pattern(_LABEL).sub("", self.place[-1])
            self.meant(token)
            self.addressed = True
        else:
            self.tags += _tags(token)

    def takes_people(self) -> bool:
        """Whether a person here may be a word of the text: not where the name of an organisation stands."""
        return self.key is None and not (self.grammar.summary and self.place is self.head)

    def meant(self, token: str) -> None:
        """A person, who may stay a word of the text."""
        self.people.append(person(token) or Mention(None, token))

    def end_clause(self) -> None:
        """`수주 회복, 애로: …`: the comma stood before the marker."""
        if self.place and self.place[-1][-1] in _TRAILING:
            self.place[-1] = pattern(rf"(?:[ ,;，；、]|(?<!\S)[{DASHES}])+$").sub("", self.place[-1])
            if not self.place[-1]:
                self.place.pop()

    def open_key(self, spelled: str) -> None:
        self.close_key()
        self.key = (_KEYS[spelled[:-1].lower()], spelled)

    def close_key(self) -> None:
        if self.key is not None:
            self.keep(*self.key, None)

    def amid(self, before: str) -> bool:
        """Whether words of the head, and nothing else, have come up to here."""
        begun = bool(self.head or before.strip())
        return begun and not (self.key or self.values or self.tags or self.people)

    def leave_head(self) -> None:
        if self.place is self.head and self.grammar.summary:
            self.place = self.summary

    def close_head(self, kind: str, token: str) -> None:
        if self.place is self.head and (kind == "separator" or token[0] in "!！"):
            self.closed = True

    def parts(self) -> Parts:
        self.close_key()
        head = " ".join(filter(None, self.head))
        if self.grammar.until and self.today and Key.BY not in self.values and (due := at_end(head, self.today)):
            head, self.values[Key.BY] = due
        return Parts(
            head=_joined([head]),
            summary=_joined(self.summary),
            difficulties=tuple(filter(None, map(_joined, self.difficulties))),
            tags=tuple(dict.fromkeys(self.tags)),
            people=tuple(dict.fromkeys(self.people)),
            values=self.values,
            closed=self.closed,
        )


def scan(text: str, grammar: Grammar, today: dt.date | None = None) -> Parts:
    """Cuts a clean line into its parts. `today` is needed by grammars with date words.

    Refuses a word without its value or with two, and a date that is none.
    """
    line = _Line(grammar, today)
    at = 0
    for match in grammar.pattern.finditer(text):
        kind, token, before = match.lastgroup or "plain", match[0], text[at : match.start()]
        if _is_text(kind, token, line, before):
            continue
        if kind == "person" and grammar.prose and line.amid(before) and _goes_on(text, match.end(), grammar):
            continue
        if kind == "person" and line.takes_people() and pattern(_SPOKEN_OF).match(text[match.end() :]):
            line.meant(token)
            continue
        line.say(before)
        at = match.end()
        line.close_head(kind, token)
        if kind == "key":
            line.open_key(token)
        elif kind != "separator" and not line.named(kind, token):
            line.mark(kind, token)
        line.leave_head()
    line.say(text[at:])
    return line.parts()


def _is_text(kind: str, token: str, line: _Line, before: str) -> bool:
    """Whether a token is no marker where it stands."""
    if kind == "separator":
        return line.place is not line.head or line.key is not None
    if kind == "difficulty" and token[0] in "dD" and line.place is not line.head:  # `technical difficulties: none`
        return before.rstrip()[-1:].isalnum()
    if kind in ("person", "tag"):
        mark, key = ("@", Key.LEAD) if kind == "person" else ("#", Key.CHANNEL)
        wanted = mark in line.grammar.marks or (line.key is not None and line.key[0] is key and not before.strip())
        return not wanted or not has_words(token)
    return kind == "plain"


def _goes_on(text: str, at: int, grammar: Grammar) -> bool:
    """Whether words follow, rather than another marker or the end."""
    at += len(text[at:]) - len(text[at:].lstrip(" "))
    found = grammar.pattern.match(text, at)
    return at < len(text) and (found is None or found.lastgroup == "plain")


def _joined(chunks: Iterable[str]) -> str:
    return readable(unquoted(" ".join(chunks)))


def _first(chunk: str) -> tuple[str, str]:
    """The first word or quotation, and the rest."""
    found = _FIRST.match(chunk)
    return (found[1], found[2]) if found else (chunk, "")


def _tags(token: str) -> list[str]:
    """A tag's word, or those of `#거제#조선`; a channel's name counts, or its id when Slack does not tell the name."""
    found = channel(token)
    word = (found.name or found.id or token) if found else token
    words = re.split("[#＃]", word) if found and not found.id and token.lstrip("#＃")[:1] not in QUOTES else [word]
    return words if all(words) else [word]


_ONE_WORD: Final[Mapping[Key, Callable[[str], Value | None]]] = {
    Key.LEAD: person,
    Key.CHANNEL: channel,
    Key.UNDER: lambda word: demand(readable(word), "T"),
}

_ANY: Final = Grammar("!#@", tuple(Key), summary=True)


def marked(text: str) -> bool:
    """Whether the text has a marker of any grammar."""
    return any(match.lastgroup != "plain" for match in _ANY.pattern.finditer(text))


def signs(text: str) -> tuple[str, frozenset[str]]:
    """What stands before the first marker of any grammar, and which kinds of marker the text has.

    Kinds: difficulty, tag, person, key, separator.
    """
    found = [(m.start(), m.lastgroup or "") for m in _ANY.pattern.finditer(text) if m.lastgroup != "plain"]
    head = text[: found[0][0]] if found else text
    return readable(unquoted(head.strip())), frozenset(kind for _, kind in found)
