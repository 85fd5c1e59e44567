"""What a company asks for or suffers from. Nobody closes one without telling the company.

values   Difficulty and its states, the lines of its history, what forms want, what cards tell, how many there are
rules    the table of its life, the days when it is due and heard of, and what each step makes of it

A rule asks the table first; what that does not have is refused with the sentence that says what to do instead. Rules
take a Difficulty and give the changed one; storing it is storage's.
"""

from bot.domain.difficulties.rules import (
    ARROWS,
    LEAD_HEARS,
    UNASSIGNED,
    answer,
    assign,
    close,
    decline,
    draft,
    due_day,
    edit,
    escalate,
    following,
    lead_hears_on,
    link_task,
    may,
    merge,
    refer,
    reopen,
    reply,
    start,
    task_free,
    unassigned_on,
    undo,
    withdraw,
)
from bot.domain.difficulties.values import (
    UNSETTLED,
    Counts,
    Difficulty,
    DifficultyState,
    Facts,
    Note,
    Step,
    Wanted,
    aged,
)

__all__ = [
    "ARROWS",
    "LEAD_HEARS",
    "UNASSIGNED",
    "UNSETTLED",
    "Counts",
    "Difficulty",
    "DifficultyState",
    "Facts",
    "Note",
    "Step",
    "Wanted",
    "aged",
    "answer",
    "assign",
    "close",
    "decline",
    "draft",
    "due_day",
    "edit",
    "escalate",
    "following",
    "lead_hears_on",
    "link_task",
    "may",
    "merge",
    "refer",
    "reopen",
    "reply",
    "start",
    "task_free",
    "unassigned_on",
    "undo",
    "withdraw",
]
