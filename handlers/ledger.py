"""`/muster ledger` and `/muster preview`: what was posted, what could not be, and what will be."""

from bot.blocks import ledger as blocks
from bot.blocks.answers import said
from bot.blocks.kit import Card
from bot.domain.ledger import NOTICE_EXPIRES, State
from bot.i18n import N_, Md
from bot.refusals import Refusal
from handlers.asks import Ask, Binding, Feature, Redraw, Reply, Say
from storage import audit, ledger

_TOO_LATE = N_("This post is not waiting for anybody any more. `/muster ledger` shows how it stands.")


def show(ask: Ask) -> Reply:
    """What was due by now, the newest first, a page of it."""
    return Say(_listing(ask))


def preview(ask: Ask) -> Reply:
    """What will be posted in the next days."""
    days: int = ask.args
    return Say(blocks.preview_card(ask.t, ask.foresee(ask.session, ask.ws, ask.now, days), days))


def resend(ask: Ask) -> Reply:
    """Send a post again that failed, was missed, or is held."""
    before = ledger.resend(ask.session, ask.ws, ask.words, now=ask.now, good_for=NOTICE_EXPIRES)
    if before is None:
        raise Refusal(_TOO_LATE)
    return _decided(ask, "resend", before, ask.t("It is sent again now."))


def seen(ask: Ask) -> Reply:
    """A held post is in its channel: somebody has looked."""
    if not ledger.seen(ask.session, ask.ws, ask.words, now=ask.now):
        raise Refusal(_TOO_LATE)
    return _decided(ask, "seen", State.HELD, ask.t("Noted: it is there, and is not sent again."))


def _decided(ask: Ask, action: str, was: State, sentence: Md) -> Reply:
    post = ledger.post(ask.session, ask.ws, ask.words)
    assert post is not None
    audit.record(ask.session, ask.ws, ask.who.id, ask.now, action, post.key, {"state": was}, {"state": post.state})
    return Redraw(_listing(ask)) if ask.origin.ephemeral else Say(said(sentence))


def _listing(ask: Ask) -> Card:
    before = (ask.page - 1) * blocks.PAGE
    posts = ledger.listing(ask.session, ask.ws, limit=blocks.PAGE + 1, offset=before, until=ask.now)
    return blocks.listing_card(ask.t, ask.directory, posts[: blocks.PAGE], ask.page, more=len(posts) > blocks.PAGE)


VERBS = {
    "ledger": Binding(show, "admin", writes=False, private=True),
    "preview": Binding(preview, "admin", writes=False, private=True),
}
FEATURE = Feature(buttons={blocks.RESEND: Binding(resend, "admin"), blocks.SEEN: Binding(seen, "admin")})
