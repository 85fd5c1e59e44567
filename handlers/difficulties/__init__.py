"""Difficulties: raised in one line or by a form, and led through their life until the company has been told.

raising   by line or form; edit, undo          living   every step of its life
looking   show and list                        steps    what all of them do
referring asked of a partner
"""

from typing import Final

from bot.i18n import N_
from bot.speech import difficulties as speech
from handlers.asks import Binding, Feature, Listener, Noun
from handlers.difficulties import living, looking, raising, referring
from handlers.difficulties.steps import ASSIGNED, ESCALATED, on_old_cards

__all__ = ["ASSIGNED", "ESCALATED", "FEATURE", "NOUN"]

_VERBS: Final[dict[str, tuple[Listener, bool]]] = {  # word → what it does, whether it writes
    "list": (looking.list_, False),
    "show": (looking.show, False),
    "assign": (living.assign, True),
    "start": (living.start, True),
    "note": (living.note, True),
    "task": (living.make_task, True),
    "refer": (referring.refer, True),
    "withdraw": (referring.withdraw, True),
    "letter": (referring.letter, False),
    "answer": (living.answer, True),
    "close": (living.close, True),
    "reopen": (living.reopen, True),
    "decline": (living.decline, True),
    "merge": (living.merge, True),
    "escalate": (living.escalate, True),
    "edit": (raising.edit, False),
    "undo": (raising.undo, True),
}
_BUTTONS: Final = (
    "assign",
    "start",
    "note",
    "task",
    "answer",
    "close",
    "reopen",
    "edit",
    "undo",
    "refer",
    "withdraw",
    "letter",
)

NOUN = Noun(
    word="difficulty",
    about=N_("Record what a company suffers from or asks for; see to it that it is answered."),
    examples=(
        N_("short of welders from: Geoje Shipyard #labour #urgent"),
        N_("assign D-7 @kim by: fri"),
        N_("answer D-7 the rule changes in March"),
    ),
    grammar=N_(
        "/difficulty TEXT [from: ORGANISATION] [@person] [team: KEY] [by: DATE] [#category] [#urgent]\n"
        "/difficulty list [open|mine|late|referred|all|team KEY]\n"
        "/difficulty show|start|task|close|edit|undo D-7\n"
        "/difficulty refer D-7 ORGANISATION [by: DATE]   (ask a partner; `refer D-7` alone: the form)\n"
        "/difficulty letter|withdraw D-7   (the draft of the letter; no longer ask)\n"
        "/difficulty assign D-7 @person [by: DATE]\n"
        "/difficulty note|answer|decline|reopen D-7 TEXT\n"
        "/difficulty merge D-7 D-9   (the first goes into the second)\n"
        "/difficulty escalate D-7 [team: KEY]\n"
        "/difficulty   (the form)"
    ),
    subcommands=speech.subcommands,
    verbs={word: Binding(run, writes=writes) for word, (run, writes) in _VERBS.items()},
    empty=Binding(raising.open_form, writes=False),
    line=speech.line,
    free=Binding(raising.record),
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        f"difficulties:{word}": Binding(on_old_cards(_VERBS[word][0]), writes=_VERBS[word][1]) for word in _BUTTONS
    },
    forms={
        "difficulties:save": Binding(raising.save),
        "difficulties:change": Binding(raising.change),
        "difficulties:assigned": Binding(living.save_assignment),
        "difficulties:answered": Binding(living.save_answer),
        "difficulties:declined": Binding(living.save_declined),
        "difficulties:noted": Binding(living.save_note),
        "difficulties:reopened": Binding(living.save_reopened),
        "difficulties:referred": Binding(referring.save_referral),
        "difficulties:replied": Binding(referring.save_reply),
    },
)
