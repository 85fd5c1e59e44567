"""What is said of a task force unasked: 14 and 7 days before its end, and what came of it when it was wound up.

One whose end has passed stands in the daily message of its lead and in the weekly agendas until it is wound up.
"""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from bot.blocks import forces as blocks
from bot.domain.directory import Directory
from bot.domain.forces import Charter, notice
from bot.domain.ledger import NOTICE_EXPIRES, Message, Payload, Post
from bot.domain.teams import Team
from bot.i18n import Translator, speaking
from storage import Session, charters, forces, ledger
from storage.directories import directory

ENDING: Final = "force-ending"
ROUND: Final = dt.timedelta(minutes=10)


def sweep(session: Session, workspace: str, now: dt.datetime) -> int:
    """Plan the notices that are due: each once for each end that was set. Gives how many are new."""
    people = directory(session, workspace)
    if people is None:
        return 0
    return sum(_plan(session, people, charter, now) for charter in charters.running(session, workspace))


def ending(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the channel and to the lead. Nothing, when the end was moved or the team closed by now."""
    people = directory(session, post.workspace)
    team = people.team(post.args["team"]) if people else None
    charter = charters.get(session, post.workspace, post.args["team"])
    if people is None or team is None or not team.active or charter is None or charter.ends is None:
        return None
    if charter.ended is not None or charter.ends.isoformat() != post.args["ends"]:
        return None
    t = _tongue(people, team, post, now)
    today = now.astimezone(t.zone).date()
    card = blocks.notice_card(t, team, charter, len(forces.loose(session, people, team, today)), today)
    return Message(card.text, card.blocks)


def result(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the team's channel, the one above and the leadership's: what came of it, and who has what now."""
    people = directory(session, post.workspace)
    team = people.team(post.args["team"]) if people else None
    charter = charters.get(session, post.workspace, post.args["team"])
    if people is None or team is None or charter is None or charter.ended is None:
        return None
    card = blocks.result_card(_tongue(people, team, post, now), team, charter, people)
    return Message(card.text, card.blocks)


def _plan(session: Session, people: Directory, charter: Charter, now: dt.datetime) -> int:
    team = people.team(charter.team)
    if team is None or not team.active or charter.ends is None:
        return 0
    zone = people.zone_of_team(team)
    days = notice(charter, now.astimezone(ZoneInfo(zone)).date(), people.workspace.calendar)
    if days is None or people.workspace.quiet(zone, now):
        return 0
    lead = people.person(team.lead)
    hear: list[tuple[str | None, str | None]] = [(team.channel, None)] if team.channel else []
    hear += [(None, lead.id)] if lead is not None and lead.works_here else []
    return sum(
        ledger.plan(
            session,
            people.workspace.id,
            series=ENDING,
            occurrence=f"{team.key}.{charter.ends}.{days}@{channel or person}",
            channel=channel,
            person=person,
            due=now,
            expires=now + NOTICE_EXPIRES,
            maker=ENDING,
            args={"team": team.key, "ends": charter.ends.isoformat()},
            now=now,
        )
        for channel, person in hear
    )


def _tongue(people: Directory, team: Team, post: Post, now: dt.datetime) -> Translator:
    """A person's own language; a channel's is that of its team."""
    reader = people.person(post.person)
    if reader is not None:
        return speaking(people.voice_of(reader), now)
    here = next((one for one in people.teams.values() if one.channel and one.channel == post.channel), team)
    return speaking(people.voice_of_team(here), now)
