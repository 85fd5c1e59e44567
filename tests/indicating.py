"""What tests of indicators do again and again: indicators on the stage, and the look behind them."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any, Final

from bot.domain.indicators import Indicator, Reading
from storage import Database, audit, indicators
from tests.cast import ARA, WS, Stage

EXPORTS: Final = Indicator(
    number=0,
    key="exports",
    ko="수출",
    en="Exports",
    unit="USD",
    target=Decimal(191) * 10**9,
    first=dt.date(2026, 1, 1),
    last=dt.date(2026, 12, 31),
    created=dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC),
    created_by=ARA,
    owner=ARA,
    team="export",
    by_sector=True,
    by_region=True,
)


def watched(db: Database, **known: Any) -> Indicator:
    """Exports, or something like them."""
    with db.begin() as session:
        new = dataclasses.replace(EXPORTS, **known)
        return indicators.add(session, WS, new, new.created_by, new.created)


def readings(stage: Stage, number: int = 1) -> list[Reading]:
    with stage.db.read() as session:
        return indicators.readings(session, WS, number)


def indicator(stage: Stage, number: int = 1) -> Indicator:
    with stage.db.read() as session:
        found = indicators.get(session, WS, number)
    assert found is not None
    return found


def audited(stage: Stage, ref: str = "I-1") -> list[tuple[str, str]]:
    with stage.db.read() as session:
        return [(one.person, one.action) for one in audit.changes(session, WS, ref)]
