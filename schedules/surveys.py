"""Surveys, unasked: channels are asked once a wave, waves end and begin at their time, results are told once.

What waits for one person stands in their daily bundle, where names are kept; an anonymous survey reminds its channels,
once, because nobody knows who has answered.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from bot.blocks import surveys as blocks
from bot.blocks.kit import Card
from bot.domain.directory import Directory
from bot.domain.ledger import File, Message, Payload, Post
from bot.domain.surveys import Survey, SurveyState, Wave
from bot.i18n import Translator, speaking
from schedules.planning import certain
from storage import Session, surveys
from storage.directories import directory

ROUND: Final = dt.timedelta(minutes=1)
COMPARED: Final = 6  # waves that stand beside each other
CLOCK: Final = ""  # who closes and opens waves when their time has come


def foresee(session: Session, people: Directory, now: dt.datetime, last: dt.datetime) -> list[Post]:
    """The results of what closes in this time."""
    return [
        certain(people.workspace.id, surveys.RESULTS, occurrence, due, channel=channel)
        for occurrence, channel, due in surveys.foreseen(session, people, last)
        if due > now
    ]


def tend(session: Session, workspace: str, now: dt.datetime) -> None:
    """Ends the waves whose time is over, and begins those whose day has come, in working hours."""
    people = directory(session, workspace)
    if people is None:
        return
    for survey in surveys.over(session, workspace, now):
        surveys.close_wave(session, people, survey, survey.author, now, ends=False)
    if people.workspace.quiet(people.workspace.zone, now):
        return
    today = people.workspace.today(now)
    for survey in surveys.coming(session, workspace, today):
        surveys.open_wave(session, people, survey, survey.author, now, today)


def ask(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To a channel: the questions. Nothing, once the wave is over."""
    return _of_wave(session, post, now, blocks.ask_card)


def remind(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To a channel, a day before an anonymous wave ends."""
    return _of_wave(session, post, now, blocks.remind_card)


def results(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To a channel: what came of it."""
    found = _found(session, post)
    if found is None:
        return None
    people, survey, wave = found
    earlier = [
        one for one in surveys.outcomes(session, post.workspace, survey, COMPARED) if one.wave.number < wave.number
    ]
    outcome = surveys.outcome(session, post.workspace, survey, wave)
    t = speaking(people.voice_in(post.channel), now)
    return _message(blocks.card(t, outcome, people.workspace.vocabulary, earlier))


def chart(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The picture in the thread. Slow, and only reads."""
    from bot.charts.survey import survey_chart  # matplotlib takes half a second

    found = _found(session, post)
    if found is None:
        return None
    people, survey, wave = found
    t = speaking(people.voice_in(post.channel), now)
    shown = [
        one for one in surveys.outcomes(session, post.workspace, survey, COMPARED) if one.wave.number <= wave.number
    ]
    facts = blocks.chart_facts(t, shown, people.workspace.vocabulary)
    if facts is None:
        return None
    drawn = survey_chart(t, facts)
    return File(f"{survey.ref}.png", drawn.title, drawn.alt, drawn.png)


def _of_wave(
    session: Session, post: Post, now: dt.datetime, says: Callable[[Translator, Survey, Wave], Card]
) -> Payload | None:
    found = _found(session, post)
    if found is None:
        return None
    people, survey, wave = found
    open_ = (
        survey.state is SurveyState.OPEN and survey.wave == wave.number and wave.closed is None and now < wave.closes
    )
    return _message(says(speaking(people.voice_in(post.channel), now), survey, wave)) if open_ else None


def _found(session: Session, post: Post) -> tuple[Directory, Survey, Wave] | None:
    """What a post is about; None when it was taken back."""
    people = directory(session, post.workspace)
    survey = surveys.get(session, post.workspace, post.args["survey"])
    wave = surveys.wave(session, post.workspace, post.args["survey"], post.args["wave"])
    if people is None or survey is None or wave is None or survey.state is SurveyState.UNDONE:
        return None
    return people, survey, wave


def _message(card: Card) -> Message:
    return Message(card.text, card.blocks)
