"""Visits: logged in one line or by a form, listed, edited, taken back.

making    by line or form       changing   edit, done, photos, undo
looking   show and list         steps      what all of them do
"""

from bot.i18n import N_
from bot.speech import visits as speech
from handlers import quotas
from handlers.asks import Binding, Feature, Noun
from handlers.visits import changing, looking, making

NOUN = Noun(
    word="visit",
    about=N_("Log that you saw an organisation, in one line or by a form; list, change and count visits."),
    examples=(
        N_("Hankook Precision: orders recover ! late payment #parts @kim on:yesterday"),
        N_("list team export this week"),
        N_("done V-12"),
        N_("photos V-12"),
    ),
    grammar=N_(
        "/visit ORGANISATION [: summary] [! difficulty]… [#tag]… [@person]… [on:DATE]\n"
        "/visit list [me|@person|team KEY|org NAME] [this week|last week|since DATE]\n"
        "/visit show|edit|done|photos|undo|delete V-12\n"
        "/visit quota [team KEY] [week]\n"
        "/visit   (the form)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "list": Binding(looking.list_, writes=False),
        "show": Binding(looking.show, writes=False),
        "done": Binding(changing.done),
        "edit": Binding(changing.edit, writes=False),
        "photos": Binding(changing.add_photos, writes=False),
        "undo": Binding(changing.undo),
        "delete": Binding(changing.delete),
        "quota": Binding(quotas.of_team, writes=False),
    },
    empty=Binding(making.open_form, writes=False),
    line=speech.line,
    free=Binding(making.log),
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "visits:again": Binding(making.log_again),
        "visits:so": Binding(making.log_so),
        "visits:fill": Binding(making.fill_form, writes=False),
        "visits:undated": Binding(making.fill_undated, writes=False),
        "visits:edit": Binding(changing.edit, writes=False),
        "visits:add_photos": Binding(changing.add_photos, writes=False),
        "visits:done": Binding(changing.done),
        "visits:undo": Binding(changing.undo),
    },
    forms={
        "visits:save": Binding(making.save),
        "visits:change": Binding(changing.change),
        "visits:photos": Binding(changing.save_photos),
    },
)
