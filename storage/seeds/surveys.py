"""What the demo's organisation has asked: companies by the page, wave by wave; its own people; and by word of mouth.

What is over was told long ago: nothing of it is posted any more.
"""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.calendars import DAY
from bot.domain.ledger import key
from bot.domain.people import Role
from bot.domain.surveys import Answer, Kind, Question, Repeat, Survey, SurveyState, Value, Via
from storage import ledger, organisations, surveys
from storage.seeds import read
from storage.seeds.quarter import Quarter

WAVE_DAYS: Final = 7
DICE: Final = 11
_SERIES: Final = (surveys.ASK, surveys.REMIND, surveys.RESULTS)


def ask(quarter: Quarter, session: Session) -> None:
    """All three of them."""
    content = read("ministry_surveys")
    _industry(quarter, session, content["industry"])
    _hiring(quarter, session, content["wages"])
    _tools(quarter, session, content["tools"])


def _industry(quarter: Quarter, session: Session, content: Mapping[str, Any]) -> None:
    """Three waves, a month apart; the next one comes in some weeks."""
    office = next(person for person in quarter.people if person.role is Role.SECRETARIAT)
    rng = random.Random(DICE)  # noqa: S311 dice of the demo; its own, so that nothing else falls differently
    survey = _draft(quarter, session, content, office.id, team="smba", web=True, repeat=Repeat.MONTHLY)
    for wave, weights in enumerate(content["weights"]):
        opens = quarter.calendar.previous_working(quarter.today - (70 - 30 * wave) * DAY)
        survey = _opened(quarter, session, replace(survey, closes=opens + WAVE_DAYS * DAY), opens)
        for sector, region, number in content["places"]:
            for _ in range(number):
                values = _industry_values(quarter, rng, content, weights, content["marks"][wave])
                _keep(quarter, session, survey, opens + DAY, values, sector=sector, region=region)
        survey = _closed(quarter, session, survey, opens + WAVE_DAYS * DAY, ends=False)


def _industry_values(
    quarter: Quarter, rng: random.Random, content: Mapping[str, Any], weights: Sequence[int], marks: Sequence[int]
) -> tuple[Value, ...]:
    chosen = rng.choices(range(3), weights)[0]
    mark = rng.choices(range(1, 6), marks)[0]
    hard = tuple(option for option in range(3) if rng.random() < 0.5)
    text = quarter.say(rng.choice(content["words"]), 0) if rng.random() < 0.25 else None
    return (chosen, mark, hard, text)


def _hiring(quarter: Quarter, session: Session, content: Mapping[str, Any]) -> None:
    lead = quarter.directory.teams["export"].lead or quarter.people[0].id
    opens = quarter.calendar.previous_working(quarter.today - 30 * DAY)
    survey = _draft(quarter, session, content, lead, team="export", web=True, anonymous=False)
    survey = _opened(quarter, session, replace(survey, closes=opens + WAVE_DAYS * DAY), opens)
    for row in content["answers"]:
        moment = quarter.at(opens + DAY, 14)
        known, _ = organisations.meet(session, quarter.workspace, quarter.say(row, 0), lead, moment)
        more = {"organisation": known.number, "organisation_name": known.name, "recorded_by": lead, "via": Via.RECORD}
        places = {"sector": (known.sectors or (None,))[0], "region": (known.regions or (None,))[0]}
        _keep(quarter, session, survey, opens + DAY, (row[2], quarter.say(row, 3)), **more, **places)
    _closed(quarter, session, survey, opens + WAVE_DAYS * DAY, ends=True)


def _tools(quarter: Quarter, session: Session, content: Mapping[str, Any]) -> None:
    """Still open: whoever has not answered is reminded."""
    office = next(person for person in quarter.people if person.role is Role.SECRETARIAT)
    opens = quarter.calendar.previous_working(quarter.today - DAY)
    teams = [quarter.directory.teams[team] for team in content["teams"]]
    channels = tuple(team.channel for team in teams if team.channel)
    survey = _draft(quarter, session, content, office.id, team="ministry", channels=channels, anonymous=False)
    survey = _opened(quarter, session, replace(survey, closes=quarter.today + 9 * DAY), opens)
    people = [person for team in content["teams"] for person in quarter.members(team)]
    for person, mark in zip(people, content["marks"], strict=False):
        _keep(quarter, session, survey, opens, (mark,), person=person.id, via=Via.SLACK)


# steps ----------------------------------------------------------------------------------------------------------------


def _draft(quarter: Quarter, session: Session, content: Mapping[str, Any], author: str, **more: Any) -> Survey:
    questions = tuple(
        Question(
            quarter.say(one["text"], 0),
            Kind(one["kind"]),
            tuple(quarter.say(option, 0) for option in one.get("options", ())),
        )
        for one in content["questions"]
    )
    moment = quarter.at(quarter.first, 9)
    draft = Survey(
        0, quarter.say(content["title"], 0), author, SurveyState.DRAFT, moment, quarter.first, questions, **more
    )
    return surveys.add(session, quarter.workspace, draft, author, moment)


def _opened(quarter: Quarter, session: Session, survey: Survey, day: dt.date) -> Survey:
    moment = quarter.at(day, 9, 30)
    opened = surveys.open_wave(session, quarter.directory, survey, survey.author, moment, day)
    _silence(quarter, session, opened, moment)
    return opened


def _closed(quarter: Quarter, session: Session, survey: Survey, day: dt.date, *, ends: bool) -> Survey:
    moment = quarter.at(day, 18)
    closed = surveys.close_wave(session, quarter.directory, survey, survey.author, moment, ends=ends)
    _silence(quarter, session, closed, moment)
    return closed


def _silence(quarter: Quarter, session: Session, survey: Survey, moment: dt.datetime) -> None:
    """What was planned for then was said then."""
    team = quarter.directory.team(survey.team)
    for channel in {*survey.channels, *([team.channel] if team and team.channel else [])}:
        for series in _SERIES:
            post = key(quarter.workspace, series, f"{survey.ref}.{survey.wave}@{channel}", 0)
            ledger.cancel(session, quarter.workspace, post, reason="seed", now=moment)


def _keep(
    quarter: Quarter, session: Session, survey: Survey, day: dt.date, values: tuple[Value, ...], **more: Any
) -> None:
    answer = Answer(survey.number, survey.wave, values, day, **{"via": Via.WEB, **more})
    surveys.keep(session, quarter.workspace, survey, survey.wave, answer, quarter.at(day, 15))
