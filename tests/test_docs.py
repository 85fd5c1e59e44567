"""The documents say what the code does: settings, scopes, commands, the ledger's arrows, files, in both languages."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.domain.ledger import ARROWS
from bot.domain.timetable import SERIES
from bot.settings import NAMES, Settings, read
from handlers import FEATURES
from handlers.asks import Binding
from handlers.manifest import OPTIONAL_SCOPES, SCOPES
from handlers.routing import HOME_NOUN, Call, call, routes
from muster import parser

ROOT: Final = Path(__file__).parents[1]
READMES: Final = ("README.md", "README.ko.md")
DOCUMENTS: Final = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
)
ROUTES: Final = routes(FEATURES)
TODAY: Final = dt.date(2026, 11, 25)
# Words that the tables leave out, and why
UNTOLD: Final = {
    ("agenda", "show"): "the same as no word",
    ("task", "update"): "the same as no word",
}

Rows = list[list[str]]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tables(name: str) -> dict[str, Rows]:
    """The rows of the table under each heading, without its head."""
    found: dict[str, Rows] = {}
    heading = ""
    for line in prose(name):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|"):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: rows[2:] for heading, rows in found.items()}


def table(name: str, first: str) -> Rows:
    """The only table whose first row's first cell begins with these words."""
    (rows,) = [rows for rows in tables(name).values() if rows[0][0].startswith(first)]
    return rows


def prose(name: str) -> Iterator[str]:
    """The lines outside of code blocks."""
    code = False
    for line in text(name).splitlines():
        code ^= line.strip().startswith("```")
        if not code:
            yield line


def code(cell: str) -> str:
    """What stands in the cell's backticks, "" for a cell without."""
    found = re.match(r"`([^`]+)`", cell)
    return found[1] if found else ""


def commands(name: str) -> Iterator[tuple[str, str]]:
    """Each row of the commands' tables: the English and the Korean command."""
    for rows in tables(name).values():
        yield from ((code(row[0]), code(row[1])) for row in rows if row[0].startswith("`/"))


def called(command: str) -> Call:
    """What typing this does."""
    word, _, words = command.removeprefix("/").partition(" ")
    return call(ROUTES, word, words, TODAY, lambda _name: False)


# settings and scopes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_told_with_its_default(name: str) -> None:
    rows = {code(row[0]): code(row[1]) for row in table(name, "`SLACK_BOT_TOKEN")}
    assert tuple(rows) == NAMES
    assert read(rows, connecting=False) == Settings()


def test_the_example_has_every_setting_and_changes_nothing() -> None:
    given = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", text(".env.example"), re.MULTILINE))
    assert sorted(given) == sorted(NAMES)
    assert read(given, connecting=False) == Settings()
    assert given == {code(row[0]): code(row[1]) for row in table("README.md", "`SLACK_BOT_TOKEN")}


def test_every_scope_has_its_reason() -> None:
    told = {row[0]: row[1] for row in table("README.md", "`commands`")}
    assert told == {f"`{scope}`": why for scope, why in SCOPES.items()} | {
        f"`{scope}` (optional)": why for scope, why in OPTIONAL_SCOPES.items()
    }


# commands -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("english", "korean"), [*commands("README.md")])
def test_a_command_does_the_same_in_both_languages(english: str, korean: str) -> None:
    one, other = called(english), called(korean)
    if not english.endswith(" help"):  # made for each answer
        assert one.run is other.run
    assert (one.may, one.writes, type(one.args)) == (other.may, other.writes, type(other.args))


def test_every_word_of_every_command_is_told() -> None:
    told = {called(english).run for english, _ in commands("README.md")}
    missing = [
        (noun.word, word)
        for noun in ROUTES.nouns.values()
        for word, binding in [*noun.verbs.items(), ("", noun.empty), *_free(noun.free)]
        if binding.run not in told and (noun.word, word) not in UNTOLD
    ]
    assert missing == []


def test_every_command_behind_muster_too() -> None:
    for english, _ in commands("README.md"):
        if not english.startswith(f"/{HOME_NOUN}") and " " in english:
            assert called(f"/{HOME_NOUN} {english[1:]}").run is called(english).run


@pytest.mark.parametrize("name", READMES)
def test_the_program_has_these_commands(name: str) -> None:
    told = [code(row[0]).removeprefix("muster ").split()[0] for row in table(name, "`muster run`")]
    subparsers = next(action for action in parser()._actions if action.dest == "command")
    assert sorted(told) == sorted(subparsers.choices or ())


def _free(binding: Binding | None) -> list[tuple[str, Binding]]:
    return [("TEXT", binding)] if binding else []


# both languages, all links --------------------------------------------------------------------------------------------


def test_the_readmes_are_equal() -> None:
    english, korean = READMES
    shapes = [[len(line) - len(line.lstrip("#")) for line in prose(name) if line.startswith("#")] for name in READMES]
    assert shapes[0] == shapes[1]
    codes = [[[code(cell) for cell in row[:-1]] for rows in tables(name).values() for row in rows] for name in READMES]
    assert codes[0] == codes[1]
    assert targets(english) - {korean} == {target.replace("-ko.png", "-en.png") for target in targets(korean)} - {
        english
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    drawn = (ROOT / "docs/images").exists()  # `make pictures` makes them
    found = {target for target in targets(name) if drawn or not target.endswith(".png")}
    assert [target for target in found if not (folder / target).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_named_are_there(name: str) -> None:
    """A path in backticks that begins with one of our folders; capitals stand for a name (`storage/NOUN.py`)."""
    paths = re.findall(r"`((?:bot|storage|handlers|schedules|tests|docs)/[\w./]+)`", text(name))
    gone = [path for path in paths if "NOUN" not in path and not (ROOT / path).exists()]
    assert gone == []


def targets(name: str) -> set[str]:
    """Where the document's links and pictures lead inside the repository."""
    found = re.findall(r"\]\(([^)#]+)", "\n".join(prose(name)))
    return {target for target in found if "://" not in target}


# the other documents --------------------------------------------------------------------------------------------------


def test_the_arrows_are_those_of_the_code() -> None:
    told = {
        (code(was), code(happened)): code(becomes)
        for was, happened, becomes, _ in table("docs/delivery.md", "`planned")
    }
    assert told == {(was.value, happened.value): becomes.value for (was, happened), becomes in ARROWS.items()}


def test_the_timetable_is_that_of_the_code() -> None:
    assert [code(row[0]) for row in table("docs/delivery.md", "`agenda-draft")] == [series.key for series in SERIES]


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(one for group in project["optional-dependencies"].values() for one in group)]
    names = {re.split(r"[\[><=]", one)[0] for one in wanted}
    told = {
        name
        for rows in tables("docs/dependencies.md").values()
        for row in rows
        for name in re.findall(r"`([\w-]+)`", row[0])
    }
    assert names - told == set()
