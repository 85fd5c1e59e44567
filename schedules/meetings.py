"""What is said about meetings unasked: that a sitting was moved or cancelled. And the next sitting is always there.

What the secretary has to prepare and to record stands in the daily bundle, then in the weekly agenda: not here.
"""

import datetime as dt
from typing import Final

from bot.blocks import kit
from bot.blocks import meetings as blocks
from bot.domain.ledger import Message, Payload, Post
from bot.i18n import translator
from storage import Session, meetings
from storage.directories import directory

ROUND: Final = dt.timedelta(minutes=10)


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
    return len(living)


def changed(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the team's channel, or to somebody with a seat. Nothing, when it was changed once more by now."""
    people = directory(session, post.workspace)
    one = meetings.get(session, post.workspace, post.args["meeting"])
    series = meetings.get_series(session, post.workspace, one.series) if one else None
    if people is None or one is None or series is None or one.sequence != post.args["sequence"]:
        return None
    reader, team = people.person(post.person), people.team(series.team)
    if reader is not None:
        t = translator(people.language_of(reader), reader.zone, now.date())
    else:
        t = translator(people.language_of_team(team), people.zone_of_team(team), now.date())
    card = blocks.changed_card(t, one, series, kit.named(people.person(post.args["by"])))
    return Message(card.text, card.blocks)
