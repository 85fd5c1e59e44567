"""Looking at meetings: what comes next, the list, one sitting, one series, minutes; and what stands behind a number."""

from collections.abc import Callable, Mapping

from bot.blocks import meetings as blocks
from bot.domain import meetings as rules
from bot.domain.meetings import Meeting, Series
from bot.domain.permissions import may
from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech.meetings import Listing, Said, Which
from handlers.asks import Ask, Reply, Say
from handlers.meetings import steps
from storage import meetings

Words = Mapping[str, Callable[[Ask], Reply]]


def next_(ask: Ask) -> Reply:
    """`/meeting`, `/meeting next [mine|team KEY|NAME]`: the sittings to come, the soonest first."""
    found, title = _chosen(ask, ask.args if isinstance(ask.args, Listing) else Listing())
    coming = meetings.coming(ask.session, ask.ws, ask.now, [one.key for one in found])
    sittings = meetings.sittings(ask.session, ask.directory, coming)
    return Say(blocks.next_card(ask.t, sittings, ask.words, ask.page, title))


def list_(ask: Ask) -> Reply:
    """`/meeting list [mine|team KEY|NAME]`: the series, each with its next sitting."""
    found, title = _chosen(ask, ask.args)
    coming: dict[str, Meeting] = {}
    for one in meetings.coming(ask.session, ask.ws, ask.now, [series.key for series in found]):
        coming.setdefault(one.series, one)
    may_add = may(ask.actor, "meetings.create")
    return Say(blocks.list_card(ask.t, found, coming, ask.directory, ask.words, ask.page, title, may_add=may_add))


def show(ask: Ask) -> Reply:
    """`M-4`: the sitting. A key or a name: the series."""
    if isinstance(ask.args, Ref):
        one, series = steps.sitting_of(ask, look=True)
        return Say(steps.card_of(ask, one, series, ask.t))
    return Say(steps.series_card(ask, steps.series_named(ask, ask.args)))


def behind_number(words: Words) -> Callable[[Ask], Reply]:
    """`M-4 decide …`: what the word behind the number does. A name alone is shown."""

    def said(ask: Ask) -> Reply:
        if isinstance(ask.args, Said):
            return words[ask.args.word](steps.with_args(ask, ask.args.args))
        return show(ask)

    return said


def _chosen(ask: Ask, wanted: Listing) -> tuple[list[Series], str]:
    """Which series, and what the list is called."""
    living = meetings.everything(ask.session, ask.ws, active=True)
    match wanted.which:
        case Which.MINE:
            teams = ask.directory.teams_of(ask.who.id)
            return [one for one in living if rules.concerns(one, ask.who.id, teams)], ask.who.name
        case Which.TEAM:
            team = ask.directory.pick_team(wanted.name)
            return [one for one in living if one.team == team.key], team.name(ask.lang)
        case Which.NAMED:
            found = rules.found_series(living, wanted.name)
            if not found:
                raise Refusal(
                    "There is no meeting “{name}”. `/meeting list` shows those that there are.", name=wanted.name
                )
            return found, ""
    return living, ""
