"""The App Home.

view     all of it: what I can do, what I owe, my teams, what I want to hear        nouns   a section for each noun
"""

from bot.blocks.home.view import TEAMS, home, switched

__all__ = ["TEAMS", "home", "switched"]
