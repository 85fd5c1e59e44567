"""Surveys as others tell of them: results, what waits for somebody, what has closed, what is due."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.domain import surveys as rules
from bot.domain.directory import Directory
from bot.domain.surveys import Outcome, Summary, Survey, SurveyState, Waiting, Wave
from storage.surveys import answering, keeping


def outcome(session: Session, workspace: str, survey: Survey, wave: Wave) -> Outcome:
    """What may be seen of a wave, by whoever asks."""
    return rules.outcome(survey, wave, answering.answers(session, workspace, survey.number, wave.number))


def outcomes(session: Session, workspace: str, survey: Survey, last: int) -> list[Outcome]:
    """The last waves whose results may be seen, oldest first."""
    seen = [one for one in keeping.waves(session, workspace, survey.number) if rules.shown_now(survey, one)]
    return [outcome(session, workspace, survey, one) for one in seen[-last:]]


def waiting(session: Session, directory: Directory, person: str, now: dt.datetime) -> list[Waiting]:
    """Open surveys that this person is expected to answer and has not, those that close first first."""
    workspace = directory.workspace
    there = keeping.listing(session, workspace.id, [SurveyState.OPEN], 100)
    asked = [survey for survey in there if rules.concerned(survey, directory, person)]
    waves = keeping.newest(session, workspace.id, asked)
    done = answering.answered(session, workspace.id, asked, person)
    found = []
    for survey in asked:
        wave = waves.get(survey.number)
        if wave is None or wave.closes <= now or survey.number in done:
            continue
        until = workspace.today(wave.closes)
        found.append(Waiting(survey.ref, survey.title, until, survey.anonymous))
    return sorted(found, key=lambda one: (one.until, one.ref))


def missing(session: Session, directory: Directory, survey: Survey) -> list[str]:
    """Who is expected to answer and has not, of a survey with names."""
    come = answering.who_answered(session, directory.workspace.id, survey)
    return sorted(rules.audience(survey, directory) - come)


def summaries(session: Session, workspace: str, refs: Iterable[str]) -> dict[str, Summary]:
    """Ref → the newest wave that has closed, in a line."""
    numbers = {int(ref[2:]) for ref in refs if ref.startswith("S-")}
    found = {}
    for survey in keeping.by_numbers(session, workspace, numbers):
        closed = [wave for wave in keeping.waves(session, workspace, survey.number) if wave.closed is not None]
        if closed and survey.state is not SurveyState.UNDONE:
            result = outcome(session, workspace, survey, closed[-1])
            line = rules.headline(result)
            found[survey.ref] = Summary(survey.ref, survey.title, closed[-1].number, result.answered, line)
    return found


def over(session: Session, workspace: str, now: dt.datetime) -> list[Survey]:
    """Open surveys whose wave should have ended by now."""
    found = keeping.listing(session, workspace, [SurveyState.OPEN], 1000)
    waves = keeping.newest(session, workspace, found)
    return [one for one in found if (wave := waves.get(one.number)) is not None and wave.closes <= now]


def coming(session: Session, workspace: str, today: dt.date) -> list[Survey]:
    """Resting surveys whose next wave begins today or should have."""
    found = keeping.listing(session, workspace, [SurveyState.RESTING], 1000)
    return [one for one in found if one.next_on is not None and one.next_on <= today]
