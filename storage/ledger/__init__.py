"""The ledger: every post that the bot planned, every try, and what became of it.

planning   plan, tell, re_date, cancel, resend, restored      what shall be said
claiming   claim → Claimed | Pause | None, freeze, uploaded   taking a post, to be committed before Slack hears of it
settling   settle, settle_late, maker_failed                  how a try ended, by fence
reading    listing, held, missed, ahead, history_of, counts   for people
gates      when a place may next be written to                watermarks   how far each workspace is planned

Every moment is the caller's `now`; the database's own decides nothing.
"""

from storage.ledger.claiming import (
    Claimed,
    Pause,
    claim,
    freeze,
    next_moment,
    opened,
    uploaded,
    waiting,
    workspaces_with_work,
)
from storage.ledger.planning import cancel, plan, post, re_date, resend, restored, seen, tell
from storage.ledger.reading import (
    Attempt,
    ahead,
    counts,
    held,
    history_of,
    in_alert,
    listing,
    missed,
    parts_of,
    told_by,
    untold,
)
from storage.ledger.settling import maker_failed, settle, settle_late
from storage.ledger.watermarks import Watermark, planned_until, sweep_due, take_sweep, watermark

__all__ = [
    "Attempt",
    "Claimed",
    "Pause",
    "Watermark",
    "ahead",
    "cancel",
    "claim",
    "counts",
    "freeze",
    "held",
    "history_of",
    "in_alert",
    "listing",
    "maker_failed",
    "missed",
    "next_moment",
    "opened",
    "parts_of",
    "plan",
    "planned_until",
    "post",
    "re_date",
    "resend",
    "restored",
    "seen",
    "settle",
    "settle_late",
    "sweep_due",
    "take_sweep",
    "tell",
    "told_by",
    "untold",
    "uploaded",
    "waiting",
    "watermark",
    "workspaces_with_work",
]
