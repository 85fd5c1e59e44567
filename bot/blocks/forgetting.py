"""Somebody is to be forgotten: what goes, what stays, what a person has to judge; and that it was done."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.kit import Block, Card
from bot.domain.forgetting import Forgetting, Found
from bot.domain.people import Person
from bot.i18n import Md, Translator, escape

SHOWN: Final = 10  # texts of others
LETTERS: Final = 120


def preview_card(t: Translator, person: Person, rows: int, found: Sequence[Found], *, shared: bool) -> Card:
    """Before anything is done; the button asks once more."""
    said = t("Forget {name}?", name=person.name)
    goes = t(
        "*Goes*: name, handle, address and mentions in every table, in their own texts too; messages to them, their "
        "calendar's address."
    )
    stays = t(
        "*Stays*: numbers and what happened, under “somebody who left”; the words of their texts without their name."
    )
    blocks: list[Block] = [
        kit.header(t.plain("Forget {name}?", name=person.name)),
        kit.section(kit.lines(goes, stays)),
        kit.context(t.many("{n} row holds something of theirs.", "{n} rows hold something of theirs.", rows)),
    ]
    if person.active:
        blocks.append(
            kit.section(t(":warning: {name} is still here, and can never use Muster again.", name=person.name))
        )
    if shared:
        blocks.append(kit.section(t("Somebody else has the same name: it stays where no id says whom it means.")))
    blocks += _judge(t, found)
    blocks.append(kit.section(t(":warning: This cannot be undone. Copies made before, and Slack itself, keep it.")))
    question = t.plain("{name} is forgotten for good. This cannot be undone.", name=person.name)
    blocks.append(
        kit.actions(
            kit.button(
                t.plain("Forget for good"),
                "forgetting:forget",
                person.id,
                style="danger",
                confirm=kit.confirm(t, question, t.plain("Forget for good")),
            ),
            kit.button(t.plain("Cancel"), "forgetting:cancel"),
        )
    )
    return Card(said, tuple(blocks))


def done_card(t: Translator, one: Forgetting, found: Sequence[Found]) -> Card:
    """Without the name: this card is kept as well."""
    said = t("Done. In their place stands “{name}”.", name=one.name)
    blocks = [kit.section(Md(f":white_check_mark: {kit.bold(said)}")), *_refs(t, found)]
    return Card(said, tuple(blocks))


def cancelled_card(t: Translator) -> Card:
    said = t("Nobody was forgotten.")
    return Card(said, (kit.section(said),))


def _judge(t: Translator, found: Sequence[Found]) -> list[Block]:
    """What others wrote, word by word: only a person can say whom it means."""
    if not found:
        return []
    head = t("*For you to judge*: others wrote this name. It stays; change it where it means this person.")
    lines = [Md(f"• {kit.bold(one.ref)} {escape(kit.cut(' '.join(one.text.split()), LETTERS))}") for one in found]
    blocks = [kit.section(kit.lines(head, *lines[:SHOWN]))]
    if len(found) > SHOWN:
        blocks.append(kit.context(t.many("and {n} more", "and {n} more", len(found) - SHOWN)))
    return blocks


def _refs(t: Translator, found: Sequence[Found]) -> list[Block]:
    refs = list(dict.fromkeys(one.ref for one in found))
    if not refs:
        return []
    named = t.listing([*refs[:30], *([f"+{len(refs) - 30}"] if len(refs) > 30 else [])])
    return [kit.section(t("For you to judge, because others wrote the name there: {refs}", refs=named))]
