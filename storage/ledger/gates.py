"""When a place may next be written to, shared by every process through the database."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.ledger import LONGEST_WAIT
from storage import insert_once, run
from storage.ledger.rows import GateRow

EVERYWHERE: Final = "*"
LOOKING: Final = "~look"

# Asked several times for each post, and by every round that finds none: built once
_GATE: Final = GateRow.__table__
_CLOSED: Final = select(_GATE.c.place, _GATE.c.free_at).where(
    _GATE.c.workspace == bindparam("ws"),
    _GATE.c.place.in_(bindparam("places", expanding=True)),
    _GATE.c.free_at > bindparam("now"),
)
_LIMITED: Final = (
    select(func.count().label("others"))
    .select_from(_GATE)
    .where(_GATE.c.workspace == bindparam("ws"), _GATE.c.place.not_in((bindparam("at"), EVERYWHERE, LOOKING)))
    .where(_GATE.c.limited, _GATE.c.free_at > bindparam("now"))
)
_LAST: Final = select(_GATE.c.last_ts).where(_GATE.c.workspace == bindparam("ws"), _GATE.c.place == bindparam("at"))
_HOLD: Final = (
    select(_GATE.c.place)
    .where(_GATE.c.workspace == bindparam("ws"), _GATE.c.place == bindparam("at"))
    .with_for_update()
)
_AT: Final = update(GateRow).where(_GATE.c.workspace == bindparam("ws"), _GATE.c.place == bindparam("at"))
_TAKE: Final = _AT.where(or_(_GATE.c.free_at <= bindparam("now"), _GATE.c.free_at > bindparam("far"))).values(
    free_at=bindparam("until"), limited=False
)
_GIVE_BACK: Final = _AT.where(_GATE.c.free_at == bindparam("until")).values(free_at=bindparam("now"))
_KEEP_SHUT: Final = _AT.where(or_(_GATE.c.free_at < bindparam("until"), _GATE.c.free_at > bindparam("far"))).values(
    free_at=bindparam("until"), limited=bindparam("asked")
)
_SAW: Final = _AT.where(or_(_GATE.c.last_ts.is_(None), _GATE.c.last_ts < bindparam("ts"))).values(
    last_ts=bindparam("ts")
)


def closed(session: Session, workspace: str, places: Iterable[str], now: dt.datetime) -> Mapping[str, dt.datetime]:
    """Of these places, those that may not be written to yet, and when they may."""
    # one journey for all of them: the length of a list is SQLAlchemy's to write
    shut = session.execute(_CLOSED, {"ws": workspace, "places": sorted(set(places)), "now": now})
    return {row.place: row.free_at for row in shut if row.free_at <= now + LONGEST_WAIT}


def take(session: Session, workspace: str, place: str, now: dt.datetime, gap: dt.timedelta) -> bool:
    """Write to a place now, and nobody else for `gap`. False when somebody was faster."""
    insert_once(session, GateRow, workspace=workspace, place=place, free_at=now, limited=False)
    values = {"ws": workspace, "at": place, "now": now, "far": now + LONGEST_WAIT, "until": now + gap}
    return bool(run(session, _TAKE, values).rowcount)


def hold(session: Session, workspace: str, place: str, now: dt.datetime) -> None:
    """Nobody else passes this gate until the transaction ends. EVERYWHERE is held before any place, by everybody."""
    insert_once(session, GateRow, workspace=workspace, place=place, free_at=now, limited=False)
    run(session, _HOLD, {"ws": workspace, "at": place})


def give_back(session: Session, workspace: str, place: str, now: dt.datetime, gap: dt.timedelta) -> None:
    """What was taken at `now` is not needed after all; what somebody else took stays."""
    run(session, _GIVE_BACK, {"ws": workspace, "at": place, "now": now, "until": now + gap})


def keep_shut(session: Session, workspace: str, place: str, until: dt.datetime, *, limited: bool = False) -> None:
    """Nothing to this place before `until`; a later moment that was there already stays."""
    insert_once(session, GateRow, workspace=workspace, place=place, free_at=until, limited=limited)
    values = {"ws": workspace, "at": place, "until": until, "far": until + LONGEST_WAIT, "asked": limited}
    run(session, _KEEP_SHUT, values)


def push(session: Session, workspace: str, place: str, now: dt.datetime, gap: dt.timedelta) -> None:
    """Somebody wrote without waiting: who does wait waits a `gap` longer, so that all together keep the pace."""
    until = closed(session, workspace, [place], now).get(place, now)
    keep_shut(session, workspace, place, until + gap)


def others_limited(session: Session, workspace: str, place: str, now: dt.datetime) -> bool:
    """Does Slack make another channel wait too? Then it means the whole workspace."""
    return bool(run(session, _LIMITED, {"ws": workspace, "at": place, "now": now}).scalar_one())


def last_ts(session: Session, workspace: str, place: str) -> str | None:
    """The newest message of ours in a place, as far as we know: what is sent from now on comes after it."""
    found: str | None = run(session, _LAST, {"ws": workspace, "at": place}).scalar_one_or_none()
    return found


def saw(session: Session, workspace: str, place: str, ts: str, now: dt.datetime) -> None:
    """A message of ours is in a place under this ts."""
    insert_once(session, GateRow, workspace=workspace, place=place, free_at=now, limited=False)
    run(session, _SAW, {"ws": workspace, "at": place, "ts": ts})
