"""An item of the plan in a line: what others show of it too; and what is heard of it unasked."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Card
from bot.blocks.periods import period_name
from bot.domain.directory import Directory
from bot.domain.plans import Item, Progress, Source
from bot.i18n import N_, Md, Translator, escape

COUNTS: Final = {
    Source.VISITS: (N_("Log a visit"), "visit"),
    Source.MEETINGS: (N_("Meetings"), "meeting next"),
    Source.SURVEYS: (N_("Surveys"), "survey list"),
}  # what counts for an item, and where one sees to it


def mark(one: Progress) -> str:
    """A sign before its name: reached, overdue or behind, under way."""
    if one.count >= one.item.target:
        return ":white_check_mark:"
    return ":red_circle:" if one.pressing else ":white_circle:"


def tally(t: Translator, one: Progress) -> Md:
    """`7 (target 24)`."""
    return t("{done} (target {target})", done=one.count, target=one.item.target)


def why(t: Translator, one: Progress) -> Md | None:
    """Why it is worth a word."""
    if one.overdue:
        return t("its period ended on {day}", day=one.item.last)
    if one.behind:
        return t("{n} expected by now, ends on {day}", n=one.expected, day=one.item.last)
    return None


def line(t: Translator, one: Progress, directory: Directory | None = None) -> Md:
    """`● P-3 Export sites · 7 (target 24) · 18 expected by now · team`."""
    item = one.item
    team = directory.team(item.team) if directory else None
    name = Md(f"{mark(one)} {kit.bold(item.ref)} {escape(kit.cut(item.name(t.lang), 90))}")
    return kit.joined([name, tally(t, one), why(t, one), escape(team.name(t.lang)) if team else None])


def alarm_card(t: Translator, one: Progress) -> Card:
    """To who answers for it, once: its period has passed, or ends soon and it is behind."""
    item = one.item
    name = item.name(t.lang)
    if one.overdue:
        said = t("{ref} {name} has not reached its target.", ref=item.ref, name=name)
    else:
        said = t("{ref} {name} is behind, and its period ends soon.", ref=item.ref, name=name)
    detail = kit.joined([tally(t, one), why(t, one), escape(period_name(t, item.period))])
    label, command = COUNTS[item.source]
    buttons = [
        kit.button(t.plain(label), f"{AGAIN}#1", command, style="primary"),
        kit.button(t.plain("Show"), f"{AGAIN}#2", f"plan show {item.ref}"),
    ]
    return Card(said, (kit.section(kit.lines(Md(f":clipboard: {said}"), detail)), kit.actions(*buttons)))


def counted_note(t: Translator, items: Sequence[Item]) -> Md:
    """On a visit's card: for which items of the plan it counts by hand."""
    names = t.listing([f"{one.ref} {one.name(t.lang)}" for one in items])
    return t(":clipboard: Counts for the inspection plan: {items}", items=names)
