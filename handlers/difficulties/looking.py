"""Looking at difficulties: one, or a list."""

from bot.blocks import difficulties as blocks
from bot.domain.difficulties import UNSETTLED, DifficultyState
from bot.speech.difficulties import DifficultyFilter, Which
from handlers.asks import Ask, Reply, Say
from handlers.difficulties.steps import card_of, one_of
from storage import difficulties
from storage.difficulties import Choice


def show(ask: Ask) -> Reply:
    return Say(card_of(ask, one_of(ask, look=True), ask.t, history=blocks.ALL))


def list_(ask: Ask) -> Reply:
    """Those that are open, mine, late, with a partner, of a team, or all that there ever were."""
    choice = _choice(ask, ask.args)
    total = difficulties.count(ask.session, ask.ws, choice)
    found = difficulties.find_chosen(ask.session, ask.ws, choice, blocks.PAGE, (ask.page - 1) * blocks.PAGE)
    return Say(blocks.list_card(ask.t, found, total, ask.directory, ask.today, ask.words, ask.page))


def _choice(ask: Ask, wanted: DifficultyFilter) -> Choice:
    match wanted.which:
        case Which.MINE:
            return Choice(states=UNSETTLED | {DifficultyState.ANSWERED}, owner=ask.who.id)
        case Which.LATE:
            return Choice(due_before=ask.today)
        case Which.REFERRED:
            return Choice(states=frozenset({DifficultyState.REFERRED}))
        case Which.TEAM:
            return Choice(team=ask.directory.pick_team(wanted.team or "").key)
        case Which.ALL:
            return Choice(states=frozenset(DifficultyState) - {DifficultyState.UNDONE}, newest_first=True)
    return Choice()
