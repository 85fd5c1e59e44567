"""The monthly evaluation: timeliness by rule, effectiveness by people.

timeliness   Course → Timeliness, is_rated            the rule, with its reasons
months       Evaluation, Assessment, asked_of, …      what is asked of whom, until when
results      Results, means                           what a month comes to
"""

from bot.domain.evaluations.months import (
    TELL_LEAD_AFTER,
    Answer,
    Asked,
    Assessment,
    Evaluation,
    Given,
    Objection,
    Owed,
    Part,
    Reminder,
    asked_of,
    deadlines,
    late_on,
    may_open,
    missing,
    month_key,
    month_of,
    reminder_on,
)
from bot.domain.evaluations.results import Means, Results, means
from bot.domain.evaluations.timeliness import (
    BEST,
    LEAST,
    Course,
    Deduction,
    Timeliness,
    Why,
    is_rated,
    started,
    timeliness,
)

__all__ = [
    "BEST",
    "LEAST",
    "TELL_LEAD_AFTER",
    "Answer",
    "Asked",
    "Assessment",
    "Course",
    "Deduction",
    "Evaluation",
    "Given",
    "Means",
    "Objection",
    "Owed",
    "Part",
    "Reminder",
    "Results",
    "Timeliness",
    "Why",
    "asked_of",
    "deadlines",
    "is_rated",
    "late_on",
    "may_open",
    "means",
    "missing",
    "month_key",
    "month_of",
    "reminder_on",
    "started",
    "timeliness",
]
