"""Papers to print, sent to the person who asked for them: the weekly agenda, and the month's evaluation."""

import datetime as dt
from dataclasses import replace
from html import unescape

from bot.blocks.evaluations.parts import formula
from bot.domain import agendas as rules
from bot.domain.agendas import weeks
from bot.domain.directory import Directory
from bot.domain.evaluations import Assessment, Results, month_of
from bot.domain.ledger import File, Payload, Post
from bot.domain.people import Person
from bot.domain.teams import Team
from bot.files import documents
from bot.i18n import Translator, speaking
from storage import Session, agendas, evaluations
from storage.directories import directory

DOCX = "docx"


def agenda(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """A team's agenda (`args["team"]`) or that of all, of the week `args["week"]`, as it stands or as it was posted."""
    people, reader = _reader(session, post)
    if people is None or reader is None:
        return None
    team = people.team(post.args["team"]) if post.args["team"] else None
    due = weeks.named(people, team, str(post.args["week"]))
    if due is None or (post.args["team"] and team is None):
        return None
    t = _tongue(people, team, reader, now)
    if team is not None:
        week = rules.compose(agendas.gather(session, people, team, due.key, due.due))
        content = documents.agenda_paper(t, week, people)
        title = t.plain("Weekly results and plan: {team}", team=team.name(t.lang))
    else:
        gathered = agendas.gather_all(session, people, due.key, due.due)
        content = documents.gathered_paper(t, gathered, people, _agenda_picture(t, gathered))
        title = t.plain("Weekly results and plan: all teams")
    return File(f"agenda-{team.key if team else 'all'}-{due.key}.{DOCX}", title, "", content)


def _agenda_picture(t: Translator, week: rules.Gathered) -> documents.Picture | None:
    from bot.charts.agenda import agenda_chart  # matplotlib takes half a second

    if not week.agendas:
        return None
    names = {one.team.key: one.team.name(t.lang) for one in week.agendas}
    made = agenda_chart(t, rules.chart(week, names, t.plain("All teams")))
    return made.png, made.alt


def evaluation(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """A month's results: of the team `args["team"]`, or of all."""
    people, reader = _reader(session, post)
    month = evaluations.get(session, post.workspace, month_of(str(post.args["month"])))
    if people is None or reader is None or month is None:
        return None
    team = people.team(post.args["team"]) if post.args["team"] else None
    t = _tongue(people, team, reader, now)
    every = evaluations.results(session, post.workspace, month)
    found = every.of_team(team.key) if team else every
    name = team.name(t.lang) if team else ""
    content = documents.evaluation_paper(
        t,
        found,
        people,
        lambda one: _formula(t, one),
        team=name,
        provisional=not month.closed(now),
        picture=_evaluation_picture(t, found),
    )
    title = t.plain("Evaluation of {month}: {team}", month=t.month(month.month), team=name or t.plain("all teams"))
    return File(f"evaluation-{month.key}{f'-{team.key}' if team else ''}.{DOCX}", title, "", content)


def _evaluation_picture(t: Translator, found: Results) -> documents.Picture | None:
    from bot.charts.evaluation import evaluation_chart  # matplotlib takes half a second

    if not found.means.rated:
        return None
    made = evaluation_chart(t, found.chart())
    return made.png, made.alt


def _formula(t: Translator, one: Assessment) -> str:
    """As the card says it, in plain text."""
    return unescape(formula(t, one.computed))


# steps ----------------------------------------------------------------------------------------------------------------


def _reader(session: Session, post: Post) -> tuple[Directory | None, Person | None]:
    people = directory(session, post.workspace)
    reader = people.person(post.args["for"]) if people else None
    return people, reader if reader is not None and reader.works_here else None


def _tongue(people: Directory, team: Team | None, reader: Person, now: dt.datetime) -> Translator:
    """A team's paper is in its own language; that of all in the language of whoever asked."""
    here = people.voice_of_team(team)
    return speaking(here if team else replace(here, language=people.language_of(reader)), now)
