"""The rows of an agenda: one line for each visit, difficulty, task, item and decision."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from bot.blocks import kit
from bot.blocks.kit import Block
from bot.domain.agendas import Decision, Item, Need, Reason
from bot.domain.difficulties import Difficulty
from bot.domain.directory import Directory
from bot.domain.tasks import Task
from bot.domain.visits import Visit
from bot.i18n import Md, Translator, escape
from bot.values import frozen

T = TypeVar("T")

TEXT: Final = 110  # characters of a record that a row shows; its card has them all
PACKED: Final = 2400  # characters of rows in one block, well within a section's 3,000


@frozen
class Group:
    """Rows under a heading (empty: none). `rest` is the command that lists them all, in the reader's language."""

    heading: Md
    rows: Sequence[Md]
    rest: str

    def blocks(self, t: Translator, cap: int) -> list[Block]:
        """At most `cap` rows, and where the others are."""
        if not self.rows:
            return []
        shown = [*([kit.bold(self.heading)] if self.heading else []), *self.rows[:cap]]
        if len(self.rows) > cap:
            shown.append(and_more(t, len(self.rows) - cap, self.rest))
        return packed(shown)


def group(heading: Md, found: Iterable[T], row: Callable[[T], Md], rest: str) -> Group:
    return Group(heading, [bullet(row(one)) for one in found], rest)


def packed(rows: Iterable[Md]) -> list[Block]:
    """As few sections as hold these lines."""
    blocks: list[Block] = []
    held: list[Md] = []
    for row in rows:
        if held and sum(len(one) + 1 for one in held) + len(row) > PACKED:
            blocks.append(kit.section(kit.lines(*held)))
            held = []
        held.append(row)
    return [*blocks, kit.section(kit.lines(*held))] if held else blocks


def bullet(row: Md) -> Md:
    return Md(f"•  {row}")


def and_more(t: Translator, n: int, command: str) -> Md:
    """`and 12 more: /difficulty list late`."""
    return t.many("and {n} more: `/{command}`", "and {n} more: `/{command}`", n, command=command)


def short(text: str, limit: int = TEXT) -> Md:
    """Text of a record, on one line."""
    return escape(kit.cut(" ".join(text.split()), limit))


def visit(t: Translator, one: Visit, directory: Directory) -> Md:
    people = t.listing([kit.named(directory.person(id)) for id in one.people[:3]])
    summary = short(one.summary, 80) if one.summary else None
    return kit.joined([Md(f"{t.day(one.day)}  {kit.bold(kit.cut(one.organisation_name, 60))}"), summary, people])


def difficulty(t: Translator, one: Difficulty, directory: Directory, today: dt.date) -> Md:
    parts = [Md(f"{one.ref}  {short(one.text)}"), short(one.organisation_name, 60) or None]
    return kit.joined([*parts, owner(directory, one.owner), lateness(t, one.clock, today) if one.late(today) else None])


def referred(t: Translator, one: Difficulty) -> Md:
    """A difficulty that a partner has now."""
    name = short(one.organisation_name, 60) or None
    partner = t("with {name} until {day}", name=kit.cut(one.referred_name, 40), day=one.clock)
    return kit.joined([Md(f"{one.ref}  {short(one.text, 80)}"), name, partner])


def answered(one: Difficulty, directory: Directory) -> Md:
    said = short(one.answer, 80) if one.answer else None
    name = short(one.organisation_name, 60) or None
    return kit.joined([Md(f"{one.ref}  {short(one.text, 80)}"), name, said, owner(directory, one.answered_by)])


def task(t: Translator, one: Task, directory: Directory) -> Md:
    due = t("due {day}", day=one.due) if one.due else None
    percent = Md(f"{one.percent}%") if one.percent else None
    return kit.joined([Md(f"{one.ref}  {short(one.title)}"), owner(directory, one.owner), percent, due])


def finished(one: Task, directory: Directory) -> Md:
    return kit.joined([Md(f"{one.ref}  {short(one.title)}"), owner(directory, one.owner)])


def slipped(t: Translator, one: Task, before: dt.date | None, directory: Directory, today: dt.date) -> Md:
    """A task that was moved (`before`: from which day) or is late, or both."""
    when = t("{before} → {due}", before=before, due=one.due) if before and one.due else None
    late = lateness(t, one.due, today) if one.due is not None and one.due < today else None
    return kit.joined([finished(one, directory), when, late])


def updated(one: Task, directory: Directory) -> Md:
    note = short(one.last_note, 80) if one.last_note else None
    return kit.joined(
        [Md(f"{one.ref}  {short(one.title, 80)}"), Md(f"{one.percent}%"), note, owner(directory, one.owner)]
    )


def step(one: Task, directory: Directory) -> Md:
    return kit.joined([owner(directory, one.owner), short(one.next_step), Md(f"{one.ref} {short(one.title, 50)}")])


def item(t: Translator, one: Item, directory: Directory) -> Md:
    presenter = directory.person(one.presenter) or directory.person(one.added_by)
    return kit.joined([short(one.text, 300), kit.named(presenter) if presenter else None, raised_by(t, one, directory)])


def decision(t: Translator, one: Decision, directory: Directory) -> Md:
    due = t("by {day}", day=one.due) if one.due else None
    became = Md(f"→ {one.became}") if one.became else None
    return kit.joined([short(one.text, 300), owner(directory, one.owner), due, became])


def need(t: Translator, one: Need, directory: Directory) -> Md:
    """A matter that needs a decision: what it is, whose, why, and for how many weeks it has stood there."""
    found = one.item
    if isinstance(one.record, Difficulty):
        line = kit.joined(
            [
                Md(f"{one.record.ref}  {short(one.record.text)}"),
                short(one.record.organisation_name, 60) or None,
                owner(directory, one.record.owner) or t("nobody assigned"),
                t("with {name}", name=kit.cut(one.record.referred_name, 40)) if one.record.referred else None,
            ]
        )
    elif one.record is not None:
        line = kit.joined([finished(one.record, directory), short(one.record.blocked_reason, 80) or None])
    else:
        line = item(t, found, directory)
    return kit.joined([line, *_why(t, one)])


def _why(t: Translator, one: Need) -> list[Md | None]:
    late = (
        t.many("{n} day late", "{n} days late", one.days_late)
        if isinstance(one.record, Difficulty) and one.days_late
        else None
    )
    reason = {
        Reason.ESCALATED: t("escalated") if one.record is not None else None,
        Reason.BLOCKED: t("blocked"),
    }.get(one.reason)
    return [reason, late, *(short(said.text) for said in one.remarks), weeks(t, one.weeks)]


def raised_by(t: Translator, one: Item, directory: Directory) -> Md | None:
    """Which team escalated it, or that it goes to the leadership."""
    if one.origin:
        team = directory.team(one.origin)
        return t("from {team}", team=team.name(t.lang) if team else one.origin)
    return t("for the leadership") if one.escalated else None


def weeks(t: Translator, n: int) -> Md | None:
    """`3rd week`, from the second on."""
    return kit.bold(t("{nth} week", nth=t.nth(n) if t.lang == "en" else str(n))) if n > 1 else None


def owner(directory: Directory, person: str | None) -> Md | None:
    return kit.named(directory.person(person)) if person else None


def lateness(t: Translator, due: dt.date, today: dt.date) -> Md:
    return t.many("{n} day late", "{n} days late", (today - due).days)
