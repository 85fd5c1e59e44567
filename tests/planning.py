"""What tests of the inspection plan do again and again: fields and items on the stage, and the look behind them."""

import dataclasses
import datetime as dt
from typing import Any, Final

from bot.domain.plans import Item, PlanField, Progress, Sieve
from storage import Database, audit, plans
from tests.cast import ARA, EUN, WS, Stage

TRADE: Final = PlanField("trade", "무역 및 투자", "trade and investment")
SITES: Final = Item(
    number=0,
    field="trade",
    ko="수출현장 점검",
    en="Export sites",
    first=dt.date(2026, 1, 1),
    last=dt.date(2026, 12, 31),
    target=4,
    created=dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC),
    created_by=ARA,
    sieve=Sieve(kinds=("export",)),
    team="export",
)


def planned(db: Database, **known: Any) -> Item:
    """An item of the plan, Export sites or something like it, in a field of its own."""
    with db.begin() as session:
        if not plans.fields(session, WS):
            plans.save_field(session, WS, TRADE, EUN, SITES.created)
        new = dataclasses.replace(SITES, **known)
        return plans.add(session, WS, new, new.created_by, new.created)


def progress(stage: Stage, number: int = 1) -> Progress:
    with stage.db.read() as session:
        one = plans.get(session, WS, number)
        assert one is not None
        return plans.progress(session, WS, [one], dt.date(2026, 11, 25))[0]


def audited(stage: Stage, ref: str = "P-1") -> list[tuple[str, str]]:
    with stage.db.read() as session:
        return [(one.person, one.action) for one in audit.changes(session, WS, ref)]
