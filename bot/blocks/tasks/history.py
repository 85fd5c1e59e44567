"""What happened with a task, the newest first."""

from typing import Final

from bot.blocks import kit
from bot.blocks.kit import Block
from bot.domain.directory import Directory
from bot.domain.tasks import Facts, Health, Step, Update
from bot.i18n import N_, Md, Translator, escape

_HAPPENED: Final = {
    Step.FINISH: N_("{person} finished it"),
    Step.BLOCK: N_("{person} said what blocks it: {text}"),
    Step.ASSIGN: N_("{person} assigned it to {about}"),
    Step.EDIT: N_("{person} edited it"),
    Step.DROP: N_("{person} dropped it: {text}"),
    Step.REOPEN: N_("{person} reopened it: {text}"),
}
TEXT: Final = 300  # characters of what was said, in a line of the history
NEXT: Final = 120
TOGETHER: Final = 600  # characters of the lines in one block
_SAID: Final = {Health.ON_TRACK: N_("on track"), Health.AT_RISK: N_("at risk")}


def history_blocks(t: Translator, facts: Facts, directory: Directory, most: int, *, at_end: bool) -> list[Block]:
    """The newest `most` lines; `at_end` says how to see those that are left out. Last stands who added it."""
    rows = [_happened(t, entry, directory) for entry in reversed(facts.history[-most:])]
    earlier = len(facts.history) - len(rows)
    if earlier and at_end:
        ref = facts.task.ref
        said = t.many("{n} earlier line: `/task show {ref}`", "{n} earlier lines: `/task show {ref}`", earlier, ref=ref)
        rows.append(said)
    if not earlier:
        added = t("{person} added it", person=kit.named(directory.person(facts.task.created_by)))
        rows.append(kit.joined([escape(t.moment(facts.task.created)), added]))
    return [kit.context(kit.lines(*group)) for group in _grouped(rows)]


def _grouped(rows: list[Md]) -> list[list[Md]]:
    """Short lines share a block, because a message has few of them; a long one stands alone, so that it may fit."""
    groups: list[list[Md]] = []
    for row in rows:
        if groups and len(groups[-1]) < 3 and sum(map(len, groups[-1])) + len(row) < TOGETHER:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _happened(t: Translator, entry: Update, directory: Directory) -> Md:
    person = kit.named(directory.person(entry.person))
    text = kit.cut(" ".join(entry.text.split()), TEXT)
    if entry.what is Step.UPDATE:
        said = _told(t, entry, person, text)
    elif entry.what is Step.MOVE:
        said = _moved(t, entry, person, text)
    else:
        about = kit.named(directory.person(entry.about))
        said = t(_HAPPENED[entry.what], person=person, text=text, about=about)
    return kit.joined([escape(t.moment(entry.at)), said])


def _told(t: Translator, entry: Update, person: Md, text: str) -> Md:
    health = t(_SAID[entry.health]) if entry.health else None
    coming = t("next: {text}", text=kit.cut(" ".join(entry.next_step.split()), NEXT)) if entry.next_step else None
    source = kit.link(entry.permalink, t.plain("the message it came from")) if entry.permalink else None
    return kit.joined([person, Md(f"{entry.percent}%"), health, escape(text) if text else None, coming, source])


def _moved(t: Translator, entry: Update, person: Md, text: str) -> Md:
    if entry.due_before is None:
        return t("{person} set the due date {after}: {text}", person=person, after=entry.due_after, text=text)
    return t(
        "{person} moved it from {before} to {after}: {text}",
        person=person,
        before=entry.due_before,
        after=entry.due_after,
        text=text,
    )
