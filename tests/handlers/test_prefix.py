"""Where another app has our commands' names: every sentence that tells what to type has those of this installation."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.i18n import LANGUAGES, speaking, translator
from bot.i18n.translator import COMMANDS
from bot.settings import Rules
from bot.speech import commands
from handlers import FEATURES
from storage import Database
from storage.directories import directory
from tests import words as catalogues
from tests.cast import BOM, EUN, EXPORT, WS, Stage, speaks, words
from tests.doubles.workspace import Workspace
from tests.source import ROOT, nodes

OURS = re.compile(rf"(?<![\w/.])/(?:{'|'.join(commands.NOUNS)})(?!\w)")
RULES = Rules(command_prefix="ms-")


@pytest.fixture
def prefixed(db: Database, workspace: Workspace) -> Stage:
    """The stage of an installation with COMMAND_PREFIX=ms-."""
    workspace.add_channel("C0LEAD", "leadership", "U0DANA")
    return Stage(replace(db, prefix=RULES.command_prefix, cache={}), workspace, rules=RULES)


def test_the_words_behind_it_are_the_same(prefixed: Stage) -> None:
    assert "V-1" in words(prefixed.types(BOM, "/ms-visit 대한정밀"))
    assert "V-1" in words(prefixed.types(BOM, "/ms-muster visit show V-1"))


def test_every_command_is_known_to_the_sentences() -> None:
    assert set(COMMANDS) == set(commands.NOUNS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_names_a_command_without_it(lang: str) -> None:
    t = translator(lang, prefix="ms-")
    ids = [id for one in catalogues.messages() for id in (one.id, one.plural) if id]
    told = [id for id in ids if OURS.search(id)]
    assert len(told) > 200
    assert [id for id in told if OURS.search(t.plain(id))] == []


def test_what_names_a_command_is_said_by_the_translator() -> None:
    """A text in the code that is no message of the catalogue is a command's grammar, which help has said by it too."""
    said = {id for one in catalogues.messages() for id in (one.id, one.plural)}
    said |= {feature.noun.grammar for feature in FEATURES if feature.noun}
    told = [text for text in literals() if OURS.search(text) and text not in said]
    assert told == []


@pytest.mark.parametrize("noun", commands.NOUNS)
def test_help_has_it_on_every_line(prefixed: Stage, noun: str) -> None:
    helped = words(prefixed.types(BOM, f"/ms-{noun} help"))
    assert f"/ms-{noun}" in helped
    assert OURS.findall(helped) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "typed", ["visit show V-9", "visti", "muster", "muster setup", "difficulty D-9", "agenda help"]
)
def test_answers_and_refusals_have_it(prefixed: Stage, lang: str, typed: str) -> None:
    speaks(prefixed, EUN, lang)
    said = words(prefixed.types(EUN, f"/ms-muster {typed}"))
    assert said
    assert OURS.findall(said) == []


def test_what_is_posted_has_it(prefixed: Stage) -> None:
    """Posts are made in the voice of a person, a team's channel or the workspace, and all three have it."""
    with prefixed.db.read() as session:
        known = directory(session, WS)
    assert known is not None
    voices = [known.voice_of(known.people[BOM]), known.voice_in(EXPORT), known.voice_of_team(None)]
    assert [speaking(voice)("`/visit`") for voice in voices] == ["`/ms-visit`"] * 3


def test_nobody_speaks_without_a_voice() -> None:
    files = [path for folder in ("handlers", "schedules") for path in (ROOT / folder).rglob("*.py")]
    names = {(path.name, node.id) for path in files for node in nodes(path) if isinstance(node, ast.Name)}
    assert [file for file, name in names if name == "translator"] == []
    assert len([file for file, name in names if name == "speaking"]) > 20


def literals() -> Iterator[str]:
    """Every text in what shows, listens and posts that is no docstring."""
    for path in (path for folder in ("bot", "handlers", "schedules") for path in (ROOT / folder).rglob("*.py")):
        found = list(nodes(path))
        told = {id(node.value) for node in found if isinstance(node, ast.Expr)}
        for node in found:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield node.value
