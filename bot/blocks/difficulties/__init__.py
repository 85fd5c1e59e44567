"""The difficulty on screen.

cards   one, a list of them, what others hear of one, and the lines in bundles and agendas
forms   what people fill in, each with its reader
"""

from bot.blocks.difficulties.cards import (
    ALL,
    HISTORY,
    PAGE,
    STATES,
    assigned_card,
    card,
    category_name,
    escalated_card,
    line,
    list_card,
    reminder_line,
    state_name,
    task_card,
    unassigned_card,
    undone_card,
)
from bot.blocks.difficulties.forms import (
    Told,
    answer_form,
    assign_form,
    decline_form,
    edit_form,
    note_form,
    raise_form,
    read,
    read_assignment,
    read_told,
    read_words,
    reopen_form,
)

__all__ = [
    "ALL",
    "HISTORY",
    "PAGE",
    "STATES",
    "Told",
    "answer_form",
    "assign_form",
    "assigned_card",
    "card",
    "category_name",
    "decline_form",
    "edit_form",
    "escalated_card",
    "line",
    "list_card",
    "note_form",
    "raise_form",
    "read",
    "read_assignment",
    "read_told",
    "read_words",
    "reminder_line",
    "reopen_form",
    "state_name",
    "task_card",
    "unassigned_card",
    "undone_card",
]
