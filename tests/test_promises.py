"""What holds for the whole bot: every button is bound, every word does something, every post has its maker."""

import ast
import datetime as dt
import functools
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.blocks import answers
from bot.blocks.ledger import NAMES
from bot.domain.permissions import TABLE
from bot.domain.timetable import SERIES
from bot.i18n import translator
from bot.refusals import Refusal
from bot.settings import DeliverySettings
from bot.speech import commands
from handlers import FEATURES
from handlers.asks import Binding, Feature, Noun
from handlers.routing import HOME_NOUN, call, routes
from schedules import MAKERS, SPEAKS, SWEEPS, said_by, tick
from tests import words as catalogues
from tests.cast import ARA, BOM, HANA, Stage
from tests.doubles import checks
from tests.doubles.slack import FakeSlack
from tests.source import ROOT, nodes

TODAY: Final = dt.date(2026, 11, 25)
ROUTES: Final = routes(FEATURES)
NOUNS: Final = list(ROUTES.nouns.values())
# the last is a window that has no submit button
DOORS_OWN: Final = {answers.AGAIN, answers.BESIDE, answers.MORE, "door:read"}
# what no help tells: the same as no word at all
UNTOLD: Final = {"add", "log", "show", "update"}
ID: Final = re.compile(r"[a-z]+:[a-z_]+(?:#\w*)?")
KO, EN = (translator(lang, "Asia/Seoul", TODAY) for lang in ("ko", "en"))


def bound() -> dict[str, Binding]:
    return {**ROUTES.buttons, **ROUTES.forms, **ROUTES.suggestions, **ROUTES.shortcuts}


def literals(folder: str) -> Iterator[tuple[str, str]]:
    """Every text constant, and the beginning of every f-string, with the file that has it."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, path.name


def constants(path: Path, expression: ast.expr) -> set[str]:
    """The texts that an expression may be, as far as it is made of constants of its module or of what that imports."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found: set[str] = set()
    for node in ast.walk(expression):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(node, ast.Name):
            value = getattr(module, node.id, None)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            value = getattr(getattr(module, node.value.id, None), node.attr, None)
        if isinstance(value, str):
            found.add(value)
    return found


class TestIds:
    def test_two_features_never_listen_to_one(self) -> None:
        with pytest.raises(ValueError, match="two features listen"):
            routes([*FEATURES, Feature(buttons={next(iter(ROUTES.buttons)): Binding(lambda ask: None)})])  # type: ignore[arg-type, return-value]

    def test_what_a_card_or_form_carries_is_bound(self) -> None:
        nouns = {id.partition(":")[0] for id in bound()}
        used = {
            (text.partition("#")[0], file)
            for text, file in literals("bot/blocks")
            if ID.fullmatch(text) and text.partition(":")[0] in {*nouns, "door"}
        }
        assert {(id, file) for id, file in used if id not in bound() and id not in DOORS_OWN} == set()

    def test_what_is_bound_stands_on_some_card(self) -> None:
        """`tasks:` may begin an f-string; then the rest is a text of ours too. Shortcuts stand in the manifest."""
        texts = {text.partition("#")[0] for text, _ in literals("bot/blocks")}
        steps = {text for text, _ in literals("bot/domain")} | texts
        on_cards = [id for id in bound() if id not in ROUTES.shortcuts]
        apart = [id.partition(":") for id in on_cards if id not in texts]
        assert [f"{noun}:{rest}" for noun, _, rest in apart if f"{noun}:" not in texts or rest not in steps] == []

    def test_every_binding_asks_for_a_permission_that_exists(self) -> None:
        asked = [binding.may for binding in bound().values()]
        for noun in NOUNS:
            asked += [one.may for one in (*noun.verbs.values(), noun.empty, *([noun.free] if noun.free else []))]
        assert set(asked) <= set(TABLE)

    def test_every_permission_is_asked_for_somewhere(self) -> None:
        used = {text for folder in ("handlers", "bot") for text, file in literals(folder) if file != "permissions.py"}
        assert set(TABLE) - used <= {"members"}  # Binding's default


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.word)
class TestNouns:
    def test_every_word_does_something(self, noun: Noun) -> None:
        said = {sub.word for sub in noun.subcommands(TODAY)} - {"help"}
        opens = {"add", "log"} if noun.free else set()
        assert said - set(noun.verbs) <= opens
        assert set(noun.verbs) <= said

    def test_no_word_means_two_things(self, noun: Noun) -> None:
        names = [name for sub in noun.subcommands(TODAY) for name in sorted(sub.names)]
        assert sorted(names) == sorted(set(names))

    def test_has_a_korean_name_and_help(self, noun: Noun) -> None:
        assert any("가" <= letter <= "힣" for alias in commands.NOUNS[noun.word] for letter in alias)
        for t in (KO, EN):
            card = answers.help_card(t, noun.word, noun.about, noun.examples, noun.grammar).message()
            assert checks.message_faults(card) == []

    def test_every_word_stands_in_the_help(self, noun: Noun) -> None:
        helped = noun.grammar + noun.about
        missing = [sub.word for sub in noun.subcommands(TODAY) if sub.word not in helped and sub.word != "help"]
        assert set(missing) <= UNTOLD

    def test_every_word_stands_in_the_korean_help_in_korean(self, noun: Noun) -> None:
        helped = KO.plain(noun.grammar) + KO.plain(noun.about)
        subs = [sub for sub in noun.subcommands(TODAY) if sub.word != "help" and sub.word not in UNTOLD]
        assert [sub.word for sub in subs if not any(name in helped for name in sub.names if not name.isascii())] == []

    def test_the_examples_can_be_typed_in_both_languages(self, noun: Noun) -> None:
        for t in (KO, EN):
            for example in noun.examples:
                typed = t.plain(example)
                assert (typed, run(noun.word, typed)) == (typed, run(noun.word, example))
                if noun.word != HOME_NOUN:
                    assert (typed, run(HOME_NOUN, f"{noun.word} {typed}")) == (typed, run(noun.word, typed))


def run(word: str, typed: str) -> object:
    """The function that answers this."""
    return call(ROUTES, word, typed, TODAY, lambda _name: False).run


SHOWN: Final = re.compile(r"`/([a-z]+)(?: ([^`]*))?`")


def shown() -> Iterator[tuple[str, str, str]]:
    """Every command that a sentence tells people to type: language, noun, words."""
    said = [("en", message.id) for message in catalogues.messages()]
    said += [("ko", form) for forms, _ in catalogues.korean().values() for form in forms]
    for lang, text in dict.fromkeys(said):
        yield from ((lang, match[1], match[2] or "") for match in SHOWN.finditer(text))


@functools.cache
def names(noun: str) -> frozenset[str]:
    """All its words, in both languages."""
    return frozenset(name for sub in ROUTES.nouns[noun].subcommands(TODAY) for name in sub.names)


def test_commands_in_sentences_exist() -> None:
    """Whatever a sentence tells people to type is a word of that command, in their language."""
    wrong = []
    for lang, word, rest in shown():
        if word in ("invite", "archive"):  # Slack's own
            continue
        if word not in ROUTES.nouns:
            wrong.append((lang, word, rest))
            continue
        other, behind = commands.split_noun(rest) if word == HOME_NOUN else (None, rest)
        noun = ROUTES.nouns.get(other or word)
        first = re.sub(r"\{[a-z_]+(?::[^}]*)?\}", "", behind).split()
        if noun is None or not first or first[0].isupper() or first[0] in "…":
            continue
        if noun.free is None and first[0].casefold() not in names(noun.word):
            wrong.append((lang, word, rest))
    assert wrong == []


class TestPosts:
    def test_every_series_has_a_maker_and_a_name(self) -> None:
        assert {series.key for series in SERIES} == said_by(MAKERS)
        kinds = {key.partition("#")[0] for key in MAKERS}
        assert kinds == set(NAMES)

    def test_every_series_knows_whether_it_would_speak(self) -> None:
        assert {series.key for series in SERIES} == set(SPEAKS)

    def test_sweeps_have_names_of_their_own(self) -> None:
        names = [sweep.name for sweep in SWEEPS]
        assert len(names) == len(set(names))

    def test_whoever_plans_a_post_names_a_maker_that_exists(self) -> None:
        named = {
            text
            for folder in ("handlers", "schedules", "storage")
            for path in (ROOT / folder).rglob("*.py")
            for node in nodes(path)
            if isinstance(node, ast.Call)
            for keyword in node.keywords
            if keyword.arg == "maker"
            for text in constants(path, keyword.value)
        }
        assert len(named) > 15  # parameters are not looked behind; their callers' constants are
        assert named <= {key.partition("#")[0] for key in MAKERS}


KST: Final = dt.timezone(dt.timedelta(hours=9))
MOMENTS: Final = [
    dt.datetime(2026, 11, 26, 9, 1, tzinfo=KST),  # Thursday: the bundle
    dt.datetime(2026, 11, 26, 14, 1, tzinfo=KST),  # the nudge
    dt.datetime(2026, 11, 27, 15, 1, tzinfo=KST),  # the drafts
    dt.datetime(2026, 11, 27, 17, 1, tzinfo=KST),  # the agendas
    dt.datetime(2026, 11, 30, 9, 1, tzinfo=KST),  # the digest
    dt.datetime(2026, 11, 30, 10, 1, tzinfo=KST),  # the evaluation opens
    dt.datetime(2026, 12, 9, 10, 1, tzinfo=KST),  # its results
]


def test_every_job_is_silent_when_it_runs_twice(stage: Stage) -> None:
    """A week and a month end; when a moment's rounds are done, the same round again says nothing."""
    stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 용접공 부족 #labour")
    stage.types(HANA, "/visit Geoje Shipyard: order book is full ! permits take months")
    stage.types(ARA, "/difficulty assign D-1 @bom due:11/26")
    stage.types(ARA, "/task add Welders' course @bom due:12/24 start:11/1 team:export")
    slack = FakeSlack(stage.slack)

    def play() -> int:
        tick(
            stage.db,
            lambda _workspace: slack,
            MAKERS,
            lambda: stage.now,
            DeliverySettings(),
            pause=lambda seconds: stage.later(seconds=seconds),
        )
        return len([one for one in stage.slack.calls if one.method in ("chat.postMessage", "chat.update", "upload")])

    said = []
    for moment in MOMENTS:
        stage.now = moment.astimezone(dt.UTC)
        before = play()
        stage.later(minutes=1)
        settled = play()  # what the first round opened may ask people in the second
        said.append(before)
        assert play() == settled, moment
        stage.later(minutes=1)
        assert play() == settled, moment
    assert said == sorted(set(said)), "each of these moments says something"


def test_an_unknown_word_names_itself_and_the_help() -> None:
    with pytest.raises(Refusal) as caught:
        call(ROUTES, "muster", "frobnicate", TODAY, lambda _name: False)
    assert caught.value.values["word"] == "frobnicate"


BARE: Final = re.compile(r"/?([a-z]+) ([a-z]+(?: [a-z{}]+)*)")


def in_korean(first: str, noun: Noun) -> bool:
    """Whether no Korean name of this word is left unused."""
    said = next((sub.names for sub in noun.subcommands(TODAY) if first in sub.names), frozenset())
    return not first.isascii() or not any(not name.isascii() for name in said)


def test_commands_in_korean_sentences_are_korean() -> None:
    """Whoever reads Korean is told `/task 가져오기`, never `/task import`."""
    wrong = []
    for lang, word, rest in shown():
        if lang != "ko" or word not in ROUTES.nouns:
            continue
        other, behind = commands.split_noun(rest) if word == HOME_NOUN else (None, rest)
        first = (re.sub(r"\{[a-z_]+(?::[^}]*)?\}", "", behind).split() or [""])[0]
        if not in_korean(first, ROUTES.nouns[other or word]):
            wrong.append((word, rest))
    assert wrong == []


def test_bare_commands_are_the_same_in_both_languages() -> None:
    """A message that is a command and nothing else (what a card puts behind `and 3 more`) keeps its meaning."""
    found = 0
    for english, (forms, _) in catalogues.korean().items():
        match = BARE.fullmatch(english)
        if match is None or match[1] not in ROUTES.nouns:
            continue
        noun = ROUTES.nouns[match[1]]
        if match[2].split()[0] not in {name for sub in noun.subcommands(TODAY) for name in sub.names}:
            continue
        korean = forms[0].removeprefix("/").removeprefix(match[1]).strip().replace("{key}", "export")
        assert run(noun.word, korean) == run(noun.word, match[2].replace("{key}", "export")), english
        assert all(word == "export" or not word.isascii() for word in korean.split()), korean
        found += 1
    assert found > 15
