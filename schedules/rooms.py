"""A team's channel: opened, filled, greeted and archived; whoever asked hears what Slack did not let the bot do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.blocks import forces as blocks
from bot.domain.directory import Directory
from bot.domain.forces import room_name
from bot.domain.ledger import NOTICE_EXPIRES, Act, Deed, Happened, Message, Outcome, Payload, Post
from bot.domain.teams import Team
from bot.i18n import speaking
from storage import Session, charters, connections, ledger, teams
from storage.directories import directory

FILL: Final = "team-fill"
WELCOME: Final = "team-welcome"
REFUSED: Final = "team-refused"


def open_(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The channel of a team that has none. Nothing, when it got one meanwhile or was closed."""
    del now
    _, team = _found(session, post)
    if team is None or not team.active or team.channel:
        return None
    return Deed(Act.OPEN, room_name(team), private=bool(post.args["private"]))


def opened(session: Session, post: Post, outcome: Outcome, now: dt.datetime) -> None:
    """It is the team's channel from now on; then come the people, and the first words."""
    people, team = _found(session, post)
    if people is None or team is None:
        return
    if outcome.happened is not Happened.OK:
        _tell(session, post, Act.OPEN, outcome.code, _invited(people, team), now)
        return
    channel = outcome.made[0]
    connections.joined(session, post.workspace, channel, room_name(team))
    teams.change(session, post.workspace, replace(team, channel=channel), post.args["by"], now, "channel")
    for series in (FILL, WELCOME):
        ledger.plan(
            session,
            post.workspace,
            series=series,
            occurrence=team.key,
            channel=channel,
            due=now,
            expires=now + NOTICE_EXPIRES,
            maker=series,
            args={"team": team.key, "by": post.args["by"]},
            now=now,
        )


def fill(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Everybody who belongs to the team by now."""
    del now
    people, team = _found(session, post)
    invited = _invited(people, team) if people is not None and team is not None and team.active else ()
    return Deed(Act.FILL, people=tuple(invited)) if invited else None


def filled(session: Session, post: Post, outcome: Outcome, now: dt.datetime) -> None:
    if outcome.happened is not Happened.OK:
        people, team = _found(session, post)
        everybody = _invited(people, team) if people is not None and team is not None else ()
        _tell(session, post, Act.FILL, outcome.code, outcome.made or everybody, now)


def welcome(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    people, team = _found(session, post)
    if people is None or team is None or not team.active:
        return None
    t = speaking(people.voice_of_team(team), now)
    today = now.astimezone(t.zone).date()
    card = blocks.welcome_card(t, team, charters.get(session, post.workspace, team.key), people, today)
    return Message(card.text, card.blocks)


def archive(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The channel of a team that was wound up. Nothing, when another team speaks there."""
    del now
    people, _ = _found(session, post)
    if people is None or any(team.active and team.channel == post.channel for team in people.teams.values()):
        return None
    return Deed(Act.ARCHIVE)


def archived(session: Session, post: Post, outcome: Outcome, now: dt.datetime) -> None:
    if outcome.happened is Happened.OK:
        connections.left(session, post.workspace, post.channel or "")
    else:
        _tell(session, post, Act.ARCHIVE, outcome.code, (), now)


def refused(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To who asked for it: what to type instead."""
    people, team = _found(session, post)
    reader = people.person(post.person) if people else None
    if people is None or team is None or reader is None or not reader.works_here:
        return None
    t = speaking(people.voice_of(reader), now)
    act, left = Act(post.args["act"]), post.args["people"]
    card = blocks.refused_card(t, act, team, people, room_name(team), post.args["code"], left)
    return Message(card.text, card.blocks)


def _tell(session: Session, post: Post, act: Act, code: str, people: Sequence[str], now: dt.datetime) -> None:
    """Once for each time that it was tried."""
    ledger.plan(
        session,
        post.workspace,
        series=REFUSED,
        occurrence=f"{post.args['team']}.{act.value}.{post.fence}",
        person=post.args["by"],
        due=now,
        expires=now + NOTICE_EXPIRES,
        maker=REFUSED,
        args={"team": post.args["team"], "act": act.value, "code": code, "people": list(people)},
        now=now,
    )


def _invited(people: Directory, team: Team) -> list[str]:
    return [person.id for person in people.members(team.key)]


def _found(session: Session, post: Post) -> tuple[Directory | None, Team | None]:
    people = directory(session, post.workspace)
    return people, people.team(post.args["team"]) if people else None
