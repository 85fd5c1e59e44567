"""Nouns as sheets of a spreadsheet: exported, changed by people, and taken back.

values      Sheet, Column, Known … Plan        what a noun's sheet is, and what a file would change
cells       shown, mark                        a cell as a file has it, and the mark that remembers it
imports     Import, check_undo …               one from the file to its undoing
comparing   plan                               rows against what there is, field by field
tasks, people, organisations                   a sheet each: its columns, and what a row makes of a thing

A noun becomes a sheet by a file here (its `Sheet`) and a line in SHEETS, and a file in `storage/sheets/`.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.sheets.cells import mark, person_name, shown
from bot.domain.sheets.comparing import of_entries, plan
from bot.domain.sheets.imports import KEPT, Import, ImportState, TooLate, Undone, check_undo, check_waiting
from bot.domain.sheets.organisations import ORGANISATIONS
from bot.domain.sheets.people import PEOPLE, Member, teams_after
from bot.domain.sheets.tasks import TASKS
from bot.domain.sheets.values import (
    MARK,
    OPERATOR,
    Change,
    Clash,
    Column,
    Entry,
    Fault,
    Given,
    Kind,
    Known,
    Looked,
    Outcome,
    Plan,
    Sheet,
    Sort,
    Wrong,
    digest,
)

__all__ = [
    "KEPT",
    "MARK",
    "OPERATOR",
    "SHEETS",
    "Change",
    "Clash",
    "Column",
    "Entry",
    "Fault",
    "Given",
    "Import",
    "ImportState",
    "Kind",
    "Known",
    "Looked",
    "Member",
    "Outcome",
    "Plan",
    "Sheet",
    "Sort",
    "TooLate",
    "Undone",
    "Wrong",
    "check_undo",
    "check_waiting",
    "digest",
    "mark",
    "of_entries",
    "person_name",
    "plan",
    "shown",
    "teams_after",
]

SHEETS: Final[Mapping[str, Sheet]] = {one.key: one for one in (TASKS, PEOPLE, ORGANISATIONS)}
