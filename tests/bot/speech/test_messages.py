"""A message, as the form of a shortcut begins with it."""

import datetime as dt

import pytest

from bot.speech import messages
from bot.speech.people import with_names

TODAY = dt.date(2026, 11, 25)


def test_mentions_get_the_names_that_people_know() -> None:
    assert messages.text(with_names("ask <@U1> and <@U2>", {"U1": "김 과장"})) == "ask @김 과장 and @U2"


def test_escapes_are_taken_back() -> None:
    assert messages.text("R&amp;D &lt;3 <https://a.kr|the paper> <!channel>") == "R&D <3 the paper @channel"


def test_a_long_message_is_cut_to_what_a_field_takes() -> None:
    assert len(messages.text("가" * 3000)) == 2000
    assert messages.text("가" * 2000) == "가" * 2000
    assert messages.text("가" * 2001).endswith("…")


def test_a_line_of_the_visits_grammar_fills_the_fields() -> None:
    read = messages.visit("대한정밀: 수주 회복 ! 납품대금 지연 #부품\n둘째 줄", TODAY)
    assert read.line is not None
    assert (read.line.organisation, read.line.summary) == ("대한정밀", "수주 회복")
    assert read.line.difficulties == ("납품대금 지연",)
    assert read.rest == "둘째 줄"


@pytest.mark.parametrize("said", ["", "we went there", "<https://a.kr> says: no", "V-12 done", "x" * 90 + ": y"])
def test_prose_is_left_as_it_is(said: str) -> None:
    read = messages.visit(said, TODAY)
    assert read.line is None
    assert read.rest == messages.text(said)


def test_a_difficulty_of_one_line_is_read() -> None:
    line = messages.difficulty("short of welders from: Geoje #urgent", TODAY)
    assert line is not None
    assert (line.text, line.organisation, line.urgent) == ("short of welders", "Geoje", True)
    assert messages.difficulty("one\ntwo", TODAY) is None


@pytest.mark.parametrize(("said", "number"), [("see T-12.", 12), ("t-3: ok", 3), ("PT-12", None), ("none", None)])
def test_the_task_that_a_message_names(said: str, number: int | None) -> None:
    assert messages.task_named(said) == number
