"""Visits are looked at: one, and lists of them."""

import dataclasses

from bot.blocks import visits as blocks
from bot.domain.organisations import Organisation
from bot.domain.people import Person
from bot.domain.refs import Ref
from bot.domain.teams import Team
from bot.speech.filters import Filter
from handlers.asks import Ask, Reply, Say
from handlers.meaning import meant, organisation_of
from handlers.plans import counting
from handlers.visits.steps import facts_of, one_of
from storage import visits
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
        found: Team | Organisation | Person = organisation_of(ask, wanted.organisation)
    elif wanted.team:
        found = ask.directory.pick_team(wanted.team)
    elif wanted.name:
        found = meant(ask, wanted.name)
    else:
        found = ask.directory.pick_anybody(wanted.person.id, wanted.person.name) if wanted.person else ask.who
    match found:
        case Organisation():
            return Choice(organisation=found.number, first=first, last=last)
        case Team():
            return Choice.of(homes(ask.session, ask.directory).whose(found.key), first, last)
    return Choice(people=frozenset({found.id}), first=first, last=last)
