"""The weekly quota of visits: a team's, and one's own."""

import datetime as dt

from bot.blocks import visits as blocks
from bot.domain.quotas import tally, week_of
from bot.domain.teams import Team
from bot.domain.visits import Tally
from bot.refusals import Refusal
from bot.speech.filters import TeamWeek
from handlers.asks import Ask, Reply, Say
from storage import visits
from storage.homes import absences, homes, tallied


def of_team(ask: Ask) -> Reply:
    """A team's week against its quotas; without a team, that of my own."""
    wanted: TeamWeek = ask.args
    first, last = (wanted.week.first, wanted.week.last) if wanted.week else week_of(ask.today)
    team = ask.directory.pick_team(wanted.team) if wanted.team else _mine(ask, first, last)
    if team is None:
        raise Refusal("You are in no team yet. Name one: `/visit quota team KEY`.")
    found = tallied(ask.session, ask.directory, team.key, first, last)
    return Say(blocks.quota_card(ask.t, found, ask.directory, first, team.name(ask.lang)))


def own(ask: Ask, day: dt.date) -> Tally | None:
    """How the asker stands in the week of `day`; None without a quota, or for another week than this."""
    if not ask.who.quota or week_of(day) != week_of(ask.today):
        return None
    first, last = week_of(day)
    return tally(
        ask.who,
        visits.counted_one(ask.session, ask.ws, ask.who.id, first, last, ask.workspace.counted_kinds),
        first,
        last,
        ask.workspace.calendar.is_working,
        absences(ask.session, ask.ws, first, last),
    )


def _mine(ask: Ask, first: dt.date, last: dt.date) -> Team | None:
    """The team to which the asker owes these days; who moved in them is still in the one before."""
    before = homes(ask.session, ask.directory).owed_to(ask.who.id, first, last)
    return ask.directory.team(before or (ask.directory.teams_of(ask.who.id) or ("",))[0])
