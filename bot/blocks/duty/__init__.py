"""Duty on screen: who is on, the roster, the forms, and what people are told.

cards   for who asks: now, roster, the log, the hand-over          posts   for who is told
forms   log, swap, volunteer, name, settings; with their readers    lines   a day, a line of the log
"""

from bot.blocks.duty.cards import (
    Board,
    entry_card,
    now_card,
    roster_card,
    saved_card,
    taken_back,
    taken_card,
    undone_card,
)
from bot.blocks.duty.forms import (
    assign_form,
    log_form,
    read_choice,
    read_log,
    read_settings,
    settings_form,
    swap_form,
    volunteer_form,
)
from bot.blocks.duty.lines import day_line, duty_line, entry_line, named_day
from bot.blocks.duty.posts import (
    answered_card,
    asked_card,
    escalation_card,
    eve_card,
    handover_card,
    relieved_card,
    told_card,
)

__all__ = [
    "Board",
    "answered_card",
    "asked_card",
    "assign_form",
    "day_line",
    "duty_line",
    "entry_card",
    "entry_line",
    "escalation_card",
    "eve_card",
    "handover_card",
    "log_form",
    "named_day",
    "now_card",
    "read_choice",
    "read_log",
    "read_settings",
    "relieved_card",
    "roster_card",
    "saved_card",
    "settings_form",
    "swap_form",
    "taken_back",
    "taken_card",
    "told_card",
    "undone_card",
    "volunteer_form",
]
