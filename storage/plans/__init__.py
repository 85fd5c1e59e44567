"""The inspection plan.

Fields:   fields, save_field
Items:    all_of, get, locked, search, any_there, add, save, remove
Counting: progress (how far items are), pressing (those behind), say (by hand), coverage
"""

from typing import Final

from storage.plans.counting import coverage, pressing, progress, say, words_of
from storage.plans.items import add, all_of, any_there, fields, get, locked, remove, save, save_field, search
from storage.plans.rows import PlanFieldRow, PlanItemRow, PlanWordRow

ALARM: Final = "plan-alarm"  # the series of what people hear; its maker is in schedules/plans.py

__all__ = [
    "ALARM",
    "PlanFieldRow",
    "PlanItemRow",
    "PlanWordRow",
    "add",
    "all_of",
    "any_there",
    "coverage",
    "fields",
    "get",
    "locked",
    "pressing",
    "progress",
    "remove",
    "save",
    "save_field",
    "say",
    "search",
    "words_of",
]
