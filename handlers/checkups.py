"""`/muster doctor`: is everything well? From what the database and Slack said last: nobody waits for Slack.

What takes longer (a whole file, an address from outside) is for `muster doctor` on the machine itself.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from bot.blocks import checkups as blocks
from bot.domain.checkups import Facts, Greeting, Place, Store, examine
from bot.domain.directory import Directory
from bot.domain.workspaces import Connection
from handlers.asks import Ask, Binding, Reply, Say
from storage import checkups, connections

LATELY: Final = dt.timedelta(days=7)


def doctor(ask: Ask) -> Reply:
    """A line for each thing that is well, or is not."""
    connection = connections.get(ask.session, ask.ws)
    greeting = ask.greeting or _remembered(connection)
    facts = Facts(
        ask.now,
        Store("SQLite" if ask.session.get_bind().dialect.name == "sqlite" else "PostgreSQL"),
        greeting,
        places=tuple(places(ask.directory, ask.lang)),
        joined=connection.channels,
        standing=checkups.standing_of(ask.session, [ask.ws], ask.now, LATELY),
        said=checkups.said(ask.session, [ask.ws]),
    )
    return Say(blocks.card(ask.t, examine(facts), (greeting and greeting.bot) or blocks.HANDLE))


def places(directory: Directory, lang: str) -> Iterator[Place]:
    """Every channel that something is posted to, once, with whose it is."""
    workspace = directory.workspace
    found = [(workspace.leadership_channel, ""), (workspace.admin_channel, "")]
    found += [(team.channel, team.name(lang)) for team in directory.teams.values() if team.active]
    seen: set[str] = set()
    for channel, whose in found:
        if channel and channel not in seen:
            seen.add(channel)
            yield Place(channel, whose)


def _remembered(connection: Connection) -> Greeting | None:
    """What the list of people told, where nobody has asked since."""
    if not connection.bot:
        return None
    return Greeting(scopes=connection.scopes, fault=connection.fault)


VERBS = {"doctor": Binding(doctor, "admin", writes=False, private=True)}
