"""Indicators on screen.

cards    one, several, all readings of one, what was taken back
forms    what makes one and what records a reading, each with its reader
lines    a row of an agenda, a bundle or a list
telling  what its owner hears unasked, and what stands beside a picture
"""

from bot.blocks.indicators.cards import (
    PAGE,
    READINGS,
    Facts,
    card,
    deleted_card,
    list_card,
    readings_card,
    undone_card,
)
from bot.blocks.indicators.forms import form, read, read_record, record_form
from bot.blocks.indicators.lines import line, mark, standing
from bot.blocks.indicators.telling import alarm_card, chart_card, far_off, recorded

__all__ = [
    "PAGE",
    "READINGS",
    "Facts",
    "alarm_card",
    "card",
    "chart_card",
    "deleted_card",
    "far_off",
    "form",
    "line",
    "list_card",
    "mark",
    "read",
    "read_record",
    "readings_card",
    "record_form",
    "recorded",
    "standing",
    "undone_card",
]
