"""What happened, for the agendas: each event is claimed by one agenda of each team that it concerns."""

import datetime as dt
from enum import StrEnum

from bot.values import frozen


class EventKind(StrEnum):
    VISIT_DONE = "visit_done"
    DIFFICULTY_RAISED = "difficulty_raised"
    DIFFICULTY_ANSWERED = "difficulty_answered"
    DIFFICULTY_CLOSED = "difficulty_closed"
    DIFFICULTY_DECLINED = "difficulty_declined"
    DIFFICULTY_REFERRED = "difficulty_referred"
    DIFFICULTY_ESCALATED = "difficulty_escalated"
    TASK_ADDED = "task_added"
    TASK_UPDATED = "task_updated"
    TASK_FINISHED = "task_finished"
    TASK_MOVED = "task_moved"
    TASK_BLOCKED = "task_blocked"
    MEETING_HELD = "meeting_held"
    DECISION_DONE = "decision_done"
    SURVEY_CLOSED = "survey_closed"


@frozen
class Event:
    number: int
    team: str
    kind: EventKind
    ref: str
    at: dt.datetime
