"""`/muster export`: everything of this workspace as one workbook, for administrators."""

from bot.blocks import exports as blocks
from bot.domain.ledger import NOTICE_EXPIRES
from handlers.asks import Ask, Binding, Reply, Say
from storage import audit, exports, ledger


def export(ask: Ask) -> Reply:
    """The file is made beside the request and comes by direct message; that it was asked for is kept."""
    ledger.plan(
        ask.session,
        ask.ws,
        series=exports.SERIES,
        occurrence=f"{ask.key}.file",
        person=ask.who.id,
        due=ask.now,
        expires=ask.now + NOTICE_EXPIRES,
        maker=exports.SERIES,
        args={},
        now=ask.now,
    )
    audit.record(ask.session, ask.ws, ask.who.id, ask.now, "export", ask.who.id, None, None)
    return Say(blocks.asked_card(ask.t))


VERBS = {"export": Binding(export, may="admin", private=True)}
