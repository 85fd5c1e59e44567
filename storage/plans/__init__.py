"""The inspection plan.

Fields:   fields, save_field
Items:    all_of, get, locked, search, add, save, remove
Many:     add_many, save_many, lock_many, save_fields, remove_field
Counting: progress (how far items are), pressing (those behind), say (by hand), coverage
"""

from typing import Final

from storage.plans.counting import coverage, pressing, progress, say, words_of
from storage.plans.items import add, all_of, fields, get, locked, remove, save, save_field, search
from storage.plans.many import add_many, lock_many, remove_field, save_fields, save_many
from storage.plans.rows import PlanFieldRow, PlanItemRow, PlanWordRow

ALARM: Final = "plan-alarm"  # the series of what people hear; its maker is in schedules/plans.py

__all__ = [
    "ALARM",
    "PlanFieldRow",
    "PlanItemRow",
    "PlanWordRow",
    "add",
    "add_many",
    "all_of",
    "coverage",
    "fields",
    "get",
    "lock_many",
    "locked",
    "pressing",
    "progress",
    "remove",
    "remove_field",
    "save",
    "save_field",
    "save_fields",
    "save_many",
    "say",
    "search",
    "words_of",
]
