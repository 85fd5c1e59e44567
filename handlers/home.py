"""The App Home."""

import dataclasses

from bot.blocks import home as blocks
from bot.domain.people import Person
from bot.domain.quotas import week_of
from bot.i18n import speaking
from handlers.asks import Ask, Binding, Feature, Home, Reply
from storage import owing, people
from storage import status as states


def show(ask: Ask) -> Reply:
    """Somebody opened it."""
    return _home(ask, ask.who)


def choose_language(ask: Ask) -> Reply:
    """The language that everything private is said in."""
    chosen = ask.words if ask.words in ("ko", "en") else None
    people.choose_language(ask.session, ask.ws, ask.who.id, chosen)
    return _changed(ask, dataclasses.replace(ask.who, language=chosen))


def hear(ask: Ask) -> Reply:
    """Which kinds of unasked messages to send."""
    muted = blocks.switched(ask.who.muted, ask.words)
    people.mute(ask.session, ask.ws, ask.who.id, muted)
    return _changed(ask, dataclasses.replace(ask.who, muted=muted))


def _changed(ask: Ask, person: Person) -> Reply:
    known = ask.directory
    directory = dataclasses.replace(known, people={**known.people, person.id: person})
    t = speaking(directory.voice_of(person), ask.today)
    return _home(dataclasses.replace(ask, directory=directory, t=t), person)


def _home(ask: Ask, person: Person) -> Reply:
    first, last = week_of(ask.today)
    keys = ask.directory.teams_of(person.id)
    teams = [states.team_state(ask.session, ask.directory, key, first, last, ask.today) for key in keys[: blocks.TEAMS]]
    owed = owing.owing(ask.session, ask.directory, person, ask.now, ask.today)
    rest = owing.in_hand(ask.session, ask.directory, person, owed, ask.today)
    return Home(
        blocks.home(
            ask.t,
            ask.directory,
            person,
            owed,
            rest,
            teams,
            more_teams=len(keys) - len(teams),
            setup=not ask.workspace.setup_done,
        )
    )


FEATURE = Feature(
    buttons={"home:language": Binding(choose_language), "home:hear": Binding(hear)},
    home=Binding(show, writes=False),
)
