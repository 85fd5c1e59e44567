"""The task on screen: its card, its lists, what a new owner hears, and programmes."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card, Element
from bot.blocks.tasks.history import history_blocks
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.domain.tasks import Facts, Health, Step, Task, TaskState, health, may
from bot.i18n import N_, Md, Translator, escape

PAGE: Final = 10
CHILDREN: Final = 8  # lines of what stands under a task
HISTORY: Final = 6  # lines of the history on a card
ALL: Final = 60  # of them on `/task show`, as far as a message takes them
ROOM: Final = 7500  # bytes for all but the history
CELLS: Final = 10  # of a progress bar
HEALTHS: Final = {
    Health.ON_TRACK: N_("on track"),
    Health.AT_RISK: N_("at risk"),
    Health.LATE: N_("late"),
    Health.BLOCKED: N_("blocked"),
    Health.DONE: N_("done"),
    Health.DROPPED: N_("dropped"),
}
MARKS: Final = {
    Health.ON_TRACK: ":large_green_circle:",
    Health.AT_RISK: ":large_yellow_circle:",
    Health.LATE: ":red_circle:",
    Health.BLOCKED: ":no_entry:",
    Health.DONE: ":white_check_mark:",
    Health.DROPPED: ":heavy_minus_sign:",
}


def card(
    t: Translator,
    facts: Facts,
    directory: Directory,
    today: dt.date,
    said: Md | None = None,
    history: int = HISTORY,
) -> Card:
    """One task as it stands, with what can be done. `said` is a sentence above it, such as what was understood.

    Below stand the newest `history` lines of what happened with it, the newest first.
    """
    spoken = _spoken(t, facts.task, today)
    for letters in (900, 300, 100, 40):  # what can be done is never cut off: long texts are
        blocks = _body(t, facts, directory, today, said, letters)
        if kit.weight(Card(spoken, tuple(blocks))) < ROOM:
            break
    blocks += history_blocks(t, facts, directory, history, at_end=history == HISTORY)
    return kit.fitted(Card(spoken, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def list_card(
    t: Translator,
    found: Sequence[Task],
    total: int,
    directory: Directory,
    today: dt.date,
    title: str = "",
    words: str = "",
    page: int = 1,
) -> Card:
    """A page of tasks of `title` (a team, a person, a programme). `words` ask for the next page."""
    if not found:
        nothing = t("No tasks here. Add one like this: `/task add Repair the crane @kim due: 12/24`")
        return Card(nothing, (kit.section(nothing),))
    said = t.many("{n} task", "{n} tasks", total)
    head = kit.section(kit.joined([kit.bold(said), escape(title) if title else None]))
    more: list[Block] = []
    if total > page * PAGE:
        value = f"task list {words} page:{page + 1}".replace("  ", " ")
        more = [kit.actions(kit.button(t.plain("More"), MORE, value))]
    for letters in (150, 80, 40):  # the next page is never cut off: long titles are
        rows = [kit.section(_row(t, one, directory, today, letters), _shows(t, one)) for one in found]
        listed = Card(said, (head, *rows, *more))
        if kit.fits(listed):
            break
    return kit.fitted(listed, kit.context(t("The rest is too long for a card.")))


def slipped(t: Translator, said: Sequence[str], line: str) -> Md:
    """These stand in the title, and look like something else; `line` says them as that."""
    return t.many(
        ":bulb: {parts} stands in the title: a due date has a colon, an owner has an @. "
        "If you meant that, press *Undo* and type `/task add {line}`.",
        ":bulb: {parts} stand in the title: a due date has a colon, an owner has an @. "
        "If you meant that, press *Undo* and type `/task add {line}`.",
        len(said),
        parts=t.listing([f"“{one}”" for one in said]),
        line=line.replace("`", "'"),
    )


def percent_stays(t: Translator, one: Task, said: str) -> Md:
    """A percentage amid an update sets nothing: how to say it."""
    return t(
        "The progress stays at {percent}%. To change it, type it right behind the number: `/task {ref} {said} …`",
        percent=one.percent,
        ref=one.ref,
        said=said,
    )


def undone_card(t: Translator, one: Task) -> Card:
    """It was taken back."""
    said = t("{ref} is taken back: {text}", ref=kit.bold(one.ref), text=one.title)
    return Card(t.plain("{ref}: {text}", ref=one.ref, text=one.title), (_line(f":leftwards_arrow_with_hook: {said}"),))


def assigned_card(t: Translator, one: Task, by: str, directory: Directory, today: dt.date) -> Card:
    """To the new owner, when somebody else gave it to them."""
    giver = kit.named(directory.person(by))
    said = (
        t("{person} gave you {ref}, due {day}.", person=giver, ref=one.ref, day=one.due)
        if one.due
        else t("{person} gave you {ref}. It has no due date yet.", person=giver, ref=one.ref)
    )
    late = lateness(t, one, today)
    blocks = (
        kit.section(kit.lines(said, kit.bold(one.title))),
        kit.context(kit.joined([bar(one.percent), late, _next(t, one)])),
        kit.actions(kit.button(t.plain("Update"), "tasks:update", _ref(one), style="primary"), _shows(t, one)),
    )
    return Card(t.plain("{ref}: {text}", ref=one.ref, text=one.title), blocks)


# lines that others show too -------------------------------------------------------------------------------------------


def bar(percent: int, cells: int = CELLS) -> Md:
    """`▓▓▓░░ 60%`: full only when it is, empty only when nothing is done."""
    full = max(percent * cells // 100, 1 if percent > 0 else 0)
    return Md(f"{'▓' * full}{'░' * (cells - full)} {percent}%")


def lateness(t: Translator, one: Task, today: dt.date) -> Md | None:
    """`3 days late`; nothing when it is not."""
    if not one.late(today) or one.due is None:
        return None
    return t.many(":red_circle: {n} day late", ":red_circle: {n} days late", (today - one.due).days)


def line(t: Translator, one: Task, today: dt.date, directory: Directory | None = None, letters: int = 120) -> Md:
    """`T-12 title · 60% · owner · due`: a row of a bundle or an agenda; with `directory` it says who has it."""
    owner = None
    if directory is not None:
        owner = kit.named(directory.person(one.owner)) if one.owner else t("nobody yet")
    due = t("due {day}", day=one.due) if one.due else None
    head = Md(f"{kit.bold(one.ref)} {escape(kit.cut(one.title, letters))}")
    return kit.joined([head, Md(f"{one.percent}%"), owner, lateness(t, one, today) or due])


def health_name(t: Translator, of: Health) -> str:
    """The word for a health, as plain text."""
    return t.plain(HEALTHS[of])


# parts ----------------------------------------------------------------------------------------------------------------


def _line(text: str) -> Block:
    return kit.section(Md(text))


def _body(
    t: Translator, facts: Facts, directory: Directory, today: dt.date, said: Md | None, letters: int
) -> list[Block]:
    """All but the history, with at most so many letters of each long text."""
    return [
        *([kit.section(Md(f":information_source: {said}"))] if said else []),
        kit.section(_heading(t, facts.task, today)),
        kit.fields(*_cells(t, facts, directory, today)),
        *_words(t, facts, letters),
        *_children(t, facts, directory, today, letters),
        *_remarks(t, facts, today),
        kit.actions(*_buttons(t, facts)),
    ]


def _heading(t: Translator, one: Task, today: dt.date) -> Md:
    now = health(one, today)
    days = lateness(t, one, today) if now is not Health.LATE else None  # a late one says so in its mark and at its date
    state = kit.joined([Md(f"{MARKS[now]} {kit.bold(one.ref)}"), t(HEALTHS[now]), days])
    return kit.lines(state, kit.bold(one.title), bar(one.percent))


def _spoken(t: Translator, one: Task, today: dt.date) -> str:
    return t.plain("{ref} ({state}): {text}", ref=one.ref, state=health_name(t, health(one, today)), text=one.title)


def _cells(t: Translator, facts: Facts, directory: Directory, today: dt.date) -> list[Md]:
    one = facts.task
    team = directory.team(one.team)
    programme = kit.cut(facts.programme.name(t.lang), 60) if facts.programme else one.programme
    parent = f"{facts.parent.ref} {kit.cut(facts.parent.title, 60)}" if facts.parent else None
    moved = one.baseline is not None and one.baseline != one.due
    found: list[tuple[Md, Md | None]] = [
        (t("Owner"), kit.named(directory.person(one.owner)) if one.owner else t("nobody yet")),
        (t("Team in charge"), escape(team.name(t.lang)) if team else Md("–")),
        (t("Due"), kit.joined([escape(t.day(one.due)) if one.due else Md("–"), lateness(t, one, today)])),
        (t("Baseline"), _moved_by(t, one) if moved else None),
        (t("Starts"), escape(t.day(one.start)) if one.start else None),
        (t("Finished"), escape(t.moment(one.finished)) if one.finished else None),
        (t("Programme"), escape(programme) if programme else None),
        (t("Part of the task"), escape(parent) if parent else None),
        (t("Difficulty"), Md(f"D-{one.difficulty}") if one.difficulty else None),
    ]
    return [kit.lines(kit.bold(label), value) for label, value in found if value]


def _moved_by(t: Translator, one: Task) -> Md | None:
    """The first due date, and by how much the present one differs."""
    if one.baseline is None or one.due is None:
        return None
    days = (one.due - one.baseline).days
    by = (
        t.many("now {n} day later", "now {n} days later", days)
        if days > 0
        else t.many("now {n} day earlier", "now {n} days earlier", -days)
    )
    return kit.joined([escape(t.day(one.baseline)), by])


def _words(t: Translator, facts: Facts, letters: int) -> list[Block]:
    """What blocks it, what it is about, and what comes next. What the history says is not said twice."""
    one = facts.task
    blocked = t("*Blocked:* {reason}", reason=kit.cut(one.blocked_reason, letters)) if one.blocked_reason else None
    told = any(entry.text == one.last_note for entry in facts.history)
    said = escape(kit.cut(one.last_note, letters)) if one.last_note and not told else None
    found = kit.lines(said, blocked, _next(t, one, letters))
    return [kit.section(found)] if found else []


def _next(t: Translator, one: Task, letters: int = 700) -> Md | None:
    return t("*Next:* {text}", text=kit.cut(one.next_step, letters)) if one.next_step and one.unfinished else None


def _children(t: Translator, facts: Facts, directory: Directory, today: dt.date, letters: int) -> list[Block]:
    found = [child for child in facts.children if child.state is not TaskState.DROPPED]
    if not found:
        return []
    head = t.many("*{n} task under it* (its progress is their mean)", "*{n} tasks under it* (their mean)", len(found))
    shown = [(child, line(t, child, today, directory, min(letters, 120))) for child in found[:CHILDREN]]
    rows = [Md(f"{MARKS[health(child, today)]} {text}") for child, text in shown]
    more = t("and {n} more", n=len(found) - CHILDREN) if len(found) > CHILDREN else None
    return [kit.section(kit.lines(head, *rows, more))]


def _remarks(t: Translator, facts: Facts, today: dt.date) -> list[Block]:
    one = facts.task
    remarks: list[Md | None] = [
        kit.link(one.permalink, t.plain("the message it came from")) if one.permalink else None,
        t(":warning: The due date has passed already. *Move* sets another one.")
        if facts.fresh and one.late(today)
        else None,
        t("No team is in charge yet. *Edit* names one.") if facts.fresh and one.team is None else None,
        t("Nobody has it yet. *Assign* names somebody.") if facts.fresh and one.owner is None else None,
        t("It stands at 100%. *Done* finishes it.") if one.unfinished and one.percent == 100 else None,
        _company(t, facts),
    ]
    shown = [remark for remark in remarks if remark]
    return [kit.context(*shown)] if shown else []


def _company(t: Translator, facts: Facts) -> Md | None:
    """A finished task answers nobody: the company behind it is told by its difficulty."""
    found = facts.difficulty
    if facts.task.state is not TaskState.DONE or found is None or found.settled:
        return None
    return t(
        ":speech_balloon: The company still waits for an answer: `/difficulty answer {ref} TEXT` records it.",
        ref=found.ref,
    )


def _buttons(t: Translator, facts: Facts) -> list[Element]:
    """What its state allows; rarer steps and the neighbours stand in the menu at the end."""
    one = facts.task
    labels = {
        Step.UPDATE: t.plain("Update"),
        Step.FINISH: t.plain("Done"),
        Step.REOPEN: t.plain("Unblock") if one.state is TaskState.BLOCKED else t.plain("Reopen"),
        Step.BLOCK: t.plain("Block"),
        Step.MOVE: t.plain("Move"),
        Step.ASSIGN: t.plain("Assign"),
        Step.EDIT: t.plain("Edit"),
    }
    hidden = facts.barred | ({Step.BLOCK} if one.state is TaskState.BLOCKED else set())
    buttons = [
        kit.button(label, f"tasks:{step.value}", _ref(one), style="primary" if step is Step.UPDATE else "")
        for step, label in labels.items()
        if may(one, step) and step not in hidden
    ]
    if facts.fresh:
        buttons.append(kit.button(t.plain("Undo"), "tasks:undo", _ref(one), style="danger"))
    further = _further(t, facts)
    return [*buttons, kit.overflow(AGAIN, further)] if further else buttons


def _further(t: Translator, facts: Facts) -> list[Element]:
    """Words that are run as if typed."""
    one = facts.task
    options = [kit.option(t.plain("Whole history"), f"task show {one.ref}")]
    if may(one, Step.DROP) and Step.DROP not in facts.barred:
        options.append(kit.option(t.plain("Drop"), f"task drop {one.ref}"))
    if one.parent:
        options.append(kit.option(t.plain("Show {ref}", ref=f"T-{one.parent}"), f"task show T-{one.parent}"))
    if one.difficulty:
        ref = f"D-{one.difficulty}"
        options.append(kit.option(t.plain("Show {ref}", ref=ref), f"difficulty show {ref}"))
    if facts.programme:
        options.append(kit.option(facts.programme.name(t.lang), f"task list {facts.programme.key}"))
    return options


def _row(t: Translator, one: Task, directory: Directory, today: dt.date, letters: int) -> Md:
    owner = kit.named(directory.person(one.owner)) if one.owner else t("nobody yet")
    due = t("due {day}", day=one.due) if one.due else None
    head = Md(f"{MARKS[health(one, today)]} {kit.bold(one.ref)} {escape(kit.cut(one.title, letters))}")
    return kit.lines(head, kit.joined([bar(one.percent, 5), owner, lateness(t, one, today) or due]))


def _shows(t: Translator, one: Task) -> Element:
    return kit.button(t.plain("Show"), AGAIN, f"task show {one.ref}")


def _ref(one: Task) -> Ref:
    return Ref("T", one.number, one.version)
