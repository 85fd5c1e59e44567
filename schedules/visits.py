"""What is said about visits unasked: one line in the channel of the division."""

import datetime as dt

from bot.blocks import visits as blocks
from bot.domain.difficulties import DifficultyState
from bot.domain.ledger import Message, Payload, Post
from bot.domain.visits import VisitState
from bot.i18n import speaking
from storage import Session, difficulties, visits
from storage.directories import directory


def told(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """`args["visit"]` was logged; what it says is the visit as it is by now, nothing if it was taken back."""
    people = directory(session, post.workspace)
    visit = visits.get(session, post.workspace, post.args["visit"])
    if people is None or visit is None or visit.state is not VisitState.DONE:
        return None
    home = people.home(visit.person)
    t = speaking(people.voice_of_team(home), now)
    raised = [
        one
        for one in difficulties.of_visit(session, post.workspace, visit.number)
        if one.state is not DifficultyState.UNDONE
    ]
    card = blocks.told_card(t, visit, raised, people)
    return Message(card.text, card.blocks)
