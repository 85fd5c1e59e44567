"""The form of a series, in two steps: what it is and how often; then on which day, where, with whom and for whom."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.blocks.meetings.parts import EVERY, KINDS, NTHS
from bot.blocks.organisations import KINDS as GROUPS
from bot.blocks.periods import WEEKDAYS
from bot.domain.directory import Directory
from bot.domain.meetings import (
    LONGEST,
    MOST_SEATS,
    NOBODY,
    Audience,
    Cadence,
    Every,
    Seat,
    Series,
    SeriesKind,
    check_cadence,
)
from bot.domain.organisations import OrganisationKind
from bot.domain.words import Facet
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech.amounts import whole
from bot.speech.dates import Look
from bot.speech.dates import day as date_of
from bot.speech.text import ORGANISATION, TEXT, TITLE, Limit, clean, limited
from bot.speech.times import time_of_day
from bot.values import frozen

_MONTHS: Final = {Every.QUARTERLY: 3, Every.SEMI_ANNUAL: 6}
_BETWEEN: Final = re.compile(r"[,;、，；\n]+")
MOST_DATES: Final = 40


@frozen
class Described:
    """The first step. It travels with the form to the second one."""

    key: str
    ko: str
    en: str
    kind: SeriesKind
    every: Every
    team: str
    secretary: str | None = None
    version: int = 0

    def state(self) -> dict[str, Any]:
        names = ("key", "ko", "en", "kind", "every", "team", "secretary", "version")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    @staticmethod
    def of(state: Mapping[str, Any]) -> "Described":
        """What the second step carries. KeyError or ValueError for what no form of ours carries."""
        return Described(
            str(state["key"]),
            str(state.get("ko", "")),
            str(state.get("en", "")),
            SeriesKind(state["kind"]),
            Every(state["every"]),
            str(state["team"]),
            state.get("secretary"),
            int(state.get("version", 0)),
        )


@frozen
class Planned:
    """The second step. Organisations are named as typed; whom they mean is found later."""

    cadence: Cadence
    time: dt.time
    minutes: int
    place: str
    chairs: tuple[str, ...] = ()
    chair_people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    audience: Audience = field(default=NOBODY)


def describe_form(
    t: Translator, directory: Directory, team: str | None, person: str, series: Series | None = None, name: str = ""
) -> Form:
    """What it is: names, kind, how often, who prepares it."""
    korean = any("가" <= letter <= "힣" for letter in name)
    ko, en = (series.ko, series.en) if series else (name if korean else "", "" if korean else name)
    kinds = [kit.option(t.plain(label), kind.value) for kind, label in KINDS.items()]
    every = [kit.option(t.plain(label), one.value) for one, label in EVERY.items()]
    chosen = series.kind if series else SeriesKind.COUNCIL
    often = series.cadence.every if series else Every.MONTHLY
    key = () if series else (_text("key", t.plain("Key"), "", 30, hint=t.plain("One short word, such as pr-council.")),)
    secretary = series.secretary if series else person
    blocks: list[Block] = [
        _text("ko", t.plain("Name in Korean"), ko, TITLE.length, optional=True),
        _text("en", t.plain("Name in English"), en, TITLE.length, optional=True),
        *key,
        kit.field_block("kind", t.plain("Kind of meeting"), kit.menu("kind", t.plain("Choose"), kinds, chosen.value)),
        kit.field_block("every", t.plain("How often"), kit.radio("every", every, often.value)),
        *_team(t, directory, series.team if series else team),
        kit.field_block(
            "secretary",
            t.plain("Secretary, who prepares it"),
            kit.person_input("secretary", secretary),
            optional=True,
        ),
    ]
    return Form(
        "meetings:describe",
        t.plain("Edit the meeting") if series else t.plain("New regular meeting"),
        t.plain("Next"),
        t.plain("Cancel"),
        tuple(blocks),
        state={"key": series.key, "version": series.version} if series else {},
    )


def read_described(values: Mapping[str, Any], state: Mapping[str, Any]) -> Described:
    """The first step, filled in. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    key = str(state.get("key", "")) or _read(values, "key", ORGANISATION, faults)
    ko, en = _read(values, "ko", TITLE, faults), _read(values, "en", TITLE, faults)
    if not any(letter.isalnum() for letter in ko + en):
        faults.setdefault("ko", Refusal("Type the name in Korean, in English or in both."))
    if not values.get("team"):
        faults["team"] = Refusal("Choose the team in charge.")
    if faults:
        raise Faults(faults)
    return Described(
        key,
        ko,
        en,
        SeriesKind(values.get("kind") or SeriesKind.MEETING.value),
        Every(values.get("every") or Every.MONTHLY.value),
        str(values["team"]),
        values.get("secretary") or None,
        int(state.get("version", 0)),
    )


def plan_form(t: Translator, directory: Directory, described: Described, series: Series | None = None) -> Form:
    """On which day, when, where, with whom and for whom."""
    known = series.cadence if series and series.cadence.every is described.every else Cadence(described.every)
    minutes = kit.number_input("minutes", str(series.minutes if series else 60), low=5, high=LONGEST)
    blocks: list[Block] = [
        *_days(t, known),
        _text("time", t.plain("Time"), f"{series.time:%H:%M}" if series else "", 20, hint=t.plain("Such as 15:00.")),
        kit.field_block("minutes", t.plain("Length in minutes"), minutes),
        _text("place", t.plain("Place"), series.place if series else "", TITLE.length, optional=True),
        *_seats(t, series.seats if series else ()),
        *_audience(t, directory, series.audience if series else NOBODY),
    ]
    return Form(
        "meetings:change" if described.version else "meetings:save",
        t.plain("Edit the meeting") if described.version else t.plain("New regular meeting"),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        state=described.state(),
    )


def read_plan(values: Mapping[str, Any], every: Every, today: dt.date) -> Planned:
    """The second step, filled in. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    cadence = _read_cadence(values, every, today, faults)
    at = dt.time()
    try:
        at = time_of_day(clean(values.get("time") or ""))
    except Refusal as refusal:
        faults["time"] = refusal
    minutes = _read_number(values, "minutes", 5, LONGEST, faults) or 60
    place = _read(values, "place", TITLE, faults)
    chairs, seats = _names(values, "chairs", faults), _names(values, "seats", faults)
    chair_people, people = tuple(values.get("chair_people") or ()), tuple(values.get("people") or ())
    if len(chairs) + len(seats) + len(chair_people) + len(people) > MOST_SEATS:
        faults.setdefault("seats", Refusal("Up to {n} seats fit here. Leave some out.", n=MOST_SEATS))
    audience = Audience(
        tuple(values.get("sector") or ()),
        tuple(values.get("region") or ()),
        tuple(OrganisationKind(kind) for kind in values.get("group") or ()),
    )
    if faults:
        raise Faults(faults)
    return Planned(cadence, at, minutes, place, chairs, chair_people, seats, people, audience)


# parts ----------------------------------------------------------------------------------------------------------------


def _days(t: Translator, known: Cadence) -> list[Block]:
    """The fields that say on which day: as many as the cadence needs."""
    if known.every is Every.DATES:
        typed = ", ".join(day.isoformat() for day in known.dates)
        hint = t.plain("Such as 12/3, 12/24 or 2027-03-04.")
        return [_text("dates", t.plain("Dates"), typed, TEXT.length, long=True, hint=hint)]
    weekdays = [kit.option(t.plain(label), day) for day, label in WEEKDAYS.items()]
    menu = kit.menu("weekday", t.plain("Choose"), weekdays, known.weekday or None)
    if known.every is Every.WEEKLY:
        return [kit.field_block("weekday", t.plain("Weekday"), menu)]
    nths = [kit.option(t.plain(label), str(nth)) for nth, label in NTHS.items()]
    nth = kit.menu("nth", t.plain("Choose"), nths, str(known.nth) if known.nth else None)
    day = kit.number_input("day", str(known.day) if known.day else "", low=1, high=31)
    return [
        *_month(t, known),
        kit.field_block("nth", t.plain("Which one of the month"), nth, optional=True),
        kit.field_block("weekday", t.plain("Weekday"), menu, optional=True),
        kit.field_block("day", t.plain("Or a day of the month"), day, optional=True),
    ]


def _month(t: Translator, known: Cadence) -> list[Block]:
    count = _MONTHS.get(known.every)
    if count is None:
        return []
    options = [kit.option(t.nth(month), str(month)) for month in range(1, count + 1)]
    label = t.plain("Month of the quarter") if count == 3 else t.plain("Month of the half-year")
    chosen = str(min(known.month, count))
    return [kit.field_block("month", label, kit.menu("month", t.plain("Choose"), options, chosen))]


def _seats(t: Translator, seats: Sequence[Seat]) -> list[Block]:
    def named(*, chair: bool) -> str:
        return "\n".join(seat.name for seat in seats if seat.chair is chair and seat.organisation)

    def people(*, chair: bool) -> list[str]:
        return [seat.person for seat in seats if seat.chair is chair and seat.person]

    hint = t.plain("One organisation a line, as the directory names it; new ones are added to it.")
    ours = kit.people_input("people", people(chair=False))
    return [
        _text("chairs", t.plain("Co-chairs: organisations"), named(chair=True), TEXT.length, optional=True, long=True),
        kit.field_block(
            "chair_people",
            t.plain("Co-chairs: people of ours"),
            kit.people_input("chair_people", people(chair=True)),
            optional=True,
        ),
        _text(
            "seats",
            t.plain("Seats: organisations"),
            named(chair=False),
            TEXT.length,
            optional=True,
            long=True,
            hint=hint,
        ),
        kit.field_block("people", t.plain("Seats: people of ours"), ours, optional=True),
    ]


def _audience(t: Translator, directory: Directory, known: Audience) -> list[Block]:
    fields = []
    for facet, label, chosen in (
        (Facet.SECTOR, t.plain("For which industries"), known.sectors),
        (Facet.REGION, t.plain("For which regions"), known.regions),
    ):
        options = [kit.option(term.name(t.lang), term.key) for term in directory.workspace.vocabulary.of(facet)]
        if options:
            element = kit.many_menu(facet.value, t.plain("Choose"), options, chosen)
            fields.append(kit.field_block(facet.value, label, element, optional=True))
    groups = [kit.option(t.plain(label), kind.value) for kind, label in GROUPS.items()]
    boxes = kit.checkboxes("group", groups, [kind.value for kind in known.kinds])
    return [*fields, kit.field_block("group", t.plain("For which groups"), boxes, optional=True)]


def _team(t: Translator, directory: Directory, chosen: str | None) -> list[Block]:
    """A menu takes 100 options: the chosen team is always among them."""
    teams = sorted((team for team in directory.teams.values() if team.active), key=lambda team: team.key != chosen)
    options = [kit.option(team.name(t.lang), team.key) for team in teams]
    if not options:
        return []
    return [kit.field_block("team", t.plain("Team in charge"), kit.menu("team", t.plain("Choose"), options, chosen))]


def _text(
    name: str, label: str, known: str, limit: int, *, optional: bool = False, long: bool = False, hint: str = ""
) -> Block:
    return kit.field_block(
        name, label, kit.text_input(name, known, limit=limit, long=long), optional=optional, hint=hint
    )


def _read(values: Mapping[str, Any], name: str, limit: Limit, faults: dict[str, Refusal]) -> str:
    try:
        return limited(clean(values.get(name) or "", lines=limit is TEXT), limit)
    except Refusal as refusal:
        faults[name] = refusal
        return ""


def _read_number(values: Mapping[str, Any], name: str, low: int, high: int, faults: dict[str, Refusal]) -> int:
    """0 when nothing was typed."""
    typed = str(values.get(name) or "").strip()
    if not typed:
        return 0
    number = whole(typed, low, high)
    if number is None:
        faults[name] = Refusal("Type a whole number from {low} to {high}.", low=low, high=high)
    return number or 0


def _read_cadence(values: Mapping[str, Any], every: Every, today: dt.date, faults: dict[str, Refusal]) -> Cadence:
    if every is Every.DATES:
        found = Cadence(every, dates=_read_dates(values, today, faults))
    else:
        day = _read_number(values, "day", 1, 31, faults)
        nth, month = str(values.get("nth") or "0"), str(values.get("month") or "1")
        found = Cadence(
            every,
            weekday="" if day else str(values.get("weekday") or ""),
            nth=0 if day or nth not in {str(one) for one in NTHS} else int(nth),
            day=0 if every is Every.WEEKLY else day,
            month=whole(month, 1, 12) or 1,
        )
    asked = {Every.DATES: "dates", Every.WEEKLY: "weekday"}.get(every, "day")
    try:
        if asked not in faults:
            check_cadence(found)
    except Refusal as refusal:
        faults[asked] = refusal
    return found


def _read_dates(values: Mapping[str, Any], today: dt.date, faults: dict[str, Refusal]) -> tuple[dt.date, ...]:
    typed = [part.strip() for part in _BETWEEN.split(_read(values, "dates", TEXT, faults)) if part.strip()]
    found = {part: date_of(part, today, Look.LEAVE) for part in typed}
    wrong = next((part for part, day in found.items() if day is None), None)
    if wrong is not None:
        faults["dates"] = Refusal("“{given}” is no date. Type dates such as 12/3, 12/24.", given=wrong[:40])
    if len(found) > MOST_DATES:
        faults["dates"] = Refusal("Up to {n} dates fit here.", n=MOST_DATES)
    return tuple(sorted({day for day in found.values() if day is not None}))


def _names(values: Mapping[str, Any], name: str, faults: dict[str, Refusal]) -> tuple[str, ...]:
    typed = _read(values, name, TEXT, faults)
    found = [one.strip() for one in typed.splitlines() if any(letter.isalnum() for letter in one)]
    for one in found:
        try:
            limited(one, ORGANISATION)
        except Refusal as refusal:
            faults[name] = refusal
    return tuple(dict.fromkeys(found))
