"""What is said about tasks unasked: to a new owner.

What is late or silent stands in the daily bundle of its owner, then in the weekly agenda: not here.
"""

import datetime as dt

from bot.blocks import tasks as blocks
from bot.domain.ledger import Message, Payload, Post
from bot.i18n import speaking
from storage import Session, tasks
from storage.directories import directory


def assigned(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the new owner. Nothing, when it has gone to somebody else or has ended by now."""
    people = directory(session, post.workspace)
    one = tasks.get(session, post.workspace, post.args["task"])
    reader = people.person(post.person) if people else None
    if people is None or reader is None or not reader.works_here:
        return None
    if one is None or not one.unfinished or one.owner != post.person:
        return None
    t = speaking(people.voice_of(reader), now)
    card = blocks.assigned_card(t, one, post.args["by"], people, now.astimezone(t.zone).date())
    return Message(card.text, card.blocks)
