"""Indicators: numbers that are watched by sector and region, with a target and a path to it.

making     by a form; edit, undo, delete        recording   readings in one line or by a form; taken back
looking    list, show, readings, chart          steps       what all of them do
"""

from bot.i18n import N_
from bot.speech import indicators as speech
from handlers import sheets
from handlers.asks import Binding, Feature, Noun
from handlers.indicators import looking, making, recording
from handlers.indicators.looking import CHART

__all__ = ["CHART", "FEATURE", "NOUN"]

NOUN = Noun(
    word="indicator",
    about=N_("Numbers that we watch by sector and region, each with a target and a path to it."),
    examples=(N_("record exports 14.2bn for: 2026-10"), N_("chart exports"), N_("list off")),
    grammar=N_(
        "/indicator record INDICATOR NUMBER [sector: X] [region: Y] [for: 2026-10|2026-Q3|2026-W48]\n"
        "   (without `for:` the last period that has ended; the same period again is a correction)\n"
        "/indicator list [off|stale|mine|team KEY]\n"
        "/indicator show|chart|readings|edit|delete INDICATOR   (its key, a name, or I-2)\n"
        "/indicator undo INDICATOR   (takes back its last reading)\n"
        "/indicator new [KEY [NAME / NAME]]   (the form)\n"
        "/indicator import [undo] | export   (a spreadsheet of indicators and readings)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "list": Binding(looking.list_, writes=False),
        "show": Binding(looking.show, writes=False),
        "new": Binding(making.new, may="indicators.create", writes=False),
        "record": Binding(recording.record),
        "chart": Binding(looking.chart),
        "readings": Binding(looking.readings, writes=False),
        "edit": Binding(making.edit, writes=False),
        "undo": Binding(making.undo),
        "delete": Binding(making.delete),
        "import": sheets.importing("indicators"),
        "export": sheets.exporting("indicators"),
    },
    empty=Binding(looking.list_, writes=False),
    line=speech.line,
    free=Binding(looking.show, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "indicators:new": Binding(making.new, may="indicators.create", writes=False),
        "indicators:record": Binding(recording.open_form, writes=False),
        "indicators:chart": Binding(looking.chart),
        "indicators:edit": Binding(making.edit, writes=False),
        "indicators:take_back": Binding(recording.take_back),
    },
    forms={
        "indicators:save": Binding(making.save, may="indicators.create"),
        "indicators:change": Binding(making.change),
        "indicators:recorded": Binding(recording.recorded),
    },
)
