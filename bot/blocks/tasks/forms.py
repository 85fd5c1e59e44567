"""What people fill in about a task: each form with its reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.domain.tasks import Health, Programme, Said, Task, TaskState, Wanted
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech import ids
from bot.speech.amounts import whole
from bot.speech.text import TEXT, TITLE, Limit, clean, limited

_NO_TITLE: Final = Refusal("Type what is to be done.")
_NO_REASON: Final = Refusal("Type the reason in a few words.")
_STILL: Final = "blocked"  # the choice of an update that leaves a task blocked


def add_form(
    t: Translator, directory: Directory, person: str, programmes: Sequence[Programme], prefill: Wanted | None = None
) -> Form:
    """The form of `/task` alone; `prefill` is what is known already, such as a message's text."""
    home = directory.home(person)
    known = prefill or Wanted("", owner=person, team=home.key if home else None)
    owner = kit.field_block("owner", t.plain("Owner"), kit.person_input("owner", known.owner), optional=True)
    note = kit.text_input("note", known.note, limit=TEXT.length, long=True)
    return Form(
        "tasks:save",
        t.plain("Add a task"),
        t.plain("Save"),
        t.plain("Cancel"),
        (
            _title(t, known.title),
            owner,
            *_team(t, directory, known.team),
            _day("start", t.plain("Starts"), known.start),
            _day("due", t.plain("Due"), known.due),
            *_programme(t, programmes, known.programme),
            _parent(t, known.parent),
            kit.field_block("note", t.plain("Note"), note, optional=True),
        ),
        state={"link": known.permalink} if known.permalink else {},
    )


def edit_form(t: Translator, directory: Directory, one: Task, programmes: Sequence[Programme]) -> Form:
    """The form of *Edit*. Who has it is *Assign*'s, a due date that is there is *Move*'s."""
    due = () if one.due else (_day("due", t.plain("Due"), None),)
    blocks = (
        _title(t, one.title),
        *_team(t, directory, one.team),
        _day("start", t.plain("Starts"), one.start),
        *due,
        *_programme(t, programmes, one.programme),
        _parent(t, one.parent),
    )
    return _form(t, one, "tasks:change", t.plain("Edit {ref}", ref=one.ref), *blocks)


def read(values: Mapping[str, Any], permalink: str = "") -> Wanted:
    """What the form of a task says. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    found = Wanted(
        title=_text(values, "title", TITLE, faults, _NO_TITLE),
        owner=values.get("owner") or None,
        team=values.get("team") or None,
        start=_read_day(values, "start"),
        due=_read_day(values, "due"),
        programme=values.get("programme") or None,
        parent=_read_parent(values, faults),
        note=_text(values, "note", TEXT, faults, None),
        permalink=permalink,
    )
    if found.start is not None and found.due is not None and found.start > found.due:
        faults["due"] = Refusal("It would be due before it starts. Change one of the two days.")
    if faults:
        raise Faults(faults)
    return found


def update_form(t: Translator, one: Task) -> Form:
    """How it goes: progress (not of a parent, whose children tell it), a note, what comes next, health."""
    percent = kit.field_block(
        "percent",
        t.plain("Progress in percent"),
        kit.number_input("percent", str(one.percent), low=0, high=100),
    )
    options = [
        kit.option(t.plain("on track"), Health.ON_TRACK.value),
        kit.option(t.plain("at risk"), Health.AT_RISK.value),
    ]
    chosen = Health.AT_RISK.value if one.at_risk else Health.ON_TRACK.value
    if one.state is TaskState.BLOCKED:
        options.append(kit.option(t.plain("still blocked"), _STILL))
        chosen = _STILL
    blocks = (
        *([] if one.children else [percent]),
        kit.field_block(
            "text", t.plain("What is new"), kit.text_input("text", limit=TEXT.length, long=True), optional=True
        ),
        kit.field_block(
            "next",
            t.plain("What comes next"),
            kit.text_input("next", one.next_step, limit=TEXT.length, long=True),
            optional=True,
        ),
        kit.field_block("health", t.plain("How it stands"), kit.radio("health", options, chosen)),
    )
    return _form(t, one, "tasks:updated", t.plain("Update {ref}", ref=one.ref), *blocks)


def read_update(values: Mapping[str, Any], one: Task) -> Said:
    """What the form says. Raises Faults, also when it says nothing new."""
    faults: dict[str, Refusal] = {}
    chosen = values.get("health")
    said = Said(
        percent=_read_percent(values, one, faults),
        text=_text(values, "text", TEXT, faults, None),
        health=Health(chosen) if chosen in (Health.ON_TRACK.value, Health.AT_RISK.value) else None,
        next_step=_text(values, "next", TEXT, faults, None),
    )
    same = (said.percent in (None, one.percent), said.next_step == one.next_step, _same_health(said, one))
    if not faults and not said.text and all(same):
        faults["text"] = Refusal("Nothing is new here yet. Type a few words, or change the progress.")
    if faults:
        raise Faults(faults)
    return said


def block_form(t: Translator, one: Task) -> Form:
    """What nothing goes on without; a reason that is there can be corrected."""
    return _reasoned(t, one, "tasks:blocked", t.plain("Block {ref}", ref=one.ref), t.plain("What blocks it?"))


def drop_form(t: Translator, one: Task) -> Form:
    """Why it will not be done."""
    return _reasoned(t, one, "tasks:dropped", t.plain("Drop {ref}", ref=one.ref), t.plain("Reason"))


def reopen_form(t: Translator, one: Task) -> Form:
    """Why it goes on, or how the way was cleared."""
    if one.state is TaskState.BLOCKED:
        label, title = t.plain("How was the way cleared?"), t.plain("Unblock {ref}", ref=one.ref)
    else:
        label, title = t.plain("Reason"), t.plain("Reopen {ref}", ref=one.ref)
    return _reasoned(t, one, "tasks:reopened", title, label)


def read_reason(values: Mapping[str, Any]) -> str:
    """The text of a reason. Raises Faults when there is none."""
    faults: dict[str, Refusal] = {}
    text = _text(values, "text", TEXT, faults, _NO_REASON)
    if faults:
        raise Faults(faults)
    return text


def move_form(t: Translator, one: Task, day: dt.date | None = None) -> Form:
    """Another due date, and why. The first one stays as the baseline."""
    due = day or one.due
    hint = t.plain("The baseline stays: {day}", day=one.baseline) if one.baseline else ""
    picker = kit.day_input("day", due.isoformat() if due else None)
    blocks = (
        kit.field_block("day", t.plain("New due date"), picker, hint=hint),
        kit.field_block("text", t.plain("Reason"), kit.text_input("text", limit=TEXT.length, long=True)),
    )
    return _form(t, one, "tasks:moved", t.plain("Move {ref}", ref=one.ref), *blocks)


def read_move(values: Mapping[str, Any]) -> tuple[dt.date, str]:
    """The day and the reason. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    reason = _text(values, "text", TEXT, faults, _NO_REASON)
    day = _read_day(values, "day")
    if day is None:
        faults["day"] = Refusal("Choose the new due date.")
    if faults or day is None:
        raise Faults(faults)
    return day, reason


def assign_form(t: Translator, one: Task) -> Form:
    """Who must see to it."""
    owner = kit.field_block("owner", t.plain("Owner"), kit.person_input("owner", one.owner))
    return _form(t, one, "tasks:assigned", t.plain("Assign {ref}", ref=one.ref), owner)


def read_owner(values: Mapping[str, Any]) -> str:
    """The person's id. Raises Faults when nobody was chosen."""
    if not values.get("owner"):
        raise Faults({"owner": Refusal("Choose who must see to it.")})
    return str(values["owner"])


# parts ----------------------------------------------------------------------------------------------------------------


def _form(t: Translator, one: Task, callback: str, title: str, *blocks: Block) -> Form:
    ref = Ref("T", one.number, one.version)
    return Form(callback, title, t.plain("Save"), t.plain("Cancel"), blocks, ref=ref)


def _reasoned(t: Translator, one: Task, callback: str, title: str, label: str) -> Form:
    known = one.blocked_reason if callback == "tasks:blocked" else ""
    text = kit.text_input("text", known, limit=TEXT.length, long=True)
    return _form(t, one, callback, title, kit.field_block("text", label, text))


def _title(t: Translator, known: str) -> Block:
    text = kit.text_input("title", known, limit=TITLE.length, placeholder=t.plain("What is to be done?"))
    return kit.field_block("title", t.plain("Title"), text)


def _day(name: str, label: str, known: dt.date | None) -> Block:
    return kit.field_block(name, label, kit.day_input(name, known.isoformat() if known else None), optional=True)


def _parent(t: Translator, known: int | None) -> Block:
    text = kit.text_input("parent", f"T-{known}" if known else "", limit=12, placeholder="T-3")
    hint = t.plain("Its progress becomes the mean of the tasks under it.")
    return kit.field_block("parent", t.plain("Part of the task"), text, optional=True, hint=hint)


def _programme(t: Translator, programmes: Sequence[Programme], chosen: str | None) -> list[Block]:
    """A menu takes 100 options: the chosen one is always among them."""
    options = [kit.option(one.name(t.lang), one.key) for one in sorted(programmes, key=lambda one: one.key != chosen)]
    if not options:
        return []
    menu = kit.menu("programme", t.plain("Choose"), options, chosen)
    return [kit.field_block("programme", t.plain("Programme"), menu, optional=True)]


def _team(t: Translator, directory: Directory, chosen: str | None) -> list[Block]:
    """A menu takes 100 options: the chosen team is always among them."""
    teams = sorted((team for team in directory.teams.values() if team.active), key=lambda team: team.key != chosen)
    options = [kit.option(team.name(t.lang), team.key) for team in teams]
    if not options:
        return []
    menu = kit.menu("team", t.plain("Choose"), options, chosen)
    return [kit.field_block("team", t.plain("Team in charge"), menu, optional=True)]


def _read_day(values: Mapping[str, Any], field: str) -> dt.date | None:
    return dt.date.fromisoformat(values[field]) if values.get(field) else None


def _read_parent(values: Mapping[str, Any], faults: dict[str, Refusal]) -> int | None:
    typed = clean(values.get("parent") or "")
    if not typed:
        return None
    try:
        return ids.demand(typed, "T").number
    except Refusal as refusal:
        faults["parent"] = refusal
        return None


def _read_percent(values: Mapping[str, Any], one: Task, faults: dict[str, Refusal]) -> int | None:
    typed = str(values.get("percent") or "").strip()
    if one.children or not typed:
        return None
    percent = whole(typed, 0, 100)
    if percent is None:
        faults["percent"] = Refusal("Type a whole number from 0 to 100.")
    return percent


def _same_health(said: Said, one: Task) -> bool:
    if said.health is None:
        return True
    known = Health.AT_RISK if one.at_risk else Health.ON_TRACK
    return one.state is not TaskState.BLOCKED and said.health is known


def _text(
    values: Mapping[str, Any], field: str, limit: Limit, faults: dict[str, Refusal], missing: Refusal | None
) -> str:
    try:
        text = limited(clean(values.get(field) or "", lines=limit is TEXT), limit)
    except Refusal as refusal:
        faults[field] = refusal
        return ""
    if missing is not None and not any(letter.isalnum() for letter in text):
        faults[field] = missing
    return text
