"""The state of things, for whoever leads and for everybody's own."""

import dataclasses
import datetime as dt

from bot.blocks import status as blocks
from bot.domain.calendars import DAY, month_end
from bot.domain.people import Person
from bot.domain.permissions import check, may, subject
from bot.domain.quotas import week_of
from bot.domain.teams import Team
from bot.speech.filters import Period
from bot.speech.musters import Status
from handlers.asks import Ask, Binding, Reply, Say
from handlers.meaning import meant
from storage import owing
from storage import status as states

WEEKS = 8  # of visits before this one, as a small picture


def mine(ask: Ask) -> Reply:
    """`/muster` alone: my team; for the leadership, whose home is above the teams, the organisation."""
    return _said(ask, Status(), _days(ask, Period.WEEK))


def status(ask: Ask) -> Reply:
    """`/muster status [team KEY|@person] [week|month]`."""
    wanted: Status = ask.args
    days = _days(ask, wanted.period)
    if wanted.name:
        found = meant(ask, wanted.name, places=False)
        person = found if isinstance(found, Person) else None
        if isinstance(found, Team):
            wanted = dataclasses.replace(wanted, team=found.key)
    else:
        person = ask.directory.pick(wanted.person.id, wanted.person.name) if wanted.person else None
    if person is None:
        return _said(ask, wanted, days)
    if person.id != ask.who.id:
        check(ask.actor, "status.others", subject(teams=ask.directory.teams_of(person.id)))
    owed = owing.owing(ask.session, ask.directory, person, ask.now, ask.today)
    if wanted.period is not Period.WEEK:
        owed = dataclasses.replace(owed, tally=owing.my_tally(ask.session, ask.directory, person, *days))
    return Say(blocks.person_card(ask.t, person.name, owed, *days))


def _said(ask: Ask, wanted: Status, days: tuple[dt.date, dt.date]) -> Reply:
    first, last = days
    my = owing.owing(ask.session, ask.directory, ask.who, ask.now, ask.today)
    key = ask.directory.pick_team(wanted.team).key if wanted.team else _my_team(ask)
    if key:
        state = states.team_state(ask.session, ask.directory, key, first, last, ask.today, WEEKS)
        return Say(blocks.status_card(ask.t, ask.directory, state, (), None if wanted.team else my))
    whole = states.organisation_state(ask.session, ask.directory, first, last, ask.today, WEEKS)
    teams = states.team_states(ask.session, ask.directory, first, last, ask.today)
    gathered = may(ask.actor, "agendas.all", subject(teams=ask.directory.tops))
    return Say(blocks.status_card(ask.t, ask.directory, whole, teams, my, gathered=gathered))


def _my_team(ask: Ask) -> str:
    """The team whose state is mine: the one I lead, else my home; "" (everything) above all teams."""
    led = ask.directory.leads_of(ask.who.id)
    home = ask.directory.home(ask.who.id)
    top = home is None or home.key in ask.directory.tops
    if led:
        return "" if top and home is not None and home.key in led else led[0]
    return "" if top else (home.key if home else "")


def _days(ask: Ask, period: Period) -> tuple[dt.date, dt.date]:
    if period in (Period.WEEK, Period.LAST_WEEK):
        return week_of(ask.today if period is Period.WEEK else ask.today - 7 * DAY)
    first = ask.today.replace(day=1)
    if period is Period.LAST_MONTH:
        first = (first - DAY).replace(day=1)
    return first, month_end(first)


EMPTY = Binding(mine, writes=False, private=True)
VERBS: dict[str, Binding] = {"status": Binding(status, writes=False, private=True)}
