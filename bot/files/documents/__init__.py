"""Documents to print, in the terse noun style of Korean papers.

paper        Paper: A4, a title box, four levels, tables, a picture
terse        terse: typed sentences as nouns
agendas      a team's weekly agenda, and that of all teams
evaluations  a month's evaluation
"""

from bot.files.documents.agendas import Picture, agenda_paper, gathered_paper
from bot.files.documents.evaluations import evaluation_paper

__all__ = ["Picture", "agenda_paper", "evaluation_paper", "gathered_paper"]
