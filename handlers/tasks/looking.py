"""Looking at tasks: one, or a list."""

from dataclasses import replace

from bot.blocks import tasks as blocks
from bot.domain.tasks import TaskState, find_programme, pick_programme
from bot.domain.teams import Team
from bot.refusals import Refusal
from bot.speech.people import Mention
from bot.speech.tasks import TaskFilter, Which
from handlers import sheets
from handlers.asks import Ask, Reply, Say
from handlers.tasks.steps import card_of, one_of
from storage import tasks
from storage.tasks import Choice


def show(ask: Ask) -> Reply:
    return Say(card_of(ask, one_of(ask, look=True), ask.t, history=blocks.ALL))


def list_(ask: Ask) -> Reply:
    """Those that are open, mine, late, stale, done, of a person, a team or a programme, or all that there ever were."""
    choice, title = _choice(ask, ask.args)
    total = tasks.count(ask.session, ask.ws, choice)
    found = tasks.find_chosen(ask.session, ask.ws, choice, blocks.PAGE, (ask.page - 1) * blocks.PAGE)
    if choice.due_before is not None:
        title = _with_blocked(ask, choice, title)
    return Say(blocks.list_card(ask.t, found, total, ask.directory, ask.today, title, ask.words, ask.page))


def export(ask: Ask) -> Reply:
    """The same choice as a file; without a filter all that there ever were."""
    choice, _title = _choice(ask, ask.args)
    return sheets.export(ask, "tasks", choice.as_json())


def _with_blocked(ask: Ask, late: Choice, title: str) -> str:
    """How many of the late ones are blocked: elsewhere they are counted as that."""
    both = tasks.count(ask.session, ask.ws, replace(late, states=frozenset({TaskState.BLOCKED})))
    if not both:
        return title
    return ask.t.many_plain("{title}, {n} of them blocked", "{title}, {n} of them blocked", both, title=title)


def _choice(ask: Ask, wanted: TaskFilter) -> tuple[Choice, str]:
    """Which tasks, and what the list is called."""
    t = ask.t
    name = wanted.name or ""
    match wanted.which:
        case Which.MINE:
            found = Choice(owner=ask.who.id), ask.who.name
        case Which.PERSON if wanted.person is not None:
            found = _of_person(ask, wanted.person)
        case Which.TEAM:
            found = _of_team(ask, ask.directory.pick_team(name))
        case Which.PROGRAMME:
            found = _of_programme(ask, name)
        case Which.LATE:
            found = Choice(due_before=ask.today), t.plain("late, of all teams")
        case Which.STALE:
            stale = Choice.stale(ask.now, ask.workspace.today(ask.now))
            found = stale, t.plain("without an update for two weeks, of all teams")
        case Which.DONE:
            found = Choice(states=frozenset({TaskState.DONE}), newest_first=True), t.plain("done, of all teams")
        case Which.ALL:
            found = Choice(states=frozenset(TaskState), newest_first=True), t.plain("in any state, of all teams")
        case _:
            found = Choice(), t.plain("not finished, of all teams")
    return found


def _of_team(ask: Ask, team: Team) -> tuple[Choice, str]:
    return Choice(team=team.key), team.name(ask.lang)


def _of_person(ask: Ask, who: Mention) -> tuple[Choice, str]:
    """A team may be written with @ as well, where nobody is called so."""
    team = None if who.id or ask.directory.called(who.name) else ask.directory.find_team(who.name)
    if team is not None and team.active:
        return _of_team(ask, team)
    person = ask.directory.pick_anybody(who.id, who.name)
    return Choice(owner=person.id), person.name


def _of_programme(ask: Ask, name: str) -> tuple[Choice, str]:
    """A name alone is a programme's; a team's or a colleague's, where no programme is called so."""
    programmes = tasks.programmes(ask.session, ask.ws)
    team = ask.directory.find_team(name)
    if find_programme(programmes, name) is None:
        if team is not None and team.active:
            return _of_team(ask, team)
        if len(ask.directory.called(name)) == 1:
            return _of_person(ask, Mention(None, name))
    elif team is not None and team.active:
        raise Refusal(
            "“{name}” is a programme and a team. Type `list in: {programme}` or `list team {team}`.",
            name=name,
            programme=pick_programme(programmes, name).key,
            team=team.key,
        )
    programme = pick_programme(programmes, name)
    return Choice(programme=programme.key), programme.name(ask.lang)
