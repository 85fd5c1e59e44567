"""The plan is looked at: by field, one item, and where nobody has been."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import plans as blocks
from bot.domain import plans as rules
from bot.domain.ledger import NOTICE_EXPIRES
from bot.domain.permissions import may
from bot.domain.plans import Progress
from bot.speech.plans import PlanFilter, Which
from handlers.asks import Ask, Reply, Say
from handlers.plans.steps import card_of, meant
from storage import ledger, plans

COVERAGE: Final = "plan-coverage"  # the picture, in a direct message; its maker is in schedules/plans.py


def overview(ask: Ask) -> Reply:
    """Items by field with their bars: all, or those behind, mine, of a team, of a field."""
    wanted: PlanFilter = ask.args or PlanFilter()
    card = blocks.overview_card(
        ask.t,
        _chosen(ask, wanted),
        plans.fields(ask.session, ask.ws),
        f"list {ask.words}".strip(),
        ask.page,
        may_add=may(ask.actor, "plans.create"),
    )
    return Say(card)


def show(ask: Ask) -> Reply:
    """One item, by number or name."""
    return Say(card_of(ask, meant(ask)))


def coverage(ask: Ask) -> Reply:
    """The table at once, the picture by direct message: drawing it takes longer than Slack waits."""
    ledger.plan(
        ask.session,
        ask.ws,
        series=COVERAGE,
        occurrence=ask.key[:120],
        person=ask.who.id,
        due=ask.now,
        expires=ask.now + NOTICE_EXPIRES,
        maker=COVERAGE,
        now=ask.now,
    )
    vocabulary = ask.workspace.vocabulary
    return Say(blocks.coverage_card(ask.t, plans.coverage(ask.session, ask.ws, vocabulary, ask.today), vocabulary))


def _chosen(ask: Ask, wanted: PlanFilter) -> Sequence[Progress]:
    """Items whose period has not ended longer ago than it is talked of."""
    team = ask.directory.pick_team(wanted.name).key if wanted.which is Which.TEAM else None
    field = None
    if wanted.which is Which.FIELD:
        field = rules.pick_field(plans.fields(ask.session, ask.ws), wanted.name).key
    since = ask.today - rules.SAID_FOR
    items = plans.all_of(ask.session, ask.ws, team=team, field=field, since=since)
    if wanted.which is Which.MINE:
        mine = {*ask.directory.teams_of(ask.who.id)}
        items = [one for one in items if one.owner == ask.who.id or one.team in mine]
    found = plans.progress(ask.session, ask.ws, items, ask.today)
    return [one for one in found if one.pressing] if wanted.which is Which.BEHIND else found
