"""The weekly agenda, unasked: a draft to the lead, the post to the team's channel, the gathered one to the leadership.

Part 0 is made when it is claimed: in that transaction the agenda is frozen, and all its messages are kept, so that the
thread says what the post counted.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.blocks.agendas import cards, gathered, posts
from bot.blocks.kit import Card
from bot.domain import agendas as rules
from bot.domain.agendas import Agenda, AgendaFacts, Gathered, weeks
from bot.domain.directory import Directory
from bot.domain.ledger import File, Message, Payload, Post
from bot.domain.teams import Team
from bot.i18n import speaking
from schedules.targets import Target
from storage import Session, agendas
from storage.directories import directory

ALL = ""  # the team of the gathered agenda's record


def draft(session: Session, post: Post, _now: dt.datetime) -> Payload | None:
    """To the lead who has not confirmed yet: what will be posted."""
    people = directory(session, post.workspace)
    team = people.team(post.args.get("target")) if people else None
    if people is None or team is None:
        return None
    agenda = _draft(session, people, team, post.occurrence)
    lead = people.person(post.person)
    if agenda is None or lead is None or not lead.works_here:
        return None
    t = speaking(replace(people.voice_of(lead), zone=people.zone_of_team(team)), agenda.today)
    return _message(cards.draft(t, agenda, people).message())


def post(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """A team's agenda: frozen with its first part, whose thread has the detail."""
    people = directory(session, post.workspace)
    team = people.team(post.args.get("target")) if people else None
    if people is None or team is None or not team.active:
        return None
    if post.part:
        return _kept(session, post, team.key, post.part)
    facts = agendas.freeze(session, people, team, post.occurrence, post.due, now)
    agenda = rules.compose(facts)
    if agenda.silent:
        return None
    t = speaking(people.voice_of_team(team), agenda.today)
    return _keep(session, post, facts, [posts.post(t, agenda, people), *posts.thread(t, agenda, people)])


def leadership(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The agenda of all teams: the post, then (behind the chart) what needs a decision."""
    people = directory(session, post.workspace)
    if people is None:
        return None
    if post.part:
        return _kept(session, post, ALL, post.part - 1)  # the chart took one
    week = _gathered(session, people, post, now, freezes=True)
    if not week.agendas:
        return None
    t = speaking(people.voice_of_team(None), week.until.date())
    pages = [gathered.post(t, week, people), *gathered.thread(t, week, people)]
    return _keep(session, post, None, pages)


def chart(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The picture in the leadership's thread. Slow, and only reads: its first part has frozen what it shows."""
    from bot.charts.agenda import agenda_chart  # matplotlib takes half a second

    people = directory(session, post.workspace)
    if people is None:
        return None
    week = _gathered(session, people, post, now, freezes=False)
    if not week.agendas:
        return None
    t = speaking(people.voice_of_team(None), week.until.date())
    names = {agenda.team.key: agenda.team.name(t.lang) for agenda in week.agendas}
    made = agenda_chart(t, rules.chart(week, names, t.plain("All teams")))
    return File(f"agenda-{post.occurrence}.png", made.title, made.alt, made.png)


# how many parts would say something ----------------------------------------------------------------------------------


def draft_speaks(session: Session, people: Directory, target: Target, due: dt.datetime) -> int:
    team = people.team(target.name)
    occurrence = weeks.of_week(people, team, weeks.today(people, team, due))
    return int(
        team is not None and occurrence is not None and _draft(session, people, team, occurrence.key) is not None
    )


def post_speaks(session: Session, people: Directory, target: Target, due: dt.datetime) -> int:
    team = people.team(target.name)
    occurrence = weeks.of_week(people, team, weeks.today(people, team, due))
    if team is None or occurrence is None:
        return 0
    agenda = rules.compose(agendas.gather(session, people, team, occurrence.key, due))
    if agenda.silent or agenda.record.frozen is not None:
        return 0
    return 1 + len(posts.thread(speaking(people.voice_of_team(team), agenda.today), agenda, people))


def leadership_speaks(session: Session, people: Directory, _target: Target, due: dt.datetime) -> int:
    occurrence = weeks.of_week(people, None, weeks.today(people, None, due))
    if occurrence is None:
        return 0
    week = agendas.gather_all(session, people, occurrence.key, due)
    t = speaking(people.voice_of_team(None), week.until.date())
    return 2 + len(gathered.thread(t, week, people)) if week.agendas else 0


# steps ----------------------------------------------------------------------------------------------------------------


def _gathered(session: Session, people: Directory, post: Post, now: dt.datetime, *, freezes: bool) -> Gathered:
    return agendas.gather_all(session, people, post.occurrence, post.due, now if freezes else None)


def _draft(session: Session, people: Directory, team: Team, occurrence: str) -> Agenda | None:
    """The agenda that its lead has yet to confirm."""
    due = weeks.named(people, team, occurrence)
    record = agendas.record(session, people.workspace.id, team.key, occurrence)
    if due is None or record.frozen is not None or record.confirmed is not None:
        return None
    agenda = rules.compose(agendas.gather(session, people, team, occurrence, due.due))
    return None if agenda.silent else agenda


def _keep(session: Session, post: Post, facts: AgendaFacts | None, pages: Sequence[Card]) -> Payload:
    messages = [page.message() for page in pages]
    team = facts.team.key if facts else ALL
    agendas.keep_pages(session, post.workspace, team, post.occurrence, messages)
    return _message(messages[0])


def _kept(session: Session, post: Post, team: str, page: int) -> Payload | None:
    kept = agendas.pages(session, post.workspace, team, post.occurrence)
    return _message(kept[page]) if page < len(kept) else None


def _message(message: dict[str, Any]) -> Message:
    return Message(message["text"], tuple(message.get("blocks", ())))
