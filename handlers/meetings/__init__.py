"""Councils, forums, round tables, briefings and other meetings that come again.

making     a series: founded, changed, ended          looking   next, list, show
holding    agenda, attendance, decisions, minutes     changing  move, cancel, edit a sitting
subscribing a calendar's address                       steps     what all of them do
"""

from typing import Final

from bot.i18n import N_
from bot.speech import meetings as speech
from handlers.asks import Binding, Feature, Listener, Noun
from handlers.meetings import changing, holding, looking, making, subscribing

_NUMBERED: Final[dict[str, Listener]] = {  # words that may stand behind a number
    "show": looking.show,
    "edit": changing.edit,
    "attended": holding.attended,
    "add": holding.add,
    "decide": holding.decide,
    "minutes": holding.minutes,
    "move": changing.move,
    "cancel": changing.cancel,
    "ics": subscribing.ics,
}
_LOOKS: Final = frozenset({"show", "edit"})

NOUN = Noun(
    word="meeting",
    about=N_("Councils, forums, round tables and briefings: when they sit, who came, what was decided."),
    examples=(
        N_("M-4 attended Korea Traders Association, @kim"),
        N_("M-4 decide Ask the harbour office for berths @kim by: fri"),
        N_("M-4 move 12/24 15:00 the chair is abroad"),
    ),
    grammar=N_(
        "/meeting [next] [mine|team KEY|NAME]\n"
        "/meeting list [mine|team KEY|NAME]\n"
        "/meeting new [NAME]   (the form of a series)\n"
        "/meeting show|edit M-4   (or the KEY of a series)\n"
        "/meeting close|reopen KEY\n"
        "/meeting ics [mine|team KEY|NAME]   (the address for your calendar)\n"
        "/meeting M-4 add TEXT [@presenter]\n"
        "/meeting M-4 attended NAME, NAME, @person, 120 people | all [except NAME, …]\n"
        "/meeting M-4 decide TEXT [@owner] [by: DATE]\n"
        "/meeting M-4 minutes [TEXT]\n"
        "/meeting M-4 move DATE [TIME] [REASON]\n"
        "/meeting M-4 cancel REASON"
    ),
    subcommands=speech.subcommands,
    verbs={
        **{word: Binding(run, writes=word not in _LOOKS) for word, run in _NUMBERED.items()},
        "new": Binding(making.new, may="meetings.create", writes=False),
        "next": Binding(looking.next_, writes=False),
        "list": Binding(looking.list_, writes=False),
        "close": Binding(making.close),
        "reopen": Binding(making.reopen),
    },
    empty=Binding(looking.next_, writes=False),
    line=speech.line,
    numbers=True,
    free=Binding(looking.behind_number(_NUMBERED)),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "meetings:attended": Binding(holding.attended),
        "meetings:add": Binding(holding.add),
        "meetings:decide": Binding(holding.decide),
        "meetings:move": Binding(changing.move),
        "meetings:cancel": Binding(changing.cancel),
        "meetings:tell_minutes": Binding(holding.tell_minutes),
        "meetings:close": Binding(making.close),
        "meetings:renew": Binding(subscribing.renew),
    },
    forms={
        "meetings:describe": Binding(making.describe, writes=False),
        "meetings:save": Binding(making.save, may="meetings.create"),
        "meetings:change": Binding(making.change),
        "meetings:attend": Binding(holding.save_attended),
        "meetings:save_item": Binding(holding.save_item),
        "meetings:save_decision": Binding(holding.save_decision),
        "meetings:moved": Binding(changing.save_move),
        "meetings:changed": Binding(changing.save_edit),
        "meetings:cancelled": Binding(changing.save_cancel),
    },
)
