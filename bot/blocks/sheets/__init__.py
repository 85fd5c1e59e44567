"""Imports and exports on screen.

lines     what an import would do, in plain sentences: a card and a terminal say the same
cards     the form that takes a file, and the cards from there to the undoing
"""

from bot.blocks.sheets.cards import (
    FILE,
    applied_card,
    applying_card,
    cancelled_card,
    exporting_card,
    failed_card,
    file_form,
    import_command,
    plan_card,
    undo_command,
    undone_card,
    waiting_card,
)
from bot.blocks.sheets.lines import Group, groups, notes, summary

__all__ = [
    "FILE",
    "Group",
    "applied_card",
    "applying_card",
    "cancelled_card",
    "exporting_card",
    "failed_card",
    "file_form",
    "groups",
    "import_command",
    "notes",
    "plan_card",
    "summary",
    "undo_command",
    "undone_card",
    "waiting_card",
]
