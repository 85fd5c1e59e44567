"""Who changed what, on screen.

words    what was done, which field, values        cards    a page of changes, differences
"""

from bot.blocks.audits.cards import PAGE, changes_card, differences
from bot.blocks.audits.words import ACTIONS, FIELDS

__all__ = ["ACTIONS", "FIELDS", "PAGE", "changes_card", "differences"]
