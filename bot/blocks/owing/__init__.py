"""What one person owes, in words.

groups   the lines of each noun, by the reason for which they wait
cards    the daily message, the Monday digest, the Thursday nudge; sections of other cards
"""

from bot.blocks.owing.cards import SHOWN, bundle_card, digest_card, nudge_card, quota_line, sections

__all__ = ["SHOWN", "bundle_card", "digest_card", "nudge_card", "quota_line", "sections"]
