"""The weekly agendas: what stands on them, what they told, what was decided.

records     record, latest, confirm, note, keep_pages, pages      each team's agenda of each week
items       add_item, settle, open_items, decide, take_back …     what people add, and what meetings settle
gathering   gather, freeze, gather_all                    all that one is composed of; freezing claims events
"""

from storage.agendas.gathering import freeze, gather, gather_all
from storage.agendas.items import (
    add_item,
    change_item,
    count_decisions,
    decide,
    decided_by,
    decision,
    decisions,
    item,
    newest_decision,
    open_items,
    settle,
    settled_at,
    shown_items,
    take_back,
)
from storage.agendas.records import confirm, frozen_among, keep_pages, latest, note, pages, record

__all__ = [
    "add_item",
    "change_item",
    "confirm",
    "count_decisions",
    "decide",
    "decided_by",
    "decision",
    "decisions",
    "freeze",
    "frozen_among",
    "gather",
    "gather_all",
    "item",
    "keep_pages",
    "latest",
    "newest_decision",
    "note",
    "open_items",
    "pages",
    "record",
    "settle",
    "settled_at",
    "shown_items",
    "take_back",
]
