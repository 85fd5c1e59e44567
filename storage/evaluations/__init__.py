"""The monthly evaluations: who was asked what, what they answered, what came of it.

opening      open_month, coming                          freezes who is asked about which task, with its timeliness
answering    save, ask_another                           effectiveness, evidence, objections
reading      get, latest, running, assessments, results  as it stands
owing        owed, missing_of                            what one person and their people owe today
closing      lock, plan_results, OPENED, RESULTS …       the end of a month, and what is said about it
"""

from storage.evaluations.answering import ask_another, save
from storage.evaluations.closing import LOCKED, close, lock, plan_results
from storage.evaluations.opening import ASK, OPENED, coming, foreseen, open_month
from storage.evaluations.owing import missing_of, owed
from storage.evaluations.reading import (
    asked,
    assessments,
    count_given,
    get,
    latest,
    of_tasks,
    results,
    running,
    unlocked,
)

__all__ = [
    "ASK",
    "LOCKED",
    "OPENED",
    "ask_another",
    "asked",
    "assessments",
    "close",
    "coming",
    "count_given",
    "foreseen",
    "get",
    "latest",
    "lock",
    "missing_of",
    "of_tasks",
    "open_month",
    "owed",
    "plan_results",
    "results",
    "running",
    "save",
    "unlocked",
]
