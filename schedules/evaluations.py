"""The monthly evaluation, unasked: it opens, asks the channels and each person, locks and tells its results.

A month that was opened or closed by hand has posts of its own; those of the timetable then say nothing.
"""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from bot.blocks import evaluations as blocks
from bot.blocks.kit import Card
from bot.domain.calendars import DAY
from bot.domain.directory import Directory
from bot.domain.evaluations import Assessment, Evaluation, Results, month_of
from bot.domain.ledger import File, Message, Payload, Post
from bot.domain.teams import Team
from bot.domain.timetable import BY_KEY, Times, occurrences
from bot.i18n import Translator, speaking
from schedules.planning import certain
from schedules.targets import Target, calendar_of
from storage import Session, evaluations
from storage.directories import directory

ROUND: Final = dt.timedelta(minutes=1)
OPEN, RESULTS, LEADERSHIP = "evaluation-open", "evaluation-results", "evaluation-leadership"


def prompt(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To a team's channel: who is asked about which tasks. The first of the month's prompts opens it."""
    people, team = _target(session, post)
    if people is None or team is None:
        return None
    month = _opened(session, people, post, now)
    if month is None or month.closed(now):
        return None
    frozen = [one for one in evaluations.assessments(session, post.workspace, month.month) if one.team == team.key]
    t = speaking(people.voice_of_team(team), now)
    return _message(blocks.prompt_card(t, month, frozen, people)) if frozen else None


def ask(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To a person asked; nothing once they have answered everything, or the month is closed."""
    people = directory(session, post.workspace)
    person = people.person(post.person) if people else None
    month = evaluations.get(session, post.workspace, month_of(post.occurrence))
    if people is None or person is None or not person.works_here or month is None or month.closed(now):
        return None
    t = speaking(people.voice_of(person), now)
    asked = evaluations.asked(session, post.workspace, month, person.id, (), month.opened_on)
    open_ = [one for one in asked if not one.answered]
    return _message(blocks.ask_card(t, month, open_)) if open_ else None


def results(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To a team's channel: its table. The month is locked in the same transaction."""
    people, team = _target(session, post)
    month = _ended(session, people, post, now) if people else None
    if people is None or team is None or month is None:
        return None
    found = evaluations.results(session, post.workspace, month)
    mine = found.of_team(team.key)
    if not mine.assessments:
        return None
    return _message(blocks.team_card(speaking(people.voice_of_team(team), now), mine, team.key, found.lowest(), people))


def results_chart(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The team's picture in the thread. Slow, and only reads."""
    people, team = _target(session, post)
    found = _told(session, post)
    if people is None or team is None or found is None:
        return None
    return _chart(speaking(people.voice_of_team(team), now), found.of_team(team.key))


def leadership(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the leadership: all teams, and behind the chart the lowest with their evidence."""
    people = directory(session, post.workspace)
    month = _ended(session, people, post, now) if people else None
    if people is None or month is None:
        return None
    found = evaluations.results(session, post.workspace, month)
    t = speaking(people.voice_of_team(None), now)
    if post.part:
        card = blocks.lowest_card(t, found, people)
        return _message(card) if card else None
    return _message(blocks.gathered_card(t, found, people))


def leadership_chart(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The picture of all tasks. Slow, and only reads."""
    people = directory(session, post.workspace)
    found = _told(session, post)
    if people is None or found is None:
        return None
    return _chart(speaking(people.voice_of_team(None), now), found)


def tend(session: Session, workspace: str, now: dt.datetime) -> None:
    """The sweep: lock what has run out; open the month where no team's channel is prompted, and so nobody else does."""
    people = directory(session, workspace)
    if people is None:
        return
    for month in evaluations.unlocked(session, workspace):
        if month.closed(now):
            _lock(session, people, month, now)
    if any(team.active and team.channel for team in people.teams.values()):
        return
    series, zone = BY_KEY[OPEN], people.workspace.zone
    rule = Times(workspace=people.workspace.times).rule(series)
    due = occurrences(rule, series.holiday, calendar_of(people.workspace), zone, now - series.expires, now)
    if due and evaluations.get(session, workspace, month_of(due[-1].key)) is None:
        evaluations.open_month(session, people, month_of(due[-1].key), due[-1].due, None, now)


# how many parts would say something -----------------------------------------------------------------------------------


def prompt_speaks(session: Session, people: Directory, target: Target, due: dt.datetime) -> int:
    day = due.astimezone(ZoneInfo(target.zone)).date()
    month = evaluations.get(session, people.workspace.id, day.replace(day=1))
    if month is not None and month.opened_by is not None:
        return 0
    return int(target.name in _teams(session, people, month, day.replace(day=1), day))


def results_speak(session: Session, people: Directory, target: Target, due: dt.datetime) -> int:
    return BY_KEY[RESULTS].parts if target.name in _coming_results(session, people, target, due) else 0


def leadership_speaks(session: Session, people: Directory, target: Target, due: dt.datetime) -> int:
    return BY_KEY[LEADERSHIP].parts if _coming_results(session, people, target, due) else 0


def _coming_results(session: Session, people: Directory, target: Target, due: dt.datetime) -> list[str | None]:
    last = due.astimezone(ZoneInfo(target.zone)).date().replace(day=1) - DAY  # results come in the month after
    month = evaluations.get(session, people.workspace.id, last.replace(day=1))
    if month is not None and (month.opened_by is not None or month.locked_by is not None):
        return []
    return _teams(session, people, month, last.replace(day=1), last)


def _teams(
    session: Session, people: Directory, month: Evaluation | None, first: dt.date, opens_on: dt.date
) -> list[str | None]:
    """The teams that this month asks, or would ask."""
    if month is None:
        return evaluations.coming(session, people, first, opens_on)
    return [one.team for one in evaluations.assessments(session, people.workspace.id, first)]


def foresee(session: Session, people: Directory, now: dt.datetime, last: dt.datetime) -> list[Post]:
    """The questions to each person of the month that opens in this time."""
    workspace, series = people.workspace, BY_KEY[OPEN]
    rule = Times(workspace=workspace.times).rule(series)
    opens = occurrences(rule, series.holiday, calendar_of(workspace), workspace.zone, now, last)
    return [
        certain(workspace.id, f"{evaluations.ASK}:{person}", one.key, due, person=person)
        for one in opens
        for person, due in evaluations.foreseen(session, people, month_of(one.key), one.due)
        if due <= last
    ]


# steps ----------------------------------------------------------------------------------------------------------------


def _target(session: Session, post: Post) -> tuple[Directory | None, Team | None]:
    people = directory(session, post.workspace)
    team = people.team(post.args.get("target")) if people else None
    return people, team if team is not None and team.active else None


def _opened(session: Session, people: Directory, post: Post, now: dt.datetime) -> Evaluation | None:
    """The month that a prompt is about; None when the timetable's month was opened by hand."""
    month = month_of(post.occurrence)
    found = evaluations.get(session, post.workspace, month)
    if not _of_timetable(post, OPEN):
        return found
    if found is None:
        found = evaluations.open_month(session, people, month, post.due, None, now)
    return found if found is not None and found.opened_by is None else None


def _ended(session: Session, people: Directory, post: Post, now: dt.datetime) -> Evaluation | None:
    """The month whose results are told, locked; None when another post tells them."""
    month = evaluations.get(session, post.workspace, month_of(post.occurrence))
    by_hand = month is not None and (month.opened_by is not None or month.locked_by is not None)
    of_timetable = _of_timetable(post, RESULTS) or _of_timetable(post, LEADERSHIP)
    if month is None or (by_hand and of_timetable):
        return None
    return _lock(session, people, month, now)


def _lock(session: Session, people: Directory, month: Evaluation, now: dt.datetime) -> Evaluation:
    def words(one: Assessment) -> str:
        return blocks.item_text(speaking(people.voice_of_team(people.team(one.team)), now), one)

    return evaluations.lock(session, people, month, None, words, now)


def _told(session: Session, post: Post) -> Results | None:
    month = evaluations.get(session, post.workspace, month_of(post.occurrence))
    return evaluations.results(session, post.workspace, month) if month is not None else None


def _of_timetable(post: Post, series: str) -> bool:
    return post.series.partition(":")[0] == series


def _message(card: Card) -> Message:
    return Message(card.text, card.blocks)


def _chart(t: Translator, found: Results) -> Payload | None:
    from bot.charts.evaluation import evaluation_chart  # matplotlib takes half a second

    if not found.means.rated:
        return None
    made = evaluation_chart(t, found.chart())
    return File(blocks.chart_name(found.evaluation), made.title, made.alt, made.png)
