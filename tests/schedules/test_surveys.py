"""Surveys ask, end and begin anew by the clock, and say everything once."""

import datetime as dt
from typing import Any

from bot.domain.ledger import File, Message
from bot.domain.surveys import Repeat, SurveyState
from schedules import MAKERS, foresee, surveys
from schedules.delivery import Doing, Slow
from storage import Database, ledger
from storage import surveys as stored
from tests.cast import ARA, BOM, EXPORT, WS, words
from tests.doubles import checks
from tests.doubles.fixtures import NOW
from tests.surveying import BUSINESS, HELP, answered, closed, now_is, opened

A_DAY = dt.timedelta(days=1)
NINE = dt.timedelta(hours=23)  # from ten to nine on the next day


def tend(db: Database, at: dt.datetime) -> None:
    with db.begin() as session:
        surveys.tend(session, WS, at)


def said(db: Database, series: str, part: int = 0, at: dt.datetime = NOW) -> list[Any]:
    """What the posts of a series say."""
    with db.read() as session:
        posts = [one for one in ledger.listing(session, WS, limit=500) if (one.series, one.part) == (series, part)]
        made = []
        for post in posts:
            maker = MAKERS[post.maker]
            made.append((maker.make if isinstance(maker, Slow | Doing) else maker)(session, post, at))
    return made


def text(message: Any) -> str:
    assert isinstance(message, Message)
    shown = {"text": message.text, "blocks": list(message.blocks)}
    assert checks.message_faults(shown) == []
    return words(shown)


def test_a_channel_is_asked_with_a_button_for_each_answer(db: Database) -> None:
    opened(db)
    (asked,) = said(db, "survey-ask")
    assert "Order books" in text(asked)
    assert "good" in text(asked)
    assert "Anonymous" in text(asked)


def test_several_questions_have_one_button(db: Database) -> None:
    opened(db, BUSINESS, HELP, anonymous=False)
    (asked,) = said(db, "survey-ask")
    assert "2 questions" in text(asked)
    assert "With your name" in text(asked)


def test_a_wave_ends_at_its_time_and_tells_its_results_once(db: Database) -> None:
    survey = opened(db)
    for chosen in (0,) * 7 + (1,) * 5:
        answered(db, survey, (chosen,))
    tend(db, NOW + 7 * A_DAY)
    assert now_is(db, survey).state is SurveyState.OPEN
    ends = NOW + 7 * A_DAY + dt.timedelta(hours=8)
    for _ in range(2):
        tend(db, ends)
    assert now_is(db, survey).state is SurveyState.CLOSED
    (results,) = said(db, "survey-results", at=ends)
    assert "good  7 (58%)" in text(results)
    (chart,) = said(db, "survey-results", part=1, at=ends)
    assert isinstance(chart, File)
    assert "good 7" in chart.alt


def test_nothing_is_drawn_of_what_nothing_is_shown(db: Database) -> None:
    survey = opened(db)
    answered(db, survey, (0,))
    closed(db, survey)
    assert said(db, "survey-results", part=1) == [None]
    assert "Fewer than 5" in text(said(db, "survey-results")[0])


def test_waves_begin_in_working_hours_of_their_day_and_ask_again(db: Database) -> None:
    survey = opened(db, HELP, anonymous=False, repeat=Repeat.WEEKLY, closes=dt.date(2026, 11, 26))
    answered(db, survey, (3,), person=BOM)
    tend(db, NOW + A_DAY + dt.timedelta(hours=8))
    assert now_is(db, survey).state is SurveyState.RESTING
    tend(db, NOW + 6 * A_DAY)
    assert now_is(db, survey).wave == 1
    tend(db, NOW + 7 * A_DAY - dt.timedelta(hours=2))  # eight in the morning
    assert now_is(db, survey).wave == 1
    for _ in range(2):
        tend(db, NOW + 7 * A_DAY)
    after = now_is(db, survey)
    assert (after.state, after.wave, after.next_on) == (SurveyState.OPEN, 2, dt.date(2026, 12, 9))
    asked = said(db, "survey-ask", at=NOW + 7 * A_DAY)
    assert [one is None for one in asked] == [False, True] or [one is None for one in asked] == [True, False]


def test_an_anonymous_one_reminds_its_channel_once_a_day_before(db: Database) -> None:
    survey = opened(db)
    with db.read() as session:
        (post,) = [one for one in ledger.listing(session, WS, limit=500) if one.series == "survey-remind"]
    assert post.due == NOW + 6 * A_DAY + dt.timedelta(hours=8)
    assert "takes answers until" in text(said(db, "survey-remind", at=post.due)[0])
    closed(db, survey)
    assert said(db, "survey-remind", at=post.due) == [None]


def test_one_with_names_reminds_nobody_in_channels(db: Database) -> None:
    opened(db, anonymous=False)
    assert said(db, "survey-remind") == []


def test_what_was_taken_back_says_nothing(db: Database) -> None:
    from storage import surveys as records
    from storage.directories import directory

    survey = opened(db)
    with db.begin() as session:
        people = directory(session, WS)
        assert people is not None
        records.take_back(session, people, survey, ARA, NOW, "delete")
    assert said(db, "survey-ask") == [None]
    assert EXPORT in survey.channels


def test_preview_foresees_the_results_of_what_closes(db: Database) -> None:
    survey = opened(db)
    with db.read() as session:
        wave = stored.wave(session, WS, survey.number, survey.wave)
        assert wave is not None
        lines = foresee(session, WS, wave.closes - dt.timedelta(days=1), 2)
        before = foresee(session, WS, wave.closes - dt.timedelta(days=3), 2)
    assert not [line for line in before if line["series"] == stored.RESULTS]
    told = [line for line in lines if line["series"] == stored.RESULTS]
    assert [(line["due"], line["channel"]) for line in told] == [(wave.closes.isoformat(), survey.channels[0])]
