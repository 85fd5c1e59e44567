"""The workbook of everything in somebody's language: titles, headings, and each cell as people read it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.audits.words import ACTIONS, FIELDS, STATES, VALUES
from bot.blocks.kit import Card
from bot.domain.directory import Directory
from bot.domain.exports import Kind, Sheet, Table
from bot.domain.words import Facet
from bot.i18n import N_, Translator
from bot.values import frozen

TITLES: Final = {
    "visit": N_("Visits"),
    "difficulty": N_("Difficulties"),
    "difficulty_note": N_("Difficulties: history"),
    "referral": N_("Referrals"),
    "task": N_("Tasks"),
    "task_update": N_("Tasks: history"),
    "programme": N_("Programmes"),
    "agenda": N_("Agendas"),
    "agenda_item": N_("Agenda items"),
    "decision": N_("Decisions"),
    "evaluation": N_("Evaluations"),
    "evaluation_task": N_("Evaluated tasks"),
    "evaluation_answer": N_("Ratings"),
    "meeting_series": N_("Regular meetings"),
    "meeting_seat": N_("Seats"),
    "meeting": N_("Sittings"),
    "meeting_item": N_("Matters of sittings"),
    "meeting_attendance": N_("Attendance"),
    "survey": N_("Surveys"),
    "survey_wave": N_("Surveys: waves"),
    "survey_answer": N_("Surveys: answers with names"),
    "indicator": N_("Indicators"),
    "reading": N_("Readings"),
    "plan_field": N_("Plan: fields"),
    "plan_item": N_("Plan: items"),
    "plan_word": N_("Plan: counted by hand"),
    "duty": N_("Duty"),
    "duty_share": N_("Duty: beginnings"),
    "duty_swap": N_("Duty: swaps"),
    "duty_entry": N_("Duty: log"),
    "organisation": N_("Organisations"),
    "person": N_("People"),
    "leave": N_("Leave"),
    "team": N_("Teams"),
    "membership": N_("Members"),
    "charter": N_("Charters"),
    "personnel_move": N_("Personnel moves"),
    "audit": N_("Changes"),
}
HEADS: Final = {
    **FIELDS,
    "about": N_("about"),
    "action": N_("what was done"),
    "added": N_("added on"),
    "added_by": N_("added by"),
    "after": N_("after"),
    "agenda": N_("agenda"),
    "anonymous": N_("anonymous"),
    "answered_on": N_("answered on"),
    "as_of": N_("as of"),
    "asked": N_("asked"),
    "asked_by": N_("asked by"),
    "at": N_("when"),
    "author": N_("author"),
    "back": N_("day in exchange"),
    "became": N_("became"),
    "before": N_("before"),
    "by": N_("by"),
    "chair": N_("chairs"),
    "channels": N_("channels"),
    "closed": N_("closed on"),
    "closes": N_("closes on"),
    "confirmed_by": N_("confirmed by"),
    "counts": N_("counts"),
    "days": N_("days"),
    "deliverables": N_("deliverables"),
    "due_after": N_("due, after"),
    "due_before": N_("due, before"),
    "ended": N_("ended on"),
    "ended_by": N_("ended by"),
    "ends": N_("ends on"),
    "escalated": N_("escalated"),
    "evaluated": N_("evaluated"),
    "fates": N_("what became of its things"),
    "festivals": N_("feast days"),
    "frozen": N_("posted on"),
    "giver": N_("who handed over"),
    "health": N_("health"),
    "id": N_("Slack's id"),
    "indicator": N_("indicator"),
    "item": N_("item"),
    "late": N_("late"),
    "lead_by": N_("leads answer by"),
    "live": N_("results at once"),
    "locked": N_("results out on"),
    "locked_by": N_("results out by"),
    "locks": N_("closes at"),
    "locks_on": N_("closes on"),
    "made_by": N_("made by"),
    "meeting": N_("sitting"),
    "month": N_("month"),
    "next_on": N_("next on"),
    "note_by": N_("note by"),
    "objected": N_("timeliness, objected"),
    "objected_at": N_("objected on"),
    "objected_by": N_("objected by"),
    "on": N_("on"),
    "opened": N_("opened at"),
    "opened_by": N_("opened by"),
    "opened_on": N_("opened on"),
    "origin": N_("came from"),
    "outcome": N_("outcome"),
    "owner_by": N_("owners answer by"),
    "part": N_("who rates"),
    "parts": N_("deductions"),
    "previous": N_("the one before"),
    "questions": N_("questions"),
    "recorded": N_("recorded at"),
    "recorded_by": N_("recorded by"),
    "ref": N_("number"),
    "repeat": N_("repeated"),
    "result": N_("result"),
    "said": N_("answers"),
    "score": N_("timeliness, computed"),
    "settled": N_("settled on"),
    "settled_by": N_("settled by"),
    "since": N_("since"),
    "survey": N_("survey"),
    "undone": N_("taken back on"),
    "until": N_("until"),
    "via": N_("by which way"),
    "wave": N_("wave"),
    "web": N_("on the web"),
    "weeks": N_("weeks on the agenda"),
    "weight": N_("weight"),
    "what": N_("what was done"),
}
_LETTERS: Final = {
    "difficulty": "D", "visit": "V", "task": "T", "organisation": "O", "merged_into": "D", "referred_to": "O",
    "indicator": "I", "survey": "S", "meeting": "M", "origin": "D",
}  # fmt: skip
_OTHER_LETTERS: Final = {
    ("plan_word", "item"): "P", ("decision", "item"): "A", ("task", "parent"): "T",
    ("organisation", "merged_into"): "O",
}  # fmt: skip
_WORDED: Final = frozenset(
    {"state", "role", "kind", "half", "direction", "shape", "counting", "cadence", "source", "why"}
)
_DONE: Final = frozenset({"action", "what"})
_TEAMS: Final = frozenset({"team", "escalated_to", "parent", "origin"})
_FACETS: Final = {
    "kinds": Facet.KIND,
    "sectors": Facet.SECTOR,
    "regions": Facet.REGION,
    "sector": Facet.SECTOR,
    "region": Facet.REGION,
}


@frozen
class Reader:
    """Who reads it: a language with a zone, the people and teams, and organisations by number."""

    t: Translator
    directory: Directory
    organisations: Mapping[int, str]


def asked_card(t: Translator) -> Card:
    """It takes a while."""
    said = t("I am working on it: the workbook with everything comes to you as a direct message.")
    note = t("A worksheet for each noun. Answers to anonymous surveys are not in it.")
    return Card(said, (kit.section(said), kit.context(note)))


def sheets(reader: Reader, tables: Iterable[Table]) -> Iterator[Sheet]:
    """Each noun as it is read; its rows are worked out while they are written."""
    for table in tables:
        heads = tuple((_heading(reader, one.name), _kind(table, one.name, one.kind)) for one in table.columns)
        yield Sheet(reader.t.plain(TITLES[table.key]), heads, _rows(reader, table), bool(table.letter))


def _heading(reader: Reader, name: str) -> str:
    said = reader.t.plain(HEADS[name])
    return said[:1].upper() + said[1:]


def _kind(table: Table, name: str, kind: Kind) -> Kind:
    """A number with a letter is text."""
    return Kind.TEXT if kind is Kind.NUMBER and _letter(table, name) else kind


def _rows(reader: Reader, table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        yield [_cell(reader, table, one.name, value) for one, value in zip(table.columns, row, strict=True)]


def _letter(table: Table, name: str) -> str:
    if name == "number":
        return table.letter
    return _OTHER_LETTERS.get((table.key, name)) or ("" if name == table.key else _LETTERS.get(name, ""))


def _cell(reader: Reader, table: Table, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return reader.t.plain("yes") if value else ""
    if isinstance(value, int) and (letter := _letter(table, name)):
        return _numbered(reader, letter, value)
    if name == "state" and (said := STATES.get((table.letter, value))):
        return reader.t.plain(said)
    return _text(reader, name, value)


def _numbered(reader: Reader, letter: str, number: int) -> str:
    if not number:
        return ""  # attendance of a person: no organisation
    called = reader.organisations.get(number, "") if letter == "O" else ""
    return f"{letter}-{number} {called}".rstrip()


def _text(reader: Reader, name: str, value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(reader.t.zone).replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat() if isinstance(value, dt.date) else value.isoformat("minutes")
    if isinstance(value, Mapping):
        return "; ".join(f"{_head(reader, key)}: {_text(reader, key, one)}" for key, one in value.items() if one)
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(reader, name, one) for one in value)
    return _word(reader, name, value) if isinstance(value, str) else str(value)


def _head(reader: Reader, key: str) -> str:
    return reader.t.plain(HEADS[key]) if key in HEADS else key


def _word(reader: Reader, name: str, value: str) -> str:
    """A word of ours, a team or a person by name; any other text as it is."""
    t, directory = reader.t, reader.directory
    if name in _WORDED and value in VALUES:
        return t.plain(VALUES[value])
    if name in _DONE and value in ACTIONS:
        return t.plain(ACTIONS[value])
    if name in _FACETS:
        return directory.workspace.vocabulary.name(_FACETS[name], value, t.lang)
    if name in _TEAMS and (team := directory.team(value)):
        return team.name(t.lang)
    person = directory.person(value) if name != "id" else None
    return f"{person.name} (@{person.handle})" if person and person.handle else person.name if person else value
