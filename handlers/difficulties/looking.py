"""Looking at difficulties: one, or a list."""

from bot.blocks import difficulties as blocks
from bot.domain.difficulties import UNSETTLED, DifficultyState
from bot.domain.organisations import Organisation
from bot.domain.people import Person
from bot.domain.teams import Team
from bot.speech.difficulties import DifficultyFilter, Which
from handlers.asks import Ask, Reply, Say
from handlers.difficulties.steps import card_of, one_of
from handlers.meaning import meant, organisation_of
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
            found = _of(ask, ask.directory.pick_team(wanted.name or ""))
        case Which.ORGANISATION:
            found = _of(ask, organisation_of(ask, wanted.name or ""))
        case Which.NAME:
            found = _of(ask, meant(ask, wanted.name or ""))
        case Which.URGENT:
            found = Choice(urgent=True), t.plain("urgent, of all teams")
        case Which.ALL:
            states = frozenset(DifficultyState) - {DifficultyState.UNDONE}
            found = Choice(states=states, newest_first=True), t.plain("in any state, of all teams")
        case _:
            found = Choice(), t.plain("unsettled, of all teams")
    return found


def _of(ask: Ask, whose: Team | Organisation | Person) -> tuple[Choice, str]:
    """Of a team what is unsettled, of an organisation all that it ever told."""
    if isinstance(whose, Organisation):
        states = frozenset(DifficultyState) - {DifficultyState.UNDONE}
        return Choice(states=states, organisation=whose.number, newest_first=True), whose.name
    if isinstance(whose, Team):
        return Choice(team=whose.key), whose.name(ask.lang)
    return Choice(owner=whose.id), whose.name
