"""Task forces: their charter, the walk through what they leave, and what is said of their end and of their channel.

cards   the charter on a team's card, welcome, notices, the result, and what Slack did not let the bot do
forms   the charter's fields in a team's form; the walk, page by page, and its end; each with its reader
"""

from bot.blocks.forces.cards import (
    agenda_line,
    charter_lines,
    ending_line,
    notice_card,
    refused_card,
    reopened_notes,
    result_card,
    room_note,
    scope_note,
    stays_note,
    welcome_card,
)
from bot.blocks.forces.forms import (
    PAGE,
    Room,
    charter_fields,
    finish_form,
    left_row,
    read_charter,
    read_finish,
    read_room,
    read_walk,
    room_field,
    walk_form,
)

__all__ = [
    "PAGE",
    "Room",
    "agenda_line",
    "charter_fields",
    "charter_lines",
    "ending_line",
    "finish_form",
    "left_row",
    "notice_card",
    "read_charter",
    "read_finish",
    "read_room",
    "read_walk",
    "refused_card",
    "reopened_notes",
    "result_card",
    "room_field",
    "room_note",
    "scope_note",
    "stays_note",
    "walk_form",
    "welcome_card",
]
