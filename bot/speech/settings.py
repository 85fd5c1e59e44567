"""The lists that administrators type into the settings, a thing a line: grades, words, days."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.people import Grade
from bot.domain.words import Facet, Term, folded
from bot.refusals import Refusal
from bot.speech.amounts import whole
from bot.speech.dates import Look, day
from bot.speech.text import clean

KEY: Final = re.compile(r"[^\W_][\w-]{0,29}")
MOST: Final = 100  # options of a menu in Slack
HIGHEST: Final = 50  # visits a week: more is a slip of the finger
LONGEST: Final = 60  # characters of a word
_PARTS = re.compile(r"\s*[,|\t，、]\s*")


def grades(text: str) -> tuple[Grade, ...]:
    """`director, 과장, director, 2` a line, the highest first; the number may be left out for none."""
    found = []
    for number, parts in _lines(text):
        visits = whole(parts[3]) if len(parts) == 4 else 0
        if len(parts) not in (3, 4) or visits is None:
            raise Refusal(
                "Line {line}: a grade is a key, its name in Korean, its name in English and visits a week, "
                "with commas between, such as `director, 과장, director, 2`.",
                line=number,
            )
        if visits > HIGHEST:
            raise Refusal("Line {line}: at most {most} visits a week.", line=number, most=HIGHEST)
        found.append(Grade(_key(parts[0], number), _word(parts[1], number), _word(parts[2], number), visits))
    _once(grade.key for grade in found)
    return tuple(found)


def terms(text: str, facet: Facet) -> tuple[Term, ...]:
    """`parts, 부품, parts, components` a line: key, Korean, English, and whatever else people type for it."""
    found = []
    for number, parts in _lines(text):
        if len(parts) < 3:
            raise Refusal(
                "Line {line}: a word is a key, its Korean, its English and other spellings, with commas between, "
                "such as `parts, 부품, parts, components`.",
                line=number,
            )
        words = [_word(part, number) for part in parts[1:] if part]
        found.append(Term(facet, _key(parts[0], number), words[0], words[1], tuple(words[2:])))
    _once(term.key for term in found)
    return tuple(found)


def check_spellings(found: Iterable[Term]) -> None:
    """A tag must mean one thing."""
    spelled: dict[str, Term] = {}
    for term in found:
        for spelling in {folded(one) for one in term.spellings()}:
            other = spelled.setdefault(spelling, term)
            if other is not term:
                raise Refusal(
                    "“{word}” stands there for two things: {one} and {other}.",
                    word=spelling,
                    one=other.key,
                    other=term.key,
                )


def days(text: str, today: dt.date) -> frozenset[dt.date]:
    """Dates, with commas or line breaks between."""
    found = set()
    for part in re.split(r"[,;\n，、]+", clean(text, lines=True)):
        if not part.strip():
            continue
        date = day(part.strip(), today, Look.LEAVE)
        if date is None:
            raise Refusal("`{given}` is no date. Type them such as `2026-12-24`, a line each.", given=part.strip()[:40])
        found.add(date)
    return frozenset(found)


def grade_lines(grades: Sequence[Grade]) -> list[str]:
    """The lines that `grades` reads back."""
    return [f"{one.key}, {one.ko}, {one.en}, {one.quota}" for one in grades]


def term_lines(terms: Sequence[Term]) -> list[str]:
    """The lines that `terms` reads back."""
    return [", ".join((one.key, one.ko, one.en, *one.aliases)) for one in terms]


def _lines(text: str) -> list[tuple[int, list[str]]]:
    rows = [(number, row.strip()) for number, row in enumerate(clean(text, lines=True).split("\n"), 1)]
    found = [(number, [part.strip() for part in _PARTS.split(row)]) for number, row in rows if row]
    if len(found) > MOST:
        raise Refusal("There are {n} lines; at most {most} fit a menu in Slack.", n=len(found), most=MOST)
    return found


def _key(given: str, line: int) -> str:
    if not KEY.fullmatch(given):
        raise Refusal("Line {line}: the key is one short word of letters, digits and hyphens.", line=line)
    return given


def _word(given: str, line: int) -> str:
    if not given or len(given) > LONGEST:
        raise Refusal("Line {line}: a name is 1 to {most} characters long.", line=line, most=LONGEST)
    return given


def _once(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Refusal("The key `{key}` stands there twice.", key=key)
        seen.add(key)
