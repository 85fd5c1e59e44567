"""`/muster`: the state of things, and what administrators do. Each verb lives with its noun; this file gathers them."""

from bot.i18n import N_
from bot.speech import musters as speech
from handlers import (
    audits,
    checkups,
    exports,
    finding,
    forgetting,
    leaves,
    ledger,
    moves,
    people,
    settings,
    status,
    traces,
)
from handlers.asks import Binding, Feature, Noun

VERBS: dict[str, Binding] = {
    **status.VERBS,
    **finding.VERBS,
    **people.VERBS,
    **leaves.VERBS,
    **moves.VERBS,
    **forgetting.VERBS,
    **exports.VERBS,
    **audits.VERBS,
    **settings.VERBS,
    **ledger.VERBS,
    **checkups.VERBS,
    **traces.VERBS,
}

NOUN = Noun(
    word="muster",
    about=N_("The state of things, what waits for me, and settings. Every command works behind it: `/muster visit …`."),
    examples=(N_("status team export"), N_("find welders"), N_("away @kim 12/24~12/26")),
    grammar=N_(
        "/muster   (the state of my team)\n"
        "/muster status [team KEY|@person] [week|month]\n"
        "/muster find WORDS | find tasks: WORDS | trace V-12   (from the visit to the evaluation)\n"
        "/muster visit|difficulty|task|team|agenda|evaluate|org|plan|meeting|survey|indicator|duty …\n"
        "/muster away [@person] DATES [@deputy] | away list | away cancel …\n"
        "/muster people [@person [grade: … role: … team: KEY] | import [undo] | export]\n"
        "/muster transfer @from @to   (a personnel move; `transfer` alone: the form)\n"
        "/muster settings [leadership #channel | admin #channel | grades | words]\n"
        "/muster setup | audit V-12 | preview 7d | ledger | export | forget @person | doctor"
    ),
    subcommands=speech.subcommands,
    verbs=VERBS,
    empty=status.EMPTY,
    prose=False,
)

FEATURE = Feature(noun=NOUN)
