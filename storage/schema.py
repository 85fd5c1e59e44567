"""Every noun's tables, imported for Alembic: a new noun is a line here."""

from storage import (
    agendas,
    audit,
    connections,
    difficulties,
    evaluations,
    events,
    inbound,
    indicators,
    ledger,
    meetings,
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
    "connections",
    "difficulties",
    "evaluations",
    "events",
    "inbound",
    "indicators",
    "ledger",
    "meetings",
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
