"""The weekly agenda: what a team did, what it will do, what must be decided. Nobody has to write it.

values      Agenda, AgendaFacts, Item, Decision …          what one is made of
composing   compose, carried, stands, remark, quota …      the rules of one team's
gathering   gathered, chart                                all teams'
undoing     check_undo, goes_along, reopened, longer       a decision that is taken back
weeks       of_week, named, coming                         which week one is about
"""

from bot.domain.agendas.composing import carried, compose, item_about, quota, remark, standing, stands
from bot.domain.agendas.gathering import chart, gathered
from bot.domain.agendas.undoing import check_undo, goes_along, longer, reopened
from bot.domain.agendas.values import (
    FIRST_LOOK,
    FORCED_AT,
    LONGEST,
    SHORT,
    Agenda,
    AgendaFacts,
    AgendaRecord,
    Decision,
    Gathered,
    Item,
    Need,
    Outcome,
    Plan,
    Quota,
    Reason,
    Record,
    Remark,
    Results,
    Standing,
)

__all__ = [
    "FIRST_LOOK",
    "FORCED_AT",
    "LONGEST",
    "SHORT",
    "Agenda",
    "AgendaFacts",
    "AgendaRecord",
    "Decision",
    "Gathered",
    "Item",
    "Need",
    "Outcome",
    "Plan",
    "Quota",
    "Reason",
    "Record",
    "Remark",
    "Results",
    "Standing",
    "carried",
    "chart",
    "check_undo",
    "compose",
    "gathered",
    "goes_along",
    "item_about",
    "longer",
    "quota",
    "remark",
    "reopened",
    "standing",
    "stands",
]
