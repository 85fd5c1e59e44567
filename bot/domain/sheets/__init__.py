"""Nouns as sheets of a spreadsheet: exported, changed by people, and taken back.

values      Sheet, Column, Known … Plan        what a noun's sheet is, and what a file would change
cells       shown, mark                        a cell as a file has it, and the mark that remembers it
imports     Import, check_undo …               one from the file to its undoing
comparing   plan                               rows against what there is, field by field
called, wanted                                 names that must differ, and what columns of several nouns mean
tasks, people, organisations, plans,
indicators, readings                           a sheet each: its columns, and what a row makes of a thing

A noun becomes a sheet by a file here (its `Sheet`) and a line in SHEETS, and a file in `storage/sheets/`.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.sheets.cells import amount_of, mark, of_period, period_of, person_name, shown
from bot.domain.sheets.comparing import of_entries, plan
from bot.domain.sheets.imports import KEPT, Import, ImportState, TooLate, Undone, check_undo, check_waiting
from bot.domain.sheets.indicators import INDICATORS
from bot.domain.sheets.organisations import ORGANISATIONS
from bot.domain.sheets.people import PEOPLE, Member, teams_after
from bot.domain.sheets.plans import FIELDS, PLAN, field_ref
from bot.domain.sheets.readings import READINGS, Measured
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
    "BOOKS",
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
    "Measured",
    "Member",
    "Outcome",
    "Plan",
    "Sheet",
    "Sort",
    "TooLate",
    "Undone",
    "Wrong",
    "amount_of",
    "book",
    "check_undo",
    "check_waiting",
    "digest",
    "field_ref",
    "mark",
    "of_entries",
    "of_period",
    "period_of",
    "person_name",
    "plan",
    "shown",
    "teams_after",
]

SHEETS: Final[Mapping[str, Sheet]] = {
    one.key: one for one in (TASKS, PEOPLE, ORGANISATIONS, FIELDS, PLAN, INDICATORS, READINGS)
}
"""In the order in which a file that has several is taken: what others name comes first."""

BOOKS: Final[Mapping[str, tuple[str, ...]]] = {
    PLAN.key: (PLAN.key, FIELDS.key),
    INDICATORS.key: (INDICATORS.key, READINGS.key),
}
"""Nouns of more than one sheet: the noun's own, and those without which it says little."""


def book(key: str) -> tuple[str, ...]:
    """The sheets of a noun's workbook."""
    return BOOKS.get(key, (key,))
