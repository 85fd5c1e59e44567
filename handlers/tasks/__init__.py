"""Tasks: added in one line or by a form, and led through their life: updated, moved, blocked, done.

adding       by line or form; edit, undo        living     every step of its life
looking      show and list                      steps      what all of them do
programmes   the portfolios that they belong to
"""

from typing import Final

from bot.i18n import N_
from bot.speech import tasks as speech
from handlers import sheets
from handlers.asks import Binding, Feature, Listener, Noun
from handlers.tasks import adding, living, looking, programmes
from handlers.tasks.steps import ASSIGNED, on_old_cards

__all__ = ["ASSIGNED", "FEATURE", "NOUN"]

_VERBS: Final[dict[str, tuple[Listener, bool]]] = {  # word → what it does, whether it writes
    "add": (adding.add, True),
    "list": (looking.list_, False),
    "show": (looking.show, False),
    "update": (living.update, True),
    "done": (living.finish, True),
    "block": (living.block, True),
    "move": (living.move, True),
    "assign": (living.assign, True),
    "edit": (adding.edit, False),
    "drop": (living.drop, True),
    "reopen": (living.reopen, True),
    "undo": (adding.undo, True),
    "programme": (programmes.programme, True),
}
_BUTTONS: Final = {  # a step's button → its word
    **{word: word for word in ("update", "block", "move", "assign", "edit", "reopen", "undo")},
    "finish": "done",
}

NOUN = Noun(
    word="task",
    about=N_("Plan work and say how it goes, in one line; what is late, blocked or silent is seen."),
    examples=(
        N_("T-12 60% prototype passed, on track; next: field test"),
        N_("add Repair the crane @kim due: 12/24 in: 100"),
        N_("move T-12 12/24 parts arrive late"),
    ),
    grammar=N_(
        "/task T-12 [60%] [text] [, on track|at risk] [; next: text]\n"
        "/task add TITLE [@owner] [team: KEY] [start: DATE] [due: DATE] [in: PROGRAMME] [under: T-3]\n"
        "/task list [open|mine|@person|team KEY|late|stale|done|all|PROGRAMME]\n"
        "/task show|done|edit|undo T-12\n"
        "/task move T-12 DATE REASON\n"
        "/task block|drop|reopen T-12 REASON\n"
        "/task assign T-12 @person\n"
        "/task import [undo]   (a spreadsheet, shown before anything changes)\n"
        "/task export [mine|team KEY|PROGRAMME|…]   (a spreadsheet, by direct message)\n"
        "/task programmes   (the secretariat adds one: /task programme KEY NAME)\n"
        "/task   (the form)"
    ),
    subcommands=speech.subcommands,
    verbs={
        **{word: Binding(run, writes=writes) for word, (run, writes) in _VERBS.items()},
        "import": sheets.importing("tasks"),
        "export": Binding(looking.export),
    },
    empty=Binding(adding.open_form, writes=False),
    line=speech.update,
    free=Binding(living.update),
    numbers=True,
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        **{
            f"tasks:{step}": Binding(on_old_cards(_VERBS[word][0]), writes=_VERBS[word][1])
            for step, word in _BUTTONS.items()
        },
        "tasks:programme": Binding(programmes.open_form, may=programmes.RECORDS, writes=False),
    },
    forms={
        "tasks:save": Binding(adding.save),
        "tasks:change": Binding(adding.change),
        "tasks:updated": Binding(living.save_update),
        "tasks:blocked": Binding(living.save_block),
        "tasks:moved": Binding(living.save_move),
        "tasks:assigned": Binding(living.save_assignment),
        "tasks:dropped": Binding(living.save_drop),
        "tasks:reopened": Binding(living.save_reopened),
        "tasks:programme": Binding(programmes.save, may=programmes.RECORDS),
    },
)
