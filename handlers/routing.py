"""From what was heard to the function that answers it."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import field, replace
from typing import Any, Final

from bot.blocks.answers import CARRIED, help_card, what_is_it
from bot.refusals import Refusal
from bot.speech import commands
from bot.speech.commands import Knows
from bot.speech.text import brief, readable
from bot.values import frozen
from handlers.asks import Ask, Binding, Feature, Listener, Noun, Reply, Say

HOME_NOUN: Final = "muster"
_PAGE = re.compile(r"(?:^|\s)page:(\d{1,4})$")


@frozen
class Call:
    """A function to run, with its words as they were typed and read."""

    run: Listener
    may: str
    writes: bool
    words: str = ""
    args: Any = None
    page: int = 1
    files: str = ""
    private: bool = False
    command: str = ""  # as it was typed, without what follows: `muster settings`
    verb: str = ""  # and what it is in English


@frozen
class Routes:
    """Every id that the bot listens to."""

    nouns: dict[str, Noun] = field(default_factory=dict)
    buttons: dict[str, Binding] = field(default_factory=dict)
    forms: dict[str, Binding] = field(default_factory=dict)
    suggestions: dict[str, Binding] = field(default_factory=dict)
    shortcuts: dict[str, Binding] = field(default_factory=dict)
    homes: list[Binding] = field(default_factory=list)


def routes(features: Iterable[Feature]) -> Routes:
    """The routes of these features. Two of them with one id are a mistake and raise ValueError."""
    made = Routes()
    for feature in features:
        if feature.noun:
            _once(made.nouns, {feature.noun.word: feature.noun})
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


def call(routes: Routes, word: str, text: str, today: dt.date, knows: Knows) -> Call:
    """The function for the words behind a command. `/muster NOUN …` is `/NOUN …`, in Korean too.

    `knows` says whether an organisation of this name is in the directory: only asked in doubt.
    """
    noun = routes.nouns.get(word)
    other, rest = commands.split_noun(text) if noun is None or word == HOME_NOUN else (None, text)
    if other in routes.nouns and other != HOME_NOUN:
        return call(routes, other, rest, today, knows)
    noun = noun or routes.nouns[HOME_NOUN]
    if noun.word == HOME_NOUN and (asked := commands.about(text)) in routes.nouns:
        return Call(_help(routes.nouns[asked]), "anyone", writes=False)
    paged = _PAGE.search(text)
    words = text[: paged.start()] if paged else text
    found = _bound(routes, noun, words.strip(), today, knows)
    return replace(found, page=max(1, int(paged[1]))) if paged else found


def _bound(routes: Routes, noun: Noun, text: str, today: dt.date, knows: Knows) -> Call:
    if not text:
        return _call(noun.empty)
    subs = noun.subcommands(today)
    if not noun.numbers:
        text = commands.turned(subs, text)
    match commands.resolve(subs, text, knows, prose=noun.prose and noun.free is not None):
        case commands.Found("help"):
            return Call(_help(noun), "anyone", writes=False)
        case commands.Found(word, rest, args):
            opens = args is None and word in ("add", "log") and word not in noun.verbs
            binding = noun.empty if opens else noun.verbs.get(word) or noun.free
            assert binding is not None, f"{noun.word} {word} is bound to nothing"
            typed = f"{noun.word} {readable(text.split()[0])}"
            return replace(_call(binding, rest, args), command=typed, verb=word)
        case commands.Near() as near:
            raise commands.doubt(near)
        case commands.Free(""):  # letters that nobody can see
            return _call(noun.empty)
        case commands.Free(words):
            return _free(routes, noun, words, today, knows)
    raise AssertionError("resolve gives one of these")


def _free(routes: Routes, noun: Noun, words: str, today: dt.date, knows: Knows) -> Call:
    """What is no subcommand: the noun's own grammar, a number of another noun, or words that nobody knows."""
    if noun.free is not None and noun.line is not None:
        if noun.prose and (other := commands.of_another(words, noun.word)):
            raise Refusal(
                "{ref} is the number of something else. Type `/{command} {words}`; "
                "if a name is meant, put it in quotes.",
                typed=readable(words),
                ref=str(other),
                command=commands.OF_LETTER[other.prefix],
                words=brief(words),
            )
        return _call(noun.free, words, noun.line(words, today))
    if noun.word != HOME_NOUN:
        raise _unknown(noun, words)
    about = commands.numbered(words)
    if about in routes.nouns:
        return call(routes, about, words, today, knows)
    first, _, more = words.partition(" ")
    near = commands.near_noun(first)
    if near is not None and (commands.noun(near) or "") in routes.nouns:
        raise Refusal(
            "I do not know `{word}`. Did you mean `{near}`? `/{command} help` shows what you can type.",
            typed=readable(words),
            word=brief(first),
            near=near,
            command=noun.word,
        )
    if (more or knows(words)) and len(words) <= CARRIED:
        return Call(_offers(words), "anyone", writes=False)
    raise _unknown(noun, words)


def _unknown(noun: Noun, words: str) -> Refusal:
    return Refusal(
        "I do not know `{word}`. `/{command} help` shows what you can type.",
        typed=readable(words),
        word=brief(words),
        command=noun.word,
    )


def _offers(words: str) -> Listener:
    """Somebody told us something, and did not say what it is."""

    def answer(ask: Ask) -> Reply:
        return Say(what_is_it(ask.t, words, readable(words)))

    return answer


def _call(binding: Binding, words: str = "", args: Any = None) -> Call:
    return Call(binding.run, binding.may, binding.writes, words, args, private=binding.private)


def _help(noun: Noun) -> Listener:
    def answer(ask: Ask) -> Reply:
        return Say(help_card(ask.t, noun.word, noun.about, noun.examples, noun.grammar))

    return answer
