"""What people type after `/difficulty`."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from bot.domain.refs import Ref
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import dues, ids
from bot.speech.commands import HELP, Subcommand
from bot.speech.dates import Look, longest
from bot.speech.filters import MINE, bare, organisation, team
from bot.speech.markers import Grammar, Key, scan
from bot.speech.patterns import pattern
from bot.speech.people import QUOTED, QUOTES, Mention, at_most_one, has_words, only
from bot.speech.text import ORGANISATION, TAG, TEXT, brief, clean, gives_back, limited, readable
from bot.values import frozen

LINE: Final = Grammar("#@", (Key.FROM, Key.BY, Key.TEAM), prose=True)
ASSIGN: Final = Grammar("@", (Key.BY,), until=True)
REFER: Final = Grammar("", (Key.BY,), until=True)
URGENT: Final = frozenset({"urgent", "긴급"})
_BRACKETED = r"^(?:긴급|urgent) ?[:：!！] *|(?<!\w)[\[(［（【](?:긴급|urgent)[\])］）】]"
_HANGUL = re.compile(r"[가-힣]")
_COMPANY_BEHIND = r"(?<=\S )(?:업체|기업|회사|from|at) ([^,;]+)$"
_CALLED_SO = (
    r"\(주\)|㈜|주식회사|(?:정밀|전자|중공업|조선|조선소|제철|철강|건설|물산|산업|오션|케미칼|테크|상사|공사|공단|협회)$"
    r"|\b(?:inc|ltd|co|corp|shipyard|steel|precision|motors|industries|works)\.?$"
)
_COMPANY_FIRST = r"([^,;:：-]{2,40}?)(?: ?[:：,;] ?| [-–—] )(?=\S)"
_WORD = re.compile(r"(?<!\S)(?:[^\W\d]+ ?[:：](?!//)|[@＠][^\s@＠]+)")
_DUE_SAID = re.compile(rf"(?<!\S)(?:{'|'.join(Key.BY.value)}) (?=\S)", re.IGNORECASE)


@frozen
class DifficultyLine:
    """`TEXT [from: ORGANISATION] [@owner] [team: KEY] [by: DATE] [#category] [#urgent]`.

    `tags` are without the urgent one. A person amid the text is a part of it.
    """

    text: str
    organisation: str | None
    tags: tuple[str, ...]
    urgent: bool
    typed: str
    owner: Mention | None = None
    team: str | None = None
    due: dt.date | None = None


@frozen
class Company:
    """What may be the company in a difficulty's text, and the whole line with it behind its word.

    `likely`: it is called as companies are.
    """

    name: str
    instead: str
    likely: bool = False


@frozen
class Assign:
    """`D-7 @person [by: DATE]`"""

    ref: Ref
    person: Mention
    by: dt.date | None


@frozen
class Refer:
    """`D-7 ORGANISATION [by: DATE]`"""

    ref: Ref
    organisation: str
    by: dt.date | None


@frozen
class Worded:
    """A number and a text: a note, an answer, a reason."""

    ref: Ref
    text: str


@frozen
class Escalate:
    """`D-7 [team: KEY]`"""

    ref: Ref
    team: str | None


class Which(StrEnum):
    ALL = "all"
    OPEN = "open"
    MINE = "mine"
    LATE = "late"
    REFERRED = "referred"
    URGENT = "urgent"
    TEAM = "team"
    ORGANISATION = "organisation"
    NAME = "name"


@frozen
class DifficultyFilter:
    """`[open|mine|late|urgent|referred|team KEY|org NAME|NAME]`, nothing is `open`; `name` with the last three."""

    which: Which = Which.OPEN
    name: str | None = None


_WHICH: Final = {
    "all": Which.ALL, "전체": Which.ALL,
    "referred": Which.REFERRED, "이관": Which.REFERRED, "urgent": Which.URGENT, "긴급": Which.URGENT,
    "": Which.OPEN, "open": Which.OPEN, "미결": Which.OPEN, "late": Which.LATE, "지연": Which.LATE,
    **dict.fromkeys(MINE, Which.MINE),
}  # fmt: skip


def _without_brackets(text: str) -> tuple[str, bool]:
    """The text without `[긴급]`, and whether it had one; in quotes it is a text."""
    plain = pattern(rf"{QUOTED}|{_BRACKETED}").sub(lambda found: found[0] if found[0][0] in QUOTES else " ", text)
    return (text, False) if plain == text else (clean(plain).strip(), True)


@gives_back
def line(text: str, today: dt.date) -> DifficultyLine:
    """Refuses a line without a text, and an organisation's name with words in it that say something else."""
    said, brackets = _without_brackets(text)
    parts = scan(said, LINE, today)
    if not has_words(parts.head):
        raise Refusal("What is the difficulty? Type it first, such as `short of welders from: Geoje Shipyard #labour`.")
    about = ids.ref(said.partition(" ")[0].rstrip(":,"))
    if about is not None and about.prefix == "D":
        raise Refusal(
            "What about {ref}? Type `note {ref} …` to add to it, or begin a new one with other words.", ref=str(about)
        )
    if forgotten := ids.behind_a_word(readable(said), "D"):
        word, about = forgotten
        raise Refusal(
            "`{word}` is not a word of this command. What about {ref}? Type `show {ref}`, `note {ref} …`, "
            "`answer {ref} …` or `close {ref}`, or begin a new one with other words.",
            word=brief(word),
            ref=str(about),
        )
    company = parts.get(Key.FROM, str)
    if company and (swallowed := _swallowed(company, text, today)):
        raise Refusal(
            "`{given}` would become a part of the organisation's name. Behind `from:` I take `by: fri`, `team: KEY`, "
            "`@person` and `#category`. Put everything else before `from:`, or the whole name in quotes.",
            given=brief(swallowed),
        )
    return DifficultyLine(
        text=limited(parts.head, TEXT),
        organisation=limited(company, ORGANISATION) if company else None,
        tags=tuple(limited(tag, TAG) for tag in parts.tags if tag.casefold() not in URGENT),
        urgent=brackets or any(tag.casefold() in URGENT for tag in parts.tags),
        typed=readable(text),
        owner=at_most_one(parts.people),
        team=parts.get(Key.TEAM, str),
        due=parts.get(Key.BY, dt.date),
    )


def companies(line: DifficultyLine) -> list[Company]:
    """What may be the company where none is named: `용접공 부족 업체 대한정밀`, `대한정밀 - 용접공 부족`."""
    if line.organisation:
        return []
    word = Key.FROM.value[2] if _HANGUL.search(line.text) else Key.FROM.value[0]
    found = []
    if behind := pattern(_COMPANY_BEHIND).search(line.text):
        name = behind[1].strip(" .")
        found.append(_company(name, line.typed.replace(behind[0], f"{word}: {name}", 1)))
    if first := pattern(_COMPANY_FIRST).match(line.text):
        rest = line.typed.replace(first[0], "", 1).strip()
        found.append(_company(first[1].strip(), f"{rest} {word}: {first[1].strip()}"))
    return found


def _company(name: str, instead: str) -> Company:
    return Company(name, instead, name.count(" ") < 2 and pattern(_CALLED_SO).search(name) is not None)


def _swallowed(name: str, text: str, today: dt.date) -> str | None:
    """What an organisation's name has in it although it says something else: a word with a colon, a person, a date.

    A name in quotes is meant so.
    """
    if re.search(f"[{QUOTES}]{re.escape(name)}[{QUOTES}]", readable(text)):
        return None
    if found := _WORD.search(name):
        return found[0].strip()
    if until := dues.at_end(name, today):
        return name[len(until[0]) :].strip(" ,;(")
    for said in _DUE_SAID.finditer(name):
        if longest(name[said.end() :], today, Look.AHEAD):
            return name[said.start() :]
    return None


@gives_back
def assign(text: str, today: dt.date, letter: str = "D") -> Assign:
    """A number, one person with @, and perhaps a date."""
    ref, rest = ids.head(text, letter)
    parts = scan(rest, ASSIGN, today)
    if parts.head:
        raise Refusal(
            "I cannot read `{given}` here. Type the number, the person with @, and perhaps a date, "
            "such as `assign {ref} @kim by: fri`.",
            given=brief(parts.head),
            ref=str(ref),
        )
    return Assign(ref, only(parts.people), parts.get(Key.BY, dt.date))


@gives_back
def refer(text: str, today: dt.date) -> Refer:
    """A number, an organisation, and perhaps a date."""
    ref, rest = ids.head(text, "D")
    parts = scan(rest, REFER, today)
    if not has_words(parts.head):
        raise Refusal(
            "To whom? Type the organisation after the number, such as `refer {ref} Customs Office by: fri`.",
            ref=str(ref),
        )
    if swallowed := _swallowed(parts.head, rest, today):
        raise Refusal(
            "`{given}` would become a part of the organisation's name. Behind the organisation I take `by: fri` alone. "
            "Leave everything else out, or put the whole name in quotes.",
            given=brief(swallowed),
        )
    return Refer(ref, limited(parts.head, ORGANISATION), parts.get(Key.BY, dt.date))


@gives_back
def worded(text: str, letter: str, ask: str) -> Worded:
    """A number and a text, which is taken as it is; `ask` is the refusal's sentence (placeholder `ref`)."""
    ref, rest = ids.head(text, letter)
    said = readable(rest)
    if not has_words(said):
        raise Refusal(ask, ref=str(ref))
    return Worded(ref, limited(said, TEXT))


@gives_back
def escalate(text: str) -> Escalate:
    """A number, and perhaps the team that shall decide."""
    ref, rest = ids.head(text, "D")
    key = team(rest) if rest else None
    if rest and key is None:
        raise Refusal(
            "I cannot read `{given}` here. Type `escalate {ref}` or `escalate {ref} team: KEY`.",
            given=brief(rest),
            ref=str(ref),
        )
    return Escalate(ref, key)


@gives_back
def filters(text: str) -> DifficultyFilter:
    """Which difficulties to list."""
    if key := team(text):
        return DifficultyFilter(Which.TEAM, key)
    if name := organisation(text):
        return DifficultyFilter(Which.ORGANISATION, name)
    which = _WHICH.get(text.casefold())
    if which is not None:
        return DifficultyFilter(which)
    if name := bare(text):
        return DifficultyFilter(Which.NAME, name)
    raise Refusal(
        "I cannot read this filter. Type `list open`, `list mine`, `list late`, `list urgent`, `list referred`, "
        "`list team KEY` or `list org NAME`."
    )


def _or_form(parse: Callable[[str], object]) -> Callable[[str], object]:
    """A number alone asks for the form, where the rest is typed."""

    def read(text: str) -> object:
        return ids.ref(text) if ids.ref(text) else parse(text)

    return read


def _says(ask: str) -> Callable[[str], object]:
    return _or_form(partial(worded, letter="D", ask=ask))


NOTE: Final = N_("What shall be noted? Type it after the number, such as `note {ref} called the harbour office`.")
ANSWER: Final = N_(
    "What was the company told? Type it after the number, such as `answer {ref} the rule changes in March`."
)
REOPEN: Final = N_(
    "Why is it opened again? Type the reason after the number, such as `reopen {ref} the company asked again`."
)
DECLINE: Final = N_(
    "Why is it declined? Type the reason after the number, such as `decline {ref} the law allows no exception`."
)


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/difficulty`; anything else is a difficulty to store."""
    one = ids.of("D")
    return (
        HELP,
        Subcommand("list", ("목록",), filters, bare=True),
        Subcommand("show", ("보기",), one),
        Subcommand("assign", ("배정",), _or_form(partial(assign, today=today))),
        Subcommand("start", ("착수",), one),
        Subcommand("note", ("메모",), _says(NOTE)),
        Subcommand("task", ("과제",), one),
        Subcommand("refer", ("이관",), _or_form(partial(refer, today=today))),
        Subcommand("withdraw", ("회수",), one),
        Subcommand("letter", ("공문",), one),
        Subcommand("answer", ("회신",), _says(ANSWER)),
        Subcommand("close", ("종결", "resolve"), one),
        Subcommand("reopen", ("재개",), _says(REOPEN)),
        Subcommand("decline", ("수용곤란",), _says(DECLINE)),
        Subcommand("merge", ("병합",), partial(ids.two, letter="D")),
        Subcommand("escalate", ("상신",), escalate),
        Subcommand("edit", ("수정",), one),
        Subcommand("undo", ("취소", "delete", "remove"), one),
        Subcommand("add", ("등록",), partial(line, today=today), form=True, line=True),
    )
