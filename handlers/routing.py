"""From what was heard to the function that answers it."""

import datetime as dt
import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.blocks.answers import help_card
from bot.domain.words import folded
from bot.refusals import Refusal
from bot.speech import commands
from handlers.asks import Ask, Binding, Feature, Listener, Noun, Reply, Say, Verb

HELP: Final = frozenset({"help", "도움말", "?", "도움"})


@dataclass(frozen=True)
class Call:
    """A function to run, with its arguments as they were read."""

    run: Listener
    may: str
    writes: bool
    words: str = ""
    args: Any = None


@dataclass(frozen=True)
class Routes:
    """Every id that the bot listens to. Two features with one id are a mistake and raise ValueError."""

    nouns: dict[str, Noun] = field(default_factory=dict)
    words: dict[str, Noun] = field(default_factory=dict)  # nouns by every spelling
    buttons: dict[str, Binding] = field(default_factory=dict)
    forms: dict[str, Binding] = field(default_factory=dict)
    suggestions: dict[str, Binding] = field(default_factory=dict)
    shortcuts: dict[str, Binding] = field(default_factory=dict)
    homes: list[Binding] = field(default_factory=list)


def routes(features: Iterable[Feature]) -> Routes:
    """The routes of these features."""
    made = Routes()
    for feature in features:
        if feature.noun:
            _once(made.nouns, {feature.noun.word: feature.noun})
            _once(made.words, {folded(word): feature.noun for word in (feature.noun.word, *feature.noun.aliases)})
        _once(made.buttons, feature.buttons)
        _once(made.forms, feature.forms)
        _once(made.suggestions, feature.suggestions)
        _once(made.shortcuts, feature.shortcuts)
        if feature.home:
            made.homes.append(feature.home)
    return made


def _once(into: dict[str, Any], more: Any) -> None:
    twice = set(into) & set(more)
    if twice:
        raise ValueError(f"two features listen to {sorted(twice)}")
    into.update(more)


def call(routes: Routes, noun: Noun, text: str, today: dt.date, knows: Callable[[str], bool]) -> Call:
    """The function for the words behind a command. `/muster NOUN …` is `/NOUN …`.

    `knows` says whether an organisation of this name is in the directory: only asked about near misses.
    """
    first, _, rest = text.strip().partition(" ")
    if noun.word == "muster" and first:
        other = routes.words.get(folded(first))
        if other is not None and other is not noun:
            return call(routes, other, rest, today, knows)
    if not first:
        return Call(noun.empty.run, noun.empty.may, noun.empty.writes)
    if folded(first) in HELP and not rest.strip():
        return Call(_help(noun), "anyone", writes=False)
    found = commands.resolve(noun.verbs, text, today, knows, free=noun.free is not None)
    match found:
        case commands.Found(verb, words, args):
            assert isinstance(verb, Verb)
            return Call(verb.run, verb.may, verb.writes, words, args)
        case commands.Near(word, suggestion):
            raise Refusal(
                "“{word}” is not something I know here. Did you mean `{suggestion}`? `/{command} help` shows what you can type.",
                typed=f"/{noun.word} {text}",
                word=word,
                suggestion=suggestion,
                command=noun.word,
            )
        case commands.Free():
            pass
    if noun.free is None:
        raise _unknown(routes, noun, first, text)
    return Call(noun.free.run, noun.free.may, noun.free.writes, text, noun.free.parse(text, today))


def _unknown(routes: Routes, noun: Noun, first: str, text: str) -> Refusal:
    known = [verb.word for verb in noun.verbs] + (list(routes.words) if noun.word == "muster" else [])
    near = difflib.get_close_matches(first.casefold(), known, n=1)
    message = (
        "“{word}” is not something I know here. Did you mean `{near}`? `/{command} help` shows what you can type."
        if near
        else "“{word}” is not something I know here. `/{command} help` shows what you can type."
    )
    return Refusal(message, typed=f"/{noun.word} {text}", word=first, near="".join(near), command=noun.word)


def _help(noun: Noun) -> Listener:
    def answer(ask: Ask) -> Reply:
        shown = ask.rules.command_prefix + noun.word
        return Say(help_card(ask.t, shown, noun.about, noun.examples, noun.grammar))

    return answer
