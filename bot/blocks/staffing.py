"""The import of people: the form that takes the file, what it would change, and what it did."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.kit import Block, Card, Form
from bot.blocks.people import ROLES
from bot.domain.directory import Directory
from bot.domain.staffing import Fault, Move, Plan
from bot.i18n import N_, Md, Translator, escape

FILE: Final = "file"
SHOWN: Final = 40  # lines of each kind in the window; the rest are counted
_A_SECTION: Final = 10
COLUMNS: Final = {
    "id": N_("column id"),
    "email": N_("column email"),
    "handle": N_("column handle"),
    "name": N_("column name"),
    "grade": N_("column grade"),
    "team": N_("column division"),
    "role": N_("column role"),
    "lead": N_("column lead"),
}


def file_form(t: Translator) -> Form:
    """Which file, and what its columns are."""
    about = t(
        "A spreadsheet (XLSX or CSV) with a row a person. The first row names the columns:\n"
        "who: `name`, `email` or `id` · what of them: `grade`, `team`, `role`, `lead` (yes, or a team's key)\n"
        "What is empty stays as it is. Nothing changes before you have seen what would."
    )
    element = kit.files_input(FILE, 1, ("xlsx", "csv"))
    blocks = (kit.section(about), kit.field_block(FILE, t.plain("File"), element))
    return Form("people:look", t.plain("Import people"), t.plain("Look at it"), t.plain("Cancel"), blocks)


def plan_form(t: Translator, plan: Plan, directory: Directory, files: Sequence[str], *, again: bool = False) -> Form:
    """What would change, row by row, and what cannot be; *Apply* does it."""
    blocks: list[Block] = []
    if again:
        blocks.append(kit.section(t(":warning: Something changed meanwhile. This is what would change now:")))
    if plan.moves:
        said = t.many("{n} person would change", "{n} people would change", len(plan.moves))
        blocks += _listed(t, kit.bold(said), [move_line(t, move, directory) for move in plan.moves])
    else:
        blocks.append(kit.section(t("Nothing would change.")))
    if plan.same:
        blocks.append(kit.context(t.many("{n} row is so already.", "{n} rows are so already.", plan.same)))
    if plan.faults:
        title = t.many(
            ":warning: {n} row cannot be read and is left out",
            ":warning: {n} rows cannot be read and are left out",
            len(plan.faults),
        )
        blocks += _listed(t, title, [fault_line(t, fault) for fault in plan.faults])
    return Form(
        "people:apply",
        t.plain("Import people"),
        t.plain("Apply") if plan.moves else "",
        t.plain("Cancel") if plan.moves else t.plain("Close"),
        tuple(blocks),
        state={FILE: list(files), "digest": plan.digest},
    )


def applied_card(t: Translator, plan: Plan, directory: Directory) -> Card:
    """What was done."""
    said = t.many("{n} person was changed.", "{n} people were changed.", len(plan.moves))
    blocks = _listed(t, kit.bold(said), [move_line(t, move, directory) for move in plan.moves])
    if plan.faults:
        left = t.many("{n} row was left out.", "{n} rows were left out.", len(plan.faults))
        blocks += _listed(t, left, [fault_line(t, fault) for fault in plan.faults])
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest: `/muster people`")))


def move_line(t: Translator, move: Move, directory: Directory) -> Md:
    """`Row 3 · Bom: director → officer · Export division`."""
    before, after = move.before, move.after
    grades = [directory.workspace.grade(one.grade) for one in (before, after)]
    teams = [directory.team(one.team) for one in (before, after)]
    led = directory.team(move.leads)
    parts = [
        _arrow(*[one.name(t.lang) if one else "–" for one in grades]) if before.grade != after.grade else None,
        _arrow(*[one.name(t.lang) if one else "–" for one in teams]) if before.team != after.team else None,
        _arrow(t.plain(ROLES[before.role]), t.plain(ROLES[after.role])) if before.role != after.role else None,
        t("leads {teams}", teams=led.name(t.lang)) if led else None,
    ]
    return t("Row {row} · {person}: {what}", row=move.number, person=before.name, what=kit.joined(parts))


def fault_line(t: Translator, fault: Fault) -> Md:
    """`Row 4, grade “king”: There is no such grade. …`."""
    return t(
        "Row {row}, {column} “{text}”: {why}",
        row=fault.number,
        column=t(COLUMNS[fault.column]),
        text=kit.cut(fault.text, 60),
        why=t(fault.why.message, **fault.why.values),
    )


def _arrow(before: str, after: str) -> Md:
    return escape(f"{before} → {after}")


def _listed(t: Translator, title: Md, rows: Sequence[Md]) -> list[Block]:
    blocks = [kit.section(title)]
    for at in range(0, min(len(rows), SHOWN), _A_SECTION):
        blocks.append(kit.section(kit.lines(*(kit.cut_md(row, 290) for row in rows[at : min(at + _A_SECTION, SHOWN)]))))
    if len(rows) > SHOWN:
        blocks.append(kit.context(t("… and {n} more", n=len(rows) - SHOWN)))
    return blocks
