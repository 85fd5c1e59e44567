"""The trace that a visit leaves: visit → difficulty → referral → agenda item → decision → task → evaluation.

It can be begun with anything that has a number: a trace from a meeting shows what was decided there and what became of
that, one from a survey or an indicator what was made of it.
"""

from dataclasses import fields
from typing import Final

from bot.domain.agendas import Decision, Item
from bot.domain.difficulties import Difficulty
from bot.domain.duty import Entry
from bot.domain.evaluations import Assessment
from bot.domain.indicators import Course
from bot.domain.meetings import Sitting
from bot.domain.organisations import Organisation
from bot.domain.plans import Progress
from bot.domain.referrals import Referral
from bot.domain.refs import Ref
from bot.domain.surveys import Survey
from bot.domain.tasks import Task
from bot.domain.visits import Visit
from bot.refusals import Refusal
from bot.values import frozen

MISSING: Final = Refusal("There is nothing numbered {ref}. `/muster find WORDS` looks for what you remember of it.")


@frozen
class Chain:
    """All that hangs together with one record, each kind in the order of its numbers; assessments by month."""

    organisations: tuple[Organisation, ...] = ()  # the one that it was begun with
    plan: tuple[Progress, ...] = ()
    indicators: tuple[Course, ...] = ()
    surveys: tuple[Survey, ...] = ()
    visits: tuple[Visit, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    referrals: tuple[Referral, ...] = ()
    entries: tuple[Entry, ...] = ()  # of the duty log
    items: tuple[Item, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def size(self) -> int:
        return sum(len(getattr(self, kind.name)) for kind in fields(self))


def check_found(ref: Ref, chain: Chain) -> Chain:
    """Refuse a number that nothing has."""
    if not chain.size:
        raise Refusal(MISSING.message, ref=str(ref))
    return chain
