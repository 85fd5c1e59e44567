"""Imports and exports on screen.

lines     what an import would do, in plain sentences: a card and a terminal say the same
cards     the form that takes a file, and the cards from there to the undoing
"""

from bot.blocks.sheets.cards import (
    FILE,
    IMPORT_COMMANDS,
    applied_card,
    applying_card,
    cancelled_card,
    exporting_card,
    file_form,
    plan_card,
    undone_card,
    waiting_card,
)
from bot.blocks.sheets.lines import Group, groups, notes, summary

__all__ = [
    "FILE",
    "IMPORT_COMMANDS",
    "Group",
    "applied_card",
    "applying_card",
    "cancelled_card",
    "exporting_card",
    "file_form",
    "groups",
    "notes",
    "plan_card",
    "summary",
    "undone_card",
    "waiting_card",
]
