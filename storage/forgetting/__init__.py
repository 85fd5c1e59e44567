"""Somebody is forgotten: in one transaction, in every table.

columns    OURS, PROSE, IDS, BINARY     what each column of text holds, and therefore what is taken out of it
walking    forget, look                 every row that holds anything of theirs; what others wrote is listed

That Slack's list of people does not bring them back is the matter of `storage.forgotten`.
"""

from storage.forgetting.columns import BINARY, IDS, OURS, PROSE
from storage.forgetting.walking import forget, look

__all__ = ["BINARY", "IDS", "OURS", "PROSE", "forget", "look"]
