"""Surveys for every test of them: made as people make them, or stored as they would be."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from bot.blocks import surveys as blocks
from bot.domain.surveys import Answer, Kind, Question, Repeat, Survey, SurveyState, Via
from bot.i18n import translator
from storage import Database, surveys
from storage.directories import directory
from tests.cast import ARA, EXPORT, WS, Stage
from tests.doubles.fixtures import NOW

TODAY: Final = dt.date(2026, 11, 25)
BUSINESS: Final = Question("How is business?", Kind.SINGLE, ("good", "same", "bad"))
HELP: Final = Question("How is our help?", Kind.SCALE)
NEEDS: Final = Question("What do you need?", Kind.MULTIPLE, ("money", "people", "rules"))
WORDS: Final = Question("Anything else?", Kind.TEXT)


def drafted(db: Database, *questions: Question, **changed: Any) -> Survey:
    """A draft of Ara's, for her team and its channel, that closes in a week."""
    usual: dict[str, Any] = {"title": "Order books", "author": ARA, "team": "export", "channels": (EXPORT,)}
    values = {"questions": questions or (BUSINESS,), "closes": TODAY + dt.timedelta(days=7), **usual, **changed}
    draft = Survey(number=0, state=SurveyState.DRAFT, created=NOW, **values)
    with db.begin() as session:
        return surveys.add(session, WS, draft, ARA, NOW)


def opened(db: Database, *questions: Question, **changed: Any) -> Survey:
    """The same, open for answers."""
    draft = drafted(db, *questions, **changed)
    with db.begin() as session:
        people = directory(session, WS)
        assert people is not None
        return surveys.open_wave(session, people, draft, ARA, NOW, TODAY)


def closed(db: Database, survey: Survey, at: dt.datetime = NOW, *, ends: bool = True) -> Survey:
    with db.begin() as session:
        people = directory(session, WS)
        assert people is not None
        found = surveys.get(session, WS, survey.number)
        assert found is not None
        return surveys.close_wave(session, people, found, ARA, at, ends=ends)


def answered(db: Database, survey: Survey, values: Sequence[Any], at: dt.datetime = NOW, **more: Any) -> str:
    """One answer, as it comes from the page unless `more` says otherwise."""
    given = Answer(survey.number, survey.wave, tuple(values), TODAY, **{"via": Via.WEB, **more})
    with db.begin() as session:
        return surveys.keep(session, WS, survey, survey.wave, given, at)[0]


def stored(db: Database, survey: Survey, wave: int = 1) -> list[Answer]:
    with db.read() as session:
        return surveys.answers(session, WS, survey.number, wave)


def now_is(db: Database, survey: Survey) -> Survey:
    """The survey as it is by now."""
    with db.read() as session:
        found = surveys.get(session, WS, survey.number)
    assert found is not None
    return found


def asked(stage: Stage) -> dict[str, Any]:
    """The card of the newest open survey, as a channel sees it."""
    with stage.db.read() as session:
        survey = surveys.listing(session, WS, [SurveyState.OPEN])[0]
        wave = surveys.wave(session, WS, survey.number, survey.wave)
    assert wave is not None
    return blocks.ask_card(translator("en"), survey, wave).message() | {"ts": "1764032400.000200"}


def makes(stage: Stage, person: str, questions: Sequence[dict[str, Any]], **settings: Any) -> None:
    """Somebody goes through the steps of `/survey new`."""
    stage.types(person, "/survey new")
    answer = stage.submits(person, {"title": "Order books", **settings})
    for at, question in enumerate(questions):
        more = {"then": "more"} if at + 1 < len(questions) else {}
        answer = stage.submits(person, {**question, **more}, view={**answer["view"], "id": "V0STEP"})


MONTHLY: Final = Repeat.MONTHLY
