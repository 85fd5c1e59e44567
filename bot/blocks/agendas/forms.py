"""The forms of the agenda, each with its reader."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Form
from bot.domain.teams import Team
from bot.i18n import Translator, escape
from bot.refusals import Faults, Refusal
from bot.speech.text import TEXT, clean, limited
from bot.values import frozen

PARTS: Final = 4  # items that one may be split into


@frozen
class NewItem:
    text: str
    presenter: str | None


@frozen
class NewDecision:
    text: str
    owner: str | None
    due: dt.date | None


def item(t: Translator, team: Team) -> Form:
    """A new item of the team's agenda."""
    text = kit.text_input("text", limit=TEXT.length, long=True)
    return Form(
        "agendas:save_item",
        t.plain("Add an item"),
        t.plain("Add"),
        t.plain("Cancel"),
        (
            kit.section(t("For the agenda of *{team}*", team=team.name(t.lang))),
            kit.field_block("text", t.plain("What is it about?"), text),
            kit.field_block("presenter", t.plain("Who presents it?"), kit.person_input("presenter"), optional=True),
        ),
        state={"team": team.key},
    )


def note(t: Translator, team: Team, occurrence: str, text: str) -> Form:
    """What the lead adds to the team's part."""
    field = kit.text_input("text", text, limit=TEXT.length, long=True)
    return Form(
        "agendas:save_note",
        t.plain("Note of the lead"),
        t.plain("Save"),
        t.plain("Cancel"),
        (
            kit.section(t("For the agenda of *{team}*", team=team.name(t.lang))),
            kit.field_block("text", t.plain("Note"), field),
        ),
        state={"team": team.key, "occurrence": occurrence},
    )


def decision(
    t: Translator,
    team: Team,
    text: str = "",
    owner: str | None = None,
    item: int | None = None,
    *,
    carried: bool = False,
) -> Form:
    """A decision: with an owner it becomes a task, naming a difficulty it becomes that one's note.

    `carried`: it was opened from the card of all that was carried over.
    """
    hint = t.plain("With an owner it becomes a task; with D-7 in the text it becomes a note of that difficulty.")
    field = kit.text_input("text", text, limit=TEXT.length, long=True)
    return Form(
        "agendas:save_decision",
        t.plain("Record a decision"),
        t.plain("Save"),
        t.plain("Cancel"),
        (
            kit.section(t("For the agenda of *{team}*", team=team.name(t.lang))),
            kit.field_block("text", t.plain("What was decided?"), field, hint=hint),
            kit.field_block("owner", t.plain("Who does it?"), kit.person_input("owner", owner), optional=True),
            kit.field_block("due", t.plain("By when?"), kit.day_input("due"), optional=True),
        ),
        state={"team": team.key, **({"item": item} if item else {}), **_back(carried)},
    )


def split(t: Translator, item: int, text: str, *, carried: bool = False) -> Form:
    """Several items instead of one."""
    fields = [
        kit.field_block(
            f"part{n}",
            t.plain("Item {n}", n=n),
            kit.text_input(f"part{n}", limit=TEXT.length, long=True),
            optional=n > 2,
        )
        for n in range(1, PARTS + 1)
    ]
    return Form(
        "agendas:save_split",
        t.plain("Split into items"),
        t.plain("Split"),
        t.plain("Cancel"),
        (kit.section(escape(kit.cut(text, 1000))), *fields),
        state={"item": item, **_back(carried)},
    )


def read_item(values: Mapping[str, Any]) -> NewItem:
    return NewItem(_text(values, "text"), values.get("presenter") or None)


def read_note(values: Mapping[str, Any]) -> str:
    return _text(values, "text")


def read_decision(values: Mapping[str, Any]) -> NewDecision:
    due = values.get("due")
    return NewDecision(_text(values, "text"), values.get("owner") or None, dt.date.fromisoformat(due) if due else None)


def read_split(values: Mapping[str, Any]) -> list[str]:
    """The texts, at least two."""
    texts = [_text(values, f"part{n}", needed=n <= 2) for n in range(1, PARTS + 1)]
    return [text for text in texts if text]


def _back(carried: bool) -> dict[str, Any]:
    return {"carried": True} if carried else {}


def _text(values: Mapping[str, Any], field: str, *, needed: bool = True) -> str:
    text = clean(values.get(field) or "", lines=True).strip()
    if needed and not text:
        raise Faults({field: Refusal("Something must stand here.")})
    try:
        return limited(text, TEXT)
    except Refusal as refusal:
        raise Faults({field: refusal}) from refusal
