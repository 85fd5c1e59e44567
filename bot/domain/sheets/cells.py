"""Plain cells as people read them, and the mark that remembers what they were."""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from bot.domain.people import Person
from bot.domain.periods import Period
from bot.domain.sheets.values import Column, Kind, Known, Sheet
from bot.domain.words import folded

_DIGITS: Final = 4  # of the mark, a column: 24 bits
_MARK: Final = re.compile(rf"m((?:[\w-]{{{_DIGITS}}})*)", re.ASCII)


def shown(column: Column, plain: str, known: Known, lang: str) -> str:
    """A plain cell as a file in this language has it. `speech.sheets.read` takes each of these back."""
    match column.kind:
        case Kind.PERSON:
            return person_name(plain, known)
        case Kind.TEAM:
            return _team_name(plain, known, lang)
        case Kind.YES | Kind.CHOICE:
            return _choice(column, plain, known, lang)
        case Kind.CHOICES:
            return ", ".join(_choice(column, one, known, lang) for one in plain.split(",")) if plain else ""
    return _spelled(column.kind, plain)


def _spelled(kind: Kind, plain: str) -> str:
    if kind is Kind.PERCENT and plain:
        return f"{plain}%"
    return period_of(plain).key if kind is Kind.PERIOD and plain else plain


def period_of(plain: str) -> Period:
    """The period that a plain cell is."""
    first, _, last = plain.partition("~")
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def of_period(period: Period) -> str:
    return f"{period.first}~{period.last}"


def amount_of(plain: str) -> Decimal:
    """The number that a plain cell is; of a percentage its number."""
    return Decimal(plain.removesuffix("%"))


def yes(so: bool) -> str:
    return "yes" if so else ""


def person_name(id: str, known: Known) -> str:
    """Their name; with their handle or id where another has the same."""
    person = known.directory.person(id)
    if person is None:
        return id
    same = known.once("names", lambda: _by_name(known))[folded(person.name)]
    if len(same) == 1 and person.name.strip() and "(" not in person.name:
        return person.name
    return f"{person.name} ({_handle(person, same)})"


def _by_name(known: Known) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for one in known.directory.people.values():
        found.setdefault(folded(one.name), []).append(one)
    return found


def _handle(person: Person, same: list[Person]) -> str:
    handles = [folded(one.handle) for one in same]
    return f"@{person.handle}" if person.handle and handles.count(folded(person.handle)) == 1 else person.id


def _team_name(key: str, known: Known, lang: str) -> str:
    return known.once(f"team {key} {lang}", lambda: _found_team(key, known, lang))


def _found_team(key: str, known: Known, lang: str) -> str:
    """A name that leads back to this team, else the key."""
    team = known.directory.team(key)
    if team is None:
        return key
    found = known.directory.find_team(team.name(lang))
    return team.name(lang) if found is not None and found.key == key else key


def _choice(column: Column, plain: str, known: Known, lang: str) -> str:
    """A key whose word is gone, or has a comma in it, stands as it is."""
    if not plain and column.kind is not Kind.YES:
        return ""
    names = column.names_of(known).get(plain, (plain, plain))
    name = names[1] if lang == "ko" else names[0]
    return plain if "," in name else name


def mark(sheet: Sheet, cells: Mapping[str, str]) -> str:
    """What the taken cells of a row are, in a few letters each: an import sees which of them were changed since."""
    return "m" + "".join(digest(cells.get(column.key, "")) for column in sheet.taken)


def marked(sheet: Sheet, text: str) -> Mapping[str, str] | None:
    """The digests of a mark by column; None for one that is damaged, or of another version of the sheet."""
    found = _MARK.fullmatch(text.strip())
    pieces = [found[1][at : at + _DIGITS] for at in range(0, len(found[1]), _DIGITS)] if found else []
    return dict(zip((column.key for column in sheet.taken), pieces, strict=True)) if _fits(sheet, pieces) else None


def _fits(sheet: Sheet, pieces: list[str]) -> bool:
    return len(pieces) == len(sheet.taken)


def digest(plain: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(plain.encode()).digest()[:3]).decode()
