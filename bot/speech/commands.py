"""Which word of a command was meant: a subcommand, free text, or a slip that is asked about.

Rule: a first word is a subcommand only if the rest parses as its arguments; a near miss that names no known
organisation is asked about, never stored.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Final

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.markers import marked, signs
from bot.speech.text import brief, command, readable
from bot.values import frozen

Parse = Callable[[str], object]
Knows = Callable[[str], bool]

NOUNS: Final[Mapping[str, tuple[str, ...]]] = {
    "muster": ("머스터",),
    "visit": ("visits", "방문", "현장방문"),
    "difficulty": ("difficulties", "애로", "애로사항"),
    "task": ("tasks", "과제"),
    "team": ("teams", "팀", "부서"),
    "agenda": ("회의자료", "안건"),
    "evaluate": ("evaluation", "평가", "월례평가"),
    "meeting": ("meetings", "회의", "정례회의"),
    "survey": ("surveys", "조사", "반응도조사"),
    "indicator": ("indicators", "지표"),
    "duty": ("당직", "특별근무"),
    "org": ("orgs", "organisation", "organization", "기관", "업체"),
    "plan": ("점검계획", "점검", "현장점검"),
}
OF_LETTER: Final[Mapping[str, str]] = {
    "V": "visit",
    "D": "difficulty",
    "T": "task",
    "M": "meeting",
    "S": "survey",
    "O": "org",
    "I": "indicator",
    "P": "plan",
}
_NOUN_OF: Final = {word: noun for noun, words in NOUNS.items() for word in (noun, *words)}
PROSE_WORDS: Final = 3  # a subcommand's word before more words than these, none of them an argument, begins a sentence


@frozen
class Subcommand:
    """A word of a noun with its aliases; `parse` reads its arguments and refuses others.

    `form`: nothing typed after it opens a form (`parse` is not called, the arguments are None).
    `line`: its argument is free text, so an organisation that begins with the word is that organisation.
    `bare`: its argument may be a `name` alone, so an organisation that begins with the word is that organisation.
    `yields`: things of the noun are called nearly so (`exports`): a slip of it, and what it cannot read, is a name.
    """

    word: str
    aliases: tuple[str, ...]
    parse: Parse
    form: bool = False
    line: bool = False
    yields: bool = False
    bare: bool = False
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset((self.word, *self.aliases)))

    def read(self, rest: str) -> object:
        """The arguments; None for "open the form"."""
        return None if self.form and not rest else self.parse(rest)


@frozen
class Found:
    """A subcommand: its English word, the text after it (raw), and what `parse` made of that."""

    word: str
    rest: str
    args: object


@frozen
class Free:
    """Text for the noun's own default grammar (raw); empty when nothing was typed."""

    text: str


@frozen
class Near:
    """Looks like a subcommand but is none: ask. `reason` says why its arguments did not parse, when it is the word."""

    word: str
    suggestion: str
    typed: str
    reason: Refusal | None = None


def nothing(text: str) -> None:
    """The arguments of a word that takes none."""
    if text:
        raise Refusal(
            "Nothing belongs after this word, but there is `{given}`. Type the word alone.", given=brief(text)
        )


def free(text: str) -> str:
    """Any text, as the person typed it."""
    return readable(text)


def nobody(name: str) -> bool:
    """For nouns whose free text names no organisation."""
    del name
    return False


HELP: Final = Subcommand("help", ("도움말", "?"), nothing)
_HELP_ALONE: Final = frozenset({"도움", "사용법", "usage"})  # before other words they begin a sentence


def resolve(subs: Sequence[Subcommand], text: str, knows: Knows = nobody, *, prose: bool = True) -> Found | Free | Near:
    """What `text` means to a noun with these subcommands.

    `prose`: the noun's default is free text (visit, difficulty). Without it a subcommand whose arguments do not parse
    refuses at once, with the text given back. `knows(name)` says whether an organisation of that name is in the
    directory; it is asked only in doubt.
    """
    text = command(text)
    first, _, rest = text.partition(" ")
    rest = rest.strip()
    sub = HELP if not rest and first.casefold() in _HELP_ALONE else _sub(subs, first)
    if sub is not None:
        return _meant(sub, first, rest, text, knows, prose)
    return _shown(subs, text) or _slip(subs, _named(first), rest, text, knows, prose) or Free(text)


def turned(subs: Sequence[Subcommand], text: str) -> str:
    """`V-12 취소` as `취소 V-12`: behind a number a word of the command is meant; any other text as it is.

    A company may be called V12 Show Systems: more than the word may stand behind a number as we write it alone.
    """
    number, word, rest = [*command(text).split(" ", 2), "", ""][:3]
    sub = _sub(subs, word) if word and ids.ref(number) is not None else None
    if sub is None or sub.line or (rest and number[1].isdecimal()):
        return text
    return f"{word} {number} {rest}".rstrip()


def numbered(text: str) -> str | None:
    """The noun of the number that a text begins with, or that stands behind its first word (`done V-12`)."""
    for word in command(text).split(" ", 2)[:2]:
        if (found := ids.ref(word.rstrip(":,"))) is not None:
            return OF_LETTER[found.prefix]
    return None


def of_another(text: str, noun: str) -> Ref | None:
    """The visit, difficulty or task that a text for another noun begins with, as we write it (a company may be S-1)."""
    typed = text.partition(" ")[0].rstrip(":,")
    found = ids.ref(typed)
    if found is None or found.prefix not in "VDT" or typed[1].isdecimal() or OF_LETTER[found.prefix] == noun:
        return None
    return found


def called(subs: Sequence[Subcommand], word: str) -> str | None:
    """The word of the subcommand that is called so, in either language."""
    found = _sub(subs, word)
    return found.word if found else None


def doubt(near: Near) -> Refusal:
    """The question about a slip; for an exact word, what is wrong with its arguments."""
    return near.reason or Refusal(
        "`{word}` is not a word of this command. Did you mean `{suggestion}`?",
        typed=near.typed,
        word=brief(near.word),
        suggestion=near.suggestion,
    )


def noun(word: str) -> str | None:
    """The noun that a word names, in either language."""
    return _NOUN_OF.get(_named(word))


def near_noun(word: str) -> str | None:
    """The spelling of the noun that the word nearly is."""
    return nearest(_named(word), _NOUN_OF)


def split_noun(text: str) -> tuple[str | None, str]:
    """`방문 대한정밀: 수주` → (`visit`, `대한정밀: 수주`); (None, text) when it begins with no noun.

    A `/` before the noun is dropped. A Korean noun may be written in two words: `반응도 조사 목록`,
    and any with a colon: `방문: 한빛전자`.
    """
    text = command(text)
    first, _, rest = text.removeprefix("/").partition(" ")
    second, _, behind = rest.strip().partition(" ")
    if second and not second.isascii() and (found := noun(first + second)):
        return found, behind.strip()
    found = noun(first.rstrip(":：,"))
    return (found, rest.strip()) if found else (None, text)


def about(text: str) -> str | None:
    """`help visit`, `사용법 방문`: the noun whose help is asked for; None where none is."""
    first, _, rest = text.partition(" ")
    asks = _named(first) in HELP.names or first.casefold() in _HELP_ALONE
    return noun(rest.strip().removeprefix("/")) if asks else None


def _sub(subs: Sequence[Subcommand], word: str) -> Subcommand | None:
    name = _named(word)
    return next((sub for sub in subs if name in sub.names), None)


def _named(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _meant(sub: Subcommand, first: str, rest: str, text: str, knows: Knows, prose: bool) -> Found | Free | Near:
    """The first word is a subcommand: it is one only if the rest parses."""
    if sub.line and rest and knows(signs(text)[0]):
        return Free(text)
    try:
        args = sub.read(rest)
        if sub.bare and getattr(args, "name", None) and knows(text):
            return Free(text)
        return Found(sub.word, rest, args)
    except Refusal as refusal:
        refusal.typed = readable(text)
        if sub.yields:
            return Free(text)
        if not prose or sub.line or ids.ref(rest.partition(" ")[0]):
            raise
        return _not_arguments(first, rest, text, knows, refusal)


def _not_arguments(first: str, rest: str, text: str, knows: Knows, reason: Refusal) -> Free | Near:
    head, kinds = signs(text)
    if kinds & {"difficulty", "tag", "separator"} or rest.count(" ") >= PROSE_WORDS or knows(head):
        return Free(text)
    return Near(first, first, readable(text), reason)


def _shown(subs: Sequence[Subcommand], text: str) -> Found | None:
    """A number alone shows the thing."""
    if ids.ref(text) is None:
        return None
    for sub in subs:
        if sub.word == "show":
            return Found("show", text, sub.read(text))
    return None


def _slip(subs: Sequence[Subcommand], name: str, rest: str, text: str, knows: Knows, prose: bool) -> Near | None:
    numbered = ids.ref(rest.partition(" ")[0]) is not None
    if prose and not numbered and marked(text):  # a line, as most texts are: no need to compare words
        return None
    spelling = nearest(name, (word for sub in subs if not sub.yields for word in sub.names))
    if spelling is None:
        return None
    sub = next(sub for sub in subs if spelling in sub.names)
    near = Near(text.partition(" ")[0], spelling, readable(text))
    if numbered:
        return near
    doubtful = not prose or rest.count(" ") < PROSE_WORDS or _parses(sub, rest)
    return near if doubtful and not knows(signs(text)[0]) else None


def _parses(sub: Subcommand, rest: str) -> bool:
    try:
        sub.read(rest)
    except Refusal:
        return False
    return True


def nearest(name: str, words: Iterable[str]) -> str | None:
    """The word that differs least: by one slip, by two from six letters on. Hangul is compared by its jamo."""
    allowed = 0 if len(name) < 2 or (len(name) == 2 and name.isascii()) else 1 if len(name) < 6 else 2
    letters = _jamo(name)
    found = ((distance(letters, _jamo(word), allowed), word) for word in words if len(word) > 1)
    best = min((pair for pair in found if 0 < pair[0] <= allowed), default=None)
    return best[1] if best else None


@lru_cache(maxsize=2048)
def _jamo(word: str) -> str:
    return unicodedata.normalize("NFD", word)


def distance(a: str, b: str, enough: int) -> int:
    """How many letters are wrong, missing, too many or swapped with a neighbour; above `enough`, any number above."""
    if not enough or abs(len(a) - len(b)) > enough:
        return enough + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and other == a[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > enough and min(before) > enough:
            break
    return row[-1]
