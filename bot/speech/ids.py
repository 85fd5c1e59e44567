"""Identifiers that people type: `V-12`, `v12`, `Ｖ－１２`."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

from bot.domain.refs import LETTERS, Ref
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech.text import brief, gives_back

_REF = re.compile(rf"([{LETTERS}])[-\u2010-\u2015\u2212]?([0-9]{{1,9}})", re.IGNORECASE | re.ASCII)

SENTENCES: Final = {
    "V": N_("`{given}` is not the number of a visit. Type one such as `V-12`."),
    "D": N_("`{given}` is not the number of a difficulty. Type one such as `D-7`."),
    "T": N_("`{given}` is not the number of a task. Type one such as `T-31`."),
    "M": N_("`{given}` is not the number of a meeting. Type one such as `M-4`."),
    "S": N_("`{given}` is not the number of a survey. Type one such as `S-3`."),
    "O": N_("`{given}` is not the number of an organisation. Type one such as `O-9`."),
    "P": N_("`{given}` is not the number of an item of the plan. Type one such as `P-3`."),
    "I": N_("`{given}` is not the number of an indicator. Type one such as `I-2`."),
}
MISSING: Final = {
    "V": N_("Which visit? Type its number, such as `V-12`."),
    "D": N_("Which difficulty? Type its number, such as `D-7`."),
    "T": N_("Which task? Type its number, such as `T-31`."),
    "M": N_("Which meeting? Type its number, such as `M-4`."),
    "S": N_("Which survey? Type its number, such as `S-3`."),
    "O": N_("Which organisation? Type its number, such as `O-9`."),
    "P": N_("Which item of the plan? Type its number, such as `P-3`."),
    "I": N_("Which indicator? Type its number, such as `I-2`."),
}


def ref(text: str) -> Ref | None:
    """The identifier that `text` is as a whole, of any noun; None for anything else."""
    if len(text) > 12:
        return None
    found = _REF.fullmatch(unicodedata.normalize("NFKC", text))
    number = int(found[2]) if found else 0
    return Ref(found[1].upper(), number) if found and number else None


def demand(text: str, letter: str) -> Ref:
    """The identifier of that noun, or a refusal that names one."""
    if not text:
        raise Refusal(MISSING[letter])
    found = ref(text)
    if found is None or found.prefix != letter:
        raise Refusal(SENTENCES[letter], given=brief(text))
    return found


def head(text: str, letter: str) -> tuple[Ref, str]:
    """The identifier that the text begins with, and the rest."""
    first, _, rest = text.partition(" ")
    return demand(first.rstrip(":,"), letter), rest.strip()


def behind_a_word(text: str, letter: str) -> tuple[str, Ref] | None:
    """The word and the identifier that a text begins with: `finish D-7` names no company, but a word we do not have.

    Only as we write it: a company may be called Nova V12.
    """
    word, _, rest = text.partition(" ")
    typed = rest.partition(" ")[0].rstrip(":,")
    found = ref(typed)
    return (word, found) if found is not None and found.prefix == letter and not typed[1].isdecimal() else None


@gives_back
def one(text: str, letter: str) -> Ref:
    """An identifier and nothing else."""
    found, rest = head(text, letter)
    if rest:
        raise Refusal("After this word only the number belongs. Type just `{ref}` behind it.", ref=str(found))
    return found


@gives_back
def two(text: str, letter: str) -> tuple[Ref, Ref]:
    """Two different identifiers of one noun."""
    first, rest = head(text, letter)
    if not rest:
        other = Ref(first.prefix, first.number + 1)
        raise Refusal(
            "`{ref}` goes into which one? Type that number as well, such as `merge {ref} {other}`.",
            ref=str(first),
            other=str(other),
        )
    second = demand(rest, letter)
    if first == second:
        raise Refusal("`{ref}` stands there twice. Type two different numbers.", ref=str(first))
    return first, second


@gives_back
def anything(text: str) -> Ref:
    """An identifier of any noun (trace, audit)."""
    if not text:
        raise Refusal("Which number? Type one such as `V-12`, `D-7` or `T-31`.")
    found = ref(text)
    if found is None:
        raise Refusal("`{given}` is not a number of ours. Type one such as `V-12`, `D-7` or `T-31`.", given=brief(text))
    return found


def of(letter: str) -> Callable[[str], Ref]:
    """The parser of a subcommand that takes one identifier."""
    return partial(one, letter=letter)
