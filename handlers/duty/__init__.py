"""Duty on holidays and weekends: for key issues and difficulties, those concerned first.

looking   who is on now, the roster, the hand-over       making     a month is shared out, somebody is named, settings
swapping  swap, volunteer, confirm                        writing    the log
steps     what all of them do
"""

from bot.i18n import N_
from bot.speech import duty as speech
from handlers.asks import Binding, Feature, Noun
from handlers.duty import looking, making, swapping, writing

__all__ = ["FEATURE", "NOUN"]

NOUN = Noun(
    word="duty",
    about=N_(
        "Who is there on holidays and weekends for key issues and difficulties: those concerned first, then by turns."
    ),
    examples=(
        N_("roster december"),
        N_("swap 12/25 @kim for 1/1"),
        N_("log power cut at the terminal, crew on site D-7"),
    ),
    grammar=N_(
        "/duty   (who is on now, and next)\n"
        "/duty roster [MONTH|mine]\n"
        "/duty swap DATE @person [for DATE]   (they are asked; nothing changes until they accept)\n"
        "/duty accept|decline DATE     /duty confirm [DATE]     /duty volunteer DATE\n"
        "/duty log TEXT [D-7|T-3]…   (on duty; the line stands with them too)     /duty undo\n"
        "/duty handover [DATE]   (the log of a shift)\n"
        "/duty generate [MONTH] [again]     /duty assign DATE @person     /duty settings   (the secretariat)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "roster": Binding(looking.roster, writes=False),
        "generate": Binding(making.generate, may="duty.run"),
        "swap": Binding(swapping.swap),
        "accept": Binding(swapping.accept),
        "decline": Binding(swapping.decline),
        "volunteer": Binding(swapping.volunteer),
        "confirm": Binding(swapping.confirm),
        "assign": Binding(making.assign, may="duty.run"),
        "log": Binding(writing.log),
        "undo": Binding(writing.undo),
        "handover": Binding(looking.handover, writes=False),
        "settings": Binding(making.open_settings, may="duty.run", writes=False),
    },
    empty=Binding(looking.now, writes=False),
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "duty:open_log": Binding(writing.open_form, writes=False),
        "duty:undo": Binding(writing.undo),
        "duty:open_swap": Binding(swapping.open_swap, writes=False),
        "duty:accept": Binding(swapping.accept),
        "duty:decline": Binding(swapping.decline),
        "duty:open_volunteer": Binding(swapping.open_volunteer, writes=False),
        "duty:confirm": Binding(swapping.confirm),
        "duty:undo_roster": Binding(making.undo_roster, may="duty.run"),
        "duty:open_assign": Binding(making.open_assign, may="duty.run", writes=False),
        "duty:open_settings": Binding(making.open_settings, may="duty.run", writes=False),
    },
    forms={
        "duty:save_log": Binding(writing.save),
        "duty:save_swap": Binding(swapping.save_swap),
        "duty:save_volunteer": Binding(swapping.save_volunteer),
        "duty:save_assign": Binding(making.save_assign, may="duty.run"),
        "duty:save_settings": Binding(making.save_settings, may="duty.run"),
    },
)
