"""Answers to mentions and direct messages: the door has made them already, they only have to be said."""

import datetime as dt

from bot.domain.ledger import Message, Payload, Post
from storage import Session


def answer(_session: Session, post: Post, _now: dt.datetime) -> Payload:
    """`args["message"]` is the card, `args["thread_ts"]` the thread that it belongs to."""
    message = post.args["message"]
    return Message(message["text"], tuple(message.get("blocks", ())))
