"""Visits are looked at: one, and lists of them."""

import dataclasses

from bot.blocks import visits as blocks
from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech.filters import Filter
from handlers.asks import Ask, Reply, Say
from handlers.plans import counting
from handlers.visits.steps import facts_of, one_of
from storage import organisations, visits
from storage.homes import homes
from storage.visits import Choice


def show(ask: Ask) -> Reply:
    """One visit as it stands."""
    visit = one_of(ask, undone=True)
    facts = dataclasses.replace(facts_of(ask, visit), plan=counting.items_of(ask, Ref("V", visit.number)))
    return Say(blocks.show_card(ask.t, facts, ask.directory))


def list_(ask: Ask) -> Reply:
    """Visits of mine, of a person, of a team or to an organisation."""
    wanted: Filter = ask.args
    choice = _choice(ask, wanted)
    total = visits.count(ask.session, ask.ws, choice)
    found = visits.find(ask.session, ask.ws, choice, blocks.PAGE, (ask.page - 1) * blocks.PAGE)
    narrowed = wanted not in (Filter(), Filter(mine=True))
    return Say(blocks.list_card(ask.t, found, total, ask.directory, ask.words, ask.page, narrowed=narrowed))


# steps ----------------------------------------------------------------------------------------------------------------


def _choice(ask: Ask, wanted: Filter) -> Choice:
    first, last = (wanted.span.first, wanted.span.last) if wanted.span else (None, None)
    if wanted.organisation:
        known = organisations.find(ask.session, ask.ws, wanted.organisation)
        if known is None:
            raise Refusal(
                "“{name}” is not in the directory. `/org find {name}` looks for it.", name=wanted.organisation
            )
        return Choice(organisation=known.number, first=first, last=last)
    if wanted.team:
        team = ask.directory.pick_team(wanted.team).key
        return Choice.of(homes(ask.session, ask.directory).whose(team), first, last)
    who = ask.directory.pick_anybody(wanted.person.id, wanted.person.name) if wanted.person else ask.who
    return Choice(people=frozenset({who.id}), first=first, last=last)
