"""Whoever watches hears how each request ended, and how long it took."""

import dataclasses
import itertools

import pytest

from bot.refusals import NotSaved
from handlers.asks import Ask, Binding, Reply
from tests.cast import BOM, Stage
from tests.doubles.faults import Hang
from tests.watching import Seen


@pytest.fixture
def seen(stage: Stage) -> Seen:
    """It watches the door, whose requests take a quarter of a second each."""
    there = Seen()
    moments = itertools.count(step=0.25)
    stage.door = dataclasses.replace(stage.door, observer=there, stopwatch=lambda: next(moments))
    return there


def answers(stage: Stage, run: object) -> None:
    """`/visit …` does this instead."""
    noun = stage.door.routes.nouns["visit"]
    stage.door.routes.nouns["visit"] = dataclasses.replace(noun, free=Binding(run))  # type: ignore[arg-type]


def test_what_was_done_and_what_was_refused(stage: Stage, seen: Seen) -> None:
    card = stage.types(BOM, "/visit 대한정밀: 수주")
    stage.clicks(BOM, card, "Undo")
    stage.types(BOM, "/visit show V-99")
    stage.mentions(BOM, "visit list")
    assert seen.acks == [("command", "done"), ("button", "done"), ("command", "refused"), ("mention", "done")]
    assert seen.seconds == [0.25] * 4


def test_what_could_not_be_stored(stage: Stage, seen: Seen) -> None:
    def waits(ask: Ask) -> Reply:
        raise NotSaved

    answers(stage, waits)
    stage.types(BOM, "/visit 대한정밀: 수주")
    assert seen.acks == [("command", "not saved")]


def test_what_broke(stage: Stage, seen: Seen) -> None:
    def breaks(ask: Ask) -> Reply:
        raise ZeroDivisionError

    answers(stage, breaks)
    stage.types(BOM, "/visit 대한정밀: 수주")
    assert seen.acks == [("command", "failed")]


def test_a_slack_that_does_not_open_the_form(stage: Stage, seen: Seen) -> None:
    stage.slack.break_down("*", Hang())
    stage.types(BOM, "/visit")
    assert seen.acks == [("command", "unreachable")]
