"""What is said about difficulties unasked: to a new owner, to who shall decide, and once about what nobody has taken.

What is late stands in the daily bundle of its owner, then of the team's lead, then in the weekly agenda: not here.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from bot.blocks import difficulties as blocks
from bot.blocks.kit import Card
from bot.domain.difficulties import Difficulty, DifficultyState, unassigned_on
from bot.domain.directory import Directory
from bot.domain.ledger import Message, Payload, Post
from bot.domain.timetable import moment
from bot.i18n import Translator, speaking
from storage import Session, difficulties, ledger
from storage.directories import directory

UNASSIGNED: Final = "difficulty-unassigned"
GOOD_FOR: Final = dt.timedelta(days=5)  # after an outage it is still worth saying; older ones are not dug up
ROUND: Final = dt.timedelta(minutes=10)
_A_DAY: Final = dt.timedelta(days=1)

Says = Callable[[Translator, Difficulty, str, Directory, dt.date], Card]


def sweep(session: Session, workspace: str, now: dt.datetime) -> int:
    """Plan a notice for each one that nobody has taken for 2 working days: once, in the morning of that day.

    Gives how many are new.
    """
    people = directory(session, workspace)
    if people is None:
        return 0
    waiting = difficulties.unassigned(session, workspace, raised_before=now - _A_DAY)
    return sum(_plan(session, people, one, now) for one in waiting)


def _plan(session: Session, people: Directory, one: Difficulty, now: dt.datetime) -> bool:
    zone = people.zone_of_team(people.team(one.team))
    calendar = people.workspace.calendar
    raised = one.raised.astimezone(ZoneInfo(zone)).date()
    due = moment(unassigned_on(raised, calendar), people.workspace.quiet_until, zone)
    channel, person = _who_hears(people, one)
    if not due <= now < due + GOOD_FOR or people.workspace.quiet(zone, now) or (channel is None and person is None):
        return False
    return ledger.plan(
        session,
        people.workspace.id,
        series=UNASSIGNED,
        occurrence=one.ref,
        channel=channel,
        person=person,
        due=due,
        expires=due + GOOD_FOR,
        maker=UNASSIGNED,
        args={"difficulty": one.number},
        now=now,
    )


def _who_hears(people: Directory, one: Difficulty) -> tuple[str | None, str | None]:
    """The team's channel; without one its lead; without a team who raised it."""
    team = people.team(one.team)
    if team is not None and team.active and team.channel:
        return team.channel, None
    for id in (team.lead if team else None, one.raised_by):
        found = people.person(id)
        if found is not None and found.works_here:
            return None, found.id
    return None, None


def unassigned(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Nothing, when somebody has taken it meanwhile."""
    people = directory(session, post.workspace)
    one = difficulties.get(session, post.workspace, post.args["difficulty"])
    if people is None or one is None or one.state is not DifficultyState.OPEN or one.owner:
        return None
    team = people.team(one.team)
    reader = people.person(post.person)
    t = speaking(people.voice_of(reader) if reader else people.voice_of_team(team), now)
    return _message(blocks.unassigned_card(t, one, now.astimezone(t.zone).date()))


def assigned(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the new owner. Nothing, when it has gone to somebody else or is settled by now."""
    return _to_person(session, post, now, blocks.assigned_card, lambda one: one.owner == post.person)


def escalated(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To who leads the team that shall decide."""
    return _to_person(session, post, now, blocks.escalated_card, lambda one: one.escalated_to is not None)


def _to_person(
    session: Session, post: Post, now: dt.datetime, says: Says, still: Callable[[Difficulty], bool]
) -> Payload | None:
    people = directory(session, post.workspace)
    one = difficulties.get(session, post.workspace, post.args["difficulty"])
    reader = people.person(post.person) if people else None
    if people is None or reader is None or not reader.works_here or one is None or one.settled or not still(one):
        return None
    t = speaking(people.voice_of(reader), now)
    return _message(says(t, one, post.args["by"], people, now.astimezone(t.zone).date()))


def _message(card: Card) -> Message:
    return Message(card.text, card.blocks)
