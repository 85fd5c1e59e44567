"""`/muster trace V-12`: from the visit to the evaluation, on one card, from anything that has a number."""

from dataclasses import replace

from bot.blocks import traces as blocks
from bot.domain.evaluations import Assessment
from bot.domain.permissions import may, subject
from bot.domain.refs import Ref
from bot.domain.traces import Chain, check_found
from handlers.asks import Ask, Binding, Reply, Say
from storage import evaluations, traces


def trace(ask: Ask) -> Reply:
    """The whole chain that this record is a link of."""
    ref: Ref = ask.args
    found = check_found(ref, traces.chain(ask.session, ask.directory, ref, ask.today))
    return Say(blocks.card(ask.t, ref, _seen(ask, found), ask.directory, ask.today))


def _seen(ask: Ask, chain: Chain) -> Chain:
    """Without the marks that the person may not see, or not yet."""
    running = {one.month for one in evaluations.unlocked(ask.session, ask.ws)}

    def sees(one: Assessment) -> bool:
        permission = "evaluations.early" if one.month in running else "evaluations.results"
        return may(ask.actor, permission, subject(teams=[one.team]))

    return replace(chain, assessments=tuple(one for one in chain.assessments if sees(one)))


VERBS = {"trace": Binding(trace, writes=False)}
