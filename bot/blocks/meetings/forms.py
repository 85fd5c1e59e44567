"""What people fill in about a sitting: each form with its reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.blocks.meetings.parts import seat_label
from bot.domain.directory import Directory
from bot.domain.meetings import LONGEST, Attendance, Meeting, Seat, Series
from bot.domain.refs import Ref
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech.amounts import whole
from bot.speech.text import ORGANISATION, TEXT, TITLE, Limit, clean, limited
from bot.speech.times import time_of_day
from bot.values import frozen

BOXES: Final = 10  # of one block of checkboxes
MOST_HEADS: Final = 100_000


@frozen
class WhoCame:
    """What the form of attendance says: seats by place, further organisations by name, people, heads."""

    seats: tuple[int, ...]
    names: tuple[str, ...]
    people: tuple[str, ...]
    heads: int


@frozen
class Settled:
    text: str
    owner: str | None
    due: dt.date | None


@frozen
class Changed:
    """Another time, length and place of one sitting."""

    day: dt.date
    time: dt.time
    minutes: int
    place: str


def attended_form(t: Translator, one: Meeting, series: Series, there: Attendance, directory: Directory) -> Form:
    """A box for each seat, and fields for everybody else. What is recorded is ticked; before that, every seat."""
    blocks: list[Block] = []
    for first in range(0, len(series.seats), BOXES):
        seats = series.seats[first : first + BOXES]
        options = [kit.option(seat_label(seat, directory), str(first + at)) for at, seat in enumerate(seats)]
        ticked = [str(first + at) for at, seat in enumerate(seats) if not there or _is_there(seat, there)]
        label = t.plain("Seats {first} to {last}", first=first + 1, last=first + len(seats))
        boxes = kit.checkboxes(f"seats_{first}", options, ticked)
        blocks.append(kit.field_block(f"seats_{first}", label, boxes, optional=True))
    seated = {seat.organisation for seat in series.seats} | {seat.person for seat in series.seats}
    names = "\n".join(name for number, name in there.organisations.items() if number not in seated)
    people = [id for id in there.people if id not in seated]
    hint = t.plain("One name a line.")
    blocks += [
        _text("names", t.plain("Further organisations"), names, TEXT.length, hint=hint),
        kit.field_block("people", t.plain("People of ours"), kit.people_input("people", people), optional=True),
        kit.field_block(
            "heads",
            t.plain("How many in the room"),
            kit.number_input("heads", str(one.heads) if one.heads else "", low=0, high=MOST_HEADS),
            optional=True,
        ),
    ]
    return _form(t, one, "meetings:attend", t.plain("Attendance of {ref}", ref=one.ref), *blocks)


def read_attended(values: Mapping[str, Any]) -> WhoCame:
    """Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    seats = [place for name, chosen in values.items() if name.startswith("seats_") for place in chosen or ()]
    typed = _read_text(values, "names", TEXT, faults)
    names = [name.strip() for name in typed.splitlines() if any(letter.isalnum() for letter in name)]
    for name in names:
        try:
            limited(name, ORGANISATION)
        except Refusal as refusal:
            faults["names"] = refusal
    heads = _read_number(values, "heads", 0, MOST_HEADS, faults) or 0
    if faults:
        raise Faults(faults)
    people = tuple(values.get("people") or ())
    places = [place for seat in seats if (place := whole(str(seat))) is not None]
    return WhoCame(tuple(places), tuple(names), people, heads)


def add_form(t: Translator, one: Meeting) -> Form:
    presenter = kit.field_block("presenter", t.plain("Presenter"), kit.person_input("presenter"), optional=True)
    text = _text("text", t.plain("Item"), "", TEXT.length, optional=False)
    return _form(t, one, "meetings:save_item", t.plain("Item for {ref}", ref=one.ref), text, presenter)


def read_item(values: Mapping[str, Any]) -> tuple[str, str | None]:
    """The text and the presenter."""
    text = _needed(values, "text", Refusal("Type what is to be talked about."))
    return text, values.get("presenter") or None


def decide_form(t: Translator, one: Meeting) -> Form:
    return _form(
        t,
        one,
        "meetings:save_decision",
        t.plain("Decision of {ref}", ref=one.ref),
        _text("text", t.plain("What was decided"), "", TEXT.length, optional=False),
        kit.field_block("owner", t.plain("Who does it"), kit.person_input("owner"), optional=True),
        kit.field_block("due", t.plain("By when"), kit.day_input("due"), optional=True),
    )


def read_decision(values: Mapping[str, Any]) -> Settled:
    text = _needed(values, "text", Refusal("Type what was decided."))
    due = dt.date.fromisoformat(values["due"]) if values.get("due") else None
    return Settled(text, values.get("owner") or None, due)


def move_form(t: Translator, one: Meeting, zone: str, day: dt.date | None = None) -> Form:
    """Another day or time, and why."""
    shown = (day or one.day(zone)).isoformat()
    return _form(
        t,
        one,
        "meetings:moved",
        t.plain("Move {ref}", ref=one.ref),
        kit.field_block("day", t.plain("Day"), kit.day_input("day", shown)),
        *_times(t, one, zone),
        _text("text", t.plain("Reason"), "", TEXT.length),
    )


def edit_form(t: Translator, one: Meeting, zone: str) -> Form:
    """This sitting alone; its series stays as it is."""
    return _form(
        t,
        one,
        "meetings:changed",
        t.plain("Edit {ref}", ref=one.ref),
        kit.field_block("day", t.plain("Day"), kit.day_input("day", one.day(zone).isoformat())),
        *_times(t, one, zone),
        _text("place", t.plain("Place"), one.place, TITLE.length, long=False),
    )


def read_move(values: Mapping[str, Any], one: Meeting) -> tuple[Changed, str]:
    """Day, time and length, and the reason."""
    faults: dict[str, Refusal] = {}
    changed = _read_times(values, one, one.place, faults)
    reason = _read_text(values, "text", TEXT, faults)
    if faults or changed is None:
        raise Faults(faults)
    return changed, reason


def read_edit(values: Mapping[str, Any], one: Meeting) -> Changed:
    faults: dict[str, Refusal] = {}
    changed = _read_times(values, one, _read_text(values, "place", TITLE, faults), faults)
    if faults or changed is None:
        raise Faults(faults)
    return changed


def cancel_form(t: Translator, one: Meeting) -> Form:
    text = _text("text", t.plain("Reason"), "", TEXT.length, optional=False)
    return _form(t, one, "meetings:cancelled", t.plain("Cancel {ref}", ref=one.ref), text)


def read_reason(values: Mapping[str, Any]) -> str:
    return _needed(values, "text", Refusal("Type the reason in a few words."))


# parts ----------------------------------------------------------------------------------------------------------------


def _is_there(seat: Seat, there: Attendance) -> bool:
    return seat.organisation in there.organisations if seat.organisation else seat.person in there.people


def _form(t: Translator, one: Meeting, callback: str, title: str, *blocks: Block) -> Form:
    ref = Ref("M", one.number, one.version)
    return Form(callback, title, t.plain("Save"), t.plain("Cancel"), blocks, ref=ref)


def _text(
    name: str, label: str, known: str, limit: int, *, optional: bool = True, long: bool = True, hint: str = ""
) -> Block:
    return kit.field_block(
        name, label, kit.text_input(name, known, limit=limit, long=long), optional=optional, hint=hint
    )


def _times(t: Translator, one: Meeting, zone: str) -> Sequence[Block]:
    at = f"{one.starts.astimezone(ZoneInfo(zone)):%H:%M}"
    minutes = kit.number_input("minutes", str(one.minutes), low=5, high=LONGEST)
    return (
        _text("time", t.plain("Time"), at, 20, optional=False, long=False, hint=t.plain("Such as 15:00.")),
        kit.field_block("minutes", t.plain("Length in minutes"), minutes),
    )


def _read_times(values: Mapping[str, Any], one: Meeting, place: str, faults: dict[str, Refusal]) -> Changed | None:
    day = dt.date.fromisoformat(values["day"]) if values.get("day") else None
    if day is None:
        faults["day"] = Refusal("Choose the day.")
    at = None
    try:
        at = time_of_day(clean(values.get("time") or ""))
    except Refusal as refusal:
        faults["time"] = refusal
    minutes = _read_number(values, "minutes", 5, LONGEST, faults) or one.minutes
    return None if day is None or at is None else Changed(day, at, minutes, place)


def _read_number(values: Mapping[str, Any], name: str, low: int, high: int, faults: dict[str, Refusal]) -> int | None:
    typed = str(values.get(name) or "").strip()
    if not typed:
        return None
    number = whole(typed, low, high)
    if number is None:
        faults[name] = Refusal("Type a whole number from {low} to {high}.", low=low, high=high)
    return number


def _read_text(values: Mapping[str, Any], name: str, limit: Limit, faults: dict[str, Refusal]) -> str:
    try:
        return limited(clean(values.get(name) or "", lines=limit is TEXT), limit)
    except Refusal as refusal:
        faults[name] = refusal
        return ""


def _needed(values: Mapping[str, Any], name: str, missing: Refusal) -> str:
    faults: dict[str, Refusal] = {}
    text = _read_text(values, name, TEXT, faults)
    if not faults and not any(letter.isalnum() for letter in text):
        faults[name] = missing
    if faults:
        raise Faults(faults)
    return text
