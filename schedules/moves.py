"""What is said about a personnel move unasked: to who has all of it now, once, and if it is taken back."""

import datetime as dt

from bot.blocks import moves as blocks
from bot.domain.directory import Directory
from bot.domain.ledger import Message, Payload, Post, State, key
from bot.domain.moves import Move
from bot.i18n import Translator, speaking
from storage import Session, ledger, moves
from storage.directories import directory


def told(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """What is theirs now. Nothing, when it was taken back before they heard of it."""
    found = _known(session, post, now)
    if found is None:
        return None
    move, people, t = found
    if move.undone is not None or not move.held:
        return None
    card = blocks.told_card(t, move, str(post.args["by"]), people)
    return Message(card.text, card.blocks)


def back(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """That it was taken back. Nothing to somebody who never heard of it."""
    found = _known(session, post, now)
    if found is None:
        return None
    move, people, t = found
    before = ledger.post(session, post.workspace, key(post.workspace, moves.TOLD, str(move.number)))
    if before is None or before.state not in (State.POSTED, State.UNCERTAIN):
        return None
    card = blocks.back_card(t, move, str(post.args["by"]), people)
    return Message(card.text, card.blocks)


def _known(session: Session, post: Post, now: dt.datetime) -> tuple[Move, Directory, Translator] | None:
    people = directory(session, post.workspace)
    move = moves.get(session, post.workspace, int(post.args["move"]))
    reader = people.person(post.person) if people else None
    if people is None or move is None or reader is None or not reader.works_here:
        return None
    return move, people, speaking(people.voice_of(reader), now)
