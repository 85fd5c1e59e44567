"""Personnel moves: what somebody holds, and how it goes to somebody else.

holdings   HOLDINGS    every noun, in which columns it has its holder, how it is found and handed over: a line each
staying    STAYS       the columns that name somebody and are handed over by nobody, each with its reason
moving     hand_over   in one transaction, with the audit of each noun; take_back gives back what is still there
"""

from storage.moves.holdings import HOLDINGS, Moving, held_by
from storage.moves.moving import BACK, TOLD, get, hand_over, history, locked, take_back
from storage.moves.rows import MoveRow
from storage.moves.staying import STAYS

__all__ = [
    "BACK",
    "HOLDINGS",
    "STAYS",
    "TOLD",
    "MoveRow",
    "Moving",
    "get",
    "hand_over",
    "held_by",
    "history",
    "locked",
    "take_back",
]
