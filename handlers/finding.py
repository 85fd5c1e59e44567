"""`/muster find WORDS`: words, looked for in every noun that has texts. A noun that has some is a line in FINDERS."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.blocks import finds as blocks
from bot.blocks.finds import Hit
from bot.blocks.sittings import when
from bot.domain.surveys import SurveyState
from bot.domain.words import folded
from bot.speech.musters import Find
from handlers.asks import Ask, Binding, Reply, Say
from storage import (
    difficulties,
    duty,
    finding,
    indicators,
    meetings,
    organisations,
    plans,
    referrals,
    surveys,
    tasks,
    visits,
)

MOST: Final = 500  # of one noun: who has found more needs another word
YEAR: Final = dt.timedelta(days=365)  # of visits, where every noun is looked through
PLACES: Final = 8  # organisations whose visits are found by their name

Finder = Callable[[Ask, str, int], Sequence[Hit]]


def find(ask: Ask) -> Reply:
    """`find WORDS` in everything, or `find NOUN: WORDS` in one noun, page by page."""
    wanted: Find = ask.args
    if wanted.noun is None:
        found = {noun: finder(ask, wanted.words, blocks.SHOWN + 1) for noun, finder in FINDERS.items()}
        return Say(blocks.found_card(ask.t, wanted.words, found))
    most = min(ask.page * blocks.PAGE + 1, MOST)
    hits = FINDERS[wanted.noun](ask, wanted.words, most)
    return Say(blocks.noun_card(ask.t, wanted.words, wanted.noun, hits, ask.page))


# the nouns ------------------------------------------------------------------------------------------------------------


def _organisations(ask: Ask, words: str, most: int) -> list[Hit]:
    found = organisations.search(ask.session, ask.ws, words, most)
    return [Hit(one.ref, one.name, shows=f"org show {one.ref}") for one in found]


def _visits(ask: Ask, words: str, most: int) -> list[Hit]:
    places = [one.number for one in organisations.search(ask.session, ask.ws, words, PLACES)]
    since = ask.today - YEAR if ask.args.noun is None else dt.date.min  # who looks here alone waits for all of them
    found = visits.search(ask.session, ask.ws, words, places, since, most)
    return [
        Hit(one.ref, one.organisation_name, f"{ask.t.day(one.day)} {one.summary}", f"visit show {one.ref}")
        for one in found
    ]


def _difficulties(ask: Ask, words: str, most: int) -> list[Hit]:
    """By their own text and answer, then by what partners were asked and said."""
    own = difficulties.search(ask.session, ask.ws, words, most)
    asked = referrals.search(ask.session, ask.ws, words, most)
    known = {one.number for one in own}
    later = difficulties.by_ids(ask.session, ask.ws, {one.difficulty for one in asked} - known)
    return [
        Hit(one.ref, one.text, one.organisation_name, f"difficulty show {one.ref}")
        for one in (*own, *sorted(later.values(), key=lambda one: -one.number))
    ][:most]


def _tasks(ask: Ask, words: str, most: int) -> list[Hit]:
    found = tasks.search(ask.session, ask.ws, words, most)
    return [Hit(one.ref, one.title, f"{one.percent}%", f"task show {one.ref}") for one in found]


def _meetings(ask: Ask, words: str, most: int) -> list[Hit]:
    """Series by their name, then sittings by what was to be said there and what was."""
    series = [
        Hit(one.key, one.name(ask.lang), shows=f"meeting show {one.key}")
        for one in meetings.search(ask.session, ask.ws, words, most)
    ]
    sat = [
        Hit(one.meeting.ref, one.series.name(ask.lang), when(ask.t, one.meeting), f"meeting show {one.meeting.ref}")
        for one in finding.sittings(ask.session, ask.directory, words, most)
    ]
    return [*series, *sat][:most]


def _agendas(ask: Ask, words: str, most: int) -> list[Hit]:
    """What was decided, then what was to be talked about."""
    made = [
        Hit(
            ask.t.plain("Decision"),
            one.text,
            ask.t.day(one.at.astimezone(ask.t.zone).date()),
            f"trace {one.became}" if one.became else "",
        )
        for one in finding.decisions(ask.session, ask.ws, words, most)
    ]
    matters = [
        Hit(
            ask.t.plain("Agenda"),
            one.text,
            ask.t.day(one.added.astimezone(ask.t.zone).date()),
            f"agenda team {one.team}",
        )
        for one in finding.items(ask.session, ask.ws, words, most)
    ]
    return [*made, *matters][:most]


def _plan(ask: Ask, words: str, most: int) -> list[Hit]:
    found = plans.search(ask.session, ask.ws, words, most)
    return [Hit(one.ref, one.name(ask.lang), ask.t.day(one.last), f"plan show {one.ref}") for one in found]


def _indicators(ask: Ask, words: str, most: int) -> list[Hit]:
    found = indicators.search(ask.session, ask.ws, words, most)
    return [Hit(one.ref, one.name(ask.lang), one.key, f"indicator show {one.ref}") for one in found]


def _surveys(ask: Ask, words: str, most: int) -> list[Hit]:
    """A draft is nobody's but its author's."""
    return [
        Hit(one.ref, one.title, ask.t.day(one.closes), f"survey show {one.ref}")
        for one in surveys.search(ask.session, ask.ws, words, most)
        if one.state is not SurveyState.DRAFT or one.author == ask.who.id
    ]


def _duty(ask: Ask, words: str, most: int) -> list[Hit]:
    found = duty.search(ask.session, ask.ws, words, most)
    return [Hit(ask.t.day(one.day), one.text, shows=f"duty handover {one.day.isoformat()}") for one in found]


def _teams(ask: Ask, words: str, most: int) -> list[Hit]:
    """By their names and their mandate; task forces by what they have to deliver, and by the result they had."""
    said, wanted = finding.charters(ask.session, ask.ws, words), [folded(word) for word in words.split()]
    found = [
        one
        for one in ask.directory.teams.values()
        if one.key in said
        or all(word.casefold() in one.mandate.casefold() for word in words.split())
        or any(all(word in spelling for word in wanted) for spelling in one.spellings())
    ]
    order = sorted(found, key=lambda one: (not one.active, one.key))
    return [Hit(one.key, one.name(ask.lang), one.mandate, f"team show {one.key}") for one in order][:most]


FINDERS: Final[Mapping[str, Finder]] = {
    "org": _organisations,
    "visit": _visits,
    "difficulty": _difficulties,
    "task": _tasks,
    "meeting": _meetings,
    "agenda": _agendas,
    "plan": _plan,
    "indicator": _indicators,
    "survey": _surveys,
    "duty": _duty,
    "team": _teams,
}

VERBS: Final[dict[str, Binding]] = {"find": Binding(find, writes=False)}
