"""Programmes on screen: the list, one of them, and its form."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card, Form
from bot.blocks.tasks.cards import MARKS, PAGE, bar
from bot.domain.tasks import KEY, Health, Programme, ProgrammeState
from bot.i18n import Md, Translator
from bot.refusals import Faults, Refusal
from bot.speech.text import TITLE, clean, limited

_ORDER: Final = (Health.ON_TRACK, Health.AT_RISK, Health.LATE, Health.BLOCKED, Health.DONE)
EVALUATED: Final = "evaluated"


def programmes_card(t: Translator, found: Sequence[ProgrammeState], page: int, *, may_change: bool) -> Card:
    """Every programme with its tasks by health; who may add one finds the button."""
    said = t.many("{n} programme", "{n} programmes", len(found)) if found else t("There is no programme yet.")
    here = found[(page - 1) * PAGE : page * PAGE]
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [kit.section(_row(t, one), _shows(t, one)) for one in here]
    buttons = []
    if len(found) > page * PAGE:
        buttons.append(kit.button(t.plain("More"), MORE, f"task programme page:{page + 1}"))
    if may_change:
        buttons.append(kit.button(t.plain("New programme"), "tasks:programme"))
    elif not found:
        blocks.append(kit.context(t("The secretariat adds them: `/task programme 100 100대 과제 / 100 tasks`")))
    if buttons:
        blocks.append(kit.actions(*buttons))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def programme_card(t: Translator, one: ProgrammeState, *, may_change: bool, said: Md | None = None) -> Card:
    """One programme as it stands."""
    programme = one.programme
    rated = t("Rated in the monthly evaluation") if programme.evaluated else t("Not rated in the monthly evaluation")
    buttons = [kit.button(t.plain("Show its tasks"), AGAIN, f"task list {programme.key}", style="primary")]
    if may_change:
        buttons.append(kit.button(t.plain("Edit"), "tasks:programme", programme.key))
    blocks = [
        *([kit.section(Md(f":information_source: {said}"))] if said else []),
        kit.section(_row(t, one)),
        kit.context(rated),
        kit.actions(*buttons),
    ]
    return Card(t.plain("Programme {name}", name=programme.name(t.lang)), tuple(blocks))


def programme_form(t: Translator, known: Programme | None = None) -> Form:
    """The form that makes a programme, or changes one; its key never changes."""
    found = known or Programme("", "", "")
    evaluated = kit.checkboxes(
        "evaluated",
        [kit.option(t.plain("Rated in the monthly evaluation"), EVALUATED)],
        [EVALUATED] if found.evaluated else [],
    )
    hint = t.plain("One short word, such as export.")
    key = kit.field_block("key", t.plain("Key"), kit.text_input("key", limit=30), hint=hint)
    blocks = (
        *([] if known else [key]),
        _name("ko", t.plain("Name in Korean"), found.ko),
        _name("en", t.plain("Name in English"), found.en),
        kit.field_block("evaluated", t.plain("Evaluation"), evaluated, optional=True),
    )
    return Form(
        "tasks:programme",
        t.plain("Edit the programme") if known else t.plain("New programme"),
        t.plain("Save"),
        t.plain("Cancel"),
        blocks,
        state={"key": known.key} if known else {},
    )


def read_programme(values: Mapping[str, Any], key: str = "") -> Programme:
    """The programme that the form holds; `key` is that of a known one. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}

    def given(field: str) -> str:
        try:
            return limited(clean(values.get(field) or ""), TITLE)
        except Refusal as refusal:
            faults[field] = refusal
            return ""

    found = Programme(
        key or given("key"), given("ko"), given("en"), evaluated=EVALUATED in (values.get("evaluated") or ())
    )
    if not KEY.fullmatch(found.key):
        faults.setdefault("key", Refusal("A key is one short word of letters, digits and hyphens, such as `export`."))
    if not any(letter.isalnum() for letter in found.ko + found.en):
        faults.setdefault("ko", Refusal("Type the programme's name in Korean, in English or in both."))
    if faults:
        raise Faults(faults)
    return found


def _name(field: str, label: str, known: str) -> Block:
    return kit.field_block(field, label, kit.text_input(field, known, limit=TITLE.length), optional=True)


def _row(t: Translator, one: ProgrammeState) -> Md:
    marks = kit.joined([Md(f"{MARKS[name]} {one.health[name]}") for name in _ORDER if one.health.get(name)], "  ")
    name = kit.bold(one.programme.name(t.lang))
    return kit.lines(kit.joined([Md(f"`{one.programme.key}`"), name]), kit.joined([bar(one.percent), marks or None]))


def _shows(t: Translator, one: ProgrammeState) -> kit.Element:
    return kit.button(t.plain("Show"), AGAIN, f"task programme {one.programme.key}")
