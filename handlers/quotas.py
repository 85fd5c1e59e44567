"""The weekly quota of visits: a team's, and one's own."""

import datetime as dt

from bot.blocks import visits as blocks
from bot.domain.quotas import Absence, tallies, tally, week_of
from bot.domain.visits import Tally
from bot.refusals import Refusal
from bot.speech.filters import TeamWeek
from handlers.asks import Ask, Reply, Say
from storage import people, visits


def of_team(ask: Ask) -> Reply:
    """A team's week against its quotas; without a team, that of my own."""
    wanted: TeamWeek = ask.args
    key = ask.directory.pick_team(wanted.team).key if wanted.team else (ask.directory.teams_of(ask.who.id) or ("",))[0]
    team = ask.directory.team(key)
    if team is None:
        raise Refusal("You are in no team yet. Name one: `/visit quota team KEY`.")
    first, last = (wanted.week.first, wanted.week.last) if wanted.week else week_of(ask.today)
    found = tallies(
        ask.directory.visitors(team.key),
        visits.counted(ask.session, ask.ws, first, last, ask.workspace.counted_kinds),
        first,
        last,
        ask.workspace.calendar.is_working,
        _absences(ask, first, last),
    )
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
        _absences(ask, first, last),
    )


def _absences(ask: Ask, first: dt.date, last: dt.date) -> list[Absence]:
    """Who is away in these days."""
    return [
        Absence(one.person, one.first, one.last, one.half) for one in people.leaves(ask.session, ask.ws, first, last)
    ]
