"""Meetings on screen.

parts    names, cadences and times in words, rows that others show too      series   a series: its card, the lists
cards    a sitting: its card, its minutes, what a channel hears             forms    of a sitting
founding the two steps of the form of a series                             feeds    the address of a calendar
"""

from bot.blocks.meetings.cards import (
    Facts,
    changed_card,
    following_notes,
    minutes_card,
    sitting_card,
    staying_notes,
    unsat_card,
)
from bot.blocks.meetings.feeds import feed_card, feed_kept_card
from bot.blocks.meetings.forms import (
    Changed,
    Settled,
    WhoCame,
    add_form,
    attended_form,
    cancel_form,
    decide_form,
    edit_form,
    move_form,
    read_attended,
    read_decision,
    read_edit,
    read_item,
    read_move,
    read_reason,
)
from bot.blocks.meetings.founding import (
    Described,
    Planned,
    describe_form,
    plan_form,
    read_described,
    read_plan,
)
from bot.blocks.meetings.parts import cadence, kind_name
from bot.blocks.meetings.series import PAGE, Known, list_card, next_card, series_card

__all__ = [
    "PAGE",
    "Changed",
    "Described",
    "Facts",
    "Known",
    "Planned",
    "Settled",
    "WhoCame",
    "add_form",
    "attended_form",
    "cadence",
    "cancel_form",
    "changed_card",
    "decide_form",
    "describe_form",
    "edit_form",
    "feed_card",
    "feed_kept_card",
    "following_notes",
    "kind_name",
    "list_card",
    "minutes_card",
    "move_form",
    "next_card",
    "plan_form",
    "read_attended",
    "read_decision",
    "read_described",
    "read_edit",
    "read_item",
    "read_move",
    "read_plan",
    "read_reason",
    "series_card",
    "sitting_card",
    "staying_notes",
    "unsat_card",
]
