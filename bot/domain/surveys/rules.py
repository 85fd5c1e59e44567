"""What may be asked, when a wave begins and ends, who may answer, and which steps a survey's life has."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendars import DAY
from bot.domain.directory import Directory
from bot.domain.surveys.values import Answer, Kind, Question, Repeat, Survey, SurveyState, Wave
from bot.refusals import Refusal

MOST_QUESTIONS: Final = 10
MOST_OPTIONS: Final = 10
OPTION: Final = 75  # characters: Slack's limit for what stands on a button or beside a circle
CLOSES_AT: Final = dt.time(18)  # of a wave's last day, in the workspace's zone
LONGEST: Final = 366 * DAY
_PERIODS: Final = {Repeat.WEEKLY: 7, Repeat.MONTHLY: 28, Repeat.QUARTERLY: 90}  # days that a wave may last at most
_MONTHS: Final = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3}

TAKEN_BACK: Final = Refusal("{ref} was taken back; nothing can be done with it any more.")
NOT_OPEN: Final = Refusal("{ref} takes no answers now. `/survey show {ref}` says how it stands.")


def check_question(question: Question) -> None:
    """Options to choose from: two to ten, different ones, short enough for a button."""
    if question.kind not in (Kind.SINGLE, Kind.MULTIPLE):
        return
    options = question.options
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise Refusal("Type 2 to {most} options, each on a line of its own.", most=MOST_OPTIONS)
    if len({option.casefold() for option in options}) < len(options):
        raise Refusal("Two options are the same. Each line must differ.")
    long = next((option for option in options if len(option) > OPTION), None)
    if long is not None:
        raise Refusal(
            "An option takes up to {limit} characters: “{option}…” is longer.", limit=OPTION, option=long[:20]
        )


def closing(day: dt.date, zone: str) -> dt.datetime:
    """The moment at which a wave ends whose last day this is."""
    return dt.datetime.combine(day, CLOSES_AT, ZoneInfo(zone)).astimezone(dt.UTC)


def check_days(closes: dt.date, repeat: Repeat, today: dt.date, now: dt.datetime, zone: str) -> None:
    """The last day is yet to come, and a wave ends before the next one begins."""
    if closing(closes, zone) <= now:
        raise Refusal("That day is over. Choose a day from today on; answers are taken until 18:00.")
    if closes - today > LONGEST:
        raise Refusal("Choose a day within a year.")
    most = _PERIODS.get(repeat)
    if most is not None and (closes - today).days >= most:
        raise Refusal("It would still be open when the next wave begins. Choose a day within {n} days.", n=most - 1)


def check_anonymity(anonymous: bool, live: bool) -> None:
    """Whoever watches anonymous results grow sees who said what by comparing before and after."""
    if anonymous and live:
        raise Refusal("Anonymous results are shown after closing only: who watches them grow sees who said what.")


def openable(survey: Survey) -> None:
    """A Refusal unless a wave may begin now."""
    if survey.state is SurveyState.UNDONE:
        raise Refusal(TAKEN_BACK.message, ref=survey.ref)
    if survey.state is SurveyState.OPEN:
        raise Refusal("{ref} is open already. `/survey close {ref}` closes it.", ref=survey.ref)
    if not survey.questions:
        raise Refusal(
            "{ref} has no question yet. `/survey edit {ref}` shows the draft, where you can add one.", ref=survey.ref
        )
    if not survey.channels and not survey.web:
        raise Refusal(
            "Nobody would be asked: choose a channel or the web page first, with `/survey edit {ref}`.", ref=survey.ref
        )


def opened(survey: Survey, now: dt.datetime, today: dt.date, zone: str) -> tuple[Survey, Wave]:
    """The survey with its next wave. The first closes on the day that was chosen, a later one lasts as long."""
    openable(survey)
    if survey.wave == 0:
        check_days(survey.closes, survey.repeat, today, now, zone)
        survey = replace(survey, days=(survey.closes - today).days)
    closes = today + survey.days * DAY
    if closing(closes, zone) <= now:  # a wave of one day that begins in the evening
        closes += DAY
    wave = Wave(survey.number, survey.wave + 1, now, closing(closes, zone))
    following_on = following(today, survey.repeat, today if survey.wave == 0 else survey.next_on)
    return replace(survey, state=SurveyState.OPEN, wave=wave.number, closes=closes, next_on=following_on), wave


def following(today: dt.date, repeat: Repeat, began: dt.date | None) -> dt.date | None:
    """When the wave after this one begins: counted from the day on which this one should have, and after today."""
    if repeat is Repeat.NONE:
        return None
    day = began or today
    step = 1
    while (coming := _later(day, repeat, step)) <= today:
        step += 1
    return coming


def _later(day: dt.date, repeat: Repeat, times: int) -> dt.date:
    """So many weeks on, or the same day of a later month (its last day, where it has no such day)."""
    if repeat is Repeat.WEEKLY:
        return day + 7 * times * DAY
    months = day.year * 12 + day.month - 1 + _MONTHS[repeat] * times
    first = dt.date(months // 12, months % 12 + 1, 1)
    after = dt.date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return min(first + (day.day - 1) * DAY, after - DAY)


def closed(survey: Survey, *, ends: bool) -> Survey:
    """Its wave has ended; `ends`: and no other follows by itself."""
    if survey.state is SurveyState.UNDONE:
        raise Refusal(TAKEN_BACK.message, ref=survey.ref)
    if survey.state is SurveyState.DRAFT:
        raise Refusal("{ref} was never opened. `/survey open {ref}` opens it.", ref=survey.ref)
    if survey.state is SurveyState.CLOSED:
        raise Refusal("{ref} is closed already. `/survey results {ref}` shows what came of it.", ref=survey.ref)
    if ends or survey.next_on is None:
        return replace(survey, state=SurveyState.CLOSED, next_on=None)
    return replace(survey, state=SurveyState.RESTING)


def taken_back(survey: Survey, wave: Wave | None) -> Survey:
    """A draft, or one that nobody has answered yet, is gone."""
    if survey.state is SurveyState.UNDONE:
        raise Refusal(TAKEN_BACK.message, ref=survey.ref)
    if survey.wave > 1 or (wave is not None and wave.answered):
        raise Refusal("{ref} has answers, so it stays. `/survey close {ref}` ends it.", ref=survey.ref)
    return replace(survey, state=SurveyState.UNDONE, next_on=None, linked=False)


def editable(survey: Survey) -> None:
    """Only a draft is changed: nobody's answer may come to mean something else."""
    if survey.state is SurveyState.UNDONE:
        raise Refusal(TAKEN_BACK.message, ref=survey.ref)
    if survey.state is not SurveyState.DRAFT:
        raise Refusal(
            "{ref} was opened, so its questions stay as they are. `/survey new` makes another.", ref=survey.ref
        )


def check_open(survey: Survey, wave: Wave | None, now: dt.datetime) -> Wave:
    """The wave that takes answers now."""
    if survey.state is SurveyState.UNDONE:
        raise Refusal(TAKEN_BACK.message, ref=survey.ref)
    if survey.state is not SurveyState.OPEN or wave is None or wave.closed is not None or wave.closes <= now:
        raise Refusal(NOT_OPEN.message, ref=survey.ref)
    return wave


def shown_now(survey: Survey, wave: Wave) -> bool:
    """Whether a wave's results may be seen, by anybody at all."""
    return wave.closed is not None or (survey.live and not survey.anonymous)


def audience(survey: Survey, directory: Directory) -> frozenset[str]:
    """Who is expected to answer: the people of the teams whose channels it was posted to. Others may as well."""
    asked = [team for team in directory.teams.values() if team.active and team.channel in survey.channels]
    return frozenset(person.id for team in asked for person in directory.members(team.key))


def concerned(survey: Survey, directory: Directory, person: str) -> bool:
    """Whether this person is expected to answer."""
    teams = (directory.team(key) for key in directory.teams_of(person))
    return any(team is not None and team.channel in survey.channels for team in teams)


def bad_answers(questions: Sequence[Question], answers: Iterable[Answer], least: int) -> list[Answer]:
    """Those with a mark of `least` or less anywhere."""
    scales = [at for at, question in enumerate(questions) if question.kind is Kind.SCALE]
    return [one for one in answers if any(isinstance(mark := one.values[at], int) and mark <= least for at in scales)]


def only(keys: Collection[str]) -> str | None:
    """The one sector or region of a team or an organisation: of several none is it."""
    return next(iter(keys)) if len(keys) == 1 else None
