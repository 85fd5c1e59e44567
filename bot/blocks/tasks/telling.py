"""The form of *Task update*: a message becomes news of a task that is chosen here."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.domain.tasks import Health, Said, Task
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech import ids
from bot.speech.amounts import whole
from bot.speech.text import TEXT, clean, limited

MOST: Final = 100  # options of a menu


def telling_form(
    t: Translator, choices: Sequence[Task], said: Said, task: int | None = None, permalink: str = ""
) -> Form:
    """Which task, and what is new; `task` is the one that the message names, `said` what it says."""
    options = [kit.option(f"{one.ref} {one.title}", str(one.number)) for one in choices[:MOST]]
    listed = any(option["value"] == str(task) for option in options)
    healths = [
        kit.option(t.plain("on track"), Health.ON_TRACK.value),
        kit.option(t.plain("at risk"), Health.AT_RISK.value),
    ]
    percent = str(said.percent) if said.percent is not None else ""
    typed = f"T-{task}" if task is not None and not listed else ""
    blocks: list[Block] = []
    if options:
        menu = kit.menu("task", t.plain("Choose"), options, str(task) if task else None)
        blocks.append(kit.field_block("task", t.plain("Task"), menu, optional=True))
    number = kit.text_input("number", typed, limit=12, placeholder="T-12")
    blocks += [
        kit.field_block(
            "number", t.plain("Or another one, by its number") if options else t.plain("Task"), number, optional=True
        ),
        kit.field_block(
            "text",
            t.plain("What is new"),
            kit.text_input("text", said.text, limit=TEXT.length, long=True),
            optional=True,
        ),
        kit.field_block(
            "percent",
            t.plain("Progress in percent"),
            kit.number_input("percent", percent, low=0, high=100),
            optional=True,
        ),
        kit.field_block(
            "next",
            t.plain("What comes next"),
            kit.text_input("next", said.next_step or "", limit=TEXT.length, long=True),
            optional=True,
        ),
        kit.field_block(
            "health",
            t.plain("How it stands"),
            kit.radio("health", healths, said.health.value if said.health else None),
            optional=True,
        ),
    ]
    return Form(
        "tasks:told",
        t.plain("Task update"),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        state={"link": permalink} if permalink else {},
    )


def read_task(values: Mapping[str, Any]) -> int:
    """The number of the task: the typed one before the chosen one. Raises Faults when there is neither."""
    typed, chosen = clean(values.get("number") or ""), str(values.get("task") or "")
    number = whole(chosen)
    if not typed and number is not None:
        return number
    if not typed:
        raise Faults({"number": Refusal("Which task? Choose it above, or type its number, such as `T-12`.")})
    try:
        return ids.demand(typed, "T").number
    except Refusal as refusal:
        raise Faults({"number": refusal}) from refusal


def read_told(values: Mapping[str, Any]) -> Said:
    """What is new. Raises Faults, each beside its field, also when nothing is."""
    faults: dict[str, Refusal] = {}
    typed = str(values.get("percent") or "").strip()
    percent = whole(typed, 0, 100)
    if typed and percent is None:
        faults["percent"] = Refusal("Type a whole number from 0 to 100.")
    chosen = values.get("health")
    said = Said(
        percent=percent,
        text=_text(values, "text", faults),
        health=Health(chosen) if chosen in (Health.ON_TRACK.value, Health.AT_RISK.value) else None,
        next_step=_text(values, "next", faults) or None,
    )
    if not faults and said == Said():
        faults["text"] = Refusal("Nothing is new here yet. Type a few words, or change the progress.")
    if faults:
        raise Faults(faults)
    return said


def _text(values: Mapping[str, Any], field: str, faults: dict[str, Refusal]) -> str:
    try:
        return limited(clean(values.get(field) or "", lines=True), TEXT)
    except Refusal as refusal:
        faults[field] = refusal
        return ""
