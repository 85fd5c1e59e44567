"""Every noun's tables, imported for Alembic: a new noun is a line here."""

from storage import (
    audit,
    difficulties,
    events,
    inbound,
    ledger,
    numbers,
    organisations,
    people,
    tasks,
    teams,
    visits,
    workspaces,
)
from storage.base import Base

metadata = Base.metadata

__all__ = [
    "audit",
    "difficulties",
    "events",
    "inbound",
    "ledger",
    "metadata",
    "numbers",
    "organisations",
    "people",
    "tasks",
    "teams",
    "visits",
    "workspaces",
]
