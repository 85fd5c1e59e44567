"""The address at which a calendar subscribes to the sittings of a series, of a team, or of one's own."""

from typing import Final

from bot.blocks import meetings as blocks
from bot.domain.feeds import Feed, Scope, secret_of
from bot.domain.permissions import check, may, subject
from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech.meetings import Listing, Which
from bot.values import frozen
from handlers.asks import Ask, Kind, Redraw, Reply, Say
from handlers.meetings import steps
from storage import feeds

PATH: Final = "/feeds/"


@frozen
class _Target:
    """Whose sittings; what it is called, how it is asked for, and whether who asks may give it a new address."""

    scope: Scope
    about: str
    name: str
    words: str
    may_renew: bool


def ics(ask: Ask) -> Reply:
    """`/meeting ics [mine|team KEY|NAME|M-4]`: the address, shown to who asks and to nobody else."""
    target = _target(ask)
    if ask.kind in (Kind.MENTION, Kind.MESSAGE):
        raise Refusal(
            "What is said here is kept. Type `/meeting {words}`: only you see the answer.",
            words=target.words,
        )
    found = feeds.of(ask.session, ask.ws, target.scope, target.about)
    return _shown(
        ask, target, found or feeds.renew(ask.session, ask.ws, target.scope, target.about, ask.who.id, ask.now)
    )


def renew(ask: Ask) -> Reply:
    """*Make a new address*: the one before opens nothing any more."""
    scope, _, about = ask.words.partition(" ")
    target = _of(ask, Scope(scope) if scope in set(Scope) else Scope.PERSON, about)
    if not target.may_renew:
        check(ask.actor, "meetings.run")
    made = feeds.renew(ask.session, ask.ws, target.scope, target.about, ask.who.id, ask.now)
    shown = _shown(ask, target, made, renewed=True)
    return Redraw(shown.card, shown.kept)


def _shown(ask: Ask, target: _Target, feed: Feed, *, renewed: bool = False) -> Say:
    address = f"{ask.rules.address}{PATH}{secret_of(feed.id, ask.rules.feed_key)}.ics"
    value = f"{target.scope.value} {target.about}" if target.may_renew else ""
    reachable = bool(ask.rules.public_url)
    card = blocks.feed_card(ask.t, target.name, address, value, renewed=renewed, reachable=reachable)
    return Say(card, kept=blocks.feed_kept_card(ask.t, target.name, target.words))


def _target(ask: Ask) -> _Target:
    if isinstance(ask.args, Ref):
        return _series(ask, steps.sitting_of(ask, look=True)[1].key)
    wanted: Listing = ask.args
    match wanted.which:
        case Which.TEAM:
            return _of(ask, Scope.TEAM, ask.directory.pick_team(wanted.name).key)
        case Which.NAMED:
            return _series(ask, steps.series_named(ask, wanted.name).key)
    return _of(ask, Scope.PERSON, ask.who.id)


def _of(ask: Ask, scope: Scope, about: str) -> _Target:
    """A person's is their own, whatever a button says."""
    match scope:
        case Scope.SERIES:
            return _series(ask, about)
        case Scope.TEAM:
            team = ask.directory.pick_team(about)
            leads = may(ask.actor, "meetings.run", subject(teams=[team.key]))
            return _Target(scope, team.key, team.name(ask.lang), ask.t.plain("ics team {key}", key=team.key), leads)
    return _Target(Scope.PERSON, ask.who.id, ask.who.name, ask.t.plain("ics mine"), may_renew=True)


def _series(ask: Ask, key: str) -> _Target:
    series = steps.series_named(ask, key)
    return _Target(
        Scope.SERIES,
        series.key,
        series.name(ask.lang),
        ask.t.plain("ics {key}", key=series.key),
        steps.manages(ask, series),
    )
