"""The cells of a spreadsheet as people typed them → plain cells (`domain.sheets`)."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

from bot.domain.indicators import PERCENT
from bot.domain.people import Person
from bot.domain.sheets import MARK, Column, Fault, Given, Kind, Known, Sheet, Wrong, of_period, person_name
from bot.domain.words import folded
from bot.refusals import Refusal
from bot.speech import ids, measures, periods
from bot.speech.amounts import whole
from bot.speech.dates import Look, day
from bot.speech.text import brief, clean, gives_back
from bot.values import frozen

MARK_COLUMN: Final = ("Mark (leave as it is)", "표식(수정하지 마십시오)", "mark", "표식")
_SERIAL: Final = re.compile(r"[2-6]\d{4}(?:\.\d+)?")  # a day as spreadsheets count them
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_PERCENT: Final = re.compile(r"(\d{1,3})(?:\.0+)?\s*%?")
_FRACTION: Final = re.compile(r"0?\.\d+")
_BEHIND: Final = re.compile(r"(?P<name>.*)\((?P<handle>[^()]+)\)")
_PARTED: Final = re.compile(r"[,、;，；\n]")


class ImportWord(Enum):
    """What stands behind `import`: nothing for the form, or that the last one is taken back."""

    FORM = ""
    UNDO = "undo"


_UNDO: Final = frozenset({"undo", "취소"})


@gives_back
def importing(text: str) -> ImportWord:
    """`[undo]`"""
    if not text:
        return ImportWord.FORM
    if text.casefold() in _UNDO:
        return ImportWord.UNDO
    raise Refusal(
        "I cannot read `{given}` here. Type `import` alone for the form, or `import undo`.", given=brief(text)
    )


@frozen
class Head:
    """The first row of a table, understood: index of each column by key, and the names that nobody knows."""

    at: Mapping[str, int]
    strangers: tuple[str, ...]


def head(sheet: Sheet, names: Sequence[str]) -> Head:
    """Which column is which, whatever their order and language. Of two of one meaning the first counts."""
    keys = _keys(sheet)
    at: dict[str, int] = {}
    strangers: list[str] = []
    for n, name in enumerate(names):
        key = keys.get(_letters(name))
        if key is not None:
            at.setdefault(key, n)
        elif name.strip():
            strangers.append(clean(name))
    return Head(at, tuple(strangers))


def _keys(sheet: Sheet) -> dict[str, str]:
    """What a column may be called → its key; what a file of ours calls it comes first."""
    found: dict[str, str] = {}
    ours = [(column.key, (column.en, column.ko)) for column in sheet.columns]
    theirs = [(column.key, (column.key, *column.words)) for column in sheet.columns]
    for key, names in (*ours, *theirs):
        for name in names:
            found.setdefault(_letters(name), key)
    return {**{_letters(name): MARK for name in MARK_COLUMN}, **found}


def _letters(name: str) -> str:
    """A column's name without the differences that people do not mean."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum() or letter == "%")


def rows(sheet: Sheet, known: Known, found: Head, table: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Given]:
    """Numbered rows of typed cells, read. What cannot be read is a fault of its row."""
    columns = [(column, found.at[column.key]) for column in sheet.columns if column.key in found.at]
    for number, cells in table:
        yield _row(columns, found.at.get(MARK), known, number, cells)


def refs(sheet: Sheet, found: Head, table: Iterable[tuple[int, Sequence[str]]]) -> list[str]:
    """The numbers of things that stand in a table, whatever else does."""
    at = next((found.at[one.key] for one in sheet.columns if one.kind is Kind.REF and one.key in found.at), None)
    if at is None:
        return []
    read = (ids.ref(clean(cells[at])) for _, cells in table if at < len(cells))
    return [str(one) for one in read if one is not None]


def _row(
    columns: Sequence[tuple[Column, int]], mark: int | None, known: Known, number: int, cells: Sequence[str]
) -> Given:
    typed = {column.key: cells[n] if n < len(cells) else "" for column, n in columns}
    plain: dict[str, str] = {}
    faults: list[Fault] = []
    for column, _ in columns:
        text = typed[column.key]
        try:
            plain[column.key] = read(column, text, known) if text else ""
        except Wrong as wrong:
            if not column.taken and column.kind is not Kind.REF:
                continue  # it only explains; nothing is made of it
            faults.append(Fault(number, column.key, text, wrong.why, who=column.kind is Kind.PERSON))
    if mark is not None and mark < len(cells):
        typed[MARK] = cells[mark]
    return Given(number, plain, typed, tuple(faults))


def read(column: Column, text: str, known: Known) -> str:
    """One cell, plain; "" for nothing. Raises Wrong."""
    if column.kind is Kind.TEXT:
        return _limited(column, clean(text, lines=True))
    if column.kind is Kind.PATH:
        return _path(column, clean(text, lines=True), known)
    if column.kind is Kind.CHOICES:
        parts = [clean(part) for part in _PARTED.split(text)]
        return ",".join(dict.fromkeys(_choice(column, part, known) for part in parts if part))
    said = clean(text)
    return _READERS[column.kind](column, said, known) if said else ""


def _limited(column: Column, text: str, _known: Known | None = None) -> str:
    if len(text) > column.limit:
        why = Refusal("This takes up to {limit} characters and has {length}.", limit=column.limit, length=len(text))
        raise Wrong(column.key, why)
    return text


def _day(column: Column, text: str, known: Known) -> str:
    if _ISO.fullmatch(text):
        return _iso(column, text)
    if _SERIAL.fullmatch(text):
        raise Wrong(
            column.key,
            Refusal("This is a date as a bare number. Give the column the format of a date, or write 2026-12-24."),
        )
    found = day(text, known.today, Look.DUE)
    if found is None:
        raise Wrong(column.key, Refusal("This is no date. Write one such as 2026-12-24."))
    return found.isoformat()


def _iso(column: Column, text: str) -> str:
    """A day as an export has it: what most cells are."""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Wrong(column.key, Refusal("This is no date. Write one such as 2026-12-24.")) from error


def _percent(column: Column, text: str, _known: Known) -> str:
    if _FRACTION.fullmatch(text):  # a cell that shows 60% without its format
        text = str(round(float(text) * 100))
    found = _PERCENT.fullmatch(text)
    percent = whole(found[1], 0, 100) if found else None
    if percent is None:
        raise Wrong(column.key, Refusal("This is no progress. Write a whole number from 0 to 100, such as 60%."))
    return str(percent)


def _whole(column: Column, text: str, _known: Known) -> str:
    number = whole(text)
    if number is None:
        raise Wrong(column.key, Refusal("This is no whole number."))
    return str(number)


def _amount(column: Column, text: str, _known: Known) -> str:
    try:
        value, percent = measures.number(text)
    except Refusal as refusal:
        raise Wrong(column.key, refusal) from refusal
    return f"{value:f}{PERCENT if percent else ''}"


def _path(column: Column, text: str, known: Known) -> str:
    try:
        return "\n".join(f"{point.day} {point.value:f}" for point in measures.points(text, known.today))
    except Refusal as refusal:
        raise Wrong(column.key, refusal) from refusal


def _period(column: Column, text: str, known: Known) -> str:
    found = periods.period(text, known.today)
    if found is None:
        raise Wrong(column.key, Refusal("This is no period. Write one such as 2026, 2026-H2, 2026-Q3 or 2026-10."))
    return of_period(found)


def _ref(column: Column, text: str, _known: Known) -> str:
    found = ids.ref(text)
    if found is None or found.prefix != column.letter:
        raise Wrong(column.key, Refusal("This is no number of ours. It looks like {ref}.", ref=f"{column.letter}-12"))
    return str(found)


def _person(column: Column, text: str, known: Known) -> str:
    """A name, an email, a handle or an id, or a name with one of these in brackets; those who left are known too."""
    called = known.once("called", lambda: _called(known))
    behind = _BEHIND.fullmatch(text)
    for said in (text, behind["handle"].strip() if behind else ""):
        found = called.get(_name(said), []) if said else []
        active = [person for person in found if person.active] or found
        if len(active) == 1:
            return active[0].id
        if len(active) > 1:
            names = ", ".join(person_name(person.id, known) for person in active[:4])
            raise Wrong(column.key, Refusal("It could be {names}. Write one of these.", names=names))
    raise Wrong(column.key, Refusal("Nobody of this name is in the workspace."))


def _called(known: Known) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in known.directory.people.values():
        for name in {_name(one) for one in (person.name, person.handle, person.email, person.id) if one}:
            found.setdefault(name, []).append(person)
    return found


def _name(text: str) -> str:
    return folded(text.strip("<>").lstrip("@＠"))


def _team(column: Column, text: str, known: Known) -> str:
    found = known.directory.find_team(text)
    if found is None or not found.active:
        raise Wrong(column.key, Refusal("There is no such team. `/team create` makes one."))
    return found.key


def _choice(column: Column, text: str, known: Known) -> str:
    names = known.once(f"choices of {column.key} {column.kind}", lambda: _spelled(column, known))
    if folded(text) not in names:
        raise Wrong(
            column.key, Refusal("This is none of the choices: {choices}.", choices=_choices(column, known, text))
        )
    return names[folded(text)]


def _spelled(column: Column, known: Known) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, names in column.names_of(known).items():
        for name in (key, *names):
            found.setdefault(folded(name), key)
    return found


def _choices(column: Column, known: Known, like: str) -> str:
    """The first of them, in the language of what was written."""
    korean = any("가" <= letter <= "힣" for letter in like)
    return ", ".join(names[1 if korean else 0] for names in list(column.names_of(known).values())[:12])


_READERS: Final[Mapping[Kind, Callable[[Column, str, Known], str]]] = {
    Kind.LINE: _limited,
    Kind.DAY: _day,
    Kind.PERCENT: _percent,
    Kind.WHOLE: _whole,
    Kind.AMOUNT: _amount,
    Kind.PERIOD: _period,
    Kind.REF: _ref,
    Kind.PERSON: _person,
    Kind.TEAM: _team,
    Kind.YES: _choice,
    Kind.CHOICE: _choice,
}
