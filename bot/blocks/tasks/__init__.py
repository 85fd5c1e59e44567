"""The task on screen.

cards        one, a list of them, what a new owner hears, and the lines that bundles and agendas show
history      what happened with one
forms        what people fill in, each with its reader
telling      the form that a message becomes an update in
programmes   the list of programmes, one of them, and its form
"""

from bot.blocks.tasks.cards import (
    ALL,
    HEALTHS,
    HISTORY,
    MARKS,
    PAGE,
    assigned_card,
    bar,
    card,
    health_name,
    lateness,
    line,
    list_card,
    percent_stays,
    slipped,
    undone_card,
)
from bot.blocks.tasks.forms import (
    add_form,
    assign_form,
    block_form,
    drop_form,
    edit_form,
    move_form,
    read,
    read_move,
    read_owner,
    read_reason,
    read_update,
    reopen_form,
    update_form,
)
from bot.blocks.tasks.programmes import programme_card, programme_form, programmes_card, read_programme
from bot.blocks.tasks.telling import MOST, read_task, read_told, telling_form

__all__ = [
    "ALL",
    "HEALTHS",
    "HISTORY",
    "MARKS",
    "MOST",
    "PAGE",
    "add_form",
    "assign_form",
    "assigned_card",
    "bar",
    "block_form",
    "card",
    "drop_form",
    "edit_form",
    "health_name",
    "lateness",
    "line",
    "list_card",
    "move_form",
    "percent_stays",
    "programme_card",
    "programme_form",
    "programmes_card",
    "read",
    "read_move",
    "read_owner",
    "read_programme",
    "read_reason",
    "read_task",
    "read_told",
    "read_update",
    "reopen_form",
    "slipped",
    "telling_form",
    "undone_card",
    "update_form",
]
