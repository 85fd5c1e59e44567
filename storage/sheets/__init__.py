"""Nouns as sheets: read as a whole, changed by a file in one transaction, and taken back.

keeping     Keeper, Line, Moment        what a noun does for its sheet
imports     KEEPERS and the verbs       a file is kept, applied, undone, forgotten
tasks, people, organisations, plans,
indicators                              a Keeper for each sheet
"""

from storage.sheets.imports import (
    KEEPERS,
    apply,
    around,
    begin,
    begun,
    content,
    end,
    forget,
    get,
    keep,
    latest,
    locked,
    undo,
    wait,
)
from storage.sheets.rows import ImportLineRow, ImportRow

__all__ = [
    "KEEPERS",
    "ImportLineRow",
    "ImportRow",
    "apply",
    "around",
    "begin",
    "begun",
    "content",
    "end",
    "forget",
    "get",
    "keep",
    "latest",
    "locked",
    "undo",
    "wait",
]
