"""The monthly evaluation on screen.

parts      formula, mark, change                        pieces that all of it shares
asking     prompt_card, ask_card, opened_card           who is asked, in the channel and in private
form       form, read                                   one's own tasks, a page at a time
status     status_card                                  who has answered
results    team_card, gathered_card, …, item_text       what the month came to
"""

from bot.blocks.evaluations.asking import already_card, ask_card, opened_card, prompt_card
from bot.blocks.evaluations.form import PAGE, form, read, saved_card
from bot.blocks.evaluations.results import (
    chart_name,
    closed_card,
    gathered_card,
    item_text,
    lowest_card,
    none_card,
    team_card,
    team_list,
)
from bot.blocks.evaluations.status import status_card

__all__ = [
    "PAGE",
    "already_card",
    "ask_card",
    "chart_name",
    "closed_card",
    "form",
    "gathered_card",
    "item_text",
    "lowest_card",
    "none_card",
    "opened_card",
    "prompt_card",
    "read",
    "saved_card",
    "status_card",
    "team_card",
    "team_list",
]
