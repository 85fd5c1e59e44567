"""The difficulty: its card, with what can be done, and lists of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.difficulties.parts import MARKS, STATES, category_name, due, short, shows, spoken_of, steps, urgent
from bot.blocks.kit import Block, Card, Element
from bot.blocks.organisations import similar_blocks
from bot.domain.difficulties import Difficulty, DifficultyState, Facts, Note, Step, may
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.i18n import N_, Md, Translator, escape

PAGE: Final = 10
HISTORY: Final = 6  # lines of the history on a card
ROOM: Final = 7500  # bytes for all but the history
ALL: Final = 60  # of them on `/difficulty show`, as far as a message takes them


def card(
    t: Translator,
    facts: Facts,
    directory: Directory,
    today: dt.date,
    said: Md | None = None,
    history: int = HISTORY,
) -> Card:
    """One difficulty as it stands, with what can be done. `said` is a sentence above it, such as why nothing was.

    Below stand the newest `history` lines of what happened with it, the newest first.
    """
    one = facts.difficulty
    spoken = spoken_of(t, one)
    for letters in (2000, 1000, 500, 200):  # what can be done is never cut off: long texts are
        blocks = _body(t, facts, directory, today, said, letters)
        if kit.weight(Card(spoken, tuple(blocks))) < ROOM:
            break
    blocks += _history(t, facts, directory, history)
    return kit.fitted(Card(spoken, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def list_card(
    t: Translator,
    found: Sequence[Difficulty],
    total: int,
    directory: Directory,
    today: dt.date,
    title: str = "",
    words: str = "",
    page: int = 1,
) -> Card:
    """A page of difficulties of `title` (a team, a person, all teams). `words` ask for the next page."""
    if not found:
        nothing = t("No difficulties here. Record one like this: `/difficulty short of welders from: Geoje Shipyard`")
        return Card(nothing, (kit.section(nothing),))
    said = t.many("{n} difficulty", "{n} difficulties", total)
    blocks: list[Block] = [kit.section(kit.joined([kit.bold(said), escape(title) if title else None]))]
    blocks += [kit.section(_row(t, one, directory, today), shows(t, one)) for one in found]
    if total > page * PAGE:
        more = f"difficulty list {words} page:{page + 1}".replace("  ", " ")
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, more)))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def from_there(t: Translator, name: str, line: str) -> Md:
    """A company stands in the text; `line` says that the difficulty is from there."""
    return t(
        ":bulb: Is it from {name}? That stands in the text. If so, press *Undo* and type `/difficulty {line}`.",
        name=name,
        line=kit.cut(line, 300).replace("`", "'"),
    )


def undone_card(t: Translator, one: Difficulty) -> Card:
    """It was taken back."""
    said = t("{ref} is taken back: {text}", ref=kit.bold(one.ref), text=kit.cut(one.text, 300))
    return Card(spoken_of(t, one), (kit.section(Md(f":leftwards_arrow_with_hook: {said}")),))


def task_card(t: Translator, one: Difficulty, task: str) -> Card:
    """A task was made of it: both ids."""
    said = t("{ref} is now a task too: {task}.", ref=kit.bold(one.ref), task=kit.bold(task))
    buttons = kit.actions(
        kit.button(t.plain("Show {ref}", ref=task), AGAIN, f"task show {task}"),
        kit.button(t.plain("Show {ref}", ref=one.ref), f"{AGAIN}#2", f"difficulty show {one.ref}"),
    )
    return Card(said, (kit.section(Md(f":link: {said}")), kit.context(escape(kit.cut(one.text, 300))), buttons))


def _body(
    t: Translator, facts: Facts, directory: Directory, today: dt.date, said: Md | None, letters: int
) -> list[Block]:
    """All but the history, with at most so many letters of each long text."""
    one = facts.difficulty
    blocks = [
        *([kit.section(Md(f":information_source: {said}"))] if said else []),
        kit.section(kit.lines(_heading(t, one, today), escape(kit.cut(one.text, letters)))),
        kit.fields(*_cells(t, one, directory, today)),
        *_answer(t, one, directory, letters),
        *_remarks(t, facts, directory),
        *similar_blocks(t, Ref("D", one.number), facts.similar),
    ]
    buttons = _buttons(t, facts)
    return [*blocks, kit.actions(*buttons)] if buttons else blocks


def _heading(t: Translator, one: Difficulty, today: dt.date) -> Md:
    late = t("late") if one.late(today) else None
    state = t(STATES[one.state])
    return kit.joined([Md(f"{MARKS[one.state]} {kit.bold(one.ref)}"), state, t("urgent") if one.urgent else None, late])


def _cells(t: Translator, one: Difficulty, directory: Directory, today: dt.date) -> list[Md]:
    team, above = directory.team(one.team), directory.team(one.escalated_to)
    nobody = t("nobody yet")
    raised = kit.joined([kit.named(directory.person(one.raised_by)), escape(t.day(one.raised.astimezone(t.zone)))])
    found = [
        (t("Organisation"), escape(one.organisation_name) if one.organisation_name else None),
        (t("Owner"), kit.named(directory.person(one.owner)) if one.owner else nobody),
        (t("Team in charge"), escape(team.name(t.lang)) if team else Md("–")),
        (t("Answer due"), _day(t, one, today)),
        (t("Referred to"), _partner(t, one, today)),
        (t("Raised"), raised),
        (t("Visit"), Md(f"V-{one.visit}") if one.visit else None),
        (t("Task"), Md(f"T-{one.task}") if one.task else None),
        (t("Escalated to"), escape(above.name(t.lang)) if above else None),
        (t("Merged into"), Md(f"D-{one.merged_into}") if one.merged_into else None),
    ]
    return [kit.lines(kit.bold(label), value) for label, value in found if value]


def _day(t: Translator, one: Difficulty, today: dt.date) -> Md:
    late = due(t, one, today) if one.late(today) and not one.referred else None
    return kit.joined([escape(t.day(one.due)), late])


def _partner(t: Translator, one: Difficulty, today: dt.date) -> Md | None:
    if not one.referred:
        return None
    said = due(t, one, today) if one.late(today) else t("answers by {day}", day=one.clock)
    return kit.joined([escape(one.referred_name), said])


def _answer(t: Translator, one: Difficulty, directory: Directory, letters: int) -> list[Block]:
    if not one.answer:
        return []
    told = t("{person} told the company on {day}:", person=kit.named(directory.person(one.answered_by)), day=one.told)
    if one.state is DifficultyState.DECLINED:
        told = t(
            "{person} told the company on {day} why it was declined:",
            person=kit.named(directory.person(one.answered_by)),
            day=one.told,
        )
    return [kit.section(kit.lines(told, _quoted(kit.cut(one.answer, letters))))]


def _quoted(text: str) -> Md:
    return kit.lines(*[Md(f"> {escape(row)}") for row in text.split("\n")])


def _remarks(t: Translator, facts: Facts, directory: Directory) -> list[Block]:
    one = facts.difficulty
    named = [category_name(t, directory, key) for key in one.categories]
    remarks: list[Md | None] = [
        kit.joined([Md(f"`{escape(word.replace('`', ''))}`") for word in named], " ") if named else None,
        kit.link(one.permalink, t.plain("the message it came from")) if one.permalink else None,
    ]
    if facts.merged:
        others = t.listing([f"{other.ref} {other.organisation_name}".strip() for other in facts.merged[:8]])
        remarks.append(t("Merged into this one, so told as well: {others}", others=others))
    if asked := _asked(t, facts):
        remarks.append(asked)
    if facts.unknown_tags:
        tags = t.listing([f"#{tag}" for tag in facts.unknown_tags])
        remarks.append(t("{tags}: no category that I know; kept as typed.", tags=tags))
    if facts.new_organisation:
        remarks.append(t(":new: {name} is new in the directory.", name=one.organisation_name))
    if facts.fresh and one.team is None:
        remarks.append(t("No team is in charge yet, because you belong to none. *Edit* names one."))
    shown = [remark for remark in remarks if remark]
    return [kit.context(*shown)] if shown else []


def _asked(t: Translator, facts: Facts) -> Md | None:
    """What partners answered before, and after how many days."""
    found = [one for one in facts.referrals if one.days is not None]
    if not found:
        return None
    said = [
        t.many(
            "{name} (after {n} day)", "{name} (after {n} days)", one.days or 0, name=kit.cut(one.organisation_name, 40)
        )
        for one in found[-3:]
    ]
    return t("Partners that answered: {names}", names=t.listing(said))


_HAPPENED: Final = {
    Step.NOTE: N_("{person}: {text}"),
    Step.EDIT: N_("{person} edited it"),
    Step.ASSIGN: N_("{person} assigned it to {about}"),
    Step.START: N_("{person} began"),
    Step.TASK: N_("{person} made a task of it: {about}"),
    Step.ESCALATE: N_("{person} escalated it to {about}"),
    Step.ANSWER: N_("{person} recorded the answer: {text}"),
    Step.CLOSE: N_("{person} closed it"),
    Step.DECLINE: N_("{person} declined it: {text}"),
    Step.REOPEN: N_("{person} reopened it: {text}"),
    Step.MERGE: N_("{person} merged {about} into it"),
    Step.UNDO: N_("{person} took it back"),
    Step.REFER: N_("{person} referred it to {text}"),
    Step.REPLY: N_("{person} recorded what the partner answered: {text}"),
    Step.WITHDRAW: N_("{person} took it back from {text}"),
}


def _history(t: Translator, facts: Facts, directory: Directory, most: int) -> list[Block]:
    rows = [_happened(t, note, directory, 200 if most == HISTORY else 600) for note in reversed(facts.notes[-most:])]
    earlier = len(facts.notes) - len(rows)
    if earlier and most == HISTORY:
        ref = facts.difficulty.ref
        rows.append(
            t.many(
                "{n} earlier line: `/difficulty show {ref}`",
                "{n} earlier lines: `/difficulty show {ref}`",
                earlier,
                ref=ref,
            )
        )
    return [kit.context(row) for row in rows]


def _happened(t: Translator, note: Note, directory: Directory, limit: int) -> Md:
    about: str = note.about
    if note.what is Step.ASSIGN:
        about = kit.named(directory.person(note.about))
    elif note.what is Step.ESCALATE:
        team = directory.team(note.about)
        about = team.name(t.lang) if team else note.about
    said = t(
        _HAPPENED[note.what],
        person=kit.named(directory.person(note.person)),
        text=kit.cut(" ".join(note.text.split()), limit),
        about=about,
    )
    origin = Md(f"(D-{note.origin})") if note.origin else None
    return kit.joined([escape(t.moment(note.at)), kit.joined([origin, said], " ")])


def _buttons(t: Translator, facts: Facts) -> list[Element]:
    """What its state allows; the steps that settle it in another way stand in the menu at the end."""
    one = facts.difficulty
    ref = Ref("D", one.number, one.version)
    if one.state is DifficultyState.MERGED:
        other = f"D-{one.merged_into}"
        return [kit.button(t.plain("Show {ref}", ref=other), AGAIN, f"difficulty show {other}")]
    buttons = steps(t, one, facts.barred)
    if one.referred:
        buttons.append(kit.button(t.plain("Letter"), "difficulties:letter", ref))
    if may(one, Step.NOTE):
        buttons.append(kit.button(t.plain("Note"), "difficulties:note", ref))
    if may(one, Step.TASK) and one.task is None:
        buttons.append(kit.button(t.plain("Make a task"), "difficulties:task", ref))
    if may(one, Step.EDIT) and Step.EDIT not in facts.barred:
        buttons.append(kit.button(t.plain("Edit"), "difficulties:edit", ref))
    if facts.fresh and may(one, Step.UNDO):
        buttons.append(kit.button(t.plain("Undo"), "difficulties:undo", ref, style="danger"))
    further = _further(t, one, facts.barred)
    return [*buttons, kit.overflow(AGAIN, further)] if further else buttons


def _further(t: Translator, one: Difficulty, barred: frozenset[Step]) -> list[Element]:
    """Rarer steps and the neighbours, as words that are run as if typed."""
    options = []
    if may(one, Step.ESCALATE) and Step.ESCALATE not in barred:
        options.append(kit.option(t.plain("Escalate"), f"difficulty escalate {one.ref}"))
    if may(one, Step.DECLINE) and Step.DECLINE not in barred:
        options.append(kit.option(t.plain("Decline"), f"difficulty decline {one.ref}"))
    if one.visit:
        options.append(kit.option(t.plain("Show {ref}", ref=f"V-{one.visit}"), f"visit show V-{one.visit}"))
    if one.task:
        options.append(kit.option(t.plain("Show {ref}", ref=f"T-{one.task}"), f"task show T-{one.task}"))
    return options


def _row(t: Translator, one: Difficulty, directory: Directory, today: dt.date) -> Md:
    owner = kit.named(directory.person(one.owner)) if one.owner else t("nobody yet")
    where = escape(kit.cut(one.organisation_name, 40)) if one.organisation_name else None
    head = Md(f"{MARKS[one.state]} {urgent(one)}{kit.bold(one.ref)} {escape(short(one, 100))}")
    return kit.lines(head, kit.joined([where, owner, due(t, one, today)]))
