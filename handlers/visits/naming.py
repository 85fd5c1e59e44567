"""The name in a form of a visit: refused beside its field when it holds more than a name."""

from dataclasses import replace

from bot.domain.visits import NewVisit
from bot.refusals import Faults, Refusal
from bot.speech.people import unquoted
from bot.speech.visits import more_than_a_name
from handlers.asks import Ask
from storage import organisations


def named(ask: Ask, new: NewVisit) -> NewVisit:
    """Refuses a new organisation called `대한정밀: 수주 회복`. One in quotes or known may be called so."""
    name = unquoted(new.organisation)
    if name != new.organisation:
        return replace(new, organisation=name)
    if more_than_a_name(name, ask.today) and organisations.find(ask.session, ask.ws, name) is None:
        fault = Refusal(
            "Type the name alone: the day and what was said have fields of their own. "
            "A name that is really so goes in quotes."
        )
        raise Faults({"organisation": fault})
    return new
