"""The forms of duty, each with its reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Element, Form
from bot.domain.directory import Directory
from bot.domain.duty import SEATS, Duty, DutyDay
from bot.domain.workspaces import Workspace
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech.people import has_words
from bot.speech.text import TEXT, clean, limited
from bot.values import frozen

MOST: Final = 100  # days that a menu takes


@frozen
class Choice:
    """A day, and somebody by Slack id where the form asks for one; `back` is a day that is taken in return."""

    day: dt.date
    person: str = ""
    back: dt.date | None = None


def log_form(t: Translator, day: dt.date) -> Form:
    """What happened on duty."""
    text = kit.text_input("text", limit=TEXT.length, long=True)
    hint = t.plain("Name difficulties and tasks by their number, such as D-7 or T-3: the line stands with them too.")
    label = t.plain("What happened (shift of {day})", day=day)
    return _form(t, "duty:save_log", t.plain("Duty log"), [kit.field_block("text", label, text, hint=hint)])


def read_log(values: Mapping[str, Any]) -> str:
    """The text of a line. Raises Faults."""
    text = clean(str(values.get("text") or ""), lines=True).strip()
    try:
        if not has_words(text):
            raise Refusal("Say what happened.")
        return limited(text, TEXT)
    except Refusal as refusal:
        raise Faults({"text": refusal}) from refusal


def swap_form(
    t: Translator, directory: Directory, mine: Sequence[Duty], others: Sequence[Duty], chosen: dt.date | None
) -> Form:
    """Which of one's days, who shall take it, and which of theirs one takes for it."""
    days = [kit.option(t.day(one.day), one.day.isoformat()) for one in mine[:MOST]]
    blocks = [
        kit.field_block("day", t.plain("Day"), _days(t, days, chosen or mine[0].day)),
        kit.field_block("person", t.plain("Who shall take it"), kit.person_input("person")),
    ]
    names: dict[dt.date, list[str]] = {}
    for one in others:
        person = directory.person(one.person)
        names.setdefault(one.day, []).append(person.name if person else "?")
    back = [
        kit.option(kit.cut(f"{t.day(day)} · {', '.join(there)}", 75), day.isoformat())
        for day, there in list(names.items())[:MOST]
    ]
    if back:
        hint = t.plain("A day of theirs, if you swap both ways. Empty: they take yours, and you take none.")
        menu = kit.menu("back", t.plain("Choose"), back)
        blocks.append(kit.field_block("back", t.plain("The day that I take for it"), menu, optional=True, hint=hint))
    return _form(t, "duty:save_swap", t.plain("Swap a day of duty"), blocks)


def volunteer_form(t: Translator, days: Sequence[DutyDay]) -> Form:
    """On which day."""
    options = [kit.option(t.day(one.day), one.day.isoformat()) for one in days[:MOST]]
    element = _days(t, options, days[0].day)
    return _form(
        t, "duty:save_volunteer", t.plain("Volunteer for duty"), [kit.field_block("day", t.plain("Day"), element)]
    )


def assign_form(t: Translator, days: Sequence[DutyDay], chosen: dt.date | None, seat: int) -> Form:
    """Whom the secretariat names; on `seat` of the chosen day, or wherever there is room."""
    options = [kit.option(t.day(one.day), one.day.isoformat()) for one in days[:MOST]]
    blocks = [
        kit.field_block("day", t.plain("Day"), _days(t, options, chosen or days[0].day)),
        kit.field_block("person", t.plain("Who is on duty"), kit.person_input("person")),
    ]
    state = {"day": chosen.isoformat(), "seat": seat} if chosen and seat else {}
    return _form(t, "duty:save_assign", t.plain("Name somebody"), blocks, state)


def read_choice(values: Mapping[str, Any], *, person: bool = True) -> Choice:
    """A day, with somebody. Raises Faults."""
    try:
        day = dt.date.fromisoformat(str(values.get("day") or ""))
    except ValueError as wrong:
        raise Faults({"day": Refusal("Choose a day.")}) from wrong
    who = str(values.get("person") or "")
    if person and not who:
        raise Faults({"person": Refusal("Choose somebody.")})
    return Choice(day, who, _day(str(values.get("back") or "")))


def settings_form(t: Translator, directory: Directory) -> Form:
    """Which days, how many at once, whose turn it may be, and where the hand-over is posted."""
    ws = directory.workspace
    weekends = [kit.option(t.plain("Weekends are staffed too"), "weekends")]
    seats = [kit.option(str(n), str(n)) for n in range(1, SEATS + 1)]
    teams = [
        kit.option(team.name(t.lang), team.key)
        for team in sorted(directory.teams.values(), key=lambda one: one.key)
        if team.active
    ]
    chosen = ["weekends"] if ws.duty_weekends else []
    everybody = t.plain("Without teams and people: everybody takes turns.")
    blocks = [
        kit.field_block("weekends", t.plain("Weekends"), kit.checkboxes("weekends", weekends, chosen), optional=True),
        kit.field_block(
            "seats",
            t.plain("How many are on duty at once"),
            kit.menu("seats", t.plain("Choose"), seats, str(ws.duty_seats)),
        ),
        *(
            [
                kit.field_block(
                    "teams",
                    t.plain("Teams that take turns"),
                    kit.many_menu("teams", t.plain("Choose"), teams, ws.duty_teams),
                    optional=True,
                    hint=everybody,
                )
            ]
            if teams
            else []
        ),
        kit.field_block(
            "people",
            t.plain("People who take turns"),
            kit.people_input("people", sorted(ws.duty_people)),
            optional=True,
        ),
        kit.field_block(
            "channel",
            t.plain("Channel of the hand-over"),
            kit.channel_input("channel", ws.duty_channel),
            optional=True,
            hint=t.plain("Empty: the leadership's."),
        ),
    ]
    return _form(t, "duty:save_settings", t.plain("Settings of duty"), blocks, {"version": ws.version})


def read_settings(values: Mapping[str, Any], directory: Directory) -> Workspace:
    """The settings that the form holds. Raises Faults."""
    people = frozenset(str(id) for id in values.get("people") or ())
    teams = frozenset(str(key) for key in values.get("teams") or ())
    seats = str(values.get("seats") or "1")
    faults: dict[str, Refusal] = {}
    if not all(directory.people.get(id) and directory.people[id].active for id in people):
        faults["people"] = Refusal("Somebody of these is not here any more. Choose them anew.")
    if not all((team := directory.team(key)) and team.active for key in teams):
        faults["teams"] = Refusal("One of these teams is not there any more. Choose them anew.")
    if seats not in {str(n) for n in range(1, SEATS + 1)}:
        faults["seats"] = Refusal("Choose a number from 1 to {most}.", most=SEATS)
    if faults:
        raise Faults(faults)
    return replace(
        directory.workspace,
        duty_weekends="weekends" in (values.get("weekends") or ()),
        duty_seats=int(seats),
        duty_teams=teams,
        duty_people=people,
        duty_channel=values.get("channel") or None,
    )


def _day(given: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError as wrong:
        raise Faults({"back": Refusal("Choose a day.")}) from wrong


def _days(t: Translator, options: Sequence[Element], chosen: dt.date) -> Element:
    return kit.menu("day", t.plain("Choose"), options, chosen.isoformat())


def _form(
    t: Translator, callback: str, title: str, blocks: Sequence[kit.Block], state: Mapping[str, Any] | None = None
) -> Form:
    return Form(callback, title, t.plain("Save"), t.plain("Cancel"), tuple(blocks), state=state or {})
