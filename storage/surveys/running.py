"""A wave begins and ends, by hand or when its time has come; whoever hears of it is planned in the same transaction."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from bot.domain import ledger as said
from bot.domain import surveys as rules
from bot.domain.directory import Directory
from bot.domain.events import EventKind
from bot.domain.surveys import Survey, Wave
from storage import events, ledger
from storage.surveys import answering, keeping
from storage.surveys.reading import over

ASK: Final = "survey-ask"  # the series of the questions in channels
REMIND: Final = "survey-remind"  # of the reminder to everybody there, for anonymous ones
RESULTS: Final = "survey-results"
CHART: Final = "survey-chart"
REMIND_BEFORE: Final = dt.timedelta(hours=24)
RESULTS_EXPIRE: Final = dt.timedelta(days=5)


def open_wave(
    session: Session, directory: Directory, survey: Survey, who: str, now: dt.datetime, today: dt.date
) -> Survey:
    """The first wave, or the next one: each of its channels is asked once."""
    workspace = directory.workspace
    after, wave = rules.opened(survey, now, today, workspace.zone)
    keeping.begin_wave(session, workspace.id, wave)
    stored = keeping.save(session, workspace.id, after, who, now, "open")
    for channel in stored.channels:
        _plan(session, workspace.id, ASK, wave, channel, now, wave.closes, now)
        remind = wave.closes - REMIND_BEFORE
        if stored.anonymous and remind - now > REMIND_BEFORE / 2:  # soon after the question it would only be noise
            _plan(session, workspace.id, REMIND, wave, channel, remind, wave.closes, now)
    return stored


def close_wave(
    session: Session, directory: Directory, survey: Survey, who: str, now: dt.datetime, *, ends: bool
) -> Survey:
    """The wave takes no more answers; its results are told where it was asked, and to its team.

    `ends`: no other wave follows by itself.
    """
    workspace = directory.workspace.id
    after = rules.closed(survey, ends=ends)
    wave = keeping.wave(session, workspace, survey.number, survey.wave, lock=True)
    stored = keeping.save(session, workspace, after, who, now, "close")
    if wave is None or wave.closed is not None:  # it rested between two waves
        return stored
    ended = keeping.end_wave(session, workspace, wave, now)
    answering.forget_turnout(session, workspace, ended)
    team = directory.team(stored.team)
    events.tell(session, workspace, EventKind.SURVEY_CLOSED, [stored.ref], [team.key] if team else [], now)
    for channel in _hear(directory, stored):
        _plan(session, workspace, RESULTS, ended, channel, now, now + RESULTS_EXPIRE, now)
        _plan(session, workspace, RESULTS, ended, channel, now, now + RESULTS_EXPIRE, now, part=1)
    _cancel(session, workspace, stored, ended, now)
    return stored


def foreseen(session: Session, directory: Directory, until: dt.datetime) -> list[tuple[str, str, dt.datetime]]:
    """The results that will be told of what closes until then: occurrence, channel, moment."""
    closing = over(session, directory.workspace.id, until)
    waves = keeping.newest(session, directory.workspace.id, closing)
    return [
        (_occurrence(wave, channel), channel, wave.closes)
        for survey in closing
        if (wave := waves[survey.number]).closed is None
        for channel in _hear(directory, survey)
    ]


def _hear(directory: Directory, survey: Survey) -> list[str]:
    """The channels where it was asked, and that of its team."""
    team = directory.team(survey.team)
    return list(dict.fromkeys([*survey.channels, *([team.channel] if team and team.channel else [])]))


def take_back(
    session: Session, directory: Directory, survey: Survey, who: str, now: dt.datetime, action: str
) -> Survey:
    """A draft or what nobody has answered: what was planned is cancelled."""
    workspace = directory.workspace.id
    wave = keeping.wave(session, workspace, survey.number, survey.wave, lock=True) if survey.wave else None
    stored = keeping.save(session, workspace, rules.taken_back(survey, wave), who, now, action)
    if wave is not None:
        keeping.end_wave(session, workspace, wave, now)
        _cancel(session, workspace, stored, wave, now)
    return stored


def _occurrence(wave: Wave, channel: str) -> str:
    return f"S-{wave.survey}.{wave.number}@{channel}"


def _plan(
    session: Session,
    workspace: str,
    series: str,
    wave: Wave,
    channel: str,
    due: dt.datetime,
    expires: dt.datetime,
    now: dt.datetime,
    *,
    part: int = 0,
) -> None:
    ledger.plan(
        session,
        workspace,
        series=series,
        occurrence=_occurrence(wave, channel),
        part=part,
        channel=channel,
        thread=part > 0,
        due=due,
        expires=expires,
        maker=CHART if part else series,
        args={"survey": wave.survey, "wave": wave.number, "channel": channel},
        now=now,
    )


def _cancel(session: Session, workspace: str, survey: Survey, wave: Wave, now: dt.datetime) -> None:
    """What was to be asked and was not."""
    for series in (ASK, REMIND):
        for channel in survey.channels:
            ledger.cancel(
                session, workspace, said.key(workspace, series, _occurrence(wave, channel), 0), reason="close", now=now
            )
