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
    choice, title = _choice(ask, ask.args)
    total = difficulties.count(ask.session, ask.ws, choice)
    found = difficulties.find_chosen(ask.session, ask.ws, choice, blocks.PAGE, (ask.page - 1) * blocks.PAGE)
    return Say(blocks.list_card(ask.t, found, total, ask.directory, ask.today, title, ask.words, ask.page))


def _choice(ask: Ask, wanted: DifficultyFilter) -> tuple[Choice, str]:
    """Which difficulties, and what the list is called."""
    t = ask.t
    match wanted.which:
        case Which.MINE:
            found = Choice(states=UNSETTLED | {DifficultyState.ANSWERED}, owner=ask.who.id), ask.who.name
        case Which.LATE:
            found = Choice(due_before=ask.today), t.plain("late, of all teams")
        case Which.REFERRED:
            found = Choice(states=frozenset({DifficultyState.REFERRED})), t.plain("with a partner, of all teams")
        case Which.TEAM:
            team = ask.directory.pick_team(wanted.team or "")
            found = Choice(team=team.key), team.name(t.lang)
        case Which.ALL:
            states = frozenset(DifficultyState) - {DifficultyState.UNDONE}
            found = Choice(states=states, newest_first=True), t.plain("in any state, of all teams")
        case _:
            found = Choice(), t.plain("unsettled, of all teams")
    return found
