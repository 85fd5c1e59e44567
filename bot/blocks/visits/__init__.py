"""The visit on screen.

cards     one, a list of them, a team's week, what a channel hears        forms   each with its reader
hearing   the question about a sentence
"""

from bot.blocks.visits.cards import (
    PAGE,
    again_card,
    list_card,
    logged_card,
    quota_card,
    reminder_line,
    show_card,
    tally_line,
    told_card,
    undone_card,
)
from bot.blocks.visits.forms import (
    MOST_DIFFICULTIES,
    carries,
    form,
    photos_form,
    read,
    read_again,
    read_asked,
    read_photos,
)
from bot.blocks.visits.hearing import heard_card

__all__ = [
    "MOST_DIFFICULTIES",
    "PAGE",
    "again_card",
    "carries",
    "form",
    "heard_card",
    "list_card",
    "logged_card",
    "photos_form",
    "quota_card",
    "read",
    "read_again",
    "read_asked",
    "read_photos",
    "reminder_line",
    "show_card",
    "tally_line",
    "told_card",
    "undone_card",
]
