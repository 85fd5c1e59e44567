"""Surveys: made in steps, asked in channels and on a page, answered, closed, and what came of them.

making      the steps of a new one, opened, closed, taken back      answering   by a button, a form, for a company
looking     one, a list, results, named answers                     page        for companies outside Slack
steps       what all of them do
"""

from bot.i18n import N_
from bot.speech import surveys as speech
from handlers.asks import Binding, Feature, Noun
from handlers.surveys import answering, looking, making

NOUN = Noun(
    word="survey",
    about=N_("Ask people and companies at any time, anonymously or with names; see what came of it, wave by wave."),
    examples=(N_("new"), N_("record S-3 Geoje Shipyard"), N_("results S-3")),
    grammar=N_(
        "/survey new   (the form, step by step)\n"
        "/survey list [all]\n"
        "/survey show|edit|open|close S-3\n"
        "/survey answer S-3\n"
        "/survey record S-3 ORGANISATION   (what a company said)\n"
        "/survey results S-3 [WAVE]\n"
        "/survey answers S-3 [WAVE]   (where names are kept)\n"
        "/survey link S-3 [off]   (the address of its web page)\n"
        "/survey undo|delete S-3   (a draft, or what nobody has answered)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "new": Binding(making.new, writes=False),
        "list": Binding(looking.list_, writes=False),
        "show": Binding(looking.show, writes=False),
        "edit": Binding(making.edit, writes=False),
        "open": Binding(making.open_),
        "answer": Binding(answering.answer, may="anyone", writes=False),
        "results": Binding(looking.results, writes=False, private=True),
        "answers": Binding(looking.answers, writes=False, private=True),
        "record": Binding(answering.record, writes=False),
        "link": Binding(making.link),
        "close": Binding(making.close),
        "undo": Binding(making.undo),
        "delete": Binding(making.delete),
    },
    empty=Binding(looking.list_, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "surveys:new": Binding(making.new, writes=False),
        "surveys:edit": Binding(making.edit, writes=False),
        "surveys:ask": Binding(making.add_question, writes=False),
        "surveys:reword": Binding(making.reword, writes=False),
        "surveys:open": Binding(making.open_),
        "surveys:close": Binding(making.close),
        "surveys:delete": Binding(making.delete),
        "surveys:link": Binding(making.link),
        "surveys:choose": Binding(answering.choose, may="anyone"),
        "surveys:answer": Binding(answering.answer, may="anyone", writes=False),
        "surveys:whose": Binding(answering.ask_whose, writes=False),
        "surveys:difficulty": Binding(looking.make_difficulty, writes=False),
        "surveys:task": Binding(looking.make_task, writes=False),
    },
    forms={
        "surveys:save": Binding(making.save),
        "surveys:change": Binding(making.change),
        "surveys:question": Binding(making.save_question),
        "surveys:answered": Binding(answering.save, may="anyone"),
        "surveys:named": Binding(answering.go_on, writes=False),
        "surveys:recorded": Binding(answering.save_record),
    },
)
