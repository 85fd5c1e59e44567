"""A paper to print is made beside the request: who asks is told so at once, and the file follows."""

from collections.abc import Mapping
from typing import Any

from bot.blocks.answers import said
from bot.domain.ledger import NOTICE_EXPIRES
from handlers.asks import Ask, Kind, Reply, Say
from storage import ledger


def send(ask: Ask, maker: str, args: Mapping[str, Any]) -> Reply:
    """Plan the file: by direct message, or into the thread where the bot was mentioned."""
    here = ask.kind is Kind.MENTION and bool(ask.origin.thread)
    ledger.plan(
        ask.session,
        ask.ws,
        series=maker,
        occurrence=f"{ask.key}.file",
        channel=ask.origin.channel if here else None,
        person=None if here else ask.who.id,
        due=ask.now,
        expires=ask.now + NOTICE_EXPIRES,
        maker=maker,
        args={**args, "for": ask.who.id, "thread_ts": ask.origin.thread if here else ""},
        now=ask.now,
    )
    if here:
        return Say(said(ask.t("I am working on it: the paper comes into this thread.")))
    return Say(said(ask.t("I am working on it: the paper comes to you as a direct message.")))
