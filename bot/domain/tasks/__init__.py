"""Units of planned work, and the programmes that they belong to.

values   Task and its states, the lines of its history, what forms want, what cards tell, health
rules    the table of its life, and what each step makes of it

A rule asks the table first; what that does not have is refused with the sentence that says what to do instead. Rules
take a Task and give the changed one; storing it, and the progress of its parents, is storage's.
"""

from bot.domain.tasks.rules import (
    ARROWS,
    KEY,
    assign,
    block,
    check_alone,
    check_days,
    check_key,
    check_parent,
    check_undo,
    draft,
    drop,
    edit,
    finish,
    following,
    may,
    move,
    pick_programme,
    progress,
    reopen,
    update,
)
from bot.domain.tasks.values import (
    STALE,
    UNFINISHED,
    Facts,
    Health,
    Programme,
    ProgrammeState,
    Said,
    Step,
    Task,
    TaskState,
    Update,
    Wanted,
    health,
    is_stale,
)

__all__ = [
    "ARROWS",
    "KEY",
    "STALE",
    "UNFINISHED",
    "Facts",
    "Health",
    "Programme",
    "ProgrammeState",
    "Said",
    "Step",
    "Task",
    "TaskState",
    "Update",
    "Wanted",
    "assign",
    "block",
    "check_alone",
    "check_days",
    "check_key",
    "check_parent",
    "check_undo",
    "draft",
    "drop",
    "edit",
    "finish",
    "following",
    "health",
    "is_stale",
    "may",
    "move",
    "pick_programme",
    "progress",
    "reopen",
    "update",
]
