"""The import on screen: the form that takes the file, what it would change, what it did, and what was taken back."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.kit import Block, Card, Form
from bot.blocks.sheets.lines import Group, all_groups, all_notes, summary
from bot.domain.directory import Directory
from bot.domain.sheets import Import, Looked, Sheet, Sort, Undone, digest
from bot.i18n import N_, Md, Translator, escape

FILE: Final = "file"
CAPS: Final = (20, 10, 5, 3, 1)  # rows of a group: the most that fits the card
ROW: Final = 290
_A_SECTION: Final = 8
_REFS: Final = 30
IMPORT_COMMANDS: Final = {
    "tasks": N_("/task import"),
    "people": N_("/muster people import"),
    "organisations": N_("/org import"),
    "plan": N_("/plan import"),
    "indicators": N_("/indicator import"),
}


def import_command(t: Translator, sheet: str) -> str:
    """What people type to send a sheet back."""
    return t.plain(IMPORT_COMMANDS[sheet])


def undo_command(t: Translator, one: Import) -> str:
    """What people type to take this import back."""
    return t.plain("{command} undo", command=import_command(t, one.sheets[0]))


def file_form(t: Translator, sheet: Sheet) -> Form:
    """Which file, and what its columns are."""
    columns = ", ".join(column.name(t.lang) for column in sheet.columns if column.taken)
    about = t(
        "A spreadsheet (XLSX or CSV) whose first row names the columns: {columns}.\n"
        "An export has them all: change it and send it back. Nothing changes before you have seen what would.",
        columns=columns,
    )
    element = kit.files_input(FILE, 1, ("xlsx", "csv"))
    blocks = (kit.section(about), kit.field_block(FILE, t.plain("File"), element))
    title = t.plain("Import: {sheet}", sheet=sheet.name(t.lang))
    return Form("sheets:look", title, t.plain("Look at it"), t.plain("Cancel"), blocks, state={"sheet": sheet.key})


def plan_card(t: Translator, one: Import, looked: Sequence[Looked], *, again: bool = False) -> Card:
    """What would change, row by row, and what cannot be; *Apply* does it."""
    said = t("{file}: {summary}", file=one.filename, summary=summary(t, looked))
    head = [kit.section(kit.bold(said))]
    if again:
        head.insert(0, kit.section(t(":warning: Something changed meanwhile. This is what would change now:")))
    changes = any(each.plan.entries for each in looked)
    return _fitted(said, head, all_groups(t, looked), [
        *[kit.context(escape(note)) for note in all_notes(t, looked)][:8],
        *([_choice(t, one, digest(looked))] if changes else []),
    ], t)  # fmt: skip


def waiting_card(t: Translator, one: Import) -> Card:
    """A file that takes a while."""
    said = t("I am working on {file}. What it would change comes to you as a direct message.", file=one.filename)
    return Card(said, (kit.section(said),))


def applying_card(t: Translator, one: Import) -> Card:
    """An import that takes a while."""
    said = t("{file} is being applied. The result comes to you as a direct message.", file=one.filename)
    return Card(said, (kit.section(said),))


def exporting_card(t: Translator, sheet: Sheet) -> Card:
    """An export is made beside the request."""
    said = t("I am working on it: the file ({sheet}) comes to you as a direct message.", sheet=sheet.name(t.lang))
    return Card(said, (kit.section(said),))


def applied_card(t: Translator, one: Import, looked: Sequence[Looked]) -> Card:
    """What was done, and how to take it back."""
    count = sum(len(each.plan.entries) for each in looked)
    said = t.many("{n} row of {file} was applied.", "{n} rows of {file} were applied.", count, file=one.filename)
    sorts = {sort: sum(len(each.plan.of(sort)) for each in looked) for sort in Sort}
    parts = t(
        "new {new} · changed {changed} · moved {moved}",
        new=sorts[Sort.NEW],
        changed=sorts[Sort.CHANGED],
        moved=sorts[Sort.MOVED],
    )
    left = [group for group in all_groups(t, looked) if group.warns]
    undo = kit.button(t.plain("Undo"), "sheets:undo", str(one.number), style="danger")
    word = t("For a day `{command}` takes it back as well.", command=undo_command(t, one))
    head = [kit.section(kit.lines(Md(f":white_check_mark: {kit.bold(said)}"), parts))]
    return _fitted(said, head, left, [kit.actions(undo), kit.context(word)], t)


def cancelled_card(t: Translator, one: Import) -> Card:
    said = t("{file} was not imported. Nothing changed.", file=one.filename)
    return Card(said, (kit.section(said),))


def failed_card(t: Translator, one: Import, reference: str) -> Card:
    """Something broke while it was applied beside the request."""
    said = t(
        "{file} could not be applied, and nothing of it was stored. Import it again; if that fails too, "
        "tell your administrator this reference: {reference}",
        file=one.filename,
        reference=kit.bold(reference),
    )
    return Card(said, (kit.section(Md(f":warning: {said}")),))


def undone_card(t: Translator, one: Import, undone: Undone, directory: Directory) -> Card:
    """What is as it was, and what stays."""
    said = t("The import of {file} was taken back.", file=one.filename)
    parts = [kit.bold(said), t.many("{n} thing is as it was.", "{n} things are as they were.", len(undone.back))]
    if undone.stays:
        parts.append(
            t(
                ":warning: These stay, because somebody has changed or used them since: {refs}",
                refs=_refs(t, undone.stays, directory),
            )
        )
    return Card(said, (kit.section(kit.lines(*parts)),))


def _refs(t: Translator, refs: Sequence[str], directory: Directory) -> Md:
    """Numbers and keys as they are; people and teams by name."""
    names = [_called(t, ref, directory) for ref in refs[:_REFS]]
    more = [f"+{len(refs) - _REFS}"] if len(refs) > _REFS else []
    return t.listing([*names, *more])


def _called(t: Translator, ref: str, directory: Directory) -> str:
    kind, _, key = ref.rpartition(":")
    person, team = directory.person(ref), directory.team(key) if kind == "team" else None
    return person.name if person else team.name(t.lang) if team else key


def _choice(t: Translator, one: Import, agreed: str) -> Block:
    return kit.actions(
        kit.button(t.plain("Apply"), "sheets:apply", f"{one.number} {agreed}", style="primary"),
        kit.button(t.plain("Cancel"), "sheets:cancel", str(one.number)),
    )


def _fitted(said: Md, head: list[Block], found: Sequence[Group], foot: Sequence[Block], t: Translator) -> Card:
    """As many rows of each group as a message takes; what can be done with it is never cut off."""
    card = Card(said, (*head, *foot))
    for cap in CAPS:
        rows = [block for group in found for block in _group(t, group, cap)]
        card = Card(said, (*head, *rows, *foot))
        if kit.fits(card):
            break
    return card if kit.fits(card) else Card(said, (*head, *foot))


def _group(t: Translator, group: Group, cap: int) -> list[Block]:
    mark = ":warning: " if group.warns else ""
    shown = [escape(kit.cut(row, ROW)) for row in group.rows[: min(cap, group.most)]]
    blocks = [kit.section(Md(f"{mark}{kit.bold(group.heading)}"))]
    blocks += [kit.section(kit.lines(*shown[at : at + _A_SECTION])) for at in range(0, len(shown), _A_SECTION)]
    if len(group.rows) > len(shown):
        blocks.append(kit.context(t.many("and {n} more", "and {n} more", len(group.rows) - len(shown))))
    return blocks
