"""The trace that a visit leaves: visit → difficulty → referral → agenda item → decision → task → evaluation."""

from dataclasses import dataclass
from typing import Final

from bot.domain.agendas import Decision, Item
from bot.domain.difficulties import Difficulty
from bot.domain.evaluations import Assessment
from bot.domain.referrals import Referral
from bot.domain.refs import Ref
from bot.domain.tasks import Task
from bot.domain.visits import Visit
from bot.refusals import Refusal

BEGINS: Final = frozenset({"V", "D", "T", "O", "P"})
OUTSIDE: Final = Refusal("{ref} stands in no trace. A trace begins with a visit, difficulty, task or organisation.")
MISSING: Final = Refusal("There is nothing numbered {ref}. `/muster find WORDS` looks for what you remember of it.")
ALONE: Final = Refusal("No visit, difficulty or task hangs on {ref} yet, so there is no trace to show.")


@dataclass(frozen=True)
class Chain:
    """All that hangs together with one record, each kind in the order of its numbers; assessments by month."""

    visits: tuple[Visit, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    referrals: tuple[Referral, ...] = ()
    items: tuple[Item, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def anything(self) -> bool:
        return bool(self.visits or self.difficulties or self.tasks)


def check_begins(ref: Ref) -> None:
    """Refuse what stands in no chain."""
    if ref.prefix not in BEGINS:
        raise Refusal(OUTSIDE.message, ref=str(ref))


def check_found(ref: Ref, chain: Chain, *, there: bool) -> Chain:
    """Refuse a number that nothing has, and what nothing hangs on."""
    if not chain.anything:
        raise Refusal((ALONE if there else MISSING).message, ref=str(ref))
    return chain
