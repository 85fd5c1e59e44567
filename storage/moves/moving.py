"""Everything goes over in one transaction, and comes back, as far as it is still there, in another."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.domain.difficulties import DifficultyState
from bot.domain.moves import Held, History, Holding, Move
from bot.domain.tasks import TaskState
from bot.domain.visits import VisitState
from storage import audit, difficulties, duty, evaluations, ledger, tasks, visits
from storage.moves.holdings import ACTION, HOLDINGS, Moving, held_by
from storage.moves.rows import MOVE, MoveRow, columns, value
from storage.numbers import following

TOLD: Final = "move-told"  # the series of "this is yours now"; its maker is in schedules/moves.py
BACK: Final = "move-back"  # and of "it was taken back"
_SOURCES: Final = {source.kind: source for source in HOLDINGS}


def hand_over(moving: Moving, giver: str, receiver: str, going: Iterable[Held]) -> Move:
    """All of these go from one to the other; the other hears of it once."""
    things = tuple(going)
    for one in things:
        _SOURCES[one.kind].hand(moving, one, giver, receiver)
    number = following(moving.session, moving.ws, "move")
    made = Move(number, giver, receiver, moving.who, moving.now, things)
    moving.session.execute(insert(MoveRow), {"workspace": moving.ws, **columns(made)})
    _note(moving, made, ACTION)
    if receiver != moving.who:
        _tell(moving, made, TOLD)
    return made


def take_back(moving: Moving, move: Move) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """What is still in the other's hands goes back; gives that, and what is not."""
    there = {one.place for one in held_by(moving, move.receiver, move.giver) if not one.barred}
    back = tuple(one for one in move.held if one.place in there or one.kind is Holding.MEMBER)
    stays = tuple(one for one in move.held if one not in back)
    for one in reversed(back):
        _SOURCES[one.kind].hand(moving, one, move.receiver, move.giver)
    where = (MoveRow.workspace == moving.ws, MoveRow.number == move.number)
    moving.session.execute(update(MoveRow).where(*where).values(undone=moving.now))
    _note(moving, move, "undo")
    if move.receiver != moving.who:
        _tell(moving, move, BACK)
    return back, stays


def get(session: Session, workspace: str, number: int) -> Move | None:
    query = select(MOVE).where(MOVE.c.workspace == workspace, MOVE.c.number == number)
    row = session.execute(query).one_or_none()
    return None if row is None else value(row)


def locked(session: Session, workspace: str, number: int) -> Move | None:
    """The same, and nobody else takes it back until this transaction ends."""
    where = (MOVE.c.workspace == workspace, MOVE.c.number == number)
    session.execute(select(MOVE.c.number).where(*where).with_for_update())
    return get(session, workspace, number)


def history(moving: Moving, person: str) -> History:
    """What somebody did, counted: it stays theirs."""
    given = (moving.session, moving.ws)
    done = visits.Choice(people=frozenset({person}), states=frozenset({VisitState.DONE}))
    finished = tasks.Choice(frozenset({TaskState.DONE}), owner=person)
    settled = difficulties.Choice(states=frozenset({DifficultyState.CLOSED, DifficultyState.DECLINED}), owner=person)
    past = duty.between(*given, dt.date(2000, 1, 1), moving.today - dt.timedelta(days=1), person)
    return History(
        visits=visits.count(*given, done),
        tasks=tasks.count(*given, finished),
        difficulties=difficulties.count(*given, settled),
        ratings=evaluations.count_given(*given, person),
        duties=len(past),
    )


def _note(moving: Moving, move: Move, action: str) -> None:
    """Under the name of who gave: how many things went where. Each thing has its own line as well."""
    counts = {"receiver": move.receiver, "things": len(move.held)}
    before, after = (None, counts) if action == ACTION else (counts, None)
    audit.record(moving.session, moving.ws, moving.who, moving.now, action, move.giver, before, after)


def _tell(moving: Moving, move: Move, series: str) -> None:
    ledger.tell(
        moving.session,
        moving.directory,
        series=series,
        occurrence=str(move.number),
        person=move.receiver,
        args={"move": move.number, "by": moving.who},
        now=moving.now,
    )
