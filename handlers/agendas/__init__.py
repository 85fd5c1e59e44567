"""The weekly agenda: looked at, added to, confirmed, posted, decided about.

looking    preview, confirm, note, minutes          adding    add, post
deciding   decide, do, drop, split, escalate        undoing   a decision that is taken back
steps      what they all do
"""

from bot.i18n import N_
from bot.speech import agendas as speech
from handlers.agendas import adding, deciding, looking, undoing
from handlers.asks import Binding, Feature, Noun

NOUN = Noun(
    word="agenda",
    about=N_("The weekly agenda, which nobody has to write: see it, add to it, confirm it, record what was decided."),
    examples=(
        N_("add Shortage of welders in Geoje @kim"),
        N_("decide Ask the harbour office for berths @kim by: fri"),
        N_("team export"),
    ),
    grammar=N_(
        "/agenda [all|team KEY]   (as it stands now)\n"
        "/agenda add TEXT [@presenter] [team: KEY]\n"
        "/agenda note TEXT [team: KEY]\n"
        "/agenda confirm [team KEY]\n"
        "/agenda post now [team KEY]\n"
        "/agenda decide TEXT [@owner] [by: DATE] [team: KEY]\n"
        "/agenda undo [N] [team KEY]   (takes the newest decision back, or number N of the minutes)\n"
        "/agenda minutes [team KEY]\n"
        "/agenda file [all|team KEY]   (a paper to print)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "show": Binding(looking.preview, writes=False),
        "add": Binding(adding.add),
        "note": Binding(looking.note),
        "confirm": Binding(looking.confirm),
        "post": Binding(adding.post),
        "decide": Binding(deciding.decide),
        "undo": Binding(undoing.undo),
        "minutes": Binding(looking.minutes, writes=False),
        "file": Binding(looking.file),
    },
    empty=Binding(looking.preview, writes=False),
    line=speech.line,
    free=Binding(looking.preview, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "agendas:confirm": Binding(looking.press_confirm),
        "agendas:note": Binding(looking.press_note, writes=False),
        "agendas:item": Binding(adding.press_item, writes=False),
        "agendas:tell_minutes": Binding(looking.tell_minutes),
        "agendas:carried": Binding(deciding.show_carried, writes=False),
        "agendas:undo": Binding(undoing.press_undo),
        "agendas:do": Binding(deciding.do, writes=False),
        "agendas:drop": Binding(deciding.drop),
        "agendas:split": Binding(deciding.split, writes=False),
        "agendas:escalate": Binding(deciding.escalate),
    },
    forms={
        "agendas:save_item": Binding(adding.save_item),
        "agendas:save_note": Binding(looking.save_note),
        "agendas:save_decision": Binding(deciding.save_decision),
        "agendas:save_split": Binding(deciding.save_split),
    },
)
