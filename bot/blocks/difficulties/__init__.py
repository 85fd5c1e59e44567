"""The difficulty on screen.

cards   one, and a list of them         telling   what others hear of one, and its line in bundles and agendas
forms   each with its reader            parts     what these share
referring   asking a partner: forms, and the draft of the letter
"""

from bot.blocks.difficulties.cards import ALL, HISTORY, PAGE, card, from_there, list_card, task_card, undone_card
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
from bot.blocks.difficulties.parts import STATES, category_name, state_name
from bot.blocks.difficulties.referring import (
    Asked,
    letter_card,
    read_referral,
    read_reply,
    refer_form,
    reply_form,
)
from bot.blocks.difficulties.telling import assigned_card, escalated_card, line, reminder_line, unassigned_card

__all__ = [
    "ALL",
    "HISTORY",
    "PAGE",
    "STATES",
    "Asked",
    "Told",
    "answer_form",
    "assign_form",
    "assigned_card",
    "card",
    "category_name",
    "decline_form",
    "edit_form",
    "escalated_card",
    "from_there",
    "letter_card",
    "line",
    "list_card",
    "note_form",
    "raise_form",
    "read",
    "read_assignment",
    "read_referral",
    "read_reply",
    "read_told",
    "read_words",
    "refer_form",
    "reminder_line",
    "reopen_form",
    "reply_form",
    "state_name",
    "task_card",
    "unassigned_card",
    "undone_card",
]
