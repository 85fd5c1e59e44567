"""What is said about meetings unasked: that a sitting was moved or cancelled, and once that a council has not sat in
its half-year. And the next sitting is always there.

What the secretary has to prepare and to record stands in the daily bundle: not here.
"""

import datetime as dt
from typing import Final

from bot.blocks import kit
from bot.blocks import meetings as blocks
from bot.domain.directory import Directory
from bot.domain.ledger import Message, Payload, Post
from bot.domain.meetings import Unsat, warned
from bot.domain.owing import Mutable
from bot.i18n import speaking
from storage import Session, ledger, meetings
from storage.directories import directory

ROUND: Final = dt.timedelta(minutes=10)
GOOD_FOR: Final = dt.timedelta(days=5)


def tend(session: Session, workspace: str, now: dt.datetime) -> int:
    """Every living series has its next sitting, on the day where its rule and the calendar have it now.

    Gives how many series there are.
    """
    people = directory(session, workspace)
    if people is None:
        return 0
    living = meetings.everything(session, workspace, active=True)
    for series in living:
        meetings.follow_series(session, people, series, meetings.CLOCK, now)
    if living and not people.workspace.quiet(people.workspace.zone, now):
        for one in meetings.unsat(session, people, now):
            _warn(session, people, one, now)
    return len(living)


def _warn(session: Session, people: Directory, one: Unsat, now: dt.datetime) -> None:
    """Once in a period."""
    for person in warned(one.series, people):
        ledger.plan(
            session,
            people.workspace.id,
            series=meetings.UNSAT,
            occurrence=one.alarm(person),
            person=person,
            due=now,
            expires=now + GOOD_FOR,
            maker=meetings.UNSAT,
            args={"series": one.series.key},
            now=now,
        )


def not_sat(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Nothing, when it has sat or one is planned by now, or they do not want to hear of meetings."""
    people = directory(session, post.workspace)
    reader = people.person(post.person) if people else None
    if people is None or reader is None or not reader.works_here or Mutable.MEETINGS.value in reader.muted:
        return None
    found = next((one for one in meetings.unsat(session, people, now) if one.series.key == post.args["series"]), None)
    if found is None:
        return None
    t = speaking(people.voice_of(reader), now)
    card = blocks.unsat_card(t, found)
    return Message(card.text, card.blocks)


def changed(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the team's channel, or to somebody with a seat. Nothing, when it was changed once more by now."""
    people = directory(session, post.workspace)
    one = meetings.get(session, post.workspace, post.args["meeting"])
    series = meetings.get_series(session, post.workspace, one.series) if one else None
    if people is None or one is None or series is None or one.sequence != post.args["sequence"]:
        return None
    reader, team = people.person(post.person), people.team(series.team)
    t = speaking(people.voice_of(reader) if reader else people.voice_of_team(team), now)
    card = blocks.changed_card(t, one, series, kit.named(people.person(post.args["by"])))
    return Message(card.text, card.blocks)
