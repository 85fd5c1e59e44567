"""The directory of organisations: found despite their spelling, shown with what we know of them, merged.

looking   find, show, list                    changing   by line or form
merging   two that are one, and undoing it    meaning    a visit or a difficulty was of one that is known already
"""

from bot.i18n import N_
from bot.speech import organisations as speech
from handlers import sheets
from handlers.asks import Binding, Feature, Noun
from handlers.organisations import changing, looking, meaning, merging

NOUN = Noun(
    word="org",
    about=N_("The directory of companies, associations, institutes, agencies and local governments."),
    examples=(N_("find Geoje"), N_("add Geoje Shipyard #company #shipbuilding"), N_("list #association")),
    grammar=N_(
        "/org find NAME   (a part of it, or initial consonants such as ㄷㅎㅈㅁ)\n"
        "/org add NAME [#kind] [#partner] [#sector] [#region]   (or `add` alone: the form)\n"
        "/org show|edit O-9   (or a name)\n"
        "/org list [#company|#economic|#association|#institute|#agency|#local|#partner]\n"
        "/org links   (the homepages of all partners)\n"
        "/org merge O-9 O-12   (the first goes into the second; `undo O-9` takes it back)\n"
        "/org import [undo] | export   (a spreadsheet)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "find": Binding(looking.find, writes=False),
        "add": Binding(changing.add, may="organisations.change"),
        "show": Binding(looking.show, writes=False),
        "list": Binding(looking.list_, writes=False),
        "edit": Binding(changing.edit, may="organisations.change", writes=False),
        "links": Binding(looking.links, writes=False),
        "merge": Binding(merging.preview, may="organisations.merge", writes=False),
        "undo": Binding(merging.undo),
        "import": sheets.importing("organisations"),
        "export": sheets.exporting("organisations"),
    },
    empty=Binding(looking.list_, writes=False),
    line=speech.line,
    free=Binding(looking.show, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "organisations:new": Binding(changing.new, may="organisations.change", writes=False),
        "organisations:edit": Binding(changing.edit, may="organisations.change", writes=False),
        "organisations:merge": Binding(merging.merge, may="organisations.merge"),
        "organisations:unmerge": Binding(merging.undo),
        "organisations:meant": Binding(meaning.meant),
        "organisations:visit": Binding(looking.log_visit, writes=False),
    },
    forms={
        "organisations:save": Binding(changing.save, may="organisations.change"),
        "organisations:change": Binding(changing.change, may="organisations.change"),
    },
)
