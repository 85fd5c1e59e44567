"""Tasks, their updates and their programmes.

For one:           get, locked, history, percent_before_end, above
For many:          find_chosen + count (a page of a list, a Choice), by_ids, children, search, everything,
                   percents_before_end
For what is owed:  of_owner, of_team, late, stale, evaluable
For numbers:       counts_by_health, counts_by_team, programme_states
For what happened: moves_since
To change one:     add, save, append, remove; programmes: programmes, save_programme, change_programme
To change many:    add_many, save_many, append_many, lock_many, take_back_lines

All that give several give the soonest due first (those without a due date last), except where they say otherwise.
A parent's progress is the mean of its children: `add`, `save` and `remove` keep it, all the way up. Without
a child that counts it is the parent's own again.
"""

from storage.tasks.counting import counts_by_health, counts_by_team, programme_states
from storage.tasks.programmes import change_programme, programmes, save_programme
from storage.tasks.reading import (
    Choice,
    above,
    by_ids,
    children,
    count,
    evaluable,
    everything,
    find_chosen,
    get,
    history,
    late,
    locked,
    moves_since,
    of_owner,
    of_team,
    percent_before_end,
    percents_before_end,
    pressing,
    search,
    stale,
)
from storage.tasks.rows import ProgrammeRow, TaskRow, TaskUpdateRow, find
from storage.tasks.writing import (
    add,
    add_many,
    append,
    append_many,
    lock_many,
    remove,
    save,
    save_many,
    take_back_lines,
)

__all__ = [
    "Choice",
    "ProgrammeRow",
    "TaskRow",
    "TaskUpdateRow",
    "above",
    "add",
    "add_many",
    "append",
    "append_many",
    "by_ids",
    "change_programme",
    "children",
    "count",
    "counts_by_health",
    "counts_by_team",
    "evaluable",
    "everything",
    "find",
    "find_chosen",
    "get",
    "history",
    "late",
    "lock_many",
    "locked",
    "moves_since",
    "of_owner",
    "of_team",
    "percent_before_end",
    "percents_before_end",
    "pressing",
    "programme_states",
    "programmes",
    "remove",
    "save",
    "save_many",
    "save_programme",
    "search",
    "stale",
    "take_back_lines",
]
