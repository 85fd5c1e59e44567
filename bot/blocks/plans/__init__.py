"""The inspection plan on screen.

cards     the overview, one item, fields, what was taken back
forms     what makes an item, and what counts for one, each with its reader
covering  the coverage in words, and where to go
lines     a row of an agenda, a bundle or a list
"""

from bot.blocks.plans.cards import card, counted_card, deleted_card, fields_card, overview_card, undone_card
from bot.blocks.plans.covering import SUGGESTED, coverage_card
from bot.blocks.plans.forms import count_form, form, read, read_count
from bot.blocks.plans.lines import alarm_card, counted_note, line

__all__ = [
    "SUGGESTED",
    "alarm_card",
    "card",
    "count_form",
    "counted_card",
    "counted_note",
    "coverage_card",
    "deleted_card",
    "fields_card",
    "form",
    "line",
    "overview_card",
    "read",
    "read_count",
    "undone_card",
]
