"""Every noun's tables, imported for Alembic: a new noun is a line here."""

from storage import (
    agendas,
    audit,
    charters,
    connections,
    difficulties,
    duty,
    evaluations,
    events,
    inbound,
    indicators,
    ledger,
    numbers,
    organisations,
    people,
    plans,
    referrals,
    surveys,
    tasks,
    teams,
    visits,
    workspaces,
)
from storage.base import Base

metadata = Base.metadata

__all__ = [
    "agendas",
    "audit",
    "charters",
    "connections",
    "difficulties",
    "duty",
    "evaluations",
    "events",
    "inbound",
    "indicators",
    "ledger",
    "metadata",
    "numbers",
    "organisations",
    "people",
    "plans",
    "referrals",
    "surveys",
    "tasks",
    "teams",
    "visits",
    "workspaces",
]
