"""The inspection plan: items by field, what counts for them, and where nobody has been.

making     items and fields; edit, undo, delete      counting   by hand, by a tag, from a visit's card
looking    the plan, one item, the coverage          steps      what all of them do
"""

from bot.i18n import N_
from bot.speech import plans as speech
from handlers import sheets
from handlers.asks import Binding, Feature, Noun
from handlers.plans import counting, looking, making
from handlers.plans.looking import COVERAGE

__all__ = ["COVERAGE", "FEATURE", "NOUN"]

NOUN = Noun(
    word="plan",
    about=N_("What is to be inspected, by field, and how far it is."),
    examples=(
        N_("add Export sites field: trade period: 2026-H2 target: 24 #export"),
        N_("count V-12 P-3"),
        N_("coverage"),
    ),
    grammar=N_(
        "/plan   (by field, with bars)\n"
        "/plan list [behind|mine|team KEY|field F]\n"
        "/plan add ITEM [field: F] [period: 2026|2026-H2|2026-Q4|DATES] [target: N] [team: KEY] [@owner] [#tag]…\n"
        "   (visits with these kinds, sectors and regions count by themselves; `add` alone: the form)\n"
        "/plan count|uncount V-12 ITEM   (by hand; or log a visit with #P-3)\n"
        "/plan show|edit|undo|delete ITEM   (P-3, or its name)\n"
        "/plan coverage   (sector by region, the last 90 days)\n"
        "/plan field [KEY NAME / NAME]   (the fields; the secretariat records one)\n"
        "/plan import [undo] | export   (a spreadsheet of items and fields)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "list": Binding(looking.overview, writes=False),
        "show": Binding(looking.show, writes=False),
        "add": Binding(making.add, may="plans.create"),
        "edit": Binding(making.edit, writes=False),
        "count": Binding(counting.count),
        "uncount": Binding(counting.uncount),
        "field": Binding(making.field),
        "coverage": Binding(looking.coverage),
        "undo": Binding(making.undo),
        "delete": Binding(making.delete),
        "import": sheets.importing("plan"),
        "export": sheets.exporting("plan"),
    },
    empty=Binding(looking.overview, writes=False),
    line=speech.line,
    free=Binding(looking.show, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "plans:new": Binding(making.open_form, may="plans.create", writes=False),
        "plans:edit": Binding(making.edit, writes=False),
        "plans:delete": Binding(making.delete),
        "plans:coverage": Binding(looking.coverage),
        "plans:count": Binding(counting.open_form, writes=False),
    },
    forms={
        "plans:save": Binding(making.save, may="plans.create"),
        "plans:change": Binding(making.change),
        "plans:counted": Binding(counting.counted),
    },
)
